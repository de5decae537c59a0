"""The words of a stock room: articles, movements, orders, and what the office wants kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from officebot.core.text import Text, say


class MovementKind(StrEnum):
    """What changed the stock."""

    delivery = "delivery"
    withdrawal = "withdrawal"
    counted = "count"
    correction = "correction"


class Alert(StrEnum):
    """What an article asks for, the most pressing first."""

    late = "late"
    order = "order"
    watch = "watch"
    none = "none"


_ALERT_NAMES: Mapping[Alert, Text] = {
    Alert.late: say("late: shortage before delivery"),
    Alert.order: say("order today"),
    Alert.watch: say("watch"),
    Alert.none: say("nothing to do"),
}


def alert_name(alert: Alert) -> Text:
    """The alert in the reader's words."""
    return _ALERT_NAMES[alert]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class PriceBreak:
    """From this quantity on, each unit costs so much."""

    quantity: Decimal
    price: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A thing that is kept in stock, as the office's own sheet has it.

    `lead_time` is the supplier's promise in working days. `minimum` and `target` are levels that the office itself
    wants. `price_breaks` begin with the usual price, from 0 or 1 on.
    """

    key: str
    label: str = ""
    unit: str = ""
    supplier: str = ""
    lead_time: int | None = None
    pack_size: Decimal = Decimal(1)
    minimum_order: Decimal = Decimal(0)
    price_breaks: tuple[PriceBreak, ...] = ()
    minimum: Decimal | None = None
    target: Decimal | None = None
    currency: str = "EUR"
    source: str = ""

    def price_of(self, quantity: Decimal) -> Decimal | None:
        """What a unit costs when so many are ordered; None where no price is known."""
        known = sorted(self.price_breaks)
        reached = [one.price for one in known if one.quantity <= quantity]
        return reached[-1] if reached else known[0].price if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One line of the journal: above zero what came in, below zero what was taken; of a count, what was found."""

    day: date
    article: str
    quantity: Decimal
    kind: MovementKind
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """So much of an article on its way, or arrived on `received_on`; the days that are unknown are None."""

    article: str
    quantity: Decimal
    ordered_on: date | None = None
    due: date | None = None
    received_on: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StockPolicy:
    """How the office wants its stock kept.

    `service` is the share of what is asked for that shall lie there when it is asked for. `review_days`: orders are
    decided every so many working days. `order_cost` is what one order costs to write, receive and pay; `holding_rate`
    what a year in stock costs, as a share of the price. Where the economic quantity is unknown, an order covers
    `cover_days` working days; none covers more than `most_cover_days`. `usual_lead_time` in working days stands in for
    a supplier who promises nothing.
    """

    service: float = 0.98
    review_days: int = 1
    order_cost: Decimal = Decimal(15)
    holding_rate: Decimal = Decimal("0.20")
    cover_days: int = 20
    most_cover_days: int = 250
    usual_lead_time: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """All that is known of a stock room on a day."""

    articles: tuple[Article, ...]
    movements: tuple[Movement, ...] = ()
    orders: tuple[Order, ...] = ()
    policy: StockPolicy = field(default_factory=StockPolicy)
