"""An office's rota and mails for the tests, and for “officebot plugin check”, which decides about `facts()`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from officebot.sdk import (
    Address,
    Contacts,
    Item,
    Mail,
    MessageRef,
    OfficeFacts,
    OfficeWorkbook,
    People,
    Person,
    SeenMail,
    WorkingTime,
)
from officebot.testing.books import book

from mailbox_rota.duty import KIND, Facts, turn_of
from mailbox_rota.settings import Settings

#: Monday, 09:00 in Paris.
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ANN, MAX, ZOE = "ann@office.example", "max@office.example", "zoe@office.example"
PEOPLE = People(
    [
        Person(name="Ann Assistant", address=ANN),
        Person(name="Max Manager", address=MAX),
        Person(name="Zoe Zander", address=ZOE),
    ]
)
OFFICE = OfficeFacts(name="Office", people=PEOPLE, contacts=Contacts(()), working_time=WorkingTime(), language="en")
TURNS: list[list[Any]] = [
    ["Day", "Person"],
    ["Monday", "Ann Assistant"],
    ["lundi", "Max Manager"],
    [date(2026, 11, 24), "Zoe Zander"],
    ["Tuesday", "Ann Assistant"],
]


def rota(*absences: Sequence[Any]) -> OfficeWorkbook:
    """The rota: Ann and Max on Mondays, Ann on Tuesdays, but Zoe on the 24th; with these absences."""
    away = [["Person", "From", "To"], *map(list, absences)] if absences else [["Remark", "Nothing"]]
    return book("rota", {"Rota": TURNS, "Absences": away})


def mail(
    number: int, subject: str = "", sender: str = "emily@client.example", kind: str = "question", **more: Any
) -> SeenMail:
    """A mail that came to the shared mailbox, or, with `in_reply_to`, left it."""
    return SeenMail(
        ref=MessageRef("desk", "INBOX", 7, number, f"mail {number}"),
        subject=subject or f"Question {number}",
        sender=Address("Emily Finch", sender),
        received=MONDAY,
        state="handled",
        verdict={"kind": kind},
        message_id=f"<{number}@client.example>",
        **more,
    )


def note(number: int, owner: str) -> Item:
    """A mail that was shared out, and is open."""
    source = {"account": "desk", "message_id": f"<{number}@client.example>"}
    return Item(kind=KIND, key=f"{KIND}:{mail(number).mark}", title=f"Question {number}", owner=owner, source=source)


def of(
    *came: SeenMail, sent: Sequence[SeenMail] = (), notes: Sequence[Item] = (), now: datetime = MONDAY,
    book: OfficeWorkbook | None = None,
) -> Facts:  # fmt: skip
    """What the duty decides about when these mails came."""
    today, due = turn_of(OFFICE.working_time, now, Settings())
    return Facts(office=OFFICE, today=today, due=due, book=book or rota(), came=came, sent=sent, notes=notes)


def facts() -> list[Facts]:
    """Some facts of each kind."""
    return [
        of(mail(1), mail(2)),
        of(notes=[note(1, ANN)], book=rota(["Ann Assistant", date(2026, 11, 23), None])),
        of(notes=[note(1, ANN)], sent=[mail(9, in_reply_to="<1@client.example>")]),
        of(),
    ]


def mails() -> list[Mail]:
    """Mails that left, for the recogniser."""
    return [written("<1@client.example>"), written("")]


def written(in_reply_to: str, account: str = "desk") -> Mail:
    """A mail that the office wrote."""
    return Mail(
        ref=MessageRef(account, "Sent", 7, 1, "sent"),
        message_id="<a@office.example>",
        subject="Re: Question",
        sender=Address("Desk", "desk@office.example"),
        date=MONDAY,
        received=MONDAY,
        text="Yes.",
        in_reply_to=in_reply_to,
    )
