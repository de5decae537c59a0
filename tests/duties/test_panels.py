"""What duties show on the dashboard of what is slow to read: days, orders, budget, stock; for whom, in words and bars."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from officebot.core.minutes.following import ACTION
from officebot.core.orders.model import OrderLine
from officebot.core.panels import BEING_READ, Block, Counts, Drawing, ItemCount, Notice, Rows, Viewer, day_words
from officebot.core.proposals import Item
from officebot.core.text import Text, say
from officebot.duties.action_points import panel as action_points
from officebot.duties.action_points.settings import Settings as ActionSettings
from officebot.duties.agenda import panel as agenda
from officebot.duties.agenda.settings import Settings as AgendaSettings
from officebot.duties.budget import panel as budget
from officebot.duties.budget.settings import Settings as BudgetSettings
from officebot.duties.deadlines import panel as deadlines
from officebot.duties.deadlines.ledger import SECTIONS, by_section
from officebot.duties.deadlines.settings import Settings as DeadlineSettings
from officebot.duties.follow_up import panel as follow_up
from officebot.duties.follow_up.observe import OWED, WAITING
from officebot.duties.follow_up.settings import Settings as FollowUpSettings
from officebot.duties.invoices import panel as invoices
from officebot.duties.invoices.settings import Settings as InvoiceSettings
from officebot.duties.orders import panel as orders
from officebot.duties.orders.settings import Settings as OrderSettings
from officebot.duties.stock import panel as stock
from officebot.duties.stock.settings import Settings as StockSettings
from officebot.sdk import Office, OfficeFacts
from tests.duties.diaries import Diaries
from tests.duties.test_budget import DEAR, stands

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
NINE = datetime(2026, 11, 24, 9, tzinfo=PARIS)
NADIA, ETIENNE, RACHEL, SOPHIE = (f"{one}@office.example" for one in ("nadia", "etienne", "rachel", "sophie"))


class Desk(Diaries):
    """An office whose items are given; what panels look at in the background is looked at once, or stands here."""

    def __init__(self, facts: OfficeFacts, owners: Sequence[str]) -> None:
        super().__init__(facts, owners)
        self.noted: list[Item] = []
        self.seen: dict[Any, Any] = {}

    def items_for(
        self, viewer: Viewer, kinds: Collection[str], most: int = 500, *, order: str = "", **narrower: Any
    ) -> Sequence[Item]:
        found = self._seen(viewer, kinds, **narrower)
        if order:
            found.sort(key=lambda one: (not one.source.get(order), str(one.source.get(order))))
        return found[:most]

    def count_items_for(
        self, viewer: Viewer, kinds: Collection[str], *, word: str = "", **narrower: Any
    ) -> Sequence[ItemCount]:
        return [
            ItemCount(kind=one.kind, word=str(one.source.get(word, "")), count=1, late=one.due is not None and one.due < NOW,
                      loose=one.due is None or not one.owner)
            for one in self._seen(viewer, kinds, **narrower)
        ]  # fmt: skip

    def _seen(
        self, viewer: Viewer, kinds: Collection[str], is_book: bool = False, keys: str = "",
        until: datetime | None = None, is_mine: bool = False,
    ) -> list[Item]:  # fmt: skip
        return [
            one
            for one in self.noted
            if one.kind in kinds and one.key.startswith(keys) and viewer.may_see_item(one, is_book=is_book)
            and (until is None or (one.due is not None and one.due <= until))
            and (not is_mine or viewer.person.address == one.owner)
        ]  # fmt: skip

    def looked(self, look: Callable[..., Any], settings: Any) -> Any:
        return self.seen[look] if look in self.seen else look(self, settings, NOW)


@pytest.fixture
def desk(facts: OfficeFacts) -> Desk:
    return Desk(facts, [NADIA, ETIENNE, RACHEL, "salle"])


def viewer(desk: Desk, address: str, **more: Any) -> Viewer:
    person = desk.facts.people.at(address)
    assert person is not None
    return Viewer(person=person, language="en", zone=PARIS, now=NOW, **more)


def told(blocks: Sequence[Block]) -> str:
    """All that a panel says, as one text."""
    lines: list[str] = []
    for one in blocks:
        match one:
            case Rows():
                lines.append(one.title.render("en"))
                lines += [" | ".join(cell.words.render("en") for cell in row) for row in one.rows]
            case Counts():
                lines += [f"{each.label.render('en')}: {each.value.render('en')}" for each in one.counts]
            case Drawing():
                lines.append(f"{one.chart.title}: {one.chart.in_words}")
            case Notice():
                lines.append(one.words.render("en"))
    return "\n".join(lines)


# ── days ──────────────────────────────────────────────────────────────────────────────────────────────────


def days(desk: Desk, who: str, show: Callable[..., Sequence[Block]] = agenda.page) -> str:
    return told(show(cast(Office, desk), viewer(desk, who), AgendaSettings()))


def test_the_days_of_each_are_shown_to_themselves_their_circle_and_who_keeps_agendas(desk: Desk) -> None:
    desk.put(ETIENNE, "a", NINE, NINE + timedelta(hours=1), "Banque\r\nLOCATION:Nantes")
    desk.put(RACHEL, "b", NINE, NINE + timedelta(hours=1), "Pemberton")
    assert "Banque | Nantes" in days(desk, ETIENNE)
    assert "Pemberton" not in days(desk, ETIENNE)
    assert "Banque" not in days(desk, RACHEL)
    assert "Pemberton" in days(desk, RACHEL)
    assert "Banque" not in days(desk, SOPHIE)
    assert "Banque" in days(desk, NADIA)
    assert "Pemberton" in days(desk, NADIA)


def test_of_a_private_entry_others_see_only_when_and_of_a_room_that_it_is_taken(desk: Desk) -> None:
    desk.put(ETIENNE, "a", NINE, NINE + timedelta(hours=1), "Dr Ruiz\r\nLOCATION:Clinique\r\nCLASS:PRIVATE")
    desk.put("salle", "r", NINE, NINE + timedelta(hours=2), "Licenciement")
    page = days(desk, NADIA)
    assert "09:00–10:00 | Private | —" in page
    assert "Ruiz" not in page
    assert "Clinique" not in page
    assert "today | 09:00–11:00 | salle" in page
    assert "Licenciement" not in page
    assert "Dr Ruiz" in days(desk, ETIENNE)


def test_what_collides_is_told_with_a_mend_and_on_the_first_page_to_whose_day_it_is(desk: Desk) -> None:
    desk.put(ETIENNE, "a", NINE, NINE + timedelta(hours=1), "Banque")
    desk.put(ETIENNE, "b", NINE + timedelta(minutes=30), NINE + timedelta(hours=1), "Visite")
    assert "“Banque” and “Visite” overlap" in days(desk, ETIENNE)
    assert "“Banque” and “Visite” overlap" in days(desk, ETIENNE, agenda.today)
    assert "Banque" not in days(desk, RACHEL, agenda.today)


def test_nobody_waits_for_a_calendar_and_one_that_is_lost_is_said(desk: Desk) -> None:
    desk.seen[agenda.look] = None
    assert agenda.page(cast(Office, desk), viewer(desk, NADIA), AgendaSettings()) == BEING_READ
    desk.seen.clear()
    desk.lost.add(ETIENNE)
    assert "The server does not answer." in days(desk, ETIENNE)
    assert "The server does not answer." not in days(desk, RACHEL)


# ── stock, orders, budget ─────────────────────────────────────────────────────────────────────────────────


def test_the_stock_shows_what_runs_out_first_as_bars_of_days(desk: Desk) -> None:
    for article, run_out, alert in (("Verre", "2026-12-04", "order"), ("Sable", "2026-11-26", "late")):
        source = {"article": article, "run_out": run_out, "alert": alert, "quantity": "40", "supplier": "Sablières"}
        desk.noted.append(Item(kind="stock", key=f"stock:article:{article}", title=article, source=source))
    page = told(stock.stock(cast(Office, desk), viewer(desk, NADIA), StockSettings()))
    assert "Days until it runs out: Sable: 2 days; Verre: 10 days" in page
    assert "Sable | Thu.\u00a026/11 | 40 | Sablières" in page
    assert "To order: 2" in page
    assert told(stock.stock(cast(Office, desk), viewer(desk, RACHEL), StockSettings())) == ""
    first = told(stock.today(cast(Office, desk), viewer(desk, NADIA), StockSettings()))
    assert "2 articles are to be ordered." in first


def test_the_orders_show_what_is_late_by_supplier(desk: Desk) -> None:
    def line(order: str, supplier: str, due: date) -> OrderLine:
        return OrderLine(
            order=order, line=1, supplier=supplier, label="Papier", quantity=Decimal(10), unit="ramette", due=due
        )

    desk.seen[orders.look] = (
        line("C-2", "Ouest", date(2026, 12, 1)), line("C-1", "Port", date(2026, 11, 20)), line("C-3", "Port", date(2026, 12, 9)),
    )  # fmt: skip
    page = told(orders.stock(cast(Office, desk), viewer(desk, NADIA), OrderSettings()))
    assert "Order lines open: 3" in page
    assert "Order lines late: 1" in page
    assert "Port: open 2, late 1" in page
    assert "C-1 / 1 | Papier | Port | 10 ramette | Fri.\u00a020/11, late | ordered" in page
    assert told(orders.stock(cast(Office, desk), viewer(desk, RACHEL), OrderSettings())) == ""
    desk.seen[orders.look] = say("The file is gone.")
    assert "The file is gone." in told(orders.stock(cast(Office, desk), viewer(desk, NADIA), OrderSettings()))


def test_the_budget_shows_its_months_and_the_lines_that_leave_it_to_who_may_see_it(desk: Desk) -> None:
    report = stands(DEAR).report
    assert report is not None
    months = tuple((date(2026, month, 1), Decimal(3000), Decimal(3400)) for month in (1, 2))
    desk.seen[budget.look] = budget.Seen(report=report, months=months)
    page = told(budget.page(cast(Office, desk), viewer(desk, NADIA), BudgetSettings()))
    assert "Lines over their budget: 1" in page
    assert "Planned and spent, month by month: 01/26: planned €3,000.00, spent €3,400.00" in page
    assert "Énergie" in page.split("those that leave their budget first\n")[1].splitlines()[0]
    assert told(budget.page(cast(Office, desk), viewer(desk, RACHEL), BudgetSettings())) == ""


# ── figures of more than is shown ─────────────────────────────────────────────────────────────────────────


def many(kind: str, count: int, key: str = "", owner: str = NADIA) -> list[Item]:
    """So many items, due a quarter of a day apart from thirty days ago on."""
    return [
        Item(kind=kind, key=f"{key}{number:04d}", title=f"{kind} {number}", owner=owner,
             due=NOW - timedelta(days=30) + timedelta(hours=6) * number)
        for number in range(count)
    ]  # fmt: skip


def test_all_that_is_waited_for_and_owed_is_counted_and_the_first_fifty_are_shown(desk: Desk) -> None:
    desk.noted = [*many(WAITING, 340), *many(OWED, 130)]
    page = told(follow_up.waiting(cast(Office, desk), viewer(desk, NADIA), FollowUpSettings()))
    assert "Answers awaited: 340\nAnswers overdue: 120\nAnswers that we owe: 130\nOf these, late: 120" in page
    assert ("waiting-for 49 |" in page, "waiting-for 50 |" in page) == (True, False)
    tables = [one for one in follow_up.waiting(cast(Office, desk), viewer(desk, NADIA), FollowUpSettings())
              if isinstance(one, Rows)]  # fmt: skip
    assert [one.left for one in tables] == [290, 80]


def test_each_deadline_is_counted_in_its_section_however_many_there_are(desk: Desk) -> None:
    desk.noted = many("deadline", 400)
    counts, table = deadlines.mail(cast(Office, desk), viewer(desk, NADIA), DeadlineSettings())
    assert isinstance(counts, Counts)
    assert isinstance(table, Rows)
    sections = by_section(desk.noted, desk.facts.working_time, NOW.date())
    assert all(sections.values())
    assert [one.value.render("en") for one in counts.counts] == [str(len(sections[name])) for name in SECTIONS]
    assert (len(table.rows), table.left) == (50, 350)


def test_of_deadlines_only_those_of_invoices_are_to_be_paid(desk: Desk) -> None:
    desk.noted = [
        *many("deadline", 130, "invoices:pay:"),
        *many("deadline", 7, "deadlines:"),
        *many("invoice", 60, "invoices:held:"),
    ]
    page = told(invoices.page(cast(Office, desk), viewer(desk, NADIA), InvoiceSettings()))
    assert "Invoices to pay: 130\nTheir day is over: 120\nInvoices held: 60" in page
    first = told(invoices.today(cast(Office, desk), viewer(desk, NADIA), InvoiceSettings()))
    assert "To pay by today: 123\nInvoices held: 60" in first


def test_action_points_are_counted_whole_with_those_that_have_no_owner_or_no_day(desk: Desk) -> None:
    loose = [
        Item(kind=ACTION, key="l1", title="x", due=NOW + timedelta(days=9)),
        Item(kind=ACTION, key="l2", title="x", owner=NADIA),
    ]
    desk.noted = [*many(ACTION, 140), *loose]
    page = told(action_points.page(cast(Office, desk), viewer(desk, NADIA), ActionSettings()))
    # The 120th is due today, and not late whatever the hour.
    assert "Action points open: 142\nLate: 119\nWithout owner or day: 2" in page


# ── days in words, eyes ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "words"),
    [(24, "today"), (25, "tomorrow"), (23, "yesterday"), (27, "Fri.\u00a027/11"), (None, "—")],
)
def test_a_day_is_told_shortly(day: int | None, words: str) -> None:
    told_day: Text = day_words(date(2026, 11, day) if day else None, date(2026, 11, 24))
    assert told_day.render("en") == words


@pytest.mark.parametrize(
    ("item", "may"),
    [
        ({}, True), ({"circle": "sales"}, True), ({"circle": "hr"}, False), ({"circle": "hr", "owner": RACHEL}, True),
        ({"source": {"account": "desk"}}, True), ({"source": {"account": "other"}}, False),
        ({"source": {"mail": {"account": "other"}}}, False), ({"source": {"account": "other", "who": [RACHEL]}}, True),
        ({"source": {"confidential": True}}, False), ({"source": {"confidential": True}, "owner": RACHEL}, True),
        ({"circle": "hr", "source": {"owners": [RACHEL]}}, True),
    ],
)  # fmt: skip
def test_an_item_is_shown_to_whom_it_concerns(desk: Desk, item: Mapping[str, Any], may: bool) -> None:
    rachel = viewer(desk, RACHEL, accounts=frozenset({"desk"}))
    one = Item(kind="deadline", key="a", title="A", **item)
    assert rachel.may_see_item(one) is may
    if not item:
        assert not replace(rachel, office_circle="direction").may_see_item(one)


def test_no_chart_and_no_figure_counts_what_one_person_has_or_has_late(desk: Desk) -> None:
    desk.noted = [
        Item(kind=ACTION, key=f"{owner} {number}", title="x", owner=owner, due=NOW - timedelta(days=3),
             source={"what": "Call the insurer", "owners": [owner]})
        for owner in (ETIENNE, RACHEL) for number in range(3)
    ]  # fmt: skip
    blocks = action_points.page(cast(Office, desk), viewer(desk, NADIA), ActionSettings())
    names = [person.name for person in desk.facts.people.all]
    assert not [one for one in blocks if isinstance(one, Drawing) and set(one.chart.categories) & set(names)]
    counts = [count for one in blocks if isinstance(one, Counts) for count in one.counts]
    assert counts
    assert not [one for one in counts if any(name in one.label.render("en") for name in names)]
    (table,) = [one for one in blocks if isinstance(one, Rows)]
    assert len(table.rows) == 6
