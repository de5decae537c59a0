"""Holds the locked packages against known weaknesses, and stops when it cannot tell.

python tools/audit.py --advisories FILE                 requirements/*.lock
python tools/audit.py --advisories FILE --lock LOCK     this one (again: several)

FILE is what osv.dev publishes for PyPI: the whole ecosystem's `all.zip`, or JSON with one record, a list of them, or
`{"vulns": […]}`. Nothing is fetched here: whoever calls brings a file that is not older than `--days` by its newest record.

Exit 0: none of the packages is known to be weak. 1: some are; each is named. 2: it cannot be told, because the file is missing,
old, unreadable or tells nothing of PyPI, or because a lock is not whole. There is no way to pass this over silently.
"""

from __future__ import annotations

import argparse
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

sys.path.insert(0, str(Path(__file__).parent))
import locks

ROOT = Path(__file__).parents[1]
DAYS = 7
#: A record is a few kilobytes; what is larger is not one.
_MOST_BYTES = 50_000_000


class CannotTell(Exception):
    """Whether the packages are safe is not known, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advisory:
    """A record on one of our packages: which versions it names, and the ranges in which others lie."""

    id: str
    package: str
    versions: frozenset[str]
    ranges: Sequence[Sequence[Mapping[str, str]]]
    summary: str = ""


def found(pins: Sequence[locks.Pin], advisories: Sequence[Advisory]) -> Iterator[tuple[locks.Pin, Advisory]]:
    """Each locked version with each advisory that means it."""
    for pin in pins:
        for one in advisories:
            if one.package == pin.name and is_meant(pin.version, one):
                yield pin, one


def is_meant(version: str, advisory: Advisory) -> bool:
    """Whether a version is affected; one that an advisory cannot be held against is, too."""
    if version in advisory.versions or not (advisory.versions or advisory.ranges):
        return True
    try:
        locked = Version(version)
        return locked in set(_readable(advisory.versions)) or any(
            _lies_within(locked, events) for events in advisory.ranges
        )
    except InvalidVersion:
        return True


def _readable(versions: Iterable[str]) -> Iterator[Version]:
    """The versions that PEP 440 knows; the others were compared as they are written."""
    for one in versions:
        with suppress(InvalidVersion):
            yield Version(one)


def _lies_within(version: Version, events: Sequence[Mapping[str, str]]) -> bool:
    """OSV's own rule: in order of versions, `introduced` begins it; `fixed` and the one after `last_affected` end it."""
    marks = [(Version("0.dev0") if at == "0" else Version(at), what) for one in events for what, at in one.items()]
    if not any(what == "introduced" for _, what in marks):
        raise CannotTell("a range without a beginning")
    is_in = False
    for at, what in sorted(marks, key=lambda mark: mark[0]):
        if what == "introduced" and version >= at:
            is_in = True
        elif (what == "fixed" and version >= at) or (what == "last_affected" and version > at):
            is_in = False
    return is_in


# ── what the caller brings ────────────────────────────────────────────────────────────────────────────────


def advisories(file: Path, now: datetime, days: int) -> Sequence[Advisory]:
    """What the file says of packages of PyPI; withdrawn records left out. Raises CannotTell."""
    records = list(_records(file))
    newest = max((_day(one.get("modified"), one) for one in records), default=None)
    if newest is None:
        raise CannotTell(f"{file} holds no records")
    if newest < now - timedelta(days=days):
        raise CannotTell(f"{file} is old: its newest record is of {newest:%Y-%m-%d}, more than {days} days ago")
    if newest > now + timedelta(days=1):
        raise CannotTell(f"{file} is of {newest:%Y-%m-%d}, which is yet to come: look at this machine's clock")
    told = [one for record in records if not record.get("withdrawn") for one in _advisories(record)]
    if not told:
        raise CannotTell(f"{file} tells nothing of packages of PyPI")
    return told


def _records(file: Path) -> Iterator[Mapping[str, Any]]:
    try:
        for text in _texts(file):
            said = json.loads(text)
            for one in said.get("vulns", [said]) if isinstance(said, dict) else said:
                if not isinstance(one, dict) or not isinstance(one.get("id"), str):
                    raise CannotTell(f"{file} holds something else than OSV records")
                yield one
    except (OSError, ValueError, zipfile.BadZipFile, RecursionError, NotImplementedError, RuntimeError) as fault:
        raise CannotTell(f"{file} cannot be read: {fault}") from fault


def _texts(file: Path) -> Iterator[bytes]:
    if not zipfile.is_zipfile(file):
        yield file.read_bytes()
        return
    with zipfile.ZipFile(file) as packed:
        for one in packed.infolist():
            if one.filename.endswith(".json"):
                if one.file_size > _MOST_BYTES:
                    raise ValueError(f"{one.filename} is too large")
                yield packed.read(one)


def _advisories(record: Mapping[str, Any]) -> Iterator[Advisory]:
    try:
        for one in record.get("affected", ()):
            package = one.get("package", {})
            if str(package.get("ecosystem")).partition(":")[0] != "PyPI":
                continue
            yield Advisory(
                id=record["id"],
                package=locks.normalised(package["name"]),
                versions=frozenset(map(str, one.get("versions", ()))),
                # Ranges of commits say nothing of releases; such records list their versions besides.
                ranges=[each["events"] for each in one.get("ranges", ()) if each["type"] != "GIT"],
                summary=str(record.get("summary", ""))[:200],
            )
    except (KeyError, TypeError, AttributeError) as fault:
        raise CannotTell(f"{record['id']} is not as OSV says: {fault!r}") from fault


def _day(written: object, record: Mapping[str, Any]) -> datetime:
    try:
        told = datetime.fromisoformat(str(written).replace("Z", "+00:00"))
    except ValueError as fault:
        raise CannotTell(f"{record['id']} does not say when it was modified") from fault
    return told if told.tzinfo else told.replace(tzinfo=UTC)


# ── at the command line ───────────────────────────────────────────────────────────────────────────────────


def main(words: Sequence[str] | None = None, now: datetime | None = None) -> int:
    """Say what is weak."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--advisories", type=Path, required=True, metavar="FILE")
    options.add_argument("--lock", type=Path, action="append", metavar="LOCK")
    options.add_argument("--days", type=int, default=DAYS)
    chosen = options.parse_args(words)
    try:
        told = advisories(chosen.advisories, now or datetime.now(UTC), chosen.days)
        weak, count = set[str](), 0
        for lock in chosen.lock or sorted((ROOT / "requirements").glob("*.lock")):
            pins = locks.read(lock)
            count += len(pins)
            weak |= {f"{pin.name} {pin.version}: {one.id} {one.summary}".strip() for pin, one in found(pins, told)}
    except (CannotTell, OSError, ValueError) as fault:
        print(f"audit: it cannot be told: {fault}", file=sys.stderr)
        return 2
    for one in sorted(weak):
        print(one)
    print(f"audit: {count} locked packages, {len(told)} advisories, {len(weak)} known weaknesses", file=sys.stderr)
    return 1 if weak else 0


if __name__ == "__main__":
    sys.exit(main())
