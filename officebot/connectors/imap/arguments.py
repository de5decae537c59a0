"""The one gate through which every argument of an IMAP command goes.

An incoming mail decides what its subject, its Message-ID and its file names hold; a line break in one of them
would end our command and begin the sender's. So every function here gives bytes that cannot leave their place
in a command line, or raises `UnsafeArgument`; the session sends nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NewType

from imapclient.imap_utf7 import encode as encode_utf7

from officebot.core.expressions import expression
from officebot.core.problems import UserError
from officebot.core.text import say

#: Bytes that went through the gate.
Safe = NewType("Safe", bytes)

SYSTEM_FLAGS = frozenset({"\\Seen", "\\Answered", "\\Flagged", "\\Draft"})

_KEYWORD = expression(r"[A-Za-z0-9$_][A-Za-z0-9$_.+-]{0,63}", re.ASCII)
_UNSAFE = expression(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_PRINTABLE = expression(r"[\x20-\x7e]*", re.ASCII)
_LONGEST_NAME = 255
_LONGEST_TEXT = 998
_LARGEST_UID = 2**32 - 1
# Servers may refuse command lines over 8,192 octets (RFC 7162 §4); the rest of the line needs room too.
_LONGEST_SET = 7000
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class UnsafeArgument(UserError, ValueError):
    """A value that must not go into a command or a header; nothing was sent."""

    def __init__(self, role: str) -> None:
        super().__init__(say("Refused: the {role} holds characters that it must not hold.", role=role))


def flag(name: object) -> Safe:
    r"""A keyword such as `$officebot-urgent`, or a system flag except \Deleted and \Recent."""
    if not isinstance(name, str):
        raise UnsafeArgument("flag")
    if name in SYSTEM_FLAGS or _KEYWORD.fullmatch(name):
        return Safe(name.encode("ascii"))
    raise UnsafeArgument("flag")


def flag_list(names: Iterable[object]) -> Safe:
    """Flags in parentheses, sorted, each once."""
    return Safe(b"(" + b" ".join(sorted({flag(name) for name in names})) + b")")


def mailbox(name: object) -> Safe:
    """A folder's name in the server's own hierarchy, in modified UTF-7 (RFC 3501 §5.1.3), quoted."""
    if not isinstance(name, str) or not name or len(name) > _LONGEST_NAME or _UNSAFE.search(name):
        raise UnsafeArgument("folder name")
    return _quote(encode_utf7(name))


def text(value: object, role: str = "text") -> Safe:
    """A quoted string of printable ASCII, at most 998 characters."""
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT or not _PRINTABLE.fullmatch(value):
        raise UnsafeArgument(role)
    return _quote(value.encode("ascii"))


def uid(number: object) -> int:
    """A UID: an integer from 1 to 2³²-1."""
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number <= _LARGEST_UID:
        raise UnsafeArgument("uid")
    return number


def size(number: object) -> Safe:
    """A number of octets."""
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number <= _LARGEST_UID:
        raise UnsafeArgument("size")
    return Safe(b"%d" % number)


def uid_sets(uids: Iterable[object]) -> Iterator[Safe]:
    """UIDs as sets with ranges (`1:3,7`), ascending; several where one would make the command line too long."""
    parts: list[bytes] = []
    length = 0
    for first, last in _runs(sorted({uid(number) for number in uids})):
        part = b"%d" % first if first == last else b"%d:%d" % (first, last)
        if parts and length + len(part) + 1 > _LONGEST_SET:
            yield Safe(b",".join(parts))
            parts, length = [], 0
        parts.append(part)
        length += len(part) + 1
    if parts:
        yield Safe(b",".join(parts))


def date_time(instant: object) -> Safe:
    """An aware datetime as IMAP's quoted date-time (`"24-Nov-2026 09:05:00 +0100"`)."""
    if not isinstance(instant, datetime) or instant.tzinfo is None:
        raise UnsafeArgument("date")
    month = _MONTHS[instant.month - 1]
    return Safe(f'"{instant.day:02d}-{month}-{instant.year:04d} {instant:%H:%M:%S %z}"'[:28].encode("ascii"))


def message(raw: object) -> bytes:
    """A message's bytes as a literal may hold them: no NUL (RFC 3501 §9), every line ended by CRLF."""
    if not isinstance(raw, bytes) or b"\x00" in raw:
        raise UnsafeArgument("message")
    return re.sub(rb"\r\n|\r|\n", b"\r\n", raw)


def command_line(tag: bytes, parts: Iterable[bytes]) -> bytes:
    """The whole command with its line end. The last look: whatever came before, a line holds one command."""
    line = b" ".join((tag, *parts))
    if re.search(rb"[\r\n\x00]", line):
        raise UnsafeArgument("command")
    return line + b"\r\n"


def _quote(value: bytes) -> Safe:
    return Safe(b'"' + value.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"')


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    if not numbers:
        return
    first = last = numbers[0]
    for number in numbers[1:]:
        if number != last + 1:
            yield first, last
            first = number
        last = number
    yield first, last
