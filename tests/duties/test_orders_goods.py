"""Goods of a day: one question the next working morning, entered mail by mail after a yes, asked about one by one after a no."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from officebot.core.orders.mapping import OrdersMap
from officebot.core.proposals import Item, Proposal
from officebot.core.trade.letter import Papers
from officebot.core.trade.model import TradeDocument
from officebot.core.workbooks.office import OfficeWorkbook
from officebot.duties.orders.decide import decide
from officebot.duties.orders.made import ASKED_OF, ENTERED, REFUSED, Made
from officebot.duties.orders.observe import Event, Facts, goods_of
from officebot.duties.orders.receiving import came
from officebot.duties.orders.settings import Settings
from officebot.sdk import CloseItem, NoteItem, SetCells
from tests.core.orders.orderbook import BOOK, PORT, TODAY, letter, paper, said
from tests.duties.test_orders import _AT, _LETTERS, OFFICE, _mail, kinds, past

NOTE = paper("despatch", said("Stylo bleu", "20"), references=("BC-2026-0041",), number="BL-9")
DAILY = Settings()
MARK = _mail(PORT, "<1@port.example>").mark
NEXT = datetime(2026, 11, 27, 7, 30, tzinfo=UTC)


def told(
    document: TradeDocument, goods: str = "", *, settings: Settings = DAILY, is_proven: bool = True,
    items: tuple[Item, ...] = (), made: Made | None = None,
) -> list[Proposal]:  # fmt: skip
    """What is proposed after a mail with this document, where its goods stand so."""
    event = Event(mail=_mail(PORT, "<1@port.example>"), papers=Papers(letter=letter(PORT), documents=(document,)),
                  is_proven=is_proven, goods=goods)  # fmt: skip
    return list(decide(facts(items=items, made=made, events=(event,)), settings))


def facts(
    *, items: tuple[Item, ...] = (), made: Made | None = None, events: tuple[Event, ...] = (), at: datetime = _AT
) -> Facts:
    """The office at a time."""
    book = OfficeWorkbook(name="orders", file="Commandes.xlsx", can_write=True)
    return Facts(office=OFFICE, now=at, today=at.date(), workbook=book, found=OrdersMap({}), book=BOOK, events=events,
                 texts=_LETTERS, items=items, made=made or Made())  # fmt: skip


def noted(mark: str, day: str = "2026-11-26", **source: object) -> Item:
    """Goods that were announced on a day."""
    return Item(kind="order-goods", key=f"orders:goods:{mark}", title="Port livre 20 Stylo bleu", owner="ann@office.example",
                source={"mark": mark, "day": day, "supplier": "Port", "lines": ["20 Stylo bleu"], **source})  # fmt: skip


def test_goods_as_they_were_ordered_are_noted_and_not_asked_about_mail_by_mail() -> None:
    [announced] = told(NOTE)
    [note] = announced.actions
    assert isinstance(note, NoteItem)
    assert (note.item_kind, note.source["day"], announced.must_ask) == ("order-goods", "2026-11-26", False)


@pytest.mark.parametrize(
    ("document", "is_proven", "settings"),
    [
        pytest.param(NOTE, True, Settings(goods="mail"), id="an office that wants to be asked of each mail"),
        pytest.param(NOTE, False, DAILY, id="nobody vouches for the sender"),
        pytest.param(replace(NOTE, lines=(said("Stylo bleu", "21"),)), True, DAILY, id="more than was ordered"),
    ],
)
def test_all_else_is_asked_about_at_once(document: TradeDocument, is_proven: bool, settings: Settings) -> None:
    assert [
        one.must_ask for one in told(document, settings=settings, is_proven=is_proven) if kinds([one]) == ["read"]
    ] == [True]


def test_the_goods_of_a_day_are_one_question_the_next_morning() -> None:
    items = (noted("a"), noted("b"), noted("c", "2026-11-27"))
    [question] = came(facts(items=items, at=NEXT), DAILY)
    assert question.must_ask
    assert [one.key for one in question.actions if isinstance(one, NoteItem) and one.source["seen"]] == [
        "orders:goods:a", "orders:goods:b",
    ]  # fmt: skip
    assert list(came(facts(items=items, at=_AT), DAILY)) == [], "the day is not over"
    saturday = datetime(2026, 11, 28, 7, 30, tzinfo=UTC)
    assert list(came(facts(items=items, at=saturday), DAILY)) == []


def test_what_is_alone_on_its_day_or_whose_list_was_refused_is_asked_about_by_itself() -> None:
    alone, two = (noted("a"),), (noted("a"), noted("b"))
    refused = past(("orders:came:2026-11-26", "rejected"))
    assert goods_of(alone, Made(), TODAY) == {"a": ASKED_OF}
    assert goods_of(alone, Made(), NEXT.date()) == {"a": REFUSED}
    assert goods_of(two, Made(), NEXT.date()) == {"a": ASKED_OF, "b": ASKED_OF}
    assert goods_of(two, refused, NEXT.date()) == {"a": REFUSED, "b": REFUSED}
    assert goods_of((noted("a", seen=True), noted("b")), Made(), NEXT.date()) == {"a": ENTERED, "b": REFUSED}
    assert list(came(facts(items=two, made=refused, at=NEXT), DAILY)) == []
    assert [one.must_ask for one in told(NOTE, REFUSED)] == [True]


def test_after_the_yes_each_mail_is_entered_without_another() -> None:
    [entered] = told(NOTE, ENTERED, items=(noted(MARK, seen=True),))
    [cells] = entered.actions
    assert isinstance(cells, SetCells)
    assert not entered.must_ask


def test_what_could_not_be_entered_stays_noted_and_what_was_is_noted_no_more() -> None:
    item, key = noted(MARK, seen=True), f"orders:read:{MARK}:all:x"
    assert kinds(told(NOTE, ENTERED, items=(item,), made=past((key, "failed")))) == ["read"]
    [over] = told(NOTE, ENTERED, items=(item,), made=past((key, "done")))
    assert [type(one) for one in over.actions] == [CloseItem]
