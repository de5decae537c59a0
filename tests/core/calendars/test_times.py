"""When an event begins and ends, by what its lines say."""

from __future__ import annotations

from datetime import date

import pytest

from officebot.core.calendars.components import Component
from officebot.core.calendars.lines import line_of
from officebot.core.calendars.times import as_utc, span


def hours(start: str, lasting: str) -> float:
    """How many hours go by between the beginning and the end of an event in Paris."""
    lines = (line_of(f"DTSTART;TZID=Europe/Paris:{start}"), line_of(f"DURATION:{lasting}"))
    first, last = span(Component("VEVENT", lines), {})
    return (as_utc(last) - as_utc(first)).total_seconds() / 3600


@pytest.mark.parametrize(
    ("start", "lasting", "expected"),
    [
        pytest.param("20260328T120000", "P1D", 23, id="a day is as long as that day is"),
        pytest.param("20260328T120000", "PT24H", 24, id="hours are hours, also when they are twenty-four"),
        pytest.param("20260328T120000", "P1DT1H", 24, id="first the days, then the hours"),
        pytest.param("20260328T120000", "P1W", 167, id="a week is seven such days"),
        pytest.param("20261024T120000", "P1D", 25, id="in autumn a day is longer"),
        pytest.param("20261024T120000", "PT48H", 48, id="two days' worth of hours"),
        pytest.param("20261025T013000", "PT2H", 2, id="into the hour that comes twice"),
        pytest.param("20260110T120000", "PT24H", 24, id="where no clock changes, both are the same"),
    ],
)
def test_days_follow_the_clock_on_the_wall_and_hours_go_by(start: str, lasting: str, expected: int) -> None:
    assert hours(start, lasting) == expected


@pytest.mark.parametrize(("lasting", "expected"), [("P2D", date(2026, 3, 30)), ("PT48H", date(2026, 3, 30))])
def test_whole_days_stay_days_also_where_their_length_is_written_in_hours(lasting: str, expected: date) -> None:
    lines = (line_of("DTSTART;VALUE=DATE:20260328"), line_of(f"DURATION:{lasting}"))
    assert span(Component("VEVENT", lines), {}) == (date(2026, 3, 28), expected)
