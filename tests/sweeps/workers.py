"""Processes that a sweep starts and kills: each runs one `main` of the sweep's own module and says "ready" first."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from officebot.engine.ledger import Ledger

ROOT = Path(__file__).resolve().parents[2]


class Worker:
    """One process; `kill` is SIGKILL, and the end is waited for."""

    def __init__(self, module: str, *arguments: object, wrapped_in: Sequence[str] = (), **variables: str) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **variables}
        command = [*wrapped_in, sys.executable, "-m", module, *map(str, arguments)]
        self.process = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def wait_until_ready(self) -> None:
        """Return once the worker has imported what it needs."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line.strip() == "ready", (line, self.end())

    def kill(self) -> bool:
        """Kill it now; whether it still ran."""
        was_alive = self.process.poll() is None
        self.process.kill()
        self.end()
        return was_alive and self.process.returncode == -signal.SIGKILL

    def end(self, timeout: float = 120) -> tuple[int, str]:
        """Its exit code and what it wrote to standard error."""
        _, errors = self.process.communicate(timeout=timeout)
        return self.process.returncode, errors


def say_ready() -> None:
    """Tell the sweep that this worker now begins."""
    print("ready", flush=True)


class StepLedger(Ledger):
    """A ledger that kills its process before or after its `at`-th commit, to place a kill at every step."""

    def __init__(self, url: str, at: int, after: bool) -> None:
        super().__init__(url)
        self._at = at
        self._after = after
        self._count = 0
        self._counting = threading.Lock()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with super().writing() as tx:
            yield tx
            with self._counting:
                self._count += 1
                is_now = self._count == self._at
            if is_now and not self._after:
                os.kill(os.getpid(), signal.SIGKILL)
        if is_now:
            os.kill(os.getpid(), signal.SIGKILL)
