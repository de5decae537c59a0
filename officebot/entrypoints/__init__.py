"""The duties that installed distributions bring, found without opening each distribution at every start.

`importlib.metadata.entry_points` opens a file of every distribution: with a thousand of them a tenth of a second. Here a
folder of distributions is read once, and remembered until it changes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from officebot.entrypoints import remembered
from officebot.entrypoints.reading import DUTIES, Distribution, packed, unpacked

#: Our own distribution: no other may take the name of one of its duties.
OWN = "officebot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A duty's entry point: its name, what it names (`module:attribute`), and the distribution that brings it.

    `distribution` is a normalised name (PEP 503): `open-questions`. `version` is what its folder is called by; "" where that
    does not say.
    """

    name: str
    value: str
    distribution: str
    version: str

    @property
    def is_own(self) -> bool:
        """Whether officebot itself brings it; else it is a plugin's."""
        return self.distribution == OWN

    def load(self) -> object:
        """What it names, imported now."""
        from importlib.metadata import EntryPoint

        return EntryPoint(name=self.name, value=self.value, group=DUTIES).load()


def duties(path: Sequence[str] | None = None, memory: Path | None = None) -> Mapping[str, Entry]:
    """The installed duties by name. `path`: where to look, else where Python imports from; `memory`: see `remembered`.

    As for Python, the first distribution of a name on the path hides later ones. Of two that bring a duty of the same name,
    officebot itself comes first, then the one that is found first.
    """
    memory = remembered.usual_place() if memory is None else memory
    found = sorted(_distributions(sys.path if path is None else path, memory), key=lambda one: one.name != OWN)
    entries: dict[str, Entry] = {}
    for one in found:
        for name, value in one.entries:
            entries.setdefault(name, Entry(name=name, value=value, distribution=one.name, version=one.version))
    return entries


def _distributions(path: Iterable[str], memory: Path | None) -> Iterator[Distribution]:
    seen: set[str] = set()
    for folder in dict.fromkeys(str(Path(one).absolute()) for one in path):
        for one in _within(folder, memory):
            if one.name not in seen:
                seen.add(one.name)
                yield one


def _within(folder: str, memory: Path | None) -> Sequence[Distribution]:
    place = Path(folder)
    if not place.is_dir() or place.suffix == ".egg":
        return packed(folder) if place.exists() else ()
    known = remembered.recall(folder, memory)
    if known is not None:
        return known
    # Taken before the folder is read: what changes meanwhile makes it be read anew.
    state = remembered.state_of(folder)
    found = unpacked(folder)
    if found and state is not None:
        remembered.remember(folder, state, found, memory)
    return found
