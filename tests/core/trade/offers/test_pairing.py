"""Offered lines are paired with wanted ones by numbers and words; what is not sure is asked, never used."""

from __future__ import annotations

from decimal import Decimal

import pytest

from officebot.core.trade.model import TradeLine
from officebot.core.trade.offers.model import Wanted
from officebot.core.trade.offers.pairing import SURE, fitness, pair_lines


def want(label: str, article: str = "", number: str = "1") -> Wanted:
    return Wanted(number=number, article=article, label=label, quantity=Decimal(1))


def said(label: str, **more: str) -> TradeLine:
    return TradeLine(label=label, **more)


@pytest.mark.parametrize(
    ("wanted", "line"),
    [
        (want("Stylo", "STY-BL"), said("Whatever", buyer_article="sty bl")),
        (want("Stylo", "STY-BL"), said("Bille pointe fine (STY-BL)")),
        (want("Papier A4 80 g blanc"), said("Ramette papier A4 blanc 80g, 500 feuilles")),
        (want("HP 26A toner cartridge black"), said("Toner HP 26A, noir")),
        (want("Blue pen"), said("Stylo bleu")),
        (want("Screen", "SCR"), said("", order_line="1")),
    ],
)
def test_the_same_thing_is_known_again(wanted: Wanted, line: TradeLine) -> None:
    assert fitness(wanted, line, {})[0] >= SURE


@pytest.mark.parametrize(
    ("wanted", "line"),
    [
        (want("Stylo bille bleu"), said("Stylo bille noir")),
        (want("Papier A4 80 g blanc"), said("Papier A3 80 g blanc")),
        (want("Papier A4 80 g blanc"), said("Papier A4 90 g blanc")),
        (want("HP 26A toner cartridge black"), said("HP 59A toner cartridge black")),
        (want("Chair left armrest"), said("Chair right armrest")),
        (want("Stylo", "STY-BL"), said("Stylo", buyer_article="STY-RG")),
        (want("Agrafeuse"), said("")),
    ],
)
def test_another_thing_is_never_taken_for_it(wanted: Wanted, line: TradeLine) -> None:
    assert fitness(wanted, line, {})[0] < SURE


def test_a_number_that_is_known_for_something_else_decides_against() -> None:
    assert fitness(want("Stylo", "A-1"), said("Stylo", seller_article="X9"), {"x9": "B-2"})[0] == 0.0


def test_two_lines_that_fit_as_well_are_a_question() -> None:
    wanted = [want("Chaise de bureau")]
    found = pair_lines(wanted, [said("Chaise de bureau Oslo"), said("Chaise de bureau Bergen")], {})
    assert found.sure == ()
    assert {one.line.label for one in found.possible} == {"Chaise de bureau Oslo", "Chaise de bureau Bergen"}


def test_prices_by_quantity_of_one_article_are_one_pair() -> None:
    lines = [
        said("Badge", seller_article="B1", buyer_article="BAD"),
        said("Badge", seller_article="B1", buyer_article="BAD"),
    ]
    found = pair_lines([want("Badge", "BAD")], lines, {})
    assert [len(one.others) for one in found.sure] == [1]
    assert (found.possible, found.alternatives, found.extras) == ((), (), ())


@pytest.mark.parametrize("turned", [False, True], ids=["after it", "before it"])
def test_what_stands_in_is_offered_beside_and_never_mixed_with_the_thing_itself(turned: bool) -> None:
    lines = [said("Toner HP 26A", buyer_article="TON"), said("Toner compatible 26A", buyer_article="TON")]
    found = pair_lines([want("Toner HP 26A", "TON")], lines[::-1] if turned else lines, {})
    assert [(one.line.label, one.others) for one in found.sure] == [("Toner HP 26A", ())]
    assert [one.line.label for one in found.alternatives] == ["Toner compatible 26A"]


def test_what_nobody_asked_for_is_extra() -> None:
    found = pair_lines([want("Agrafeuse", "AGR")], [said("Perforatrice"), said("", buyer_article="AGR")], {})
    assert [line.label for line in found.extras] == ["Perforatrice"]
