"""The office's calendars from its settings: read by duties and by `calendar list`, examined by the doctor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from officebot.app import App
from officebot.core.actions import PutCalendarObject
from officebot.core.problems import UserError
from officebot.sdk import OfficeCalendar, Room
from officebot.testing.calendarcontract import event
from tests.app.offices import Called, officebot

OFFICE = """
[office]
name = "Bell & Frères"

[mail.accounts.desk]
address = "desk@bell.example"
owner = "anna@bell.example"

[mail.accounts.desk.imap]
host = "mail.bell.example"
user = "desk"
password = { env = "BELL_IMAP" }

[calendars.anna]
person = "anna@bell.example"
kind = "folder"
path = "anna"
write = true

[calendars.bruno]
person = "bruno@bell.example"
kind = "file"
path = "bruno.ics"

[calendars.quai]
room = "quai"
kind = "file"
path = "missing.ics"

[rooms.quai]
title = "Salle du Quai"
capacity = 12
equipment = ["screen"]
approver = "anna@bell.example"

[rooms.van]
title = "The van"
kind = "equipment"
"""
PEOPLE = """name,address,role,language,circle,responsibilities,login
Anna Bell,anna@bell.example,director,en,direction,,
Bruno Bell,bruno@bell.example,sales,en,sales,,
"""
WEEKLY = event("w", "Jour fixe").replace("END:VEVENT", "RRULE:FREQ=WEEKLY\r\nEND:VEVENT")
PRIVATE = event("p", "Doctor").replace("END:VEVENT", "CLASS:PRIVATE\r\nLOCATION:Clinic\r\nEND:VEVENT")
ENDLESS = (
    event("e", "Tick").replace("END:VEVENT", "RRULE:FREQ=SECONDLY\r\nEND:VEVENT").replace("20261124T", "19700101T")
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "office.toml").write_text(OFFICE)
    (tmp_path / "people.csv").write_text(PEOPLE)
    (tmp_path / "anna").mkdir()
    (tmp_path / "anna" / "w.ics").write_bytes(WEEKLY.encode())
    (tmp_path / "bruno.ics").write_bytes((PRIVATE + event("b", "Fair")).encode())
    return tmp_path


@pytest.fixture
def app(folder: Path) -> Iterator[App]:
    with App(folder) as opened:
        yield opened


def by_name(app: App) -> dict[str, OfficeCalendar]:
    return {one.name: one for one in app.office.calendars()}


def test_a_duty_sees_each_calendar_with_its_objects_and_whose_it_is(app: App) -> None:
    found = by_name(app)
    assert list(found) == ["anna", "bruno", "quai"]
    anna = found["anna"]
    assert (anna.person, anna.room, anna.can_write, anna.problem) == ("anna@bell.example", "", True, None)
    assert [(one.calendar, one.href, one.text) for one in anna.objects] == [("anna", "w.ics", WEEKLY)]
    assert [one.href for one in found["bruno"].objects] == ["b", "p"]
    assert not found["bruno"].can_write


def test_a_duty_may_ask_for_some_of_them(app: App) -> None:
    assert [one.name for one in app.office.calendars(["Bruno@bell.example", "quai"])] == ["bruno", "quai"]
    assert list(app.office.calendars([])) == []


def test_a_calendar_that_cannot_be_read_has_a_problem_and_its_last_objects(app: App, folder: Path) -> None:
    missing = by_name(app)["quai"]
    assert missing.objects == ()
    assert missing.problem is not None
    assert "missing.ics is missing: check the path." in missing.problem.render()
    before = by_name(app)["bruno"]
    (folder / "bruno.ics").write_text("damaged")
    after = by_name(app)["bruno"]
    assert after.problem is not None
    assert after.objects == before.objects
    (folder / "bruno.ics").write_bytes(event("b").encode())
    assert by_name(app)["bruno"].problem is None


def test_rooms_and_equipment_are_told(app: App) -> None:
    assert list(app.office.rooms()) == [
        Room(name="quai", title="Salle du Quai", seats=12, equipment=("screen",), approver="anna@bell.example"),
        Room(name="van", title="The van", is_equipment=True),
    ]


def test_the_performer_changes_the_calendar_of_the_settings_and_no_other(app: App, folder: Path) -> None:
    performer = app.engine.performers.of(PutCalendarObject.kind)
    prepared = performer.prepare(PutCalendarObject(calendar="anna", uid="n", text=event("n")))
    assert "“anna”" in prepared.preview.render()
    with pytest.raises(UserError, match="only read"):
        performer.prepare(PutCalendarObject(calendar="bruno", uid="n", text=event("n")))
    with pytest.raises(UserError, match="no calendar “zoe”"):
        performer.prepare(PutCalendarObject(calendar="zoe", uid="n", text=event("n")))
    assert [one.name for one in (folder / "anna").glob("*.ics")] == ["w.ics"]


# ── commands ──────────────────────────────────────────────────────────────────────────────────────────────


def listed(folder: Path, *words: str, lang: str = "en") -> Called:
    return officebot("calendar", "list", *words, office=folder, lang=lang)


def test_what_takes_place_is_listed_by_time_with_the_recurrence_of_a_series(folder: Path) -> None:
    called = listed(folder, "--from", "2026-11-24", "--to", "2026-12-01", "--json")
    assert called.code == 1  # the room's calendar is missing
    first, *facts = called.facts
    assert first["where"] == "quai"
    assert [(one["summary"], one["start"], one["recurrence_id"] is not None) for one in facts] == [
        ("Fair", "2026-11-24T13:00:00+01:00", False),
        ("private", "2026-11-24T13:00:00+01:00", False),
        ("Jour fixe", "2026-11-24T13:00:00+01:00", True),
        ("Jour fixe", "2026-12-01T13:00:00+01:00", True),
    ]
    assert "Clinic" not in called.out


def test_one_persons_calendar_is_listed_by_name_or_address(folder: Path) -> None:
    called = listed(folder, "--person", "anna@bell.example", "--from", "2026-11-24", "--to", "2026-11-24", "--json")
    assert (called.code, [one["summary"] for one in called.facts]) == (0, ["Jour fixe"])
    nobody = listed(folder, "--person", "Zoé")
    assert nobody.code == 1
    assert "nobody in people.csv" in nobody.err
    first = listed(folder, "--person", "anna", "--from", "2026-11-24", "--to", "2026-11-24", "--json")
    assert first.facts == called.facts
    either = listed(folder, "--person", "bell")
    assert either.code == 1
    assert "“bell” may be Anna Bell, Bruno Bell: write more of the name, or the address." in either.err


def test_a_rule_that_never_ends_costs_only_its_own_entry(folder: Path) -> None:
    (folder / "anna" / "e.ics").write_bytes(ENDLESS.encode())
    called = listed(folder, "--person", "Anna Bell", "--from", "2026-11-24", "--to", "2026-11-24")
    assert called.code == 1
    assert "anna: Tick (e): It repeats every few seconds or minutes" in called.err
    assert "Jour fixe" in called.out


def test_a_wrong_span_is_said(folder: Path) -> None:
    called = listed(folder, "--from", "2026-11-24", "--to", "2026-11-23", lang="fr")
    assert called.code == 1
    assert "--to" in called.err
