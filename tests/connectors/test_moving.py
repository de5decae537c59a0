"""Files are moved within the office's folder, whole or not at all, never over another, and back again."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from officebot.connectors.moving import MovePerformer
from officebot.core.actions import MoveFile
from officebot.core.problems import UserError
from officebot.sdk import Done, Failed, Job, NotDone

OLD, NEW, CONTENT = "incoming/invoices/scan.pdf", "archive/invoices/2026/Dupont/FA-1.pdf", b"%PDF invoice"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "incoming" / "invoices").mkdir(parents=True)
    (tmp_path / OLD).write_bytes(CONTENT)
    return tmp_path


def job(path: str = OLD, to: str = NEW, sha256: str = DIGEST) -> Job:
    return Job(id=1, key="action:1", action=MoveFile(path=path, to=to, sha256=sha256), blobs={})


def test_a_file_is_moved_and_comes_back(office: Path) -> None:
    mover = MovePerformer(office)
    prepared = mover.prepare(job().action)
    assert prepared.preview.render("en") == f"Move “{OLD}” to “{NEW}”"
    assert mover.was_done(job()) == NotDone()
    assert mover.perform([job()]) == [Done()]
    assert (office / NEW).read_bytes() == CONTENT
    assert not (office / OLD).exists()
    assert mover.was_done(job()) == Done()
    assert mover.perform([job()]) == [Done()]
    assert mover.undo([job()]) == [Done()]
    assert (office / OLD).read_bytes() == CONTENT
    assert not (office / NEW).exists()
    assert mover.undo([job()]) == [Done()]


def test_a_crash_between_copy_and_removal_is_mended_by_doing_it_again(office: Path) -> None:
    (office / NEW).parent.mkdir(parents=True)
    (office / NEW).write_bytes(CONTENT)
    mover = MovePerformer(office)
    assert mover.was_done(job()) == NotDone()
    assert mover.perform([job()]) == [Done()]
    assert not (office / OLD).exists()


def test_nothing_is_written_over(office: Path) -> None:
    (office / NEW).parent.mkdir(parents=True)
    (office / NEW).write_bytes(b"another")
    (outcome,) = MovePerformer(office).perform([job()])
    assert isinstance(outcome, Failed)
    assert (office / NEW).read_bytes() == b"another"
    assert (office / OLD).read_bytes() == CONTENT


def test_a_file_that_was_changed_stays_where_it_is(office: Path) -> None:
    mover = MovePerformer(office)
    (office / OLD).write_bytes(b"changed")
    with pytest.raises(UserError, match="looked at again"):
        mover.prepare(job().action)
    (outcome,) = mover.perform([job()])
    assert isinstance(outcome, Failed)
    assert (office / OLD).read_bytes() == b"changed"


@pytest.mark.parametrize(
    ("path", "to"),
    [("secrets/key", NEW), ("incoming/../secrets/key", NEW), ("state/ledger.db", NEW), (OLD, "incoming/x.pdf"),
     (OLD, "secrets/x"), (OLD, "archive/../x"), (OLD, "archive/con.pdf")],
)  # fmt: skip
def test_files_are_taken_and_put_only_where_people_expect_it(office: Path, path: str, to: str) -> None:
    with pytest.raises(UserError):
        MovePerformer(office).prepare(MoveFile(path=path, to=to, sha256=DIGEST))


def test_a_link_that_leads_out_of_the_folder_is_not_followed(
    office: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "x.pdf"
    outside.write_bytes(CONTENT)
    os.symlink(outside, office / "incoming" / "link.pdf")
    with pytest.raises(UserError, match="leads to another place"):
        MovePerformer(office).prepare(MoveFile(path="incoming/link.pdf", to=NEW, sha256=DIGEST))
