"""A written workbook read back and held against the plan: what was to change did, and nothing else.

The reading here is another than the one that wrote: an XML parser for the rows that changed, a comparison of bytes
for all the rest.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import zip_longest
from typing import BinaryIO, NamedTuple
from xml.parsers import expat

from officebot.core.problems import UserError
from officebot.core.text import Text, say
from officebot.core.workbooks.cells import Cell, column_number
from officebot.core.workbooks.lossless.areas import Areas
from officebot.core.workbooks.lossless.package import Package
from officebot.core.workbooks.lossless.patching import NewCell, SheetEdit, column_styles, grown
from officebot.core.workbooks.lossless.planning import Plan
from officebot.core.workbooks.lossless.sheetxml import attributes, opened, plain, span_of

#: Sheets below this are compared cell by cell as a whole.
_SMALL = 2 * 1024**2


class Told(NamedTuple):
    """All that a cell says of itself."""

    style: str
    kind: str
    formula: str
    value: str
    words: str
    about: str = ""
    """Its other attributes."""
    rest: str = ""
    """All other tags and words between its own."""


class Rows(NamedTuple):
    """What rows say: the attributes of each, and their cells."""

    told: dict[int, dict[str, str]]
    cells: dict[Cell, Told]


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
    if after.sheet.head.removesuffix(b"/>").rstrip(b"> ") != grown(before.sheet.head, edit.area).removesuffix(
        b"/>"
    ).rstrip(b"> "):
        raise NotAsPlanned(part)
    is_small = max(old.entries[part].file_size, new.entries[part].file_size) < _SMALL
    columns = column_styles(before.sheet.head)
    if is_small:
        looked = _Looked(part, edit, Areas(edit.stale), columns)
        looked.compare(rows_in(before.all_rows()), rows_in(after.all_rows()), edit.cells)
    else:
        _walk(_Looked(part, edit, Areas(edit.stale), columns), before, after)
    wanted = edit.tail(before.sheet.tail) if edit.tail is not None else before.sheet.tail
    tail = after.sheet.tail
    if before.sheet.head.endswith(b"/>") and edit.cells:
        tail = tail.partition(b">")[2]
    if tail != wanted:
        raise NotAsPlanned(part)


@dataclass(slots=True)
class _Looked:
    """A sheet that is looked at: what was to become of it."""

    part: str
    edit: SheetEdit
    stale: Areas
    columns: Sequence[tuple[int, int, int]]

    def compare(self, old: Rows, new: Rows, planned: Iterable[int]) -> None:
        """Raises NotAsPlanned where a cell is not what it should be; `planned` are rows in which cells are set."""
        _compare_rows(self.part, old, new, self.edit)
        cells = self.edit.cells
        wanted = {Cell(row, column) for row in planned for column in cells.get(row, ())}
        for cell in old.cells.keys() | new.cells.keys() | wanted:
            before, after = old.cells.get(cell, _EMPTY), new.cells.get(cell, _EMPTY)
            new_cell = cells.get(cell.row, {}).get(cell.column)
            if new_cell is not None:
                styles = {before.style}
                if cell not in old.cells:
                    styles = {"", *_inherited(new.told.get(cell.row, {}), self.columns, cell)}
                is_so = _is_set(before, after, new_cell, styles)
            else:
                has_figure = (before.formula or before.value) and cell in self.stale
                is_so = after == (_stale(cell, before, self.edit) if has_figure else before)
            if not is_so:
                raise NotAsPlanned(f"{self.part} {cell}")


def _is_set(before: Told, after: Told, planned: NewCell, styles: Container[str]) -> bool:
    expected = _cell(planned.inner.decode("utf-8"), planned.kind.decode("ascii"))
    about = " ".join(one for one in before.about.split(" ") if not one.startswith(("cm=", "vm=")))
    is_styled = after.style in styles if planned.style is None else after.style == str(planned.style)
    return is_styled and after._replace(style="") == expected._replace(style="", about=about)


def _stale(cell: Cell, before: Told, edit: SheetEdit) -> Told:
    """The cell with no figure, or another one, and perhaps another formula."""
    about = " ".join(one for one in before.about.split(" ") if not one.startswith("vm="))
    rest = "" if before.kind == "inlineStr" else before.rest
    expected = before._replace(kind="", value="", words="", about=about, rest=rest)
    kept, _, text = before.formula.partition("|")
    if cell in edit.reformed and text:
        expected = expected._replace(formula=f"{kept}|{plain(edit.reformed[cell])}")
    if cell in edit.figures and before.formula:
        kind, value = edit.figures[cell]
        expected = expected._replace(kind=kind.decode("ascii"), value=plain(value))
    return expected


def _compare_rows(part: str, old: Rows, new: Rows, edit: SheetEdit) -> None:
    """Rows say of themselves what they said; only how far they reach may grow with what is set in them."""
    for row in old.told.keys() | new.told.keys():
        before, after = old.told.get(row), new.told.get(row)
        if before is None and row in edit.cells:
            before = {
                name: plain(value) for name, value in attributes(edit.rows.get(row, b"")).items() if name != "r"
            }
        if before == after:
            continue
        if before is None or after is None or after != _reaching(before, edit.cells.get(row, {})):
            raise NotAsPlanned(f"{part} {row}")


def _reaching(told: Mapping[str, str], columns: Iterable[int]) -> dict[str, str]:
    """What a row says of itself when cells are set in these columns."""
    first, _, last = told.get("spans", "").partition(":")
    found = [*columns]
    if not first.isdecimal() or not last.isdecimal() or not found:
        return dict(told)
    return {**told, "spans": f"{min(int(first), *found)}:{max(int(last), *found)}"}


def _inherited(row: Mapping[str, str], columns: Sequence[tuple[int, int, int]], cell: Cell) -> list[str]:
    """The styles that a new cell may take from its row or its column."""
    return [row.get("s", ""), *(str(style) for first, last, style in columns if first <= cell.column <= last)]


def _walk(looked: _Looked, before: _Stream, after: _Stream) -> None:
    """Both sheets side by side: equal bytes but for the rows that the plan touches."""
    edit = looked.edit
    touched = sorted({row for area in edit.stale for row in range(area.top, area.bottom + 1)} | edit.cells.keys())
    for row in touched:
        one, other = before.row(row), after.row(row)
        if one[0] != other[0]:
            raise NotAsPlanned(f"{looked.part} {row}")
        looked.compare(rows_in(one[1] or b""), rows_in(other[1] or b""), (row,))
    if before.rest() != after.rest():
        raise NotAsPlanned(looked.part)


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


_EMPTY = Told("", "", "", "", "", "", "")


def _cell(inner: str, kind: str) -> Told:
    found = rows_in(
        b'<row r="1"><c r="A1" t="%s">%s</c></row>' % (kind.encode("ascii") or b"n", inner.encode("utf-8"))
    )
    return found.cells.get(Cell(1, 1), _EMPTY)


def rows_in(rows: bytes) -> Rows:
    """Rows and their cells, by an XML parser; cells that say nothing but how they look stand for themselves, too."""
    found = Rows({}, {})
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
    def __init__(self, into: Rows) -> None:
        self.into = into
        self._row = self._column = 0
        self._told: dict[str, str] = {}
        self._within: list[str] = []
        self._texts: dict[str, str] = {}
        self._rest: list[str] = []

    def start(self, tag: str, told: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self._within.append(name)
        if name == "row":
            self._begin_row(told)
        elif name == "c":
            self._begin_cell(told)
        elif name == "f":
            self._texts["f"] = _attributes(told) + "|"
        elif name not in ("v", "rows"):
            self._note(f"<{name} {_attributes(told)}>")

    def _note(self, said: str) -> None:
        if "c" in self._within:
            self._rest.append(said)
        else:  # what stands in a row beside its cells
            row = self.into.told.setdefault(self._row, {})
            row[""] = row.get("", "") + said

    def _begin_row(self, told: dict[str, str]) -> None:
        number = told.pop("r", "")
        self._row = int(number) if number.isdecimal() else self._row + 1
        self._column = 0
        if self._row in self.into.told or (number and not number.isdecimal()):
            raise NotAsPlanned(str(self._row))
        self.into.told[self._row] = told

    def _begin_cell(self, told: dict[str, str]) -> None:
        where = told.pop("r", "")
        letters = where.rstrip("0123456789")
        if where and (not letters.isalpha() or not letters.isascii() or where != f"{letters}{self._row}"):
            raise NotAsPlanned(where)
        self._column = column_number(letters) if letters else self._column + 1
        self._told, self._texts, self._rest = told, {}, []

    def words(self, said: str) -> None:
        name = self._within[-1]
        if name in ("f", "v", "t") and "rPh" not in self._within:
            self._texts[name] = self._texts.get(name, "") + said
        elif said.strip():
            self._note(said)

    def end(self, _: str) -> None:
        name = self._within.pop()
        if name != "c":
            if name not in ("f", "v", "row", "rows"):
                self._note("</>")
            return
        cell = Cell(self._row, self._column)
        if cell in self.into.cells:
            raise NotAsPlanned(str(cell))
        told = self._told
        kind, style = told.pop("t", "n"), told.pop("s", "")
        self.into.cells[cell] = Told(
            style, "" if kind == "n" else kind,
            self._texts.get("f", ""), self._texts.get("v", ""), self._texts.get("t", ""),
            _attributes(told), "".join(self._rest),
        )  # fmt: skip


def _attributes(told: Mapping[str, str]) -> str:
    return " ".join(f"{key}={value}" for key, value in sorted(told.items()))
