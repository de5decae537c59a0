"""The page that compares offers: filled in both languages, the recommendation first, outside words as words."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from officebot.connectors.rendering import render
from officebot.core.actions import WriteDocument
from officebot.core.orders.quotes_page import quotes_page
from officebot.core.text import Language
from officebot.core.trade.model import TradeLine
from officebot.core.trade.offers.comparing import compare
from officebot.core.trade.offers.model import Habits
from officebot.core.trade.offers.specifying import Specification, compare_sought
from tests.core.trade.offers.quotecases import TODAY, line, offer, want

TEMPLATES = Path(__file__).parents[3] / "templates"


def page(language: Language = "en") -> WriteDocument:
    offers = [
        offer("Alpha", line("A", 10, "10.00", label="Papier"), line("B", 2, "3.00", label="Agrafeuse")),
        offer("<b>Beta</b>", line("A", 10, "9.00", label="Papier"), terms=()),
    ]
    wanted = [want("A", 10, label="Papier", unit="ramette"), want("B", 2, label="Agrafeuse")]
    comparison = compare(wanted, offers, Habits(), TODAY)
    return quotes_page(comparison, path="documents/orders/x.html", office="Atelier", title="DP-1", language=language)


def written(document: WriteDocument) -> str:
    return render(document.template, document.data, document.language, [TEMPLATES])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_is_filled_in(language: Language) -> None:
    html = written(page(language))
    assert f'<html lang="{language}">' in html
    assert html.index('class="advice') < html.index("<table")
    assert "{{" not in html


def test_names_from_outside_are_words_and_no_markup() -> None:
    html = written(page())
    assert "<b>Beta</b>" not in html
    assert "&lt;b&gt;Beta&lt;/b&gt;" in html


def test_what_is_recommended_stands_first_and_what_is_partial_says_so() -> None:
    data = page().data
    assert [one["name"] for one in data["suppliers"]] == ["Alpha", "<b>Beta</b>"]
    assert [one["is_chosen"] for one in data["suppliers"]] == [True, False]
    assert data["sums"][-1]["cells"][1] == {"amount": "90.00", "note": "1 line of 2"}
    assert [cell["is_best"] for cell in data["lines"][0]["cells"]] == [False, True]


def test_without_a_recommendation_the_page_says_so() -> None:
    comparison = compare([want("A", 1)], [], Habits(), TODAY)
    data = quotes_page(comparison, path="x.html", office="O", title="t", language="en").data
    assert data["advice"] == "No offer can be recommended."
    assert not data["is_recommended"]


def test_the_table_of_a_specification_has_a_cell_for_each_candidate() -> None:
    sought = Specification(title="Écran", required=("au moins 27 pouces",))
    small = offer("Alpha", TradeLine(label="Écran 24 pouces", quantity=Decimal(1), price=Decimal(90)))
    large = offer("Beta", TradeLine(label="Écran 27 pouces", quantity=Decimal(1), price=Decimal(190)))
    comparison, table = compare_sought(sought, [small, large], Habits(), TODAY)
    document = quotes_page(comparison, path="x.html", office="O", title="t", language="fr", candidates=table)
    cells = document.data["candidates"][0]["cells"]
    assert [one["name"] for one in document.data["suppliers"]] == ["Beta", "Alpha"]
    assert [one["is_met"] for one in cells] == [True, False]
    assert "Écran 24 pouces" in written(document)
