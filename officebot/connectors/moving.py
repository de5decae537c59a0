"""Moves files within the office's folder: what came into a watched folder is filed, and comes back when that is undone.

The crash cases. A move within a folder is one step of the file system: the file is at its old place, or at its new one.
Between two disks it is copied, then taken away: a crash leaves it at both, and moving it again takes the old one away.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from officebot.connectors.office_folder import TOP_FOLDERS, cannot_write, hash_of_file, place, sync_folder
from officebot.core.actions import Action, MoveFile
from officebot.core.problems import UserError
from officebot.core.text import say
from officebot.sdk import Done, Failed, Job, NotDone, Outcome, Prepared, Retry, Uncertain

#: The folders that people and scanners put files into, beside those for documents.
INCOMING = "incoming"
_FROM = (*TOP_FOLDERS, INCOMING)


class MovePerformer:
    """Performs `file.move`. Doing it twice is harmless; undo moves the file back while nobody changed it."""

    kinds = frozenset({MoveFile.kind})
    repeatable = True
    irreversible: frozenset[str] = frozenset()

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def prepare(self, action: Action) -> Prepared:
        """The two places checked. Raises UserError for a place that is refused, or a file that is not what was read."""
        move = _move(action)
        place(self._folder, move.to)
        if hash_of_file(place(self._folder, move.path, _FROM)) != move.sha256:
            raise UserError(say("“{path}” is gone, or was changed: it is looked at again.", path=move.path))
        return Prepared(action=action, preview=say("Move “{path}” to “{to}”", path=move.path, to=move.to))

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Move the files, each whole or not at all."""
        return [self._try(_move(job.action).path, _move(job.action).to, job) for job in jobs]

    def was_done(self, job: Job) -> Done | NotDone | Uncertain:
        """Whether the file stands at its new place, and no longer at its old one."""
        move = _move(job.action)
        old, new = place(self._folder, move.path, _FROM), place(self._folder, move.to)
        return Done() if hash_of_file(new) == move.sha256 and not old.exists() else NotDone()

    def undo(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Move the files back to where they came from."""
        return [self._try(_move(job.action).to, _move(job.action).path, job) for job in jobs]

    def _try(self, path: str, to: str, job: Job) -> Outcome:
        digest = _move(job.action).sha256
        try:
            return self._moved(path, to, digest)
        except UserError as refused:
            return Failed(refused.problems[0].what)
        except OSError as error:
            return Retry(cannot_write(to, error))

    def _moved(self, path: str, to: str, digest: str) -> Outcome:
        source, target = place(self._folder, path, _FROM), place(self._folder, to, _FROM)
        there = hash_of_file(target)
        if there is not None and there != digest:
            return Failed(say("Another file stands at “{path}” already: it is not written over.", path=to))
        found = hash_of_file(source)
        if found is None and there == digest:
            return Done()
        if found != digest:
            return Failed(say("“{path}” was changed since: it stays where it is.", path=path))
        target.parent.mkdir(parents=True, exist_ok=True)
        if there == digest:
            source.unlink()
        else:
            _move_file(source, target)
        sync_folder(target.parent)
        sync_folder(source.parent)
        return Done()


def _move_file(source: Path, target: Path) -> None:
    """Without ever writing over what another program put there meanwhile."""
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:
        # Other disks, and shares, know no links.
        shutil.copy2(source, target)
    source.unlink()


def _move(action: Action) -> MoveFile:
    if not isinstance(action, MoveFile):
        raise TypeError(action.kind)
    return action
