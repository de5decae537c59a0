"""What other programs read in a workbook, cell by cell: openpyxl, calamine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from officebot.core.workbooks.cells import Area, Cell, Value

#: A sheet's name and a cell.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Looks:
    """A workbook as openpyxl reads it: by sheet and cell formulas or values, shown figures, and styles."""

    held: Mapping[Place, Any]
    shown: Mapping[Place, Any]
    styles: Mapping[Place, Any]
    sheets: Sequence[str]


def looks(path: Path, names: Sequence[str] = ()) -> Looks:
    """The workbook as openpyxl reads it. Raises in as many ways as it does.

    `names` are those of its sheets, where another program gave it others.
    """
    import openpyxl

    formulas = openpyxl.load_workbook(path)
    values = openpyxl.load_workbook(path, data_only=True)
    titles = [sheet.title for sheet in formulas.worksheets]
    called = dict(zip(titles, names if len(names) == len(titles) else titles, strict=True))
    held, styles = {}, {}
    for sheet in formulas.worksheets:
        for cell in sheet._cells.values():
            place = (called[sheet.title], cell.coordinate)
            styles[place] = tuple(getattr(cell, "_style", ()) or ())
            if cell.value is not None:
                held[place] = _plain(cell.value)
    shown = {
        (called[sheet.title], cell.coordinate): _plain(cell.value)
        for sheet in values.worksheets
        for cell in sheet._cells.values()
        if cell.value is not None
    }
    return Looks(held, shown, styles, list(called.values()))


def _plain(value: Any) -> Any:
    """Array formulas and data tables by what they say, days with a moment."""
    if hasattr(value, "ref"):
        return (type(value).__name__, value.ref, getattr(value, "text", ""), str(dict(value)))
    # openpyxl leaves out blanks of formulas that one cell holds for others.
    return " ".join(value.split()) if isinstance(value, str) and value.startswith("=") else value


def by_calamine(path: Path) -> Mapping[Place, Any]:
    """Cells by calamine, which knows nothing of formulas. Raises where it cannot read the file."""
    from python_calamine import CalamineWorkbook

    found = {}
    book = CalamineWorkbook.from_path(str(path))
    for sheet in book.sheets_metadata:
        if "WorkSheet" not in str(sheet.typ):
            continue
        for row, values in enumerate(book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False), 1):
            for column, value in enumerate(values, 1):
                if value != "":
                    found[sheet.name, str(Cell(row, column))] = value
    return found


def is_formula(book: Looks, place: Place) -> bool:
    held = book.held.get(place)
    if isinstance(held, tuple) or (isinstance(held, str) and held.startswith("=")):
        return True
    return in_array(book, place)


def in_array(book: Looks, place: Place) -> bool:
    """Whether an array formula, or a table of data, of another cell fills this one."""
    cell = Cell.read(place[1])
    return any(
        home[0] == place[0] and home != place and cell in Area.read(held[1])
        for home, held in book.held.items()
        if isinstance(held, tuple)
    )


def differing(one: Mapping[Place, Any], other: Mapping[Place, Any]) -> Iterator[Place]:
    for place in one.keys() | other.keys():
        first, second = one.get(place), other.get(place)
        if first != second and not (first != first and second != second):
            yield place


def same(read: Any, wanted: Value) -> bool:
    if isinstance(wanted, int | float) and isinstance(read, date | time | timedelta):
        # A number in a cell whose style shows days.
        from openpyxl.utils.datetime import MAC_EPOCH, to_excel

        return any(abs(number - wanted) < 1e-6 for number in (to_excel(read), to_excel(read, MAC_EPOCH)))
    match wanted:
        case date() if isinstance(read, datetime):
            return read == datetime(wanted.year, wanted.month, wanted.day)  # noqa: DTZ001
    return bool(read == wanted)


def _number(value: Any) -> Any:
    """A day or a time as the number that the cell holds: programs differ in which numbers they show as days."""
    from openpyxl.utils.datetime import to_excel

    return to_excel(value) if isinstance(value, date | time | timedelta) else value


def is_near(one: Any, other: Any) -> bool:
    one, other = _number(one), _number(other)
    numbers = (int, float)
    if isinstance(one, numbers) and isinstance(other, numbers):
        return abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1e-6)
    return one == other or {one, other} <= {None, ""}
