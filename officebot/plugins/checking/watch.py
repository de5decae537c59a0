"""Runs in the probe's process: notices what code does besides reckoning, while it does it.

Files, network and processes are told by Python's audit events (PEP 578); the clock and chance make no event and are
noticed as calls of C functions by a profile function.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any
from zoneinfo import TZPATH

#: Audit events by what they mean for a duty; "open" is looked at by itself.
_EVENTS = {
    "socket.": "network", "urllib.Request": "network", "ftplib.": "network", "smtplib.": "network", "imaplib.": "network",
    "subprocess.": "process", "os.system": "process", "os.exec": "process", "os.fork": "process", "os.forkpty": "process",
    "os.posix_spawn": "process", "os.spawn": "process", "os.kill": "process", "signal.": "process",
    "os.remove": "file", "os.rename": "file", "os.mkdir": "file", "os.rmdir": "file", "os.chmod": "file", "os.chown": "file",
    "os.link": "file", "os.symlink": "file", "os.truncate": "file", "os.utime": "file", "shutil.": "file",
    "sqlite3.connect": "file", "tempfile.": "file",
    "os.putenv": "environment", "os.unsetenv": "environment",
    "ctypes.dlopen": "native code", "ctypes.dlsym": "native code",
}  # fmt: skip
_CLOCK = {
    "time.time", "time.time_ns", "time.monotonic", "time.monotonic_ns", "time.perf_counter", "time.perf_counter_ns",
    "time.localtime", "time.gmtime", "time.process_time", "time.sleep", "datetime.now", "datetime.utcnow", "datetime.today",
    "date.today",
}  # fmt: skip
_CHANCE = {"random", "getrandbits", "urandom", "getentropy", "uuid_generate_time_safe"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CODE = (".py", ".pyc", ".so", ".pyd")
#: More than this of one kind says no more.
MOST = 50


class Watch:
    """What was noticed so far: pairs of kind and place. An audit hook cannot be taken away: it can be made to sleep."""

    def __init__(self, own: str, scratch: str) -> None:
        self.own = own
        self.scratch = scratch
        self.seen: list[tuple[str, str]] = []
        self._reads_too = False
        self._awake = False
        sys.addaudithook(self._heard)

    @contextmanager
    def over(self, *, reads_too: bool = False, clock_too: bool = False) -> Iterator[None]:
        """Notices what happens inside; with `reads_too` also files that are read, with `clock_too` clock and chance."""
        self._reads_too = reads_too
        before = dict(os.environ)
        self._awake = True
        if clock_too:
            sys.setprofile(self._called)
        try:
            yield
        finally:
            sys.setprofile(None)
            self._awake = False
            if dict(os.environ) != before:
                self._note("environment", "os.environ")

    def _heard(self, event: str, values: tuple[Any, ...]) -> None:
        if not self._awake:
            return
        if event == "open":
            self._opened(values)
            return
        if values and self._is_ours(values[0]):
            return
        for beginning, kind in _EVENTS.items():
            if event.startswith(beginning):
                self._note(kind, f"{event}{self._where()}")

    def _opened(self, values: tuple[Any, ...]) -> None:
        path, mode, flags = (*values, None, None)[:3]
        # An integer is a descriptor: its opening was looked at.
        if isinstance(path, int) or self._is_ours(path):
            return
        name = os.fsdecode(path) if isinstance(path, str | bytes) else str(path)
        writes = bool(flags & _WRITES) if isinstance(flags, int) else bool(mode and set(str(mode)) & set("wax+"))
        if writes:
            self._note("file", f"open {Path(name).name}{self._where()}")
        elif self._reads_too and not name.endswith(_CODE) and not self._is_the_interpreters(name):
            self._note("file", f"read {Path(name).name}{self._where()}")

    def _is_ours(self, path: Any) -> bool:
        """Whether a place is the probe's own: compiled modules, what the plugin prints."""
        return isinstance(path, str | bytes) and os.fsdecode(path).startswith(self.scratch)

    def _is_the_interpreters(self, name: str) -> bool:
        """Whether a file belongs to Python and its libraries, zones among them, and not to the plugin."""
        return name.startswith((sys.prefix, sys.base_prefix, *TZPATH)) and not name.startswith(self.own)

    def _called(self, frame: FrameType, event: str, function: Any) -> None:
        if event != "c_call":
            return
        name = getattr(function, "__name__", "")
        owner = getattr(function, "__self__", None)
        held = str(getattr(owner, "__name__", type(owner).__name__))
        if f"{held}.{name}" in _CLOCK:
            self._note("clock", f"{held}.{name}{self._where(frame)}")
        elif name in _CHANCE and held in ("Random", "SystemRandom", "posix", "nt", "_uuid"):
            self._note("chance", f"{name}{self._where(frame)}")

    def _where(self, frame: FrameType | None = None) -> str:
        """The nearest line of the plugin's own code that led here, as " (file:line)"; "" where there is none."""
        frame = frame or sys._getframe(2)
        while frame is not None:
            name = frame.f_code.co_filename
            if name.startswith(self.own):
                return f" ({os.path.relpath(name, self.own)}:{frame.f_lineno})"
            frame = frame.f_back
        return ""

    def _note(self, kind: str, what: str) -> None:
        if len(self.seen) < MOST and (kind, what) not in self.seen:
            self.seen.append((kind, what))
