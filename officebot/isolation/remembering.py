"""A duty's description kept from its process's first telling: by version and file times, so that a start starts nothing."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson

from officebot.core.problems import UserError
from officebot.entrypoints import Entry
from officebot.isolation import standin
from officebot.isolation.describing import Description
from officebot.isolation.shapes import to_json
from officebot.isolation.standin import Across

_LARGEST = 1_000_000
_MOST_FILES = 2_000


def description(across: Across, entry: Entry, folder: Path | None) -> Description:
    """What is kept of a duty, else what its process tells now, which is then kept. Raises PluginFault or UserError."""
    known = kept(across, entry, folder)
    if known is not None:
        return known
    made = standin.described(across)
    _keep(across, entry, folder, made)
    return made


def kept(across: Across, entry: Entry, folder: Path | None) -> Description | None:
    """What is kept of a duty, if its code is still the same; nothing is started."""
    place = _place(across.duty, folder)
    try:
        written = place.read_bytes()
        if len(written) > _LARGEST:
            return None
        found: Any = orjson.loads(written)
        if not isinstance(found, dict) or found.get("of") != _mark(across, entry):
            return None
        return standin.checked(across.duty, found.get("said"))
    except (OSError, orjson.JSONDecodeError, UserError):
        return None


def _keep(across: Across, entry: Entry, folder: Path | None, made: Description) -> None:
    place = _place(across.duty, folder)
    data = orjson.dumps({"of": _mark(across, entry), "said": to_json(made)})
    # Where it cannot be kept, the process is asked again next time.
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_suffix(f".{os.getpid()}.tmp")
        beside.write_bytes(data)
        beside.replace(place)


def _place(duty: str, folder: Path | None) -> Path:
    if folder is not None:
        return folder / "state" / "plugins" / f"{duty}.description.json"
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(cache) / "officebot" / "plugins" / f"{duty}.description.json"


def _mark(across: Across, entry: Entry) -> str:
    """What the description depends on: the entry, both versions, Python's, and the plugin's files with their times."""
    told = [entry.value, entry.version, version("officebot"), sys.version,
            *_files(across.place.package)]  # fmt: skip
    return hashlib.sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()


def _files(package: Path | None) -> Iterator[str]:
    if package is None:
        return
    count = 0
    places = [package] if package.is_file() else sorted(package.rglob("*"))
    for path in places:
        if path.suffix == ".pyc" or path.name == "__pycache__":
            continue
        count += 1
        if count > _MOST_FILES:
            return
        with suppress(OSError):
            found = path.stat()
            yield f"{path} {found.st_mtime_ns} {found.st_size}"
