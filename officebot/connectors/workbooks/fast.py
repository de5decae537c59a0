"""Values by python-calamine: fast, but it guesses in corners, and panics where a file is spoilt."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from officebot.connectors.workbooks.archives import BadArchive, protected
from officebot.core.workbooks.cells import Area, Value
from officebot.core.workbooks.grids import Grid

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

T = TypeVar("T")


class FastBook:
    """A workbook that calamine could open."""

    def __init__(self, book: CalamineWorkbook) -> None:
        self._book = book

    @staticmethod
    def open(data: bytes) -> FastBook | None:
        """The workbook; None where calamine cannot open it."""
        import python_calamine

        book = _or_none(lambda: python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)))
        return FastBook(book) if book is not None else None

    def rows(self, sheet: str) -> dict[int, Sequence[Value]] | None:
        """A sheet's rows by their numbers; None where it cannot be read."""
        return _or_none(lambda: _rows(self._book.get_sheet_by_name(sheet)))

    def grids(self) -> tuple[Grid, ...] | None:
        """All sheets with cells; None where one cannot be read."""
        return _or_none(lambda: tuple(self._grids()))

    def _grids(self) -> Iterator[Grid]:
        from python_calamine import SheetTypeEnum, SheetVisibleEnum

        for about in self._book.sheets_metadata:
            if about.typ not in (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet):
                continue
            sheet = self._book.get_sheet_by_name(about.name)
            merged = tuple(
                Area(top + 1, left + 1, bottom + 1, right + 1)
                for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
            )
            is_hidden = about.visible != SheetVisibleEnum.Visible
            yield Grid(sheet=about.name, rows=_rows(sheet), merged=merged, is_hidden=is_hidden)


def _or_none(call: Callable[[], T]) -> T | None:
    """What the call returns; None where calamine refuses or panics. Raises BadArchive where a password is wanted."""
    import python_calamine

    try:
        return call()
    except python_calamine.PasswordError as error:
        raise BadArchive(protected()) from error
    except (python_calamine.CalamineError, ValueError, OSError):
        return None
    except BaseException as error:
        # What calamine raises where it panics is no Exception, and its class has no place to be imported from.
        if type(error).__name__ == "PanicException":
            return None
        raise


def _rows(sheet: CalamineSheet) -> dict[int, Sequence[Value]]:
    """The sheet's rows by their numbers, from column A on, without empty ones and without what is empty at their ends."""
    if sheet.start is None:
        return {}
    top, left = sheet.start
    before: list[Value] = [None] * left
    rows: dict[int, Sequence[Value]] = {}
    for number, row in enumerate(sheet.to_python(skip_empty_area=True), top + 1):
        values: list[Value] = [None if value == "" else value for value in row]
        while values and values[-1] is None:
            values.pop()
        if values:
            rows[number] = before + values if left else values
    return rows
