"""When a duty that keeps failing is stopped, and when it is tried again: a circuit breaker's arithmetic. Pure.

Closed, the duty works. After so many failures in a row it is open: the duty is stopped. Then it is half open now and
then: tried once, after a pause that grows, or because a person said so. What works closes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

from officebot.core.text import Text

#: What failed: a run of the duty, or what it was asked about a mail.
Failing: TypeAlias = Literal["runs", "mails"]
#: So many failures in a row stop a duty, where the office says nothing else.
MOST_FAILURES = 5
_FIRST_PAUSE = timedelta(minutes=15)
_LONGEST_PAUSE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaker:
    """How a duty failed of late. `runs` and `mails` count its failures in a row, `why` is the last one's sentence.

    `since` is when it was stopped (None: it works), `again` when it is next tried by itself, `pauses` how often it was
    tried in vain. `left_off` names who decided that it is not tried at all.
    """

    runs: int = 0
    mails: int = 0
    why: Text | None = None
    last: datetime | None = None
    since: datetime | None = None
    again: datetime | None = None
    pauses: int = 0
    left_off: str = ""

    @property
    def is_stopped(self) -> bool:
        """Whether the duty is stopped, if only until it is tried."""
        return self.since is not None

    @property
    def failures(self) -> int:
        """How often it failed in a row."""
        return max(self.runs, self.mails)

    def may_work(self, now: datetime) -> bool:
        """Whether the duty may be asked now: it works, or it is to be tried."""
        if self.since is None:
            return True
        return not self.left_off and self.again is not None and self.again <= now

    def failed(self, what: Failing, why: Text, now: datetime, most: int = MOST_FAILURES) -> Breaker:
        """After one more failure; `most` in a row stop the duty, and one in vain makes the next pause longer."""
        counted = replace(self._counting(what, self._count(what) + 1), why=why, last=now)
        if self.is_stopped:
            return counted.tried(now) if self.may_work(now) else counted
        if counted.failures < most:
            return counted
        return replace(counted, since=now, again=now + _FIRST_PAUSE)

    def stopped(self, what: Failing, why: Text, now: datetime) -> Breaker:
        """After a failure that is not to be had a second time."""
        return self.failed(what, why, now, most=1)

    def worked(self, what: Failing) -> Breaker:
        """After it did what it was asked: a stopped duty works again, altogether."""
        return Breaker() if self.is_stopped else self._counting(what, 0)

    def _count(self, what: Failing) -> int:
        return self.runs if what == "runs" else self.mails

    def _counting(self, what: Failing, count: int) -> Breaker:
        return replace(self, runs=count) if what == "runs" else replace(self, mails=count)

    def tried(self, now: datetime) -> Breaker:
        """When a try begins: should it not end, it was in vain."""
        pause = min(_FIRST_PAUSE * 4 ** (self.pauses + 1), _LONGEST_PAUSE) if self.pauses < 8 else _LONGEST_PAUSE
        return replace(self, again=now + pause, pauses=self.pauses + 1)

    def asked_again(self, now: datetime) -> Breaker:
        """When a person wants it tried now."""
        return replace(self, again=now, left_off="") if self.is_stopped else self

    def leave_off(self, who: str) -> Breaker:
        """When a person wants it left alone."""
        return replace(self, again=None, left_off=who) if self.is_stopped else self

    def to_json(self) -> dict[str, Any]:
        """As the ledger keeps it."""
        return {
            "runs": self.runs,
            "mails": self.mails,
            "why": self.why.to_json() if self.why is not None else None,
            "last": self.last.isoformat() if self.last else None,
            "since": self.since.isoformat() if self.since else None,
            "again": self.again.isoformat() if self.again else None,
            "pauses": self.pauses,
            "left_off": self.left_off,
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Breaker:
        """What `to_json` made."""
        return cls(
            runs=told["runs"],
            mails=told["mails"],
            why=Text.from_json(told["why"]) if told["why"] is not None else None,
            last=_instant(told["last"]),
            since=_instant(told["since"]),
            again=_instant(told["again"]),
            pauses=told["pauses"],
            left_off=told["left_off"],
        )


def _instant(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None
