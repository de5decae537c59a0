"""Something sought against a specification: met, not met, not said, each with the candidate's own words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.trade.model import TradeDocument, TradeKind, TradeLine
from officebot.core.trade.offers.model import Habits
from officebot.core.trade.offers.specifying import Specification, State, compare_sought, findings
from tests.core.trade.offers.quotecases import FAIR, TODAY, offer


def judged(wish: str, *said: str) -> State:
    document = TradeDocument(kind=TradeKind.quote, notes=said)
    return findings(Specification(title="x", required=(wish,)), document)[0].state


@pytest.mark.parametrize(
    ("wish", "said", "state"),
    [
        ("garantie 3 ans minimum", "Garantie 36 mois", State.met),
        ("garantie 3 ans minimum", "garantie 2 ans", State.not_met),
        ("garantie 3 ans minimum", "livraison en 3 ans", State.not_said),
        ("at least 27 inches", "Screen 27 inches, black", State.met),
        ("at least 27 inches", "Screen 24 inches", State.not_met),
        ("poids maximum 5 kg", "poids : 4800 g", State.met),
        ("poids maximum 5 kg", "poids : 5,2 kg", State.not_met),
        ("sans fil", "souris sans fil", State.met),
        ("sans fil", "souris avec fil", State.not_met),
        ("wheelchair access", "no wheelchair access", State.not_met),
        ("wheelchair access", "wheelchair access on all floors", State.met),
        ("installation comprise", "Installation en option", State.not_met),
        ("installation comprise", "Installation incluse", State.met),
        ("installation comprise", "Installation : 120 €", State.not_said),
        ("recto verso", "impression couleur", State.not_said),
    ],
)
def test_a_property_is_met_or_not_or_not_said(wish: str, said: str, state: State) -> None:
    assert judged(wish, said) is state


def test_a_required_property_that_lacks_excludes_and_one_that_is_not_said_is_asked() -> None:
    sought = Specification(
        title="Projecteur", required=("au moins 4000 lumens", "garantie 2 ans"), wished=("sans fil",)
    )
    bright = offer("Bright", TradeLine(label="Projecteur 4500 lumens", quantity=Decimal(1), price=Decimal(900)))
    dim = offer(
        "Dim", TradeLine(label="Projecteur 3000 lumens, garantie 2 ans", quantity=Decimal(1), price=Decimal(500))
    )
    comparison, table = compare_sought(sought, [dim, bright], Habits(), TODAY)
    assert comparison.recommended is not None
    assert comparison.recommended.labels == ("Bright",)
    assert [one.is_fit for one in table] == [True, False]
    assert [note.what for note in comparison.offer("Dim").excluded] == ["property"]
    assert "property" in [note.what for note in comparison.offer("Bright").missing]
    assert table[1].findings[0].quote == "Projecteur 3000 lumens"


def test_a_candidate_is_compared_as_a_whole_with_its_carriage() -> None:
    parts = (
        TradeLine(label="Machine", quantity=Decimal(1), price=Decimal(900)),
        TradeLine(label="Câble", quantity=Decimal(2), price=Decimal("7.50")),
        TradeLine(label="Frais de port", quantity=Decimal(1), price=Decimal(20)),
    )
    comparison, _ = compare_sought(
        Specification(title="Machine"), [offer("Alpha", *parts, terms=FAIR[1:])], Habits(), TODAY
    )
    assert comparison.offers[0].total == Decimal("935.00")


def test_a_candidate_with_a_part_of_unknown_price_has_no_total() -> None:
    parts = (TradeLine(label="Machine", quantity=Decimal(1), price=Decimal(900)), TradeLine(label="Câble"))
    comparison, _ = compare_sought(Specification(title="Machine"), [offer("Alpha", *parts)], Habits(), TODAY)
    assert [note.what for note in comparison.offers[0].excluded] == ["incomplete"]


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=4))
def test_no_text_breaks_the_table(wish: str, said: list[str]) -> None:
    assert judged(wish, *said) in State
