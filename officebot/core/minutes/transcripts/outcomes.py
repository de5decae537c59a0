"""What a speech settled: decisions, disagreements, and when one meets again, each with where it was said. Pure."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, datetime, time

from officebot.core.dates import Match, find_dates
from officebot.core.minutes.model import NextMeeting
from officebot.core.minutes.transcripts import cues
from officebot.core.minutes.transcripts.speech import Said, Speech
from officebot.core.text import Language

#: A longer sentence tells a story rather than a decision.
_LONGEST = 500
#: A sentence with fewer words of matter than these needs the one before it.
_LITTLE = 3
#: What a chair settles in passing is short.
_CHAIR = 60
#: Among so many decisions after it, one is looked for that says the same.
_LATER = 100


def decisions(speech: Speech, taken: Container[int], chair: str) -> list[tuple[int, ...]]:
    """The sentences of each decision in order: those that say so, and proposals that another accepts at once.

    One that says little of its own stands with what it is about.
    """
    found: list[tuple[int, ...]] = []
    for number, said in enumerate(speech.said):
        if number in taken or len(said.text) > _LONGEST or cues.NOT_DECIDED.search(said.text):
            continue
        is_settled = not said.text.endswith("?") and _settles(said, chair)
        if not is_settled and not _is_accepted(speech, number, chair):
            continue
        numbers = _with_matter(speech, number, taken)
        if not numbers:
            continue
        if found and set(numbers) & set(found[-1]):
            found[-1] = tuple(sorted({*found[-1], *numbers}))
        else:
            found.append(numbers)
    return _once(speech, found)


def _with_matter(speech: Speech, number: int, taken: Container[int]) -> tuple[int, ...]:
    """A decision with the sentence before it where it only points back, or says little and its speaker has just said more."""
    said = speech.said[number]
    size = len(set(said.terms))
    if not size or (size < _LITTLE and cues.POINTS_BACK.search(said.text)):
        before = speech.context(number, 2)
        return (before, number) if before is not None and before not in taken else ()
    if size < _LITTLE:
        before = speech.context(number, 2)
        if before is not None and before not in taken and speech.said[before].speaker == said.speaker:
            return before, number
    return (number,)


def _is_accepted(speech: Speech, number: int, chair: str) -> bool:
    """Whether a sentence proposes something, and another person says at once that it shall be so.

    What is only wished for ("we should", « on devrait ») needs the chair's word, or that of two people.
    """
    said = speech.said[number]
    if len(set(said.terms)) < _LITTLE - 1 or not said.speaker:
        return False
    is_proposed = cues.PROPOSAL.search(said.text) is not None
    if not is_proposed and not cues.WISH.search(said.text):
        return False
    near = [
        one for one in speech.said[number + 1 : number + (3 if is_proposed else 5)] if one.speaker != said.speaker
    ]
    agree = {one.speaker for one in near if one.speaker and cues.AGREES.search(one.text)}
    if is_proposed:
        return bool(near) and near[0].speaker in agree
    return len(agree) > 1 or chair in agree


def _once(speech: Speech, found: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """The decisions without those that are said again later: the last words hold."""
    terms = [frozenset(term for k in numbers for term in speech.said[k].terms) for numbers in found]
    return [
        numbers
        for place, numbers in enumerate(found)
        if not any(terms[place] and terms[place] <= later for later in terms[place + 1 : place + _LATER])
    ]


def _settles(said: Said, chair: str) -> bool:
    """Whether the sentence settles something: by its words, or because a chair says no more than that."""
    if cues.DECISION.search(said.text):
        return True
    return (
        bool(chair)
        and said.speaker == chair
        and len(said.text) < _CHAIR
        and cues.CHAIR_SETTLES.search(said.text) is not None
    )


def disagreements(speech: Speech, taken: Container[int]) -> list[tuple[int, ...]]:
    """The sentences in which somebody says that they disagree."""
    found: list[tuple[int, ...]] = []
    for number, said in enumerate(speech.said):
        if number in taken or len(said.text) > _LONGEST or said.text.endswith("?"):
            continue
        if cues.DISAGREEMENT.search(said.text) and said.terms:
            found.append((number,))
    return found


def next_meeting(speech: Speech, when: date | None, language: Language) -> tuple[int, NextMeeting] | None:
    """When one meets again: the last sentence that says so with a day, or with an hour of a day said before."""
    at = datetime.combine(when, time(9)) if when is not None else datetime.combine(date(2000, 1, 3), time(9))
    best: tuple[int, NextMeeting] | None = None
    for number, said in enumerate(speech.said):
        if len(said.text) > _LONGEST or not cues.NEXT_MEETING.search(said.text):
            continue
        for numbers in ((number,), (number, number + 1)):
            if numbers[-1] >= len(speech.said):
                continue
            text = " ".join(speech.said[k].text for k in numbers)
            match = _day(text, at, language)
            if match is not None:
                best = number, _meeting(speech, numbers, match, knows_day=when is not None)
                break
    return best


def _day(text: str, at: datetime, language: Language) -> Match | None:
    """The first day to come that a sentence names, rather one with an hour."""
    found = [
        one
        for one in find_dates(text, at, language)
        if one.type in ("date", "datetime", "datetimerange") and one.latest is not None
        and (one.latest.date() if isinstance(one.latest, datetime) else one.latest) > at.date()
    ]  # fmt: skip
    return next((one for one in found if one.has_time), found[0] if found else None)


def _meeting(speech: Speech, numbers: tuple[int, ...], match: Match, *, knows_day: bool) -> NextMeeting:
    latest = match.latest
    day = latest.date() if isinstance(latest, datetime) else latest
    passage = speech.passage(numbers)
    hour = None
    if match.has_time:
        begin = match.value or match.from_
        hour = datetime.fromisoformat(begin).time() if "T" in begin else None
    return NextMeeting(text=passage.text, source=passage.source, date=day if knows_day else None, time=hour)
