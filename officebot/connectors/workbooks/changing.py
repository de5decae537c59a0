"""A person's workbook changed: planned on what it is now, written beside it, read back, put in its place."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from officebot.connectors.workbooks import temporaries
from officebot.connectors.workbooks.backups import Backups
from officebot.connectors.workbooks.exchanging import place_new, sync
from officebot.connectors.workbooks.files import Replaced, Seen, observe, replace
from officebot.connectors.workbooks.kinds import disagreement, kind_of, ole_kind
from officebot.connectors.workbooks.reading import read_book
from officebot.connectors.workbooks.troubles import shown, unwritable
from officebot.core.clock import Clock
from officebot.core.problems import Problem, UserError
from officebot.core.text import Text, say
from officebot.core.workbooks.lossless.growing import Place, place_of
from officebot.core.workbooks.lossless.package import Package
from officebot.core.workbooks.lossless.planning import CellChange, PartChange, Plan
from officebot.core.workbooks.lossless.verifying import check
from officebot.core.workbooks.lossless.workbook import Workbook
from officebot.core.workbooks.tables import Table, find_tables

#: What tells of which kind a file is.
_BEGINNING = 65_536
#: Decides what to change, from the workbook as it is; raises UserError where it cannot be.
Decide = Callable[[Workbook], Plan]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A change that was written: its cells before and after, the parts that were written anew, what stands there now."""

    path: Path
    cells: tuple[CellChange, ...]
    parts: tuple[PartChange, ...]
    replaced: Replaced | None = None


def planned(path: Path, decide: Decide, *, clock: Clock | None = None) -> Plan:
    """What would be changed; nothing is written. Raises UserError with the file's name."""
    observe(path, clock=clock)
    return _planned(path, io.BytesIO(path.read_bytes()), decide)


def change(
    path: Path,
    decide: Decide,
    *,
    seen: Seen | None = None,
    backups: Backups | None = None,
    clock: Clock | None = None,
) -> Done:
    """Change a workbook in its place, whole or not at all.

    Raises UserError where it cannot be changed as asked, Locked while somebody has it open, Changed where it is not
    what was `seen`, Unavailable where the disk does not do it; then it is as it was.
    """
    work = _Work(path, decide)
    try:
        replaced = replace(seen or observe(path, clock=clock), work.write, work.check, backups=backups, clock=clock)
    finally:
        work.close()
    return work.done(path, replaced)


def change_into(path: Path, target: Path, decide: Decide, *, clock: Clock | None = None) -> Done:
    """The same into another file, which is not there yet; the workbook itself is left as it is."""
    observe(path, clock=clock)
    if target.exists() or target.is_symlink():
        raise UserError(Problem(where=target.name, what=say("This file is already there: name another one.")))
    work = _Work(path, decide)
    made = temporaries.new_name(target)
    try:
        with path.open("rb") as source:
            handle = temporaries.create(made)
            try:
                with temporaries.Careful(handle) as careful:
                    work.write(source, cast(BinaryIO, careful))
                    careful.finish()
                sync(handle)
            finally:
                os.close(handle)
        work.check(made)
        place_new(made, target)
    except FileExistsError:
        raise UserError(
            Problem(where=target.name, what=say("This file is already there: name another one."))
        ) from None
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        work.close()
        made.unlink(missing_ok=True)
    return work.done(target, None)


class _Work:
    """One change: the plan is made from the very file that is replaced, which stays open until it is checked."""

    def __init__(self, path: Path, decide: Decide) -> None:
        self._path, self._decide = path, decide
        self._plan: Plan | None = None
        self._source: BinaryIO | None = None

    def write(self, old: BinaryIO, target: BinaryIO) -> None:
        """Plan, and write the new workbook."""
        self.close()
        self._source = os.fdopen(os.dup(old.fileno()), "rb")
        self._plan = _planned(self._path, self._source, self._decide)
        self._plan.write(target)

    def check(self, written: Path) -> None:
        """Read the new workbook back."""
        with written.open("rb") as source:
            check(self._made, source)

    def done(self, path: Path, replaced: Replaced | None) -> Done:
        """What was done."""
        return Done(path=path, cells=tuple(self._made.cells), parts=tuple(self._made.parts), replaced=replaced)

    def close(self) -> None:
        """Let the old file go."""
        if self._source is not None:
            self._source.close()
            self._source = None

    @property
    def _made(self) -> Plan:
        assert self._plan is not None
        return self._plan


def _planned(path: Path, source: BinaryIO, decide: Decide) -> Plan:
    try:
        workbook = open_workbook(source)
        misnamed = disagreement(path.name, "xlsx")
        if misnamed is not None:
            raise UserError(misnamed)
        return decide(workbook)
    except UserError as error:
        raise UserError(
            [one if one.where else Problem(where=shown(path), what=one.what) for one in error.problems]
        ) from error


def open_workbook(source: BinaryIO) -> Workbook:
    """A workbook that can be changed without loss. Raises UserError for what is none."""
    kind = kind_of(source.read(_BEGINNING))
    if kind == "xls":
        source.seek(0)
        kind = ole_kind(source.read())
    if isinstance(kind, Text):
        raise UserError(kind)
    only = say("Only Excel workbooks (.xlsx, .xlsm) can be changed without loss: save this one as such.")
    if kind != "xlsx":
        raise UserError(only)
    source.seek(0)
    package = Package(source)
    if "mimetype" in package or package.workbook.endswith(".bin"):
        raise UserError(only)
    return Workbook(package)


def place_in(path: Path, workbook: Workbook, name: str) -> Place:
    """The table of that name: one that was made as a table, else one that only stands on a sheet.

    Raises UserError with the names of those there are.
    """
    for declared in workbook.tables:
        if declared.name.casefold() == name.casefold():
            return place_of(declared)
    tables = find_tables(read_book(path, path.name)).tables
    found = [one for one in tables if one.name.casefold() == name.casefold() and not one.is_declared]
    if len(found) == 1:
        return _place(found[0])
    if not found:
        names = [one.name for one in tables][:20]
        if not names:
            raise UserError(say("There is no table “{table}”, and no other.", table=name))
        raise UserError(say("There is no table “{table}”: there are {names}.", table=name, names=names))
    raise UserError(
        say("There are {count} tables called “{table}”: give them different names.", count=len(found), table=name)
    )


def _place(table: Table) -> Place:
    headings = {column.area.left: column.title for column in table.columns}
    headers = max(table.header, default=table.area.top - 1) - table.area.top + 1
    return Place(table.name, table.sheet, headings, table.area, headers, len(table.totals))
