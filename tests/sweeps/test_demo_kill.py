"""The sample office's day under kill -9: wherever it is cut off, it ends like the day that nobody disturbed."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.app.days import Lived, differences, finish, start, state_of
from tests.app.offices import officebot

pytestmark = [pytest.mark.xdist_group("day"), pytest.mark.timeout(1800)]

#: What the first seconds make: a kill right after any of them lies in the making of the office.
_MADE = ("office.toml", "state/ledger.db", ".making", "secrets/mail", "workbooks", "servers/servers.json")


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
    """For each run where and when to kill: spread over the whole day, in every second run over its making."""
    chance = random.Random(20261123)
    for number in range(runs):
        folder = folder_of(number)
        first = (number + chance.random()) / runs * length
        more = [chance.uniform(0.3, length) for _ in range(number % 3)]
        instants = [_after(seconds) for seconds in (first, *more)]
        if number % 2 == 0:
            instants.insert(0, _made(folder / _MADE[number // 2 % len(_MADE)]))
        yield folder, instants


def _after(seconds: float) -> Callable[[float], bool]:
    return lambda passed: passed >= seconds


def _made(path: Path) -> Callable[[float], bool]:
    return lambda _: path.exists()


def uncertain_in(lived: Lived) -> int:
    return int(lived.totals["proposals"].get("uncertain", 0))


def journal_holds(folder: Path) -> bool:
    return officebot("journal", "--verify", office=folder).code == 0


@pytest.mark.sweep
def test_a_day_killed_at_any_instant_ends_like_one_that_was_not(
    lived_day: Lived, tmp_path: Path, is_sweep: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = state_of(lived_day)
    runs = 48 if is_sweep else 2
    plan = list(plans(lambda number: tmp_path / f"killed-{number}", runs, lived_day.seconds))
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


def test_a_second_day_in_the_same_folder_changes_nothing_and_repeats_the_totals(lived_day: Lived) -> None:
    before = state_of(lived_day)
    second = finish(Lived(lived_day.folder))
    assert second.totals == lived_day.totals
    assert differences(before, state_of(second)) == []
    assert lived_day.totals["received"] >= 200
    assert {Path(path).suffix for path in lived_day.totals["files"]} >= {".html", ".xlsx", ".eml"}
    assert all(Path(path).stat().st_size for path in lived_day.totals["files"])


@pytest.mark.sweep
def test_a_sample_office_that_was_looked_at_before_its_day_lives_the_same_day(
    lived_day: Lived, tmp_path: Path
) -> None:
    lived = Lived(tmp_path / "office")
    assert killed_when(lived.folder, _made(lived.folder / "office.toml"))
    assert officebot("status", office=lived.folder).code == 0
    assert differences(state_of(lived_day), state_of(finish(lived))) == []
