"""What the columns of an orders workbook are called, beyond what every workbook's are."""

from __future__ import annotations

from collections.abc import Mapping

from officebot.core.text import Text, say
from officebot.core.workbooks.words import SYNONYMS

#: The tables of an orders workbook. Only the lines must be there.
LINES, SUPPLIERS, BUDGET, RECEIPTS = "lines", "suppliers", "budget", "receipts"

_OWN: Mapping[str, tuple[str, ...]] = {
    "order": (
        "N° commande", "N° de commande", "Commande", "Bon de commande", "N° BC", "BC", "Réf. commande", "Order number",
        "Order no", "PO number", "PO", "Order", "Purchase order",
    ),
    "line": ("Ligne", "N° ligne", "Poste", "Pos.", "Line", "Line no", "Item line"),
    "address": (
        "E-mail", "Courriel", "Mail", "Adresse e-mail", "Adresse mail", "Mail fournisseur", "E-mail fournisseur", "Email",
        "Supplier email", "Email address",
    ),
    "supplier_article": (
        "Réf. fournisseur", "Référence fournisseur", "Code fournisseur", "Supplier ref", "Supplier reference",
        "Supplier code", "Supplier part number", "Vendor code",
    ),
    "quantity": ("Qté commandée", "Quantité commandée", "Quantity ordered", "Qty ordered", "Commandé", "Ordered"),
    "ordered_on": ("Commandé le", "Date de commande", "Date commande", "Ordered on", "Order date", "Date"),
    "due": (
        "Livraison demandée", "Livraison souhaitée", "Pour le", "Attendu le", "Livraison prévue",
        "Livraison attendue", "Date souhaitée", "Échéance", "Wanted by",
        "Required by", "Delivery wanted", "Due date", "Due", "Expected on", "Expected",
    ),
    "promised": (
        "Livraison confirmée", "Confirmé pour le", "Date confirmée", "Promis pour le", "Promis le", "Livraison promise",
        "Date promise", "Date de livraison confirmée", "Date de livraison promise", "Livraison annoncée", "Confirmed for",
        "Promised", "Confirmed date", "Promised for", "Promised date", "Confirmed delivery", "Promised delivery",
    ),
    "confirmed_quantity": ("Qté confirmée", "Quantité confirmée", "Confirmed quantity", "Qty confirmed"),
    "confirmed_price": ("Prix confirmé", "PU confirmé", "Confirmed price", "Price confirmed"),
    "received": ("Reçu", "Qté reçue", "Quantité reçue", "Livré", "Qté livrée", "Received", "Qty received", "Delivered"),
    "received_on": ("Reçu le", "Livré le", "Date de réception", "Received on", "Delivered on", "Receipt date"),
    "delivery_note": ("N° BL", "BL", "Bon de livraison", "N° bon de livraison", "Delivery note", "Delivery note no", "GRN"),
    "invoiced": ("Facturé", "Qté facturée", "Quantité facturée", "Invoiced", "Qty invoiced", "Billed"),
    "status": ("Statut", "État", "Situation", "Status", "State"),
    "service": ("Prestation", "Service"),
    "budget": (
        "Ligne budgétaire", "Budget", "Imputation", "Compte", "Compte de charge", "Compte comptable",
        "Budget line", "Budget code", "Cost centre", "Cost center", "Account", "GL code", "Expense account",
    ),
    "goods": ("Vend", "Produits", "Familles", "Spécialité", "Articles", "Sells", "Goods", "Products", "Supplies"),
    "language": ("Langue", "Language"),
    "takes": ("Format", "Formats", "Accepte", "Commande électronique", "Takes", "Accepts", "Electronic order", "E-order"),
    "minimum": ("Minimum de commande", "Commande minimum", "Mini commande", "Minimum order", "Min order"),
    "terms": ("Conditions", "Paiement", "Conditions de paiement", "Terms", "Payment terms"),
    "key": ("Ligne budgétaire", "Code", "Compte", "Imputation", "Poste", "Budget line", "Budget code", "Account"),
    "label": ("Libellé", "Intitulé", "Désignation", "Label", "Description", "Name"),
    "planned": ("Budget", "Prévu", "Budgété", "Montant prévu", "Planned", "Budgeted"),
    "spent": ("Réalisé", "Dépensé", "Consommé", "Réel", "Spent", "Actual"),
    "committed": ("Engagé", "Commandé", "Committed", "Ordered"),
}  # fmt: skip
FIELDS: Mapping[str, tuple[str, ...]] = {
    LINES: (
        "order", "line", "supplier", "address", "reference", "article", "supplier_article", "quantity", "unit", "price",
        "ordered_on", "due", "promised", "confirmed_quantity", "confirmed_price", "received", "received_on", "invoiced",
        "status", "service", "budget", "amount", "note",
    ),
    SUPPLIERS: ("supplier", "address", "language", "goods", "takes", "lead_time", "minimum", "terms"),
    BUDGET: ("key", "label", "planned", "spent", "committed"),
    RECEIPTS: ("order", "line", "reference", "article", "received", "received_on", "delivery_note", "price", "due", "promised"),
}  # fmt: skip
NAMES: Mapping[str, Text] = {
    LINES: say("the order lines"),
    SUPPLIERS: say("the suppliers"),
    BUDGET: say("the budget"),
    RECEIPTS: say("what came"),
}
#: What each column is called for people.
FIELD_NAMES: Mapping[str, Text] = {
    "order": say("order number"), "line": say("line"), "supplier": say("supplier"), "address": say("e-mail address"),
    "reference": say("reference"), "article": say("article"), "supplier_article": say("supplier’s reference"),
    "quantity": say("quantity"), "unit": say("unit"), "price": say("price"), "ordered_on": say("ordered on"),
    "due": say("wanted by"), "promised": say("promised for"), "confirmed_quantity": say("confirmed quantity"),
    "confirmed_price": say("confirmed price"), "received": say("quantity received"), "received_on": say("received on"),
    "invoiced": say("quantity invoiced"), "status": say("status"), "service": say("is a service"),
    "budget": say("budget line"), "amount": say("amount"), "note": say("note"), "language": say("language"),
    "goods": say("what they sell"), "takes": say("forms they take"), "lead_time": say("lead time"),
    "minimum": say("minimum order"), "terms": say("terms"), "key": say("budget line"), "label": say("label"),
    "delivery_note": say("delivery note"), "planned": say("planned"), "spent": say("spent"), "committed": say("committed"),
}  # fmt: skip


def words_of(part: str, own: Mapping[str, tuple[str, ...]] | None = None) -> Mapping[str, tuple[str, ...]]:
    """What each field of a table may be called; `own` are the office's words, which come first."""
    own = own or {}
    return {name: (*own.get(name, ()), *_OWN.get(name, ()), *SYNONYMS.get(name, ())) for name in FIELDS[part]}
