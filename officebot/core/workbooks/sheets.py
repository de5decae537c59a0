"""A workbook of the office as people laid it out: its cells and how they look, for what is no plain table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from officebot.core.text import Text
from officebot.core.workbooks.grids import Book
from officebot.core.workbooks.looks import Looks


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSheets:
    """A workbook by its name in the settings; `book` is None where it could not be read, and `problem` says why."""

    name: str
    file: str
    sha256: str = ""
    book: Book | None = None
    looks: Mapping[str, Looks] = field(default_factory=dict)
    problem: Text | None = None
