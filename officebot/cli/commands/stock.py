"""stock map, report: a stock that people keep in a workbook, and what becomes of it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from officebot.cli.group import TableGroup
from officebot.cli.output import Column, emit, table, tell
from officebot.cli.table import COMMANDS, STOCK
from officebot.cli.words import Day, F, argument, command, language, option
from officebot.cli.workbooks import (
    is_confirmed,
    map_fact,
    named,
    nothing_found,
    problems_of,
    tables_in,
    take_in,
    tell_problems,
)
from officebot.cli.workbooks import show_map as draw_map
from officebot.core.quantities import trimmed
from officebot.core.text import say

if TYPE_CHECKING:
    from officebot.core.stock.mapping import StockMap
    from officebot.core.stock.outlook import Outlook
    from officebot.core.stock.reading import StockRead
    from officebot.core.workbooks.tables import Found
    from officebot.core.worktime import WorkingTime

stock = TableGroup("stock", table=STOCK, spoken=COMMANDS["stock"][1])


_TABLES = (
    option("--orders", metavar="TABLE", spoken=say("The table of orders.")),
    option("--journal", metavar="TABLE", spoken=say("The table of movements.")),
    option("--articles", metavar="TABLE", spoken=say("The table of articles.")),
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook's stock as it was read, on a day, with the country's days off."""

    read: StockRead
    today: date
    work: WorkingTime


def on_a_file(function: F) -> F:
    """The file and the options of a command that reads a stock."""
    for add in (
        option("--json", "as_json", is_flag=True, spoken=say("One JSON object.")),
        option(
            "--holidays",
            metavar="COUNTRY",
            default="FR",
            spoken=say("Public holidays, as FR, or FR-57 with a region."),
        ),
        option("--today", "today", type=Day(), spoken=say("The day that counts as today.")),
        *_TABLES,
        argument("file", metavar="FILE"),
    ):
        function = add(function)
    return function


def choosing(function: F) -> F:
    """The options that name the tables of a stock."""
    for add in _TABLES:
        function = add(function)
    return function


def find_in(file: str, chosen: Mapping[str, str | None]) -> tuple[Found, StockMap]:
    """The tables of a workbook, and which of them are the stock."""
    from officebot.core.stock.mapping import find_stock

    found = tables_in(file)
    return found, find_stock(found.tables, named(chosen))


def read_from(file: str, chosen: Mapping[str, str | None], today: date | None, country: str) -> Opened:
    """A workbook's stock. Raises UserError where none is found."""
    from officebot.cli.commands.calendar_slots import holidays_named
    from officebot.core.stock.fields import ARTICLES
    from officebot.core.stock.reading import read_stock
    from officebot.core.workbooks.tables import unreckoned
    from officebot.core.worktime import WorkingTime

    seen, found = find_in(file, chosen)
    if ARTICLES not in found.parts:
        raise nothing_found(file, found.problems)
    day = today or date.today()  # noqa: DTZ011 - the day on the assistant's own clock
    land, region = holidays_named(country)
    return Opened(
        read_stock(seen.tables, found, day, unreckoned=unreckoned(seen)),
        day,
        WorkingTime(country=land, region=region),
    )


@command("map", STOCK["map"][1])
@argument("file", metavar="FILE")
@choosing
@option("--save", is_flag=True, spoken=say("Have the office look after this stock from now on; you are asked first."))
@option("--may-write", is_flag=True, spoken=say("With --save: officebot may propose rows for the journal."))
@option("--yes", is_flag=True, spoken=say("With --save: do not ask."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def show_map(
    file: str,
    articles: str | None,
    journal: str | None,
    orders: str | None,
    save: bool,
    may_write: bool,
    yes: bool,
    as_json: bool,
) -> None:
    chosen = {"articles": articles, "journal": journal, "orders": orders}
    _, found = find_in(file, chosen)
    if as_json:
        emit(map_fact(found.parts, found.problems))
    else:
        _show_map(found)
    if "articles" in found.parts and save and (yes or is_confirmed()):
        take_in(file, "stock", chosen, may_write=may_write)
        tell(say("The office looks after this stock from now on: “officebot once stock” does so at once."))
    sys.exit(0 if "articles" in found.parts else 1)


def _show_map(found: StockMap) -> None:
    from officebot.core.stock.fields import FIELD_NAMES, NAMES
    from officebot.core.stock.reading import sheets_of

    draw_map(sheets_of(found), found.problems, NAMES, FIELD_NAMES)


@command("report", STOCK["report"][1])
@on_a_file
def report(
    file: str,
    articles: str | None,
    journal: str | None,
    orders: str | None,
    today: date | None,
    holidays: str,
    as_json: bool,
) -> None:
    from officebot.core.stock.outlook import look_ahead

    opened = read_from(file, {"articles": articles, "journal": journal, "orders": orders}, today, holidays)
    outlooks = look_ahead(opened.read.stock, opened.today, opened.work)
    if as_json:
        emit({"articles": [one.to_row() for one in outlooks], "problems": problems_of(opened.read.problems)})
        return
    if outlooks:
        _show(outlooks)
    elif not opened.read.problems:
        tell(say("{file}: No article stands in this stock yet: write one a row below the headings.", file=file))
    tell_problems(opened.read.problems)


def _show(outlooks: tuple[Outlook, ...]) -> None:
    from officebot.core.stock.model import Alert, alert_name

    order = list(Alert)
    columns = [
        Column(say("Article")), Column(say("In stock"), fixed=True), Column(say("A day"), fixed=True),
        Column(say("Out from"), fixed=True), Column(say("Order"), fixed=True), Column(say("Alert"), fixed=True),
        Column(say("Why"), detail=True),
    ]  # fmt: skip
    rows = [
        (
            one.article.label or one.article.key,
            str(trimmed(one.on_hand.quantity)),
            f"{one.daily_use:.2f}",
            one.run_out_early.isoformat() if one.run_out_early else "",
            str(trimmed(one.order_quantity)) if one.order_quantity else "",
            alert_name(one.alert).render(language()),
            " ".join(reason.render(language()) for reason in one.reasons),
        )
        for one in sorted(outlooks, key=lambda one: order.index(one.alert))
    ]
    table(columns, rows)
