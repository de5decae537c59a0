"""What is stored, read once more for the second computation: the ledger's rows, the workbooks' cells, the calendars' text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from officebot.core.expressions import expression
from officebot.core.records import Book, Record, Records
from officebot.core.reports.events import meetings_again
from officebot.core.reports.meetings import meetings_in, span_of
from officebot.core.reports.model import CellBook, Part
from officebot.core.reports.stored import KINDS, ledger_book
from officebot.core.text import say
from officebot.core.workbooks.cells import Cell, Value
from officebot.core.workbooks.sheets import OfficeSheets
from officebot.sdk import Office, Window

#: So far before the period before, what is read again begins: mails that were answered, reports that were noted.
LOOK_BACK = timedelta(days=62)
_FRENCH_DAY = expression(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_PLACE = expression(r"(.+)!([A-Z]{1,3})([0-9]{1,7})")


def records_of(office: Office, parts: Sequence[Part], window: Window) -> Records:
    """All books that the parts' figures are made of, read again now."""
    at = window.now.astimezone(window.zone).strftime("%Y-%m-%dT%H:%M")
    wanted = {one.ask.book for part in parts for one in part.figures if one.ask is not None} | {"items"}
    if "mails" in wanted:
        wanted.add("proposals")
    books: dict[str, Book] = {}
    for name in KINDS:
        if name in wanted:
            books[name] = _ledger_book(office, name, window, at)
    if "events" in wanted:
        books["events"] = _events(office, window, at)
    for one in (book for part in parts for book in part.books):
        books[one.name] = _cells(office, one, at)
    return Records(books)


def _ledger_book(office: Office, name: str, window: Window, at: str) -> Book:
    rows = office.stored_rows(name, window.before.since - LOOK_BACK)
    return ledger_book(name, rows, say("officebot’s ledger").render(office.facts.language), at)


def _events(office: Office, window: Window, at: str) -> Book:
    calendars = [one for one in office.calendars() if one.problem is None or one.left_out]
    texts = [each.text for one in calendars for each in one.objects if meetings_in(each.text, window) is not None]
    records = meetings_again(texts, *span_of(window), window.zone)
    names = ", ".join(sorted(one.name for one in calendars))
    return Book(name="events", kind="event", file=names, records=records, read=at)


def _cells(office: Office, wanted: CellBook, at: str) -> Book:
    sheets = office.sheets(wanted.workbook)
    records = [Record(key=key, fields={**_row(sheets, cells), "key": key}) for key, cells in wanted.cells.items()]
    names = sorted(
        {place.rpartition("!")[0].strip("'") for cells in wanted.cells.values() for place in cells.values()}
    )
    return Book(
        name=wanted.name, kind="cell", file=sheets.file, sheet=", ".join(names), records=records, read=at,
        sha256=sheets.sha256,
    )  # fmt: skip


def _row(sheets: OfficeSheets, cells: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name, place in cells.items():
        words = _words(_value(sheets, place))
        if words:
            found[name] = words
    return found


def _value(sheets: OfficeSheets, place: str) -> Value:
    found = _PLACE.fullmatch(place)
    if found is None or sheets.book is None:
        return None
    name = found[1].strip("'").replace("''", "'")
    grid = next((one for one in sheets.book.grids if one.sheet == name), None)
    return grid.value(Cell(int(found[3]), _column(found[2]))) if grid is not None else None


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _words(value: Value) -> str:
    """What a cell holds as words: days in ISO form, also where somebody typed them as 3/11/2026."""
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat()
        case date():
            return value.isoformat()
        case bool():
            return "true" if value else "false"
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
    words = " ".join(str(value).split())
    day = _FRENCH_DAY.fullmatch(words)
    return f"{day[3]}-{int(day[2]):02d}-{int(day[1]):02d}" if day is not None else words
