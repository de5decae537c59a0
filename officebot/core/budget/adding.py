"""Whether rows of a budget add up to another one: exactly, but for rounded cents, or nearly."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from officebot.core.budget.nodes import Node, counted

_NONE = Decimal()
#: Rounded cents of a few rows; and a sum that is this near its rows is meant to be theirs.
ROUNDED, _NEAR = Decimal("0.05"), Decimal("0.05")
_MOST_NEAR = 200


class Probe:
    """Whether rows may add up to a node, by the column of its largest amount; the others are looked at only then.

    `signed` are the columns in which some row has an amount below zero: in another, what is once too much stays so.
    """

    def __init__(self, node: Node, signed: Collection[int] | None = None) -> None:
        self._column = max(node.amounts, key=lambda column: abs(node.amounts[column]))
        self._left = self._left_of_lines = node.amounts[self._column]
        self._only_grows = signed is not None and self._column not in signed

    def add(self, row: Node) -> bool:
        """Take in one more row; whether what is left now is nothing, but for what may be rounded."""
        for one in (row,) if row.amounts else counted([row]):
            amount = one.row.amounts.get(self._column, _NONE)
            self._left -= amount
            self._left_of_lines -= one.lines_say.get(self._column, _NONE) if one.lines_say else amount
        return -1 <= self._left <= 1 or -1 <= self._left_of_lines <= 1

    @property
    def is_past(self) -> bool:
        """Whether it is too much already, and no further row can mend that."""
        return self._only_grows and self._left < -1 and self._left_of_lines < -1


def adds_up(node: Node, rows: Sequence[Node], *, is_strict: bool = False) -> bool:
    """Whether a row is the sum of these, column by column; of a sum that was wrong its lines may be meant too.

    A row without an amount where these have one is no sum of them: not at all where nothing but arithmetic speaks for
    it (`is_strict`), else where that is so in most columns.
    """
    given = counted(rows)
    if _fits(node, [one.amounts for one in given], is_strict=is_strict):
        return True
    return any(one.lines_say for one in given) and _fits(node, list(map(_of_lines, given)), is_strict=is_strict)


def is_near(node: Node, rows: Sequence[Node]) -> bool:
    """Whether most of its figures are sums, or all of them nearly."""
    given = counted(rows)
    right = near = 0
    for column, amount in node.amounts.items():
        added = sum_of(given, column)
        right += abs(added - amount) <= ROUNDED and bool(amount)
        near += bool(amount) and abs(added - amount) <= _NEAR * abs(amount)
    return len(given) > 0 and (2 * right > len(node.amounts) or (near == len(node.amounts) and near > 0))


def count_nearly(node: Node, roots: Sequence[Node]) -> int:
    """How many of the last rows a row is the sum of in most of its columns, and at least in two of three; 0 for none."""
    left = {column: amount for column, amount in node.amounts.items() if amount}
    if len(left) < 3:
        return 0
    for count, row in enumerate(reversed(roots[-_MOST_NEAR:]), 1):
        for one in counted([row]):
            for column in left:
                left[column] -= one.amounts.get(column, _NONE)
        right = sum(abs(amount) <= ROUNDED for amount in left.values())
        if count > 1 and 3 * right >= 2 * len(left) and (row.amounts or row.below):
            return count
    return 0


def sum_of(rows: Sequence[Node], column: int) -> Decimal:
    """What the rows have in a column."""
    return sum((one.amounts.get(column, _NONE) for one in rows), _NONE)


def _of_lines(node: Node) -> Mapping[int, Decimal]:
    return node.lines_say or node.amounts


def _fits(node: Node, given: Sequence[Mapping[int, Decimal]], *, is_strict: bool) -> bool:
    some = 0
    for column, amount in node.amounts.items():
        added = sum((one.get(column, _NONE) for one in given), _NONE)
        if abs(added - amount) > ROUNDED and not _is_rounded(amount, added, len(given)):
            return False
        some += bool(amount)
    if not some:
        return False
    others = {column for one in given for column in one} - node.amounts.keys()
    missing = sum(bool(sum((one.get(column, _NONE) for one in given), _NONE)) for column in others)
    return missing <= (0 if is_strict else some)


def _is_rounded(amount: Decimal, added: Decimal, rows: int) -> bool:
    """Whether a sum was written without its cents."""
    is_whole = amount == amount.to_integral_value() and added != added.to_integral_value()
    return is_whole and abs(amount) >= 100 and abs(amount - added) <= Decimal("0.51") and rows > 0
