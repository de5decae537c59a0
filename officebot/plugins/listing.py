"""Which plugins are installed: distributions other than officebot itself that bring duties."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

#: The entry-point group by which a distribution makes its duties known.
GROUP = "officebot.duties"
#: The distribution whose duties are no plugins.
OWN = "officebot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugin:
    """An installed distribution and the names of the duties it brings, in alphabetical order."""

    distribution: str
    version: str
    duties: tuple[str, ...]


def installed() -> list[Plugin]:
    """The plugins of this Python environment by name; none of them is imported."""
    found: dict[tuple[str, str], list[str]] = {}
    for entry in entry_points(group=GROUP):
        if (place := _distribution(entry)) is not None:
            found.setdefault(place, []).append(entry.name)
    return [
        Plugin(distribution=name, version=version, duties=tuple(sorted(duties)))
        for (name, version), duties in sorted(found.items())
    ]


def _distribution(entry: EntryPoint) -> tuple[str, str] | None:
    if entry.dist is None or entry.dist.name == OWN:
        return None
    return entry.dist.name, entry.dist.version
