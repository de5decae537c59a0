"""The plugins' processes that are kept: warm while they are used, few at once, ended when idle, never left behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from officebot.core.problems import Unavailable
from officebot.core.text import say
from officebot.isolation.child import Child
from officebot.isolation.sandbox import Limits, Means, Place

#: Of one duty so many at once: one that runs, and one for who looks at its panel meanwhile.
_MOST_OF_ONE = 2
#: So many in all are kept beyond their call; more may work at the same moment.
_MOST_KEPT = 8
_IDLE_SECONDS = 300.0
#: How long a run may take where the office says nothing else.
RUN_SECONDS = 120.0
#: A run is ended so long before the engine gives it up by itself, so that it is the process that is ended …
_BEFORE_SECONDS = 5.0
#: … or by this share of it, where it is short.
_BEFORE_SHARE = 0.1


class Keeper:
    """All processes of an office's plugins. Close it with the office.

    `run_seconds` is how long the engine waits for one run of a duty.
    """

    def __init__(
        self, idle_seconds: float = _IDLE_SECONDS, most_kept: int = _MOST_KEPT, run_seconds: float = RUN_SECONDS
    ) -> None:
        self.run_seconds = run_seconds
        self._idle_seconds = idle_seconds
        self._most_kept = most_kept
        self._changed = threading.Condition()
        self._free: list[tuple[str, Child]] = []
        self._busy: list[tuple[str, Child]] = []
        self._reaper: threading.Timer | None = None
        self._is_closed = False

    @contextmanager
    def child(self, duty: str, place: Place, means: Means, limits: Limits, seconds: float) -> Iterator[Child]:
        """A process for this duty, for this thread alone. Raises Unavailable where none is free in time."""
        found = self._take(duty, place, means, limits, time.monotonic() + seconds)
        try:
            yield found
        finally:
            found.rest()
            self._give_back(duty, found)

    @property
    def patience(self) -> float:
        """How long a process may take for one run, in seconds: it is ended before the engine gives the run up."""
        return self.run_seconds - min(_BEFORE_SECONDS, self.run_seconds * _BEFORE_SHARE)

    def end(self, duty: str) -> None:
        """End the processes of a duty that do nothing just now: it has changed."""
        with self._changed:
            going = [one for name, one in self._free if name == duty]
            self._free = [(name, one) for name, one in self._free if name != duty]
        for one in going:
            one.close()

    def close(self) -> None:
        """End them all, those at work, too."""
        with self._changed:
            self._is_closed = True
            free, self._free = self._free, []
            if self._reaper is not None:
                self._reaper.cancel()
            for _, one in self._busy:
                one.kill()
        for _, one in free:
            one.close()

    @property
    def count(self) -> int:
        """How many processes run."""
        with self._changed:
            return sum(one.is_alive for _, one in (*self._free, *self._busy))

    def _take(self, duty: str, place: Place, means: Means, limits: Limits, deadline: float) -> Child:
        with self._changed:
            while True:
                for at, (name, one) in enumerate(self._free):
                    if name == duty:
                        del self._free[at]
                        self._busy.append((name, one))
                        return one
                if sum(name == duty for name, _ in self._busy) < _MOST_OF_ONE:
                    made = Child(duty, place, means, limits)
                    self._busy.append((duty, made))
                    return made
                if not self._changed.wait(deadline - time.monotonic()):
                    raise Unavailable(duty, say("The duty “{duty}” is busy: it is asked again.", duty=duty))

    def _give_back(self, duty: str, child: Child) -> None:
        gone: list[Child] = []
        with self._changed:
            self._busy = [(name, one) for name, one in self._busy if one is not child]
            if child.is_alive and not self._is_closed:
                self._free.insert(0, (duty, child))
            else:
                gone.append(child)
            gone += [one for _, one in self._free[self._most_kept :]]
            del self._free[self._most_kept :]
            self._changed.notify()
            self._watch()
        for one in gone:
            one.close()

    def _watch(self) -> None:
        """See to it that those that are idle are ended in time. Called with the lock held."""
        if self._reaper is None and self._free and not self._is_closed:
            self._reaper = threading.Timer(self._idle_seconds, self._reap)
            self._reaper.daemon = True
            self._reaper.start()

    def _reap(self) -> None:
        now = time.monotonic()
        with self._changed:
            self._reaper = None
            gone = [one for _, one in self._free if now - one.last_use >= self._idle_seconds]
            self._free = [(name, one) for name, one in self._free if one not in gone]
            self._watch()
        for one in gone:
            one.close()
