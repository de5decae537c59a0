"""Where the time comes from: services ask a `Clock`, so that a test or the demo's day can hold the hands."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What tells the time; the system's, or one that a test turns by hand."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds since some fixed moment; never goes back, for measuring how long something took."""
        ...

    def sleep(self, seconds: float) -> None:
        """Return when that many seconds of this clock have passed."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since some fixed moment; never goes back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Return when that many seconds have passed; at once for none or fewer."""
        time.sleep(max(0.0, seconds))
