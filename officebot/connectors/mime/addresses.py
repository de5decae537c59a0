"""Address lists (RFC 5322 §3.4) read in one pass: no recursion, whatever is nested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from officebot.connectors.mime.headers import decode, raw_text
from officebot.core.expressions import expression
from officebot.core.mail import Address

_MOST = 2_000
_SHORT = 400
_SIMPLE = expression(r'([^\x00-\x20<>()@,;:"\\]{1,200})@([A-Za-z0-9.-]{1,255})')
# The blanks after a name without quotes belong to its words: two ways to read them would take quadratic time.
_NAMED = expression(r'(?:"([^"\\]*)"\s*|([^"<>(),;:@\\]*))<([^\x00-\x20<>()@,;:"\\]{1,200}@[A-Za-z0-9.-]{1,255})>')


def addresses(value: bytes) -> tuple[Address, ...]:
    """The addresses of a raw header value, at most 2,000, lower case; the words of a broken one become its name."""
    return _short(value) if len(value) <= _SHORT else _read(value)


@lru_cache(maxsize=2048)
def _short(value: bytes) -> tuple[Address, ...]:
    # The same few people write most of a mailbox's mail.
    return _read(value)


def _read(value: bytes) -> tuple[Address, ...]:
    if not value:
        return ()
    text = raw_text(value[:200_000]).strip()
    if (simple := _simple(text)) is not None:
        return simple
    return tuple(_with_names_joined([_address(*entry) for entry in _entries(text)[:_MOST]]))


def _with_names_joined(found: Iterable[Address]) -> Iterator[Address]:
    """The addresses; a name that a comma without quotes took from its address is given back: Dupont, Jean <jean@…>."""
    names: list[str] = []
    for one in found:
        if not one.address:
            names += [one.name] if one.name else []
            continue
        if names and one.name:
            yield Address(", ".join([*names, one.name])[:500], one.address)
        else:
            yield from (Address(name, "") for name in names)
            yield one
        names = []
    yield from (Address(name, "") for name in names)


def _simple(text: str) -> tuple[Address, ...] | None:
    """A list of the usual kinds of entry, or None when it takes the long way."""
    found: list[Address] = []
    for entry in (text,) if '"' in text else text.split(",", _MOST):
        words = entry.strip()
        if match := _NAMED.fullmatch(words):
            found.append(Address(_name(match.group(1) or (match.group(2) or "").rstrip()), match.group(3).lower()))
        elif _SIMPLE.fullmatch(words):
            found.append(Address("", words.lower()))
        else:
            return None
    return tuple(found)


def _entries(text: str) -> list[tuple[str, str, str]]:
    """(words outside angles, words inside angles, comment) of each entry of the list."""
    entries: list[tuple[str, str, str]] = []
    outside: list[str] = []
    inside: list[str] = []
    comment: list[str] = []
    depth, quoted, angle, escaped = 0, False, False, False
    for character in text:
        if escaped:
            escaped = False
        elif character == "\\" and (quoted or depth):
            escaped = True
            continue
        elif quoted:
            if character == '"':
                quoted = False
                continue
        elif depth:
            depth += {"(": 1, ")": -1}.get(character, 0)
            if not depth:
                continue
        elif character == '"':
            quoted = True
            continue
        elif character == "(":
            depth = 1
            continue
        elif character == "<":
            angle, inside = True, []
            continue
        elif character == ">":
            angle = False
            continue
        elif character == ":" and not angle:
            # A group's name: `Undisclosed recipients:;`
            outside = []
            continue
        elif character in ",;" and not angle:
            entries.append(("".join(outside), "".join(inside), "".join(comment)))
            outside, inside, comment = [], [], []
            continue
        (comment if depth else inside if angle else outside).append(character)
    entries.append(("".join(outside), "".join(inside), "".join(comment)))
    return entries


def _address(outside: str, inside: str, comment: str) -> Address:
    if inside:
        # A source route `<@relay:a@b>` is obsolete; what counts stands after it.
        return Address(_name(outside or comment), _clean(inside.rpartition(":")[2]))
    words = outside.strip()
    if "@" in words and " " not in words:
        return Address(_name(comment), _clean(words))
    return Address(_name(words or comment), "")


def _name(words: str) -> str:
    if words.isascii() and words.isprintable() and "=?" not in words:
        return words.strip()[:500]
    return decode(words.encode("utf-8", "replace"))[:500]


def _clean(address: str) -> str:
    joined = "".join(decode(address.encode("utf-8", "replace")).split()).lower()
    return joined if joined.count("@") >= 1 and len(joined) <= 320 else ""
