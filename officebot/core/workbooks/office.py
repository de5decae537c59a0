"""The office's workbooks as they are handed to duties: what stands in them, and whether they could be read."""

from __future__ import annotations

from dataclasses import dataclass

from officebot.core.text import Text
from officebot.core.workbooks.tables import Note, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeWorkbook:
    """A workbook by its name in the settings. `file` is how people know it, `sha256` which content was read.

    Where it could not be read, `problem` says why, and there are no tables.
    """

    name: str
    file: str
    can_write: bool = False
    sha256: str = ""
    tables: tuple[Table, ...] = ()
    notes: tuple[Note, ...] = ()
    problem: Text | None = None
    unreckoned: tuple[str, ...] = ()
    """Sheets with formulas that show no figure yet."""

    def table(self, name: str, sheet: str = "") -> Table | None:
        """The table of that name, whatever its case; of that sheet, where one is given. None where there is none."""
        wanted, on = name.casefold(), sheet.casefold()
        return next(
            (one for one in self.tables if one.name.casefold() == wanted and on in ("", one.sheet.casefold())), None
        )
