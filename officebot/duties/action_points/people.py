"""Who is who of an action point: its secretary and chair, and who may say that it is done."""

from __future__ import annotations

from officebot.core.facts import OfficeFacts
from officebot.core.minutes.following import Followed
from officebot.duties.action_points.settings import Settings


def secretary_of(point: Followed, office: OfficeFacts, settings: Settings) -> str:
    """The address of whoever keeps the point's meeting, else of who is set, else of who answers for the mailbox."""
    named = office.people.at(point.secretary) or office.people.at(settings.secretary)
    if named is not None:
        return named.address
    return next((one.address for one in office.people.mailbox_owners), "")


def may_decide(point: Followed, address: str, office: OfficeFacts, settings: Settings) -> bool:
    """Whether a person may close a point, or change its day: its owner, its meeting's secretary or chair."""
    return address in point.owners or oversees(point, address, office, settings)


def oversees(point: Followed, address: str, office: OfficeFacts, settings: Settings) -> bool:
    """Whether a person keeps or chairs the point's meeting, and may give it to another."""
    return bool(address) and address in (secretary_of(point, office, settings), point.chair)


def names_of(point: Followed, office: OfficeFacts) -> str:
    """Whose the point is, as it is written."""
    known = [person.name for one in point.owners if (person := office.people.at(one)) is not None]
    return ", ".join(known or point.who)
