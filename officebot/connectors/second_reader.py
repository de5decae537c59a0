"""Cells of a report's files read a second time, by another reader than the first: what figures are checked against.

Workbooks are read by our own reading of their XML where the first reader is calamine; text files are cut by the little
automaton below where the first reader is Python's csv. Of .xls, .xlsb and .ods there is but one reader: it reads again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from officebot.connectors.file_bytes import file_bytes
from officebot.connectors.workbooks.apart import Refused, quiet
from officebot.connectors.workbooks.archives import LARGEST_FILE, BadArchive, open_archive
from officebot.connectors.workbooks.delimited import NotATable, decoded, read_delimited
from officebot.connectors.workbooks.kinds import kind_of
from officebot.connectors.workbooks.ooxml import book_part, read_book_parts
from officebot.connectors.workbooks.reading import read_book
from officebot.connectors.workbooks.sparse import ExactReader
from officebot.connectors.workers import WorkerFault, WorkerPool
from officebot.connectors.xml import BadXml
from officebot.core.figures import Source
from officebot.core.problems import Problem, UserError
from officebot.core.text import say
from officebot.core.workbooks.cells import Value, column_name, column_number

#: sheet → row → the cells' words from column A on.
Rows: TypeAlias = Mapping[str, Mapping[int, Sequence[str | None]]]
_SECONDS = 60.0
_READ = "officebot.connectors.second_reader:rows_or_refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAgain:
    """A file as it was read the second time."""

    name: str
    sha256: str
    read_at: datetime
    rows: Rows


@dataclass(slots=True)
class SecondReading:
    """The rows that a report's figures stand in, read again. Text files have one sheet, whatever it is called."""

    files: Mapping[str, FileAgain]
    _split: dict[str, tuple[int, int]] = field(default_factory=dict)

    def cell(self, source: Source) -> str | None:
        """The words or the number in a cell; None for an empty one, and for one that could not be read again."""
        row, column = self._place(source.cell)
        found = self._row(source, row)
        return found[column - 1] if 0 < column <= len(found) else None

    def row(self, source: Source) -> Mapping[str, str]:
        """The filled cells of its row by their names."""
        row, _ = self._place(source.cell)
        filled = enumerate(self._row(source, row), 1)
        return {f"{column_name(place)}{row}": words for place, words in filled if words is not None}

    def sha256(self, file: str) -> str:
        """The file's hash."""
        found = self.files.get(file)
        return found.sha256 if found is not None else ""

    def _row(self, source: Source, row: int) -> Sequence[str | None]:
        found = self.files.get(source.file)
        if found is None:
            return ()
        rows = found.rows.get(source.sheet)
        if rows is None and len(found.rows) == 1:
            rows = next(iter(found.rows.values()))
        return rows.get(row, ()) if rows is not None else ()

    def _place(self, cell: str) -> tuple[int, int]:
        known = self._split.get(cell)
        if known is None:
            letters = cell.rstrip("0123456789")
            digits = cell[len(letters) :]
            known = self._split[cell] = int(digits or "0"), column_number(letters) if letters.isalpha() else 0
        return known


def read_again(
    paths: Iterable[Path],
    wanted: Mapping[str, Mapping[str, set[int]]],
    workers: WorkerPool,
    now: Callable[[], datetime],
) -> SecondReading:
    """The wanted rows, by file and sheet, read in a worker. Raises UserError for a file that cannot be read again."""
    found: dict[str, FileAgain] = {}
    for path in paths:
        data = file_bytes(path, LARGEST_FILE)
        rows: Rows | Refused | WorkerFault = workers.run(
            _READ, (data, path.name, wanted.get(path.name, {})), _SECONDS
        )
        if isinstance(rows, tuple):
            raise UserError(rows)
        if not isinstance(rows, Mapping):
            what = say("This file takes too long to read a second time: no report is made of it.")
            raise UserError(Problem(where=path.name, what=what))
        digest = hashlib.sha256(data).hexdigest()
        found[path.name] = FileAgain(name=path.name, sha256=digest, read_at=now(), rows=rows)
    return SecondReading(files=found)


# ── the worker's side ─────────────────────────────────────────────────────────────────────────────────────


def rows_or_refuse(payload: tuple[bytes, str, Mapping[str, set[int]]]) -> Rows | Refused:
    """The wanted rows, or the problems."""
    data, name, wanted = payload
    try:
        with quiet():
            return rows_of(data, name, wanted)
    except UserError as refused:
        return refused.problems


def rows_of(data: bytes, name: str, wanted: Mapping[str, set[int]]) -> Rows:
    """The wanted rows of a file, as words. Raises UserError where it cannot be read."""
    kind = kind_of(data)
    try:
        if kind == "csv":
            return {"": _picked(_text_rows(data), set().union(*wanted.values()) if wanted else set())}
        if kind == "xlsx" and (found := _xlsx_rows(data, wanted)):
            return found
    except (BadArchive, BadXml, NotATable) as error:
        what = say("This file cannot be read a second time: no report is made of it.")
        raise UserError(Problem(where=name, what=what)) from error
    grids = {grid.sheet: grid.rows for grid in read_book(data, name).grids}
    return {sheet: _picked(grids.get(sheet, {}), rows) for sheet, rows in wanted.items()}


def _xlsx_rows(data: bytes, wanted: Mapping[str, set[int]]) -> dict[str, dict[int, list[str | None]]]:
    """The rows by our own reading; {} for a zip that is no .xlsx, as .ods is one."""
    archive = open_archive(data)
    part = book_part(archive)
    if not part or part.endswith(".bin") or "mimetype" in archive:
        return {}
    parts = read_book_parts(archive, part)
    reader = ExactReader(archive, parts)
    return {
        sheet.name: _picked(reader.rows(archive.read(sheet.part)), wanted[sheet.name])
        for sheet in parts.sheets
        if sheet.part and sheet.name in wanted
    }


def _picked(rows: Mapping[int, Sequence[Value]], wanted: set[int]) -> dict[int, list[str | None]]:
    return {number: [_words(value) for value in rows[number]] for number in wanted if number in rows}


def _words(value: Value) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool | int | float | str):
        return str(value)
    return str(value)


def _text_rows(data: bytes) -> dict[int, list[Value]]:
    """The records of a text file from the first on, cut letter by letter (RFC 4180 §2)."""
    text, _ = decoded(data)
    separator = read_delimited(data).separator
    if text[:4].lower() == "sep=":
        text = text.partition("\n")[2]
    found: dict[int, list[Value]] = {}
    for number, line in enumerate(_records(text), 1):
        found[number] = [_unquoted(one) or None for one in _cut(line, separator)]
    return found


def _records(text: str) -> list[str]:
    """The lines; one with an open quote goes on in the next."""
    records: list[str] = []
    held = ""
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        held = f"{held}\n{line}" if held else line
        if held.count('"') % 2 == 0:
            records.append(held)
            held = ""
    return [*records, held] if held else records


def _cut(line: str, separator: str) -> list[str]:
    if '"' not in line:
        return line.split(separator)
    cells, is_quoted, begin = [], False, 0
    for place, letter in enumerate(line):
        if letter == '"':
            is_quoted = not is_quoted
        elif letter == separator and not is_quoted:
            cells.append(line[begin:place])
            begin = place + 1
    return [*cells, line[begin:]]


def _unquoted(cell: str) -> str:
    bare = cell.strip()
    if len(bare) > 1 and bare.startswith('"') and bare.endswith('"'):
        return bare[1:-1].replace('""', '"').strip()
    return bare
