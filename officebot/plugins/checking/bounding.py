"""A process under check is ended with all its children when it has too many of them.

The system's own bound (RLIMIT_NPROC) counts what a user has in all, and not for root; so it is looked at here. In a sandbox a
process whose parent ended stays a descendant of the sandbox's first one, and is counted; without bwrap it is lost.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: Tests of a duty in a whole office have some workers and servers; nobody needs more.
MOST_PROCESSES = 64
_LOOK_SECONDS = 0.1
_PROC = Path("/proc")


@contextmanager
def few_processes(pid: int, most: int = MOST_PROCESSES) -> Iterator[threading.Event]:
    """Watch a process while the block goes on; the event is set when it had too many children and was ended."""
    too_many, over = threading.Event(), threading.Event()

    def watch() -> None:
        while not over.wait(_LOOK_SECONDS):
            found = descendants(pid)
            if len(found) > most:
                too_many.set()
                for one in (pid, *found):
                    with suppress(OSError):
                        os.kill(one, signal.SIGKILL)

    watching = threading.Thread(target=watch, name="few processes", daemon=True)
    watching.start()
    try:
        yield too_many
    finally:
        over.set()
        watching.join()


def descendants(pid: int) -> list[int]:
    """The processes that a process started, and those that these started; none where the system does not say."""
    children: dict[int, list[int]] = defaultdict(list)
    for one in _running():
        with suppress(OSError, ValueError, IndexError):
            # The name stands in brackets and may hold anything; behind it come the state and the parent.
            children[int((_PROC / one / "stat").read_text().rpartition(")")[2].split()[1])].append(int(one))
    found: list[int] = []
    ahead = [pid]
    while ahead:
        found += (new := children.pop(ahead.pop(), []))
        ahead += new
    return found


def _running() -> list[str]:
    try:
        return [one.name for one in _PROC.iterdir() if one.name.isdecimal()]
    except OSError:
        return []
