"""Who may stop the office, let it go on and take things back, and what the exit codes then say."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.app.offices import officebot

pytestmark = pytest.mark.xdist_group("day")


def without_a_right(office: Path) -> None:
    """Let nobody in this office approve anything."""
    path = office / "people.csv"
    with path.open(encoding="utf-8", newline="") as read:
        people = list(csv.DictReader(read))
    with path.open("w", encoding="utf-8", newline="") as written:
        writer = csv.DictWriter(written, [*people[0], "may_approve"])
        writer.writeheader()
        writer.writerows({**person, "may_approve": "no"} for person in people)


def one_in_state(office: Path, state: str) -> str:
    with closing(sqlite3.connect(office / "state" / "ledger.db")) as ledger:
        (number,) = ledger.execute("SELECT min(id) FROM proposals WHERE state = ?", (state,)).fetchone()
    return str(number)


def test_anybody_stops_the_office_and_only_who_may_decide_lets_it_go_on(sample: Path) -> None:
    without_a_right(sample)
    assert officebot("pause", office=sample).code == 0
    refused = officebot("resume", office=sample)
    assert (refused.code, "may not decide" in refused.err) == (1, True)
    assert '"paused": true' in officebot("status", "--json", office=sample).out


def test_who_may_not_decide_takes_nothing_back(sample: Path) -> None:
    without_a_right(sample)
    refused = officebot("undo", one_in_state(sample, "done"), "--json", office=sample)
    assert (refused.code, refused.facts[0]["state"]) == (1, "done")
    assert "may not decide" in refused.facts[0]["said"]


def test_an_approval_whose_action_then_fails_shows_in_the_exit_code(sample: Path) -> None:
    number = one_in_state(sample, "waiting")
    with closing(sqlite3.connect(sample / "state" / "ledger.db")) as ledger, ledger:
        ledger.execute("UPDATE actions SET params = '{}' WHERE proposal_id = ?", (number,))
    answered = officebot("approve", number, "--json", office=sample)
    assert (answered.code, answered.facts[0]["took"], answered.facts[0]["state"]) == (1, True, "failed")
