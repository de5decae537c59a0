"""Two versions of a workbook held against each other."""

from __future__ import annotations

import io
from pathlib import Path

from officebot.connectors.file_bytes import file_bytes
from officebot.connectors.workbooks.archives import LARGEST_FILE
from officebot.connectors.workbooks.changing import open_workbook
from officebot.connectors.workbooks.reading import read_book
from officebot.core.workbooks.differences import Differences, differences
from officebot.core.workbooks.grids import Book
from officebot.core.workbooks.lossless.scanning import formulas_of


def compare(old: Path, new: Path) -> Differences:
    """What differs between two files. Raises UserError for one that cannot be read."""
    one, other = _read(old), _read(new)
    return differences(one[0], other[0], one[1], other[1])


def _read(path: Path) -> tuple[Book, dict[str, dict[int, dict[int, str]]]]:
    data = file_bytes(path, LARGEST_FILE)
    book = read_book(data, path.name)
    if book.kind not in ("xlsx", "xlsm"):
        return book, {}
    workbook = open_workbook(io.BytesIO(data))
    return book, {sheet.name: formulas_of(workbook, sheet) for sheet in workbook.sheets}
