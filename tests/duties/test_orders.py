"""The orders' duty after mail: what a supplier says enters by itself only where it says so itself and nothing differs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from officebot.core.facts import OfficeFacts
from officebot.core.mail import Address, MessageRef
from officebot.core.orders.following import What, steps
from officebot.core.orders.mapping import OrdersMap
from officebot.core.orders.matching import Matcher
from officebot.core.people import Contacts, People, Person
from officebot.core.proposals import Proposal
from officebot.core.text import Text, say
from officebot.core.trade.letter import Papers
from officebot.core.trade.model import TradeDocument
from officebot.core.workbooks.office import OfficeWorkbook
from officebot.core.worktime import WorkingTime
from officebot.duties.orders.decide import decide
from officebot.duties.orders.observe import LETTERS, Event, Facts
from officebot.duties.orders.settings import Settings
from officebot.sdk import NoteItem, SeenMail, SendMail, SetCells
from tests.core.orders.orderbook import BOOK, CHAIR, NORD, PENS, PORT, TODAY, letter, paper, said

ANN = Person(name="Ann", address="ann@office.example", language="fr", responsibilities=("mailbox owner",))
OFFICE = OfficeFacts(
    name="Atelier", people=People((ANN,)), contacts=Contacts(()), working_time=WorkingTime(), language="fr", account="desk",
)  # fmt: skip
_AT = datetime(2026, 11, 26, 9, tzinfo=UTC)
_LETTERS = {(language, name): "{lines}" for language in ("fr", "en") for name in LETTERS}
_AGREES = paper("confirmation", said("Stylo bleu", "20", delivery_date=PENS.due), references=("BC-2026-0041",))


def _mail(sender: str, message_id: str) -> SeenMail:
    ref = MessageRef(account="desk", folder="INBOX", uidvalidity=1, uid=1, fingerprint="f")
    return SeenMail(ref=ref, subject="AR", sender=Address("", sender), received=_AT, state="handled", verdict={}, id=1,
                    message_id=message_id)  # fmt: skip


def _broken() -> Papers:
    """Documents of a mail that are none."""
    return Papers(letter=letter(PORT), documents=cast("tuple[TradeDocument, ...]", (None,)))


def told(
    *documents: TradeDocument, sender: str = PORT, is_proven: bool = True, problem: Text | None = None,
    more: tuple[Event, ...] = (), **facts: Any,
) -> list[Proposal]:  # fmt: skip
    """What is proposed after a mail with these documents, and after the events `more` before it."""
    papers = Papers(letter=letter(sender), documents=documents, problem=problem)
    event = Event(mail=_mail(sender, "<1@port.example>"), papers=papers, is_proven=is_proven)
    workbook = OfficeWorkbook(name="orders", file="Commandes.xlsx", can_write=True)
    made = Facts(office=OFFICE, now=_AT, today=TODAY, workbook=workbook, found=OrdersMap({}), book=BOOK,
                 events=(*more, event), texts=_LETTERS)  # fmt: skip
    return list(decide(replace(made, **facts), Settings()))


def kinds(made: list[Proposal]) -> list[str]:
    return [one.key.split(":")[1] for one in made]


def test_a_confirmation_that_agrees_enters_by_itself() -> None:
    [entered] = told(_AGREES)
    assert (kinds([entered]), entered.must_ask) == (["read"], False)
    [cells] = entered.actions
    assert isinstance(cells, SetCells)
    assert ("C!M2", None, "2026-12-10") in cells.cells


@pytest.mark.parametrize(
    ("sender", "is_proven"),
    [(PORT, False), ("x@else.example", True), ("x@else.example", False), ("ventes@gmail.com", True), (NORD, True)],
)
def test_what_the_supplier_did_not_provably_say_itself_waits_for_a_yes(sender: str, is_proven: bool) -> None:
    assert all(one.must_ask for one in told(_AGREES, sender=sender, is_proven=is_proven) if kinds([one]) == ["read"])


def test_a_colleague_of_the_supplier_s_house_is_believed() -> None:
    [entered] = told(_AGREES, sender="depot@port.example")
    assert not entered.must_ask


def test_a_supplier_s_word_does_not_enter_another_s_order() -> None:
    both = paper("confirmation", said("Stylo bleu", "20", order="BC-2026-0041", delivery_date=PENS.due),
                 said("Chaise visiteur", "6", order="BC-2026-0099", delivery_date=CHAIR.due),
                 references=("BC-2026-0041", "BC-2026-0099"))  # fmt: skip
    [entered] = told(both)
    [cells] = entered.actions
    assert isinstance(cells, SetCells)
    assert {"C!M1", "C!M2"} <= {cell for cell, _, _ in cells.cells}
    assert entered.must_ask


def test_a_changed_price_is_flagged_once_and_contested_only_with_a_yes() -> None:
    from decimal import Decimal

    dearer = replace(_AGREES, lines=(replace(_AGREES.lines[0], price=Decimal(5)),))
    entered, flagged, contested = told(dearer)
    assert (kinds([entered, flagged, contested]), entered.must_ask, contested.must_ask) == (
        ["read", "differs", "contest"], True, True,
    )  # fmt: skip
    [note] = flagged.actions
    assert isinstance(note, NoteItem)
    assert (note.source["what"], note.source["said"]) == ("price", "5")
    [sent] = [one for one in contested.actions if isinstance(one, SendMail)]
    assert sent.mail.to == (PORT,)


def test_goods_are_entered_only_when_somebody_saw_them() -> None:
    [entered] = told(paper("despatch", said("Stylo bleu", "20"), references=("BC-2026-0041",), number="BL-9"))
    assert entered.must_ask


def test_a_delivery_note_that_comes_in_another_mail_is_not_entered_twice() -> None:
    note = paper("despatch", said("Stylo bleu", "20"), references=("BC-2026-0041",), number="BL-9")
    key = told(note)[0].key
    mark = key.split(":")[2]
    assert kinds(told(note, entered=frozenset({key.replace(mark, "other")}))) == ["twice"]
    assert told(note, entered=frozenset({key})) == []
    assert kinds(told(replace(note, number="BL-10"), entered=frozenset({key.replace(mark, "other")}))) == ["read"]


def test_the_invoice_with_the_number_of_its_delivery_note_is_another_document() -> None:
    note = paper("despatch", said("Stylo bleu", "20"), references=("BC-2026-0041",), number="9")
    key = told(note)[0].key
    before = frozenset({key.replace(key.split(":")[2], "other")})
    invoice = replace(note, kind=type(note.kind)("invoice"))
    assert "twice" not in kinds(told(invoice, entered=before))


def test_a_workbook_that_may_not_be_written_is_entered_by_hand() -> None:
    [entered] = told(_AGREES, workbook=OfficeWorkbook(name="orders", file="Commandes.xlsx", can_write=False))
    [note] = entered.actions
    assert isinstance(note, NoteItem)
    assert note.key.startswith("orders:hand:")


def test_a_price_in_another_currency_is_flagged_and_not_entered() -> None:
    pens = said("Stylo bleu", "20", price=PENS.price)
    pounds = replace(paper("confirmation", pens, references=("BC-2026-0041",)), currency="GBP")
    assert "differs" in kinds(told(pounds))
    [made] = steps([Matcher(BOOK).match(pounds, letter(PORT))], TODAY)
    assert ([one.what for one in made.differences], made.after.confirmed_price) == ([What.currency], None)


@pytest.mark.parametrize("place", ["²", "9" * 5_000, "-1", "x"])
def test_a_strange_place_of_a_line_takes_nothing_with_it(place: str) -> None:
    strange = paper("confirmation", said("Stylo bleu", "20", order_line=place), references=("BC-2026-0041",))
    assert "fault" not in kinds(told(strange))


def test_a_mail_that_nobody_foresaw_takes_no_other_s_with_it() -> None:
    good = told(_AGREES)
    broken = Event(mail=_mail(PORT, "<2@port.example>"), papers=_broken(), is_proven=True)
    both = told(_AGREES, more=(broken,))
    assert [kind for kind in kinds(both) if kind != "fault"] == kinds(good)
    assert "fault" in kinds(both)


def test_what_hangs_on_a_supplier_s_mail_and_cannot_be_read_is_said() -> None:
    why = say("This PDF holds pictures of pages only, no words: ask for one made by a program, or enter it by hand.")
    assert kinds(told(problem=why)) == ["unread"]
    assert told(problem=why, sender="x@else.example") == []
