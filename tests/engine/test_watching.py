"""Triggers from changed files and from the service's start."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import BaseModel

from officebot.core.schedule import parse
from officebot.core.text import say
from officebot.engine.duties import EnabledDuty
from officebot.engine.ledger import Ledger, open_sqlite, runs
from officebot.engine.watching import note_changed_files, note_start
from officebot.sdk import Duty

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


class _NoSettings(BaseModel):
    pass


def _watching(trigger: str) -> dict[str, EnabledDuty]:
    duty = Duty(
        name="stock",
        title=say("Stock"),
        settings=_NoSettings,
        observe=lambda office, trigger, settings: None,
        decide=lambda facts, settings: (),
    )
    return {"stock": EnabledDuty(duty=duty, settings=_NoSettings(), schedules=(parse(trigger),))}


@pytest.fixture
def ledger(tmp_path: Path):
    opened = open_sqlite(tmp_path / "state" / "ledger.db")
    yield opened
    opened.close()


def _paths(ledger: Ledger) -> list[str]:
    with ledger.reading() as tx:
        return [row.path for row in runs.since(tx, 1)]


def test_the_first_look_at_a_file_only_remembers_it(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "stock.csv").write_text("a")
    assert note_changed_files(ledger, _watching("file stock.csv"), tmp_path, NOW) == 0


def test_a_changed_file_gives_one_run_and_looking_again_gives_none(ledger: Ledger, tmp_path: Path) -> None:
    duties, file = _watching("file stock.csv"), tmp_path / "stock.csv"
    file.write_text("a")
    note_changed_files(ledger, duties, tmp_path, NOW)
    file.write_text("ab")
    assert note_changed_files(ledger, duties, tmp_path, NOW) == 1
    assert note_changed_files(ledger, duties, tmp_path, NOW) == 0
    assert _paths(ledger) == ["stock.csv"]


def test_a_file_that_was_only_touched_gives_no_run(ledger: Ledger, tmp_path: Path) -> None:
    duties, file = _watching("file stock.csv"), tmp_path / "stock.csv"
    file.write_text("a")
    note_changed_files(ledger, duties, tmp_path, NOW)
    stat = file.stat()
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1_000_000_000))
    assert note_changed_files(ledger, duties, tmp_path, NOW) == 0


def test_a_file_that_goes_and_comes_back_changed_gives_one_run(ledger: Ledger, tmp_path: Path) -> None:
    duties, file = _watching("file stock.csv"), tmp_path / "stock.csv"
    file.write_text("a")
    note_changed_files(ledger, duties, tmp_path, NOW)
    file.unlink()
    assert note_changed_files(ledger, duties, tmp_path, NOW) == 0
    file.write_text("other")
    assert note_changed_files(ledger, duties, tmp_path, NOW) == 1


def test_each_start_of_the_service_gives_a_run_to_duties_that_want_one(ledger: Ledger) -> None:
    assert note_start(ledger, _watching("start"), NOW) == 1
    assert note_start(ledger, _watching("start"), NOW) == 0
    assert note_start(ledger, _watching("start"), NOW + timedelta(minutes=1)) == 1
    assert note_start(ledger, _watching("mail"), NOW + timedelta(minutes=2)) == 0
