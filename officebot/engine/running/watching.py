"""Triggers that no clock gives: a file of the office that changed, mail that came in, the service's start.

A watched file may lie on a share that hangs. It is looked at in a thread of its own and outside any transaction:
what does not answer in time is left to go on there, keeps nobody waiting again, and counts when it is done.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from officebot.core.schedule import Kind
from officebot.core.text import Text, say
from officebot.engine.ledger import Ledger, mails, marks, runs
from officebot.engine.ledger.runs import NewRun
from officebot.engine.running.duties import EnabledDuty

_NAMESPACE = "officebot.files"
_ARRIVALS = "officebot.arrivals"
#: A duty that is new to an office begins with the mails of the last weeks.
_LOOK_BACK = timedelta(days=30)
_LARGEST = 200 * 1024 * 1024


@dataclass(slots=True)
class _Look:
    """One file being looked at: what was found is in `found` once the thread has ended."""

    path: Path
    before: Mapping[str, Any]
    found: list[dict[str, Any] | Text | None] = field(default_factory=list)
    is_late: bool = False
    thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._look, name=f"look at {self.path.name}", daemon=True)
        self.thread.start()

    def _look(self) -> None:
        self.found.append(_look(self.path, self.before))


class Watcher:
    """Looks at the watched files of an office, and notes runs for those that changed. One thread a time."""

    def __init__(
        self,
        ledger: Ledger,
        duties: Mapping[str, EnabledDuty],
        folder: Path,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ledger = ledger
        self._duties = duties
        self._folder = folder
        self._monotonic = monotonic
        self._looks: dict[tuple[str, str], _Look] = {}
        self._unseen: dict[tuple[str, str], tuple[float, Text]] = {}

    def note_changes(self, now: datetime, wait_seconds: float = 2.0) -> int:
        """Note a run for each watched file whose content changed since it was last looked at; how many are new.

        Waits at most so long, for all of them together. The first look only remembers. A file that is missing or
        being written is looked at again the next time.
        """
        watched = list(dict.fromkeys(_watched(self._duties)))
        if not watched:
            return 0
        with self._ledger.reading() as tx:
            before = {one: marks.fact(tx, _NAMESPACE, _key(one)) or {} for one in watched}
        found = self._look_at(before, wait_seconds)
        changed = {one: seen for one, seen in found.items() if seen != before[one]}
        if not changed:
            return 0
        with self._ledger.writing() as tx:
            wanted = [run for one, seen in changed.items() if (run := _remember(tx, one, seen, now))]
            return len(runs.note(tx, wanted, runs.PENDING, now))

    def unseen(self, seconds: float = 0.0) -> dict[str, Text]:
        """The files that could not be seen for at least so long, each with the sentence why.

        One that was never there is not among them: it may still be to come.
        """
        now = self._monotonic()
        return {path: why for (_, path), (since, why) in self._unseen.items() if now - since >= seconds}

    def _look_at(
        self, before: Mapping[tuple[str, str], Mapping[str, Any]], wait_seconds: float
    ) -> dict[tuple[str, str], dict[str, Any]]:
        """What the files look like that answered in time."""
        for one, known in before.items():
            if one not in self._looks:
                self._looks[one] = _Look(self._folder / one[1], known)
        deadline = time.monotonic() + wait_seconds
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for one, known in before.items():
            look = self._looks[one]
            look.thread.join(0 if look.is_late else max(deadline - time.monotonic(), 0))
            look.is_late = look.thread.is_alive()
            seen = _silent(one[1]) if look.is_late else next(iter(look.found), None)
            if not look.is_late:
                del self._looks[one]
            if isinstance(seen, dict):
                found[one] = seen
            self._tell(one, seen if isinstance(seen, Text) and (known or look.is_late) else None)
        return found

    def _tell(self, one: tuple[str, str], why: Text | None) -> None:
        if why is None:
            self._unseen.pop(one, None)
        else:
            since, _ = self._unseen.get(one, (self._monotonic(), why))
            self._unseen[one] = (since, why)


def _remember(tx: Any, one: tuple[str, str], seen: dict[str, Any], now: datetime) -> NewRun | None:
    """Remember how the file looks; the run to note, where its content is another than the ledger knows."""
    duty, path = one
    before = marks.fact(tx, _NAMESPACE, _key(one)) or {}
    marks.put_fact(tx, _NAMESPACE, _key(one), seen)
    if not before or before["sha256"] == seen["sha256"]:
        return None
    key = f"file:{path}:{seen['mtime']}:{seen['sha256'][:16]}"
    return NewRun(duty=duty, kind="file", key=key, due=now, path=path)


def _key(one: tuple[str, str]) -> str:
    return f"{one[0]}:{one[1]}"


def note_arrivals(ledger: Ledger, duties: Mapping[str, EnabledDuty], now: datetime) -> int:
    """Note one run for all that came in or was sent since the last one, for each duty that runs after mail.

    The run's path names the mails, "FIRST-LAST" by their numbers. Writes nothing where nothing is new.
    """
    names = [name for name, duty in duties.items() if any(one.kind is Kind.ARRIVALS for one in duty.schedules)]
    if not names:
        return 0
    with ledger.reading() as tx:
        last = mails.last_number(tx)
        if all(marks.fact(tx, _ARRIVALS, name) == last for name in names):
            return 0
    wanted: list[NewRun] = []
    with ledger.writing() as tx:
        last = mails.last_number(tx)
        for name in names:
            reached = marks.fact(tx, _ARRIVALS, name)
            if reached is None:
                reached = mails.first_number(tx, now - _LOOK_BACK, last) - 1
            if reached < last:
                marks.put_fact(tx, _ARRIVALS, name, last)
                path = f"{reached + 1}-{last}"
                wanted.append(NewRun(duty=name, kind=Kind.ARRIVALS, key=f"arrivals:{path}", due=now, path=path))
        return len(runs.note(tx, wanted, runs.PENDING, now))


def note_start(ledger: Ledger, duties: Mapping[str, EnabledDuty], now: datetime) -> int:
    """Note a run for each duty that wants one when the service starts; how many are new."""
    key = f"start:{now.isoformat(timespec='seconds')}"
    wanted = [
        NewRun(duty=name, kind="start", key=key, due=now)
        for name, duty in duties.items()
        if any(one.kind is Kind.START for one in duty.schedules)
    ]
    with ledger.writing() as tx:
        return len(runs.note(tx, wanted, runs.PENDING, now))


def _watched(duties: Mapping[str, EnabledDuty]) -> Iterator[tuple[str, str]]:
    for name, duty in duties.items():
        for schedule in duty.schedules:
            if schedule.kind is Kind.FILE:
                yield name, schedule.path


def _look(path: Path, before: Mapping[str, Any]) -> dict[str, Any] | Text | None:
    """The file's time, size and hash; why it cannot be seen; None while it is being written.

    The hash is computed only when time or size differ from `before`.
    """
    try:
        stat = path.stat()
        if (stat.st_mtime_ns, stat.st_size) == (before.get("mtime"), before.get("size")):
            return dict(before)
        if stat.st_size > _LARGEST:
            return say("The file “{path}” is larger than 200 MB: its changes are not noticed.", path=path.name)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        later = path.stat()
    except OSError:
        return say("The file “{path}” cannot be read: see whether it is still there.", path=path.name)
    if (later.st_mtime_ns, later.st_size) != (stat.st_mtime_ns, stat.st_size):
        return None  # the next look sees it whole
    return {"mtime": stat.st_mtime_ns, "size": stat.st_size, "sha256": digest}


def _silent(path: str) -> Text:
    return say("The file “{path}” does not answer: see whether the disk or share that holds it does.", path=path)
