"""What can be in the way of a workbook, each as an exception with a sentence for people."""

from __future__ import annotations

import errno
from pathlib import Path

from officebot.connectors.workbooks.locks import Lock
from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import Text, one_line, say

# What Windows says of a file that a program keeps open: access denied, sharing violation, lock violation.
_SHARING = (5, 32, 33)


class Locked(Unavailable):
    """Somebody has the workbook open; `lock` says who. Nothing was written."""

    def __init__(self, path: Path, lock: Lock) -> None:
        self.lock = lock
        super().__init__(shown(path), lock.sentence())


class Changed(Unavailable):
    """The workbook is not what was observed any more: observe it again. Nothing of the other's was overwritten."""

    def __init__(self, path: Path, kept: Path | None = None) -> None:
        #: Where a saving is that was in the way of both, which no ordinary race leads to.
        self.kept = kept
        what = say("Somebody has just changed the workbook: it is looked at again.")
        if kept is not None:
            what = say(
                "Somebody saved the workbook at the same moment: that saving is kept as {name}.", name=shown(kept)
            )
        super().__init__(shown(path), what)


def shown(path: Path) -> str:
    """A file's name as a sentence may hold it, whatever bytes it is made of."""
    return one_line(path.name.encode("utf-8", "replace").decode(), 120)


def refused(path: Path, what: Text) -> UserError:
    """The user's to mend."""
    return UserError(Problem(where=shown(path), what=what))


def unreadable(path: Path, error: OSError) -> UserError | Unavailable:
    """Why the workbook cannot be read."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return refused(path, say("The workbook is not there: was it moved or renamed?"))
    if error.errno == errno.ELOOP:
        return refused(path, say("This is a link: name the workbook itself."))
    if error.errno == errno.ENAMETOOLONG:
        return refused(path, say("The name is too long for this disk."))
    if isinstance(error, PermissionError):
        return refused(path, say("officebot may not read the workbook: give it the right to."))
    return Unavailable(shown(path), say("The workbook cannot be read just now: it is tried again."))


def unwritable(path: Path, error: OSError) -> UserError | Unavailable:
    """Why the workbook cannot be written; it is as it was."""
    if getattr(error, "winerror", None) in _SHARING:
        return Locked(path, Lock(program="process"))
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Unavailable(shown(path), say("There is no room left on the disk: the workbook is as it was."))
    if error.errno == errno.EROFS:
        return refused(path, say("The disk can only be read: the workbook is as it was."))
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return refused(path, say("The workbook is not there: was it moved or renamed?"))
    if isinstance(error, PermissionError):
        return refused(path, say("officebot may not write in the workbook's folder: give it the right to."))
    if error.errno == errno.ENAMETOOLONG:
        return refused(path, say("The name is too long for this disk."))
    return Unavailable(shown(path), say("The disk does not take the new workbook: it is as it was, and tried again."))
