"""What an office's settings name, for those that refer to it: a word that names nobody is said, with what was meant."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable

from officebot.core.people import People
from officebot.core.text import Text, say

#: What does not fit: the keys that lead to it (("hosts", 0) for the first of hosts), and the sentence about it.
Unfit: TypeAlias = tuple[tuple[str | int, ...], Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The people, the rooms, the mail accounts, and whom [alerts] names. `people` is None where their table is wrong."""

    people: People | None
    rooms: Collection[str] = ()
    accounts: Collection[str] = ()
    alerts: Collection[str] = ()

    def person(self, address: str) -> Text | None:
        """What is wrong with the address of somebody of the office; None where nothing is, or nobody can tell."""
        if not address or self.people is None or self.people.at(address) is not None:
            return None
        near = closest(address, (person.address for person in self.people.all))
        if near:
            return say("Nobody has the address “{address}”: did you mean {near}?", address=address, near=near)
        return say("Nobody in the table of people has the address “{address}”.", address=address)

    def somebody(self, word: str) -> Text | None:
        """The same of an address or a name."""
        if self.people is None or self.people.named(word) is not None:
            return None
        near = closest(word, (name for person in self.people.all for name in (person.address, person.name)))
        if near:
            return say("“{name}” is nobody of the office: did you mean {near}?", name=word, near=near)
        return say("“{name}” is nobody of the office: write an address or a name of the table of people.", name=word)

    def room(self, name: str) -> Text | None:
        """What is wrong with the name of a room; None where it is one."""
        if not name or name in self.rooms:
            return None
        near = closest(name, self.rooms)
        if near:
            return say("There is no room “{name}”: did you mean {near}?", name=name, near=near)
        return say("There is no room “{name}”: make it, as [rooms.{name}] with its title.", name=name)

    def account(self, name: str) -> Text | None:
        """What is wrong with the name of a mail account; None where it is one, or none is written yet."""
        if not name or name in self.accounts or not self.accounts:
            return None
        return say("There is no account “{name}”: write one of {known}.", name=name, known=sorted(self.accounts))


@runtime_checkable
class Fitting(Protocol):
    """Settings of a duty that name people, rooms or accounts, and say which of them the office does not have."""

    def unfit(self, known: Known) -> Iterator[Unfit]:
        """What of these settings names nothing."""
        ...


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, or ""."""
    from difflib import get_close_matches

    found = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return found[0] if found else ""


def among(key: str, words: Iterable[str], check: Callable[[str], Text | None]) -> Iterator[Unfit]:
    """What a check says of the words of a list, each at its place."""
    for number, word in enumerate(words):
        what = check(word)
        if what is not None:
            yield (key, number), what


def alone(key: str, what: Text | None) -> Iterator[Unfit]:
    """What is said of the one word under a key, where anything is."""
    if what is not None:
        yield (key,), what
