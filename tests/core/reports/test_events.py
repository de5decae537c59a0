"""Meetings found a second time, without the library: the same ones, or none of those that both cannot count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from officebot.core.calendars.occurrences import occurrences
from officebot.core.reports.events import is_meeting, is_plain, key_of, meetings_again
from tests.speed import within

ZONE = ZoneInfo("Europe/Paris")
SINCE, UNTIL = datetime(2026, 10, 1, tzinfo=ZONE), datetime(2027, 1, 10, tzinfo=ZONE)


def calendar(*lines: str, start: str = "20261005T100000") -> str:
    body = "\r\n".join(("UID:a@x", f"DTSTART;TZID=Europe/Paris:{start}", "DURATION:PT1H", "SUMMARY:Comité",
                        "ATTENDEE;CN=\"Ash: worth\":mailto:r@x.example", *lines))  # fmt: skip
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\n{body}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


def by_library(text: str) -> set[str]:
    found = occurrences(text, SINCE, UNTIL, ZONE).found
    return {
        key_of(o.uid, o.start)
        for o in found
        if isinstance(o.start, datetime) and o.start >= SINCE and o.status != "CANCELLED"
    }


def by_hand(text: str) -> set[str]:
    return {one.key for one in meetings_again([text], SINCE, UNTIL, ZONE)}


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param((), id="once"),
        pytest.param(("RRULE:FREQ=WEEKLY;COUNT=5",), id="five weeks"),
        pytest.param(("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",), id="every other week, two days"),
        pytest.param(("RRULE:FREQ=WEEKLY;BYDAY=WE",), id="its first day is not its rule's"),
        pytest.param(("RRULE:FREQ=MONTHLY;COUNT=3", "EXDATE;TZID=Europe/Paris:20261105T100000"), id="one left out"),
        pytest.param(("RRULE:FREQ=DAILY;UNTIL=20261101T220000Z",), id="over the end of summer time"),
        pytest.param(("RRULE:FREQ=YEARLY",), id="each year"),
        pytest.param(("STATUS:CANCELLED",), id="cancelled"),
    ],
)
def test_both_ways_find_the_same_meetings(lines: tuple[str, ...]) -> None:
    text = calendar(*lines)
    assert is_plain(text)
    assert by_hand(text) == by_library(text)


@settings(max_examples=60, deadline=None)
@given(
    st.datetimes(datetime(2026, 8, 1), datetime(2026, 12, 30)), st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 4), st.one_of(st.none(), st.integers(1, 30)),
)  # fmt: skip
def test_whatever_the_plain_rule_both_find_the_same(
    start: datetime, often: str, every: int, count: int | None
) -> None:
    rule = f"RRULE:FREQ={often};INTERVAL={every}" + (f";COUNT={count}" if count else "")
    text = calendar(rule, start=f"{start:%Y%m%dT%H%M00}")
    local = start.replace(second=0, microsecond=0, tzinfo=ZONE)
    assume(is_plain(text))
    # At an hour that does not exist nobody meets.
    assume(local.astimezone(UTC).astimezone(ZONE).replace(tzinfo=None) == local.replace(tzinfo=None))
    assert by_hand(text) == by_library(text)


@pytest.mark.parametrize(
    "line",
    ["RRULE:FREQ=MONTHLY;BYDAY=2TU", "RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-1", "RRULE:FREQ=SECONDLY", "RDATE:20261109T100000Z",
     "RRULE:FREQ=WEEKLY;COUNT=4;BYDAY=WE", "RRULE:FREQ=DAILY;INTERVAL=x", "EXDATE;VALUE=DATE:20261109",
     "RRULE:FREQ=DAILY;UNTIL=20261109"],
)  # fmt: skip
def test_what_these_lines_do_not_understand_is_left_out_of_both(line: str) -> None:
    assert not is_plain(calendar(line))


def test_a_meeting_moved_alone_is_found_where_it_went() -> None:
    moved = calendar("RRULE:FREQ=WEEKLY;COUNT=3").replace(
        "END:VCALENDAR",
        "BEGIN:VEVENT\r\nUID:a@x\r\nRECURRENCE-ID;TZID=Europe/Paris:20261012T100000\r\nDTSTART;TZID=Europe/Paris:20261013T150000\r\n"
        "DURATION:PT1H\r\nATTENDEE:mailto:r@x.example\r\nSUMMARY:Comité\r\nEND:VEVENT\r\nEND:VCALENDAR",
    )
    assert (
        by_hand(moved)
        == by_library(moved)
        == {"a@x 2026-10-05T08:00Z", "a@x 2026-10-13T13:00Z", "a@x 2026-10-19T08:00Z"}
    )


def test_what_nobody_is_invited_to_is_no_meeting() -> None:
    alone = calendar().replace("ATTENDEE", "X-ATTENDEE")
    assert not is_meeting(alone)
    assert by_hand(alone) == set()


def test_a_private_meeting_is_counted_without_its_name() -> None:
    (one,) = meetings_again([calendar("CLASS:PRIVATE")], SINCE, UNTIL, ZONE)
    assert "title" not in one.fields


@pytest.mark.parametrize("hostile", ["BEGIN:VEVENT\n" * 8000, "\n " * 50_000, ";" * 100_000, "DTSTART" + '"' * 100_000 + ":x",
                                     "RRULE:" + "A=B;" * 25_000])  # fmt: skip
def test_a_hundred_kilobytes_of_hostile_text_take_no_time(hostile: str) -> None:
    def run() -> None:
        meetings_again([hostile, calendar(hostile)], SINCE, UNTIL, ZONE)
        is_plain(calendar(hostile))

    within(0.5, run)


def test_a_series_of_days_without_end_stops_at_the_window() -> None:
    def run() -> None:
        found = by_hand(calendar("RRULE:FREQ=DAILY", start="20120101T100000"))
        assert len(found) == (UNTIL - SINCE + timedelta(hours=2)).days

    within(0.5, run)
