"""A lock of requirements, read strictly: every package by version and hashes, or it is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_PIN = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[([a-z0-9,_-]+)\])?==([A-Za-z0-9.!+_-]+)(?: *; *(\S.*))?")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_VIA = re.compile(r"(?:via )?([A-Za-z0-9][A-Za-z0-9._-]*)(?: \(.*\))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A locked package: its normalised name (PEP 503), where it is wanted at all, and the files that are let in (SHA-256)."""

    name: str
    version: str
    marker: str = ""
    hashes: Sequence[str] = ()
    needed_by: Sequence[str] = ()

    @property
    def purl(self) -> str:
        """Its package URL: `pkg:pypi/click@8.5.1`."""
        return f"pkg:pypi/{self.name}@{self.version.replace('+', '%2B').replace('!', '%21')}"


def normalised(name: str) -> str:
    """A name as it is compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read(lock: Path) -> Sequence[Pin]:
    """What the lock names. Raises ValueError for what is not pinned, not hashed, named twice, or not understood."""
    pins = [_pin(words, notes) for words, notes in _entries(lock.read_text("utf-8"))]
    if not pins:
        raise ValueError(f"{lock.name} locks nothing")
    # One package may be locked at several versions, each for other machines.
    seen: set[tuple[str, str]] = set()
    for pin in pins:
        if (pin.name, pin.version) in seen:
            raise ValueError(f"{pin.name} {pin.version} stands twice in {lock.name}")
        seen.add((pin.name, pin.version))
    return pins


def _entries(text: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Each requirement as one line, with the comments below it."""
    words, notes = "", list[str]()
    for line in text.splitlines():
        bare = line.strip()
        if bare.startswith("#"):
            notes.append(bare.removeprefix("#").strip())
        elif bare and not line.startswith((" ", "\t")):
            if words:
                yield words, notes
            words, notes = bare, []
        elif bare:
            words = f"{words.removesuffix(chr(92)).rstrip()} {bare}"
    if words:
        yield words, notes


def _pin(words: str, notes: Sequence[str]) -> Pin:
    asked, *hashes = re.split(r"\s+(?=--)", words.replace("\\", " ").strip())
    found = _PIN.fullmatch(asked.strip())
    if found is None:
        raise ValueError(f"not a package at one version: {words[:100]}")
    sums = [_HASH.fullmatch(one.strip()) for one in hashes]
    if not sums or None in sums:
        raise ValueError(f"without a SHA-256 of its files: {asked}")
    return Pin(
        name=normalised(found[1]),
        version=found[3],
        marker=found[4] or "",
        hashes=[one[1] for one in sums if one],
        needed_by=sorted({normalised(one[1]) for note in notes if note != "via" and (one := _VIA.fullmatch(note))}),
    )
