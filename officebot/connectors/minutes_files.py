"""Files that minutes are made of – notes, agendas, lists of people, transcripts – and drafts that come back, read in a worker."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import TypeAlias

from officebot.connectors.file_bytes import file_bytes
from officebot.connectors.papers.reading import LARGEST_FILE
from officebot.connectors.papers.word import read_word
from officebot.connectors.workers import WorkerFault, WorkerPool
from officebot.core.minutes.arrived import TABLES, TEXTS, TRANSCRIPTS
from officebot.core.minutes.model import NotesFile
from officebot.core.minutes.readback.document import Returned
from officebot.core.problems import Problem, UserError
from officebot.core.text import say

MEMORY_BYTES = 1_000_000_000
_SECONDS = 60.0
_TEXT = "officebot.connectors.minutes_files:text_or_refused"
_DOCUMENT = "officebot.connectors.minutes_files:document_or_refused"

#: What is read as text; a .docx is read for its words.
ENDINGS = (".md", ".txt", ".docx", ".vtt", ".srt", ".sbv", ".ctm", ".csv")
_READ = TRANSCRIPTS | TEXTS | TABLES | {""}
#: Ten hours of speech with times are two million characters.
LONGEST_TEXT = 20_000_000
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

Refused: TypeAlias = tuple[Problem, ...]


def texts_apart(paths: Sequence[Path], workers: WorkerPool) -> list[NotesFile]:
    """The files as texts, in their order. Raises UserError, a sentence for each that cannot be read."""
    found: list[NotesFile] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found.append(text_apart(file_bytes(path, LARGEST_FILE), path.name, workers))
        except UserError as refused:
            problems += refused.problems
    if problems:
        raise UserError(problems)
    return found


def text_apart(data: bytes, name: str, workers: WorkerPool) -> NotesFile:
    """The file as a text, read in a worker. Raises UserError where it is none of `ENDINGS`, or damaged."""
    found: NotesFile | Refused | WorkerFault = workers.run(_TEXT, (data, name), _SECONDS)
    if isinstance(found, NotesFile):
        return found
    raise UserError(found if isinstance(found, tuple) else _too_much(name))


def document_apart(data: bytes, name: str, workers: WorkerPool) -> Returned:
    """A Word document that came back, read in a worker. Raises UserError, a sentence, for one that cannot be read."""
    found: Returned | Refused | WorkerFault = workers.run(_DOCUMENT, (data, name), _SECONDS)
    if isinstance(found, Returned):
        return found
    raise UserError(found if isinstance(found, tuple) else _too_much(name))


# ── the worker's side ─────────────────────────────────────────────────────────────────────────────────────


def text_or_refused(payload: tuple[bytes, str]) -> NotesFile | Refused:
    """The file as a text, or the problems."""
    try:
        return text_of(*payload)
    except UserError as refused:
        return refused.problems


def document_or_refused(payload: tuple[bytes, str]) -> Returned | Refused:
    """The document, or the problems."""
    try:
        return read_word(*payload)
    except UserError as refused:
        return refused.problems


def text_of(data: bytes, name: str) -> NotesFile:
    """The file as a text; offsets count in it. Raises UserError, a sentence."""
    ending = PurePath(name).suffix.lower()
    if ending == ".docx" or data[:2] == b"PK" or data[:4] == b"\xd0\xcf\x11\xe0":
        return NotesFile(name=name, text=_composed(read_word(data, name).as_notes()))
    if ending not in _READ:
        sentence = "Files of this kind are not read for minutes: hand over {endings}."
        raise UserError(Problem(where=name, what=say(sentence, endings=list(ENDINGS))))
    text = _decoded(data)
    if "\x00" in text[:4_096]:
        raise UserError(
            Problem(where=name, what=say("This file is no text: hand over {endings}.", endings=list(ENDINGS)))
        )
    if len(text) > LONGEST_TEXT:
        raise UserError(Problem(where=name, what=say("This file is longer than any meeting: it is not read.")))
    return NotesFile(name=name, text=text)


def _decoded(data: bytes) -> str:
    """The text, whatever wrote it: UTF-8, else what old Windows programs write; lines end in one way."""
    mark = next((encoding for begin, encoding in _MARKS if data.startswith(begin)), "")
    try:
        text = data.decode(mark or "utf-8")
    except UnicodeDecodeError:
        text = data.decode(mark or "cp1252", "replace")
    return _composed(text.replace("\r\n", "\n").replace("\r", "\n"))


def _composed(text: str) -> str:
    """The text with each accented letter as one sign, as all that reads it takes it; macOS writes two."""
    return unicodedata.normalize("NFC", text)


def _too_much(name: str) -> Problem:
    what = say("This file takes too long or too much memory to read: it is damaged, or not made by people.")
    return Problem(where=name, what=what)
