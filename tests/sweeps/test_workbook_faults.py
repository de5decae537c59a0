"""TRUST 3 and 4: the process dies, or the disk fails, at every single system call of a workbook's saving.

strace injects the fault into the N-th call of one kind, for every kind and every N that a saving makes. After each the
workbook is the old one or the new one, whole; what stood in it is in the backups once it is the new one; the next
start sweeps away all else; and a saving then works. A nursery forks one child a fault, which waits until strace has it.
"""

from __future__ import annotations

import io
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import threading
import zipfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import pytest

from officebot.connectors.workbooks import changing, temporaries
from officebot.connectors.workbooks.backups import Backups
from officebot.connectors.workbooks.files import observe, replace
from officebot.core.workbooks.cells import Address, Cell
from officebot.core.workbooks.lossless.planning import Plan
from officebot.core.workbooks.lossless.setting import Change, plan
from officebot.core.workbooks.lossless.workbook import Workbook
from officebot.sdk import Unavailable, UserError
from tests.conftest import missing
from tests.duties.stockbook import french_stock
from tests.sweeps.test_full_disk import disk
from tests.sweeps.workers import ROOT

pytestmark = pytest.mark.timeout(3600)

_FAULTS = ("signal=KILL", "error=EIO", "error=ENOSPC")
#: The end of a process cannot fail, and how the child waits until strace has it is no part of the saving.
_NOT_OF_IT = {"exit_group", "rt_sigreturn", "poll", "restart_syscall"}
#: What a full or broken disk goes on refusing.
_LASTING = ("write", "fsync", "rename", "renameat2", "mkdir", "ftruncate", "openat", "read", "pread64", "unlink")
#: These never fail (getpid(2)); a process may die in them all the same.
_NEVER_FAIL = {"getpid", "gettid", "getuid", "geteuid", "getgid", "getegid"}
_QUICK = ("renameat2", "fsync", "rename", "fcntl")
#: A fault was met and told, or told with the word that nothing was changed, or came up as an exception of Python's own.
_TOLD, TOLD_OLD, _RAISED, _NO_MEMORY = 3, 5, 4, 6
_MEMBERS = 8
_PATIENCE = 20.0


def workbook(word: str) -> bytes:
    """A zip with a few parts, as a workbook is one; large enough to be written in several calls."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for number in range(_MEMBERS):
            part = zipfile.ZipInfo(f"xl/worksheets/sheet{number}.xml", (2026, 11, 26, 9, 30, 0))
            file.writestr(part, f"<sheet>{word}{number}</sheet>" * 2000)
    return made.getvalue()


OLD, NEW = workbook("old"), workbook("new")
#: What is saved: parts copied from one zip to another, or a cell set in a real workbook, planned, patched and read back.
PARTS, CELL = "parts", "cell"


@cache
def contents(kind: str) -> tuple[bytes, bytes]:
    """The workbook before and after."""
    if kind == PARTS:
        return OLD, NEW
    with TemporaryDirectory() as folder:
        path = french_stock(Path(folder, "Stock.xlsx"))
        before = path.read_bytes()
        changing.change(path, decide, seen=observe(path, quiet_seconds=0))
        return before, path.read_bytes()


def decide(workbook: Workbook) -> Plan:
    """One cell, on which others and a chart depend."""
    return plan(workbook, [Change(Address("Stock", Cell(5, 4)), 41)])


def change(old: BinaryIO, new: BinaryIO) -> None:
    """Write the new workbook's parts from the old one's."""
    with zipfile.ZipFile(old) as before, zipfile.ZipFile(new, "w") as after:
        for part in before.infolist():
            after.writestr(part, before.read(part).replace(b"old", b"new"))


def check(made: Path) -> None:
    """Read all of it again."""
    if made.read_bytes() != NEW:
        raise ValueError("not what was to be written")


def save(folder: Path, kind: str) -> None:
    """One saving, as the office does it."""
    path, backups = folder / "office" / "Stock.xlsx", Backups(folder / "state")
    seen = observe(path, quiet_seconds=0)
    if kind == PARTS:
        replace(seen, change, check, backups=backups)
    else:
        changing.change(path, decide, seen=seen, backups=backups)


def prepare(folder: Path, kind: str) -> None:
    """An office with its old workbook."""
    (folder / "office").mkdir(parents=True)
    (folder / "office" / "Stock.xlsx").write_bytes(contents(kind)[0])


def main() -> None:
    """For each folder that is read, tell the number of a waiting child, then how it ended."""
    kind = sys.argv[2]
    prepare(Path(sys.argv[1]), kind)
    save(Path(sys.argv[1]), kind)
    print("ready", flush=True)
    while line := sys.stdin.readline():
        number = os.fork()
        if not number:
            go = select.poll()
            go.register(0, select.POLLIN)
            go.poll()
            os._exit(_outcome(Path(line.strip()), kind))
        print(number, flush=True)
        _, status = os.waitpid(number, 0)
        sys.stdin.readline()
        print(os.waitstatus_to_exitcode(status), flush=True)


def _outcome(folder: Path, kind: str) -> int:
    try:
        save(folder, kind)
    except (Unavailable, UserError) as told:
        return TOLD_OLD if re.search("as it (was|is)|nothing was", str(told)) else _TOLD
    except MemoryError:
        return _NO_MEMORY
    except Exception:  # noqa: BLE001  (whatever it is, the workbook must be whole)
        return _RAISED
    return 0


@dataclass(slots=True)
class Nursery:
    """A process that has imported all and forks."""

    process: subprocess.Popen[str]
    kind: str

    def strike(self, folder: Path, *injected: str) -> tuple[int, str]:
        """Save in a new office under strace; how it ended, and what strace wrote."""
        prepare(folder, self.kind)
        log = folder / "strace.log"
        number = self._ask(str(folder))
        command = ["strace", "-p", number, "-o", str(log), *injected]
        tracer = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert tracer.stderr is not None
        assert "attached" in tracer.stderr.readline()
        # A child that hangs is ended by another signal than the fault's.
        impatience = threading.Timer(_PATIENCE, os.kill, (int(number), signal.SIGTERM))
        impatience.start()
        code = int(self._ask("go"))
        impatience.cancel()
        tracer.communicate(timeout=60)
        return code, log.read_text()

    def _ask(self, words: str) -> str:
        assert self.process.stdin is not None
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()
        return self._line()

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


@contextmanager
def nursery(folder: Path, kind: str = PARTS) -> Iterator[Nursery]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.sweeps.test_workbook_faults", str(folder), kind],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    try:
        yield Nursery(process, kind)
    finally:
        process.communicate()


@dataclass(slots=True)
class Found:
    """What the faults led to."""

    fired: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def judge(folder: Path, code: int, kind: str = PARTS) -> Iterator[tuple[str, str]]:
    """What the fault left: pairs of ("is", old or new) and ("wrong", why)."""
    old, new = contents(kind)
    path, backups = folder / "office" / "Stock.xlsx", Backups(folder / "state")
    content = path.read_bytes() if path.exists() else b""
    yield "is", {old: "old", new: "new"}.get(content, "another")
    if content not in (old, new):
        yield "wrong", f"neither old nor new: {len(content)} bytes"
    if code == -signal.SIGTERM:
        yield "wrong", "it hung"
    if code == 0 and content != new:
        yield "wrong", "it was said to be saved"
    if content == new and code == TOLD_OLD:
        yield "wrong", "told that nothing was changed"
    kept = [backup for backup in backups.of(path) if backups.is_whole(backup)]
    if content == new and [backup.path.read_bytes() for backup in kept] != [old]:
        yield "wrong", "the old content is not in the backups"
    if len(kept) != len(backups.of(path)):
        yield "wrong", "a backup is not whole"
    if temporaries.sweep(path.parent, datetime.now(UTC)):
        yield "wrong", "a person's saving was found where there was none"
    backups.sweep(datetime.now(UTC))
    strays = [one.name for one in path.parent.iterdir() if one != path]
    strays += [one.name for one in backups.folder.rglob(".*")]
    if strays:
        yield "wrong", f"left behind: {strays}"
    path.write_bytes(old)
    save(folder, kind)
    if path.read_bytes() != new:
        yield "wrong", "a saving afterwards did not work"


def strike_all(folder: Path, points: list[tuple[str, int, str]], kind: str) -> Found:
    """Each point in an office of its own."""
    found = Found()
    with nursery(folder / "warm", kind) as children:
        for call, number, fault in points:
            office = folder / f"{call}-{number}-{fault.partition('=')[2]}"
            fault, _, lasting = fault.partition("+")
            when = f"{number}{'+' if lasting else ''}"
            code, log = children.strike(office, "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={when}")
            if code != -signal.SIGKILL and "(INJECTED)" not in log:
                continue
            found.fired[f"{fault} {lasting}".strip()] += 1
            for what, why in judge(office, code, kind):
                if what == "wrong":
                    found.wrong.append(f"{call} {number} {fault} (ended {code}): {why}")
                else:
                    found.ended[f"{why}, {_ENDS.get(code, code)}"] += 1
            shutil.rmtree(office)
    return found


_ENDS = {
    0: "saved", _TOLD: "told", TOLD_OLD: "told that it is the old one", _RAISED: "raised", _NO_MEMORY: "no memory",
    -signal.SIGKILL: "killed",
}  # fmt: skip


def calls_of_a_saving(folder: Path, kind: str) -> Counter[str]:
    """How often an undisturbed saving makes each system call."""
    with nursery(folder / "warm", kind) as children:
        code, log = children.strike(folder / "undisturbed", "-e", "trace=all")
    assert code == 0
    return Counter(re.findall(r"^(\w+)\(", log, re.MULTILINE))


@pytest.mark.sweep
@pytest.mark.parametrize("kind", [PARTS, CELL])
def test_a_workbook_is_the_old_or_the_new_one_wherever_saving_breaks_off(
    tmp_path: Path, kind: str, is_sweep: bool
) -> None:
    if shutil.which("strace") is None:
        missing("Debian's strace is missing: no disk faults can be injected")
    calls = calls_of_a_saving(tmp_path / "counted", kind)
    kinds = sorted(set(calls) - _NOT_OF_IT) if is_sweep else list(_QUICK)
    points = [
        (kind, number, fault)
        for kind in kinds
        for number in range(1, calls[kind] + 1)
        for fault in _FAULTS
        if (is_sweep or (number + _FAULTS.index(fault)) % 2 == 0)
        and (fault == "signal=KILL" or kind not in _NEVER_FAIL)
    ]
    points += [
        (kind, number, f"{fault}+for ever")
        for kind in (_LASTING if is_sweep else ())
        for number in range(1, calls[kind] + 1)
        for fault in _FAULTS[1:]
    ]
    with ThreadPoolExecutor(2) as pool:
        both = list(
            pool.map(strike_all, (tmp_path / "one", tmp_path / "two"), (points[::2], points[1::2]), (kind, kind))
        )
    fired, ended, wrong = both[0].fired + both[1].fired, both[0].ended + both[1].ended, both[0].wrong + both[1].wrong
    print(
        f"\nTRUST 3, 4 ({kind}): {sum(calls.values())} system calls a saving, {fired.total()} faults ({dict(fired)}): "
        f"{len(wrong)} wrong; {dict(ended)}"
    )
    assert wrong == []
    # A sweep whose faults do not fire proves nothing.
    assert fired.total() >= 0.9 * len(points)
    assert all(fired[fault] for fault in _FAULTS)
    assert any(end.startswith("old") for end in ended)
    assert any(end.startswith("new") for end in ended)


def test_the_content_is_on_the_disk_before_its_name_and_the_name_before_the_old_content_goes(tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        missing("Debian's strace is missing: the order cannot be seen")
    with nursery(tmp_path / "warm") as children:
        _, log = children.strike(tmp_path / "office", "-y", "-e", "trace=fsync,renameat2,unlink,close")
    steps = [
        *(r"fsync\(\d+<[^>]*/state/[^>]*/\.~officebot-[^>]*-new\.xlsx>\)", r"fsync\(\d+<[^>]*/state/Stock[^>/]*>\)"),
        r"fsync\(\d+<[^>]*/office/\.~officebot-[^>]*-new\.xlsx>\)",
        r"renameat2\([^\n]*/office/Stock\.xlsx\", RENAME_EXCHANGE\)",
        *(r"fsync\(\d+<[^>]*/office>\)", r"unlink\(\"[^\"]*/office/\.~officebot-[^\"]*\"\)"),
    ]
    assert re.search(".*".join(steps), log, re.DOTALL), log


_POOR_SHARE = [
    "fsync:error=EINVAL", "renameat2:error=EINVAL", "fcntl:error=EINVAL", "flock:error=ENOLCK", "link,linkat:error=EPERM",
    "fadvise64:error=ESPIPE", "setxattr,fsetxattr,listxattr,flistxattr:error=EOPNOTSUPP",
]  # fmt: skip


@pytest.mark.sweep
@pytest.mark.parametrize("without", [*_POOR_SHARE, "all of these"])
def test_a_share_that_can_do_less_is_saved_to_all_the_same(tmp_path: Path, without: str, is_sweep: bool) -> None:
    if shutil.which("strace") is None:
        missing("Debian's strace is missing: no poor share can be played")
    poor = _POOR_SHARE if without == "all of these" else [without]
    if not is_sweep and without != "all of these":
        return
    injected = [part for one in poor for part in ("-e", f"inject={one}:when=1+")]
    with nursery(tmp_path / "warm") as children:
        code, _ = children.strike(tmp_path / "office", "-e", "trace=all", *injected)
    problems = [why for what, why in judge(tmp_path / "office", code) if what == "wrong"]
    assert (code, problems) == (0, [])


@pytest.mark.sweep
def test_on_a_full_disk_the_workbook_stays_and_the_sentence_says_why(tmp_path: Path, is_sweep: bool) -> None:
    told: Counter[str] = Counter()
    with disk(tmp_path / "disk", 1024) as tiny:
        path = tiny.folder / "Stock.xlsx"
        path.write_bytes(OLD)
        for leave in range(0, 500_000, 4_096 if is_sweep else 81_920):
            tiny.fill(leave)
            try:
                replace(observe(path, quiet_seconds=0), change, check, backups=Backups(tmp_path / "state"))
                told["saved"] += 1
            except Unavailable as full:
                told[str(full.what)] += 1
                assert path.read_bytes() == OLD
            tiny.free()
            assert {one.name for one in tiny.folder.iterdir()} - {"filler"} == {"Stock.xlsx"}
            path.write_bytes(OLD)
    print(f"\nTRUST 3: the disk with 0 to 500 KB left: {dict(told)}")
    assert set(told) == {"saved", "There is no room left on the disk: the workbook is as it was."}


if __name__ == "__main__":
    main()
