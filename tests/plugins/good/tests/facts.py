"""Facts, mails and actions on which `officebot plugin check` tries the door list."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from door_list.acting import Lister, ListVisitor
from door_list.duty import Facts

from officebot.sdk import Address, Contacts, MessageRef, OfficeFacts, People, SeenMail, WorkingTime
from officebot.testing.trials import Trial

MONDAY = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


def mail(number: int, kind: str = "visit", age: timedelta = timedelta(hours=2)) -> SeenMail:
    """A mail that came so long before Monday, 17:00."""
    return SeenMail(
        ref=MessageRef("desk", "INBOX", 7, number, f"mail {number}"),
        subject=f"Our visit {number}",
        sender=Address("Emily Finch", "emily@harcourt-finch.example"),
        received=MONDAY - age,
        state="handled",
        verdict={"kind": kind},
    )


def facts(*mails: SeenMail) -> list[Facts]:
    """A day with these mails, or with two visits."""
    office = OfficeFacts(name="Office", people=People(()), contacts=Contacts(()), working_time=WorkingTime())
    return [Facts(office=office, mails=mails or (mail(1), mail(2)), now=MONDAY)]


def stored() -> list[dict[str, object]]:
    """What version 0.1 remembered of a day."""
    return [{"2026-11-23": 3}]


def trials(folder: Path) -> list[Trial]:
    """A visitor put on a list of one's own."""
    place = folder / "list.txt"
    return [
        Trial(
            performer=Lister(place),
            action=ListVisitor(address="emily@harcourt-finch.example", mark="abc"),
            look=lambda: place.read_text("utf-8") if place.exists() else None,
        )
    ]
