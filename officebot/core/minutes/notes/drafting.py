"""Minutes drafted from notes: each sentence with the words it came from, actions with owner and day. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from officebot.core.expressions import expression
from officebot.core.language import language_of
from officebot.core.minutes.agenda import MOST_POINTS
from officebot.core.minutes.model import Agenda, Minutes, NextMeeting, NotesFile, Participant, Source, Topic
from officebot.core.minutes.notes.attendance import (
    attendance_of,
    guessed,
    is_known,
    meant_by,
    only_people,
    participants_of,
    resolved,
    title_names,
    writer_of,
)
from officebot.core.minutes.notes.company import company_of
from officebot.core.minutes.notes.due import Days
from officebot.core.minutes.notes.due_words import is_month_first
from officebot.core.minutes.notes.marks import folded, unquoted
from officebot.core.minutes.notes.merging import merged
from officebot.core.minutes.notes.next_meeting import NextDay, following_of
from officebot.core.minutes.notes.outline import Section, sections
from officebot.core.minutes.notes.owners import Roster
from officebot.core.minutes.notes.participants import MOST_PEOPLE
from officebot.core.minutes.notes.rollcall import WRITER, Attended, Presence, RollCall, roll_call
from officebot.core.minutes.notes.sentence import Reader
from officebot.core.minutes.notes.topics import read_topic
from officebot.core.minutes.notes.verdicts import decision_lines
from officebot.core.problems import Problem
from officebot.core.text import Language, say

#: No notes are longer; what comes behind is said not to be read.
_LONGEST = 400_000
_STRUCK = expression(r"~~[^~\n]{1,500}~~|<(?:s|del|strike)>[^<\n]{1,500}</(?:s|del|strike)>", re.IGNORECASE)
_LANGUAGES: dict[str, Language] = {"fr": "fr", "en": "en"}


@dataclass(slots=True)
class _File:
    """One file as it is read: its text without what is struck through, its sections, who wrote it."""

    file: NotesFile
    text: str
    low: str
    language: Language
    sections: list[Section] = field(default_factory=list)
    roster: Roster = field(default_factory=lambda: Roster(people=()))
    roll: RollCall = field(default_factory=RollCall)


def draft_from_notes(
    files: Sequence[NotesFile],
    *,
    agenda: Agenda | None = None,
    people: Sequence[Participant] = (),
    when: date | None = None,
    language: str = "",
) -> Minutes:
    """The minutes that notes of one meeting hold; nothing in them that the notes do not say.

    `when` is the day of the meeting, from which days are reckoned. Without a language, that of most of the notes. What is
    not sure (who of two is meant, a day that is not named, a point of the agenda nobody spoke of) is among `problems`.
    """
    problems = [*_beyond(agenda, people)]
    people = people[:MOST_PEOPLE]
    read = [_opened(one, language, problems) for one in files]
    # The notes are read in their own language, whatever that of the minutes.
    spoken: Language = read[0].language if read else _LANGUAGES.get(language, "fr")
    when = when or (agenda.date if agenda is not None else None)
    points = agenda.points if agenda is not None else ()
    known = _people(read, people, spoken)
    for one in read:
        one.roster = _roster(one, known)
        names = [name for person in known for name in folded(person.name).replace("-", " ").split()]
        one.sections = sections(one.text, points, {name for name in names if len(name) > 1}, one.roll.lines)
    following = _following(read, when, agenda.title if agenda is not None else "")
    drafted: list[list[Topic]] = []
    for one in read:
        reader = Reader(
            file=one.file.name,
            text=one.text,
            low=one.low,
            roster=one.roster,
            days=Days(
                when=when,
                language=one.language,
                following=following.day if following is not None else None,
                month_first=is_month_first(one.text),
            ),
            language=one.language,
            problems=problems,
            decided=decision_lines(one.text),
            listed=one.roll.lines,
        )
        drafted.append([topic for section in one.sections if (topic := read_topic(reader, section)) is not None])
    topics = merged(drafted, points, problems)
    problems.extend(_not_spoken(topics, agenda))
    return Minutes(
        title=_title(agenda, read),
        date=when,
        language=_LANGUAGES.get(language, spoken),
        present=tuple(one.name for one in known if one.presence == "present"),
        excused=tuple(one.name for one in known if one.presence == "excused"),
        absent=tuple(one.name for one in known if one.presence == "absent"),
        topics=topics,
        next_meeting=_next_meeting(following),
        problems=tuple(_once(problems)),
    )


def _beyond(agenda: Agenda | None, people: Sequence[Participant]) -> Iterator[Problem]:
    """What of the agenda and of the list of people is more than is read."""
    if agenda is not None and len(agenda.points) > MOST_POINTS:
        yield Problem(where="", what=say("Only the first {count} points of the agenda were read.", count=MOST_POINTS))
    if len(people) > MOST_PEOPLE:
        yield Problem(
            where="", what=say("Only the first {count} of the list of people were read.", count=MOST_PEOPLE)
        )


def _opened(file: NotesFile, language: str, problems: list[Problem]) -> _File:
    text = file.text
    if len(text) > _LONGEST:
        problems.append(
            Problem(
                where=file.name,
                what=say("The notes are too long: only their first {count} characters were read.", count=_LONGEST),
            )
        )
        text = text[:_LONGEST]
    text, quoted = unquoted(text)
    if quoted:
        what = say("Mails quoted in the notes were not read as notes: {count}.", count=quoted)
        problems.append(Problem(where=file.name, what=what))
    text = _STRUCK.sub(lambda found: "~" * len(found[0]), text)
    spoken = language_of(text)
    known: Language = _LANGUAGES.get(spoken) or _LANGUAGES.get(language) or ("en" if spoken == "en" else "fr")
    if spoken == "mixed":
        known = "fr"
    return _File(file=file, text=text, low=folded(text), language=known, roll=roll_call(text))


def _people(read: Sequence[_File], people: Sequence[Participant], language: Language) -> tuple[Participant, ...]:
    """Everybody whom the notes may mean: the participants, and who stands in lists of the notes."""
    known = tuple(people)
    for one in read:
        said = [(person.name, person.presence) for person in one.roll.people]
        if one.roll.is_everybody:
            told = {meant_by(name, people) for name, _ in said}
            said += [(person.name, "present") for person in people if person.name not in told]
        if not any(presence == "present" for _, presence in said):
            said = _otherwise_told(one, known, people, language, said)
        names = participants_of(known, [pair for pair in said if pair[0] != WRITER], language)
        writer = writer_of(one.text, one.file.name, Roster(people=names, language=language))
        said = [(writer if name == WRITER else name, presence) for name, presence in said if name != WRITER or writer]
        known = _with_offices(participants_of(known, said, language), one.roll.people, language)
    roster = Roster(people=known, language=language)
    for one in read:
        known = (*known, *(Participant(name=name) for name in guessed(one.text, roster)))
        roster = Roster(people=known, language=language)
    return known


def _otherwise_told(
    one: _File,
    known: Sequence[Participant],
    people: Sequence[Participant],
    language: Language,
    said: list[tuple[str, Presence]],
) -> list[tuple[str, Presence]]:
    """Who was there where no list at the beginning says it: in sentences, in the title, in a row of the people known."""
    lines = [line for section in sections(one.text, ())[:2] for line in section.lines][:12]
    if not said:
        said = [pair for line in lines if (found := attendance_of(line)) is not None for pair in found.names]
    if not any(presence == "present" for _, presence in said):
        listed = company_of(one.text) or title_names(one.text)
        # A list without a word for it is believed of people who are known, where any are.
        named = Roster(people=known, language=language)
        listed = [name for name in listed if not people or is_known(name, named)]
        told = {name for name, _ in said}
        said = [*said, *((name, "present") for name in listed if name not in told)]
    if not said and known:
        roster = Roster(people=known, language=language)
        said = [(name, "present") for line in lines[:4] for name in only_people(line, roster)]
    return said


def _with_offices(
    known: Sequence[Participant], told: Sequence[Attended], language: Language
) -> tuple[Participant, ...]:
    """The people with the offices that the notes' own list gives them, and the firms that somebody came for."""
    made = {person.name: person for person in known}
    roster = Roster(people=known, language=language)
    for one in told:
        name = one.name if one.name in made else resolved(one.name, roster)
        if one.office and name in made and not made[name].role:
            made[name] = replace(made[name], role=one.office)
        if one.firm and one.firm not in made:
            made[one.firm] = Participant(name=one.firm)
    return tuple(made.values())


def _roster(one: _File, known: Sequence[Participant]) -> Roster:
    capitals = sum(1 for letter in one.text[:4_000] if letter.isupper())
    is_small = capitals * 60 < len(one.text[:4_000])
    roster = Roster(people=known, is_small=is_small, language=one.language)
    roster.writer = writer_of(one.text, one.file.name, roster)
    return roster


def _following(read: Sequence[_File], when: date | None, title: str) -> NextDay | None:
    """The next meeting, where a line of the notes names it: the last one with a day, else the last one."""
    found = [
        made
        for one in read
        for made in following_of(one.file.name, one.text, one.sections, when, one.language, title)
    ]
    with_day = [one for one in found if one.day is not None]
    return with_day[-1] if with_day else (found[-1] if found else None)


def _next_meeting(found: NextDay | None) -> NextMeeting | None:
    if found is None or found.day is None:
        return None
    source = Source(file=found.file, start=found.start, end=found.end)
    return NextMeeting(text=found.text, source=source, date=found.day, time=found.time, place=found.place)


def _title(agenda: Agenda | None, read: Sequence[_File]) -> str:
    if agenda is not None and agenda.title:
        return agenda.title
    for one in read:
        first = next((line for section in one.sections[:1] for line in section.lines[:1]), None)
        if first is not None and not (one.sections and one.sections[0].heading) and attendance_of(first) is None:
            return first.text.strip(" *_#=")[:120]
    return ""


def _not_spoken(topics: Sequence[Topic], agenda: Agenda | None) -> list[Problem]:
    """The points of the agenda that no notes are about."""
    if agenda is None:
        return []
    told = {
        topic.point for topic in topics if topic.summary or topic.decisions or topic.actions or topic.disagreements
    }
    return [
        Problem(where="", what=say("The notes say nothing about “{point}” of the agenda.", point=point.heading))
        for point in agenda.points
        if point.number not in told
    ]


def _once(problems: Sequence[Problem]) -> list[Problem]:
    return list(dict.fromkeys(problems))
