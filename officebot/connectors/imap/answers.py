"""What the server's answers say: a folder's state, the finds of a search, the codes in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from officebot.connectors.imap.wire import Line, Reply
from officebot.core.expressions import expression

_CODE = expression(rb"\[([A-Z-]+)(?: ([^\]]*))?\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderState:
    """What SELECT says of a folder. `highestmodseq` is None where the server does not count changes."""

    folder: str
    uidvalidity: int
    uidnext: int
    exists: int
    permanent_flags: frozenset[str] = frozenset()
    keywords_allowed: bool = False
    highestmodseq: int | None = None


def folder_state(folder: str, lines: Iterable[Line], keywords: str) -> FolderState:
    """The folder as the reply to SELECT describes it; `keywords` is the account's own word on them."""
    numbers = {b"UIDVALIDITY": 0, b"UIDNEXT": 0, b"EXISTS": 0}
    modseq: int | None = None
    permanent: frozenset[str] | None = None
    seen: frozenset[str] = frozenset()
    for line in lines:
        text = line.text
        if match := re.match(rb"\* (\d{1,10}) EXISTS", text, re.IGNORECASE):
            numbers[b"EXISTS"] = int(match.group(1))
        elif match := re.match(rb"\* OK \[(UIDVALIDITY|UIDNEXT) (\d{1,10})\]", text, re.IGNORECASE):
            numbers[match.group(1).upper()] = int(match.group(2))
        elif match := re.match(rb"\* OK \[HIGHESTMODSEQ (\d{1,20})\]", text, re.IGNORECASE):
            modseq = int(match.group(1))
        elif match := re.match(rb"\* OK \[PERMANENTFLAGS \(([^)]*)\)\]", text, re.IGNORECASE):
            permanent = frozenset(match.group(1).decode("ascii", "replace").split())
        elif match := re.match(rb"\* FLAGS \(([^)]*)\)", text, re.IGNORECASE):
            seen = frozenset(match.group(1).decode("ascii", "replace").split())
    # RFC 3501 §7.1: without PERMANENTFLAGS all flags of FLAGS are to be taken as permanent.
    flags = seen if permanent is None else permanent
    allowed = "\\*" in flags if keywords == "auto" else keywords == "yes"
    return FolderState(
        folder=folder,
        uidvalidity=numbers[b"UIDVALIDITY"],
        uidnext=numbers[b"UIDNEXT"],
        exists=numbers[b"EXISTS"],
        permanent_flags=flags,
        keywords_allowed=allowed,
        highestmodseq=modseq,
    )


def search_result(lines: Iterable[Line]) -> list[int]:
    """The numbers that SEARCH found, ascending."""
    found: list[int] = []
    for line in lines:
        words = line.text.split()
        if words[1:2] and words[1].upper() == b"SEARCH":
            found.extend(int(word) for word in words[2:] if word.isdigit())
    return sorted(found)


def code(reply: Reply, name: bytes) -> bytes | None:
    """The arguments of a response code, in the completion or in an untagged OK (MOVE sends it there)."""
    for text in (reply.text, *(line.text.removeprefix(b"* OK ") for line in reply.lines)):
        match = _CODE.match(text)
        if match and match.group(1).upper() == name:
            return match.group(2) or b""
    return None


def copied(reply: Reply) -> dict[int, int]:
    """Old UID → new UID from COPYUID (RFC 4315 §3)."""
    words = (code(reply, b"COPYUID") or b"").split()
    if len(words) != 3:
        return {}
    before, after = _expand(words[1]), _expand(words[2])
    return dict(zip(before, after, strict=True)) if len(before) == len(after) else {}


def _expand(numbers: bytes) -> list[int]:
    found: list[int] = []
    for part in numbers.split(b","):
        first, _, last = part.partition(b":")
        if not first.isdigit() or (last and not last.isdigit()):
            return []
        low, high = sorted((int(first), int(last or first)))
        if high - low > 100_000:
            return []
        found.extend(range(low, high + 1))
    return found
