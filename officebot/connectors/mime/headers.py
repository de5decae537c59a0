"""A header block cut into fields, and fields turned into safe text: never raises, whatever the bytes hold."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from collections.abc import Iterator
from functools import lru_cache

from officebot.core.expressions import expression

# Bidi overrides and other invisible marks that make a text look like another one (UTS #39, Trojan Source), and the
# noncharacters, one of which stands for a number to come in texts of our own (`core.text.NUMBER_TO_COME`).
_INVISIBLE = expression(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufdd0-\ufdef]"
)
_LINE_MARKS = expression(r"[\r\n\t\x0b\x0c\x85\u2028\u2029]+")
_ENCODED_WORD = expression(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = expression(r"(=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=)[ \t\r\n]+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_FOLD = expression(rb"\n[ \t]+")
# A name, a colon, and the rest of the line with those that are folded under it.
_FIELD = expression(rb"^([^:\n]{1,100}):([^\n]*(?:\n[ \t][^\n]*)*)", re.MULTILINE)
_HEX = expression(rb"=([0-9A-Fa-f]{2})")
# Names seen in real mail that Python does not know; cp1252 is what "ascii" and "latin-1" mail really holds.
_CHARSETS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "windows-1252": "cp1252",
    "ansi": "cp1252",
    "x-ansi": "cp1252",
    "utf8": "utf-8",
    "utf-8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "cp-850": "cp850",
    "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman",
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",
    "iso-8859-8-i": "iso-8859-8",
}
_LONGEST_FIELD = 100_000
_PLAIN = bytes([9, 10, *range(32, 127), *range(160, 256)])


def fields(header: bytes) -> list[tuple[str, bytes]]:
    """The fields in order: name in lower case, raw value without folds and outer blanks."""
    lines = header.replace(b"\r\n", b"\n")
    return [
        (_name(name), (_FOLD.sub(b" ", value) if b"\n" in value else value).strip())
        for name, value in _FIELD.findall(lines)
    ]


def values(header: bytes, wanted: frozenset[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Raw (lower-case name, value) of some fields only, in order."""
    for match in _only(wanted).finditer(b"\n" + header.lstrip(b" \t\r").replace(b"\r\n", b"\n")):
        yield match[1].lower(), _FOLD.sub(b" ", match[2]).strip()


@lru_cache(maxsize=16)
def _only(wanted: frozenset[bytes]) -> re.Pattern[bytes]:
    """Fields of these names with their folds; the line break stands before them because a search skips to it."""
    names = b"|".join(re.escape(name) for name in sorted(wanted))
    return re.compile(rb"\n\r*(%b)[ \t\r]*:([^\n]*(?:\n[ \t][^\n]*)*)" % names, re.IGNORECASE)


@lru_cache(maxsize=1024)
def _name(raw: bytes) -> str:
    return raw.strip().decode("ascii", "replace").lower()


def decode(value: bytes) -> str:
    """A raw value as one safe line: encoded-words (RFC 2047) and raw 8-bit text decoded, controls dropped."""
    if value.isascii() and b"=?" not in value and len(value) <= _LONGEST_FIELD:
        text = value.decode("ascii")
        return text.strip() if text.isprintable() else safe_line(text)
    text = raw_text(value[:_LONGEST_FIELD])
    if "=?" in text:
        text = _BETWEEN_WORDS.sub(r"\1", text)
        text = _ENCODED_WORD.sub(lambda match: _encoded_word(*match.groups()), text)
    return safe_line(text)


def raw_text(value: bytes) -> str:
    """8-bit text without a declared charset: UTF-8 where it is valid, else Windows' Western letters."""
    if value.isascii():
        return value.decode("ascii")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


def safe_line(text: str) -> str:
    """One line without control characters, line marks and direction overrides."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return _INVISIBLE.sub("", _LINE_MARKS.sub(" ", text)).strip()


def safe_text(text: str) -> str:
    """Text of several lines, ended by LF, without control characters and direction overrides."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        # Most texts of Western Europe fit into Latin-1, where all characters are looked at in one quick step.
        return text if not text.encode("latin-1").translate(None, _PLAIN) else _INVISIBLE.sub("", text)
    except UnicodeEncodeError:
        pass
    if "\u2028" in text or "\u2029" in text:
        text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    # What is invisible is not printable; line ends, tabs and the blanks of French are not either, but harmless.
    shown = text.replace("\n", "").replace("\t", "").replace("\u00a0", "").replace("\u202f", "")
    return text if shown.isprintable() else _INVISIBLE.sub("", text)


def to_text(data: bytes, charset: str) -> tuple[str, bool]:
    """Bytes as text by their declared charset, and whether that charset was right.

    An unknown or wrong charset is replaced by the best guess: UTF-8 where it is valid, else cp1252.
    """
    name = codec_name(charset)
    if name:
        if name == "cp1252" and not data.isascii() and _is_utf8(data):
            return data.decode("utf-8"), True
        try:
            return data.decode(name), True
        except (UnicodeError, LookupError, ValueError):
            pass
    return raw_text(data), not charset and data.isascii()


@lru_cache(maxsize=256)
def codec_name(charset: str) -> str:
    """Python's name of a charset that turns bytes into text; "" for an unknown one."""
    lowered = charset.strip().strip("\"'").lower()
    known = _CHARSETS.get(lowered)
    if known:
        return known
    try:
        codec = codecs.lookup(lowered)
    except (LookupError, ValueError, UnicodeError):
        return ""
    return codec.name if getattr(codec, "_is_text_encoding", True) else ""


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _encoded_word(charset: str, encoding: str, payload: str) -> str:
    raw = payload.encode("utf-8", "surrogateescape")
    if encoding in "bB":
        data = decode_base64(raw)
    else:
        data = _HEX.sub(lambda match: binascii.unhexlify(match.group(1)), raw.replace(b"_", b" "))
    return to_text(data, charset)[0]


def decode_base64(data: bytes) -> bytes:
    """What can be read of base64, whatever stands between and however it is cut off."""
    clean = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    clean = clean[: len(clean) - 1] if len(clean) % 4 == 1 else clean
    return base64.b64decode(clean + b"=" * (-len(clean) % 4))


def encoded_words(value: bytes) -> list[str]:
    """The encoded-words of a raw value, decoded one by one, as they are: for judging, not for showing."""
    return [_encoded_word(*match.groups()) for match in _ENCODED_WORD.finditer(raw_text(value[:_LONGEST_FIELD]))]
