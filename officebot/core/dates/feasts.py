"""The days of feasts and holidays that people name."""

from __future__ import annotations

from datetime import date, timedelta

from officebot.core.dates.calendar import easter, nth_weekday

_FIXED = {
    "new_year": (1, 1), "new_year_eve": (12, 31), "epiphany": (1, 6), "candlemas": (2, 2), "groundhog": (2, 2),
    "valentine": (2, 14),
    "womens_day": (3, 8), "st_patrick": (3, 17), "april_fools": (4, 1), "earth_day": (4, 22), "labour": (5, 1),
    "youth_day": (5, 4),
    "cinco_de_mayo": (5, 5), "victory": (5, 8), "childrens_day": (6, 1), "juneteenth": (6, 19), "music": (6, 21),
    "us_independence": (7, 4), "bastille": (7, 14),
    "assumption": (8, 15), "teachers_day": (9, 10), "halloween": (10, 31), "all_saints": (11, 1),
    "all_souls": (11, 2), "guy_fawkes": (11, 5),
    "armistice": (11, 11), "veterans": (11, 11), "singles_day": (11, 11), "christmas_eve": (12, 24),
    "christmas": (12, 25), "boxing": (12, 26),
    "inauguration": (1, 20), "girls_day": (3, 7),
}  # fmt: skip
#: Days from Easter Sunday.
_MOVABLE = {
    "mardi_gras": -47, "ash_wednesday": -46, "palm_sunday": -7, "maundy_thursday": -3, "good_friday": -2,
    "easter": 0, "easter_monday": 1,
    "ascension": 39, "pentecost": 49, "whit_monday": 50, "trinity": 56, "corpus_christi": 60,
}  # fmt: skip
#: Month, weekday (Monday 0) and which of them.
_WEEKDAYS = {
    "mlk": (1, 0, 3), "presidents": (2, 0, 3), "arbor": (4, 4, -1), "mothers_day": (5, 6, 2),
    "memorial": (5, 0, -1), "fathers_day": (6, 6, 3),
    "us_labor": (9, 0, 1), "columbus": (10, 0, 2), "thanksgiving": (11, 3, 4),
}  # fmt: skip


def feast(name: str, year: int, language: str) -> date:
    """The day of the feast in that year."""
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _MOVABLE:
        return easter(year) + timedelta(days=_MOVABLE[name])
    if name == "black_friday":
        return nth_weekday(year, 11, 3, 4) + timedelta(days=1)
    if name == "cyber_monday":
        return nth_weekday(year, 11, 3, 4) + timedelta(days=4)
    if name == "mothers_day" and language == "fr":
        return _french_mothers_day(year)
    return nth_weekday(year, *_WEEKDAYS[name])


def _french_mothers_day(year: int) -> date:
    """The last Sunday of May, or the first of June where that is Pentecost (Code de l'action sociale, D215-1)."""
    last = nth_weekday(year, 5, 6, -1)
    return last + timedelta(days=7) if last == easter(year) + timedelta(days=49) else last


def around(name: str, today: date, language: str) -> tuple[date, date]:
    """The coming day of the feast (today's counts) and the one before it."""
    now = feast(name, today.year, language)
    if now >= today:
        return now, feast(name, today.year - 1, language)
    return feast(name, today.year + 1, language), now
