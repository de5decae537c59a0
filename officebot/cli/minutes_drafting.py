"""Files of a meeting become minutes, and minutes a document: what the commands about minutes share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from officebot.core.expressions import expression
from officebot.core.minutes.arrived import TRANSCRIPTS
from officebot.core.minutes.model import Agenda, Minutes, NotesFile, Participant
from officebot.core.minutes.page import TEMPLATE, Properties, page_of
from officebot.core.minutes.titles_day import meeting_day
from officebot.core.problems import Problem, UserError
from officebot.core.text import Language, Text, plain, say
from officebot.resources import packaged

if TYPE_CHECKING:
    from officebot.connectors.workers import WorkerPool

#: What a document of minutes can be; the template of each comes with officebot.
ENDINGS: Mapping[str, str] = {".docx": f"{TEMPLATE}.docx", ".pdf": f"{TEMPLATE}.typ", ".html": f"{TEMPLATE}.html"}
_CHAIR = expression(r"\b(?:president|presidente|chair|chairman|chairwoman|chairperson|animateur|animatrice)\b")
_SECRETARY = expression(r"\b(?:secretaire|secretary|redacteur|redactrice|minute[ -]taker|minutes)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What minutes are to be made of: either notes or transcripts of one meeting, and what else is known of it."""

    notes: tuple[Path, ...] = ()
    transcripts: tuple[Path, ...] = ()
    agenda: Path | None = None
    people: Path | None = None
    language: Language | None = None
    day: date | None = None
    title: str = ""

    @property
    def files(self) -> tuple[Path, ...]:
        """All files that are read."""
        return (*self.notes, *self.transcripts, *(one for one in (self.agenda, self.people) if one is not None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """Minutes with what the document says of itself."""

    minutes: Minutes
    properties: Properties


def drafted(asked: Asked, workers: WorkerPool) -> Drafted:
    """The minutes. Raises UserError, a sentence for each file that cannot be read, and where there is nothing to read."""
    from officebot.connectors.minutes_files import texts_apart
    from officebot.core.minutes.agenda import read_agenda
    from officebot.core.minutes.notes.participants import read_participants

    if bool(asked.notes) == bool(asked.transcripts):
        raise UserError(say("Minutes are made of notes or of a transcript: give --notes or --transcript, not both."))
    texts = texts_apart(asked.files, workers)
    main = texts[: len(asked.notes) + len(asked.transcripts)]
    _insist_on_notes(main[: len(asked.notes)])
    more = iter(texts[len(main) :])
    agenda = read_agenda(next(more).text) if asked.agenda is not None else None
    people = read_participants(_of_people(next(more))) if asked.people is not None else ()
    day = asked.day or (agenda.date if agenda is not None else None) or meeting_day(main)
    made = _draft(asked, main, agenda, people, day)
    title = asked.title or made.title or (agenda.title if agenda is not None else "")
    return Drafted(
        minutes=replace(made, title=title, date=made.date or day),
        properties=Properties(
            chair=_of_role(people, _CHAIR), secretary=_of_role(people, _SECRETARY), files=tuple(one.name for one in main)
        ),
    )  # fmt: skip


def _draft(
    asked: Asked, texts: Sequence[NotesFile], agenda: Agenda | None, people: Sequence[Participant], day: date | None
) -> Minutes:
    if asked.notes:
        from officebot.core.minutes.notes.drafting import draft_from_notes

        return draft_from_notes(texts, agenda=agenda, people=people, when=day, language=asked.language or "")
    from officebot.core.minutes.transcripts.drafting import draft_from_transcript
    from officebot.core.minutes.transcripts.reading import read_transcript

    if len(texts) > 1:
        raise UserError(say("A draft is made of one transcript: join them into one file first."))
    transcript = read_transcript(texts[0].text, name=texts[0].name)
    if not transcript.is_timed and not transcript.speakers and len(_NOTED.findall(texts[0].text)) >= _LEAST_NOTED:
        what = say("Nobody speaks in it, and its lines are those of notes: give it with --notes.")
        raise UserError(Problem(where=texts[0].name, what=what))
    return draft_from_transcript(transcript, agenda=agenda, people=people, when=day, language=asked.language)


#: Headings and bullets, as notes have them and no recording.
_NOTED = expression(r"^\s{0,8}(?:#{1,6}|[-*•])\s", re.MULTILINE)
_LEAST_NOTED = 3


def _insist_on_notes(files: Sequence[NotesFile]) -> None:
    """Raises UserError for what is given as notes and is a transcript, or has no words."""
    problems = []
    for one in files:
        if Path(one.name).suffix.lower() in TRANSCRIPTS or one.text.lstrip("\ufeff").startswith("WEBVTT"):
            problems.append(Problem(where=one.name, what=say("This is a transcript: give it with --transcript.")))
        elif not any(letter.isalnum() for letter in one.text):
            problems.append(Problem(where=one.name, what=say("The notes hold no words.")))
    if problems:
        raise UserError(problems)


def _of_people(file: NotesFile) -> str:
    """The text of a list of people. Raises UserError for a template: its signs are nobody's name."""
    if "{{" in file.text or "{%" in file.text:
        raise UserError(
            Problem(where=file.name, what=say("This is a template, no list of people: give it with --template."))
        )
    return file.text


def _of_role(people: Sequence[Participant], role: re.Pattern[str]) -> str:
    """Who has this role, where exactly one has."""
    found = [one.name for one in people if role.search(plain(one.role))]
    return found[0] if len(found) == 1 else ""


def document(made: Drafted, out: Path, template: str | None) -> bytes:
    """The draft as the document that the ending asks for, by a template of one's own or by ours. Raises UserError."""
    from officebot.connectors import rendering

    ending = out.suffix.lower()
    language = made.minutes.language
    data = dict(page_of(made.minutes, language=language, properties=made.properties))
    if template is not None:
        return _by_own(template, data, out, language)
    if ending not in ENDINGS:
        raise UserError(no_such_kind(ending))
    folders = (packaged("templates"),)
    match ending:
        case ".docx":
            return rendering.keep(ENDINGS[ending], language, folders).office_file(data)
        case ".pdf":
            return rendering.pdf(ENDINGS[ending], data, language, folders, seconds=rendering.OFFICE_SECONDS)
    return rendering.render(ENDINGS[ending], data, language, folders).encode()


def _by_own(template: str, data: Mapping[str, Any], out: Path, language: Language) -> bytes:
    from officebot.cli.commands.document_render import made
    from officebot.cli.templates import named

    found = named(template)
    files = made(found.kept(language), data, out, with_pdf=False)
    return files[out]


def spare(asked: Asked, out: Path) -> None:
    """Raises UserError where the draft would be written over what it is made of."""
    if out.resolve() in {one.resolve() for one in asked.files}:
        raise UserError(say("{file} is what the minutes are made of: name another file.", file=str(out)))


def no_such_kind(ending: str) -> Text:
    """That minutes are not written as such a file."""
    return say("Minutes are written as {endings}, not as “{ending}”.", endings=list(ENDINGS), ending=ending[:20])
