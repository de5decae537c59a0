"""Minutes as a draft holds them: topics with what was said, decided and undertaken, each with the words it came from. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Literal, TypeAlias

from officebot.core.problems import Problem
from officebot.core.text import Language

#: What a source counts in: the characters of a text, or the seconds of a recording.
Unit: TypeAlias = Literal["characters", "seconds"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where something was read: from `start` to before `end` in a file, in characters of its text or in seconds."""

    file: str
    start: float
    end: float
    unit: Unit = "characters"

    def to_json(self) -> dict[str, Any]:
        """`{"file", "from", "to"}`: whole numbers for characters, hundredths for seconds."""
        if self.unit == "characters":
            return {"file": self.file, "from": int(self.start), "to": int(self.end)}
        return {"file": self.file, "from": round(self.start, 2), "to": round(self.end, 2)}


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesFile:
    """One file of notes as text; offsets of sources count in `text`."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody who belongs to a meeting. `presence` is "" where nobody said whether they came."""

    name: str
    address: str = ""
    role: str = ""
    presence: Literal["", "present", "excused", "absent"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaPoint:
    """One point of an agenda, as it is worded; `number` is its own, or its place counted from 1."""

    number: int
    heading: str
    presenter: str = ""
    minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What a meeting is to speak of, in order."""

    points: tuple[AgendaPoint, ...] = ()
    title: str = ""
    date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence of the minutes. Its words are words of its source; `speaker` is who said it, where that is known."""

    text: str
    source: Source
    speaker: str = ""

    def to_json(self) -> dict[str, Any]:
        """`{"text", "source"}`, with the speaker where there is one."""
        told: dict[str, Any] = {"text": self.text, "source": self.source.to_json()}
        return {**told, "speaker": self.speaker} if self.speaker else told


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPoint:
    """Something that somebody is to do after the meeting.

    `who` are names, full where the people are known, as written where not; none where nobody was named. `due` is the day
    by which, reckoned from the day of the meeting; `due_words` are the words it came from.
    """

    what: str
    who: tuple[str, ...] = ()
    due: date | None = None
    source: Source
    quote: str = ""
    due_words: str = ""
    #: What is not sure about it, for the person who reads the draft: "" or one of "owner", "due", "both".
    doubt: Literal["", "owner", "due", "both"] = ""

    def to_json(self) -> dict[str, Any]:
        """`who` is one text, names parted by commas, "" for nobody; `due` is ISO or null."""
        due = self.due.isoformat() if self.due is not None else None
        return {"what": self.what, "who": ", ".join(self.who), "due": due, "source": self.source.to_json()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What was said under one heading. `point` is the number of the agenda's point, 0 for what was not foreseen."""

    heading: str
    point: int = 0
    summary: tuple[Passage, ...] = ()
    decisions: tuple[Passage, ...] = ()
    actions: tuple[ActionPoint, ...] = ()
    disagreements: tuple[Passage, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As the command prints it."""
        return {
            "heading": self.heading,
            "summary": [one.to_json() for one in self.summary],
            "decisions": [one.to_json() for one in self.decisions],
            "actions": [one.to_json() for one in self.actions],
            "disagreements": [one.to_json() for one in self.disagreements],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NextMeeting:
    """When one meets again, as far as it was said."""

    text: str
    source: Source
    date: date | None = None
    time: time | None = None
    place: str = ""

    def to_json(self) -> dict[str, Any]:
        """`{"text", "date", "time", "place", "source"}`; day and time in ISO form or null."""
        return {
            "text": self.text,
            "date": self.date.isoformat() if self.date is not None else None,
            "time": self.time.isoformat("minutes") if self.time is not None else None,
            "place": self.place,
            "source": self.source.to_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """Minutes of one meeting. `problems` says what the drafter is not sure of, for the person who reads the draft."""

    title: str = ""
    date: date | None = None
    language: Language = "fr"
    present: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    next_meeting: NextMeeting | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def actions(self) -> Iterator[tuple[Topic, ActionPoint]]:
        """Every action with its topic, in order: A1, A2, … of the document."""
        return ((topic, action) for topic in self.topics for action in topic.actions)

    @property
    def unassigned(self) -> tuple[tuple[Topic, ActionPoint], ...]:
        """The actions that nobody was named for, or of which it is not sure who was meant."""
        return tuple((topic, one) for topic, one in self.actions if not one.who or one.doubt in ("owner", "both"))

    def to_json(self) -> dict[str, Any]:
        """As `officebot minutes draft --json` prints it; `unassigned` are actions that stand under their item, too."""
        return {
            "title": self.title,
            "date": self.date.isoformat() if self.date is not None else None,
            "language": self.language,
            "present": list(self.present),
            "excused": list(self.excused),
            "absent": list(self.absent),
            "items": [topic.to_json() for topic in self.topics],
            "next_meeting": self.next_meeting.to_json() if self.next_meeting is not None else None,
            "unassigned": [{**one.to_json(), "heading": topic.heading} for topic, one in self.unassigned],
            "problems": [one.what.render(self.language) for one in self.problems],
        }
