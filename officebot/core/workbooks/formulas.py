"""What a formula refers to, and the same formula seen from another cell (ECMA-376 part 1, §18.17.2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from officebot.core.expressions import expression
from officebot.core.workbooks.cells import MOST_COLUMNS, MOST_ROWS, Area, column_name, column_number, unquoted

_TOKEN = expression(
    r"""
    (?P<words>"(?:[^"]|"")*")
    | (?P<sheet>(?:'(?:[^']|'')*'|\[\d+\][\w.]*|[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)!)?
      (?:
        (?P<cells>\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}(?::\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})?)(?![\w(.!\[])
        | (?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![\w(.!])
        | (?P<rows>(?<![\w.$])\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6})(?![\w.])
        | (?P<name>[^\W\d][\w.\\?]*)(?P<call>\()?
      )
    | (?P<number>\d+(?:\.\d*)?(?:[Ee][+-]?\d+)?)
    """,
    re.VERBOSE,
)
_CORNER = expression(r"(\$?)([A-Za-z]{0,3})(\$?)(\d{0,7})")
#: How a formula may name the very workbook that it stands in (§18.17.2.3: the number of an outside one, from 1).
_OWN_BOOK = "[0]"
# No person writes more of them into one formula.
_MOST_SUMMED = 60
_SUMMED = expression(r"\b(?:SUMIF|AVERAGEIF)\(", re.IGNORECASE)
#: Functions whose arguments say where to look only when they are reckoned.
_ANYWHERE = frozenset({"INDIRECT", "OFFSET"})


@dataclass(frozen=True, slots=True)
class Reference:
    """An area that a formula names. `fixed` says of top, left, bottom and right whether a `$` stands before it."""

    start: int
    end: int
    sheet: str
    area: Area
    fixed: tuple[bool, bool, bool, bool]
    form: str
    is_cell: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A name that a formula uses: a defined name, or a table with what stands in its brackets."""

    start: int
    end: int
    name: str
    brackets: str | None


@dataclass(frozen=True, slots=True)
class Anywhere:
    """A function that may look at any cell."""


def mentions(formula: str) -> Iterator[Reference | Named | Anywhere]:
    """What a formula refers to, in its order. Other workbooks' cells are left out: nothing here changes them."""
    at = 0
    while found := _TOKEN.search(formula, at):
        at = found.end()
        is_outside = found["sheet"] is not None and "[" in found["sheet"].replace(_OWN_BOOK, "")
        if found["cells"] or found["columns"] or found["rows"]:
            read = _reference(found)
            if read is not None and not is_outside:
                yield read
            if formula[at : at + 1] == ":" or formula[max(found.start() - 1, 0) : found.start()] == ":":
                yield Anywhere()  # an end of the area is reckoned
        elif found["name"] and found["call"]:
            if found["name"].upper() in _ANYWHERE:
                yield Anywhere()
        elif found["name"]:
            if at < len(formula) and formula[at] == "[":
                end = (closing_bracket(formula, at) or len(formula) - 1) + 1
                yield Named(found.start(), end, found["name"], formula[at + 1 : end - 1])
                at = end
            elif not is_outside:
                yield Named(found.start(), at, found["name"], None)
        at = max(at, found.start() + 1)


def summed_areas(formula: str) -> Iterator[Reference]:
    """What SUMIF and AVERAGEIF add up where it is written smaller than what they look at: an area of that size."""
    for found in islice(_SUMMED.finditer(formula), _MOST_SUMMED):
        arguments = _arguments(formula, found.end())
        if len(arguments) < 3:
            continue
        looked, summed = (list(mentions(words.strip())) for words in (arguments[0], arguments[2]))
        one, other = (some[0] if len(some) == 1 else None for some in (looked, summed))
        if isinstance(one, Reference) and isinstance(other, Reference):
            bottom, right = other.area.top + one.area.rows - 1, other.area.left + one.area.columns - 1
            area = Area(other.area.top, other.area.left, min(bottom, MOST_ROWS), min(right, MOST_COLUMNS))
            if area != other.area:
                yield replace(other, area=area)


def _arguments(formula: str, start: int) -> list[str]:
    """The arguments of a function, from behind its bracket to where it is closed."""
    found, depth, begin, in_words = list[str](), 0, start, ""
    for at in range(start, len(formula)):
        sign = formula[at]
        if in_words:
            in_words = "" if sign == in_words else in_words
        elif sign in "\"'":
            in_words = sign
        elif sign in "({[":
            depth += 1
        elif sign in ")}]":
            if depth == 0:
                return [*found, formula[begin:at]]
            depth -= 1
        elif sign == "," and depth == 0:
            found.append(formula[begin:at])
            begin = at + 1
    return found


def closing_bracket(formula: str, opening: int) -> int | None:
    """Where the bracket that opens there is closed; None where it never is."""
    depth, at = 0, opening
    while at < len(formula):
        sign = formula[at]
        if sign == "'":  # within brackets it takes the next sign's meaning away
            at += 1
        elif sign == "[":
            depth += 1
        elif sign == "]":
            depth -= 1
            if depth == 0:
                return at
        at += 1
    return None


def _reference(found: re.Match[str]) -> Reference | None:
    form = "cells" if found["cells"] else "columns" if found["columns"] else "rows"
    first, _, last = found[form].partition(":")
    one, other = _CORNER.fullmatch(first), _CORNER.fullmatch(last or first)
    if one is None or other is None:
        return None
    left, right = (column_number(one[2]), column_number(other[2])) if form != "rows" else (1, MOST_COLUMNS)
    top, bottom = MOST_ROWS, 1
    match form:
        case "cells":
            top, bottom = int(one[4]), int(other[4])
        case "columns":
            top, bottom = 1, MOST_ROWS
        case _:
            top, bottom = int(one[4] or first.strip("$")), int(other[4] or last.strip("$"))
    if max(top, bottom) > MOST_ROWS or max(left, right) > MOST_COLUMNS:
        return None
    fixed_rows = (form == "columns" or _is_fixed(first, form), form == "columns" or _is_fixed(last or first, form))
    fixed_columns = (form == "rows" or first[0] == "$", form == "rows" or (last or first)[0] == "$")
    if top > bottom:
        top, bottom, fixed_rows = bottom, top, (fixed_rows[1], fixed_rows[0])
    if left > right:
        left, right, fixed_columns = right, left, (fixed_columns[1], fixed_columns[0])
    sheet = unquoted(found["sheet"][:-1]).removeprefix(_OWN_BOOK) if found["sheet"] else ""
    fixed = (fixed_rows[0], fixed_columns[0], fixed_rows[1], fixed_columns[1])
    return Reference(found.start(form), found.end(form), sheet, Area(top, left, bottom, right), fixed, form, not last)


def _is_fixed(corner: str, form: str) -> bool:
    return corner[0] == "$" if form == "rows" else "$" in corner[1:]


def rewritten(formula: str, change: Callable[[Reference], Area | None]) -> str:
    """The formula with each area as `change` gives it; None makes it #REF!. What stays is left as it is written."""
    pieces, at = [], 0
    for one in mentions(formula):
        if not isinstance(one, Reference):
            continue
        area = change(one)
        if area == one.area:
            continue
        start = one.start
        pieces += [formula[at:start], written(area, one) if area is not None else "#REF!"]
        at = one.end
    return "".join((*pieces, formula[at:])) if pieces else formula


def written(area: Area, like: Reference) -> str:
    """An area as a formula has it, its `$` where the other reference has them, in its form."""
    top, left, bottom, right = (("$" if one else "") for one in like.fixed)
    match like.form:
        case "columns":
            return f"{left}{column_name(area.left)}:{right}{column_name(area.right)}"
        case "rows":
            return f"{top}{area.top}:{bottom}{area.bottom}"
    first = f"{left}{column_name(area.left)}{top}{area.top}"
    last = f"{right}{column_name(area.right)}{bottom}{area.bottom}"
    return first if area.rows == area.columns == 1 and like.is_cell else f"{first}:{last}"


def shifted(formula: str, rows: int, columns: int = 0) -> str:
    """The formula as it is copied so many rows down and columns right: what no `$` holds moves along."""

    def moved(one: Reference) -> Area | None:
        top, left, bottom, right = one.fixed
        area = Area(
            one.area.top + (0 if top else rows), one.area.left + (0 if left else columns),
            one.area.bottom + (0 if bottom else rows), one.area.right + (0 if right else columns),
        )  # fmt: skip
        is_above = max(area.top, area.bottom) <= MOST_ROWS and max(area.left, area.right) <= MOST_COLUMNS
        return area if is_above and min(area.top, area.left, area.bottom, area.right) > 0 else None

    return rewritten(formula, moved)
