"""What it costs to run a plugin's duty in a process of its own, beside running it here.

python benchmarks/isolation.py [ROUNDS]

Prints a table: for each way the wall time of one run (a day's sixty mails looked at, a list proposed), the best of all rounds
and their median, and the median of the processor time. Cold: the process is started for the run. Warm: it was there. Of
what runs behind bubblewrap the processor time is not told to whoever ends it; it is that of Landlock, and bubblewrap's own.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any, cast

sys.path.insert(0, str(Path(__file__).parents[1]))

from officebot.isolation import sandbox, standin
from officebot.isolation.keeping import Keeper
from officebot.isolation.rights import parsed
from officebot.isolation.sandbox import Means, Place
from officebot.isolation.standin import Across
from officebot.sdk import Address, MessageRef, Office, SeenMail
from tests.isolation.attacking import Quiet, trigger
from tests.isolation.installing import OPEN_QUESTIONS, install

MAILS = 60
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
COLD, WARM = 300.0, 20.0


def day() -> list[SeenMail]:
    """The mails of a day, half of which want an answer."""
    return [
        SeenMail(
            ref=MessageRef("desk", "INBOX", 7, number, f"mail {number}"), subject=f"Question {number}",
            sender=Address("Emily Finch", "emily@harcourt-finch.example"), received=NOW + timedelta(minutes=number),
            state="handled", verdict={"reply_expected": number % 2 == 0, "kind": "question", "urgency": "normal"},
            message_id=f"<{number}@harcourt-finch.example>",
        )
        for number in range(MAILS)
    ]  # fmt: skip


def measured(work: Callable[[], object], rounds: int) -> tuple[float, float, float]:
    """The best and the median wall time of the work in ms, and of the processor time here and in processes that ended."""
    walls, busy = [], []
    for _ in range(rounds):
        began, used = time.perf_counter(), _used()
        work()
        walls.append((time.perf_counter() - began) * 1000)
        busy.append((_used() - used) * 1000)
    return min(walls), median(walls), median(busy)


def _used() -> float:
    found = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in found)


def runs_of(duty: Any) -> Callable[[], object]:
    """One run of a duty: it observes and decides."""
    office, settings = cast(Office, Quiet(told={"mails": day()})), duty.settings()

    def run() -> object:
        (proposal,) = duty.decide(duty.observe(office, trigger(), settings), settings)
        return proposal

    return run


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    rounds = int(arguments[0]) if arguments else 15
    with tempfile.TemporaryDirectory() as folder:
        package = install(Path(folder), "open_questions", OPEN_QUESTIONS)
        sys.path.insert(0, folder)
        from open_questions import DUTY  # type: ignore[import-not-found, unused-ignore]

        here = runs_of(DUTY)
        here()
        table = [("in officebot's own process", *measured(here, rounds))]
        bare = [sys.executable, "-c", "import open_questions"]
        environment = {**os.environ, "PYTHONPATH": f"{folder}:{Path(__file__).parents[1]}"}
        table.append(("a bare Python that imports the duty and ends",
                      *measured(lambda: subprocess.run(bare, env=environment, check=True), rounds)))  # fmt: skip
        if sandbox.bubblewrap():
            true = [sandbox.bubblewrap(), "--unshare-all", "--ro-bind", "/", "/", "/usr/bin/true"]
            table.append(("bubblewrap around true", *measured(lambda: subprocess.run(true, check=True), rounds)))
        for means in ("bwrap", "landlock") if sandbox.bubblewrap() else ("landlock",):
            table += across_rows(package, cast(Means, means), rounds)
    print(
        f"{rounds} rounds, {MAILS} mails a run; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    print(f"{'':46}{'best ms':>9}{'median':>9}{'cpu ms':>9}")
    for name, best, wall, busy in table:
        print(f"{name:46}{best:9.1f}{wall:9.1f}{busy:9.1f}")
    print(f"wanted: a cold run at most {COLD:.0f} ms more than here, a warm one {WARM:.0f} ms")


def across_rows(package: Path, means: Means, rounds: int) -> list[tuple[str, float, float, float]]:
    """A cold and a warm run behind these means."""
    keeper = Keeper()
    way = Across(duty="open_questions", place=Place(entry="open_questions:DUTY", package=package), means=means,
                 rights=parsed(["mail desk/*", "action write-document"]), keeper=keeper)  # fmt: skip
    run = runs_of(standin.duty(way, standin.described(way)))

    def cold() -> object:
        keeper.end("open_questions")
        return run()

    rows = [(f"{means}, cold", *measured(cold, rounds)), (f"{means}, warm", *measured(run, rounds))]
    keeper.close()
    return rows


if __name__ == "__main__":
    main(sys.argv[1:])
