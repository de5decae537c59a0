"""Reading what the distributions in a folder of the import path bring.

The layout is the one of the PyPA's specifications (recording installed projects, entry points); setuptools' older
`.egg-info` is read, too.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: The group of entry points by which duties are found.
DUTIES = "officebot.duties"
EGG = ".egg-info"
_INFO = ".dist-info"
_FILE = "entry_points.txt"
#: A file that is longer lists no duties that anybody wrote.
_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """An installed distribution: its name (PEP 503), its version as its folder tells it, its duties as (name, value)."""

    name: str
    version: str
    entries: Sequence[tuple[str, str]] = ()


def unpacked(folder: str) -> Sequence[Distribution]:
    """The distributions whose folders lie in this one; of one that cannot be read nothing is told but its name."""
    try:
        inside = os.listdir(folder)
    except OSError:
        return ()
    return tuple(_distribution(folder, name) for name in inside if is_distribution(name))


def packed(place: str) -> Sequence[Distribution]:
    """The distributions in a zip file or an egg, as Python itself reads them."""
    from importlib.metadata import distributions

    return tuple(
        Distribution(
            name=normalised(one.name),
            version=one.version,
            entries=[(entry.name, entry.value) for entry in one.entry_points if entry.group == DUTIES],
        )
        for one in distributions(path=[place])
    )


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
            if equals:
                yield name.strip(), value.strip()


def egg_state(folder: str, name: str) -> int:
    """When an `.egg-info` last changed its entry points (ns): setuptools rewrites it in place. 0 where it has none."""
    try:
        return os.stat(f"{folder}/{name}/{_FILE}").st_mtime_ns
    except OSError:
        return 0


def _distribution(folder: str, name: str) -> Distribution:
    stem = name.removesuffix(_INFO).removesuffix(EGG)
    called, _, version = stem.partition("-")
    return Distribution(
        name=normalised(called),
        # An egg's folder also says for which Python it is: `name-1.0-py3.11.egg-info`.
        version=version.partition("-")[0],
        entries=tuple(entries_in(_text(f"{folder}/{name}/{_FILE}"))),
    )


def _text(file: str) -> str:
    try:
        with open(file, encoding="utf-8", errors="replace") as opened:
            text = opened.read(_MOST_BYTES)
    except OSError:
        return ""
    return text if DUTIES in text else ""
