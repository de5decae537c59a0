"""`officebot budget map --save`: the office follows a budget workbook from then on, with what was chosen."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from officebot.app.demo import make_office
from officebot.cli.root import officebot as root

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office with a budget whose year stands nowhere, and one with nothing of the kind."""
    folder = tmp_path / "office"
    make_office(folder)
    for name, rows in (("Plan.xlsx", [["Line", *MONTHS], ["Rent", *[900] * 12]]), ("Notes.xlsx", [["Hello"]])):
        book = Workbook()
        book.active.title = "Plan"
        for row in rows:
            book.active.append(row)
        book.save(folder / name)
    return folder


def mapped(office: Path, *words: str | Path) -> tuple[int, str]:
    ended = CliRunner(env={"LANGUAGE": "en"}).invoke(
        root, ["--office", str(office), "budget", "map", *map(str, words)], prog_name="officebot"
    )
    return ended.exit_code, ended.stderr


def settings(office: Path) -> dict[str, dict[str, object]]:
    told = tomllib.loads((office / "office.toml").read_text("utf-8"))
    return {name: table["budget"] for name, table in told.items() if isinstance(table, dict) and "budget" in table}


def test_a_budget_is_taken_into_the_office_with_what_was_chosen(office: Path) -> None:
    said = (office / "Plan.xlsx", "--choose", "year=2026", "--choose", "6132=Rent", "--save")
    before = (office / "office.toml").read_bytes()
    code, complaint = mapped(office, *said)
    assert (code, "add --yes" in complaint) == (1, True)
    assert (office / "office.toml").read_bytes() == before
    code, told = mapped(office, *said, "--may-write", "--yes")
    assert (code, "from now on" in told) == (0, True)
    assert settings(office) == {
        "workbooks": {"path": "Plan.xlsx", "write": True},
        "duties": {"enabled": True, "year": 2026, "accounts": {"6132": "Rent"}},
    }


def test_without_being_asked_to_nothing_is_saved(office: Path) -> None:
    assert mapped(office, office / "Plan.xlsx", "--choose", "year=2026", "--yes")[0] == 0
    assert settings(office) == {}


def test_what_holds_no_budget_is_not_taken_in(office: Path) -> None:
    code, complaint = mapped(office, office / "Notes.xlsx", "--save", "--yes")
    assert (code, "No budget is found" in complaint) == (1, True)
    assert settings(office) == {}
