"""Minutes as JSON, from which the very same minutes are made again. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from officebot.core.minutes.model import ActionPoint, Minutes, NextMeeting, Passage, Source, Topic
from officebot.core.problems import Problem
from officebot.core.text import Text

#: Of the form; one that is newer is refused, so that nothing is lost by an older program.
FORM = 1


def to_stored(minutes: Minutes) -> dict[str, Any]:
    """All that the minutes hold, as a JSON object: `from_stored` gives equal minutes."""
    return {
        "form": FORM,
        "title": minutes.title,
        "date": _day(minutes.date),
        "language": minutes.language,
        "present": list(minutes.present),
        "excused": list(minutes.excused),
        "absent": list(minutes.absent),
        "topics": [_topic(one) for one in minutes.topics],
        "next_meeting": _next_meeting(minutes.next_meeting),
        "problems": [_problem(one) for one in minutes.problems],
    }


def from_stored(stored: Mapping[str, Any]) -> Minutes:
    """The minutes that `to_stored` wrote. Raises ValueError for what it never wrote, and for a newer form."""
    if stored.get("form") != FORM:
        raise ValueError(f"minutes of the form {stored.get('form')!r}, not {FORM}")
    try:
        return Minutes(
            title=stored["title"],
            date=_day_in(stored["date"]),
            language=stored["language"],
            present=tuple(stored["present"]),
            excused=tuple(stored["excused"]),
            absent=tuple(stored["absent"]),
            topics=tuple(_topic_in(one) for one in stored["topics"]),
            next_meeting=_next_meeting_in(stored["next_meeting"]),
            problems=tuple(_problem_in(one) for one in stored["problems"]),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"these are no stored minutes: {error}") from error


# ── to JSON ───────────────────────────────────────────────────────────────────────────────────────────────


def _topic(topic: Topic) -> dict[str, Any]:
    return {
        "heading": topic.heading,
        "point": topic.point,
        "summary": _passages(topic.summary),
        "decisions": _passages(topic.decisions),
        "actions": [_action(one) for one in topic.actions],
        "disagreements": _passages(topic.disagreements),
    }


def _passages(passages: Sequence[Passage]) -> list[dict[str, Any]]:
    return [{"text": one.text, "source": _source(one.source), "speaker": one.speaker} for one in passages]


def _action(action: ActionPoint) -> dict[str, Any]:
    return {
        "what": action.what,
        "who": list(action.who),
        "due": _day(action.due),
        "source": _source(action.source),
        "quote": action.quote,
        "due_words": action.due_words,
        "doubt": action.doubt,
    }


def _next_meeting(meeting: NextMeeting | None) -> dict[str, Any] | None:
    if meeting is None:
        return None
    at = meeting.time.isoformat() if meeting.time is not None else None
    return {"text": meeting.text, "source": _source(meeting.source), "date": _day(meeting.date), "time": at,
            "place": meeting.place}  # fmt: skip


def _source(source: Source) -> dict[str, Any]:
    return {"file": source.file, "start": source.start, "end": source.end, "unit": source.unit}


def _problem(problem: Problem) -> dict[str, Any]:
    at = problem.at.to_json() if problem.at is not None else None
    return {"where": problem.where, "what": problem.what.to_json(), "at": at}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


# ── and back ──────────────────────────────────────────────────────────────────────────────────────────────


def _topic_in(stored: Mapping[str, Any]) -> Topic:
    return Topic(
        heading=stored["heading"],
        point=stored["point"],
        summary=_passages_in(stored["summary"]),
        decisions=_passages_in(stored["decisions"]),
        actions=tuple(_action_in(one) for one in stored["actions"]),
        disagreements=_passages_in(stored["disagreements"]),
    )


def _passages_in(stored: Sequence[Mapping[str, Any]]) -> tuple[Passage, ...]:
    return tuple(
        Passage(text=one["text"], source=_source_in(one["source"]), speaker=one["speaker"]) for one in stored
    )


def _action_in(stored: Mapping[str, Any]) -> ActionPoint:
    return ActionPoint(
        what=stored["what"],
        who=tuple(stored["who"]),
        due=_day_in(stored["due"]),
        source=_source_in(stored["source"]),
        quote=stored["quote"],
        due_words=stored["due_words"],
        doubt=stored["doubt"],
    )


def _next_meeting_in(stored: Mapping[str, Any] | None) -> NextMeeting | None:
    if stored is None:
        return None
    return NextMeeting(
        text=stored["text"],
        source=_source_in(stored["source"]),
        date=_day_in(stored["date"]),
        time=time.fromisoformat(stored["time"]) if stored["time"] is not None else None,
        place=stored["place"],
    )


def _source_in(stored: Mapping[str, Any]) -> Source:
    return Source(file=stored["file"], start=stored["start"], end=stored["end"], unit=stored["unit"])


def _problem_in(stored: Mapping[str, Any]) -> Problem:
    at = Text.from_json(stored["at"]) if stored["at"] is not None else None
    return Problem(where=stored["where"], what=Text.from_json(stored["what"]), at=at)


def _day_in(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored is not None else None
