"""What days, times, periods, lengths and repetitions mean, in both languages."""

from __future__ import annotations

import unicodedata
from datetime import datetime

import pytest

from officebot.core.dates import Match, find_dates

#: A Monday morning.
AT = datetime(2026, 11, 23, 9, 0)


def only(text: str, language: str = "fr", order: str = "dmy") -> Match:
    """The one date of a text."""
    found = find_dates(text, AT, language, order=order)
    assert len(found) == 1, [one.text for one in found]
    return found[0]


def meaning(match: Match) -> str:
    """A match's values as one word."""
    if match.value or match.rule:
        return match.value or match.rule
    return str(match.seconds) if match.seconds is not None else f"{match.from_}..{match.to}"


DAYS = {
    "fr": {
        "le 3 décembre": "2026-12-03",
        "vendredi 27 novembre 2026": "2026-11-27",
        "le 1er mars": "2027-03-01",
        "demain": "2026-11-24",
        "après-demain": "2026-11-25",
        "hier": "2026-11-22",
        "aujourd'hui": "2026-11-23",
        "aujourd’hui": "2026-11-23",
        "jeudi": "2026-11-26",
        "lundi": "2026-11-23",
        "mardi prochain": "2026-12-01",
        "vendredi dernier": "2026-11-20",
        "mardi en huit": "2026-12-01",
        "jeudi en quinze": "2026-12-10",
        "le 03/12/2026": "2026-12-03",
        "03.12.26": "2026-12-03",
        "2026-12-03": "2026-12-03",
        "le 3/12": "2026-12-03",
        "mercredi 9": "2026-12-09",
        "dans deux semaines": "2026-12-07",
        "il y a trois jours": "2026-11-20",
        "dans dix jours ouvrés": "2026-12-07",
        "Noël": "2026-12-25",
        "Pâques 2027": "2027-03-28",
        "le premier lundi de février": "2027-02-01",
        "le 15 du mois prochain": "2026-12-15",
        "lundi de la semaine prochaine": "2026-11-30",
        "trois jours après Noël": "2026-12-28",
        "le vingt et un janvier": "2027-01-21",
        "jeudi de cette semaine": "2026-11-26",
        "le 24": "2026-11-24",
        "DECEMBRE": "2026-12-01..2027-01-01",
    },
    "en": {
        "December 3": "2026-12-03",
        "Friday, 27 November 2026": "2026-11-27",
        "March 1st": "2027-03-01",
        "tomorrow": "2026-11-24",
        "the day after tomorrow": "2026-11-25",
        "yesterday": "2026-11-22",
        "Thursday": "2026-11-26",
        "next Tuesday": "2026-12-01",
        "last Friday": "2026-11-20",
        "this Friday": "2026-11-27",
        "Tuesday week": "2026-12-01",
        "on the 3rd": "2026-12-03",
        "Thu 10th": "2026-12-10",
        "in two weeks": "2026-12-07",
        "three days ago": "2026-11-20",
        "2026-12-03": "2026-12-03",
        "Christmas 2026": "2026-12-25",
        "the first Monday of February": "2027-02-01",
        "the 15th of next month": "2026-12-15",
        "Monday next week": "2026-11-30",
        "three days after Christmas": "2026-12-28",
        "December the twenty-first": "2026-12-21",
        "Saturday 3 days from now": "2026-11-28",
        "in ten working days": "2026-12-07",
        "the 4th of July 2027": "2027-07-04",
        "good friday 2027": "2027-03-26",
    },
}
TIMES = {
    "fr": {
        "à 17h": "17:00:00",
        "à 9 h 30": "09:30:00",
        "à 14h15": "14:15:00",
        "midi": "12:00:00",
        "minuit": "00:00:00",
        "à huit heures et demie": "08:30:00",
        "à onze heures moins le quart": "10:45:00",
        "à 9 heures du matin": "09:00:00",
        "à 8 heures du soir": "20:00:00",
        "10:45": "10:45:00",
        "midi et demi": "12:30:00",
        "à 3 heures": "15:00:00",
    },
    "en": {
        "at 5 pm": "17:00:00",
        "9:30 a.m.": "09:30:00",
        "half past three": "15:30:00",
        "a quarter to nine": "08:45:00",
        "ten past 9 in the evening": "21:10:00",
        "noon": "12:00:00",
        "eight o'clock": "08:00:00",
        "at 4": "16:00:00",
        "17:30": "17:30:00",
        "1140 a.m.": "11:40:00",
        "12 am": "00:00:00",
        "12 pm": "12:00:00",
    },
}
BOTH = {
    "fr": {
        "vendredi à 17h": "2026-11-27T17:00:00",
        "demain midi": "2026-11-24T12:00:00",
        "le 3 décembre, 14 h 30": "2026-12-03T14:30:00",
        "ce soir à 8h": "2026-11-23T20:00:00",
        "dans 5 minutes": "2026-11-23T09:05:00",
        "il y a 24 heures": "2026-11-22T09:00:00",
        "maintenant": "2026-11-23T09:00:00",
        "vendredi 4, midi": "2026-12-04T12:00:00",
    },
    "en": {
        "Friday at 5 pm": "2026-11-27T17:00:00",
        "noon on Monday": "2026-11-23T12:00:00",
        "17:30 today": "2026-11-23T17:30:00",
        "tomorrow at 7 in the evening": "2026-11-24T19:00:00",
        "in 5 minutes": "2026-11-23T09:05:00",
        "five-thirty tomorrow evening": "2026-11-24T17:30:00",
        "end of tomorrow": "2026-11-24T23:59:59",
        "at five this afternoon": "2026-11-23T17:00:00",
    },
}
RANGES = {
    "fr": {
        "la semaine prochaine": "2026-11-30..2026-12-07",
        "ce mois-ci": "2026-11-01..2026-12-01",
        "l'année dernière": "2025-01-01..2026-01-01",
        "fin novembre": "2026-11-16..2026-12-01",
        "mars 2027": "2027-03-01..2027-04-01",
        "du 4 au 8 décembre": "2026-12-04..2026-12-08",
        "du lundi 30 novembre au vendredi 4 décembre": "2026-11-30..2026-12-04",
        "entre le 14 et le 18 décembre": "2026-12-14..2026-12-18",
        "les 5 prochains jours": "2026-11-24..2026-11-29",
        "de 14h à 16h": "14:00:00..16:00:00",
        "entre 22h et 6h": "22:00:00..06:00:00",
        "de 18h à 9h": "18:00:00..09:00:00",
        "de 22h30 à 6h": "22:30:00..06:00:00",
        "de 9h à 5h": "09:00:00..17:00:00",
        "lundi de 9h30 à 11h": "2026-11-23T09:30:00..2026-11-23T11:00:00",
        "demain matin": "2026-11-24T08:00:00..2026-11-24T12:00:00",
        "avant vendredi": "..2026-11-27",
        "depuis mardi": "2026-11-24..",
        "cet après-midi": "2026-11-23T12:00:00..2026-11-23T16:00:00",
        "au plus tard le 4 décembre": "..2026-12-04",
        "premier trimestre 2027": "2027-01-01..2027-04-01",
        "la semaine du 18": "2026-12-14..2026-12-21",
        "semaine 50": "2026-12-07..2026-12-14",
        "années 90": "1990-01-01..2000-01-01",
        "XX": "",
        "avant 17h": "..17:00:00",
        "8h-12h": "08:00:00..12:00:00",
        "fin de la semaine": "2026-11-26..2026-11-30",
        "sous 48 h": "2026-11-23T09:00:00..2026-11-25T09:00:00",
    },
    "en": {
        "next week": "2026-11-30..2026-12-07",
        "this month": "2026-11-01..2026-12-01",
        "last year": "2025-01-01..2026-01-01",
        "end of November": "2026-11-16..2026-12-01",
        "March 2027": "2027-03-01..2027-04-01",
        "13 to 17 December": "2026-12-13..2026-12-17",
        "from Monday to Friday": "2026-11-23..2026-11-27",
        "the next five days": "2026-11-24..2026-11-29",
        "between 10 and 11:30 tomorrow": "2026-11-24T10:00:00..2026-11-24T11:30:00",
        "3-8pm": "15:00:00..20:00:00",
        "tomorrow morning": "2026-11-24T08:00:00..2026-11-24T12:00:00",
        "before Friday": "..2026-11-27",
        "since Tuesday": "2026-11-24..",
        "by 5pm": "..17:00:00",
        "no later than 4 December": "..2026-12-04",
        "Q1 2027": "2027-01-01..2027-04-01",
        "the nineties": "1990-01-01..2000-01-01",
        "21st century": "2000-01-01..2100-01-01",
        "early next month": "2026-12-01..2026-12-16",
        "within 5 minutes": "2026-11-23T09:00:00..2026-11-23T09:05:00",
        "first week of 2027": "2027-01-04..2027-01-11",
        "w/c 7 December": "2026-12-07..2026-12-14",
        "late afternoon": "14:00:00..16:00:00",
        "2019-2021": "2019-01-01..2021-01-01",
    },
}
LENGTHS = {
    "fr": {
        "trois heures": "10800",
        "2 h 30 minutes": "",
        "une heure et demie": "5400",
        "deux semaines": "1209600",
        "une demi-heure": "1800",
        "toute la journée": "86400",
    },
    "en": {
        "3 hours 30 minutes": "12600",
        "an hour and a half": "5400",
        "two weeks": "1209600",
        "half an hour": "1800",
        "2.5 hours": "9000",
        "10 working days": "864000",
    },
}
SETS = {
    "fr": {
        "tous les lundis": "FREQ=WEEKLY;BYDAY=MO",
        "chaque semaine": "FREQ=WEEKLY",
        "tous les jours à 15h": "FREQ=DAILY;BYHOUR=15;BYMINUTE=0",
        "tous les deux vendredis": "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
        "le 15 de chaque mois": "FREQ=MONTHLY;BYMONTHDAY=15",
        "les mardis à 9 h": "FREQ=WEEKLY;BYDAY=TU;BYHOUR=9;BYMINUTE=0",
        "hebdomadaire": "FREQ=WEEKLY",
        "chaque trimestre": "FREQ=MONTHLY;INTERVAL=3",
    },
    "en": {
        "every Monday": "FREQ=WEEKLY;BYDAY=MO",
        "weekly": "FREQ=WEEKLY",
        "every other Friday": "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
        "19th of every month": "FREQ=MONTHLY;BYMONTHDAY=19",
        "Tuesdays at 9am": "FREQ=WEEKLY;BYDAY=TU;BYHOUR=9;BYMINUTE=0",
        "every weekday": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "once a week": "FREQ=WEEKLY",
        "each quarter": "FREQ=MONTHLY;INTERVAL=3",
        "every three weeks": "FREQ=WEEKLY;INTERVAL=3",
    },
}
ALL = [
    pytest.param(text, language, want, id=f"{language} {text}")
    for table in (DAYS, TIMES, BOTH, RANGES, LENGTHS, SETS)
    for language, cases in table.items()
    for text, want in cases.items()
    if want
]


@pytest.mark.parametrize(("text", "language", "want"), ALL)
def test_words_mean_what_people_mean_by_them(text: str, language: str, want: str) -> None:
    frame = "Il faut voir cela {}." if language == "fr" else "We shall see about it {}."
    for sentence in (text, frame.format(text)):
        assert meaning(only(sentence, language)) == want, sentence


@pytest.mark.parametrize(("text", "language"), [("le 30 février", "fr"), ("on 31 June", "en"), ("Feb 30", "en")])
def test_a_day_that_no_calendar_has_is_a_date_without_a_value(text: str, language: str) -> None:
    found = only(text, language)
    assert (found.type, found.value, found.latest, found.role) == ("date", "", None, "mention")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("May I ask what this is for?", "en"),
        ("One may ask a question.", "en"),
        ("The ratio is 4:3.", "en"),
        ("Call 01 22 33 44 55.", "fr"),
        ("La demande n'a pas été envoyée.", "fr"),
        ("Le taux est de 6,45 %.", "fr"),
        ("Rates were at 6.45 percent.", "en"),
        ("Il y a 10 étudiants.", "fr"),
        ("We sat in the sun.", "en"),
        ("Vingt personnes sont venues.", "fr"),
        ("The second floor, room 12.", "en"),
        ("Bonne journée à vous.", "fr"),
    ],
)
def test_words_that_look_like_dates_are_none(text: str, language: str) -> None:
    assert find_dates(text, AT, language) == ()


def test_the_order_of_figures_is_the_readers_unless_only_the_other_one_is_a_day() -> None:
    assert only("03/04/2026", "en", order="mdy").value == "2026-03-04"
    assert only("03/04/2026", "en", order="dmy").value == "2026-04-03"
    assert only("22/04/2026", "en", order="mdy").value == "2026-04-22"


def test_accents_may_be_written_apart() -> None:
    text = "Réponse avant le 3 décembre, s'il vous plaît."
    apart = unicodedata.normalize("NFD", text)
    (found,) = find_dates(apart, AT, "fr")
    assert unicodedata.normalize("NFC", found.text) == "avant le 3 décembre"
    assert apart[found.start : found.end] == found.text


def test_a_quarter_of_an_hour_may_repeat() -> None:
    (found,) = find_dates("Le bus passe tous les quarts d'heure.", AT)
    assert (found.type, found.rule) == ("set", "FREQ=MINUTELY;INTERVAL=15")


@pytest.mark.parametrize(
    ("text", "length", "day"),
    [
        ("Auriez-vous un créneau d'une heure le 3 décembre ?", 3600, "2026-12-03"),
        ("Une réunion de 2 heures mardi 1er décembre.", 7200, "2026-12-01"),
    ],
)
def test_how_long_a_meeting_lasts_is_no_time_of_its_day(text: str, length: int, day: str) -> None:
    found = find_dates(text, datetime(2026, 11, 23, 9), "fr")
    assert [(one.type, one.seconds, one.value) for one in found] == [("duration", length, ""), ("date", None, day)]
