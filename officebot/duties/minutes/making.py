"""Minutes made and shown: drafted from what came, as the data of a document, as the words of a letter. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from officebot.core.filenames import safe_name
from officebot.core.minutes import page, titles
from officebot.core.minutes.agenda import read_agenda
from officebot.core.minutes.arrived import ArrivedFile
from officebot.core.minutes.following import open_actions
from officebot.core.minutes.model import ActionPoint, Agenda, AgendaPoint, Minutes, NotesFile, Participant
from officebot.core.minutes.notes.drafting import draft_from_notes
from officebot.core.minutes.notes.participants import read_participants
from officebot.core.minutes.transcripts import draft_from_transcript, read_transcript
from officebot.core.minutes.transcripts.drafting import owner_in_doubt
from officebot.core.problems import Problem
from officebot.core.text import Language, Text, in_words, one_line, plain, say
from officebot.duties.minutes.observe import Facts
from officebot.duties.minutes.occasions import (
    Occasion,
    invited_to,
    language_of,
    name_of,
    participants_of,
    secretary_of,
)

#: More of them than this no letter asks.
_MOST_QUESTIONS = 12


def drafted(facts: Facts, occasion: Occasion, files: Sequence[ArrivedFile], agenda: Sequence[str]) -> Minutes:
    """The draft of an occasion's minutes. Notes count before a transcript: somebody chose what stands in them."""
    language = language_of(occasion.meeting, facts.office)
    people = _people(facts, occasion, files)
    points = _agenda(files, agenda)
    notes = [NotesFile(name=name, text=one.text) for name, one in _named(files, "notes")]
    if notes:
        made = draft_from_notes(notes, agenda=points, people=people, when=occasion.day, language=language)
    else:
        read = [read_transcript(one.text, name=name) for name, one in _named(files, "transcript")]
        made = draft_from_transcript(read[0], agenda=points, people=people, when=occasion.day, language=language)
        made = _besides(made, [one.file for one in read[1:]])
    made = replace(made, title=one_line(occasion.meeting.title), date=occasion.day, language=language)
    if not (made.present or made.excused or made.absent):
        made = replace(made, present=_who(people, "present"), excused=_who(people, "excused"))
    return made


def _besides(made: Minutes, files: Sequence[str]) -> Minutes:
    """The draft, with the transcripts that it was not made of said."""
    unread = tuple(
        Problem(where=one, what=say("{file} is filed and was not drafted: one transcript makes a draft.", file=one))
        for one in files
    )
    return replace(made, problems=(*made.problems, *unread))


def _people(facts: Facts, occasion: Occasion, files: Sequence[ArrivedFile]) -> tuple[Participant, ...]:
    """Who belongs to it with what they answered, and whom else of the office the files name in full; a list of
    participants that came says it better."""
    known = (*participants_of(occasion, facts.office), *_named_besides(facts, occasion, files))
    listed = [person for one in files if one.kind == "people" for person in read_participants(one.text)]
    if not listed:
        return known
    by_name = {person.name.casefold(): person for person in listed}
    by_address = {person.address.casefold(): person for person in listed if person.address}
    told = []
    for one in known:
        found = by_address.get(one.address) or by_name.get(one.name.casefold())
        told.append(one if found is None else replace(one, presence=found.presence or "present"))
    names, addresses = {one.name.casefold() for one in known}, {one.address for one in known}
    others = (one for one in listed if one.name.casefold() not in names and one.address.casefold() not in addresses)
    return (*told, *(replace(one, presence=one.presence or "present") for one in others))


def _named_besides(facts: Facts, occasion: Occasion, files: Sequence[ArrivedFile]) -> Iterator[Participant]:
    """People of the office who do not belong to the meeting, and whose full names stand in what came: actions are theirs."""
    own = invited_to(occasion, facts.office)
    said = " ".join(plain(" ".join(one.text for one in files)).split())
    for person in facts.office.people.all:
        if person.address not in own and " " in person.name and plain(person.name) in said:
            yield Participant(name=person.name, address=person.address, role=person.role)


def _agenda(files: Sequence[ArrivedFile], sent: Sequence[str]) -> Agenda | None:
    """The agenda that came with the notes; else the one that went out."""
    came = next((read_agenda(one.text) for one in files if one.kind == "agenda"), None)
    if came is not None and came.points:
        return came
    points = tuple(AgendaPoint(number=number, heading=one) for number, one in enumerate(sent, 1))
    return Agenda(points=points) if points else None


def _named(files: Sequence[ArrivedFile], kind: str) -> Iterator[tuple[str, ArrivedFile]]:
    """The files of a kind, no two with one name: a source names its file."""
    names: dict[str, int] = {}
    for one in files:
        if one.kind != kind:
            continue
        count = names[one.name] = names.get(one.name, 0) + 1
        yield one.name if count == 1 else f"{one.name} ({count})", one


def _who(people: Sequence[Participant], presence: str) -> tuple[str, ...]:
    return tuple(one.name for one in people if one.presence == presence)


# ── shown ─────────────────────────────────────────────────────────────────────────────────────────────────


def data_of(
    facts: Facts, occasion: Occasion, minutes: Minutes, version: int, files: Sequence[str], *, is_draft: bool
) -> Mapping[str, Any]:
    """What the template of the minutes is filled in with."""
    secretary = secretary_of(occasion.meeting, facts.office)
    still_open = open_actions(facts.actions, occasion.key, occasion.day, facts.office.working_time)
    about = page.Properties(
        office=facts.office.name,
        place=one_line(occasion.place),
        chair=name_of(occasion.meeting.chair, facts.office),
        secretary=secretary.name if secretary is not None else "",
        reference=f"{one_line(occasion.meeting.title, 100)} {occasion.day.isoformat()}",
        confidentiality=say("Confidential").render(minutes.language) if occasion.meeting.circle else "",
        version=version,
        files=tuple(files) if is_draft else (),
        open_actions=tuple(
            page.OpenAction(what=one.what, who=one.who, due=one.due, state=one.state.render(minutes.language))
            for one in still_open
        ),
    )
    return page.page_of(minutes, language=minutes.language, draft=is_draft, properties=about)


def path_of(occasion: Occasion, minutes: Minutes, version: int, *, is_draft: bool, ending: str = ".docx") -> str:
    """Where a version of the minutes is written."""
    name = titles.file_name(minutes.title, occasion.day, minutes.language, is_draft=is_draft, version=version)
    return f"{occasion.folder}/{safe_name(name, 100)}{ending}"


def decision_lines(minutes: Minutes) -> list[str]:
    """The decisions, D1, D2, … as the document numbers them."""
    told = [one.text for topic in minutes.topics for one in topic.decisions]
    return [f"D{number} {one_line(text, 300)}" for number, text in enumerate(told, 1)]


def action_lines(minutes: Minutes) -> list[str]:
    """The actions, A1, A2, … as the document numbers them: what, who, until when."""
    return [
        f"A{number} {one_line(one.what, 300)} – {titles.who_in_words(one.who, minutes.language)}, "
        f"{_until(one, minutes.language)}"
        for number, (_, one) in enumerate(minutes.actions, 1)
    ]


def _until(action: ActionPoint, language: Language) -> str:
    if action.due is not None:
        return in_words(action.due, language)
    return one_line(action.due_words, 80) or titles.no_day(language)


def questions_of(minutes: Minutes) -> list[Text]:
    """What a draft leaves open: actions without an owner or a day, names that may be several people, doubts."""
    told = [
        question
        for number, (_, one) in enumerate(minutes.actions, 1)
        for question in _about(number, one)
    ]  # fmt: skip
    # Whether it is the one who was noted is asked above.
    asked = [owner_in_doubt(one) for _, one in minutes.actions]
    told += [one.what for one in minutes.problems if one.what not in asked]
    return told[:_MOST_QUESTIONS]


def _about(number: int, action: ActionPoint) -> Iterator[Text]:
    what, who = one_line(action.what, 120), ", ".join(action.who)
    is_unsure = action.doubt in ("owner", "both")
    if not action.who and action.due is None:
        yield say("A{number} “{what}”: who, and until when?", number=number, what=what)
        return
    if not action.who or is_unsure:
        asked = say("A{number} “{what}”: is it {who}?", number=number, what=what, who=who)
        yield asked if action.who else say("A{number} “{what}”: who?", number=number, what=what)
    if action.due is None:
        yield say("A{number} “{what}”: until when?", number=number, what=what)
    elif action.doubt in ("due", "both"):
        yield say("A{number} “{what}”: is it {day}?", number=number, what=what, day=action.due)
