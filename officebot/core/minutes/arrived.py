"""What came for minutes: notes, transcripts and corrected drafts that hung on a mail or lay in the office's folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from officebot.core.minutes.readback.document import Returned
from officebot.core.text import Text

#: The endings of files in which minutes begin: recordings as words with times, texts, tables of people; and older forms
#: in which notes are written and which nobody here reads: that is said, so that they are sent in another.
TRANSCRIPTS = frozenset({".vtt", ".webvtt", ".srt", ".sbv", ".ctm"})
TEXTS = frozenset({".md", ".markdown", ".txt", ".text", ".docx"})
TABLES = frozenset({".csv", ".tsv"})
UNREAD = frozenset({".doc", ".odt", ".rtf", ".pages"})
#: What a file is for: what was said, written down or recorded; what was to be spoken of; who was there.
ArrivedKind: TypeAlias = Literal["notes", "transcript", "agenda", "people"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedFile:
    """A file as text. `name` is its own, without a path; `sha256` (hexadecimal) says which bytes it was read from.

    `path` is where it lies in the office's folder, "" for what hung on a mail. `returned` is a Word file as a document: a
    draft that comes back corrected is more than its text.
    """

    name: str
    kind: ArrivedKind
    text: str
    sha256: str
    path: str = ""
    returned: Returned | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailNotes:
    """What came with a mail, in the order of its attachments; `words` are its author's new words.

    `unread` are the files that could be for minutes and cannot be read, each with the sentence why; `problem` is why
    nothing of the mail could be read.
    """

    words: str = ""
    files: tuple[ArrivedFile, ...] = ()
    unread: tuple[tuple[str, Text], ...] = ()
    problem: Text | None = None

    @property
    def documents(self) -> tuple[Returned, ...]:
        """The Word files: each may be a draft with corrections."""
        return tuple(one.returned for one in self.files if one.returned is not None)
