"""officebot with all of it loaded, waiting: each call is a process of its own, forked from here, that loads nothing again.

What a start costs is measured elsewhere, and that the real command starts is shown in `tests/cli` and `tests/packaging`; a
hundred calls of one session need not pay for it a hundred times.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import threading
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
#: A number on the line takes so many bytes.
_NUMBER = 16
#: Not loaded, besides what is for tests: what runs as soon as it is.
_NOT_LOADED = ("__main__", "migrations.env")


class Prepared:
    """The waiting process, started with the first call."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._line: socket.socket | None = None

    def call(
        self, words: Sequence[str], environment: Mapping[str, str], out: int, err: int, seconds: float
    ) -> int | None:
        """The exit code of `officebot WORDS`, writing into these two files; None while another call is under way.

        Raises `subprocess.TimeoutExpired` where it takes longer than `seconds`; it is then killed.
        """
        if not self._lock.acquire(blocking=False):
            return None
        try:
            line = self._line = self._line or _started()
            told = json.dumps({"words": words, "environment": dict(environment), "folder": str(Path.cwd())}).encode()
            socket.send_fds(line, [_framed(len(told))], [out, err])
            line.sendall(told)
            pid = _number(line, 30)
            try:
                return _number(line, seconds)
            except TimeoutError:
                os.kill(pid, signal.SIGKILL)
                _number(line, 30)
                raise subprocess.TimeoutExpired(list(words), seconds) from None
        finally:
            self._lock.release()


def _started() -> socket.socket:
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-m", "tests.app.prepared", str(theirs.fileno())]
    # It ends when this process does: nobody is at the line's other end then.
    process = subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
    process.returncode = 0  # nobody waits for it, and nobody is warned of that
    theirs.close()
    _number(ours, 110)
    return ours


def _framed(number: int) -> bytes:
    return str(number).rjust(_NUMBER).encode()


def _number(line: socket.socket, seconds: float) -> int:
    line.settimeout(seconds)
    told = line.recv(_NUMBER, socket.MSG_WAITALL)
    line.settimeout(None)
    if len(told) < _NUMBER:
        raise RuntimeError("the prepared officebot has ended")
    return int(told)


# ── the waiting process ───────────────────────────────────────────────────────────────────────────────────


def _serve(line: socket.socket) -> list[str]:
    """The words of a call, in the process that is to run it; the waiting process ends when its caller has."""
    line.sendall(_framed(os.getpid()))
    while True:
        size, files, _, _ = socket.recv_fds(line, _NUMBER, 2)
        if not size:
            os._exit(0)
        told: dict[str, Any] = json.loads(line.recv(int(size), socket.MSG_WAITALL))
        pid = os.fork()
        if not pid:
            line.close()
            for place, file in enumerate(files, start=1):
                os.dup2(file, place)
                os.close(file)
            os.chdir(told["folder"])
            os.environ.clear()
            os.environ.update(told["environment"])
            words: list[str] = told["words"]
            return words
        for file in files:
            os.close(file)
        line.sendall(_framed(pid))
        _, status = os.waitpid(pid, 0)
        line.sendall(_framed(os.waitstatus_to_exitcode(status)))


def _load() -> None:
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    import officebot

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for one in pkgutil.walk_packages(officebot.__path__, "officebot."):
            if not one.name.endswith(_NOT_LOADED) and not one.name.startswith("officebot.testing"):
                importlib.import_module(one.name)
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    _load()
    sys.argv = ["officebot", *_serve(socket.socket(fileno=int(sys.argv[1])))]
    from officebot.cli import main

    main()
