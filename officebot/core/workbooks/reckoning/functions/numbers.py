"""Functions of one or two numbers: rounding, remainders, powers, logarithms, angles."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

from officebot.core.workbooks.reckoning.calls import Function
from officebot.core.workbooks.reckoning.operators import power
from officebot.core.workbooks.reckoning.regions import Context
from officebot.core.workbooks.reckoning.scalars import (
    BAD_NUMBER,
    DIVISION,
    FaultyError,
    NotKnownError,
    checked,
    nearly,
)


def _rounded(value: float, digits: float, how: str) -> float:
    """On the decimals that people see, 15 of them at most: 1.005 becomes 1.01."""
    if not value:
        return 0.0
    places = int(digits)
    if not -300 <= places <= 300:
        raise NotKnownError("very many decimals")
    seen = Decimal(f"{value:.15g}")
    if how != ROUND_HALF_UP and seen != Decimal(repr(value)):
        raise NotKnownError("a number with more digits than programs show")
    exponent = seen.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= places:
        return value
    return float(seen.quantize(Decimal(1).scaleb(-places), rounding=how))


def round_to(context: Context, value: float, digits: float = 0.0) -> float:
    """ROUND: half away from zero."""
    return _rounded(value, digits, ROUND_HALF_UP)


def _up(context: Context, value: float, digits: float = 0.0) -> float:
    return _rounded(value, digits, ROUND_UP)


def _down(context: Context, value: float, digits: float = 0.0) -> float:
    return _rounded(value, digits, ROUND_DOWN)


def floor(value: float) -> float:
    """The whole number below; NotKnownError where the errors of binary fractions decide."""
    nearest = float(round(value))
    if nearest != value and abs(value - nearest) <= max(abs(value), 1.0) * 1e-13:
        raise NotKnownError("a number too near to a whole one")
    return float(math.floor(value))


def _whole(context: Context, value: float) -> float:
    return floor(value)


def _remainder(context: Context, value: float, divisor: float) -> float:
    if not divisor:
        raise FaultyError(DIVISION)
    times = checked(value / divisor)
    if abs(times) >= 2**40:
        raise NotKnownError("a remainder of very many times")
    if value.is_integer() and divisor.is_integer():
        return value - divisor * math.floor(times)
    found = math.fmod(value, divisor)
    if found and (found < 0) != (divisor < 0):
        found += divisor
    floor(times)  # refuses what is too near to a multiple
    if abs(value) > abs(found) * (2e5 if divisor.is_integer() else 1e4):
        raise NotKnownError("a remainder of which rounding decides")
    return found


def _multiple(value: float, step: float, pick: Callable[[float], float]) -> float:
    times = checked(value / step)
    nearest = float(round(times))
    if nearest != times and abs(times - nearest) <= max(abs(times), 1.0) * 1e-13:
        if nearly(times, nearest):
            return nearest * step
        raise NotKnownError("a number too near to a multiple")
    return float(pick(times)) * step


def _ceiling(context: Context, value: float, step: float = 1.0) -> float:
    if not value or not step:
        return 0.0
    if value > 0 > step:
        raise FaultyError(BAD_NUMBER)
    return _multiple(value, step, math.ceil)


def _floor(context: Context, value: float, step: float = 1.0) -> float:
    if not value:
        return 0.0
    if not step:
        raise FaultyError(DIVISION)
    if value > 0 > step:
        raise FaultyError(BAD_NUMBER)
    return _multiple(value, step, math.floor)


def _ceiling_math(context: Context, value: float, step: float = 1.0, away: float = 0.0) -> float:
    if not value or not step:
        return 0.0
    return _multiple(value, abs(step), math.floor if value < 0 and away else math.ceil)


def _floor_math(context: Context, value: float, step: float = 1.0, toward: float = 0.0) -> float:
    if not value or not step:
        return 0.0
    return _multiple(value, abs(step), math.ceil if value < 0 and toward else math.floor)


def _to_multiple(context: Context, value: float, step: float) -> float:
    if not value or not step:
        return 0.0
    if (value < 0) != (step < 0):
        raise NotKnownError("a multiple of the other sign")  # a fault in Excel only
    times = value / step
    if abs(times - math.floor(times) - 0.5) < 1e-9 and times % 1 != 0.5:
        raise NotKnownError("a number too near to the middle of two multiples")
    return math.floor(times + 0.5) * step


def _even(context: Context, value: float) -> float:
    return math.copysign(2.0 * math.ceil(abs(value) / 2), value) if value else 0.0


def _odd(context: Context, value: float) -> float:
    return math.copysign(2.0 * math.ceil((abs(value) + 1) / 2) - 1, value) if value else 1.0


def _sign(context: Context, value: float) -> float:
    return float((value > 0) - (value < 0))


def _size(context: Context, value: float) -> float:
    return abs(value)


def _root(context: Context, value: float) -> float:
    if value < 0:
        raise FaultyError(BAD_NUMBER)
    return math.sqrt(value)


def _quotient(context: Context, value: float, divisor: float) -> float:
    if not divisor:
        raise FaultyError(DIVISION)
    times = checked(value / divisor)
    return math.copysign(floor(abs(times)), times) + 0.0


def _logarithm(context: Context, value: float, base: float = 10.0) -> float:
    if value <= 0 or base <= 0:
        raise FaultyError(BAD_NUMBER)
    if base == 1:
        raise FaultyError(DIVISION)
    if base == 10:
        return math.log10(value)
    return math.log2(value) if base == 2 else math.log(value) / math.log(base)


def _factorial(context: Context, value: float) -> float:
    if value < 0 or value >= 171:
        raise FaultyError(BAD_NUMBER)
    return float(math.factorial(int(value)))


def _combinations(context: Context, total: float, chosen: float) -> float:
    if not 0 <= int(chosen) <= int(total):
        raise FaultyError(BAD_NUMBER)
    if total > 1000 or chosen < 0:
        raise NotKnownError("very many combinations")
    return checked(float(math.comb(int(total), int(chosen))))


def _greatest_divisor(context: Context, *values: float) -> float:
    return float(math.gcd(*_naturals(values)))


def _least_multiple(context: Context, *values: float) -> float:
    return checked(float(math.lcm(*_naturals(values))))


def _naturals(values: tuple[float, ...]) -> list[int]:
    if min(values) < 0:
        raise FaultyError(BAD_NUMBER)
    if max(values) >= 2**53 or len(values) > 20:
        raise NotKnownError("very large numbers")
    return [int(value) for value in values]


def _by(work: Callable[[float], float]) -> Function:
    def done(context: Context, value: float) -> float:
        try:
            return checked(work(value))
        except (ValueError, OverflowError):
            raise FaultyError(BAD_NUMBER) from None

    return Function(done, "d", 1)


def _angle(work: Callable[[float], float]) -> Function:
    def done(context: Context, value: float) -> float:
        if abs(value) >= 2**27:
            raise NotKnownError("the sine of a very large number")
        return checked(work(value))

    return Function(done, "d", 1)


def _direction(context: Context, x: float, y: float) -> float:
    if not x and not y:
        raise FaultyError(DIVISION)
    return math.atan2(y, x)


def _pi(context: Context) -> float:
    return math.pi


FUNCTIONS = {
    "ROUND": Function(round_to, "dd", 2),
    "ROUNDUP": Function(_up, "dd", 2),
    "ROUNDDOWN": Function(_down, "dd", 2),
    "TRUNC": Function(_down, "dd", 1),
    "INT": Function(_whole, "d", 1),
    "MOD": Function(_remainder, "dd", 2),
    "QUOTIENT": Function(_quotient, "dd", 2),
    "CEILING": Function(_ceiling, "dd", 2),
    "FLOOR": Function(_floor, "dd", 2),
    "CEILING.MATH": Function(_ceiling_math, "ddd", 1),
    "FLOOR.MATH": Function(_floor_math, "ddd", 1),
    "CEILING.PRECISE": Function(_ceiling_math, "dd", 1),
    "FLOOR.PRECISE": Function(_floor_math, "dd", 1),
    "ISO.CEILING": Function(_ceiling_math, "dd", 1),
    "MROUND": Function(_to_multiple, "dd", 2),
    "EVEN": Function(_even, "d", 1),
    "ODD": Function(_odd, "d", 1),
    "ABS": Function(_size, "d", 1),
    "SIGN": Function(_sign, "d", 1),
    "SQRT": Function(_root, "d", 1),
    "POWER": Function(power, "dd", 2),
    "EXP": _by(math.exp),
    "LN": _by(math.log),
    "LOG10": _by(math.log10),
    "LOG": Function(_logarithm, "dd", 1),
    "FACT": Function(_factorial, "d", 1),
    "COMBIN": Function(_combinations, "dd", 2),
    "GCD": Function(_greatest_divisor, "d", 1, 1),
    "LCM": Function(_least_multiple, "d", 1, 1),
    "PI": Function(_pi, "", 0),
    "SIN": _angle(math.sin),
    "COS": _angle(math.cos),
    "TAN": _angle(math.tan),
    "ASIN": _by(math.asin),
    "ACOS": _by(math.acos),
    "ATAN": _by(math.atan),
    "ATAN2": Function(_direction, "dd", 2),
    "SINH": _by(math.sinh),
    "COSH": _by(math.cosh),
    "TANH": _by(math.tanh),
    "ASINH": _by(math.asinh),
    "ACOSH": _by(math.acosh),
    "ATANH": _by(math.atanh),
    "DEGREES": _by(math.degrees),
    "RADIANS": _by(math.radians),
}
