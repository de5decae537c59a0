"""Writes documents into the office's folder: rendered from trusted templates, tables as workbooks, what hung on mails.

The crash cases. Before the former content is kept: nothing happened. Between keeping it and the replacement:
the file is as it was, and writing is repeated. After the replacement: the content has the approved hash, so it
is known to be done, and what was kept says what stood there. A temporary file left behind is swept away.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from officebot.connectors import activity_documents, activity_workbook, office_pdf, rendering, tables
from officebot.connectors.office_folder import (
    TEMPORARY,
    TOP_FOLDERS,
    cannot_write,
    hash_of_file,
    place,
    replace,
    sha256,
    sync_folder,
)
from officebot.connectors.plugin_templates import whereabouts
from officebot.connectors.rendering import Kept
from officebot.core.actions import Action, KeepAttachment, WriteDocument
from officebot.core.mail import MessageRef
from officebot.core.problems import UserError
from officebot.core.text import Text, say
from officebot.sdk import Done, Failed, Job, NotDone, Outcome, Prepared, Retry, Uncertain

TRASH = "archive/.trash"
BACKUPS = "state/backups/documents"
#: The roles of the blobs: the document, and the template of one whose number is still to come.
ROLE, TEMPLATE = WriteDocument.role, "template"

_STALE_SECONDS = 3600


class DocumentPerformer:
    """Performs `document.write` and `document.keep`. Doing it twice is harmless; undo brings back what stood there before.

    `templates` are the folders whose templates are trusted: the office's own first, then the ones shipped. `attached`
    gives the bytes of a mail's attachment by their SHA-256, None where they are not to be had (any more).
    """

    kinds = frozenset({WriteDocument.kind, KeepAttachment.kind})
    repeatable = True
    irreversible: frozenset[str] = frozenset()

    def __init__(
        self,
        folder: Path,
        templates: Sequence[Path],
        attached: Callable[[MessageRef, str], bytes | None] = lambda _ref, _sha256: None,
    ) -> None:
        self._folder = folder.resolve()
        self._templates = tuple(templates)
        self._attached = attached

    def prepare(self, action: Action) -> Prepared:
        """The document's exact bytes. Raises UserError for a path, a template or an attachment that is refused."""
        if isinstance(action, KeepAttachment):
            return self._prepare_attachment(action)
        document = _write(action)
        self._place(document.path)
        content = self._content(document, None)
        return Prepared(action=action, preview=_preview(document.path, content), blobs={ROLE: content})

    def prepare_with(self, action: Action, shown: Action, documents: Mapping[str, bytes]) -> Prepared:
        """The same of one that awaits a number: shown with words in its place, its template kept as it is now."""
        document = _write(shown)
        self._place(document.path)
        template, folders = whereabouts(document.template, self._templates)
        kept = rendering.keep(template, document.language, folders) if template else None
        content = self._content(document, kept)
        blobs = {ROLE: content, **({TEMPLATE: kept.to_blob()} if kept else {})}
        return Prepared(action=action, preview=_preview(_write(action).path, content), blobs=blobs)

    def fill(self, action: Action, kept: Mapping[str, bytes], documents: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """The document with its number, made of the template that was approved, whatever stands in its place by now."""
        document = _write(action)
        self._place(document.path)
        return {ROLE: self._content(document, Kept.from_blob(kept[TEMPLATE]) if TEMPLATE in kept else None)}

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Write the documents, each whole or not at all."""
        return [self._write(job) for job in jobs]

    def was_done(self, job: Job) -> Done | NotDone | Uncertain:
        """Whether the document stands there with the approved content."""
        target = self._place(_path_of(job))
        digest = sha256(_bytes_of(job))
        if hash_of_file(target) != digest or not self._is_kept(job):
            return NotDone()
        return Done(self._receipt(job, digest))

    def undo(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Bring back what stood there before, or move the document to the trash."""
        return [self._take_back(job) for job in jobs]

    def sweep(self) -> int:
        """Remove the temporary files that a crash left behind an hour ago or earlier; how many there were."""
        limit, swept = time.time() - _STALE_SECONDS, 0
        for top in TOP_FOLDERS:
            for stray in (self._folder / top).rglob(f"{TEMPORARY}*"):
                if stray.is_file() and not stray.is_symlink() and stray.stat().st_mtime < limit:
                    stray.unlink(missing_ok=True)
                    swept += 1
        return swept

    # ── what is written ───────────────────────────────────────────────────────────────────────────────────

    def _prepare_attachment(self, action: KeepAttachment) -> Prepared:
        self._place(action.path)
        content = self._attached(action.on, action.sha256)
        if content is None or sha256(content) != action.sha256:
            raise UserError(say("The attachment for “{path}” is not to be had any more: its mail is gone or was changed.",
                                path=action.path))  # fmt: skip
        return Prepared(action=action, preview=_preview(action.path, content), blobs={action.role: content})

    def _content(self, action: WriteDocument, kept: Kept | None) -> bytes:
        """The document's bytes, of a template that was kept, else of the one that is there now; a report's are read back."""
        suffix = PurePosixPath(action.path).suffix.lower()
        if activity_documents.is_activity(action.template, action.data):
            if suffix == ".xlsx":
                return activity_workbook.activity_book(action.data)
            return activity_documents.finished_document(self._made(action, kept, suffix), suffix, action.data)
        return self._made(action, kept, suffix)

    def _made(self, action: WriteDocument, kept: Kept | None, suffix: str) -> bytes:
        template, folders = whereabouts(action.template, self._templates)
        data, language = action.data, action.language
        if PurePosixPath(template).suffix.lower() in (".docx", ".xlsx"):
            kept = kept or rendering.keep(template, language, folders)
            return office_pdf.document(kept, data, suffix)
        if template and suffix == ".pdf":
            return kept.pdf(data) if kept else rendering.pdf(template, data, language, folders)
        if template:
            text = kept.render(data) if kept else rendering.render(template, data, language, folders)
            return text.encode("utf-8", "replace")
        if action.data and suffix == ".xlsx":
            return tables.workbook(action.data)
        if action.data and suffix == ".csv":
            return tables.csv_text(action.data, action.language).encode("utf-8-sig")
        return action.content.encode("utf-8", "replace")

    # ── writing ───────────────────────────────────────────────────────────────────────────────────────────

    def _write(self, job: Job) -> Outcome:
        try:
            target = self._place(_path_of(job))
            content = _bytes_of(job)
            digest = sha256(content)
            if hash_of_file(target) == digest:
                return Done(self._receipt(job, digest))
            if isinstance(job.action, KeepAttachment) and target.exists():
                return Failed(
                    say("Another file stands at “{path}” already: it is not written over.", path=_path_of(job))
                )
            target.parent.mkdir(parents=True, exist_ok=True)
            self._place(_path_of(job))  # a link may have taken a folder's place since
            self._keep(job, target)
            replace(target, content)
            return Done(self._receipt(job, digest))
        except UserError as refused:
            return Failed(refused.problems[0].what)
        except OSError as error:
            return Retry(cannot_write(_path_of(job), error))

    def _keep(self, job: Job, target: Path) -> None:
        """Keep what stands there, once: a repetition must not keep officebot's own writing."""
        if self._is_kept(job):
            return
        kept = self._kept(job)
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if target.exists():
            replace(kept / "before", target.read_bytes(), make_parent=True)
        else:
            replace(kept / "nothing", b"", make_parent=True)

    def _kept(self, job: Job) -> Path:
        return self._folder / BACKUPS / re.sub(r"[^A-Za-z0-9_-]", "-", job.key)

    def _is_kept(self, job: Job) -> bool:
        kept = self._kept(job)
        return (kept / "before").exists() or (kept / "nothing").exists()

    def _receipt(self, job: Job, digest: str) -> dict[str, Any]:
        backup = self._kept(job) / "before"
        before = hash_of_file(backup)
        return {
            "path": _path_of(job),
            "sha256": digest,
            "before": before,
            "backup": backup.relative_to(self._folder).as_posix() if before else None,
            "changed": self._is_kept(job),
        }

    # ── taking back ───────────────────────────────────────────────────────────────────────────────────────

    def _take_back(self, job: Job) -> Outcome:
        path, before = _path_of(job), job.receipt.get("before")
        if not job.receipt.get("changed", True):
            return Done()
        try:
            target = self._place(path)
            now = hash_of_file(target)
            if now == before:
                return Done()
            if now != job.receipt.get("sha256"):
                return Failed(say("“{path}” was changed since: take it back by hand.", path=path))
            return self._restore(job, target) if before else self._bin(path, target)
        except UserError as refused:
            return Failed(refused.problems[0].what)
        except OSError as error:
            return Retry(cannot_write(path, error))

    def _restore(self, job: Job, target: Path) -> Outcome:
        backup = self._kept(job) / "before"
        if hash_of_file(backup) != job.receipt.get("before"):
            sentence = "The former content of “{path}” is no longer kept: it cannot be brought back."
            return Failed(say(sentence, path=_path_of(job)))
        replace(target, backup.read_bytes())
        return Done()

    def _bin(self, path: str, target: Path) -> Outcome:
        binned = self._folder / TRASH / path
        number = 1
        while binned.exists():
            number += 1
            binned = (self._folder / TRASH / path).with_stem(f"{target.stem} {number}")
        binned.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(target, binned)
        sync_folder(target.parent)
        return Done({"moved_to": binned.relative_to(self._folder).as_posix()})

    def _place(self, path: str) -> Path:
        return place(self._folder, path)


def _write(action: Action) -> WriteDocument:
    if not isinstance(action, WriteDocument):
        raise TypeError(action.kind)
    return action


def _preview(path: str, content: bytes) -> Text:
    return say("Write “{path}” ({size} KB)", path=path, size=max(1, round(len(content) / 1000)))


def _bytes_of(job: Job) -> bytes:
    return job.blobs[job.action.role if isinstance(job.action, KeepAttachment) else ROLE]


def _path_of(job: Job) -> str:
    return job.action.path if isinstance(job.action, WriteDocument | KeepAttachment) else ""
