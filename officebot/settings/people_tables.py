"""people.csv and contacts.csv as tables that are edited: read as they are written, written with the same separator."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from officebot.core.problems import Problem, UserError
from officebot.core.text import say
from officebot.settings.tables import CONTACT_COLUMNS, PEOPLE_COLUMNS

COLUMNS: Mapping[str, tuple[str, ...]] = {"people.csv": PEOPLE_COLUMNS, "contacts.csv": CONTACT_COLUMNS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table of people: its columns, its rows by column, and how its file is written."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    separator: str = ","
    ending: str = "\n"
    mark: bytes = b""

    def with_rows(self, first: int, count: int, typed: Sequence[Mapping[str, str]]) -> Sheet:
        """The table with `typed` in the place of `count` rows from `first` on; rows that are empty go."""
        kept = [{column: row.get(column, "").strip() for column in self.columns} for row in typed]
        rows = (*self.rows[:first], *(row for row in kept if any(row.values())), *self.rows[first + count :])
        return Sheet(columns=self.columns, rows=rows, separator=self.separator, ending=self.ending, mark=self.mark)

    def written(self) -> bytes:
        """The file's content; columns that were missing appear once something stands in them."""
        made = io.StringIO()
        writer = csv.writer(made, delimiter=self.separator, lineterminator=self.ending)
        writer.writerow(self.columns)
        writer.writerows([row.get(column, "") for column in self.columns] for row in self.rows)
        return self.mark + made.getvalue().encode("utf-8")


def sheet_of(file: str, data: bytes) -> Sheet:
    """The table in this file, with all columns that it may have. Raises UserError where it cannot be read."""
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = data.decode("cp1252", errors="replace")
    head = words.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    try:
        lines = [line for line in csv.reader(io.StringIO(words), delimiter=separator, strict=True) if line]
    except csv.Error:
        what = say("The line cannot be read: look for a quotation mark that is not closed.")
        raise UserError(Problem(where=file, what=what)) from None
    present = [name.strip().lower() for name in lines[0]] if lines else []
    columns = (*present, *(name for name in COLUMNS[file] if name not in present))
    rows = tuple(
        dict(zip(present, (value.strip() for value in line), strict=False)) for line in lines[1:] if any(line)
    )
    ending = "\r\n" if "\r\n" in words else "\n"
    return Sheet(columns=columns, rows=rows, separator=separator, ending=ending, mark=mark)
