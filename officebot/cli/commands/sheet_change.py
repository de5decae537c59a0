"""sheet set, append: people's workbooks changed without loss."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from officebot.cli.cells import cell_as_json, cell_in_words
from officebot.cli.output import Column, clean, emit, table, tell
from officebot.cli.table import SHEET
from officebot.cli.words import F, argument, command, language, option
from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import Text, counted, one_line, say

if TYPE_CHECKING:
    from officebot.connectors.workbooks.changing import Done
    from officebot.core.workbooks.cells import Address, Formula, Value
    from officebot.core.workbooks.lossless.planning import Plan
    from officebot.core.workbooks.lossless.setting import Change
    from officebot.core.workbooks.lossless.workbook import Workbook

_IF = say("Only if the cell holds this; several can be given.")
_ROW = say('A row as {"heading": value}; several can be given; “-” reads one from each line.')
#: A person sees so many cells and rows; JSON has all.
_SHOWN = 40


def _written_to(function: F) -> F:
    """The options of a command that changes a workbook."""
    out = option("--out", metavar="NEW", spoken=say("Write to this new file and leave the workbook as it is."))(
        function
    )
    preview = option("--dry-run", "preview", is_flag=True, spoken=say("Only say what would change."))(out)
    return option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))(preview)


@command("set", SHEET["set"][1])
@argument("file", metavar="FILE")
@argument("cells", nargs=-1, required=True, metavar="SHEET!CELL=VALUE…")
@option("--if", "conditions", multiple=True, metavar="SHEET!CELL=VALUE", spoken=_IF)
@option("--formula", is_flag=True, spoken=say("The values are formulas, with English names and commas."))
@_written_to
def set_cells(
    file: str,
    cells: tuple[str, ...],
    conditions: tuple[str, ...],
    formula: bool,
    out: str | None,
    preview: bool,
    as_json: bool,
) -> None:
    changes = _changes(cells, conditions, formula)

    def decide(workbook: Workbook) -> Plan:
        from officebot.core.workbooks.lossless.setting import plan

        return plan(workbook, changes)

    _carry_out(Path(file), decide, out, preview, as_json)


@command("append", SHEET["append"][1])
@argument("file", metavar="FILE")
@option("--table", "wanted", required=True, metavar="NAME", spoken=say("The table, as “sheet read” calls it."))
@option(
    "--row",
    "rows",
    multiple=True,
    metavar="JSON",
    spoken=say('A row as {"heading": value}; several can be given; “-” reads one from each line.'),
)
@_written_to
def append_rows(file: str, wanted: str, rows: tuple[str, ...], out: str | None, preview: bool, as_json: bool) -> None:
    path = Path(file)
    read = [_row(one, number) for number, one in enumerate(_lines(rows), 1)]

    def decide(workbook: Workbook) -> Plan:
        from officebot.connectors.workbooks.changing import place_in
        from officebot.core.workbooks.lossless.appending import append

        return append(workbook, place_in(path, workbook, wanted), read)

    _carry_out(path, decide, out, preview, as_json)


def _lines(rows: tuple[str, ...]) -> list[str]:
    if rows == ("-",):
        return [line for line in sys.stdin.read().splitlines() if line.strip()]
    return list(rows)


def _row(words: str, number: int) -> dict[str, Value]:
    try:
        found = json.loads(words, parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError, InvalidOperation):
        found = None
    if not isinstance(found, dict) or not found or not all(_is_scalar(value) for value in found.values()):
        what = say('This is no row: write it as {"heading": value}, with words, numbers, true, false or null.')
        raise UserError(Problem(where=str(number), what=what))
    return found


def _refuse(word: str) -> None:
    # “NaN” and “Infinity” are words here, as in JSON itself.
    raise ValueError(word)


def _is_scalar(value: object) -> bool:
    return value is None or isinstance(value, str | bool | int | float | Decimal)


def _changes(cells: tuple[str, ...], conditions: tuple[str, ...], formula: bool) -> list[Change]:
    from officebot.core.workbooks.lossless.setting import UNSET, Change

    expected: dict[Address, Value] = {}
    for words in conditions:
        address, told = _parted(words)
        expected[address] = _formula(told) if told.startswith("=") else _value(told)
    changes = []
    for words in cells:
        address, told = _parted(words)
        value = _formula(told) if formula else _value(told)
        changes.append(Change(address, value, expected.pop(address, UNSET)))
    if expected:
        where = str(next(iter(expected)))
        raise UserError(
            Problem(
                where=where,
                what=say("A condition is given for this cell, but no value: name the cell with its value, too."),
            )
        )
    return changes


def _parted(words: str) -> tuple[Address, str]:
    """`'Feuil 1'!B7=12`: everything before the first equals sign that follows a cell is the address."""
    from officebot.core.workbooks.cells import Address, BadAddress

    at = words.find("=")
    while at >= 0:
        try:
            return Address.read(words[:at]), words[at + 1 :]
        except BadAddress:
            at = words.find("=", at + 1)
    raise UserError(say("“{words}” is no cell with its value: write it as Sheet!B7=12.", words=one_line(words, 60)))


def _formula(words: str) -> Formula:
    from officebot.core.workbooks.cells import Formula

    text = words.removeprefix("=").strip()
    if not text:
        raise UserError(say("There is no formula after the equals sign."))
    return Formula(text)


def _value(words: str) -> Value:
    """A value is a JSON scalar, else text; empty words empty the cell."""
    if not words:
        return None
    try:
        found = json.loads(words, parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError, InvalidOperation):
        return words
    return found if _is_scalar(found) else words


def _carry_out(path: Path, decide: Callable[[Workbook], Plan], out: str | None, preview: bool, as_json: bool) -> None:
    from officebot.connectors.workbooks.changing import Done, change, change_into, planned

    try:
        if preview:
            plan = planned(path, decide)
            done = Done(path=path, cells=tuple(plan.cells), parts=tuple(plan.parts))
        else:
            done = change_into(path, Path(out), decide) if out is not None else change(path, decide)
    except Unavailable as error:
        raise UserError(Problem(where=error.source, what=error.what)) from error
    if as_json:
        emit(_fact(done))
        return
    show_cells([(str(one.address), one.before, one.after) for one in done.cells])
    for part in done.parts:
        said_of(part.part, part.why)
    if not preview:
        tell(say("{path} is written.", path=str(done.path)))


def said_of(name: str, what: Text) -> None:
    """One line: a name, and what is said of it."""
    import click

    click.echo(clean(say("{where}: {what}", where=name, what=what).render(language())))


def _fact(done: Done) -> Mapping[str, Any]:
    return {
        "changed_parts": [{"part": one.part, "why": one.why.render(language())} for one in done.parts],
        "cells": [
            {"cell": str(one.address), "before": cell_as_json(one.before), "after": cell_as_json(one.after)}
            for one in done.cells
        ],
    }


def show_cells(cells: list[tuple[str, Value, Value]]) -> None:
    if not cells:
        return
    columns = [Column(say("Cell"), fixed=True), Column(say("Before")), Column(say("After"))]
    table(columns, [(name, cell_in_words(before), cell_in_words(after)) for name, before, after in cells[:_SHOWN]])
    if len(cells) > _SHOWN:
        tell(counted("… and {count} more cell.", "… and {count} more cells.", len(cells) - _SHOWN))
