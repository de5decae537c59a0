"""What hangs on a mail is kept byte for byte, or not at all; and taken back."""

from __future__ import annotations

import hashlib
from email.message import EmailMessage
from pathlib import Path

import pytest

from officebot.connectors.documents import DocumentPerformer
from officebot.connectors.papers.attached import attachment_with
from officebot.core.actions import KeepAttachment
from officebot.core.mail import MessageRef
from officebot.core.problems import UserError
from officebot.sdk import Done, Job

REF = MessageRef("desk", "INBOX", 1, 1, "f")
PDF = b"%PDF-1.7 the invoice\r\n\x00\xff"
PATH = "archive/invoices/2026/2026-11/Dupont/FA-1.pdf"


def mail_with(*contents: bytes) -> bytes:
    mail = EmailMessage()
    mail["From"] = "compta@dupont.example"
    mail.set_content("Veuillez trouver notre facture.")
    for number, content in enumerate(contents):
        mail.add_attachment(content, maintype="application", subtype="pdf", filename=f"{number}.pdf")
    return mail.as_bytes()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def keep(data: bytes = PDF, path: str = PATH) -> KeepAttachment:
    return KeepAttachment(on=REF, sha256=sha256(data), path=path)


def performer(tmp_path: Path, mail: bytes) -> DocumentPerformer:
    return DocumentPerformer(tmp_path, [], lambda _ref, digest: attachment_with((mail, digest)))


def test_an_attachment_is_kept_byte_for_byte_and_taken_back(tmp_path: Path) -> None:
    folder = performer(tmp_path, mail_with(b"another", PDF))
    prepared = folder.prepare(keep())
    assert prepared.preview.render("en") == f"Write “{PATH}” (1 KB)"
    job = Job(id=1, key="action:1", action=prepared.action, blobs=prepared.blobs)
    (done,) = folder.perform([job])
    assert isinstance(done, Done)
    assert (tmp_path / PATH).read_bytes() == PDF
    assert isinstance(folder.was_done(job), Done)
    folder.undo([Job(id=1, key="action:1", action=prepared.action, blobs=prepared.blobs, receipt=done.receipt)])
    assert not (tmp_path / PATH).exists()


@pytest.mark.parametrize("mail", [b"", mail_with(b"another"), b"Content-Type: multipart/mixed; boundary=x\n\n--x"])
def test_an_attachment_that_is_gone_is_refused_before_anybody_says_yes(tmp_path: Path, mail: bytes) -> None:
    with pytest.raises(UserError, match="not to be had any more"):
        performer(tmp_path, mail).prepare(keep())


def test_other_bytes_than_those_that_were_read_are_never_kept(tmp_path: Path) -> None:
    folder = DocumentPerformer(tmp_path, [], lambda _ref, _digest: b"swapped")
    with pytest.raises(UserError):
        folder.prepare(keep())


@pytest.mark.parametrize("path", ["secrets/FA.pdf", "archive/../secrets/x.pdf", "archive/a:b.pdf", "FA.pdf"])
def test_an_attachment_goes_only_where_documents_go(tmp_path: Path, path: str) -> None:
    with pytest.raises(UserError, match="not a place for a document"):
        performer(tmp_path, mail_with(PDF)).prepare(keep(path=path))
