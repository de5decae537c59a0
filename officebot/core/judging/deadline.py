"""Reads until when something is wanted, from the dates and times that stand in near words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from officebot.core.judging.evidence import Folded, Hit
from officebot.core.worktime import WorkingTime

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier january jan", "fevrier february feb fev", "mars march mar", "avril april apr avr", "mai may",
            "juin june jun", "juillet july jul juil", "aout august aug", "septembre september sept sep",
            "octobre october oct", "novembre november nov", "decembre december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
# It begins with a digit, so that the search skips to digits.
_NUMBERS = re.compile(
    rf"(?P<n>\d\d?)(?:(?:er|st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})\b(?: (?P<year>20\d\d))?"
    r"|/(?P<m>[01]?\d)(?:/(?P<y>20\d\d))?\b"
    r"|(?: ?h| heures?)(?: ?(?P<min>[0-5]\d))?\b"
    r"|[:.](?P<min2>[0-5]\d)(?: ?(?P<half>[ap])\.?m)?\b"
    r"| ?(?P<half2>[ap])\.?m\b)"
)
# « sous 48 h », "within ten working days": counted from the mail.
_LENGTH = re.compile(
    r" (\d\d?|une?|deux|trois|quatre|cinq|six|huit|dix|quinze|one|two|three|four|five|seven|ten|fifteen)"
    r" ?(h|heures?|hours?|hrs?|(?:working |business )?days?|jours?(?: ouvres| ouvrables)?|semaines?|weeks?)\b"
)
_COUNTING = frozenset({"sous", "delai de", "dans un delai de", "within", "within the next", "dans les"})
#: Words that are a deadline by themselves, without a "before".
_CUES_THEMSELVES = frozenset({"dans la journee", "end of day", "end of the day", "close of business", "cob", "eod"})
_COUNTS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "huit": 8, "dix": 10, "quinze": 15,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "ten": 10, "fifteen": 15,
}  # fmt: skip
# "by 6." and "by the 3rd": an hour of the day, a day of the month.
_BARE = re.compile(
    r" (?:(\d\d?)(?:st|nd|rd|th)\b|(1[0-2]|[1-9])(?= ?(?:[,.;!?)]|$| (?:today|tonight|this|so|sharp|pile)\b)))"
)
_DIGIT = re.compile(r"\d")
_DAY_AFTER = re.compile(r" (\d\d?)(?:st|nd|rd|th)?\b(?![:h])")
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("lundi monday", "mardi tuesday", "mercredi wednesday", "jeudi thursday", "vendredi friday",
         "samedi saturday", "dimanche sunday")
    )
    for name in names.split()
}  # fmt: skip
#: Words → (days from the mail's, hour of the day or None).
_NEAR: dict[str, tuple[int, time | None]] = {
    words: (days, hour)
    for days, hour, group in (
        (0, None, "aujourd hui;today"),
        (0, time(12), "ce matin;ce midi;midi;this morning;noon;midday;lunchtime"),
        (0, time(18), "cet apres midi;ce soir;dans la journee;fin de journee;this afternoon;tonight;this evening;"
                      "end of day;end of the day;close of business;cob;eod;close of play"),
        (1, None, "demain;tomorrow"),
        (1, time(9), "demain matin;tomorrow morning"),
        (1, time(12), "demain midi;tomorrow noon"),
        (1, time(18), "demain soir;tomorrow evening"),
        (2, None, "apres demain"),
    )
    for words in group.split(";")
}  # fmt: skip
_CLOSING = time(18)
#: How far before a date its "before" may stand, and how far the parts of one date may lie apart.
_CUE_GAP, _PART_GAP = 14, 8
#: How far a date reaches, and how many "before" are looked at.
_LONGEST_DATE, _MOST_CUES = 60, 40


@dataclass(frozen=True, slots=True)
class When:
    """A day, a time of day, or both, and where they stand in the text."""

    start: int
    end: int
    day: date | None = None
    hour: time | None = None
    is_word: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is wanted, at the latest; `has_time` tells a time of day from the end of the office's day."""

    at: datetime
    has_time: bool
    start: int
    end: int


def deadline_in(text: Folded, hits: Sequence[Hit], sent: datetime, working: WorkingTime) -> Deadline | None:
    """The earliest deadline after `sent` (aware) that the text names; dates without "before" are none."""
    cues = [hit for hit in hits if hit.sign == "cue" or hit.phrase in _CUES_THEMSELVES]
    if not cues:
        return None
    local = working.local(sent)
    words = [hit for hit in hits if hit.sign in ("when", "month")]
    wanted = [
        one for cue in cues[:_MOST_CUES] if (one := _after(cue, text, words, local, working)) and one.at >= local
    ]
    return min(wanted, key=lambda one: one.at, default=None)


def _after(hit: Hit, text: Folded, words: Sequence[Hit], local: datetime, working: WorkingTime) -> Deadline | None:
    """The deadline that the date after a "before" means."""
    if hit.phrase in _COUNTING:
        length = _LENGTH.match(text.folded, hit.end)
        return _counted(length, local, working) if length is not None else None
    cue = hit.start if hit.phrase in _CUES_THEMSELVES else hit.end
    near = [one for one in words if cue <= one.start < cue + _LONGEST_DATE]
    if not near and not _DIGIT.search(text.folded, cue, cue + _CUE_GAP):
        return None
    found = [*_in_words(text.folded, near, local), *_in_numbers(text.folded, cue, local)]
    found.sort(key=lambda one: one.start)
    joined = _joined(found)
    if joined and joined[0].start - cue <= _CUE_GAP:
        return _deadline(joined[0], local)
    bare = _BARE.match(text.folded, cue)
    when = _bare(bare, local.date()) if bare is not None else None
    return _deadline(when, local) if when is not None else None


def _counted(found: re.Match[str], local: datetime, working: WorkingTime) -> Deadline:
    count = _COUNTS.get(found[1]) or int(found[1])
    unit = found[2]
    if unit.startswith("h"):
        at = local + timedelta(hours=count)
        return Deadline(at, count < 24, found.start(), found.end())
    if "ouvr" in unit or unit.startswith(("working", "business")):
        day = working.add_working_days(local.date(), count)
    else:
        day = local.date() + timedelta(days=count * (7 if unit.startswith(("s", "w")) else 1))
    return _deadline(When(found.start(), found.end(), day), local)


def _bare(found: re.Match[str], today: date) -> When | None:
    if found[1]:
        day = _day(int(found[1]), today.month, None, today)
        if day is not None and day < today:
            following = (today.replace(day=1) + timedelta(days=31)).replace(day=1)
            day = _day(int(found[1]), following.month, str(following.year), today)
        return When(found.start(), found.end(), day) if day is not None else None
    # Offices do not close at five in the morning.
    hour = int(found[2])
    return When(found.start(), found.end(), hour=time(hour + 12 if hour < 8 else hour))


def _in_words(folded: str, hits: Sequence[Hit], local: datetime) -> Iterable[When]:
    for hit in hits:
        if hit.sign == "month":
            after = _DAY_AFTER.match(folded, hit.end)
            day = _day(int(after[1]), _MONTHS[hit.phrase], None, local.date()) if after else None
            if after is not None and day is not None:
                yield When(hit.start, after.end(), day)
        if hit.sign != "when":
            continue
        near = _NEAR.get(hit.phrase)
        if near is not None:
            is_hour_alone = hit.phrase in ("midi", "noon", "midday", "lunchtime")
            day = None if is_hour_alone else local.date() + timedelta(days=near[0])
            yield When(hit.start, hit.end, day, near[1], is_word=True)
        elif hit.phrase in _WEEKDAYS:
            yield _weekday(folded, hit, local.date())
        else:
            yield When(hit.start, hit.end, _end_of(hit.phrase, local.date()), is_word=True)


def _weekday(folded: str, hit: Hit, today: date) -> When:
    """The next such day, or the one whose number follows: « mercredi 9 »."""
    number = _WEEKDAYS[hit.phrase]
    ahead = (number - today.weekday()) % 7 or 7
    after = _DAY_AFTER.match(folded, hit.end)
    for weeks in range(5) if after else ():
        day = today + timedelta(days=ahead + 7 * weeks)
        if after is not None and day.day == int(after[1]):
            return When(hit.start, after.end(), day, is_word=True)
    if folded.startswith(" week", hit.end):
        ahead += 7
    return When(hit.start, hit.end, today + timedelta(days=ahead), is_word=True)


def _end_of(phrase: str, today: date) -> date:
    if "mois" in phrase or "month" in phrase:
        return (today.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    return friday + timedelta(days=7 if "next" in phrase or "prochaine" in phrase else 0)


def _in_numbers(folded: str, start: int, local: datetime) -> Iterable[When]:
    for found in _NUMBERS.finditer(folded, start, start + _LONGEST_DATE):
        if folded[found.start() - 1 : found.start()].isalnum():
            continue
        number = int(found["n"])
        if found["month"] or found["m"]:
            month = _MONTHS[found["month"]] if found["month"] else int(found["m"])
            day = _day(number, month, found["year"] or found["y"], local.date())
            if day is not None:
                yield When(found.start(), found.end(), day)
        else:
            hour = _hour(number, int(found["min"] or found["min2"] or 0), found["half"] or found["half2"])
            if hour is not None:
                yield When(found.start(), found.end(), hour=hour)


def _day(number: int, month: int, year: str | None, today: date) -> date | None:
    try:
        day = date(int(year) if year else today.year, month, number)
        # Written without a year, a day long past means the next one.
        return day if year or (today - day).days < 60 else day.replace(year=today.year + 1)
    except ValueError:
        return None


def _hour(hour: int, minute: int, half: str | None) -> time | None:
    if half == "p" and hour < 12:
        hour += 12
    return time(hour, minute) if hour < 24 else None


def _joined(found: Sequence[When]) -> list[When]:
    """Days and times that stand side by side become one: « vendredi 4, midi », "5 pm on Friday"."""
    kept: list[When] = []
    for one in found:
        last = kept[-1] if kept else None
        if last is None or one.start - last.end > _PART_GAP:
            kept.append(one)
        elif one.start < last.end:
            kept[-1] = replace(last, end=max(last.end, one.end))
        elif last.day is None or one.day is None or last.is_word:
            day = one.day if one.day is not None else last.day
            kept[-1] = replace(last, end=one.end, day=day, hour=one.hour or last.hour)
        else:
            kept.append(one)
    return kept


def _deadline(when: When, local: datetime) -> Deadline:
    day = when.day if when.day is not None else local.date()
    hour = when.hour if when.hour is not None else _CLOSING
    at = datetime.combine(day, hour, tzinfo=local.tzinfo)
    if when.day is None and at < local and hour < time(9):
        # "before 5" in the afternoon's mail is not 5 in the morning.
        at = at + timedelta(hours=12)
    return Deadline(at, when.hour is not None, when.start, when.end)
