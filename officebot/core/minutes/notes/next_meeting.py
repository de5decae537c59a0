"""When one meets again, as notes say it: "next: Tues 7 April, 2pm green room". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from officebot.core.dates import find_dates
from officebot.core.expressions import expression
from officebot.core.minutes.notes.marks import folded
from officebot.core.minutes.notes.next_words import (
    BARE_NEXT,
    FAREWELL,
    NEXT_CUE,
    NOT_FIXED,
    NUMBERED_NEXT,
    is_following,
)
from officebot.core.minutes.notes.outline import Section

#: The last words of notes: « même heure lundi », "Same slot next week".
_LAST_LINES = 3
#: « lundi », "Tues 4th": a farewell that names a day alone.
_LONGEST_DAY = 16
_TITLE_LINES, _LONGEST_TITLE = 2, 300
_LONGEST_LAST = 90
_NEXT_WEEK = expression(
    r"\b(?:next (?:week|wk)|(?:la )?semaine (?:pro\w{0,7}|suivante)|dans (?:une semaine|8 jours|huit jours))\b"
)
_DOTTED = expression(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(?!\d)")
_LAST_CUE = expression(
    r"\b(?:meeting|agm|egm|committee|board|reunion|seance|assemblee generale|ag|conseil|bureau)"
    r" (?:is |will be |on |est |aura lieu |le |:|= ?){1,2}"
)
_TIME = expression(
    r"\b(\d{1,2}) ?(?:h|:|\.) ?([0-5]\d)?(?![\d/])(?: ?([ap])\.?m)?|\b(\d{1,2}) ?([ap])\.?m\b|\b([01]\d|"
    r"2[0-3])([0-5]\d)\b(?! ?[€£])|@ ?(\d{1,2})(?![\d/.:h])"
)
_SAME = expression(
    r"\b(?:(?:meme|mm) (?:heure|horaire|creneau|lieu|endroit)|same (?:time|hour|slot|place|bat[- ]time)|"
    r"(?:at )?the (?:same|usual) (?:time|hour)|usual (?:time|hour)|heure habituelle)\b"
)
_OWN_TIME = expression(
    r"(?<![\d/.])(\d{1,2}) ?(?:h|[:.](?=\d)) ?([0-5]\d)?\b(?![/.]\d)(?: ?([ap])\.?m)?|\b(\d{1,2}) ?([ap])\.?m\b|"
    r"(?<![\d/.-])([01]\d|2[0-3])([0-5]\d)(?:z|hrs?)?\b(?<!19\d\d)(?<!20\d\d)(?![/.-]\d)"
)
_NUMBERS = {
    word: number
    for words in (
        "one two three four five six seven eight nine ten eleven twelve",
        "une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit "
        "dix-neuf vingt",
    )
    for number, word in enumerate(words.split(), 1)
} | {"noon": 12, "midi": 12}
_WORD_TIME = expression(
    r"\b(?:at|a) (?P<at>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|midi)\b(?! [a-z]+s\b)|"
    r"\b(?P<half>half past|half) (?P<past>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b|"
    r"\b(?P<clock>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) o'clock|"
    r"\b(?P<hour>une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix-sept|"
    r"dix-huit|dix-neuf|vingt) heures?(?P<half_fr> (?:et demie|trente))?(?! plus)"
)
_PLACE = expression(
    r"(?:,\s{0,2}|\s)((?:en |a la |à la |a |à |au |in |at |chez |salle |room |on )[^,.;()\d]{3,50}|"
    r"[^,.;()\d]{3,40} (?:room|hall|office))\W{0,3}$",
    re.IGNORECASE,
)
#: How long a meeting is to last: no hour at which it begins.
_FEW = r"(?:[1-5]|une|deux|trois|quatre|cinq|an|one|two|three|four|five)"
_LASTS = expression(
    r"\b(?:duree|pendant|durant|compter|prevoir|dure|durera|lasting|lasts|allow|duration|for)"
    rf"(?: (?:de|d'|of|about|environ|maxi?|maximum))? ?:? ?{_FEW} ?(?:h|heures?|hours?|hrs?)\b(?: et demie)?|"
    rf"\b{_FEW} ?(?:h|heures?|hours?|hrs?)(?: et demie)?,? "
    r"(?:maxi?|maximum|mini|minimum|tops|at most|au (?:plus|max\w{0,4}|grand max))\b"
)
_LONGEST = 200
#: How many groups the expression of a meeting's own hour has; that of the next one has the « @ 11 » behind them.
_GROUPS = 7
#: Meetings before eight are in the evening where no half of the day is told.
_EARLY = 8
_WEEKDAY = expression(r"[a-z]{3,9}")
#: « mardi 9 h » at a meeting on a Tuesday.
_WEEKDAY_HOUR = expression(
    r"[a-z]{3,9}\.?,? (?:a |at |@ ?)?\d{1,2}(?: ?h ?(?:\d\d)?|[:.]\d\d(?: ?[ap]\.?m)?| ?[ap]\.?m)"
)
_ISO_DAY = len("2026-01-01")


@dataclass(frozen=True, slots=True, kw_only=True)
class NextDay:
    """The next meeting as far as it was said; `day` is None where no day was fixed."""

    file: str
    text: str
    start: int
    end: int
    day: date | None = None
    time: time | None = None
    place: str = ""


def following_of(
    file: str, text: str, all_sections: Sequence[Section], when: date | None, language: str, title: str = ""
) -> Iterator[NextDay]:
    """Every sentence about the next meeting, in order; "same time" is that of the title, else of the first lines."""
    low = folded(text)
    head = low[: _head_end(low)]
    begun = begun_at(folded(title)) or begun_at(head) or _word_time(head, 0, len(head))
    spoken = list(_spoken(low, all_sections))
    found = [_read(file, text, low, span, when, language, begun) for span in spoken]
    if not any(one.day is not None for one in found):
        found += [
            one
            for span in _last_words(low, all_sections)
            if (one := _read(file, text, low, span, when, language, begun)).day is not None
            and (one.time is not None or _SAME.search(low, *span) is not None or span[1] - span[0] < _LONGEST_DAY)
        ]
    yield from found


def _head_end(low: str) -> int:
    """Where the title of the notes ends, and the line below it: there stands the hour at which one began."""
    place = len(low) - len(low.lstrip())
    for _ in range(_TITLE_LINES):
        end = low.find("\n", place)
        if end < 0:
            return min(len(low), _LONGEST_TITLE)
        place = end + 1
    return min(place, _LONGEST_TITLE)


def _spoken(low: str, all_sections: Sequence[Section]) -> Iterator[tuple[int, int]]:
    """Where words say that the next meeting is meant; a bare « next » needs an hour behind its day."""
    for section in all_sections:
        heading = folded(section.heading).strip(" .:")
        is_topic = bool(section.lines) and (NEXT_CUE.match(heading) is not None or heading in ("next", "prochaine"))
        for place, line in enumerate(section.lines):
            bare = BARE_NEXT.match(low, line.start, line.end)
            if bare is not None and line.end - line.start < _LONGEST_LAST and _is_timed(low, bare.end(), line.end):
                yield bare.start(), line.end
                continue
            for start, end in _sentences(low, line.start, line.end):
                found = is_following(low, start, end)
                if found is not None or (is_topic and place == 0):
                    yield (found.start() if found else start), end


def _last_words(low: str, all_sections: Sequence[Section]) -> Iterator[tuple[int, int]]:
    """The last lines, where they hold little but a day and "same time", a numbered meeting or its day and hour."""
    lines = [line for section in all_sections for line in section.lines][-_LAST_LINES:]
    for line in lines:
        if line.end - line.start < _LONGEST_LAST:
            same = _SAME.search(low, line.start, line.end)
            numbered = NUMBERED_NEXT.match(low, line.start, line.end) or FAREWELL.match(low, line.start, line.end)
            if (same is not None and same.start() - line.start < 20) or numbered is not None:
                yield (numbered.end() if numbered else line.start), line.end
                continue
        begin = max(line.start, line.end - _LONGEST)
        for cue in _LAST_CUE.finditer(low, begin, line.end):
            yield cue.start(), line.end


def _is_timed(low: str, start: int, end: int) -> bool:
    return _SAME.search(low, start, end) is not None or _time(low, start, end) is not None


def _sentences(low: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The line itself, or where it is long the places where the next meeting may be spoken of."""
    if end - start <= _LONGEST:
        cue = NEXT_CUE.search(low, start, end)
        yield (
            (cue.start() if cue and not NOT_FIXED.search(low, max(start, cue.start() - 20), cue.start()) else start),
            end,
        )
        return
    for found in NEXT_CUE.finditer(low, start, end):
        if not NOT_FIXED.search(low, max(start, found.start() - 20), found.start()):
            yield found.start(), min(end, found.start() + _LONGEST)


def _read(
    file: str, text: str, low: str, span: tuple[int, int], when: date | None, language: str, begun: time | None
) -> NextDay:
    start, end = span
    words = text[start:end]
    for lasts in _LASTS.finditer(low, start, end):
        blank = " " * (lasts.end() - lasts.start())
        low = low[: lasts.start()] + blank + low[lasts.end() :]
        words = words[: lasts.start() - start] + blank + words[lasts.end() - start :]
    day, told, last = _day_of(words, low[start:end], when, language)
    if day is not None and (told is None or told.hour < _EARLY):
        is_same = begun is not None and _SAME.search(low, start, end) is not None
        told = _time(low, start + last, end, day) or (begun if is_same else _time(low, start, end, day)) or told
    place = _PLACE.search(words[last:])
    return NextDay(
        file=file,
        text=text[start:end].strip(),
        start=start,
        end=end,
        day=day,
        time=told,
        place=place[1].strip() if place else "",
    )


def _day_of(words: str, low: str, when: date | None, language: str) -> tuple[date | None, time | None, int]:
    """The first day behind that of the meeting, the hour told with it, and where its words end."""
    if when is None:
        return None, None, 0
    # « vingt-et-un » is written so as much as « vingt et un ».
    for one in find_dates(words.replace("-et-", " et "), datetime.combine(when, time(9), tzinfo=UTC), language):
        value = one.value[:10] if one.type in ("date", "datetime") and one.value else ""
        latest = one.latest.date() if isinstance(one.latest, datetime) else one.latest
        found = date.fromisoformat(value) if len(value) == _ISO_DAY else latest
        if found == when and one.type == "date" and _WEEKDAY.fullmatch(low, one.start, one.end):
            return when + timedelta(days=7), None, one.end
        if found == when and one.type == "datetime" and _WEEKDAY_HOUR.fullmatch(low, one.start, one.end):
            return when + timedelta(days=7), time.fromisoformat(one.value[11:16]), one.end
        if found is None or found <= when or one.type in ("daterange", "set", "time", "timerange", "duration"):
            continue
        return found, (time.fromisoformat(one.value[11:16]) if one.type == "datetime" else None), one.end
    dotted = _DOTTED.search(low)
    if dotted is not None:
        day, month = int(dotted[1]), int(dotted[2])
        try:
            found = date(when.year + (month < when.month), month, day)
        except ValueError:
            return None, None, 0
        return (found if found > when else None), None, dotted.end()
    later = _NEXT_WEEK.search(low)
    if later is not None and _SAME.search(low):
        return when + timedelta(days=7), None, later.end()
    return None, None, 0


def _word_time(low: str, start: int, end: int) -> time | None:
    """An hour written as a word: "at seven", "half past seven", « six heures du matin »."""
    spoken = _WORD_TIME.search(low, start, end)
    if spoken is None:
        return None
    hour = _NUMBERS.get(spoken["at"] or spoken["past"] or spoken["clock"] or spoken["hour"], 12)
    is_morning = re.match(r".{0,15}\b(?:du matin|in the morning|a\.?m)\b", low[spoken.end() : spoken.end() + 30])
    is_half = bool(spoken["half"] or spoken["half_fr"])
    if hour < _EARLY and not is_morning and not spoken["hour"]:
        hour += 12
    return time(hour, 30 if is_half else 0)


def _time(low: str, start: int, end: int, day: date | None = None) -> time | None:
    spoken = _word_time(low, start, end)
    if spoken is not None:
        return spoken
    for found in _TIME.finditer(low, start, end):
        if found[6] and day is not None and found[0].strip() == str(day.year):
            continue
        if found[1] and not found[2] and "h" not in found[0] and not found[3]:
            continue
        clock = _clock(found)
        if clock is not None:
            return clock
    return None


def begun_at(low: str) -> time | None:
    """The time at which this meeting began, as a title or the first lines say it: "18h30", "7 pm", "12.45", "0900Z"."""
    for found in _OWN_TIME.finditer(low[:300]):
        if found[1] and not found[2] and "h" not in found[0] and not found[3]:
            continue
        clock = _clock(found)
        if clock is not None:
            return clock
    return None


def _clock(found: re.Match[str]) -> time | None:
    """The time that these figures say; a small hour with neither « h » nor half of the day nor four figures is after noon.

    None for figures that no clock shows.
    """
    at = found[8] if found.re.groups > _GROUPS else None
    hour, minute = int(found[1] or found[4] or found[6] or at or 0), int(found[2] or found[7] or 0)
    half = found[3] or found[5] or ""
    if hour > 23 or minute > 59:
        return None
    if (half == "p" and hour < 12) or (not half and hour < _EARLY and "h" not in found[0] and not found[6]):
        hour += 12
    return time(hour, minute)
