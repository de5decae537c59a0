"""Runs in the sandbox: the tests of a copy of the plugin, as it stands or with one file changed, each time in a new child.

`python -m officebot.plugins.checking.trying FD FOLDER COPY`: reads JSON objects, {} or {"file", "source"}, and writes JSON
objects with pytest's exit code to the descriptor: see `forking`. pytest and its plugins are loaded once; each child has a fresh
copy, and reads its own `conftest.py`.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from officebot.plugins.checking.forking import next_question, tell

_LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "*.egg-info", "node_modules")


class Turns:
    """A plugin of pytest: at the last moment at which nothing of the project is imported, each run becomes a child."""

    def __init__(self, out: int, folder: Path, copy: Path) -> None:
        self.out = out
        self.folder = folder
        self.copy = copy
        self.asked: Mapping[str, Any] = {}

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_load_initial_conftests(self) -> Iterator[None]:
        """Here pytest's own plugins are loaded, and no file of the project but its settings is read."""
        self.asked = next_question(self.out)
        lay(self.folder, self.copy)
        if "file" in self.asked:
            (self.copy / self.asked["file"]).write_text(self.asked["source"], "utf-8")
        os.chdir(self.copy)
        return (yield)


def lay(folder: Path, copy: Path) -> None:
    """A fresh copy of the project, without what was built or compiled of it."""
    if copy.exists():
        shutil.rmtree(copy)
    shutil.copytree(folder, copy, symlinks=True, ignore=_LEFT_OUT)


def main() -> None:
    """Run the tests, once for each question."""
    out, folder, copy = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    lay(folder, copy)
    os.chdir(copy)
    turns = Turns(out, folder, copy)
    options = ["-x", "-q", "-p", "no:cacheprovider", "--no-header", str(copy)]
    code = int(pytest.main(options, plugins=[turns]))
    sys.stdout.flush()
    sys.stderr.flush()
    if turns.asked:
        tell(out, {"number": turns.asked["number"], "code": code})
        os._exit(code)
    # It did not come so far: each question is answered by that.
    number = next_question(out)["number"]
    tell(out, {"number": number, "code": code})
    os._exit(code)


if __name__ == "__main__":
    main()
