"""An invoice's own number: what its name or a label of a number stands before, never the order's or the customer's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from officebot.core.expressions import expression
from officebot.core.invoices.model import Found
from officebot.core.invoices.papers.places import Said, labelled
from officebot.core.text import Text, say
from officebot.core.trade.paper import Row
from officebot.core.trade.reading.folding import folded
from officebot.core.trade.reading.references import code_at

_SIGN = (
    r"(?:[ -]{0,2}(?:n ?[°o]s?\b\.?|n°|nos?\b\.?|num(?:ero)?\b\.?|number\b|nr\b\.?|nummer\b|#|ref(?:erence)?\b\.?))"
)
_INVOICE = (
    r"(?:facture(?: d'acompte| pro ?forma| de solde| finale)?|tax invoice|invoice|inv|rechnungs?|schlussrechnungs?"
    r"|faktura(?: vat)?|fattura|factura"
    r"|factuur|note d'honoraires)"
)
_CREDIT = (
    r"(?:facture d'avoir|avoir|credit[ -]?(?:note|memo)|note de credit|gutschrifts?|rechnungskorrektur"
    r"|stornorechnungs?|credit(?:nota|factuur)|nota (?:de|di) credito)"
)


def _label(nouns: str) -> re.Pattern[str]:
    """« N° de facture », “Invoice No.”, « Facture FA-12 », “Rechnungs-Nr.”, « Facture / Invoice No. »."""
    other = r"(?: ?/ ?[a-z' ]{3,20})?"
    return re.compile(
        r"(?<![a-z])(?:(?:n ?[°o]\.?|num(?:ero)?\.?|number|nr\.?|no\.) ?(?:de |d'|de la |of |of the "
        r"|van )?" + nouns + r"\b(?![-/])" + other
        + r"|" + nouns + other + _SIGN + r"|" + nouns + r"(?:[ ]?:|(?= [a-z]{0,6}[-/]?\d)|(?= {0,2}$)))"
    )  # fmt: skip


_OF_INVOICE, _OF_CREDIT = _label(_INVOICE), _label(_CREDIT)
_NAMED = expression(r"(?<![a-z])(?:" + _INVOICE + "|" + _CREDIT + r")\b")
_BARE = expression(
    r"^(?:(?:beleg|document|piece)[ -]{0,2})?(?:n ?[°o]\.?|numero|number|nr\.?|nummer|#)(?: ?:|$|(?= [a-z]{0,6}[-/]?\d))"
)
#: Another invoice: the one that a credit note takes back, one of before; or another thing's number.
_OTHER = expression(
    r"(?:sur|relative a|concernant|annule|corrige|rectifie|for|to|zur?|zu|bij|votre|your|ihre|uw)(?: la| the| l'"
    r"| de la)? ?$|ancienne? ?$|precedente? ?$"
    r"|origin\w{0,4} ?$|related ?$"
)
_BEHIND = expression(
    r"(?:liee?|associee?|d'origine|initiale|rectifiee?|precedente|anterieure|related|original|date|du mois|total"
    r"|ligne|adress|address)\b"
)
#: Numbers of another kind that say so themselves.
_ELSE = expression(
    r"(?:iban|bic|swift|tva|btw|vat|ust|siret|siren|rcs|kvk|hrb|naf|ape|tel|fax|client|customer|kunde|klant)(?![a-z])"
)
_MONEY = expression(r"\d{1,9}[.,]\d\d")
#: What may stand behind a number; « 12 rue » and « 10 février » are none.
_ENDS = expression(
    r" {0,2}(?:$|[,;:()|]|[/-] {0,2}(?![ ]?[a-z]{0,3}\d)|(?:du|dated?|of|vom|von|van|del|le|z|page|issued|emise?)\b)"
)
_MOST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundNumber:
    """The number with where it was found; "" with a doubt in its place."""

    number: str = ""
    found: Found | None = None
    doubt: Text | None = None


def own_number(rows: Sequence[Row], *, is_credit: bool) -> FoundNumber:
    """The number that the paper calls its own. Where several are called so, none is taken, and the doubt names them."""
    # What a credit note calls an invoice's number is that of the invoice which it takes back.
    label = _OF_CREDIT if is_credit else _OF_INVOICE
    named = [one for one in labelled(rows, label, _code) if _is_own(one)]
    if not named:
        named = [one for one in labelled(rows[:40], _BARE, _code) if _is_own(one) and _is_below_title(one, rows)]
    distinct = list(dict.fromkeys(_bare(one.value) for one in named))
    if len(distinct) > 1:
        candidates = ", ".join(list(dict.fromkeys(one.value for one in named))[:_MOST])
        return FoundNumber(
            doubt=say(
                "More than one {what} was found: {candidates}.", what=say("invoice number"), candidates=candidates
            )
        )
    if not distinct:
        return FoundNumber(doubt=say("The invoice number was not found."))
    first = named[0]
    times = sum(1 for row in rows if first.value in row.text)
    sure = 0.97 if times > 1 else 0.9
    return FoundNumber(number=first.value, found=Found(words=first.words, page=first.page, confidence=sure))


def _is_own(one: Said[str]) -> bool:
    words = folded(one.words)
    at = words.rfind(one.label)
    before, behind = words[max(0, at - 40) : at], words[at + len(one.label) :]
    return not _OTHER.search(before) and not _BEHIND.search(behind.split(folded(one.value))[0])


def _is_below_title(one: Said[str], rows: Sequence[Row]) -> bool:
    """Whether the paper's name stands just above: « Numéro » elsewhere may be the customer's."""
    return any(_NAMED.search(folded(row.text[:200])) for row in rows[max(0, one.row - 2) : one.row + 1])


def _code(text: str) -> str | None:
    plain = folded(text)
    found = None if _ELSE.match(plain) else code_at(text, plain, 0)
    if found is None or _MONEY.fullmatch(found[0]) is not None or _ENDS.match(plain, found[1]) is None:
        return None
    return found[0].rstrip("./-") or None


def _bare(number: str) -> str:
    return re.sub(r"[^a-z0-9]", "", folded(number))


#: The buyer's order, in the languages whose words `core.trade.reading.references` does not know.
_ORDER = expression(
    r"(?<![a-z])(?:(?:ihre |uw )?(?:bestell(?:ung|nummer|-?nr\.?)|ordernummer|bestelnummer|auftrags(?:nummer"
    r"|-?nr\.?))|(?:your |votre )?(?:order|commande|bon de commande|po|p\.o\.|purchase order)"
    r"(?:[ -]{0,2}(?:n ?[°o]\b\.?|n°|no\b\.?|number\b|nr\b\.?|numero\b|#))?)(?=[ :#]|$)"
)


def order_reference(rows: Sequence[Row], own: str) -> tuple[str, Found] | None:
    """The buyer's order with where it was found; None for none or for several."""
    named = [one for one in labelled(rows[:80], _ORDER, _code) if one.value != own]
    if len({_bare(one.value) for one in named}) != 1:
        return None
    return named[0].value, Found(words=named[0].words, page=named[0].page, confidence=0.9)
