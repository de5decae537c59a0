"""A workbook's file, replaced whole by another that was written, read again and compared first.

The crash cases of `replace`. Until the two files change places the workbook is as it was, and what was written beside
it is swept away by its name. Afterwards it is the new one, whole, and the old one lies in the backups. They change
places in one step of the system; what comes out is looked at once more, and if it is not what was observed because
somebody saved in that very instant, they change back. Two officebots: the second waits. The power fails: content is on
the disk before the name is.
"""

from __future__ import annotations

import contextlib
import io
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

from officebot.connectors.workbooks import content, temporaries
from officebot.connectors.workbooks.backups import Backup, Backups, BadBackup
from officebot.connectors.workbooks.exchanging import InUse, Lease, exchange, leased, place_new, sync, sync_folder
from officebot.connectors.workbooks.holding import holding
from officebot.connectors.workbooks.likeness import make_alike, refuse_what_cannot_be_replaced
from officebot.connectors.workbooks.locks import Lock, lock_on
from officebot.connectors.workbooks.observing import Seen, is_at, is_same, observe, open_workbook, seen_as
from officebot.connectors.workbooks.processes import Process, writer_of
from officebot.connectors.workbooks.troubles import Changed, Locked, refused, shown, unreadable, unwritable
from officebot.core.clock import Clock, SystemClock
from officebot.core.problems import Unavailable
from officebot.core.text import say

__all__ = ["New", "Replaced", "Seen", "observe", "replace", "restore", "write_sidecar"]

#: Writes the new file, given the old one and the new one, both open; or the new file's bytes.
New: TypeAlias = "Callable[[BinaryIO, BinaryIO], object] | Iterable[bytes] | bytes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """What `replace` did: before and after, and where the former content is kept."""

    before: Seen
    seen: Seen
    backup: Backup | None

    @property
    def is_changed(self) -> bool:
        """Whether the new content differs at all; if not, nothing was written."""
        return self.before.sha256 != self.seen.sha256


# ── replacing ─────────────────────────────────────────────────────────────────────────────────────────────


def replace(
    seen: Seen,
    new: New,
    check: Callable[[Path], object],
    *,
    backups: Backups | None = None,
    clock: Clock | None = None,
    patience_seconds: float = 10.0,
) -> Replaced:
    """Put a new file in the place of the one that was seen, once `check` was content with it; whole or not at all.

    Raises Locked while somebody has it open, Changed where it is not what was seen, UserError and Unavailable
    where the disk does not do it, and whatever `new` and `check` raise: then the workbook is as it was. Another
    officebot that saves in the same folder is waited for.
    """
    clock = clock or SystemClock()
    path = seen.path
    try:
        with holding(path, clock, patience_seconds) as holder:
            return _replace(seen, new, check, backups, clock, holder)
    except OSError as error:
        raise unwritable(path, error) from error
    except BadBackup as error:
        raise Unavailable(
            shown(path), say("The disk does not keep what is written to it: nothing was changed.")
        ) from error


def _replace(
    seen: Seen, new: New, check: Callable[[Path], object], backups: Backups | None, clock: Clock, holder: Process
) -> Replaced:
    path = seen.path
    try:
        old = open_workbook(path)
    except OSError as error:
        raise unreadable(path, error) from error
    try:
        before = os.fstat(old)
        refuse_what_cannot_be_replaced(path, before)
        if not _is_what_was_seen(before, seen):
            raise Changed(path)
        with _unless_in_use(old, path) as lease:
            _refuse_if_locked(path, lease, clock.now(), holder)
        backup = backups.keep(path, old, clock.now()) if backups is not None else None
        if (backup.sha256 if backup is not None else content.digest(old)) != seen.sha256:
            raise Changed(path)
        made = _make(path, old, before, new)
        try:
            found = _settle(made, old, seen, check, clock, holder)
        finally:
            made.drop()
        if backups is not None:
            with contextlib.suppress(OSError):  # The workbook is saved; what is too much goes another time.
                backups.prune(path, clock.now())
        return Replaced(before=seen, seen=found, backup=backup)
    finally:
        content.close(old)


@dataclass(slots=True)
class _Made:
    """The new file under its temporary name."""

    path: Path
    digest: str
    found: os.stat_result

    def drop(self) -> None:
        """Remove it, unless it is not ours any more: another's saving may have changed places with it."""
        with contextlib.suppress(OSError):  # What stays for now is swept at the next start.
            if is_at(self.path, self.found):
                self.path.unlink(missing_ok=True)


def _make(path: Path, old: int, before: os.stat_result, new: New) -> _Made:
    """Write the new file beside the old one, with its owner and rights, to the disk, and read it again."""
    place = temporaries.new_name(path)
    handle = temporaries.create(place)
    made = _Made(place, "", os.fstat(handle))
    try:
        _write(old, handle, new)
        make_alike(path, old, handle, before)
        written = content.digest(handle)
        sync(handle)
        if content.digest_from_disk(handle) != written:
            raise Unavailable(shown(path), say("The disk does not keep what is written to it: nothing was changed."))
        made.digest, made.found = written, os.fstat(handle)
        if not made.found.st_size:
            raise Unavailable(shown(path), say("The new workbook came out empty: the old one was left as it is."))
        return made
    except BaseException:
        made.drop()
        raise
    finally:
        os.close(handle)


def _write(old: int, handle: int, new: New) -> None:
    with temporaries.Careful(handle) as target:
        if callable(new):
            _change(old, target, new)
        else:
            for part in [new] if isinstance(new, bytes) else new:
                target.write(part)
        target.finish()


def _change(old: int, target: temporaries.Careful, new: Callable[[BinaryIO, BinaryIO], object]) -> None:
    source = temporaries.Careful(old)
    source.seek(0)
    try:
        new(cast(BinaryIO, io.BufferedReader(source)), cast(BinaryIO, target))
    except Exception as error:
        # A library may take a disk that does not read for a damaged workbook.
        if source.fault is not None:
            raise source.fault from error
        raise
    source.finish()


def _settle(
    made: _Made, old: int, seen: Seen, check: Callable[[Path], object], clock: Clock, holder: Process
) -> Seen:
    """Have the new file checked, and put it in the old one's place; what then stands there."""
    if made.digest == seen.sha256:
        return seen
    check(made.path)
    path = seen.path
    handle = open_workbook(made.path)
    try:
        now = os.fstat(handle)
        if not is_same(now, made.found) or content.digest(handle) != made.digest:
            raise Unavailable(
                shown(path), say("The new workbook was changed while it was checked: nothing was written.")
            )
    finally:
        os.close(handle)
    ready = temporaries.ready_name(made.path, seen.sha256, made.digest)
    made.path.rename(ready)
    made.path = ready
    with _unless_in_use(old, path) as lease:
        _change_places(made, old, seen, lease, clock.now(), holder)
    try:
        sync_folder(path.parent)
        ready.unlink(missing_ok=True)
    except OSError as error:
        # Both contents are on the disk, each whole, and the name leads to one of them.
        with contextlib.suppress(OSError):
            ready.unlink(missing_ok=True)
        raise _unconfirmed(path) from error
    return seen_as(path, made.found, made.digest)


@contextmanager
def _unless_in_use(old: int, path: Path) -> Iterator[Lease | None]:
    """A lease on the old file, if this disk has such. Raises Locked while somebody writes to it."""
    try:
        with leased(old) as lease:
            yield lease
    except InUse as error:
        name = writer_of(path) or ""
        raise Locked(path, Lock(program="process", user=name)) from error


def _refuse_if_locked(path: Path, lease: Lease | None, now: datetime, holder: Process) -> None:
    lock = lock_on(path, now=now, mine=holder, see_processes=lease is None)
    if lock is not None:
        raise Locked(path, lock)


def _change_places(made: _Made, old: int, seen: Seen, lease: Lease | None, now: datetime, holder: Process) -> None:
    """Put the new file in the old one's place, if at this very moment it is still what was seen. Raises Changed."""
    path = seen.path
    _refuse_if_locked(path, lease, now, holder)
    if not _is_still(old, seen, lease):
        raise Changed(path)
    if not exchange(made.path, path):
        # No such step on this disk: the time between the last look and this one is all that somebody can slip into.
        if not _is_still(old, seen, lease):
            raise Changed(path)
        made.path.replace(path)
        return
    try:
        is_as_seen = is_at(made.path, os.fstat(old)) and _is_still(old, seen, lease, is_displaced=True)
    except OSError:
        is_as_seen = False  # What cannot be looked at may be anybody's.
    if not is_as_seen:
        try:
            _change_back(made, path, now)
        except OSError as error:
            raise _unconfirmed(path) from error


def _is_still(old: int, seen: Seen, lease: Lease | None, *, is_displaced: bool = False) -> bool:
    found = os.fstat(old)
    return (
        _is_what_was_seen(found, seen)
        and (is_displaced or is_at(seen.path, found))
        and content.digest(old) == seen.sha256
        and (lease is None or lease.is_kept())
    )


def _unconfirmed(path: Path) -> Unavailable:
    """Which of the two contents stands there must be looked at."""
    return Unavailable(shown(path), say("The disk did not confirm the new workbook: it is looked at again."))


def _change_back(made: _Made, path: Path, now: datetime) -> None:
    """Somebody saved in the instant before: their file goes back to its place, and nothing of theirs is lost."""
    try:
        exchange(made.path, path)
    except FileNotFoundError:
        place_new(made.path, path)
        raise Changed(path) from None
    if is_at(made.path, made.found):
        raise Changed(path)
    # And yet another saving in the instant after: both stand, each under a name.
    kept = temporaries.place_beside(made.path, path, f"conflict, {now.astimezone():%Y-%m-%d %H.%M}")
    raise Changed(path, kept)


def _is_what_was_seen(found: os.stat_result, seen: Seen) -> bool:
    return (found.st_size, found.st_mtime_ns, found.st_ino) == (seen.size, seen.mtime_ns, seen.inode)


# ── beside it, and back ───────────────────────────────────────────────────────────────────────────────────


def write_sidecar(path: Path, new: bytes | Iterable[bytes], at: datetime) -> Path:
    """Write "stock (officebot, 2026-11-26 09.30).xlsx" beside a workbook that cannot be replaced; where it is now.

    `at` in the office's own time. Nothing that is there is overwritten. Raises UserError, Unavailable.
    """
    made = temporaries.new_name(path)
    try:
        handle = temporaries.create(made)
        try:
            with temporaries.Careful(handle) as target:
                for part in [new] if isinstance(new, bytes) else new:
                    target.write(part)
                target.finish()
            _with_the_rights_of(path, handle)
            sync(handle)
        except BaseException:
            made.unlink(missing_ok=True)
            raise
        finally:
            os.close(handle)
        try:
            placed = temporaries.place_beside(made, path, f"officebot, {at:%Y-%m-%d %H.%M}")
        finally:
            made.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error
    return placed


def _with_the_rights_of(path: Path, handle: int) -> None:
    """Let those read it who may read the workbook."""
    if path.exists() and hasattr(os, "fchmod"):
        os.fchmod(handle, stat.S_IMODE(path.stat().st_mode) & 0o777)


def restore(seen: Seen, backup: Backup, backups: Backups, *, clock: Clock | None = None) -> Replaced:
    """Bring a former content back, byte for byte, in the place of what was seen; that is kept in its turn."""
    if not backups.is_whole(backup):
        raise refused(
            seen.path, say("What was kept of the workbook is not there any more: it cannot be brought back.")
        )
    return replace(seen, backup.path.read_bytes(), lambda _made: None, backups=backups, clock=clock)
