"""However long or odd a document is, it is matched in bounded time."""

from __future__ import annotations

import pytest

from officebot.core.orders.hearing import clauses
from officebot.core.orders.likeness import alike, words_of
from officebot.core.orders.matching import Matcher
from officebot.core.orders.model import OrderBook
from officebot.core.orders.numbers import OrderNumbers
from officebot.core.orders.whole import whole
from tests.core.orders.orderbook import BOOK, letter, line, paper, said
from tests.speed import within

_LONG = "commande BC-2026-0041 tout le reste sauf 10 stylos " * 2_000
_ORDERS = [f"BC-2026-{number:05}" for number in range(10_000)]
_GOODS = ("Papier A4", "Stylo bille", "Classeur", "Toner", "Chaise", "Lampe", "Clavier")
_LOOKS = ("bleu", "noir", "rouge", "vert", "gris", "blanc", "jaune", "mat", "brillant", "fin", "large")
_NUMBERS, _MATCHER = OrderNumbers(_ORDERS), Matcher(BOOK)


@pytest.mark.parametrize(
    "text", [_LONG, "BC 2026 0041 " * 8_000, "x" * 100_000, "1" * 100_000, "- " * 50_000, "é\n" * 50_000]
)
def test_a_letter_of_100_kb_is_read_in_bounded_time(text: str) -> None:
    for document in (
        paper("confirmation", notes=(text,), syntax="text"),
        paper("despatch", said(text, "3"), syntax="text"),
    ):
        within(0.2, lambda document=document: _MATCHER.match(document, letter(new=text)))
    within(0.2, lambda: _MATCHER.listen(letter(new=text)))


def test_ten_thousand_numbers_in_a_text_are_found_in_bounded_time() -> None:
    text = " ".join(_ORDERS)
    assert len(_NUMBERS.named(text)) == 10_000
    within(0.2, lambda: _NUMBERS.named(text))


def test_slips_of_numbers_are_looked_for_in_bounded_time() -> None:
    within(0.2, lambda: _NUMBERS.named("commande BC-2027-99999 " * 400))


def test_two_thousand_lines_are_matched_in_bounded_time() -> None:
    document = paper("confirmation", *(said(f"Stylo {number} bleu", "10") for number in range(2_000)))
    within(0.2, lambda: _MATCHER.match(document, letter()))


def test_a_document_of_twenty_lines_costs_little_however_many_are_open_at_the_supplier() -> None:
    lines = [
        line(
            f"BC-2026-{number // 5:04}",
            number % 5 + 1,
            f"{_GOODS[number % 7]} {_LOOKS[number % 11]} {number} mm",
            "7",
        )
        for number in range(2_000)
    ]
    matcher = Matcher(OrderBook(lines=tuple(lines)))
    first, document = (
        paper("confirmation", *(said(one.label, "7") for one in lines[at : at + 20])) for at in (0, 700)
    )
    matcher.match(first, letter())
    # 30 ms where this was written; looking at each of the lines took 500.
    within(0.15, lambda: matcher.match(document, letter()))


def test_long_labels_cost_no_more_than_their_beginning() -> None:
    label = "stylo " * 2_000
    within(0.005, lambda: alike(label, label, {}))
    assert len(words_of(label)) <= 2
    within(0.02, lambda: (whole(label), clauses(label)))
