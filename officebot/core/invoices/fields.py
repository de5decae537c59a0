"""What the columns of an invoice register are called, and the words of its states, in French and in English."""

from __future__ import annotations

from collections.abc import Mapping

from officebot.core.invoices.known import RegisterState
from officebot.core.text import Text, say
from officebot.core.workbooks.words import SYNONYMS, plain

#: The one table that is looked for.
REGISTER = "register"
NAME = say("the invoice register")
_OWN: Mapping[str, tuple[str, ...]] = {
    "received_on": (
        "Reçue le", "Reçu le", "Date de réception", "Réception", "Arrivée le", "Received on", "Received", "Date received",
    ),
    "number": (
        "N° facture", "N° de facture", "Numéro de facture", "Facture", "Facture n°", "Réf. facture", "N° pièce", "Numéro",
        "N°", "Invoice number", "Invoice no", "Invoice", "Invoice ref", "Number", "Document no",
    ),
    "supplier": ("Fournisseur", "Nom du fournisseur", "Émetteur", "Tiers", "Supplier", "Vendor", "Seller", "Supplier name"),
    "vat_number": (
        "N° TVA", "N° de TVA", "TVA intracommunautaire", "N° TVA intracom", "VAT number", "VAT no", "VAT ID", "VAT reg no",
    ),
    "siren": ("SIREN", "SIRET", "N° SIREN", "N° SIRET", "Company number"),
    "issued": (
        "Date de facture", "Date facture", "Date d'émission", "Émise le", "Date", "Invoice date", "Issue date", "Issued on",
        "Date of invoice",
    ),
    "due": ("Échéance", "Date d'échéance", "À payer le", "À régler le", "Payable le", "Due date", "Due", "Due on", "Pay by"),
    "net": ("Montant HT", "Total HT", "HT", "Net HT", "Net amount", "Net", "Total net", "Amount excl. VAT", "Excl. VAT"),
    "vat": ("TVA", "Montant TVA", "Total TVA", "Dont TVA", "VAT", "VAT amount", "Total VAT", "Tax"),
    "gross": (
        "Montant TTC", "Total TTC", "TTC", "Montant", "Total", "Gross amount", "Gross", "Total incl. VAT", "Incl. VAT", "Amount",
    ),
    "payable": ("Net à payer", "Reste à payer", "À payer", "Reste dû", "Solde", "Payable", "Amount due", "To pay", "Balance"),
    "currency": ("Devise", "Monnaie", "Currency", "Cur."),
    "order": (
        "N° commande", "N° de commande", "Commande", "Bon de commande", "N° BC", "BC", "Order number", "Order no", "PO number",
        "PO", "Order", "Purchase order",
    ),
    "budget": (
        "Ligne budgétaire", "Budget", "Imputation", "Compte", "Code analytique", "Budget line", "Budget code", "Cost centre",
        "Cost center", "Account code",
    ),
    "iban": ("IBAN", "Compte bancaire", "RIB", "Bank account", "Account number", "Coordonnées bancaires"),
    "state": ("État", "Statut", "Situation", "Status", "State"),
    "paid_on": (
        "Payée le", "Payé le", "Réglée le", "Date de paiement", "Date de règlement", "Payée", "Réglée", "Paid on", "Paid",
    ),
    "kind": ("Type", "Nature", "Type de pièce", "Kind", "Document type"),
    "refers_to": ("Facture d'origine", "Avoir sur facture", "Credit of", "Original invoice"),
    "file": ("Fichier", "Pièce jointe", "Lien", "Document", "File", "Attachment", "Link", "Scan"),
    "period": ("Période", "Mois", "Exercice", "Period", "Month"),
    "note": ("Remarque", "Remarques", "Commentaire", "Observations", "Note", "Notes", "Comment", "Remarks"),
}  # fmt: skip
FIELDS = tuple(_OWN)
#: The columns that hold days.
DAYS = ("received_on", "issued", "due", "paid_on")
#: What each column is called for people.
FIELD_NAMES: Mapping[str, Text] = {
    "received_on": say("received on"), "number": say("invoice number"), "supplier": say("supplier"),
    "vat_number": say("VAT number"), "siren": say("SIREN or SIRET"), "issued": say("day of issue"), "due": say("due day"),
    "net": say("net amount"), "vat": say("VAT amount"), "gross": say("gross amount"), "payable": say("to pay"),
    "currency": say("currency"), "order": say("order number"), "budget": say("budget line"), "iban": say("account"),
    "state": say("status"), "paid_on": say("paid on"), "kind": say("kind of document"),
    "refers_to": say("invoice that it gives back"), "file": say("file"), "period": say("period"), "note": say("note"),
}  # fmt: skip

#: The first word of each is what is written where the register has none of its own: French, English.
_STATES: Mapping[RegisterState, tuple[str, ...]] = {
    RegisterState.entered: (
        "Saisie", "Entered", "Enregistrée", "Reçue", "À payer", "À régler", "En cours", "Ouverte", "À valider", "Received",
        "Open", "To pay", "Unpaid", "Booked", "New", "Non payée", "Due",
    ),
    RegisterState.held: (
        "Bloquée", "Held", "En attente", "Litige", "En litige", "Suspendue", "À vérifier", "Contestée", "On hold", "Blocked",
        "Disputed", "Pending", "To check", "Query",
    ),
    RegisterState.approved: (
        "Validée", "Approved", "Bon à payer", "BAP", "Approuvée", "Vérifiée", "Autorisée", "Ok", "Released", "Checked", "Cleared",
    ),
    RegisterState.paid: ("Payée", "Paid", "Réglée", "Soldée", "Virée", "Prélevée", "Settled", "Lettrée", "Closed"),
    RegisterState.refused: (
        "Refusée", "Refused", "Rejetée", "Annulée", "Retournée", "Rejected", "Cancelled", "Canceled", "Void", "Returned",
    ),
}  # fmt: skip


def _stems(words: str) -> tuple[str, ...]:
    """Words as they are compared, of either gender: « payé » is « payée »."""
    return tuple(word.removesuffix("ee") + "e" if word.endswith("ee") else word for word in plain(words))


_STATE_OF = {_stems(words): state for state, all_of in _STATES.items() for words in all_of}
_CREDIT = frozenset(
    {("avoir",), ("note", "credit"), ("credit", "note"), ("credit",), ("facture", "avoir"), ("remboursement",)}
)


def words_of(own: Mapping[str, tuple[str, ...]] | None = None) -> Mapping[str, tuple[str, ...]]:
    """What each column may be called; `own` are the office's words, which come first."""
    own = own or {}
    shared = {
        "supplier": "supplier",
        "due": "due",
        "order": "order",
        "budget": "budget",
        "note": "note",
        "number": "invoice",
    }
    return {
        field: (*own.get(field, ()), *words, *(SYNONYMS[shared[field]] if field in shared else ()))
        for field, words in _OWN.items()
    }


def state_in(words: str) -> RegisterState | None:
    """The state that a cell's words say; None for others. « Payé le 12/11 » says the first of its words."""
    stems = _stems(words)
    return _STATE_OF.get(stems) or _STATE_OF.get(stems[:2]) or _STATE_OF.get(stems[:1])


def state_words(state: RegisterState, language: str) -> str:
    """What a state is called where the register has no word of its own."""
    french, english = _STATES[state][:2]
    return french if language == "fr" else english


def is_credit_word(words: str) -> bool:
    """Whether a cell says that the row is a credit note."""
    return plain(words) in _CREDIT
