"""Parts of a workbook that only add up its other parts, and sheets that are versions of each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from officebot.core.budget.fields import VERSIONS, words
from officebot.core.budget.mapping import Block
from officebot.core.budget.merging import Piece
from officebot.core.budget.model import NOTHING
from officebot.core.budget.nodes import Node, Tree
from officebot.core.budget.rows import Row
from officebot.core.expressions import expression
from officebot.core.problems import Problem
from officebot.core.text import plain, say

_SUMMARY = expression(
    r"synth|recap|summary|consolid|\btotal|global|ensemble|overview|overall|tableau de bord|dashboard|general"
)
_ROUNDED = Decimal("0.10")


# ── what stands above on the same sheet ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Earlier:
    """A block that stands above another one on its sheet, as one row of sums in the other's columns."""

    tree: Tree
    node: Node


def earlier_blocks(block: Block, above: Sequence[tuple[Block, Tree]]) -> list[Earlier]:
    """The blocks above this one of the same months, each with what it adds up to."""
    columns = {(one.kind, one.months): one.column for one in block.figures if not one.is_sum}
    found = []
    for other, tree in above:
        amounts: dict[int, Decimal] = {}
        for one in other.figures:
            column = columns.get((one.kind, one.months))
            if column is not None and not one.is_sum:
                amounts[column] = sum((node.amounts.get(one.column, NOTHING) for node in tree.lines()), NOTHING)
        if any(amounts.values()):
            row = Row(number=0, code="", label="", depth=0, amounts=amounts)
            found.append(Earlier(tree, Node(row, role="sum")))
    return found


# ── summaries ─────────────────────────────────────────────────────────────────────────────────────────────


def without_summaries(pieces: list[Piece], problems: list[Problem]) -> list[Piece]:
    """The pieces without a sheet, or a block of a sheet, that only adds up the others."""
    budgets = [piece for piece in pieces if piece.total]
    sheets = {piece.block.grid.sheet for piece in budgets}
    for piece in budgets:
        name = piece.block.grid.sheet
        if len(sheets) > 1:
            others = [one for one in budgets if one.block.grid.sheet != name]
            left_out = _is_summary(piece, others, problems)
        else:
            others = [one for one in budgets if one is not piece]
            left_out = len(others) > 1 and _adds_up(piece, others) and _names(piece, others)
        if left_out:
            kept = [one for one in pieces if one is not piece]
            kept[0].not_lines += [*piece.not_lines, *(line.name for line in piece.lines)]
            return kept
    return pieces


def _is_summary(piece: Piece, others: Sequence[Piece], problems: list[Problem]) -> bool:
    """Whether a sheet is a summary of others: its figures are their sums, or its name and its formulas say so."""
    is_sum = _adds_up(piece, others)
    names = {plain(one.block.grid.sheet) for one in others}
    labels = {plain(line.label) for line in piece.lines}
    is_called = bool(_SUMMARY.search(plain(piece.block.grid.sheet))) and (
        piece.is_foreign or len(names & labels) * 2 >= len(names)
    )
    if is_called or (is_sum and len(others) > 1) or (piece.is_foreign and len(others) > 1):
        if not is_sum:
            what = say("This sheet does not say what the others add up to: the others count.")
            problems.append(Problem(where=piece.block.grid.sheet, what=what))
        return True
    return False


def _adds_up(piece: Piece, others: Sequence[Piece]) -> bool:
    """Whether a piece has the others' sums, month by month; one that plans whole years or quarters, those of the years."""
    added: dict[tuple[str, tuple[int, int]], Decimal] = defaultdict(Decimal)
    for one in others:
        for key, amount in one.total.items():
            added[key] += amount
    if not piece.total.keys() & added.keys() or not any(piece.total.values()):
        return False
    if all(len(one.months) == 1 for one in piece.block.figures if not one.is_sum):
        return all(abs(added.get(key, NOTHING) - amount) <= _ROUNDED for key, amount in piece.total.items())
    said, told = (sum(some.values(), NOTHING) for some in (piece.total, added))
    return abs(said - told) <= _ROUNDED


def _names(piece: Piece, others: Sequence[Piece]) -> bool:
    """Whether each line of a block is the sum of one of the others."""
    sums = [sum(one.total.values(), NOTHING) for one in others]
    lines = [sum(line.months.values(), NOTHING) for line in piece.lines]
    return bool(lines) and all(any(abs(one - other) <= _ROUNDED for other in sums) for one in lines)


# ── versions ──────────────────────────────────────────────────────────────────────────────────────────────


def versions_of(pieces: Sequence[Piece]) -> Mapping[str, list[Piece]]:
    """The pieces by the version that their sheets' names tell, where these plan the same lines; {} where there is one."""
    by_version: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        if piece.total:
            said = set(words(piece.block.grid.sheet)) & (VERSIONS - {"bp", "bud"})
            by_version[" ".join(sorted(said))].append(piece)
    if len(by_version) < 2:
        return {}
    some = list(by_version.values())
    keys = [{(line.code, plain(line.label)) for piece in one for line in piece.lines} for one in some]
    if len(keys[0] & keys[1]) * 2 < min(map(len, keys)) or not set(some[0][0].total) & set(some[1][0].total):
        return {}
    return by_version
