"""The tutorial is followed word for word: its commands are run, its blocks are written into the files that it names.

The reader's Python environment is a real one, in which pip installs the plugin; it finds officebot where this one has it,
and asks no index.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from officebot.app.demo import make_office, serving
from officebot.testing.dovecot import free_port
from tests.app.offices import edit, wait_for
from tests.docs.following import Block, added, blocks, follow
from tests.web.browser import Browser

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

    def says(self, command: str) -> str:
        """What a command prints."""
        self.runs(command)
        return self.printed[-1]

    def facts(self, command: str) -> list[dict[str, Any]]:
        """The JSON lines that a command prints."""
        return [json.loads(line) for line in self.says(command).splitlines()]


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


@pytest.fixture(scope="module")
def parts() -> tuple[list[Block], list[Block]]:
    """The blocks of the page: those that lead to green tests, and what comes after them."""
    making, asked, sharing = PAGE.read_text("utf-8").partition("\n## 6. ")
    assert asked
    return list(blocks(making)), list(blocks(sharing))


@pytest.mark.timeout(400)
def test_whoever_follows_the_page_has_a_duty_that_is_green_after_forty_lines(
    reader: Reader, parts: tuple[list[Block], list[Block]]
) -> None:
    for block in parts[0]:
        reader.reads(block)
    assert " passed" in reader.printed[-1]
    assert "no issues found" in reader.printed[-1]
    assert len(reader.lines) <= MOST_LINES, "\n".join(reader.lines)


@pytest.mark.sweep
@pytest.mark.timeout(900)
def test_the_duty_is_checked_given_to_an_office_upgraded_and_removed_without_a_trace(
    reader: Reader, parts: tuple[list[Block], list[Block]]
) -> None:
    if reader.at == reader.folder:
        for block in parts[0]:
            reader.reads(block)
    office = reader.folder / "office"
    settings: list[str] = []
    for block in parts[1]:
        if block.language == "sh" and block.text.startswith("officebot demo ../office --once\n"):
            # The day that it lives is lived by other tests; here the office looks at its empty mailbox.
            make_office(office)
            edit(office, service={"port": free_port()})
            reader.runs(block.text.replace("officebot demo ../office --once", "officebot --office ../office once"))
        elif block.language == "eml":
            _comes(office, block.text)
        else:
            if block.text.startswith("officebot plugin add"):
                settings.append((office / "office.toml").read_text("utf-8"))
            reader.reads(block)
        if "officebot queue" in block.text:
            _answered(reader, office)
        if block.text.startswith("officebot plugin remove"):
            settings.append((office / "office.toml").read_text("utf-8"))
    assert settings[0] == settings[1]
    assert not list((office / "state" / "plugins").glob("shelf*"))
    assert "shelf" not in reader.says("officebot plugin list") + reader.says("officebot duties")


def _comes(office: Path, letter: str) -> None:
    """A mail from a colleague, with this subject and text."""
    head = "From: Paul <paul@client.example>\nTo: assistance@atelier-verrier.example\nMessage-ID: <count@client.example>\n"
    with serving(office) as servers:
        servers.deliver((head + letter).encode())


def _answered(reader: Reader, office: Path) -> None:
    """What waits is as the page says: the cell changes after the yes, and changes back."""
    (waiting,) = [one for one in reader.facts("officebot queue --json") if one["duty"] == "shelf_count"]
    assert waiting["title"] == "Enter what paul@client.example counted"
    _seen_on_the_dashboard(reader)
    before = _quantity(office)
    reader.runs(f"officebot approve {waiting['id']}")
    assert (before, _quantity(office)) == (3.1, 2)
    reader.runs(f"officebot undo {waiting['id']}")
    assert _quantity(office) == before


def _seen_on_the_dashboard(reader: Reader) -> None:
    """The office is served; on its pages, which are in French, the duty and what waits are said in French."""
    serving = subprocess.Popen(
        ["officebot", "run"], cwd=reader.at, env=reader.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )  # fmt: skip
    try:
        link = wait_for(lambda: _link(reader), 90)
        address, _, code = link.partition("/enter?code=")
        browser = Browser(address)
        assert browser.post("/enter", {"code": code}).status == 200
        assert "Compter les rayons" in browser.get("/duties").text
        assert "Saisir ce que paul@client.example a compté" in browser.get("/queue").text
    finally:
        serving.terminate()
        serving.wait(60)


def _link(reader: Reader) -> str:
    """The one-time link into the dashboard, once something serves it."""
    called = subprocess.run(
        ["officebot", "dashboard"], cwd=reader.at, env=reader.environment, capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip
    return called.stdout.strip()


def _quantity(office: Path) -> object:
    """How much of MAT-002 there is, by the workbook."""
    book = load_workbook(office / "workbooks" / "stock.xlsx", data_only=True)
    (row,) = [row for row in book.worksheets[0].iter_rows(values_only=True) if "MAT-002" in row]
    return row[4]
