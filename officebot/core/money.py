"""Money as it is rounded, and as it is written in French and in English, wherever it is reckoned or shown."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

from officebot.core.text import Language, in_words

#: The signs of currencies that have one; others are written by their three letters (ISO 4217).
SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
MINUS = "\u2212"
#: No line breaks here.
_FIXED = "\u00a0"
CENT = Decimal("0.01")
#: Far beyond any office, yet a typing error of twenty digits must not end in a traceback.
_WIDE = Context(prec=400)


def cents(value: Decimal) -> Decimal:
    """The amount to two decimals, a half away from zero, as accounts round it: 0.13 of 0.125, -0.13 of -0.125.

    The one way in which money is rounded here. The rules of EN 16931 alone round otherwise below zero, as their schematrons
    do: `officebot.core.invoices.rules.sums.cents`. Raises InvalidOperation for what is not finite.
    """
    return half_up(value, CENT)


def half_up(value: Decimal, step: Decimal) -> Decimal:
    """The number to the decimals of `step`, 0.0001 for instance, a half away from zero: what stands beside money rounds alike."""
    return value.quantize(step, ROUND_HALF_UP, _WIDE)


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
