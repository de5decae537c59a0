"""Rows appended to a table: filled as the row above, with room for them, the totals below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from officebot.core.expressions import expression
from officebot.core.problems import Problem, UserError
from officebot.core.text import counted, say
from officebot.core.workbooks.cells import MOST_ROWS, Address, Area, Cell, Formula, Value
from officebot.core.workbooks.formulas import shifted
from officebot.core.workbooks.lossless.growing import Growth, Place, grow, grown, growth_of, outline_after
from officebot.core.workbooks.lossless.patching import NewCell, SheetEdit
from officebot.core.workbooks.lossless.planning import (
    CellChange,
    Plan,
    Survey,
    check_changeable,
    formula_at,
    is_protected,
    merged_areas,
    note_styles,
    style_of,
    survey,
)
from officebot.core.workbooks.lossless.scanning import scan_cells
from officebot.core.workbooks.lossless.sheetxml import Held
from officebot.core.workbooks.lossless.spreading import spread
from officebot.core.workbooks.lossless.values import typed, written
from officebot.core.workbooks.lossless.workbook import SheetPart, Workbook

_ROW_OWN = expression(rb"""\s(?:r|spans|hidden|collapsed|outlineLevel|thickTop|thickBot)\s*=\s*["'][^"']*["']""")


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
    last, count = _last_filled(book, place), len(rows)
    by = count - (place.last - last)
    growth = growth_of(place, by)
    below = (
        range(place.area.top, place.area.top + 1),
        range(max(place.last - 1, place.area.top), place.area.bottom + len(rows) + 1),
    )
    wanted = {row: frozenset[int]() for rows_ in below for row in rows_}
    found = survey(book, {sheet.name.casefold(): wanted}, outline_after(book, place, growth))
    _check_room(book, found, place, by)
    made = Plan(book)
    work = _Append(made, found, place, sheet, last, growth)
    work.fill(filled)
    if by > 0:
        work.move_totals()
        grow(made, found, sheet, place, growth)
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
    found: dict[int, Value] = {}
    for name, value in row.items():
        column = place.column_of(name)
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


def _last_filled(book: Workbook, place: Place) -> int:
    """A new table has one empty row, which is filled first."""
    if place.last != place.first:
        return place.last
    columns = range(place.area.left, place.area.right + 1)
    held = scan_cells(book, book.sheet(place.sheet), {place.last: frozenset(columns)}).held.values()
    return place.last if any(one.inner for one in held) else place.last - 1


def _check_room(book: Workbook, found: Survey, place: Place, by: int) -> None:
    scan = found.scans[place.sheet.casefold()]
    if is_protected(scan.sheet.tail):
        what = say("The sheet is protected: take the protection off, then rows can be appended.")
        raise UserError(Problem(where=place.sheet, what=what))
    if by <= 0:
        return
    room = Area(place.area.bottom + 1, place.area.left, place.area.bottom + by, place.area.right)
    for cell, held in sorted(scan.held.items()):
        if cell in room and held.inner:
            raise UserError(_in_the_way(place, cell))
    totals = Area(place.last + 1, place.area.left, place.area.bottom, place.area.right)
    for merged in merged_areas(scan.sheet.tail):
        if merged.meets(room) or (place.totals and merged.meets(totals)):
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
    def __init__(self, made: Plan, found: Survey, place: Place, sheet: SheetPart, last: int, growth: Growth) -> None:
        self.made, self.place, self.sheet, self.last, self.growth = made, place, sheet, last, growth
        self.scan = found.scans[sheet.name.casefold()]
        self.edit = made.edits.setdefault(sheet.part, SheetEdit())
        self.rules = self.scan.sheet.grammar

    @property
    def _has_rows(self) -> bool:
        return self.last >= self.place.first

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
                    # What it says of its own row is of the new row already, where a total stood: that does not move.
                    carried = shifted(formulas[column], number)
                    value = Formula(grown(carried, self.sheet.name, self.growth, is_shared=True))
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
        above = self.last if self._has_rows else self.last + 1
        held = {column: self.scan.held.get(Cell(above, column)) for column in self.place.headings}
        return {column: style_of(one) for column, one in held.items() if one is not None}

    def _formulas(self) -> dict[int, str]:
        """The formulas that a new row gets: those of the last row, where the one above it has the same or is a heading."""
        found: dict[int, str] = {}
        if not self._has_rows:
            return found
        for column in self.place.headings:
            cell, above = Cell(self.last, column), Cell(self.last - 1, column)
            formula = formula_at(self.scan, cell, self.scan.held.get(cell))
            if formula is None:
                if column in self.place.formulas:
                    found[column] = self.place.formulas[column]
                continue
            before = formula_at(self.scan, above, self.scan.held.get(above))
            is_first = self.last == self.place.first
            if is_first or (before is not None and shifted(before, 1) == formula):
                found[column] = formula
            elif column in self.place.formulas:
                found[column] = self.place.formulas[column]
        return found

    def _row_attributes(self) -> bytes:
        row = self.scan.last_rows.get(self.last, b"")
        tag = row[: row.find(b">")].rstrip(b"/")
        told = tag[tag.find(b" ") :] if b" " in tag else b""
        return _ROW_OWN.sub(b"", told) if self._has_rows else b""

    def move_totals(self) -> None:
        """The totals stand below the new rows."""
        for row in range(self.place.last + 1, self.place.area.bottom + 1):
            for column in range(self.place.area.left, self.place.area.right + 1):
                held = self.scan.held.get(Cell(row, column))
                self._move(held, Cell(row, column), Cell(row + self.growth.by, column))

    def _move(self, held: Held | None, old: Cell, new: Cell) -> None:
        if held is not None:
            formula = formula_at(self.scan, old, held)
            if formula is not None:
                self.edit.put(
                    new, NewCell(b"", self._formula(grown(formula, self.sheet.name, self.growth)), style_of(held))
                )
            else:
                self.edit.put(new, NewCell(held.attributes.get("t", b""), held.inner or b"", style_of(held)))
        if self.edit.cells.get(old.row, {}).get(old.column) is None:
            self.edit.put(old, NewCell(b"", b"", None))

    def _formula(self, text: str) -> bytes:
        return written(Formula(text), self.rules).inner
