"""Formulas by their shape: what they refer to, seen from their row. A column of a hundred thousand formulas has one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from officebot.core.expressions import expression
from officebot.core.workbooks.cells import MOST_ROWS, Area
from officebot.core.workbooks.formulas import Anywhere, Named, Reference, mentions, summed_areas
from officebot.core.workbooks.lossless.workbook import Outline, TablePart, Workbook

#: Formulas kept by their text; beyond that each is read anew.
_MOST_KNOWN = 100_000
_LONGEST_FORMULA = 20_000
_DEEPEST_NAME = 8
# A formula's own row and the one before it, where they stand for nothing but the row of a reference.
_OWN, _BEFORE = b"\x01", b"\x02"
# Unsure is also what names a row as it is: it is another one seen from another row.
_UNSURE = expression(rb"[$\d.][\x01\x02]|[\x01\x02][!'.\w\x01\x02]|[A-Za-z:]\d")
_BRACKETS = expression(r"\[([^\[\]]*)\]")


class Seen(NamedTuple):
    """An area as a formula's row sees it: rows are relative to it where they are not fixed; columns are as they are."""

    sheet: str
    """In lower case; "" for the formula's own."""
    top: int
    is_top_fixed: bool
    bottom: int
    is_bottom_fixed: bool
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Shape:
    """What formulas refer to. `anywhere`: to what is known only when they are reckoned."""

    seen: tuple[Seen, ...]
    anywhere: bool = False


class Shapes:
    """The shapes of a workbook's formulas, each made once."""

    def __init__(self, book: Workbook, outline: Outline | None = None) -> None:
        """`outline` stands in for the workbook's own, where tables and names are to grow."""
        outline = outline or book.outline
        self._known: dict[bytes, Shape] = {}
        self._interned: dict[Shape, Shape] = {}
        # The names that the formula at hand was followed into: each once, however many ways lead there.
        self._expanded: set[str] = set()
        self._tables = {table.name.casefold(): table for table in outline.tables}
        self._names: dict[str, list[str]] = {}
        for one in outline.names:
            self._names.setdefault(one.name.casefold(), []).append(one.formula)
        self._order = [sheet.name.casefold() for sheet in book.sheets]

    def of(self, text: bytes, row: int, row_text: bytes, sheet: str, told: Callable[[bytes], str]) -> Shape:
        """The shape of a formula in a row; `told` makes words of its XML."""
        key = text.replace(row_text, _OWN)
        shape = self._known.get(key)
        if shape is not None:
            return shape
        if row > 1:
            key = key.replace(b"%d" % (row - 1), _BEFORE)
            shape = self._known.get(key)
            if shape is not None:
                return shape
        shape = self._made(told(text), row, sheet)
        if len(self._known) < _MOST_KNOWN and not _UNSURE.search(key):
            self._known[key] = shape
        return shape

    def of_words(self, formula: str, row: int, sheet: str) -> Shape:
        """The shape of a formula that is given as words."""
        return self._made(formula, row, sheet)

    def areas(self, formula: str, sheet: str) -> list[tuple[str, Area]]:
        """The areas that a formula of no row (a chart's, a name's) refers to, with the sheet in lower case."""
        shape = self._made(formula, 1, sheet)
        return [
            (
                one.sheet or sheet.casefold(),
                Area(_at(one.top, one.is_top_fixed), one.left, _at(one.bottom, one.is_bottom_fixed), one.right),
            )
            for one in shape.seen
        ]

    def _made(self, formula: str, row: int, sheet: str) -> Shape:
        seen: dict[Seen, None] = {}
        anywhere = len(formula) > _LONGEST_FORMULA
        if not anywhere:
            anywhere = self._collect(formula, row, sheet, seen, 0)
        self._expanded.clear()
        shape = Shape(tuple(seen), anywhere)
        return self._interned.setdefault(shape, shape)

    def _collect(self, formula: str, row: int, sheet: str, seen: dict[Seen, None], depth: int) -> bool:
        anywhere = False
        for one in mentions(formula):
            match one:
                case Anywhere():
                    anywhere = True
                case Reference():
                    for name in self._sheets(one.sheet):
                        seen[_seen(one, row, name)] = None
                case Named(brackets=None):
                    anywhere |= self._named(one.name, row, sheet, seen, depth)
                case Named():
                    anywhere |= self._in_table(one, seen)
        for area in summed_areas(formula):
            for name in self._sheets(area.sheet):
                seen[_seen(area, row, name)] = None
        return anywhere

    def _named(self, name: str, row: int, sheet: str, seen: dict[Seen, None], depth: int) -> bool:
        table = self._tables.get(name.casefold())
        if table is not None:
            seen[_all_rows(table, table.body)] = None
            return False
        # A name may stand for something else on each sheet, and a formula may name another sheet's: all of them count.
        lower = name.casefold()
        formulas = self._names.get(lower, [])
        if not formulas or lower in self._expanded:
            return False
        self._expanded.add(lower)
        anywhere = depth >= _DEEPEST_NAME
        for formula in formulas if not anywhere else ():
            anywhere |= self._collect(formula, row, sheet, seen, depth + 1)
        return anywhere

    def _in_table(self, one: Named, seen: dict[Seen, None]) -> bool:
        table = self._tables.get(one.name.casefold())
        if table is None:
            return True
        brackets = one.brackets or ""
        parts = _BRACKETS.findall(brackets) if "[" in brackets else [brackets]
        names = [_plain(part) for part in parts if part and not part.startswith("#")]
        marks = {part.lower() for part in parts if part.startswith("#")}
        numbers = [number for number, column in enumerate(table.columns) if _same(column.name, names)]
        area = table.area if marks & {"#all", "#headers", "#totals"} else table.body
        if not names:
            left, right = area.left, area.right
        elif numbers:
            left, right = area.left + min(numbers), area.left + max(numbers)
        else:
            return True
        if "#this row" in marks or brackets.startswith("@"):
            seen[Seen(table.sheet.casefold(), 0, False, 0, False, left, right)] = None
        else:
            seen[_all_rows(table, Area(area.top, left, area.bottom, right))] = None
        return False

    def _sheets(self, name: str) -> Sequence[str]:
        plain = name.casefold()
        first, mark, last = plain.partition(":")
        if mark and first in self._order and last in self._order:
            one, other = sorted((self._order.index(first), self._order.index(last)))
            return self._order[one : other + 1]
        return (plain,)


def _plain(column: str) -> str:
    return re.sub(r"'(.)", r"\1", column.lstrip("@")).strip().casefold()


def _same(name: str, wanted: Sequence[str]) -> bool:
    return " ".join(name.split()).casefold() in {" ".join(one.split()) for one in wanted}


def _all_rows(table: TablePart, area: Area) -> Seen:
    return Seen(table.sheet.casefold(), area.top, True, area.bottom, True, area.left, area.right)


def _seen(one: Reference, row: int, sheet: str) -> Seen:
    top, bottom = one.fixed[0], one.fixed[2]
    area = one.area
    return Seen(
        sheet, area.top if top else area.top - row, top, area.bottom if bottom else area.bottom - row, bottom,
        area.left, area.right,
    )  # fmt: skip


def _at(row: int, is_fixed: bool) -> int:
    return min(max(row if is_fixed else row + 1, 1), MOST_ROWS)
