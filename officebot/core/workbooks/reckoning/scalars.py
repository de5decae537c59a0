"""The values that formulas reckon with: numbers, texts, truths, faults, and how one becomes another as in Excel."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import TypeAlias

from officebot.core.expressions import expression
from officebot.core.workbooks.cells import LONGEST_TEXT, Fault, Formula, Value

#: What a formula reckons with; None is an empty cell. Days are numbers here.
Scalar: TypeAlias = "float | str | bool | Fault | None"


@dataclass(frozen=True, slots=True)
class Unknown:
    """A figure that is not reckoned rather than guessed; `why` names the cause, as the function `OFFSET`."""

    why: str


class NotKnownError(Exception):
    """Raised within a reckoning whose result cannot be known; its text is the cause."""


class FaultyError(Exception):
    """Raised within a reckoning whose result is a fault, as `#DIV/0!`."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


NULL, DIVISION, BAD_VALUE = Fault("#NULL!"), Fault("#DIV/0!"), Fault("#VALUE!")
BAD_REFERENCE, BAD_NAME, BAD_NUMBER, ABSENT = Fault("#REF!"), Fault("#NAME?"), Fault("#NUM!"), Fault("#N/A")

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # a workbook's days are on the wall
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
#: 1 March 1900. Excel counts a 29 February 1900 that never was; before it, programs disagree by a day.
FIRST_SURE_DAY = 61
#: The day after 9999-12-31, in days since 1899-12-30.
DAYS_END = 2_958_466
_WHOLE_WORDS = expression(r"\s{0,9}([+-]?[0-9]{1,15})\s{0,9}")
_DAY_WORDS = expression(r"([12][0-9]{3})-([01][0-9])-([0-3][0-9])")
#: Truths in words, which are numbers in some programs.
TRUTHS = frozenset({"true", "false", "vrai", "faux"})
_LETTERS = expression(r"[^\W\d_]+")
_NEVER_IN_NUMBERS = frozenset('_#@!?*~=<>|\\;&[]{}"')
#: The first three letters of words that stand in numbers, days, hours and sums of money.
_WORDS_OF_NUMBERS = frozenset({
    "jan", "feb", "fev", "mar", "apr", "avr", "may", "mai", "jun", "jui", "jul", "aug", "aou", "sep", "oct",
    "nov", "dec", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "lun", "mer", "jeu", "ven", "sam", "dim",
    "am", "pm", "a", "p", "e", "h", "t", "z", "eur", "usd", "gbp", "chf", "cad", "f", "d",
})  # fmt: skip
# "A001", "F12": what articles and places are called. LibreOffice and Excel take none of these for a number.
_CODE = expression(r"\s*[^\W\d_]\d+\s*")
_DECIMAL_WORDS = expression(r"\s{0,9}([+-]?(?:[0-9]{1,15}([.,])[0-9]{0,15}|([.,])[0-9]{1,15}))\s{0,9}")


def faulty(value: Scalar) -> Scalar:
    """The value, unless it is a fault: that is raised."""
    if type(value) is Fault:
        raise FaultyError(value)
    return value


def plain(value: Value | Unknown, is_1904: bool = False) -> Scalar:
    """A cell's value as formulas see it: days as numbers. Raises NotKnownError for what is itself unknown."""
    if value is None or type(value) is str or type(value) is float:
        return value
    return _plain(value, is_1904)


def _plain(value: Value | Unknown, is_1904: bool) -> Scalar:
    match value:
        case bool() | str() | Fault() | None:
            return value
        case int() | float() | Decimal():
            return _finite(value)
        case datetime():
            return _days(value.replace(tzinfo=None), is_1904)
        case date():
            return _days(datetime(value.year, value.month, value.day), is_1904)  # noqa: DTZ001
        case time():
            return (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 86_400
        case timedelta():
            return value / timedelta(days=1)
        case Formula():
            raise NotKnownError("a formula whose value is not kept")
        case Unknown():
            raise NotKnownError(value.why)


def _finite(value: float | Decimal) -> float:
    try:
        return float(value)
    except OverflowError:
        raise NotKnownError("a number beyond all programs") from None


def _days(moment: datetime, is_1904: bool) -> float:
    passed = (moment - (_EPOCH_1904 if is_1904 else _EPOCH)) / timedelta(days=1)
    return passed if is_1904 or passed >= FIRST_SURE_DAY else passed - 1


def day_of(serial: float, is_1904: bool) -> date:
    """The day with that number. Raises NotKnownError beyond the calendar and where programs disagree."""
    whole = int(serial // 1)
    if is_1904:
        whole += 1462
    if whole < FIRST_SURE_DAY or whole >= DAYS_END:
        raise NotKnownError("a day before March 1900 or after 9999")
    return (_EPOCH + timedelta(days=whole)).date()


def serial_of(day: date, is_1904: bool) -> float:
    """The number of a day. Raises NotKnownError where programs disagree."""
    passed = (day - _EPOCH.date()).days
    if passed < FIRST_SURE_DAY:
        raise NotKnownError("a day before March 1900")
    return float(passed - 1462 if is_1904 else passed)


def number(value: Scalar, language: str = "") -> float:
    """The value as a number, as an operand is: nothing is 0, TRUE is 1, a text that is a whole number or an ISO day.

    Raises FaultyError for faults and for texts without any number. How programs read other texts ("1,5", "3 mai")
    depends on their language: NotKnownError.
    """
    if type(value) is float:
        return value
    if value is None:
        return 0.0
    if isinstance(value, str):
        return number_of_words(value, language)
    if isinstance(value, Fault):
        raise FaultyError(value)
    return float(value)


def number_of_words(words: str, language: str) -> float:
    """A text as a number; see `number`."""
    found = _WHOLE_WORDS.fullmatch(words)
    if found is not None:
        return float(found[1])
    if words.strip().lower() in TRUTHS:
        raise NotKnownError("a truth in words")
    if is_words(words):
        raise FaultyError(BAD_VALUE)
    found = _DECIMAL_WORDS.fullmatch(words)
    if found is not None and (found[2] or found[3]) == decimal_sign(language):
        return float(found[1].replace(",", "."))
    found = _DAY_WORDS.fullmatch(words)
    if found is not None:
        try:
            return serial_of(date(int(found[1]), int(found[2]), int(found[3])), is_1904=False)
        except ValueError:
            raise FaultyError(BAD_VALUE) from None
    raise NotKnownError("a text that becomes a number")


def is_words(words: str) -> bool:
    """Whether a text is no number, day or sum of money in any program, whatever its language."""
    if not any(sign.isdigit() for sign in words) or not _NEVER_IN_NUMBERS.isdisjoint(words) or _CODE.fullmatch(words):
        return True
    return any(bare(one).lower()[:3] not in _WORDS_OF_NUMBERS for one in _LETTERS.findall(words))


def decimal_sign(language: str) -> str:
    """What stands before the decimals in a language; raises NotKnownError where it is not known."""
    if language in ("en", "fr"):
        return "." if language == "en" else ","
    raise NotKnownError("decimals in words, in no known language")


def text(value: Scalar, language: str = "") -> str:
    """The value as a text, as `&` makes it. Raises FaultyError for faults, NotKnownError for truths
    and, where the language is not known, for decimals."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, Fault):
        raise FaultyError(value)
    if isinstance(value, bool):
        raise NotKnownError("a truth in words")  # TRUE, VRAI or 1
    return text_of_number(value, language)


def text_of_number(value: float, language: str) -> str:
    """A number in the general format, 15 digits at most."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if not 1e-4 <= abs(value) < 1e15:
        raise NotKnownError("a very great or small number in words")  # programs differ in when they write 1E+20
    sign = decimal_sign(language)
    return f"{value:.15g}".replace(".", sign)


def truth(value: Scalar) -> bool:
    """The value as a condition. Raises FaultyError for faults and texts, but those that name a truth: NotKnownError."""
    if value is None or isinstance(value, bool | float):
        return bool(value)
    if isinstance(value, Fault):
        raise FaultyError(value)
    if value and is_words(value) and value.strip().lower() not in TRUTHS:
        raise FaultyError(BAD_VALUE)
    raise NotKnownError("a text as a condition")  # "TRUE" is one in some programs, and "" no fault in others


def checked(value: float) -> float:
    """A finite number; raises FaultyError (#NUM!) for others, as programs do."""
    if isfinite(value):
        return value
    raise FaultyError(BAD_NUMBER)


def fits(words: str) -> str:
    """A text that a cell can hold; raises FaultyError (#VALUE!) for longer ones."""
    if len(words) > LONGEST_TEXT:
        raise FaultyError(BAD_VALUE)
    return words


def nearly(one: float, other: float) -> bool:
    """Whether programs show two numbers as equal: within 2^-48 of each other, whole numbers apart only when equal."""
    if one == other:
        return True
    if one == 0 or other == 0 or (one < 0) != (other < 0):
        return False
    distance, one, other = abs(one - other), abs(one), abs(other)
    if one < 2**53 and other < 2**53 and one.is_integer() and other.is_integer():
        return False
    return distance < one * 2**-48 and distance < other * 2**-48


def minus(one: float, other: float) -> float:
    """A difference; 0 where it is nothing but the error of binary fractions, as 0.1+0.2-0.3 in every program."""
    difference = one - other
    if difference and one and abs(difference) < abs(one) * 2**-44 and nearly(one, other):
        return 0.0
    return difference


def same(one: Scalar, other: Scalar) -> bool:
    """Whether `=` holds: texts whatever their case, an empty cell like 0, "" and FALSE."""
    return order(one, other, only_equality=True) == 0


def order(one: Scalar, other: Scalar, *, only_equality: bool = False) -> int:
    """Below 0, 0 or above 0 as the first is less, the same or more: numbers before texts.

    Raises FaultyError for faults, NotKnownError where the order of two texts depends on the language, and for a truth
    beside something else.
    """
    if type(one) is float and type(other) is float:
        return 0 if nearly(one, other) else (-1 if one < other else 1)
    if one is None:
        one = _nothing_like(other)
    if other is None:
        other = _nothing_like(one)
    faulty(one)
    faulty(other)
    first, second = _RANK[type(one)], _RANK[type(other)]
    if first != second:
        if first + second != 1 and not (only_equality and first + second == 3):
            raise NotKnownError("a truth beside a number or text")  # a number itself in some programs
        return first - second
    if isinstance(one, str) and isinstance(other, str):
        return _order_of_words(one, other, only_equality)
    if isinstance(one, float) and isinstance(other, float):
        return 0 if nearly(one, other) else (-1 if one < other else 1)
    return int(bool(one)) - int(bool(other))


_RANK: dict[type, int] = {float: 0, str: 1, bool: 2}


def _nothing_like(other: Scalar) -> Scalar:
    return "" if isinstance(other, str) else False if isinstance(other, bool) else 0.0


def _order_of_words(one: str, other: str, only_equality: bool) -> int:
    one, other = one.lower(), other.lower()
    if one == other:
        return 0
    if only_equality:
        return 1
    first, second = bare(one), bare(other)
    if not (_is_simple(first) and _is_simple(second)):
        raise NotKnownError("the order of texts with signs")
    if first == second:
        raise NotKnownError("the order of accents")
    return -1 if first < second else 1


def bare(words: str) -> str:
    """A text without its accents."""
    if words.isascii():
        return words
    return "".join(one for one in unicodedata.normalize("NFD", words) if not unicodedata.combining(one))


def _is_simple(words: str) -> bool:
    return not words or (words.isascii() and words.replace(" ", "").isalnum())
