"""How fast officebot takes in, judges and files a mailbox, beside the least that any client must do for it.

    python benchmarks/intake.py             10,000 mails, three rounds
    python benchmarks/intake.py --large     the same, then 100,000 mails once
    python benchmarks/intake.py --quick     1,000 mails once
    python benchmarks/intake.py --latency   200 deliveries to an idle service, each timed to its verdict

Needs Debian's dovecot-imapd and dovecot-lmtpd, and root (Dovecot gives up its rights itself).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.common import BareImap, make_office, process_tree, ranges, status_mb, table, timed
from benchmarks.latency import latency_table
from benchmarks.mails import fill_maildir
from officebot.testing.dovecot import Dovecot, running_dovecot

if TYPE_CHECKING:
    from officebot.engine.intake.intake import Received

BATCH = 250
#: The same items that officebot's intake asks for.
HEADER_ITEMS = "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER])"
TEXT_ITEMS = "(UID BODY.PEEK[TEXT]<0.262144>)"


@dataclass(slots=True)
class Plan:
    """What officebot did to a mailbox: UIDs by set of flags, and UIDs by folder, for the floor to repeat."""

    flags: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    moves: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


# ── the floor ─────────────────────────────────────────────────────────────────────────────────────────────


def bare_fetch(client: BareImap, count: int) -> None:
    """Fetch the same items of all messages, in the same batches; look at nothing."""
    client.command("SELECT INBOX")
    for first in range(1, count + 1, BATCH):
        span = f"{first}:{min(first + BATCH - 1, count)}"
        client.command(f"UID FETCH {span} {HEADER_ITEMS}", f"UID FETCH {span} {TEXT_ITEMS}")


def bare_work(client: BareImap, count: int, plan: Plan) -> None:
    """Fetch, then the same flags and moves: one STORE for each set of flags, one MOVE for each folder."""
    bare_fetch(client, count)
    for flags, uids in plan.flags.items():
        for span in ranges(uids):
            client.command(f"UID STORE {span} +FLAGS.SILENT ({flags})")
    for folder, uids in plan.moves.items():
        client.command(f'CREATE "{folder}"')
        for span in ranges(uids):
            client.command(f'UID MOVE {span} "{folder}"')


# ── officebot, in a process of its own ────────────────────────────────────────────────────────────────────


def office_work(folder: Path, *, acts: bool) -> dict[str, Any]:
    """Take in once in this process, and act as `once` and the service do, meanwhile; figures and what was done."""
    from officebot.app import App
    from officebot.app.once import ACT_EACH

    acted_at, ended = 0, 0

    def meanwhile(received: Received) -> None:
        nonlocal acted_at, ended
        if acts and received.new - acted_at >= ACT_EACH:
            acted_at = received.new
            ended += len(app.act().ended)

    with App(folder) as app:
        with timed() as spent:
            received = app.take_in("desk", meanwhile)
            if acts:
                ended += len(app.act().ended)
        peak = sum(status_mb(pid, "VmHWM") for pid in process_tree(os.getpid()))
        even = app.balance().is_even
    workers = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "new": received.new, "listed": received.listed, "proposals": len(received.proposals), "ended": ended,
        "even": even, "wall": spent["wall"], "cpu_self": spent["cpu"],
        "cpu_worker": workers.ru_utime + workers.ru_stime, "peak_mb": peak,
    }  # fmt: skip


def run_office(folder: Path, *, acts: bool) -> dict[str, Any]:
    """`office_work` in a fresh process."""
    command = [sys.executable, __file__, "--office", str(folder), *([] if acts else ["--no-acting"])]
    found = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    figures: dict[str, Any] = json.loads(found.stdout)
    return figures


def plan_of(folder: Path) -> Plan:
    """What the office's ledger says was done."""
    from sqlalchemy import select

    from officebot.engine.ledger import open_sqlite
    from officebot.engine.ledger.schema import actions

    plan = Plan()
    ledger = open_sqlite(folder / "state" / "ledger.db")
    with ledger.reading() as tx:
        for row in tx.execute(select(actions.c.kind, actions.c.params).where(actions.c.state == "done")):
            uid = row.params["on"]["uid"]
            if row.kind == "mail.flag":
                plan.flags[" ".join(row.params["add"])].append(uid)
            elif row.kind == "mail.move":
                plan.moves[row.params["to_folder"].encode("ascii", "replace").decode()].append(uid)
    ledger.close()
    return plan


# ── rounds ────────────────────────────────────────────────────────────────────────────────────────────────


class Bench:
    """One Dovecot with a mailbox of so many mails, copied fresh by hard links for each measurement."""

    def __init__(self, server: Dovecot, place: Path, count: int) -> None:
        self.count = count
        self.server = server
        self._place = place
        self._master = server.base / f"master-{count}"
        self._copies = 0
        self.megabytes = fill_maildir(self._master, count) / 1e6
        shutil.chown(self._master, 5611, 5611)
        subprocess.run(["chown", "-R", "5611:5611", str(self._master)], check=True)

    def fresh(self) -> str:
        """A user whose INBOX holds the mails, which no client has opened yet."""
        self._copies += 1
        user = f"b{self.count}n{self._copies}"
        home = self.server.base / "mail" / user
        home.mkdir()
        subprocess.run(["cp", "-al", str(self._master), str(home / "Maildir")], check=True)
        shutil.chown(home, 5611, 5611)
        return user

    def gone(self, user: str) -> None:
        """Remove a user who is no longer needed."""
        shutil.rmtree(self.server.base / "mail" / user)

    def bare(self, plan: Plan | None) -> dict[str, float]:
        """Fetch alone, or with the same flags and moves as `plan`."""
        user = self.fresh()
        with timed() as found:
            client = BareImap(self.server.imap_port, user, self.server.password)
            if plan is None:
                bare_fetch(client, self.count)
            else:
                bare_work(client, self.count, plan)
        client.close()
        self.gone(user)
        return found

    def office(self, *, acts: bool, folders: Mapping[str, str] | None = None) -> tuple[dict[str, Any], Plan]:
        """officebot's work on a fresh office with a fresh mailbox, and what it did."""
        user = self.fresh()
        self._copies += 1
        folder = make_office(
            self._place / f"office-{self.count}-{self._copies}",
            user=user, password=self.server.password, port=self.server.imap_port, batch=BATCH,
            folders=folders,
        )  # fmt: skip
        figures = run_office(folder, acts=acts)
        plan = plan_of(folder)
        self.gone(user)
        shutil.rmtree(folder)
        return figures, plan


def measure(bench: Bench, rounds: int) -> list[tuple[str, ...]]:
    """The table's rows: medians of interleaved rounds."""
    fetches, floors, readers, offices = [], [], [], []
    for _ in range(rounds):
        figures, plan = bench.office(acts=True)
        offices.append(figures)
        readers.append(bench.office(acts=False)[0])
        fetches.append(bench.bare(None))
        floors.append(bench.bare(plan))
    check(offices, bench.count, acted=True)
    check(readers, bench.count, acted=False)
    floor, fetch = (statistics.median(one["wall"] for one in some) for some in (floors, fetches))
    count = bench.count
    bare = [
        (name, f"{count / wall:,.0f}", f"{floor / wall:.0%}",
         f"{statistics.median(one['cpu'] for one in some):.2f}", "")
        for name, wall, some in (("bare FETCH", fetch, fetches), ("floor: FETCH + STORE + MOVE", floor, floors))
    ]  # fmt: skip
    return [
        (f"{count:,} mails, {bench.megabytes:.0f} MB", "mails/s", "of the floor", "client CPU s", "peak MB"),
        *bare,
        row("officebot: intake + triage + ledger", readers, count, floor),
        row("officebot: the same, and acting", offices, count, floor),
    ]


def row(name: str, some: list[dict[str, Any]], count: int, floor: float) -> tuple[str, ...]:
    """A line of the table: medians over the rounds; CPU of the service and of its workers."""
    found = {key: statistics.median(one[key] for one in some) for key in some[0]}
    cpu = f"{found['cpu_self']:.2f} + {found['cpu_worker']:.2f}"
    return name, f"{count / found['wall']:,.0f}", f"{floor / found['wall']:.0%}", cpu, f"{found['peak_mb']:.0f}"


def check(offices: list[dict[str, Any]], count: int, *, acted: bool) -> None:
    """Fast and wrong does not count."""
    for one in offices:
        done = one["ended"] == (one["proposals"] if acted else 0)
        if (one["new"], one["listed"], one["even"]) != (count, 0, True) or not done:
            raise SystemExit(f"not all was done: {one}")


def main() -> None:
    """Measure what the arguments ask for and print it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="1,000 mails, one round")
    options.add_argument("--large", action="store_true", help="also 100,000 mails, one round")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--latency", action="store_true", help="200 deliveries to an idle service")
    options.add_argument("--office", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--no-acting", action="store_true", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.office is not None:
        print(json.dumps(office_work(chosen.office, acts=not chosen.no_acting)))
        return
    sizes = [(1_000, 1)] if chosen.quick else [(10_000, chosen.rounds)]
    with running_dovecot() as server, tempfile.TemporaryDirectory(prefix="office-bench-") as place:
        if chosen.latency:
            print(latency_table(server, Path(place), 200))
            return
        for count, rounds in [*sizes, *([(100_000, 1)] if chosen.large else [])]:
            print(table(measure(Bench(server, Path(place), count), rounds)), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
