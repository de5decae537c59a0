"""Functions of texts: pieces of them, what stands where, joining, numbers in words."""

from __future__ import annotations

from collections.abc import Callable

from officebot.core.workbooks.cells import LONGEST_TEXT
from officebot.core.workbooks.reckoning.calls import Function
from officebot.core.workbooks.reckoning.functions.formats import in_format
from officebot.core.workbooks.reckoning.functions.numbers import round_to
from officebot.core.workbooks.reckoning.regions import Context, Grid, Operand, Region, Union, blocks
from officebot.core.workbooks.reckoning.scalars import (
    BAD_VALUE,
    FaultyError,
    NotKnownError,
    Scalar,
    decimal_sign,
    fits,
    number_of_words,
    text,
    truth,
)
from officebot.core.workbooks.reckoning.wildcards import has_wildcards, place_of


def _plain(words: str) -> str:
    """The text; NotKnownError for signs that Excel counts as two."""
    if not words.isascii() and max(words) > "\uffff":
        raise NotKnownError("signs that count as two")
    return words


def _count(value: float) -> int:
    if value < 0:
        raise FaultyError(BAD_VALUE)
    if value > LONGEST_TEXT:
        raise NotKnownError("a very long text")
    return int(value)


def _left(context: Context, words: str, count: float = 1.0) -> str:
    return _plain(words)[: _count(count)]


def _right(context: Context, words: str, count: float = 1.0) -> str:
    wanted = _count(count)
    return _plain(words)[-wanted:] if wanted else ""


def _middle(context: Context, words: str, start: float, count: float) -> str:
    if start < 1:
        raise FaultyError(BAD_VALUE)
    first = _count(start) - 1
    return _plain(words)[first : first + _count(count)]


def _length(context: Context, words: str) -> float:
    return float(len(_plain(words)))


def _trimmed(context: Context, words: str) -> str:
    return " ".join(piece for piece in words.split(" ") if piece)


def _cased(change: Callable[[str], str]) -> Function:
    def done(context: Context, words: str) -> str:
        changed = change(words)
        if len(changed) != len(words):
            raise NotKnownError("a letter that becomes two")
        return changed

    return Function(done, "t", 1)


def _joined(context: Context, *operands: Operand) -> str:
    return fits("".join(_pieces(context, operands, skips=True)))


def _pieces(context: Context, operands: tuple[Operand, ...], *, skips: bool) -> list[str]:
    """All texts of the operands, row by row; `skips` what is empty."""
    found: list[str] = []
    for operand in operands:
        if isinstance(operand, Region | Grid | Union):
            for one in blocks(operand):
                found += _texts(context, one, skips)
        else:
            found.append(text(operand, context.language))
    return [piece for piece in found if piece or not skips]


def _texts(context: Context, one: Region | Grid, skips: bool) -> list[str]:
    if skips:
        return [text(value, context.language) for _, _, value in one.items()]
    if one.rows * one.columns > LONGEST_TEXT:
        raise NotKnownError("a very large array")
    return [text(value, context.language) for line in one.grid().held for value in line]


def _joined_plain(context: Context, *words: str) -> str:
    return fits("".join(words))


def _joined_by(context: Context, between: str, skips: Scalar, *operands: Operand) -> str:
    return fits(between.join(_pieces(context, operands, skips=truth(skips))))


def _replaced(context: Context, words: str, old: str, new: str, which: float | None = None) -> str:
    if not old:
        return words
    if which is None:
        if words.count(old) * len(new) > 4 * LONGEST_TEXT:
            raise FaultyError(BAD_VALUE)
        return fits(words.replace(old, new))
    if which < 1:
        raise FaultyError(BAD_VALUE)
    at = -1
    for _ in range(min(int(which), LONGEST_TEXT + 1)):
        at = words.find(old, at + 1 if at < 0 else at + len(old))
        if at < 0:
            return words
    return fits(words[:at] + new + words[at + len(old) :])


def _overwritten(context: Context, words: str, start: float, count: float, new: str) -> str:
    if start < 1:
        raise FaultyError(BAD_VALUE)
    first = _count(start) - 1
    return fits(_plain(words)[:first] + new + words[first + _count(count) :])


def _found(context: Context, wanted: str, words: str, start: float = 1.0) -> float:
    first = _start(wanted, words, start)
    return _place(_plain(words).find(wanted, first))


def _searched(context: Context, wanted: str, words: str, start: float = 1.0) -> float:
    first = _start(wanted, words, start)
    sought, within = wanted.lower(), _plain(words).lower()
    if len(within) != len(words):
        raise NotKnownError("a letter that becomes two")
    return _place(place_of(within, sought, first) if has_wildcards(sought) else within.find(sought, first))


def _start(wanted: str, words: str, start: float) -> int:
    if not 1 <= start <= len(words) + 1:
        raise FaultyError(BAD_VALUE)
    if int(start) > len(words) or not wanted:
        raise NotKnownError("a search for nothing, or behind the end")
    return int(start) - 1


def _place(found: int) -> float:
    if found < 0:
        raise FaultyError(BAD_VALUE)
    return found + 1.0


def _exact(context: Context, one: str, other: str) -> bool:
    return one == other


def _repeated(context: Context, words: str, times: float) -> str:
    if times < 0:
        raise FaultyError(BAD_VALUE)
    if int(times) * len(words) > LONGEST_TEXT:
        raise NotKnownError("a very long text")
    return words * int(times)


def _value(context: Context, value: Scalar) -> float:
    if isinstance(value, str):
        return number_of_words(value, context.language)
    if isinstance(value, bool):
        raise NotKnownError("the number of a truth")
    return value if isinstance(value, float) else 0.0


def _formatted(context: Context, value: Scalar, form: str) -> str:
    if isinstance(value, str | bool):
        raise NotKnownError("a text in a format of numbers")
    return in_format(value if isinstance(value, float) else 0.0, form, context.language, context.is_1904)


def _fixed(context: Context, value: float, digits: float = 2.0, plain: Scalar = False) -> str:
    if (not truth(plain) and abs(value) >= 999) or not 0 <= digits < 15:
        raise NotKnownError("thousands in a language")
    shown = round_to(context, value, digits)
    if shown != round(value, int(digits)):
        raise NotKnownError("a digit of which rounding decides")
    return f"{shown:.{int(digits)}f}".replace(".", decimal_sign(context.language))


def _sign(context: Context, code: float) -> str:
    if not 32 <= code < 127:
        raise NotKnownError("a sign beyond ASCII")
    return chr(int(code))


def _code(context: Context, words: str) -> float:
    if not words or not words[0].isascii():
        raise NotKnownError("a sign beyond ASCII")
    return float(ord(words[0]))


def _cleaned(context: Context, words: str) -> str:
    if not words.isascii() or "\x7f" in words:
        raise NotKnownError("a sign beyond ASCII")
    return "".join(one for one in words if one >= " ")


FUNCTIONS = {
    "LEFT": Function(_left, "td", 1),
    "RIGHT": Function(_right, "td", 1),
    "MID": Function(_middle, "tdd", 3),
    "LEN": Function(_length, "t", 1),
    "TRIM": Function(_trimmed, "t", 1),
    "UPPER": _cased(str.upper),
    "LOWER": _cased(str.lower),
    "PROPER": _cased(str.title),
    "CONCAT": Function(_joined, "r", 1, 1),
    "CONCATENATE": Function(_joined_plain, "t", 1, 1),
    "TEXTJOIN": Function(_joined_by, "tsr", 3, 1),
    "SUBSTITUTE": Function(_replaced, "tttd", 3),
    "REPLACE": Function(_overwritten, "tddt", 4),
    "FIND": Function(_found, "ttd", 2),
    "SEARCH": Function(_searched, "ttd", 2),
    "EXACT": Function(_exact, "tt", 2),
    "REPT": Function(_repeated, "td", 2),
    "VALUE": Function(_value, "s", 1),
    "TEXT": Function(_formatted, "st", 2),
    "FIXED": Function(_fixed, "dds", 1),
    "CHAR": Function(_sign, "d", 1),
    "CODE": Function(_code, "t", 1),
    "CLEAN": Function(_cleaned, "t", 1),
}
