"""Random weeks in which guests ask for meetings, answer late and twice, and others fill the calendars: nobody is booked twice.

The duty's own proposals are carried out as they stand, some long after they were made, in any order. Prints its figure.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from officebot.core.agendas import Room
from officebot.core.availability.busy import Status
from officebot.core.mail import Address, Mail, MessageRef, Proof
from officebot.core.proposals import Proposal
from officebot.sdk import OfficeFacts
from tests.duties.conftest import MORNING
from tests.duties.diaries import PARIS, Conflict, Diaries

ETIENNE, SOPHIE = "etienne@office.example", "sophie@office.example"
WEEK = (datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC))
ASKING = (
    "Could we meet Étienne Kerbrat next week, 45 minutes?",
    "Pourrions-nous rencontrer Sophie Delmas la semaine prochaine, une demi-heure ?",
    "Could we meet Étienne Kerbrat and Sophie Delmas next week for 60 minutes?",
    "Could we meet Étienne Kerbrat on 2 December at 3 pm for half an hour?",
)
ANSWERS = (
    "The first one works for us.", "Le deuxième me va.", "Option 3, thanks", "Any of them is fine.",
    "Sorry, none of these work for me.", "We must cancel, sorry.", "I will come back to you.",
)  # fmt: skip


@dataclass
class Week:
    """One office in one random week."""

    facts: OfficeFacts
    chance: random.Random
    office: Diaries = field(init=False)
    waiting: list[Proposal] = field(default_factory=list)
    refused: int = 0
    confirmed: int = 0
    by_hand: int = 0

    def __post_init__(self) -> None:
        room = Room(name="petit", title="Petit salon", seats=4)
        self.office = Diaries(self.facts, [ETIENNE, SOPHIE, "petit"], [room])
        self.settings = {"rooms": ["petit"], "holds": self.chance.random() < 0.6}
        for number in range(self.chance.randint(5, 25)):
            self._put(f"busy{number}")

    def run(self) -> None:
        guests = [f"guest{number}@elsewhere{number}.example" for number in range(self.chance.randint(2, 5))]
        steps = [("asks", guest) for guest in guests]
        steps += [("answers", self.chance.choice(guests)) for _ in range(self.chance.randint(3, 9))]
        steps += [("approves", "")] * self.chance.randint(6, 14) + [("fills", "")] * self.chance.randint(0, 3)
        self.chance.shuffle(steps)
        for number, (deed, guest) in enumerate([*steps, *[("approves", "")] * 8]):
            getattr(self, f"_{deed}")(guest, number)
            self._nobody_is_booked_twice()

    def _asks(self, guest: str, number: int) -> None:
        self._comes(self._mail(guest, self.chance.choice(ASKING), number, answers=False))

    def _answers(self, guest: str, number: int) -> None:
        mail = self._mail(guest, self.chance.choice(ANSWERS), number, answers=True)
        for _ in range(self.chance.choice((1, 1, 2))):
            self._comes(mail)

    def _comes(self, mail: Mail) -> None:
        self.waiting += self.office.comes(mail, MORNING, **self.settings)

    def _approves(self, _guest: str, _number: int) -> None:
        if not self.waiting:
            return
        proposal = self.waiting.pop(self.chance.randrange(len(self.waiting)))
        try:
            done = self.office.approve(proposal)
        except (Conflict, KeyError):
            done = False
        self.refused += not done
        self.confirmed += done and ":confirm:" in proposal.key

    def _fills(self, _guest: str, number: int) -> None:
        self._put(f"late{number}")

    def _put(self, uid: str) -> None:
        """Somebody enters something by hand, where nothing stands yet: whoever books over others does so knowingly."""
        start = datetime(2026, 11, 30, 8, tzinfo=PARIS) + timedelta(
            days=self.chance.randrange(5), minutes=15 * self.chance.randrange(40)
        )
        end = start + timedelta(minutes=self.chance.choice((15, 30, 60, 120)))
        owner = self.chance.choice((ETIENNE, SOPHIE, "petit"))
        if not [one for one in self.office.busy(owner, start, end) if one.status is Status.BUSY]:
            self.office.put(owner, uid, start, end)
            self.by_hand += 1

    def _nobody_is_booked_twice(self) -> None:
        for owner in (ETIENNE, SOPHIE, "petit"):
            booked = [one for one in self.office.busy(owner, *WEEK) if one.status is Status.BUSY]
            for one, other in pairwise(booked):
                assert one.end <= other.start, (owner, one, other)

    def _mail(self, guest: str, text: str, number: int, *, answers: bool) -> Mail:
        first = f"<first@{guest.partition('@')[2]}>"
        return Mail(
            ref=MessageRef("desk", "INBOX", 7, number + 1, f"f{number}"), subject="Re: Visit" if answers else "Visit",
            message_id=f"<{number}@{guest.partition('@')[2]}>" if answers else first,
            in_reply_to="<offer@office.example>" if answers else "", references=(first,) if answers else (),
            sender=Address(guest.partition("@")[0], guest), to=(Address("", "nadia@office.example"),),
            date=MORNING.astimezone(PARIS), received=MORNING, text=text, reply=text, proof=Proof.PASSED,
        )  # fmt: skip


@pytest.mark.sweep
@pytest.mark.timeout(7200)
def test_nobody_is_booked_twice_in_any_week(facts: OfficeFacts, is_sweep: bool) -> None:
    count, confirmed, refused = (1_000 if is_sweep else 25), 0, 0
    for seed in range(count):
        week = Week(facts, random.Random(seed))
        week.run()
        confirmed += week.confirmed
        refused += week.refused
    print(f"\n{count} weeks, {confirmed} meetings confirmed, {refused} proposals came too late; 0 double bookings")
    assert confirmed > count // 2
