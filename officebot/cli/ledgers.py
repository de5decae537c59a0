"""Ledgers that a person names, read in workers while everything else is loaded: nothing here is slow to load."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from officebot.core.problems import UserError

if TYPE_CHECKING:
    from officebot.connectors.workers import WorkerPool
    from officebot.core.budget.actuals import Ledger

#: What the workers load before they are asked.
READER = "officebot.connectors.workbooks.ledgers"
_READ = f"{READER}:ledger_or_refuse"
_SECONDS = 60.0

#: Waits for the workers, and gives the entries of all files; None where none was named.
Reading: TypeAlias = Callable[[], "Ledger | None"]


def begin_ledgers(paths: Sequence[Path], workers: WorkerPool) -> Reading:
    """Have the workers read these files. Files that cannot be read are problems of the whole."""
    begun = [_begin(path, workers) for path in paths]

    def entries() -> Ledger | None:
        from officebot.core.budget.actuals import Ledger

        found: list[Ledger] = []
        for one in begun:
            try:
                found.append(one())
            except UserError as refused:
                found.append(Ledger(entries=(), problems=refused.problems))
        if len(found) < 2:
            return found[0] if found else None
        return Ledger(
            entries=tuple(one for ledger in found for one in ledger.entries),
            problems=tuple(one for ledger in found for one in ledger.problems),
            is_balanced=any(one.is_balanced for one in found),
        )

    return entries


def _begin(path: Path, workers: WorkerPool) -> Callable[[], Ledger]:
    """Waits for the worker and gives the file's entries. Raises UserError where it cannot be read."""
    from officebot.connectors.file_bytes import file_bytes
    from officebot.connectors.workbooks.archives import LARGEST_FILE

    try:
        waited = workers.start_batch(_READ, [(file_bytes(path, LARGEST_FILE), path.name)], _SECONDS)
    except UserError as error:
        refused = error

        def refuse() -> Ledger:
            raise refused

        return refuse

    def entries() -> Ledger:
        from officebot.connectors.workbooks.ledgers import ledger_of

        return ledger_of(waited()[0], path.name)

    return entries
