"""How a meeting's time is told."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from officebot.core.meetings.letters import names_in_words, offers_in_words, time_in_words

PARIS, NEW_YORK, SYDNEY = ZoneInfo("Europe/Paris"), ZoneInfo("America/New_York"), ZoneInfo("Australia/Sydney")
START = datetime(2026, 12, 1, 10, tzinfo=PARIS)


def test_a_time_is_told_with_its_weekday_and_its_end() -> None:
    assert time_in_words(START, 45, "fr") == "mardi 1er décembre 2026, de 10:00 à 10:45"
    assert time_in_words(START, 45, "en") == "Tuesday 1 December 2026, 10:00 to 10:45"


def test_who_lives_by_another_clock_reads_it_too() -> None:
    assert time_in_words(START, 45, "en", NEW_YORK) == "Tuesday 1 December 2026, 10:00 to 10:45 (04:00 on your clock)"
    late = datetime(2026, 12, 1, 17, tzinfo=PARIS)
    assert time_in_words(late, 30, "en", SYDNEY).endswith("(Wednesday 03:00 on your clock)")
    assert time_in_words(START, 45, "en", ZoneInfo("Europe/Berlin")) == time_in_words(START, 45, "en")


def test_offers_are_numbered_lines() -> None:
    assert offers_in_words([START, START.replace(day=2)], 30, "fr").splitlines() == [
        "1. mardi 1er décembre 2026, de 10:00 à 10:30",
        "2. mercredi 2 décembre 2026, de 10:00 à 10:30",
    ]


def test_names_are_listed_as_a_sentence_does() -> None:
    assert names_in_words(["Aude", "Léa", "Tom"], "fr") == "Aude, Léa et Tom"
    assert names_in_words(["Aude", "Tom"], "en") == "Aude and Tom"
    assert names_in_words(["Aude"], "en") == "Aude"
