"""What a disk gives back is compared with what was written to it before anything changes places."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import missing
from tests.sweeps.test_workbook_faults import TOLD_OLD, Nursery, judge, nursery


def reads_before_each_reading_back(children: Nursery, folder: Path) -> list[int]:
    """How often an undisturbed saving reads until the system is told to forget what it remembers of a written file."""
    _, log = children.strike(folder, "-e", "trace=read,fadvise64")
    calls = re.findall(r"^(read|fadvise64)\(", log, re.MULTILINE)
    assert calls.count("fadvise64") == 2, "the backup and the new workbook, each read back once"
    return [calls[:place].count("read") for place, call in enumerate(calls) if call == "fadvise64"]


@pytest.mark.parametrize("written", [0, 1], ids=["the backup", "the new workbook"])
def test_a_disk_that_gives_back_other_bytes_than_were_written_leaves_the_workbook_as_it_was(
    tmp_path: Path, written: int
) -> None:
    if shutil.which("strace") is None:
        missing("Debian's strace is missing: no disk can be made to give back other bytes")
    office = tmp_path / "office"
    with nursery(tmp_path / "warm") as children:
        before = reads_before_each_reading_back(children, tmp_path / "undisturbed")
        # The first byte of what is read next comes as nought; every reading before and after is true.
        fault = f"inject=read:poke_exit=@arg2=00:when={before[written] + 1}"
        code, log = children.strike(office, "-e", "trace=read,fadvise64", "-e", fault)
    assert re.search(r"^fadvise64\([^\n]*\nread\([^\n]*\(INJECTED", log, re.MULTILINE), log
    assert code == TOLD_OLD
    assert list(judge(office, code)) == [("is", "old")]
