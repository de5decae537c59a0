"""orders list: the lines of the order book, and how far each has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from officebot.cli.commands.orders_desk import (
    amount,
    counted_in,
    day,
    desk,
    misused,
    money,
    number,
    one_only,
)
from officebot.cli.output import Column, emit, table, tell
from officebot.cli.table import ORDERS
from officebot.cli.words import Day, argument, command, language, option
from officebot.cli.workbooks import nothing_found, problems_of, tables_in, tell_problems
from officebot.core.problems import UserError
from officebot.core.text import one_line, plain, say

if TYPE_CHECKING:
    from officebot.core.orders.late import DaysLate
    from officebot.core.orders.model import OrderBook, OrderLine
    from officebot.core.worktime import WorkingTime


@dataclass(frozen=True, slots=True)
class Read:
    """An order book on a day, with the days that are worked, and how people know the workbook."""

    book: OrderBook
    today: date
    work: WorkingTime
    file: str


@command("list", ORDERS["list"][1])
@argument("file", required=False, metavar="FILE")
@option("--supplier", "suppliers", multiple=True, metavar="NAME", spoken=say("Only this supplier’s."))
@option("--order", "orders", multiple=True, metavar="NUMBER", spoken=say("Only this order’s."))
@option(
    "--open/--all", "only_open", default=False, spoken=say("Only those of which something is still to come; or all.")
)
@option("--lines", metavar="TABLE", spoken=say("The table of order lines of FILE."))
@option("--today", "today", type=Day(), spoken=say("The day that counts as today."))
@option("--holidays", metavar="COUNTRY", default="FR", spoken=say("Public holidays, as FR, or FR-57 with a region."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object a line."))
def list_lines(
    file: str | None,
    suppliers: tuple[str, ...],
    orders: tuple[str, ...],
    only_open: bool,
    lines: str | None,
    today: date | None,
    holidays: str,
    as_json: bool,
) -> None:
    from officebot.core.orders.late import DaysLate

    supplier, order = one_only("--supplier", suppliers), one_only("--order", orders)
    if lines and file is None:
        misused(say("--lines goes with FILE: the office’s own table is named in its settings."))
    read = _in_file(file, lines, today, holidays) if file is not None else _in_office(today)
    found = [line for line in _meant(read, supplier, order) if line.is_open or not only_open]
    if as_json:
        late = DaysLate(read.today, read.work)
        for line in found:
            emit(line_fact(line, read.today, late))
        if read.book.problems:
            emit({"problems": problems_of(read.book.problems)})
        return
    if found:
        _show(found, read)
    else:
        tell(say("There are no such lines of orders in {file}.", file=read.file))
    tell_problems(read.book.problems)


def _in_office(today: date | None) -> Read:
    with desk() as orders:
        file, book = orders.book()
        work, now = orders.app.facts.working_time, orders.app.clock.now()
    return Read(book, today or work.local(now).date(), work, file)


def _in_file(file: str, lines: str | None, today: date | None, country: str) -> Read:
    from pathlib import Path

    from officebot.cli.commands.calendar_slots import holidays_named
    from officebot.core.orders.fields import LINES
    from officebot.core.orders.mapping import find_orders
    from officebot.core.orders.reading import read_orders
    from officebot.core.worktime import WorkingTime

    land, region = holidays_named(country)
    tables = tables_in(file).tables
    found = find_orders(tables, {LINES: lines} if lines else {})
    if LINES not in found.parts:
        raise nothing_found(file, found.problems)
    on = today or date.today()  # noqa: DTZ011 - the day on the assistant's own clock
    return Read(read_orders(tables, found), on, WorkingTime(country=land, region=region), Path(file).name)


def _meant(read: Read, supplier: str, order: str) -> list[OrderLine]:
    """The lines of this supplier and order. Raises UserError for one that the book does not have."""
    found = list(read.book.lines)
    if supplier:
        from officebot.core.orders.naming import supplier_named

        one = supplier_named(supplier, read.book)
        found = [
            line
            for line in found
            if plain(line.supplier) == plain(one.name) or (line.address and line.address == one.address)
        ]
    if order:
        wanted = _letters(order)
        found = [line for line in found if _letters(line.order) == wanted]
        if not any(_letters(line.order) == wanted for line in read.book.lines):
            raise UserError(
                say("There is no order “{number}” in {file}.", number=one_line(order, 80), file=read.file)
            )
    return found


def _letters(order: str) -> str:
    return "".join(one for one in plain(order) if one.isalnum())


def line_fact(line: OrderLine, today: date, late: DaysLate) -> dict[str, Any]:
    """A line as `--json` gives it."""
    return {
        "order": line.order,
        "line": line.line,
        "supplier": line.supplier,
        "article": line.article,
        "label": line.name,
        "quantity": number(line.quantity),
        "unit": line.unit,
        "price": number(line.price),
        "currency": line.currency,
        "ordered_on": day(line.ordered_on),
        "due": day(line.due),
        "promised": day(line.promised),
        "confirmed_quantity": number(line.confirmed_quantity),
        "confirmed_price": number(line.confirmed_price),
        "received": number(line.received),
        "received_on": day(line.received_on),
        "invoiced": number(line.invoiced),
        "state": line.state.value,
        "late": line.is_late(today),
        "days_late": late.of(line),
        "sources": dict(line.cells),
    }


def _show(lines: Iterable[OrderLine], read: Read) -> None:
    from officebot.core.orders.late import DaysLate
    from officebot.core.orders.model import state_title

    late = DaysLate(read.today, read.work)
    columns = [
        Column(say("Order, line"), fixed=True), Column(say("Article")), Column(say("Quantity"), fixed=True),
        Column(say("Received"), fixed=True), Column(say("Expected on"), fixed=True), Column(say("State"), fixed=True),
        Column(say("Supplier"), detail=True), Column(say("Price"), detail=True),
        Column(say("Late, in working days"), detail=True),
    ]  # fmt: skip
    rows = [
        [
            f"{line.order} / {line.line}",
            line.name,
            counted_in(line.quantity, line.unit),
            amount(line.received) if line.received else "",
            day(line.expected) or "",
            state_title(line.state).render(language()),
            line.supplier,
            money(line.price, line.currency),
            str(late.of(line)) if line.is_late(read.today) else "",
        ]
        for line in lines
    ]
    table(columns, rows)
