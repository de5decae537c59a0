"""Stored facts asked a second time: conditions on words, sums of whole numbers, waits; other records stop a report."""

from __future__ import annotations

from decimal import Decimal
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.asking import Ask, Is, Linked
from officebot.core.figures import Figure, Figures, Source
from officebot.core.records import Book, Record, Records, flat
from officebot.core.text import say

MAILS = [
    {
        "id": 1,
        "state": "judged",
        "received": "2026-11-02T08:00:00.000000Z",
        "message_id": "<a>",
        "verdict": {"kind": "order"},
    },
    {"id": 2, "state": "listed", "received": "2026-11-03T08:00:00.000000Z", "message_id": "<b>", "verdict": None},
    {"id": 3, "state": "sent", "received": "2026-11-02T09:30:59.000000Z", "in_reply_to": "<a>"},
    {"id": 4, "state": "sent", "received": "2026-11-02T10:30:00.000000Z", "in_reply_to": "<a>"},
]
LINES = [
    {
        "order": "B1",
        "quantity": "10",
        "received": "4",
        "price": "1 234,50",
        "due": "2026-11-04",
        "promised": "2026-12-01",
    },
    {"order": "B2", "quantity": "3", "received": "3", "price": "0,10", "due": "2026-11-04"},
    {"order": "B3", "quantity": "5", "due": "2026-11-20", "status": "annulée"},
]
ANSWER = Linked("mails", "in_reply_to", "message_id", (Is("state", "is", "sent"),))


def records() -> Records:
    mails = [Record(key=str(one["id"]), fields=flat(one)) for one in MAILS]
    lines = [Record(key=f"L!A{n}", fields=flat(one)) for n, one in enumerate(LINES, 2)]
    return Records({
        "mails": Book(name="mails", kind="mail", file="ledger", records=mails, read="2026-12-01T07:30"),
        "orders": Book(name="orders", kind="cell", file="commandes.xlsx", records=lines, sheet="L"),
    })  # fmt: skip


@pytest.mark.parametrize(
    ("where", "keys"),
    [
        pytest.param((Is("verdict.kind", "is", "order"),), {"1"}, id="an inner field"),
        pytest.param((Is("verdict.kind", "is not", "order"),), {"2", "3", "4"}, id="another one, or none"),
        pytest.param((Is("state", "among", ("sent", "listed")),), {"2", "3", "4"}, id="one of several"),
        pytest.param((Is("state", "not among", ("sent",)),), {"1", "2"}, id="none of several"),
        pytest.param((Is("received", "from", "2026-11-03T08:00:00.000000Z"),), {"2"}, id="from its very moment"),
        pytest.param((Is("received", "before", "2026-11-02T09:30:59.000000Z"),), {"1"}, id="before, not at"),
        pytest.param((Is("in_reply_to", "filled"), Is("message_id", "empty")), {"3", "4"}, id="filled and empty"),
        pytest.param((Is("message_id", "begins", "<"),), {"1", "2"}, id="how it begins"),
        pytest.param((ANSWER,), {"1"}, id="answered"),
        pytest.param((Linked("mails", "in_reply_to", "message_id", is_there=False),), {"2", "3", "4"}, id="not answered"),
    ],
)  # fmt: skip
def test_conditions_choose_records(where: tuple[Is | Linked, ...], keys: set[str]) -> None:
    assert records().recount(Ask(book="mails", where=where)) == (str(len(keys)), frozenset(keys))


def test_numbers_and_days_of_a_row_are_compared_with_each_other() -> None:
    still_open = Ask(book="orders", where=(Is("received", "less than", than="quantity"),))
    assert records().recount(still_open)[1] == {"L!A2", "L!A4"}
    late = Ask(book="orders", where=(Is("promised|due", "before", "2026-11-30"),))
    assert records().recount(late)[1] == {"L!A3", "L!A4"}
    put_off = Ask(book="orders", where=(Is("promised", "after", than="due"),))
    assert records().recount(put_off)[1] == {"L!A2"}


def test_products_are_added_up_to_the_last_digit() -> None:
    ask = Ask(book="orders", where=(Is("price", "filled"),), made="total", of="quantity", times="price")
    digits, keys = records().recount(ask)
    assert digits is not None
    assert Decimal(digits) == Decimal("12345.30")
    assert keys == {"L!A2", "L!A3"}


def test_a_sum_over_what_is_no_number_has_no_answer() -> None:
    assert records().recount(Ask(book="orders", made="total", of="order"))[0] is not None
    assert records().recount(Ask(book="orders", made="total", of="status"))[0] is None


def test_a_wait_ends_with_the_first_answer() -> None:
    ask = Ask(book="mails", where=(Is("state", "is not", "sent"),), made="median wait", of="received", answer=ANSWER)
    assert records().recount(ask) == ("90", frozenset({"1"}))


def test_a_book_that_was_not_read_answers_nothing() -> None:
    assert records().recount(Ask(book="elsewhere")) == (None, frozenset())


def test_a_source_is_traced_with_its_hash_and_when_it_was_read() -> None:
    found = records().traced(Source(file="mails", sheet="mails", cell="1", kind="mail"))
    assert found is not None
    assert (found.file, found.cell, found.read) == ("ledger", "1", "2026-12-01T07:30")
    assert len(found.sha256) == 64
    assert records().traced(Source(file="mails", sheet="mails", cell="99", kind="mail")) is None


@pytest.mark.parametrize(
    ("value", "counted", "is_found"),
    [
        pytest.param(1, ("1",), False, id="the same"),
        pytest.param(2, ("1",), True, id="one more"),
        pytest.param(1, ("2",), True, id="the same number of other records"),
    ],
)
def test_a_figure_of_other_records_differs(value: int, counted: tuple[str, ...], is_found: bool) -> None:
    figures = Figures()
    sources = tuple(Source(file="mails", sheet="mails", cell=one, kind="mail") for one in counted)
    ask = Ask(book="mails", where=(Is("verdict.kind", "is", "order"),))
    figures.add(Figure(key="k", value=Decimal(value), how=say("counted"), rule="records", ask=ask, counted=sources))
    assert bool(figures.check(lambda _: None, records().recount)) is is_found


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=30))
def test_sums_of_products_are_what_decimals_say(rows: list[tuple[int, int]]) -> None:
    lines = [
        Record(key=str(n), fields={"a": f"{one / 100:.2f}", "b": f"{other / 100:.2f}"})
        for n, (one, other) in enumerate(rows)
    ]
    made = Records({"x": Book(name="x", kind="cell", file="x", records=lines)})
    digits, _ = made.recount(Ask(book="x", made="total", of="a", times="b"))
    wanted = sum((Decimal(one) / 100 * Decimal(other) / 100 for one, other in rows), Decimal(0))
    assert digits is not None
    assert Decimal(digits) == wanted


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=25))
def test_the_middle_wait_is_the_median(waits: list[int]) -> None:
    rows = []
    for n, wait in enumerate(waits):
        rows.append(Record(key=f"q{n}", fields={"at": "2026-01-01T00:00:00Z", "id": str(n)}))
        at = f"2026-01-{1 + wait // 1440:02d}T{wait % 1440 // 60:02d}:{wait % 60:02d}:59Z"
        rows.append(Record(key=f"a{n}", fields={"at": at, "to": str(n)}))
    made = Records({"x": Book(name="x", kind="mail", file="x", records=rows)})
    ask = Ask(book="x", made="median wait", of="at", answer=Linked("x", "to", "id"))
    assert made.recount(ask)[0] == str(int(median(waits)))
