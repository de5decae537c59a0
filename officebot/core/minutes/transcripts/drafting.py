"""Draft minutes out of a transcript, in the speakers' own words. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from officebot.core.expressions import expression
from officebot.core.language import language_of
from officebot.core.minutes.model import ActionPoint, Agenda, AgendaPoint, Minutes, NextMeeting, Participant, Topic
from officebot.core.minutes.transcripts import agenda_parts, topics
from officebot.core.minutes.transcripts.model import Transcript
from officebot.core.minutes.transcripts.names import Names
from officebot.core.minutes.transcripts.outcomes import decisions, disagreements, next_meeting
from officebot.core.minutes.transcripts.ranking import Candidate, Coverage
from officebot.core.minutes.transcripts.shown import words_of
from officebot.core.minutes.transcripts.speech import Speech
from officebot.core.minutes.transcripts.undertakings import Undertaking, Undertakings
from officebot.core.problems import Problem
from officebot.core.text import Language, Text, one_line, say

#: How much of what was said the draft tells, and its bounds in words: half a page to four pages.
SHARE, FEWEST, MOST = 0.15, 150, 2000
#: The summaries have at least this part of the words, however much was decided.
_SUMMARIES = 0.5


_CHAIRS = expression(
    r"\b(?:présidente?|chair\w{0,8}|president|gérante?|animat\w{2,5}|project manager)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the speech: from which sentence to before which, and what it is about."""

    first: int
    last: int
    heading: str
    point: int = 0


def draft_from_transcript(
    transcript: Transcript, *, agenda: Agenda | None = None, people: Sequence[Participant] = (), when: date | None = None,
    language: Language | None = None, share: float = SHARE, words: int | None = None,
) -> Minutes:  # fmt: skip
    """Draft minutes: by topic the sentences that tell most, decisions, actions, disagreements; then the next meeting.

    Every sentence is one that was said, without its hesitations, and knows where. `share` is how much of the words the draft
    may have, unless `words` says how many; with an agenda the topics are its points. What is not sure stands in `problems`.
    """
    names = Names(people, transcript.speakers)
    speech = Speech(transcript, names)
    spoken = _language(speech, language or "fr")
    meeting = next_meeting(speech, when, spoken)
    day = meeting[1].date if meeting is not None else None
    done = Undertakings(speech, names, when, spoken, day).read()
    parts, unspoken = _parts(speech, agenda)
    return Minutes(
        title=agenda.title if agenda is not None else "",
        date=when or (agenda.date if agenda is not None else None),
        language=language or spoken,
        present=_present(names, transcript, people),
        excused=tuple(one.name for one in people if one.presence == "excused"),
        absent=tuple(one.name for one in people if one.presence == "absent"),
        topics=_topics(speech, parts, done, meeting, _chair(names, speech, people), words or _room(speech, share)),
        next_meeting=meeting[1] if meeting is not None else None,
        problems=(*transcript.problems, *_problems(transcript, unspoken, done)),
    )


def _room(speech: Speech, share: float) -> int:
    """How many words the draft may have."""
    return min(MOST, max(FEWEST, round(share * sum(len(one.text.split()) for one in speech.said))))


def _language(speech: Speech, otherwise: Language) -> Language:
    """The language of most of the samples that can be told, whatever that of the minutes is to be."""
    said = speech.said
    samples = [" ".join(one.text for one in said[k : k + 20]) for k in range(0, len(said), max(20, len(said) // 10))]
    heard = Counter(language_of(one) for one in samples)
    if heard["en"] == heard["fr"]:
        return otherwise
    return "en" if heard["en"] > heard["fr"] else "fr"


def _present(names: Names, transcript: Transcript, people: Sequence[Participant]) -> tuple[str, ...]:
    """Who is listed as present and who spoke."""
    listed = [one.name for one in people if one.presence == "present"]
    spoke = [names.speaker(speaker) for speaker in transcript.speakers]
    return tuple(dict.fromkeys(name for name in (*listed, *spoke) if name))


def _chair(names: Names, speech: Speech, people: Sequence[Participant]) -> str:
    """Who chairs: the one whose role says so, else who leads from one point to the next most often; "" where none does."""
    listed = [one.name for one in people if _CHAIRS.search(one.role)]
    listed = listed or [one for one in speech.transcript.speakers if _CHAIRS.search(one)]
    if len(listed) == 1:
        return names.speaker(listed[0])
    leads = Counter(
        one.speaker for one in speech.said if one.speaker and len(one.text) < 300 and topics.turns_to_next(one.text)
    )
    best = leads.most_common(2)
    return best[0][0] if best and best[0][1] > 1 and (len(best) == 1 or best[0][1] > best[1][1]) else ""


def _parts(speech: Speech, agenda: Agenda | None) -> tuple[list[Part], list[AgendaPoint]]:
    """The parts of the speech, by the agenda's points where they are found, and the points that are not."""
    said = speech.said
    if not said:
        return [], list(agenda.points) if agenda is not None else []
    texts, bags = [one.text for one in said], [one.terms for one in said]
    if agenda is not None and agenda.points:
        plain_words = [frozenset(words_of(text)) if len(text) <= 300 else frozenset() for text in texts]
        starts = agenda_parts.parts(agenda.points, texts, bags, plain_words)
        if starts:
            # What is said before the first point belongs to it.
            ends = [place for place, _ in starts[1:]] + [len(said)]
            firsts = [0] + [place for place, _ in starts[1:]]
            parts = [
                Part(first=first, last=last, heading=point.heading, point=point.number)
                for first, last, (_, point) in zip(firsts, ends, starts, strict=True)
            ]
            spoken = {point.number for _, point in starts}
            return parts, [point for point in agenda.points if point.number not in spoken]
    starts_alone = topics.boundaries(texts, bags)
    everywhere = Counter(term for bag in bags for term in bag)
    ends = [*starts_alone[1:], len(said)]
    parts = [
        Part(first=first, last=last, heading=topics.heading(texts[first:last], everywhere))
        for first, last in zip(starts_alone, ends, strict=True)
    ]
    return parts, list(agenda.points) if agenda is not None else []


def _topics(
    speech: Speech,
    parts: Sequence[Part],
    done: Sequence[Undertaking],
    meeting: tuple[int, NextMeeting] | None,
    chair: str,
    words: int,
) -> tuple[Topic, ...]:
    """Each part with what was said, decided and undertaken in it; the summaries share the words that the outcomes leave."""
    said = speech.said
    taken = {number for one in done for number in one.numbers}
    if meeting is not None:
        taken.add(meeting[0])
    decided = decisions(speech, taken, chair)
    taken |= {number for numbers in decided for number in numbers}
    against = disagreements(speech, taken)
    taken |= {number for numbers in against for number in numbers}
    candidates = [
        Candidate(text=one.shown, terms=frozenset(one.terms), place=k / len(said)) for k, one in enumerate(said)
    ]
    coverage = Coverage(candidates)
    for number in sorted(taken):
        coverage.tell(candidates[number].terms)
    left = max(round(_SUMMARIES * words), words - sum(candidates[number].length for number in taken))
    chosen_by_part = coverage.choose(
        [[k for k in range(one.first, one.last) if k not in taken] for one in parts], left
    )
    made = []
    for part, chosen in zip(parts, chosen_by_part, strict=True):
        inside = range(part.first, part.last)
        made.append(
            Topic(
                heading=part.heading, point=part.point, summary=tuple(speech.passage((k,)) for k in chosen),
                decisions=tuple(speech.passage(numbers) for numbers in decided if numbers[0] in inside),
                actions=tuple(one.action for one in done if one.first in inside),
                disagreements=tuple(speech.passage(numbers) for numbers in against if numbers[0] in inside),
            )
        )  # fmt: skip
    return tuple(sorted(made, key=lambda topic: topic.point))


def _problems(transcript: Transcript, unspoken: Sequence[AgendaPoint], done: Sequence[Undertaking]) -> list[Problem]:
    """What the reader of the draft should look at."""
    told = [
        Problem(
            where=transcript.file,
            what=say(
                "Point {number} of the agenda was not found in the transcript: {heading}",
                number=point.number,
                heading=point.heading,
            ),
        )
        for point in unspoken
    ]
    told += [
        Problem(
            where=transcript.file,
            what=owner_in_doubt(one.action),
        )
        for one in done
        if one.action.doubt == "owner"
    ]
    return told


def owner_in_doubt(action: ActionPoint) -> Text:
    """That it is not sure who is to do this."""
    return say("It is not sure who is to do this: “{words}”.", words=one_line(action.what, 120))
