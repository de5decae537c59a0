"""Calendars are changed against the version that was read, told of in words before, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from officebot.connectors.calendars.caldav import CalDavCalendar
from officebot.connectors.calendars.files import FolderCalendar
from officebot.connectors.calendars.performer import CalendarPerformer, WritableCalendar
from officebot.connectors.workers import WorkerPool
from officebot.core.actions import (
    Action,
    CancelByServer,
    Effect,
    InviteByServer,
    PutCalendarObject,
    RemoveCalendarObject,
    from_json,
    to_json,
)
from officebot.core.agendas import CalendarObject
from officebot.core.problems import UserError
from officebot.core.text import say
from officebot.sdk import Done, Failed, Job, NotDone, Retry, Uncertain
from officebot.testing.calendarcontract import event
from officebot.testing.oddserver import OddServer
from tests.connectors.calendars.conftest import site

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def calendar(odd: OddServer, workers: WorkerPool) -> Iterator[CalDavCalendar]:
    made = CalDavCalendar(site(odd.url), workers, can_write=True)
    yield made
    made.close()


def performing(calendar: CalDavCalendar | FolderCalendar, invitations: str = "mail") -> CalendarPerformer:
    def named(name: str) -> WritableCalendar:
        if name != "anna":
            raise UserError(
                say("There is no calendar “{name}” in office.toml: write one of {known}.", name=name, known=[])
            )
        return WritableCalendar(store=calendar, invitations="caldav" if invitations == "caldav" else "mail")

    return CalendarPerformer(named, PARIS)


@pytest.fixture
def performer(calendar: CalDavCalendar) -> CalendarPerformer:
    return performing(calendar)


def put(text: str, on: CalendarObject | None = None, uid: str = "a") -> PutCalendarObject:
    return PutCalendarObject(
        calendar="anna", uid=uid, text=text, etag=on.etag if on else "", href=on.href if on else ""
    )


def remove(on: CalendarObject) -> RemoveCalendarObject:
    return RemoveCalendarObject(calendar="anna", uid="a", href=on.href, etag=on.etag)


def job(performer: CalendarPerformer, action: Action) -> Job:
    prepared = performer.prepare(action)
    return Job(id=1, key="action:1", action=prepared.action, blobs=prepared.blobs)


def done(performer: CalendarPerformer, todo: Job) -> Job:
    (outcome,) = performer.perform([todo])
    assert isinstance(outcome, Done), outcome
    return replace(todo, receipt=outcome.receipt)


def existing(calendar: CalDavCalendar, text: str = "") -> CalendarObject:
    href = calendar.href_of("a")
    calendar.put(href, text or event("a"), "")
    found = calendar.get(href)
    assert found is not None
    return found


def said(performer: CalendarPerformer, action: Action, language: str = "en") -> str:
    return performer.prepare(action).preview.render(language)


def refusal(performer: CalendarPerformer, action: Action) -> str:
    with pytest.raises(UserError) as refused:
        performer.prepare(action)
    return refused.value.problems[0].what.render()


# ── what a person sees before ─────────────────────────────────────────────────────────────────────────────


def test_a_new_entry_is_told_with_its_time_on_the_offices_clock(performer: CalendarPerformer) -> None:
    text = event("a").replace("END:VEVENT", "LOCATION:Salle\\, 1er\r\nATTENDEE:mailto:Paul@x.example\r\nEND:VEVENT")
    assert said(performer, put(text)) == (
        "Enter into the calendar “anna”: “Lunch”, 24 November 2026 at 13:00 to 14:00, at Salle, 1er, "
        "with paul@x.example"
    )


def test_of_a_change_the_difference_is_told(calendar: CalDavCalendar, performer: CalendarPerformer) -> None:
    on = existing(calendar)
    later = event("a", "Long lunch").replace("T130000Z", "T150000Z")
    assert said(performer, put(later, on)) == (
        "Change in the calendar “anna”: “Lunch”, 24 November 2026 at 13:00 to 14:00 (now called “Long lunch”, "
        "24 November 2026 at 13:00 to 16:00 instead of 24 November 2026 at 13:00 to 14:00)"
    )


def test_a_removal_is_told(calendar: CalDavCalendar, performer: CalendarPerformer) -> None:
    told = said(performer, remove(existing(calendar)), "fr")
    assert "anna" in told
    assert "24 novembre 2026" in told


def test_what_was_changed_since_it_was_read_is_not_even_shown(
    calendar: CalDavCalendar, performer: CalendarPerformer
) -> None:
    on = existing(calendar)
    calendar.put(on.href, event("a", "Theirs"), on.etag)
    for action in (put(event("a", "Ours"), on), remove(on)):
        assert "meanwhile" in refusal(performer, action)
    assert "already" in refusal(performer, put(event("a")))


@pytest.mark.parametrize("text", ["", "no calendar", event("b"), event("a") + event("b")])
def test_what_is_not_one_entry_with_that_uid_is_refused(performer: CalendarPerformer, text: str) -> None:
    assert "not one entry" in refusal(performer, put(text))


def test_a_calendar_that_is_only_read_is_not_changed(tmp_path: Path) -> None:
    assert "write = true" in refusal(performing(FolderCalendar("anna", tmp_path)), put(event("a")))


def test_actions_go_into_the_ledger_and_come_back(calendar: CalDavCalendar) -> None:
    on = existing(calendar)
    loud = InviteByServer(calendar="anna", uid="a", text="x", attendees=("p@x.example",))
    quiet = CancelByServer(calendar="anna", uid="a", href="h", etag="e", attendees=("p@x.example",))
    for action in (put("x", on), remove(on), loud, quiet):
        assert from_json(action.kind, to_json(action)) == action
    assert [one.effect for one in (put("x"), remove(on), loud, quiet)] == [Effect.INSIDE] * 2 + [Effect.LEAVES] * 2
    assert loud.recipients == ("p@x.example",)


# ── doing it ──────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_put_is_there_and_its_version_is_noted(
    calendar: CalDavCalendar, performer: CalendarPerformer
) -> None:
    after = done(performer, job(performer, put(event("a"))))
    (found,) = calendar.read()
    assert (found.href, found.etag) == (after.receipt["href"], after.receipt["etag"])
    after = done(performer, job(performer, put(event("a", "Later"), found)))
    (found,) = calendar.read()
    assert "SUMMARY:Later" in found.text
    done(performer, job(performer, remove(found)))
    assert list(calendar.read()) == []


def test_somebody_who_was_there_first_is_not_overwritten(
    calendar: CalDavCalendar, performer: CalendarPerformer
) -> None:
    on = existing(calendar)
    jobs = [job(performer, put(event("a", "Ours"), on)), job(performer, remove(on))]
    calendar.put(on.href, event("a", "Theirs"), on.etag)
    for todo in jobs:
        (outcome,) = performer.perform([todo])
        assert isinstance(outcome, Failed)
        assert outcome.why.render() == (
            "Somebody changed this in the calendar “anna” meanwhile: it is looked at again."
        )
    assert "SUMMARY:Theirs" in calendar.read()[0].text


def test_a_connection_that_breaks_before_the_change_is_tried_again(
    odd: OddServer, calendar: CalDavCalendar, performer: CalendarPerformer
) -> None:
    todo = job(performer, put(event("a")))
    odd.cut = "before"
    (outcome,) = performer.perform([todo])
    assert isinstance(outcome, Retry)
    done(performer, todo)


@pytest.mark.parametrize("cut", ["after", "trouble"])
def test_a_connection_that_breaks_after_the_change_is_seen_to_have_done_it(
    odd: OddServer, calendar: CalDavCalendar, performer: CalendarPerformer, cut: str
) -> None:
    todo = job(performer, put(event("a")))
    odd.cut = cut
    after = done(performer, todo)
    assert after.receipt["etag"] == calendar.read()[0].etag
    gone = job(performer, remove(calendar.read()[0]))
    odd.cut = "after"
    done(performer, gone)
    assert list(calendar.read()) == []


def test_after_a_crash_what_stands_there_says_whether_it_was_done(
    calendar: CalDavCalendar, performer: CalendarPerformer
) -> None:
    new = job(performer, put(event("a")))
    assert performer.was_done(new) == NotDone()
    done(performer, new)
    assert isinstance(performer.was_done(new), Done)
    on = calendar.read()[0]
    change, removal = job(performer, put(event("a", "Ours"), on)), job(performer, remove(on))
    assert performer.was_done(change) == NotDone()
    assert performer.was_done(removal) == NotDone()
    calendar.put(on.href, event("a", "A third hand"), on.etag)
    assert isinstance(performer.was_done(change), Uncertain)
    calendar.remove(on.href, calendar.read()[0].etag)
    assert isinstance(performer.was_done(removal), Done)


# ── taking it back ────────────────────────────────────────────────────────────────────────────────────────


def test_each_change_is_taken_back_and_twice_is_harmless(
    calendar: CalDavCalendar, performer: CalendarPerformer
) -> None:
    new = done(performer, job(performer, put(event("a"))))
    changed = done(performer, job(performer, put(event("a", "Later"), calendar.read()[0])))
    gone = done(performer, job(performer, remove(calendar.read()[0])))
    for after, expected in ((gone, "Later"), (changed, "Lunch"), (new, "")):
        for _ in range(2):
            assert performer.undo([after]) == [Done()]
        assert [f"SUMMARY:{expected}" in one.text for one in calendar.read()] == [True] * bool(expected)


def test_what_somebody_changed_since_is_not_taken_back(
    calendar: CalDavCalendar, performer: CalendarPerformer
) -> None:
    new = done(performer, job(performer, put(event("a"))))
    calendar.put(calendar.href_of("a"), event("a", "Theirs"), calendar.read()[0].etag)
    (outcome,) = performer.undo([new])
    assert isinstance(outcome, Failed)
    assert "by hand" in outcome.why.render()
    assert "SUMMARY:Theirs" in calendar.read()[0].text


# ── whom a server tells ───────────────────────────────────────────────────────────────────────────────────


def invited(agent: str = "") -> str:
    lines = f"ORGANIZER{agent}:mailto:anna@x.example\r\nATTENDEE{agent};CN=Paul:mailto:paul@y.example\r\n"
    return event("a").replace("BEGIN:VEVENT\r\n", f"METHOD:REQUEST\r\nBEGIN:VEVENT\r\n{lines}")


def test_a_quiet_change_asks_the_server_to_write_to_nobody(
    calendar: CalDavCalendar, performer: CalendarPerformer
) -> None:
    done(performer, job(performer, put(invited())))
    text = calendar.read()[0].text
    assert "METHOD" not in text
    assert text.count("SCHEDULE-AGENT=CLIENT") == 2
    assert ";CN=Paul:mailto:paul@y.example" in text.replace("\r\n ", "")
    assert list(performer.undo([done_again(performer, calendar)])) == [Done()]


def done_again(performer: CalendarPerformer, calendar: CalDavCalendar) -> Job:
    """A quiet removal of the invited entry, which nobody is told of."""
    return done(performer, job(performer, remove(calendar.read()[0])))


def test_an_entry_of_which_the_server_would_tell_is_not_removed_quietly(
    calendar: CalDavCalendar, performer: CalendarPerformer
) -> None:
    on = existing(calendar, invited().replace("METHOD:REQUEST\r\n", ""))
    assert "paul@y.example" in refusal(performer, remove(on))


def test_a_server_invites_only_those_whom_the_action_names(calendar: CalDavCalendar) -> None:
    performer = performing(calendar, "caldav")
    action = InviteByServer(calendar="anna", uid="a", text=invited(), attendees=("paul@y.example",))
    assert said(performer, action).endswith("; the calendar's server writes to paul@y.example")
    after = done(performer, job(performer, action))
    assert "SCHEDULE-AGENT" not in calendar.read()[0].text
    (outcome,) = performer.undo([after])
    assert isinstance(outcome, Failed)
    others = (("somebody@else.example",), (), ("paul@y.example", "somebody@else.example"))
    calendar.remove(calendar.href_of("a"), calendar.read()[0].etag)
    for attendees in others:
        assert "not those" in refusal(performer, replace(action, attendees=attendees))


def test_a_server_that_may_not_invite_does_not(calendar: CalDavCalendar, performer: CalendarPerformer) -> None:
    action = InviteByServer(calendar="anna", uid="a", text=invited(), attendees=("paul@y.example",))
    assert "sends no invitations" in refusal(performer, action)
