"""What mypy found out of officebot's own types, kept in the user's cache folder, so that it is not found out at each check.

It is made of officebot's sources alone, before a plugin is looked at; of a plugin nothing is ever kept.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import officebot
from officebot.entrypoints import remembered

_MODULES = "import officebot.sdk, officebot.testing"
#: For so many environments it is kept; those made longest ago give way.
_MOST_KEPT = 4


def lay_known(command: Sequence[str], scratch: Path, cache: str, seconds: float) -> None:
    """Lay what is known into the folder `cache` of `scratch`; where it cannot be had, nothing happens: it is found out anew.

    `command` is mypy's, with its configuration in `scratch`, without what it is to read.
    """
    usual = remembered.usual_place()
    if usual is None:
        return
    place = usual.parent / "types" / _name()
    with suppress(OSError, subprocess.SubprocessError):
        if not place.is_dir():
            _make(command, scratch, place, seconds)
        # mypy believes what it kept only where the times of the files are as they were: they are copied with them.
        shutil.copytree(place, scratch / cache)


def _make(command: Sequence[str], scratch: Path, place: Path, seconds: float) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".") as beside:
        made = Path(beside) / "made"
        subprocess.run([*command, "--cache-dir", str(made), "-c", _MODULES], cwd=scratch, capture_output=True,
                       timeout=seconds, check=False)  # fmt: skip
        # Of two who make it at once, the second finds it made.
        made.rename(place)
    _forget_the_oldest(place.parent)


def _forget_the_oldest(folder: Path) -> None:
    kept = sorted(
        (one for one in folder.iterdir() if not one.name.startswith(".")), key=lambda one: one.stat().st_mtime
    )
    for one in kept[:-_MOST_KEPT]:
        shutil.rmtree(one, ignore_errors=True)


def _name() -> str:
    """What it depends on beyond what mypy itself looks at: this Python, where officebot lies, and whose versions they are."""
    told = [sys.executable, str(officebot.__file__), version("mypy"), version("officebot")]
    return hashlib.sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()[:24]
