"""What mailbox after mailbox is asked of the duties in the workers, and of whom nothing is asked that broke one.

A duty that hangs over a mail, or ends the worker, is left out of that mail, and the batch is asked again. After the third
such mail it is left out of all for a minute: each costs the patience that one mail is given. Until then its breaker has
heard of it, too.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from officebot.core.text import Text, say
from officebot.engine.intake.recognising import IN_WORKER, Question

#: Over so many mails a duty may break a worker before it is asked about no other of that reading.
_MOST = 3
_REMEMBERED_SECONDS = 60.0


class Asking:
    """The questions of one reading of a mailbox."""

    def __init__(self, now: Callable[[], datetime], monotonic: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._monotonic = monotonic
        self._broken: dict[tuple[str, int], Text] = {}
        self._last = 0.0

    def then(self) -> tuple[str, Question]:
        """What is asked about the next batch; what broke long ago is asked again: somebody may have mended it."""
        if self._broken and self._monotonic() - self._last > _REMEMBERED_SECONDS:
            self._broken = {}
        return self._question()

    def again(self, asked: str, kind: str) -> tuple[str, Question] | None:
        """What is asked in its place, once a worker was lost while it asked; None where it asked nobody, or in vain before."""
        uid, _, duty = asked.partition(" ")
        if not duty or not uid.isdecimal() or (duty, int(uid)) in self._broken:
            return None
        what = "The duty “{duty}” took too much time or memory over this mail ({fault}): read it yourself."
        self._last = self._monotonic()
        self._broken[duty, int(uid)] = why = say(what, duty=duty, fault=kind)
        if Counter(one for one, _ in self._broken)[duty] >= _MOST:
            self._broken[duty, 0] = why
        return self._question()

    def _question(self) -> tuple[str, Question]:
        broken = tuple((duty, uid, why) for (duty, uid), why in self._broken.items())
        return IN_WORKER, Question(now=self._now(), broken=broken)
