"""Functions of money over time: payments, present and future values."""

from __future__ import annotations

from math import log

from officebot.core.workbooks.reckoning.calls import Function
from officebot.core.workbooks.reckoning.functions.aggregates import numbers, summed
from officebot.core.workbooks.reckoning.regions import Context, Operand
from officebot.core.workbooks.reckoning.scalars import (
    BAD_NUMBER,
    DIVISION,
    FaultyError,
    NotKnownError,
    checked,
)


def _growth(rate: float, periods: float) -> float:
    if rate <= -1:
        raise NotKnownError("a rate of -100 % or less")
    if abs(rate) < 5e-4 or abs(rate * periods) < 1e-3:
        raise NotKnownError("a rate that is nearly nothing")  # the errors of binary fractions decide
    try:
        return checked((1 + rate) ** periods)
    except OverflowError:
        raise FaultyError(BAD_NUMBER) from None


def _advance(rate: float, kind: float) -> float:
    return 1 + rate if kind else 1.0


def _together(one: float, other: float) -> float:
    """Two sums together; NotKnownError where they cancel each other out but for the errors of binary fractions."""
    found = one + other
    if abs(found) < max(abs(one), abs(other)) * 1e-3:
        raise NotKnownError("sums of which rounding decides")
    return found


def payment(rate: float, periods: float, present: float, future: float = 0.0, kind: float = 0.0) -> float:
    """What is paid each period."""
    if not periods:
        raise FaultyError(BAD_NUMBER)
    if not rate:
        return -(present + future) / periods
    growth = _growth(rate, periods)
    return checked(-_together(present * growth, future) * rate / ((growth - 1) * _advance(rate, kind)))


def value_after(rate: float, periods: float, paid: float, present: float = 0.0, kind: float = 0.0) -> float:
    """What there is in the end."""
    if not rate:
        return -(present + paid * periods)
    growth = _growth(rate, periods)
    return checked(-_together(present * growth, paid * _advance(rate, kind) * (growth - 1) / rate))


def _pmt(
    context: Context, rate: float, periods: float, present: float, future: float = 0.0, kind: float = 0.0
) -> float:
    return payment(rate, periods, present, future, kind)


def _fv(context: Context, rate: float, periods: float, paid: float, present: float = 0.0, kind: float = 0.0) -> float:
    return value_after(rate, periods, paid, present, kind)


def _pv(context: Context, rate: float, periods: float, paid: float, future: float = 0.0, kind: float = 0.0) -> float:
    if not rate:
        return -(future + paid * periods)
    growth = _growth(rate, periods)
    return checked(-_together(future, paid * _advance(rate, kind) * (growth - 1) / rate) / growth)


def _nper(
    context: Context, rate: float, paid: float, present: float, future: float = 0.0, kind: float = 0.0
) -> float:
    if not rate:
        if not paid:
            raise FaultyError(DIVISION)
        return -(present + future) / paid
    _growth(rate, 1000)  # refuses what rounding decides
    each = paid * _advance(rate, kind) / rate
    if not each + present or (each - future) / (each + present) <= 0:
        raise FaultyError(BAD_NUMBER)
    return checked(log((each - future) / (each + present)) / log(1 + rate))


def _ipmt(
    context: Context, rate: float, which: float, periods: float, present: float, future: float = 0.0,
    kind: float = 0.0,
) -> float:  # fmt: skip
    if kind:
        raise NotKnownError("interest of payments in advance")
    if not 1 <= which <= periods:
        raise FaultyError(BAD_NUMBER)
    return value_after(rate, which - 1, payment(rate, periods, present, future), present) * rate


def _ppmt(
    context: Context, rate: float, which: float, periods: float, present: float, future: float = 0.0, kind: float = 0.0,
) -> float:  # fmt: skip
    interest = _ipmt(context, rate, which, periods, present, future, kind)
    return payment(rate, periods, present, future) - interest


def _npv(context: Context, rate: float, *operands: Operand) -> float:
    values = list(numbers(context, operands))
    if rate == -1:
        raise FaultyError(DIVISION)
    try:
        return summed([value / (1 + rate) ** (place + 1) for place, value in enumerate(values)])
    except OverflowError:
        raise FaultyError(BAD_NUMBER) from None


def _sln(context: Context, cost: float, salvage: float, life: float) -> float:
    if not life:
        raise FaultyError(DIVISION)
    return (cost - salvage) / life


FUNCTIONS = {
    "PMT": Function(_pmt, "ddddd", 3),
    "FV": Function(_fv, "ddddd", 3),
    "PV": Function(_pv, "ddddd", 3),
    "NPER": Function(_nper, "ddddd", 3),
    "IPMT": Function(_ipmt, "dddddd", 4),
    "PPMT": Function(_ppmt, "dddddd", 4),
    "NPV": Function(_npv, "dr", 2, 1),
    "SLN": Function(_sln, "ddd", 3),
}
