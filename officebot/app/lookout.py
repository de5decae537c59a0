"""What is read in the background for pages: workbooks and calendars, so that nobody who looks at a page waits for them.

What was made is kept, and made anew when somebody asks and it is old. One thread reads, and ends with the office.
"""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from officebot.core.clock import Clock

if TYPE_CHECKING:
    from officebot.engine.running.office import OfficeReader
    from officebot.sdk import Look, Looked

log = logging.getLogger("officebot.lookout")

#: How old what was made may be before it is made anew.
_FRESH = timedelta(minutes=2)
#: What is quick is waited for, so that a page has it at once.
_PATIENCE_SECONDS = 0.04


@dataclass(frozen=True, slots=True)
class _Made:
    what: Any
    at: datetime


class Lookout:
    """Makes and keeps what panels ask for. Close it, or use it with `with`."""

    def __init__(self, office: OfficeReader, clock: Clock) -> None:
        self._office, self._clock = office, clock
        self._lock = threading.Lock()
        self._made: dict[str, _Made] = {}
        self._making: dict[str, Future[None]] = {}
        self._thread: ThreadPoolExecutor | None = None
        self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._is_closed = True
            thread, self._thread = self._thread, None
        if thread is not None:
            thread.shutdown(wait=True, cancel_futures=True)

    def found(self, look: Look[Looked], settings: Any) -> Looked | None:
        """What `look` made last; None while it is made for the first time, or where it failed."""
        name = f"{look.__module__}:{look.__qualname__}"
        made = self._made.get(name)
        if made is None or not self._is_fresh(made):
            future = self._begin(name, look, settings)
            if made is None and future is not None:
                _wait(future)
                made = self._made.get(name)
        found: Looked | None = made.what if made is not None else None
        return found

    def settle(self, seconds: float = 60.0) -> None:
        """Wait until all that was begun is made: for tests, and for who must see it all."""
        for future in list(self._making.values()):
            future.result(seconds)

    def _is_fresh(self, made: _Made) -> bool:
        now, zone = self._clock.now(), self._office.facts.working_time.tz
        same_day = made.at.astimezone(zone).date() == now.astimezone(zone).date()
        return same_day and abs(now - made.at) < _FRESH

    def _begin(self, name: str, look: Look[Looked], settings: Any) -> Future[None] | None:
        with self._lock:
            if self._is_closed:
                return None
            running = self._making.get(name)
            if running is not None and not running.done():
                return running
            if self._thread is None:
                self._thread = ThreadPoolExecutor(1, "lookout")
            self._making[name] = self._thread.submit(self._make, name, look, settings)
            return self._making[name]

    def _make(self, name: str, look: Look[Looked], settings: Any) -> None:
        now = self._clock.now()
        try:
            self._made[name] = _Made(look(self._office, settings, now), now)
        except Exception as error:
            # A plugin's fault, or a file half written: what was made before stands, and it is tried again.
            log.error("look failed", extra={"look": name, "error": type(error).__name__}, exc_info=True)


def _wait(future: Future[None]) -> None:
    try:
        future.result(_PATIENCE_SECONDS)
    except TimeoutError:
        return
