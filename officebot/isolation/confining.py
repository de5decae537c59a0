"""What the plugin's process does to itself before it imports the plugin: limits, no new rights, Landlock, a seccomp filter.

All of it can only be tightened afterwards, by nobody loosened (setrlimit(2), PR_SET_NO_NEW_PRIVS, landlock(7),
seccomp(2)). Linux only; elsewhere nothing confines, and that is said.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress

from officebot.isolation.filters import filter_of

_SET_DEATH_SIGNAL, _SET_DUMPABLE, _SET_NO_NEW_PRIVILEGES, _SET_SECCOMP = 1, 4, 38, 22
_SECCOMP_MODE_FILTER = 2
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_O_PATH = 0o10000000
#: What Landlock's versions know to forbid (landlock(7)): thirteen rights over files, then refer, truncate, ioctl.
_FILES_BY_VERSION = {1: 13, 2: 14, 3: 15, 4: 15}
_READ_FILE, _READ_FOLDER, _RUN = 1 << 2, 1 << 3, 1 << 0
#: Of TCP, binding and connecting (version 4); of signals and abstract sockets, those to the outside (version 6).
_NET, _SCOPES = 0b11, 0b11


def libc() -> ctypes.CDLL:
    """The C library, by which the kernel is asked."""
    return ctypes.CDLL(None, use_errno=True)


def landlock_version() -> int:
    """Which version of Landlock this kernel knows; 0 for none."""
    if not sys.platform.startswith("linux"):
        return 0
    found: int = libc().syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint(1))
    return max(found, 0)


def limit(memory: int, seconds: int, file_bytes: int, threads: int) -> None:
    """Bound what this process may use of the machine: address space, CPU time, sizes of files, handles, threads."""
    wanted = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_DATA: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: file_bytes,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    if threads:
        wanted[resource.RLIMIT_NPROC] = threads
    for what, most in wanted.items():
        _, hard = resource.getrlimit(what)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (bound, bound))


def give_up_rights(readable: Iterable[str] | None, machine: str) -> None:
    """Take away all that this process does not need; `readable` are the only files it may read (None: all it sees).

    Raises OSError where the kernel refuses: then the plugin must not run.
    """
    kernel = libc()
    # Not traced by others of this user, nor are its memory and environment to be read in /proc.
    _must(kernel.prctl(_SET_DUMPABLE, 0, 0, 0, 0), "dumpable")
    _must(kernel.prctl(_SET_DEATH_SIGNAL, int(signal.SIGKILL), 0, 0, 0), "death signal")
    _must(kernel.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0), "no new privileges")
    if readable is not None:
        _landlock(kernel, readable)
    _filter(kernel, machine)


def _landlock(kernel: ctypes.CDLL, readable: Iterable[str]) -> None:
    """Only these paths may be read, nothing may be written, no TCP, no signal to the outside."""
    version = landlock_version()
    if version < 1:
        raise OSError("this kernel has no Landlock")
    known = _FILES_BY_VERSION.get(version, 16)
    handled = struct.pack("QQQ", (1 << known) - 1, _NET if version >= 4 else 0, _SCOPES if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    rules = kernel.syscall(_LANDLOCK_CREATE, handled, ctypes.c_size_t(size), ctypes.c_uint(0))
    _must(rules, "Landlock")
    for path in readable:
        with suppress(FileNotFoundError):
            _allow(kernel, rules, path)
    _must(kernel.syscall(_LANDLOCK_RESTRICT, rules, 0), "Landlock")
    os.close(rules)


def _allow(kernel: ctypes.CDLL, rules: int, path: str) -> None:
    place = os.open(path, _O_PATH | os.O_CLOEXEC)
    try:
        is_folder = os.path.isdir(path)  # noqa: PTH112 - pathlib costs an import at each start
        allowed = _READ_FILE | (_READ_FOLDER if is_folder else 0)
        rule = struct.pack("=Qi", allowed, place)
        _must(kernel.syscall(_LANDLOCK_ADD, rules, 1, rule, 0), "Landlock")
    finally:
        os.close(place)


def _filter(kernel: ctypes.CDLL, machine: str) -> None:
    """Refuse the calls by which a process reaches other processes, the network or the kernel."""
    program = filter_of(machine)
    code = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("HL", len(program) // 8, ctypes.addressof(code))
    _must(kernel.prctl(_SET_SECCOMP, _SECCOMP_MODE_FILTER, head, 0, 0), "seccomp")


def _must(answer: int, what: str) -> None:
    if answer < 0:
        raise OSError(ctypes.get_errno(), f"{what} was refused")
