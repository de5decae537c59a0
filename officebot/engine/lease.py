"""The right to act, held by one process at a time, only while it works, and for as long as it works.

The cases. The holder dies: see `engine.ledger.leases`. One action lasts longer than a lease: a heartbeat
renews it. The machine slept and another took over: the holder finds out before its next action and stops.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection

from officebot.core.problems import Unavailable
from officebot.core.text import say
from officebot.engine.ledger import Ledger, leases

log = logging.getLogger("officebot.executor")

_NAME = "executor"
#: A third of a lease: two renewals may fail before it is lost.
RENEW_SECONDS = leases.LEASE.total_seconds() / 3


class TakenOver(Unavailable):
    """Another process acts now."""

    def __init__(self) -> None:
        super().__init__(_NAME, say("Another officebot took over."))


class ExecutorLease:
    """The lease "executor" for one object of one process."""

    def __init__(self, ledger: Ledger, owner: str, renew_seconds: float = RENEW_SECONDS) -> None:
        self._ledger = ledger
        # Of its own: two objects of one process must not take each other's lease for theirs.
        self._owner = f"{owner}:{secrets.token_hex(2)}"
        self._one_thread = threading.Lock()
        self._renew_seconds = renew_seconds

    @contextmanager
    def held(self, wait_seconds: float) -> Iterator[bool]:
        """Whether the lease could be had within `wait_seconds`; renewed meanwhile, given back at the end."""
        if not self._one_thread.acquire(timeout=max(wait_seconds, 0)):
            yield False
            return
        try:
            if not self._take(wait_seconds):
                yield False
                return
            with self._beating():
                yield True
            self._give_back()
        except BaseException:
            # Whatever went wrong is what the caller must see, not that giving back failed too.
            with suppress(Unavailable):
                self._give_back()
            raise
        finally:
            self._one_thread.release()

    def renew(self, tx: Connection) -> None:
        """Hold it longer. Raises TakenOver when another process has it meanwhile."""
        if not leases.take(tx, _NAME, self._owner):
            raise TakenOver

    def _take(self, wait_seconds: float) -> bool:
        deadline = time.monotonic() + wait_seconds
        while True:
            with self._ledger.writing() as tx:
                if leases.take(tx, _NAME, self._owner):
                    return True
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.1)

    def _give_back(self) -> None:
        with self._ledger.writing() as tx:
            leases.release(tx, _NAME, self._owner)

    @contextmanager
    def _beating(self) -> Iterator[None]:
        over = threading.Event()
        heart = threading.Thread(target=self._beat, args=(over,), name="executor lease", daemon=True)
        heart.start()
        try:
            yield
        finally:
            over.set()
            heart.join()

    def _beat(self, over: threading.Event) -> None:
        while not over.wait(self._renew_seconds):
            try:
                with self._ledger.writing() as tx:
                    self.renew(tx)
            except TakenOver:
                return
            except Unavailable:
                log.warning("lease not renewed")
