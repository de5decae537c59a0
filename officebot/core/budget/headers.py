"""Rows of a budget without amounts: lines of which nothing is planned, or headers of what stands below them."""

from __future__ import annotations

from collections.abc import Sequence

from officebot.core.budget.nodes import Node, extends, is_called_sum, names_group
from officebot.core.workbooks.words import begins_as_total, is_total


def is_empty_line(nodes: Sequence[Node], place: int, *, has_codes: bool) -> bool:
    """Whether a row without amounts is a line of which nothing is planned, and heads no group.

    `has_codes` says whether most of the rows with amounts have codes.
    """
    row = nodes[place].row
    following = nodes[place + 1].row if place + 1 < len(nodes) else None
    if is_total(row.label) or begins_as_total(row.label):
        return False
    if following is not None and (following.depth > row.depth or extends(following.code, row.code)):
        return False
    if row.code and has_codes:
        lengths = {len(one.row.code) for one in nodes if one.amounts and one.row.code}
        return len(row.code) in lengths
    lines = [one.row for one in nodes if one.amounts]
    if has_codes or following is None or (row.code and not any(one.code for one in lines)):
        return False
    is_marked = (row.is_bold and not all(one.is_bold for one in lines)) or row.label.endswith(":")
    is_shouted = row.label.isupper() and not all(one.label.isupper() for one in lines)
    if is_marked or is_shouted or any(names_group(one.label, row.label) for one in lines):
        return False
    before = nodes[place - 1] if place else None
    begins = before is None or row.after_blank or not before.amounts or is_called_sum(before.row.label)
    deeper = bool(lines) and min(one.depth for one in lines) > row.depth
    return not begins and not deeper
