"""Mails that lie in files: single messages, folders of them, mboxes and Maildirs, read one after the other."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO

from officebot.connectors.mime.fingerprint import fingerprint
from officebot.connectors.mime.headers import raw_text, values
from officebot.connectors.mime.parts import Poison, cut
from officebot.connectors.mime.read import LARGEST_MESSAGE, read_message
from officebot.core.expressions import expression
from officebot.core.mail import Mail, MessageRef, Unreadable
from officebot.core.text import Text, say

# What mbox puts before each message: its sender and, with a clock time, when it came (RFC 4155).
_FROM_LINE = expression(rb"From \S{1,300} .{0,80}?\d{1,2}:\d{2}.{0,40}?\d{4}")
_QUOTED_FROM = expression(rb"^>(>*From )", re.MULTILINE)
_FIELD = expression(rb"[!-9;-~]{1,80}[ \t]*:")
# A file that has none of these at its beginning is no mail, whatever else it holds.
_KNOWN = expression(
    rb"^(?:from|to|cc|date|subject|received|return-path|delivered-to|message-id|mime-version|content-type|sender"
    rb"|reply-to|in-reply-to|references|dkim-signature|authentication-results|arc-[a-z-]{2,40}|list-[a-z-]{2,20}"
    rb"|x-[a-z-]{2,40})[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_MAILDIR_FLAGS = {"S": "\\Seen", "R": "\\Answered", "F": "\\Flagged", "D": "\\Draft", "T": "\\Deleted"}
#: How much of a file shows whether it holds a mail.
BEGINNING = 4096
#: When a mail came that nobody knows the time of.
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFile:
    """One message as it lies in a file: `file` is the path as given, with `#2` for the second of an mbox.

    `problem` says why it cannot be read; then there are no bytes.
    """

    file: str
    header: bytes = b""
    body: bytes = b""
    flags: frozenset[str] = frozenset()
    received: datetime = EPOCH
    size: int = 0
    number: int = 1
    authserv_ids: frozenset[str] = frozenset()
    problem: Text | None = None


def read_mails(
    path: str | Path, *, authserv_ids: frozenset[str] = frozenset()
) -> Iterator[tuple[str, Mail | Unreadable]]:
    """Each mail of a file or folder with its name, in order; one that cannot be read says why and stops nobody.

    `authserv_ids` names the servers whose Authentication-Results are believed; none are, if it is empty.
    """
    for one in mail_files(path, authserv_ids=authserv_ids):
        yield one.file, read_mail_file(one)


def mail_files(path: str | Path, *, authserv_ids: frozenset[str] = frozenset()) -> Iterator[MailFile]:
    """The same, not yet parsed: for a pool of workers that calls `read_mail_file`. One mail is in memory at a time."""
    place = Path(path)
    if place.is_dir():
        for found in _inside(place):
            yield from _in_file(str(found), found, authserv_ids, is_chosen=False)
    else:
        yield from _in_file(str(path), place, authserv_ids, is_chosen=True)


def read_mail_file(found: MailFile) -> Mail | Unreadable:
    """The message read; may be called in a worker."""
    ref = MessageRef("file", found.file, 0, found.number, fingerprint(found.header[:BEGINNING]))
    problem = found.problem
    if problem is None:
        try:
            return read_message(
                ref,
                found.header,
                found.body,
                found.flags,
                found.received,
                found.size,
                authserv_ids=found.authserv_ids,
            )
        except Poison as poison:
            problem = poison.problem
    return Unreadable(ref=ref, received=found.received, problem=problem, size=found.size)


def mail_in(name: str, data: bytes, *, authserv_ids: frozenset[str] = frozenset()) -> Mail | Unreadable:
    """The one mail that these bytes hold, or that they hold none."""
    if not is_mail(data[:BEGINNING]):
        return read_mail_file(MailFile(file=name, problem=say("This file holds no mail.")))
    return read_mail_file(mail_file(name, data, authserv_ids=authserv_ids))


def is_mail(beginning: bytes) -> bool:
    """Whether a file that begins so holds a mail: fields come first, and one of them is a mail's."""
    beginning = _ended_by_lf(beginning.removeprefix(b"\xef\xbb\xbf"))
    # Of an mbox's line before a message, some programs keep the sender only.
    if beginning.startswith(b"From "):
        beginning = beginning.partition(b"\n")[2]
    # Some mailers lose the field that stood first: a second line may be the first field.
    head = cut(beginning.lstrip(b"\n"))[0]
    return bool(_FIELD.match(head) and _KNOWN.search(head))


# ── where they lie ────────────────────────────────────────────────────────────────────────────────────────


def _inside(folder: Path) -> Iterator[Path]:
    """The files below a folder, sorted; of a Maildir its `new` and `cur`, never what is being delivered in `tmp`."""
    for parent, folders, files in os.walk(folder):
        is_maildir = "cur" in folders and "new" in folders
        if is_maildir:
            folders[:] = [name for name in folders if name != "tmp"]
        folders[:] = sorted(name for name in folders if is_maildir or not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(parent, name)


def _in_file(file: str, place: Path, authserv_ids: frozenset[str], *, is_chosen: bool) -> Iterator[MailFile]:
    """The mails of one file. Of a folder's files those that are no mails are passed over; a chosen one, and one that
    is called `.eml`, says so. In a Maildir all are mails, whatever they begin with.
    """
    try:
        if not place.is_file():
            if is_chosen:
                there = place.exists()
                yield MailFile(
                    file=file, problem=say("This is no file of mails.") if there else say("There is no such file.")
                )
            return
        with place.open("rb") as stream:
            beginning = stream.read(BEGINNING)
            stream.seek(0)
            arrival = datetime.fromtimestamp(os.fstat(stream.fileno()).st_mtime, UTC)
            is_eml = place.suffix.lower() == ".eml"
            if not is_mail(beginning) and not _is_in_maildir(place):
                # A folder may hold anything; what is called a mail, or was chosen, is missed where it is none.
                if is_chosen or is_eml:
                    yield MailFile(file=file, received=arrival, problem=say("This file holds no mail."))
            elif not is_eml and _FROM_LINE.match(beginning):
                yield from _in_mbox(file, stream, arrival, authserv_ids)
            else:
                data = stream.read(LARGEST_MESSAGE + 1)
                yield mail_file(file, data, arrival, authserv_ids, flags=_maildir_flags(place.name))
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        yield MailFile(file=file, problem=say("This file cannot be read ({reason}).", reason=reason))


def _is_in_maildir(place: Path) -> bool:
    folder = place.parent
    return folder.name in ("cur", "new") and all((folder.parent / name).is_dir() for name in ("cur", "new"))


def _maildir_flags(name: str) -> frozenset[str]:
    _, colon, info = name.rpartition(":2,")
    return frozenset(_MAILDIR_FLAGS[letter] for letter in info if letter in _MAILDIR_FLAGS) if colon else frozenset()


# ── one message ───────────────────────────────────────────────────────────────────────────────────────────


def mail_file(
    file: str,
    data: bytes,
    arrival: datetime = EPOCH,
    authserv_ids: frozenset[str] = frozenset(),
    *,
    number: int = 1,
    flags: frozenset[str] = frozenset(),
) -> MailFile:
    """One message from its bytes, not yet parsed; what cannot be parsed has its problem."""
    if len(data) > LARGEST_MESSAGE:
        problem = say("This mail is larger than {limit} bytes.", limit=LARGEST_MESSAGE)
        return MailFile(file=file, received=arrival, size=len(data), number=number, problem=problem)
    data = _ended_by_lf(data.removeprefix(b"\xef\xbb\xbf"))
    if _FROM_LINE.match(data):
        line, _, data = data.partition(b"\n")
        arrival = _arrival_of(line) or arrival
    if not data.strip():
        return MailFile(file=file, received=arrival, number=number, problem=say("This file holds no mail."))
    header, body = cut(data)
    return MailFile(
        file=file,
        header=header,
        body=body,
        flags=flags,
        received=_received(header) or arrival,
        size=len(data),
        number=number,
        authserv_ids=authserv_ids,
    )


def _ended_by_lf(data: bytes) -> bytes:
    """Lines that an old Mac ended with CR alone, ended as others are."""
    return data if b"\n" in data else data.replace(b"\r", b"\n")


def _received(header: bytes) -> datetime | None:
    """When our own server took it in: the date of the first Received field (RFC 5322 §3.6.7)."""
    for _, value in values(header, frozenset({b"received"})):
        return _instant(raw_text(value.rpartition(b";")[2][:100]))
    return None


def _arrival_of(line: bytes) -> datetime | None:
    """The time in an mbox's From line, which the C library writes: `Thu Aug 22 12:36:23 2002`, in UTC."""
    words = raw_text(line).split()
    if len(words) < 7:
        return None
    day = f"{words[2]}, {words[4]} {words[3]} {words[-1]} {words[5]}"
    return _instant(day)


def _instant(words: str) -> datetime | None:
    with suppress(ValueError, TypeError, OverflowError, IndexError):
        found = parsedate_to_datetime(words)
        aware = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
        aware.astimezone(UTC)
        return aware
    return None


# ── an mbox ───────────────────────────────────────────────────────────────────────────────────────────────


def _in_mbox(file: str, stream: BinaryIO, arrival: datetime, authserv_ids: frozenset[str]) -> Iterator[MailFile]:
    """The messages, numbered where there is more than one."""
    messages = _cut_mbox(stream)
    first, second = next(messages, b""), next(messages, None)
    if second is None:
        yield mail_file(file, first, arrival, authserv_ids)
        return
    yield mail_file(f"{file}#1", first, arrival, authserv_ids)
    yield mail_file(f"{file}#2", second, arrival, authserv_ids, number=2)
    for number, data in enumerate(messages, 3):
        yield mail_file(f"{file}#{number}", data, arrival, authserv_ids, number=number)


def _cut_mbox(stream: BinaryIO) -> Iterator[bytes]:
    """What stands between the From lines, of which each but the first follows an empty line; `>From ` unquoted."""
    lines: list[bytes] = []
    size, after_blank = 0, False
    while line := stream.readline(1 << 20):
        if after_blank and line.startswith(b"From ") and _FROM_LINE.match(line):
            yield _unquoted(lines)
            lines, size = [], 0
        after_blank = line in (b"\n", b"\r\n")
        size += len(line)
        # One that is too large is read to its end, but only remembered as too large.
        if size <= LARGEST_MESSAGE + (1 << 20):
            lines.append(line)
    yield _unquoted(lines)


def _unquoted(lines: list[bytes]) -> bytes:
    data = b"".join(lines)
    return _QUOTED_FROM.sub(rb"\1", data) if b">From " in data else data
