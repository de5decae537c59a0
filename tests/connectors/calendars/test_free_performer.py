"""A bundle goes on only while the times that it fills are free; the calendar is read once more for that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from officebot.connectors.calendars.files import FolderCalendar
from officebot.connectors.calendars.free_performer import FreePerformer
from officebot.connectors.calendars.performer import WritableCalendar
from officebot.core.actions import CheckFree, FlagMessage, from_json, to_json
from officebot.core.mail import MessageRef
from officebot.core.problems import Unavailable
from officebot.core.text import say
from officebot.sdk import Done, Failed, Job, NotDone, Retry
from officebot.testing.calendarcontract import event

START = datetime(2026, 11, 24, 13, tzinfo=UTC)
HOUR = timedelta(hours=1)


def at(hours: float, *, but_for: tuple[str, ...] = ()) -> CheckFree:
    begin = START + HOUR * hours
    return CheckFree(calendar="anna", times=((begin, begin + HOUR),), but_for=but_for)


@pytest.fixture
def folder(tmp_path: Path) -> FolderCalendar:
    """A calendar with lunch in it."""
    made = FolderCalendar("anna", tmp_path, can_write=True)
    lunch = event("lunch").replace("DTSTART", "X-DTSTART").replace("DTEND", "X-DTEND")
    times = f"DTSTART:{START:%Y%m%dT%H%M%SZ}\r\nDTEND:{START + HOUR:%Y%m%dT%H%M%SZ}\r\nEND:VEVENT"
    made.put(made.href_of("lunch"), lunch.replace("END:VEVENT", times), "")
    return made


def performing(folder: FolderCalendar) -> FreePerformer:
    return FreePerformer(lambda _: WritableCalendar(store=folder), ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("check", "is_free"),
    [
        pytest.param(at(0), False, id="at the very time"),
        pytest.param(at(0.5), False, id="half of it"),
        pytest.param(at(1), True, id="right behind it"),
        pytest.param(at(-1), True, id="right before it"),
        pytest.param(at(0, but_for=("lunch",)), True, id="what stands there is the meeting's own"),
        pytest.param(at(0, but_for=("lun",)), False, id="its identity only begins alike"),
    ],
)
def test_a_bundle_goes_on_where_its_time_is_free(folder: FolderCalendar, check: CheckFree, is_free: bool) -> None:
    performer = performing(folder)
    job = Job(id=1, key="action:1", action=performer.prepare(check).action)
    (outcome,) = performer.perform([job])
    assert isinstance(outcome, Done if is_free else Failed)
    assert isinstance(performer.was_done(job), NotDone)
    assert performer.undo([job]) == [Done()]


def test_a_calendar_that_cannot_be_reached_is_looked_at_later() -> None:
    def lost(_: str) -> WritableCalendar:
        raise Unavailable("anna", say("No answer."))

    (outcome,) = FreePerformer(lost, ZoneInfo("Europe/Paris")).perform([Job(id=1, key="a", action=at(0))])
    assert isinstance(outcome, Retry)


def test_the_ledger_reads_it_back() -> None:
    assert from_json(CheckFree.kind, to_json(at(0, but_for=("a",)))) == at(0, but_for=("a",))


def test_other_kinds_are_refused(folder: FolderCalendar) -> None:
    with pytest.raises(TypeError):
        performing(folder).prepare(FlagMessage(on=MessageRef("a", "INBOX", 1, 1, "f")))
