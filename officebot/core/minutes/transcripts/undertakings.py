"""What people undertake in a speech: what is to be done, by whom, and by when, with where it was said. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from officebot.core.dates import Match, find_dates
from officebot.core.expressions import expression
from officebot.core.minutes.model import ActionPoint
from officebot.core.minutes.transcripts import cues
from officebot.core.minutes.transcripts.names import Meant, Names
from officebot.core.minutes.transcripts.speech import Speech
from officebot.core.minutes.transcripts.spoken_days import in_digits
from officebot.core.text import Language

#: A reply that accepts comes within so many sentences, and a day said after the deed in so short a sentence.
_REPLY, _SHORT = 3, 90
#: Two undertakings that share so much of their words are one.
_SAME = 0.5
#: Stands for the day of the meeting where that is not known: the words of a date are found all the same.
_SOME_DAY = datetime.combine(date(2000, 1, 3), time(9))
#: A longer sentence tells a story.
_TOO_LONG = 500
#: Among so many undertakings before it, one is looked for that says the same.
_BEFORE = 100
_DAYS = ("date", "daterange", "datetime", "datetimerange")
_BEGINS_BY = expression(r"(?:avant|d['’]ici|pour|au plus tard|by|before|until|within|sous)\b", re.IGNORECASE)
_BY = expression(
    r"(?:avant|d['’]ici|pour|jusqu['’]\w{0,3}|au plus tard|by|before|until|for)(?: le| la| les| the| à| au)?[\s,]{0,3}$",
    re.IGNORECASE,
)
_BEFORE_A_MONTH = expression(
    r"\b(?:en|fin|début|mi|courant|in|of|by|end|early|late|until|avant|d['’]ici|pour)[\s-]{1,3}$", re.IGNORECASE
)
_SHORT_DAYS = frozenset(["lundi", "mardi", "jeudi", "today", "eod"])
_AND = expression(r"\W{0,3}(?:et|and|&)?\W{0,3}(?:[A-ZÀ-Ý]\w{1,30})?\W{0,2}$")
_NAMES_A_DAY = expression(
    r"\d|demain|semaine|mois|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|soir|jour|quinzaine|huitaine|janv|févr|mars|avril"
    r"|mai|juin|juil|août|sept|octo|nove|déce|midi|tomorrow|today|tonight|week|month|monday|tuesday|wednesday|thursday|friday"
    r"|saturday|sunday|january|february|march|april|may|june|july|august|october|end of|quarter|trimestre|rentrée|fin d",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaking:
    """An action with the sentences it was read in and the words of its matter."""

    numbers: tuple[int, ...]
    action: ActionPoint
    terms: frozenset[str]
    #: How sure it is that something is to be done: 1 for a hint, 3 for a deed with an owner and a day.
    strength: int

    @property
    def first(self) -> int:
        """The sentence that decides under which topic it stands."""
        return self.numbers[0]


class Undertakings:
    """Reads the undertakings of one speech."""

    def __init__(
        self, speech: Speech, names: Names, when: date | None, language: Language, next_day: date | None
    ) -> None:
        self._speech = speech
        self._names = names
        self._at = datetime.combine(when, time(9)) if when is not None else None
        self._language: Language = language
        self._next_day = next_day

    def read(self) -> list[Undertaking]:
        """All of them in order, each once."""
        found: list[Undertaking] = []
        taken: set[int] = set()
        for number in range(len(self._speech.said)):
            if number not in taken:
                one = self._at_sentence(number)
                if one is not None:
                    taken.update(one.numbers)
                    _add(found, one)
        return found

    def _at_sentence(self, number: int) -> Undertaking | None:
        text = self._speech.said[number].text
        if len(text) > _TOO_LONG or cues.NOT_TO_DO.search(text):
            return None
        promise, request = cues.PROMISE.search(text), cues.REQUEST.search(text)
        # « Laurent, tu prépares le courrier et je le signe » asks first.
        if promise is not None and (request is None or promise.start() < request.start()):
            return self._promised(number, promise.start())
        if request is not None:
            return self._asked(number, request.start())
        named = self._named(text)
        if named is not None:
            return self._made((number,), (named[0],), is_sure=named[1], after=named[2])
        if cues.WE_DO.search(text) and not text.endswith("?"):
            return self._ours(number)
        return self._dated(number)

    def _promised(self, number: int, after: int) -> Undertaking | None:
        """Who speaks undertakes it; where the words only point back, what was said before tells what."""
        said = self._speech.said[number]
        numbers: tuple[int, ...] = (number,)
        if said.text.endswith("?"):
            return None
        if len(set(said.terms)) < 3 and cues.POINTS_BACK.search(said.text):
            before = self._speech.context(number)
            numbers = (before, number) if before is not None else numbers
        return self._made(numbers, (said.speaker,) if said.speaker else (), is_sure=bool(said.speaker), after=after)

    def _asked(self, number: int, after: int) -> Undertaking | None:
        """Who is named in the request is asked; else who accepts it, else nobody is sure."""
        said = self._speech.said[number]
        named = self._addressed(number, after)
        reply = self._reply(number)
        if named:
            mine = {one.name for one in named}
            reply = reply if reply and self._speech.said[reply[0]].speaker in mine else ()
            is_sure = all(one.is_sure for one in named)
            return self._made((number, *reply[1:2]), tuple(one.name for one in named), is_sure=is_sure, after=after)
        if reply:
            answerer = self._speech.said[reply[0]].speaker
            return self._made(
                (number, *reply[1:2]), (answerer,) if answerer else (), is_sure=bool(answerer), after=after
            )
        is_asked = bool(self._due((number,), after)[1]) or cues.PRESSING.search(said.text) is not None
        return self._made((number,), (), is_sure=False, after=after) if is_asked else None

    def _addressed(self, number: int, after: int) -> list[Meant]:
        """Who is named as asked: the names before the request that stand side by side, else the first one after it."""
        said = self._speech.said[number]
        named = [one for one in self._names.found(said.text) if one.name != said.speaker]
        before = [one for one in named if one.start < after]
        if len(before) > 1 and _AND.fullmatch(
            said.text[before[0].start + len(before[0].name.split()[0]) : before[1].start]
        ):
            return before[:2]
        if not named and number and self._speech.said[number - 1].turn == said.turn:
            # « Stéphane. Tu me fais la liste ? »
            previous = self._speech.said[number - 1]
            named = [
                one
                for one in self._names.found(previous.text)
                if len(previous.text) < 25 and one.name != said.speaker
            ]
        return named[:1]

    def _dated(self, number: int) -> Undertaking | None:
        """Whatever is said to be done by a day is undertaken."""
        said = self._speech.said[number]
        text = in_digits(said.text)[0]
        deed = cues.ANY_DEED.search(text)
        if deed is None or not _NAMES_A_DAY.search(text[: cues.LONGEST]):
            return None
        match = self._best(text, deed.start())
        if match is None or not (
            match.role == "deadline" or _BY.search(text[: match.start]) or _BEGINS_BY.match(match.text)
        ):
            return None
        return self._promised(number, deed.start()) if deed["i"] else self._asked(number, deed.start())

    def _reply(self, number: int) -> tuple[int, ...]:
        """The sentence of another who accepts, twice where it is to be shown with the request: it adds a day."""
        said = self._speech.said
        for after in range(number + 1, min(len(said), number + 1 + _REPLY)):
            if said[after].turn != said[number].turn and said[after].speaker != said[number].speaker:
                if not (cues.ACCEPTS.search(said[after].text) or cues.PROMISE.search(said[after].text)):
                    return ()
                return (
                    (after, after)
                    if self._due((after,))[0] is not None and len(said[after].text) < _SHORT
                    else (after,)
                )
        return ()

    def _named(self, text: str) -> tuple[str, bool, int] | None:
        """Who of the people is named as the one to do it."""
        match = cues.NAMED.search(text)
        if match is None or (match["bare"] and not self._has_day(text, match.start())):
            return None
        found = self._names.found(match[1])
        if found:
            return found[0].name, found[0].is_sure, match.start()
        is_titled = match[1].startswith(("M. ", "Mme ", "Mr", "Mrs", "Ms"))
        if is_titled or match[1].split()[-1] in self._speech.capitalised:
            # Somebody outside the meeting, as they were called.
            return match[1], is_titled, match.start()
        return None

    def _has_day(self, text: str, after: int) -> bool:
        """Whether a day is named: « Paul prépare le budget » alone may tell what he does every year."""
        return _NAMES_A_DAY.search(text[: cues.LONGEST]) is not None and self._best(text, after) is not None

    def _ours(self, number: int) -> Undertaking | None:
        """What all or nobody are to do counts where somebody takes it on, or a day is named."""
        reply = self._reply(number)
        if reply and cues.PROMISE.search(self._speech.said[reply[0]].text):
            answerer = self._speech.said[reply[0]].speaker
            return self._made((number, reply[0]), (answerer,) if answerer else (), is_sure=bool(answerer))
        if cues.NOBODY.search(self._speech.said[number].text) or self._due((number,))[1]:
            return self._made((number,), (), is_sure=False)
        return None

    def _made(
        self, numbers: tuple[int, ...], who: tuple[str, ...], *, is_sure: bool, after: int = 0
    ) -> Undertaking | None:
        words = frozenset(term for k in numbers for term in self._speech.said[k].terms)
        if len(words) < 2:
            return None
        due, due_words = self._due(numbers, after)
        if not due_words:
            following = self._day_after(numbers[-1])
            if following is not None:
                due, due_words = following
                numbers = (*numbers, numbers[-1] + 1)
        passage = self._speech.passage(numbers)
        action = ActionPoint(
            what=passage.text, who=who, due=due, source=passage.source, due_words=due_words,
            quote=" ".join(self._speech.said[k].text for k in numbers), doubt="" if is_sure else "owner",
        )  # fmt: skip
        return Undertaking(numbers=numbers, action=action, terms=words, strength=1 + bool(who) + bool(due_words))

    def _day_after(self, number: int) -> tuple[date | None, str] | None:
        """The day by which, where it is said in a short sentence after the deed: « Pour vendredi. »"""
        if number + 1 >= len(self._speech.said):
            return None
        after = self._speech.said[number + 1]
        if len(after.text) >= _SHORT or after.turn - self._speech.said[number].turn > 1 or after.text.endswith("?"):
            return None
        due = self._due((number + 1,))
        return due if due[1] else None

    def _due(self, numbers: Sequence[int], after: int = 0) -> tuple[date | None, str]:
        """The day by which, and its words; the words alone where the day of the meeting is not known."""
        for number in reversed(numbers):
            text = self._speech.said[number].text
            meeting = cues.BY_NEXT_MEETING.search(text)
            if meeting is not None:
                return self._next_day, meeting[0]
            text, said = in_digits(text)
            if _NAMES_A_DAY.search(text[: cues.LONGEST]):
                match = self._best(text, after if number == numbers[-1] else 0)
                if match is not None:
                    day = match.latest.date() if isinstance(match.latest, datetime) else match.latest
                    words = next((heard for written, heard in said.items() if match.text in written), match.text)
                    return (day if self._at is not None else None), words
        return None, ""

    def _best(self, text: str, after: int) -> Match | None:
        """The date that is the day by which: one that is said to be, else the first after the deed, else the first."""
        at = self._at or _SOME_DAY
        found = [
            one
            for one in find_dates(text, at, self._language)
            if one.type in _DAYS and _is_to_come(one, at) and _is_day(text, one)
        ]
        said = [
            one
            for one in found
            if one.role == "deadline" or _BY.search(text[: one.start]) or _BEGINS_BY.match(one.text)
        ]
        behind = [one for one in found if one.start >= after]
        return next(iter((*said, *behind, *found)), None)


def _is_day(text: str, match: Match) -> bool:
    """Whether a word alone is a day: « sept » and “may” are none unless a word before them says so."""
    before = text[max(0, match.start - 12) : match.start]
    return (
        len(match.text) > 5
        or any(sign.isdigit() for sign in match.text)
        or _BEFORE_A_MONTH.search(before) is not None
        or match.text.casefold() in _SHORT_DAYS
    )


def _is_to_come(match: Match, at: datetime) -> bool:
    due = match.latest
    return due is not None and (due.date() if isinstance(due, datetime) else due) >= at.date()


def _add(found: list[Undertaking], one: Undertaking) -> None:
    """Adds an undertaking, or lets it take the place of one that says the same less surely: people sum up at the end."""
    for place, other in enumerate(found[-_BEFORE:], max(0, len(found) - _BEFORE)):
        if _is_same(one, other) and (
            not one.action.who or not other.action.who or one.action.who == other.action.who
        ):
            if one.strength >= other.strength:
                found[place] = one
            return
    if found and _goes_on(found[-1], one):
        # « J'appelle Batinova cette semaine. Je l'appelle jeudi. »
        before = found[-1]
        action = replace(
            before.action,
            due=one.action.due or before.action.due,
            due_words=one.action.due_words or before.action.due_words,
        )
        numbers = (*before.numbers, *one.numbers)
        found[-1] = replace(before, action=action, numbers=numbers, terms=before.terms | one.terms)
        return
    found.append(one)


def _is_same(one: Undertaking, other: Undertaking) -> bool:
    common = len(one.terms & other.terms)
    return common >= _SAME * min(len(one.terms), len(other.terms)) and common >= 3


def _goes_on(before: Undertaking, one: Undertaking) -> bool:
    """Whether the same person says more of the deed a sentence or two later."""
    is_near = one.numbers[0] - before.numbers[-1] <= 3
    return is_near and bool(one.action.who) and one.action.who == before.action.who and bool(one.terms & before.terms)
