"""Processes: which one this is, whether another has ended, and who writes to a file on this machine."""

from __future__ import annotations

import hashlib
import os
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from officebot.core.expressions import expression

_PROC = Path("/proc")
# The number of Linux's first namespace of processes (PROC_PID_INIT_INO): whoever is in it sees every process.
_FIRST_NAMESPACE = "pid:[4026531836]"
_MARK = expression(r"(\d{1,10})\.(\d{1,20})\.([0-9a-f]{8})\.([0-9a-f]{8})")
_ACCESS, _READ_ONLY = 0o3, 0
#: A start of the machine that could not be told.
_UNKNOWN = "0" * 8
_NOBODY = -1
_OFFICES = frozenset({"soffice.bin", "oosplash", "soffice", "DesktopEditors", "editors", "editors_helper"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One process of one machine, told apart from a later one that has its number."""

    number: int
    started: int
    boot: str
    machine: str

    def __str__(self) -> str:
        return f"{self.number}.{self.started}.{self.boot}.{self.machine}"

    @staticmethod
    def read(mark: str) -> Process | None:
        """What `str` wrote."""
        found = _MARK.fullmatch(mark)
        if found is None:
            return None
        return Process(number=int(found[1]), started=int(found[2]), boot=found[3], machine=found[4])

    def has_ended(self) -> bool:
        """Whether it certainly runs no more; of another machine nothing is certain."""
        boot, machine = _machine()
        if self.machine != machine:
            return False
        started = _started(self.number)
        if started == _NOBODY:
            return True
        if _UNKNOWN in (self.boot, boot):
            return False
        return self.boot != boot or (started is not None and self.started not in (0, started))


def this_process() -> Process:
    """The process that asks."""
    number = os.getpid()
    boot, machine = _machine()
    return Process(number=number, started=_started(number) or 0, boot=boot, machine=machine)


def host_name() -> str:
    """What this machine calls itself."""
    return socket.gethostname()


def sees_all() -> bool:
    """Whether every process of this machine can be seen from here, as is not so in a container."""
    try:
        return str((_PROC / "self/ns/pid").readlink()) == _FIRST_NAMESPACE and bool(_name(1))
    except OSError:
        return False


def machine_started() -> datetime:
    """When this machine was started; long ago where nothing says it."""
    found = re.search(r"^btime (\d{1,12})$", _text(_PROC / "stat"), re.MULTILINE)
    return datetime.fromtimestamp(int(found[1]) if found else 0, UTC)


def an_office_runs() -> bool:
    """Whether any LibreOffice or ONLYOFFICE runs on this machine, as far as can be seen."""
    return any(_name(number) in _OFFICES for number in _numbers())


def writer_of(path: Path) -> str | None:
    """The name of a process, not this one, that has the file open for writing; None for none that can be seen."""
    wanted = str(path)
    for number in _numbers():
        if number != os.getpid() and any(_may_write(number, handle) for handle in _handles(number, wanted)):
            return _name(number) or str(number)
    return None


@lru_cache(maxsize=1)
def _machine() -> tuple[str, str]:
    """Short names of this start of this machine, and of the machine itself."""
    boot = _text(_PROC / "sys/kernel/random/boot_id")
    try:
        namespace = str((_PROC / "self/ns/pid").readlink())
    except OSError:
        namespace = ""
    return _short(boot) if boot else _UNKNOWN, _short(
        "\n".join((host_name(), _text(Path("/etc/machine-id")), namespace))
    )


def _started(number: int) -> int | None:
    """When a process started, in ticks since the machine did; -1 if it certainly does not run, None if unknown."""
    try:
        raw = (_PROC / str(number) / "stat").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return _NOBODY if (_PROC / "self/stat").exists() and bool(_name(1)) else None
    except OSError:
        return None
    # The second field is a name in brackets, which may hold blanks and brackets: proc(5), field 22.
    fields = raw.decode("utf-8", "replace").rpartition(")")[2].split()
    if len(fields) < 20:
        return None
    return int(fields[19]) if fields[0] not in "ZX" else _NOBODY


def _numbers() -> Iterator[int]:
    try:
        yield from (int(one.name) for one in _PROC.iterdir() if one.name.isdecimal())
    except OSError:
        return


def _name(number: int) -> str:
    return _text(_PROC / str(number) / "comm").strip()


def _handles(number: int, wanted: str) -> Iterator[str]:
    try:
        handles = list((_PROC / str(number) / "fd").iterdir())
    except OSError:
        return  # Another user's, or gone.
    for handle in handles:
        try:
            if os.readlink(handle) == wanted:  # noqa: PTH115  (four times as fast as a path made of each)
                yield handle.name
        except OSError:
            continue


def _may_write(number: int, handle: str) -> bool:
    found = re.search(r"^flags:\s*([0-7]+)", _text(_PROC / str(number) / "fdinfo" / handle), re.MULTILINE)
    return found is not None and int(found[1], 8) & _ACCESS != _READ_ONLY


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
