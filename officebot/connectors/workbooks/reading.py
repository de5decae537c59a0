"""Workbooks read: .xlsx, .xlsm, .xlsb, .xls, .ods, .csv and .tsv into grids, each refusal a sentence.

Files come from outside: they are judged before anything is unpacked. Where one comes from people, `apart` reads it in a
worker with limits on time and memory; what stands here is the worker's side, and for files that officebot itself wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time
from itertools import chain
from pathlib import Path

from officebot.connectors.file_bytes import file_bytes
from officebot.connectors.workbooks.archives import LARGEST_FILE, Archive, BadArchive, damaged, open_archive
from officebot.connectors.workbooks.delimited import NotATable, read_delimited
from officebot.connectors.workbooks.fast import FastBook
from officebot.connectors.workbooks.kinds import disagreement, kind_of, ole_kind
from officebot.connectors.workbooks.ods import read_ods
from officebot.connectors.workbooks.ooxml import (
    BookParts,
    SheetFacts,
    book_part,
    is_utf8,
    read_book_parts,
    read_sheet_facts,
    read_table,
    slots,
    utf8,
)
from officebot.connectors.workbooks.sparse import MOST_CELLS, ExactReader, too_large
from officebot.connectors.xml import BadXml, ForbiddenXml, forbid_declarations
from officebot.core.problems import Problem, UserError
from officebot.core.text import Text, counted, say
from officebot.core.workbooks.cells import Value, quoted_sheet
from officebot.core.workbooks.grids import Book, DeclaredTable, Grid, Kind, without_placeholders

#: A rectangle larger than this, with fewer than a tenth of its places filled, is read without calamine.
_WIDE_FROM = 4_000_000
_EARLY = date(1900, 2, 28)


def read_book(source: Path | bytes, name: str = "") -> Book:
    """The workbook. Raises UserError, with a sentence and the file's name, for what is none or cannot be read.

    `name` is what people call it, and must be given with bytes: its ending says what is expected of them.
    """
    data = file_bytes(source, LARGEST_FILE) if isinstance(source, Path) else source
    called = name or (source.name if isinstance(source, Path) else "")
    try:
        return without_placeholders(_read(data, called))
    except BadArchive as refused:
        raise _wrong(called, refused.why) from refused
    except ForbiddenXml as error:
        raise _wrong(
            called, say("This workbook declares entities, which no workbook needs: it is not safe to read.")
        ) from error
    except BadXml as error:
        raise _wrong(called, damaged()) from error


def _read(data: bytes, name: str) -> Book:
    kind = kind_of(data)
    if kind == "xls":
        kind = ole_kind(data)
    archive = open_archive(data) if kind == "xlsx" else None
    if archive is not None:
        kind = _zip_kind(archive)
    if isinstance(kind, Text):
        raise BadArchive(kind)
    differs = disagreement(name, kind)
    if differs is not None:
        raise BadArchive(differs)
    match kind:
        case "csv":
            return _delimited(data, name)
        case "ods" if archive is not None:
            return read_ods(archive, name)
        case "xlsx" | "xlsm" if archive is not None:
            return _Ooxml(archive, data, name, kind).book()
        case _:
            return _fast_alone(data, name, kind)


def _zip_kind(archive: Archive) -> Kind | Text:
    if archive.read("mimetype").startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    try:
        part = book_part(archive)
    except ForbiddenXml:
        raise
    except BadXml as error:
        raise BadArchive(damaged()) from error
    if part.endswith(".bin"):
        return "xlsb"
    if not part or part.startswith(("word/", "ppt/")):
        if "word/document.xml" in archive or "ppt/presentation.xml" in archive:
            return say("This is a document of another office program, no workbook.")
        if any(one.startswith("xl/") for one in archive.entries):
            return damaged()
        return say("This is a zip archive, no workbook: unpack it and name the workbook in it.")
    return "xlsm" if any(one.endswith("vbaproject.bin") for one in archive.entries) else "xlsx"


# ── .csv ──────────────────────────────────────────────────────────────────────────────────────────────────


def _delimited(data: bytes, name: str) -> Book:
    try:
        found = read_delimited(data)
    except NotATable as error:
        raise BadArchive(say("This file is no workbook and no table of text.")) from error
    sheet = Path(name).stem or "CSV"
    return Book(name=name, kind="csv", grids=(Grid(sheet=sheet, rows=found.rows),))


# ── .xlsx and .xlsm ───────────────────────────────────────────────────────────────────────────────────────


class _Ooxml:
    """One workbook being read: calamine gives the values, the parts the rest."""

    def __init__(self, archive: Archive, data: bytes, name: str, kind: Kind) -> None:
        self._archive = archive
        self._data = data
        self._name = name
        self._kind = kind
        self._parts: BookParts = read_book_parts(archive, book_part(archive))
        self._exact = ExactReader(archive, self._parts)
        self._fast: FastBook | None = None
        self._is_fast = True

    def book(self) -> Book:
        grids: list[Grid] = []
        tables: list[DeclaredTable] = []
        problems: list[Problem] = []
        # Calamine unpacks it without asking how large it is: it is what it says, or refused here.
        strings = self._archive.read(self._parts.shared_strings)
        self._is_fast = is_utf8(strings)
        for part in (strings, self._archive.read(self._parts.styles)):
            forbid_declarations(utf8(part))
        for sheet in self._parts.sheets:
            if not sheet.part:
                continue
            raw = self._archive.read(sheet.part)
            data = utf8(raw)
            forbid_declarations(data)
            facts = read_sheet_facts(self._archive, sheet.part, data)
            facts.is_odd = facts.is_odd or not is_utf8(raw)
            rows = self._rows(sheet.name, data, facts)
            declared = (read_table(self._archive, part, sheet.name) for part in facts.tables)
            tables += [one for one in declared if one is not None]
            if facts.unreckoned:
                problems.append(_unreckoned(sheet.name, facts))
            grids.append(
                Grid(
                    sheet=sheet.name,
                    rows=rows,
                    merged=tuple(facts.merged),
                    hidden_rows=frozenset(facts.hidden_rows),
                    hidden_columns=frozenset(facts.hidden_columns),
                    is_hidden=sheet.is_hidden,
                )
            )
        return Book(
            name=self._name,
            kind=self._kind,
            grids=tuple(grids),
            tables=tuple(tables),
            names=self._parts.names,
            is_1904=self._parts.is_1904,
            problems=tuple(problems),
        )

    def _rows(self, sheet: str, data: bytes, facts: SheetFacts) -> dict[int, Sequence[Value]]:
        places, cells = slots(data)
        if cells // 2 > 2 * MOST_CELLS:
            raise too_large()
        is_wide = places > _WIDE_FROM and places > 10 * cells
        found = None if is_wide or facts.is_odd else self._by_calamine(sheet)
        # Of a sheet that it does not understand calamine may say that it is empty.
        if not found or _is_early(found, self._parts.is_1904) or (b"v>-" in data and _has_times(found)):
            return self._exact.rows(data)
        for cell, fault in facts.faults.items():
            row = [*found.get(cell.row, ())]
            row += [None] * (cell.column - len(row))
            row[cell.column - 1] = fault
            found[cell.row] = row
        return found if not facts.faults else dict(sorted(found.items()))

    def _by_calamine(self, sheet: str) -> dict[int, Sequence[Value]] | None:
        """The sheet's rows; None where calamine does not read this workbook or this sheet."""
        if self._fast is None and self._is_fast:
            self._fast = FastBook.open(self._data)
            self._is_fast = self._fast is not None
        return self._fast.rows(sheet) if self._fast is not None else None


def _is_early(rows: dict[int, Sequence[Value]], is_1904: bool) -> bool:
    """Whether a day is met that calamine makes of two numbers: 28 February 1900, or a midnight without a day."""
    kinds = _kinds(rows)
    has_midnight = time in kinds and time() in _cells(rows)
    return has_midnight or (date in kinds and not is_1904 and _EARLY in _cells(rows))


def _has_times(rows: dict[int, Sequence[Value]]) -> bool:
    """Whether a time of day is among the values: calamine makes one of a negative number too."""
    return time in _kinds(rows)


def _kinds(rows: dict[int, Sequence[Value]]) -> set[type]:
    return set(map(type, _cells(rows)))


def _cells(rows: dict[int, Sequence[Value]]) -> Iterator[Value]:
    return chain.from_iterable(rows.values())


# ── .xls and .xlsb ────────────────────────────────────────────────────────────────────────────────────────


def _fast_alone(data: bytes, name: str, kind: Kind) -> Book:
    book = FastBook.open(data)
    grids = book.grids() if book is not None else None
    if grids is None:
        raise BadArchive(damaged())
    return Book(name=name, kind=kind, grids=grids)


# ── sentences ─────────────────────────────────────────────────────────────────────────────────────────────


def _unreckoned(sheet: str, facts: SheetFacts) -> Problem:
    what = counted(
        "{count} formula has no value yet: open the workbook in your spreadsheet program and save it.",
        "{count} formulas have no value yet: open the workbook in your spreadsheet program and save it.",
        facts.unreckoned,
    )
    return Problem(where=f"{quoted_sheet(sheet)}!{facts.first_unreckoned}", what=what)


def _wrong(name: str, what: Text) -> UserError:
    return UserError(Problem(where=name, what=what))
