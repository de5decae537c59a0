"""Numbers and days as XML documents write them: XML Schema's decimals and dates, UN/CEFACT's dates by format code."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from officebot.core.expressions import expression

# XML Schema's decimal: no exponent, no thousands. Longer ones are no amounts of this world.
_DECIMAL = expression(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})", re.ASCII)
# A day, whatever follows it: a zone (2026-11-26Z, 2026-11-26+01:00) or a time.
_DAY = expression(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[TZ+-].{0,40})?", re.ASCII)
_CLOSE_DAY = expression(r"([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{0,10}(?:[Z+-].{0,10})?", re.ASCII)


def decimal(text: str) -> Decimal | None:
    """The number exactly as it is written; None for what is none."""
    text = text.strip()
    return Decimal(text) if _DECIMAL.fullmatch(text) else None


def day(text: str) -> date | None:
    """The day of `2026-11-26`, with or without a zone or a time behind it; None for none."""
    return _day(_DAY.fullmatch(text.strip()))


def close_day(text: str) -> date | None:
    """The day of `20261126`, `202611260930` (UN/CEFACT's formats 102, 203, 204), or of a date as `day` reads it."""
    return _day(_CLOSE_DAY.fullmatch(text.strip())) or day(text)


def _day(found: re.Match[str] | None) -> date | None:
    if found is None:
        return None
    year, month, of_month = (int(part) for part in found.groups())
    try:
        return date(year, month, of_month)
    except ValueError:
        return None
