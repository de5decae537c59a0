"""TRUST 3, 5, 13: several officebots change one workbook at once, and are killed at random: nothing of any is lost.

Each worker adds its line, and says so once `replace` came back. Whoever is killed has said nothing of what it was at, or
had done it; another takes over the lock that it left. At the end each line that was said to be there is there, once.
"""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from officebot.connectors.workbooks import temporaries
from officebot.connectors.workbooks.backups import Backups
from officebot.connectors.workbooks.files import observe, replace
from officebot.connectors.workbooks.troubles import Changed, Locked
from officebot.sdk import Unavailable
from tests.sweeps.workers import ROOT

pytestmark = pytest.mark.timeout(600)

_WORKERS = 3


def main() -> None:
    """Add lines until killed or told enough."""
    path, state, name, count = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    print("ready", flush=True)
    for number in range(count):
        line = f"{name}-{number}\n".encode()
        while not _add(path, state, line):
            time.sleep(0.002)
        print(line.decode().strip(), flush=True)


def _add(path: Path, state: Path, line: bytes) -> bool:
    def check(made: Path) -> None:
        if not made.read_bytes().endswith(line):
            raise ValueError("not what was to be written")

    try:
        seen = observe(path, quiet_seconds=0)
        replace(seen, lambda old, new: new.write(old.read() + line), check, backups=Backups(state))
    except (Changed, Locked, Unavailable):
        return False
    return True


def work(path: Path, said: list[str], counts: Counter[str], number: int, lines: int, kills: int) -> None:
    """One worker after the other, each killed somewhere, until enough was said."""
    chance, turn = random.Random(number), 0
    while (done := sum(line.startswith(f"w{number}") for line in said)) < lines:
        turn += 1
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.sweeps.test_workbook_officebots", path, path.parent.parent / "state",
             f"w{number}t{turn}", str(lines - done)], stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        assert worker.stdout is not None
        worker.stdout.readline()
        if turn <= kills:
            threading.Timer(chance.random() * 0.25, worker.kill).start()
        out, _ = worker.communicate()
        said += out.split()
        counts["kills"] += worker.returncode < 0
        counts["ended"] += worker.returncode == 0
        assert worker.returncode <= 0


@pytest.mark.sweep
@pytest.mark.parametrize("has_kills", [False, True], ids=["undisturbed", "killed"])
def test_several_officebots_lose_nothing(tmp_path: Path, has_kills: bool, is_sweep: bool) -> None:
    path = tmp_path / "office" / "Stock.xlsx"
    path.parent.mkdir()
    path.write_bytes(b"first\n")
    kills = (40 if is_sweep else 3) if has_kills else 0
    lines, said, counts = (60 if is_sweep else 3), list[str](), Counter[str]()
    workers = [
        threading.Thread(target=work, args=(path, said, counts, number, lines, kills)) for number in range(_WORKERS)
    ]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert temporaries.sweep(path.parent, datetime.now(UTC)) == []
    there = Counter(path.read_text().split())
    lost = [line for line in said if there[line] != 1]
    print(
        f"\nTRUST 3, 5: {_WORKERS} officebots at once, {len(said)} lines said, {dict(counts)}: {len(lost)} lost or double"
    )
    assert lost == []
    assert [one.name for one in path.parent.iterdir()] == ["Stock.xlsx"]
    assert len(said) == _WORKERS * lines
    # What a killed one had just done may be there unsaid, and nothing else.
    assert sum(there.values()) - 1 - len(said) <= counts["kills"]
    if has_kills and is_sweep:
        assert counts["kills"] > 0


if __name__ == "__main__":
    main()
