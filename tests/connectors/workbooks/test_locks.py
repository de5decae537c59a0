"""Who has a workbook open, as lock files say it, and which of them count."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.connectors.workbooks import processes
from officebot.connectors.workbooks.locks import (
    Lock,
    excel_file,
    excel_name,
    is_left_behind,
    libreoffice_file,
    lock_on,
    own_lock,
    read_libreoffice,
)

NOW = datetime.now(UTC)


def owner_file(name: str, *, wide: str | None = None) -> bytes:
    """What Excel writes: the name in the machine's code page, and in UTF-16."""
    narrow = name.encode("cp1252", "replace")
    wide = name if wide is None else wide
    raw = bytes([len(narrow)]) + narrow.ljust(54, b" ")
    return (raw + len(wide).to_bytes(2, "little") + wide.encode("utf-16-le")).ljust(165, b" ")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "Stock été.xlsx"
    path.write_bytes(b"old")
    return path


def libreoffice(path: Path, text: str, age: timedelta = timedelta(hours=1)) -> Path:
    file = libreoffice_file(path)
    file.write_text(text)
    at = (NOW - age).timestamp()
    os.utime(file, (at, at))
    return file


def test_a_workbook_nobody_has_open_has_no_lock(workbook: Path) -> None:
    assert lock_on(workbook) is None


@pytest.mark.parametrize("name", ["Marie Dupont", "Žofie Nováková", "Zoé", "山田太郎"])
def test_excels_owner_file_says_who(workbook: Path, name: str) -> None:
    excel_file(workbook).write_bytes(owner_file(name))
    lock = lock_on(workbook)
    assert lock is not None
    assert (lock.program, lock.user) == ("excel", name)
    assert lock.sentence().render().startswith(f"{name} has the workbook open in Excel, since ")


def test_an_owner_file_without_its_wide_form_is_read_from_the_narrow_one() -> None:
    assert excel_name(owner_file("Zoé", wide="")[:55]) == "Zoé"


@pytest.mark.parametrize("raw", [b"", b"\xff", b"\x05ab", b"\x00" * 165, os.urandom(165)])
def test_an_owner_file_that_cannot_be_read_counts_all_the_same(workbook: Path, raw: bytes) -> None:
    excel_file(workbook).write_bytes(raw)
    lock = lock_on(workbook)
    assert lock is not None
    assert lock.program == "excel"
    assert lock.sentence().render()


def test_an_old_owner_file_counts_and_says_what_to_do(workbook: Path) -> None:
    file = excel_file(workbook)
    file.write_bytes(owner_file("Marie"))
    os.utime(file, (1_700_000_000, 1_700_000_000))
    lock = lock_on(workbook)
    assert lock is not None
    assert f"if that is not so, remove {file.name}." in lock.sentence().render()


def test_libreoffices_lock_file_says_who_on_which_machine(workbook: Path) -> None:
    libreoffice(workbook, "Dupont\\, Marie,marie,poste12,26.11.2026 09:30,file:///D:/LibreOffice/4;")
    lock = lock_on(workbook)
    assert lock is not None
    assert (lock.program, lock.user, lock.host) == ("libreoffice", "Dupont, Marie", "poste12")


def test_without_a_name_the_login_is_said(workbook: Path) -> None:
    libreoffice(workbook, ",marie,poste12,26.11.2026 09:30,file:///x;")
    lock = lock_on(workbook)
    assert lock is not None
    assert "marie has the workbook open in LibreOffice" in lock.sentence().render()


@given(st.binary(max_size=400))
def test_no_lock_file_is_a_trap(raw: bytes) -> None:
    lock = read_libreoffice(raw, Path("x"), NOW)
    assert lock.sentence().render()
    assert excel_name(raw).isascii() in (True, False)


@given(st.text(max_size=60))
def test_a_field_is_read_as_it_was_meant(name: str) -> None:
    written = name.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    assert read_libreoffice(f"{written},b,c,d,e;".encode("utf-8", "replace"), Path("x"), NOW).user == (
        name.encode("utf-8", "replace").decode() or "b"
    )


def test_another_machines_lock_counts_however_old(workbook: Path) -> None:
    libreoffice(workbook, "Marie,marie,poste12,26.11.2020 09:30,file:///x;", timedelta(days=300))
    assert lock_on(workbook) is not None


def of_this_machine(profile: Path) -> str:
    return f"Marie,marie,{processes.host_name()},26.11.2026 09:30,{profile.as_uri()};"


def test_a_lock_from_before_the_machine_was_started_does_not_count(workbook: Path, tmp_path: Path) -> None:
    if not processes.sees_all():
        return  # In a container nothing is certain.
    before = NOW - processes.machine_started() + timedelta(minutes=5)
    libreoffice(workbook, of_this_machine(tmp_path), before)
    assert lock_on(workbook) is None
    libreoffice(workbook, of_this_machine(tmp_path), timedelta(seconds=5))
    assert lock_on(workbook, now=NOW) is not None


def test_a_lock_of_a_machine_of_the_same_name_counts(workbook: Path, tmp_path: Path) -> None:
    before = NOW - processes.machine_started() + timedelta(minutes=5)
    libreoffice(workbook, of_this_machine(tmp_path / "no such profile"), before)
    assert lock_on(workbook) is not None


def test_an_own_lock_counts_while_its_process_runs_and_no_longer(workbook: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", "from officebot.connectors.workbooks.processes import *; print(this_process()); input()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert child.stdout is not None
    holder = processes.Process.read(child.stdout.readline().strip())
    assert holder is not None
    libreoffice_file(workbook).write_bytes(own_lock(holder, NOW))
    lock = lock_on(workbook)
    assert lock is not None
    assert (lock.program, lock.holder) == ("officebot", holder)
    assert lock_on(workbook, mine=holder) is None
    child.communicate("\n")
    assert is_left_behind(lock, NOW)
    assert lock_on(workbook) is None


def test_a_later_process_with_the_same_number_is_another() -> None:
    me = processes.this_process()
    earlier = processes.Process(number=me.number, started=me.started - 1, boot=me.boot, machine=me.machine)
    elsewhere = processes.Process(number=me.number, started=1, boot=me.boot, machine="00000000")
    assert not me.has_ended()
    assert earlier.has_ended()
    assert not elsewhere.has_ended()
    assert processes.Process.read(str(me)) == me


def test_a_program_that_writes_to_the_file_is_seen(workbook: Path) -> None:
    code = f"f = open({str(workbook)!r}, 'r+b'); print('open', flush=True); input()"
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    lock = lock_on(workbook)
    child.communicate(b"\n")
    assert lock is not None
    assert lock.program == "process"
    assert "has the workbook open on this machine" in lock.sentence().render()
    with workbook.open("rb"):
        assert lock_on(workbook) is None


def test_every_lock_is_said_in_a_sentence() -> None:
    for program in ("excel", "libreoffice", "officebot", "process", "wps"):
        for user in ("", "Marie\r\n\x1b[31m"):
            words = (
                Lock(program=program, user=user, since=NOW, file=Path("~$x"), is_old=bool(user)).sentence().render()
            )
            assert words.endswith(".")
            assert words.isprintable()
