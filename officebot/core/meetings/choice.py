"""Which of the times that we offered an answer takes: by its number, its day, its hour, or all the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from officebot.core.dates import Match
from officebot.core.meetings.sentences import Said, clauses_in
from officebot.core.meetings.wish import Window, windows_of
from officebot.core.meetings.words import answer_words
from officebot.core.text import Language
from officebot.core.worktime import WorkingTime

_NUMBERS = ("1", "2", "3", "4", "5")


class Answer(StrEnum):
    """What somebody says to the times we offered. UNCLEAR: a person must read it."""

    TAKES = "takes"
    ANY = "any"
    NONE = "none"
    OTHER = "other"
    CALLS_OFF = "calls off"
    UNCLEAR = "unclear"


#: The signs of words that say what becomes of the offers.
_SAYS = ("takes", "refuses", "any", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The answer: which offers it takes (their places, in order of the offers), which it refuses, what it wants instead."""

    answer: Answer
    taken: tuple[int, ...] = ()
    refused: tuple[int, ...] = ()
    windows: tuple[Window, ...] = ()
    exact: tuple[datetime, ...] = ()
    words: str = ""


def choice_of(
    text: str, offers: Sequence[datetime], at: datetime, language: Language, working: WorkingTime
) -> Choice:
    """What an answer (without quotes) says to these offers, naive on the office's clock, as they were listed.

    `at` (aware) is when it was written. What is named with words of refusing, or behind "except", is refused; a time
    that was not offered is asked for instead, unless one that was is taken.
    """
    taken: dict[int, str] = {}
    refused: set[int] = set()
    others: list[Match] = []
    clauses = clauses_in(text, answer_words(), at, language, working)
    is_refusing = False
    # Named in this sentence before a word that says what becomes of them: « mardi et mercredi, je ne peux pas ».
    waiting: set[int] = set()
    for clause in clauses:
        named, strange = _named(clause, offers)
        waiting = (waiting if clause.goes_on else set()) | (set() if clause.has(*_SAYS) else named)
        if not (clause.goes_on and not clause.has(*_SAYS)):
            is_refusing = clause.has("refuses") and not _is_taken_after_all(clause)
        refused |= {place for one in clause.denied for place in fitting(one, offers)}
        if is_refusing:
            refused |= named or waiting
            continue
        if clause.has("none"):
            continue
        for place in sorted(named - refused):
            taken.setdefault(place, clause.written)
        others += strange
    return _settled(clauses, taken, refused, others, len(offers), at, working)


def _settled(
    clauses: Sequence[Said], taken: dict[int, str], refused: set[int], others: Sequence[Match], count: int,
    at: datetime, working: WorkingTime,
) -> Choice:  # fmt: skip
    left = sorted(set(taken) - refused)
    gone = tuple(sorted(refused))
    if _first(clauses, "calls off") and not left:
        return Choice(answer=Answer.CALLS_OFF, refused=gone, words=_first(clauses, "calls off"))
    if left:
        return Choice(answer=Answer.TAKES, taken=tuple(left), refused=gone, words=taken[left[0]])
    if _first(clauses, "none"):
        return _instead(Answer.NONE, others, gone, _first(clauses, "none"), at, working)
    if others:
        return _instead(Answer.OTHER, others, gone, others[0].text, at, working)
    if _first(clauses, "any"):
        open_ones = tuple(place for place in range(count) if place not in refused)
        return Choice(answer=Answer.ANY, taken=open_ones, refused=gone, words=_first(clauses, "any"))
    if count and len(refused) == count:
        return Choice(answer=Answer.NONE, refused=gone, words=clauses[0].written)
    if _first(clauses, "instead"):
        return Choice(answer=Answer.OTHER, refused=gone, words=_first(clauses, "instead"))
    if _first(clauses, "refuses") and not refused:
        return Choice(answer=Answer.NONE, words=_first(clauses, "refuses"))
    if count - len(refused) == 1 and (refused or count == 1) and _first(clauses, "takes"):
        rest = tuple(place for place in range(count) if place not in refused)
        return Choice(answer=Answer.TAKES, taken=rest, refused=gone, words=_first(clauses, "takes"))
    return Choice(answer=Answer.UNCLEAR, refused=gone, words=clauses[0].written if clauses else "")


def _instead(
    answer: Answer, others: Sequence[Match], refused: tuple[int, ...], words: str, at: datetime, working: WorkingTime
) -> Choice:
    """An answer that wants other times, with those."""
    exact = tuple(datetime.fromisoformat(one.value) for one in others if one.type == "datetime" and one.value)
    windows = windows_of(others, at, working)
    return Choice(answer=answer, refused=refused, windows=windows, exact=exact, words=words)


def _first(clauses: Sequence[Said], sign: str) -> str:
    """The first clause with a word of this sign, as written; "" where there is none."""
    return next((clause.written for clause in clauses if clause.has(sign)), "")


def _is_taken_after_all(clause: Said) -> bool:
    """ "Not bad", « pas de problème »: a word of taking that reaches further than the word of refusing."""
    last_take = max((hit.end for hit in clause.hits if hit.sign == "takes"), default=-1)
    refusals = [hit for hit in clause.hits if hit.sign == "refuses"]
    return all(hit.end < last_take and hit.phrase in _ABSENCES for hit in refusals)


#: Refusing words that may stand before a time that is taken: "unfortunately only Tuesday works".
_ABSENCES = frozenset({"unfortunately", "malheureusement", "helas", "afraid"})


def _named(clause: Said, offers: Sequence[datetime]) -> tuple[set[int], list[Match]]:
    """The offers that a clause names, by day and hour or by number, and the dates that are no offer."""
    named: set[int] = set()
    strange: list[Match] = []
    for one in clause.dates:
        if one.type in ("duration", "set"):
            continue
        meant = fitting(one, offers)
        if 1 < len(offers) == len(meant):
            # It names none of them: « la semaine suivante », "in December".
            continue
        if meant:
            named = named & meant if named & meant else named | meant
        else:
            strange.append(one)
    if not named:
        named = {int(sign) - 1 for sign in _NUMBERS if clause.has(sign) and int(sign) <= len(offers)}
        if named:
            # "the 3rd" is a number of the list where it is no day that was offered.
            strange = [one for one in strange if one.type != "date"]
        elif clause.has("last") and offers:
            named = {len(offers) - 1}
    return named, strange


def fitting(one: Match, offers: Sequence[datetime]) -> set[int]:
    """The offers that lie where a date says."""
    return {place for place, offer in enumerate(offers) if _lies_in(offer, one)}


def _lies_in(offer: datetime, one: Match) -> bool:
    if one.type == "date":
        return one.value == offer.date().isoformat()
    if one.type == "datetime":
        return bool(one.value) and datetime.fromisoformat(one.value) == offer
    if one.type == "time":
        told = time.fromisoformat(one.value)
        # "at 2" is said of the afternoon where nothing else was offered at that hour.
        return told == offer.time() or (told.hour < 8 and told.replace(hour=told.hour + 12) == offer.time())
    if one.type == "timerange" and one.from_ and one.to:
        return time.fromisoformat(one.from_) <= offer.time() < time.fromisoformat(one.to)
    if one.type == "daterange" and (one.from_ or one.to):
        return _within(offer.date(), one)
    if one.type == "datetimerange" and one.from_ and one.to:
        return datetime.fromisoformat(one.from_) <= offer < datetime.fromisoformat(one.to)
    return False


def _within(day: date, one: Match) -> bool:
    return (not one.from_ or date.fromisoformat(one.from_) <= day) and (
        not one.to or day < date.fromisoformat(one.to)
    )
