"""The stock's duty: shortages told before they come, months written up, movements of colleagues entered, doubts asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from officebot.connectors.workbooks.reading import read_book
from officebot.core.facts import OfficeFacts
from officebot.core.mail import Address, Mail, MessageRef, Proof
from officebot.core.people import Contacts, People, Person
from officebot.core.problems import Problem
from officebot.core.proposals import Item, Proposal
from officebot.core.stock.mapping import find_stock
from officebot.core.stock.reading import StockRead, read_stock
from officebot.core.text import say
from officebot.core.workbooks.office import OfficeWorkbook
from officebot.core.workbooks.tables import find_tables
from officebot.core.worktime import WorkingTime
from officebot.duties.stock.decide import decide
from officebot.duties.stock.observe import Facts
from officebot.duties.stock.settings import Settings
from officebot.sdk import AppendRows, CloseItem, DraftMail, NoteItem, SendMail, WriteDocument
from tests.duties.stockbook import TODAY, french_stock

ANN = Person(name="Ann Assistant", address="ann@office.example", language="fr", responsibilities=("mailbox owner",))
SOPHIE = Person(name="Sophie Delmas", address="sophie@office.example", language="fr")
OFFICE = OfficeFacts(
    name="Atelier", people=People((ANN, SOPHIE)), contacts=Contacts(()), working_time=WorkingTime(), language="fr",
    account="desk",
)  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return french_stock(tmp_path_factory.mktemp("stock") / "Stock.xlsx")


def facts_of(book: Path, today: date = TODAY, *, can_write: bool = True) -> Facts:
    tables = find_tables(read_book(book, book.name)).tables
    found = find_stock(tables)
    workbook = OfficeWorkbook(name="stock", file=book.name, can_write=can_write, tables=tables)
    return Facts(office=OFFICE, today=today, workbook=workbook, found=found, read=read_stock(tables, found, today))


def mail(text: str, sender: str = SOPHIE.address) -> Mail:
    at = datetime(2026, 11, 26, 9, tzinfo=UTC)
    ref = MessageRef(account="desk", folder="INBOX", uidvalidity=1, uid=1, fingerprint="f")
    return Mail(ref=ref, message_id="<1@office.example>", subject="Stock", sender=Address("", sender), date=at, received=at,
                text=text, reply=text, proof=Proof.PASSED)  # fmt: skip


def said(facts: Facts, text: str, sender: str = SOPHIE.address, **settings: object) -> list[Proposal]:
    return list(decide(replace(facts, mail=mail(text, sender)), Settings.model_validate(settings)))


def kinds(proposals: list[Proposal]) -> list[str]:
    return [one.key.partition(":")[2].split(":")[0] for one in proposals]


def test_in_the_morning_what_runs_out_is_noted_listed_and_told(book: Path) -> None:
    needs, told = decide(facts_of(book), Settings())
    notes = [one for one in needs.actions if isinstance(one, NoteItem)]
    assert {one.source["article"] for one in notes} >= {"CAR-NR"}
    [page] = [one for one in needs.actions if isinstance(one, WriteDocument)]
    assert page.path == "documents/stock/2026-11-26-needs.html"
    [draft] = [one for one in told.actions if isinstance(one, DraftMail)]
    assert draft.mail.to == (ANN.address,)
    assert "Cartouche noire" in draft.mail.body
    assert any("Stock!D7" in one.source for one in needs.reasons)


def test_nothing_is_said_twice_and_what_is_over_is_closed(book: Path) -> None:
    facts = facts_of(book)
    needs, _ = decide(facts, Settings())
    noted = tuple(
        Item(kind="stock", key=one.key, title=one.title, source=one.source)
        for one in needs.actions
        if isinstance(one, NoteItem)
    )
    assert list(decide(replace(facts, items=noted), Settings())) == []
    worse = replace(noted[0], source={**noted[0].source, "alert": "watch"})
    assert kinds(list(decide(replace(facts, items=(worse, *noted[1:])), Settings()))) == ["needs", "told"]
    over = Item(kind="stock", key="stock:article:PAP-A4", title="Papier")
    proposals = list(decide(replace(facts, items=(over,)), Settings()))
    [settled] = [one for one in proposals if one.key == "stock:settled:2026-11-26"]
    assert settled.actions == (CloseItem(item_kind="stock", key="stock:article:PAP-A4", because="stock"),)


def test_the_keeper_is_told_as_the_settings_say(book: Path) -> None:
    needs, told = decide(facts_of(book), Settings(tell="mail", keeper=SOPHIE.address, needs="none"))
    [sent] = [one for one in told.actions if isinstance(one, SendMail)]
    assert sent.mail.to == (SOPHIE.address,)
    # What is noted does not wait for the yes that a mail may need.
    assert all(isinstance(one, NoteItem) for one in needs.actions)


@pytest.mark.parametrize(
    ("today", "months"),
    [(date(2026, 12, 1), 1), (date(2026, 12, 2), 0), (date(2026, 11, 1), 0), (date(2026, 11, 2), 1)],
)
def test_a_month_is_written_up_on_the_first_working_day_of_the_next(book: Path, today: date, months: int) -> None:
    assert kinds(list(decide(facts_of(book, today), Settings()))).count("month") == months
    assert "month" not in kinds(list(decide(facts_of(book, today), Settings(monthly="none"))))


def test_the_month_s_page_has_its_use_a_chart_and_what_to_count(book: Path) -> None:
    proposals = list(decide(facts_of(book, date(2026, 12, 1)), Settings()))
    [page] = [one for proposal in proposals for one in proposal.actions
              if isinstance(one, WriteDocument) and one.template == "report/stock_month.html"]  # fmt: skip
    assert page.data["month"] == "novembre 2026"
    assert len(page.data["rows"]) == 4
    assert all(len(row["chart"]) == 12 for row in page.data["rows"])
    assert len(page.data["counts"]) == 4


def test_a_colleague_s_withdrawal_becomes_a_row_of_the_journal(book: Path) -> None:
    facts = facts_of(book)
    [entry] = said(facts, "Bonjour,\nj'ai pris 3 ramettes de papier A4.\nSophie")
    [append] = entry.actions
    assert isinstance(append, AppendRows)
    assert (append.workbook, append.table) == ("stock", "Journal")
    assert dict(append.rows[0]) == {"Date": "2026-11-26", "Référence": "PAP-A4", "Mouvement": "Sortie", "Quantité": 3}
    assert facts.journal is not None
    assert append.after == facts.journal.rows[-1].number
    assert not entry.must_ask


def test_a_delivery_is_written_with_the_journal_s_own_word(book: Path) -> None:
    [entry] = said(facts_of(book), "Livraison reçue : 20 stylos bleus.")
    [append] = entry.actions
    assert isinstance(append, AppendRows)
    assert (dict(append.rows[0])["Mouvement"], dict(append.rows[0])["Quantité"]) == ("Entrée", 20)


def test_what_is_not_clear_is_asked_back_and_nothing_is_entered(book: Path) -> None:
    [asking] = said(facts_of(book), "J'ai pris une douzaine de stylos bleus.")
    [draft] = asking.actions
    assert isinstance(draft, DraftMail)
    assert (draft.mail.to, draft.mail.in_reply_to) == ((SOPHIE.address,), "<1@office.example>")


@pytest.mark.parametrize(
    "text", ["Peux-tu commander 3 ramettes de papier A4 ?", "Il faudrait 3 ramettes de papier A4.", "Bonjour"]
)
def test_wishes_and_questions_enter_nothing(book: Path, text: str) -> None:
    assert said(facts_of(book), text) == []


def test_strangers_and_unwanted_duties_enter_nothing(book: Path) -> None:
    text = "J'ai pris 3 ramettes de papier A4."
    assert said(facts_of(book), text, "ines@guest.example") == []
    assert said(facts_of(book), text, withdrawals="none") == []
    assert said(facts_of(book, can_write=False), text) == []


def test_a_sender_who_is_not_proven_waits_for_a_yes(book: Path) -> None:
    facts = replace(facts_of(book), mail=replace(mail("J'ai pris 3 ramettes de papier A4."), proof=Proof.UNKNOWN))
    [entry] = decide(facts, Settings())
    assert entry.must_ask


def test_a_workbook_that_cannot_be_read_is_told_once_and_settled_when_it_can(book: Path) -> None:
    lost = OfficeWorkbook(
        name="stock", file="Stock.xlsx", problem=say("The workbook is not there: was it moved or renamed?")
    )
    facts = replace(facts_of(book), workbook=lost, read=None)
    [problem] = decide(facts, Settings())
    [note] = problem.actions
    assert isinstance(note, NoteItem)
    assert "Stock.xlsx" in note.title
    mended = replace(facts_of(book), items=(Item(kind="stock", key="stock:problems", title="x"),))
    assert "settled" in kinds(list(decide(mended, Settings())))


def test_an_article_whose_stock_nobody_knows_is_not_said_to_be_enough(book: Path) -> None:
    facts = facts_of(book)
    assert facts.read is not None
    stock = replace(facts.read.stock, articles=facts.read.stock.articles[:1])
    unknown = (Problem(where="Stock!D7", what=say("What lies there is not known.")),)
    item = Item(kind="stock", key="stock:article:CAR-NR", title="x")
    proposals = list(decide(replace(facts, read=StockRead(stock, unknown), items=(item,)), Settings()))
    assert "settled" not in kinds(proposals)
    gone = list(decide(replace(facts, read=StockRead(stock, ()), items=(item,)), Settings()))
    assert "settled" in kinds(gone)


def test_what_the_journal_has_no_column_for_is_asked_to_be_entered_by_hand(book: Path) -> None:
    facts = facts_of(book)
    sheet = facts.found.parts["journal"]
    without = replace(sheet, columns={field: title for field, title in sheet.columns.items() if field != "movement"})
    facts = replace(facts, found=replace(facts.found, parts={**facts.found.parts, "journal": without}))
    [asking] = said(facts, "Inventaire : il reste 12 ramettes de papier A4.")
    [draft] = asking.actions
    assert isinstance(draft, DraftMail)
    assert "Papier A4 80 g\u00a0: 12 ramette" in draft.mail.body
    assert "à la main" in draft.mail.body
