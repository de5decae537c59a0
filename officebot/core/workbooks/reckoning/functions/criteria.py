"""Functions that count and add up what fulfils conditions: SUMIFS and its like."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from officebot.core.expressions import expression
from officebot.core.workbooks.cells import Fault
from officebot.core.workbooks.reckoning.calls import Function
from officebot.core.workbooks.reckoning.functions.aggregates import mean, summed
from officebot.core.workbooks.reckoning.regions import Context, Grid, Operand, Region, block
from officebot.core.workbooks.reckoning.scalars import (
    BAD_VALUE,
    TRUTHS,
    FaultyError,
    NotKnownError,
    Scalar,
    is_words,
    nearly,
    number_of_words,
    order,
)
from officebot.core.workbooks.reckoning.wildcards import has_wildcards, is_like, may_be_number

_OPERATOR = expression(r"(<>|<=|>=|<|>|=)?(.*)", re.DOTALL)
#: More columns than a sheet has: what makes one number of a place's row and column.
_WIDE = 1 << 14

Condition = Callable[[Scalar], bool]


def condition(criterion: Scalar, language: str) -> Condition:
    """Whether a cell fulfils a criterion as COUNTIF has it: `12`, `">=10"`, `"<>"`, `"pap*"`.

    Raises NotKnownError where programs differ: truths in words, texts that may be days, an empty cell as criterion.
    """
    if isinstance(criterion, bool):
        return _equals_truth(criterion)
    if criterion is None or isinstance(criterion, Fault):
        raise NotKnownError("an empty cell or a fault as a criterion")
    if isinstance(criterion, str):
        return _written(criterion, language)
    return _equals_number(criterion)


def _written(criterion: str, language: str) -> Condition:
    found = _OPERATOR.fullmatch(criterion)
    sign, operand = (found[1] or "", found[2]) if found else ("", criterion)
    if not operand:
        return _about_nothing(sign)
    if operand.strip().lower() in TRUTHS or operand.strip().startswith("#"):
        raise NotKnownError("a truth or fault in words as a criterion")
    if is_words(operand):
        return _about_words(sign or "=", operand)
    wanted = number_of_words(operand, language)
    equals = _equals_number(wanted)
    match sign:
        case "" | "=":
            return equals
        case "<>":
            return lambda value: not _without_fault(equals, value)
        case "<":
            return _compares(lambda value: value < wanted and not nearly(value, wanted))
        case ">":
            return _compares(lambda value: value > wanted and not nearly(value, wanted))
        case "<=":
            return _compares(lambda value: value <= wanted or nearly(value, wanted))
    return _compares(lambda value: value >= wanted or nearly(value, wanted))


def _compares(holds: Callable[[float], bool]) -> Condition:
    def compares(value: Scalar) -> bool:
        if type(value) is float:
            return holds(value)
        if isinstance(value, bool):
            raise NotKnownError("a truth that may be a number")
        return False

    return compares


def _equals_truth(wanted: bool) -> Condition:
    def equals(value: Scalar) -> bool:
        if type(value) is float and value in (0, 1):
            raise NotKnownError("a truth that may be a number")
        return value is wanted

    return equals


def _equals_number(wanted: float) -> Condition:
    def equals(value: Scalar) -> bool:
        if type(value) is float:
            return value == wanted or (abs(value - wanted) < abs(wanted) * 2**-44 and nearly(value, wanted))
        if type(value) is str and value and not is_words(value):
            raise NotKnownError("a number kept as text")  # equal in some programs only
        if isinstance(value, bool):
            raise NotKnownError("a truth that may be a number")
        return False

    return equals


def _without_fault(equals: Condition, value: Scalar) -> bool:
    if isinstance(value, Fault):
        raise NotKnownError("a fault that differs from a criterion")
    return equals(value)


def _about_nothing(sign: str) -> Condition:
    match sign:
        case "":
            return lambda value: value is None or value == ""
        case "=":
            return _is_empty
        case "<>":
            return lambda value: not _is_empty(value)
    raise NotKnownError("an order without an operand")


def _is_empty(value: Scalar) -> bool:
    if value == "":
        raise NotKnownError("an empty text that may pass for nothing")
    return value is None


def _about_words(sign: str, operand: str) -> Condition:
    wanted = operand.lower()
    if sign in ("=", "<>"):
        is_plain = not has_wildcards(wanted)

        def equals(value: Scalar) -> bool:
            if type(value) is str:
                return value.lower() == wanted if is_plain else is_like(value.lower(), wanted)
            if not is_plain and (isinstance(value, bool) or (value is not None and may_be_number(wanted))):
                raise NotKnownError("a number that may be like a text")  # LibreOffice compares its signs
            return False

        return equals if sign == "=" else lambda value: not _without_fault(equals, value)
    works: dict[str, Condition] = {
        "<": lambda value: type(value) is str and order(value, operand) < 0,
        ">": lambda value: type(value) is str and order(value, operand) > 0,
        "<=": lambda value: type(value) is str and order(value, operand) <= 0,
        ">=": lambda value: type(value) is str and order(value, operand) >= 0,
    }
    return works[sign]


class Chosen:
    """The places of areas of one shape that fulfil all conditions, each of its own area."""

    def __init__(self, context: Context, pairs: Sequence[Operand]) -> None:
        self._kept: set[int] | None = None
        self._dropped: set[int] = set()
        first = block(pairs[0])
        self._shape = (first.rows, first.columns)
        for area, criterion in zip(pairs[::2], pairs[1::2], strict=True):
            self._narrow(self.same_shape(block(area)), condition(_single(criterion), context.language))

    def same_shape(self, area: Region | Grid) -> Region | Grid:
        """The area; raises FaultyError (#VALUE!) where its shape differs from the first one's."""
        if (area.rows, area.columns) != self._shape:
            raise FaultyError(BAD_VALUE)
        return area

    def _narrow(self, area: Region | Grid, holds: Condition) -> None:
        if holds(None):
            self._dropped |= {row * _WIDE + column for row, column, value in area.items() if not holds(value)}
            return
        kept = {row * _WIDE + column for row, column, value in area.items() if holds(value)}
        self._kept = kept if self._kept is None else self._kept & kept

    def count(self) -> int:
        """How many places there are."""
        if self._kept is not None:
            return len(self._kept - self._dropped)
        return self._shape[0] * self._shape[1] - len(self._dropped)

    def numbers(self, area: Region | Grid) -> list[float]:
        """The numbers of an area at those places. Raises FaultyError for a fault there."""
        found = []
        kept, dropped = self._kept, self._dropped
        for row, column, value in area.items():
            place = row * _WIDE + column
            if (kept is None or place in kept) and place not in dropped:
                if type(value) is float:
                    found.append(value)
                elif type(value) is Fault:
                    raise FaultyError(value)
        return found


def _single(operand: Operand) -> Scalar:
    if operand is None or isinstance(operand, bool | float | str | Fault):
        return operand
    raise NotKnownError("several criteria at once")


def _chosen_and_numbers(context: Context, area: Operand, criterion: Scalar, of: Operand) -> list[float]:
    where = block(area)
    what = where if of is None else block(of)
    if (what.rows, what.columns) != (where.rows, where.columns):
        what = what.part(0, 0, where.rows, where.columns)  # it begins there, and is as large as the first
    return Chosen(context, (where, criterion)).numbers(what)


def _sum_if(context: Context, area: Operand, criterion: Scalar, of: Operand = None) -> float:
    return summed(_chosen_and_numbers(context, area, criterion, of))


def _average_if(context: Context, area: Operand, criterion: Scalar, of: Operand = None) -> float:
    return mean(_chosen_and_numbers(context, area, criterion, of))


def _count_if(context: Context, area: Operand, criterion: Scalar) -> float:
    return float(Chosen(context, (area, criterion)).count())


def _count_ifs(context: Context, *pairs: Operand) -> float:
    return float(Chosen(context, _paired(pairs)).count())


def _numbers_ifs(context: Context, of: Operand, pairs: Sequence[Operand]) -> list[float]:
    chosen = Chosen(context, _paired(pairs))
    return chosen.numbers(chosen.same_shape(block(of)))


def _paired(pairs: Sequence[Operand]) -> Sequence[Operand]:
    if len(pairs) % 2:
        raise NotKnownError("an area without its criterion")
    return pairs


def _sum_ifs(context: Context, of: Operand, *pairs: Operand) -> float:
    return summed(_numbers_ifs(context, of, pairs))


def _average_ifs(context: Context, of: Operand, *pairs: Operand) -> float:
    return mean(_numbers_ifs(context, of, pairs))


def _smallest_ifs(context: Context, of: Operand, *pairs: Operand) -> float:
    return min(_numbers_ifs(context, of, pairs), default=0.0)


def _largest_ifs(context: Context, of: Operand, *pairs: Operand) -> float:
    return max(_numbers_ifs(context, of, pairs), default=0.0)


FUNCTIONS = {
    "SUMIF": Function(_sum_if, "rvr", 2),
    "AVERAGEIF": Function(_average_if, "rvr", 2),
    "COUNTIF": Function(_count_if, "rv", 2),
    "COUNTIFS": Function(_count_ifs, "rv", 2, 2),
    "SUMIFS": Function(_sum_ifs, "rrv", 3, 2),
    "AVERAGEIFS": Function(_average_ifs, "rrv", 3, 2),
    "MINIFS": Function(_smallest_ifs, "rrv", 3, 2),
    "MAXIFS": Function(_largest_ifs, "rrv", 3, 2),
}
