"""Checks of allowances and charges: their percentages, reasons, signs; and of the prices that they lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from officebot.core.text import Text, one_line, say
from officebot.core.trade.rules.failures import Fault
from officebot.core.trade.rules.finding import (
    allowances,
    has,
    is_charge,
    is_near,
    is_same,
    number,
    numbered_lines,
    quantity,
)
from officebot.core.trade.structured.elements import Element

#: UNTDID 5189, the codes that Peppol takes for allowances.
_REASONS = (
    "41", "42", "60", "62", "63", "64", "65", "66", "67", "68", "70", "71", "88", "95", "100", "102", "103", "104", "105",
)  # fmt: skip


def base_given(document: Element) -> Iterator[Fault]:
    """Who gives a percentage says of what."""
    yield from _each(document, lambda one: has(one, "MultiplierFactorNumeric") and not has(one, "BaseAmount"),
                     say("An allowance or charge has a percentage, but not the amount that it is taken of."))  # fmt: skip


def percentage_given(document: Element) -> Iterator[Fault]:
    """Who gives a base amount says the percentage."""
    yield from _each(document, lambda one: has(one, "BaseAmount") and not has(one, "MultiplierFactorNumeric"),
                     say("An allowance or charge has an amount that it is taken of, but no percentage."))  # fmt: skip


def amount_is_percentage(document: Element) -> Iterator[Fault]:
    """The amount is the percentage of the base amount."""
    yield from _each(document, _is_another_amount,
                     say("An allowance or charge is not the percentage that it says it is."))  # fmt: skip


def reason_given(document: Element) -> Iterator[Fault]:
    """Allowances and charges say why, in words or by a code."""
    yield from _each(
        document,
        lambda one: not has(one, "AllowanceChargeReason") and not has(one, "AllowanceChargeReasonCode"),
        say("An allowance or charge gives no reason."),
    )


def amount_not_negative(document: Element) -> Iterator[Fault]:
    """No allowance or charge is negative."""
    yield from _each(document, lambda one: _is_negative(one, "Amount"), say("An allowance or charge is negative."))


def reason_code_known(document: Element) -> Iterator[Fault]:
    """The code of an allowance's reason is one of those that Peppol takes."""
    for line, one in allowances(document):
        code = one.value("AllowanceChargeReasonCode")
        if code and not is_charge(one) and code not in _REASONS:
            yield Fault(say("“{code}” is no code for the reason of an allowance.", code=one_line(code, 20)), line)


# ── prices ────────────────────────────────────────────────────────────────────────────────────────────────


def net_is_gross_less_allowance(document: Element) -> Iterator[Fault]:
    """The net price is the gross one without its allowance."""
    for line, inner in numbered_lines(document):
        net = number(inner, "Price", "PriceAmount")
        for one in inner.all("Price", "AllowanceCharge"):
            gross, off = number(one, "BaseAmount"), number(one, "Amount")
            if gross is not None and net is not None and net != gross - (off or 0):
                yield Fault(say("The price is not the list price without its discount."), line)


def gross_not_negative(document: Element) -> Iterator[Fault]:
    """No list price is negative."""
    yield from _each_price(document, "BaseAmount", say("The list price is negative."))


def discount_not_negative(document: Element) -> Iterator[Fault]:
    """No discount of a price is negative."""
    yield from _each_price(document, "Amount", say("The discount of the price is negative."))


def line_amounts(document: Element) -> Iterator[Fault]:
    """A line's amount is quantity times price, with its charges and without its allowances."""
    for line, inner in numbered_lines(document):
        amount, counted = number(inner, "LineExtensionAmount"), quantity(inner)
        price, per = number(inner, "Price", "PriceAmount"), number(inner, "Price", "BaseQuantity")
        if amount is None or counted is None or price is None:
            continue
        reckoned = counted * price / (per if per else 1)
        for one in inner.all("AllowanceCharge"):
            own = number(one, "Amount") or 0
            reckoned += own if is_charge(one) else -own
        if not is_near(amount, reckoned) and not is_same(amount, reckoned):
            yield Fault(say("The amount is {amount}; quantity, price and allowances make {reckoned}.",
                            amount=amount, reckoned=round(reckoned, 2)), line)  # fmt: skip


def _each(document: Element, is_wrong: Callable[[Element], bool], what: Text) -> Iterator[Fault]:
    yield from (Fault(what, line) for line, one in allowances(document) if is_wrong(one))


def _each_price(document: Element, name: str, what: Text) -> Iterator[Fault]:
    for line, inner in numbered_lines(document):
        yield from (Fault(what, line) for one in inner.all("Price", "AllowanceCharge") if _is_negative(one, name))


def _is_negative(element: Element, name: str) -> bool:
    value = number(element, name)
    return value is not None and value < 0


def _is_another_amount(one: Element) -> bool:
    percent, base = number(one, "MultiplierFactorNumeric"), number(one, "BaseAmount")
    if percent is None or base is None:
        return False
    return not is_near(number(one, "Amount") or base * 0, base * percent / 100)
