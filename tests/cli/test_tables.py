"""Tables and reasons as a person reads them at a terminal of eighty columns, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from officebot.cli.output import Column, table
from officebot.cli.root import officebot as root
from officebot.core.text import say
from tests.app.days import Lived

TABLES = (
    "queue", "history", "history --state rejected", "duties", "deadlines list", "deadlines list --all",
    "conversations list", "listed", "mail learned",
)  # fmt: skip
COLUMNS = (Column(say("No."), fixed=True), Column(say("What")), Column(say("From"), detail=True))


def shown(*words: str, office: Path, lang: str = "en", columns: int = 80) -> Result:
    environment = {"LANGUAGE": lang, "COLUMNS": str(columns)}
    return CliRunner(env=environment).invoke(root, ["--office", str(office), *words], prog_name="officebot")


@pytest.mark.xdist_group("day")
@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("words", TABLES)
def test_a_table_fits_into_eighty_columns_with_its_numbers_and_times_whole(
    lived_day: Lived, words: str, lang: str
) -> None:
    said = shown(*words.split(), office=lived_day.folder, lang=lang)
    assert said.exit_code == 0
    assert max(map(len, said.stdout.splitlines()), default=0) <= 80
    assert not re.search(r"\d{4}-\d\d-?\s*$|\d{4}-\d\d-\d\dT", said.stdout, re.MULTILINE)
    assert not re.search(r"^ ?\d{1,3}-", said.stdout, re.MULTILINE)


@pytest.mark.xdist_group("day")
def test_a_number_as_the_table_shows_it_closes_a_deadline(sample: Path) -> None:
    listed = shown("deadlines", "list", office=sample).stdout
    number = re.search(r"^ ([0-9a-f]{8}) ", listed, re.MULTILINE)
    assert number is not None
    assert shown("deadlines", "done", number[1], office=sample).exit_code == 0


def test_details_stand_in_columns_where_there_is_room_and_below_where_there_is_none(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ["4711", "The lorry leaves at four", "dispatch@northgate-silica.example"]
    monkeypatch.setenv("LANGUAGE", "en")
    for columns, wanted in (("100", r"4711 +The lorry leaves at four +dispatch@"), ("50", r"From: dispatch@")):
        monkeypatch.setenv("COLUMNS", columns)
        table(COLUMNS, [row])
        printed = capsys.readouterr().out
        assert re.search(wanted, printed), printed
        assert max(map(len, printed.splitlines())) <= int(columns)


@pytest.mark.xdist_group("day")
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_why_says_each_reason_once_and_no_name_from_inside(lived_day: Lived, lang: str) -> None:
    for number in range(1, 40):
        said = shown("why", str(number), office=lived_day.folder, lang=lang).stdout
        reasons = [line for line in said.splitlines() if line.startswith("  · ")]
        assert len(set(reasons)) == len(reasons), said
        inside = (
            r"mail_triage|follow_up|daily_brief|proposal\.|\bmail\.(flag|move|draft)|item\.note|\\Flagged|, clear —"
        )
        assert not re.search(inside, said), said
