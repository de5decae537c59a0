"""Whether what an invoice charges was ordered at that price and has come: invoice against order and receipt, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from officebot.core.invoices.model import Invoice
from officebot.core.orders.matching import Match
from officebot.core.orders.model import OrderLine
from officebot.core.text import Text
from officebot.core.trade.model import TradeLine


class CheckState(StrEnum):
    """How a line, or an invoice, stands against its order."""

    ok = "ok"
    differs = "differs"
    not_received = "not-received"
    unclear = "unclear"  # a person must say which order line is meant
    unknown_order = "unknown-order"  # it was ordered in no order that the office knows


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """By how much an invoice may be above its order: a price by `ratio`, the line by no more than `amount` in all.

    `charges` is how much carriage and fees may be charged that nobody ordered. All amounts are in the order's currency.
    """

    ratio: Decimal = Decimal("0.02")
    amount: Decimal = Decimal("10")
    charges: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A line of the invoice, the order line that it charges, how they stand, and what differs, each with both figures.

    `over` is the money that it charges too much or too early, without VAT; 0 for nothing.
    """

    said: TradeLine
    line: OrderLine | None = None
    state: CheckState = CheckState.ok
    what: tuple[Text, ...] = ()
    over: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreeWay:
    """The whole invoice: its lines, what is said of all of it (charges, the total over the order), and the orders it is of."""

    lines: tuple[Checked, ...] = ()
    what: tuple[Text, ...] = ()
    orders: tuple[str, ...] = ()
    state: CheckState = CheckState.ok
    over: Decimal = Decimal(0)


def checked(invoice: Invoice, matches: Sequence[Match], tolerance: Tolerance | None = None) -> ThreeWay:
    """The invoice against its order lines; `matches` are the Matcher's of its document, among others' of the same mail."""
    raise NotImplementedError
