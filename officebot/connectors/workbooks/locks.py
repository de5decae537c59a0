"""Who has a workbook open, as Excel's and LibreOffice's lock files say it; and officebot's own lock while it saves."""

from __future__ import annotations

import getpass
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import unquote, urlsplit

from officebot.connectors.workbooks import processes
from officebot.core.text import Text, one_line, say

Program: TypeAlias = Literal["excel", "libreoffice", "officebot", "process", "wps"]

_PROGRAMS = {"excel": "Excel", "wps": "WPS Office", "libreoffice": "LibreOffice", "officebot": "officebot"}
#: Excel writes 165 bytes, LibreOffice some hundred; what is larger is no lock file, but still in the way.
_LARGEST = 4096
# Excel's owner file: the length of the name and the name in the machine's code page, then at this place the length
# in two bytes and the name in UTF-16, as LibreOffice reads and writes it; Word's name stands one byte earlier.
_WIDE_NAMES = (55, 54)
_LONGEST_NAME = 52
_OURS = "officebot:"
# A lock that was written a moment ago may be older than the program whose process is not yet seen.
_JUST_NOW = timedelta(seconds=60)
_LONG_AGO = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """Who has a workbook open: what is known of it."""

    program: Program
    user: str = ""
    host: str = ""
    since: datetime | None = None
    #: The lock file, where one says it.
    file: Path | None = None
    #: Where the program keeps what is its user's, as LibreOffice writes it.
    profile: str = ""
    #: Of officebot's own locks, which process holds it.
    holder: processes.Process | None = None
    #: Whether it may have been left behind; in doubt it counts all the same.
    is_old: bool = False

    def sentence(self) -> Text:
        """Who, since when, in which program."""
        who = one_line(self.user, 60) or one_line("" if self.program == "officebot" else self.host, 60)
        program = _PROGRAMS.get(self.program, who)
        if self.program == "process":
            return _by_a_process(who)
        if self.since is None:
            return say("The workbook is open in {program}.", program=program)
        if self.is_old and self.file is not None:
            return say(
                "{who} has had the workbook open in {program} since {since}; if that is not so, remove {file}.",
                who=who or "?", program=program, since=self.since, file=one_line(self.file.name),
            )  # fmt: skip
        if not who:
            return say("The workbook is open in {program}, since {since}.", program=program, since=self.since)
        return say(
            "{who} has the workbook open in {program}, since {since}.", who=who, program=program, since=self.since
        )


def _by_a_process(name: str) -> Text:
    if not name:
        return say("A program on this machine has the workbook open.")
    return say("{program} has the workbook open on this machine.", program=name)


def excel_file(path: Path) -> Path:
    """Excel's owner file of a workbook."""
    return path.with_name(f"~${path.name}")


def libreoffice_file(path: Path) -> Path:
    """LibreOffice's lock file of a workbook."""
    return path.with_name(f".~lock.{path.name}#")


def lock_on(
    path: Path, *, now: datetime | None = None, mine: processes.Process | None = None, see_processes: bool = True
) -> Lock | None:
    """Who has the workbook open, if anybody; locks that were certainly left behind do not count, nor does `mine`."""
    at = now or datetime.now(UTC)
    for lock in _written(path, at):
        if (mine is None or lock.holder != mine) and not is_left_behind(lock, at):
            return lock
    return _open_here(path) if see_processes else None


def is_left_behind(lock: Lock, now: datetime) -> bool:
    """Whether nobody can have the workbook open any more whom this lock speaks of; in doubt, no.

    Of officebot's own, the process has ended. Of LibreOffice's on this machine, every process is seen, and the machine
    was started since or none is an office. Of Excel's nothing is ever certain from outside.
    """
    if lock.holder is not None:
        return lock.holder.has_ended()
    if lock.program != "libreoffice" or lock.since is None or now - lock.since < _JUST_NOW or not _is_of_here(lock):
        return False
    return lock.since + _JUST_NOW < processes.machine_started() or not processes.an_office_runs()


def _is_of_here(lock: Lock) -> bool:
    """Whether a lock was certainly written on this machine, all of whose processes are seen.

    Two machines may have one name: the profile that the lock names must be here too.
    """
    if lock.host in ("", "localhost") or lock.host != processes.host_name() or not processes.sees_all():
        return False
    try:
        return lock.profile.startswith("file:///") and Path(unquote(urlsplit(lock.profile).path)).is_dir()
    except (OSError, ValueError):
        return False


def _written(path: Path, now: datetime) -> Iterator[Lock]:
    for file, read in (
        (excel_file(path), read_excel),
        (libreoffice_file(path), read_libreoffice),
        (path.with_name(f".~{path.name}"), read_wps),
    ):
        try:
            with file.open("rb") as opened:
                raw, written = opened.read(_LARGEST), os.fstat(opened.fileno()).st_mtime
        except FileNotFoundError:
            continue
        except PermissionError:
            # Excel lets nobody read its owner file while it runs.
            raw, written = b"", _written_at(file)
        except OSError:
            continue  # A name too long for a lock file, or a folder: no program's lock.
        since = datetime.fromtimestamp(written, UTC).astimezone()
        yield read(raw, file, since, now - since > _LONG_AGO)


def read_excel(raw: bytes, file: Path, since: datetime, is_old: bool = False) -> Lock:
    """What Excel's owner file says; the name is empty where it is unreadable."""
    return Lock(program="excel", user=excel_name(raw), since=since, file=file, is_old=is_old)


def read_wps(raw: bytes, file: Path, since: datetime, is_old: bool = False) -> Lock:
    """What the owner file of WPS Office says, which is Excel's under another name."""
    return Lock(program="wps", user=excel_name(raw), since=since, file=file, is_old=is_old)


def excel_name(raw: bytes) -> str:
    """The user's name in an owner file, from its UTF-16 form or else from its 8-bit form."""
    for place in _WIDE_NAMES:
        length = int.from_bytes(raw[place : place + 2], "little")
        name = raw[place + 2 : place + 2 + 2 * length].decode("utf-16-le", "replace").strip()
        if 0 < length <= _LONGEST_NAME and name and name.isprintable() and "\ufffd" not in name:
            return name
    return raw[1 : 1 + min(raw[0], _LONGEST_NAME)].decode("cp1252", "replace").strip() if raw else ""


def read_libreoffice(raw: bytes, file: Path, since: datetime, is_old: bool = False) -> Lock:
    """What LibreOffice's lock file says: name, login, host, date, profile; or officebot's own in the same form."""
    name, login, host, _, profile = _fields(raw.decode("utf-8", "replace"))
    holder = processes.Process.read(profile.removeprefix(_OURS)) if profile.startswith(_OURS) else None
    if holder is not None:
        return Lock(program="officebot", host=host, since=since, file=file, holder=holder, is_old=is_old)
    return Lock(
        program="libreoffice", user=name or login, host=host, since=since, file=file, profile=profile, is_old=is_old
    )


def _fields(text: str) -> list[str]:
    """Its five fields: what separates them has a backslash before it where it is meant as it stands."""
    fields, is_meant = [""], False
    for letter in text:
        if letter == ";" and not is_meant:
            break
        if letter == "," and not is_meant:
            fields.append("")
            continue
        is_meant = letter == "\\" and not is_meant
        if not is_meant:
            fields[-1] += letter
    return (fields + [""] * 5)[:5]


def own_lock(holder: processes.Process, now: datetime) -> bytes:
    """The content of officebot's lock file, which LibreOffice shows to whoever opens the workbook meanwhile."""
    try:
        login = getpass.getuser()
    except (KeyError, OSError):
        login = ""
    fields = ["officebot", login, processes.host_name(), f"{now.astimezone():%d.%m.%Y %H:%M}", f"{_OURS}{holder}"]
    return (",".join(re.sub(r"([,;\\])", r"\\\1", field) for field in fields) + ";").encode()


def _open_here(path: Path) -> Lock | None:
    name = processes.writer_of(path)
    return None if name is None else Lock(program="process", user="LibreOffice" if name == "soffice.bin" else name)


def _written_at(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return time.time()
