"""`officebot report`: the first page on the terminal, all of it as JSON, a document where it is wanted."""

from __future__ import annotations

from pathlib import Path

import pytest

from officebot.settings.new import Answers, write_new_office
from tests.app.offices import Called, officebot

pytestmark = pytest.mark.xdist_group("report")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reported") / "office"
    answers = Answers(
        name="Small Office", person="Ann Assistant", address="ann@office.example", language="en", user="ann", login="",
        imap_host="127.0.0.1", imap_security="none", imap_port=1, password="x",
    )  # fmt: skip
    write_new_office(folder, answers)
    return folder


def test_json_has_the_period_the_figures_and_that_they_were_checked(office: Path) -> None:
    told = officebot(
        "report", "weekly", "--period", "2026-W48", "--for", "ann@office.example", "--json", office=office
    )
    assert told.code == 0, told.err
    (fact,) = told.facts
    assert fact["period"] == {"name": "2026-W48", "from": "2026-11-23", "to": "2026-11-29"}
    assert (fact["kind"], fact["for"], fact["checked"], fact["problems"]) == ("weekly", "Ann Assistant", True, [])


def test_the_report_is_written_where_it_is_wanted(office: Path, tmp_path: Path) -> None:
    out = tmp_path / "november.html"
    told = officebot("report", "monthly", "--period", "2026-11", "--out", out, office=office)
    assert told.code == 0, told.err
    assert out.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert "reckoned twice" in told.err
    out.write_text("a person's own", "utf-8")
    assert "add --force" in _wrong(office, "monthly", "--period", "2026-11", "--out", str(out)).err
    assert out.read_text("utf-8") == "a person's own"


def _wrong(office: Path, *words: str) -> Called:
    told = officebot("report", *words, office=office)
    assert told.code != 0
    assert "Traceback" not in told.err
    return told


def test_what_is_no_period_nobody_or_no_form_is_said(office: Path) -> None:
    assert "write it like 2026-W48" in _wrong(office, "weekly", "--period", "2026-11").err
    assert "nobody of the office" in _wrong(office, "weekly", "--for", "Zoe").err
    assert "has not begun" in _wrong(office, "monthly", "--period", "2999-01").err
    assert "write it like 2026-11" in _wrong(office, "monthly", "--period", "0001-01").err
    assert "write it like 2026-11" in _wrong(office, "monthly", "--period", "9999-12").err
    assert "written as" in _wrong(office, "monthly", "--out", "x.odt").err
    assert "officebot budget report" in _wrong(office, "budget").err
    assert _wrong(office, "yearly").code == 2
