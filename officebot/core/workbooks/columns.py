"""Columns of text turned into numbers and days, where all that stands in them leaves no doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.workbooks.cells import Value
from officebot.core.workbooks.days import Order, order_of, read_day
from officebot.core.workbooks.numbers import Amount, Doubt, Mark, mark_of, read_number

_CODE = expression(r"[+]?0\d+|\d{16,}")
_PLAIN = expression(r"-?\d{1,15}")
#: As programs write very small and very large numbers; `12E5` is a code.
_POWER = expression(r"-?\d(?:\.\d{1,17})?[eE][+-]\d{1,2}")
_POINT = expression(r"-?\d{1,15}\.\d{1,15}")
#: A column of this name holds names made of digits, which nobody reckons with.
_NAMES = expression(
    r"t[ée]l\b|t[ée]l[ée]phone|phone|mobile|portable|fax|siren|siret|iban|ean\b|gtin|code.?barres|barcode|isbn|postal|zip\b",
    re.IGNORECASE,
)
_TRUTHS = {"true": True, "false": False, "vrai": True, "faux": False}


@dataclass(frozen=True, slots=True)
class Habits:
    """How one file writes: the mark before its decimals, the order of day and month."""

    mark: Mark = ""
    order: Order = ""


def typed_rows(rows: Mapping[int, Sequence[Value]], separator: str) -> dict[int, Sequence[Value]]:
    """The rows of a text file with numbers and days typed; a column of codes (`007`), of names or with a doubt stays text."""
    habits = _habits(rows.values(), separator)
    columns = _columns(rows)
    kept = {place for place, values in columns.items() if _are_names(values)}
    doubted = {place: _leaves_doubt(values, habits) for place, values in columns.items()}
    made: dict[int, Sequence[Value]] = {}
    for number, row in rows.items():
        made[number] = [
            value if value is None or place in kept else typed(str(value), habits, doubted[place])
            for place, value in enumerate(row)
        ]
    return made


def typed(text: str, habits: Habits, doubted: bool = False) -> Value:
    """The number, day or truth that a text is; else the text."""
    if _PLAIN.fullmatch(text):
        return int(text)
    if not doubted and habits.mark != "," and (_POINT.fullmatch(text) or _POWER.fullmatch(text)):
        return float(text)
    if text.lower() in _TRUTHS:
        return _TRUTHS[text.lower()]
    if doubted or not any(letter.isdigit() for letter in text[:60]):
        return text
    day = read_day(text, habits.order)
    if day is not None:
        return text if isinstance(day, Doubt) else day
    number = read_number(text, habits.mark)
    if isinstance(number, Amount) and not number.unit:
        return number.value
    return text


def read_as_numbers(values: Sequence[Value]) -> tuple[Sequence[Value], str] | None:
    """A workbook's column of texts such as `1 234,56 €`, read as numbers, and their currency; None for any other column.

    Texts of plain digits stay what they are: whoever stores `00123` or `75011` as text means a name.
    """
    texts = [value for value in values if isinstance(value, str) and value.strip()]
    if not texts or all(_PLAIN.fullmatch(text.strip()) or _CODE.fullmatch(text.strip()) for text in texts):
        return None
    mark = mark_of(texts)
    made: list[Value] = []
    currencies: set[str] = set()
    for value in values:
        if not isinstance(value, str) or not value.strip():
            if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str | None):
                return None
            made.append(value if isinstance(value, int | float | Decimal) else None)
            continue
        found = read_number(value, mark)
        if not isinstance(found, Amount) or found.unit or _CODE.fullmatch(value.strip()) or value.strip().isalpha():
            return None
        made.append(found.value)
        currencies.add(found.currency)
    currencies.discard("")
    # Two currencies in one column are no numbers that may be added.
    return (made, "".join(currencies)) if len(currencies) < 2 else None


def _habits(rows: Iterable[Sequence[Value]], separator: str) -> Habits:
    texts = [value for row in rows for value in row if isinstance(value, str) and len(value) <= 40]
    numeric = [text for text in texts if text[-1:].isdigit() or text[:1].isdigit()]
    days = [text for text in numeric if "/" in text or "-" in text]
    mark = mark_of([text for text in numeric if _looks_numeric(text)])
    # A comma that parted the values needs quotes around one in a number: French programs then take the semicolon.
    if not mark and separator == ";":
        mark = ","
    order = order_of(days)
    if not order and (mark == "," or separator == ";"):
        order = "dmy"
    return Habits(mark=mark, order=order)


def _looks_numeric(text: str) -> bool:
    found = read_number(text, ".")
    return isinstance(found, Amount) and not found.unit


def _columns(rows: Mapping[int, Sequence[Value]]) -> dict[int, list[Value]]:
    columns: dict[int, list[Value]] = {}
    for row in rows.values():
        for place, value in enumerate(row):
            columns.setdefault(place, []).append(value)
    return columns


def _are_names(values: Sequence[Value]) -> bool:
    texts = [value for value in values if isinstance(value, str)]
    return any(_CODE.fullmatch(text) for text in texts) or any(
        _NAMES.search(text) and not any(letter.isdigit() for letter in text) for text in texts[:3]
    )


def _leaves_doubt(values: Sequence[Value], habits: Habits) -> bool:
    """Whether a number or day of the column may be two: then none of them is read, so that all stay comparable."""
    for value in values:
        if not isinstance(value, str) or len(value) > 40 or not value[:1].isdigit():
            continue
        if "/" in value or "-" in value:
            if isinstance(read_day(value, habits.order), Doubt):
                return True
        elif ("," in value or "." in value) and isinstance(_doubtful(value, habits.mark), Doubt):
            return True
    return False


def _doubtful(text: str, mark: Mark) -> object:
    found = read_number(text, mark)
    return found if getattr(found, "readings", ()) else None
