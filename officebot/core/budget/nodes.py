"""Rows of a budget with their roles, and what their words, codes and formulas say of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from officebot.core.budget.fields import COUNTS, words
from officebot.core.budget.rows import Row
from officebot.core.problems import Problem
from officebot.core.text import plain
from officebot.core.workbooks.formulas import Reference, mentions
from officebot.core.workbooks.words import begins_as_total, is_total

_NONE = Decimal()
_CALLS = re.compile(r"SUM\(|SUBTOTAL\(\s{0,3}\d{1,3}\s{0,3},|AGGREGATE\(\s{0,3}\d{1,2}\s{0,3},\s{0,3}\d\s{0,3},")
_PLAIN = re.compile(r"[-+,:()$A-Z0-9 ]*")
_TOTAL = re.compile(
    r"^(?:grand |sous[- ]?|sub[- ]?)?tota(?:l|ux)\b(?: (?:general|des?|du|d'|of|for))?[ :]*", re.IGNORECASE
)


@dataclass(slots=True)
class Node:
    """A row with its role: "line", "sum", "header" or "note"; a sum's or header's rows are `below` it."""

    row: Row
    role: str = "line"
    below: list[Node] = field(default_factory=list)
    is_signed: bool = False
    has_sum_formula: bool = False

    @property
    def amounts(self) -> Mapping[int, Decimal]:
        """Its amounts by column."""
        return self.row.amounts


@dataclass(frozen=True, slots=True)
class Tree:
    """The rows as a tree: `roots` are the outermost, in their order."""

    roots: tuple[Node, ...]
    nodes: tuple[Node, ...]
    problems: tuple[Problem, ...]


def added_rows(formula: str, column: int) -> frozenset[int] | None:
    """The rows whose cells in this column a formula adds up, if it does nothing else."""
    text = formula.strip()
    if not _PLAIN.fullmatch(_CALLS.sub("(", text)):
        return None
    rows: set[int] = set()
    for one in mentions(text):
        if not isinstance(one, Reference) or one.sheet:
            return None
        area = one.area
        if area.left != column or area.right != column or area.rows > 5_000:
            return None
        rows.update(range(area.top, area.bottom + 1))
    return frozenset(rows) or None


class Probe:
    """Whether rows may add up to a node, by the column of its largest amount; the others are looked at only then."""

    def __init__(self, node: Node) -> None:
        self._column = max(node.amounts, key=lambda column: abs(node.amounts[column]))
        self._left = node.amounts[self._column]

    def add(self, row: Node) -> bool:
        """Take in one more row; whether what is left now is nothing, but for what may be rounded."""
        for one in counted([row]):
            self._left -= one.amounts.get(self._column, _NONE)
        return abs(self._left) <= 1


def counted(rows: Sequence[Node]) -> list[Node]:
    """The nodes whose amounts count: of a header without amounts those below it."""
    found: list[Node] = []
    for one in rows:
        if one.amounts:
            found.append(one)
        elif one.role == "header":
            found += counted(one.below)
    return found


def covers(node: Node, refers: frozenset[int]) -> bool:
    """Whether a node, or one below it, is among the rows that are added up."""
    return node.row.number in refers or any(covers(one, refers) for one in node.below)


def extends(code: str, outer: str) -> bool:
    """Whether a code is one within another: `6063` within `606`, `1.2.3` within `1.2`."""
    if not code or not outer or code == outer or len(code) <= len(outer) or not code.startswith(outer):
        return False
    if any(mark in outer + code for mark in ".-/"):
        return code[len(outer)] in ".-/"
    stripped = outer.rstrip("0") if outer.isdecimal() and len(outer) > 3 else outer
    return code.startswith(stripped) if stripped else False


def is_telling(rows: Sequence[Node]) -> bool:
    """Whether it is no chance that a row is the sum of these: their amounts are not the same each month."""
    given = [one for one in rows if one.amounts]
    varied = sum(len({amount for amount in one.amounts.values() if amount}) > 2 for one in given)
    return len(given) > 1 and varied >= 1 and sum(bool(any(one.amounts.values())) for one in given) > 1


def is_rounded(amount: Decimal, added: Decimal, rows: int) -> bool:
    """Whether a sum was written without its cents."""
    is_whole = amount == amount.to_integral_value() and added != added.to_integral_value()
    return is_whole and abs(amount) >= 100 and abs(amount - added) <= Decimal("0.51") and rows > 0


def is_called_sum(label: str, names: frozenset[str] | set[str]) -> bool:
    return is_total(label) or begins_as_total(label) or (bool(_TOTAL.match(plain(label))) and bool(names))


def is_group(node: Node, names: set[str]) -> bool:
    """Whether “Total …” names a row or group of this sheet."""
    rest = _TOTAL.sub("", plain(node.row.label))
    return bool(rest) and name_key(rest) in names


def names_group(label: str, group: str) -> bool:
    match = _TOTAL.match(plain(label))
    return match is not None and name_key(plain(label)[match.end() :]) == name_key(group)


def total_of_group(label: str) -> str:
    """The group's name in “Total charges de personnel”, as it is written; "" where there is none."""
    match = _TOTAL.match(plain(label))
    rest = label[match.end() :] if match is not None and len(plain(label)) == len(label) else ""
    return rest[:1].upper() + rest[1:] if rest else ""


def name_key(label: str) -> str:
    return " ".join(words(label))


def counts_things(row: Row) -> bool:
    """Whether a row counts people or things."""
    said = words(row.label)
    return bool(said) and said[0] in COUNTS
