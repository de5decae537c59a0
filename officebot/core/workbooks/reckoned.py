"""A workbook whose formulas no program has reckoned yet, with what they come to in their cells."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from officebot.core.workbooks.cells import Area, Cell, Value
from officebot.core.workbooks.grids import Book, Grid
from officebot.core.workbooks.reckoning import BadFormula, Unknown, parsed, reckon

#: Formulas within formulas deeper than this are left unknown, as are more than so many.
_DEEPEST, _MOST = 60, 50_000


def reckoned(book: Book, formulas: Mapping[str, Mapping[Cell, str]]) -> Book:
    """The book with a figure in each empty cell that has a formula, where it can be reckoned; else the book itself.

    A sheet whose formulas all have a figure then is no problem any more.
    """
    office = _Office(book, formulas)
    if not office.open:
        return book
    for sheet, cell in tuple(office.open):
        office.figure(sheet, cell)
    left = {sheet for (sheet, cell) in office.open if isinstance(office.known.get((sheet, cell)), Unknown)}
    problems = tuple(one for one in book.problems if _sheet_of(one.where) in left)
    return replace(book, grids=tuple(office.filled(grid) for grid in book.grids), problems=problems)


def _sheet_of(where: str) -> str:
    return where.rpartition("!")[0].strip("'").replace("''", "'").casefold()


@dataclass(slots=True)
class _Office:
    """The workbook as its formulas look into it."""

    book: Book
    formulas: Mapping[str, Mapping[Cell, str]]
    language: str = ""
    known: dict[tuple[str, Cell], Value | Unknown] = field(default_factory=dict)
    open: dict[tuple[str, Cell], str] = field(default_factory=dict)
    _grids: dict[str, Grid] = field(default_factory=dict)
    _asked: set[tuple[str, Cell]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._grids = {grid.sheet.casefold(): grid for grid in self.book.grids}
        held = [
            (sheet.casefold(), cell, formula, self._grids[sheet.casefold()].value(cell))
            for sheet, cells in self.formulas.items()
            if sheet.casefold() in self._grids
            for cell, formula in cells.items()
        ]
        # Some programs write 0 for each formula, and leave the reckoning to whoever opens the file.
        shown = [value for _, _, _, value in held if value is not None]
        are_blank = len(shown) > 2 and all(type(value) in (int, float) and value == 0 for value in shown)
        for sheet, cell, formula, value in held[:_MOST]:
            if value is None or are_blank:
                self.open[sheet, cell] = formula

    @property
    def is_1904(self) -> bool:
        """Whether its days are counted from 1904."""
        return self.book.is_1904

    def figure(self, sheet: str, cell: Cell) -> Value | Unknown:
        """What an open formula comes to; Unknown also for one that leads to itself."""
        key = (sheet, cell)
        if key in self.known:
            return self.known[key]
        if key in self._asked or len(self._asked) > _DEEPEST:
            return Unknown("a circle, or too deep")
        self._asked.add(key)
        try:
            found: Value | Unknown = reckon(parsed(self.open[key], cell), self._grids[sheet].sheet, cell, self)
        except BadFormula as why:
            found = Unknown(str(why))
        self._asked.discard(key)
        self.known[key] = found
        return found

    def filled(self, grid: Grid) -> Grid:
        """The sheet with its figures."""
        name = grid.sheet.casefold()
        mine = {cell: value for (sheet, cell), value in self.known.items() if sheet == name}
        rows = {number: list(row) for number, row in grid.rows.items()}
        for cell, value in mine.items():
            if not isinstance(value, Unknown):
                row = rows.setdefault(cell.row, [])
                row += [None] * (cell.column - len(row))
                row[cell.column - 1] = value
        return replace(grid, rows=dict(sorted(rows.items()))) if mine else grid

    # ── what formulas ask ─────────────────────────────────────────────────────────────────────────────────

    def is_sheet(self, sheet: str) -> bool:
        """Whether there is such a worksheet."""
        return sheet.casefold() in self._grids

    def cell(self, sheet: str, row: int, column: int) -> Value | Unknown:
        """What a cell holds; a formula's cell its value."""
        name, cell = sheet.casefold(), Cell(row, column)
        if (name, cell) in self.open:
            return self.figure(name, cell)
        grid = self._grids.get(name)
        return grid.value(cell) if grid is not None else None

    def area(self, sheet: str, area: Area) -> Iterable[tuple[int, Sequence[Value | Unknown]]]:
        """The rows of an area that may hold something."""
        grid = self._grids.get(sheet.casefold())
        if grid is None or not grid.rows:
            return
        right = min(area.right, max(map(len, grid.rows.values())) + 400)
        for row in range(area.top, min(area.bottom, max(grid.rows) + 400) + 1):
            yield row, [self.cell(sheet, row, column) for column in range(area.left, right + 1)]

    def name(self, name: str, sheet: str) -> str | None:
        """The formula of a defined name."""
        wanted = name.casefold()
        named = [one for one in self.book.names if one.name.casefold() == wanted]
        own = next((one for one in named if one.sheet.casefold() == sheet.casefold()), None)
        found = own or next((one for one in named if not one.sheet), None)
        return found.refers_to if found is not None else None

    def table(self, name: str) -> None:
        """No table is looked into by name."""

    def skipped(
        self,
        sheet: str,
        area: Area,
        *,
        hidden_by_hand: bool,
    ) -> tuple[Container[int], Container[tuple[int, int]]] | None:
        """What SUBTOTAL leaves out: other subtotals, and rows that somebody hid; they are the same for all areas."""
        del area
        grid = self._grids.get(sheet.casefold())
        cells = self.formulas.get(grid.sheet, {}) if grid is not None else {}
        sums = {(cell.row, cell.column) for cell, text in cells.items() if "SUBTOTAL" in text or "AGGREGATE" in text}
        return (grid.hidden_rows if grid is not None and hidden_by_hand else frozenset()), sums
