"""TRUST 5: a person has the workbook open in LibreOffice and saves while officebot changes it; no edit of theirs is lost.

A real LibreOffice (Debian's, headless, driven over UNO by `office_human.py`) opens, edits, saves and closes at random
moments; officebot observes and replaces at others, with a clock that makes every one of its steps take a while. Half of
the people write lock files; the others do not, as on another machine of a synchronised folder. Afterwards each edit that
LibreOffice said was saved is in the workbook or in a visible file beside it; and each change of officebot's is there too,
or was noticed: the workbook is not what officebot left.
"""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import pytest
from openpyxl import Workbook, load_workbook

from officebot.connectors.workbooks.files import Seen, observe, replace, write_sidecar
from officebot.connectors.workbooks.troubles import Changed, Locked
from officebot.core.clock import SystemClock
from officebot.sdk import Unavailable, UserError
from tests.conftest import missing

pytestmark = pytest.mark.timeout(3600)

_PYTHON = "/usr/bin/python3"
_HUMAN = Path(__file__).with_name("office_human.py")
_NO_LOCKS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{}</oor:items>"""
_ITEM = (
    '<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="{}" oor:op="fuse"><value>false</value></prop>'
    "</item>\n"
)
_SWITCHES = ("UseLocking", "UseDocumentOOoLockFile", "UseDocumentSystemFileLocking")
_GIVE_UP = 60.0


@dataclass(slots=True)
class Person:
    """Somebody at a LibreOffice."""

    process: subprocess.Popen[str]

    def does(self, words: str) -> bool:
        """Whether it went well."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip() == "ok"


@contextmanager
def person(folder: Path, *, with_locks: bool) -> Iterator[Person]:
    profile = folder / "profile"
    if not with_locks:
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(
            _NO_LOCKS.format("".join(map(_ITEM.format, _SWITCHES)))
        )
    pipe = f"officebot{random.SystemRandom().getrandbits(48):x}"
    process = subprocess.Popen(
        [_PYTHON, str(_HUMAN), str(profile), pipe], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    try:
        yield Person(process)
    finally:
        process.communicate("quit\n", timeout=60)


class SlowClock(SystemClock):
    """Makes whoever asks for the time wait a little, so that others come in between."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def now(self):
        """The present instant, later."""
        time.sleep(self._chance.random() * 0.02)
        return super().now()


@dataclass(slots=True)
class Scene:
    """One workbook, a person and officebot at once; what each did."""

    path: Path
    chance: random.Random
    saved: dict[str, str] = field(default_factory=dict)
    landed: list[tuple[str, int, Seen]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    is_over: threading.Event = field(default_factory=threading.Event)

    def pause(self, most: float) -> None:
        time.sleep(self.chance.random() * most)

    # ── the person ────────────────────────────────────────────────────────────────────────────────────────

    def live(self, one: Person) -> None:
        """Open, edit and save a few times, close; once or twice."""
        for visit in range(self.chance.randint(1, 2)):
            self.pause(0.05)
            if not self._until(one, f"open {self.path}"):
                continue
            for turn in range(self.chance.randint(1, 3)):
                edits = {f"A{10 * visit + 3 * turn + n + 1}": f"h{self.chance.getrandbits(40):x}" for n in range(2)}
                self.pause(0.05)
                for cell, text in edits.items():
                    assert one.does(f"edit {cell} {text}")
                self.pause(0.05)
                if self._until(one, "save"):
                    self.saved |= edits
                    self.counts["savings of the person"] += 1
            self.pause(0.05)
            one.does("close")

    def _until(self, one: Person, words: str) -> bool:
        """As people do: told that the workbook is taken, they try again."""
        until = time.monotonic() + _GIVE_UP
        while not one.does(words):
            self.counts[f"told: {words.split()[0]}"] += 1
            if time.monotonic() > until:
                return False
            time.sleep(0.02)
        return True

    # ── officebot ─────────────────────────────────────────────────────────────────────────────────────────

    def work(self) -> None:
        """Change a cell of column B, over and over; when the person has gone, once more."""
        number = 1
        while not self.is_over.is_set():
            number += self._try(number)
            self.pause(0.04)
        until = time.monotonic() + 10
        while not self._try(number) and time.monotonic() < until:
            time.sleep(0.05)

    def _try(self, number: int) -> bool:
        value = self.chance.getrandbits(40)

        def change(old: BinaryIO, new: BinaryIO) -> None:
            book = load_workbook(old)
            book.worksheets[0][f"B{number}"] = value
            book.save(new)

        try:
            seen = observe(self.path, quiet_seconds=0)
            done = replace(seen, change, _is_readable, clock=SlowClock(self.chance))
        except Locked:
            self.counts["locked"] += 1
            if self.chance.random() < 0.1:
                self._aside(number, value)
        except Changed:
            self.counts["changed meanwhile"] += 1
        except (Unavailable, UserError) as other:
            self.counts[f"told: {other}"] += 1
        else:
            self.landed.append((f"B{number}", value, done.seen))
            return True
        return False

    def _aside(self, number: int, value: int) -> None:
        book = Workbook()
        book.worksheets[0][f"B{number}"] = value
        made = io.BytesIO()
        book.save(made)
        write_sidecar(self.path, made.getvalue(), SystemClock().now())
        self.counts["sidecars"] += 1

    # ── afterwards ────────────────────────────────────────────────────────────────────────────────────────

    def lost(self) -> tuple[list[str], list[str]]:
        """(the person's edits, officebot's changes that went away unnoticed)."""
        visible = [one for one in self.path.parent.iterdir() if not one.name.startswith(".")]
        found = [_values(one) for one in visible]
        edits = [cell for cell, text in self.saved.items() if not any(book.get(cell) == text for book in found)]
        now, current = _values(self.path), observe(self.path, quiet_seconds=0)
        changes = []
        for cell, value, left in self.landed:
            if now.get(cell) != value:
                # An overwritten change is seen by whoever looks: the workbook is not what was left.
                self.counts["changes overwritten by the person, noticed"] += current.sha256 != left.sha256
                changes += [cell] if current.sha256 == left.sha256 else []
        return edits, changes

    def strays(self) -> list[str]:
        """What should not lie there."""
        return [one.name for one in self.path.parent.iterdir() if one.name.startswith(".")]


def _is_readable(made: Path) -> None:
    load_workbook(made, read_only=False)


def _values(path: Path) -> dict[str, object]:
    return {cell.coordinate: cell.value for row in load_workbook(path).worksheets[0].iter_rows() for cell in row}


def play(folder: Path, seed: int, one: Person) -> Scene:
    """One interleaving."""
    folder.mkdir()
    scene = Scene(folder / "Stock été.xlsx", random.Random(seed))
    book = Workbook()
    book.worksheets[0]["C1"] = "Article"
    book.save(scene.path)
    worker = threading.Thread(target=scene.work)
    worker.start()
    try:
        scene.live(one)
    finally:
        scene.is_over.set()
        worker.join()
    return scene


@pytest.mark.sweep
@pytest.mark.parametrize("with_locks", [True, False], ids=["with lock files", "without lock files"])
def test_no_edit_of_a_person_is_lost(tmp_path: Path, with_locks: bool, is_sweep: bool) -> None:
    if not Path("/usr/lib/libreoffice/program/soffice.bin").exists() or not _has_uno():
        missing("Debian's libreoffice-calc-nogui and python3-uno are missing: nobody can sit at LibreOffice")
    count = 100 if is_sweep else 2
    total, lost, strays = Counter[str](), [], []
    with person(tmp_path, with_locks=with_locks) as one:
        for seed in range(count):
            scene = play(tmp_path / f"office{seed}", seed, one)
            edits, changes = scene.lost()
            lost += [f"seed {seed}: {what}" for what in (*edits, *changes)]
            strays += [f"seed {seed}: {what}" for what in scene.strays()]
            total += scene.counts
            total["edits"] += len(scene.saved)
            total["changes of officebot"] += len(scene.landed)
            shutil.rmtree(scene.path.parent)
    print(f"\nTRUST 5: {count} interleavings with LibreOffice ({'with' if with_locks else 'without'} lock files), "
          f"{len(lost)} lost; {dict(total)}")  # fmt: skip
    assert lost == []
    assert strays == []
    assert total["changes of officebot"] >= count
    assert total["savings of the person"] >= count
    if with_locks:
        assert total["locked"] > 0


def _has_uno() -> bool:
    return (
        shutil.which(_PYTHON) is not None
        and not subprocess.run([_PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode
    )


@pytest.mark.sweep
@pytest.mark.parametrize("how", ["by renaming", "in place"])
def test_no_saving_slips_through_the_last_instant(tmp_path: Path, how: str, is_sweep: bool) -> None:
    path = tmp_path / "office" / "Stock.xlsx"
    path.parent.mkdir()
    path.write_text("0 0")
    count = 5000 if is_sweep else 150
    over, outcomes = threading.Event(), Counter[str]()

    def officebot() -> None:
        while not over.is_set():
            try:
                seen = observe(path, quiet_seconds=0)
                replace(seen, lambda old, new: new.write(b"%s %d" % (old.read().split()[0], 1)), lambda _made: None)
                outcomes["landed"] += 1
            except (Changed, Locked, UserError, Unavailable) as told:
                outcomes[type(told).__name__] += 1

    worker = threading.Thread(target=officebot)
    worker.start()
    lost, chance = 0, random.Random(1)
    try:
        for number in range(1, count + 1):
            lost += int(path.read_text().split()[0]) != number - 1
            _save(path, f"{number} 0", how)
            time.sleep(chance.random() * 0.004)
    finally:
        over.set()
        worker.join()
    lost += int(path.read_text().split()[0]) != count
    beside = [one.name for one in path.parent.iterdir() if one != path]
    print(
        f"\nTRUST 5: {count} savings {how} against officebot in a loop: {lost} lost, {len(beside)} kept beside; "
        f"{dict(outcomes)}"
    )
    assert lost <= len(beside)
    assert not [name for name in beside if name.startswith(".")]
    assert outcomes["landed"] > 0


def _save(path: Path, content: str, how: str) -> None:
    if how == "in place":
        with path.open("r+") as file:
            file.write(content)
            file.truncate()
        return
    path.with_name("theirs").write_text(content)
    path.with_name("theirs").replace(path)
