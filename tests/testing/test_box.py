"""The office in a box: what an author's test does to it, and what it then finds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from officebot.sdk import (
    CalendarObject,
    Claim,
    Duty,
    Mail,
    NoteItem,
    Office,
    OfficeFacts,
    OfficeWorkbook,
    Proposal,
    SetCells,
    Trigger,
    WriteDocument,
    say,
)
from officebot.testing.box import MAX, DutyFailed, OfficeInABox


class Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    workbook: str = "stock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    mail: Mail | None
    book: OfficeWorkbook
    events: tuple[CalendarObject, ...]


def observe(office: Office, trigger: Trigger, settings: Settings) -> Facts:
    events = tuple(event for calendar in office.calendars() for event in calendar.objects)
    return Facts(mail=trigger.mail, book=office.workbook(settings.workbook), events=events)


def decide(facts: Facts, settings: Settings) -> Iterable[Proposal]:
    if facts.mail is None:
        yield Proposal(
            key="counted",
            title=say("{count} events", count=len(facts.events)),
            actions=(WriteDocument(path="archive/events.txt", content=f"{len(facts.events)} events"),),
            approvals=2,
            must_ask=True,
        )
        return
    assert "stop" not in facts.mail.subject
    (row,) = facts.book.tables[0].records()
    before, more = row["In stock"], int(re.findall(r"\d{1,4}", facts.mail.text)[0])
    assert isinstance(before, int | float)
    yield Proposal(
        key=facts.mail.message_id,
        title=say("Enter {more}", more=more),
        actions=(
            SetCells(workbook=settings.workbook, cells=(("Stock!B2", before, before + more),)),
            NoteItem(item_kind="entered", key=facts.mail.message_id, title="Entered"),
        ),
        must_ask=True,
    )


def recognise(mail: Mail, _facts: OfficeFacts, _settings: Any, _now: datetime) -> Iterable[Claim]:
    yield Claim(kind="subject", data={"words": mail.subject})


DUTY = Duty(
    name="entering",
    title=say("Entering"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("mail",),
    recogniser=recognise,
)
STOCK = {"Stock": [["Article", "In stock"], ["Paper A4", 12]]}


@pytest.fixture
def entering(office: OfficeInABox) -> OfficeInABox:
    office.keeps("stock", STOCK)
    office.enables(DUTY)
    return office


def test_a_mail_sets_a_cell_after_the_yes_and_not_before_and_undo_sets_it_back(entering: OfficeInABox) -> None:
    entering.receives("Delivery", "8 reams are here.")
    (proposal,) = entering.waiting()
    assert entering.cell("stock.xlsx", "Stock", "B2") == 12
    assert entering.approve(proposal).state == "done"
    assert entering.cell("stock.xlsx", "Stock", "B2") == 20
    assert [item.title for item in entering.items("entered")] == ["Entered"]
    assert entering.undo(proposal).state == "undone"
    assert entering.cell("stock.xlsx", "Stock", "B2") == 12
    assert not entering.items("entered")


def test_what_is_rejected_is_not_done(entering: OfficeInABox) -> None:
    entering.receives("Delivery", "8 reams are here.")
    assert entering.reject(entering.waiting()[0], "Counted already.").rejected_because == "Counted already."
    assert not entering.waiting()
    assert entering.cell("stock.xlsx", "Stock", "B2") == 12
    assert [one.state for one in entering.proposals()] == ["rejected"]


def test_claims_and_mails_are_seen_by_what_they_say(entering: OfficeInABox) -> None:
    identity = entering.receives("Delivery", "8 reams are here.")
    assert [claim.data["words"] for claim in entering.claims("subject")] == ["Delivery"]
    assert [mail.message_id for mail in entering.mails()] == [identity]


def test_a_duty_that_raises_over_a_mail_fails_the_test(entering: OfficeInABox) -> None:
    with pytest.raises(DutyFailed, match="AssertionError"):
        entering.receives("stop", "8 reams are here.")


def test_a_duty_that_raises_in_a_run_fails_the_test(office: OfficeInABox) -> None:
    def broken(_facts: Facts, _settings: Settings) -> Iterable[Proposal]:
        raise ValueError("broken")

    office.enables(Duty(name="broken", title=say("Broken"), settings=Settings, observe=observe, decide=broken))
    with pytest.raises(DutyFailed, match="ValueError"):
        office.runs("broken")


def test_two_people_say_yes_where_two_must(entering: OfficeInABox) -> None:
    entering.plans(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//box//test//EN\r\nBEGIN:VEVENT\r\nUID:visit\r\n"
        "DTSTAMP:20261120T080000Z\r\nDTSTART:20261123T100000Z\r\nDTEND:20261123T110000Z\r\nSUMMARY:Visit\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    entering.runs(DUTY)
    (proposal,) = entering.waiting()
    assert entering.approve(proposal).state == "waiting"
    assert entering.read("archive/events.txt") is None
    assert entering.approve(proposal, by=MAX).state == "done"
    assert entering.read("archive/events.txt") == "1 events"


def test_what_is_due_at_an_hour_is_run_when_the_clock_is_turned_past_it(office: OfficeInABox) -> None:
    office.keeps("stock", STOCK)
    office.enables(DUTY, triggers=["mon-fri 11:00"])
    office.turn(hours=1, minutes=59)
    assert not office.waiting()
    office.turn(minutes=1)
    assert len(office.waiting()) == 1


def test_an_office_without_any_duty_is_an_office(office: OfficeInABox) -> None:
    office.receives("Lunch", "At noon?")
    assert len(office.mails()) == 1
    assert not office.proposals()


def test_a_setting_that_the_duty_does_not_know_is_refused(office: OfficeInABox) -> None:
    office.enables(DUTY, colour="green")
    with pytest.raises(Exception, match="colour"):
        office.turn()
