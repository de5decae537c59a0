"""The operators between values: arithmetic, `&`, comparisons, percent."""

from __future__ import annotations

from collections.abc import Callable

from officebot.core.workbooks.reckoning.regions import Context
from officebot.core.workbooks.reckoning.scalars import (
    BAD_NUMBER,
    DIVISION,
    FaultyError,
    NotKnownError,
    Scalar,
    checked,
    fits,
    minus,
    number,
    order,
    same,
    text,
)


def add(context: Context, left: Scalar, right: Scalar) -> Scalar:
    if type(left) is float and type(right) is float and (left < 0) == (right < 0):
        return checked(left + right)
    return checked(minus(number(left, context.language), -number(right, context.language)))


def subtract(context: Context, left: Scalar, right: Scalar) -> Scalar:
    return checked(minus(number(left, context.language), number(right, context.language)))


def multiply(context: Context, left: Scalar, right: Scalar) -> Scalar:
    if type(left) is float and type(right) is float:
        return checked(left * right)
    return checked(number(left, context.language) * number(right, context.language))


def divide(context: Context, left: Scalar, right: Scalar) -> Scalar:
    one, other = number(left, context.language), number(right, context.language)
    if not other:
        raise FaultyError(DIVISION)
    return checked(one / other)


def power(context: Context, left: Scalar, right: Scalar) -> Scalar:
    """Programs differ for 0^0 and for roots of numbers below zero."""
    base, exponent = number(left, context.language), number(right, context.language)
    if base == 0 and exponent <= 0:
        raise NotKnownError("0^0")
    if base < 0 and not exponent.is_integer():
        raise NotKnownError("a root of a number below zero")
    try:
        found = checked(base**exponent)
    except OverflowError:
        raise FaultyError(BAD_NUMBER) from None
    if base and not found:
        raise NotKnownError("a power that is nearly nothing")
    return found


def join(context: Context, left: Scalar, right: Scalar) -> Scalar:
    return fits(text(left, context.language) + text(right, context.language))


def negated(context: Context, value: Scalar) -> Scalar:
    return -number(value, context.language) or 0.0


def hundredth(context: Context, value: Scalar) -> Scalar:
    return number(value, context.language) / 100


def unchanged(context: Context, value: Scalar) -> Scalar:
    return value


def equal(context: Context, left: Scalar, right: Scalar) -> Scalar:
    return same(left, right)


def unequal(context: Context, left: Scalar, right: Scalar) -> Scalar:
    return not same(left, right)


def less(context: Context, left: Scalar, right: Scalar) -> Scalar:
    return order(left, right) < 0


def more(context: Context, left: Scalar, right: Scalar) -> Scalar:
    return order(left, right) > 0


def at_most(context: Context, left: Scalar, right: Scalar) -> Scalar:
    return order(left, right) <= 0


def at_least(context: Context, left: Scalar, right: Scalar) -> Scalar:
    return order(left, right) >= 0


#: Rank and work of each operator; higher ranks bind tighter, all from the left.
OPERATORS: dict[str, tuple[int, Callable[[Context, Scalar, Scalar], Scalar]]] = {
    "=": (1, equal), "<>": (1, unequal), "<": (1, less), ">": (1, more), "<=": (1, at_most), ">=": (1, at_least),
    "&": (2, join), "+": (3, add), "-": (3, subtract), "*": (4, multiply), "/": (4, divide), "^": (5, power),
}  # fmt: skip
