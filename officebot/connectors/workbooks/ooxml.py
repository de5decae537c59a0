"""What python-calamine does not tell of .xlsx and .xlsm: merged areas, hidden rows, faults, tables, names, the epoch.

A sheet's rows are most of its bytes. They are searched, not parsed; only what stands around them goes through the
XML reader.
"""

from __future__ import annotations

import heapq
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from officebot.connectors.workbooks.archives import Archive
from officebot.connectors.xml import attribute, is_true, read_xml
from officebot.core.expressions import expression
from officebot.core.workbooks.cells import Area, BadAddress, Cell, Fault, column_number
from officebot.core.workbooks.grids import DeclaredTable, DefinedName

_MOST_HIDDEN = 1_048_576
#: Of a row's or cell's element, and of what stands in a cell before its value; how many cells may be without one.
_LONGEST_ELEMENT, _LONGEST_FORMULA, _MOST_LOST = 2_000, 20_000, 50
_DATA_BEGINS = expression(rb"<(?:[\w.-]{1,40}:)?sheetData(?:\s[^>]{0,200})?>")
_REFERENCE = expression(rb"""\sr=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_ROW = expression(rb"""<(?:[\w.-]{1,40}:)?row\s[^<>]{0,2000}?\br=["']([0-9]{1,7})["']""")
_VALUE = expression(rb"<(?:[\w.-]{1,40}:)?v(?:\s[^>]{0,200})?>([^<]{0,255})<")
# These begin with plain letters: the search engine then leaps from one to the next.
_FAULT = expression(rb"""t=["']e["']""")
_HIDDEN = expression(rb"""hidden=["'](?:1|true|on)["']""")
_EMPTY_END = rb"\s{0,9}(?:<(?:[\w.-]{1,40}:)?v\s?(?:/>|></(?:[\w.-]{1,40}:)?v>)\s{0,9})?</(?:[\w.-]{1,40}:)?c>"
_NO_VALUE = expression(rb"f>" + _EMPTY_END)
_SHARED_NO_VALUE = expression(rb"/>" + _EMPTY_END)
_SHARED = expression(rb"<(?:[\w.-]{1,40}:)?f\s")
_TEXT_CELL = expression(rb"""<(?:[\w.-]{1,40}:)?c\s[^>]{0,2000}?t=["']str["']""")
_FAR_NAME = expression(rb"""r=["'][A-Z]{2}""")
_FARTHEST_NAME = expression(rb"""r=["'][A-Z]{3}[0-9]""")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """A sheet as the workbook lists it; `part` is empty for one that is no worksheet, or is missing."""

    name: str
    part: str
    is_hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BookParts:
    """Where a workbook's parts are, and what it says of all its sheets."""

    sheets: tuple[SheetPart, ...]
    names: tuple[DefinedName, ...]
    is_1904: bool
    shared_strings: str
    styles: str


@dataclass(slots=True)
class SheetFacts:
    """What stands in a sheet's part beside its values."""

    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    faults: dict[Cell, Fault] = field(default_factory=dict)
    tables: list[str] = field(default_factory=list)
    #: How many formulas have no value, and the first of them, as `B7`.
    unreckoned: int = 0
    first_unreckoned: str = ""
    #: Whether only the exact reader may read it: a fault does not say where it is, or the letters are coded otherwise.
    is_odd: bool = False


# ── the workbook ──────────────────────────────────────────────────────────────────────────────────────────


def book_part(archive: Archive) -> str:
    """The part that is the workbook; empty for a zip that holds none."""
    for kind, target in _relations(archive, "").values():
        if kind == "officeDocument" and target in archive:
            return target
    return "xl/workbook.xml" if "xl/workbook.xml" in archive else ""


def read_book_parts(archive: Archive, book: str) -> BookParts:
    """What the workbook's own part and its relations say. Raises BadXml, BadArchive."""
    relations = _relations(archive, book)
    listed: list[tuple[str, str, str]] = []
    names: list[tuple[str, str, list[str]]] = []
    is_1904 = False
    open_name = False

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal is_1904, open_name
        if name == "sheet":
            listed.append((attribute(attributes, "name"), attribute(attributes, "id"), attributes.get("state", "")))
        elif name == "workbookPr":
            is_1904 = is_true(attributes.get("date1904", ""))
        elif name == "definedName":
            names.append((attributes.get("name", ""), attributes.get("localSheetId", ""), []))
        open_name = name == "definedName"

    def text(words: str) -> None:
        if open_name:
            names[-1][2].append(words)

    def end(name: str) -> None:
        nonlocal open_name
        open_name = open_name and name != "definedName"

    read_xml(archive.read(book), start, end, text)
    sheets = []
    for name, identity, state in listed:
        kind, target = relations.get(identity, ("", ""))
        is_sheet = kind in ("worksheet", "xlMacrosheet") and target in archive
        sheets.append(SheetPart(name=name, part=target if is_sheet else "", is_hidden=state.endswith("idden")))
    return BookParts(
        sheets=tuple(sheets),
        names=tuple(_names(names, sheets)),
        is_1904=is_1904,
        shared_strings=_related(relations, "sharedStrings"),
        styles=_related(relations, "styles"),
    )


def _names(found: list[tuple[str, str, list[str]]], sheets: list[SheetPart]) -> Iterator[DefinedName]:
    for name, place, words in found:
        sheet = sheets[int(place)].name if place.isdecimal() and int(place) < len(sheets) else ""
        if not name.startswith("_xlnm."):
            yield DefinedName(name=name, refers_to="".join(words), sheet=sheet)


def _related(relations: Mapping[str, tuple[str, str]], kind: str) -> str:
    return next((target for found, target in relations.values() if found == kind), "")


def _relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """The relations of a part, or of the whole zip: their kinds, without what stands before, and the parts they lead to."""
    folder, _, name = part.rpartition("/")
    found: dict[str, tuple[str, str]] = {}

    def start(element: str, attributes: Mapping[str, str]) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, _target(archive, folder, attributes.get("Target", "")))

    data = archive.read(posixpath.join(folder, "_rels", f"{name}.rels"))
    if data:
        read_xml(data, start)
    return found


def _target(archive: Archive, folder: str, target: str) -> str:
    path = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
    return path if path in archive else unquote(path)


# ── a sheet ───────────────────────────────────────────────────────────────────────────────────────────────


def is_utf8(data: bytes) -> bool:
    """Whether an XML part is coded in UTF-8, which is all that calamine reads."""
    head = data[:200].lower()
    return not head.startswith((b"\xff\xfe", b"\xfe\xff")) and (
        b"encoding" not in head or b"utf-8" in head or b"us-ascii" in head
    )


def utf8(data: bytes) -> bytes:
    """An XML part as UTF-8, also one in UTF-16, whose declaration is then gone."""
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data
    text = data.decode("utf-16", "replace")
    return (text[text.find("?>") + 2 :] if text.startswith("<?xml") else text).encode()


def read_sheet_facts(archive: Archive, part: str, data: bytes) -> SheetFacts:
    """What stands in a sheet's part, its values apart. Raises BadXml, BadArchive."""
    facts = SheetFacts()
    begin, end = _rows_of(data)
    relations: list[str] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == "mergeCell":
            facts.merged += _area(attributes.get("ref", ""))
        elif name == "col" and is_true(attributes.get("hidden", "")):
            first, last = _whole(attributes.get("min", "")), _whole(attributes.get("max", ""))
            facts.hidden_columns.update(range(first, min(last, 16_384) + 1))
        elif name == "tablePart":
            relations.append(attribute(attributes, "id"))

    # Without its rows the part is small.
    read_xml(data[:begin] + data[end:], start)
    _search_rows(data, begin, end, facts)
    if relations:
        targets = _relations(archive, part)
        facts.tables = [targets[one][1] for one in relations if one in targets]
    return facts


def _rows_of(data: bytes) -> tuple[int, int]:
    """Where the rows begin and end: between them nothing is left out that is no row."""
    found = _DATA_BEGINS.search(data)
    if found is None or found[0].endswith(b"/>"):
        return len(data), len(data)
    name, last = data.rfind(b"sheetData"), 0
    if name > found.end():
        last = data.rfind(b"</", found.end(), name)
    return (found.end(), last) if last > 0 else (len(data), len(data))


def _search_rows(data: bytes, begin: int, end: int, facts: SheetFacts) -> None:
    """Find the faults and the hidden rows; where too many have no end near them, the exact reader must look."""
    lost = 0
    for hit in _FAULT.finditer(data, begin, end):
        opened, closed = _element(data, hit.start(), begin, end)
        named = _REFERENCE.search(data, opened, closed)
        value = _VALUE.search(data, closed, min(end, closed + _LONGEST_FORMULA))
        if named is not None and value is not None:
            place = Cell(int(named[2]), column_number(named[1].decode()))
            facts.faults[place] = Fault(value[1].decode("utf-8", "replace"))
        else:
            facts.is_odd, lost = True, lost + 1
        if lost > _MOST_LOST:
            break
    for hit in _HIDDEN.finditer(data, begin, end):
        row = _ROW.match(data, *_element(data, hit.start(), begin, end))
        if row is not None and len(facts.hidden_rows) < _MOST_HIDDEN:
            facts.hidden_rows.add(int(row[1]))
    _search_unreckoned(data, begin, end, facts)


def _search_unreckoned(data: bytes, begin: int, end: int, facts: SheetFacts) -> None:
    """Find the formulas that no program has reckoned yet; one whose value is an empty text is reckoned."""
    shared = (
        hit
        for hit in _SHARED_NO_VALUE.finditer(data, begin, end)
        if _SHARED.match(data, data.rfind(b"<", max(begin, hit.start() - _LONGEST_ELEMENT), hit.start()))
    )
    for hit in heapq.merge(_NO_VALUE.finditer(data, begin, end), shared, key=re.Match.start):
        opened = max(data.rfind(b"<c ", max(begin, hit.start() - _LONGEST_FORMULA), hit.start()), begin)
        if _TEXT_CELL.match(data, opened):
            continue
        facts.unreckoned += 1
        if not facts.first_unreckoned:
            named = _REFERENCE.search(data, opened, hit.start())
            facts.first_unreckoned = (named[1] + named[2]).decode() if named else "?"


def _element(data: bytes, place: int, begin: int, end: int) -> tuple[int, int]:
    """Where the element around a place begins and ends, as far as one is long."""
    opened = data.rfind(b"<", max(begin, place - _LONGEST_ELEMENT), place)
    closed = data.find(b">", place, min(end, place + _LONGEST_ELEMENT))
    return max(opened, begin), closed if closed >= 0 else place


def slots(data: bytes) -> tuple[int, int]:
    """How many places the rectangle around all cells has at most, and how many cells it holds."""
    begin, end = _rows_of(data)
    cells = data.count(b"</", begin, end)
    first = _ROW.search(data, begin, end)
    last = _ROW.search(data, data.rfind(b"<", begin, max(begin, data.rfind(b"row ", begin, end))), end)
    rows = abs(int(last[1]) - int(first[1])) + 1 if first and last else data.count(b"<row", begin, end)
    columns = 26
    if _FAR_NAME.search(data, begin, end):
        columns = 16_384 if _FARTHEST_NAME.search(data, begin, end) else 702
    if rows * columns > 4_000_000:
        rows, columns = _exact(data, begin, end, rows, columns)
    return rows * columns, cells


def _exact(data: bytes, begin: int, end: int, rows: int, columns: int) -> tuple[int, int]:
    names = {hit[1] for hit in _REFERENCE.finditer(data, begin, end)}
    numbers = [int(hit[1]) for hit in _ROW.finditer(data, begin, end)]
    if not names or not numbers:
        return rows, columns
    letters = [column_number(name.decode()) for name in names]
    return max(numbers) - min(numbers) + 1, max(letters) - min(letters) + 1


# ── a table ───────────────────────────────────────────────────────────────────────────────────────────────


def read_table(archive: Archive, part: str, sheet: str) -> DeclaredTable | None:
    """The table that a part declares; None for one without a place. Raises BadXml, BadArchive."""
    head: dict[str, str] = {}
    columns: list[str] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == "table":
            head.update(attributes)
        elif name == "tableColumn":
            columns.append(unescaped(attributes.get("name", "")))

    data = archive.read(part)
    if not data:
        return None
    read_xml(data, start)
    area = _area(head.get("ref", ""))
    if not area:
        return None
    return DeclaredTable(
        name=head.get("displayName") or head.get("name", ""),
        sheet=sheet,
        area=area[0],
        columns=tuple(columns),
        has_header=head.get("headerRowCount", "1") != "0",
        has_totals=head.get("totalsRowCount", "0") not in ("", "0"),
    )


_ESCAPED = expression(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """A string of ECMA-376's type ST_Xstring: `_x000a_` is a line feed."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda hit: hit[0] if 0xD7FF < int(hit[1], 16) < 0xE000 else chr(int(hit[1], 16)), text)


def _area(written: str) -> list[Area]:
    try:
        return [Area.read(written)]
    except BadAddress:
        return []


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else 0
