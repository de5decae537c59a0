"""Triggers that no clock gives: a file of the office that changed, and the start of the service."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from officebot.core.schedule import Kind
from officebot.engine.duties import EnabledDuty
from officebot.engine.ledger import Ledger, marks, runs
from officebot.engine.ledger.runs import NewRun

_NAMESPACE = "officebot.files"
_LARGEST = 200 * 1024 * 1024


def note_changed_files(ledger: Ledger, duties: Mapping[str, EnabledDuty], folder: Path, now: datetime) -> int:
    """Note a run for each watched file whose content changed since it was last looked at; how many are new.

    The first look only remembers. A file that is missing or being written is looked at again the next time.
    """
    wanted: list[NewRun] = []
    with ledger.writing() as tx:
        for duty, path in _watched(duties):
            key = f"{duty}:{path}"
            before = marks.fact(tx, _NAMESPACE, key) or {}
            after = _look(folder / path, before)
            if after is None or after == before:
                continue
            marks.put_fact(tx, _NAMESPACE, key, after)
            if before and before["sha256"] != after["sha256"]:
                run = f"file:{path}:{after['mtime']}:{after['sha256'][:16]}"
                wanted.append(NewRun(duty=duty, kind="file", key=run, due=now, path=path))
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


def _look(path: Path, before: Mapping[str, Any]) -> dict[str, Any] | None:
    """The file's time, size and hash; the hash is computed only when time or size differ from `before`."""
    try:
        stat = path.stat()
        if (stat.st_mtime_ns, stat.st_size) == (before.get("mtime"), before.get("size")):
            return dict(before)
        if stat.st_size > _LARGEST:
            return None
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        later = path.stat()
    except OSError:
        return None
    if (later.st_mtime_ns, later.st_size) != (stat.st_mtime_ns, stat.st_size):
        return None  # being written: the next look sees it whole
    return {"mtime": stat.st_mtime_ns, "size": stat.st_size, "sha256": digest}
