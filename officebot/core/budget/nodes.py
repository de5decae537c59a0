"""Rows of a budget with their roles, and what their words, codes and formulas say of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from officebot.core.budget.fields import AVERAGES, COUNTS, PEOPLE, words
from officebot.core.budget.rows import Row
from officebot.core.expressions import expression
from officebot.core.problems import Problem
from officebot.core.text import plain
from officebot.core.workbooks.cells import column_name
from officebot.core.workbooks.formulas import Reference, mentions
from officebot.core.workbooks.words import begins_as_total, is_total

_NONE = Decimal()
_CALLS = expression(r"SUM\(|SUBTOTAL\(\s{0,3}\d{1,3}\s{0,3},|AGGREGATE\(\s{0,3}\d{1,2}\s{0,3},\s{0,3}\d\s{0,3},")
_DIVIDED = expression(r"/ ?([A-Z]{1,3})\d{1,7}(?![\d:(])")
_PLAIN = expression(r"[-+,:()$A-Z0-9 ]*")
_TOTAL = expression(
    r"^(?:(?:grand |sous[- ]?|sub[- ]?|ss?[-/. ]{0,2})?tota(?:l|ux)\b|s ?/ ?t\b|s\.t\.)"
    r"(?: (?:(?:general|des?|du|of|for)\b|d'))?[ :]*",
    re.IGNORECASE,
)
_TOTAL_AFTER = expression(r"[ :,(–—-]{1,4}(?:sous[- ]?|sub[- ]?)?total\)?$")


@dataclass(slots=True)
class Node:
    """A row with its role: "line", "sum", "header" or "note"; a sum's or header's rows are `below` it."""

    row: Row
    role: str = "line"
    below: list[Node] = field(default_factory=list)
    is_signed: bool = False
    has_sum_formula: bool = False
    lines_say: Mapping[int, Decimal] | None = None
    """Of a sum that does not add up: what its lines do."""
    side: str = ""
    """"income" or "cost" where a result that was reckoned of it says so."""

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

    def lines(self) -> list[Node]:
        """The rows that count, each once."""
        return _lines(self.roots)


def _lines(roots: Sequence[Node]) -> list[Node]:
    found: list[Node] = []
    for one in roots:
        if one.role == "line":
            found.append(one)
        elif one.below:
            found += _lines(one.below)
    return found


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
    """Whether it is no chance that a row is the sum of these: at least three of its columns say it with other amounts."""
    given = [one for one in rows if any(one.amounts.values())]
    columns = {column for one in given for column in one.amounts}
    said = {tuple(one.amounts.get(column, _NONE) for one in given) for column in columns}
    return len(given) > 1 and len([one for one in said if any(one)]) > 2


def is_called_sum(label: str) -> bool:
    """Whether a row is called a sum: `Total …`, `Sous-total …`, `S/T …`, `… total`."""
    said = plain(label)
    return is_total(label) or begins_as_total(label) or bool(_TOTAL.match(said)) or bool(_TOTAL_AFTER.search(said))


def is_group(node: Node, names: set[str]) -> bool:
    """Whether “Total …” names a row or group of this sheet."""
    rest = _rest(plain(node.row.label))
    return bool(rest) and name_key(rest) in names


def names_group(label: str, group: str) -> bool:
    """Whether a label is the total of this group."""
    rest = _rest(plain(label))
    return rest != plain(label) and name_key(rest) == name_key(group)


def total_of_group(label: str) -> str:
    """The group's name in “Total charges de personnel”, as it is written; "" where there is none."""
    said = plain(label)
    rest = _rest(said)
    if rest == said or len(said) != len(label):
        return ""
    found = label[len(said) - len(rest) :] if said.endswith(rest) else label[: len(rest)]
    return found[:1].upper() + found[1:]


def _rest(said: str) -> str:
    """What a plain label says besides being a total; all of it where it says nothing of the kind."""
    match = _TOTAL.match(said)
    return said[match.end() :] if match is not None else _TOTAL_AFTER.sub("", said)


def name_key(label: str) -> str:
    return " ".join(words(label))


def counts_things(row: Row) -> bool:
    """Whether a row counts people or things, or says a share of something."""
    said = words(row.label)
    is_average = bool({"per", "par"} & set(said[1:-1])) and said[0] in AVERAGES
    return bool(said) and (said[0] in COUNTS or said[0] == "%" or said[-1] in PEOPLE or is_average)


def is_share(formula: str, column: int) -> bool:
    """Whether a formula divides something by another row of its column, as margins and costs a head do."""
    return any(hit[1] == column_name(column) for hit in _DIVIDED.finditer(formula.replace("$", "")))
