"""Which names of units mean the same, and which do not; the same for orders and for offers."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.trade.offers.packs import Side, factor, unit_of
from officebot.core.units import CONTAINERS, COUNTED, MEASURES, is_another, kind_of
from tests.speed import within

_ONE_UNIT = [
    ("pcs", "pièce", "PCE", "C62", "H87", "EA", "each", "unités", "U.", "exemplaires", "l'unité", "une"),
    ("boîte", "Boîtes", "bte", "BX", "boxes", "une boîte", "étuis", "boîte de 10"),
    ("carton", "ctns", "CT", "cases", "caisses", "colis"),
    ("paquet", "pqts", "pack of 6", "PK", "sachets", "bags"),
    ("lot", "set", "kits", "jeux"),
    ("rame", "ramettes", "reams", "RM"),
    ("rouleaux", "roll", "bobine"),
    ("bouteille", "flacons", "bidon", "cans"),
    ("kg", "kgs", "kilos", "KGM"),
    ("g", "gr", "grammes"),
    ("L", "litres", "LTR"),
    ("m²", "MTK", "sqm"),
    ("heures", "hrs", "HUR"),
    ("mois", "month", "MON"),
    ("douzaine", "dozen", "DZN"),
    ("cent", "CEN", "centaines"),
    ("mille", "milliers", "MIL"),
]  # fmt: skip


@pytest.mark.parametrize("names", _ONE_UNIT, ids=lambda names: names[0])
def test_these_names_mean_one_unit_to_orders_and_to_offers(names: tuple[str, ...]) -> None:
    assert len({kind_of(name) for name in names} - {""}) == 1
    assert len({unit_of(name) for name in names}) == 1
    assert not any(is_another(one, other) for one, other in combinations(names, 2))


@pytest.mark.parametrize(("one", "other"), [(one[0], other[0]) for one, other in combinations(_ONE_UNIT, 2)])
def test_these_units_are_not_one(one: str, other: str) -> None:
    assert is_another(one, other)
    assert is_another(other, one)
    assert unit_of(one) != unit_of(other)


def test_a_loose_sheet_is_a_piece_but_what_a_ream_holds_is_sheets() -> None:
    assert not is_another("EA", "feuille")
    assert is_another("feuille", "ramette")
    assert kind_of("feuilles") == "sheet"


def test_a_carton_may_hold_boxes_and_is_none() -> None:
    assert is_another("carton", "boîte")
    assert is_another("lot", "paquet")


@pytest.mark.parametrize("unknown", ["", "chose", "10", "x", "cartouche"])
def test_a_unit_that_is_not_known_is_never_another(unknown: str) -> None:
    assert kind_of(unknown) == ""
    assert not is_another(unknown, "pièce")
    assert not is_another("boîte", unknown)


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [("pièce", "douzaine", "12"), ("pièce", "gross", "144"), ("", "cent", "100"), ("mille", "cent", "0.1"),
     ("cent", "pièce", "0.01"), ("boîte", "mille", "1000")],
)  # fmt: skip
def test_units_that_are_numbers_of_pieces_are_reckoned(ours: str, theirs: str, expected: str) -> None:
    found, why = factor(Side(Decimal(500), ours, ()), Side(Decimal(5), theirs, ()))
    assert (found, why) == (Decimal(expected), None)


def test_a_unit_holds_measures_or_counts() -> None:
    assert not CONTAINERS & MEASURES
    assert not (CONTAINERS | MEASURES) & COUNTED.keys()


@given(st.text(max_size=300))
def test_whatever_is_written_a_unit_is_the_same_in_capitals_and_with_blanks_around(words: str) -> None:
    assert kind_of(f"  {words[:150]} ") == kind_of(words[:150])
    assert not is_another(words, words)


@pytest.mark.parametrize("text", ["l'" * 50_000, "x" * 100_000, "é " * 50_000])
def test_a_hostile_unit_takes_no_time(text: str) -> None:
    within(0.05, lambda: kind_of(text))
