"""What hardly changes in an office: who is who, when it works, and what it taught."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from officebot.core.people import Contacts, People
from officebot.core.text import Language
from officebot.core.worktime import WorkingTime

if TYPE_CHECKING:
    from officebot.core.judging.learning import Learned


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFacts:
    """What hardly changes: who is who, when the office works, what its corrections taught. Given to every decision."""

    name: str
    people: People
    contacts: Contacts
    working_time: WorkingTime
    language: str = "fr"
    learned: Learned | None = None
    #: The address of whoever the mailbox belongs to, where that is known; else the first of the people.
    owner: str = ""
    #: The account that writes where nobody says which: the first of the settings; "" without any.
    account: str = ""
    #: The addresses whose mail arrives in a mailbox that is read, lower case; none where that is not known.
    mailboxes: frozenset[str] = frozenset()

    def language_of(self, address: str) -> Language:
        """The language in which somebody is written to: as they are noted in the tables, else the office's."""
        known = self.people.at(address) or self.contacts.at(address)
        if known is not None:
            return known.language
        return "en" if self.language == "en" else "fr"
