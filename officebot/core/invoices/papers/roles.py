"""What the words before an amount call it: net, VAT, gross, to be paid, paid before; or none of an invoice's sums."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from officebot.core.expressions import expression


class Role(StrEnum):
    """What an amount is called."""

    net = "net"
    vat = "vat"
    gross = "gross"
    payable = "payable"
    prepaid = "prepaid"
    discount = "discount"
    total = "total"  # without a word about taxes
    none = ""


#: Sums of something else: of the order, of a page, of before, of the firm.
_OTHER = expression(
    r"capital|(?<![a-z])(?:a )?report(?:er)?\b|carried|brought|ubertrag|transport(?:eren)?\b|penalit|indemnit"
    r"|frais de recouvrement"
    r"|recovery|\bcommande\b|(?:order|contract)\b|marche\b|\bbon\b|bestell|offerte|devis\b"
    r"|precedent|anterieur|previous|vorig|vorher|minimum|franco|franchise|seuil|economi|you save|saving|poids|weight|gewicht"
    r"|skonto|escompte|cash discount|betalingskorting|prix|price|preis|prijs|p\.? ?u\b|unit|eco-?(?:taxe|part)"
    r"|dont (?!tva)|of which"
    r"|davon|waarvan|page \d|jour|days|echeance|cumul|year to date|budget|limit|plafond|garanti|retenue|caution"
)
_PREPAID = expression(
    r"acompte|avance\b|arrhes|deja (?:regle|paye|verse|percu)|(?:montant|somme) (?:regle|paye|verse)e?\b|(?:amount "
    r"|already |pre-?)paid"
    r"|paid (?:to date|amount|by|with|through|on)|^paid\b|payments?(?: received| made|$)|deposit|less payment"
    r"|anzahlung|vorauszahlung"
    r"|abschlagszahlung|bereits (?:ge|be)zahlt|gezahlt|reeds (?:betaald|voldaan)|aanbetaling|voldaan|acconto|anticipo"
    r"|pagado|zaplacono"
    r"|reglements?(?: recus?| effectues?)?$|credits? applied|'ideal'|^regle\b|^paye\b"
)
_PAYABLE = expression(
    r"net a (?:payer|regler|verser)|reste (?:a (?:payer|regler)|du)|solde(?: (?:a (?:payer|regler)|du))?\b|balance"
    r"|amount (?:due|payable|owing)"
    r"|total(?: amount)? (?:due|payable)|due payable|montant (?:du\b|a (?:payer|regler))|(?:somme|total) a (?:payer"
    r"|regler)|^a (?:payer|regler)"
    r"|zahlbetrag|zu zahlen|zahlender|restbetrag|offener betrag|te (?:betalen|voldoen)|openstaand|da pagare|a pagar|do zaplaty"
    r"|outstanding|residual|please pay|to (?:be )?pa(?:y|id)\b|payable|^due\b|montant total du\b"
)
_EXCLUDED = (
    r"(?:h\.?t\b|hors tax|hors tva|excl|exkl|ex\.? (?:vat|btw)|exclusief|sans tva|sans taxe|before (?:tax"
    r"|vat)|ohne (?:mwst|ust)|zonder btw)"
)
_NET = expression(
    r"(?<![a-z])"
    + _EXCLUDED
    + r"|sub-?[ ]?tota|sous-?[ ]?total|zwischensumme|netto|(?<![a-z])nett?\b(?! (?:\d|a payer|30|days))|goods total"
    r"|total (?:net|lignes|goods)|imponibile|base imponible|taxable|total (?:brut )?h\.?t\b|(?<![a-z])base\b"
)
_GROSS = expression(
    r"t\.?t\.?c\b|toutes taxes|taxes comprises|tva (?:comprise|incluse)|incl|inkl|brutto|gross|grand total|gesamtbetrag"
    r"|gesamtsumme|rechnungsbetrag|rechnungssumme|endbetrag|endsumme|rechnungstotal|invoice total"
    r"|total (?:of |for )?(?:this |the |de la )?(?:invoice|facture)"
    r"|factuur(?:bedrag|totaal)|totaalbedrag|totale (?:fattura|documento)|importe total|total factura|razem"
    r"|montant (?:total )?(?:de la |de l'|de cette )?facture|with (?:vat|tax)|avec tva|mit (?:mwst|ust)"
)
_VAT = expression(
    r"(?<![a-z])(?:t\.?v\.?a\b|v\.?a\.?t\b|tax(?:es|e)?\b|gst\b|hst\b|mwst|m\.w\.st|ust\b|ust[.-]|umsatzsteuer|mehrwertsteuer|steuer"
    r"|btw\b|i\.?v\.?a\b|imposta|podatek|omzetbelasting)"
)
_VAT_EXCLUDED = expression(r"(?<![a-z])" + _EXCLUDED)
_VAT_INCLUDED = expression(r"incl|inkl|compris|inbegrepen|with (?:vat|tax)|mit (?:mwst|ust)|avec tva")
_TOTAL = expression(
    r"(?:le )?(?:totaux|totals?|totaal|gesamt|summe|totale|suma|betrag|montant total|total amount|amount total|total general)"
    r"(?: (?:eur|gbp|usd|chf|€|£|\$|en euros?|in eur))?[ :*]{0,3}(?:\(?(?:eur|gbp|usd|chf|€|£|\$)\)?)?[ :]{0,2}"
)
_DISCOUNT = expression(
    r"(?<![a-z])(?:remise|rabais|ristourne|discount|rabatt|nachlass|korting|sconto|descuento|rabat)s?\b"
)
_WHOLE_VAT = expression(
    r"total|montant (?:de la )?(?:tva|t\.v\.a)|(?:tax|vat) (?:total|amount)|gesamt|taxes$|totaal|^(?:tva|vat|tax|btw"
    r"|mwst\.?|iva|ust\.?)[ :]{0,2}$"
)


@lru_cache(maxsize=4096)
def role_of(label: str) -> Role:
    """What folded words call the amount that they stand before."""
    words = label.strip(" :")
    if not words or _OTHER.search(words):
        return Role.none
    if _DISCOUNT.search(words) and "total" not in words and "net" not in words:
        return Role.discount
    if _PREPAID.search(words) and not _PAYABLE.search(words):
        return Role.prepaid
    if _PAYABLE.search(words):
        return Role.payable
    return _taxed(words)


def _taxed(words: str) -> Role:
    """By the words about taxes."""
    is_vat = _VAT.search(words) is not None
    is_excluded, is_included = _VAT_EXCLUDED.search(words) is not None, _VAT_INCLUDED.search(words) is not None
    if is_excluded:
        return Role.none if is_included else Role.net
    if is_included or _GROSS.search(words):
        return Role.gross
    if is_vat:
        return (
            Role.none if re.search(r"(?<![a-z])base\b|net (?:a|total)|nettopreis|numero|n°|id\b", words) else Role.vat
        )
    if _NET.search(words):
        return Role.net
    return Role.total if _TOTAL.fullmatch(words) else Role.none


def is_beside_the_point(label: str) -> bool:
    """Whether folded words name what an invoice's sums do not depend on: its firm's capital, a penalty, a price."""
    return _OTHER.search(label) is not None


def is_whole_vat(label: str) -> bool:
    """Whether folded words speak of the VAT of the whole invoice, not of one rate."""
    return _WHOLE_VAT.search(label.strip(" :")) is not None


def is_tax_included(label: str) -> bool:
    """Whether folded words say that VAT is in what is to be paid: « net à payer TTC »."""
    return _GROSS.search(label) is not None
