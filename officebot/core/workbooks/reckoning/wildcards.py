"""Texts with `*` for any signs, `?` for one and `~` before a sign that stands for itself."""

from __future__ import annotations

import re

from officebot.core.expressions import expression

_PIECE = expression(r"~[*?~]|[*?]")


def has_wildcards(wanted: str) -> bool:
    """Whether a text has a meaning beyond its signs."""
    return _PIECE.search(wanted) is not None


def may_be_number(wanted: str) -> bool:
    """Whether a number in words may fit: no letter stands in it, but that of 1E+20."""
    return not any(sign.isalpha() and sign not in "eE" for sign in wanted)


def is_like(words: str, wanted: str) -> bool:
    """Whether the whole text fits. It is looked through once for each piece between two `*`, never back and forth."""
    pieces = _pieces(wanted)
    if len(pieces) == 1:
        return len(words) == len(pieces[0]) and _fits_at(words, pieces[0], 0)
    first, *middle, last = pieces
    end = len(words) - len(last)
    if end < len(first) or not _fits_at(words, first, 0) or not _fits_at(words, last, end):
        return False
    at = len(first)
    for piece in middle:
        found = first_place(words[:end], piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def place_of(words: str, wanted: str, start: int) -> int:
    """Where a text with wildcards first fits from a place on; -1 for nowhere."""
    first, *others = _pieces(wanted)
    begin = first_place(words, first, start)
    at = begin + len(first)
    for piece in others if begin >= 0 else ():
        found = first_place(words, piece, at)
        if found < 0:
            return -1
        at = found + len(piece)
    return begin


def first_place(words: str, piece: list[str | None], start: int) -> int:
    """Where a piece first fits from a place on; -1 for nowhere."""
    pattern = "".join("." if sign is None else re.escape(sign) for sign in piece)
    found = re.compile(pattern, re.DOTALL).search(words, start)
    return found.start() if found else -1


def _fits_at(words: str, piece: list[str | None], start: int) -> bool:
    return all(sign is None or words[start + place] == sign for place, sign in enumerate(piece))


def _pieces(wanted: str) -> list[list[str | None]]:
    """What stands between the `*`: signs, None for any one."""
    found: list[list[str | None]] = [[]]
    at = 0
    while at < len(wanted):
        sign = wanted[at]
        if sign == "~" and wanted[at + 1 : at + 2] in ("*", "?", "~"):
            at += 1
            found[-1].append(wanted[at])
        elif sign == "*":
            found.append([])
        else:
            found[-1].append(None if sign == "?" else sign)
        at += 1
    return found
