"""A written workbook read back and held against the plan: what was to change did, and nothing else.

The reading here is another than the one that wrote: an XML parser for the rows that changed, a comparison of bytes
for all the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from itertools import zip_longest
from typing import BinaryIO, NamedTuple
from xml.parsers import expat

from officebot.core.problems import UserError
from officebot.core.text import Text, say
from officebot.core.workbooks.cells import Cell, column_number
from officebot.core.workbooks.lossless.package import Package
from officebot.core.workbooks.lossless.patching import DIMENSION, SheetEdit
from officebot.core.workbooks.lossless.setting import Plan
from officebot.core.workbooks.lossless.sheetxml import opened, plain, span_of

#: Sheets below this are compared cell by cell as a whole.
_SMALL = 2 * 1024**2


class Told(NamedTuple):
    """All that a cell says of itself."""

    style: str
    kind: str
    formula: str
    value: str
    words: str


class NotAsPlanned(UserError):
    """What was written is not what was planned; where, for whoever looks into it, stands in the sentence."""

    def __init__(self, where: str | Text) -> None:
        super().__init__(
            say("The written workbook differs from what was planned, at {where}: it is thrown away.", where=where)
        )


def check(plan: Plan, source: BinaryIO) -> None:
    """Read a written workbook back. Raises NotAsPlanned where it differs from the plan."""
    old = plan.book.package
    try:
        new = Package(source)
        _check_parts(plan, old, new)
        for part, edit in plan.edits.items():
            _check_sheet(old, new, part, edit)
    except NotAsPlanned:
        raise
    except UserError as error:
        raise NotAsPlanned(error.problems[0].what) from error


def _check_parts(plan: Plan, old: Package, new: Package) -> None:
    added = plan.whole.keys() - old.entries.keys()
    if new.entries.keys() != old.entries.keys() | added:
        raise NotAsPlanned("[Content_Types].xml")
    for part in new.entries:
        if part in plan.whole:
            if new.content(part) != plan.whole[part]:
                raise NotAsPlanned(part)
        elif part not in plan.edits:
            same = old.entries[part].CRC == new.entries[part].CRC and all(
                one == other for one, other in zip_longest(old.packed(part), new.packed(part))
            )
            if not same:
                raise NotAsPlanned(part)


def _check_sheet(old: Package, new: Package, part: str, edit: SheetEdit) -> None:
    before, after = _Stream(old, part), _Stream(new, part)
    is_small = max(old.entries[part].file_size, new.entries[part].file_size) < _SMALL
    if is_small:
        one, other = cells_in(before.all_rows()), cells_in(after.all_rows())
        _compare(part, one, other, edit)
    else:
        _walk(part, before, after, edit)
    if _unsized(before.sheet.head) != _unsized(after.sheet.head):
        raise NotAsPlanned(part)
    wanted = edit.tail(before.sheet.tail) if edit.tail is not None else before.sheet.tail
    tail = after.sheet.tail
    if before.sheet.head.endswith(b"/>") and edit.cells:
        tail = tail.partition(b">")[2]
    if tail != wanted:
        raise NotAsPlanned(part)


def _compare(part: str, old: Mapping[Cell, Told], new: Mapping[Cell, Told], edit: SheetEdit) -> None:
    for cell in old.keys() | new.keys():
        before, after = old.get(cell, _EMPTY), new.get(cell, _EMPTY)
        planned = edit.cells.get(cell.row, {}).get(cell.column)
        if planned is not None:
            inner = planned.inner.decode("utf-8")
            expected = _cell(inner, planned.kind.decode("ascii"))
            style = after.style if planned.style is None else str(planned.style)
            if after != expected._replace(style=style) or (
                planned.style is None and before != _EMPTY and after.style != before.style
            ):
                raise NotAsPlanned(f"{part} {cell}")
        elif before != after:
            is_stale = any(cell in area for area in edit.stale)
            expected = before._replace(kind="", value="", words="")
            if cell in edit.reformed and before.formula:
                about = before.formula.partition("|")[0]
                expected = expected._replace(formula=f"{about}|{plain(edit.reformed[cell])}")
            if cell in edit.figures and before.formula:
                kind, value = edit.figures[cell]
                expected = expected._replace(kind=kind.decode("ascii"), value=plain(value))
            if not is_stale or after != expected:
                raise NotAsPlanned(f"{part} {cell}")


def _walk(part: str, before: _Stream, after: _Stream, edit: SheetEdit) -> None:
    """Both sheets side by side: equal bytes but for the rows that the plan touches."""
    stale = sorted({row for area in edit.stale for row in range(area.top, area.bottom + 1)} | edit.cells.keys())
    for row in stale:
        one, other = before.row(row), after.row(row)
        if one[0] != other[0]:
            raise NotAsPlanned(f"{part} {row}")
        if one[1] is None and other[1] is None:
            continue
        _compare(part, cells_in(one[1] or b""), cells_in(other[1] or b""), _only(edit, row))
    if before.rest() != after.rest():
        raise NotAsPlanned(part)


def _only(edit: SheetEdit, row: int) -> SheetEdit:
    stale = [area for area in edit.stale if area.top <= row <= area.bottom]
    return SheetEdit({row: edit.cells.get(row, {})}, stale, edit.reformed, edit.figures)


def _unsized(head: bytes) -> bytes:
    """What stands before the rows, without the size of the sheet."""
    return DIMENSION.sub(rb"\1\3", head).rstrip(b"/> ")


class _Stream:
    """A sheet's rows, from first to last; `row` gives what stands before a row, by its digest, and the row itself."""

    def __init__(self, package: Package, part: str) -> None:
        self.sheet, self._blocks = opened(package.pieces(part))
        self._text, self._at, self._last = b"", 0, 0

    def all_rows(self) -> bytes:
        return b"".join(self._blocks)

    def row(self, number: int) -> tuple[bytes, bytes | None]:
        seen = blake2b(digest_size=16)
        while number > self._last and self._fill(seen):
            pass
        at = self._text.find(b"<" + self.sheet.grammar.tag(b'row r="%d"' % number), self._at)
        is_there = at >= 0
        if not is_there:
            at = self._place(number)
        seen.update(memoryview(self._text)[self._at : at])
        self._at = at
        if not is_there:
            return seen.digest(), None
        tag = self._text.find(b">", at)
        closing = b"</" + self.sheet.grammar.tag(b"row>")
        is_empty = self._text[tag - 1 : tag] == b"/"
        self._at = tag + 1 if is_empty else self._text.find(closing, tag) + len(closing)
        return seen.digest(), self._text[at : self._at]

    def _place(self, number: int) -> int:
        """Where a row that is not there would stand."""
        begin = b"<" + self.sheet.grammar.tag(b'row r="')
        at = self._text.find(begin, self._at)
        while at >= 0:
            told = self._text[at + len(begin) : self._text.find(b'"', at + len(begin))]
            if not told.isdigit() or int(told) > number:
                return at
            at = self._text.find(begin, at + 1)
        return len(self._text)

    def _fill(self, seen: blake2b) -> bool:
        block = next(self._blocks, None)
        if block is None:
            return False
        seen.update(memoryview(self._text)[self._at :])
        self._text, self._at = block, 0
        self._last = span_of(block, self.sheet.grammar)[1] or 10**9
        return True

    def rest(self) -> bytes:
        seen = blake2b(memoryview(self._text)[self._at :], digest_size=16)
        for block in self._blocks:
            seen.update(block)
        self._text, self._at = b"", 0
        return seen.digest()


_EMPTY = Told("", "", "", "", "")


def _cell(inner: str, kind: str) -> Told:
    found = cells_in(
        b'<row r="1"><c r="A1" t="%s">%s</c></row>' % (kind.encode("ascii") or b"n", inner.encode("utf-8"))
    )
    return found.get(Cell(1, 1), _EMPTY)


def cells_in(rows: bytes) -> dict[Cell, Told]:
    """The cells of rows, by an XML parser; cells that say nothing but how they look stand for themselves, too."""
    found: dict[Cell, Told] = {}
    reader = _Cells(found)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.words
    try:
        parser.Parse(b"<rows>", False)
        parser.Parse(rows, False)
        parser.Parse(b"</rows>", True)
    except expat.ExpatError as error:
        raise NotAsPlanned(str(error)) from None
    return found


class _Cells:
    def __init__(self, into: dict[Cell, Told]) -> None:
        self.into = into
        self._row = self._column = 0
        self._told: dict[str, str] = {}
        self._within: list[str] = []
        self._texts: dict[str, str] = {}

    def start(self, tag: str, told: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self._within.append(name)
        if name == "row":
            self._row = int(told.get("r", self._row + 1))
            self._column = 0
        elif name == "c":
            letters = told.get("r", "").rstrip("0123456789")
            self._column = column_number(letters) if letters else self._column + 1
            self._told, self._texts = told, {}
        elif name == "f":
            about = " ".join(
                f"{key}={value}" for key, value in sorted(told.items()) if key not in ("ca", "xml:space")
            )
            self._texts["f"] = about + "|"

    def words(self, said: str) -> None:
        name = self._within[-1]
        if name in ("f", "v", "t") and "rPh" not in self._within:
            self._texts[name] = self._texts.get(name, "") + said

    def end(self, _: str) -> None:
        name = self._within.pop()
        if name != "c":
            return
        cell = Cell(self._row, self._column)
        if cell in self.into:
            raise NotAsPlanned(str(cell))
        told = self._told
        kind = told.get("t", "n")
        one = Told(
            told.get("s", ""), "" if kind == "n" else kind,
            self._texts.get("f", ""), self._texts.get("v", ""), self._texts.get("t", ""),
        )  # fmt: skip
        self.into[cell] = one
