"""A clock that is turned by hand, for tests and for the demo's day."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta


class VirtualClock:
    """Stands still until told; never goes back. Safe to use from several threads.

    `sleep` returns when others have moved the hands that far, or, with `sleeping_moves`, moves them itself.
    """

    def __init__(self, start: datetime, *, sleeping_moves: bool = False) -> None:
        self._moved = threading.Condition()
        self._start = self._aware(start)
        self._now = self._start
        self._sleeping_moves = sleeping_moves

    @staticmethod
    def _aware(instant: datetime) -> datetime:
        if instant.tzinfo is None:
            raise ValueError("the instant must be aware")
        return instant.astimezone(UTC)

    def now(self) -> datetime:
        """The instant the hands show, aware, in UTC."""
        with self._moved:
            return self._now

    def monotonic(self) -> float:
        """Seconds since the clock's start."""
        return (self.now() - self._start).total_seconds()

    def set(self, instant: datetime) -> None:
        """Turn the hands to this instant. Raises ValueError when it lies in the past."""
        wanted = self._aware(instant)
        with self._moved:
            if wanted < self._now:
                raise ValueError(f"the clock shows {self._now.isoformat()} and never goes back")
            self._now = wanted
            self._moved.notify_all()

    def advance(self, by: timedelta) -> None:
        """Turn the hands on. Raises ValueError for less than nothing."""
        with self._moved:
            self.set(self._now + by)

    def sleep(self, seconds: float) -> None:
        """Return when the hands have gone that far."""
        pause = timedelta(seconds=max(0.0, seconds))
        if self._sleeping_moves:
            self.advance(pause)
            return
        with self._moved:
            until = self._now + pause
            while self._now < until:
                self._moved.wait()
