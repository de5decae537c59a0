"""What the comparing of offers reckons with: what is wanted, what was offered, and what the office knows and prefers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from officebot.core.text import Text
from officebot.core.trade.model import TradeDocument, TradeLine
from officebot.core.trade.offers.conditions import Conditions, Vat
from officebot.core.worktime import WorkingTime

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A line of what is asked for. `number` tells it from the others; `standard_article` is a GTIN or the like."""

    number: str
    quantity: Decimal
    article: str = ""
    label: str = ""
    unit: str = ""
    standard_article: str = ""

    @property
    def name(self) -> str:
        """What people call it."""
        return self.label or self.article or self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something about an offer, by a fixed name and in words; `line` is the wanted line, "" for all of the offer."""

    what: str
    says: Text
    line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A supplier's offer; `supplier` is the name by which the office knows them.

    `objections` exclude it, `open_points` are what it leaves open, both found beforehand: against a specification.
    """

    supplier: str
    document: TradeDocument
    source: str = ""
    objections: tuple[Note, ...] = ()
    open_points: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """How well a supplier kept its word, 0 to 1, as estimated from so many deliveries."""

    share: Decimal
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much price, delay and reliability count; only their relation does."""

    price: Decimal = Decimal(60)
    delay: Decimal = Decimal(25)
    reliability: Decimal = Decimal(15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What the office knows and how it decides.

    Hard requirements exclude an offer: `deliver_by`, `budget` (without VAT), `least_payment_days`, no equivalents.
    `known` are suppliers' own article numbers, (supplier, number) → ours. `order_cost` is what a second order costs to
    write, receive and pay. `day_costs` are the points of a hundred that each working day behind the fastest offer takes
    (behind `wanted_by`, where that is later). What is in stock takes `stock_days`; a delay that nobody says counts as
    `unknown_days`, or the longest of the others. `vat_rate` is for prices with VAT whose rate is not said.
    """

    work: WorkingTime = field(default_factory=WorkingTime)
    currency: str = ""
    weights: Weights = field(default_factory=Weights)
    deliver_by: date | None = None
    wanted_by: date | None = None
    budget: Decimal | None = None
    least_payment_days: int | None = None
    allow_equivalents: bool = True
    order_cost: Decimal = Decimal(15)
    day_costs: Decimal = Decimal(2)
    stock_days: int = 2
    unknown_days: int = 15
    vat_rate: Decimal | None = None
    usual_reliability: Decimal = Decimal("0.80")
    known: Mapping[tuple[str, str], str] = field(default_factory=dict)
    reliability: Mapping[str, Reliability] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A wanted line and the line offered for it: how sure that is (0 to 1), and why.

    `others` are further lines for the same thing, such as the prices from larger quantities on.
    """

    wanted: Wanted
    line: TradeLine
    confidence: float
    why: Text
    others: tuple[TradeLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """What a wanted line costs in an offer, without VAT.

    `quantity` is what would be bought, in wanted units: whole packs. `unit_price` is for one wanted unit, None where
    nobody can tell, which `doubts` explain. `is_short`: less is offered than is wanted. `is_equivalent`: something else
    is offered in its place. `next_break` is a quantity from which the whole would cost no more than now.
    """

    pair: Pair
    quantity: Decimal
    unit_price: Decimal | None
    amount: Decimal | None
    days: int | None = None
    is_short: bool = False
    is_equivalent: bool = False
    doubts: tuple[Text, ...] = ()
    next_break: tuple[Decimal, Decimal] | None = None

    @property
    def number(self) -> str:
        """The wanted line that it is for."""
        return self.pair.wanted.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What an order costs besides VAT; the parts add up to `total`, to the cent. `discount` is taken off."""

    goods: Decimal
    discount: Decimal = NOTHING
    carriage: Decimal = NOTHING
    fees: Decimal = NOTHING
    shortfall: Decimal = NOTHING

    @property
    def total(self) -> Decimal:
        """All together."""
        return self.goods - self.discount + self.carriage + self.fees + self.shortfall


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Points of a hundred, and what each part gave before it was weighed."""

    points: Decimal
    price: Decimal
    delay: Decimal
    reliability: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An offer, brought to what can be compared. `days` are working days from an order of today to the last delivery.

    `missing` is what it does not say, `questions` what a person should look at before it is used, `excluded` why it
    cannot be recommended: empty for an offer that can. `extras` are lines that nobody asked for, not counted. `side` are
    its lines of carriage and fees; `general_days` hold for lines that say nothing themselves.
    """

    supplier: str
    label: str
    document: TradeDocument
    lines: tuple[Priced, ...]
    conditions: Conditions
    currency: str
    vat: Vat
    costs: Costs
    days: int | None
    reliability: Reliability
    side: tuple[TradeLine, ...] = ()
    vat_factor: Decimal = Decimal(1)
    general_days: int | None = None
    extras: tuple[TradeLine, ...] = ()
    missing: tuple[Note, ...] = ()
    questions: tuple[Note, ...] = ()
    excluded: tuple[Note, ...] = ()
    source: str = ""

    @property
    def total(self) -> Decimal:
        """What is offered costs, without VAT."""
        return self.costs.total

    @property
    def is_eligible(self) -> bool:
        """Whether it can be recommended."""
        return not self.excluded

    def line(self, number: str) -> Priced | None:
        """What is offered for a wanted line."""
        return next((one for one in self.lines if one.number == number), None)
