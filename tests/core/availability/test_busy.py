"""What a calendar's text tells of its owner's time, and what it is not allowed to do to the reader."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from officebot.core.availability.busy import Busy, Reading, Status, merged
from officebot.core.availability.reading import read_busy
from officebot.core.problems import UserError
from tests.core.availability.worlds import taken
from tests.speed import within

START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
NINE = "DTSTART:20260105T090000Z\nDTEND:20260105T100000Z\n"


def read(*events: str, header: str = "") -> Reading:
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\n{header}{body}END:VCALENDAR\n".replace("\n", "\r\n")
    return read_busy(text, START, END, name="nadia.ics")


def statuses(event: str) -> list[Status]:
    return [one.status for one in read(NINE + event).times]


@pytest.mark.parametrize(
    ("event", "status"),
    [
        ("", [Status.BUSY]),
        ("STATUS:CONFIRMED", [Status.BUSY]),
        ("STATUS:TENTATIVE", [Status.TENTATIVE]),
        ("STATUS:CANCELLED", []),
        ("TRANSP:TRANSPARENT", []),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", [Status.OUT]),
        ("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\nSTATUS:CONFIRMED", [Status.TENTATIVE]),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", []),
        ("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE\nTRANSP:OPAQUE", []),
    ],
)
def test_an_event_takes_its_owners_time_as_firmly_as_it_says(event: str, status: list[Status]) -> None:
    assert statuses(event) == status


def test_an_event_is_told_with_its_subject_and_its_place() -> None:
    told = "UID:a\nSUMMARY:Budget\\, first\n  round\nLOCATION:Lyon"
    assert list(read(NINE + told).times) == [
        Busy(
            start=datetime(2026, 1, 5, 9, tzinfo=UTC),
            end=datetime(2026, 1, 5, 10, tzinfo=UTC),
            uid="a",
            summary="Budget, first round",
            place="Lyon",
        )
    ]


@pytest.mark.parametrize("kind", ["PRIVATE", "CONFIDENTIAL", "private"])
def test_of_a_private_event_only_its_time_is_told(kind: str) -> None:
    (found,) = read(f"{NINE}SUMMARY:Doctor\nLOCATION:Clinic\nCLASS:{kind}").times
    assert (found.summary, found.place) == ("", "")


def test_a_whole_day_is_one_of_its_owners_zone() -> None:
    (found,) = read("DTSTART;VALUE=DATE:20260706\nDTEND;VALUE=DATE:20260707").times
    assert (found.all_day, found.start, found.end - found.start) == (
        True, datetime(2026, 7, 5, 22, tzinfo=UTC), timedelta(days=1)
    )  # fmt: skip


def test_an_alarm_changes_nothing() -> None:
    alarm = "BEGIN:VALARM\nDURATION:PT5M\nTRIGGER:-PT5M\nSUMMARY:Wake\nEND:VALARM\n"
    assert list(read(alarm + NINE).times) == list(read(NINE).times)


def test_a_free_busy_answer_is_read() -> None:
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VFREEBUSY\nFREEBUSY;FBTYPE=BUSY-TENTATIVE:20260105T090000Z/PT1H,"
        "20260106T090000Z/20260106T093000Z\nFREEBUSY;FBTYPE=FREE:20260107T090000Z/PT1H\n"
        "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260108T090000Z/P1D\nEND:VFREEBUSY\nEND:VCALENDAR\n"
    )
    found = list(read_busy(text, START, END).times)
    assert [one.status for one in found] == [Status.TENTATIVE, Status.TENTATIVE, Status.OUT]
    assert [one.end - one.start for one in found] == [timedelta(hours=1), timedelta(minutes=30), timedelta(days=1)]


# ── what cannot be read is told, and harms nothing else ───────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ("DTSTART;TZID=Nowhere/Atlantis:20260105T090000\nDURATION:PT1H", "Nobody knows the time zone “Nowhere/Atlantis”"),
        ("DTEND:20260105T090000Z", "mend when it begins"),
        ("DTSTART:20260199T090000Z\nDURATION:PT1H", "cannot be read"),
        ("DTSTART:20260105T090000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY", "repeats too often"),
        ("DTSTART:19700105T090000Z\nDURATION:PT1H\nRRULE:FREQ=MINUTELY;INTERVAL=7", "repeats too often"),
        ("DTSTART:19700105T090000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY", "repeats too often"),
        ("DTSTART:20260105T090000Z\nDURATION:PT1S\nRRULE:FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=0,10,20;BYSECOND=1,2,3",
         "more than 2000 times"),
        ("DTSTART:20260105T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;INTERVAL=0", "repeats too often"),
    ],
)  # fmt: skip
def test_an_event_that_cannot_be_read_is_left_out_and_told(event: str, told: str) -> None:
    found = within(2, lambda: read(f"UID:bad\n{event}", f"UID:good\n{NINE}"))
    assert [one.uid for one in found.times] == ["good"]
    (problem,) = found.problems
    assert problem.where == "nadia.ics: bad"
    assert any(part in problem.what.render() for part in told.split("|"))
    assert problem.render("fr") != problem.render("en")


def test_a_time_without_a_zone_is_read_in_its_owners_and_told() -> None:
    found = read("UID:a\nDTSTART:20260706T090000\nDURATION:PT1H")
    assert [one.start.hour for one in found.times] == [7]
    assert "was read in Europe/Paris" in found.problems[0].render()


def test_an_event_that_ends_before_it_starts_takes_the_time_between_and_is_told() -> None:
    found = read("UID:a\nDTSTART:20260105T100000Z\nDTEND:20260105T090000Z")
    assert [one.start.hour for one in found.times] == [9]
    assert "ends before it starts" in found.problems[0].render()


@pytest.mark.parametrize(
    "text",
    ["", "Hello", "BEGIN:VCALENDAR", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR", "BEGIN:VCALENDAR\n" * 5_000,
     "BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + "BEGIN:VALARM\n" * 20_000, "\x00" * 1000, "BEGIN:VCALENDAR\n" + "DTSTART" * 90_000,
     "BEGIN:VCALENDAR\nBEGIN:VEVENT\nRRULE" + ";A=" * 200_000 + "\nEND:VEVENT\nEND:VCALENDAR", "\n" * 1_000_000],
    ids=["nothing", "words", "no end", "crossed", "nested", "alarms", "nulls", "one line", "parameters", "blank lines"],
)  # fmt: skip
def test_a_text_that_is_no_calendar_ends_in_a_sentence_and_in_time(text: str) -> None:
    found = within(2, lambda: read_busy(text, START, END, name="x.ics"))
    assert len(found.times) == 0
    assert all(problem.where.startswith("x.ics") for problem in found.problems)


def test_a_calendar_that_is_too_large_is_refused_at_once() -> None:
    found = within(0.5, lambda: read_busy("BEGIN:VCALENDAR\n" + "X" * 30_000_000, START, END))
    assert "larger than" in found.problems[0].render()


@pytest.mark.parametrize(
    "event",
    [
        "DTSTART:20220101T090000Z\nDURATION:PT1M\nRRULE:FREQ=HOURLY",
        "DTSTART:19950101T090000Z\nDURATION:PT1M\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "DTSTART:19950101T090000Z\nDURATION:PT1M\nRRULE:FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "DTSTART:20260101T090000Z\nDURATION:PT1M\nRDATE;VALUE=PERIOD:20260105T090000Z/PT1H",
    ],
    ids=["each hour", "never", "weeks", "periods"],
)
def test_many_events_that_take_long_to_read_take_no_longer_than_a_few(event: str) -> None:
    found = within(6, lambda: read(*(f"UID:{number}\n{event}" for number in range(600)), f"UID:good\n{NINE}"))
    assert "good" in {one.uid for one in found.times}


def test_a_window_of_more_than_two_years_and_a_zone_that_is_none_are_refused() -> None:
    with pytest.raises(UserError, match="two years"):
        read_busy("", START, START + timedelta(days=800))
    with pytest.raises(UserError, match="no time zone"):
        read_busy("", START, END, zone="Paris/Europe")


def test_the_definition_of_a_zone_does_not_reach_another_calendar() -> None:
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0500\nTZOFFSETTO:+0500\n"
        "END:STANDARD\nEND:VTIMEZONE\n"
    )
    event = "DTSTART;TZID=Ours:20260105T090000\nDURATION:PT1H"
    assert [one.start.hour for one in read(event, header=zone).times] == [4]
    assert len(read(event).times) == 0


# ── intervals ─────────────────────────────────────────────────────────────────────────────────────────────


def test_what_overlaps_a_window_is_found_also_where_it_began_long_before() -> None:
    def hours(first: int, last: int) -> Busy:
        return Busy(start=START + timedelta(hours=first), end=START + timedelta(hours=last))

    times = taken([hours(5, 6), hours(0, 100), hours(7, 9), hours(9, 10)])
    found = times.between(START + timedelta(hours=8), START + timedelta(hours=9))
    assert [one.start.hour for one in found] == [0, 7]
    assert [one.start.hour for one in times.between(START + timedelta(hours=6), START + timedelta(hours=7))] == [0]


def test_intervals_that_touch_are_made_one() -> None:
    assert merged([(5, 7), (1, 2), (2, 4), (6, 9)]) == [(1, 4), (5, 9)]
    assert merged([]) == []
