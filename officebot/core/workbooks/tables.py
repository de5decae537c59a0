"""Tables on a sheet: the declared ones, and those that people simply wrote: several a sheet, beside or below each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from officebot.core.problems import Problem
from officebot.core.text import one_line
from officebot.core.workbooks.blocks import Rows, spread
from officebot.core.workbooks.cells import Area, Cell, Value, column_name, unquoted
from officebot.core.workbooks.columns import read_as_numbers
from officebot.core.workbooks.drafts import Draft, drafts_of
from officebot.core.workbooks.grids import Book, DeclaredTable, Grid
from officebot.core.workbooks.headings import Heading, heading_text, line
from officebot.core.workbooks.sums import Sums
from officebot.core.workbooks.words import known_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its heading, the area of its values from the first to the last row, and the currency they are written in."""

    title: str
    area: Area
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row: its number on the sheet and a value for each column; `is_hidden` for one that people do not see."""

    number: int
    values: tuple[Value, ...]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: `area` spans its headings and its rows of sums, which stand apart in `totals`.

    `has_header` is False where no headings were found: the columns then have the names of their letters.
    """

    name: str
    sheet: str
    area: Area
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: tuple[Row, ...] = ()
    header: tuple[int, ...] = ()
    is_declared: bool = False
    has_header: bool = True
    is_sure: bool = True

    @property
    def titles(self) -> tuple[str, ...]:
        """The headings, each its own."""
        return tuple(column.title for column in self.columns)

    def records(self) -> list[dict[str, Value]]:
        """The rows as values by their headings."""
        titles = self.titles
        return [dict(zip(titles, row.values, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Words beside the tables: a remark, a title that belongs to none."""

    sheet: str
    area: Area
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What stands on the sheets; `problems` are those of the reading."""

    tables: tuple[Table, ...]
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...] = ()


def find_tables(book: Book, own_words: Mapping[str, Sequence[str]] | None = None) -> Found:
    """The tables of all sheets, in their order; `own_words` are what the office calls its columns, by field."""
    tables: list[Table] = []
    notes: list[Note] = []
    for grid in book.grids:
        declared = [table for table in book.tables if table.sheet == grid.sheet]
        found = tables_in(grid, declared, own_words)
        tables += found.tables
        notes += found.notes
    if book.kind != "csv":
        tables = [_with_numbers(table) for table in tables]
    return Found(tables=tuple(_with_own_names(tables)), notes=tuple(notes), problems=book.problems)


def tables_in(
    grid: Grid, declared: Sequence[DeclaredTable] = (), own_words: Mapping[str, Sequence[str]] | None = None
) -> Found:
    """The tables of one sheet, from top to bottom, and the notes beside them."""
    known = known_words(own_words)
    tables = [_declared(grid, one) for one in declared]
    rows = spread(grid, [one.area for one in declared])
    kept, notes = drafts_of(rows, grid, known, bool(declared))
    tables += [_made(grid, rows, draft) for draft in kept]
    return Found(
        tables=tuple(sorted(tables, key=lambda one: (one.area.top, one.area.left))),
        notes=(
            *(Note(sheet=grid.sheet, area=one.area, text=one.text) for one in notes),
            *(note for draft in kept for note in _lines_above(rows, grid.sheet, draft)),
        ),
    )


def _lines_above(rows: Rows, sheet: str, draft: Draft) -> Iterator[Note]:
    """What stands in a block above its headings, its title apart: a date, whom it is for."""
    if draft.heading is None:
        return
    title = "" if draft.title else _title_inside(rows, draft.area, draft.heading)
    for number in range(draft.area.top, draft.heading.first):
        words = dict.fromkeys(heading_text(value) for value in line(rows, number, draft.area) if value is not None)
        if words:
            area = Area(number, draft.area.left, number, draft.area.right)
            if list(words) == [title]:
                continue
            yield Note(sheet=sheet, area=area, text=" ".join(words))


# ── drafts become tables ──────────────────────────────────────────────────────────────────────────────────


def _made(grid: Grid, shown: Rows, draft: Draft) -> Table:
    area, heading = draft.area, draft.heading
    top = heading.last + 1 if heading is not None else area.top
    letters = tuple(column_name(column) for column in range(area.left, area.right + 1))
    titles = heading.titles if heading is not None else letters
    title = draft.title or _title_inside(shown, area, heading)
    first = heading.first if heading is not None else area.top
    rows, totals = _rows(grid, Area(top, area.left, area.bottom, area.right))
    return Table(
        name=one_line(title, 80) or grid.sheet,
        sheet=grid.sheet,
        area=Area(first, area.left, area.bottom, area.right),
        columns=_columns(titles, area.left, top, area.bottom),
        rows=rows,
        totals=totals,
        header=tuple(range(heading.first, heading.last + 1)) if heading is not None else (),
        has_header=heading is not None,
        is_sure=heading is not None and heading.is_sure,
    )


def _title_inside(rows: Rows, area: Area, heading: Heading | None) -> str:
    """The first line of words above the headings."""
    if heading is None:
        return ""
    for number in range(area.top, heading.first):
        given = {value for value in line(rows, number, area) if value is not None}
        if len(given) == 1 and isinstance(word := given.pop(), str):
            return word
    return ""


def _declared(grid: Grid, table: DeclaredTable) -> Table:
    area = table.area
    if area.rows > 100_000 and grid.rows:
        area = Area(area.top, area.left, max(area.top, min(area.bottom, max(grid.rows))), area.right)
    top = area.top + table.has_header
    bottom = area.bottom - table.has_totals
    rows, sums = _rows(grid, Area(top, area.left, bottom, area.right), has_sums=False)
    if table.has_totals:
        sums = (_row(grid, area.bottom, area.left, area.columns),)
    titles = tuple(_declared_titles(grid, table, area))
    return Table(
        name=table.name,
        sheet=grid.sheet,
        area=table.area,
        columns=_columns(titles, area.left, top, bottom),
        rows=rows,
        totals=sums,
        header=(area.top,) if table.has_header else (),
        is_declared=True,
    )


def _declared_titles(grid: Grid, table: DeclaredTable, area: Area) -> Iterator[str]:
    for place in range(area.columns):
        name = table.columns[place] if place < len(table.columns) else ""
        if not name and table.has_header:
            name = heading_text(grid.value(Cell(area.top, area.left + place)))
        yield " ".join(name.split()) or column_name(area.left + place)


def _columns(titles: Sequence[str], left: int, top: int, bottom: int) -> tuple[Column, ...]:
    last = max(top, bottom)
    return tuple(
        Column(title=title, area=Area(top, left + place, last, left + place)) for place, title in enumerate(titles)
    )


def _rows(grid: Grid, area: Area, has_sums: bool = True) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The rows with something in them, and apart from them the rows of sums."""
    rows: list[Row] = []
    totals: list[Row] = []
    sums = Sums(area.columns)
    for number in _numbers(grid, area):
        row = _row(grid, number, area.left, area.columns)
        if all(value is None for value in row.values):
            continue
        is_last = number == area.bottom
        if has_sums and (sums.are_in(row.values, is_last) or (totals and _is_beside_sums(row, totals[-1]))):
            totals.append(row)
            sums.begin_again()
        else:
            rows.append(row)
            sums.add(row.values)
    return tuple(rows), tuple(totals)


def _numbers(grid: Grid, area: Area) -> Iterator[int]:
    if area.rows > 2 * len(grid.rows) + 100:
        yield from (number for number in sorted(grid.rows) if area.top <= number <= area.bottom)
    else:
        yield from (number for number in range(area.top, area.bottom + 1) if number in grid.rows)


def _row(grid: Grid, number: int, left: int, width: int) -> Row:
    cells = tuple(grid.rows.get(number, ())[left - 1 : left - 1 + width])
    if len(cells) < width:
        cells += (None,) * (width - len(cells))
    return Row(number=number, values=cells, is_hidden=number in grid.hidden_rows)


def _is_beside_sums(row: Row, total: Row) -> bool:
    """Whether it follows a row of sums in its manner, as the VAT does: directly below, nothing before the same column."""
    first, other = _first(row), _first(total)
    return row.number == total.number + 1 and first == other > 0 and isinstance(row.values[first], str)


def _first(row: Row) -> int:
    return next((place for place, value in enumerate(row.values) if value is not None), 0)


# ── all tables of a book ──────────────────────────────────────────────────────────────────────────────────


def _with_numbers(table: Table) -> Table:
    """The table with its columns of texts such as `1 234,56 €` as numbers."""
    if not table.rows:
        return table
    columns, changed = list(table.columns), {}
    for place, column in enumerate(table.columns):
        values = [row.values[place] for row in table.rows]
        if not any(isinstance(value, str) for value in values[:50]):
            continue
        found = read_as_numbers(values)
        if found is not None:
            changed[place] = found[0]
            columns[place] = replace(column, currency=found[1])
    if not changed:
        return table
    rows = tuple(
        replace(row, values=tuple(changed[p][n] if p in changed else value for p, value in enumerate(row.values)))
        for n, row in enumerate(table.rows)
    )
    return replace(table, columns=tuple(columns), rows=rows)


def _with_own_names(tables: Sequence[Table]) -> Iterator[Table]:
    """The tables, each with a name of its own; declared ones keep theirs."""
    taken = {table.name.casefold() for table in tables if table.is_declared}
    for table in tables:
        name, number = table.name, 2
        while not table.is_declared and name.casefold() in taken:
            name, number = f"{table.name} ({number})", number + 1
        taken.add(name.casefold())
        yield table if name == table.name else replace(table, name=name)


def unreckoned(found: Found) -> tuple[str, ...]:
    """The sheets with formulas that show no figure yet, by what was read with a doubt."""
    return tuple(dict.fromkeys(unquoted(one.where.rpartition("!")[0]) for one in found.problems if "!" in one.where))
