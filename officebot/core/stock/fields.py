"""What the columns of a stock workbook are called, beyond what every workbook's are."""

from __future__ import annotations

from collections.abc import Mapping

from officebot.core.text import Text, say
from officebot.core.workbooks.words import SYNONYMS

#: The sheets of a stock workbook, each with the fields that it may have; those without which it is none come first.
ARTICLES, JOURNAL, ORDERS = "articles", "journal", "orders"

_OWN: Mapping[str, tuple[str, ...]] = {
    "came_in": ("Entrée", "Entrées", "Qté entrée", "Reçu", "Qté reçue", "In", "Qty in", "Received"),
    "went_out": ("Sortie", "Sorties", "Qté sortie", "Prélevé", "Consommé", "Out", "Qty out", "Issued", "Used"),
    "on_hand": ("Quantité en stock", "Quantité", "Qté", "Quantity", "Qty"),
    "movement": ("Mouvement", "Type de mouvement", "Type", "Sens", "Nature", "Opération", "Movement", "Kind", "Operation"),
    "ordered_on": ("Commandé le", "Date de commande", "Date commande", "Ordered on", "Order date"),
    "received_on": ("Reçu le", "Livré le", "Date de réception", "Date de livraison", "Received on", "Delivered on"),
    "expected_on": (
        "Attendu le", "Livraison prévue", "Date prévue", "Échéance", "Due", "Expected on", "Expected", "Due date",
    ),
    "person": ("Qui", "Pris par", "Sorti par", "Who", "Taken by"),
    "counted": ("Compté", "Inventaire", "Stock compté", "Counted", "Count"),
}  # fmt: skip
FIELDS: Mapping[str, tuple[str, ...]] = {
    ARTICLES: (
        "reference", "article", "on_hand", "minimum", "target", "unit", "supplier", "lead_time", "pack", "minimum_order",
        "price", "on_order",
    ),
    JOURNAL: ("date", "reference", "article", "quantity", "came_in", "went_out", "movement", "unit", "person", "note"),
    ORDERS: ("reference", "article", "quantity", "ordered_on", "expected_on", "received_on", "supplier", "order"),
}  # fmt: skip
NAMES: Mapping[str, Text] = {
    ARTICLES: say("the articles"),
    JOURNAL: say("the journal of movements"),
    ORDERS: say("the orders"),
}
FIELD_NAMES: Mapping[str, Text] = {
    "reference": say("reference"), "article": say("article"), "on_hand": say("in stock"),
    "minimum": say("minimum"), "target": say("target level"), "unit": say("unit"), "supplier": say("supplier"),
    "lead_time": say("lead time"), "pack": say("pack size"), "minimum_order": say("minimum order"),
    "price": say("price"), "on_order": say("on order"), "date": say("day"), "quantity": say("quantity"),
    "came_in": say("came in"), "went_out": say("went out"), "movement": say("kind of movement"),
    "person": say("person"), "note": say("note"), "ordered_on": say("ordered on"),
    "expected_on": say("expected on"), "received_on": say("received on"), "order": say("order number"),
}  # fmt: skip


def words_of(part: str, own: Mapping[str, tuple[str, ...]] | None = None) -> Mapping[str, tuple[str, ...]]:
    """What each field of a sheet may be called; `own` are the office's words, which come first."""
    own = own or {}
    return {
        # The usual names first: a plain “quantity” is the stock where nothing else is.
        field: (*own.get(field, ()), *SYNONYMS.get(field, ()), *_OWN.get(field, ()))
        if field == "on_hand"
        else (*own.get(field, ()), *_OWN.get(field, ()), *SYNONYMS.get(field, ()))
        for field in FIELDS[part]
    }
