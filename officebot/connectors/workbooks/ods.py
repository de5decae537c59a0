"""OpenDocument spreadsheets (ODF 1.3 part 3): sheets, merged and hidden, database ranges and named ranges.

Runs of equal cells are written once with a count: the empty ones at a sheet's end are never unrolled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from officebot.connectors.workbooks.archives import Archive, BadArchive, damaged, protected
from officebot.connectors.workbooks.serials import plain_day
from officebot.connectors.workbooks.sparse import MOST_CELLS, too_large
from officebot.connectors.xml import attribute, is_true, read_xml
from officebot.core.expressions import expression
from officebot.core.workbooks.cells import MOST_COLUMNS, MOST_ROWS, Area, BadAddress, Fault, Value, unquoted
from officebot.core.workbooks.grids import Book, DeclaredTable, DefinedName, Grid

_DURATION = expression(r"(-?)P(?:(\d{1,7})D)?T?(?:(\d{1,7})H)?(?:(\d{1,9})M)?(?:(\d{1,12}(?:[.,]\d{1,9})?)S)?")
_SOME_MIDNIGHT = datetime(2000, 1, 1)  # noqa: DTZ001 - only its time of day counts
_FAULT = expression(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:\d{3}")


def read_ods(archive: Archive, name: str) -> Book:
    """The spreadsheet. Raises BadXml, BadArchive."""
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise BadArchive(protected())
    content = archive.read("content.xml")
    if not content:
        raise BadArchive(damaged())
    reading = _Reading()
    read_xml(content, reading.start, reading.end, reading.text)
    return Book(
        name=name, kind="ods", grids=tuple(reading.grids), tables=tuple(reading.tables), names=tuple(reading.names)
    )


class _Reading:
    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self.tables: list[DeclaredTable] = []
        self.names: list[DefinedName] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._cells = 0
        self._depth = 0
        self._begin_sheet({})

    def _begin_sheet(self, attributes: Mapping[str, str]) -> None:
        self._sheet = attribute(attributes, "name")
        self._is_hidden = attribute(attributes, "style-name") in self._hidden_styles
        self._rows: dict[int, Sequence[Value]] = {}
        self._merged: list[Area] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._row = self._column = 0
        self._row_repeats = 1
        self._values: list[tuple[int, Value]] = []
        self._cell: Mapping[str, str] | None = None
        self._words: list[str] = []
        self._skipped = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table":
            self._depth += 1
            if self._depth == 1:
                self._begin_sheet(attributes)
        elif self._depth == 1:
            self._start_inside(name, attributes)
        elif name == "style" and attribute(attributes, "family") == "table":
            self._style = attribute(attributes, "name")
        elif name == "table-properties" and attribute(attributes, "display") == "false":
            self._hidden_styles.add(self._style)
        elif name == "database-range":
            self._database_range(attributes)
        elif name == "named-range":
            self._named_range(attributes)

    def _start_inside(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._cell is not None:
            self._start_in_cell(name, attributes)
        elif name == "table-row":
            self._row_repeats = _count(attributes, "number-rows-repeated")
            self._column, self._values = 0, []
            if attribute(attributes, "visibility") in ("collapse", "filter") and self._row_repeats < 100_000:
                self._hidden_rows.update(range(self._row + 1, self._row + self._row_repeats + 1))
        elif name == "table-column":
            repeats = min(_count(attributes, "number-columns-repeated"), MOST_COLUMNS)
            if attribute(attributes, "visibility") in ("collapse", "filter"):
                self._hidden_columns.update(range(self._column + 1, self._column + repeats + 1))
            self._column += repeats
        elif name in ("table-cell", "covered-table-cell"):
            self._cell, self._words = attributes, []
        elif name == "named-range":
            self._named_range(attributes)

    def _start_in_cell(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in ("annotation", "shape", "frame", "custom-shape"):
            self._skipped += 1
        elif self._skipped:
            return
        elif name == "p" and self._words:
            self._words.append("\n")
        elif name == "s":
            self._words.append(" " * min(_count(attributes, "c"), 1000))
        elif name == "tab":
            self._words.append("\t")
        elif name == "line-break":
            self._words.append("\n")

    def text(self, words: str) -> None:
        if self._cell is not None and not self._skipped:
            self._words.append(words)

    def end(self, name: str) -> None:
        if name == "table":
            self._depth -= 1
            if self._depth == 0:
                self._end_sheet()
        elif name in ("annotation", "shape", "frame", "custom-shape") and self._skipped:
            self._skipped -= 1
        elif self._depth != 1:
            return
        elif name in ("table-cell", "covered-table-cell") and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif name == "table-row":
            self._end_row()

    def _end_cell(self, cell: Mapping[str, str]) -> None:
        repeats = _count(cell, "number-columns-repeated")
        value = _value(cell, "".join(self._words))
        down, across = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if down > 1 or across > 1:
            top, left = self._row + 1, self._column + 1
            self._merged.append(Area(top, left, top + down - 1, left + across - 1))
        if value is not None:
            for column in range(self._column, min(self._column + repeats, MOST_COLUMNS)):
                self._values.append((column, value))
        self._column += repeats

    def _end_row(self) -> None:
        if self._values:
            made: list[Value] = [None] * (self._values[-1][0] + 1)
            for column, value in self._values:
                made[column] = value
            self._cells += len(made) * self._row_repeats
            if self._cells > MOST_CELLS:
                raise too_large()
            for number in range(self._row + 1, min(self._row + self._row_repeats, MOST_ROWS) + 1):
                self._rows[number] = made
        self._row += self._row_repeats

    def _end_sheet(self) -> None:
        self.grids.append(
            Grid(
                sheet=self._sheet,
                rows=self._rows,
                merged=tuple(self._merged),
                hidden_rows=frozenset(self._hidden_rows),
                hidden_columns=frozenset(self._hidden_columns),
                is_hidden=self._is_hidden,
            )
        )

    # ── what stands after the sheets ──────────────────────────────────────────────────────────────────────

    def _database_range(self, attributes: Mapping[str, str]) -> None:
        name, place = attribute(attributes, "name"), _place(attribute(attributes, "target-range-address"))
        # Calc keeps filters of a sheet as ranges whose names nobody chose.
        if place is None or name.startswith("__Anonymous"):
            return
        sheet, area = place
        grid = next((grid for grid in self.grids if grid.sheet == sheet), None)
        has_header = attribute(attributes, "contains-header") != "false"
        head = grid.rows.get(area.top, ()) if grid is not None else ()
        columns = tuple(
            str(head[column - 1]) if has_header and column <= len(head) and head[column - 1] is not None else ""
            for column in range(area.left, area.right + 1)
        )
        self.tables.append(DeclaredTable(name=name, sheet=sheet, area=area, columns=columns, has_header=has_header))

    def _named_range(self, attributes: Mapping[str, str]) -> None:
        sheet = self._sheet if self._depth else ""
        refers_to = attribute(attributes, "cell-range-address")
        self.names.append(DefinedName(name=attribute(attributes, "name"), refers_to=refers_to, sheet=sheet))


def _count(attributes: Mapping[str, str], name: str) -> int:
    written = attribute(attributes, name)
    return int(written) if written.isdecimal() and 0 < len(written) < 8 else 1


def _value(cell: Mapping[str, str], words: str) -> Value:
    match attribute(cell, "value-type"):
        case "float" | "percentage" | "currency":
            if _FAULT.fullmatch(words):
                return Fault(words)
            return _number(attribute(cell, "value"), words)
        case "boolean":
            return is_true(attribute(cell, "boolean-value"))
        case "date":
            return _day(attribute(cell, "date-value"))
        case "time":
            return _duration(attribute(cell, "time-value"))
        case "string":
            if _FAULT.fullmatch(words) and attribute(cell, "formula"):
                return Fault(words)
            return attribute(cell, "string-value") or words or None
        case _:
            return None


def _number(written: str, words: str) -> Value:
    try:
        found = float(written)
    except ValueError:
        return words or None
    return found if found - found == 0 else words or None


def _day(written: str) -> Value:
    try:
        return plain_day(datetime.fromisoformat(written))
    except ValueError:
        return written or None


def _duration(written: str) -> Value:
    """`PT09H30M00S` is a time of day below 24 hours, as spreadsheet programs show it."""
    found = _DURATION.fullmatch(written)
    if found is None or not any(found.groups()[1:]):
        return written or None
    days, hours, minutes = (int(part or 0) for part in found.groups()[1:4])
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=float((found[5] or "0").replace(",", ".")))
    if found[1]:
        return -length
    return (_SOME_MIDNIGHT + length).time() if length < timedelta(days=1) else length


def _place(written: str) -> tuple[str, Area] | None:
    """`$'Feuille 1'.A1:$'Feuille 1'.C9` as a sheet and an area."""
    first, _, last = written.rpartition(":") if ":" in written else (written, "", written)
    sheet, _, begin = first.rpartition(".")
    try:
        return unquoted(sheet.lstrip("$")), Area.read(f"{begin}:{last.rpartition('.')[2]}")
    except BadAddress:
        return None
