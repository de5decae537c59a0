"""Whose things a command lists: one person of the office, as whoever looks for them calls them."""

from __future__ import annotations

from officebot.core.people import People, Person
from officebot.core.problems import UserError
from officebot.core.text import Text, say


def person_meant(words: str, people: People, unknown: Text) -> Person:
    """The one person meant: by an address, a login or a name, without accents too, or a part of it.

    Raises UserError with `unknown` for nobody, and with their names where several are meant.
    """
    found = people.meant(words)
    if not found:
        raise UserError(unknown)
    if len(found) > 1:
        raise UserError(
            say("“{name}” may be {names}: write more of the name, or the address.", name=words,
                names=[person.name for person in found])
        )  # fmt: skip
    return found[0]
