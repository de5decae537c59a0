"""The rows of an offer that speak of its conditions are kept, however short."""

from __future__ import annotations

from officebot.core.trade.known import Known
from officebot.core.trade.model import TradeKind
from officebot.core.trade.offers.conditions import terms_in
from officebot.core.trade.paper import Paper, Piece, Row
from officebot.core.trade.reading.document import read_paper
from tests.core.trade.offers.quotecases import TODAY


def test_rows_of_conditions_are_told_from_others() -> None:
    rows = ["Papeterie Grand", "Franco de port", "4 quai des Tanneurs", "Délai : 4 jours ouvrés", "Validité : 2 mois"]
    assert terms_in(rows) == ("Franco de port", "Délai : 4 jours ouvrés", "Validité : 2 mois")


def test_a_paper_hands_its_short_conditions_on() -> None:
    texts = ["DEVIS N° 12", "Papier A4 : 40 ramettes à 4,15 €", "Port : 9,00 €", "Délai : 8 jours"]
    rows = tuple(Row((Piece(text, 0, len(text)),), top=float(place)) for place, text in enumerate(texts))
    document = read_paper(Paper(name="devis.txt", rows=rows), Known(on=TODAY)).document
    assert document.kind is TradeKind.quote
    assert {"Port : 9,00 €", "Délai : 8 jours"} <= set(document.terms)
