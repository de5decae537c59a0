"""Numbers by which documents are called: a document's own, and those of the orders that it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from officebot.core.expressions import expression
from officebot.core.trade.reading.folding import folded

#: A number of a document: letters, digits and signs without a blank, a digit among them; two capitals may stand before.
CODE = r"(?:[a-z]{1,5}[ /-]{1,2})?(?=[a-z./_-]{0,12}\d)[a-z0-9][a-z0-9._/-]{0,28}[a-z0-9]"
_ONE = expression(CODE)
_NUMBER_WORD = r"(?:n ?[°o]s?\.?(?![a-z])|nos?\.|num(?:ero)?s?\b|numbers?\b|nr\.?\b|#|ref(?:erence)?s?\b\.?)"
_SIGN = r"[ ]{0,2}(?:" + _NUMBER_WORD + r")?[ ]{0,2}[:#]?[ ]{0,3}\(?"
_YOUR_ORDER = (
    r"(?:(?:votre|vos|v/|vot\.?|your|yr|customer(?:'s)?|cust\.?|client|buyer(?:'s)?|our client'?s?) ?(?:bon de )?"
    r"(?:commandes?|cdes?|cmdes?|orders?|po|p\.o\.|purchase orders?|bons?|bc|ref(?:erence)?s?|n/ref)\b\.?"
    r"|(?:bons? de commande|(?<!confirmation de )(?<!reception de )(?<!reponse commande )commandes?"
    r"|cdes?|cmdes?|purchase orders?|(?<!sales )orders?|p\.o\.|\bpo)\b(?! (?:ack|conf|resp))"
    r"|(?:(?:your|votre|vot\.?|our|notre) )?(?:request for (?:a )?quotation|rfq|demande de (?:prix"
    r"|devis)|appel d'offres|(?<=your )(?:request|enquiry|inquiry)|(?<=votre )(?:demande"
    r"|consultation))\b\.?"
    r"|(?<![a-z])v[/.] ?(?:ref|cde|commande|bc)\b\.?)"
)
_LABELLED = expression(r"(?<![a-z0-9])" + _YOUR_ORDER + _SIGN)
#: What may stand between a label and its number: the words of « commande de fournitures du 3 mai n° 12 » are too many.
_AND = expression(
    r"\s{0,2}(?:[,;&+]|/(?= )|et |and )\s{0,2}(?:" + _YOUR_ORDER + r" |" + _NUMBER_WORD + r" ?|la |le )?\s{0,2}"
)
_FRENCH_SHORT = expression(r"(?<![a-z0-9])(?:de )?la (?:n ?[°o] ?)?((?=[a-z-]{0,6}\d)[a-z0-9-]{3,16})(?![a-z0-9])")
_BRACKETED = expression(r"\b(?:commande|cde|order|po)s?\b[^().\n]{0,30}\((" + CODE + r")\)")
DATE = expression(
    r"\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?|\d{4}-\d\d-\d\d|\d{1,2}(?:er|st|nd|rd|th)?[ -](?:jan|feb|fev"
    r"|mar|apr|avr|may|mai"
    r"|jun|jui|jul|aug|aou|sep|oct|nov|dec)[a-z]{0,7}[ -]?(?:\d{2,4})?|(?:19|20)\d\d"
)
_UNITS = expression(r"\d{1,4} ?(?:mm|cm|m|g|kg|ml|l|v|w|h|%|€|eur|x\d{1,4}|pcs?|jours?|days?|ans?)")
_WORDS_BEFORE = frozenset(
    {
        "du",
        "de",
        "of",
        "for",
        "from",
        "dated",
        "le",
        "la",
        "les",
        "des",
        "the",
        "a",
        "to",
        "is",
        "no",
        "and",
        "et",
        "on",
        "in",
        "item",
        "items",
        "line",
        "ligne",
        "lines",
        "ref",
        "was",
        "has",
        "sur",
        "par",
        "by",
        "pos",
        "est",
        "nos",
        "at",
        "au",
        "qty",
        "total",
        "page",
        "reference",
        "order",
        "ht",
        "ttc",
        "en",
        "po",
        "over",
        "above",
        "lot",
        "only",
        "with",
    }
)
_MOST = 40


def order_numbers(text: str) -> list[str]:
    """The numbers that a text calls an order's, as they are written, in order, each once."""
    if len(text) > 20_000:
        text = text[:20_000]
    plain = folded(text)
    found: list[str] = []
    for label in _LABELLED.finditer(plain):
        found += _numbers_at(text, plain, label.end())
    found += [text[one.start(1) : one.end(1)] for one in _BRACKETED.finditer(plain)]
    return [one for one in dict.fromkeys(found) if one][:_MOST]


def short_numbers(text: str) -> list[str]:
    """What French mails call an order in short, once all know that orders are spoken of: « la 124 », « la CM26032 »."""
    plain = folded(text[:20_000])
    return [text[one.start(1) : one.end(1)] for one in _FRENCH_SHORT.finditer(plain) if not _is_other(one[1])][:_MOST]


def _numbers_at(text: str, plain: str, at: int) -> Iterator[str]:
    """The numbers from the place on: several where signs or words join them."""
    for _ in range(_MOST):
        found = code_at(text, plain, at)
        if found is None:
            return
        number, at = found
        yield number
        joined = _AND.match(plain, at)
        if joined is None:
            return
        at = joined.end()


def code_at(text: str, plain: str, at: int) -> tuple[str, int] | None:
    """The number that begins at the place, and where it ends; None where a day, a quantity or another word stands there."""
    found = _ONE.match(plain, at)
    if found is None:
        return None
    start, end = found.start(), found.end()
    words = plain[start:end]
    first = re.split(r"[ /-]", words, maxsplit=1)[0]
    if " " in words and (first in _WORDS_BEFORE or not text[start : start + len(first)].isupper()):
        return None
    if _is_other(words) or plain[end : end + 1] in ("@", "%"):
        return None
    return text[start:end], end


def _is_other(words: str) -> bool:
    """Whether this is no number of a document: a day, a year, a measure, a single digit, a word with one digit in it."""
    digits = sum(map(str.isdigit, words))
    return (
        digits < 2
        or DATE.fullmatch(words) is not None
        or _UNITS.fullmatch(words) is not None
        or "@" in words
        or "www." in words
    )


def codes(text: str) -> list[str]:
    """Everything in a text that looks like the number of a document: letters with digits, or many digits."""
    plain = folded(text[:2_000])
    found = []
    at = 0
    while at < len(plain):
        begin = at == 0 or not (plain[at - 1].isalnum() or plain[at - 1] in "./-_@")
        number = code_at(text, plain, at) if begin and plain[at].isalnum() else None
        if number is not None and _is_long(number[0]):
            found.append(number[0])
            at = number[1]
        else:
            at += 1
    return found


def _is_long(number: str) -> bool:
    digits = sum(map(str.isdigit, number))
    return digits >= 4 or (digits >= 2 and len(number) > digits)
