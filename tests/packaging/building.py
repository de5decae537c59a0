"""The project built as whoever publishes it would."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.packaging.tools import ROOT


def call(*words: str | Path, where: Path, **settings: str) -> str:
    """What a command printed; its end of what it said where it failed."""
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"} | settings
    ended = subprocess.run(
        list(map(str, words)), cwd=where, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, (ended.stdout + ended.stderr)[-3000:]
    return ended.stdout


def lay_sources(folder: Path) -> Path:
    """Lay into a folder what git would hand out."""
    listed = call("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", where=ROOT).split("\0")
    for name in filter(None, listed):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
    return folder


def build(source: Path, target: str, to: Path, **settings: str) -> Path:
    """The one file that was built: a `wheel` or an `sdist`."""
    call(sys.executable, "-m", "hatchling", "build", "-t", target, "-d", to, where=source, **settings)
    (made,) = to.glob("*.whl" if target == "wheel" else "*.tar.gz")
    return made
