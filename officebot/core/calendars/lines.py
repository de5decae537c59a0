"""Lines of content: name, parameters and value of RFC 5545 §3.1, read from any program's writing and written one way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unicodedata import category

from officebot.core.expressions import expression

_NAME = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")
#: RFC 5545 §3.1: lines of content should not be longer than 75 octets, without the line break.
_LONGEST = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_ESCAPED = expression(r"\\(.)", re.DOTALL)
_TO_QUOTE = frozenset(",;:")
#: RFC 6868: how a parameter says what it could not hold.
_CARETS = {"^n": "\n", "^N": "\n", "^'": '"', "^^": "^"}


#: Of one property; a dozen is much. What has more is made to take time.
_MOST_PARAMS = 200
_BREAKS = expression(r"[\r\n]+")
_FOLDS = expression(r"\n[ \t]")
#: Most lines: a name, and a value without parameters.
_SIMPLE = expression(r"([A-Za-z0-9_.-]+):(.*)", re.DOTALL | re.ASCII)


class NotALine(ValueError):
    """Text that is no line of content."""


@dataclass(frozen=True, slots=True)
class Line:
    """A property: its name in capitals, its parameters in the order written (names in capitals), its raw value."""

    name: str
    value: str
    params: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def param(self, name: str) -> str:
        """The first value of a parameter, "" without one."""
        return next((values[0] for key, values in self.params if key == name and values), "")

    def with_param(self, name: str, value: str) -> Line:
        """The same with a parameter set, or taken away where the value is empty."""
        kept = tuple(pair for pair in self.params if pair[0] != name)
        if value and len(kept) < len(self.params):
            kept = tuple((key, (value,)) if key == name else (key, old) for key, old in _unique(self.params))
        elif value:
            kept = (*kept, (name, (value,)))
        return Line(self.name, self.value, kept)

    def __str__(self) -> str:
        return "".join((self.name, *(_written(name, values) for name, values in self.params), ":", self.value))


def _unique(params: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple({name: (name, values) for name, values in reversed(params)}.values())[::-1]


def line_of(text: str) -> Line:
    """An unfolded line taken apart. Raises NotALine for what has no name or no value."""
    if (simple := _SIMPLE.fullmatch(text)) is not None:
        return Line(simple[1].upper(), simple[2])
    end = 0
    while end < len(text) and text[end] in _NAME:
        end += 1
    if not end or end == len(text):
        raise NotALine(text[:80])
    params: list[tuple[str, tuple[str, ...]]] = []
    at = end
    while text[at : at + 1] == ";":
        if len(params) == _MOST_PARAMS:
            raise NotALine(text[:80])
        key, values, at = _param(text, at + 1)
        if key:
            params.append((key, values))
    if text[at : at + 1] != ":":
        raise NotALine(text[:80])
    return Line(text[:end].upper(), text[at + 1 :], tuple(params))


def decoded(raw: bytes) -> str:
    """The text of a calendar's bytes: UTF-8 (RFC 5545 §3.1.4), UTF-16 with its mark, else the Western code page."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace").removeprefix("\ufeff")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        # Folding between the octets of one letter is allowed (RFC 5545 §3.1), and some programs do it.
        return re.sub(rb"\r?\n[ \t]", b"", raw).decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def unfolded(text: str) -> Iterator[str]:
    """The lines of a text as they were before folding, whatever ends them; empty ones left out.

    An empty line does not end a folded one: some old programs wrote one before each continuation.
    """
    plain = _BREAKS.sub("\n", text).removeprefix("\n")
    return (line for line in _FOLDS.sub("", plain).split("\n") if line and not line.isspace())


def written(lines: Iterable[Line]) -> str:
    """Lines as RFC 5545 wants them: folded at 75 octets, ended by CRLF."""
    return "".join(_ended(_of_one_line(str(line))) for line in lines)


def _of_one_line(text: str) -> str:
    # Whatever a value was made of, it never becomes a second property.
    return text.replace("\r", "").replace("\n", " ") if "\n" in text or "\r" in text else text


def _ended(text: str) -> str:
    # Only lines with letters of several octets are looked at letter by letter.
    if not text.isascii():
        return "".join(f"{piece}\r\n" for piece in folded(text))
    if len(text) <= _LONGEST:
        return f"{text}\r\n"
    rest = (text[at : at + _LONGEST - 1] for at in range(_LONGEST, len(text), _LONGEST - 1))
    return "\r\n ".join((text[:_LONGEST], *rest)) + "\r\n"


def folded(line: str) -> Iterator[str]:
    """A line of content in pieces of at most 75 octets, never cut inside a character (RFC 5545 §3.1)."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode("utf-8", "replace"))
        if size + octets > _LONGEST:
            yield piece
            piece, size = " ", 1
        piece += letter
        size += octets
    yield piece


# ── text values (RFC 5545 §3.3.11) ────────────────────────────────────────────────────────────────────────


def escaped(words: str) -> str:
    """A text value that people read: its separators escaped, control characters left out."""
    told = words.replace("\r\n", "\n").replace("\r", "\n")
    return escaped_whole(
        "".join(letter for letter in told if letter in "\n\t" or letter.isprintable() or category(letter) == "Zs")
    )


def escaped_whole(words: str) -> str:
    """The same with nothing left out: `unescaped` gives the very words back."""
    return words.translate(_ESCAPES)


def unescaped(value: str) -> str:
    """The words of a text value."""
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def is_private(classification: str) -> bool:
    """Whether a CLASS hides what an event is about: any but PUBLIC, one that nobody knows too (RFC 5545 §3.8.1.3)."""
    return classification.strip().upper() not in ("", "PUBLIC")


def _param(text: str, at: int) -> tuple[str, tuple[str, ...], int]:
    """The parameter that begins here, and where it ends: at ";", ":" or the end of the text."""
    start = at
    while at < len(text) and text[at] not in "=;:":
        at += 1
    key = text[start:at].strip().upper()
    # vCalendar 1.0 wrote a value without a name: QUOTED-PRINTABLE instead of ENCODING=QUOTED-PRINTABLE.
    if text[at : at + 1] != "=":
        return ("ENCODING", (key,), at) if key in ("QUOTED-PRINTABLE", "BASE64") else (key, ("",), at)
    values: list[str] = []
    while True:
        value, at = _param_value(text, at + 1)
        values.append(value)
        if text[at : at + 1] != ",":
            return key, tuple(values), at


def _param_value(text: str, at: int) -> tuple[str, int]:
    if text[at : at + 1] == '"' and (end := text.find('"', at + 1)) > 0:
        words, at = text[at + 1 : end], end + 1
        # What stands between the quote and the separator is nobody's, but must not be lost.
        rest = at
        while at < len(text) and text[at] not in ",;:":
            at += 1
        return _uncaret(words + text[rest:at]), at
    start = at
    while at < len(text) and text[at] not in ",;:":
        at += 1
    return _uncaret(text[start:at]), at


def _uncaret(words: str) -> str:
    if "^" not in words:
        return words
    out, at = [], 0
    while at < len(words):
        pair = words[at : at + 2]
        out.append(_CARETS.get(pair, words[at]))
        at += 2 if pair in _CARETS else 1
    return "".join(out)


def _written(name: str, values: tuple[str, ...]) -> str:
    return f";{name}={','.join(map(_quoted, values))}"


def _quoted(value: str) -> str:
    told = value.replace("^", "^^").replace("\n", "^n").replace('"', "^'")
    return f'"{told}"' if _TO_QUOTE.intersection(told) else told
