"""Rows that reckon sums less other sums, “Résultat”, “Surplus”; and what they tell of the sides of a budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from officebot.core.budget.adding import ROUNDED
from officebot.core.budget.fields import CARRIED, EXPENSES, RESULTS, words
from officebot.core.budget.nodes import Node, is_called_sum
from officebot.core.budget.rows import Row
from officebot.core.workbooks.words import is_total

_NONE = Decimal()
_MOST_RESULTS = 6
#: Results that tell no sides: how far apart two things are, and what is left of costs.
_DISTANCES, _OF_COSTS = frozenset({"ecart", "variance"}), EXPENSES | {"cost", "cout"}


def is_result(node: Node, roots: Sequence[Node], last: Node | None = None, *, is_strict: bool = False) -> bool:
    """Whether a row reckons sums less other sums, “Résultat”, “Solde”; or carries one along.

    Where `is_strict`, one must be called so, and take something off or add something that is below zero. Where its name
    says so and two sums are all of it, the one that is taken off holds costs, and the other income. A result may begin with
    the `last` one above it, and take off what stands between them.
    """
    said = set(words(node.row.label))
    named = bool(said & RESULTS) or is_called_sum(node.row.label) or node.row.is_bold
    if not named or (is_strict and not said & RESULTS):
        return False
    sums = [one for one in _all(roots) if one.role == "sum"]
    outermost = [one for one in roots if one.role == "sum"]
    ways = [outermost, sums or [one for one in roots if one.amounts]]
    if last is not None:
        ways.append([last, *(one for one in roots if one.amounts and one.row.number > last.row.number)])
    for candidates in ways:
        nearest = candidates[-_MOST_RESULTS:]
        for count in range(1, len(nearest) + 1):
            if count > 1 and not (is_total(node.row.label) or said & RESULTS):
                break
            for some in combinations(nearest, count):
                for factors in _signs(count):
                    if _is_made_of(node, some, factors) and (not is_strict or len(_signs_of(some, factors)) > 1):
                        if said & (RESULTS - _DISTANCES) and not said & _OF_COSTS and count > 1:
                            _tell_sides(some, factors)
                        return True
    return not is_strict and bool(said & {"cumul", "cumule", "cumulative", "cumulatif"})


def _signs(count: int) -> Iterator[tuple[int, ...]]:
    """Every way to add some and take off the others."""
    for bits in range(1 << (count - 1)):
        factors = tuple(-1 if place and bits >> (place - 1) & 1 else 1 for place in range(count))
        yield factors
        yield tuple(-one for one in factors)


def _is_made_of(node: Node, some: Sequence[Node], factors: Sequence[int]) -> bool:
    """Whether a row is the sum of these, each by its factor."""
    columns = [column for column in node.amounts if any(column in one.amounts for one in some)]
    columns.sort(key=lambda column: -abs(node.amounts[column]))
    if not columns or not any(node.amounts[column] for column in columns):
        return False
    return all(
        abs(
            node.amounts[column]
            - sum(factor * one.amounts.get(column, _NONE) for factor, one in zip(factors, some, strict=True))
        )
        <= ROUNDED
        for column in columns
    )


def _signs_of(some: Sequence[Node], factors: Sequence[int]) -> set[int]:
    """Whether what is added up is above zero, below it, or both."""
    sums = (sum(one.amounts.values(), _NONE) * factor for one, factor in zip(some, factors, strict=True))
    return {1 if one > 0 else -1 for one in sums if one}


def _tell_sides(some: Sequence[Node], factors: Sequence[int]) -> None:
    """What is taken off is spent; where a result only adds up, what is written below zero is."""
    sides = factors
    if len(set(factors)) == 1:
        if len(_signs_of(some, factors)) == 1:
            return
        sides = [1 if sum(one.amounts.values(), _NONE) * factors[0] > 0 else -1 for one in some]
    for one, side in zip(some, sides, strict=True):
        one.side = "income" if side > 0 else "cost"


def _all(roots: Sequence[Node]) -> list[Node]:
    found: list[Node] = []
    for node in roots:
        found += [*_all(node.below), node]
    return found


def carries(row: Row) -> bool:
    """Whether a row says what was left before, or is left then: “Solde initial”, “Closing balance”."""
    said = set(words(row.label))
    return (
        bool(said & {"solde", "balance", "tresorerie", "cash"})
        and bool(said & CARRIED)
        and len(said) <= 4
        and not row.code
    )


def is_of_which(row: Row) -> bool:
    """Whether a row only says what part of the one above it is: “dont primes”, “of which bonuses”."""
    said = words(row.label)
    return said[:1] == ("dont",) or said[:2] in (("of", "which"), ("y", "compris"))
