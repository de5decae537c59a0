"""The duty on the page about writing one is taken from there, installed, tested and run in a sample office."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from officebot.app.demo import make_office, serving

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "plugin.md"
LETTER = b"""From: Emily Finch <emily@harcourt-finch.example>
To: assistance@atelier-verrier.example
Subject: Quote for twelve carafes
Message-ID: <carafes-12@harcourt-finch.example>

Hello,

Could you please send us a quote for twelve engraved carafes? I look forward to your answer.

Emily Finch
"""


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    """The page's files in a folder, known to Python as an installed distribution."""
    folder = tmp_path / "plugin"
    folder.mkdir()
    files = re.findall(r"^```(?:python|toml) (\S+)\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    for name, content in files:
        (folder / name).write_text(content, "utf-8")
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
    known = folder / f"open_questions-{project['version']}.dist-info"
    known.mkdir()
    (known / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    ((group, entries),) = project["entry-points"].items()
    (known / "entry_points.txt").write_text(f"[{group}]\n" + "".join(f"{k} = {v}\n" for k, v in entries.items()))
    return folder


def run(plugin: Path, *words: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(plugin), "LANGUAGE": "en"}
    ended = subprocess.run(
        [sys.executable, "-m", *words], cwd=plugin, env=environment, capture_output=True, text=True, timeout=90,
        check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def facts(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


def test_the_duty_passes_its_own_tests(plugin: Path) -> None:
    assert "2 passed" in run(plugin, "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", str(plugin))


def test_the_duty_lists_who_waits_and_its_list_can_be_taken_back(plugin: Path, tmp_path: Path) -> None:
    office = tmp_path / "office"
    make_office(office)
    with (office / "office.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n" + (plugin / "office.toml").read_text("utf-8"))
    called = ("officebot", "--office", str(office))
    with serving(office) as servers:
        run(plugin, *called, "once")
        servers.deliver(LETTER)
        run(plugin, *called, "once")
        (would,) = facts(run(plugin, *called, "once", "open_questions", "--dry-run", "--json"))
        assert would["title"].startswith("List the 1 open questions of ")
        (ran,) = facts(run(plugin, *called, "once", "open_questions", "--json"))
        (made,) = (office / "archive" / "lists").glob("*-open-questions.xlsx")
        (undone,) = facts(run(plugin, *called, "undo", str(ran["proposals"][0]), "--json"))
    assert undone["state"] == "undone"
    assert not made.exists()
