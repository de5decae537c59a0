"""The budget's duty: each crossing told once to who answers, closed when it recovers; the month's report once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from officebot.core.budget.standing import Asked, Books, Standing, standing
from officebot.core.facts import OfficeFacts
from officebot.core.people import Contacts, People, Person
from officebot.core.proposals import Item, Proposal
from officebot.core.text import say
from officebot.core.workbooks.cells import Value
from officebot.core.workbooks.grids import Book
from officebot.core.workbooks.sheets import OfficeSheets
from officebot.core.worktime import WorkingTime
from officebot.duties.budget.decide import decide
from officebot.duties.budget.observe import Facts
from officebot.duties.budget.settings import Settings
from officebot.sdk import CloseItem, DraftMail, NoteItem, SendMail, WriteDocument
from tests.core.budget.sheets import FRENCH, flat, grid

ANN = Person(name="Ann Assistant", address="ann@office.example", language="en", responsibilities=("mailbox owner",))
PAUL = Person(name="Paul Renaud", address="paul@office.example", language="fr")
OFFICE = OfficeFacts(
    name="Atelier", people=People((ANN, PAUL)), contacts=Contacts(()), working_time=WorkingTime(), language="fr", account="desk",
)  # fmt: skip
TODAY = date(2026, 11, 26)
NOVEMBER, OCTOBER, SEPTEMBER = date(2026, 11, 1), date(2026, 10, 1), date(2026, 9, 1)


def sheets(spent: Mapping[str, float], months: int = 10) -> OfficeSheets:
    """A budget of three lines of 1,000 a month, and what was spent on each a month."""
    head: list[Value] = ["Poste", "Responsable", *FRENCH]
    names = {"Loyer": "", "Énergie": "Paul Renaud", "Fournitures": ""}
    planned = grid([head, *([name, owner, *flat(1000)] for name, owner in names.items())], "Budget")
    actual = grid([head, *([name, owner, *flat(spent[name], months)] for name, owner in names.items())], "Réalisé")
    return OfficeSheets(
        name="budget",
        file="budget-2026.xlsx",
        book=Book(name="budget-2026.xlsx", kind="xlsx", grids=(planned, actual)),
    )


def stands(spent: Mapping[str, float], month: date = NOVEMBER, settings: Settings | None = None) -> Standing:
    return standing(sheets(spent), Books(), month, (settings or Settings()).asked)


EVEN = {"Loyer": 1000.0, "Énergie": 1000.0, "Fournitures": 1000.0}
DEAR = {**EVEN, "Énergie": 1400.0}


def facts(now: Standing, **more: Any) -> Facts:
    return replace(Facts(office=OFFICE, today=TODAY, file="budget-2026.xlsx", now=now, account="desk"), **more)


def decided(found: Facts, **settings: object) -> list[Proposal]:
    return list(decide(found, Settings.model_validate(settings)))


def noted(proposals: list[Proposal]) -> list[Item]:
    """What these would have noted."""
    return [
        Item(kind=one.item_kind, key=one.key, title=one.title, source=one.source)
        for proposal in proposals
        for one in proposal.actions
        if isinstance(one, NoteItem)
    ]


def test_a_line_that_crosses_its_limit_is_told_to_who_answers_for_it_in_their_language() -> None:
    crossed, told = decided(facts(stands(DEAR)))
    (item,) = noted([crossed])
    assert item.source["line"] == "Énergie"
    assert item.source["alert"] == "over"
    (draft,) = told.actions
    assert isinstance(draft, DraftMail)
    assert draft.mail.to == (PAUL.address,)
    assert "dépasse son budget" in draft.mail.body
    assert "budget-2026.xlsx Budget!M3" in draft.mail.body


def test_it_is_told_once_and_once_more_when_it_recovers() -> None:
    items = noted(decided(facts(stands(DEAR))))
    assert decided(facts(stands(DEAR), items=items)) == []
    settled, told = decided(facts(stands(EVEN), items=items))
    assert isinstance(settled.actions[0], CloseItem)
    assert told.actions


def test_nothing_is_said_of_lines_within_their_budget() -> None:
    assert decided(facts(stands(EVEN))) == []


def test_the_settings_say_who_is_told_how_and_from_when_on() -> None:
    owners = {"Énergie": ANN.address}
    _, told = decided(facts(stands(DEAR)), tell="mail", owners=owners)
    assert isinstance(told.actions[0], SendMail)
    assert told.actions[0].mail.to == (ANN.address,)
    assert "over its budget" in told.actions[0].mail.body
    assert len(decided(facts(stands(DEAR)), tell="none")) == 1
    wide = Settings.model_validate({"limits": {"Énergie": {"percent": 60.0}}, "trend_months": 0})
    found = facts(stands(DEAR, settings=wide))
    assert list(decide(found, wide)) == []


def test_the_month_s_report_is_written_once_for_its_reader() -> None:
    last = {"last": stands(EVEN, OCTOBER), "before": stands(EVEN, SEPTEMBER)}
    (report,) = decided(facts(stands(EVEN), **last), report=["docx", "pdf"])
    paths = [one.path for one in report.actions if isinstance(one, WriteDocument)]
    assert paths == ["documents/budget/2026-10-budget.docx", "documents/budget/2026-10-budget.pdf"]
    (first, _) = report.actions
    assert isinstance(first, WriteDocument)
    assert first.language == "en"
    assert first.data["period"] == "October 2026"
    again = facts(stands(EVEN), settled=frozenset({"budget:month:2026-10"}), **last)
    assert decided(again) == []


def test_a_budget_that_cannot_be_read_is_said_to_who_keeps_it() -> None:
    lost = Standing(problem=say("There is no such file."))
    (told,) = decided(facts(lost))
    (note,) = told.actions
    assert isinstance(note, NoteItem)
    assert note.owner == ANN.address
    assert "budget-2026.xlsx" in note.title


def test_what_was_invoiced_since_the_books_were_exported_counts_and_what_they_hold_does_not() -> None:
    from officebot.core.invoices.known import KnownInvoice, SupplierId

    def invoice(month: int) -> KnownInvoice:
        return KnownInvoice(
            supplier=SupplierId(name="Abers"), number=f"F{month}", issued=date(2026, month, 3), net=Decimal(700),
            budget="Énergie", cell="Factures!B7",
        )  # fmt: skip

    found = standing(
        sheets(EVEN), Books(invoices=[invoice(10), invoice(11)], register="factures.xlsx"), NOVEMBER, Asked()
    )
    assert found.report is not None
    line = found.report.line("Énergie")
    assert line is not None
    assert line.month.actual == 700
    assert line.ytd.actual == 10_700
    strange = replace(invoice(11), budget="9999")
    lost = standing(sheets(EVEN), Books(invoices=[strange], register="factures.xlsx"), NOVEMBER, Asked())
    assert lost.report is not None
    (told,) = [one.what.render("en") for one in lost.report.problems]
    assert told.startswith("1 entry of 700")
    assert "has no line in the budget" in told
