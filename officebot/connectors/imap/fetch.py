"""FETCH responses, read without a general lexer: a fixed list of items, in any order, quoted or literal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

from officebot.connectors.imap.wire import Line
from officebot.core.expressions import expression

HEADER_ITEMS = b"(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER])"

_FETCH = expression(rb"\* \d+ FETCH \(", re.IGNORECASE)
_TOKEN = expression(
    rb'BODY\[[^\]]*\](?:<\d+>)?|"(?:[^"\\]|\\.)*"|\{\d+\+?\}\r?\n?|[()]|[^\s()"{]+',
    re.IGNORECASE | re.DOTALL,
)
# What servers send for our two questions, in the order asked: read in one step; everything else token by token.
_USUAL_HEADER = expression(
    rb'\* \d+ FETCH \(UID (\d{1,10}) FLAGS \(([^()"{]*)\) INTERNALDATE ("[^"]{26}") RFC822\.SIZE (\d{1,10})'
    rb" BODY\[HEADER\] \{\d+\}\r\n"
)
_USUAL_IDENTITY = expression(
    rb'\* \d+ FETCH \(UID (\d{1,10}) FLAGS \(([^()"{]*)\) BODY\[HEADER\.FIELDS \([A-Z -]{1,200}\)\] \{\d+\}\r\n'
)
_USUAL_TEXT = expression(rb"\* \d+ FETCH \(UID (\d{1,10}) BODY\[TEXT\](?:<0>)? \{\d+\}\r\n")
_USUAL_END = b")\r\n"
_DATE = expression(rb'"? ?(\d{1,2})-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"?')
_MONTHS = {
    name: number
    for number, name in enumerate(
        (b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"), 1
    )
}
_OPEN, _CLOSE = "(", ")"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class RawHeader(NamedTuple):
    """What is known of a message without opening it. `internal_date` is the arrival, aware."""

    uid: int
    flags: frozenset[str]
    internal_date: datetime
    size: int
    header: bytes


class RawText(NamedTuple):
    """The body of a message as it lies on the server, from its start; perhaps not all of it."""

    uid: int
    text: bytes


def items(line: Line) -> dict[bytes, bytes | list[bytes]] | None:
    """The items of one FETCH response by name (upper case, without `<0>`), or None for another response.

    A value is bytes, or a list of atoms for a parenthesised list; NIL is b"".
    """
    start = _FETCH.match(line.chunks[0])
    if start is None:
        return None
    tokens = _tokens(line, start.end())
    found: dict[bytes, bytes | list[bytes]] = {}
    for name in tokens:
        if isinstance(name, str):
            break
        value = next(tokens, _CLOSE)
        if isinstance(value, bytes):
            found[_key(name)] = value
        elif value is _OPEN:
            found[_key(name)] = _list(tokens)
        else:
            break
    return found


def headers(lines: Iterable[Line]) -> list[RawHeader]:
    """The messages of a FETCH of `HEADER_ITEMS`, by UID; unasked responses of the server are left out."""
    found: dict[int, RawHeader] = {}
    for line in lines:
        if (usual := _usual(_USUAL_HEADER, line)) is not None:
            uid, names, arrival, size = usual.groups()
            found[int(uid)] = RawHeader(
                int(uid), _flag_set(tuple(names.split())), date_of(arrival), int(size), line.literals[0]
            )
            continue
        values = items(line)
        if not values:
            continue
        header, number = values.get(b"BODY[HEADER]"), _number(values.get(b"UID"))
        if isinstance(header, bytes) and number:
            found[number] = RawHeader(
                number,
                flags(values.get(b"FLAGS", [])),
                date_of(values.get(b"INTERNALDATE")),
                _number(values.get(b"RFC822.SIZE")),
                header,
            )
    return [found[number] for number in sorted(found)]


def texts(lines: Iterable[Line], item: bytes = b"BODY[TEXT]") -> list[RawText]:
    """The messages of a FETCH of `(UID BODY.PEEK[TEXT]<0.N>)` or of `(UID BODY.PEEK[])`, by UID."""
    found: dict[int, RawText] = {}
    for line in lines:
        if item == b"BODY[TEXT]" and (usual := _usual(_USUAL_TEXT, line)) is not None:
            found[int(usual[1])] = RawText(int(usual[1]), line.literals[0])
            continue
        values = items(line)
        if not values:
            continue
        text, number = values.get(item), _number(values.get(b"UID"))
        if isinstance(text, bytes) and number:
            found[number] = RawText(number, text)
    return [found[number] for number in sorted(found)]


def identities(lines: Iterable[Line]) -> Iterator[tuple[int, frozenset[str], bytes]]:
    """UID, flags and the asked fields of the header of each message of a FETCH of these three."""
    for line in lines:
        if (usual := _usual(_USUAL_IDENTITY, line)) is not None:
            yield int(usual[1]), _flag_set(tuple(usual[2].split())), line.literals[0]
            continue
        values = items(line) or {}
        number = _number(values.get(b"UID"))
        header = next((value for name, value in values.items() if name.startswith(b"BODY[")), None)
        if number and isinstance(header, bytes):
            yield number, flags(values.get(b"FLAGS", [])), header


def _usual(pattern: re.Pattern[bytes], line: Line) -> re.Match[bytes] | None:
    """The line's match where it holds one literal, at its end."""
    chunks = line.chunks
    return pattern.fullmatch(chunks[0]) if len(chunks) == 2 and chunks[1] == _USUAL_END else None


def flags(value: bytes | list[bytes]) -> frozenset[str]:
    r"""The flags of a message, \Recent left out: it speaks of the session, not of the message."""
    names = tuple(value) if isinstance(value, list) else (value,)
    return _flag_set(names)


def date_of(value: bytes | list[bytes] | None) -> datetime:
    """An INTERNALDATE as an aware datetime; 1970 for one that cannot be read."""
    match = _DATE.fullmatch(value) if isinstance(value, bytes) else None
    if match is None:
        return _EPOCH
    day, month, year, hour, minute, second, sign, zone_hours, zone_minutes = match.groups()
    offset = int(zone_hours) * 60 + int(zone_minutes)
    try:
        zone = _zone(-offset if sign == b"-" else offset)
        return datetime(
            int(year), _MONTHS[month.lower()], int(day), int(hour), int(minute), min(int(second), 59), tzinfo=zone
        )
    except (KeyError, ValueError):
        return _EPOCH


@lru_cache(maxsize=64)
def _zone(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes))


@lru_cache(maxsize=1024)
def _flag_set(names: tuple[bytes, ...]) -> frozenset[str]:
    return frozenset(name.decode("ascii", "replace") for name in names if name and name.lower() != b"\\recent")


def _tokens(line: Line, position: int) -> Iterator[bytes | str]:
    """Names and values as bytes, parentheses as str: a literal may hold a parenthesis, and is not one."""
    literals = iter(line.literals)
    last = len(line.chunks) - 1
    for index, chunk in enumerate(line.chunks):
        for match in _TOKEN.finditer(chunk, position):
            token = match.group()
            if token[0] == 0x22:
                yield re.sub(rb"\\(.)", rb"\1", token[1:-1], flags=re.DOTALL) if b"\\" in token else token[1:-1]
            elif token[0] == 0x7B and index < last and match.end() == len(chunk):
                yield next(literals)
            elif token == b"(" or token == b")":
                yield _OPEN if token == b"(" else _CLOSE
            else:
                yield b"" if token.upper() == b"NIL" else token
        position = 0


def _list(tokens: Iterator[bytes | str]) -> list[bytes]:
    """The atoms up to the closing parenthesis, those of inner lists too."""
    found: list[bytes] = []
    depth = 1
    for token in tokens:
        if isinstance(token, bytes):
            found.append(token)
        else:
            depth += 1 if token is _OPEN else -1
            if not depth:
                break
    return found


def _key(name: bytes) -> bytes:
    return name.upper().partition(b"<")[0]


def _number(value: bytes | list[bytes] | None) -> int:
    return int(value) if isinstance(value, bytes) and value.isdigit() and len(value) <= 10 else 0
