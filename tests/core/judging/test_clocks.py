"""Whose clock shows a time that is told beside a place, and what is due on a day though it names a part of it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.dates import find_dates
from officebot.core.dates.zones import CITIES, PLACES, zones_in_english, zones_in_french
from officebot.core.judging.clocks import in_whole_days, on_their_clocks
from officebot.core.judging.evidence import fold
from officebot.core.judging.quiet import too_late_after
from officebot.core.worktime import WorkingTime

PARIS = ZoneInfo("Europe/Paris")
#: A Tuesday morning.
AT = datetime(2026, 11, 24, 9, 30, tzinfo=PARIS)


def told(text: str, language: str) -> list[str]:
    folded = fold(text)
    matches = find_dates(folded.written, AT, language, working=WorkingTime())
    matches = [too_late_after(one, folded.folded) for one in on_their_clocks(matches, folded.folded, AT)]
    return [str(one.latest)[:16] for one in in_whole_days(matches, folded.folded, AT)]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "The desk in the port shuts at 2 pm Oslo.", "2026-11-24 14:00"),
        ("en", "I want the crew list by 5 p.m. Dublin, please.", "2026-11-24 18:00"),
        ("en", "Their system is off at 8 am Denver.", "2026-11-24 16:00"),
        ("en", "The vote closes tomorrow at 17:00 Greek time.", "2026-11-25 16:00"),
        ("en", "Upload it on Thursday 10:00 Korean time.", "2026-11-26 02:00"),
        ("en", "The clerk goes, which in Lisbon is 4 pm.", "2026-11-24 17:00"),
        ("fr", "Le greffe prend les plis jusqu'à jeudi, 11h chez lui, c'est-à-dire à Londres.", "2026-11-26 12:00"),
        ("fr", "Le serveur coupe demain à 9 h heure portugaise.", "2026-11-25 10:00"),
        ("fr", "Il faut l'avoir demain à 14h, heure de Montréal.", "2026-11-25 20:00"),
    ],
)
def test_a_time_beside_a_place_is_told_on_the_clock_of_that_place(language: str, text: str, wanted: str) -> None:
    assert wanted in told(text, language)


def test_an_hour_that_is_told_again_without_its_zone_is_the_same_instant() -> None:
    assert told("Bid by 3pm. The office in the docks takes it until 3 pm Irish time.", "en")[0] == "2026-11-24 16:00"


@pytest.mark.parametrize(
    "text", ["She is on the 14:00 London flight.", "We meet at 2 pm Bristol room.", "By 2 pm Lena wants it."]
)
def test_a_place_that_belongs_to_something_else_leaves_the_time_as_it_is(text: str) -> None:
    assert told(text, "en") == ["2026-11-24 14:00"]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "The hall wants its deposit tomorrow morning.", "2026-11-25"),
        ("en", "Have the crates in the yard first thing on Thursday.", "2026-11-26"),
        ("fr", "Le notaire veut l'acte vendredi matin.", "2026-11-27"),
        ("en", "The permit lapses at midnight on 30 November.", "2026-11-30"),
        ("fr", "La boutique garde le prix jusqu'au 29 novembre minuit.", "2026-11-29"),
    ],
)
def test_the_morning_of_a_later_day_and_the_midnight_that_ends_one_are_that_day(
    language: str, text: str, wanted: str
) -> None:
    assert told(text, language) == [wanted]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("fr", "Le notaire veut l'acte vendredi matin à 8 h.", "2026-11-27 08:00"),
        ("en", "Ring me tomorrow morning at ten.", "2026-11-25 10:00"),
        ("fr", "Il le faut ce matin.", "2026-11-24 12:00"),
        ("fr", "Le car repart à midi vingt.", "2026-11-24 12:20"),
        ("en", "Gate is open until 16.30 hrs today.", "2026-11-24 16:30"),
        ("en", "The lift stops at 12.15 hrs.", "2026-11-24 12:15"),
    ],
)
def test_a_time_by_the_clock_stays_one(language: str, text: str, wanted: str) -> None:
    assert told(text, language) == [wanted]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Je ne pourrai plus bloquer la salle au-delà du 3 décembre."),
        ("en", "We cannot hold the berth beyond 3 December."),
        ("en", "Whatever comes in after 3 December will have to wait."),
    ],
)
def test_the_day_beyond_which_nothing_can_be_done_is_a_deadline(language: str, text: str) -> None:
    assert told(text, language) == ["2026-12-03"]


def test_every_zone_that_is_named_exists() -> None:
    known = available_timezones() | {"here", "there"}
    assert {zone for zone, _ in (*zones_in_english(), *zones_in_french())} <= known
    assert set(PLACES.values()) <= known


@given(
    st.sampled_from([(zone, name) for zone, names in CITIES.items() for name in names.split("|")]),
    st.integers(11, 23),
)
def test_the_hour_of_any_city_is_the_next_one_there(place: tuple[str, str], hour: int) -> None:
    zone, name = place
    there = AT.astimezone(ZoneInfo(zone)).replace(hour=hour, minute=0)
    for days in (-1, 0, 1):
        wanted = there.replace(day=there.day + days).astimezone(PARIS)
        if wanted > AT:
            break
    assert told(f"It shuts at {hour}:00 {name.title()}.", "en") == [str(wanted)[:16]]
