"""What minutes are made of, read in a worker: the files of a mail, or of the office's folder, as notes and transcripts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePath
from typing import TypeAlias

from officebot.connectors.mailfiles import mail_in
from officebot.connectors.minutes_files import text_of
from officebot.connectors.papers.attached import attachments_of
from officebot.connectors.papers.word import read_word
from officebot.connectors.workers import WorkerFault, WorkerPool
from officebot.core.expressions import expression
from officebot.core.mail import Unreadable
from officebot.core.minutes.arrived import TABLES, TEXTS, TRANSCRIPTS, UNREAD, ArrivedFile, ArrivedKind, MailNotes
from officebot.core.problems import UserError
from officebot.core.text import Text, counted, plain, say

#: Files of one mail, or of one meeting's folder, that are looked at, and the largest of them.
_MOST, _LARGEST = 20, 20_000_000
_READ = "officebot.connectors.papers.mail_notes:read_mail_notes"
_READ_FILES = "officebot.connectors.papers.mail_notes:read_files"
_SECONDS = 60.0
#: "[00:12:03]" or "00:12:03 Anna:" at the head of many lines makes a text a transcript.
_TIMED = expression(r"^\s{0,8}\[?\d{1,2}:\d{2}(?::\d{2})?\b", re.MULTILINE)
#: What a file's name calls it; “notes” and the like count before all else: “Notes of the people committee” are notes.
_NOTES = expression(r"\b(?:notes?|cr|comptes? rendus?|minutes|pv|releves?)\b")
_AGENDA = expression(r"\b(?:ordres? du jour|agenda|odj)\b")
_PEOPLE = expression(r"\b(?:participants?|presents?|presences?|emargement|attendees|attendance|people)\b")

_Found: TypeAlias = "tuple[tuple[str, str, bytes], ...]"


def read_mail_notes_apart(data: bytes, received: datetime, workers: WorkerPool) -> MailNotes:
    """What came with a mail for minutes, read in a worker; where no worker survives it, the problem."""
    found: MailNotes | WorkerFault = workers.run(_READ, (data, received), _SECONDS)
    return found if isinstance(found, MailNotes) else MailNotes(problem=_too_much())


def read_folder_apart(folder: Path, under: str, workers: WorkerPool) -> MailNotes:
    """What lies in a folder of the office for minutes, read in a worker; `under` is its path with `/`. Links are left."""
    place = folder / under
    if not place.is_dir() or place.is_symlink() or not place.resolve().is_relative_to(folder.resolve()):
        return MailNotes()
    files = [one for one in sorted(place.iterdir()) if one.is_file() and not one.is_symlink()]
    named = [one for one in files if _may_be(one.name)]
    if not named:
        return MailNotes()
    read = tuple((one.name, f"{under}/{one.name}", _bytes_of(one)) for one in named[:_MOST])
    found: MailNotes | WorkerFault = workers.run(_READ_FILES, read, _SECONDS)
    if not isinstance(found, MailNotes):
        return MailNotes(problem=_too_much())
    return replace(found, unread=(*found.unread, *_beyond([one.name for one in named])))


def read_mail_notes(payload: tuple[bytes, datetime]) -> MailNotes:
    """The worker's side: the mail's words and files, or the problem."""
    data, _ = payload
    try:
        mail = mail_in("", data)
        if isinstance(mail, Unreadable):
            return MailNotes(problem=mail.problem)
        parts = [part for part in attachments_of(data) if _may_be(part.name)]
        read = read_files(tuple((part.name, "", part.content()) for part in parts[:_MOST]))
        unread = (*read.unread, *_beyond([part.name for part in parts]))
        return MailNotes(words=mail.reply, files=read.files, unread=unread)
    except UserError as refused:
        return MailNotes(problem=refused.problems[0].what)


def read_files(files: _Found) -> MailNotes:
    """Name, path and bytes of each file as text with what it is for; those that cannot be read with the sentence why."""
    found: list[ArrivedFile] = []
    unread: list[tuple[str, Text]] = []
    for name, path, content in files:
        try:
            found.append(_read(name, path, content))
        except UserError as refused:
            unread.append((name, refused.problems[0].what))
    return MailNotes(files=tuple(found), unread=tuple(unread))


def _read(name: str, path: str, content: bytes) -> ArrivedFile:
    if len(content) > _LARGEST:
        raise UserError(say("The file is larger than 20 MB: notes and transcripts are text."))
    returned = read_word(content, name) if PurePath(name).suffix.lower() == ".docx" else None
    text = returned.as_notes() if returned is not None else text_of(content, name).text
    if not text.strip():
        raise UserError(say("No words stand in this file."))
    return ArrivedFile(
        name=name, kind=kind_of(name, text), text=text, sha256=hashlib.sha256(content).hexdigest(), path=path,
        returned=returned,
    )  # fmt: skip


def kind_of(name: str, text: str) -> ArrivedKind:
    """What a file is for: by its ending, by its name, by how its lines begin."""
    ending, stem = PurePath(name).suffix.lower(), plain(PurePath(name).stem)
    if ending in TRANSCRIPTS or text.lstrip("\ufeff \n").startswith("WEBVTT"):
        return "transcript"
    words = re.sub(r"[\W_]+", " ", stem)
    if ending in TABLES:
        return "people"
    if not _NOTES.search(words):
        if _PEOPLE.search(words):
            return "people"
        if _AGENDA.search(words):
            return "agenda"
    lines = text.count("\n") + 1
    return "transcript" if "transcri" in stem or len(_TIMED.findall(text)) * 3 >= max(lines, 9) else "notes"


def _may_be(name: str) -> bool:
    """Whether a file could be for minutes, by its name's ending."""
    return PurePath(name).suffix.lower() in TRANSCRIPTS | TEXTS | TABLES | UNREAD


def _bytes_of(file: Path) -> bytes:
    """The file's bytes, one more than are read of the largest."""
    try:
        with file.open("rb") as opened:
            return opened.read(_LARGEST + 1)
    except OSError:
        return b""


def _beyond(names: Sequence[str]) -> tuple[tuple[str, Text], ...]:
    """That more came than are read at once, said once, under the first of their names."""
    left = len(names) - _MOST
    if left <= 0:
        return ()
    what = counted("It was not read, more than {most} files came: bring it by itself.",
                   "It and what follows it, {count} files, were not read: bring at most {most} at once.", left,
                   most=_MOST)  # fmt: skip
    return ((names[_MOST], what),)


def _too_much() -> Text:
    return say("These notes take too long or too much memory to read: look at them yourself.")
