"""The duties that installed distributions bring, found without opening each distribution at every start.

`importlib.metadata.entry_points` opens a file of every distribution: with a thousand of them a tenth of a second. Here a
folder of distributions is read once, and remembered until it changes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from officebot.entrypoints import remembered
from officebot.entrypoints.reading import Entry, normalised, packed, unpacked

__all__ = ["Entry", "duties", "normalised"]


def duties(
    path: Sequence[str] | None = None, memory: Path | None = None, agreed: Callable[[], Collection[str]] = tuple
) -> Mapping[str, Entry]:
    """The installed duties by name. `path`: where to look, else where Python imports from; `memory`: see `remembered`.

    As for Python, the first distribution of a name on the path hides later ones. Of two that bring a duty of the same name,
    officebot itself comes first, then one of those `agreed` to, which are asked for only then, then the one that is found
    first: what was only installed takes no duty away from what somebody said yes to.
    """
    memory = remembered.usual_place() if memory is None else memory
    seen: set[str] = set()
    found: list[Entry] = []
    for folder in dict.fromkeys(str(Path(one).absolute()) for one in (sys.path if path is None else path)):
        here = _within(folder, memory)
        named = {entry.distribution for entry in here}
        found += [entry for entry in here if entry.distribution not in seen] if named & seen else here
        seen |= named
    found = [entry for entry in found if entry.name]
    chosen = agreed() if len({entry.name for entry in found}) < len(found) else ()
    found.sort(key=lambda entry: (not entry.is_own, entry.distribution not in chosen))
    return {entry.name: entry for entry in reversed(found)}


def _within(folder: str, memory: Path | None) -> Sequence[Entry]:
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
