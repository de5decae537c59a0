"""Money, numbers, days, lists and sentences as a printer sets them in French and English: what templates write `|` before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from officebot.core.expressions import expression
from officebot.core.money import half_up
from officebot.core.money import money as written
from officebot.core.text import Language, in_words

_NARROW, _FIXED = "\u202f", "\u00a0"
_DAYS: dict[Language, tuple[str, ...]] = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MOST_DECIMALS = 12
#: A number larger than any office writes.
_LARGEST = Decimal(10) ** 30


def number(value: Any, language: Language, decimals: int | None = None) -> str:
    """`1 234,5` or `1,234.5`; with that many decimals, if told. Raises ValueError for what is no number."""
    amount = _decimal(value)
    if decimals is not None:
        step = Decimal(1).scaleb(-max(0, min(int(decimals), _MOST_DECIMALS)))
        amount = half_up(amount, step)
    words = in_words(abs(amount), language)
    return f"−{words}" if amount < 0 else words


def money(value: Any, language: Language, currency: str = "EUR") -> str:
    """`1 234,50 €` or `€1,234.50`; a currency without a sign of its own by its three letters."""
    return written(_decimal(value), str(currency).upper(), language)


def percent(value: Any, language: Language, decimals: int = 0) -> str:
    """`12,5 %` or `12.5%` of 0.125."""
    words = number(_decimal(value) * 100, language, decimals)
    return f"{words}{_FIXED}%" if language == "fr" else f"{words}%"


def day(value: Any, language: Language) -> str:
    """`24 novembre 2026`, “24 November 2026”. Raises ValueError for what is no day."""
    return in_words(_day(value), language).replace(" ", _FIXED, 1)


def day_long(value: Any, language: Language) -> str:
    """`mardi 24 novembre 2026`, “Tuesday 24 November 2026”."""
    found = _day(value)
    return f"{_DAYS[language][found.weekday()]} {day(found, language)}"


def day_short(value: Any) -> str:
    """`24/11/2026`, as tables have it in both languages."""
    return f"{_day(value):%d/%m/%Y}"


def time_of_day(value: Any, language: Language) -> str:
    """`9 h 30`, `14 h` or “9:30”, “14:00”. Raises ValueError for what is no time."""
    found = _time(value)
    if language == "fr":
        minutes = f"{_FIXED}{found.minute:02d}" if found.minute else ""
        return f"{found.hour}{_FIXED}h{minutes}"
    return f"{found.hour}:{found.minute:02d}"


def and_list(values: Iterable[Any], language: Language, word: str = "") -> str:
    """`A, B et C`, “A, B and C”; another word between the last two, if told."""
    words = [in_words(one, language) for one in ([values] if isinstance(values, str) else values)]
    if len(words) < 2:
        return "".join(words)
    last = word or {"fr": "et", "en": "and"}[language]
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


#: Blanks before : and » and after «, which are as wide as others but never break.
_FRENCH: Sequence[tuple[re.Pattern[str], str]] = (
    (expression(r"“ ?([^“”\n]{1,2000}?) ?”"), f"«{_FIXED}\\1{_FIXED}»"),
    (expression(r'(?<![\w"])"([^"\n]{1,2000})"(?![\w"])'), f"«{_FIXED}\\1{_FIXED}»"),
    (expression(r"(?<=«) ?(?=[^\s»])"), _FIXED),
    (expression(r"(?<=[^\s«]) ?(?=»)"), _FIXED),
    # Not in times (14:30), addresses (https://, mailto:x) and entities: a blank, the line's end or a mark must follow.
    (expression(r"(?<=[^\s:;!?«]) ?(?=:(?:\s|$))"), _FIXED),
    (expression(r"(?<=[^\s;!?«&]) ?(?=[;!?]{1,3}(?:[\s»)]|$))"), _NARROW),
    (expression(r"(?<=\d) (?=\d{3}(?!\d))"), _NARROW),
    (expression(r"(?<=\d) ?(?=[%€$£](?![\w]))"), _FIXED),
    (expression(r"(?<=\w)'(?=\w)"), "’"),
    (expression(r"\b(M|MM|Mme|Mmes|Mlle|Dr|Me|n°|no|p|art)(\.?) (?=\S)"), f"\\1\\2{_FIXED}"),
    (expression(r"\b(\d{1,2}|1er) (?=(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|"
                r"décembre)\b)"), f"\\1{_FIXED}"),
)  # fmt: skip
_ENGLISH: Sequence[tuple[re.Pattern[str], str]] = (
    (expression(r'(?<![\w"])"([^"\n]{1,2000})"(?![\w"])'), "“\\1”"),
    (expression(r"(?<=\w)'(?=\w)"), "’"),
    (expression(r"\b(Mr|Mrs|Ms|Dr|No)(\.?) (?=[A-Z\d])"), f"\\1\\2{_FIXED}"),
)


def typography(words: str, language: Language) -> str:
    """A sentence with the marks and blanks of its language: guillemets and no-break spaces in French."""
    text = words.replace("...", "…")
    doubled = _FIXED * 2
    for pattern, put in _FRENCH if language == "fr" else _ENGLISH:
        text = pattern.sub(put, text)
    return text.replace(doubled, _FIXED)


# ── what values are ───────────────────────────────────────────────────────────────────────────────────────


def _decimal(value: Any) -> Decimal:
    if isinstance(value, bool) or value is None:
        raise ValueError("number")
    try:
        found = Decimal(str(value).strip().replace("\u202f", "").replace("\u00a0", "").replace(" ", ""))
    except InvalidOperation:
        raise ValueError("number") from None
    if not found.is_finite() or abs(found) > _LARGEST or found.adjusted() < -_MOST_DECIMALS * 3:
        raise ValueError("number")
    return found


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(str(value).strip()).date()
    except ValueError:
        raise ValueError("day") from None


def _time(value: Any) -> time:
    if isinstance(value, datetime):
        return value.time()
    words = str(value).strip()
    try:
        return datetime.fromisoformat(words).time() if "T" in words else time.fromisoformat(words)
    except ValueError:
        raise ValueError("time") from None
