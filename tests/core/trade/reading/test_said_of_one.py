"""What is said of one line is not said of all, and what is said of all but one is not said of that one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from officebot.core.trade.model import Answer, TradeKind
from officebot.core.trade.reading.days import Days
from officebot.core.trade.reading.figures import Writing
from officebot.core.trade.reading.pointing import EXCEPT, REST
from officebot.core.trade.reading.rowed import row_line
from tests.core.trade.reading.test_sentences import ON, read


@pytest.mark.parametrize(
    ("text", "left_out", "kind"),
    [
        (
            "Commande BC-2026-0042 validée, sauf les chaises, supprimées du catalogue.",
            "chaises",
            TradeKind.cancellation,
        ),
        (
            "Order BC-2026-0042 is confirmed, except the lamps, which are discontinued.",
            "lamps",
            TradeKind.cancellation,
        ),
    ],
)
def test_bad_news_of_what_is_left_out_is_not_that_of_the_rest(text: str, left_out: str, kind: TradeKind) -> None:
    documents = {one.kind: one.lines for one in read(text)}
    assert [one.note for one in documents[TradeKind.confirmation]] == [EXCEPT + left_out]
    assert [one.answer for one in documents[kind]] == [Answer.rejected]


def test_what_is_cancelled_but_for_something_stays_cancelled() -> None:
    (document,) = read("Tout est annulé sauf les lampes.")
    assert document.kind is TradeKind.cancellation
    assert [one.note for one in document.lines] == [EXCEPT + "lampes"]


def test_what_comes_on_a_day_is_not_what_another_sentence_cancels() -> None:
    documents = read("Nous devons annuler les 6 chaises. Les 12 lampes arriveront le 27 novembre.")
    kinds = {line.quantity: one.kind for one in documents for line in one.lines}
    assert kinds == {Decimal(6): TradeKind.cancellation, Decimal(12): TradeKind.confirmation}


def test_the_day_of_the_rest_is_that_of_what_is_promised_without_one() -> None:
    documents = read(
        "Nous confirmons 12 lampes. La ligne 2 arrivera le 27 novembre, le reste arrivera le 20 novembre."
    )
    days = {line.label or line.order_line or line.note: line.delivery_date for one in documents for line in one.lines}
    assert days["2"] == date(2026, 11, 27)
    assert days["lampes"] == days[REST] == date(2026, 11, 20)


def test_the_day_of_the_rest_is_the_one_behind_it() -> None:
    documents = read("Nous confirmons 12 lampes.\nLigne 2 le 27 novembre, le reste le 20 novembre.")
    days = {line.note: line.delivery_date for one in documents for line in one.lines}
    assert days[REST] == date(2026, 11, 20)


def test_a_day_that_is_said_of_one_line_is_not_that_of_the_letter() -> None:
    documents = read("Nous confirmons 12 lampes et 6 chaises.\nLigne 2 : livraison le 27 novembre.")
    assert [one.delivery_date for one in documents if one.kind is TradeKind.confirmation] == [None]


def test_what_stands_in_brackets_is_not_what_the_sentence_says() -> None:
    documents = read("Nous confirmons 12 lampes (les anciennes sont en rupture).")
    assert {one.kind for one in documents} == {TradeKind.confirmation}


@pytest.mark.parametrize(
    ("row", "label", "quantity"),
    [
        ("12 x Lampe de bureau   14,00   27/11/2026", "Lampe de bureau", "12"),
        ("Desk lamp   x 12   14.00", "Desk lamp", "12"),
        ("Desk lamp   ×12   14.00   27/11/2026", "Desk lamp", "12"),
    ],
)
def test_a_cross_in_a_row_tells_how_many(row: str, label: str, quantity: str) -> None:
    line = row_line(row, Writing(row, "fr"), Days(ON, "fr"))
    assert line is not None
    assert (line.label, line.quantity, line.price) == (label, Decimal(quantity), Decimal(14))
