"""VTIMEZONE as written for invitations says the same as the zone itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Timezone

from officebot.core.calendars.zones import vtimezone, zone_name


@pytest.mark.parametrize(
    "name",
    ["Europe/Paris", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "Africa/Casablanca", "America/Sao_Paulo", "UTC",
     "Europe/Dublin", "Asia/Jerusalem"],
)  # fmt: skip
def test_a_zone_that_is_written_gives_the_same_offsets(name: str) -> None:
    text = vtimezone(name, 2025).text()
    written = Timezone.from_ical(text).to_tz(lookup_tzid=False)
    zone = ZoneInfo(name)
    day = datetime(2026, 1, 1, 12)
    while day.year < 2029:
        assert day.replace(tzinfo=written).utcoffset() == day.replace(tzinfo=zone).utcoffset(), day
        day += timedelta(days=3)


@pytest.mark.parametrize(
    ("tzid", "name"),
    [
        ("Eastern Standard Time", "America/New_York"),
        ("GMT", "UTC"),
        ("/freeassociation.sourceforge.net/Asia/Tokyo", "Asia/Tokyo"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Nowhere", ""),
        ("", ""),
        ("../../etc/passwd", ""),
        ("x" * 5000, ""),
    ],
)
def test_a_zone_goes_by_its_iana_name(tzid: str, name: str) -> None:
    assert zone_name(tzid) == name
