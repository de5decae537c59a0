"""Notices a thread that is stuck: in a lock, in a loop, in a call that never returns (TRUST 29).

Each watched thread shows life at every turn, and whatever it commits to the ledger counts, too. One that has shown none
for longer than the limit is stuck; from then on the service's own heartbeat stops. Whoever watches from outside
(systemd) then starts the service anew, as it does when the whole process stands still.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

#: No single step takes so long: a backup of a large office takes some minutes, all else has limits of its own.
LIMIT_SECONDS = 600.0


@dataclass(slots=True)
class _Watched:
    name: str
    thread: threading.Thread
    until: float


class Watchdog:
    """Which threads should be alive, and until when each must show it again."""

    def __init__(self, limit_seconds: float = LIMIT_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._watched: dict[int, _Watched] = {}

    def join(self, name: str) -> None:
        """Watch the calling thread from now on."""
        with self._lock:
            until = self._clock() + self._limit
            self._watched[threading.get_ident()] = _Watched(name, threading.current_thread(), until)

    def alive(self, rest: float = 0.0) -> None:
        """The calling thread lives, and may now rest for so many seconds. Of a thread that is not watched, nothing."""
        watched = self._watched.get(threading.get_ident())
        if watched is not None:
            watched.until = self._clock() + rest + self._limit

    def leave(self) -> None:
        """The calling thread ends as it should."""
        with self._lock:
            self._watched.pop(threading.get_ident(), None)

    def stuck(self) -> list[str]:
        """The names of the threads that should have shown life, or ended without a word."""
        now = self._clock()
        with self._lock:
            found = list(self._watched.values())
        return sorted(one.name for one in found if one.until < now or not one.thread.is_alive())
