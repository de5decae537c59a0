"""The names of the groups around the lines of a budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from officebot.core.budget.nodes import Node, total_of_group
from officebot.core.workbooks.words import is_total


def walk(nodes: Sequence[Node], path: tuple[str, ...]) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """The lines with the names of the groups around them."""
    open_headers: list[tuple[tuple[object, ...], str]] = []
    was_header = False
    many = sum(one.role == "sum" and _holds_groups(one) for one in nodes) > 1
    for node in nodes:
        if node.role == "header" and not node.below:
            _open(open_headers, node, nested=was_header)
        names = tuple(name for _, name in open_headers)
        was_header = node.role == "header" and not node.below
        if node.role == "line":
            yield node, (*path, *names)
        elif node.below:
            for one in node.below:
                one.side = one.side or node.side
            name = _group_name(node, is_one_of_many=many)
            yield from walk(node.below, (*path, *names, *((name,) if name else ())))


def _open(open_headers: list[tuple[tuple[object, ...], str]], node: Node, *, nested: bool) -> None:
    """Put a header where it belongs among those that are open."""
    row = node.row
    style = (row.depth, row.is_bold, row.label.isupper(), len(row.code))
    styles = [one for one, _ in open_headers]
    if style in styles:
        del open_headers[styles.index(style) :]
    elif open_headers and not nested:
        outer = open_headers[-1][0]
        is_inner = (row.depth, not row.is_bold, not row.label.isupper()) > (outer[0], not outer[1], not outer[2])
        if not is_inner:
            open_headers.clear()
    open_headers.append((style, row.name.rstrip(" :")))


def _holds_groups(node: Node) -> bool:
    return any(one.role in ("sum", "header") for one in node.below)


def _group_name(node: Node, *, is_one_of_many: bool) -> str:
    """What a sum or a header calls its group; "" for a sum that only adds up what has its name already."""
    is_above = node.row.number < min(one.row.number for one in node.below)
    if is_above:
        return "" if is_total(node.row.label) else node.row.name.rstrip(" :")
    if node.below[0].role == "header" and not node.below[0].below:
        return ""
    if _holds_groups(node) and not is_one_of_many:
        return ""
    name = total_of_group(node.row.label)
    return name or ("" if is_total(node.row.label) else node.row.label)
