"""Formulas of workbooks, reckoned: the figure that Excel and LibreOffice would show, or Unknown, never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isfinite

from officebot.core.expressions import expression
from officebot.core.workbooks.cells import Cell, Fault, column_number
from officebot.core.workbooks.reckoning.lexing import LONGEST_FORMULA, BadFormula
from officebot.core.workbooks.reckoning.nodes import Node, Place, Stretch, walk
from officebot.core.workbooks.reckoning.parsing import Parser
from officebot.core.workbooks.reckoning.regions import Context, Grid, Lookup, Region, single
from officebot.core.workbooks.reckoning.scalars import BAD_NUMBER, FaultyError, NotKnownError, Unknown

__all__ = ["BadFormula", "Lookup", "Node", "Unknown", "parsed", "reckon"]

_HOME = Cell(1, 1)
_MOST_SHAPES = 4_096
_LARGEST_WHOLE = 1e15
#: What moves along when a formula is copied, and what looks like it but does not.
_SHAPE = expression(
    r"""
    "[^"]*" | '[^']*'
    | (?<![\w.\\$?])(?:
        (\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w(.!\[\\?])
        | (\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?[0-9]{1,7}:\$?[0-9]{1,7}|[^\W\d][\w.\\?]*)
      )
    """,
    re.VERBOSE,
)


class _Memory:
    """Formulas that were read lately, by what they look like from their cell."""

    def __init__(self) -> None:
        self.nodes: dict[object, Node] = {}

    def keep(self, key: object, node: Node) -> Node:
        """The node, kept until too many are."""
        if len(self.nodes) >= _MOST_SHAPES:
            self.nodes.clear()
        self.nodes[key] = node
        return node


_MEMORY = _Memory()


def parsed(formula: str, at: Cell) -> Node:
    """The formula of a cell as nodes; raises BadFormula for what is no formula, is too long or too deep.

    References without `$` are kept as distances from `at`: one node serves all cells of a column that hold the same
    formula copied down, and a shared formula's text read at its first cell serves all its cells. Formulas that were
    read lately are found again by what they look like from their cell, which takes a few microseconds.
    """
    if len(formula) > LONGEST_FORMULA:
        raise BadFormula("it is too long")
    if "[" in formula:
        key: object = formula
        node = _MEMORY.nodes.get(formula) or _MEMORY.nodes.get(key := (formula, at))
    else:
        node = _MEMORY.nodes.get(key := _shape(formula, at))
    if node is not None:
        return node
    try:
        node = Parser(formula, at).read()
    except RecursionError:
        raise BadFormula("it is too deep") from None
    return _MEMORY.keep(formula if "[" in formula and _is_anywhere_the_same(node) else key, node)


def _is_anywhere_the_same(node: Node) -> bool:
    return not any(isinstance(one, Place) and (one.down or one.right) for one in _places(node))


def _places(node: Node) -> Iterator[Node]:
    for one in walk(node):
        yield from (one.first, one.last) if isinstance(one, Stretch) else (one,)


def _shape(formula: str, at: Cell) -> str:
    """The formula with distances in place of what moves along when it is copied."""
    row, column = at.row, at.column

    def moved(found: re.Match[str]) -> str:
        column_fixed, letters, row_fixed, digits, other = found.groups()
        if digits is not None:
            where = f"={letters}" if column_fixed else column_number(letters) - column
            return f"\1{int(digits) if row_fixed else int(digits) - row}{'=' if row_fixed else ''},{where}"
        if other is not None and ":" in other:
            return "\1" + ":".join(
                one
                if one[0] == "$"
                else str(int(one) - row if one.isdecimal() else column_number(one) - column) + "~"
                for one in other.split(":")
            )
        return found[0]

    return _SHAPE.sub(moved, formula)


def _of_name(formula: str) -> Node:
    """A name's formula; what no `$` holds in it is seen from the first cell (ECMA-376 part 1, §18.2.5)."""
    return parsed(formula, _HOME)


def reckon(
    node: Node, sheet: str, cell: Cell, look: Lookup, *, is_array: bool = False
) -> str | bool | int | float | Fault | Unknown:
    """What the formula shows in that cell of that sheet: a number, text, truth or fault; Unknown rather than a guess.

    `is_array` is for what files mark as an array formula of one cell (`t="array"`). Days are numbers, an empty cell's
    value is 0, and a number without decimals is an int.
    """
    context = Context(look, sheet, cell.row, cell.column, _of_name, 2 if is_array else 0)
    try:
        if is_array:
            found = node.value(context)
            if isinstance(found, Region | Grid) and (found.rows > 1 or found.columns > 1):
                return Unknown("an array that spills")
            value = single(found)
        else:
            value = node.one(context)
    except NotKnownError as why:
        return Unknown(str(why))
    except FaultyError as fault:
        return fault.fault
    except (ArithmeticError, ValueError, RecursionError):  # a name's formula that is none, figures beyond all bounds
        return Unknown("a formula that cannot be reckoned")
    if type(value) is float:
        if not isfinite(value):
            return BAD_NUMBER
        return int(value) if value.is_integer() and abs(value) < _LARGEST_WHOLE else value
    return 0 if value is None else value
