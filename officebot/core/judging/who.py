"""Who of the office must act on a mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from officebot.core.facts import OfficeFacts
from officebot.core.judging.act import Asking
from officebot.core.judging.evidence import flat_words
from officebot.core.judging.reading import Reading
from officebot.core.judging.verdict import Evidence
from officebot.core.mail import Mail
from officebot.core.people import People, Person
from officebot.core.text import say

#: Being written to, being spoken to by name, having a copy and answering for a matter count so much.
_WRITTEN_TO, _CALLED, _COPIED, _ANSWERS_FOR = 3.0, 3.0, 1.5, 1.0
_ENOUGH = 3.0
_MOST = 4
_GREETINGS = frozenset(
    (
        "bonjour",
        "bonsoir",
        "salut",
        "cher",
        "chere",
        "hello",
        "hi",
        "dear",
        "morning",
        "evening",
        "coucou",
        "et",
        "and",
    )
)


def who_must_act(
    mail: Mail, facts: OfficeFacts, reading: Reading, called: Sequence[tuple[Person, str]], evidence: Evidence
) -> tuple[str, ...]:
    """The local parts of those who must act: whom it was written to or called by name, else who answers for it.

    `called` is what `called_by_name` found.
    """
    people = facts.people
    owner = _owner(facts)
    scores: dict[Person, float] = defaultdict(float)
    written_to = [person for one in mail.to if (person := people.at(one.address)) is not None]
    copied = [person for one in mail.cc if (person := people.at(one.address)) is not None]
    for person in written_to:
        scores[person] += _WRITTEN_TO
    for person in copied if not written_to else ():
        scores[person] += _COPIED
    for person, words in called:
        scores[person] += _CALLED
        if person not in written_to:
            evidence.because(say("{person} is named in it.", person=person.name), words, _CALLED)
    responsible = _responsible(people)
    for topic in reading.weights:
        for person in responsible.get(topic, ()):
            scores[person] += _ANSWERS_FOR
    sender = people.at(mail.sender.address)
    if sender is not None:
        scores.pop(sender, None)
    _leave_to_managers(owner, written_to or copied, scores)
    if not scores:
        return (owner.local_part,) if owner is not None else ()
    enough = max(scores.values())
    if written_to == [owner] and owner is not None and not called:
        # The mailbox's owner hands on what a colleague clearly answers for.
        answers = max((score for one, score in scores.items() if one != owner), default=0.0)
        if answers >= _ENOUGH and scores[owner] < _WRITTEN_TO + 1:
            scores.pop(owner)
    if written_to or called:
        enough = _ENOUGH
        scores = {one: score for one, score in scores.items() if one in written_to or score >= _CALLED}
    return tuple(person.local_part for person in people.all if scores.get(person, 0) >= enough)[:_MOST]


def _owner(facts: OfficeFacts) -> Person | None:
    """Whose mailbox it is: as told, else by what they answer for, else the first of the people."""
    people = facts.people
    if facts.owner and (told := people.at(facts.owner)) is not None:
        return told
    return next(iter(people.mailbox_owners), None)


def _leave_to_managers(owner: Person | None, written_to: Sequence[Person], scores: dict[Person, float]) -> None:
    """The owner of the mailbox gets much in passing: where a manager was written to as well, it is the manager's."""
    if (
        owner is not None
        and owner in written_to
        and len(written_to) > 1
        and scores.get(owner, 0) < _WRITTEN_TO + _CALLED
    ):
        scores.pop(owner, None)


def called_by_name(people: People, reading: Reading, found: Asking) -> list[tuple[Person, str]]:
    """Those who are spoken to by name, and those whom a sentence that asks names with a title."""
    flat, start = reading.text.flat, reading.subject_end
    calls: dict[Person, str] = {}
    said = set(reading.words)
    for name, (person, is_titled, last) in _names(people).items():
        if last not in said:
            continue
        place = flat.find(f" {name} ", start)
        while place >= 0:
            if _is_spoken_to(reading, place, len(name)) or (is_titled and _is_asked_of(found, place)):
                calls.setdefault(person, reading.text.written[place : place + len(name)])
                break
            place = flat.find(f" {name} ", place + 1)
    return list(calls.items())


def _is_spoken_to(reading: Reading, place: int, length: int) -> bool:
    """Whether a comma follows the name, and a line, a sentence, a greeting or another such name stands before it."""
    folded = reading.text.folded
    if folded[place + length : place + length + 1] not in (",", ":"):
        return False
    before = folded[max(reading.subject_end, place - 40) : place].rstrip(" ")
    return not before or before[-1] in "\n.!?,;:(-" or before.split()[-1] in _GREETINGS


def _is_asked_of(found: Asking, place: int) -> bool:
    return any(sentence.start <= place < sentence.end for sentence, _ in found.asks)


@lru_cache(maxsize=4)
def _names(people: People) -> Mapping[str, tuple[Person, bool, str]]:
    """First names, and family names after a title (then true), as they stand in a flat text; with their last word."""
    found: dict[str, tuple[Person, bool, str]] = {}
    for person in people.all:
        words = flat_words(person.name).split()
        if not words:
            continue
        found[words[0]] = (person, False, words[0])
        for title in ("m", "mr", "mme", "mrs", "ms", "madame", "monsieur"):
            found[f"{title} {words[-1]}"] = (person, True, words[-1])
    return found


@lru_cache(maxsize=4)
def _responsible(people: People) -> Mapping[str, tuple[Person, ...]]:
    """Those who answer for a topic, by its sign."""
    found: dict[str, list[Person]] = defaultdict(list)
    for person in people.all:
        for responsibility in person.responsibilities:
            found[f"@{responsibility.strip()}"].append(person)
    return {topic: tuple(persons) for topic, persons in found.items()}
