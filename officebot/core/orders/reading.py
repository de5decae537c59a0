"""The order book as a workbook tells it: lines, suppliers, budget, each with its cells; what cannot be read is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.letters import is_plain_address
from officebot.core.orders.fields import BUDGET, LINES, RECEIPTS, SUPPLIERS
from officebot.core.orders.mapping import OrdersMap
from officebot.core.orders.model import BudgetLine, OrderBook, OrderLine, Supplier
from officebot.core.problems import Problem
from officebot.core.text import Text, say
from officebot.core.workbooks.lines import Line, lines_of
from officebot.core.workbooks.numbers import Amount, read_number
from officebot.core.workbooks.tables import Table
from officebot.core.workbooks.words import plain

_CAME = frozenset(
    word
    for one in (
        "reçu",
        "reçue",
        "reçus",
        "reçues",
        "livré",
        "livrée",
        "soldé",
        "soldée",
        "received",
        "delivered",
        "closed",
    )
    for word in plain(one)
)
_CANCELLED = frozenset(
    word for one in ("annulé", "annulée", "cancelled", "canceled", "void", "supprimé") for word in plain(one)
)
_YES = frozenset(
    word for one in ("oui", "yes", "x", "vrai", "true", "1", "service", "prestation") for word in plain(one)
)
#: More than this is a slip of the hand, and no letter can say it.
_MOST = Decimal(10**9)
_APART = expression(r"[,;/|\n]+")
#: The forms of orders that a supplier may take, by the words of its row.
_FORMS = (("order-x", ("orderx", "order", "facturx", "factur")), ("peppol", ("peppol", "ubl")))


def read_orders(tables: Sequence[Table], found: OrdersMap) -> OrderBook:
    """The order book. Figures of a formula count as what they show; a row without an order's number is none of ours."""
    reader = _Reader(tables, found)
    return OrderBook(
        lines=tuple(reader.lines()),
        suppliers=tuple(reader.suppliers()),
        budget=tuple(reader.budget()),
        problems=(*found.problems, *reader.problems),
    )


class _Reader:
    def __init__(self, tables: Sequence[Table], found: OrdersMap) -> None:
        self._tables, self._found = tables, found
        self.problems: list[Problem] = []
        self._came = self._receipts()

    def lines(self) -> Iterator[OrderLine]:
        places: dict[str, int] = {}
        seen: dict[tuple[str, int], str] = {}
        for row in self._rows(LINES):
            order = row.words("order")
            if not order or not (row.words("article") or row.words("reference")):
                continue
            places[order] = places.get(order, 0) + 1
            told = row.amount("line")
            line = int(told.value) if told is not None and 0 < told.value < 100_000 else places[order]
            if (order, line) in seen:
                what = say("Line {line} of {order} stands here and at {other}: this row is left out.",
                           line=line, order=order, other=seen[order, line])  # fmt: skip
                self._say(row.place("order"), what)
                continue
            seen[order, line] = row.place("order")
            made = self._line(row, order, line)
            if made is not None:
                yield made

    def _receipts(self) -> dict[tuple[str, str], Decimal] | None:
        """How much came by order and line or article, as a table of its own says; None where there is none."""
        if RECEIPTS not in self._found.parts:
            return None
        came: dict[tuple[str, str], Decimal] = {}
        for row in self._rows(RECEIPTS):
            order, quantity, line = row.words("order"), row.amount("received"), row.amount("line")
            if not order or quantity is None or abs(quantity.value) > _MOST:
                continue
            name = f"{line.value:f}" if line is not None else row.words("reference") or row.words("article")
            key = (order, " ".join(plain(name)))
            came[key] = came.get(key, Decimal(0)) + quantity.value
        return came

    def _received(self, row: Line, order: str, line: int, quantity: Decimal) -> tuple[Decimal, bool]:
        """How much of a line came, and whether the workbook says so anywhere: in its row, its own table, or by its state."""
        told = _value(row, "received")
        if "received" in row.places:
            return told or Decimal(0), True
        if self._came is not None:
            names = (str(line), row.words("reference"), row.words("article"))
            found = (self._came.get((order, " ".join(plain(name)))) for name in names if name)
            return next((one for one in found if one is not None), Decimal(0)), True
        status = set(plain(row.words("status")))
        return (quantity, True) if _CAME & status else (Decimal(0), False)

    def _line(self, row: Line, order: str, line: int) -> OrderLine | None:
        quantity = row.amount("quantity")
        if quantity is None or not 0 < quantity.value <= _MOST:
            if quantity is not None:
                self._say(row.place("quantity"), say("A quantity must be more than 0: this row is left out."))
            return None
        price, paid = row.amount("price"), row.amount("confirmed_price")
        status = plain(row.words("status"))
        reference = row.words("reference")
        received, is_counted = self._received(row, order, line, quantity.value)
        return OrderLine(
            order=order,
            line=line,
            supplier=row.words("supplier"),
            address=self._address(row),
            article=reference or row.words("article"),
            label=row.words("article") if reference else "",
            supplier_article=row.words("supplier_article"),
            quantity=quantity.value,
            unit=row.words("unit") or quantity.unit,
            price=None if price is None else price.value,
            currency=(price.currency if price else "") or row.currency("price") or "EUR",
            ordered_on=row.day("ordered_on"),
            due=row.day("due"),
            promised=row.day("promised"),
            confirmed_quantity=_value(row, "confirmed_quantity"),
            confirmed_price=None if paid is None else paid.value,
            received=received,
            is_counted=is_counted,
            received_on=row.day("received_on"),
            invoiced=_invoiced(row, quantity.value),
            is_service=bool(_YES & set(plain(row.words("service")))),
            is_cancelled=bool(_CANCELLED & set(status)),
            note=row.words("note"),
            status=row.words("status"),
            budget=row.words("budget"),
            blank=frozenset(field for field in row.places if row.value(field) in (None, "")),
            cells={field: place for field in row.places if (place := row.place(field))},
        )

    def suppliers(self) -> Iterator[Supplier]:
        for row in self._rows(SUPPLIERS):
            name = row.words("supplier")
            if not name:
                continue
            days, minimum = row.amount("lead_time"), row.amount("minimum")
            said = set(plain(row.words("takes").replace("-", "")))
            yield Supplier(
                name=name,
                address=self._address(row),
                language=_language(row.words("language")),
                goods=tuple(word.strip() for word in _APART.split(row.words("goods")) if word.strip()),
                takes=frozenset(form for form, words in _FORMS if said & set(words)),
                lead_time=int(days.value) if days is not None and 0 <= days.value <= 730 else None,
                minimum=None if minimum is None else minimum.value,
                terms=row.words("terms"),
                source=row.place("supplier"),
            )

    def budget(self) -> Iterator[BudgetLine]:
        for row in self._rows(BUDGET):
            key, planned = row.words("key"), row.amount("planned")
            if not key or planned is None:
                continue
            committed = row.amount("committed")
            yield BudgetLine(
                key=key,
                label=row.words("label"),
                planned=planned.value,
                spent=_value(row, "spent") or Decimal(0),
                committed=None if committed is None else committed.value,
                currency=planned.currency or row.currency("planned") or "EUR",
                source=row.place("planned"),
            )

    def _rows(self, part: str) -> Iterator[Line]:
        sheet = self._found.parts.get(part)
        table = sheet.of(self._tables) if sheet is not None else None
        if sheet is not None and table is not None:
            yield from lines_of(table, sheet.columns, self.problems)

    def _address(self, row: Line) -> str:
        """The address; "" and a problem for what no mail can be sent to: one bad cell must not stop the others."""
        words = row.words("address").casefold()
        if not words or is_plain_address(words):
            return words
        self._say(
            row.place("address"), say("“{value}” is no single address: write one, as name@firm.fr.", value=words[:80])
        )
        return ""

    def _say(self, where: str, what: Text) -> None:
        self.problems.append(Problem(where=where, what=what))


def _value(row: Line, field: str) -> Decimal | None:
    amount = row.amount(field)
    return amount.value if amount is not None and amount.value >= 0 else None


def _invoiced(row: Line, quantity: Decimal) -> Decimal:
    """What was charged; where the column holds an invoice's number, all of it was."""
    value = row.value("invoiced")
    if isinstance(value, str) and value.strip() and not isinstance(read_number(value), Amount):
        return quantity
    return _value(row, "invoiced") or Decimal(0)


def _language(words: str) -> str:
    begin = next(iter(plain(words)), "")
    if begin.startswith(("fr", "french")):
        return "fr"
    return "en" if begin.startswith(("en", "ang", "brit")) else ""
