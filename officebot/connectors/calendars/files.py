"""Calendars in files: one .ics with many events, or a folder with one .ics each, as desktop programs keep them.

A change is made to the version that was read, under a lock that officebot's own processes share, and a file is
replaced whole: cut off in between, the old one stands. A program that knows no lock may write in the few
milliseconds between the last look and the replacement.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from officebot.connectors.calendars.pieces import (
    Cut,
    NotACalendar,
    Piece,
    cuts,
    joined,
    pieces,
    whole,
    zone_union,
)
from officebot.connectors.calendars.store import (
    LARGEST_OBJECT,
    MOST_OBJECTS,
    Conflict,
    file_name_of,
    read_only,
    too_many,
)
from officebot.connectors.workers import WorkerFault, WorkerPool
from officebot.core.agendas import CalendarObject
from officebot.core.calendars.lines import decoded
from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import Text, say

LARGEST_FILE = 50_000_000
_CUT = "officebot.connectors.calendars.pieces:pieces_of_bytes"
_CUT_SECONDS = 20.0
_TEMPORARY = ".officebot-"
_LOCK = ".officebot-lock"


class FileCalendar:
    """One .ics file with any number of objects; an object's href is its UID."""

    def __init__(self, name: str, path: Path, workers: WorkerPool, *, can_write: bool = False) -> None:
        self.name = name
        self.can_write = can_write
        self.left_out = 0
        self._path = path
        self._workers = workers

    def tells_attendees(self) -> bool:
        """A file tells nobody."""
        return False

    def close(self) -> None:
        """Nothing is kept open."""

    def read(self) -> Sequence[CalendarObject]:
        """All objects, by UID."""
        raw = _read(self.name, self._path, LARGEST_FILE)
        return cut_in_worker(self.name, raw, self._workers, self._path.name)

    def get(self, href: str) -> CalendarObject | None:
        """The object with this UID."""
        return next((one for one in self.read() if one.href == href), None)

    def href_of(self, uid: str) -> str:
        """A UID is its own place."""
        return uid

    def put(self, href: str, text: str, etag: str) -> str:
        """Put the object's components in the place of those with its UID. Raises Conflict."""
        with self._locked():
            before = self._cut()
            self._check(before, href, etag)
            new = _one_cut(self.name, text)
            if list(new.parts) != [href]:
                raise _wrong(self.name, say("The entry's UID is not “{uid}”.", uid=href[:200]))
            after = Cut(head=before.head, zones=zone_union(before.zones, [new]), parts={**before.parts, **new.parts})
            replace(self._path, joined(after).encode("utf-8", "replace"))
            return etag_of(whole(after, href))

    def remove(self, href: str, etag: str) -> None:
        """Take the object's components out. Raises Conflict."""
        with self._locked():
            before = self._cut()
            self._check(before, href, etag or "-")
            parts = {uid: part for uid, part in before.parts.items() if uid != href}
            after = Cut(head=before.head, zones=before.zones, parts=parts)
            replace(self._path, joined(after).encode("utf-8", "replace"))

    def _cut(self) -> Cut:
        return _one_cut(self.name, decoded(_read(self.name, self._path, LARGEST_FILE)), self._path.name)

    def _check(self, before: Cut, uid: str, etag: str) -> None:
        found = etag_of(whole(before, uid)) if uid in before.parts else ""
        if found != etag:
            raise Conflict

    @contextmanager
    def _locked(self) -> Iterator[None]:
        if not self.can_write:
            raise read_only(self.name)
        with locked(self.name, self._path.parent):
            yield


class FolderCalendar:
    """A folder with one .ics file an object; an object's href is its file's name."""

    def __init__(self, name: str, path: Path, *, can_write: bool = False) -> None:
        self.name = name
        self.can_write = can_write
        self.left_out = 0
        self._path = path

    def tells_attendees(self) -> bool:
        """A folder tells nobody."""
        return False

    def close(self) -> None:
        """Nothing is kept open."""

    def read(self) -> Sequence[CalendarObject]:
        """All objects, by file name."""
        self.left_out = 0
        found = []
        for path in self._files():
            try:
                is_too_large = path.stat().st_size > LARGEST_OBJECT
            except OSError:
                continue  # Whoever syncs the folder took it away a moment ago.
            if is_too_large:
                self.left_out += 1
            elif (one := self.get(path.name)) is not None:
                found.append(one)
        return found

    def get(self, href: str) -> CalendarObject | None:
        """The object in this file."""
        path = self._place(href)
        if not path.is_file():
            return None
        text = decoded(_read(self.name, path, LARGEST_OBJECT))
        return CalendarObject(calendar=self.name, href=href, etag=etag_of(text), text=text)

    def href_of(self, uid: str) -> str:
        """The name of a new object's file."""
        return file_name_of(uid)

    def put(self, href: str, text: str, etag: str) -> str:
        """Write the object's file. Raises Conflict, also where another file holds its UID."""
        with self._locked():
            self._check(href, etag)
            if not etag and self._uids(text) & {uid for one in self.read() for uid in self._uids(one.text)}:
                raise Conflict
            replace(self._place(href), text.encode("utf-8", "replace"))
            return etag_of(text)

    def remove(self, href: str, etag: str) -> None:
        """Remove the object's file. Raises Conflict."""
        with self._locked():
            self._check(href, etag or "-")
            self._place(href).unlink()
            _sync(self._path)

    def _files(self) -> list[Path]:
        try:
            found = sorted(one for one in self._path.iterdir() if one.suffix.lower() == ".ics" and one.is_file())
        except OSError as error:
            raise _unreadable(self.name, self._path, error) from error
        if len(found) > MOST_OBJECTS:
            raise _wrong(self.name, too_many())
        return [one for one in found if not one.name.startswith(".")]

    def _check(self, href: str, etag: str) -> None:
        found = self.get(href)
        if (found.etag if found is not None else "") != etag:
            raise Conflict

    def _uids(self, text: str) -> set[str]:
        return {piece.uid for piece in _pieces(text)}

    def _place(self, href: str) -> Path:
        if not href.lower().endswith(".ics") or href.startswith(".") or "/" in href or "\0" in href:
            raise _wrong(self.name, say("“{href}” does not lie in this calendar.", href=href[:200]))
        return self._path / href

    @contextmanager
    def _locked(self) -> Iterator[None]:
        if not self.can_write:
            raise read_only(self.name)
        with locked(self.name, self._path):
            yield


# ── what both share ───────────────────────────────────────────────────────────────────────────────────────


def cut_in_worker(name: str, raw: bytes, workers: WorkerPool, place: str) -> list[CalendarObject]:
    """The objects of a calendar's bytes, by UID. Raises UserError where they are no calendar."""
    found = workers.run(_CUT, raw, _CUT_SECONDS)
    if found is None or isinstance(found, WorkerFault):
        raise _wrong(name, _no_calendar(place))
    if len(found) > MOST_OBJECTS:
        raise _wrong(name, too_many())
    made = (CalendarObject(calendar=name, href=p.uid, etag=etag_of(p.text), text=p.text) for p in found)
    return sorted(made, key=lambda one: one.href)


def etag_of(text: str) -> str:
    """A version's name, made of its content."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:40]


@contextmanager
def locked(name: str, folder: Path) -> Iterator[None]:
    """Nobody else of officebot changes the folder meanwhile.

    Raises UserError where it cannot be written, Unavailable where it cannot be written now, as on a full disk.
    """
    try:
        with (folder / _LOCK).open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise _unwritable(name, folder, error) from error


def replace(path: Path, content: bytes) -> None:
    """The file with this content, or as it was: never anything between; through a link, the file it leads to.

    Raises OSError.
    """
    path = path.resolve()
    temporary = path.with_name(f"{_TEMPORARY}{os.getpid()}-{time.monotonic_ns()}")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o777)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(name: str, path: Path, largest: int) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(largest + 1)
    except OSError as error:
        raise _unreadable(name, path, error) from error
    if len(raw) > largest:
        raise _wrong(
            name,
            say("{path} is larger than {most} MB: that is no calendar.", path=path.name, most=largest // 1_000_000),
        )
    return raw


def _pieces(text: str) -> list[Piece]:
    try:
        return pieces(text)
    except NotACalendar:
        return []


def _one_cut(name: str, text: str, place: str = "") -> Cut:
    """The text as one calendar. Raises UserError for none, and for several in one file."""
    try:
        found = cuts(text)
    except NotACalendar as error:
        raise _wrong(name, _no_calendar(place)) from error
    if len(found) > 1:
        raise _wrong(name, say("{path} holds several calendars: it is read, but not changed.", path=place))
    return found[0]


def _no_calendar(place: str) -> Text:
    return say("{path} is not an iCalendar file, or is damaged: export it again.", path=place or "—")


def _unreadable(name: str, path: Path, error: OSError) -> UserError | Unavailable:
    if isinstance(error, IsADirectoryError):
        return _wrong(name, say('{path} is a folder: write kind = "folder", or name a file.', path=str(path)))
    if isinstance(error, NotADirectoryError) and path.is_file():
        return _wrong(name, say('{path} is a file: write kind = "file", or name a folder.', path=str(path)))
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return _wrong(name, say("{path} is missing: check the path.", path=str(path)))
    if isinstance(error, PermissionError):
        return _wrong(name, say("{path} cannot be opened: check its rights.", path=str(path)))
    return Unavailable(name, say("{path} cannot be read just now: it is tried again.", path=str(path)))


def _unwritable(name: str, path: Path, error: OSError) -> UserError | Unavailable:
    if isinstance(error, PermissionError):
        return _wrong(name, say("{path} cannot be written: check its rights.", path=str(path)))
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
        return Unavailable(name, say("{path} cannot be written: free some disk space.", path=str(path)))
    return _unreadable(name, path, error)


def _wrong(name: str, what: Text) -> UserError:
    return UserError(Problem(where=name, what=what))
