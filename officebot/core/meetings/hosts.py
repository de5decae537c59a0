"""Whom of the office a text names: by the full name, or by the family name as people write it. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from officebot.core.expressions import expression
from officebot.core.meetings.agenda import Agenda
from officebot.core.people import Person

_LONGEST = 20_000
#: Before a family name that stands alone, or at the start of a sentence: « Mme Delmas », "Ms May".
_TITLES = frozenset(
    {"m", "mr", "mm", "mme", "mmes", "mlle", "mrs", "ms", "miss", "dr", "docteur", "doctor", "me", "maitre", "monsieur",
     "madame", "messieurs", "mesdames", "pr", "prof", "professeur", "professor"}
)  # fmt: skip
_BEFORE = expression(r"(?:(?<![^\W\d_])([^\W\d_]+)(\.?)|([^\s\w]|\n))[ \t\xa0]{0,3}$")


def hosts_of(text: str, people: Sequence[Person], agenda: Agenda) -> tuple[str, ...]:
    """The people of the office whom a text names, in the order of the text, of those whose calendar can be seen."""
    plain = _plain(text[:_LONGEST])
    found = []
    for person in people:
        if agenda.has(person.address) and (places := [*_full(plain, person), *_family(plain, person)]):
            found.append((min(places), person.address))
    return tuple(address for _, address in sorted(found))


def _plain(text: str) -> str:
    """The text without accents, letter by letter, as many write names: « Etienne »."""
    return "".join(unicodedata.normalize("NFD", one)[0] for one in unicodedata.normalize("NFC", text))


def _full(text: str, person: Person) -> Iterator[int]:
    words = _plain(person.name).split()
    if len(words) > 1:
        pattern = r"\s{1,3}".join(map(re.escape, words))
        yield from (hit.start() for hit in re.finditer(rf"\b{pattern}\b", text, re.IGNORECASE))


def _family(text: str, person: Person) -> Iterator[int]:
    """Where the family name stands alone: written as a name, neither a word that begins a sentence nor part of another's name."""
    words = _plain(person.name).casefold().split() or [""]
    first, name = words[0], words[-1]
    if len(name) < 3:
        return
    for hit in re.finditer(rf"\b{re.escape(name)}\b", text, re.IGNORECASE):
        if hit[0][0].isupper() and _stands_alone(text[max(0, hit.start() - 50) : hit.start()], first):
            yield hit.start()


def _stands_alone(before: str, first_name: str) -> bool:
    found = _BEFORE.search(before)
    if found is None:
        return False
    word, dot, mark = found[1], found[2], found[3]
    if word is None:
        return mark in ",(/&+"
    if word.casefold() in _TITLES:
        return True
    # A sentence ended, and a word begins the next; or it is somebody else's name.
    return not dot and (not word[0].isupper() or word.casefold() == first_name)
