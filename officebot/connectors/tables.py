"""Tables written as workbooks and CSV files; outside text stays text, whatever it begins with.

A table is `{"sheet": "…", "columns": […], "rows": [[…]]}`. A column is a title, or `{"title", "kind", "width"}`
with kind "text", "number" or "date" (values in ISO form). The same table gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from officebot.core.expressions import expression
from officebot.core.problems import UserError
from officebot.core.text import say

#: What a workbook says of its making: always the same, so that equal tables are equal files.
EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - a zip's and a workbook's dates have no zone
_ZIP_DATE = (2000, 1, 1, 0, 0, 0)
_MOST_ROWS = 1_048_575
_LONGEST_CELL = 32_767
_UNPRINTABLE = expression(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SHEET_NAME = expression(r"[\[\]:*?/\\]")
#: What spreadsheet programs take for the beginning of a formula (ASVS 1.2.10), also after a blank.
_FORMULA = expression(r"\s*[=+\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20]")
#: Where a program that takes another sign for the separator would begin a cell, and what it would take for a formula.
_CUT = expression(r'[;,\t\r\n"]')
_SEPARATOR, _FORMULA_INSIDE = expression(r"([;,\t\r\n])"), expression(r'[\s"]*(?=[=+\-@|%\uff1d\uff0b\uff0d\uff20])')


def workbook(table: Mapping[str, Any]) -> bytes:
    """The table as an .xlsx: a heading that stays in sight, filters, widths that fit."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    columns, rows = _columns(table), _rows(table)
    book = Workbook()
    sheet = book.active
    sheet.title = _SHEET_NAME.sub(" ", _clean(str(table.get("sheet") or "1"))).strip("'")[:31] or "1"
    for number, column in enumerate(columns, 1):
        set_cell(sheet.cell(1, number), column["title"])
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = column["width"]
    for line, row in enumerate(rows, 2):
        for number, (column, value) in enumerate(zip(columns, row, strict=True), 1):
            cell = sheet.cell(line, number)
            set_cell(cell, _typed(value, column["kind"]))
            cell.alignment = Alignment(wrap_text=column["kind"] == "text", vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    book.properties.created, book.properties.creator = EPOCH, "officebot"
    held = io.BytesIO()
    book.save(held)
    return same_each_time(held.getvalue())


def csv_text(table: Mapping[str, Any], language: str) -> str:
    """The table as CSV; a semicolon separates in French, where the comma is for decimals."""
    separator = ";" if language == "fr" else ","
    lines = [[_harmless(column["title"]) for column in _columns(table)]]
    for row in _rows(table):
        lines.append(
            [_harmless(value) if isinstance(value, str) else "" if value is None else str(value) for value in row]
        )
    return "".join(separator.join(map(_quoted, line)) + "\r\n" for line in lines)


def _quoted(text: str) -> str:
    """The text in quotes, where any program could cut it, whichever separator it knows (RFC 4180 §2)."""
    return '"' + text.replace('"', '""') + '"' if _CUT.search(text) else text


def _columns(table: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = []
    for column in table.get("columns") or ():
        given = column if isinstance(column, Mapping) else {"title": column}
        kind, title = given.get("kind", "text"), _clean(str(given.get("title", "")))
        found.append({"title": title, "kind": kind, "width": float(given.get("width", max(12, len(title) + 4)))})
    if not found:
        raise UserError(say("A table needs at least one column."))
    return found


def _rows(table: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
    rows: Sequence[Sequence[Any]] = table.get("rows") or ()
    width = len(table.get("columns") or ())
    if len(rows) > _MOST_ROWS or any(len(row) != width for row in rows):
        raise UserError(say("The rows of a table must be as wide as its heading, and fewer than a million."))
    return rows


def _typed(value: Any, kind: str) -> Any:
    """A date column's ISO text as a date; what is none stays text."""
    if kind == "date" and isinstance(value, str):
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            return value
        return found.date() if len(value) == len("2026-11-24") else found.replace(tzinfo=None)
    return value


def set_cell(cell: Any, value: Any) -> None:
    """Fill a cell; text is marked as text twice, for programs that look again when a person edits it."""
    if value is None or isinstance(value, bool | int | float | date):
        cell.value = value
        return
    # XML has one kind of line end (XML 1.0 §2.11).
    text = _clean(str(value)).replace("\r\n", "\n").replace("\r", "\n")[:_LONGEST_CELL]
    if not text:
        return
    cell.value = text
    cell.data_type = "s"
    if _FORMULA.match(text):
        cell.quotePrefix = True


def _clean(text: str) -> str:
    """The text without characters that XML cannot hold; each is replaced by one that shows the loss."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _harmless(text: str) -> str:
    """The text with an apostrophe before what looks like a formula, in whichever way the file is cut into cells."""
    first, *rest = _SEPARATOR.split(_clean(text))
    cleaned = first + "".join(_guarded(piece) for piece in rest)
    return f"'{cleaned}" if _FORMULA.match(cleaned) else cleaned


def _guarded(piece: str) -> str:
    found = _FORMULA_INSIDE.match(piece)
    return f"{piece[: found.end()]}'{piece[found.end() :]}" if found else piece


def same_each_time(content: bytes) -> bytes:
    """The workbook without the moment of its making."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = source.read(name)
            if name == "docProps/core.xml":
                stamp = f"{EPOCH.isoformat()}Z".encode()
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, part)
            target.writestr(zipfile.ZipInfo(name, _ZIP_DATE), part, zipfile.ZIP_DEFLATED)
    return held.getvalue()
