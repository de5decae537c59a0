"""No calendar keeps anybody busy: what would take too long is refused in a sentence, and the rest is given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from officebot.core.calendars.itip import apply
from officebot.core.calendars.messages import read_message
from officebot.core.calendars.occurrences import Occurrences, occurrences
from officebot.core.calendars.state import read_state, write_state
from officebot.testing.invitations import GUESTS, message
from tests.speed import within

SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)


def found(*lines: str, around: str = "") -> Occurrences:
    event = "".join(f"{line}\r\n" for line in ("UID:1", *lines))
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{around}BEGIN:VEVENT\r\n{event}END:VEVENT\r\nEND:VCALENDAR\r\n"
    return occurrences(text, SINCE, UNTIL)


HOURS = [f"{datetime(2026, 1, 5, tzinfo=UTC) + timedelta(hours=number):%Y%m%dT%H%M%SZ}" for number in range(7_999)]
EACH_SECOND = f"BYMINUTE={','.join(map(str, range(60)))};BYSECOND={','.join(map(str, range(60)))}"


def zone(rule: str = "", changes: int = 1) -> str:
    """A definition of a zone, by a rule or by so many dates."""
    parts = "".join(
        f"BEGIN:STANDARD\r\nDTSTART:{datetime(1900, 1, 1, tzinfo=UTC) + timedelta(days=8 * number):%Y%m%dT%H%M%S}\r\n{rule}"
        "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n"
        for number in range(changes)
    )
    return f"BEGIN:VTIMEZONE\r\nTZID:Head office\r\n{parts}END:VTIMEZONE\r\n"


def many(count: int, *lines: str) -> str:
    return "".join(
        "\r\n".join(["BEGIN:VEVENT", f"UID:m{number}", *lines, "END:VEVENT", ""]) for number in range(count)
    )


@pytest.mark.parametrize(
    ("lines", "around"),
    [
        pytest.param(["DTSTART:20260105T000000Z", *(f"RDATE:{one}" for one in HOURS)], "", id="a line for each date"),
        pytest.param(["DTSTART:20260105T000000Z", *(f"RDATE;VALUE=PERIOD:{one}/PT5M" for one in HOURS)], "", id="periods"),
        pytest.param(["DTSTART:20260105T000000Z", f"RDATE:{','.join(HOURS * 30)}"], "", id="240,000 dates"),
        pytest.param(["DTSTART:20000105T000000Z", *["RRULE:FREQ=DAILY"] * 2_000], "", id="2,000 rules"),
        pytest.param(["DTSTART:20260105T000000Z", "RRULE:FREQ=DAILY", *["EXRULE:FREQ=DAILY;INTERVAL=3"] * 400], "",
                     id="400 rules of exception"),
        pytest.param(["DTSTART:20100101T000000Z", f"RRULE:FREQ=HOURLY;INTERVAL=12;{EACH_SECOND};BYSETPOS=1"], "",
                     id="the first second of each hour, of all"),
        pytest.param(["DTSTART;TZID=Head office:20260105T090000"], zone(changes=1_500), id="a zone of 1,500 changes"),
        pytest.param(["DTSTART;TZID=Head office:20260105T090000"], zone("RRULE:FREQ=SECONDLY\r\n"), id="a zone by seconds"),
        pytest.param(["DTSTART:20260105T000000Z"], many(1_500, "DTSTART:17000105T090000Z", "RRULE:FREQ=DAILY"),
                     id="1,500 series without an end"),
    ],
)  # fmt: skip
def test_no_calendar_keeps_anybody_busy(lines: list[str], around: str) -> None:
    told = within(2, lambda: found(*lines, around=around))
    assert told.problems


def test_what_there_is_no_time_for_is_counted_and_the_rest_is_given() -> None:
    told = found("DTSTART:20260305T100000Z", around=many(1_000, "DTSTART:20200105T090000Z", "RRULE:FREQ=DAILY"))
    assert "1" in {one.uid for one in told.found}
    (problem,) = told.problems
    assert "entries are left out" in problem.what.render()


def test_a_busy_persons_year_is_followed_whole() -> None:
    weekly = many(100, "DTSTART;TZID=Europe/Paris:20250106T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=MO,TH")
    told = found("DTSTART:20260305T100000Z", around=weekly)
    assert told.problems == ()
    assert len(told.found) > 10_000


def test_a_zone_that_a_program_of_old_defines_is_followed() -> None:
    rule = "RRULE:FREQ=YEARLY;BYMINUTE=0;BYHOUR=2;BYDAY=-1SU;BYMONTH=10\r\n"
    (one,) = found("DTSTART;TZID=Head office:20260305T100000", around=zone(rule)).found
    assert one.start.isoformat() == "2026-03-05T10:00:00+01:00"


def _each(*lines: str, count: int, name: str = "m{number}") -> str:
    return "".join(
        "\r\n".join(["BEGIN:VEVENT", f"UID:{name.format(number=number)}",
                     *(line.format(number=number) for line in lines), "END:VEVENT", ""])
        for number in range(count)
    )  # fmt: skip


@pytest.mark.parametrize(
    "held",
    [
        pytest.param(_each("DTSTART:20260105T090000Z", "RRULE:FREQ=DAILY", count=5_000), id="5,000 daily series"),
        pytest.param(_each("DTSTART:20261201T090000Z", "RECURRENCE-ID:{number}", count=5_000, name="meeting-1"),
                     id="5,000 occurrences of one series that is not there"),
        pytest.param("BEGIN:VALARM\r\nEND:VALARM\r\n" * 50_000, id="50,000 components of no event"),
        pytest.param("BEGIN:VEVENT\r\n" * 30_000 + "END:VEVENT\r\n" * 30_000, id="30,000 events one in another"),
        pytest.param(_each("DTSTART:20261201T090000Z", f"X-A{';P=1' * 1_000_000}:v", count=1), id="a million parameters"),
        pytest.param(_each("DTSTART:20261201T090000Z", f"DESCRIPTION:{'x' * 8_000_000}", count=1), id="one line of 8 MB"),
    ],
)  # fmt: skip
def test_no_calendar_keeps_an_invitation_waiting(held: str) -> None:
    told, now = message("REQUEST", uid="another"), datetime(2026, 11, 2, tzinfo=UTC)
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{held}END:VCALENDAR\r\n"

    def entered() -> str:
        outcome = apply(read_state(text, GUESTS[0]), read_message(told), GUESTS[0], now)
        write_state(outcome.state)
        return outcome.outcome.value

    assert within(2, entered) == "applied"
