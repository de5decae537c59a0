"""officebot's own lock on a workbook while it saves: other officebots wait, and LibreOffice warns."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from officebot.connectors.workbooks import content, temporaries
from officebot.connectors.workbooks.exchanging import place_new, try_folder
from officebot.connectors.workbooks.locks import Lock, libreoffice_file, lock_on, own_lock
from officebot.connectors.workbooks.processes import Process, this_process
from officebot.connectors.workbooks.troubles import Locked
from officebot.core.clock import Clock

_PAUSE = 0.05
#: What threads of this process hold just now.
_held: set[Path] = set()
_guard = threading.Lock()


@contextmanager
def holding(path: Path, clock: Clock, patience_seconds: float) -> Iterator[Process]:
    """Hold the workbook for this process; its mark, by which its own lock is known. Raises Locked, OSError.

    Another officebot is waited for so long, a person's program is not. Killed meanwhile, the lock file stays: the next
    one that wants it, or the sweep at the next start, sees that its process has ended.
    """
    until = clock.monotonic() + patience_seconds
    folder = os.open(path.parent, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0))
    try:
        while not try_folder(folder):
            _wait(path, Lock(program="officebot"), clock, until)
        with _lock_file(path, clock, until) as holder:
            yield holder
    finally:
        content.close(folder)


@contextmanager
def _lock_file(path: Path, clock: Clock, until: float) -> Iterator[Process]:
    me = this_process()
    while True:
        lock = lock_on(path, now=clock.now(), see_processes=False)
        if lock is not None and lock.holder == me and _forget(path, me):
            continue
        if lock is None:
            is_taken = _take(path, me, clock.now())
            if is_taken is not None:
                break
        _wait(path, lock or Lock(program="officebot"), clock, until)
    with _guard:
        _held.add(path)
    try:
        yield me
    finally:
        if is_taken:
            # If the disk does not let it go now, the next saving does.
            with contextlib.suppress(OSError):
                temporaries.remove_own_lock(libreoffice_file(path), me)
        with _guard:
            _held.discard(path)


def _forget(path: Path, me: Process) -> bool:
    """Remove a lock file with this process's mark that none of its threads holds; whether it was removed."""
    with _guard:
        return path not in _held and temporaries.remove_own_lock(libreoffice_file(path), me)


def _wait(path: Path, lock: Lock, clock: Clock, until: float) -> None:
    if lock.program != "officebot" or clock.monotonic() >= until:
        raise Locked(path, lock)
    clock.sleep(_PAUSE)


def _take(path: Path, me: Process, now: datetime) -> bool | None:
    """True when the lock file is ours, False where one that was left behind stays there, None to try again."""
    file = libreoffice_file(path)
    if len(os.fsencode(file.name)) > 255:
        return False  # No program can lock it by this name.
    made = temporaries.new_name(path)
    try:
        handle = temporaries.create(made)
        try:
            content.write_all(handle, own_lock(me, now))
            # Whoever opens the workbook must be able to read whose it is.
            if hasattr(os, "fchmod"):
                os.fchmod(handle, 0o644)
        finally:
            os.close(handle)
        place_new(made, file)
    except FileExistsError:
        if temporaries.remove_own_lock(file):
            return None
        # Another program's, left behind: it is not ours to remove. Or just taken by somebody: then it counts.
        return False if file.exists() and lock_on(path, now=now, see_processes=False) is None else None
    finally:
        made.unlink(missing_ok=True)
    return True
