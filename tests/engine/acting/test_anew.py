"""What came too late is decided anew: the duty sees the same mail once more, and proposes what fits the world as it is now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from officebot.connectors.calendars.checking import FreePerformer
from officebot.core.actions import CheckFree
from officebot.core.agendas import CalendarObject, OfficeCalendar
from officebot.core.text import say
from officebot.engine.deciding import approvals
from officebot.engine.running.runner import Runner
from officebot.sdk import Claim, Mail, MessageRef, Proposal, Trigger, Unavailable, UserError
from officebot.testing.clock import VirtualClock
from tests.engine.fakemail import FakeMail
from tests.engine.helpers import CLAIRE, MONDAY, Bench, NoSettings, acting, duty, letter, note, proposal

HOUR = timedelta(hours=1)
ANNA = "anna@atelier.example"


class World:
    """An office whose duty offers the first hour that nothing stands in, and a calendar in which people write."""

    def __init__(self, folder: Path, *before: Any) -> None:
        self.taken: list[datetime] = []
        self.before = before
        clock = VirtualClock(MONDAY)
        asking = duty(
            "meet", "mail", decide=self._offer, recogniser=lambda *_: [Claim(kind="wish", data={"hours": 1})]
        )
        looks = FreePerformer(self.calendars, clock, "UTC")
        self.bench = Bench(folder, clock=clock, duties=[asking], performers=[looks])
        self.source = FakeMail()
        self.bench.intake().work(self.source)
        self.seen: list[Trigger] = []
        self.lost = False
        bench = self.bench
        self.runner = Runner(
            bench.ledger, bench.duties, bench.office, bench.proposer, clock, bench.owner, reopen=self._reopen
        )

    def calendars(self, _of: Collection[str] | None) -> Sequence[OfficeCalendar]:
        text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
        for start in self.taken:
            text += (
                f"BEGIN:VEVENT\r\nUID:{start:%H}\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:{start:%Y%m%dT%H%M%SZ}\r\n"
                f"DTEND:{start + HOUR:%Y%m%dT%H%M%SZ}\r\nEND:VEVENT\r\n"
            )
        stored = CalendarObject(calendar="anna", href="a", etag="1", text=f"{text}END:VCALENDAR\r\n")
        return [OfficeCalendar(name="anna", person=ANNA, objects=(stored,))]

    def _offer(self, trigger: Trigger, _settings: NoSettings) -> Iterable[Proposal]:
        assert trigger.mail is not None
        self.seen.append(trigger)
        start = next(MONDAY + n * HOUR for n in range(20) if MONDAY + n * HOUR not in self.taken)
        check = CheckFree(owners=(ANNA,), start=start, end=start + HOUR)
        yield proposal(
            f"meet:{trigger.mail.ref.fingerprint}",
            *self.before,
            check,
            letter(f"{start:%H:%M}"),
            about=trigger.mail.ref,
        )

    def _reopen(self, ref: MessageRef, received: datetime) -> Mail:
        if self.lost:
            raise Unavailable("desk", say("The line is cut."))
        found = self.source.boxes[ref.folder].messages.get(ref.uid)
        if not isinstance(found, Mail):
            raise UserError(say("This mail is gone."))
        assert found.received == received
        return replace(found, ref=ref)

    def comes(self) -> int:
        self.seen.clear()
        self.source.receive("a wish")
        (number,) = self.bench.intake().work(self.source).proposals
        return number

    def approve(self, number: int) -> str:
        """The yes, carried out; how the proposal stands."""
        bench = self.bench
        approvals.approve(bench.ledger, acting(CLAIRE), number, bench.hash(number), MONDAY)
        bench.wait(180)
        bench.executor.work()
        return bench.state(number)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_a_time_that_was_taken_before_the_yes_makes_another_offer_about_the_same_mail(world: World) -> None:
    number = world.comes()
    world.taken.append(MONDAY)
    assert world.approve(number) == "failed"
    (ran,) = world.runner.work()
    assert (ran.duty, ran.state) == ("meet", "done")
    first, again = world.seen
    assert (again.kind, again.mail, again.claims) == (first.kind, first.mail, first.claims)
    assert world.approve(ran.proposals[0]) == "done"
    assert world.bench.performer.texts() == [f"{MONDAY + HOUR:%H:%M}"]
    assert world.runner.work() == []


def test_after_four_that_came_too_late_nobody_is_asked_again(world: World) -> None:
    number, asked = world.comes(), 1
    while True:
        world.taken.append(MONDAY + (asked - 1) * HOUR)
        assert world.approve(number) == "failed"
        ran = world.runner.work()
        if not ran:
            break
        (number,) = ran[0].proposals
        asked += 1
    assert asked == 4


def test_what_has_begun_to_happen_is_not_decided_anew(tmp_path: Path) -> None:
    world = World(tmp_path, note("it began"))
    number = world.comes()
    world.taken.append(MONDAY)
    world.approve(number)
    assert world.bench.performer.texts() == ["it began"]
    assert world.runner.work() == []


def test_while_the_mailbox_is_away_the_mail_is_waited_for(world: World) -> None:
    number = world.comes()
    world.taken.append(MONDAY)
    world.approve(number)
    world.lost = True
    assert [one.state for one in world.runner.work(limit=1)] == ["pending"]
    world.lost = False
    world.bench.wait(60)
    assert [one.state for one in world.runner.work()] == ["done"]


def test_a_mail_that_is_gone_by_then_is_said(world: World) -> None:
    number = world.comes()
    world.taken.append(MONDAY)
    world.approve(number)
    world.source.empty()
    (ran,) = world.runner.work()
    assert (ran.state, str(ran.problem)) == ("failed", "This mail is gone.")
