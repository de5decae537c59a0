"""Functions that make one number of many: sums, means, counts, extremes, ranks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import fsum, isfinite, prod, sqrt

from officebot.core.workbooks.reckoning.calls import Function
from officebot.core.workbooks.reckoning.regions import Context, Grid, Operand, Region, Union, block, blocks
from officebot.core.workbooks.reckoning.scalars import (
    ABSENT,
    BAD_NUMBER,
    BAD_VALUE,
    DIVISION,
    FaultyError,
    NotKnownError,
    Scalar,
    checked,
    faulty,
    nearly,
    number,
)


def numbers(context: Context, operands: Iterable[Operand]) -> Iterator[float]:
    """The numbers of areas and arrays, texts and truths in them left out; single arguments become numbers."""
    for operand in operands:
        if isinstance(operand, Region | Grid | Union):
            for one in blocks(operand):
                for _, _, value in one.items():
                    if type(value) is float:
                        yield value
                    elif type(value) is not str:
                        _left_out(value)
        elif isinstance(operand, str):
            number(operand, context.language)
            raise NotKnownError("a text among the arguments")  # a number in Excel, a fault in LibreOffice
        else:
            yield number(operand, context.language)


def _left_out(value: Scalar) -> None:
    """Excel leaves truths in areas out, LibreOffice counts them as 0 and 1; faults are raised."""
    faulty(value)
    if isinstance(value, bool):
        raise NotKnownError("a truth among numbers")


def summed(values: Iterable[float]) -> float:
    """The sum in the order of the values, as Excel has it; NotKnownError where only rounding is left of it.

    LibreOffice carries the errors of binary fractions along (Kahan), Excel does not: where great numbers cancel each
    other out, they show different remains.
    """
    held = list(values)
    found = sum(held)
    if not isfinite(found):
        raise FaultyError(BAD_NUMBER)
    exact = fsum(held)
    if abs(found - exact) > abs(exact) * 1e-13:
        raise NotKnownError("a sum of which rounding decides")
    return float(found)


def _sum(context: Context, *operands: Operand) -> float:
    return summed(numbers(context, operands))


def mean(values: Sequence[float]) -> float:
    """The mean; raises FaultyError (#DIV/0!) of nothing."""
    if not values:
        raise FaultyError(DIVISION)
    return summed(values) / len(values)


def _average(context: Context, *operands: Operand) -> float:
    return mean(list(numbers(context, operands)))


def _product(context: Context, *operands: Operand) -> float:
    values = list(numbers(context, operands))
    return checked(prod(values)) if values else 0.0


def _smallest(context: Context, *operands: Operand) -> float:
    return min(numbers(context, operands), default=0.0)


def _largest(context: Context, *operands: Operand) -> float:
    return max(numbers(context, operands), default=0.0)


def _count(context: Context, *operands: Operand) -> float:
    found = 0
    for operand in operands:
        if isinstance(operand, Region | Grid | Union):
            found += sum(_is_counted(value) for one in blocks(operand) for _, _, value in one.items())
        else:
            found += _is_number(context, operand)
    return float(found)


def _is_counted(value: Scalar) -> bool:
    if isinstance(value, bool):
        raise NotKnownError("a truth among numbers")
    return type(value) is float


def _is_number(context: Context, value: Scalar) -> bool:
    try:
        number(value, context.language)
    except FaultyError:
        return False
    return True


def _count_all(context: Context, *operands: Operand) -> float:
    found = 0
    for operand in operands:
        if isinstance(operand, Region | Grid | Union):
            found += sum(1 for one in blocks(operand) for _ in one.items())
        else:
            found += 1
    return float(found)


def _count_blank(context: Context, operand: Operand) -> float:
    one = block(operand)
    return float(one.rows * one.columns - sum(value != "" for _, _, value in one.items()))


def _middle(context: Context, *operands: Operand) -> float:
    values = sorted(numbers(context, operands))
    if not values:
        raise FaultyError(BAD_NUMBER)
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def _most_often(context: Context, *operands: Operand) -> float:
    if any(not isinstance(one, Region | Grid) or one.rows * one.columns == 1 for one in operands):
        raise NotKnownError("the most frequent of single values")
    counted: dict[float, int] = {}
    for value in numbers(context, operands):
        counted[value] = counted.get(value, 0) + 1
    most = max(counted.values(), default=0)
    if most < 2:
        raise FaultyError(ABSENT)
    found = [value for value, times in counted.items() if times == most]
    if len(found) > 1:
        raise NotKnownError("several values that are most frequent")  # programs take the first, or the smallest
    return found[0]


def _nth(context: Context, operand: Operand, place: float, *, is_largest: bool) -> float:
    values = sorted(numbers(context, [operand]), reverse=is_largest)
    if not place.is_integer():
        raise NotKnownError("a place that is no whole number")
    if not 1 <= place <= len(values):
        raise FaultyError(BAD_NUMBER)
    return values[int(place) - 1]


def _nth_largest(context: Context, operand: Operand, place: float) -> float:
    return _nth(context, operand, place, is_largest=True)


def _nth_smallest(context: Context, operand: Operand, place: float) -> float:
    return _nth(context, operand, place, is_largest=False)


def _rank(context: Context, value: float, operand: Operand, ascending: float = 0.0) -> float:
    before, same = _before(context, value, operand, ascending)
    if not same:
        raise FaultyError(ABSENT)
    return before + 1.0


def _mean_rank(context: Context, value: float, operand: Operand, ascending: float = 0.0) -> float:
    before, same = _before(context, value, operand, ascending)
    if not same:
        raise FaultyError(ABSENT)
    return before + (same + 1) / 2


def _before(context: Context, value: float, operand: Operand, ascending: float) -> tuple[int, int]:
    before = same = 0
    for one in numbers(context, [operand]):
        if one == value:
            same += 1
        elif nearly(one, value):
            raise NotKnownError("numbers that are nearly the same")
        elif (one < value) == bool(ascending):
            before += 1
    return before, same


def _squares(context: Context, *operands: Operand) -> float:
    return summed([value * value for value in numbers(context, operands)])


def _spread(values: Sequence[float], *, is_sample: bool) -> float:
    if len(values) < (2 if is_sample else 1):
        raise FaultyError(DIVISION)
    middle = mean(values)
    return summed([(value - middle) ** 2 for value in values]) / (len(values) - is_sample)


def _variance(context: Context, *operands: Operand) -> float:
    return _spread(list(numbers(context, operands)), is_sample=True)


def _whole_variance(context: Context, *operands: Operand) -> float:
    return _spread(list(numbers(context, operands)), is_sample=False)


def _deviation(context: Context, *operands: Operand) -> float:
    return sqrt(_spread(list(numbers(context, operands)), is_sample=True))


def _whole_deviation(context: Context, *operands: Operand) -> float:
    return sqrt(_spread(list(numbers(context, operands)), is_sample=False))


def _percentile(context: Context, operand: Operand, share: float) -> float:
    values = sorted(numbers(context, [operand]))
    if not values or not 0 <= share <= 1:
        raise FaultyError(BAD_NUMBER)
    place = share * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


def _quartile(context: Context, operand: Operand, quarter: float) -> float:
    return _percentile(context, operand, int(quarter) / 4)


def _sum_of_products(context: Context, *operands: Operand) -> float:
    first, *others = (block(one) for one in operands)
    if first.rows * first.columns == 1 and any(type(block(one).at(0, 0)) is not float for one in operands):
        raise NotKnownError("a single value that is no number")
    if any((one.rows, one.columns) != (first.rows, first.columns) for one in others):
        raise FaultyError(BAD_VALUE)
    found = {(row, column): value for row, column, value in _numbers_at(first)}
    for one in others:
        found = {
            (row, column): found[row, column] * value
            for row, column, value in _numbers_at(one)
            if (row, column) in found
        }
    return summed(found.values())


def _mean_deviation(context: Context, *operands: Operand) -> float:
    values = list(numbers(context, operands))
    if not values:
        raise FaultyError(BAD_NUMBER)
    middle = mean(values)
    return summed([abs(value - middle) for value in values]) / len(values)


def _squared_deviation(context: Context, *operands: Operand) -> float:
    values = list(numbers(context, operands))
    if not values:
        raise FaultyError(BAD_NUMBER)
    return _spread(values, is_sample=False) * len(values)


def _numbers_at(one: Region | Grid) -> Iterator[tuple[int, int, float]]:
    for row, column, value in one.items():
        if type(value) is float:
            yield row, column, value
        elif type(value) is not str:
            _left_out(value)


_SUBTOTALS: dict[int, Callable[..., float]] = {
    1: _average, 2: _count, 3: _count_all, 4: _largest, 5: _smallest, 6: _product, 7: _deviation, 8: _whole_deviation,
    9: _sum, 10: _variance, 11: _whole_variance,
}  # fmt: skip


def _subtotal(context: Context, kind: float, *operands: Operand) -> float:
    """Rows that a filter hides and cells that are subtotals themselves are left out; from 101 on all hidden rows."""
    number = int(kind)
    work = _SUBTOTALS.get(number % 100 if number > 100 else number)
    if work is None:
        raise FaultyError(BAD_VALUE)
    kept: list[Operand] = []
    for operand in operands:
        for one in blocks(operand):
            if not isinstance(one, Region):
                raise FaultyError(BAD_VALUE)
            kept.append(_shown(one, hidden_by_hand=number > 100))
    return work(context, *kept)


def _shown(region: Region, *, hidden_by_hand: bool) -> Operand:
    skipped = region.context.look.skipped(region.sheet, region.area, hidden_by_hand=hidden_by_hand)
    if skipped is None:
        raise NotKnownError("rows that may be hidden")
    rows, cells = skipped
    top, left = region.area.top, region.area.left
    return Grid(
        [
            [None],
            *(
                [value]
                for row, column, value in region.items()
                if row + top not in rows and (row + top, column + left) not in cells
            ),
        ]
    )


FUNCTIONS = {
    "SUM": Function(_sum, "r", 1, 1),
    "PRODUCT": Function(_product, "r", 1, 1),
    "AVERAGE": Function(_average, "r", 1, 1),
    "MIN": Function(_smallest, "r", 1, 1),
    "MAX": Function(_largest, "r", 1, 1),
    "COUNT": Function(_count, "r", 1, 1),
    "COUNTA": Function(_count_all, "r", 1, 1),
    "COUNTBLANK": Function(_count_blank, "r", 1),
    "MEDIAN": Function(_middle, "r", 1, 1),
    "MODE": Function(_most_often, "r", 1, 1),
    "MODE.SNGL": Function(_most_often, "r", 1, 1),
    "LARGE": Function(_nth_largest, "rd", 2),
    "SMALL": Function(_nth_smallest, "rd", 2),
    "RANK": Function(_rank, "drd", 2),
    "RANK.EQ": Function(_rank, "drd", 2),
    "RANK.AVG": Function(_mean_rank, "drd", 2),
    "SUMSQ": Function(_squares, "r", 1, 1),
    "VAR": Function(_variance, "r", 1, 1),
    "VAR.S": Function(_variance, "r", 1, 1),
    "VARP": Function(_whole_variance, "r", 1, 1),
    "VAR.P": Function(_whole_variance, "r", 1, 1),
    "STDEV": Function(_deviation, "r", 1, 1),
    "STDEV.S": Function(_deviation, "r", 1, 1),
    "STDEVP": Function(_whole_deviation, "r", 1, 1),
    "STDEV.P": Function(_whole_deviation, "r", 1, 1),
    "AVEDEV": Function(_mean_deviation, "r", 1, 1),
    "DEVSQ": Function(_squared_deviation, "r", 1, 1),
    "PERCENTILE": Function(_percentile, "rd", 2),
    "PERCENTILE.INC": Function(_percentile, "rd", 2),
    "QUARTILE": Function(_quartile, "rd", 2),
    "QUARTILE.INC": Function(_quartile, "rd", 2),
    "SUMPRODUCT": Function(_sum_of_products, "a", 1, 1),
    "SUBTOTAL": Function(_subtotal, "dr", 2, 1),
}
