"""Whether changes of a workbook can be taken back one after the other: found out before any of them is."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

from officebot.connectors.workbooks.backups import Backup
from officebot.connectors.workbooks.changing import open_workbook
from officebot.connectors.workbooks.files import observe
from officebot.connectors.workbooks.locks import lock_on
from officebot.connectors.workbooks.receipts import backwards
from officebot.connectors.workbooks.troubles import Locked, unreadable
from officebot.core.clock import Clock
from officebot.core.problems import Problem, UserError
from officebot.core.text import say
from officebot.core.workbooks.cells import Address
from officebot.core.workbooks.lossless.setting import Change, Unset, in_words, plan
from officebot.core.workbooks.lossless.values import same
from officebot.sdk import Job


def foresee(path: Path, jobs: Sequence[Job], kept: Callable[[str], Backup | None], clock: Clock) -> None:
    """Nothing, where all these jobs of a workbook can be taken back in this order; nothing is written either way.

    `kept` gives the backup of a content by its hash. Raises UserError with the cell, and Unavailable, as taking them back would.
    """
    lock = lock_on(path, now=clock.now())
    if lock is not None:
        raise Locked(path, lock)
    digest, source = observe(path, clock=clock).sha256, path
    changes: dict[Address, Change] = {}
    for job in jobs:
        before, after = str(job.receipt.get("before", "")), job.receipt.get("after")
        if not changes and digest == before:
            continue
        if not changes and digest == after and (backup := kept(before)) is not None:
            digest, source = before, backup.path
            continue
        back = backwards(job)
        if back is None:
            raise UserError(unknown(path))
        for change in back:
            changes[change.address] = _after(changes.get(change.address), change)
    if changes:
        try:
            content = source.read_bytes()
        except OSError as error:
            raise unreadable(path, error) from error
        plan(open_workbook(io.BytesIO(content)), list(changes.values()))


def unknown(path: Path) -> Problem:
    """What is to be said where a receipt does not tell what was written."""
    return Problem(
        where="", what=say("What was written in {file} is not known any more: take it back by hand.", file=path.name)
    )


def _after(earlier: Change | None, change: Change) -> Change:
    """Two changes of a cell in one: the second upon what the first leaves."""
    if earlier is None:
        return change
    if not isinstance(change.expected, Unset) and not same(earlier.value, change.expected):
        held, expected = in_words(earlier.value), in_words(change.expected)
        what = say("The cell holds {held}, not {expected}.", held=held, expected=expected)
        raise UserError(Problem(where=str(change.address), what=what))
    return Change(change.address, change.value, earlier.expected)
