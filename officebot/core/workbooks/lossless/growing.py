"""What ends with the last row of a table grows along when rows are appended: filters, names, formulas, charts, …"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from xml.sax.saxutils import escape

from officebot.core.expressions import expression
from officebot.core.text import counted, say
from officebot.core.workbooks.cells import Area, Cell
from officebot.core.workbooks.formulas import Reference, rewritten, shifted
from officebot.core.workbooks.lossless import around
from officebot.core.workbooks.lossless.patching import SheetEdit
from officebot.core.workbooks.lossless.planning import Plan, Survey, formula_at
from officebot.core.workbooks.lossless.reach import Run
from officebot.core.workbooks.lossless.scanning import scan_cells
from officebot.core.workbooks.lossless.sheetxml import attributes, plain
from officebot.core.workbooks.lossless.values import formula_of
from officebot.core.workbooks.lossless.workbook import Outline, SheetPart, TablePart, Workbook

_AREAS = expression(rb"""(\bsqref\s*=\s*["'])([^"']*)(["'])|(<xm:sqref>)([^<]*)(</xm:sqref>)""")
_FILTER = expression(rb"""(<(?:[\w.-]+:)?autoFilter\b[^>]*?\bref\s*=\s*["'])([^"']*)(["'])""")
_TABLE = expression(rb"""(<(?:[\w.-]+:)?table\b[^>]*?\sref\s*=\s*["'])([^"']*)(["'])""")
_RULE = expression(rb"(<(?:[\w.-]+:)?(?:formula[12]?|f)\b[^>]*>)([^<]*)(</(?:[\w.-]+:)?(?:formula[12]?|f)\s*>)")
_NAME = expression(rb"(<((?:[\w.-]+:)?)definedName\b[^>]*>)([^<]*)(</\2definedName\s*>)")


@dataclass(frozen=True, slots=True)
class Place:
    """A table to append to: its sheet, its headings by column, its area with headings and totals."""

    name: str
    sheet: str
    headings: Mapping[int, str]
    area: Area
    headers: int = 1
    totals: int = 0
    part: str = ""
    """The part of a table that was made as one; "" for cells that only stand as one."""
    formulas: Mapping[int, str] = field(default_factory=dict)
    """What columns that are reckoned say of themselves, where that is the same for each row."""

    def column_of(self, heading: str) -> int | None:
        """The column with that heading, capitals and blanks counting nothing; None for none."""
        wanted = _plain(heading)
        return next((column for column, name in self.headings.items() if _plain(name) == wanted), None)

    @property
    def first(self) -> int:
        """Its first row that is no heading."""
        return self.area.top + self.headers

    @property
    def last(self) -> int:
        """Its last row that is no total."""
        return self.area.bottom - self.totals


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def place_of(table: TablePart) -> Place:
    """Where a table is appended to."""
    headings = {table.area.left + number: column.name for number, column in enumerate(table.columns)}
    formulas = {
        table.area.left + number: column.formula
        for number, column in enumerate(table.columns)
        if column.formula and shifted(column.formula, 1) == column.formula
    }
    return Place(table.name, table.sheet, headings, table.area, table.headers, table.totals, table.part, formulas)


@dataclass(frozen=True, slots=True)
class Growth:
    """What grows: areas of a sheet (lower case) that hold all of a table's rows, by so many; its totals move as many."""

    sheet: str
    area: Area
    first: int
    last: int
    by: int

    def of(self, sheet: str, area: Area, *, is_column: bool = False) -> Area:
        """The area as it is afterwards; `is_column`: it means all rows even where it has one, as rules of looks do."""
        if sheet != self.sheet or area.left < self.area.left or area.right > self.area.right:
            return area
        if self.last < area.top and area.bottom <= self.area.bottom:
            return replace(area, top=area.top + self.by, bottom=area.bottom + self.by)
        if area.bottom < self.last or area.bottom > self.area.bottom or area.top < self.area.top:
            return area
        is_whole = area.top <= self.first if area.bottom == self.last else area.top <= self.last
        is_many = area.rows > 1 or is_column
        return replace(area, bottom=area.bottom + self.by) if is_whole and is_many else area


def growth_of(place: Place, by: int) -> Growth:
    """How a table grows by so many rows."""
    return Growth(place.sheet.casefold(), place.area, place.first, place.last, by)


def outline_after(book: Workbook, place: Place, growth: Growth) -> Outline:
    """Tables and names as they are when a table has grown."""
    tables = [
        replace(table, area=replace(table.area, bottom=table.area.bottom + growth.by))
        if table.part == place.part
        else table
        for table in book.tables
    ]
    return Outline(tables, [replace(one, formula=grown(one.formula, "", growth)) for one in book.names])


def grown(formula: str, own: str, growth: Growth, *, is_shared: bool = False) -> str:
    """A formula of the sheet `own` ("" for a chart's or a name's) whose areas grow along.

    Of one that is kept for other cells, too, only what is the same for all of them grows.
    """

    def change(one: Reference) -> Area:
        if is_shared and not one.fixed[2]:
            return one.area
        # `B2:B2` is the column of a table of one row; `B2` is a cell, and `B2:C2` is that row.
        is_column = not one.is_cell and one.area.columns == 1
        return growth.of((one.sheet or own).casefold(), one.area, is_column=is_column)

    return rewritten(formula, change)


def grow(made: Plan, found: Survey, sheet: SheetPart, place: Place, growth: Growth) -> None:
    """Have all that ends with the table's last row end with the new one."""
    _grow_around(made, sheet, place, growth)
    _grow_rules(made, found, sheet, growth)
    _grow_names(made, growth)
    _grow_formulas(made, found, growth)
    _grow_charts(made, growth)
    _grow_pivots(made, place, growth)


def _grow_around(made: Plan, sheet: SheetPart, place: Place, growth: Growth) -> None:
    lower = sheet.name.casefold()

    def several(told: bytes) -> bytes:
        return b" ".join(_area_grown(one, lower, growth, is_column=True) for one in told.split())

    def tail(text: bytes) -> bytes:
        text = _AREAS.sub(
            lambda one: one[1] + several(one[2]) + one[3] if one[1] else one[4] + several(one[5]) + one[6], text
        )
        text = _rules_grown(text, sheet.name, growth)
        return text if place.part else _FILTER.sub(lambda one: one[1] + several(one[2]) + one[3], text)

    made.edits[sheet.part].tail = tail
    if place.part:
        text = made.book.package.content(place.part)
        bottom = place.area.bottom + growth.by
        whole = str(replace(place.area, bottom=bottom)).encode("ascii")
        text = _TABLE.sub(lambda one: one[1] + whole + one[3], text, count=1)
        text = _FILTER.sub(lambda one: one[1] + several(one[2]) + one[3], text, count=1)
        made.whole[place.part] = text
        made.why[place.part].append(say("The table has more rows."))


def _grow_rules(made: Plan, found: Survey, table: SheetPart, growth: Growth) -> None:
    """Rules of looks and of input on other sheets: a list of articles to choose from has the new ones, too."""
    for sheet in made.book.sheets:
        tail = found.scans[sheet.name.casefold()].sheet.tail
        if sheet.part == table.part or _rules_grown(tail, sheet.name, growth) == tail:
            continue
        name = sheet.name
        made.edits.setdefault(sheet.part, SheetEdit()).tail = partial(_rules_grown, own=name, growth=growth)
        made.why[sheet.part].append(say("Rules of looks and of input cover the new rows."))


def _rules_grown(tail: bytes, own: str, growth: Growth) -> bytes:
    def one(found: re.Match[bytes]) -> bytes:
        formula = plain(found[2])
        new = grown(formula, own, growth)
        return found[0] if new == formula else found[1] + escape(new).encode("utf-8") + found[3]

    return _RULE.sub(one, tail)


def _area_grown(told: bytes, sheet: str, growth: Growth, *, is_column: bool = False) -> bytes:
    try:
        area = Area.read(told.decode("ascii", "replace"))
    except ValueError:
        return told
    new = growth.of(sheet, area, is_column=is_column)
    return str(new).encode("ascii") if new != area else told


def _grow_names(made: Plan, growth: Growth) -> None:
    package = made.book.package
    part = package.workbook
    text = made.whole.get(part, package.content(part))

    def one(found: re.Match[bytes]) -> bytes:
        formula = plain(found[3])
        new = grown(formula, "", growth)
        return found[0] if new == formula else found[1] + escape(new).encode("utf-8") + found[4]

    new = _NAME.sub(one, text)
    if new != text:
        made.whole[part] = new
        made.why[part].append(say("Names that stand for the table's cells cover the new rows."))


def _grow_formulas(made: Plan, found: Survey, growth: Growth) -> None:
    book = made.book
    wanted: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for run in found.runs:
        for row in _ending_rows(run, growth):
            wanted[run.sheet][row].add(run.column)
    if not wanted:
        return
    for sheet in book.sheets:
        rows = wanted.get(sheet.name.casefold(), {})
        if not rows:
            continue
        scan = scan_cells(book, sheet, {row: frozenset(columns) for row, columns in rows.items()})
        reformed = {}
        edit = made.edits.get(sheet.part, SheetEdit())
        for row, columns in rows.items():
            for column in columns:
                cell = Cell(row, column)
                held = scan.held.get(cell)
                told = formula_of(held, scan.sheet.grammar)
                # One that another cell holds for it says nothing itself, and reads otherwise all the same.
                text = formula_at(found.scans[sheet.name.casefold()], cell, held) or ""
                is_shared = told is not None and told[0].get("t") == b"shared"
                new = grown(text, sheet.name, growth, is_shared=is_shared)
                if new != text and column not in edit.cells.get(row, {}):
                    reformed[cell] = escape(new).encode("utf-8")
        if reformed:
            made.edits.setdefault(sheet.part, SheetEdit()).reformed = reformed
            count = len(reformed)
            made.why[sheet.part].append(
                counted("{count} formula covers the new rows.", "{count} formulas cover the new rows.", count)
            )


def _ending_rows(run: Run, growth: Growth) -> Iterator[int]:
    """The rows of a run whose formulas name an area that ends with the table's last row, or with its totals."""
    for seen in run.shape.seen:
        if (
            (seen.sheet or run.sheet) != growth.sheet
            or seen.left < growth.area.left
            or seen.right > growth.area.right
        ):
            continue
        if seen.is_bottom_fixed:
            if growth.last <= seen.bottom <= growth.area.bottom:
                yield from range(run.top, run.bottom + 1)
            continue
        for row in range(growth.last - seen.bottom, growth.area.bottom - seen.bottom + 1):
            # What counts on beside the table, row by row, ends where it stands.
            counts_on = run.sheet == growth.sheet and growth.first <= row <= growth.last
            if run.top <= row <= run.bottom and not counts_on:
                yield row


def _grow_charts(made: Plan, growth: Growth) -> None:
    package = made.book.package
    mark = re.compile(rb"(<((?:[\w.-]+:)?)f>)([^<]*)(</\2f>)")
    for part, kind in package.content_types.items():
        if "drawingml.chart+xml" not in kind or part not in package:
            continue
        text = package.content(part)

        def one(found: re.Match[bytes]) -> bytes:
            formula = plain(found[3])
            new = grown(formula, "", growth)
            return found[0] if new == formula else found[1] + escape(new).encode("utf-8") + found[4]

        new = mark.sub(one, text)
        if new != text:
            made.whole[part] = around.without_caches(new, mark.findall(text), mark.findall(new))
            made.why[part].append(say("The chart shows the new rows."))


def _grow_pivots(made: Plan, place: Place, growth: Growth) -> None:
    package = made.book.package
    for part, kind in package.content_types.items():
        if "pivotCacheDefinition+xml" not in kind or part not in package:
            continue
        text = package.content(part)
        found = around.SOURCE.search(text)
        told = attributes(found[1]) if found else {}
        if found is None or plain(told.get("sheet", b"")).casefold() != place.sheet.casefold() or "ref" not in told:
            continue
        new = _area_grown(told["ref"], growth.sheet, growth)
        if new != told["ref"]:
            source = found[0].replace(b'"%s"' % told["ref"], b'"%s"' % new)
            made.whole[part] = around.refreshed(text[: found.start()] + source + text[found.end() :])
            made.why[part].append(say("The pivot table covers the new rows, and is filled anew when it is opened."))
