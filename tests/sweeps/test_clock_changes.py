"""TRUST 23: `once` and the service under a clock that the whole process believes, over both changes of 2026.

libfaketime gives the operating system's time to the process: nothing of officebot is told about it. The office's
duty is due at 02:30 each day, an hour that is skipped in spring and comes twice in autumn, and every half an hour.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from officebot.testing.dovecot import free_port
from tests.app.offices import wait_for
from tests.conftest import missing
from tests.sweeps.workers import ROOT, say_ready

pytestmark = [pytest.mark.sweep, pytest.mark.live, pytest.mark.timeout(600)]

_ME = "tests.sweeps.test_clock_changes"
_PARIS = ZoneInfo("Europe/Paris")
_STEP = timedelta(minutes=30)
_NIGHT = timedelta(hours=6)
_CHANGES = [
    pytest.param(datetime(2026, 3, 29, tzinfo=_PARIS), id="spring"),
    pytest.param(datetime(2026, 10, 25, tzinfo=_PARIS), id="autumn"),
]
_LIBRARIES = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))

OFFICE = """
[office]
name = "Office"
[mail.accounts.desk]
address = "claire@office.example"
[mail.accounts.desk.imap]
host = "127.0.0.1"
port = 1
security = "none"
user = "claire"
password = { env = "HOME" }
[service]
port = %d
[duties.daily_brief]
enabled = true
triggers = ["daily 02:30", "every 30 minutes"]
report = false
todo_list = false
draft = false
"""


def main() -> None:
    """Run `officebot once` for this office at each line of the input."""
    from officebot.cli.root import officebot

    say_ready()
    for _ in sys.stdin:
        try:
            officebot(["--office", sys.argv[1], "once", "--json"])
        except SystemExit as ended:
            print(f"exit {ended.code}", flush=True)


class Office:
    """An office in a folder, and the clock of the processes that serve it."""

    def __init__(self, folder: Path, port: int = 1) -> None:
        if not _LIBRARIES:
            missing("Debian's faketime is missing")
        self.folder = folder
        self._hands = folder / "hands"
        folder.mkdir()
        (folder / "office.toml").write_text(OFFICE % port)
        (folder / "people.csv").write_text(
            "name,address,role,language,circle,responsibilities\nClaire,claire@office.example,,fr,a,\n"
        )
        (folder / "contacts.csv").write_text("kind,name,addresses,language,form_of_address,phone,iban\n")

    def set_clock(self, at: datetime) -> None:
        """What the operating system says from now on; the file is replaced whole."""
        draft = self._hands.with_suffix(".new")
        draft.write_text(f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}\n")
        draft.replace(self._hands)

    @contextmanager
    def process(self, at: datetime, *command: str) -> Iterator[subprocess.Popen[str]]:
        """A process that lives by this clock, which shows this time first; ended with the block."""
        self.set_clock(at)
        environment = {
            **os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "TZ": "UTC",
            "LD_PRELOAD": str(_LIBRARIES[0]), "FAKETIME_TIMESTAMP_FILE": str(self._hands), "FAKETIME_NO_CACHE": "1",
            # Waiting is by the real clock: only what the time is called changes.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1",
        }  # fmt: skip
        with subprocess.Popen(
            [sys.executable, "-m", *command], env=environment, cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        ) as started:  # fmt: skip
            try:
                yield started
            finally:
                started.terminate()

    def runs(self) -> list[tuple[str, str, str]]:
        """The duty's runs: what set it off, the key, how it ended."""
        if not (self.folder / "state" / "ledger.db").exists():
            return []
        connection = sqlite3.connect(f"file:{self.folder}/state/ledger.db?mode=ro", uri=True)
        try:
            return connection.execute(
                "SELECT trigger_kind, trigger_key, state FROM runs WHERE duty = 'daily_brief' ORDER BY id"
            ).fetchall()
        except sqlite3.OperationalError:
            return []
        finally:
            connection.close()


def once_at(process: subprocess.Popen[str]) -> None:
    """One pass of `officebot once`."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    for line in process.stdout:
        if line.startswith("exit"):
            return
    raise AssertionError("the process ended")


def instants(change: datetime, is_sweep: bool) -> list[datetime]:
    """Each half hour (in the sweep each minute) of the night of the change, with a clock that goes wrong in between."""
    begun = (change - timedelta(hours=1 if is_sweep else 0)).astimezone(UTC)
    every = timedelta(minutes=1) if is_sweep else _STEP
    night = [begun + every * step for step in range(int(_NIGHT / every))]
    wrong = [timedelta(hours=1), timedelta(hours=-1), timedelta(days=2)]
    jumps = {at: wrong[number % 3] for number, at in enumerate(range(2, len(night), 10 if is_sweep else 3))}
    return [
        moment
        for at, right in enumerate(night)
        for moment in ([right + jumps[at], right] if at in jumps else [right])
    ]


def faults(runs: list[tuple[str, str, str]], change: datetime, first: datetime, last: datetime) -> tuple[int, int]:
    """(days with other than one run at 02:30, half hours of the night with other than one run at their instant)."""
    days = Counter(key[:10] for kind, key, _ in runs if kind == "schedule")
    wrong_days = sum(days[day] != 1 for day in {f"{change.date()}", f"{change.date() + timedelta(days=1)}", *days})
    steps = Counter(key for kind, key, _ in runs if kind == "interval")
    wanted = {f"{first + _STEP * step:%Y-%m-%dT%H:%MZ}" for step in range(1, int((last - first) / _STEP) + 1)}
    drifted = sum(steps[key] != 1 for key in wanted | set(steps)) + sum(
        key[14:16] not in ("00", "30") for key in steps
    )
    return wrong_days, drifted


@pytest.mark.parametrize("change", _CHANGES)
def test_once_runs_each_day_and_each_half_hour_once(tmp_path: Path, change: datetime, is_sweep: bool) -> None:
    office = Office(tmp_path / "office")
    moments = instants(change, is_sweep)
    next_night = change + timedelta(days=1, hours=2, minutes=40)
    with office.process(moments[0] - timedelta(minutes=1), _ME, str(office.folder)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        for moment in [*moments, next_night]:
            once_at(process)
            office.set_clock(moment)
        once_at(process)
    runs = office.runs()
    wrong, drifted = faults(runs, change, moments[0], moments[-1])
    print(f"\nTRUST 23: {len(moments) + 2} calls of once around {change:%d %B %Y}, {len(runs)} runs: "
          f"{wrong} days wrong, {drifted} drifted")  # fmt: skip
    assert {state for _, _, state in runs} == {"done"}
    assert (wrong, drifted) == (0, 0)


@pytest.mark.parametrize("change", _CHANGES)
def test_the_service_runs_each_day_and_each_half_hour_once(tmp_path: Path, change: datetime) -> None:
    office = Office(tmp_path / "office", free_port())
    begun = change.astimezone(UTC)
    # Seconds after the half hours, and a clock that jumps ahead and back between them.
    right = [begun + _STEP * step + timedelta(seconds=5) for step in range(1, 9)]
    with office.process(begun, "officebot", "--office", str(office.folder), "run"):
        assert wait_for((office.folder / "state" / "logs").exists)
        for number, moment in enumerate(right):
            office.set_clock(moment)
            key = f"{moment:%Y-%m-%dT%H:%MZ}"
            assert wait_for(lambda key=key: ("interval", key, "done") in office.runs(), 20), key
            if number % 2:
                office.set_clock(moment + [timedelta(hours=1), timedelta(days=2)][number // 2 % 2])
                time.sleep(6)  # longer than the worker's own pace, so that it really sees the wrong time
        office.set_clock(change + timedelta(days=1, hours=2, minutes=40))
        next_night = ("schedule", f"{change.date() + timedelta(days=1)}T02:30", "done")
        assert wait_for(lambda: next_night in office.runs(), 20), office.runs()
    runs = office.runs()
    wrong, drifted = faults(runs, change, begun, right[-1])
    print(f"\nTRUST 23: the service over {change:%d %B %Y}, {len(runs)} runs: {wrong} days wrong, {drifted} drifted")
    assert (wrong, drifted) == (0, 0)


if __name__ == "__main__":
    main()
