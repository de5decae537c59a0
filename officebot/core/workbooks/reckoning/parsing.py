"""From the words of a formula to its nodes, by the rank of its operators."""

from __future__ import annotations

import re

from officebot.core.expressions import expression
from officebot.core.workbooks.cells import MOST_COLUMNS, MOST_ROWS, Cell, Fault, column_number, unquoted
from officebot.core.workbooks.reckoning.calls import Call, NamedNode
from officebot.core.workbooks.reckoning.functions import FUNCTIONS
from officebot.core.workbooks.reckoning.lexing import BadFormula, Token, tokens
from officebot.core.workbooks.reckoning.nodes import (
    Array,
    Between,
    Binary,
    Chain,
    Common,
    Literal,
    Missing,
    Node,
    NotReckoned,
    Place,
    Several,
    Stretch,
    TableArea,
    Unary,
)
from officebot.core.workbooks.reckoning.operators import OPERATORS, hundredth, negated, unchanged
from officebot.core.workbooks.reckoning.regions import Grid
from officebot.core.workbooks.reckoning.scalars import BAD_REFERENCE, Scalar

#: How deep parentheses, calls and signs may stand within each other.
DEEPEST = 64
_CORNER = expression(r"(\$?)([A-Za-z]{0,3})(\$?)([0-9]{0,7})")
_PREFIX = expression(r"(?:_xlfn\.|_xlws\.|_xludf\.)", re.IGNORECASE)
#: What may stand after a space that makes two areas' common cells.
_OPERANDS = frozenset({"sheet", "cells", "columns", "rows", "call", "name"})
_END = Token("end", "")


class Parser:
    """Reads one formula as it stands in a cell."""

    def __init__(self, formula: str, at: Cell) -> None:
        self._tokens, self._next, self._depth, self._at = tokens(formula), 0, 0, at

    def read(self) -> Node:
        """The whole formula. Raises BadFormula."""
        node = self._expression(1)
        if self._peek() is not _END:
            raise BadFormula("something stands behind its end")
        return node

    def _peek(self) -> Token:
        while self._next < len(self._tokens) and self._tokens[self._next].kind == "space":
            self._next += 1
        return self._tokens[self._next] if self._next < len(self._tokens) else _END

    def _take(self, sign: str) -> bool:
        token = self._peek()
        if token.kind == "sign" and token.text == sign:
            self._next += 1
            return True
        return False

    def _demand(self, sign: str) -> None:
        if not self._take(sign):
            raise BadFormula(f"“{sign}” is missing")

    def _expression(self, least: int) -> Node:
        left = self._operand()
        while True:
            token = self._peek()
            rank, _ = OPERATORS.get(token.text, (0, None)) if token.kind == "sign" else (0, None)
            if rank < least:
                return left
            left = self._chain(left, rank)

    def _chain(self, first: Node, rank: int) -> Node:
        rest = []
        while (token := self._peek()).kind == "sign" and token.text in OPERATORS:
            found, work = OPERATORS[token.text]
            if found != rank:
                break
            self._next += 1
            rest.append((work, self._expression(rank + 1)))
        return Binary(first, *rest[0]) if len(rest) == 1 else Chain(first, tuple(rest))

    def _operand(self) -> Node:
        for sign, work in (("-", negated), ("+", unchanged), ("@", unchanged)):
            if self._take(sign):
                self._enter()
                node: Node = self._operand()
                self._depth -= 1
                return Unary(work, node)
        node = self._reference()
        times = 0
        while self._take("%"):
            node, times = Unary(hundredth, node), times + 1
            if times > DEEPEST:
                raise BadFormula("it is too deep")
        if self._take("#"):
            return NotReckoned("an array that spills")
        return node

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise BadFormula("it is too deep")

    def _reference(self) -> Node:
        node, links = self._primary(), 0
        while True:
            links += 1
            if links > DEEPEST:
                raise BadFormula("it is too deep")
            before = self._next
            token = self._peek()
            if token.kind == "sign" and token.text == ":":
                self._next += 1
                node = Between(node, self._primary())
            elif self._next > before and token.kind in _OPERANDS:
                node = Common(node, self._primary())
            else:
                return node

    def _primary(self) -> Node:
        token = self._peek()
        self._next += 1
        match token.kind:
            case "number":
                return Literal(_number(token.text))
            case "words":
                return Literal(token.text[1:-1].replace('""', '"'))
            case "fault":
                return Literal(Fault(token.text))
            case "cells" | "columns" | "rows":
                return self._area(token, "")
            case "sheet":
                return self._on_sheet(token.text[:-1])
            case "call":
                return self._call(token.text)
            case "name":
                return self._name(token.text, "")
            case "table":
                return NotReckoned("a table without its name")
            case "sign" if token.text == "(":
                return self._parenthesis()
            case "sign" if token.text == "{":
                return self._array()
        raise BadFormula("an operand is missing")

    def _on_sheet(self, written: str) -> Node:
        token = self._peek()
        self._next += 1
        name = unquoted(written)
        is_outside = "[" in written or (":" in name)
        match token.kind:
            case "cells" | "columns" | "rows":
                node = self._area(token, name)
            case "name":
                node = self._name(token.text, name)
            case "call":
                self._call(token.text)
                node = NotReckoned("a function of another workbook")
            case "fault":
                node = Literal(BAD_REFERENCE)
            case _:
                raise BadFormula("a sheet without a cell")
        return NotReckoned("another workbook" if "[" in written else "several sheets") if is_outside else node

    def _area(self, token: Token, sheet: str) -> Node:
        first, colon, last = token.text.partition(":")
        one, other = self._corner(first, sheet, is_last=False), self._corner(last or first, sheet, is_last=True)
        if one is None or other is None:
            return NotReckoned("a cell off the sheet") if colon else self._name(token.text, sheet)
        return Stretch(one, other) if colon else one

    def _corner(self, written: str, sheet: str, *, is_last: bool) -> Place | None:
        found = _CORNER.fullmatch(written)
        if found is None:
            return None
        column_fixed, letters, row_fixed, digits = found.groups()
        if not letters:  # a whole row: its dollar stands where a column's would
            column_fixed, row_fixed = "$", column_fixed
        column = column_number(letters) if letters else (MOST_COLUMNS if is_last else 1)
        row = int(digits) if digits else (MOST_ROWS if is_last else 1)
        if column > MOST_COLUMNS or row > MOST_ROWS:
            return None
        down, right = not (row_fixed or not digits), not column_fixed
        return Place(
            sheet, row - self._at.row * down, column - self._at.column * right, int(down), int(right)
        )  # fmt: skip

    def _name(self, name: str, sheet: str) -> Node:
        token = self._tokens[self._next] if self._next < len(self._tokens) else _END
        if token.kind == "table":
            self._next += 1
            return _table(name, token.text)
        if not sheet and name.upper() in ("TRUE", "FALSE"):
            return Literal(name.upper() == "TRUE")
        return NamedNode(name, sheet)

    def _parenthesis(self) -> Node:
        self._enter()
        parts = [self._expression(1)]
        while self._take(","):
            parts.append(self._expression(1))
        self._demand(")")
        self._depth -= 1
        return parts[0] if len(parts) == 1 else Several(tuple(parts))

    def _call(self, written: str) -> Node:
        self._enter()
        name = _PREFIX.sub("", written).upper()
        arguments: list[Node] = []
        if not self._take(")"):
            while True:
                token = self._peek()
                is_empty = token.kind == "sign" and token.text in (",", ")")
                arguments.append(Missing() if is_empty else self._expression(1))
                if self._take(")"):
                    break
                self._demand(",")
        self._depth -= 1
        function = FUNCTIONS.get(name)
        if function is None:
            return NotReckoned(f"the function {name}")
        if not function.takes(len(arguments)):
            return NotReckoned(f"the arguments of {name}")
        return Call(name, function.work, function.pairs(arguments), tuple(arguments))

    def _array(self) -> Node:
        lines: list[list[Scalar]] = [[]]
        while True:
            lines[-1].append(self._constant())
            if self._take("}"):
                break
            if self._take(";"):
                lines.append([])
            else:
                self._demand(",")
        if len({len(line) for line in lines}) != 1:
            raise BadFormula("the lines of an array differ in length")
        return Array(Grid(lines))

    def _constant(self) -> Scalar:
        sign = -1 if self._take("-") else 1
        self._take("+")
        token = self._peek()
        self._next += 1
        match token.kind:
            case "number":
                return sign * _number(token.text)
            case "words":
                return token.text[1:-1].replace('""', '"')
            case "fault":
                return Fault(token.text)
            case "name" if token.text.upper() in ("TRUE", "FALSE"):
                return token.text.upper() == "TRUE"
        raise BadFormula("an array holds more than constants")


def _number(written: str) -> float:
    found = float(written)
    if found in (float("inf"), float("-inf")):
        raise BadFormula("a number beyond all programs")
    return found


_SPECIAL = frozenset({"#all", "#headers", "#data", "#totals", "#this row"})
_BRACKETED = expression(r"\[((?:[^\[\]']|'.)*)\]|([,:])| +")


def _table(name: str, inside: str) -> Node:
    """`Qty`, `#Totals`, `[#This Row],[Qty]`, `[Qty]:[Price]`, `@Qty`: what stands in a table's brackets."""
    items, columns = set(), []
    if inside.startswith("@"):
        items.add("#this row")
        inside = inside[1:]
    if not inside.startswith("["):
        if inside.casefold() in _SPECIAL:
            items.add(inside.casefold())
        elif inside:
            columns.append(_unescaped(inside))
        return _table_area(name, items, columns)
    at = 0
    while at < len(inside):
        found = _BRACKETED.match(inside, at)
        if found is None:
            raise BadFormula("the brackets of a table cannot be read")
        at = found.end()
        if found[1] is not None:
            item = found[1].casefold()
            if item in _SPECIAL:
                items.add(item)
            else:
                columns.append(_unescaped(found[1]))
    return _table_area(name, items, columns)


def _table_area(name: str, items: set[str], columns: list[str]) -> Node:
    if len(columns) > 2:
        raise BadFormula("the brackets of a table cannot be read")
    first, last = (columns[0], columns[-1]) if columns else ("", "")
    return TableArea(name, frozenset(items), first, last)


def _unescaped(column: str) -> str:
    return re.sub(r"'(.)", r"\1", column, flags=re.DOTALL)
