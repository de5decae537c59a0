"""Reading what the distributions in a folder of the import path bring.

The layout is the one of the PyPA's specifications (recording installed projects, entry points); setuptools' older
`.egg-info` is read, too.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

#: The group of entry points by which duties are found.
DUTIES = "officebot.duties"
#: Our own distribution: no other may take the name of one of its duties.
OWN = "officebot"
EGG = ".egg-info"
_INFO = ".dist-info"
_FILE = "entry_points.txt"
#: A file that is longer lists no duties that anybody wrote.
_MOST_BYTES = 1_000_000


# A tuple, which is made in a third of a data class's time: a thousand are, at a start.
class Entry(NamedTuple):
    """A duty's entry point: its name, what it names (`module:attribute`), and the distribution that brings it.

    `distribution` is a normalised name (PEP 503): `open-questions`. `version` is what its folder is called by; "" where that
    does not say. A distribution that brings no duty is one entry without a name.
    """

    name: str
    value: str
    distribution: str
    version: str

    @property
    def is_own(self) -> bool:
        """Whether officebot itself brings it; else it is a plugin's.

        Its code counts, and not only the name: a plugin may bring a folder `officebot-9.egg-info` of its own.
        """
        return self.distribution == OWN and self.module.partition(".")[0] == OWN

    @property
    def module(self) -> str:
        """The module that it names."""
        return self.value.partition(":")[0].strip()

    def load(self) -> object:
        """What it names, imported now."""
        from importlib.metadata import EntryPoint

        return EntryPoint(name=self.name, value=self.value, group=DUTIES).load()


def unpacked(folder: str) -> Sequence[Entry]:
    """The duties of the distributions in a folder; of one that cannot be read nothing is told but its name."""
    try:
        inside = os.listdir(folder)
    except OSError:
        return ()
    found: dict[str, Sequence[Entry]] = {}
    for name in filter(is_distribution, inside):
        stem = name.removesuffix(_INFO).removesuffix(EGG)
        called, _, version = stem.partition("-")
        # An egg's folder also says for which Python it is: `name-1.0-py3.11.egg-info`.
        text = _text(f"{folder}/{name}/{_FILE}")
        found.setdefault(called, _entries(called, version.partition("-")[0], entries_in(text)))
    return [entry for entries in found.values() for entry in entries]


def packed(place: str) -> Sequence[Entry]:
    """The duties of the distributions in a zip file or an egg, as Python itself reads them."""
    from importlib.metadata import distributions

    return [
        entry
        for one in distributions(path=[place])
        for entry in _entries(
            one.name, one.version, ((each.name, each.value) for each in one.entry_points if each.group == DUTIES)
        )
    ]


def _entries(called: str, version: str, duties: Iterable[tuple[str, str]]) -> Sequence[Entry]:
    name = normalised(called)
    return [Entry(duty, value, name, version) for duty, value in duties] or [Entry("", "", name, version)]


def is_distribution(name: str) -> bool:
    """Whether a folder of this name tells of a distribution; pip calls what it could not remove “~…”."""
    return name.endswith((_INFO, EGG)) and name[:1].isalnum()


def normalised(name: str) -> str:
    """A distribution's name as it is compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def entries_in(text: str) -> Iterator[tuple[str, str]]:
    """The duties of an entry_points.txt as (name, value)."""
    group = ""
    for line in map(str.strip, text.splitlines()):
        if not line or line.startswith(("#", ";")):
            continue
        if line.startswith("[") and line.endswith("]"):
            group = line[1:-1].strip()
        elif group == DUTIES:
            name, equals, value = line.partition("=")
            if equals and name.strip():
                yield name.strip(), value.strip()


def egg_state(folder: str, name: str) -> int:
    """When an `.egg-info` last changed its entry points (ns): setuptools rewrites it in place. 0 where it has none."""
    try:
        return os.stat(f"{folder}/{name}/{_FILE}").st_mtime_ns
    except OSError:
        return 0


def _text(file: str) -> str:
    try:
        with open(file, encoding="utf-8", errors="replace") as opened:
            text = opened.read(_MOST_BYTES)
    except OSError:
        return ""
    return text if DUTIES in text else ""
