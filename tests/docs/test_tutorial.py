"""The tutorial is followed word for word: its commands are run, its blocks are written into the files that it names.

The reader's Python environment is a real one, in which pip installs the plugin; it finds officebot where this one has it,
and asks no index.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.docs.following import Block, added, blocks, follow

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "plugin.md"
#: What the tutorial may ask to be written by hand.
MOST_LINES = 40
_TOOLS = ("pip", "pytest", "mypy", "officebot")


@dataclass(slots=True)
class Reader:
    """Somebody who follows the page: where they are, which lines they wrote by hand, and what their commands printed."""

    folder: Path
    environment: dict[str, str]
    at: Path
    printed: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def reads(self, block: Block) -> None:
        """Do what a block says."""
        if block.language == "sh":
            self.runs(block.text)
        elif block.file:
            path = self.at / block.file
            before = path.read_text("utf-8")
            follow(self.at, block)
            self.lines += added(before, path.read_text("utf-8"))

    def runs(self, commands: str) -> None:
        """Type these commands, one after the other; each must do what it should."""
        here = self.folder / "here"
        ended = subprocess.run(
            ["sh", "-ec", f"{commands}\npwd > '{here}'"], cwd=self.at, env=self.environment, capture_output=True,
            text=True, timeout=300, check=False,
        )  # fmt: skip
        assert ended.returncode == 0, f"{commands}\n{ended.stdout}\n{ended.stderr}"
        self.printed.append(ended.stdout)
        self.at = Path(here.read_text().strip())


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """A reader at the beginning of the page, with officebot in a fresh environment."""
    folder = tmp_path_factory.mktemp("tutorial")
    own = folder / "environment"
    venv.create(own, with_pip=False, symlinks=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(own)}))
    packages.joinpath("officebot.pth").write_text(
        f"import site; site.addsitedir({str(sysconfig.get_path('purelib'))!r})\n"
    )
    for name in _TOOLS:
        tool = own / "bin" / name
        tool.write_text(f'#!/bin/sh\nexec "{own}/bin/python" -m {name} "$@"\n')
        tool.chmod(0o755)
    # A program of its own, which no module stands for.
    (own / "bin" / "ruff").symlink_to(Path(sys.executable).with_name("ruff"))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PYTHON", "VIRTUAL"))}
    offline = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_CONFIG_FILE": os.devnull}
    # The types of officebot are reckoned once, not at each run of the tests.
    cache = {"MYPY_CACHE_DIR": str(PAGE.parents[2] / ".mypy_cache" / "plugins")}
    path = f"{own / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return Reader(folder, {**kept, **offline, **cache, "PATH": path, "LANGUAGE": "en", "COLUMNS": "120"}, folder)


@pytest.mark.timeout(400)
def test_whoever_follows_the_page_has_a_duty_that_is_green(reader: Reader) -> None:
    for block in blocks(PAGE.read_text("utf-8")):
        reader.reads(block)
    assert len(reader.lines) <= MOST_LINES, "\n".join(reader.lines)
