"""What safety costs when a workbook is saved: time of the processor, time that passes and memory, beside a bare write.

python benchmarks/saving.py [MEGABYTES]
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from officebot.connectors.workbooks.backups import Backups
from officebot.connectors.workbooks.files import observe, replace

_TURNS = 5


def parts(megabytes: int) -> Iterator[bytes]:
    """A new file, piece by piece."""
    for _ in range(megabytes):
        yield os.urandom(16) + bytes(1_000_000 - 16)


def bare(path: Path, megabytes: int) -> None:
    """What a naive program does: open and write."""
    with path.open("wb") as file:
        file.writelines(parts(megabytes))


def safe(path: Path, backups: Backups, megabytes: int) -> None:
    """Observed, kept, written, synced, read again, compared, exchanged."""
    replace(observe(path, quiet_seconds=0), parts(megabytes), lambda _made: None, backups=backups)


def best(work: Callable[[], None]) -> tuple[float, float]:
    """The least milliseconds of the processor, and that passed."""
    found = []
    for _ in range(_TURNS):
        cpu, wall = time.process_time(), time.perf_counter()
        work()
        found.append((1000 * (time.process_time() - cpu), 1000 * (time.perf_counter() - wall)))
    return min(cpu for cpu, _ in found), min(wall for _, wall in found)


def main() -> None:
    """Measure and print."""
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 16
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        path, backups = Path(folder) / "Stock.xlsx", Backups(Path(folder) / "state")
        plain = best(lambda: bare(path, megabytes))
        careful = best(lambda: safe(path, backups, megabytes))
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{megabytes} MB written bare: {plain[0]:.0f} ms of processor, {plain[1]:.0f} ms in all")
    print(f"{megabytes} MB replaced safely: {careful[0]:.0f} ms of processor, {careful[1]:.0f} ms in all")
    print(f"memory beyond the start: {more:.0f} MiB")


if __name__ == "__main__":
    main()
