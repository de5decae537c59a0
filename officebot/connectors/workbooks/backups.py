"""What stood in workbooks before they were changed: kept byte for byte, so many and so long, to be brought back."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from officebot.connectors.workbooks import content, temporaries
from officebot.connectors.workbooks.exchanging import place_new, sync, sync_folder
from officebot.core.expressions import expression

#: The newest are kept whatever their age; of the older ones the last of each day, for so long.
NEWEST, DAYS = 20, timedelta(days=30)
_NAME = expression(r"(\d{8}T\d{6}\.\d{6}Z)-([0-9a-f]{64})(\.\w{1,8})?")
_WHEN = "%Y%m%dT%H%M%S.%fZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A former content of a workbook."""

    path: Path
    at: datetime
    sha256: str


class BadBackup(Exception):
    """What was kept is not what was read, or is not whole any more."""


@dataclass(frozen=True, slots=True)
class Backups:
    """The former contents of all workbooks of an office, in a folder of its state."""

    folder: Path
    newest: int = NEWEST
    days: timedelta = DAYS

    def keep(self, workbook: Path, handle: int, now: datetime) -> Backup:
        """Keep the content of an open workbook, written to the disk and read again. Raises OSError, BadBackup."""
        place = self._place(workbook)
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        last = next(iter(self.of(workbook)), None)
        if last is not None and last.sha256 == content.digest(handle) and self.is_whole(last):
            return last
        made = temporaries.new_name(place / f"backup{workbook.suffix}")
        try:
            target = temporaries.create(made)
            try:
                found = content.copy(handle, target)
                sync(target)
                if content.digest_from_disk(target) != found:
                    raise BadBackup(str(place))
            finally:
                os.close(target)
            kept = Backup(path=place / _name(now, found, made.suffix), at=now.astimezone(UTC), sha256=found)
            if not kept.path.exists():
                place_new(made, kept.path)
        finally:
            made.unlink(missing_ok=True)
        sync_folder(place)
        sync_folder(place.parent)
        return kept

    def of(self, workbook: Path) -> list[Backup]:
        """What is kept of a workbook, the newest first."""
        try:
            files = list(self._place(workbook).iterdir())
        except OSError:
            return []
        found = ((file, _NAME.fullmatch(file.name)) for file in files)
        kept = [
            Backup(path=file, at=datetime.strptime(match[1], _WHEN).replace(tzinfo=UTC), sha256=match[2])
            for file, match in found
            if match is not None
        ]
        return sorted(kept, key=lambda one: one.at, reverse=True)

    def is_whole(self, backup: Backup) -> bool:
        """Whether it still is what was kept."""
        try:
            handle = os.open(backup.path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            return content.digest(handle) == backup.sha256
        finally:
            os.close(handle)

    def prune(self, workbook: Path, now: datetime) -> int:
        """Let go what need not be kept any longer; how many those were."""
        kept = self.of(workbook)
        superfluous = surplus(kept, now, self.newest, self.days)
        for backup in superfluous:
            backup.path.unlink(missing_ok=True)
        return len(superfluous)

    def sweep(self, now: datetime) -> None:
        """Remove what a crash left half written."""
        for place in self.folder.glob("*/"):
            temporaries.sweep(place, now)

    def _place(self, workbook: Path) -> Path:
        stem = re.sub(r"[^A-Za-z0-9_-]", "-", workbook.stem)[:40]
        return self.folder / f"{stem}-{hashlib.sha256(os.fsencode(workbook)).hexdigest()[:12]}"


def surplus(kept: Iterable[Backup], now: datetime, newest: int, days: timedelta) -> list[Backup]:
    """Those that are neither among the newest nor the last of one of the last days."""
    in_order = sorted(kept, key=lambda one: one.at, reverse=True)
    seen_days, found = set(), []
    for number, backup in enumerate(in_order):
        day = backup.at.date()
        is_last = day not in seen_days and now - backup.at <= days
        seen_days.add(day)
        if number >= newest and not is_last:
            found.append(backup)
    return found


def _name(now: datetime, digest: str, suffix: str) -> str:
    return f"{now.astimezone(UTC):{_WHEN}}-{digest}{suffix}"
