"""Mails whose last words are still to come: what stands around them is fixed before the yes, their bytes made after it.

A mail that awaits a number, or carries documents of its proposal, is composed to be shown, and once more with its number.
The time, the author and the signature are those of the first time: they are kept as a blob and approved with it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Protocol

from officebot.core.mail import OutgoingMail
from officebot.core.problems import UserError
from officebot.core.text import Text, say

#: The roles of the blobs: the mail as it is shown or sent, and what stands around it.
MESSAGE, FRAME = "message", "frame"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".xml": "application/xml",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around a mail's own words: when it was composed (aware), whose address and name, the signature."""

    date: datetime
    from_address: str
    from_name: str
    signature: str

    def to_blob(self) -> bytes:
        """As it is kept and hashed."""
        told = {"date": self.date.isoformat(), "address": self.from_address, "name": self.from_name,
                "signature": self.signature}  # fmt: skip
        return json.dumps(told, sort_keys=True, ensure_ascii=False).encode()

    @classmethod
    def from_blob(cls, data: bytes) -> Frame:
        """The frame that was kept."""
        told = json.loads(data)
        return cls(date=datetime.fromisoformat(told["date"]), from_address=told["address"], from_name=told["name"],
                   signature=told["signature"])  # fmt: skip


class Framer(Protocol):
    """Composes mails within frames."""

    def frame(self, mail: OutgoingMail) -> Frame:
        """What stands around the mail if it is composed now."""
        ...

    def framed(
        self, mail: OutgoingMail, frame: Frame, files: Mapping[str, bytes], *, with_bcc: bool = False
    ) -> bytes:
        """The mail's exact bytes; `files` are bytes by their hashes, beside those that are kept."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FramedMails:
    """What a performer of mails does for those whose last words are to come; None of a framer, and it does none."""

    framer: Framer | None

    def prepare(
        self, mail: OutgoingMail, shown: OutgoingMail, documents: Mapping[str, bytes], *, with_bcc: bool = False
    ) -> dict[str, bytes]:
        """The blobs of a mail that is `shown` with words in the number's place. Raises UserError."""
        framer = self._framer(mail)
        frame = framer.frame(shown)
        kept = {} if shown is mail else {FRAME: frame.to_blob()}
        return {MESSAGE: self._bytes(shown, frame, documents, with_bcc), **kept}

    def fill(
        self, mail: OutgoingMail, kept: Mapping[str, bytes], documents: Mapping[str, bytes], *, with_bcc: bool = False
    ) -> dict[str, bytes]:
        """The blobs of the mail with its number: composed within the frame that was approved."""
        message = self._bytes(mail, Frame.from_blob(kept[FRAME]), documents, with_bcc)
        return {**{role: data for role, data in kept.items() if role != FRAME}, MESSAGE: message}

    def _bytes(self, mail: OutgoingMail, frame: Frame, documents: Mapping[str, bytes], with_bcc: bool) -> bytes:
        files = {path: _found(documents, path) for path in mail.attached_documents}
        named = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
        carried = tuple((PurePosixPath(path).name, media_type(path), named[path]) for path in files)
        whole = replace(mail, attachments=(*mail.attachments, *carried), attached_documents=())
        held = {named[path]: data for path, data in files.items()}
        return self._framer(mail).framed(whole, frame, held, with_bcc=with_bcc)

    def _framer(self, mail: OutgoingMail) -> Framer:
        if self.framer is None or mail.forwards is not None:
            raise UserError(say("A mail that is completed after its approval cannot forward another one."))
        return self.framer


def media_type(path: str) -> str:
    """What a document of this name is, for the mail that carries it."""
    return _MEDIA_TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")


def with_files(preview: Text, mail: OutgoingMail) -> Text:
    """What a person sees of a mail, with the names of the documents it carries."""
    names = [PurePosixPath(path).name for path in mail.attached_documents]
    return say("{preview} It carries {files}.", preview=preview, files=names) if names else preview


def _found(documents: Mapping[str, bytes], path: str) -> bytes:
    if path not in documents:
        raise UserError(say("The mail carries “{path}”, and its proposal writes no such document.", path=path))
    return documents[path]
