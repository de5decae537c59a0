"""Money as it is written in French and in English, wherever a document, a page or a letter shows it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from officebot.core.text import Language, in_words

#: The signs of currencies that have one; others are written by their three letters (ISO 4217).
SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
MINUS = "\u2212"
#: No line breaks here.
_FIXED = "\u00a0"
_CENT = Decimal("0.01")


def cents(value: Decimal) -> Decimal:
    """The amount to two decimals, a half away from zero, as accounts round it."""
    return value.quantize(_CENT, ROUND_HALF_UP)


def money(value: Decimal, currency: str, language: Language, *, is_signed: bool = False) -> str:
    """« 1 234,50 € » or “€1,234.50”, « 1 234,50 CHF » or “CHF 1,234.50”, with a true minus before all of it.

    With `is_signed` what is above zero has a plus.
    """
    rounded = cents(value)
    digits, sign = in_words(abs(rounded), language), SIGNS.get(currency, currency)
    lead = MINUS if rounded < 0 else "+" if is_signed and rounded else ""
    if not sign:
        return f"{lead}{digits}"
    if language == "fr":
        return f"{lead}{digits}{_FIXED}{sign}"
    return f"{lead}{sign}{_FIXED if sign.isalpha() else ''}{digits}"
