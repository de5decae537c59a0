"""A stored message as pymap's IMAP server reads it: the exact bytes, parsed only when a client asks for parts.

pymap's own reading parses at once and lets a hostile message end the connection; here whole messages and their
headers are cut from the bytes, and what cannot be parsed shows as empty.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from pymap.bytes import Writeable
from pymap.message import BaseLoadedMessage, BaseMessage
from pymap.mime import MessageBody, MessageContent, MessageHeader
from pymap.parsing.response.fetch import BodyStructure, EnvelopeStructure
from pymap.parsing.specials import FetchRequirement, Flag, ObjectId
from pymap.parsing.specials.flag import Recent

from officebot.core.expressions import expression
from officebot.testing.mailstore import MailStore, MessageRow

# What pymap's and the standard library's parsers raise for hostile input (deep MIME, broken parameters).
_UNPARSEABLE = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
_BLANK_LINE = expression(rb"(?:\A|\n)\r?\n")
_FIELD = expression(rb"^([^\s:]+)[ \t]*:.*\n?(?:[ \t].*\n?)*", re.MULTILINE)


def to_flags(names: frozenset[str]) -> frozenset[Flag]:
    """pymap's flags for the stored names."""
    return frozenset(Flag(name) for name in names)


def from_flags(flags: Collection[Flag]) -> frozenset[str]:
    """The names to store; \\Recent belongs to a session, not to the message (RFC 3501 §2.3.2)."""
    return frozenset(str(flag) for flag in flags if flag != Recent)


class Message(BaseMessage):
    """A message in a folder: its numbers in memory, its bytes in the store."""

    __slots__ = ("_store", "content", "recent", "size")

    def __init__(self, store: MailStore, row: MessageRow, *, recent: bool = False, expunged: bool = False) -> None:
        email_id = ObjectId(b"M%d" % row.content)
        super().__init__(row.uid, row.received, to_flags(row.flags), email_id=email_id, expunged=expunged)
        self._store = store
        self.content = row.content
        self.size = row.size
        self.recent = recent

    @property
    def row(self) -> MessageRow:
        """The message as the store knows it."""
        received: datetime = self.internal_date
        flags = from_flags(self.permanent_flags)
        return MessageRow(uid=self.uid, content=self.content, size=self.size, received=received, flags=flags)

    def as_expunged(self) -> Message:
        """The same message, marked as gone."""
        return Message(self._store, self.row, expunged=True)

    async def load_content(self, requirement: FetchRequirement) -> LoadedMessage:
        """The message with its bytes at hand."""
        return LoadedMessage(self, requirement, self._store)


def _parse(raw: bytes) -> MessageContent:
    try:
        content: MessageContent = MessageContent.parse(raw)
    except _UNPARSEABLE:
        content = MessageContent(raw, MessageHeader.empty(), MessageBody.empty())
    return content


class LoadedMessage(BaseLoadedMessage):
    """A message's bytes, and its parts when asked for."""

    __slots__ = ("_parsed", "_raw", "_row", "_source")

    def __init__(self, message: Message, requirement: FetchRequirement, store: MailStore) -> None:
        super().__init__(message, requirement, None)
        self._source = store
        self._row = message
        self._raw: bytes | None = None
        self._parsed: MessageContent | None = None

    @property
    def raw(self) -> bytes:
        """The bytes exactly as they were appended; none once the message is gone."""
        if self._raw is None:
            self._raw = self._source.content(self._row.content) or b""
        return self._raw

    @property
    def content(self) -> MessageContent:
        if self._parsed is None:
            self._parsed = _parse(self.raw)
        return self._parsed

    def _split(self) -> tuple[bytes, bytes]:
        found = _BLANK_LINE.search(self.raw)
        cut = found.end() if found else len(self.raw)
        return self.raw[:cut], self.raw[cut:]

    def __bytes__(self) -> bytes:
        return self.raw

    def get_header(self, name: bytes) -> Sequence[str]:
        fields = [m.group() for m in _FIELD.finditer(self._split()[0]) if m.group(1).lower() == name.lower()]
        if not any(b"=?" in field for field in fields):
            # Nothing to decode: six times faster than the standard library's header classes.
            return [" ".join(field.partition(b":")[2].decode("utf-8", "replace").split()) for field in fields]
        try:
            return list(_parse(b"".join(fields)).header.parsed[name])
        except _UNPARSEABLE:
            return []

    def get_body(self, section: Sequence[int] | None = None, binary: bool = False) -> Writeable:
        if not section and not binary:
            return Writeable.wrap(self.raw)
        return super().get_body(section, binary)

    def get_size(self, section: Sequence[int] | None = None) -> int:
        return super().get_size(section) if section else self._row.size

    def get_message_headers(
        self, section: Sequence[int] | None = None, subset: Collection[bytes] | None = None, inverse: bool = False
    ) -> Writeable:
        if section:
            return super().get_message_headers(section, subset, inverse)
        header = self._split()[0]
        if subset is None:
            return Writeable.wrap(header)
        wanted = {name.upper() for name in subset}
        fields = [m.group() for m in _FIELD.finditer(header) if (m.group(1).upper() in wanted) != inverse]
        return Writeable.wrap(b"".join(fields) + b"\r\n")

    def get_message_text(self, section: Sequence[int] | None = None) -> Writeable:
        return super().get_message_text(section) if section else Writeable.wrap(self._split()[1])

    def get_envelope_structure(self) -> EnvelopeStructure:
        try:
            structure: EnvelopeStructure = super().get_envelope_structure()
            bytes(structure)
        except _UNPARSEABLE:
            structure = EnvelopeStructure.empty()
        return structure

    def get_body_structure(self) -> BodyStructure:
        try:
            structure: BodyStructure = super().get_body_structure()
            bytes(structure)
        except _UNPARSEABLE:
            structure = BodyStructure.empty()
        return structure

    def contains(self, value: bytes) -> bool:
        return value.lower() in self.raw.lower()
