"""Blocks of cells on their way to tables: headings found, parted and put together again, titles and notes told apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from officebot.core.workbooks.blocks import Rows, blocks
from officebot.core.workbooks.cells import Area, Cell, Value, column_name
from officebot.core.workbooks.grids import Grid
from officebot.core.workbooks.headings import Heading, heading_of, heading_text, is_figure, line
from officebot.core.workbooks.words import plain

#: A title stands so few rows above its table.
_TITLE_WITHIN, _TITLE_LINES = 3, 4
#: A column of more lines is a list, even without a heading.
_MOST_LINES = 100
#: More headings below each other are no headings.
_MOST_CUTS = 300


@dataclass(frozen=True, slots=True)
class Draft:
    """A block with its headings, or with its words where it is a title or a note."""

    area: Area
    heading: Heading | None
    text: str
    title: str = ""
    #: Of a column of words its first line, in case it is a list after all.
    first_line: Heading | None = None

    @property
    def is_words(self) -> bool:
        """Whether it is words only: a title or a note."""
        return bool(self.text)


def drafts_of(
    rows: dict[int, Sequence[Value]], grid: Grid, known: frozenset[tuple[str, ...]], has_declared: bool
) -> tuple[list[Draft], list[Draft]]:
    """What will be tables, and what are notes, among the rows of a sheet with merged cells filled."""
    _forget_made_up_headings(rows)
    found = [_draft(rows, grid, area, known) for block in blocks(rows) for area in _parted(rows, block, grid, known)]
    return _sorted_out(_joined(rows, found), has_declared)


def _draft(rows: Rows, grid: Grid, area: Area, known: frozenset[tuple[str, ...]]) -> Draft:
    heading = heading_of(rows, area, grid.merged, known)
    text = _words_only(rows, area) if heading is None or (area.columns == 1 and not heading.is_sure) else ""
    return Draft(area, None if text else heading, text, first_line=heading if text else None)


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
    if len(cuts) > _MOST_CUTS:
        return [block]
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


def _joined(rows: Rows, drafts: Sequence[Draft]) -> list[Draft]:
    """Blocks that are one table with empty rows in it, put together again; titles given to the table below them."""
    made: list[Draft] = []
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


def _belongs_beside(rows: Rows, left: Draft, right: Draft) -> bool:
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


def _beside(left: Draft, right: Draft) -> Draft:
    assert left.heading is not None and right.heading is not None  # noqa: PT018 - both were looked at
    between = column_name(left.area.right + 1)
    titles = (*left.heading.titles, between, *right.heading.titles)
    heading = replace(left.heading, titles=titles, first=min(left.heading.first, right.heading.first))
    return replace(left, area=replace(left.area, right=right.area.right), heading=heading)


def _holds(one: Area, other: Area) -> bool:
    return Cell(other.top, other.left) in one and Cell(other.bottom, other.right) in one


def _table_above(made: Sequence[Draft], draft: Draft) -> int | None:
    places = [
        place for place, one in enumerate(made)
        if one.area.bottom < draft.area.top and one.area.left <= draft.area.right and draft.area.left <= one.area.right
    ]  # fmt: skip
    return max(places, key=lambda place: made[place].area.bottom, default=None)


def _goes_on(rows: Rows, above: Draft, draft: Draft) -> bool:
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


def _titled(rows: Rows, drafts: Sequence[Draft]) -> list[Draft]:
    """Each table with its title, which then is no note: lines of its own, or the words that stand right above."""
    used: set[int] = set()
    made: list[Draft] = []
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


def _is_title(rows: Rows, draft: Draft) -> bool:
    """Whether words may be the title of what stands below: few lines, the first of them words only."""
    first = [value for value in line(rows, draft.area.top, draft.area) if value is not None]
    has_words = any(letter.isalpha() for letter in draft.text.partition("\n")[0])
    return has_words and draft.area.rows <= _TITLE_LINES and not any(map(is_figure, first))


def _without_title(draft: Draft) -> Draft | None:
    """The lines below the first; None where there are none."""
    _, _, rest = draft.text.partition("\n")
    return replace(draft, area=replace(draft.area, top=draft.area.top + 1), text=rest) if rest else None


def _sorted_out(drafts: Sequence[Draft], has_declared: bool) -> tuple[list[Draft], list[Draft]]:
    """The tables and the notes; a sheet with nothing but one block of words is read as a table, so that it is not lost."""
    tables = [draft for draft in drafts if not draft.is_words]
    notes = [draft for draft in drafts if draft.is_words]
    if not tables and not has_declared and len(notes) == 1 and notes[0].area.rows > 1:
        return [Draft(notes[0].area, notes[0].first_line, "")], []
    return tables, notes
