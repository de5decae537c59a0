"""Dates written in words read back to themselves; no text makes the reader raise, or take long."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from officebot.core.dates import deadline_of, find_dates
from officebot.core.worktime import WorkingTime
from tests.speed import within

AT = datetime(2026, 11, 23, 9, 0)
FRENCH_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
ENGLISH_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
FRENCH_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
ENGLISH_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SMALL = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
ENGLISH_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
#: Sentences a date may stand in.
FRENCH_FRAMES = (
    "{}",
    "Réunion {} au siège.",
    "Merci de répondre avant le {} svp",
    "(le {})",
    "Le {}, comme convenu :",
    "c'est le {} que",
)
ENGLISH_FRAMES = (
    "{}",
    "The meeting is on {} in Lyon.",
    "Please answer before {} thank you",
    "({})",
    "On {}, as agreed:",
)

days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
times = st.times().map(lambda one: one.replace(second=0, microsecond=0))


def french_number(value: int) -> str:
    """A number below 100 in French words."""
    if value < 20:
        return SMALL[value]
    tens, unit = divmod(value, 10)
    if tens in (7, 9):
        tens, unit = tens - 1, unit + 10
    name = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}[tens]
    if not unit:
        return name + ("s" if tens == 8 else "")
    return f"{name} et {SMALL[unit]}" if unit in (1, 11) and tens != 8 else f"{name}-{SMALL[unit]}"


def english_number(value: int) -> str:
    """A number below 100 in English words."""
    if value < 20:
        return ENGLISH_SMALL[value]
    tens, unit = divmod(value, 10)
    name = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"][tens - 2]
    return f"{name}-{ENGLISH_SMALL[unit]}" if unit else name


def english_ordinal(value: int) -> str:
    """The ordinal of a day of the month."""
    if value <= 20:
        return ORDINALS[value - 1]
    if value == 30:
        return "thirtieth"
    return ("twenty-" if value < 30 else "thirty-") + ORDINALS[value % 10 - 1]


def figure(value: int) -> str:
    """1st, 2nd, 3rd, 4th."""
    ending = "th" if 10 < value < 14 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def french_days(day: date) -> tuple[str, ...]:
    """Ways in which French writes a day."""
    month, weekday, first = (
        FRENCH_MONTHS[day.month - 1],
        FRENCH_WEEKDAYS[day.weekday()],
        "1er" if day.day == 1 else str(day.day),
    )
    in_words = "premier" if day.day == 1 else french_number(day.day)
    return (
        f"{first} {month} {day.year}",
        f"{weekday} {first} {month} {day.year}",
        f"{in_words} {month} {day.year}",
        f"{weekday.upper()} {day.day} {month.upper()} {day.year}",
        f"{day:%d/%m/%Y}",
        f"{day:%d.%m.%Y}",
        f"{day:%d-%m-%Y}",
        f"{day}",
        f"{weekday} {day:%d/%m/%Y}",
        f"{weekday}, {day.day} {month} {day.year}",
    )


def english_days(day: date) -> tuple[str, ...]:
    """Ways in which English writes a day."""
    month, weekday = ENGLISH_MONTHS[day.month - 1], ENGLISH_WEEKDAYS[day.weekday()]
    return (
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{weekday}, {month} {figure(day.day)}, {day.year}",
        f"{figure(day.day)} of {month} {day.year}",
        f"the {english_ordinal(day.day)} of {month} {day.year}",
        f"{weekday} {day.day} {month} {day.year}",
        f"{day}",
        f"{day.day} {month[:3]} {day.year}",
        f"{weekday[:3]} {day.day} {month[:3]} {day.year}",
        f"{month} the {english_ordinal(day.day)}, {day.year}",
        f"{day.day}-{month[:3]}-{day.year}",
    )


def french_times(when: time) -> tuple[str, ...]:
    """Ways in which French writes a time of day."""
    hour, minute = when.hour, when.minute
    whole = f"{hour} heures" if not minute else f"{hour} heures {minute:02}"
    words = (
        "minuit"
        if hour == 0
        else f"{french_number(hour).replace('vingt et un', 'vingt et une')} heures"
        if hour != 1
        else "une heure"
    )
    made = [f"{hour:02}h{minute:02}", f"{hour:02}:{minute:02}", f"{hour:02} h {minute:02}"]
    if hour >= 7:
        made += [f"{hour}h{minute:02}", f"{hour} h {minute:02}", whole]
        made += [words if not minute else f"{words} {french_number(minute)}"] if hour < 21 and minute != 1 else []
    return tuple(made)


def english_times(when: time) -> tuple[str, ...]:
    """Ways in which English writes a time of day."""
    hour, minute, half = when.hour % 12 or 12, when.minute, "pm" if when.hour > 11 else "am"
    dotted = f"{half[0]}.m."
    made = [
        f"{when.hour:02}:{minute:02}",
        f"{hour}:{minute:02} {half}",
        f"{hour}:{minute:02}{half.upper()}",
        f"{hour}.{minute:02}{half}",
        f"{hour}:{minute:02} {dotted}",
    ]
    if not minute:
        made += [f"{hour}{half}", f"{hour} {half}", f"{english_number(hour)} {half}"]
    if 7 <= when.hour < 13 and minute == 30:
        made.append(f"half past {english_number(hour)}")
    return tuple(made)


@given(days, st.data(), st.sampled_from(FRENCH_FRAMES))
def test_a_french_day_reads_back_to_itself(day: date, data: st.DataObject, frame: str) -> None:
    text = frame.format(data.draw(st.sampled_from(french_days(day))))
    (found,) = find_dates(text, AT, "fr")
    assert day.isoformat() in (found.value, found.to), text


@given(days, st.data(), st.sampled_from(ENGLISH_FRAMES))
def test_an_english_day_reads_back_to_itself(day: date, data: st.DataObject, frame: str) -> None:
    text = frame.format(data.draw(st.sampled_from(english_days(day))))
    (found,) = find_dates(text, AT, "en", order="mdy")
    assert day.isoformat() in (found.value, found.to), text


@given(times, st.data())
def test_a_french_time_reads_back_to_itself(when: time, data: st.DataObject) -> None:
    words = data.draw(st.sampled_from(french_times(when)))
    for text in (f"Rendez-vous à {words}.", f"Venez demain à {words}, merci"):
        (found,) = find_dates(text, AT, "fr")
        assert found.value.endswith(when.isoformat()), text


@given(times, st.data())
def test_an_english_time_reads_back_to_itself(when: time, data: st.DataObject) -> None:
    words = data.draw(st.sampled_from(english_times(when)))
    for text in (f"See you at {words}.", f"Come on Friday at {words}, please"):
        (found,) = find_dates(text, AT, "en")
        assert found.value.endswith(when.isoformat()), text


@given(days, times, st.data())
def test_a_day_with_its_time_is_one_date(day: date, when: time, data: st.DataObject) -> None:
    french = f"le {data.draw(st.sampled_from(french_days(day)))} à {data.draw(st.sampled_from(french_times(when)))}"
    english = f"{data.draw(st.sampled_from(english_days(day)))} at {data.draw(st.sampled_from(english_times(when)))}"
    for text, language in ((french, "fr"), (english, "en")):
        (found,) = find_dates(text, AT, language, order="dmy")
        assert found.value == datetime.combine(day, when).isoformat(), text


@given(st.integers(1, 99), st.sampled_from(["jour", "semaine", "mois"]))
def test_a_number_of_units_counts_from_today(count: int, unit: str) -> None:
    plural = unit if unit == "mois" or count == 1 else unit + "s"
    words = "une" if count == 1 and unit == "semaine" else french_number(count)
    (in_words,) = find_dates(f"dans {words} {plural}", AT, "fr")
    (in_figures,) = find_dates(f"dans {count} {plural}", AT, "fr")
    assert in_words.value == in_figures.value
    if unit != "mois":
        assert in_words.value == str(AT.date() + timedelta(days=count * (7 if unit == "semaine" else 1)))


@given(days, days)
def test_a_range_has_both_its_days(first: date, last: date) -> None:
    first, last = min(first, last), max(first, last)
    if first == last:
        last += timedelta(days=1)
    ends = [f"{one.day} {FRENCH_MONTHS[one.month - 1]} {one.year}" for one in (first, last)]
    text = f"du {ends[0]} au {ends[1]}"
    (found,) = find_dates(text, AT, "fr")
    assert (found.from_, found.to) == (str(first), str(last)), text
    assert found.latest == last, text


@pytest.mark.parametrize("begins", range(1, 4))
def test_a_range_lasts_to_its_last_day_on_whatever_day_it_begins(begins: int) -> None:
    first = AT.date() + timedelta(days=begins)
    (found,) = find_dates(f"du {first.day} {FRENCH_MONTHS[first.month - 1]} au 2 décembre", AT, "fr")
    assert found.latest == date(AT.year, 12, 2)


# --- robustness -------------------------------------------------------------------------------------------------------

DATE_WORDS = """
le la du au de à 3 12 31 2026 9999 99 30 février mai may sat lundi friday next dernier prochain en huit quinze h 17 : / - . , (
) ' am pm before avant after sous within jours days ouvrés working semaine week mois year century siècle tous every fin end of
the and et entre between 1/1 10h noon midi tonight matin first premier vingt hundred mille Easter Pâques Q1 s < > = é İ ß ﬁ ’
"""
WORDS = st.sampled_from([*DATE_WORDS.split(), "\n", "\n \n", "\u202f"])
ZONED = st.sampled_from([None, UTC, timezone(timedelta(hours=5, minutes=30))])


def check(text: str, at: datetime, language: str, working: WorkingTime | None) -> None:
    """Read the text, and hold what comes back to what it promises."""
    found = find_dates(text, at, language, working=working)
    last = 0
    for one in found:
        assert last <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        last = one.end
    deadline_of(text, found, at)


@given(st.text(max_size=300), st.sampled_from(["fr", "en", "mixed"]))
@example("\ud800 1/1/2026 \U0001f600 demain", "fr")
@example("İİİ le 3 décembre", "fr")
def test_no_text_makes_it_raise(text: str, language: str) -> None:
    check(text, AT, language, None)


@settings(max_examples=300)
@given(
    st.lists(WORDS, max_size=30).map(" ".join) | st.lists(WORDS, max_size=30).map("".join),
    st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31), timezones=ZONED),
    st.sampled_from(["fr", "en", "mixed"]),
    st.booleans(),
)
@example("dans 9999 siècles", datetime(9999, 12, 31), "fr", True)
@example("sous 99 jours ouvrés", datetime(9999, 12, 31), "fr", True)
@example("the last century 1/1", datetime(1, 1, 1), "en", False)
def test_no_words_of_dates_make_it_raise(text: str, at: datetime, language: str, business: bool) -> None:
    check(text, at, language, WorkingTime() if business else None)


HOSTILE = (
    "1/1/" * 25_000,
    "1" * 100_000,
    "1 " * 50_000,
    "lundi " * 17_000,
    "du 1 au " * 12_500,
    "between " * 12_000,
    "vingt et " * 11_000,
    "the the " * 12_000,
    "à 10h " * 16_000,
    "avant le " * 11_000,
    "- " * 50_000,
    "." * 100_000,
    "le 3 décembre 2026 " * 5_000,
    "next last this " * 6_600,
    "' " * 50_000,
    "\n" * 100_000,
    "quatre-vingt-" * 7_700,
    "5 to 5 to " * 10_000,
    ">= " * 33_000,
    "may " * 25_000,
)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_a_hundred_kilobytes_of_anything_are_read_in_little_time(text: str, language: str) -> None:
    def run() -> None:
        found = find_dates(text, AT, language)
        deadline_of(text, found, AT)

    # Honest mails of this size take less than a tenth; the limit leaves room for a slow machine.
    within(1.5, run)
