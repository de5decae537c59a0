"""Texts as papers: what stands apart in a line stands in columns, by blanks, tabs, bars or semicolons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from officebot.core.expressions import expression
from officebot.core.trade.paper import Paper, Piece, Row

_MOST_LINES, _LONGEST_LINE = 5_000, 2_000
_APART = expression(r" {2,2000}")
_RULE = expression(r"[-=_+|: *.~–—]{3,2000}")
#: Columns that are told apart by a sign stand this far from each other, so that a cell never reaches the next one.
_STEP = 1000.0


def paper_of_text(text: str, name: str = "") -> Paper:
    """The text as a paper, a row for each line that says something; `top` counts all lines."""
    lines = [line.rstrip()[:_LONGEST_LINE] for line in text.replace("\r\n", "\n").split("\n")[:_MOST_LINES]]
    return Paper(name=name, source="text", rows=tuple(_rows(lines)))


def _rows(lines: Sequence[str]) -> Iterator[Row]:
    for number, line in enumerate(lines):
        if not line.strip() or _RULE.fullmatch(line.strip()):
            continue
        sign = _sign(lines, number)
        pieces = _cells(line, sign) if sign else _by_blanks(line)
        if pieces:
            yield Row(tuple(pieces), 1, float(number))


def _sign(lines: Sequence[str], number: int) -> str:
    """The sign that parts the columns of this line: a tab or a bar always, a semicolon where a neighbour has as many."""
    line = lines[number]
    for sign in "\t|":
        if sign in line.strip():
            return sign
    count = line.count(";")
    if count > 1 and any(
        lines[near].count(";") == count for near in (number - 1, number + 1) if 0 <= near < len(lines)
    ):
        return ";"
    return ""


def _cells(line: str, sign: str) -> list[Piece]:
    # A table drawn with bars begins and ends with one.
    bare = line.strip(" ").strip("|") if sign == "|" else line
    found = []
    for column, cell in enumerate(bare.split(sign)):
        text = " ".join(cell.split())
        if text:
            found.append(Piece(text, column * _STEP, column * _STEP + min(len(text), _STEP - 1)))
    return found


def _by_blanks(line: str) -> list[Piece]:
    found = []
    begin = len(line) - len(line.lstrip(" "))
    for gap in (*_APART.finditer(line, begin), None):
        end = gap.start() if gap is not None else len(line)
        text = " ".join(line[begin:end].split())
        if text:
            found.append(Piece(text, float(begin), float(end)))
        begin = gap.end() if gap is not None else end
    return found
