"""The rows below headings cut into the cells of their columns, and what each column turns out to hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from officebot.core.trade.paper import Paper, Piece, Row
from officebot.core.trade.reading.days import Days
from officebot.core.trade.reading.figures import Writing, figure
from officebot.core.trade.reading.headings import Column
from officebot.core.trade.reading.reckoning import reckoned_roles
from officebot.core.trade.reading.words import Role, counts_packs

#: Edges that stand so near each other stand under each other: points of a page, columns of a text.
_ALIGNED = 2.5
_FIGURES = frozenset({
    Role.quantity, Role.ordered, Role.outstanding, Role.price, Role.gross_price, Role.discount, Role.amount,
    Role.amount_taxed, Role.tax, Role.levy, Role.per,
})  # fmt: skip
_NOTHING = frozenset({"-", "–", "—", "/", "néant", "n/a", "nil", "0"})


@dataclass(slots=True)
class CellRow:
    """A row's cells by the number of their column, and the row's number in the paper."""

    place: int
    row: Row
    cells: dict[int, str] = field(default_factory=dict)

    def text(self, columns: Sequence[int]) -> str:
        """The words of these columns, in order."""
        return " ".join(self.cells[column] for column in columns if column in self.cells)


def cut(paper: Paper, place: int, columns: Sequence[Column]) -> CellRow:
    """The row's pieces, each in its column; two in one column are joined."""
    row = paper.rows[place]
    made = CellRow(place, row)
    least = 0
    for piece in row.pieces:
        for part in _tokens(piece, columns, paper):
            column = _column_of(part, columns, paper, least)
            if column < 0:
                continue
            least = column
            before = made.cells.get(column)
            made.cells[column] = f"{before} {part.text}" if before else part.text
    return made


def _column_of(piece: Piece, columns: Sequence[Column], paper: Paper, least: int) -> int:
    if paper.is_gridded:
        return next((n for n, one in enumerate(columns) if one.left == piece.left), -1)
    # Cells stand in the order of their columns.
    return max(range(least, len(columns)), key=lambda n: _fit(piece, columns[n]), default=-1)


def _fit(piece: Piece, column: Column) -> float:
    """How well the piece stands under the heading: aligned best, then by how much they share, then by how near it is."""
    middle = (piece.left + piece.right) / 2
    off = min(abs(piece.left - column.left), abs(piece.right - column.right), abs(middle - column.middle))
    shared = min(piece.right, column.right) - max(piece.left, column.left)
    if off < _ALIGNED:
        return 3000 - off
    if shared > 0:
        return 1000 + 100 * shared / max(1.0, min(piece.right - piece.left, column.right - column.left)) - off / 10
    return shared


def _tokens(piece: Piece, columns: Sequence[Column], paper: Paper) -> list[Piece]:
    """The piece; or its words, where it is figures that stand under several headings."""
    words = piece.text.split()
    if paper.is_gridded or not 1 < len(words) < 9 or not all(any(map(str.isdigit, word)) for word in words):
        return [piece]
    under = [one for one in columns if one.left < piece.right and piece.left < one.right]
    if len(under) < 2:
        return [piece]
    step = (piece.right - piece.left) / max(1, len(piece.text))
    found, at = [], 0
    for word in words:
        begin = piece.text.find(word, at)
        at = begin + len(word)
        found.append(Piece(word, piece.left + begin * step, piece.left + at * step))
    return found


# ── what the columns hold ─────────────────────────────────────────────────────────────────────────────────


def settle(columns: Sequence[Column], rows: Sequence[CellRow], writing: Writing, days: Days) -> dict[int, Role]:
    """The role of each column, by its heading and by what stands below it."""
    found: dict[int, Role] = {}
    for place, column in enumerate(columns):
        values = [row.cells[place] for row in rows if row.cells.get(place, "").strip()]
        found[place] = next((role for role in column.roles if _may_be(role, values, writing, days)), Role.unknown)
    _one_label(found, columns, rows, writing)
    _one_of_each(found, columns)
    _fill_in(found, columns, rows, writing)
    return reckoned(found, rows, writing)


def reckoned(found: dict[int, Role], rows: Sequence[CellRow], writing: Writing) -> dict[int, Role]:
    """The roles as the arithmetic of the rows has them, where the headings' own do not make sense."""
    values = [
        {place: one for place, text in row.cells.items() if (one := figure(text, writing)) is not None}
        for row in rows
    ]
    return reckoned_roles(found, values)


def _may_be(role: Role, values: Sequence[str], writing: Writing, days: Days) -> bool:
    """Whether a column of these values can have the role; one without values may have any."""
    if not values:
        return role not in (Role.label, Role.position)
    figures = sum(1 for value in values if is_figure(value, writing) or value.strip() in _NOTHING)
    if role in _FIGURES:
        return figures >= 0.5 * len(values)
    if role is Role.position:
        return all(len(value) <= 6 and value[-1:].isalnum() | (value[-1:] == ".") for value in values) and figures > 0
    if role is Role.label:
        return any(sum(map(str.isalpha, value)) > 2 for value in values)
    if role is Role.order:
        return any(any(map(str.isdigit, value)) for value in values)
    if role is Role.article:
        return sum(1 for value in values if _is_code(value)) >= 0.5 * len(values)
    if role is Role.unit:
        return all(len(value) <= 25 for value in values) and figures < len(values)
    if role is Role.date:
        return any(days.last(value) is not None for value in values) or figures < len(values)
    return True


def is_figure(value: str, writing: Writing) -> bool:
    """Whether the cell holds a figure, perhaps with its unit."""
    return figure(value, writing) is not None


def _is_code(value: str) -> bool:
    return any(map(str.isdigit, value)) or (len(value) <= 12 and " " not in value)


def _one_label(found: dict[int, Role], columns: Sequence[Column], rows: Sequence[CellRow], writing: Writing) -> None:
    """One column names the lines: the wordiest of those that may; the others hold numbers of articles, or remarks."""
    labels = [place for place, role in found.items() if role is Role.label]
    if not labels:
        unknown = [n for n, role in found.items() if role in (Role.unknown, Role.note) and _wordiness(n, rows) > 8]
        others = [n for n, role in found.items() if role is Role.article and _wordiness(n, rows) > 9]
        best = max(unknown or others, key=lambda n: _wordiness(n, rows), default=None)
        if best is not None:
            found[best] = Role.label
        return
    best = max(labels, key=lambda n: _wordiness(n, rows))
    for place in labels:
        if place != best:
            values = [row.cells[place] for row in rows if place in row.cells]
            is_article = values and sum(map(_is_code, values)) >= 0.5 * len(values)
            has_article = Role.article in found.values()
            found[place] = Role.article if is_article and not has_article else Role.note
            if Role.position in columns[place].roles and all(is_figure(value, writing) for value in values):
                found[place] = Role.position


def _wordiness(place: int, rows: Sequence[CellRow]) -> float:
    values = [row.cells[place] for row in rows if place in row.cells]
    return sum(sum(map(str.isalpha, value)) for value in values) / len(values) if values else 0.0


def _one_of_each(found: dict[int, Role], columns: Sequence[Column]) -> None:
    """Of two prices the net one counts, of two amounts the one without tax, of two numbers ours that says so."""
    counts = [place for place, role in found.items() if role is Role.quantity]
    if len(counts) > 1:
        packs = [place for place in counts if counts_packs(columns[place].title)]
        for place in packs if len(packs) < len(counts) else packs[1:]:
            found[place] = Role.unknown
        counts = columns_with(found, Role.quantity)
    if len(counts) > 1:
        # « Quantité … Unité », “Quantity … Unit”: what may be something else is.
        for place in counts:
            others = [role for role in columns[place].roles if role is not Role.quantity]
            if others and any(not columns[one].roles[1:] for one in counts if one != place):
                found[place] = others[0] if Role.price in found.values() or others[0] is not Role.unit else others[-1]
    amounts = [place for place, role in found.items() if role is Role.amount]
    for place in amounts[:-1]:
        # « Net … Total » : the first is a price after the discount.
        is_price = Role.price in columns[place].roles
        if is_price:
            for other in columns_with(found, Role.price):
                found[other] = Role.gross_price
        found[place] = Role.price if is_price else Role.unknown
    prices = [place for place, role in found.items() if role is Role.price]
    nets = [place for place in prices if "net" in columns[place].title.lower()]
    if len(prices) > 1:
        kept = nets[-1] if nets else prices[0]
        for place in prices:
            if place != kept:
                found[place] = Role.gross_price
    if not prices:
        for place, role in list(found.items()):
            if role is Role.gross_price:
                found[place] = Role.price
                break
    for place in columns_with(found, Role.quantity)[1:]:
        found[place] = Role.unknown
    articles = [place for place, role in found.items() if role is Role.article]
    for place in articles[1:]:
        found[place] = Role.note


def _fill_in(found: dict[int, Role], columns: Sequence[Column], rows: Sequence[CellRow], writing: Writing) -> None:
    """A quantity that no heading names: the one column of whole numbers without a role; a unit beside the quantity."""
    if not {Role.quantity, Role.ordered} & set(found.values()):
        whole = [
            place for place, role in found.items()
            if role in (Role.unknown, Role.note) and _are_whole([row.cells.get(place, "") for row in rows], writing)
        ]  # fmt: skip
        if len(whole) == 1:
            found[whole[0]] = Role.quantity
    for place, role in found.items():
        before = found.get(place - 1)
        if role is Role.unknown and before is Role.quantity and not columns[place].title:
            found[place] = Role.unit


def _are_whole(values: Sequence[str], writing: Writing) -> bool:
    figures = [figure(value, writing) for value in values if value.strip()]
    return bool(figures) and all(
        one is not None and one.value == one.value.to_integral_value() and not one.currency for one in figures
    )


def columns_with(roles: Mapping[int, Role], *wanted: Role) -> list[int]:
    """The numbers of the columns that have one of these roles."""
    return [place for place, role in roles.items() if role in wanted]
