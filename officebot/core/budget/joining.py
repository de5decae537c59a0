"""What the office knows besides its ledgers: invoices entered since, and what is ordered and not invoiced yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from officebot.core.budget.actuals import Ledger
from officebot.core.budget.matching import Matcher
from officebot.core.budget.model import NOTHING, Budget, Entry, Month, Source
from officebot.core.invoices.known import KnownInvoice, RegisterState
from officebot.core.money import cents
from officebot.core.orders.model import OrderLine
from officebot.core.problems import Problem
from officebot.core.text import counted


def invoiced(invoices: Iterable[KnownInvoice], file: str) -> Iterator[Entry]:
    """The register's invoices that name a budget line, without VAT, each with its cell; `file` is the register's name.

    Credit notes give back. Those that were refused or are held count nothing.
    """
    for one in invoices:
        if not one.budget or one.issued is None or one.net is None:
            continue
        if one.state in (RegisterState.refused, RegisterState.held):
            continue
        amount = -abs(one.net) if one.is_credit else one.net
        yield Entry(
            day=one.issued, code=one.budget, label=one.number, amount=amount, supplier=one.supplier.name, piece=one.number,
            currency=one.currency, source=_source(one.cell, file),
        )  # fmt: skip


def ordered(lines: Iterable[OrderLine], file: str) -> Iterator[Entry]:
    """What is ordered and not invoiced yet, at the price that is confirmed, else ordered; `file` is the order book's name."""
    for line in lines:
        price, day = _price(line), _day(line)
        if not _binds(line) or not line.budget or price is None or day is None:
            continue
        left = line.agreed_quantity - line.invoiced
        yield Entry(
            day=day, code=line.budget, label=line.name, amount=cents(left * price),
            supplier=line.supplier, piece=line.order, quantity=left, currency=line.currency,
            source=_source(line.cells.get("quantity", ""), file),
        )  # fmt: skip


def uncounted(lines: Iterable[OrderLine], file: str) -> Iterator[Problem]:
    """What is ordered and counts nowhere, because its rows name no line of the budget, or neither price nor day."""
    bound = [line for line in lines if _binds(line)]
    nameless = [line for line in bound if not line.budget]
    if nameless:
        yield Problem(where=file, what=counted(
            "{count} open order line of “{file}” names no budget line and counts nowhere, the first at {cell}: "
            "write the budget line into its row.",
            "{count} open order lines of “{file}” name no budget line and count nowhere, the first at {cell}: "
            "write the budget line into their rows.",
            len(nameless), file=file, cell=_cell(nameless[0]),
        ))  # fmt: skip
    unpriced = [line for line in bound if line.budget and (_price(line) is None or _day(line) is None)]
    if unpriced:
        yield Problem(where=file, what=counted(
            "{count} open order line of “{file}” has no price or no day and counts nowhere, the first at {cell}: "
            "write both into its row.",
            "{count} open order lines of “{file}” have no price or no day and count nowhere, the first at {cell}: "
            "write both into their rows.",
            len(unpriced), file=file, cell=_cell(unpriced[0]),
        ))  # fmt: skip


def _cell(line: OrderLine) -> str:
    return line.cells.get("quantity", "") or "—"


def _price(line: OrderLine) -> Decimal | None:
    return line.price if line.confirmed_price is None else line.confirmed_price


def _day(line: OrderLine) -> date | None:
    return line.promised or line.due or line.ordered_on


def _binds(line: OrderLine) -> bool:
    """Whether something of it is still to be paid for."""
    return not line.is_cancelled and line.agreed_quantity - line.invoiced > 0


def with_invoices(
    budget: Budget, ledger: Ledger | None, entries: Sequence[Entry]
) -> tuple[Budget, Ledger | None, tuple[Entry, ...]]:
    """The budget and the ledger with the invoices of those months of which neither tells anything yet; and those without a
    line. The books are surer than the register: what they hold already is not counted twice."""
    if ledger is not None:
        last = max((one.month for one in ledger.entries), default=None)
        newer = tuple(one for one in entries if last is None or one.month > last)
        return budget, replace(ledger, entries=(*ledger.entries, *newer)), ()
    return _in_workbook(budget, entries)


def _in_workbook(budget: Budget, entries: Sequence[Entry]) -> tuple[Budget, None, tuple[Entry, ...]]:
    months = {month for line in budget.lines for month, amount in line.actual.items() if amount}
    last = max(months, default=None)
    matcher = Matcher(budget.lines)
    more: dict[int, dict[Month, Decimal]] = {}
    cells: dict[int, dict[Month, Source]] = {}
    without: list[Entry] = []
    for one in entries:
        if last is not None and one.month <= last:
            continue
        place = matcher.line_of(one)
        if place is None:
            without.append(one)
            continue
        amounts = more.setdefault(place, {})
        amounts[one.month] = amounts.get(one.month, NOTHING) + one.amount
        cells.setdefault(place, {}).setdefault(one.month, one.source)
    lines = tuple(
        replace(
            line,
            actual={**line.actual, **more[place]},
            cells={**line.cells, **{("actual", month): source for month, source in cells[place].items()}},
        )
        if place in more
        else line
        for place, line in enumerate(budget.lines)
    )
    return replace(budget, lines=lines), None, tuple(without)


def _source(cell: str, file: str) -> Source:
    sheet, _, place = cell.rpartition("!")
    return Source(file=file, sheet=sheet.strip("'"), cell=place)
