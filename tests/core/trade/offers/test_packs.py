"""How many wanted units lie in an offered one, and when nobody can tell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from officebot.core.trade.offers.packs import Side, factor, pack_in


def side(quantity: int | None, unit: str, words: str = "") -> Side:
    return Side(Decimal(quantity) if quantity is not None else None, unit, (words,))


@pytest.mark.parametrize(
    ("wanted", "offered", "expected"),
    [
        (side(500, "pièce"), side(2, "boîte", "Enveloppes, boîte de 250"), "250"),
        (side(40, "ramette"), side(8, "carton", "Papier A4, carton de 5 ramettes"), "5"),
        (side(60, "each"), side(5, "each", "Pens (box of 12)"), "12"),
        (side(60, ""), side(60, "", "Pens (sold in packs of 12)"), "1"),
        (side(4, "boîte", "Gants, boîte de 100"), side(8, "boîte", "Gants, boîte de 50"), "0.5"),
        (side(4, "boîte"), side(4, "box"), "1"),
        (side(10, "pièce"), side(10, "C62"), "1"),
        (side(10, "cartouche"), side(10, "pièce"), "1"),
        (side(2, "kg"), side(2000, "g"), "0.001"),
        (side(3, "boîte", "Stylos, boîte de 50"), side(150, "pièce", "Stylo"), "0.02"),
        (side(500, "pièce"), side(5, "cent"), "100"),
    ],
)
def test_one_offered_unit_is_so_many_wanted_ones(wanted: Side, offered: Side, expected: str) -> None:
    found, why = factor(wanted, offered)
    assert found == Decimal(expected)
    assert why is None


@pytest.mark.parametrize(
    ("wanted", "offered"),
    [
        (side(60, "pièce"), side(3, "boîte", "Stylos")),
        (side(10, "pièce"), side(2, "kg")),
        (side(60, ""), side(3, "", "Stylos, boîte de 25")),
    ],
)
def test_what_nobody_can_tell_is_told(wanted: Side, offered: Side) -> None:
    found, why = factor(wanted, offered)
    assert found is None
    assert why is not None


@pytest.mark.parametrize(
    ("words", "content"),
    [
        ("lot de 12", "12"),
        ("pack of 6", "6"),
        ("500 feuilles par ramette", "500"),
        ("10/box", "10"),
        ("Cond. par 20", "20"),
    ],
)
def test_packs_are_read(words: str, content: str) -> None:
    found = pack_in(words)
    assert found is not None
    assert found.content == Decimal(content)


@pytest.mark.parametrize("words", ["Tableau 120 x 90", "Papier A4 80 g", "HP 26A", "carton 80x60", "lot 0"])
def test_sizes_and_models_are_no_packs(words: str) -> None:
    assert pack_in(words) is None
