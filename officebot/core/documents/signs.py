"""The signs that people write into templates: `{{ name }}`, `{% if … %}`, and what Word made of them while they typed.

Word sets quotation marks and blanks as a printer would; inside a sign they are turned back, outside they are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["value", "block", "note"]
#: What goes together with a sign that stands in it: nothing, its paragraph, its row, its cell, its run of letters.
Level = Literal["", "p", "tr", "tc", "r"]

_ENDS: dict[str, tuple[Kind, str]] = {"{{": ("value", "}}"), "{%": ("block", "%}"), "{#": ("note", "#}")}
_LEVELS: tuple[Level, ...] = ("tr", "tc", "p", "r")
_DOUBLE, _SINGLE = frozenset('"“”„‟«»'), frozenset("'‘’‚‛")
#: No sign is longer: what is has lost its end.
_LONGEST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A sign in a text: what stands in it, put right, and from where to where it goes."""

    kind: Kind
    level: Level
    words: str
    start: int
    end: int

    @property
    def keyword(self) -> str:
        """The first word of a block: `for`, `endif`; of `else if`, as people write it, `elif`."""
        first, _, rest = self.words.partition(" ")
        return "elif" if first == "else" and rest.strip() else first

    @property
    def shown(self) -> str:
        """The sign as its writer knows it, shortened."""
        opening = {"value": "{{", "block": "{%", "note": "{#"}[self.kind]
        words = self.words if len(self.words) <= 60 else f"{self.words[:59]}…"
        return f"{opening}{self.level} {words} {_ENDS[opening][1]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A sign that begins and has no end."""

    start: int
    words: str


def signs(text: str) -> Iterator[Sign | Broken]:
    """The signs of a text in their order. A `{#` without its end is none: people write “{#” for other things, too."""
    at = 0
    ends: dict[str, int] = {}
    while (start := text.find("{", at)) >= 0:
        opening = text[start : start + 2]
        if opening not in _ENDS:
            at = start + 1
            continue
        kind, closing = _ENDS[opening]
        if ends.get(closing, 0) < start + 2:
            # Looked for once, however many signs have no end: the time stays that of reading the text once.
            found = text.find(closing, start + 2)
            ends[closing] = found if found >= 0 else len(text) + _LONGEST
        end = ends[closing]
        if end - start > _LONGEST or text.find(opening, start + 2, end) >= 0:
            if kind != "note":
                yield Broken(start=start, words=text[start : start + 60])
            at = start + 2
            continue
        level, words = _level(text[start + 2 : end])
        yield Sign(kind=kind, level=level, words=put_right(words), start=start, end=end + 2)
        at = end + 2


def _level(inside: str) -> tuple[Level, str]:
    """`tr for …` apart: the level must touch the sign, as in `{%tr`."""
    for level in _LEVELS:
        if inside.startswith(level) and inside[len(level) : len(level) + 1].isspace():
            return level, inside[len(level) :]
    return "", inside


def put_right(words: str) -> str:
    """What stands in a sign, as it was meant: plain quotes and blanks, “else if” as `elif`, no marks of trimming."""
    held: list[str] = []
    open_with: frozenset[str] | None = None
    for letter in words.replace("\u00a0", " ").replace("\u202f", " ").replace("\t", " ").replace("\n", " "):
        which = _DOUBLE if letter in _DOUBLE else _SINGLE if letter in _SINGLE else None
        if which is not None and (open_with is None or open_with is which):
            # « x » has blanks of its own within the marks, which belong to them.
            is_guillemet = letter in "«»"
            if open_with is not None and letter == "»" and held and held[-1] == " ":
                held.pop()
            held.append('"' if which is _DOUBLE else "'")
            open_with = None if open_with is not None else which
            if is_guillemet and open_with is not None:
                held.append("\0")  # the blank that follows goes
        else:
            held.append(letter)
    text = "".join(held).replace("\0 ", "").replace("\0", "").strip()
    text = text.removeprefix("-").removeprefix("+").removesuffix("-").removesuffix("+").strip()
    return f"elif {text[len('else if') :].strip()}" if text.startswith("else if ") else text
