"""What the blocks of a workbook say, put together: one line where several tell of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from officebot.core.budget.mapping import Block
from officebot.core.budget.model import BudgetLine
from officebot.core.text import plain


@dataclass(slots=True)
class Piece:
    """A block that was read."""

    block: Block
    lines: list[BudgetLine]
    not_lines: list[str]
    total: dict[tuple[str, tuple[int, int]], Decimal]
    is_foreign: bool = False
    """Whether its formulas take their figures from other sheets."""


def merged(pieces: Sequence[Piece]) -> list[BudgetLine]:
    """The lines of all pieces; what another block says of the same line is added to it."""
    sheets = list(dict.fromkeys(piece.block.grid.sheet for piece in pieces if piece.total))
    held = {sheet: {m for p in pieces if p.block.grid.sheet == sheet for _, m in p.total} for sheet in sheets}
    is_grouped = len(sheets) > 1 and len(set().union(*held.values())) < sum(map(len, held.values()))
    made: dict[int, BudgetLine] = {}
    origin: dict[int, Piece] = {}
    named: dict[tuple[str, str], list[int]] = defaultdict(list)
    for piece in sorted(pieces, key=lambda one: not one.total):
        for told in piece.lines:
            line = replace(told, group=(piece.block.grid.sheet, *told.group)) if is_grouped and piece.total else told
            name = (line.code, plain(line.label))
            others = [
                one for one in named[name] if origin[one] is not piece and not _clashes(made[one], line)
            ]  # fmt: skip
            same = [one for one in others if made[one].group == line.group] or others
            if len(same) == 1 and not (is_grouped and piece.total and made[same[0]].group != line.group):
                made[same[0]] = _joined(made[same[0]], line)
                continue
            number = len(made)
            made[number], origin[number] = line, piece
            named[name].append(number)
    return list(made.values())


def is_foreign(block: Block) -> bool:
    """Whether most figures are taken from other sheets by formulas."""
    columns = {one.column for one in block.figures if not one.is_sum}
    formulas = [
        text for cell, text in block.looks.formulas.items() if cell.column in columns and cell.row >= block.first
    ]
    return bool(formulas) and sum("!" in text for text in formulas) * 2 > len(formulas)


def _clashes(one: BudgetLine, other: BudgetLine) -> bool:
    """Whether both say something of the same month."""
    return bool(one.cells.keys() & other.cells.keys())


def _joined(one: BudgetLine, other: BudgetLine) -> BudgetLine:
    return replace(
        one, months={**other.months, **one.months}, actual={**other.actual, **one.actual},
        committed={**other.committed, **one.committed}, cells={**other.cells, **one.cells},
        owner=one.owner or other.owner,
    )  # fmt: skip
