"""Calendars in files keep what they held, whatever goes wrong on the way."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from officebot.connectors.calendars import files
from officebot.connectors.calendars.files import FileCalendar, FolderCalendar
from officebot.connectors.workers import WorkerPool
from officebot.core.problems import Unavailable
from officebot.testing.calendarcontract import event


def test_other_entries_keep_their_words_when_one_is_put(tmp_path: Path, workers: WorkerPool) -> None:
    """A letter may be folded between its octets (RFC 5545 §3.1)."""
    path = tmp_path / "anna.ics"
    path.write_bytes(event("old", "Réunion").encode().replace("é".encode(), b"\xc3\r\n \xa9"))
    calendar = FileCalendar("anna", path, workers, can_write=True)
    calendar.put("new", event("new"), "")
    found = {one.href: one.text for one in calendar.read()}
    assert set(found) == {"old", "new"}
    assert "SUMMARY:Réunion" in found["old"]


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_full_disk_is_one_sentence_and_leaves_what_was(
    kind: str, tmp_path: Path, workers: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind == "file":
        (tmp_path / "anna.ics").write_text(event("old"))
        calendar: FileCalendar | FolderCalendar = FileCalendar("anna", tmp_path / "anna.ics", workers, can_write=True)
    else:
        (tmp_path / "old.ics").write_text(event("old"))
        calendar = FolderCalendar("anna", tmp_path, can_write=True)

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(Unavailable, match="free some disk space"):
        calendar.put(calendar.href_of("new"), event("new"), "")
    monkeypatch.undo()
    assert len(calendar.read()) == 1


def test_a_link_stays_a_link_and_its_file_is_changed(tmp_path: Path, workers: WorkerPool) -> None:
    real, link = tmp_path / "real.ics", tmp_path / "anna.ics"
    real.write_text(event("old"))
    link.symlink_to(real)
    FileCalendar("anna", link, workers, can_write=True).put("new", event("new"), "")
    assert link.is_symlink()
    assert "UID:new" in real.read_text()
