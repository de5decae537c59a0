"""By when something noted is to be done: days reckoned from the day of the meeting, and from the next meeting. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from officebot.core.dates import Match, find_dates
from officebot.core.dates.calendar import shifted
from officebot.core.expressions import expression
from officebot.core.minutes.notes.due_words import changes
from officebot.core.minutes.notes.marks import folded
from officebot.core.minutes.notes.names import DAYS_OF_WEEK
from officebot.core.minutes.notes.occasions import begin_of, may_be_wanted, occasions, points_back, wanted

#: How hurried people shorten words of time, and the words in full.
_SHORT = {
    "en": {
        "tomoz": "tomorrow", "tomo": "tomorrow", "tmw": "tomorrow", "2moro": "tomorrow", "2morrow": "tomorrow",
        "tmro": "tomorrow", "tmrw": "tomorrow", "b4": "before", "bef": "before", "nxt": "next", "wkend": "weekend",
        "w/end": "weekend", "w/e": "weekend", "thurs": "Thursday", "tonite": "tonight", "2day": "today", "wks": "weeks",
        "mths": "months", "mth": "month", "2nite": "tonight", "cop": "close of play", "mar": "March",
    },
    "fr": {
        "avt": "avant", "ap-demain": "après-demain", "dem": "demain", "ds": "dans", "sem": "semaine", "proch": "prochain",
        "aujd": "aujourd'hui", "ajd": "aujourd'hui", "auj": "aujourd'hui", "lun": "lundi", "pr": "pour", "vdi": "vendredi",
        "vendr": "vendredi", "qz": "quinzaine", "jrs": "jours", "wk-end": "week-end", "we": "week-end", "dès": "d'ici",
    },
}  # fmt: skip
_TOKEN = expression(r"[\w/-]{2,12}")
_MEETING = (
    r"(?:reunion|point|bureau|conseil|comite|copil|cotech|codir|coproj|cs|ca|ag|cse|seance|rdv|"
    r"rendez-vous|assemblee|session|fois|hebdo|bureau)"
)
_BEFORE_NEXT = expression(
    rf"\b(?:(?:avant|d'ici|pour|lors d[eu]|a|au|par)\s(?:la |le |l'|notre )?)?proch(?:aine?|\.)\s{_MEETING}\b|"
    r"\b(?:(?:before|by|for|at|to|until|ahead of|in time for|pre)\s)?(?:(?:the|"
    r"our)\s)?next\s(?:[a-z]{2,12}\s)?(?:meeting|mtg|meet|time|session|"
    r"call|review|committee|board|standup|stand-up|catch-up|weekly|copil|huddle)\b"
)
_THE_DAY = expression(
    r"\b(?:le jour j|le jour meme|on the day|jour j|for (?:that|the day|it)(?=[.!]?$)|pour (?:ca|cela|l'occasion)(?=[.!]?$))\b"
)
#: "The meeting of 24 March", « la réunion du 24 »: a day that only names something.
_NAMING = expression(
    r"\b(?:du|de|d'|of|le compte[- ]rendu du|since|depuis|after|apres|until|jusqu'au|jusqu'a)\s{0,2}(?:le |la |the )?$"
)
#: « pour le conseil du 3 novembre », "before the board of 3 December": the day of what it is wanted for.
_EVENT = expression(
    r"\b(?:pour|avant|d'ici|before|for|by|ahead of|in time for) (?:le |la |les |l'|notre |the |our |an? )?"
    r"(?:[a-z'-]{2,20} ){1,3}(?:du|de|of) (?:le |la |the )?$"
)
#: « 2 j avant », "three days before the trial": so long before a day that is named beside it.
_EARLIER = expression(
    r"\b(?:(\d{1,2}|an?|une?|deux|trois|quatre|cinq|one|two|three|four|five|the|la) ?"
    r"(working |business )?(j|jours?|days?|d|semaines?|sem|weeks?|wks?|fortnight|quinzaine|veille|mois|"
    r"months?))\.?( ouvr[a-z]{1,5})? ?"
    r"(?:avant|before|b4|prior|ahead|(?<=veille))\b"
)
_NUMBERS = {"a": 1, "an": 1, "un": 1, "une": 1, "one": 1, "the": 1, "la": 1, "deux": 2, "two": 2, "trois": 3, "three": 3,
    "quatre": 4,
        "four": 4, "cinq": 5, "five": 5}  # fmt: skip
_AFTERWARDS = expression(r"^\s{0,2}(?:apres|plus tard|after|later|afterwards)\b")
_BARE_WEEKDAY = expression(
    rf"(?:by |before |for |on |pour |avant |d'ici )?(?:{DAYS_OF_WEEK}|mon|tues?|wed|weds|thurs?|fri|sat|sun)\.?$"
)
_SOON = expression(r"\b(?:asap|a\.s\.a\.p|au plus vite|des que possible|rapidement|soon)\b")
_FOR_THE = expression(r"\b[Ff]or the (?=\d{1,2}(?:st|nd|rd|th)\b)")
#: "January minutes": a month that only says which; none where a little word puts something into it.
_MODIFIES = expression(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december)(?:'s)? [a-z]{3,}"
)
_PLACED = expression(
    r"\b(?:in|by|for|before|end|until|of|early|late|mid|this|next|till|from|during|on|"
    r"\d{1,2}(?:st|nd|rd|th)?)[ -]$"
)
#: « les 2 candidats »: so many, no day.
_COUNTED = expression(r"\bles $")
_COUNTED_BEHIND = expression(r"\s(?!et\b|ou\b|au\b|a\b|mois\b)[a-z]")
#: A day and a month without a year: what lies so far ahead was meant of the year that is passing.
_NO_YEAR = expression(r"\D{0,24}\d{1,2}(?:er|st|nd|rd|th)?(?:[/.-]\d{1,2}|(?: of)? [a-z]{3,9}\.?)\W{0,2}$")
_OVER = timedelta(days=250)
_WEEK = timedelta(days=7)
_MORNING = time(9)
_FURTHEST = timedelta(days=800)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDay:
    """A day by which something is wanted: where its words stand, and whether they call it a deadline."""

    day: date
    start: int
    end: int
    is_deadline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """What days of notes are reckoned from: the meeting's, the next meeting's, the day of what is being prepared."""

    when: date | None
    language: str = "fr"
    following: date | None = None
    #: Whether dates in figures begin with the month.
    month_first: bool = False
    #: What was found before: the same words are asked for more than once.
    memo: dict[tuple[int, int, date | None], list[DueDay]] = field(default_factory=dict, compare=False)
    #: The days of what the text speaks of, once they were looked for.
    known: dict[str, dict[str, date]] = field(default_factory=dict, compare=False)

    def found(self, text: str, start: int, end: int, event: date | None = None) -> list[DueDay]:
        """The days of a part of the text by which something may be wanted, from left to right; none that is over.

        One object is for one text.
        """
        key = (start, end, event)
        if key not in self.memo:
            self.memo[key] = self._found(text, start, end, event)
        return list(self.memo[key])

    def _found(self, text: str, start: int, end: int, event: date | None) -> list[DueDay]:
        if self.when is None or not any(letter.isalpha() or letter.isdigit() for letter in text[start:end]):
            return []
        spelled, places, ends = _spelled(text[start:end], self.language, month_first=self.month_first)
        # « samedi 21 : tout le monde » is no time of day.
        spelled = spelled.replace(" : ", " ; ")
        spelled = _FOR_THE.sub(" by the ", spelled)
        low = folded(spelled)
        at = datetime.combine(self.when, _MORNING, tzinfo=UTC)
        days: list[DueDay] = []
        for one in find_dates(spelled, at, self.language):
            day = self._day(one, low, days)
            if day is not None:
                made = DueDay(
                    day=day,
                    start=start + places[one.start],
                    end=start + ends[one.end - 1],
                    is_deadline=one.role == "deadline",
                )
                days.append(made)
        for found, day in ((_BEFORE_NEXT.search(low), self.following), (_THE_DAY.search(low), event)):
            if found is not None and day is not None:
                days = [
                    one
                    for one in days
                    if one.end <= start + places[found.start()] or one.start >= start + places[found.end()]
                ]
                days.append(
                    DueDay(
                        day=day,
                        start=start + places[found.start()],
                        end=start + places[found.end()],
                        is_deadline=True,
                    )
                )
        if not days:
            days = list(self._meant(text, start, low, places))
        if not days and _EARLIER.search(low):
            # « Contrôle le 22, Ludo vide la travée la veille »: the day named before in the line counts first.
            named = self.found(text, text.rfind("\n", 0, start) + 1, start)
            event = named[-1].day if named else event
        return sorted(_earlier(days, low, start, places, event), key=lambda one: one.start)

    def _meant(self, text: str, start: int, low: str, places: list[int]) -> Iterator[DueDay]:
        """The day of what something is wanted for, where a part names no day itself: « avant l'AG », "by then"."""
        back = points_back(low)
        if back is not None:
            before = self.found(text, begin_of(text, start), start)
            if before:
                yield DueDay(
                    day=before[-1].day, start=start + places[back[0]], end=start + places[back[1]], is_deadline=True
                )
            return
        for one in wanted(low, self._occasions(text) if may_be_wanted(low) else {}):
            yield DueDay(day=one.day, start=start + places[one.start], end=start + places[one.end], is_deadline=True)

    def _occasions(self, text: str) -> dict[str, date]:
        if "" not in self.known:
            self.known[""] = {}  # While they are looked for, none is known.
            self.known[""] = occasions(
                text, lambda begin, end: [(one.day, one.start, one.end) for one in self.found(text, begin, end)]
            )
        return self.known[""]

    def _day(self, one: Match, low: str, earlier: list[DueDay]) -> date | None:
        if self.when is None or one.type in ("set", "time", "timerange") or _SOON.search(low, one.start, one.end):
            return None
        words = low[one.start : one.end]
        if one.type == "duration":
            return None
        is_count = words.isdigit() and _COUNTED.search(low[: one.start]) and _COUNTED_BEHIND.match(low, one.end)
        if is_count:
            return None
        if (
            self.language == "en"
            and one.role != "deadline"
            and _MODIFIES.match(low[one.start :])
            and not _PLACED.search(low[: one.start])
        ):
            return None
        latest = one.latest
        day = latest.date() if isinstance(latest, datetime) else latest
        if day is None and one.from_:
            day = date.fromisoformat(one.from_[:10])
        if day is None or not self.when <= day <= self.when + _FURTHEST:
            return None
        if day > self.when + _OVER and _NO_YEAR.match(words):
            return None
        if (
            one.type == "daterange"
            and one.role != "deadline"
            and re.search(r"\b(?:from|budget|year|annee|exercice)\s$", low[max(0, one.start - 9) : one.start])
        ):
            return None
        is_naming = one.role != "deadline" and _NAMING.search(low, max(0, one.start - 24), one.start) is not None
        if is_naming and not (
            any(letter.isdigit() for letter in words) and _EVENT.search(low, max(0, one.start - 50), one.start)
        ):
            return None
        if day == self.when and _BARE_WEEKDAY.match(words):
            return day + _WEEK
        if earlier and _AFTERWARDS.match(low[one.end : one.end + 14]):
            return earlier[-1].day + (day - self.when)
        return day


def _spelled(text: str, language: str, *, month_first: bool = False) -> tuple[str, list[int], list[int]]:
    """The text with shortened words of time in full, and for each of its letters where what it came from begins and ends."""
    table = _SHORT["en" if language == "en" else "fr"]
    wanted = list(changes(text, language, month_first=month_first))
    for found in _TOKEN.finditer(text):
        full = table.get(found[0].lower()) or _ordinal(text, found, language)
        if full is not None:
            is_dotted = text[found.end() : found.end() + 1] == "." and len(found[0]) < 6
            wanted.append((found.start(), found.end() + is_dotted, full))
    made: list[str] = []
    places: list[int] = []
    ends: list[int] = []
    place = 0
    for start, end, full in sorted(wanted, key=lambda one: (one[0], -one[1])):
        if start < place:
            continue
        made.append(text[place:start])
        places.extend(range(place, start))
        ends.extend(range(place + 1, start + 1))
        made.append(full)
        places.extend([start] * len(full))
        ends.extend([end] * len(full))
        place = end
    made.append(text[place:])
    places.extend(range(place, len(text) + 1))
    ends.extend(range(place + 1, len(text) + 2))
    return "".join(made), places, ends


def _earlier(days: list[DueDay], low: str, start: int, places: list[int], event: date | None) -> list[DueDay]:
    """The days, one that is so long before another put for it: « 2 jours avant le 12 », "the day before" an event."""
    found = _EARLIER.search(low)
    if found is None:
        return days
    first, last = start + places[found.start()], start + places[found.end()]
    if re.match(r",? ?(?:soit|i\.?e|c'est-a-dire|=|\(?le \d)", low[found.end() : found.end() + 16].lstrip()):
        return days
    if any(one.start <= first and last <= one.end for one in days):
        return days  # the dates have reckoned it already
    beside = [one for one in days if one.end > last] + [one for one in days if one.end <= first]
    base = beside[0].day if beside else event
    if base is None:
        return days
    count = _NUMBERS.get(found[1]) or (int(found[1]) if found[1].isdigit() else 1)
    unit = "bd" if found[2] or found[4] else {"s": "w", "w": "w", "m": "m", "f": "w", "q": "w"}.get(found[3][0], "d")
    count *= 2 if found[3][0] in "fq" else 1
    made = DueDay(day=shifted(base, -count, unit), start=first, end=last, is_deadline=True)
    return [*(one for one in days if one not in beside[:1]), made]


_ORDINAL = expression(r"\d{1,2}(?:st|nd|rd|th)$", re.IGNORECASE)
_CLASS = expression(r"\d{1,2}(?:e|è|eme|ème)$", re.IGNORECASE)
_FOR = expression(r"\b(?:for|by|on|before|until|due|b4|till)\s$", re.IGNORECASE)
_MONTH = expression(
    r"\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|month\b|year\b|next\b|this\b)", re.IGNORECASE
)
_MONTHED = expression(
    r"\s\d{1,2}(?:st|nd|rd|th)?\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE
)


def _ordinal(text: str, found: re.Match[str], language: str) -> str | None:
    """ "by 24th" as "by the 24th"; a French « 4e » names a class or a floor, never a day; "wk 15 Apr" is a day in April."""
    if language != "en":
        return "x" * len(found[0]) if _CLASS.match(found[0]) else None
    if found[0].lower() == "end" and _MONTH.match(text, found.end()) is not None:
        return "end of"
    if found[0].lower() in ("wk", "week") and _MONTHED.match(text, found.end()):
        return " "
    is_bare = (
        _ORDINAL.match(found[0]) is not None
        and _FOR.search(text, max(0, found.start() - 8), found.start()) is not None
    )
    return f"on the {found[0]}" if is_bare else None


def chosen(days: list[DueDay], owner: int = 0) -> DueDay | None:
    """The day that counts among several: one behind the owner's place first; then one called a deadline, else the last."""
    behind = [one for one in days if one.start >= owner] or days
    return next((one for one in behind if one.is_deadline), behind[-1] if behind else None)
