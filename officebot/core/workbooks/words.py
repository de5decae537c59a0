"""What the headings of columns are called, in French and in English; an office adds its own words.

Words are compared without accents, capitals, plurals and little words: “Qté”, “QTE.” and “Qtés” are one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from officebot.core.expressions import expression

#: field → what its column may be called. The words are looked for as they are, the first being the usual one.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "article": (
        "Article", "Désignation", "Libellé", "Produit", "Description", "Intitulé", "Fourniture", "Matériel", "Item",
        "Product", "Label", "Designation", "Goods", "Product name", "Item name", "Nom du produit", "Nom de l'article",
    ),
    "reference": (
        "Référence", "Réf", "Code", "Code article", "Réf. article", "SKU", "EAN", "Code produit", "N° article", "Reference",
        "Ref", "Item code", "Product code", "Part number", "Item no", "Item number", "Identifiant", "ID", "Id article",
    ),
    "quantity": (
        "Quantité", "Qté", "Qty", "Quantity", "Nombre", "Nb", "Nbre", "Count", "Units", "Volume", "Pièces", "Pcs",
    ),
    "on_hand": (
        "Stock", "Stock actuel", "En stock", "Qté en stock", "Quantité en stock", "Stock réel", "Stock disponible", "Disponible",
        "Dispo", "Restant", "Reste", "Existant", "On hand", "In stock", "Current stock", "Stock level", "Quantity on hand",
        "Qty on hand", "Available", "Stock on hand", "Inventaire", "Inventory",
    ),
    "on_order": (
        "En commande", "Commandé", "Qté commandée", "Quantité commandée", "Attendu", "À recevoir", "On order", "Ordered",
        "Qty ordered", "Quantity ordered", "Incoming", "Backorder",
    ),
    "minimum": (
        "Stock minimum", "Stock mini", "Mini", "Minimum", "Min", "Seuil", "Seuil d'alerte", "Seuil de commande",
        "Point de commande", "Stock d'alerte", "Stock de sécurité", "Qté mini", "Minimum stock", "Min stock", "Reorder level",
        "Reorder point", "Threshold", "Safety stock", "Minimum level",
    ),
    "target": (
        "Stock cible", "Cible", "Stock maximum", "Stock maxi", "Maxi", "Maximum", "Max", "Objectif", "Target", "Target stock",
        "Max stock", "Maximum stock", "Order up to", "Par level", "Target level",
    ),
    "pack": (
        "Conditionnement", "Cond.", "Colisage", "Lot", "Par", "Paquet de", "Carton de", "Pack", "Pack size", "Packaging",
        "Units per pack", "Case size", "Qté par carton",
    ),
    "minimum_order": ("Minimum de commande", "Commande minimum", "Mini commande", "Franco", "Minimum order", "MOQ", "Min order"),
    "lead_time": (
        "Délai", "Délai de livraison", "Délai (jours)", "Délai fournisseur", "Délai d'approvisionnement", "Lead time",
        "Delivery time", "Lead time (days)", "Days to deliver",
    ),
    "unit": ("Unité", "Unité de mesure", "U.", "UM", "Unit", "Unit of measure", "UOM"),
    "price": (
        "Prix", "Prix unitaire", "PU", "P.U.", "PU HT", "Prix HT", "Prix unitaire HT", "Prix d'achat", "Coût unitaire", "Tarif",
        "Price", "Unit price", "Unit cost", "Purchase price", "Cost price",
    ),
    "amount": (
        "Montant", "Montant HT", "Montant TTC", "Total", "Total HT", "Total TTC", "Valeur", "Amount", "Value", "Total amount",
        "Amount due", "Solde", "Balance", "Reste dû",
    ),
    "cost": ("Coût", "Cost", "Dépense", "Dépenses", "Expense", "Expenses", "Charge", "Charges", "Frais"),
    "budget": ("Budget", "Prévu", "Prévision", "Planned", "Forecast", "Budgeted"),
    "actual": ("Réel", "Réalisé", "Actual", "Spent"),
    "supplier": ("Fournisseur", "Fourn.", "Frs", "Supplier", "Vendor", "Nom du fournisseur", "Supplier name"),
    "customer": ("Client", "Customer", "Nom du client", "Customer name", "Société", "Company", "Acheteur", "Buyer"),
    "date": ("Date", "Jour", "Day", "Date de mouvement", "Date d'opération", "Le"),
    "due": (
        "Échéance", "Date d'échéance", "À payer le", "Date limite", "Due", "Due date", "Deadline", "Payable le", "Date de fin",
    ),
    "invoice": ("Facture", "N° facture", "N° de facture", "Invoice", "Invoice no", "Invoice number", "Numéro de facture"),
    "order": ("Commande", "N° commande", "Bon de commande", "Order", "Order no", "Purchase order", "PO", "PO number"),
    "paid": ("Payé", "Réglé", "Payée le", "Date de paiement", "Paid", "Paid on", "Payment date", "Règlement"),
    "status": ("Statut", "État", "Status", "State", "Situation"),
    "kind": ("Type", "Catégorie", "Famille", "Genre", "Nature", "Category", "Kind", "Group", "Sens", "Mouvement", "Movement"),
    "person": ("Nom", "Prénom", "Personne", "Demandeur", "Responsable", "Name", "First name", "Last name", "Owner"),
    "email": ("E-mail", "Email", "Courriel", "Mail", "Adresse e-mail", "Email address"),
    "phone": ("Téléphone", "Tél.", "Mobile", "Phone", "Telephone"),
    "place": ("Emplacement", "Lieu", "Site", "Ville", "Adresse", "Location", "Place", "City", "Address", "Région", "Pays"),
    "note": ("Remarque", "Remarques", "Commentaire", "Commentaires", "Observations", "Notes", "Note", "Comment", "Remarks"),
    "period": ("Mois", "Semaine", "Année", "Trimestre", "Month", "Week", "Year", "Quarter", "Période", "Period"),
    "project": ("Projet", "Dossier", "Chantier", "Project", "Affaire", "Tâche", "Task", "Job"),
}  # fmt: skip
#: Words that begin a row of sums.
TOTALS = (
    "total", "totaux", "total général", "sous-total", "sous total", "somme", "sommes", "ensemble", "cumul", "grand total",
    "subtotal", "sub-total", "sum", "totals", "total ht", "total ttc", "overall", "moyenne", "average",
)  # fmt: skip

_WORD = expression(r"[^\W_]+")
_LITTLE = frozenset(re.findall(r"\w+", "de du des d la le les l en of the in par per au aux a et and un une"))


@lru_cache(maxsize=20_000)
def plain(title: str) -> tuple[str, ...]:
    """The words of a heading as they are compared: `Qtés en stock` is `("qte", "stock")`."""
    letters = unicodedata.normalize("NFKD", title[:200].casefold().replace("n°", "no "))
    letters = "".join(one for one in letters if not unicodedata.combining(one)).replace("œ", "oe")
    words = [_singular(word) for word in _WORD.findall(letters)]
    return tuple(word for word in words if word not in _LITTLE) or tuple(words)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" and word[-2] not in "su" else word


def known_words(own: Mapping[str, Sequence[str]] | None = None) -> frozenset[tuple[str, ...]]:
    """All headings that are known, as they are compared; with those that the office added."""
    return _BUILT_IN if not own else _BUILT_IN | _plain_all(own.values())


def _plain_all(synonyms: Iterable[Sequence[str]]) -> frozenset[tuple[str, ...]]:
    return frozenset(plain(word) for words in synonyms for word in words)


_BUILT_IN = _plain_all(SYNONYMS.values())
_TOTALS = _plain_all([TOTALS])


def is_total(title: str) -> bool:
    """Whether these are the words of a row of sums, and nothing more."""
    return plain(title) in _TOTALS


def begins_as_total(title: str) -> bool:
    """Whether the first words are those of a row of sums: `Total papeterie`, but `Total Energies` too."""
    words = plain(title)
    return any(words[:length] in _TOTALS for length in (1, 2))
