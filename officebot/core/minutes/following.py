"""Action points as the ledger keeps them until they are closed: noted from minutes, and listed for the next agenda. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from officebot.core.actions import NoteItem
from officebot.core.minutes.model import ActionPoint, Minutes, Topic
from officebot.core.people import People
from officebot.core.proposals import Item
from officebot.core.text import Text, counted, one_line, plain, say
from officebot.core.worktime import WorkingTime

#: The kind of the ledger's items, and how their keys begin.
ACTION, KEY = "action", "action:"
#: More than this of what happened to one point nobody reads.
_MOST_EVENTS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to an action point: on a day (ISO), what, by whom, in which words, to which due day."""

    at: str
    what: str
    by: str = ""
    words: str = ""
    due: str = ""

    def to_json(self) -> dict[str, Any]:
        """A JSON object; empty values are left out."""
        told = {"at": self.at, "what": self.what, "by": self.by, "words": self.words, "due": self.due}
        return {name: value for name, value in told.items() if value}

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> Event:
        """The Event that `to_json` wrote."""
        known = ("at", "what", "by", "words", "due")
        return Event(**{name: str(stored.get(name, "")) for name in known})


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """An action point under way. `owners` are addresses of the office's people, `who` the names as the minutes have them.

    `number` is that of the minutes, A3 of the document; `status` is "", "doing", "partly" or "blocked", `status_words`
    what its owner said; `meeting` names the recurring meeting, `held` is the day of the one that noted it.
    """

    key: str
    what: str
    number: int = 0
    who: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    due: date | None = None
    meeting: str = ""
    meeting_title: str = ""
    held: date | None = None
    minutes: str = ""
    quote: str = ""
    chair: str = ""
    secretary: str = ""
    circle: str = ""
    subject: str = ""
    status: str = ""
    status_words: str = ""
    history: tuple[Event, ...] = ()
    is_open: bool = True
    #: All that the item's source holds, what others put there among it.
    source: Mapping[str, Any] | None = None

    @property
    def is_settled(self) -> bool:
        """Whether somebody of the office is named for it, and a day."""
        return bool(self.owners) and self.due is not None

    @property
    def last(self) -> Event | None:
        """What happened to it last."""
        return self.history[-1] if self.history else None

    def with_event(self, event: Event, **changed: Any) -> Followed:
        """The point after something happened to it; what it has heard already, read once more, is no second event."""
        history = self.history if event in self.history else (*self.history, event)[-_MOST_EVENTS:]
        return replace(self, history=history, **changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAction:
    """A line of the next agenda: what is open, whose it is, until when, and how it stands in words."""

    key: str
    number: int
    what: str
    who: str
    due: date | None
    state: Text
    held: date | None = None


def items_of(
    minutes: Minutes,
    meeting: str,
    people: People,
    working: WorkingTime,
    *,
    path: str = "",
    subject: str = "",
    circle: str = "",
    chair: str = "",
    secretary: str = "",
    known: Iterable[Item] = (),
) -> tuple[NoteItem, ...]:
    """The items that follow the actions of minutes, A1, A2, … in order; the same action twice is one.

    `meeting` names the recurring meeting; `path` is the minutes' document, `subject` that of the mail which brings them to
    people, so that answers to it are understood; `chair` and `secretary` are addresses. `known` are the action points that
    are noted already: one that is open still, and undertaken anew, keeps its history.
    """
    before = {item.key: item for item in known if item.state == "open"}
    found: dict[str, NoteItem] = {}
    for number, (topic, action) in enumerate(minutes.actions, 1):
        point = _followed(minutes, topic, action, number, meeting, people)
        point = replace(point, minutes=path, subject=subject, circle=circle, chair=chair.lower(),
                        secretary=secretary.lower())  # fmt: skip
        if point.key in before:
            point = _again(followed(before[point.key], working), point)
        found.setdefault(point.key, note_of(point, working))
    return tuple(found.values())


def key_of(meeting: str, what: str, who: Sequence[str]) -> str:
    """The key of an action point: the meeting, and what is to be done by whom, however it is capitalised."""
    said = [" ".join(plain(what).split()), *sorted(" ".join(plain(one).split()) for one in who)]
    return f"{KEY}{meeting}:{hashlib.sha256(chr(0).join(said).encode('utf-8', 'replace')).hexdigest()[:12]}"


def followed(item: Item, working: WorkingTime) -> Followed:
    """The action point that an item holds."""
    source = item.source
    status = source.get("status")
    told = status if isinstance(status, Mapping) else {}
    return Followed(
        key=item.key,
        what=item.title,
        number=int(source.get("number") or 0),
        who=_texts(source.get("who")),
        owners=_texts(source.get("owners")) or ((item.owner,) if item.owner else ()),
        due=working.local(item.due).date() if item.due is not None else None,
        meeting=str(source.get("meeting", "")),
        meeting_title=str(source.get("meeting_title", "")),
        held=_day(source.get("date")),
        minutes=str(source.get("minutes", "")),
        quote=str(source.get("quote", "")),
        chair=str(source.get("chair", "")),
        secretary=str(source.get("secretary", "")),
        circle=item.circle,
        subject=str(source.get("subject", "")),
        status=str(told.get("state", "")),
        status_words=str(told.get("words", "")),
        history=tuple(Event.from_json(one) for one in source.get("history") or () if isinstance(one, Mapping)),
        is_open=item.state == "open",
        source=source,
    )


def note_of(point: Followed, working: WorkingTime) -> NoteItem:
    """The action that writes an action point into the ledger."""
    told: dict[str, Any] = {
        "meeting": point.meeting,
        "meeting_title": point.meeting_title,
        "date": point.held.isoformat() if point.held is not None else "",
        "minutes": point.minutes,
        "number": point.number,
        "what": point.what,
        "who": list(point.who),
        "owners": list(point.owners),
        "due": point.due.isoformat() if point.due is not None else "",
        "all_day": True,
        "quote": point.quote,
        "chair": point.chair,
        "secretary": point.secretary,
        "subject": point.subject,
        "status": {"state": point.status, "words": point.status_words} if point.status else {},
        "history": [one.to_json() for one in point.history],
    }
    return NoteItem(
        item_kind=ACTION,
        key=point.key,
        title=point.what,
        owner=point.owners[0] if point.owners else "",
        due=working.end_of(point.due) if point.due is not None else None,
        source={**(point.source or {}), **told},
        circle=point.circle,
    )


def open_actions(items: Iterable[Item], meeting: str, today: date, working: WorkingTime) -> tuple[OpenAction, ...]:
    """The lines of a meeting's next agenda: what is open, the latest first, those without a day last.

    Closed items may be among `items`: of these the ones that were reported done stand behind, so that the meeting hears it.
    """
    points = [
        followed(item, working) for item in items if item.kind == ACTION and item.source.get("meeting") == meeting
    ]
    kept = [one for one in points if one.is_open or (one.last is not None and one.last.what == "done")]
    kept.sort(key=lambda one: (not one.is_open, one.due is None, one.due or date.max, one.number, one.key))
    return tuple(
        OpenAction(key=one.key, number=one.number, what=one.what, who=", ".join(one.who), due=one.due,
                   state=state_in_words(one, today, working), held=one.held)
        for one in kept
    )  # fmt: skip


def state_in_words(point: Followed, today: date, working: WorkingTime) -> Text:
    """How an action point stands: open, late by so many working days, blocked, moved, reported done or closed."""
    last = point.last
    if not point.is_open:
        is_done = last is not None and last.what == "done"
        day = _day(last.at) if last is not None else None
        return say("reported done on {day}", day=day) if is_done else say("closed")
    if point.status == "blocked":
        return say("blocked: {words}", words=one_line(point.status_words, 120))
    late = days_late(point, today, working)
    if late:
        return counted("late by {count} working day", "late by {count} working days", late)
    if last is not None and last.what == "moved" and point.due is not None:
        return say("moved to {day}", day=point.due)
    if point.status == "partly":
        return say("done in part")
    return say("under way") if point.status == "doing" else say("still open")


def days_late(point: Followed, today: date, working: WorkingTime) -> int:
    """How many working days have begun since its day was over; 0 where it is not late, or has none."""
    if point.due is None or not point.is_open or point.due >= today:
        return 0
    return max(1, working.working_days_between(point.due, today))


def _followed(
    minutes: Minutes, topic: Topic, action: ActionPoint, number: int, meeting: str, people: People
) -> Followed:
    """The action of the minutes; nobody is taken for its owner where it is not sure who was meant."""
    is_doubtful = action.doubt in ("owner", "both")
    meant = [] if is_doubtful else [people.meant(name) for name in action.who]
    owners = dict.fromkeys(found[0].address for found in meant if len(found) == 1)
    what = one_line(action.what, 300)
    held = minutes.date
    return Followed(
        key=key_of(meeting, what, action.who),
        what=what,
        number=number,
        who=tuple(one_line(name, 80) for name in action.who),
        owners=tuple(owners),
        due=action.due,
        meeting=meeting,
        meeting_title=one_line(minutes.title, 120),
        held=held,
        quote=one_line(action.quote, 300),
        history=(Event(at=held.isoformat() if held is not None else "", what="noted"),),
        source={**action.source.to_json(), "topic": one_line(topic.heading, 120), "due_words": action.due_words,
                "doubt": action.doubt},
    )  # fmt: skip


def _again(before: Followed, now: Followed) -> Followed:
    """An open point that a further meeting took up: the new day, the old history."""
    at = now.held.isoformat() if now.held is not None else ""
    if any(one.at == at and one.what in ("noted", "again") for one in before.history):
        return replace(now, history=before.history, due=before.due, status=before.status,
                       status_words=before.status_words)  # fmt: skip
    due = now.due if now.due is not None else before.due
    event = Event(at=at, what="again", due=due.isoformat() if due is not None else "")
    return replace(now, due=due, history=before.history).with_event(event)


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(one) for one in value) if isinstance(value, list | tuple) else ()


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None
