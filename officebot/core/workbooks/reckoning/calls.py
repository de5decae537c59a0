"""Calls of functions and uses of names within a formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from officebot.core.workbooks.reckoning.nodes import Node, TableArea, Work, lifted
from officebot.core.workbooks.reckoning.regions import Context, Grid, Operand, Region, single
from officebot.core.workbooks.reckoning.scalars import FaultyError, NotKnownError, Scalar, faulty, number, text

#: How deep names may stand for formulas with names.
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Function:
    """A function: what it does, and how it wants its arguments.

    `s` is a single value, `d` a number, `t` a text, a fault among them being the call's result; `v` is a single value or
    fault; `r` an operand as it is, areas
    being areas; `a` the same, its operators working on whole arrays; `n` the node itself, not yet reckoned. The last
    `repeated` kinds may come again.
    """

    work: Work
    kinds: str
    least: int
    repeated: int = 0

    def takes(self, count: int) -> bool:
        """Whether it may have so many arguments."""
        if count < self.least or count > 255:
            return False
        return count <= len(self.kinds) or self.repeated > 0

    def pairs(self, arguments: Sequence[Node]) -> tuple[tuple[str, Node], ...]:
        """The arguments, each with its kind."""
        kinds = self.kinds
        while self.repeated and len(kinds) < len(arguments):
            kinds += self.kinds[-self.repeated :]
        return tuple(zip(kinds, arguments, strict=False))


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function with its arguments."""

    name: str
    work: Work
    pairs: tuple[tuple[str, Node], ...]
    arguments: tuple[Node, ...]

    def children(self) -> Sequence[Node]:
        return self.arguments

    def value(self, context: Context) -> Operand:
        if context.arrays:
            return self._in_arrays(context)
        found: list[object] = []
        for kind, node in self.pairs:
            if kind == "n":
                found.append(node)
            elif kind == "r":
                found.append(node.value(context))
            elif kind == "a":
                found.append(_as_array(node, context))
            elif kind == "v":
                found.append(_with_fault(node, context))
            else:
                found.append(coerced(kind, node.one(context), context))
        return self.work(context, *found)

    def _in_arrays(self, context: Context) -> Operand:
        found: list[object] = []
        many: dict[int, Region | Grid] = {}
        for place, (kind, node) in enumerate(self.pairs):
            if kind == "n":
                found.append(node)
                continue
            value = _value_with_fault(node, context) if kind == "v" else node.value(context)
            if kind in "ra":
                found.append(value)
            elif isinstance(value, Region | Grid) and (value.rows > 1 or value.columns > 1):
                many[place] = value
                found.append(None)
            else:
                found.append(coerced(kind, single(value), context))
        if not many:
            return self.work(context, *found)

        def each(context: Context, *values: Scalar) -> Operand:
            filled = list(found)
            for place, value in zip(many, values, strict=True):
                filled[place] = coerced(self.pairs[place][0], value, context)
            return self.work(context, *filled)

        return lifted(context, each, tuple(many.values()))


def coerced(kind: str, value: Scalar, context: Context) -> Scalar:
    """A single value as an argument of that kind. Raises FaultyError, NotKnownError."""
    match kind:
        case "d":
            return value if type(value) is float else number(value, context.language)
        case "t":
            return value if type(value) is str else text(value, context.language)
        case "s":
            return faulty(value)
        case _:
            return value


def _value_with_fault(node: Node, context: Context) -> Operand:
    try:
        return node.value(context)
    except FaultyError as fault:
        return fault.fault


def _with_fault(node: Node, context: Context) -> Operand:
    try:
        return node.one(context)
    except FaultyError as fault:
        return fault.fault


def _as_array(node: Node, context: Context) -> Operand:
    before, context.arrays = context.arrays, context.arrays or 1
    try:
        return node.value(context)
    finally:
        context.arrays = before


@dataclass(frozen=True, slots=True)
class NamedNode(Node):
    """A defined name, or a table named without brackets."""

    name: str
    sheet: str

    def value(self, context: Context) -> Operand:
        context.names -= 1
        if context.names < 0 or context.depth >= _DEEPEST:
            raise NotKnownError("names within names")
        formula = context.look.name(self.name, self.sheet or context.sheet)
        if formula is None:
            if not self.sheet and context.look.table(self.name) is not None:
                return TableArea(self.name, frozenset(), "", "").value(context)
            raise NotKnownError("a name that is not found")
        before, context.arrays = context.arrays, context.arrays or 1
        context.depth += 1
        try:
            return context.read(formula).value(context)
        finally:
            context.arrays = before
            context.depth -= 1
