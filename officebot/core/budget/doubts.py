"""Rows that may be sums or lines, where nothing but their even amounts speaks for it: named, not decided."""

from __future__ import annotations

from collections.abc import Sequence

from officebot.core.budget.adding import Probe, adds_up
from officebot.core.budget.nodes import Node

#: A sum of even amounts is looked for among so many rows.
_MOST, _MOST_LINES = 30, 400


def doubtful(roots: Sequence[Node]) -> list[Node]:
    """The lines that are just what those next to them add up to, where that is so of several, or of all there are.

    Once among others it is chance: 100 and 200 make 300.
    """
    lines = [one for one in roots if one.role == "line" and any(one.amounts.values())]
    if not 3 <= len(lines) <= _MOST_LINES:
        return []
    for ordered in (lines, lines[::-1]):
        found, covered, place = [], 0, 0
        while place < len(ordered):
            count = _count(ordered[place], ordered[place + 1 : place + 1 + _MOST])
            if count:
                found.append(ordered[place])
                covered += count + 1
            place += count + 1
        if len(found) > 1 or (found and covered == len(lines)):
            return found
    return []


def _count(node: Node, others: Sequence[Node]) -> int:
    probe = Probe(node)
    for count, one in enumerate(others, 1):
        if probe.add(one) and count > 1 and adds_up(node, others[:count], is_strict=True):
            return count
    return 0
