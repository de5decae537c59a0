"""The quick reading of busy time agrees with icalendar and recurring-ical-events on whatever calendars hold."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.availability.reading import read_busy
from officebot.testing.calendars import intervals_by_library

START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
ZONES = ("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
OWN_ZONE = """BEGIN:VTIMEZONE
TZID:Head office
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""


def calendar(*events: str, header: str = "") -> str:
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{header}{body}END:VCALENDAR\n".replace("\n", "\r\n")


def quick(text: str, *, quick: bool = True) -> list[tuple[int, int]]:
    return [span[:2] for span in read_busy(text, START, END, quick=quick).times.spans]


def reference(text: str) -> list[tuple[int, int]]:
    return intervals_by_library(text, START, END, PARIS)


moments = st.datetimes(datetime(2025, 6, 1), datetime(2026, 12, 1)).map(
    lambda at: at.replace(second=0, microsecond=0)
)
numbers = st.integers(1, 5)


@st.composite
def rules(draw: st.DrawFn) -> str:
    freq = draw(st.sampled_from(("DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "YEARLY")))
    parts = [f"FREQ={freq}"]
    some_days = ",".join(draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=4, unique=True)))
    which = draw(st.sampled_from(("1", "2", "-1", "3", "5", "-5")))
    match freq:
        case "DAILY":
            forms = [(), (f"BYDAY={some_days}",)]
        case "WEEKLY":
            forms = [(), (f"BYDAY={some_days}",), (f"BYDAY={some_days}", "WKST=SU"), (f"BYDAY={some_days[:2]}",)]
        case "MONTHLY":
            forms = [(), (f"BYDAY={which}{some_days[:2]}",), ("BYMONTHDAY=1,31,-1",), ("BYMONTHDAY=30",),
                     (f"BYDAY={some_days}", f"BYSETPOS={which}"), (f"BYDAY={some_days}",)]  # fmt: skip
        case _:
            forms = [(), ("BYMONTH=2,7",), (f"BYMONTH=3,10;BYDAY={which}SU",), ("BYMONTH=2", "BYMONTHDAY=29,-2")]
    parts += draw(st.sampled_from(forms))
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(numbers)}")
    match draw(st.integers(0, 3)):
        case 0:
            parts.append(f"COUNT={draw(st.integers(1, 40))}")
        case 1:
            until = draw(moments)
            parts.append(f"UNTIL={until:{draw(st.sampled_from(('%Y%m%dT%H%M%SZ', '%Y%m%d', '%Y%m%dT%H%M%S')))}}")
    return ";".join(parts)


@st.composite
def events(draw: st.DrawFn) -> list[str]:
    """One object: an event, what it repeats by, what is left out, what was moved."""
    at, uid = draw(moments), draw(st.integers(0, 99))
    form = draw(st.sampled_from(("zone", "zone", "utc", "floating", "date", "own")))
    zone = draw(st.sampled_from(ZONES))

    def written(name: str, moment: datetime) -> str:
        match form:
            case "zone":
                return f"{name};TZID={zone}:{moment:%Y%m%dT%H%M%S}"
            case "own":
                return f"{name};TZID=Head office:{moment:%Y%m%dT%H%M%S}"
            case "utc":
                return f"{name}:{moment:%Y%m%dT%H%M%SZ}"
            case "floating":
                return f"{name}:{moment:%Y%m%dT%H%M%S}"
        return f"{name};VALUE=DATE:{moment:%Y%m%d}"

    def times(moment: datetime) -> list[str]:
        minutes = draw(st.integers(0, 300)) * 10
        lasts = (f"DURATION:PT{minutes}M", written("DTEND", moment + timedelta(minutes=minutes)), "DURATION:PT1H", "DURATION:P1D",
                 f"DTEND;TZID={ZONES[0]}:{moment + timedelta(days=2):%Y%m%dT%H%M%S}")  # fmt: skip
        last = draw(st.sampled_from(lasts[:4] if form != "zone" else lasts))
        return [
            written("DTSTART", moment),
            "DURATION:P2D" if form == "date" and last.startswith("DURATION:PT") else last,
        ]

    marks = draw(
        st.sampled_from(("", "", "", "STATUS:CANCELLED", "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:OOF"))
    )
    core = [f"UID:{uid}", *times(at), marks]
    made = []
    if draw(st.integers(0, 4)):
        core.append(f"RRULE:{draw(rules())}")
        for _ in range(draw(st.integers(0, 2))):
            days = draw(st.integers(0, 40))
            core.append(written("EXDATE", at + timedelta(days=days)))
        if draw(st.integers(0, 4)) == 0:
            core.append(written("RDATE", at + timedelta(days=draw(st.integers(0, 90)), hours=3)))
        for number in range(draw(st.integers(0, 2))):
            moved = at + timedelta(days=7 * number + draw(st.integers(0, 6)))
            cancelled = draw(st.sampled_from(("", "", "STATUS:CANCELLED")))
            made.append("\n".join([f"UID:{uid}", written("RECURRENCE-ID", moved),
                                   *times(moved + timedelta(hours=draw(st.integers(-30, 30)))), cancelled]))  # fmt: skip
    made.insert(draw(st.integers(0, len(made))), "\n".join(core))
    return [one.replace("\n\n", "\n").strip() for one in made]


@settings(max_examples=120, deadline=None)
@given(st.lists(events(), min_size=1, max_size=3), st.sampled_from(("", "X-WR-TIMEZONE:Europe/Paris\n")))
def test_it_agrees_on_calendars_of_all_kinds(objects: list[list[str]], own: str) -> None:
    text = calendar(*(event for one in objects for event in one), header=own + OWN_ZONE)
    try:
        expected = reference(text)
    except Exception:  # noqa: BLE001 - the libraries give up on the whole text: nothing to agree with
        assert quick(text) == quick(text, quick=False)
        return
    assert quick(text) == expected


@pytest.mark.parametrize(
    "event",
    [
        "DTSTART;TZID=Europe/Paris:20260102T090000\nDTEND;TZID=America/New_York:20260102T090000\nRRULE:FREQ=MONTHLY",
        "DTSTART;TZID=Head office:20260301T010000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=60",
        "DTSTART;TZID=Europe/Paris:20260301T023000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=60",
        "DTSTART;TZID=Europe/Paris:20261001T023000\nDURATION:PT2H\nRRULE:FREQ=WEEKLY;BYDAY=SU;COUNT=9",
        "DTSTART;TZID=W. Europe Standard Time:20260105T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;UNTIL=20260301",
        "DTSTART:20260105T090000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "DTSTART:20260105T090000Z\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "DTSTART:20260105T090000Z\nDURATION:PT1H\nRDATE;VALUE=PERIOD:20260205T090000Z/PT3H",
        "DTSTART;VALUE=DATE:20260105\nDTEND;VALUE=DATE:20260105",
        "dtstart:20260105T090000Z\nduration:PT1H",
        'DTSTART;TZID="Europe/Paris":20260105T090000\nDURATION:P1W',
        "DTSTART;TZID=Europe/Paris:20260105T090000\nDURATION:PT1H\nRRULE:FREQ=HOURLY;INTERVAL=6;COUNT=20",
        "DTSTART;TZID=Europe/Paris:20260107T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3",
        "DTSTART;TZID=Europe/Paris:20260107T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3;INTERVAL=2",
        "DTSTART;TZID=Europe/Paris:20260107T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20260110T080000Z",
        "DTSTART;VALUE=DATE:20260107\nRRULE:FREQ=DAILY;UNTIL=20260110",
        "DTSTART;TZID=Europe/Paris:20240229T090000\nDURATION:PT1H\nRRULE:FREQ=YEARLY\nRDATE;TZID=Europe/Paris:20260301T090000",
    ],
)
def test_it_agrees_on_rare_forms(event: str) -> None:
    text = calendar(f"UID:1\n{event}", header=OWN_ZONE)
    assert quick(text) == reference(text)
    assert quick(text)


def test_an_exception_for_all_that_follow_is_understood() -> None:
    text = calendar(
        "UID:1\nDTSTART:20260105T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=5",
        "UID:1\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260107T090000Z\nDTSTART:20260107T110000Z\nDURATION:PT2H",
    )
    assert quick(text) == reference(text)
    assert len(quick(text)) == 5


def test_each_day_of_a_year_is_the_same_on_both_ways() -> None:
    day = date(2026, 1, 1)
    made = []
    for number in range(365):
        at = day + timedelta(days=number)
        made.append(f"UID:{number}\nDTSTART;TZID=Europe/Paris:{at:%Y%m%d}T013000\nDURATION:PT2H")
    assert quick(calendar(*made)) == reference(calendar(*made))
