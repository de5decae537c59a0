"""The lines of a text with the sign that each begins with: bullets, numbers, boxes, headings of Markdown. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from officebot.core.expressions import expression

#: What a line begins with; "done" is a box that is ticked.
Sign: TypeAlias = Literal["", "heading", "number", "letter", "bullet", "box", "done"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line that holds words: `start` and `end` are where they stand in the text, without the sign before them."""

    text: str
    start: int
    end: int
    indent: int = 0
    sign: Sign = ""
    number: int = 0
    #: How deep a heading of Markdown is: `##` is 2.
    level: int = 0


# What stands for an accented letter, one for one, so that places in the folded text are places in the text.
_LETTERS = (
    "aàáâãäå,cç,eèéêë,iìíîï,nñ,oòóôõö,uùúûü,yýÿ,'’‘ʼ`´,\"“”„«»,-‐‑‒,–—―,>→⇒➔➜➝➞⟶⮕▶►↦, \u00a0\u202f\u2007\u2009\t"
)
_FOLD = {
    ord(form): group[0]
    for group in _LETTERS.split(",")
    for letter in group[1:]
    for form in (letter, letter.upper())
    if len(form) == 1
} | {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}

_BREAK = expression(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_HEADING = expression(r"(#{1,6})[ \t]{1,9}")
_BOX = expression(r"\[([ xXvV✓✔_-]?)\][ \t]{0,9}|([☐□▢❏])[ \t]{0,9}|([☑☒✅✓✔])[ \t]{0,9}")
_BULLET = expression(
    r"(?:[-*+•‣▪◦●○■►▶→⇒·–—>o]|=>|->|>>|-->|\*\*(?=[ \t]))[ \t]{1,9}|[•‣▪◦●■→⇒]|(?:=>|->|>>)|[-–—](?=[^\W\d_])|[-–—*](?=\[)"
)
_NUMBER = expression(
    r"(?:(?:point|item|sujet|topic)[ \t]{1,3})?(?:n[°o] ?)?(\d{1,2})(?:\.\d{1,2}){0,2}"
    r"(?:[ \t]{0,2}[.)/°:][°)/:.-]?(?![\d])|[ \t]{1,2}[-–—])(?=[ \t]|[^\W\d_]|[*(\"'«])[ \t]{0,9}",
    re.IGNORECASE,
)
_ROMAN = expression(r"(X{0,2}(?:IX|IV|V?I{0,3}))(?:[.)/]|[ \t]{1,2}[-–—])[ \t]{1,9}")
_LETTER = expression(r"(?:[a-zA-Z]\)|[a-j]\.)[ \t]{1,9}")
_VALUES = {"I": 1, "V": 5, "X": 10}
_INDENT = expression(r"[ \t\u00a0>]{0,60}")
#: A mail that is quoted; `>` alone is as much an arrow.
_QUOTED = expression(
    r"^[^\n]{0,200}\b(?:a écrit|wrote)[ \u00a0\u202f]{0,2}:[ \t]{0,9}\n(?:[ \t]{0,9}\n){0,3}"
    r"(?:[ \t]{0,9}>[^\n]{0,4000}(?:\n|\Z))+",
    re.MULTILINE | re.IGNORECASE,
)
_NO_BREAK = expression(r"[^\n]")
#: How deep a tab stands.
_TAB = 4


def folded(text: str) -> str:
    """The text in lower case without accents, with plain quotes, dashes and arrows, each letter at its place."""
    return text.translate(_FOLD)


def unquoted(text: str) -> tuple[str, int]:
    """The text with blanks for the mails quoted in it (« Marie a écrit : », then lines with `>`), and how many those are."""
    return _QUOTED.subn(lambda found: _NO_BREAK.sub(" ", found[0]), text)


def lines(text: str) -> Iterator[Line]:
    """Every line with words, signs taken off; empty lines are passed over."""
    start = 0
    for found in _BREAK.finditer(text):
        yield from _line(text, start, found.start())
        start = found.end()
    yield from _line(text, start, len(text))


def _line(text: str, start: int, end: int) -> Iterator[Line]:
    before = _INDENT.match(text, start, end)
    place = before.end() if before else start
    if before and ">" in before[0]:
        # `>>` and `> ` before words are arrows or bullets as much as quotes of mails.
        place = start + len(before[0]) - len(before[0].lstrip(" \t\u00a0"))
    while end > place and text[end - 1].isspace():
        end -= 1
    if place >= end:
        return
    indent = sum(_TAB if sign == "\t" else 1 for sign in text[start:place])
    made = _signed(text, place, end, indent)
    if made.start < made.end and any(letter.isalnum() for letter in made.text[:200]):
        yield made


def _signed(text: str, place: int, end: int, indent: int) -> Line:
    """The line with its sign taken off: a box stands behind a bullet, too."""
    sign: Sign = ""
    number, level = 0, 0
    heading = _HEADING.match(text, place, end)
    if heading is not None:
        place, sign, level = heading.end(), "heading", len(heading[1])
    bullet = _BULLET.match(text, place, end) if not sign else None
    if bullet is not None:
        place, sign = bullet.end(), "bullet"
    box = _BOX.match(text, place, end)
    if box is not None and sign != "heading":
        place, sign = box.end(), "done" if box[3] or (box[1] or " ") not in " _-" else "box"
    if sign in ("", "heading", "bullet"):
        numbered = _numbered(text, place, end)
        if numbered is not None:
            place, number = numbered
            sign = sign or ("number" if number else "letter")
    return Line(text=text[place:end], start=place, end=end, indent=indent, sign=sign, number=number, level=level)


def _numbered(text: str, place: int, end: int) -> tuple[int, int] | None:
    """Where the words behind a number begin, and the number; 0 for a letter."""
    figure = _NUMBER.match(text, place, end)
    if figure is not None:
        return figure.end(), int(figure[1])
    roman = _ROMAN.match(text, place, end)
    if roman is not None and roman[1]:
        return roman.end(), _roman(roman[1])
    letter = _LETTER.match(text, place, end)
    return (letter.end(), 0) if letter is not None and text[letter.end() - 1 : letter.end()].isspace() else None


def _roman(written: str) -> int:
    values = [_VALUES[letter] for letter in written]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
