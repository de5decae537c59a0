"""Who looks after the office itself: its settings, its duties, its pause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from officebot.core.problems import UserError
from officebot.core.text import say

if TYPE_CHECKING:
    from officebot.core.people import Person
    from officebot.web.visit import Visit

#: The responsibility, in the table of people, of who looks after the settings.
RESPONSIBILITY = "settings"


def looks_after(person: Person) -> bool:
    """Whether a person may change settings, run duties and pause the office; others only look."""
    return person.may_approve and (person.owns_the_mailbox or RESPONSIBILITY in person.responsibilities)


def need_right(visit: Visit) -> None:
    """Raise UserError for who only looks: it is their own right that counts, whoever they act for."""
    if not looks_after(visit.who.person):
        raise UserError(
            say("This is for who has the responsibility “settings” in the table of people, or owns the mailbox.")
        )
