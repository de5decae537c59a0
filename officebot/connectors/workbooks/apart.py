"""Workbooks read in a worker: whatever a file does to its reader, only that worker suffers, for so long and so much."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from officebot.connectors.file_bytes import file_bytes
from officebot.connectors.workbooks.archives import LARGEST_FILE
from officebot.connectors.workbooks.reading import read_book
from officebot.connectors.workers import WorkerFault, WorkerPool
from officebot.core.problems import Problem, UserError
from officebot.core.text import Text, say
from officebot.core.workbooks.grids import Book
from officebot.core.workbooks.tables import Found, find_tables

#: 2 million cells take five seconds of it.
_SECONDS = 60.0
_READ = "officebot.connectors.workbooks.apart:read_or_refuse"
_FIND = "officebot.connectors.workbooks.apart:find_or_refuse"

Refused: TypeAlias = tuple[Problem, ...]


def read_book_apart(source: Path | bytes, name: str, workers: WorkerPool) -> Book:
    """The workbook, read in a worker. Raises UserError as `read_book` does, also for what no worker survives."""
    found: Book | Refused | WorkerFault = workers.run(_READ, (_data(source), name), _SECONDS)
    if isinstance(found, Book):
        return found
    raise _refusal(name, found)


def find_tables_apart(source: Path | bytes, name: str, workers: WorkerPool, sheet: str | None = None) -> Found:
    """The tables of the workbook, or of one sheet, read and found in a worker: only what is asked for comes back.

    Raises UserError as `read_book_apart` does, and where there is no such sheet.
    """
    found: Found | Refused | WorkerFault = workers.run(_FIND, (_data(source), name, sheet), _SECONDS)
    if isinstance(found, Found):
        return found
    raise _refusal(name, found)


# ── the worker's side ─────────────────────────────────────────────────────────────────────────────────────


def read_or_refuse(payload: tuple[bytes, str]) -> Book | Refused:
    """The workbook, or the problems."""
    try:
        with quiet():
            return read_book(*payload)
    except UserError as refused:
        return refused.problems


def find_or_refuse(payload: tuple[bytes, str, str | None]) -> Found | Refused:
    """The tables, or the problems."""
    data, name, sheet = payload
    try:
        with quiet():
            book = read_book(data, name)
    except UserError as refused:
        return refused.problems
    if sheet is not None:
        grid = book.grid(sheet)
        if grid is None:
            return (Problem(where=name, what=_no_sheet(sheet, [one.sheet for one in book.grids])),)
        book = replace(book, grids=(grid,))
    return find_tables(book)


@contextmanager
def quiet() -> Iterator[None]:
    """Nothing on standard error meanwhile: a parser that panics tells it there, in words for nobody here."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _data(source: Path | bytes) -> bytes:
    return file_bytes(source, LARGEST_FILE) if isinstance(source, Path) else source


def _refusal(name: str, found: Refused | WorkerFault) -> UserError:
    if isinstance(found, tuple):
        return UserError(found)
    what = say("This workbook takes too long or too much memory to read: it is damaged, or not made by people.")
    return UserError(Problem(where=name, what=what))


def _no_sheet(sheet: str, names: Sequence[str]) -> Text:
    return say("There is no sheet “{sheet}”: there are {names}.", sheet=sheet[:80], names=list(names[:20]))
