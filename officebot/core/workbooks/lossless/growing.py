"""Rows appended to a table: what ends with its last row grows along (tables, filters, names, formulas, charts, …)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from officebot.core.problems import Problem, UserError
from officebot.core.text import counted, say
from officebot.core.workbooks.cells import MOST_ROWS, Address, Area, Cell, Formula, Value
from officebot.core.workbooks.formulas import Reference, rewritten, shifted
from officebot.core.workbooks.lossless import around
from officebot.core.workbooks.lossless.patching import NewCell, SheetEdit
from officebot.core.workbooks.lossless.planning import (
    CellChange,
    Plan,
    Survey,
    check_changeable,
    formula_at,
    merged_areas,
    note_styles,
    style_of,
    survey,
)
from officebot.core.workbooks.lossless.reach import Run
from officebot.core.workbooks.lossless.scanning import scan_cells
from officebot.core.workbooks.lossless.sheetxml import Held, attributes, plain
from officebot.core.workbooks.lossless.spreading import spread
from officebot.core.workbooks.lossless.values import typed, written
from officebot.core.workbooks.lossless.workbook import SheetPart, TablePart, Workbook

_ROW_OWN = re.compile(rb"""\s(?:r|spans|hidden|collapsed|outlineLevel|thickTop|thickBot)\s*=\s*["'][^"']*["']""")
_AREAS = re.compile(rb"""(\bsqref\s*=\s*["'])([^"']*)(["'])|(<xm:sqref>)([^<]*)(</xm:sqref>)""")
_FILTER = re.compile(rb"""(<(?:[\w.-]+:)?autoFilter\b[^>]*?\bref\s*=\s*["'])([^"']*)(["'])""")
_TABLE = re.compile(rb"""(<(?:[\w.-]+:)?table\b[^>]*?\sref\s*=\s*["'])([^"']*)(["'])""")
_NAME = re.compile(rb"(<((?:[\w.-]+:)?)definedName\b[^>]*>)([^<]*)(</\2definedName\s*>)")


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

    @property
    def last(self) -> int:
        """Its last row that is no total."""
        return self.area.bottom - self.totals


def place_of(table: TablePart) -> Place:
    """Where a table is appended to."""
    headings = {table.area.left + number: column.name for number, column in enumerate(table.columns)}
    return Place(table.name, table.sheet, headings, table.area, table.headers, table.totals, table.part)


@dataclass(frozen=True, slots=True)
class Growth:
    """What grows: areas of a sheet (lower case) that end with a table's last row, by so many rows."""

    sheet: str
    area: Area
    last: int
    by: int

    def of(self, sheet: str, area: Area) -> Area:
        """The area as it is afterwards."""
        ends_here = sheet == self.sheet and area.bottom == self.last and area.top >= self.area.top
        within = self.area.left <= area.left and area.right <= self.area.right
        is_more = area.rows > 1 or self.last - self.area.top <= 1
        return replace(area, bottom=area.bottom + self.by) if ends_here and within and is_more else area


def append(book: Workbook, place: Place, rows: Sequence[Mapping[str, Value]]) -> Plan:
    """How to append rows, each by its headings. Columns that are reckoned are reckoned on; styles are those of the row above.

    Raises UserError for a heading that is not there, and where something stands in the way.
    """
    check_changeable(book)
    if not rows:
        raise UserError(say("There is no row to append."))
    sheet = book.sheet(place.sheet)
    filled = [_by_column(place, row, number) for number, row in enumerate(rows, 1)]
    if place.last + len(rows) + place.totals > MOST_ROWS:
        raise UserError(say("The sheet has no room for so many rows."))
    grown = _grown_tables(book, place, len(rows))
    below = (
        range(place.area.top, place.area.top + 1),
        range(max(place.last - 1, place.area.top), place.area.bottom + len(rows) + 1),
    )
    wanted = {row: frozenset[int]() for rows_ in below for row in rows_}
    found = survey(book, {sheet.name.casefold(): wanted}, grown)
    last, count = _last_filled(found, place), len(rows)
    by = count - (place.last - last)
    _check_room(book, found, place, by)
    made = Plan(book)
    work = _Append(made, found, place, sheet, last)
    work.fill(filled)
    if by > 0:
        work.move_totals(by)
        _grow(made, found, sheet, place, Growth(sheet.name.casefold(), place.area, place.last, by))
    changed = [(sheet.name.casefold(), Area(last + 1, place.area.left, last + count, place.area.right))]
    if place.totals:
        changed.append(
            (
                sheet.name.casefold(),
                Area(place.area.bottom + by, place.area.left, place.area.bottom + by, place.area.right),
            )
        )
    changed += [
        (part.name.casefold(), Area(cell.row, cell.column, cell.row, cell.column))
        for part in book.sheets
        if part.part in made.edits
        for cell in made.edits[part.part].reformed
    ]
    made.why[sheet.part].insert(0, counted("{count} row is appended.", "{count} rows are appended.", count))
    spread(made, found, changed)
    return made


def _by_column(place: Place, row: Mapping[str, Value], number: int) -> dict[int, Value]:
    known = {_plain(name): column for column, name in place.headings.items()}
    found: dict[int, Value] = {}
    for name, value in row.items():
        column = known.get(_plain(name))
        if column is None:
            names = [name for name in place.headings.values() if name][:30]
            what = say(
                "The table “{table}” has no column “{column}”: it has {columns}.",
                table=place.name,
                column=name,
                columns=names,
            )
            raise UserError(Problem(where=str(number), what=what))
        found[column] = value
    return found


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _grown_tables(book: Workbook, place: Place, count: int) -> list[TablePart]:
    return [
        replace(table, area=replace(table.area, bottom=table.area.bottom + count))
        if table.part == place.part
        else table
        for table in book.tables
    ]


def _last_filled(found: Survey, place: Place) -> int:
    """A new table has one empty row, which is filled first."""
    scan = found.scans[place.sheet.casefold()]
    cells = (scan.held.get(Cell(place.last, column)) for column in range(place.area.left, place.area.right + 1))
    is_only = place.last == place.area.top + place.headers
    return place.last - 1 if is_only and all(held is None or not held.inner for held in cells) else place.last


def _check_room(book: Workbook, found: Survey, place: Place, by: int) -> None:
    if by <= 0:
        return
    scan = found.scans[place.sheet.casefold()]
    room = Area(place.area.bottom + 1, place.area.left, place.area.bottom + by, place.area.right)
    for cell, held in sorted(scan.held.items()):
        if cell in room and held.inner:
            raise UserError(_in_the_way(place, cell))
    for merged in merged_areas(scan.sheet.tail):
        if merged.meets(room):
            raise UserError(_in_the_way(place, Cell(merged.top, merged.left)))
    for table in book.tables:
        if table.sheet == place.sheet and table.part != place.part and table.area.meets(room):
            raise UserError(_in_the_way(place, Cell(table.area.top, table.area.left)))
    for area in scan.arrays:
        if area.meets(Area(place.last + 1, place.area.left, place.area.bottom + by, place.area.right)):
            raise UserError(_in_the_way(place, Cell(area.top, area.left)))


def _in_the_way(place: Place, cell: Cell) -> Problem:
    what = say(
        "Something stands below the table “{table}”, where new rows would go: make room first.", table=place.name
    )
    return Problem(where=str(Address(place.sheet, cell)), what=what)


class _Append:
    def __init__(self, made: Plan, found: Survey, place: Place, sheet: SheetPart, last: int) -> None:
        self.made, self.found, self.place, self.sheet, self.last = made, found, place, sheet, last
        self.scan = found.scans[sheet.name.casefold()]
        self.edit = made.edits.setdefault(sheet.part, SheetEdit())
        self.rules = self.scan.sheet.grammar

    def fill(self, rows: Sequence[Mapping[int, Value]]) -> None:
        """Put the rows below the last one."""
        styles, formulas = self._styles(), self._formulas()
        told = self._row_attributes()
        new_rows: dict[int, bytes] = {}
        for number, row in enumerate(rows, 1):
            at = self.last + number
            new_rows[at] = told
            for column in range(self.place.area.left, self.place.area.right + 1):
                value: Value = row.get(column)
                if column not in row and column in formulas:
                    value = Formula(shifted(formulas[column], number))
                self._put(Cell(at, column), value, styles.get(column), is_given=column in row)
        self.edit.rows = new_rows

    def _put(self, cell: Cell, value: Value, style: int | None, *, is_given: bool) -> None:
        book = self.made.book
        shown_as = book.styles.shown_as(style or 0)
        value = typed(value, shown_as)
        new = written(value, self.rules, is_1904=book.is_1904)
        if new.shown_as or new.is_quoted:
            needed = "" if new.shown_as and shown_as else new.shown_as
            style = book.styles.like(style or 0, shown_as=needed, is_quoted=new.is_quoted)
            note_styles(self.made)
        self.edit.put(cell, NewCell(new.kind, new.inner, style))
        if is_given or isinstance(value, Formula):
            self.made.cells.append(CellChange(Address(self.place.sheet, cell), None, value))

    def _styles(self) -> dict[int, int]:
        above = self.last if self.last >= self.place.area.top + self.place.headers else self.last + 1
        held = {column: self.scan.held.get(Cell(above, column)) for column in self.place.headings}
        return {column: style_of(one) for column, one in held.items() if one is not None}

    def _formulas(self) -> dict[int, str]:
        """The formulas that a new row gets: those of the last row, where the one above it has the same or is a heading."""
        found: dict[int, str] = {}
        if self.last < self.place.area.top + self.place.headers:
            return found
        for column in self.place.headings:
            cell, above = Cell(self.last, column), Cell(self.last - 1, column)
            formula = formula_at(self.scan, cell, self.scan.held.get(cell))
            if formula is None:
                continue
            before = formula_at(self.scan, above, self.scan.held.get(above))
            is_first = self.last == self.place.area.top + self.place.headers
            if is_first or (before is not None and shifted(before, 1) == formula):
                found[column] = formula
        return found

    def _row_attributes(self) -> bytes:
        row = self.scan.last_rows.get(self.last, b"")
        tag = row[: row.find(b">")].rstrip(b"/")
        told = tag[tag.find(b" ") :] if b" " in tag else b""
        return _ROW_OWN.sub(b"", told) if self.last >= self.place.area.top + self.place.headers else b""

    def move_totals(self, by: int) -> None:
        """The totals stand below the new rows."""
        for row in range(self.place.last + 1, self.place.area.bottom + 1):
            for column in range(self.place.area.left, self.place.area.right + 1):
                held = self.scan.held.get(Cell(row, column))
                self._move(held, Cell(row, column), Cell(row + by, column))

    def _move(self, held: Held | None, old: Cell, new: Cell) -> None:
        if held is not None:
            growth = Growth(self.sheet.name.casefold(), self.place.area, self.place.last, new.row - old.row)
            formula = formula_at(self.scan, old, held)
            if formula is not None:
                self.edit.put(
                    new, NewCell(b"", self._formula(_grown(formula, self.sheet.name, growth)), style_of(held))
                )
            else:
                self.edit.put(new, NewCell(held.attributes.get("t", b""), held.inner or b"", style_of(held)))
        if new.row - old.row > 0 and self.edit.cells.get(old.row, {}).get(old.column) is None:
            self.edit.put(old, NewCell(b"", b"", None))

    def _formula(self, text: str) -> bytes:
        return written(Formula(text), self.rules).inner


def _grown(formula: str, own: str, growth: Growth) -> str:
    def change(one: Reference) -> Area:
        return growth.of((one.sheet or own).casefold(), one.area)

    return rewritten(formula, change)


def _grow(made: Plan, found: Survey, sheet: SheetPart, place: Place, growth: Growth) -> None:
    _grow_around(made, sheet, place, growth)
    _grow_names(made, growth)
    _grow_formulas(made, found, growth)
    _grow_charts(made, growth)
    _grow_pivots(made, place, growth)


def _grow_around(made: Plan, sheet: SheetPart, place: Place, growth: Growth) -> None:
    lower = sheet.name.casefold()

    def several(told: bytes) -> bytes:
        return b" ".join(_area_grown(one, lower, growth) for one in told.split())

    def tail(text: bytes) -> bytes:
        text = _AREAS.sub(
            lambda one: one[1] + several(one[2]) + one[3] if one[1] else one[4] + several(one[5]) + one[6], text
        )
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


def _area_grown(told: bytes, sheet: str, growth: Growth) -> bytes:
    try:
        area = Area.read(told.decode("ascii", "replace"))
    except ValueError:
        return told
    new = growth.of(sheet, area)
    return str(new).encode("ascii") if new != area else told


def _grow_names(made: Plan, growth: Growth) -> None:
    package = made.book.package
    part = package.workbook
    text = made.whole.get(part, package.content(part))

    def one(found: re.Match[bytes]) -> bytes:
        formula = plain(found[3])
        new = _grown(formula, "", growth)
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
        for row, columns in rows.items():
            for column in columns:
                cell = Cell(row, column)
                held = scan.held.get(cell)
                text = _own_formula(held, scan.sheet.grammar.formula)
                new = _grown(plain(text), sheet.name, growth) if text else ""
                if text and new != plain(text):
                    reformed[cell] = escape(new).encode("utf-8")
        if reformed:
            edit = made.edits.setdefault(sheet.part, SheetEdit())
            edit.reformed = {
                cell: text for cell, text in reformed.items() if cell.column not in edit.cells.get(cell.row, {})
            }
            count = len(edit.reformed)
            made.why[sheet.part].append(
                counted("{count} formula covers the new rows.", "{count} formulas cover the new rows.", count)
            )


def _own_formula(held: Held | None, pattern: re.Pattern[bytes]) -> bytes:
    found = pattern.search(held.inner) if held is not None and held.inner else None
    return (found[2] or b"") if found else b""


def _ending_rows(run: Run, growth: Growth) -> Iterator[int]:
    """The rows of a run whose formulas name an area that ends with the table's last row."""
    is_own = run.sheet == growth.sheet and growth.area.left <= run.column <= growth.area.right
    for seen in run.shape.seen:
        if (
            (seen.sheet or run.sheet) != growth.sheet
            or seen.left < growth.area.left
            or seen.right > growth.area.right
        ):
            continue
        if seen.is_bottom_fixed:
            if seen.bottom == growth.last and (not seen.is_top_fixed or seen.top < seen.bottom):
                yield from range(run.top, run.bottom + 1)
            continue
        row = growth.last - seen.bottom
        in_body = is_own and growth.area.top < row <= growth.last
        if run.top <= row <= run.bottom and not in_body:
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
            new = _grown(formula, "", growth)
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
