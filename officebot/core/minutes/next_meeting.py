"""When one meets again, as notes say it: "next: Tues 7 April, 2pm green room". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from officebot.core.dates import find_dates
from officebot.core.minutes.marks import folded
from officebot.core.minutes.outline import Section

_WHAT = (
    r"(?:reunion|reu|point|bureau|conseil|comite|copil|cotech|codir|cs|ca|ag|cse|cvc|seance|rdv|rendez-vous|"
    r"assemblee|session|fois|hebdo|brief|conseil peda|date|rencontre|atelier|coproj|cr|visio|call)"
)
_CUE = re.compile(
    rf"\b(?:(?:la |le |date (?:de la |du )?)?prochaine?s? (?:{_WHAT}\b(?: [a-z]{{3,15}})?|rdv)|"
    rf"prochaine?(?= ?:)|on se (?:revoit|retrouve|voit)|rdv le|"
    r"(?:the )?next (?:[a-z']{2,12} ){0,2}(?:meeting|mtg|meet|call|review|session|committee|board|standup|"
    r"catch-up|one|huddle|weekly|get-together|date)\b|"
    r"next(?= ?:)|date of (?:the )?next(?: meeting| mtg)?|nxt (?:mtg|meeting)|we meet again|meeting again|"
    r"reconvene|dnm|donm)\b"
)
#: The next meeting is spoken of, not fixed: "to bring figures to next meeting", « arbitrage au prochain bureau ».
_BEFORE = re.compile(
    r"\b(?:au|a|du|de|d'ici|avant|before|to|at|by|for|until|pour|lors|the agenda of|ordre du jour|from|in|"
    r"la)\s{1,2}(?:le |la |the |our )?$"
)
_TIME = re.compile(
    r"\b(\d{1,2}) ?(?:h|:|\.) ?([0-5]\d)?(?![\d/])(?: ?([ap])\.?m)?|\b(\d{1,2}) ?([ap])\.?m\b|\b([01]\d|"
    r"2[0-3])([0-5]\d)\b(?! ?[€£])"
)
_SAME = re.compile(r"\b(?:meme heure|same time|a la meme heure|meme lieu|meme endroit|usual time|heure habituelle)\b")
_OWN_TIME = re.compile(
    r"(?<![\d/.])(\d{1,2}) ?(?:h|[:.](?=\d)) ?([0-5]\d)?\b(?![/.]\d)(?: ?([ap])m)?|\b(\d{1,2}) ?([ap])m\b"
)
_WORD_TIME = re.compile(r"\bat (one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon)\b")
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
}
_PLACE = re.compile(
    r"(?:,\s{0,2}|\s)((?:en |a la |à la |a |à |au |in |at |chez |salle |room |on )[^,.;()\d]{3,50}|"
    r"[^,.;()\d]{3,40} (?:room|hall|office))\W{0,3}$",
    re.IGNORECASE,
)
_LONGEST = 200
#: Meetings before eight are in the evening where no half of the day is told.
_EARLY = 8


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


def is_following(low: str, start: int, end: int) -> re.Match[str] | None:
    """The words that speak of the next meeting, where a sentence is about it and does not only point at it."""
    found = _CUE.search(low, start, min(end, start + _LONGEST))
    if found is None or _BEFORE.search(low, max(start, found.start() - 20), found.start()):
        return None
    return found if found.start() - start < 40 else None


def following_of(
    file: str, text: str, all_sections: Sequence[Section], when: date | None, language: str, title: str = ""
) -> Iterator[NextDay]:
    """Every sentence about the next meeting, in order; "same time" is that of the title, else of the first lines."""
    low = folded(text)
    begun = begun_at(folded(title)) or begun_at(low)
    for section in all_sections:
        heading = folded(section.heading)
        is_topic = _CUE.match(heading) is not None and bool(section.lines)
        for place, line in enumerate(section.lines):
            for start, end in _sentences(low, line.start, line.end):
                found = is_following(low, start, end)
                if found is not None or (is_topic and place == 0):
                    yield _read(file, text, low, (found.start() if found else start, end), when, language, begun)


def _sentences(low: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The line itself, or where it is long the places where the next meeting may be spoken of."""
    if end - start <= _LONGEST:
        yield start, end
        return
    for found in _CUE.finditer(low, start, end):
        if not _BEFORE.search(low, max(start, found.start() - 20), found.start()):
            yield found.start(), min(end, found.start() + _LONGEST)


def _read(
    file: str, text: str, low: str, span: tuple[int, int], when: date | None, language: str, begun: time | None
) -> NextDay:
    start, end = span
    words = text[start:end]
    day, told, last = None, None, 0
    if when is not None:
        at = datetime.combine(when, time(9), tzinfo=UTC)
        for one in find_dates(words, at, language):
            latest = one.latest
            value = one.value[:10] if one.type in ("date", "datetime") and one.value else ""
            found = (
                date.fromisoformat(value)
                if len(value) == 10
                else (latest.date() if isinstance(latest, datetime) else latest)
            )
            if found is None or found <= when or one.type in ("daterange", "set", "time", "timerange", "duration"):
                continue
            day, last = found, one.end
            if one.type == "datetime":
                told = time.fromisoformat(one.value[11:16])
            end_of_day = start + one.end
            told = told or _time(low, end_of_day, end)
            break
    if day is not None and (told is None or told.hour < 7):
        told = _time(low, start, end) or told
    if day is not None and told is None and _SAME.search(low, start, end):
        told = begun
    place = _PLACE.search(words[last:])
    return NextDay(
        file=file,
        text=words.strip(),
        start=start,
        end=end,
        day=day,
        time=told,
        place=place[1].strip() if place else "",
    )


def _time(low: str, start: int, end: int) -> time | None:
    spoken = _WORD_TIME.search(low, start, end)
    if spoken is not None:
        hour = _NUMBERS.get(spoken[1], 12)
        return time(hour + 12 if hour < _EARLY else hour)
    for found in _TIME.finditer(low, start, end):
        hour, minute = int(found[1] or found[4] or found[6]), int(found[2] or found[7] or 0)
        half = found[3] or found[5] or ""
        if found[1] and "." in found[0] and not found[2]:
            continue
        if hour > 23 or minute > 59:
            continue
        if (half == "p" and hour < 12) or (not half and hour < _EARLY and "h" not in found[0]):
            hour += 12
        return time(hour, minute)
    return None


def begun_at(low: str) -> time | None:
    """The time at which this meeting began, as a title or the first lines say it: "18h30", "7 pm", "12.45"."""
    for found in _OWN_TIME.finditer(low[:300]):
        hour, minute, half = int(found[1] or found[4]), int(found[2] or 0), found[3] or found[5] or ""
        if hour > 23 or ("h" not in found[0] and not half and not found[2]):
            continue
        if (half == "p" and hour < 12) or (not half and hour < _EARLY and "h" not in found[0]):
            hour += 12
        return time(hour, minute)
    return None
