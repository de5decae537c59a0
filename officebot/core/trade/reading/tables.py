"""The lines of a table below its headings: rows that count, labels over several rows, sections of one order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from officebot.core.expressions import expression
from officebot.core.trade.paper import Paper, Row
from officebot.core.trade.reading.cells import CellRow, columns_with, cut, is_figure, settle
from officebot.core.trade.reading.days import Days
from officebot.core.trade.reading.figures import Writing, figure
from officebot.core.trade.reading.folding import folded
from officebot.core.trade.reading.headings import Column, Headings, find_headings
from officebot.core.trade.reading.references import order_numbers
from officebot.core.trade.reading.words import CARRIED, SUMS, Role

_COUNTS = (
    Role.quantity, Role.ordered, Role.outstanding, Role.price, Role.gross_price, Role.amount, Role.amount_taxed,
)  # fmt: skip
_MOST_TABLES = 20
_PAGE = expression(
    r"(?:page |p\. ?)?\d{1,3}(?: ?(?:/|sur|of|de) ?\d{1,3})?|page:? .{0,20}|suite page suivante.{0,10}|\.\.\."
)
_BEGINNINGS = tuple(f"{words.strip()}{sign}" for words in SUMS for sign in " :")
_PLAIN_SUMS = frozenset(
    {
        "total ht",
        "total ttc",
        "net total",
        "subtotal",
        "sous-total",
        "net a payer",
        "total tva",
        "total h.t.",
        "total vat",
        "grand total",
        "montant ht",
        "total net",
    }
)


@dataclass(slots=True)
class TableLine:
    """A line of a table: its cells by what they hold, the words that stand with its label, the order of its section."""

    cells: dict[Role, str]
    place: int
    titles: Mapping[Role, str]
    extra: list[str] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    order: str = ""

    #: What stands in columns that nobody knows: sizes, colours.
    beside: str = ""

    @property
    def label(self) -> str:
        """The words that name it, from all of their rows; without a column of labels what stands beside its number."""
        parts = [part for part in (*self.above, self.cells.get(Role.label, ""), *self.extra) if part]
        return " ".join(parts) or self.beside


@dataclass(frozen=True, slots=True)
class Table:
    """The lines below one heading; `end` is the row behind its last one."""

    headings: Headings
    roles: Mapping[int, Role]
    lines: tuple[TableLine, ...]
    end: int


def find_tables(paper: Paper, writing: Writing, days: Days) -> list[Table]:
    """The tables of a paper in order; headings that are said again on the next page go on with the same table."""
    found: list[Table] = []
    start = 0
    while len(found) < _MOST_TABLES:
        headings = find_headings(paper, writing, start)
        if headings is None:
            break
        table = _table(paper, headings, writing, days)
        if table.lines:
            found.append(table)
        start = max(table.end, headings.end)
    return found


def rows_outside(paper: Paper, tables: Sequence[Table]) -> list[Row]:
    """The rows that are neither headings nor lines of a table."""
    inside = places_inside(tables)
    return [row for place, row in enumerate(paper.rows[:2_000]) if place not in inside]


def places_inside(tables: Sequence[Table]) -> set[int]:
    """The numbers of the rows that are headings or begin lines."""
    inside = {line.place for table in tables for line in table.lines}
    return inside | {place for table in tables for place in range(table.headings.first, table.headings.end)}


def _table(paper: Paper, headings: Headings, writing: Writing, days: Days) -> Table:
    body, end = _body(paper, headings, writing)
    columns = _all_columns(paper, headings, body)
    rows = [cut(paper, place, columns) for place in body]
    counting = [n for n, column in enumerate(columns) if set(column.roles) & set(_COUNTS)]
    rough = [row for row in rows if any(is_figure(row.cells.get(n, ""), writing) for n in counting)]
    roles = settle(columns, rough or rows, writing, days)
    anchors = _anchors(rows, roles, writing)
    lines = _lines(rows, anchors, roles, columns, paper, headings.first)
    # Sums on the way stand in the body; those of the document begin behind the last line.
    return Table(headings, roles, tuple(lines), min(end, lines[-1].place + 1) if lines else end)


def _all_columns(paper: Paper, headings: Headings, body: Sequence[int]) -> tuple[Column, ...]:
    """The columns; in a grid also those that have cells and no heading."""
    if not paper.is_gridded:
        return (*_unheaded(paper, headings, body), *headings.columns)
    known = {column.left for column in headings.columns}
    others = {piece.left for place in body for piece in paper.rows[place].pieces} - known
    return tuple(sorted((*headings.columns, *(Column("", left, left) for left in others)), key=lambda one: one.left))


def _unheaded(paper: Paper, headings: Headings, body: Sequence[int]) -> tuple[Column, ...]:
    """A column that stands before all headings and has none: most rows begin there."""
    edge = min((column.left for column in headings.columns), default=0.0)
    before = [paper.rows[place].pieces[0] for place in body if paper.rows[place].pieces[0].right < edge]
    if not body or len(before) < 0.5 * len(body):
        return ()
    return (Column("", min(piece.left for piece in before), max(piece.right for piece in before)),)


def _body(paper: Paper, headings: Headings, writing: Writing) -> tuple[list[int], int]:
    """The rows that may be lines, and the row behind them: sums, other headings and a long way down end the table."""
    body: list[int] = []
    titles = _words_of(paper.rows[headings.end - 1])
    place = headings.end
    while place < len(paper.rows):
        row = paper.rows[place]
        if _words_of(row) == titles or is_carried(row, writing) or _PAGE.fullmatch(_words_of(row)):
            place += 1
            continue
        if is_sum(row, writing) or (body and _is_far(paper, body[-1], place)):
            break
        body.append(place)
        place += 1
    return body, place


def _is_far(paper: Paper, before: int, place: int) -> bool:
    """Whether the row stands in another part of the paper: two empty lines of a text or sheet, four lines of a page."""
    one, other = paper.rows[before], paper.rows[place]
    if one.page != other.page:
        return False
    gap = other.top - one.top
    return gap > (90 if paper.source == "pdf" else 3)


def _words_of(row: Row) -> str:
    return folded(" ".join(piece.text for piece in row.pieces))


def is_sum(row: Row, writing: Writing) -> bool:
    """Whether a row tells a sum or a tax: its first words say so, and it holds a figure or nothing else."""
    words = [piece.text for piece in row.pieces if figure(piece.text, writing) is None]
    if not words:
        return False
    if (
        len(words) > 1
        and len(row.pieces) - len(words) < 2
        and any(folded(one).strip(" :") in _PLAIN_SUMS for one in words)
    ):
        return True
    first = folded(words[0]).strip(" :")
    begins = first.startswith(_BEGINNINGS) or first in SUMS
    return begins and len(words) <= 3 and len(first) <= 60 and (len(row.pieces) < 5 or len(words) == len(row.pieces))


def is_carried(row: Row, writing: Writing) -> bool:
    """Whether a row tells a sum on the way, such as a page's or a section's."""
    words = [piece.text for piece in row.pieces if figure(piece.text, writing) is None]
    return bool(words) and len(row.pieces) < 4 and folded(words[0]).strip(" :").startswith(CARRIED)


# ── lines ─────────────────────────────────────────────────────────────────────────────────────────────────


def _anchors(rows: Sequence[CellRow], roles: Mapping[int, Role], writing: Writing) -> list[int]:
    """The rows that begin a line: a figure stands in a column that counts, or beside a name all that is given."""
    counting = columns_with(roles, *_COUNTS)
    found = [
        n for n, row in enumerate(rows) if any(is_figure(row.cells.get(place, ""), writing) for place in counting)
    ]
    # A line that only says « reste » or nothing at all still has its number.
    naming = columns_with(roles, Role.article, Role.position)
    if found and naming:
        for n, row in enumerate(rows):
            has_name = any(place in row.cells for place in naming) and len(row.cells) > 1
            if n not in found and has_name and found[0] < n < found[-1] + 2:
                found.append(n)
    return sorted(found)


def _lines(
    rows: Sequence[CellRow], anchors: Sequence[int], roles: Mapping[int, Role], columns: Sequence[Column], paper: Paper,
    first: int = 0,
) -> list[TableLine]:  # fmt: skip
    titles = {role: columns[place].title for place, role in roles.items() if role}
    naming = columns_with(roles, Role.label, Role.unknown, Role.note, Role.article, Role.position)
    made = {n: _line(rows[n], roles, titles) for n in anchors}
    reach = _reach(rows, paper)
    order = next(iter(order_numbers(paper.rows[first - 1].text)), "") if first > 3 else ""
    for n, row in enumerate(rows):
        if n in made:
            made[n].order = made[n].order or order
            continue
        text = row.text(naming) or row.row.text
        numbers = order_numbers(row.row.text)
        near = _nearest(rows, n, anchors, reach)
        if numbers and near is not None and near < n and _belongs(row, roles):
            made[near].order = numbers[0]
        elif numbers:
            order = numbers[0]
            continue
        if near is not None and text and _in_label(row, roles, paper):
            (made[near].extra if near < n else made[near].above).append(text)
    return [made[n] for n in anchors]


def _line(row: CellRow, roles: Mapping[int, Role], titles: Mapping[Role, str]) -> TableLine:
    cells: dict[Role, str] = {}
    for place, role in roles.items():
        if role and place in row.cells:
            cells[role] = f"{cells[role]} {row.cells[place]}" if role in cells else row.cells[place]
    beside = " ".join(row.cells[place] for place, role in roles.items() if not role and place in row.cells)
    return TableLine(cells, row.place, titles, beside=beside)


def _belongs(row: CellRow, roles: Mapping[int, Role]) -> bool:
    """Whether the row speaks of the line above: it stands under its label, and not where rows begin."""
    first = min(roles, default=0)
    return all(place != first and roles.get(place) is Role.label for place in row.cells)


def _in_label(row: CellRow, roles: Mapping[int, Role], paper: Paper) -> bool:
    """Whether the words go on with a label: they stand in its column alone."""
    places = [roles.get(place, Role.unknown) for place in row.cells]
    return bool(places) and set(places) <= {Role.label, Role.note, Role.unknown} and (
        Role.label in places or not paper.is_gridded
    )  # fmt: skip


def _reach(rows: Sequence[CellRow], paper: Paper) -> float:
    """How far below a line its label may go on: one and a half times the usual way from row to row."""
    gaps = [other.row.top - one.row.top for one, other in pairwise(rows) if one.row.page == other.row.page]
    if paper.source != "pdf":
        return 1.0
    return 1.35 * min(median(gaps), 18.0) if gaps else 0.0


def _nearest(rows: Sequence[CellRow], n: int, anchors: Sequence[int], reach: float) -> int | None:
    """The line that the row goes on with, going from row to row; the one above rather than the one below."""
    for step in (-1, 1):
        at = n
        while 0 <= at + step < len(rows):
            one, other = rows[at].row, rows[at + step].row
            if one.page != other.page or abs(other.top - one.top) > reach:
                break
            at += step
            if at in anchors:
                return at
        if step == -1 and at in anchors:
            return at
    return None
