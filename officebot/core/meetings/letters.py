"""Our letters about a meeting: the times offered, told so that nobody mistakes them, and what else fills the templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo

from officebot.core.letters import salutation
from officebot.core.people import Contact
from officebot.core.text import Language, in_words, say

#: Monday first, as in `date.weekday()`.
WEEKDAYS: Mapping[Language, tuple[str, ...]] = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def time_in_words(start: datetime, minutes: int, language: Language, theirs: tzinfo | None = None) -> str:
    """A meeting's time with its weekday: « mardi 1er décembre 2026, de 10:00 à 10:45 ».

    `start` is aware, on the office's clock. With `theirs`, the zone of a reader whose clock shows another time, theirs is
    told behind it; UTC is told as such, and not as somebody's clock.
    """
    said = _span(start, minutes, language)
    there = start.astimezone(theirs) if theirs is not None else None
    if there is None or there.utcoffset() == start.utcoffset():
        return said
    day = "" if there.date() == start.date() else f"{WEEKDAYS[language][there.weekday()]} "
    if theirs is UTC:
        return f"{said} ({day}{there:%H:%M} UTC)"
    return f"{said} ({say('{time} on your clock', time=f'{day}{there:%H:%M}').render(language)})"


def days_in_words(first: date, last: date, language: Language) -> str:
    """Whole days with their weekdays: « du mardi 1er décembre 2026 au mercredi 2 décembre 2026 », or the one there is."""
    one, other = (f"{WEEKDAYS[language][day.weekday()]} {in_words(day, language)}" for day in (first, last))
    if first == last:
        return one
    return f"du {one} au {other}" if language == "fr" else f"{one} to {other}"


def _span(start: datetime, minutes: int, language: Language) -> str:
    end = start + timedelta(minutes=minutes)
    day = f"{WEEKDAYS[language][start.weekday()]} {in_words(start.date(), language)}"
    if language == "fr":
        return f"{day}, de {start:%H:%M} à {end:%H:%M}"
    return f"{day}, {start:%H:%M} to {end:%H:%M}"


def offers_in_words(
    starts: Sequence[datetime], minutes: int, language: Language, theirs: tzinfo | None = None
) -> str:
    """The offered times, a numbered line each, as the answer may name them."""
    lines = (time_in_words(start, minutes, language, theirs) for start in starts)
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def names_in_words(names: Iterable[str], language: Language) -> str:
    """Names as a sentence lists them: « A, B et C »."""
    listed = list(names)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {'et' if language == 'fr' else 'and'} {listed[-1]}"


def places_of(
    *, contact: Contact | None, language: Language, subject: str, names: Sequence[str], where: str, minutes: int,
    office: str, offers: str = "", when: str = "",
) -> dict[str, str]:  # fmt: skip
    """What fills the places of the meeting letters: salutation, subject, with whom, where, how long, when."""
    return {
        "salutation": salutation(contact, language),
        "subject": subject,
        "with": names_in_words(names, language),
        "where": where,
        "minutes": str(minutes),
        "offers": offers,
        "when": when,
        "office": office,
    }


#: The places that a template of a meeting may hold.
PLACES = frozenset({"salutation", "subject", "with", "where", "minutes", "offers", "when", "office"})
