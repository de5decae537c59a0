"""TRUST 28: the ledger's disk is full: what was kept stays, what could not be kept is not done, and later all goes on."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from officebot.engine.deciding import approvals
from officebot.engine.ledger import open_sqlite
from officebot.sdk import Proposal, Trigger, Unavailable
from officebot.testing.performers import RecordingPerformer
from tests.engine.fakemail import FakeMail
from tests.engine.helpers import CLAIRE, Bench, NoSettings, acting, duty, letter, note, proposal

pytestmark = pytest.mark.timeout(300)


class TinyDisk:
    """A folder on a file system of `size` kilobytes; `fill` takes all that is left of it."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder = folder
        folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", folder], check=True)
        (folder / "filler").touch()  # a full disk has no room for a name

    def fill(self, leave: int) -> None:
        """Leave so many bytes."""
        found = os.statvfs(self.folder)
        # Others write meanwhile: what they took first is not left for the filler.
        with suppress(OSError), (self.folder / "filler").open("wb", buffering=0) as filler:
            filler.write(b"x" * max(found.f_bavail * found.f_frsize - leave, 0))

    def free(self) -> None:
        """Somebody makes room."""
        (self.folder / "filler").write_bytes(b"")

    def close(self) -> None:
        """Take it away."""
        subprocess.run(["umount", "-l", self.folder], check=True)


class SmallFiles:
    """Where nothing can be mounted: no file of this process may grow beyond what the ledger has now."""

    def __init__(self, folder: Path, _size: int) -> None:
        self.folder = folder
        folder.mkdir()
        self._limits = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(self, leave: int) -> None:
        """Let files grow by at most so many bytes."""
        largest = max((path.stat().st_size for path in self.folder.iterdir()), default=0)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest + leave, self._limits[1]))

    def free(self) -> None:
        """Let files grow again."""
        resource.setrlimit(resource.RLIMIT_FSIZE, self._limits)

    close = free


@contextmanager
def disk(folder: Path, size: int) -> Iterator[Any]:
    """A disk that can be filled up."""
    try:
        made: Any = TinyDisk(folder, size)
    except (subprocess.CalledProcessError, OSError):
        made = SmallFiles(folder.with_name("small"), size)
    try:
        yield made
    finally:
        made.close()


def filing(trigger: Trigger, _settings: NoSettings) -> list[Proposal]:
    """One note for each mail."""
    assert trigger.mail is not None
    return [proposal(f"mail:{trigger.mail.subject}", note(trigger.mail.subject))]


def until_full(work: Callable[[int], Any], most: int = 2000) -> int:
    """How many times it worked before the disk was full; only the expected is raised."""
    for turn in range(most):
        try:
            work(turn)
        except Unavailable as full:
            told = str(full.what)
            break
    else:
        raise AssertionError("the disk never got full")
    assert "disk" in told
    return turn


@pytest.mark.parametrize("leave", [0, 4096, 20_000, 70_000])
def test_a_full_disk_loses_and_doubles_nothing(tmp_path: Path, leave: int) -> None:
    with disk(tmp_path / "disk", 4096) as tiny:
        performer = RecordingPerformer(tmp_path / "effects")
        office = Bench(tiny.folder, performer=performer, duties=[duty("filing", "mail", decide=filing)])
        source = FakeMail()
        office.intake().work(source)
        for number in office.propose(*(proposal(f"w{n}", letter(f"w{n}")) for n in range(10))):
            approvals.approve(office.ledger, acting(CLAIRE), number, None, office.clock.now())
        tiny.fill(leave)

        kept = until_full(lambda turn: office.propose(proposal(f"p{turn}", note(f"p{turn}", content="x" * 500))))
        refused = 0
        for _ in range(5):
            try:
                office.executor.work()
            except Unavailable:
                refused += 1
        source.receive(*(f"m{n}" for n in range(30)))
        until_full(lambda _turn: office.intake().work(source))
        assert performer.texts() == list(dict.fromkeys(performer.texts()))
        assert office.ledger.check() == []

        tiny.free()
        office.intake().work(source)
        office.executor.work()
        wanted = [f"w{n}" for n in range(10)] + [f"p{n}" for n in range(kept)] + [f"m{n}" for n in range(30)]
        lost = set(wanted) - set(performer.texts())
        double = len(performer.texts()) - len(set(performer.texts()))
        states = {office.state(number) for number in range(1, len(wanted) + 1)}
        print(
            f"\nTRUST 28: {len(lost)} lost, {double} double of {len(wanted)}, {leave} bytes left on "
            f"{type(tiny).__name__}, the executor kept back {refused} times"
        )
        assert (lost, double, states) == (set(), 0, {"done"})
        assert office.verify().bad is None
        office.ledger.close()


def test_a_backup_that_does_not_fit_is_said_so_and_leaves_no_half_file(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", 4096) as tiny:
        ledger = open_sqlite(tmp_path / "ledger.db")
        tiny.fill(20_000)
        with pytest.raises(Unavailable):
            ledger.copy_to(tiny.folder / "copy.db")
        assert not (tiny.folder / "copy.db").exists()
        tiny.free()
        ledger.copy_to(tiny.folder / "copy.db")
        assert open_sqlite(tiny.folder / "copy.db").check() == []
