"""A workbook's file looked at and replaced: whole, alike, and never over somebody's saving."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pytest

from officebot.connectors.workbooks import observing, processes, temporaries
from officebot.connectors.workbooks.backups import Backup, Backups, surplus
from officebot.connectors.workbooks.files import Seen, observe, replace, restore, write_sidecar
from officebot.connectors.workbooks.locks import excel_file, libreoffice_file, own_lock
from officebot.connectors.workbooks.troubles import Changed, Locked
from officebot.core.problems import Unavailable, UserError
from officebot.testing.clock import VirtualClock

ROOT = Path(__file__).parents[3]
AT = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


def fine(_made: Path) -> None:
    """A check that is content."""


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "office" / "Stock été.xlsx"
    path.parent.mkdir()
    path.write_bytes(b"old")
    return path


@pytest.fixture
def backups(tmp_path: Path) -> Backups:
    return Backups(tmp_path / "state" / "backups" / "workbooks")


def seen(path: Path) -> Seen:
    return observe(path, quiet_seconds=0)


def names(path: Path) -> list[str]:
    return sorted(one.name for one in path.parent.iterdir())


# ── looking ───────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_observed_is_the_same_until_somebody_saves(workbook: Path) -> None:
    first = seen(workbook)
    assert seen(workbook) == first
    workbook.write_bytes(b"new")
    assert seen(workbook) != first


def test_a_link_inside_the_folder_is_followed_and_one_that_leads_out_is_refused(
    workbook: Path, tmp_path: Path
) -> None:
    inside, outside = workbook.with_name("link.xlsx"), workbook.with_name("out.xlsx")
    inside.symlink_to(workbook.name)
    (tmp_path / "secret.xlsx").write_bytes(b"secret")
    outside.symlink_to("../secret.xlsx")
    assert seen(inside).path == workbook
    with pytest.raises(UserError, match="leads out of its folder"):
        seen(outside)
    assert observe(outside, within=tmp_path, quiet_seconds=0).path == tmp_path / "secret.xlsx"


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_circle(path: Path) -> None:
    path.symlink_to(path.name)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.mkdir(), "is a folder"),
        (make_pipe, "is a device"),
        (make_circle, "The workbook is not there"),
        (lambda path: path.write_bytes(b"x" * 101), "is larger than"),
        (lambda path: None, "was it moved or renamed"),
    ],
    ids=["a folder", "a pipe", "links in a circle", "too large", "missing"],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, make: Callable[[Path], object], words: str) -> None:
    make(tmp_path / "Stock.xlsx")
    with pytest.raises(UserError, match=words):
        observe(tmp_path / "Stock.xlsx", largest=100, quiet_seconds=0)


@pytest.mark.parametrize("name", ["a\0b.xlsx", "x" * 500 + ".xlsx", "a\nb.xlsx", "a\udcffb.xlsx"])
def test_a_hostile_name_is_said_in_one_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError) as told:
        seen(tmp_path / name)
    words = told.value.render("en")
    assert words.isprintable()
    assert len(words.encode()) < 400


def test_a_name_with_a_line_break_is_a_name(tmp_path: Path) -> None:
    path = tmp_path / "a\nb.xlsx"
    path.write_bytes(b"old")
    replace(seen(path), b"new", fine)
    assert path.read_bytes() == b"new"


def test_a_file_that_is_still_written_is_not_read(workbook: Path) -> None:
    class Busy(VirtualClock):
        def sleep(self, seconds: float) -> None:
            with workbook.open("ab") as file:
                file.write(b"more")

    with pytest.raises(Unavailable, match="is being written just now"):
        observe(workbook, clock=Busy(datetime.now(UTC)))


def test_a_file_just_saved_is_watched_for_a_moment_and_an_old_one_is_not(workbook: Path) -> None:
    clock = VirtualClock(datetime.now(UTC) + timedelta(seconds=0.1), sleeping_moves=True)
    observe(workbook, clock=clock)
    assert 0 < clock.monotonic() <= 1
    os.utime(workbook, (1_700_000_000, 1_700_000_000))
    before = clock.monotonic()
    observe(workbook, clock=clock)
    assert clock.monotonic() == before


# ── replacing ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_new_file_stands_in_the_old_ones_place_and_the_old_one_in_the_backups(
    workbook: Path, backups: Backups
) -> None:
    checked: list[tuple[bytes, str]] = []
    done = replace(
        seen(workbook), b"new", lambda made: checked.append((made.read_bytes(), made.suffix)), backups=backups
    )
    assert workbook.read_bytes() == b"new"
    assert checked == [(b"new", ".xlsx")]
    assert done.seen == seen(workbook)
    assert done.is_changed
    assert done.backup is not None
    assert done.backup.path.read_bytes() == b"old"
    assert names(workbook) == [workbook.name]


def test_a_change_function_reads_the_old_file_and_writes_the_new_one(workbook: Path) -> None:
    with zipfile.ZipFile(workbook, "w") as old:
        old.writestr("a.xml", "one")

    def change(source: BinaryIO, target: BinaryIO) -> None:
        with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
            after.writestr("a.xml", before.read("a.xml") + b" two")

    replace(seen(workbook), change, fine)
    with zipfile.ZipFile(workbook) as new:
        assert new.read("a.xml") == b"one two"


def test_the_same_content_is_not_written_again(workbook: Path, backups: Backups) -> None:
    before = seen(workbook)
    done = replace(before, b"old", fine, backups=backups)
    assert not done.is_changed
    assert seen(workbook) == before


def test_the_new_file_has_the_old_ones_rights_owner_and_attributes(workbook: Path) -> None:
    workbook.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(workbook, 1234, 2345)
    os.setxattr(workbook, "user.tag", "été".encode())
    before = workbook.stat()
    replace(seen(workbook), b"new", fine)
    after = workbook.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert os.getxattr(workbook, "user.tag") == "été".encode()


@pytest.mark.parametrize("when", ["before", "while it is written", "while it is checked"])
@pytest.mark.parametrize("how", ["in place", "by renaming"])
def test_a_saving_of_another_is_never_overwritten(workbook: Path, when: str, how: str) -> None:
    def human() -> None:
        if how == "in place":
            workbook.write_bytes(b"human")
        else:
            workbook.with_name("theirs").write_bytes(b"human")
            workbook.with_name("theirs").replace(workbook)

    observed = seen(workbook)
    if when == "before":
        human()

    def change(_old: BinaryIO, target: BinaryIO) -> None:
        target.write(b"ours")
        if when == "while it is written":
            human()

    with pytest.raises(Changed, match="has just changed the workbook"):
        replace(observed, change, lambda _made: human() if when == "while it is checked" else None)
    assert workbook.read_bytes() == b"human"
    assert names(workbook) == [workbook.name]


def test_a_saving_that_keeps_size_and_time_is_noticed_by_its_content(workbook: Path) -> None:
    observed = seen(workbook)
    workbook.write_bytes(b"dlo")
    os.utime(workbook, ns=(observed.mtime_ns, observed.mtime_ns))
    with pytest.raises(Changed):
        replace(observed, b"new", fine)
    assert workbook.read_bytes() == b"dlo"


def test_a_file_that_was_removed_or_moved_is_not_made_again(workbook: Path) -> None:
    observed = seen(workbook)
    with pytest.raises(Changed):
        replace(observed, b"new", lambda _made: workbook.unlink())
    assert names(workbook) == []
    with pytest.raises(UserError, match="was it moved or renamed"):
        replace(observed, b"new", fine)


def test_a_link_put_in_the_files_place_leads_nowhere(workbook: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"other")

    def swap(_made: Path) -> None:
        workbook.unlink()
        workbook.symlink_to(other)

    observed = seen(workbook)
    with pytest.raises(Changed):
        replace(observed, b"new", swap)
    with pytest.raises(UserError, match="is a link"):
        replace(observed, b"new", fine)
    assert other.read_bytes() == b"other"


def test_a_folder_changed_for_another_is_noticed(workbook: Path, tmp_path: Path) -> None:
    def swap(_made: Path) -> None:
        workbook.parent.rename(tmp_path / "moved")
        workbook.parent.mkdir()
        workbook.write_bytes(b"old")

    with pytest.raises((Changed, UserError)):
        replace(seen(workbook), b"new", swap)
    assert workbook.read_bytes() == b"old"
    assert (tmp_path / "moved" / workbook.name).read_bytes() == b"old"


@pytest.mark.parametrize("fault", [ValueError, KeyError, UserError([])], ids=["value", "key", "user"])
def test_a_check_that_is_not_content_leaves_all_as_it_was(workbook: Path, fault: Exception) -> None:
    def check(_made: Path) -> None:
        raise fault

    with pytest.raises((ValueError, KeyError, UserError)):
        replace(seen(workbook), b"new", check)
    assert workbook.read_bytes() == b"old"
    assert names(workbook) == [workbook.name]


def test_a_new_file_changed_while_it_is_checked_is_not_taken(workbook: Path) -> None:
    with pytest.raises(Unavailable, match="was changed while it was checked"):
        replace(seen(workbook), b"new", lambda made: made.write_bytes(b"odd"))
    assert workbook.read_bytes() == b"old"


def test_an_empty_new_file_is_not_taken(workbook: Path) -> None:
    with pytest.raises(Unavailable, match="came out empty"):
        replace(seen(workbook), b"", fine)
    assert workbook.read_bytes() == b"old"


def test_a_fault_that_a_library_swallows_is_not_forgotten(workbook: Path) -> None:
    def change(_old: BinaryIO, target: BinaryIO) -> None:
        target.write(b"half")
        os.close(os.dup(target.fileno()))
        try:
            target.seek(-1)
        except OSError:
            target.write(b" a file")

    with pytest.raises(Unavailable, match="does not take the new workbook"):
        replace(seen(workbook), change, fine)
    assert workbook.read_bytes() == b"old"


def test_a_write_protected_file_is_left_alone(workbook: Path) -> None:
    workbook.chmod(0o444)
    with pytest.raises(UserError, match="write-protected"):
        replace(seen(workbook), b"new", fine)


def test_a_file_with_two_names_is_left_alone(workbook: Path) -> None:
    workbook.with_name("second.xlsx").hardlink_to(workbook)
    with pytest.raises(UserError, match="second name"):
        replace(seen(workbook), b"new", fine)
    assert workbook.read_bytes() == b"old"


# ── locked ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("when", ["before", "while it is checked"])
def test_what_excel_has_open_is_left_alone(workbook: Path, when: str) -> None:
    def opens(_made: object = None) -> None:
        excel_file(workbook).write_bytes(b"\x05Marie".ljust(55))

    observed = seen(workbook)
    if when == "before":
        opens()
    with pytest.raises(Locked, match="Marie has the workbook open in Excel"):
        replace(observed, b"new", opens)
    assert workbook.read_bytes() == b"old"
    assert names(workbook) == sorted([workbook.name, excel_file(workbook).name])


def test_what_a_program_writes_to_is_left_alone_even_where_no_lock_shows(workbook: Path) -> None:
    code = f"f = open({str(workbook)!r}, 'r+b'); print('open', flush=True); input()"
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    with pytest.raises(Locked, match="on this machine"):
        replace(seen(workbook), b"new", fine)
    child.communicate(b"\n")
    replace(seen(workbook), b"new", fine)
    assert workbook.read_bytes() == b"new"


def test_a_program_that_opens_the_file_in_the_last_moment_is_left_alone(workbook: Path) -> None:
    code = f"f = open({str(workbook)!r}, 'r+b'); print('open', flush=True); input()"
    started: list[subprocess.Popen[bytes]] = []

    def opens(_made: Path) -> None:
        started.append(subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE))
        assert started[0].stdout is not None
        started[0].stdout.readline()

    with pytest.raises(Locked):
        replace(seen(workbook), b"new", opens)
    started[0].communicate(b"\n")
    assert workbook.read_bytes() == b"old"


def test_while_it_saves_libreoffice_is_warned_and_afterwards_no_more(workbook: Path) -> None:
    shown: list[str] = []
    replace(seen(workbook), b"new", lambda _made: shown.append(libreoffice_file(workbook).read_text()))
    assert shown[0].startswith("officebot,")
    assert names(workbook) == [workbook.name]


def ended() -> processes.Process:
    me = processes.this_process()
    return processes.Process(number=me.number, started=me.started - 1, boot=me.boot, machine=me.machine)


def test_a_lock_left_by_a_killed_officebot_is_taken_over(workbook: Path) -> None:
    libreoffice_file(workbook).write_bytes(own_lock(ended(), AT))
    replace(seen(workbook), b"new", fine)
    assert names(workbook) == [workbook.name]


def test_another_officebot_is_waited_for_and_then_told(workbook: Path) -> None:
    other = processes.Process(number=1, started=1, boot="00000000", machine="00000000")
    libreoffice_file(workbook).write_bytes(own_lock(other, AT))
    clock = VirtualClock(datetime.now(UTC), sleeping_moves=True)
    with pytest.raises(Locked, match="officebot"):
        replace(seen(workbook), b"new", fine, clock=clock, patience_seconds=3)
    assert clock.monotonic() >= 3
    assert libreoffice_file(workbook).exists()


def test_two_at_once_lose_nothing(workbook: Path) -> None:
    def add(letter: bytes) -> None:
        for _ in range(10):
            while True:
                try:
                    observed = seen(workbook)
                    old = observed.path.read_bytes()
                    replace(observed, old + letter, fine)
                    break
                except (Changed, Locked, Unavailable):
                    time.sleep(0.001)

    threads = [threading.Thread(target=add, args=(letter,)) for letter in (b"a", b"b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    content = workbook.read_bytes()
    assert (len(content), content.count(b"a"), content.count(b"b")) == (23, 10, 10)
    assert names(workbook) == [workbook.name]


# ── beside it, kept, swept ────────────────────────────────────────────────────────────────────────────────


def test_a_sidecar_stands_beside_the_workbook_under_a_name_that_says_whose_it_is(workbook: Path) -> None:
    first = write_sidecar(workbook, b"one", AT)
    second = write_sidecar(workbook, [b"tw", b"o"], AT)
    assert first.name == "Stock été (officebot, 2026-11-26 09.30).xlsx"
    assert second.name == "Stock été (officebot, 2026-11-26 09.30, 2).xlsx"
    assert (first.read_bytes(), second.read_bytes(), workbook.read_bytes()) == (b"one", b"two", b"old")
    assert stat.S_IMODE(first.stat().st_mode) == stat.S_IMODE(workbook.stat().st_mode)


def test_a_sidecar_of_a_long_name_has_a_name_too(tmp_path: Path) -> None:
    path = tmp_path / ("é" * 120 + ".xlsx")
    path.write_bytes(b"old")
    made = write_sidecar(path, b"new", AT)
    assert made.name.endswith(" (officebot, 2026-11-26 09.30).xlsx")
    assert len(made.name.encode()) <= 255


def test_a_workbook_with_the_longest_name_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 250 + ".xlsx")
    path.write_bytes(b"old")
    replace(seen(path), b"new", fine)
    assert path.read_bytes() == b"new"


def test_a_former_content_is_brought_back_byte_for_byte(workbook: Path, backups: Backups) -> None:
    first = replace(seen(workbook), b"new", fine, backups=backups)
    assert first.backup is not None
    restored = restore(first.seen, first.backup, backups)
    assert workbook.read_bytes() == b"old"
    assert restored.backup is not None
    assert restored.backup.path.read_bytes() == b"new"
    assert {one.sha256 for one in backups.of(workbook)} == {first.before.sha256, first.seen.sha256}


def test_a_backup_that_was_damaged_is_not_brought_back(workbook: Path, backups: Backups) -> None:
    first = replace(seen(workbook), b"new", fine, backups=backups)
    assert first.backup is not None
    first.backup.path.write_bytes(b"odd")
    with pytest.raises(UserError, match="cannot be brought back"):
        restore(first.seen, first.backup, backups)
    assert workbook.read_bytes() == b"new"


def test_the_newest_are_kept_and_the_last_of_each_day() -> None:
    kept = [
        Backup(path=Path(f"{day}-{hour}"), at=AT - timedelta(days=day, hours=hour), sha256="")
        for day in range(40)
        for hour in range(5)
    ]
    gone = {one.path.name for one in surplus(kept, AT, 7, timedelta(days=30))}
    left = [one.path.name for one in kept if one.path.name not in gone]
    assert left[:7] == ["0-0", "0-1", "0-2", "0-3", "0-4", "1-0", "1-1"]
    assert left[7:] == [f"{day}-0" for day in range(2, 31)]


def test_backups_are_pruned_as_they_grow(workbook: Path, backups: Backups) -> None:
    few = Backups(backups.folder, newest=2)
    for number in range(5):
        replace(seen(workbook), b"%d" % number, fine, backups=few)
    assert [one.path.read_bytes() for one in few.of(workbook)] == [b"3", b"2"]


def test_what_a_crash_left_is_swept_and_nothing_else(workbook: Path) -> None:
    gone, here = ended(), processes.this_process()
    old_hash, new_hash = seen(workbook).sha256[:16], "f" * 16
    (workbook.parent / f".~officebot-{gone}-00000000-new.xlsx").write_bytes(b"half")
    (workbook.parent / f".~officebot-{gone}-00000001-{old_hash}-{new_hash}.xlsx").write_bytes(b"old")
    libreoffice_file(workbook).write_bytes(own_lock(gone, AT))
    left = {
        f".~officebot-{here}-00000002-new.xlsx": b"being written",
        ".~lock.other.xlsx#": b"Marie,marie,poste12,26.11.2026 09:30,file:///x;",
        ".~officebot-notes.xlsx": b"a person's",
        workbook.name: b"old",
    }
    for name, content in left.items():
        (workbook.parent / name).write_bytes(content)
    assert temporaries.sweep(workbook.parent, datetime.now(UTC)) == []
    assert {one.name: one.read_bytes() for one in workbook.parent.iterdir()} == left


def test_a_saving_caught_in_the_very_instant_of_a_crash_is_kept(workbook: Path) -> None:
    stray = workbook.parent / f".~officebot-{ended()}-00000001-{'a' * 16}-{'b' * 16}.xlsx"
    stray.write_bytes(b"human")
    [kept] = temporaries.sweep(workbook.parent, AT)
    assert kept.read_bytes() == b"human"
    assert kept.name.startswith("officebot (conflict, 2026-11-26 ")
    assert not stray.exists()


# ── what the disk refuses ─────────────────────────────────────────────────────────────────────────────────


_AS_NOBODY = """
import os, sys
from pathlib import Path
from officebot.connectors.workbooks.files import *
from officebot.core.problems import UserError, Unavailable
from officebot.core.text import say
say("{day}", day="x").render("fr")  # what is imported late is imported before the change
os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    replace(observe(Path(sys.argv[1]), quiet_seconds=0), b"new", lambda made: None)
except (UserError, Unavailable) as told:
    print(type(told).__name__, told)
"""


@pytest.mark.parametrize(
    ("folder_mode", "file_mode", "words"),
    [
        (0o755, 0o666, "may not write in the workbook's folder"),
        (0o777, 0o600, "may not read the workbook"),
        (0o777, 0o644, "is write-protected"),
        (0o777, 0o664, "is write-protected"),
        (0o777, 0o666, ""),
    ],
)
def test_what_another_user_may_not_do_is_said(tmp_path: Path, folder_mode: int, file_mode: int, words: str) -> None:
    if os.geteuid() != 0:
        return  # Only root can become another.
    folder = Path(subprocess.check_output(["mktemp", "-d"], text=True).strip())
    try:
        path = folder / "Stock.xlsx"
        path.write_bytes(b"old")
        path.chmod(file_mode)
        folder.chmod(folder_mode)
        told = subprocess.run([sys.executable, "-c", _AS_NOBODY, path], cwd=ROOT, capture_output=True, text=True)
        assert (words in told.stdout, told.stderr) == (True, "")
        assert path.read_bytes() == (b"old" if words else b"new")
        assert [one.name for one in folder.iterdir()] == ["Stock.xlsx"]
    finally:
        subprocess.run(["rm", "-r", folder], check=True)


def test_the_largest_allowed_is_far_above_a_real_workbook() -> None:
    assert observing.LARGEST >= 100_000_000


def test_an_own_lock_that_the_disk_did_not_let_go_is_taken_over(workbook: Path) -> None:
    libreoffice_file(workbook).write_bytes(own_lock(processes.this_process(), AT))
    replace(seen(workbook), b"new", fine)
    assert names(workbook) == [workbook.name]


def test_a_workbook_held_by_a_thread_of_this_process_is_waited_for(workbook: Path) -> None:
    observed = seen(workbook)

    def meanwhile(_made: Path) -> None:
        clock = VirtualClock(datetime.now(UTC), sleeping_moves=True)
        with pytest.raises(Locked, match="officebot"):
            replace(observed, b"other", fine, clock=clock, patience_seconds=1)

    replace(observed, b"new", meanwhile)
    assert workbook.read_bytes() == b"new"
