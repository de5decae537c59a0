"""Occurrences: as the library says where a file is sound, refused in a sentence where it is not, never guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from officebot.core.calendars.occurrences import Occurrences, occurrences
from tests.speed import within

SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


def calendar(*lines: str, around: str = "") -> str:
    event = "".join(f"{line}\r\n" for line in ("UID:1", *lines))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{around}BEGIN:VEVENT\r\n{event}END:VEVENT\r\nEND:VCALENDAR\r\n"


def found(*lines: str, around: str = "", since: datetime = SINCE, until: datetime = UNTIL) -> Occurrences:
    return occurrences(calendar(*lines, around=around), since, until)


def test_a_series_keeps_its_wall_clock_and_says_which_occurrence_each_is() -> None:
    told = found(
        "DTSTART;TZID=Europe/Paris:20260328T100000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2", "SUMMARY:A\\, b"
    )
    assert [(one.start.isoformat(), one.end.isoformat()) for one in told.found] == [
        ("2026-03-28T10:00:00+01:00", "2026-03-28T11:00:00+01:00"),
        ("2026-03-29T10:00:00+02:00", "2026-03-29T11:00:00+02:00"),
    ]
    assert [one.recurrence_id for one in told.found] == [one.start for one in told.found]
    assert {one.summary for one in told.found} == {"A, b"}


def test_what_happens_once_is_no_occurrence_of_a_series() -> None:
    (one,) = found("DTSTART:20260301T100000Z", "TRANSP:TRANSPARENT", "STATUS:TENTATIVE").found
    assert (one.recurrence_id, one.transparent, one.status, one.all_day) == (None, True, "TENTATIVE", False)
    (day,) = found("DTSTART;VALUE=DATE:20260301").found
    assert (day.start, day.end, day.all_day) == (date(2026, 3, 1), date(2026, 3, 2), True)


@pytest.mark.parametrize(
    "tzid",
    ["Romance Standard Time", "/mozilla.org/20050126_1/Europe/Paris", '"Europe/Paris"', "/Europe/Paris"],
)
def test_zones_go_by_many_names(tzid: str) -> None:
    (one,) = found(f"DTSTART;TZID={tzid}:20260301T100000").found
    assert one.start.isoformat() == "2026-03-01T10:00:00+01:00"


def zone(offset: str) -> str:
    return (
        "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        f"TZOFFSETFROM:{offset}\r\nTZOFFSETTO:{offset}\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )


def test_a_zone_that_a_file_explains_is_not_remembered_for_the_next_file() -> None:
    for offset in ("+0300", "-0500"):
        (one,) = found("DTSTART;TZID=Ours:20260301T100000", around=zone(offset)).found
        assert one.start.isoformat() == f"2026-03-01T10:00:00{offset[:3]}:00"
    assert found("DTSTART;TZID=Ours:20260301T100000").found == ()


def test_a_windows_name_is_what_its_calendar_says_and_else_what_windows_means() -> None:
    lines = "DTSTART;TZID=Romance Standard Time:20260301T100000"
    (plain,) = found(lines).found
    (defined,) = found(lines, around=zone("-0500").replace("Ours", "Romance Standard Time")).found
    assert [f"{one.start:%z}" for one in (plain, defined)] == ["+0100", "-0500"]


def test_floating_times_stay_so_until_somebody_says_the_zone() -> None:
    text = calendar("DTSTART:20260301T100000")
    (one,) = occurrences(text, SINCE, UNTIL).found
    assert one.is_floating
    (told,) = occurrences(text, SINCE, UNTIL, PARIS).found
    assert told.start.isoformat() == "2026-03-01T10:00:00+01:00"


def test_the_span_ends_before_its_end_and_takes_in_what_began_before_it() -> None:
    lines = ("DTSTART:20260301T100000Z", "DTEND:20260301T120000Z")
    assert len(found(*lines, until=datetime(2026, 3, 1, 10, tzinfo=UTC)).found) == 0
    assert len(found(*lines, since=datetime(2026, 3, 1, 11, tzinfo=UTC)).found) == 1
    assert len(found(*lines, since=datetime(2026, 3, 1, 12, tzinfo=UTC)).found) == 0


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["SUMMARY:x"], "It does not say when it begins (DTSTART)."),
        (["DTSTART:20260230T100000Z"], "“20260230T100000Z” is no date and no time."),
        (["DTSTART;TZID=Nowhere:20260301T100000"],
         "The time zone “Nowhere” is unknown, and the calendar does not explain it."),
        (["DTSTART:20260301T100000Z", "DTEND:20260301T090000Z"], "It ends before it begins."),
        (["DTSTART:20260301T100000Z", "DURATION:-PT1H"], "It ends before it begins."),
        (["DTSTART:20260301T100000Z", "DURATION:1 hour"], "“1 hour” is no length of time."),
        (["DTSTART:20260301T100000Z", "RRULE:FREQ=OFTEN"], "“FREQ=OFTEN” is no rule of repetition."),
        (["DTSTART:20260301T100000Z", "RRULE:FREQ=DAILY;INTERVAL=0"], "“FREQ=DAILY;INTERVAL=0” is no rule of repetition."),
        (["DTSTART:20260301T100000Z", "RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30"],
         "Its rule never comes round (“FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30”)."),
        (["DTSTART:20260301T100000Z", "RRULE:FREQ=MONTHLY;BYDAY=7MO"], "Its rule never comes round (“FREQ=MONTHLY;BYDAY=7MO”)."),
        (["DTSTART:20260301T100000Z", "RRULE:FREQ=DAILY;INTERVAL=14;BYDAY=MO"],
         "Its rule never comes round (“FREQ=DAILY;INTERVAL=14;BYDAY=MO”)."),
        (["DTSTART:20260301T100000Z", "RRULE:FREQ=DAILY;BYSETPOS=2"], "Its rule never comes round (“FREQ=DAILY;BYSETPOS=2”)."),
    ],
)  # fmt: skip
def test_what_is_not_sound_is_refused_in_a_sentence(lines: list[str], sentence: str) -> None:
    told = found(*lines)
    assert told.found == ()
    assert [problem.what.render() for problem in told.problems] == [f"{sentence} Correct it in its calendar."]


def test_one_bad_event_takes_its_own_series_and_no_other() -> None:
    good = "BEGIN:VEVENT\r\nUID:2\r\nDTSTART:20260301T100000Z\r\nEND:VEVENT\r\n"
    bad = "BEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID:20260302T100000Z\r\nDTSTART:nonsense\r\nEND:VEVENT\r\n"
    told = found("DTSTART:20260301T100000Z", "RRULE:FREQ=DAILY;COUNT=3", around=good + bad)
    assert [one.uid for one in told.found] == ["2"]
    assert len(told.problems) == 1


@pytest.mark.parametrize(
    ("start", "rule"),
    [
        ("19700101T000000Z", "FREQ=SECONDLY"),
        ("19700101T000000Z", "FREQ=MINUTELY;INTERVAL=7"),
        ("19700101T000000Z", "FREQ=HOURLY"),
        ("00010101T000000Z", "FREQ=DAILY"),
        ("20260101T000000Z", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
        ("20260101T000000Z", f"FREQ=DAILY;BYMINUTE={','.join(map(str, range(60)))}"),
        (
            "19700101T000000Z",
            f"FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9,10,11;BYMINUTE={','.join(map(str, range(60)))}",
        ),
        ("19700101T000000Z", "FREQ=DAILY;COUNT=999999999"),
        ("19700101T000000Z", "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO"),
        ("19700101T000000Z", "FREQ=YEARLY;BYSETPOS=5000"),
        ("19700101T000000Z", "FREQ=DAILY;BYMONTH=13"),
        ("19700101T000000Z", f"FREQ=DAILY;BYSECOND={','.join(['1'] * 500)}"),
    ],
)
def test_no_rule_keeps_anybody_busy(start: str, rule: str) -> None:
    told = within(2, lambda: found(f"DTSTART:{start}", f"RRULE:{rule}"))
    assert told.problems or len(told.found) <= 2_000


def test_a_title_of_megabytes_is_cut() -> None:
    (one,) = found("DTSTART:20260301T100000Z", f"SUMMARY:{'a' * 5_000_000}").found
    assert len(one.summary) == 2_000


def test_the_last_day_of_all_calendars_ends_no_reading() -> None:
    told = found("DTSTART;VALUE=DATE:99991231")
    assert (told.found, len(told.problems)) == ((), 1)


@pytest.mark.parametrize("rule", ["FREQ=HOURLY;COUNT=30", "FREQ=DAILY;BYHOUR=9,14", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
                                  "FREQ=WEEKLY;BYDAY=MO, TU", "FREQ=MONTHLY;BYDAY=-1FR;"])  # fmt: skip
def test_ordinary_rules_are_followed(rule: str) -> None:
    told = found("DTSTART:20240229T090000Z", f"RRULE:{rule}", since=datetime(2024, 1, 1, tzinfo=UTC))
    assert told.problems == ()
    assert len(told.found) > 1


moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 6, 1)).map(lambda one: one.replace(microsecond=0))
rules = st.builds(
    "FREQ={};INTERVAL={}{}{}".format,
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 4),
    st.sampled_from(["", ";BYDAY=MO,WE", ";BYMONTHDAY=1,15", ";BYDAY=2TU", ";BYMONTH=3"]),
    st.sampled_from(["", ";COUNT=7", ";UNTIL=20270101T000000Z"]),
)


@settings(max_examples=60, deadline=None)
@given(
    start=moments,
    hours=st.integers(0, 30),
    rule=rules,
    tzid=st.sampled_from(["Europe/Paris", "America/New_York", "Asia/Kolkata"]),
    out=st.lists(st.integers(0, 20), max_size=3),
)
def test_a_sound_calendar_gives_what_the_library_gives(
    start: datetime, hours: int, rule: str, tzid: str, out: list[int]
) -> None:
    if "BYDAY=2TU" in rule and ("DAILY" in rule or "WEEKLY" in rule):
        rule = rule.replace("2TU", "TU")
    text = calendar(
        f"DTSTART;TZID={tzid}:{start:%Y%m%dT%H%M%S}",
        f"DURATION:PT{hours}H",
        f"RRULE:{rule}",
        *(f"EXDATE;TZID={tzid}:{start.replace(day=1 + day):%Y%m%dT%H%M%S}" for day in out),
    )
    expected = recurring_ical_events.of(Calendar.from_ical(text)).between(SINCE, UNTIL)
    told = occurrences(text, SINCE, UNTIL)
    assert told.problems == ()
    assert sorted((one.start, one.end) for one in told.found) == sorted(
        (one["DTSTART"].dt, one["DTEND"].dt) for one in expected
    )
