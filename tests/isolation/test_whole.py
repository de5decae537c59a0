"""A plugin in a sandbox, from the mail that came to the workbook that it proposed, in an embedded office."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from officebot.app.demo import serving
from tests.app.sample import make_office
from tests.isolation.installing import MANIFEST, OPEN_QUESTIONS, install, run

LETTER = b"""From: Emily Finch <emily@harcourt-finch.example>
To: assistance@atelier-verrier.example
Subject: Quote for twelve carafes
Message-ID: <carafes-12@harcourt-finch.example>

Hello,

Could you please send us a quote for twelve engraved carafes? I look forward to your answer.

Emily Finch
"""
AGREED = """
[duties.open_questions]
enabled = true

[plugins.open-questions]
runs = "{runs}"
rights = ["mail {account}/*", "action write-document"]
"""


@pytest.mark.parametrize(
    "runs", [pytest.param("sandbox", id="behind bubblewrap"), pytest.param("process", id="behind the kernel alone")]
)
def test_a_plugin_sees_a_mail_and_its_list_is_written(tmp_path: Path, runs: str) -> None:
    office, path = tmp_path / "office", tmp_path / "plugins"
    make_office(office)
    account = _account(office)
    install(path, "open_questions", OPEN_QUESTIONS, MANIFEST.replace("desk", account))
    with (office / "office.toml").open("a", encoding="utf-8") as settings:
        settings.write(AGREED.format(runs=runs, account=account))
    with serving(office) as servers:
        run(path, "--office", office, "once")
        servers.deliver(LETTER)
        run(path, "--office", office, "once")
        told = run(path, "--office", office, "once", "open_questions", "--json")
        (ran,) = [json.loads(line) for line in told.splitlines()]
        (made,) = (office / "archive" / "lists").glob("*-open-questions.xlsx")
        run(path, "--office", office, "undo", str(ran["proposals"][0]))
    assert ran["state"] == "done"
    assert not made.exists()


def _account(office: Path) -> str:
    import tomllib

    return next(iter(tomllib.loads((office / "office.toml").read_text("utf-8"))["mail"]["accounts"]))


HANGS = """
from officebot.sdk import Duty, DutySettings, say


class Settings(DutySettings):
    pass


def decide(facts, settings):
    while True:
        pass


DUTY = Duty(name="hangs", title=say("Hangs"), settings=Settings, observe=lambda *_: None, decide=decide)
"""
HANGING = """
[duties.hangs]
enabled = true

[plugins.hangs]
rights = []
"""


def test_a_plugin_that_hangs_is_told_of_and_ended_when_the_office_says(tmp_path: Path) -> None:
    office, path = tmp_path / "office", tmp_path / "plugins"
    make_office(office)
    install(path, "hangs", HANGS, 'sdk = "1.0"\n')
    settings = office / "office.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("[trust]\n", "[trust]\nrun_seconds = 8\n", 1) + HANGING, "utf-8")
    with serving(office):
        told = run(path, "--office", office, "once", "hangs", code=1)
    assert "hangs: still at work after 5 seconds; after 8 its run is ended." in told
    assert "did not finish within 7 seconds: its process was ended." in told
