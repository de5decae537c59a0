"""A message cut into its parts (RFC 2046) without recursion: linear in its size, with limits that end in `Poison`."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote, unquote_to_bytes

from officebot.connectors.mime.headers import (
    decode,
    decode_base64,
    encoded_words,
    fields,
    raw_text,
    safe_line,
    to_text,
)
from officebot.core.expressions import expression
from officebot.core.text import Text, say

DEEPEST = 30
MOST_PARTS = 1000
LARGEST_HEADER = 1_000_000
MOST_FIELDS = 5_000

_PARAMETER = expression(r';\s*([^\s=;"]{1,60})\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)', re.DOTALL)
_TYPE = expression(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,80}", re.ASCII)
_ESCAPED = expression(r"\\(.)", re.DOTALL)
_TURNING = expression("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")


class Poison(Exception):
    """A message built to do harm, or broken beyond reading; `problem` says so to a person."""

    def __init__(self, problem: Text) -> None:
        self.problem = problem
        super().__init__(problem)

    def __str__(self) -> str:
        return self.problem.render()


@dataclass(frozen=True, slots=True)
class Value:
    """A structured header's value: what stands first, lower case, and its decoded parameters.

    `turns` says whether a parameter held marks that turn the reading direction (UAX #9): they are taken out.
    """

    main: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    turns: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of the message: its type, how it is meant to be shown, and its bytes as they were sent."""

    number: str
    content_type: Value
    disposition: Value
    encoding: str
    raw: bytes
    in_alternative: bool = False

    @property
    def name(self) -> str:
        """The file name as the mail gives it, decoded, not yet cleaned."""
        return self.disposition.parameters.get("filename") or self.content_type.parameters.get("name", "")

    @property
    def is_attachment(self) -> bool:
        """Whether it hangs on the mail rather than being its text."""
        if self.disposition.main == "attachment":
            return True
        return not self.content_type.main.startswith("text/") or bool(self.disposition.parameters.get("filename"))

    def content(self, limit: int | None = None) -> bytes:
        """The decoded bytes, or those of the first `limit` encoded ones."""
        raw = self.raw if limit is None else self.raw[:limit]
        if self.encoding == "base64":
            try:
                return binascii.a2b_base64(raw)
            except binascii.Error:
                return decode_base64(raw)
        if self.encoding == "quoted-printable":
            return binascii.a2b_qp(raw)
        return raw

    def text(self, limit: int) -> tuple[str, bool]:
        """The content as text, and whether its charset was right."""
        return to_text(self.content(limit), self.content_type.parameters.get("charset", ""))


def walk(header: Sequence[tuple[str, bytes]], body: bytes) -> Iterator[Part]:
    """The leaves in order. Raises Poison for too many parts or levels."""
    pending: list[tuple[str, int, bool, Sequence[tuple[str, bytes]], bytes]] = [("", 0, False, header, body)]
    count = 0
    while pending:
        number, depth, alternative, block, data = pending.pop()
        count += 1
        if count > MOST_PARTS:
            raise Poison(say("This mail has more than {limit} parts.", limit=MOST_PARTS))
        if depth > DEEPEST:
            raise Poison(say("This mail nests parts more than {limit} levels deep.", limit=DEEPEST))
        # The first of each name counts.
        found = dict(reversed(block))
        content_type = parse_value(found.get("content-type", b"text/plain"), kind=True)
        boundary = content_type.parameters.get("boundary", "") if content_type.main.startswith("multipart/") else ""
        if boundary:
            inside = alternative or content_type.main == "multipart/alternative"
            children = list(_split(data, boundary, MOST_PARTS + 1 - count))
            numbered = [(f"{number}.{i}" if number else str(i), child) for i, child in enumerate(children, 1)]
            for child_number, child in reversed(numbered):
                child_block, child_body = cut(child)
                pending.append((child_number, depth + 1, inside, fields(child_block), child_body))
        elif not content_type.main.startswith("multipart/") or data.strip():
            yield Part(
                number or "1",
                content_type if not content_type.main.startswith("multipart/") else Value("text/plain"),
                parse_value(found.get("content-disposition", b"")),
                raw_text(found.get("content-transfer-encoding", b"")).strip().lower(),
                data,
                alternative,
            )


def cut(message: bytes) -> tuple[bytes, bytes]:
    """The header block and the body of a message or a part."""
    if message.startswith((b"\r\n", b"\n")):
        return b"", message.partition(b"\n")[2]
    for mark in (b"\r\n\r\n", b"\n\n", b"\n\r\n"):
        at = message.find(mark)
        if at >= 0:
            earlier = message.find(b"\n\n", 0, at)
            if earlier >= 0:
                return message[: earlier + 1], message[earlier + 2 :]
            return message[: at + 2], message[at + len(mark) :]
    return message, b""


@lru_cache(maxsize=1024)
def parse_value(raw: bytes, *, kind: bool = False) -> Value:
    """A Content-Type or Content-Disposition with its parameters (RFC 2045, RFC 2231, and what is found in the wild)."""
    text = raw_text(raw[:20_000])
    main, semicolon, _ = text.partition(";")
    main = main.strip().lower()
    if kind and not _TYPE.fullmatch(main):
        main = "text/plain" if main.startswith("text") or not main else "application/octet-stream"
    if not semicolon:
        return Value(main)
    simple: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    for match in _PARAMETER.finditer(text):
        name, value = match.group(1).lower(), match.group(2).strip()
        if value.startswith('"'):
            value = _ESCAPED.sub(r"\1", value[1:-1])
        if "*" in name:
            _note_piece(pieces, name, value)
        else:
            simple.setdefault(name, decode(value.encode("utf-8", "replace")) if "=?" in value else safe_line(value))
    for name, numbered in pieces.items():
        simple[name] = _join_pieces(numbered)
    return Value(main, simple, _turns(text))


def _turns(text: str) -> bool:
    if text.isascii() and "%" not in text and "=?" not in text:
        return False
    written = (text, unquote(text), *encoded_words(text.encode("utf-8", "replace")))
    return any(_TURNING.search(words) for words in written)


def _note_piece(pieces: dict[str, dict[int, tuple[bool, str]]], name: str, value: str) -> None:
    """RFC 2231: `name*0*`, `name*1`, `name*`."""
    base, _, rest = name.partition("*")
    is_encoded = not rest or rest.endswith("*")
    digits = rest.rstrip("*")
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4 else 0
    pieces.setdefault(base, {}).setdefault(number, (is_encoded, value))


def _join_pieces(numbered: dict[int, tuple[bool, str]]) -> str:
    charset, data = "", b""
    for position, number in enumerate(sorted(numbered)):
        is_encoded, value = numbered[number]
        if is_encoded and position == 0 and value.count("'") >= 2:
            charset, _, value = value.split("'", 2)
        data += unquote_to_bytes(value) if is_encoded else value.encode("utf-8", "replace")
    return safe_line(to_text(data, charset)[0])


def _split(data: bytes, boundary: str, most: int) -> Iterator[bytes]:
    """The bodies between the boundary's lines; a missing closing line ends at the end."""
    mark = b"--" + boundary.encode("utf-8", "replace")
    at = 0 if data.startswith(mark) and _is_mark_line(data, 0, mark) else _after(data, mark, 0)
    while at >= 0 and most > 0:
        line_end = data.find(b"\n", at)
        if line_end < 0 or data[at + len(mark) : at + len(mark) + 2] == b"--":
            return
        following = _after(data, mark, line_end)
        end = len(data) if following < 0 else following - 1
        if following >= 0 and data[end - 1 : end] == b"\r":
            end -= 1
        yield data[line_end + 1 : max(end, line_end + 1)]
        most -= 1
        at = following
    if at >= 0:
        raise Poison(say("This mail has more than {limit} parts.", limit=MOST_PARTS))


def _after(data: bytes, mark: bytes, start: int) -> int:
    """Where the next line that is the mark begins, not one that merely begins with it; -1 for none."""
    at = data.find(b"\n" + mark, start)
    while at >= 0:
        if _is_mark_line(data, at + 1, mark):
            return at + 1
        at = data.find(b"\n" + mark, at + 1)
    return -1


def _is_mark_line(data: bytes, at: int, mark: bytes) -> bool:
    end = at + len(mark)
    return data[end : end + 1] in (b"\r", b"\n", b" ", b"\t", b"") or data[end : end + 2] == b"--"
