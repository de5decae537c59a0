"""The office's workbooks, made from its settings: read for duties and commands, changed by the performer."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Self

from officebot.core.clock import Clock
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import Text, say
from officebot.core.workbooks.office import OfficeWorkbook
from officebot.core.workbooks.sheets import OfficeSheets
from officebot.core.workbooks.tables import unreckoned
from officebot.settings.load import LoadedOffice

log = logging.getLogger("officebot.workbooks")

if TYPE_CHECKING:
    from officebot.connectors.workbooks.performer import WritableWorkbook
    from officebot.connectors.workers import WorkerPool


class Workbooks:
    """The workbooks by their names in the settings. Read by a worker, which ends when idle; close it, or use `with`."""

    def __init__(self, loaded: LoadedOffice, clock: Clock) -> None:
        self._folder, self._tables, self._clock = loaded.folder, loaded.settings.workbooks, clock
        self._workers: WorkerPool | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._workers is not None:
            self._workers.close()

    @property
    def backups_folder(self) -> Path:
        """Where former contents are kept."""
        return self._folder / "state" / "workbooks"

    def sweep(self) -> None:
        """Remove what a crash left half written beside the workbooks and among their backups."""
        from officebot.connectors.workbooks import temporaries
        from officebot.connectors.workbooks.backups import Backups

        now = self._clock.now()
        for folder in {(self._folder / table.path).parent for table in self._tables.values() if table.write}:
            for rescued in temporaries.sweep(folder, now):
                log.warning("rescued", extra={"file": rescued.name})
        Backups(self.backups_folder).sweep(now)

    def workbook(self, name: str) -> OfficeWorkbook:
        """What stands in a workbook now; where it cannot be read, the problem."""
        table = self._tables.get(name)
        if table is None:
            return OfficeWorkbook(name=name, file=name, problem=_unknown(name))
        path = self._folder / table.path
        try:
            return self._read(name, path, can_write=table.write)
        except Unavailable as lost:
            problem = lost.what
        except UserError as refused:
            problem = refused.problems[0].what
        return OfficeWorkbook(name=name, file=path.name, can_write=table.write, problem=problem)

    def _read(self, name: str, path: Path, *, can_write: bool) -> OfficeWorkbook:
        from officebot.connectors.workbooks.apart import find_tables_apart
        from officebot.connectors.workbooks.files import observe

        seen = observe(path, within=path.parent, clock=self._clock)
        found = find_tables_apart(path, path.name, self._pool())
        return OfficeWorkbook(
            name=name,
            file=path.name,
            can_write=can_write,
            sha256=seen.sha256,
            tables=found.tables,
            notes=found.notes,
            unreckoned=unreckoned(found),
        )

    def sheets(self, name: str) -> OfficeSheets:
        """The cells of a workbook as they are laid out; where it cannot be read, the problem."""
        table = self._tables.get(name)
        if table is None:
            return OfficeSheets(name=name, file=name, problem=_unknown(name))
        path = self._folder / table.path
        try:
            return self._read_sheets(name, path)
        except Unavailable as lost:
            problem = lost.what
        except UserError as refused:
            problem = refused.problems[0].what
        return OfficeSheets(name=name, file=path.name, problem=problem)

    def _read_sheets(self, name: str, path: Path) -> OfficeSheets:
        from officebot.connectors.workbooks.files import observe
        from officebot.connectors.workbooks.looks import see_apart

        seen = observe(path, within=path.parent, clock=self._clock)
        found = see_apart(path, self._pool())
        return OfficeSheets(name=name, file=path.name, sha256=seen.sha256, book=found.book, looks=found.looks)

    def _pool(self) -> WorkerPool:
        from officebot.connectors.workers import WORKBOOK_BYTES, WorkerPool

        if self._workers is None:
            self._workers = WorkerPool(memory_bytes=WORKBOOK_BYTES)
        return self._workers

    def writable(self, name: str) -> WritableWorkbook:
        """The file of a workbook, for the performer. Raises UserError for a name that the settings do not hold."""
        from officebot.connectors.workbooks.performer import WritableWorkbook

        table = self._tables.get(name)
        if table is None:
            raise UserError(_unknown(name))
        return WritableWorkbook(path=self._folder / table.path, can_write=table.write)


def _unknown(name: str) -> Text:
    return say("The settings name no workbook “{name}”.", name=name)
