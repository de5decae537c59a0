"""What the office ordered: lines of orders as its workbook tells them, and how far each has come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from officebot.core.people import Contact
from officebot.core.problems import Problem
from officebot.core.text import Text, say


class LineState(StrEnum):
    """How far a line has come, by the furthest that is known of it."""

    ordered = "ordered"
    confirmed = "confirmed"
    partly_received = "partly-received"
    received = "received"
    invoiced = "invoiced"
    cancelled = "cancelled"


_NAMES = {
    LineState.ordered: say("ordered"), LineState.confirmed: say("confirmed"),
    LineState.partly_received: say("partly received"), LineState.received: say("received"),
    LineState.invoiced: say("invoiced"), LineState.cancelled: say("cancelled"),
}  # fmt: skip


def state_title(state: LineState) -> Text:
    """What a line's state is called, for people."""
    return _NAMES[state]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """A line of an order. Quantities are in `unit`, prices for one of it without VAT; None is “not known”.

    `line` is its place in the order, from 1. `due` is the day asked for, `promised` the one that the supplier confirmed.
    `cells` are the workbook's cells by field, `blank` the fields whose cell is empty; `status` is what stands there.
    `is_counted` is False where the workbook nowhere says how much came: `received` is then no fact.
    """

    order: str
    line: int
    supplier: str = ""
    address: str = ""
    article: str = ""
    label: str = ""
    supplier_article: str = ""
    quantity: Decimal = Decimal(0)
    unit: str = ""
    price: Decimal | None = None
    currency: str = "EUR"
    ordered_on: date | None = None
    due: date | None = None
    promised: date | None = None
    confirmed_quantity: Decimal | None = None
    confirmed_price: Decimal | None = None
    received: Decimal = Decimal(0)
    is_counted: bool = True
    received_on: date | None = None
    invoiced: Decimal = Decimal(0)
    is_service: bool = False
    is_cancelled: bool = False
    note: str = ""
    status: str = ""
    budget: str = ""
    blank: frozenset[str] = frozenset()
    cells: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, int]:
        """The order's number and the line's place in it."""
        return self.order, self.line

    @property
    def name(self) -> str:
        """What people call it."""
        return self.label or self.article

    @property
    def open_quantity(self) -> Decimal:
        """What is still to come."""
        if self.is_cancelled:
            return Decimal(0)
        return max(Decimal(0), self.agreed_quantity - self.received)

    @property
    def agreed_quantity(self) -> Decimal:
        """What the supplier confirmed, else what was ordered."""
        return self.quantity if self.confirmed_quantity is None else self.confirmed_quantity

    @property
    def expected(self) -> date | None:
        """The day on which it should come: as promised, else as asked for."""
        return self.promised or self.due

    @property
    def state(self) -> LineState:
        """How far it has come."""
        if self.is_cancelled:
            return LineState.cancelled
        if self.invoiced and self.invoiced >= self.agreed_quantity:
            return LineState.invoiced
        if self.received and not self.open_quantity:
            return LineState.received
        if self.received:
            return LineState.partly_received
        if self.promised is not None or self.confirmed_quantity is not None or self.confirmed_price is not None:
            return LineState.confirmed
        return LineState.ordered

    @property
    def is_open(self) -> bool:
        """Whether something of it is still to come."""
        return self.open_quantity > 0

    def is_late(self, today: date) -> bool:
        """Whether the day on which it should have come is over."""
        return self.is_open and self.expected is not None and self.expected < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """A firm that the office orders from: how it is written to and what it takes.

    `takes` are the structured forms that it reads beside a PDF: "order-x", "peppol". `goods` are words of what it sells.
    `free_from` is the amount from which delivery is free; `minimum` the least amount that it takes an order for.
    """

    name: str
    address: str = ""
    language: str = ""
    goods: tuple[str, ...] = ()
    takes: frozenset[str] = frozenset()
    lead_time: int | None = None
    minimum: Decimal | None = None
    terms: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine:
    """A line of the budget that orders count against: planned, and spent so far."""

    key: str
    label: str = ""
    planned: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)
    committed: Decimal | None = None
    currency: str = "EUR"
    source: str = ""

    @property
    def left(self) -> Decimal:
        """What may still be ordered against it."""
        return self.planned - self.spent - (self.committed or Decimal(0))


@dataclass(frozen=True, slots=True)
class OrderBook:
    """Every line that the workbook holds, in its order, and what of it could not be read."""

    lines: tuple[OrderLine, ...] = ()
    suppliers: tuple[Supplier, ...] = ()
    budget: tuple[BudgetLine, ...] = ()
    problems: tuple[Problem, ...] = ()

    def of(self, order: str) -> tuple[OrderLine, ...]:
        """The lines of an order."""
        return tuple(line for line in self.lines if line.order == order)

    def at(self, key: tuple[str, int]) -> OrderLine | None:
        """The line of this order and place."""
        return next((line for line in self.lines if line.key == key), None)

    def supplier(self, words: str) -> Supplier | None:
        """The supplier of this name or address, in any case of letters."""
        wanted = words.casefold().strip()
        return next((one for one in self.suppliers if wanted and wanted in (one.name.casefold(), one.address)), None)

    def with_contacts(self, contacts: Iterable[Contact]) -> OrderBook:
        """The same, with the office's contacts who are suppliers and stand in no row of the workbook."""
        known = {one.name.casefold() for one in self.suppliers}
        more = tuple(
            Supplier(name=one.name, address=one.addresses[0], language=one.language)
            for one in contacts
            if one.kind == "supplier" and one.addresses and one.name.casefold() not in known
        )
        return replace(self, suppliers=(*self.suppliers, *more))

    @property
    def open(self) -> Iterator[OrderLine]:
        """The lines of which something is still to come."""
        return (line for line in self.lines if line.is_open)


def orders_of(lines: Iterable[OrderLine]) -> dict[str, list[OrderLine]]:
    """The lines by their order's number, both in the order in which they stand."""
    found: dict[str, list[OrderLine]] = {}
    for line in lines:
        found.setdefault(line.order, []).append(line)
    return found
