"""Whether a mail asks for a meeting, and what it says of it."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from officebot.core.meetings.wish import Window, Wish, wish_of
from officebot.core.text import Language
from officebot.core.worktime import WorkingTime

AT = datetime(2026, 11, 26, 10, tzinfo=ZoneInfo("Europe/Paris"))


def read(text: str, language: Language = "fr", subject: str = "") -> Wish | None:
    return wish_of(subject, text, AT, language, WorkingTime())


@pytest.mark.parametrize(
    ("language", "text", "minutes", "first", "last"),
    [
        ("en", "Hello, can we meet next week with Ms Durand, 45 minutes? Best", 45, "2026-11-30", "2026-12-06"),
        ("fr", "Pourrions-nous nous voir la semaine prochaine avec M. Martin, une demi-heure ?", 30, "2026-11-30", "2026-12-06"),
        ("fr", "Auriez-vous un créneau de 50 minutes le 3 décembre ?", 50, "2026-12-03", "2026-12-03"),
        ("en", "I was hoping to come and see you after the 3rd, an hour would do.", 60, "2026-12-03", "2026-12-17"),
        ("fr", "Je souhaiterais un rendez-vous entre le 30 novembre et le 4 décembre.", 0, "2026-11-30", "2026-12-04"),
    ],
)  # fmt: skip
def test_a_wish_says_how_long_and_between_which_days(
    language: Language, text: str, minutes: int, first: str, last: str
) -> None:
    wish = read(text, language)
    assert wish is not None
    assert wish.minutes == minutes
    assert [(one.first, one.last) for one in wish.windows] == [(date.fromisoformat(first), date.fromisoformat(last))]


def test_a_part_of_the_day_holds_for_the_days_named() -> None:
    wish = read("Je souhaiterais un rendez-vous entre le 30 novembre et le 4 décembre, de préférence le matin.")
    assert wish is not None
    assert wish.windows == (
        Window(first=date(2026, 11, 30), last=date(2026, 12, 4), from_time=time(8), to_time=time(12)),
    )


def test_times_proposed_to_the_minute_are_kept() -> None:
    wish = read("We would like to arrange a call on 3 December at 2 pm or 4 December at 10 am.", "en")
    assert wish is not None
    assert wish.exact == (datetime(2026, 12, 3, 14), datetime(2026, 12, 4, 10))
    assert wish.place == "phone"


def test_a_video_call_is_told_by_the_subject_too() -> None:
    wish = read("Seriez-vous disponible jeudi pour en parler ?", subject="Visio de cadrage")
    assert wish is not None
    assert wish.place == "video"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le compte rendu de la réunion de lundi est joint."),
        ("en", "The meeting will take place on Tuesday at 10."),
        ("en", "Please find attached the invoice. Could you pay by Friday?"),
        ("fr", "Je vous confirme notre rendez-vous de jeudi à 15h."),
        ("en", "Save the date: our webinar on 3 December at 2 pm. Can you make it?"),
        ("fr", ""),
    ],
)
def test_a_mail_that_tells_of_a_meeting_or_of_something_else_asks_for_none(language: Language, text: str) -> None:
    assert read(text, language) is None
