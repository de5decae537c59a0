"""How much officebot weighs: the start of its command line, and the service when it has nothing to do.

python benchmarks/footprint.py            21 interleaved runs, 20 seconds of idleness
python benchmarks/footprint.py --quick    15 runs, 3 seconds
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.common import PROGRAM, answers, cpu_seconds, make_office, process_tree, pss_mb, status_mb
from officebot.testing.dovecot import free_port, is_installed, running_dovecot

_EMPTY = "import click\n@click.group()\ndef main(): pass\nmain(prog_name='empty')"


def help_times(runs: int) -> tuple[float, float]:
    """Median seconds of `officebot --help` and of an empty click group's, run in turn."""
    ours: list[float] = []
    empty: list[float] = []
    for _ in range(runs):
        for command, times in (([*PROGRAM, "--help"], ours), ([sys.executable, "-c", _EMPTY, "--help"], empty)):
            begin = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            times.append(time.perf_counter() - begin)
    return statistics.median(ours), statistics.median(empty)


def service_figures(folder: Path, port: int, idle_seconds: float) -> dict[str, float]:
    """Seconds from the start to the first answer, memory and processor time of the idle service's processes."""
    begin = time.perf_counter()
    service = subprocess.Popen([*PROGRAM, "--office", str(folder), "run"], stdout=subprocess.DEVNULL)
    try:
        answers(port, service)
        first, spent = time.perf_counter() - begin, cpu_seconds(service.pid)
        time.sleep(idle_seconds)
        tree = process_tree(service.pid)
        before = sum(map(cpu_seconds, tree))
        time.sleep(5)
        return {
            "first": first,
            "spent": spent,
            "rss": sum(status_mb(pid, "VmRSS") for pid in tree),
            "pss": sum(map(pss_mb, tree)),
            "cpu": (sum(map(cpu_seconds, tree)) - before) / 5,
        }
    finally:
        service.terminate()
        service.wait(30)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true")
    quick = options.parse_args().quick
    ours, empty = help_times(15 if quick else 21)
    print(
        f"officebot --help: {1000 * ours:.0f} ms, {ours / empty:.2f} times an empty click group ({1000 * empty:.0f} ms)"
    )
    if not is_installed():
        raise SystemExit("the service was not measured: install dovecot-imapd, and run as root")
    starts: list[dict[str, float]] = []
    with running_dovecot() as server, tempfile.TemporaryDirectory(prefix="office-bench-") as place:
        user = server.user("idle")
        for run in range(1 if quick else 3):
            port = free_port()
            folder = make_office(
                Path(place) / str(run), user=user.user, password=user.password, port=server.imap_port, page_port=port
            )
            starts.append(service_figures(folder, port, 3 if quick else 20))
    found = {name: statistics.median(one[name] for one in starts) for name in starts[0]}
    print(f"officebot run: first answer of /health after {found['first']:.2f} s ({found['spent']:.2f} s of CPU)")
    print(f"idle: {found['rss']:.0f} MB resident, {found['pss']:.0f} MB proportional, {found['cpu']:.1%} of one core")


if __name__ == "__main__":
    main()
