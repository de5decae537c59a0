"""Where packages lie that are installed as links: some installers lay links into a store of theirs instead of files.

Behind a sandbox a link leads nowhere unless what it leads to is shown as well.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

#: A package or its metadata whose files are links, each by itself.
_FIRST_FILES = ("__init__.py", "METADATA")


def places_of(folders: Iterable[str]) -> list[str]:
    """The files and folders to which the links in these folders of packages lead.

    None that holds the person's home or the folder in which they stand: no package is that.
    """
    kept_from = (Path.home(), Path.cwd())
    found = dict.fromkeys(one for folder in folders for one in _within(folder, _changed(folder)))
    return [one for one in found if not any(place.is_relative_to(one) for place in kept_from)]


def _changed(folder: str) -> int:
    try:
        return os.stat(folder).st_mtime_ns  # noqa: PTH116 - as below
    except OSError:
        return 0


@lru_cache(maxsize=16)
def _within(folder: str, _changed: int) -> tuple[str, ...]:
    """Looked for once, until something is installed there."""
    try:
        return tuple(dict.fromkeys(_targets(folder)))
    except OSError:
        return ()


def _targets(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:  # thousands of them, at each start of a plugin's process
        for entry in entries:
            if entry.is_symlink():
                yield os.path.realpath(entry.path)
            elif entry.is_dir(follow_symlinks=False):
                first = (f"{entry.path}/{name}" for name in _FIRST_FILES)
                yield from (os.path.dirname(os.path.realpath(one)) for one in first if os.path.islink(one))  # noqa: PTH114, PTH120
