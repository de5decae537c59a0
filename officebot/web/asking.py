"""Duties asked for their panels, each in a thread of its own: one that hangs keeps nobody from the page."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait

from officebot.core.panels import Block

#: So long a page waits for all its panels (seconds), and for each of them at least so long.
PATIENCE, _LEAST = 5.0, 0.5


class TooLate(Exception):
    """A panel has not answered in time, or has not yet answered an earlier look."""


class Asking:
    """Asks panels. One that was too late is not asked again before it has ended: it holds one thread, not all."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._late: dict[str, list[Future[Sequence[Block]]]] = {}
        self._lock = threading.Lock()

    def deadline(self) -> float:
        """Until when a page that is begun now waits for its panels."""
        return time.monotonic() + self._patience

    def ask(self, name: str, show: Callable[[], Sequence[Block]], deadline: float) -> Sequence[Block]:
        """What the panel of this name shows, or what it raises. Raises TooLate where the page goes on without it."""
        with self._lock:
            self._late[name] = [one for one in self._late.get(name, []) if not one.done()]
            if self._late[name]:
                raise TooLate(name)
        asked: Future[Sequence[Block]] = Future()
        # A thread that nobody waits for when the service ends, unlike those of an executor.
        threading.Thread(target=_answer, args=(asked, show), name=f"panel {name}", daemon=True).start()
        done, _ = wait([asked], timeout=max(deadline - time.monotonic(), min(_LEAST, self._patience)))
        if not done:
            with self._lock:
                self._late[name].append(asked)
            raise TooLate(name)
        return asked.result()


def _answer(asked: Future[Sequence[Block]], show: Callable[[], Sequence[Block]]) -> None:
    try:
        asked.set_result(show())
    except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
        asked.set_exception(error)
