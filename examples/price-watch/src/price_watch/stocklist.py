"""The office's own prices: the articles of its workbook, and in which cell the price of each stands. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from officebot.sdk import OfficeWorkbook
from officebot.sdk.workbooks import Address, Cell, Formula, Table, Value, cell_value

from price_watch.pricelist import ARTICLE, PRICE, Price, place_of, plain, price_in
from price_watch.settings import Settings

#: An office watches no more.
MOST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An article of the office: its name, the cell of its price and what stands there, as a price where it is one."""

    name: str
    cell: str
    value: str | bool | int | float | None
    price: Price | None


def kept_in(book: OfficeWorkbook, settings: Settings) -> dict[str, Kept]:
    """The office's articles by their plain names, of every table that has articles and prices.

    Left out are those that stand there twice, and those whose price is reckoned: nobody may write over a formula.
    """
    found: dict[str, Kept] = {}
    twice: set[str] = set()
    for one in (one for table in book.tables for one in _of(table, settings)):
        name = plain(one.name)
        if name in found:
            twice.add(name)
        elif len(found) < MOST:
            found[name] = one
    return {name: one for name, one in found.items() if name not in twice}


def _of(table: Table, settings: Settings) -> Iterator[Kept]:
    at, cost = place_of(table.titles, ARTICLE, settings.article), place_of(table.titles, PRICE, settings.price)
    if at is None or cost is None:
        return
    column = table.columns[cost]
    for row in table.rows:
        name, value = str(row.values[at] or "").strip(), row.values[cost]
        if name and not isinstance(value, Formula):
            place = str(Address(table.sheet, Cell(row.number, column.area.left)))
            yield Kept(name=name, cell=place, value=cell_value(value), price=_price(value, column.currency))


def _price(value: Value, currency: str) -> Price | None:
    match value:
        case bool():
            return None
        case int() | float() | Decimal():
            found = price_in(f"{Decimal(str(value)):f}", ".")
            return Price(amount=found.amount, currency=currency) if found is not None else None
        case str():
            return price_in(value)
        case _:
            return None
