"""TRUST 27: the disk fails, or the process dies, at every single write of the real schema: nothing broken, half or lost.

strace injects the fault into the N-th call of one kind on the ledger's and the effects' files; N moves forward until no
fault fires any more. After each, the ledger must open, be sound and verify; and the same story, told again without
faults, must end as if nothing had happened, each effect having happened once.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text

from officebot.engine.deciding import approvals
from officebot.engine.ledger import Ledger, open_sqlite
from officebot.sdk import Unavailable, UserError
from tests.conftest import missing
from tests.engine.helpers import CLAIRE, Bench, acting, letter, note, proposal
from tests.sweeps.workers import Worker

pytestmark = pytest.mark.timeout(3600)

_ME = "tests.sweeps.test_disk_faults"
_CALLS = ("pwrite64", "write", "fdatasync", "fsync", "ftruncate", "unlink", "rename")
_FAULTS = ("signal=KILL", "error=ENOSPC", "error=EIO")
_FILES = ("ledger.db", "ledger.db-wal", "ledger.db-shm", "effects.jsonl", "copy.db", "copy.part")
#: A fault was met and told as what it is.
_TOLD = 3


def story(folder: Path) -> None:
    """Open, propose, approve, carry out, take back, journal, copy; told again, it goes on where it broke off."""
    bench = Bench(folder)
    bench.propose(
        proposal("a", note("a one", content="α" * 3000), note("a two")), proposal("b", letter("b", content="β"))
    )
    approvals.approve(bench.ledger, acting(CLAIRE), 2, None, bench.clock.now())
    work(bench)
    if bench.state(1) in ("done", "partly-done"):
        bench.undoer.undo(1, acting(CLAIRE))
    bench.propose(proposal("c", note("c")))
    work(bench)
    if not (folder / "copy.db").exists():
        bench.ledger.copy_to(folder / "copy.db")


def work(bench: Bench) -> None:
    """Carry out what is due, until nothing waits for another try."""
    for _ in range(8):
        if not bench.executor.work().later:
            return
        bench.wait(3600)


def main() -> None:
    """The story once."""
    try:
        story(Path(sys.argv[1]))
    except (Unavailable, UserError) as told:
        print(told, file=sys.stderr)
        sys.exit(_TOLD)


@dataclass(slots=True)
class Met:
    """What one fault point did."""

    fired: bool
    problems: list[str] = field(default_factory=list)


def strike(folder: Path, call: str, fault: str, number: int) -> Met:
    """Tell the story with this fault, look at what it left, and tell it to its end."""
    folder.mkdir(parents=True)
    log = folder / "strace.log"
    watched = [part for name in _FILES for part in ("-P", str(folder / name))]
    # Quicker with a filter in the kernel, under which strace 6.1 loses the signals it should deliver.
    quickly = [] if fault.startswith("signal") else ["--seccomp-bpf"]
    command = ["strace", "-f", "-qq", *quickly, "-o", str(log), *watched, "-e", f"trace={','.join(_CALLS)}",
               "-e", f"inject={call}:{fault}:when={number}"]  # fmt: skip
    code, errors = Worker(_ME, folder, wrapped_in=command).end()
    met = Met(fired=code == -9 or "(INJECTED)" in log.read_text())
    if code not in (0, _TOLD, -9):
        met.problems.append(f"ended with {code}: {errors[-2000:]}")
    met.problems += left_behind(folder)
    try:
        story(folder)
    except (Unavailable, UserError) as error:
        met.problems.append(f"could not go on: {error}")
    met.problems += not_as_it_should_end(folder)
    if not met.problems:
        shutil.rmtree(folder)
    return met


def left_behind(folder: Path) -> Iterator[str]:
    """What is broken or half after the fault."""
    if not (folder / "ledger.db").exists():
        return
    ledger = open_sqlite(folder / "ledger.db")
    yield from ledger.check()
    yield from half_in(ledger, folder)
    if (folder / "copy.db").exists() and open_sqlite(folder / "copy.db").check():
        yield "the copy is broken"


def half_in(ledger: Ledger, folder: Path) -> Iterator[str]:
    """What is half in this ledger, or says what did not happen."""
    with ledger.reading() as tx:
        for what, query in _HALF.items():
            asked = query if ledger.is_sqlite else query.replace(_CONTENT, "(a.blobs::json ->> 'content')")
            if tx.execute(text(asked)).scalar():
                yield f"half: {what}"
    bench = Bench(folder, ledger=ledger)
    if bench.verify().bad is not None:
        yield f"journal: {bench.verify()}"
    done = bench.performer.standing()
    with ledger.reading() as tx:
        claimed = tx.execute(text("SELECT id FROM actions WHERE state = 'done'")).scalars().all()
    undoing = {f"action:{number}" for number in claimed} - done
    if undoing and not undoing <= {"action:1", "action:2"}:
        yield f"done, says the ledger, but without effect: {undoing}"


_CONTENT = "json_extract(a.blobs, '$.content')"
_HALF = {
    "proposal without its actions": "SELECT count(*) FROM proposals p WHERE (SELECT count(*) FROM actions a "
    "WHERE a.proposal_id = p.id) != CASE p.key WHEN 'a' THEN 2 ELSE 1 END",
    "proposal without its journal entry": "SELECT count(*) FROM proposals p WHERE NOT EXISTS "
    "(SELECT 1 FROM journal j WHERE j.subject = 'proposal:' || p.id AND j.what = 'proposal.made')",
    "action without its bytes": "SELECT count(*) FROM actions a WHERE json_extract(a.blobs, '$.content') IS NOT NULL "
    "AND NOT EXISTS (SELECT 1 FROM blobs b WHERE b.hash = json_extract(a.blobs, '$.content'))",
    "approved without its approval": "SELECT count(*) FROM proposals p WHERE p.key = 'b' AND p.state != 'waiting' "
    "AND NOT EXISTS (SELECT 1 FROM approvals y WHERE y.proposal_id = p.id)",
    "number given and not used": "SELECT (SELECT value FROM sequences WHERE name = 'proposals') != "
    "(SELECT max(id) FROM proposals)",
    "journal entry without its payload": "SELECT count(*) FROM journal j WHERE NOT EXISTS "
    "(SELECT 1 FROM journal_payloads p WHERE p.seq = j.seq)",
}


def not_as_it_should_end(folder: Path) -> Iterator[str]:
    """How the end of the story differs from what an undisturbed one comes to."""
    bench = Bench(folder)
    states = [bench.state(number) for number in (1, 2, 3)]
    if states != ["undone", "done", "done"]:
        yield f"states: {states}"
    lines = (folder / "effects.jsonl").read_text().splitlines()
    effects = Counter((one["do"], one["text"]) for one in map(json.loads, lines))
    once = Counter([("perform", name) for name in ("a one", "a two", "b", "c")])
    once.update([("undo", "a one"), ("undo", "a two")])
    if effects != once:
        yield f"effects: {effects}"
    yield from bench.ledger.check()
    if bench.verify().bad is not None:
        yield f"journal at the end: {bench.verify()}"


def points(call: str, fault: str, folder: Path, step: int) -> tuple[int, list[str]]:
    """How many points of this kind fired, and what went wrong."""
    number, fired, wrong = 1, 0, []
    while True:
        met = strike(folder / f"{call}-{fault.partition('=')[2]}-{number}", call, fault, number)
        wrong += [f"{call} {fault} {number}: {problem}" for problem in met.problems]
        if not met.fired:
            return fired, wrong
        fired += 1
        number += step


@pytest.mark.sweep
def test_a_fault_at_any_write_breaks_halves_and_loses_nothing(tmp_path: Path, is_sweep: bool) -> None:
    if shutil.which("strace") is None:
        missing("Debian's strace is missing: no disk faults can be injected")
    kinds = [(call, fault) for call in _CALLS for fault in _FAULTS]
    steps = {"pwrite64": 1 if is_sweep else 180, "fdatasync": 1 if is_sweep else 13}
    if not is_sweep:
        kinds = [("pwrite64", fault) for fault in _FAULTS] + [("fdatasync", "error=EIO"), ("write", "error=ENOSPC")]
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda kind: points(*kind, tmp_path, steps.get(kind[0], 1 if is_sweep else 3)), kinds))
    fired = {kind: count for kind, (count, _) in zip(kinds, found, strict=True)}
    wrong = [problem for _, problems in found for problem in problems]
    print(f"\nTRUST 27: {len(wrong)} broken, half or lost of {sum(fired.values())} fault points (kill, ENOSPC, EIO)")
    assert wrong == []
    # A sweep whose faults do not fire proves nothing.
    assert [kind for kind, count in fired.items() if not count] == []


def test_a_copy_restores_the_office_within_seconds(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "office")
    bench.propose(*(proposal(f"p{n}", note(f"t{n}", content="x" * 2000)) for n in range(200)))
    bench.executor.work()
    bench.ledger.copy_to(tmp_path / "copy.db")
    bench.propose(proposal("after the copy", note("after the copy")))
    bench.ledger.close()
    (tmp_path / "office" / "ledger.db").write_bytes(b"\x00" * 100_000)
    for name in ("ledger.db-wal", "ledger.db-shm"):
        (tmp_path / "office" / name).unlink(missing_ok=True)
    with pytest.raises(UserError, match="Restore it from state/backups"):
        open_sqlite(tmp_path / "office" / "ledger.db")

    began = time.perf_counter()
    shutil.copy(tmp_path / "copy.db", tmp_path / "office" / "ledger.db")
    restored = Bench(tmp_path / "office")
    assert restored.ledger.check() == []
    assert restored.verify().bad is None
    seconds = time.perf_counter() - began
    restored.executor.work()
    assert len(restored.performer.texts()) == 200
    assert restored.propose(proposal("p0", note("t0", content="x" * 2000))) == []
    assert restored.propose(proposal("after the copy", note("after the copy"))) == [201]
    print(f"\nTRUST 27: restored from a copy in {seconds:.2f} s")
    assert seconds < 10


if __name__ == "__main__":
    main()
