"""Tables on a sheet: the declared ones, and those that people simply wrote: several a sheet, beside or below each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from officebot.core.problems import Problem
from officebot.core.text import one_line
from officebot.core.workbooks.blocks import Rows, blocks, spread
from officebot.core.workbooks.cells import Area, Cell, Value, column_name
from officebot.core.workbooks.columns import read_as_numbers
from officebot.core.workbooks.grids import Book, DeclaredTable, Grid
from officebot.core.workbooks.headings import Heading, heading_of, heading_text, is_figure, line
from officebot.core.workbooks.sums import Sums
from officebot.core.workbooks.words import known_words, plain

#: A title stands so few rows above its table.
_TITLE_WITHIN, _TITLE_LINES = 3, 4
#: A column of more lines is a list, even without a heading.
_MOST_LINES = 100


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
    _forget_made_up_headings(rows)
    drafts = [_draft(rows, grid, area, known) for block in blocks(rows) for area in _parted(rows, block, grid, known)]
    kept, notes = _sorted_out(_joined(rows, drafts), bool(declared))
    tables += [_made(grid, rows, draft) for draft in kept]
    return Found(
        tables=tuple(sorted(tables, key=lambda one: (one.area.top, one.area.left))),
        notes=(
            *(Note(sheet=grid.sheet, area=one.area, text=one.text) for one in notes),
            *(note for draft in kept for note in _lines_above(rows, grid.sheet, draft)),
        ),
    )


def _lines_above(rows: Rows, sheet: str, draft: _Draft) -> Iterator[Note]:
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


# ── blocks become drafts of tables ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Draft:
    area: Area
    heading: Heading | None
    text: str
    title: str = ""

    @property
    def is_words(self) -> bool:
        """Whether it is words only: a title or a note."""
        return bool(self.text)


def _draft(rows: Rows, grid: Grid, area: Area, known: frozenset[tuple[str, ...]]) -> _Draft:
    heading = heading_of(rows, area, grid.merged, known)
    text = _words_only(rows, area) if heading is None or (area.columns == 1 and not heading.is_sure) else ""
    return _Draft(area, None if text else heading, text)


def _words_only(rows: Rows, area: Area) -> str:
    """The words of a block that is no table: one line, one column of sentences, a title with a few lines below it.

    Empty for a table.
    """
    if area.rows > _MOST_LINES:
        return ""
    lines = [[value for value in line(rows, n, area) if value is not None] for n in range(area.top, area.bottom + 1)]
    told = [" ".join(dict.fromkeys(map(heading_text, one))) for one in lines]
    is_column = all(len(set(map(heading_text, one))) < 2 for one in lines)
    numbers = any(isinstance(value, int | float | Decimal) for one in lines for value in one)
    is_title = len(lines) <= _TITLE_LINES and len(set(map(heading_text, lines[0]))) == 1 and not numbers
    return "\n".join(told) if is_column or is_title or area.rows == 1 else ""


def _forget_made_up_headings(rows: dict[int, Sequence[Value]]) -> None:
    """Leave out the names that a program gave to columns without one: they make a table of what is none."""
    first = rows.get(1)
    if first is not None and any(isinstance(value, str) and value.startswith("Unnamed: ") for value in first):
        rows[1] = line(rows, 1, Area(1, 1, 1, len(first)))


def _parted(rows: Rows, block: Area, grid: Grid, known: frozenset[tuple[str, ...]]) -> list[Area]:
    """The block, cut where new headings stand in the middle of its figures."""
    heading = heading_of(rows, block, grid.merged, known)
    if heading is None:
        return [block]
    figures = _figure_columns(rows, block, heading)
    cuts = [
        number
        for number in _heading_like(rows, block, heading, figures)
        if _is_heading(rows, block, number, grid, known)
    ]
    tops = [block.top, *cuts]
    return [
        Area(top, block.left, bottom, block.right)
        for top, bottom in zip(tops, [*(cut - 1 for cut in cuts), block.bottom], strict=True)
    ]


def _figure_columns(rows: Rows, block: Area, heading: Heading) -> list[int]:
    first = [
        line(rows, number, block) for number in range(heading.last + 1, min(block.bottom, heading.last + 20) + 1)
    ]
    return [
        place
        for place in range(block.columns)
        if 2 * sum(is_figure(row[place]) for row in first) > sum(row[place] is not None for row in first)
    ]


def _heading_like(rows: Rows, block: Area, heading: Heading, figures: Sequence[int]) -> Iterator[int]:
    """The rows with words where figures are expected."""
    if not figures:
        return
    for number in range(heading.last + 2, block.bottom):
        row = rows.get(number, ())
        places = [block.left - 1 + place for place in figures]
        words = sum(place < len(row) and isinstance(row[place], str) for place in places)
        if words and 2 * words >= len(places) and len(places) > 1:
            yield number


def _is_heading(rows: Rows, block: Area, number: int, grid: Grid, known: frozenset[tuple[str, ...]]) -> bool:
    rest = Area(number, block.left, min(block.bottom, number + 20), block.right)
    found = heading_of(rows, rest, grid.merged, known)
    return found is not None and found.is_sure and found.first == number


def _joined(rows: Rows, drafts: Sequence[_Draft]) -> list[_Draft]:
    """Blocks that are one table with empty rows in it, put together again; titles given to the table below them."""
    made: list[_Draft] = []
    for draft in drafts:
        if any(one.heading is not None and _holds(one.area, draft.area) for one in made):
            continue
        above = _table_above(made, draft)
        if above is not None and _goes_on(rows, made[above], draft):
            area = made[above].area
            made[above] = replace(made[above], area=Area(area.top, area.left, draft.area.bottom, area.right))
        elif made and _belongs_beside(rows, made[-1], draft):
            made[-1] = _beside(made[-1], draft)
        else:
            made.append(draft)
    return _titled(rows, made)


def _belongs_beside(rows: Rows, left: _Draft, right: _Draft) -> bool:
    """Whether two blocks are one table with an empty column in it: the right one has the same rows, but no names of them."""
    if left.heading is None or right.heading is None or right.area.left - left.area.right != 2:
        return False
    if (left.area.top, left.area.bottom, left.heading.last) != (
        right.area.top,
        right.area.bottom,
        right.heading.last,
    ):
        return False
    titles = {plain(title) for title in left.heading.titles}
    repeats = any(plain(title) in titles for title in right.heading.titles)
    return not repeats and 0 in _figure_columns(rows, right.area, right.heading)


def _beside(left: _Draft, right: _Draft) -> _Draft:
    assert left.heading is not None and right.heading is not None  # noqa: PT018 - both were looked at
    between = column_name(left.area.right + 1)
    titles = (*left.heading.titles, between, *right.heading.titles)
    heading = replace(left.heading, titles=titles, first=min(left.heading.first, right.heading.first))
    return replace(left, area=replace(left.area, right=right.area.right), heading=heading)


def _holds(one: Area, other: Area) -> bool:
    return Cell(other.top, other.left) in one and Cell(other.bottom, other.right) in one


def _table_above(made: Sequence[_Draft], draft: _Draft) -> int | None:
    places = [
        place for place, one in enumerate(made)
        if one.area.bottom < draft.area.top and one.area.left <= draft.area.right and draft.area.left <= one.area.right
    ]  # fmt: skip
    return max(places, key=lambda place: made[place].area.bottom, default=None)


def _goes_on(rows: Rows, above: _Draft, draft: _Draft) -> bool:
    """Whether a block is the rest of the table above it: within its columns, with figures where that one has some."""
    if above.heading is None or draft.area.left < above.area.left or draft.area.right > above.area.right:
        return False
    if draft.heading is not None and draft.heading.is_sure:
        return False
    if draft.area.top - above.area.bottom > 3:
        return False
    width = Area(draft.area.top, above.area.left, draft.area.bottom, above.area.right)
    figures = set(_figure_columns(rows, above.area, above.heading))
    given = [place for place, value in enumerate(line(rows, draft.area.top, width)) if value is not None]
    first = line(rows, draft.area.top, width)
    if len(given) == 1 and draft.area.rows == 1 and isinstance(first[given[0]], str) and above.area.columns > 1:
        return False  # a remark below the table
    return all(is_figure(first[place]) or place not in figures for place in given)


def _titled(rows: Rows, drafts: Sequence[_Draft]) -> list[_Draft]:
    """Each table with its title, which then is no note: lines of its own, or the words that stand right above."""
    used: set[int] = set()
    made: list[_Draft] = []
    for draft in drafts:
        if draft.is_words:
            made.append(draft)
            continue
        above = [
            (place, one) for place, one in enumerate(drafts)
            if one.is_words and place not in used and 0 < draft.area.top - one.area.bottom <= _TITLE_WITHIN
            and one.area.left <= draft.area.right and draft.area.left <= one.area.right and _is_title(rows, one)
        ]  # fmt: skip
        place, title = (above[-1][0], above[-1][1].text.partition("\n")[0]) if above else (-1, "")
        used.add(place)
        made.append(replace(draft, title=title))
    return [left for place, draft in enumerate(made) if (left := _without_title(draft) if place in used else draft)]


def _is_title(rows: Rows, draft: _Draft) -> bool:
    """Whether words may be the title of what stands below: few lines, the first of them words only."""
    first = [value for value in line(rows, draft.area.top, draft.area) if value is not None]
    has_words = any(letter.isalpha() for letter in draft.text.partition("\n")[0])
    return has_words and draft.area.rows <= _TITLE_LINES and not any(map(is_figure, first))


def _without_title(draft: _Draft) -> _Draft | None:
    """The lines below the first; None where there are none."""
    _, _, rest = draft.text.partition("\n")
    return replace(draft, area=replace(draft.area, top=draft.area.top + 1), text=rest) if rest else None


def _sorted_out(drafts: Sequence[_Draft], has_declared: bool) -> tuple[list[_Draft], list[_Draft]]:
    """The tables and the notes; a sheet with nothing but one block of words is read as a table, so that it is not lost."""
    tables = [draft for draft in drafts if not draft.is_words]
    notes = [draft for draft in drafts if draft.is_words]
    if not tables and not has_declared and len(notes) == 1 and notes[0].area.rows > 1:
        return [_Draft(notes[0].area, None, "")], []
    return tables, notes


# ── drafts become tables ──────────────────────────────────────────────────────────────────────────────────


def _made(grid: Grid, shown: Rows, draft: _Draft) -> Table:
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


def headings_alike(one: str, other: str) -> bool:
    """Whether two headings are the same words, written another way."""
    return plain(one) == plain(other)
