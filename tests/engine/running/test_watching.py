"""Triggers from changed files and from the service's start."""

import os
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import BaseModel

from officebot.core.schedule import parse
from officebot.core.text import say
from officebot.engine.ledger import Ledger, mails, runs
from officebot.engine.ledger.mails import Noted
from officebot.engine.running.duties import EnabledDuty
from officebot.engine.running.watching import Watcher, note_arrivals, note_start
from officebot.sdk import Duty, MessageRef
from tests.engine.stores import open_ledger

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
    opened = open_ledger(tmp_path / "state" / "ledger.db")
    yield opened
    opened.close()


def _paths(ledger: Ledger) -> list[str]:
    with ledger.reading() as tx:
        return [row.path for row in runs.since(tx, 1)]


def test_the_first_look_at_a_file_only_remembers_it(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "stock.csv").write_text("a")
    assert Watcher(ledger, _watching("file stock.csv"), tmp_path).note_changes(NOW) == 0


def test_a_changed_file_gives_one_run_and_looking_again_gives_none(ledger: Ledger, tmp_path: Path) -> None:
    watcher, file = Watcher(ledger, _watching("file stock.csv"), tmp_path), tmp_path / "stock.csv"
    file.write_text("a")
    watcher.note_changes(NOW)
    file.write_text("ab")
    assert watcher.note_changes(NOW) == 1
    assert watcher.note_changes(NOW) == 0
    assert _paths(ledger) == ["stock.csv"]


def test_a_file_that_was_only_touched_gives_no_run(ledger: Ledger, tmp_path: Path) -> None:
    watcher, file = Watcher(ledger, _watching("file stock.csv"), tmp_path), tmp_path / "stock.csv"
    file.write_text("a")
    watcher.note_changes(NOW)
    stat = file.stat()
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1_000_000_000))
    assert watcher.note_changes(NOW) == 0


def test_a_file_that_goes_and_comes_back_changed_gives_one_run(ledger: Ledger, tmp_path: Path) -> None:
    watcher, file = Watcher(ledger, _watching("file stock.csv"), tmp_path), tmp_path / "stock.csv"
    file.write_text("a")
    watcher.note_changes(NOW)
    file.unlink()
    assert watcher.note_changes(NOW) == 0
    file.write_text("other")
    assert watcher.note_changes(NOW) == 1


def test_each_start_of_the_service_gives_a_run_to_duties_that_want_one(ledger: Ledger) -> None:
    assert note_start(ledger, _watching("start"), NOW) == 1
    assert note_start(ledger, _watching("start"), NOW) == 0
    assert note_start(ledger, _watching("start"), NOW + timedelta(minutes=1)) == 1
    assert note_start(ledger, _watching("mail"), NOW + timedelta(minutes=2)) == 0


# ── files that cannot be seen ─────────────────────────────────────────────────────────────────────────────


class _Hands:
    """Seconds that a test counts."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def _hang(file: Path) -> None:
    """From now on whoever opens the file waits for ever, as on a share whose server is away."""
    file.unlink()
    os.mkfifo(file)


def _answer(file: Path) -> None:
    """Let go whoever waits for the file."""
    os.close(os.open(file, os.O_WRONLY))


def _within(seconds: float, is_so: Callable[[], bool]) -> bool:
    """Whether it becomes so in time."""
    deadline = time.monotonic() + seconds
    while not (found := is_so()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


def test_a_file_on_a_share_that_hangs_keeps_neither_the_ledger_nor_other_files_waiting(
    ledger: Ledger, tmp_path: Path
) -> None:
    (tmp_path / "stock.csv").write_text("a")
    (tmp_path / "other.csv").write_text("a")
    duties = {**_watching("file stock.csv"), "other": _watching("file other.csv")["stock"]}
    watcher = Watcher(ledger, duties, tmp_path)
    watcher.note_changes(NOW)
    _hang(tmp_path / "stock.csv")
    (tmp_path / "other.csv").write_text("ab")
    with ledger.writing():  # somebody else's transaction: looking needs none
        looking = threading.Thread(target=watcher.note_changes, args=(NOW, 0.2))
        looking.start()
        time.sleep(0.3)
    looking.join(5)
    assert not looking.is_alive()
    begun = time.monotonic()
    watcher.note_changes(NOW, 20)
    assert time.monotonic() - begun < 10  # what did not answer once is not waited for again
    assert _paths(ledger) == ["other.csv"]
    _answer(tmp_path / "stock.csv")


def test_a_file_that_hangs_is_told_and_once_it_answers_it_is_looked_at(ledger: Ledger, tmp_path: Path) -> None:
    hands, file = _Hands(), tmp_path / "stock.csv"
    watcher = Watcher(ledger, _watching("file stock.csv"), tmp_path, monotonic=hands)
    file.write_text("a")
    watcher.note_changes(NOW)
    assert watcher.unseen() == {}
    _hang(file)
    watcher.note_changes(NOW, 0.1)
    hands.seconds = 29
    watcher.note_changes(NOW, 0.1)
    assert (list(watcher.unseen()), list(watcher.unseen(30))) == (["stock.csv"], [])
    hands.seconds = 30
    assert list(watcher.unseen(30)) == ["stock.csv"]
    _answer(file)
    assert _within(5, lambda: watcher.note_changes(NOW) == 1)
    assert watcher.unseen() == {}


def test_a_file_that_went_is_told_until_it_is_back_but_one_that_never_was_is_not(
    ledger: Ledger, tmp_path: Path
) -> None:
    watcher, file = Watcher(ledger, _watching("file stock.csv"), tmp_path), tmp_path / "stock.csv"
    watcher.note_changes(NOW)
    assert watcher.unseen() == {}
    file.write_text("a")
    watcher.note_changes(NOW)
    file.unlink()
    watcher.note_changes(NOW)
    assert "stock.csv" in watcher.unseen()["stock.csv"].render("en")
    file.write_text("a")
    watcher.note_changes(NOW)
    assert watcher.unseen() == {}


def test_looking_at_files_that_did_not_change_writes_nothing(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "stock.csv").write_text("a")
    watcher = Watcher(ledger, _watching("file stock.csv"), tmp_path)
    watcher.note_changes(NOW)
    with ledger.writing():  # any other writer would wait for this one
        looking = threading.Thread(target=watcher.note_changes, args=(NOW,))
        looking.start()
        looking.join(5)
        assert not looking.is_alive()


def _arrived(ledger: Ledger, *numbers: int, at: datetime = NOW) -> None:
    refs = [MessageRef("desk", "INBOX", 1, number, f"fp{number}") for number in numbers]
    with ledger.writing() as tx:
        mails.note(tx, [Noted(ref=ref, received=at) for ref in refs], at)


def test_all_that_came_in_together_gives_one_run_after_mail(ledger: Ledger) -> None:
    duties = _watching("after mail")
    assert note_arrivals(ledger, duties, NOW) == 0
    _arrived(ledger, 1, 2, 3)
    assert [note_arrivals(ledger, duties, NOW) for _ in range(2)] == [1, 0]
    _arrived(ledger, 4)
    note_arrivals(ledger, duties, NOW)
    assert _paths(ledger) == ["1-3", "4-4"]


def test_a_duty_that_is_new_to_an_office_begins_with_the_last_weeks(ledger: Ledger) -> None:
    _arrived(ledger, 1, 2, at=NOW - timedelta(days=40))
    _arrived(ledger, 3, 4, at=NOW - timedelta(days=20))
    note_arrivals(ledger, _watching("after mail"), NOW)
    assert _paths(ledger) == ["3-4"]


def test_mail_gives_no_run_to_a_duty_that_does_not_ask_for_it(ledger: Ledger) -> None:
    _arrived(ledger, 1)
    assert note_arrivals(ledger, _watching("start"), NOW) == 0
