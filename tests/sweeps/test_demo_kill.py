"""The sample office's day under kill -9: wherever it is cut off, it ends like the day that nobody disturbed."""

from __future__ import annotations

import json
import random
import re
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from officebot.testing.mailstore import message_key

pytestmark = [pytest.mark.sweep, pytest.mark.timeout(1800)]

#: What the first seconds make, in this order: a kill right after each of them lies in the making of the office.
_MADE = (".making", "secrets/mail", "workbooks", "office.toml", "servers/servers.json", "state/ledger.db")
_GIVE_UP = 300.0


@dataclass(slots=True)
class Lived:
    """A day to its end: the totals it printed, how often it was killed, how long the last start took."""

    folder: Path
    totals: dict[str, Any] = field(default_factory=dict)
    kills: int = 0
    seconds: float = 0.0


def start(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "officebot", "demo", str(folder), "--once", "--json"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finish(lived: Lived) -> Lived:
    """Let the day come to its end."""
    began = time.monotonic()
    process = start(lived.folder)
    out, errors = process.communicate(timeout=_GIVE_UP)
    assert process.returncode == 0, errors.decode()
    lived.totals = json.loads(out.splitlines()[-1])
    lived.seconds = time.monotonic() - began
    return lived


def killed_when(folder: Path, when: Callable[[float], bool]) -> bool:
    """Start, and kill officebot, nothing else, once `when(seconds since the start)` holds; False if it ended first."""
    process = start(folder)
    began = time.monotonic()
    while process.poll() is None and not when(time.monotonic() - began):
        time.sleep(0.002)
    was_running = process.poll() is None
    process.kill()
    process.communicate()
    return was_running


def disturbed(folder: Path, instants: list[Callable[[float], bool]]) -> Lived:
    lived = Lived(folder)
    for when in instants:
        lived.kills += killed_when(folder, when)
    return finish(lived)


def plans(
    folder_of: Callable[[int], Path], runs: int, length: float
) -> Iterator[tuple[Path, list[Callable[[float], bool]]]]:
    """For each run where and when to kill: spread over the whole day, in every fourth run over its making."""
    chance = random.Random(20261123)
    for number in range(runs):
        folder = folder_of(number)
        first = (number + chance.random()) / runs * length
        more = [chance.uniform(0.3, length) for _ in range(number % 3)]
        instants = [_after(seconds) for seconds in (first, *more)]
        if number % 4 == 0:
            instants.insert(0, _made(folder / _MADE[number // 4 % len(_MADE)]))
        yield folder, instants


def _after(seconds: float) -> Callable[[float], bool]:
    return lambda passed: passed >= seconds


def _made(path: Path) -> Callable[[float], bool]:
    return lambda _: path.exists()


# ── what a day leaves behind ──────────────────────────────────────────────────────────────────────────────


def rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def state_of(lived: Lived) -> dict[str, Any]:
    """All that must be the same in the end, by name."""
    ledger, store = lived.folder / "state/ledger.db", lived.folder / "servers/mail.sqlite3"
    totals = {**lived.totals, "files": [str(Path(path).relative_to(lived.folder)) for path in lived.totals["files"]]}
    totals.pop("seconds")
    return {
        "totals": totals,
        "mailboxes": Counter(
            (account, folder, message_key(raw), flags)
            for account, folder, raw, flags in rows(
                store,
                "SELECT f.account, f.name, c.raw, m.flags FROM message m JOIN folder f ON f.id = m.folder"
                " JOIN content c ON c.id = m.content",
            )
        ),
        "drafts": Counter(rows(store, "SELECT c.raw FROM message m JOIN folder f ON f.id = m.folder"
                                      " JOIN content c ON c.id = m.content WHERE f.name IN ('Drafts', 'Sent')")),
        "sent": Counter(rows(store, "SELECT sender, recipients, raw FROM sent")),
        "mails": Counter(rows(ledger, "SELECT account, folder, fingerprint, state, verdict FROM mails")),
        "proposals": Counter(rows(ledger, "SELECT duty, key, version, state, title, reasons FROM proposals")),
        "actions": Counter(rows(ledger, "SELECT p.key, a.position, a.kind, a.state FROM actions a"
                                        " JOIN proposals p ON p.id = a.proposal_id")),
        "runs": Counter(rows(ledger, "SELECT duty, trigger_key, state FROM runs")),
        "files": contents(lived.folder),
    }  # fmt: skip


def contents(folder: Path) -> dict[str, Any]:
    """What the office's files hold, by path; a workbook by its parts, for its zip carries the time."""
    places = [folder / name for name in ("archive", "workbooks", "templates")]
    return {
        str(path.relative_to(folder)): _parts(path) if path.suffix == ".xlsx" else _told(folder, path.read_bytes())
        for place in places
        for path in sorted(place.rglob("*"))
        if path.is_file()
    }


def _told(folder: Path, data: bytes) -> bytes:
    return data.replace(str(folder).encode(), b"OFFICE")


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {
            name: re.sub(rb"<dcterms:(created|modified)[^>]*>[^<]*<", b"<", archive.read(name))
            for name in archive.namelist()
        }


def differences(expected: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Where the two days differ, in a form that helps to find out why."""
    told: list[str] = []
    for name, before in expected.items():
        after = found[name]
        if before == after:
            continue
        if isinstance(before, Counter):
            told.append(
                f"{name}: missing {list((before - after).items())[:3]}, more {list((after - before).items())[:3]}"
            )
        elif name == "files":
            changed = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
            told.append(f"files: {changed}")
        else:
            told.append(f"{name}: {before} became {after}")
    return told


def uncertain_in(lived: Lived) -> int:
    return int(lived.totals["proposals"].get("uncertain", 0))


def journal_holds(folder: Path) -> bool:
    command = [sys.executable, "-m", "officebot", "--office", str(folder), "journal", "--verify"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_day_killed_at_any_instant_ends_like_one_that_was_not(
    tmp_path: Path, is_sweep: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    reference = finish(Lived(tmp_path / "undisturbed"))
    expected = state_of(reference)
    runs = 48 if is_sweep else 4
    plan = list(plans(lambda number: tmp_path / f"killed-{number}", runs, reference.seconds))
    with ThreadPoolExecutor(2) as two:
        lived = list(two.map(lambda one: disturbed(*one), plan))
    found = {one.folder.name: differences(expected, state_of(one)) for one in lived if not uncertain_in(one)}
    different = {name: told for name, told in found.items() if told}
    kills, uncertain = sum(one.kills for one in lived), sum(map(uncertain_in, lived))
    with capsys.disabled():
        print(
            f"\ndemo under kill -9: {runs} runs, {kills} kills, {len(different)} differences, {uncertain} uncertain"
        )
    assert not different, different
    assert uncertain <= kills
    assert all(journal_holds(one.folder) for one in lived)
    assert kills >= runs // 2


def test_a_second_day_in_the_same_folder_changes_nothing_and_repeats_the_totals(tmp_path: Path) -> None:
    first = finish(Lived(tmp_path / "office"))
    before = state_of(first)
    second = finish(Lived(first.folder))
    assert second.totals == first.totals
    assert differences(before, state_of(second)) == []
    assert first.totals["received"] >= 200
    assert len(first.totals["files"]) >= 3
    assert {Path(path).suffix for path in first.totals["files"]} >= {".html", ".xlsx", ".eml"}
