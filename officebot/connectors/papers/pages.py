"""HTML as papers: tables by their columns, empty cells too, and the words around them as lines."""

from __future__ import annotations

from officebot.connectors.mime.html import draw
from officebot.connectors.mime.markup import Page
from officebot.connectors.mime.quotes import is_quote
from officebot.core.trade.paper import Paper, Piece, Row

#: Stands between the cells of a row until the rows are cut; no text from outside keeps it.
BETWEEN = "\x1f"
_LONGEST_CELL, _LONGEST_LINE = 400, 4_000
_MOST_LINES = 5_000


class _Gridded(Page):
    """A page that keeps the cells of a row apart, be they empty."""

    def row_of(self, cells: list[list[str]]) -> list[str]:
        """The row on one line where its cells are short; else one after the other."""
        flat = [" ".join(line for line in lines if line) for lines in cells]
        is_row = sum(1 for cell in flat if cell) > 1 and all(
            len(cell) <= _LONGEST_CELL and BETWEEN not in cell and not is_quote(cell) for cell in flat
        )
        if is_row:
            return [BETWEEN.join(flat)]
        return [line for lines in cells for line in lines]


def text_of_html(html: str) -> str:
    """The words of a page as lines; the cells of a table's row stand on one line, `BETWEEN` them."""
    return draw(html.replace(BETWEEN, " "), _Gridded())


def has_table(text: str) -> bool:
    """Whether a row of cells is among the lines that `text_of_html` made."""
    return BETWEEN in text


def paper_of_lines(text: str, name: str = "") -> Paper:
    """The paper of lines that `text_of_html` made: the cells of a row by their number, other lines in one piece."""
    rows = []
    for number, line in enumerate(text.split("\n")[:_MOST_LINES]):
        cells = [cell.strip() for cell in line[:_LONGEST_LINE].split(BETWEEN)]
        pieces = tuple(Piece(cell, float(column), float(column)) for column, cell in enumerate(cells) if cell)
        if pieces:
            rows.append(Row(pieces, 1, float(number)))
    return Paper(name=name, source="html", rows=tuple(rows), is_gridded=True)


def paper_of_html(html: str, name: str = "") -> Paper:
    """The paper of a whole page."""
    return paper_of_lines(text_of_html(html), name)
