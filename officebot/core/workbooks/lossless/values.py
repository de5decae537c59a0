"""Cells' values as a worksheet writes them, and back: numbers, words, days, faults (ECMA-376 part 1, §18.3.1.4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from math import isfinite
from xml.sax.saxutils import escape

from officebot.core.expressions import expression
from officebot.core.problems import UserError
from officebot.core.text import say
from officebot.core.workbooks.cells import LONGEST_TEXT, Fault, Formula, Value, to_json
from officebot.core.workbooks.lossless.sheetxml import Grammar, Held, attributes, plain, words_of

_TEXT = expression(rb"<(?:[\w.-]+:)?(t|rPh)\b[^>]*?(?:/>|>(.*?)</(?:[\w.-]+:)?\1\s*>)", re.DOTALL)
_UNWRITABLE = expression(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: What a spreadsheet program would take for the beginning of a formula when a person types it.
_LIKE_FORMULA = expression(r"\s*[=+\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20]")
_FAULTS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", "#SPILL!", "#CALC!"}
)
_MOST_DAYS = 2_958_465
#: The largest number has so many digits less one.
_LARGEST = 307


@dataclass(frozen=True, slots=True)
class Written:
    """What a cell is to hold: its type attribute, what stands between its tags, and what its style must say."""

    kind: bytes
    inner: bytes
    shown_as: str = ""
    """"date", "moment", "time" or "" where any style does."""
    is_quoted: bool = False
    """Whether it looks like a formula and its style has to say that it is text."""


def written(value: Value, rules: Grammar, *, is_1904: bool = False) -> Written:
    """A value as a cell holds it. Text is always text, whatever it begins with. Raises UserError for what no cell holds."""
    tag = rules.tag
    match value:
        case None:
            return Written(b"", b"")
        case bool():
            return Written(b"b", _in(tag(b"v"), b"1" if value else b"0"))
        case Formula():
            return Written(b"", _in(tag(b"f"), _xml(value.text.removeprefix("="))))
        case Fault():
            return Written(b"e", _in(tag(b"v"), _xml(value.text)))
        case int() | float() | Decimal():
            return Written(b"", _in(tag(b"v"), number(value).encode("ascii")))
        case datetime() | date() | time() | timedelta():
            told = repr(serial(value, is_1904=is_1904)).removesuffix(".0").encode("ascii")
            return Written(b"", _in(tag(b"v"), told), _shown_as(value))
        case _:
            if len(value) > LONGEST_TEXT:
                raise UserError(
                    say("A text of {count} characters is too long: a cell holds 32,767.", count=len(value))
                )
            words = kept(value)
            body = b'<%s xml:space="preserve">%s</%s>' % (tag(b"t"), _xml(_guarded(words)), tag(b"t"))
            return Written(b"inlineStr", _in(tag(b"is"), body), is_quoted=bool(_LIKE_FORMULA.match(words)))


def kept(words: str) -> str:
    """A text as a cell keeps it: without the signs that XML does not have, its lines ended in one way."""
    return _UNWRITABLE.sub("", words).replace("\r\n", "\n")


def _shown_as(value: datetime | date | time | timedelta) -> str:
    return "moment" if isinstance(value, datetime) else "date" if isinstance(value, date) else "time"


def number(value: int | float | Decimal) -> str:
    """A number as XML has it. Raises UserError for what is none."""
    if isinstance(value, Decimal):
        if not value.is_finite() or value.adjusted() > _LARGEST:
            raise UserError(say("A cell holds no infinite number."))
        return format(value, "f") if -20 < value.adjusted() < 20 else format(value, "E")
    if isinstance(value, float):
        if not isfinite(value):
            raise UserError(say("A cell holds no infinite number."))
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if abs(value) >= 10**15:
        raise UserError(say("A number of more than 15 digits loses the last ones in a workbook: write it as text."))
    return repr(value)


def serial(value: datetime | date | time | timedelta, *, is_1904: bool = False) -> float:
    """The number that stands for a day or a moment: days since the end of 1899, the 29 February 1900 that never was counted."""
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86_400
    if isinstance(value, timedelta):
        return value.total_seconds() / 86_400
    moment = value.replace(tzinfo=None) if isinstance(value, datetime) else datetime.combine(value, time())
    since = moment - datetime(1904, 1, 1) if is_1904 else moment - datetime(1899, 12, 30)  # noqa: DTZ001
    found = since / timedelta(days=1)
    if not is_1904 and found < 61:
        found -= 1
    if found < (0 if is_1904 else 1):
        raise UserError(say("Workbooks know no day before 1900: write it as text."))
    return found


def moment(number: float, *, is_1904: bool = False) -> datetime | None:
    """The moment that a number stands for, to the second; None for one that stands for none."""
    if not 0 <= number < _MOST_DAYS + 1:
        return None
    base = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
    if not is_1904 and number < 61:
        number += 1
    try:
        return base + timedelta(seconds=round(number * 86_400))
    except OverflowError:
        return None


def read(
    held: Held | None, rules: Grammar, shared: Sequence[str], *, shown_as: str = "", is_1904: bool = False
) -> Value:
    """What a cell shows: of a formula, the value that was reckoned last. `shown_as` is what its style says."""
    if held is None or not held.inner:
        return None
    kind = held.attributes.get("t", b"n")
    if kind == b"inlineStr":
        return words_of(text_of(held.inner))
    found = rules.value.search(held.inner)
    if found is None or found[1] is None:
        return None
    told = plain(found[1])
    match kind:
        case b"s":
            place = int(told) if told.strip().isdecimal() else -1
            return shared[place] if 0 <= place < len(shared) else None
        case b"str":
            return words_of(told)
        case b"b":
            return told.strip() in ("1", "true")
        case b"e":
            return Fault(told)
        case b"d":
            return _iso(told)
    return _number(told.strip(), shown_as, is_1904)


def _iso(told: str) -> Value:
    try:
        return datetime.fromisoformat(told) if "T" in told else date.fromisoformat(told)
    except ValueError:
        return told


def _number(told: str, shown_as: str, is_1904: bool) -> Value:
    try:
        found = float(told)
    except ValueError:
        return told or None
    if shown_as and (when := moment(found, is_1904=is_1904)) is not None:
        if shown_as == "time" and found < 1:
            return when.time()
        return when.date() if shown_as == "date" and when.time() == time() else when
    is_whole = found.is_integer() and abs(found) < 1e15 and "e" not in told.lower()
    return int(found) if is_whole else found


def formula_of(held: Held | None, rules: Grammar) -> tuple[dict[str, bytes], str] | None:
    """The attributes and the text of a cell's formula; None for a cell without one."""
    if held is None or not held.inner:
        return None
    found = rules.formula.search(held.inner)
    if found is None:
        return None
    return attributes(found[1]), plain(found[2] or b"")


def text_of(xml: bytes) -> str:
    """The words of a string item or an inline string, its runs joined, what only says how it is read left out."""
    return "".join(plain(found[2]) for found in _TEXT.finditer(xml) if found[1] == b"t" and found[2])


def same(held: Value, expected: Value) -> bool:
    """Whether a cell holds what somebody expects: numbers by what they are worth, words letter by letter.

    A day, a moment and a fault may be expected in words, as JSON has them.
    """
    if isinstance(held, str) and isinstance(expected, str):
        return kept(held) == kept(expected)
    if isinstance(held, date | time | Fault) and isinstance(expected, str):
        return to_json(held) == expected
    if isinstance(held, bool) or isinstance(expected, bool):
        return held is expected
    if _is_number(held) and _is_number(expected):
        return _decimal(held) == _decimal(expected) or _float(held) == _float(expected)
    if isinstance(held, datetime) and isinstance(expected, date) and not isinstance(expected, datetime):
        return held == datetime(expected.year, expected.month, expected.day)  # noqa: DTZ001
    if isinstance(held, date) and not isinstance(held, datetime) and isinstance(expected, datetime):
        return expected == datetime(held.year, held.month, held.day)  # noqa: DTZ001
    if held in (None, "") and expected in (None, ""):
        return True
    return held == expected


def typed(value: Value, shown_as: str) -> Value:
    """A day that is written as words, where the column holds days."""
    if isinstance(value, str) and shown_as in ("date", "moment"):
        try:
            return datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def _float(value: Value) -> float | None:
    try:
        return float(value) if isinstance(value, int | float | Decimal) else None
    except OverflowError:
        return None


def _decimal(value: Value) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def is_fault(words: str) -> bool:
    """Whether the words are a fault's."""
    return words in _FAULTS


def _guarded(words: str) -> str:
    # `_x0041_` would be read as "A": the underline itself is written so.
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", words)


def _xml(words: str) -> bytes:
    return escape(words).encode("utf-8").replace(b"\r", b"&#13;")


def _in(tag: bytes, inner: bytes) -> bytes:
    return b"<%s>%s</%s>" % (tag, inner, tag)
