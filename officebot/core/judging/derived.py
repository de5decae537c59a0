"""Dates that are told by others: « la veille », "an hour before", "machine off at four" on the day named before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from officebot.core.dates import Match
from officebot.core.dates.office import closing
from officebot.core.expressions import expression
from officebot.core.worktime import WorkingTime

#: So far before it the date stands that is meant, or so far behind it: « la veille de sa visite, prévue vendredi ».
_REACH, _CLOSE = 260, 60
#: A time belongs to a day that was told so far before it.
_SAME_DAY = 170
_MOST = 8
_NUMBERS = {
    name: number
    for number, names in enumerate(
        ("one a un une", "two deux", "three trois", "four quatre", "five cinq", "six", "seven sept", "eight huit", "nine neuf",
         "ten dix", "eleven onze", "twelve douze", "thirteen treize", "fourteen quatorze", "fifteen quinze"), 1
    )
    for name in names.split()
}  # fmt: skip
_DAYS = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
    "lundi": 0, "mardi": 1, "mercredi": 2, "jeudi": 3, "vendredi": 4, "samedi": 5, "dimanche": 6,
}  # fmt: skip
_COUNT = rf"(?:[1-9]\d?|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_WEEKDAY = "|".join(_DAYS)
_BACK = expression(
    r"\b(?:(?P<eve>the (?:day|evening|night) (?:before|prior)|the previous (?:day|evening)|la veille|"
    r"le jour (?:d'avant|precedent)|the eve)\b(?! (?:d'hier|i |we ))|"
    r"(?P<two>l'avant-veille|avant-veille)\b|"
    rf"(?:the preceding|the previous|le) (?P<weekday>{_WEEKDAY})(?P<behind> (?:precedent|d'avant|before))?\b|"
    rf"(?P<days>{_COUNT}) (?P<kind>working |business |clear |full )?(?P<unit>days?|jours?|weeks?|semaines?)"
    r"(?P<sort> ouvres?| francs?| pleins?)?(?: au moins| at least| au plus tard)? (?:avant|before|earlier|prior|beforehand|"
    r"ahead|plus tot)\b|"
    r"(?P<whole>24|48|72|96) ?(?:hours?|hrs?|h|heures?)(?: au moins| at least)? (?:avant|before|prior|beforehand|ahead)\b|"
    r"(?P<hours>an hour|one hour|two hours|half an hour|a quarter of an hour|une heure|deux heures|une demi-heure|"
    r"un quart d'heure|"
    r"\d{1,2} (?:minutes|min|mn)|"
    r"in the hour) (?:avant|before|earlier|prior|beforehand|plus tot|auparavant)\b)"
)
#: One of these stands in all of them: most mails have none.
_HINTS = (
    "before",
    "prior",
    "previous",
    "preceding",
    "earlier",
    "veille",
    "avant",
    "precedent",
    "plus tot",
    "the eve",
    "auparavant",
    "ahead",
)
_EVENING = expression(r" (?:au soir|evening|soir|night)\b")
_SHORT = {"an hour": 60, "one hour": 60, "two hours": 120, "half an hour": 30, "une heure": 60, "deux heures": 120,
          "une demi-heure": 30, "in the hour": 60, "a quarter of an hour": 15, "un quart d'heure": 15}  # fmt: skip


def derived(
    matches: Sequence[Match], folded: str, local: datetime, working: WorkingTime | None = None
) -> list[Match]:
    """The further dates that the text tells by those that it names, in the order of the text.

    Their role is "back" where they lie before another date, "at" where a time is that of a day named before it, "from"
    where something begins or stops with them. With `working`, working days are the office's.
    """
    if not matches:
        return []
    found = [
        *_looking_back(matches, folded, local, working),
        *_at_times(matches, local),
        *_beginnings(matches, local),
    ]
    return sorted(found[: 2 * _MOST], key=lambda one: one.start)


#: Before somebody goes home: the end of the office's day.
_HOME = expression(
    r"\bbefore (?:i|we|he|she|they|everyone|everybody) (?:(?:goe?s?|heads?) home|leaves? the office|(?:log|knock|clock)s? off)"
    r"(?: today| tonight)?\b(?! for )|"
    r"\bavant (?:que |qu')(?:je|tu|il|elle|on|nous|vous|ils|elles) (?:ne )?(?:part\w{1,5}|rentr\w{1,5}|quitt\w{1,5} le bureau)"
    r"(?: ce soir)\b"
)


def before_home(folded: str, local: datetime, working: WorkingTime) -> list[Match]:
    """The end of the office's day, where the text names it by people who go home: "before she goes home today"."""
    if "before " not in folded and "avant qu" not in folded:
        return []
    at = datetime.combine(local.date(), closing(local.date(), working), tzinfo=local.tzinfo)
    return [
        Match(told[0], told.start(), told.end(), "datetime", role="deadline", latest=at, has_time=True, is_zoned=True)
        for told in _HOME.finditer(folded)
        if at > local
    ]


_BARE = expression(
    r"(?:the |this |l'|cette |l')?(?:year|annee)|(?:19|20)\d\d|"
    r"(?:en |in |de |of )?(?:jan|fev|feb|mar|avr|apr|mai|may|jui|jun|jul|aou|aug|sep|oct|nov|dec)[a-z]*(?: 20\d\d)?"
)
_LEAD = expression(
    r"(?: (?:ouvres?|francs?|pleins?))?(?: (?:au moins|at least|au plus tard|or more))? (?:avant|before|prior to|ahead of)\b"
)


def is_name_or_lead(match: Match, folded: str) -> bool:
    """Whether it only names a month or year, or says how long before another date: no candidate by itself."""
    if match.type == "daterange" and match.role != "deadline":
        return _BARE.fullmatch(folded, match.start, match.end) is not None
    is_length = match.type == "duration" or (
        match.type in ("datetimerange", "datetime") and _COUNTED.match(folded, match.start)
    )
    return bool(is_length) and _LEAD.match(folded, match.end) is not None


_COUNTED = expression(r"(?:in|within|dans|sous) \d")


# ── before another date ───────────────────────────────────────────────────────────────────────────────────


def _looking_back(
    matches: Sequence[Match], folded: str, local: datetime, working: WorkingTime | None
) -> Iterator[Match]:
    if not any(word in folded for word in _HINTS):
        return
    for number, told in enumerate(_BACK.finditer(folded)):
        if number >= _MOST:
            return
        anchor = _anchor(matches, told.start(), told.end(), local)
        due = _before(anchor, told, folded, working) if anchor is not None else None
        if anchor is not None and due is not None:
            yield replace(
                anchor, text=told[0], start=told.start(), end=told.end(), role="back", latest=due,
                has_time=isinstance(due, datetime), type="datetime" if isinstance(due, datetime) else "date",
            )  # fmt: skip


def _anchor(matches: Sequence[Match], start: int, end: int, local: datetime) -> Match | None:
    """The date ahead that is meant: the nearest before the words, else the first right behind them."""
    ahead = [one for one in matches if _is_ahead(one, local) and not (start <= one.start < end)]
    before = [one for one in ahead if start - _REACH <= one.start and one.end <= start]
    behind = [one for one in ahead if end <= one.start <= end + _CLOSE]
    return before[-1] if before else behind[0] if behind else None


def _before(anchor: Match, told: re.Match[str], folded: str, working: WorkingTime | None) -> date | datetime | None:
    due = anchor.latest
    if due is None:
        return None
    day = due.date() if isinstance(due, datetime) else due
    if anchor.type == "daterange" and len(anchor.from_) == len("2026-11-27") and not anchor.from_ > day.isoformat():
        day = date.fromisoformat(anchor.from_)  # Before it begins.
    if told["hours"]:
        minutes = _SHORT.get(told["hours"]) or int(told["hours"].split()[0])
        return due - timedelta(minutes=minutes) if isinstance(due, datetime) and anchor.has_time else None
    if told["weekday"]:
        if not (told["behind"] or told[0].startswith("the p")):
            return None
        back = (day.weekday() - _DAYS[told["weekday"]]) % 7 or 7
        return day - timedelta(days=back)
    if told["days"]:
        count = _NUMBERS.get(told["days"]) or int(told["days"])
        if told["unit"][0] in "ws":
            return day - timedelta(weeks=count)
        is_working = "ouvre" in (told["sort"] or "") or (told["kind"] or "").strip() in ("working", "business")
        if is_working and working is not None:
            return working.add_working_days(day, -count)
        return day - timedelta(days=count)
    if told["whole"]:
        length = timedelta(hours=int(told["whole"]))
        return due - length if isinstance(due, datetime) and anchor.has_time else day - length
    if told["two"]:
        return day - timedelta(days=2)
    eve = day - timedelta(days=1)
    if _EVENING.match(folded, told.end()) or "evening" in told[0] or "night" in told[0]:
        return datetime.combine(eve, time(18), tzinfo=due.tzinfo if isinstance(due, datetime) else None)
    return eve


# ── a time on a day named before ──────────────────────────────────────────────────────────────────────────


def _at_times(matches: Sequence[Match], local: datetime) -> Iterator[Match]:
    """The times that stand alone behind a day, as times of that day."""
    day: Match | None = None
    count = 0
    for one in sorted(matches, key=lambda match: match.start):
        if one.type == "date" or (one.type == "datetime" and one.has_time):
            day = one if _is_ahead(one, local) else day
        elif day is not None and one.type == "time" and one.start - day.end <= _SAME_DAY and count < _MOST:
            told = one.latest
            when = day.latest.date() if isinstance(day.latest, datetime) else day.latest
            if isinstance(told, datetime) and when is not None:
                count += 1
                at = datetime.combine(when, told.timetz())
                yield replace(one, latest=at, role="at", type="datetime", has_time=True)


# ── where something begins ────────────────────────────────────────────────────────────────────────────────


def _beginnings(matches: Sequence[Match], local: datetime) -> Iterator[Match]:
    """Days and times from which something holds, as candidates: « suspendu à compter du 20 », "maintenance from 5 pm"."""
    for one in matches:
        if one.latest is not None or not one.from_ or one.to:
            continue
        begin = _begin(one, local)
        if begin is not None:
            has_time = isinstance(begin, datetime)
            yield replace(one, latest=begin, has_time=has_time, role="from", type="datetime" if has_time else "date")


def _begin(one: Match, local: datetime) -> date | datetime | None:
    if one.type == "daterange":
        return date.fromisoformat(one.from_) if len(one.from_) == len("2026-11-27") else None
    if one.type == "timerange":
        return datetime.combine(local.date(), time.fromisoformat(one.from_), tzinfo=local.tzinfo)
    at = datetime.fromisoformat(one.from_)
    return at if at.tzinfo is not None else at.replace(tzinfo=local.tzinfo)


def _is_ahead(match: Match, local: datetime) -> bool:
    due = match.latest
    if due is None or match.type in ("set", "duration", "time", "timerange"):
        return False
    day = due.date() if isinstance(due, datetime) else due
    return local.date() <= day <= local.date() + timedelta(days=150)
