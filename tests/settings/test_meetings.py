"""The rules of meetings in a TOML file, and what is said where they are wrong."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from officebot.core.availability.persons import Weekly
from officebot.core.problems import UserError
from officebot.settings.meetings import MeetingRules, read_meeting_rules

WHOLE = """
[everyone]
country = "FR"
lunch = "12:30-13:30"
buffer_minutes = 5
out = ["2026-12-24..2026-12-31", "2026-11-11"]
[people.nadia]
zone = "Europe/London"
country = "GB"
region = "SCT"
hours = { mon = "08:00-12:00 13:00-16:00", tue = "09:00-17:00" }
focus = ["tue,thu 09:00-11:00", "lun-mer 8h-8h30"]
school = "B"
buffer_minutes = 0
tentative = "free"
[rooms."Salle bleue"]
capacity = 6
equipment = ["screen"]
site = "Paris"
[travel]
estimate_minutes = 45
"Paris - Lyon" = 150
[travel.Lille]
Paris = 75
[school_holidays]
B = ["2026-10-17..2026-11-01"]
"""


def read(folder: Path, text: str) -> MeetingRules:
    (folder / "rules.toml").write_text(text, "utf-8")
    return read_meeting_rules(folder / "rules.toml")


def test_a_persons_own_rules_stand_before_those_of_everyone(tmp_path: Path) -> None:
    rules = read(tmp_path, WHOLE)
    nadia, omar = rules.rules_of("nadia"), rules.rules_of("omar", zone="Europe/Brussels", country="BE")
    assert (nadia.working.zone, nadia.working.country, nadia.working.region) == ("Europe/London", "GB", "SCT")
    assert nadia.working.hours == {
        0: ((time(8), time(12)), (time(13), time(16))), 1: ((time(9), time(17)),)
    }  # fmt: skip
    assert (nadia.buffer, nadia.lunch, nadia.tentative_blocks) == (timedelta(0), (time(12, 30), time(13, 30)), False)
    assert nadia.focus == (
        Weekly(weekdays=frozenset({1, 3}), start=time(9), end=time(11)),
        Weekly(weekdays=frozenset({0, 1, 2}), start=time(8), end=time(8, 30)),
    )
    assert nadia.school_holidays == ((date(2026, 10, 17), date(2026, 11, 1)),)
    assert (omar.working.zone, omar.working.country, omar.buffer) == ("Europe/Brussels", "FR", timedelta(minutes=5))
    assert omar.absences[1] == (date(2026, 11, 11), date(2026, 11, 11))


def test_ways_may_be_written_as_pairs_or_as_tables(tmp_path: Path) -> None:
    ways = read(tmp_path, WHOLE).ways()
    minutes = [ways.between(*pair) for pair in (("Lyon", "Salle bleue"), ("paris", "Lille"), ("Lyon", "Lille"))]
    assert minutes == [timedelta(minutes=150), timedelta(minutes=75), timedelta(minutes=45)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[everyone]\nlunchtime = 3", "rules.toml: everyone.lunchtime: This key is unknown: did you mean lunch?"),
        ("[people.nadia]\nbufer_minutes = 3", "people.nadia.bufer_minutes: This key is unknown: did you mean buffer_minutes?"),
        ("[rooms.blue]\nseats = 3", "rooms.blue.seats: This key is unknown"),
        ("[peopl.nadia]", "peopl: This key is unknown: did you mean people?"),
        ("[people.nadia]\nzone = 'Paris'", "people.nadia.zone"),
        ("[people.nadia]\nschool = 'Z'", "people.nadia.school: [school_holidays] has no key “Z”"),
        ("[people.nadia]\ncountry = 'XX'", "not a country"),
        ("[people.nadia]\nfocus = ['friday']", "is no time of the week"),
        ("[people.nadia]\nfocus = ['fri 12:00-11:00']", "is no time of the week"),
        ("[people.nadia]\nlunch = '12:00-13:00 14:00-15:00'", "Lunch is one stretch"),
        ("[people.nadia]\nout = ['2026-12-31..2026-12-24']", "are no days"),
        ("[travel]\nParis = 3", "names no two places"),
        ("[travel]\n'Paris - Lyon' = -3", "travel"),
        ("[people", "not valid TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(UserError) as raised:
        read(tmp_path, text)
    assert told in raised.value.render()


def test_a_file_that_is_missing_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be opened"):
        read_meeting_rules(tmp_path / "none.toml")
    (tmp_path / "rules.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match="UTF-8"):
        read_meeting_rules(tmp_path / "rules.toml")
