"""Tables that nothing heads: columns told by their arithmetic, or lists where each row counts and names something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.trade.paper import Paper, Row
from officebot.core.trade.reading.figures import Figure, Writing, figure
from officebot.core.trade.reading.reckoning import makes
from officebot.core.trade.reading.tables import TableLine, is_sum
from officebot.core.trade.reading.words import Role

_ONE = Decimal(1)


def reckoned_lines(paper: Paper, writing: Writing) -> list[TableLine]:
    """The rows in which a whole quantity times a price is an amount, with words that name what is counted.

    Two rows must agree on which figure is which, or one alone must leave no doubt.
    """
    found: dict[tuple[int, int, int], list[TableLine]] = {}
    for place, row in enumerate(paper.rows):
        if is_sum(row, writing):
            continue
        order = _order_of(row, writing)
        if order is not None:
            found.setdefault(order, []).append(_line(row, place, order, writing))
    best = max(found.values(), key=len, default=[])
    return best if len(best) > 1 or _is_sure(best) else []


_COUNT = expression(r"(\d{1,6}) ?(?:x|\*|off|pcs?|units?|u\.?)?", re.IGNORECASE)


def listed_lines(paper: Paper) -> list[TableLine]:
    """Rows of two pieces, how many and of what, where at least two stand in one column."""
    found: dict[int, list[TableLine]] = {}
    for place, row in enumerate(paper.rows):
        if not 2 <= len(row.pieces) <= 3:
            continue
        for n, piece in enumerate(row.pieces):
            count = _COUNT.fullmatch(piece.text.strip())
            words = [one.text for one in row.pieces if one is not piece]
            if count is not None and sum(map(str.isalpha, words[0])) > 3 and not words[0].rstrip().endswith(":"):
                line = TableLine({Role.quantity: count[1], Role.label: " ".join(words)}, place, {})
                found.setdefault(round(piece.left / 12) if n == 0 else -round(piece.right / 12) - 1, []).append(line)
                break
    best = max(found.values(), key=len, default=[])
    return best if len(best) > 1 else []


def _figures(row: Row, writing: Writing) -> list[tuple[int, Figure]]:
    return [
        (n, one)
        for n, piece in enumerate(row.pieces)
        if (one := figure(piece.text, writing)) is not None and not one.is_percent
    ]


def _order_of(row: Row, writing: Writing) -> tuple[int, int, int] | None:
    """Which of the row's figures, counted from the last one, are quantity, price and amount; None where none make sense."""
    figures = _figures(row, writing)
    words = [piece.text for piece in row.pieces if sum(map(str.isalpha, piece.text)) > 2]
    if not 3 <= len(figures) <= 8 or not words:
        return None
    count = len(figures)
    for q, (_, quantity) in enumerate(figures):
        if quantity.currency or quantity.value <= 0 or quantity.value != quantity.value.to_integral_value():
            continue
        for p, (_, price) in enumerate(figures):
            for a, (_, amount) in enumerate(figures):
                is_apart = len({q, p, a}) == 3 and p < a
                if is_apart and price.value > 0 and makes(quantity.value, price.value, _ONE, amount.value):
                    return count - q, count - p, count - a
    return None


def _line(row: Row, place: int, order: tuple[int, int, int], writing: Writing) -> TableLine:
    figures = _figures(row, writing)
    count = len(figures)
    at = {
        role: figures[count - n][0] for role, n in zip((Role.quantity, Role.price, Role.amount), order, strict=True)
    }
    cells = {role: row.pieces[n].text for role, n in at.items()}
    words = [
        piece.text
        for n, piece in enumerate(row.pieces)
        if n not in at.values() and figure(piece.text, writing) is None
    ]
    codes = [word for word in words[:-1] if any(map(str.isdigit, word)) and " " not in word]
    if codes:
        cells[Role.article] = codes[0]
    cells[Role.label] = max((word for word in words if word not in codes), key=len, default="")
    return TableLine(cells, place, {})


def _is_sure(lines: Sequence[TableLine]) -> bool:
    return len(lines) == 1 and lines[0].cells.get(Role.quantity, "1") not in ("1", "1,00", "1.00")
