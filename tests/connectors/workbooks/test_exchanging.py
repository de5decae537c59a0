"""What the system promises while two files change places."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from officebot.connectors.workbooks.exchanging import InUse, exchange, leased, place_new, try_folder

OPENS = "import sys; f = open(sys.argv[1], 'r+b'); print('open', flush=True)"


@pytest.fixture
def handle(tmp_path: Path) -> Iterator[int]:
    (tmp_path / "a").write_bytes(b"a")
    handle = os.open(tmp_path / "a", os.O_RDONLY)
    yield handle
    os.close(handle)


def test_there_is_no_lease_on_what_somebody_writes_to(handle: int, tmp_path: Path) -> None:
    with (tmp_path / "a").open("r+b"), pytest.raises(InUse), leased(handle):
        pass
    with (tmp_path / "a").open("rb"), leased(handle) as lease:
        assert lease is not None
        assert lease.is_kept()


def test_who_opens_to_write_waits_and_is_noticed(handle: int, tmp_path: Path) -> None:
    with leased(handle) as lease:
        assert lease is not None
        child = subprocess.Popen([sys.executable, "-c", OPENS, tmp_path / "a"], stdout=subprocess.PIPE)
        until = time.monotonic() + 20
        while lease.is_kept() and time.monotonic() < until:
            time.sleep(0.01)
        assert not lease.is_kept()
        assert child.poll() is None
    assert child.communicate()[0] == b"open\n"


def test_two_files_change_places(tmp_path: Path) -> None:
    one, other = tmp_path / "a", tmp_path / "b"
    one.write_bytes(b"a")
    other.write_bytes(b"b")
    assert exchange(one, other)
    assert (one.read_bytes(), other.read_bytes()) == (b"b", b"a")
    with pytest.raises(FileNotFoundError):
        exchange(one, tmp_path / "missing")


def test_a_name_that_is_taken_is_not_given_twice(tmp_path: Path) -> None:
    one, other = tmp_path / "a", tmp_path / "b"
    one.write_bytes(b"a")
    other.write_bytes(b"b")
    with pytest.raises(FileExistsError):
        place_new(one, other)
    assert (one.read_bytes(), other.read_bytes()) == (b"a", b"b")


def test_a_folder_is_one_savings_at_a_time(tmp_path: Path) -> None:
    first, second = os.open(tmp_path, os.O_RDONLY), os.open(tmp_path, os.O_RDONLY)
    assert try_folder(first)
    assert not try_folder(second)
    threading.Timer(0.01, os.close, (first,)).start()
    until = time.monotonic() + 20
    while not try_folder(second) and time.monotonic() < until:
        time.sleep(0.01)
    assert try_folder(second)
    os.close(second)
