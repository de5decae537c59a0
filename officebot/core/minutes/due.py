"""By when something noted is to be done: days reckoned from the day of the meeting, and from the next meeting. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from officebot.core.dates import Match, find_dates
from officebot.core.minutes.marks import folded

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
_TOKEN = re.compile(r"[\w/-]{2,12}")
_MEETING = (
    r"(?:reunion|point|bureau|conseil|comite|copil|cotech|codir|coproj|cs|ca|ag|cse|seance|rdv|"
    r"rendez-vous|assemblee|session|fois|hebdo|bureau)"
)
_BEFORE_NEXT = re.compile(
    rf"\b(?:(?:avant|d'ici|pour|lors d[eu]|a|au|par)\s(?:la |le |l'|notre )?)?proch(?:aine?|\.)\s{_MEETING}\b|"
    r"\b(?:(?:before|by|for|at|to|until|ahead of|in time for|pre)\s)?(?:(?:the|"
    r"our)\s)?next\s(?:[a-z]{2,12}\s)?(?:meeting|mtg|meet|time|session|"
    r"call|review|committee|board|standup|stand-up|catch-up|weekly|copil|huddle)\b"
)
_THE_DAY = re.compile(r"\b(?:le jour j\b|le jour meme\b|on the day\b|jour j\b)")
#: "The meeting of 24 March", « la réunion du 24 »: a day that only names something.
_NAMING = re.compile(
    r"\b(?:du|de|d'|of|le compte[- ]rendu du|since|depuis|after|apres|until|jusqu'au|jusqu'a)\s{0,2}(?:le |la |the )?$"
)
_AFTERWARDS = re.compile(r"^\s{0,2}(?:apres|plus tard|after|later|afterwards)\b")
_BARE_WEEKDAY = re.compile(
    r"(?:by |before |for |on |pour |avant |d'ici )?(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|mon|"
    r"tues?|wed|weds|thurs?|fri|"
    r"sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\.?$"
)
_SOON = re.compile(r"\b(?:asap|a\.s\.a\.p|au plus vite|des que possible|rapidement|soon)\b")
_FOR_THE = re.compile(r"\b[Ff]or the (?=\d{1,2}(?:st|nd|rd|th)\b)")
#: "January minutes": a month that only says which; none where a little word puts something into it.
_MODIFIES = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december)(?:'s)? [a-z]{3,}"
)
_PLACED = re.compile(
    r"\b(?:in|by|for|before|end|until|of|early|late|mid|this|next|till|from|during|on|"
    r"\d{1,2}(?:st|nd|rd|th)?)[ -]$"
)
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
    #: What was found before: the same words are asked for more than once.
    memo: dict[tuple[int, int, date | None], list[DueDay]] = field(default_factory=dict, compare=False)

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
        spelled, places = _spelled(text[start:end], self.language)
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
                    end=start + places[one.end],
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
        return sorted(days, key=lambda one: one.start)

    def _day(self, one: Match, low: str, earlier: list[DueDay]) -> date | None:
        if self.when is None or one.type in ("set", "time", "timerange") or _SOON.search(low, one.start, one.end):
            return None
        words = low[one.start : one.end]
        if one.type == "duration":
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
        if (
            one.type == "daterange"
            and one.role != "deadline"
            and re.search(r"\b(?:from|budget|year|annee|exercice)\s$", low[max(0, one.start - 9) : one.start])
        ):
            return None
        if one.role != "deadline" and _NAMING.search(low, max(0, one.start - 24), one.start):
            return None
        if day == self.when and _BARE_WEEKDAY.match(words):
            return day + _WEEK
        if earlier and _AFTERWARDS.match(low[one.end : one.end + 14]):
            return earlier[-1].day + (day - self.when)
        return day


def _spelled(text: str, language: str) -> tuple[str, list[int]]:
    """The text with shortened words of time in full, and for each of its letters the place it came from."""
    table = _SHORT["en" if language == "en" else "fr"]
    made: list[str] = []
    places: list[int] = []
    place = 0
    for found in _TOKEN.finditer(text):
        full = table.get(found[0].lower()) or _ordinal(text, found, language)
        if full is None:
            continue
        made.append(text[place : found.start()])
        places.extend(range(place, found.start()))
        made.append(full)
        places.extend([found.start()] * len(full))
        place = found.end()
        if text[place : place + 1] == "." and len(found[0]) < 6:
            place += 1
    made.append(text[place:])
    places.extend(range(place, len(text) + 1))
    return "".join(made), places


_ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)$", re.IGNORECASE)
_CLASS = re.compile(r"\d{1,2}(?:e|è|eme|ème)$", re.IGNORECASE)
_FOR = re.compile(r"\b(?:for|by|on|before|until|due|b4|till)\s$", re.IGNORECASE)
_MONTH = re.compile(
    r"\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|month\b|year\b|next\b|this\b)", re.IGNORECASE
)
_MONTHED = re.compile(
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


def chosen(days: list[DueDay]) -> DueDay | None:
    """The day that counts among several: the first that is called a deadline, else the last."""
    return next((one for one in days if one.is_deadline), days[-1] if days else None)
