"""Random weeks: guests who ask, answer late and twice, people who put their own in between; nothing stands twice."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from officebot.core.agendas import Room
from officebot.core.availability.busy import Status
from officebot.core.calendars.building import Meeting, invitation
from officebot.core.mail import Address, Mail, MessageRef, Proof
from officebot.core.people import Contacts, People, Person
from officebot.core.proposals import Proposal
from officebot.core.worktime import WorkingTime
from officebot.sdk import OfficeFacts
from tests.duties.diaries import PARIS, Conflict, Diaries

ETIENNE, SOPHIE = "etienne@office.example", "sophie@office.example"
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
MONTH = (MONDAY, MONDAY + timedelta(days=40))
ASKS = (
    "Hello, could we meet Étienne Kerbrat and Sophie Delmas next week, 45 minutes?",
    "Could we meet Étienne Kerbrat on 2 December at 3 pm for half an hour?",
    "Could we meet Sophie Delmas on 1 December?",
    "Are you free for a call with Étienne Kerbrat this week, one hour?",
)
ANSWERS = (
    "The first one works for us.", "The second one is perfect.", "The last one suits us.", "Any of them works.",
    "None of these work, sorry.", "We must cancel, sorry.", "Could we meet on 3 December instead?",
)  # fmt: skip


class Week:
    """An office, its guests, and what waits for a yes."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        people = [Person(name="Étienne Kerbrat", address=ETIENNE), Person(name="Sophie Delmas", address=SOPHIE)]
        facts = OfficeFacts(
            name="Bureau", people=People(people), contacts=Contacts([]), working_time=WorkingTime(), account="desk"
        )
        rooms = [Room(name=name, title=name, seats=4) for name in ("petit", "grand")]
        self.office = Diaries(facts, [ETIENNE, SOPHIE, "petit", "grand"], rooms)
        self.settings = {"rooms": ["petit", "grand"], "holds": self.dice.random() < 0.7}
        self.waiting: list[Proposal] = []
        self.now, self._number, self._own = MONDAY, 0, 0

    def mail(self, text: str, guest: int, *, is_answer: bool, calendar: str = "") -> Mail:
        self._number += 1
        n, first = self._number, f"<first-{guest}@guest.example>"
        return Mail(
            ref=MessageRef("desk", "INBOX", 7, n, f"f{n}"), message_id=f"<{n}@guest.example>" if is_answer else first,
            subject=f"Visit {guest}", sender=Address(f"Guest {guest}", f"g{guest}@guest.example"),
            to=(Address("", "desk@office.example"),), date=self.now.astimezone(PARIS), received=self.now, text=text,
            reply=text, references=(first,) if is_answer else (), in_reply_to=first if is_answer else "",
            calendar=calendar, proof=Proof.PASSED,
        )  # fmt: skip

    def comes(self, mail: Mail) -> None:
        self.waiting += self.office.comes(mail, self.now, **self.settings)

    def step(self) -> None:
        self.now += timedelta(hours=self.dice.choice((1, 2, 5)))
        guest, deed = self.dice.randrange(5), self.dice.random()
        if deed < 0.2:
            self.comes(self.mail(self.dice.choice(ASKS), guest, is_answer=False))
        elif deed < 0.45:
            mail = self.mail(self.dice.choice(ANSWERS), guest, is_answer=True)
            for _ in range(self.dice.choice((1, 1, 2))):
                self.comes(mail)
        elif deed < 0.55:
            start = datetime(2026, 11, 30, 9, tzinfo=PARIS) + timedelta(hours=self.dice.randrange(0, 100))
            talk = Meeting(organizer=f"g{guest}@guest.example", attendees=(self.dice.choice((ETIENNE, SOPHIE)),),
                           summary="Talk", start=start, end=start + timedelta(hours=1))  # fmt: skip
            self.comes(self.mail("", guest, is_answer=False, calendar=invitation(talk, self.now).text))
        elif deed < 0.62:
            self.waiting += self.office.in_the_morning(self.now, **self.settings)
        elif deed < 0.7:
            self.enters_something()
        elif self.waiting:
            self.decides(self.waiting.pop(self.dice.randrange(len(self.waiting))))

    def enters_something(self) -> None:
        """Somebody enters something of their own, where they are free: they look before."""
        owner = self.dice.choice((ETIENNE, SOPHIE))
        start = datetime(2026, 11, 30, 9, tzinfo=PARIS) + timedelta(minutes=30 * self.dice.randrange(0, 200))
        if not self.office.busy(owner, start, start + timedelta(hours=1)):
            self._own += 1
            self.office.put(owner, f"own-{self._own}", start, start + timedelta(hours=1))

    def decides(self, proposal: Proposal) -> None:
        """A yes, or a no; where the calendar changed meanwhile, what was not begun is left."""
        if self.dice.random() < 0.85:
            with suppress(Conflict, KeyError):
                self.office.approve(proposal)

    def doubles(self) -> list[tuple[str, str, str]]:
        """What stands at the same time in one calendar, both certain."""
        found = []
        for owner in (ETIENNE, SOPHIE, "petit", "grand"):
            certain = [one for one in self.office.busy(owner, *MONTH) if one.status is not Status.TENTATIVE]
            found += [
                (owner, one.uid, other.uid)
                for place, one in enumerate(certain)
                for other in certain[place + 1 :]
                if one.start < other.end and other.start < one.end
            ]
        return found


def lived(seed: int) -> Week:
    """A week of sixty steps."""
    week = Week(seed)
    for _ in range(60):
        week.step()
    return week


@pytest.mark.parametrize("seed", [22, 35, 37, *range(8)])
def test_no_time_of_a_random_week_is_filled_twice(seed: int) -> None:
    assert lived(seed).doubles() == []


def test_such_weeks_hold_meetings() -> None:
    assert sum(len(lived(seed).office.stored[ETIENNE]) for seed in range(4)) > 4


def test_after_all_of_it_nothing_is_kept_free_for_good() -> None:
    for seed in range(6):
        week = lived(seed)
        for day in range(20, 24):
            for proposal in week.office.in_the_morning(MONDAY + timedelta(days=day)):
                week.office.approve(proposal)
        for stored in week.office.stored.values():
            assert not [uid for uid in stored if "-hold-" in uid]
