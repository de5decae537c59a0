"""The index of an order book leaves out nothing that looking at every line would find."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from officebot.core.orders.evidence import LEAST, Scores, scored
from officebot.core.orders.index import Entry, LineIndex
from officebot.core.orders.labels import Labels, Words
from officebot.core.orders.likeness import alike, weights, words_of
from officebot.core.orders.model import OrderLine
from officebot.core.orders.numbers import OrderNumbers, Sureness
from officebot.core.orders.pool import Pool
from officebot.core.trade.model import TradeLine
from tests.core.orders.orderbook import TODAY, line, paper, said

_WORDS = st.sampled_from((
    "papier", "ramette", "paper", "A4", "80", "g", "60", "600", "6", "mm", "cm", "stylo", "stylos", "bleu", "blue", "rouge",
    "classeur", "classuer", "class", "cls", "vis", "inox", "6x40", "usb3c", "usb", "26A", "écran", "moniteur", "gnt", "gant",
    "lot", "tout", "le", "reste", "ligne", "2", "blanc", "wht", "white", "0.5", "0.50", "imprimante", "imprimnte",
))  # fmt: skip
_LABELS = st.lists(_WORDS, max_size=6).map(" ".join) | st.text(max_size=12)


@given(st.lists(_LABELS, max_size=12), _LABELS)
@example(["Vis USB3C"], "usb")
@example(["usb"], "usb3c")
@example(["60 x 60 cm", "dalle 6"], "600 x 60 mm")
def test_labels_are_alike_all_at_once_as_they_are_one_by_one(labels: list[str], words: str) -> None:
    weight = weights(labels[:8])  # what has no weight tells something all the same
    one_by_one = {words_of(label): alike(words, label, weight) for label in labels}
    assert Labels(labels, weight).alike(words) == {key: one for key, one in one_by_one.items() if one.told}


class _EveryLine(LineIndex):
    """Looks at every line, as one does without an index."""

    def near(
        self, words: Collection[Words], codes: Collection[str], places: Collection[int], quantity: Decimal | None
    ) -> list[Entry]:
        return list(self.entries)


_ORDERS = st.sampled_from(("BC-2026-0041", "BC-2026-0042", "BC-2026-0043"))
_NUMBERS = st.integers(0, 6).map(Decimal)
_CODES = st.sampled_from(("", "41-101", "R7001", "R7002"))
_LINES = st.builds(
    lambda order, number, label, fields: replace(line(order, number, label, "1"), **fields),
    _ORDERS, st.integers(1, 4), _LABELS,
    st.fixed_dictionaries({
        "article": _CODES | _LABELS, "supplier_article": _CODES, "quantity": _NUMBERS, "received": _NUMBERS,
        "price": st.none() | _NUMBERS, "unit": st.sampled_from(("pièce", "ramette", "")), "is_cancelled": st.booleans(),
    }),
)  # fmt: skip
_SAID = st.builds(
    lambda label, quantity, fields: said(label, None if quantity is None else str(quantity), **fields),
    _LABELS, st.none() | _NUMBERS,
    st.fixed_dictionaries({
        "price": st.none() | _NUMBERS, "buyer_article": _CODES, "seller_article": _CODES, "order": st.just("") | _ORDERS,
        "order_line": st.sampled_from(("", "1", "3")),
    }),
)  # fmt: skip


@given(
    st.lists(_LINES, max_size=15, unique_by=lambda one: one.key), _SAID,
    st.dictionaries(_ORDERS, st.sampled_from(Sureness), max_size=2), st.sampled_from(("confirmation", "despatch", "invoice")),
)  # fmt: skip
def test_the_lines_left_out_are_those_that_nothing_speaks_for(
    lines: list[OrderLine], one: TradeLine, orders: dict[str, Sureness], kind: str
) -> None:
    def pool(index: LineIndex) -> Pool:
        return Pool(
            numbers=OrderNumbers(line.order for line in lines), document=replace(paper(kind, one), issued=TODAY),
            index=index, orders=orders, supplier="", said_on=TODAY, is_foreign=False,
        )  # fmt: skip

    def found(index: LineIndex) -> list[object]:
        return [(key, each, each.reasons) for key, each in scored(one, pool(index))[0].items()]

    assert found(LineIndex(lines)) == found(_EveryLine(lines))
    scores = Scores(one, pool(LineIndex(lines)))
    enough = [each for each in scores.everything.items() if each[1].points >= LEAST]
    assert [each for each in scores.likely.items() if each[1].points >= LEAST] == enough


def test_the_same_figures_find_a_line_that_no_word_names() -> None:
    goods = [line("BC-2026-0041", 1, "Stylo", "3"), line("BC-2026-0041", 2, "Papier", "5")]
    one = said("xyz", "5", price=Decimal(4))
    pool = Pool(
        numbers=OrderNumbers(["BC-2026-0041"]), document=paper("confirmation", one), index=LineIndex(goods),
        orders={}, supplier="", said_on=None, is_foreign=False,
    )  # fmt: skip
    assert list(scored(one, pool)[0]) == [("BC-2026-0041", 2)]


def test_a_line_of_an_order_that_is_not_named_is_likely_where_all_else_agrees() -> None:
    goods = [line("BC-2026-0041", 1, "Stylo", "3"), line("BC-2026-0042", 1, "Agrafeuse rouge", "5"),
             line("BC-2026-0042", 2, "Agrafeuse grise", "5")]  # fmt: skip
    one = said("Agrafeuse rouge", "5", price=Decimal(4))
    pool = Pool(
        numbers=OrderNumbers(line.order for line in goods), document=paper("confirmation", one), index=LineIndex(goods),
        orders={"BC-2026-0041": Sureness.whole}, supplier="", said_on=None, is_foreign=False,
    )  # fmt: skip
    scores = Scores(one, pool)
    assert list(scores.likely) == [("BC-2026-0042", 1)]
    assert list(scores.everything) == [("BC-2026-0042", 1), ("BC-2026-0042", 2)]
