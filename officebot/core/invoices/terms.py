"""Terms of payment as invoices word them, French and English: days, the month's end, a discount for paying early."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from officebot.core.expressions import expression
from officebot.core.trade.reading.folding import folded

_LONGEST_TEXT = 20_000
_DAYS = expression(r"(?<![\d.,])(\d{1,3}) ?(?:j\b\.?|jrs?\b|jours?|days?)")
_NET = expression(r"\b(?:net|n) ?(\d{1,3})\b(?![.,/%]\d)(?! ?(?:%|eur|€))")
_OTHER_DAYS = expression(
    r"escompte|discount|penalit|interets? de retard|indemnit|late (?:fee|payment)|retractation|garantie|reclam|warrant"
    r"|livr|deliver|retour|return|valable|valid"
)
_SENTENCE = expression(r"[.;:]\s|\n")
_AT_ONCE = expression(
    r"(?:a|des) (?:la )?reception|comptant|(?:up)?on receipt|due immediately|immediate payment|payment in advance"
    r"|cash on delivery|a la commande|due now"
)
_AT_MONTH_END = expression(r"(?:a |payable |au )?fin (?:de|du) mois|end of (?:the )?month|\beom\b")
_BEFORE_DAYS = expression(
    r"fin (?:de|du) mois,? ?(?:\+|plus|puis|a)? ?$|(?:end of (?:the )?month|\beom\b),? ?(?:\+|plus)? ?$"
)
_FROM_MONTH_END = expression(
    r"^ ?(?:nets? )?(?:(?:a (?:compter|partir) (?:de la|du)|apres la|apres) ?fin (?:de|du) mois"
    r"|from (?:the )?end of (?:the )?month|after (?:the )?end of (?:the )?month)"
)
_TO_MONTH_END = expression(
    r"^ ?(?:nets? )?(?:date (?:de |d')facture ?)?,? ?(?:fin (?:de|du) mois|f\.?d\.?m\b|end of (?:the )?month|eom\b)"
)
_ON_THE = expression(r"^[^.;\n]{0,20}?\ble (\d{1,2})\b|^[^.;\n]{0,20}?\bthe (\d{1,2})(?:th|st|nd|rd)\b")
_SKONTO = expression(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?) ?%? ?/ ?(\d{1,2}),? ?(?:net|n) ?/? ?\d{1,3}")
_DISCOUNT = expression(r"escompte|discount|remise pour paiement")
_NO_DISCOUNT = expression(
    r"(?:pas|sans|aucun|nul|neant|ni)\b.{0,12}escompte|escompte.{0,25}(?:neant|nul\b|0 ?%|aucun)"
    r"|no (?:early )?(?:payment )?discount"
)
_PERCENT = expression(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?) ?%")
_WITHIN = expression(
    r"(?:sous|dans les|dans|a|within|in|before|avant|:) (?:un delai de )?(\d{1,2}) ?(?:j\b|jours?|days?)"
    r"|(?:premiers?|first) (\d{1,2}) (?:jours?|days?)"
)


class MonthEnd(StrEnum):
    """Which comes first where terms say “end of month”: the days, the month's end, or either."""

    none = ""
    after_days = "after-days"  # 30 days, then the end of that month
    before_days = "before-days"  # the end of the month, then 30 days
    either = "either"  # “30 jours fin de mois” alone means both to different people


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """What may be taken off for paying early: `rate` in % until so many days after issue; the words as they stand."""

    rate: Decimal
    days: int
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Terms of payment: so many days, from issue or receipt, to the month's end and a day of the next (“le 10”)."""

    days: int = 0
    month_end: MonthEnd = MonthEnd.none
    day_of_month: int | None = None
    words: str = ""


def terms_in(words: Sequence[str]) -> Terms | None:
    """The terms of payment that these words name, French or English; None for none."""
    for text in words:
        plain = folded(text[:_LONGEST_TEXT])
        for found in _DAYS.finditer(plain):
            # A discount, a penalty and an indemnity have their days too.
            if not _is_of_something_else(plain, found):
                return _terms(plain, text, found)
        net = _NET.search(plain)
        if net is not None:
            return _terms(plain, text, net)
        at_end = _AT_MONTH_END.search(plain)
        if at_end is not None:
            return Terms(month_end=MonthEnd.after_days, words=text[at_end.start() : at_end.end()])
        at_once = _AT_ONCE.search(plain)
        if at_once is not None:
            return Terms(words=text[at_once.start() : at_once.end()])
    return None


def discount_in(words: Sequence[str]) -> Discount | None:
    """The discount for early payment that these words offer; None for none, and for « pas d’escompte »."""
    for text in words:
        plain = folded(text[:_LONGEST_TEXT])
        found = _SKONTO.search(plain)
        if found is not None:
            return Discount(rate=_rate(found[1]), days=int(found[2]), words=text[found.start() : found.end()])
        for offered in _DISCOUNT.finditer(plain):
            near = plain[max(0, offered.start() - 70) : offered.end() + 90]
            rate, days = _PERCENT.search(near), _WITHIN.search(near)
            if rate is None or days is None or _NO_DISCOUNT.search(near):
                continue
            return Discount(rate=_rate(rate[1]), days=int(days[1] or days[2]), words=" ".join(near.split()))
    return None


def _terms(plain: str, text: str, found: re.Match[str]) -> Terms:
    """Terms around a number of days."""
    behind = plain[found.end() : found.end() + 60]
    before = plain[max(0, found.start() - 40) : found.start()]
    start, end, how = found.start(), found.end(), MonthEnd.none
    if first := _BEFORE_DAYS.search(before):
        start, how = found.start() - len(before) + first.start(), MonthEnd.before_days
    elif first := _FROM_MONTH_END.match(behind):
        end, how = found.end() + first.end(), MonthEnd.before_days
    elif first := _TO_MONTH_END.match(behind):
        end, how = found.end() + first.end(), MonthEnd.either
    on = _ON_THE.match(plain[end : end + 30]) if how is not MonthEnd.none else None
    day = int(on[1] or on[2]) if on is not None else None
    if on is not None:
        end += on.end()
    is_day = day is not None and 1 <= day <= 31
    return Terms(days=int(found[1]), month_end=how, day_of_month=day if is_day else None, words=text[start:end])


def _is_of_something_else(plain: str, found: re.Match[str]) -> bool:
    before = _SENTENCE.split(plain[max(0, found.start() - 40) : found.start()])[-1]
    behind = _SENTENCE.split(plain[found.end() : found.end() + 12])[0]
    return _OTHER_DAYS.search(f"{before} {behind}") is not None


def _rate(words: str) -> Decimal:
    return Decimal(words.replace(",", "."))
