"""The places of minutes, each with its words: counted as the document counts them, changed one at a time. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, TypeAlias

from officebot.core.minutes.model import ActionPoint, Minutes, Passage, Topic
from officebot.core.text import Text, one_line, say

#: heading, summary, decision, action, disagreement.
Kind: TypeAlias = Literal["h", "s", "d", "a", "x"]
_LISTS: dict[Kind, str] = {"s": "summary", "d": "decisions", "a": "actions", "x": "disagreements"}


@dataclass(frozen=True, slots=True)
class Place:
    """One place: its kind, its topic and its number within it, both counted from 1; a heading has the number 0."""

    kind: Kind
    topic: int
    number: int = 0


def places_of(minutes: Minutes) -> Iterator[Place]:
    """All places, in the order in which the document shows them."""
    for number, topic in enumerate(minutes.topics, 1):
        yield Place("h", number)
        for kind in _LISTS:
            yield from (Place(kind, number, one) for one in range(1, len(held(topic, kind)) + 1))


def held(topic: Topic, kind: Kind) -> tuple[Passage | ActionPoint, ...]:
    """What a topic holds of a kind."""
    found: tuple[Passage | ActionPoint, ...] = getattr(topic, _LISTS[kind])
    return found


def words_at(minutes: Minutes, place: Place) -> str:
    """The words that stand there; of an action what is to be done."""
    topic = minutes.topics[place.topic - 1]
    if place.kind == "h":
        return topic.heading
    one = held(topic, place.kind)[place.number - 1]
    return one.what if isinstance(one, ActionPoint) else one.text


def action_at(minutes: Minutes, place: Place) -> ActionPoint:
    """The action that stands there."""
    return minutes.topics[place.topic - 1].actions[place.number - 1]


def with_words(minutes: Minutes, place: Place, words: str) -> Minutes:
    """The minutes with other words there; where they were read stays."""
    if place.kind == "h":
        return _with_topic(minutes, place.topic, replace(minutes.topics[place.topic - 1], heading=words))
    one = held(minutes.topics[place.topic - 1], place.kind)[place.number - 1]
    changed = replace(one, what=words) if isinstance(one, ActionPoint) else replace(one, text=words)
    return _with_one(minutes, place, changed)


def with_action(minutes: Minutes, place: Place, action: ActionPoint) -> Minutes:
    """The minutes with another action there."""
    return _with_one(minutes, place, action)


def with_owners(action: ActionPoint, who: tuple[str, ...]) -> ActionPoint:
    """The action with other owners, of whom there is no doubt."""
    return replace(action, who=who, doubt="due" if action.doubt in ("due", "both") else "")


def with_due(action: ActionPoint, due: date | None, words: str) -> ActionPoint:
    """The action with another day, of which there is no doubt; `words` are those that it came from."""
    return replace(action, due=due, due_words=words, doubt="owner" if action.doubt in ("owner", "both") else "")


def without(minutes: Minutes, place: Place) -> Minutes:
    """The minutes without what stands there; with a heading goes its whole topic."""
    if place.kind == "h":
        left = minutes.topics[: place.topic - 1] + minutes.topics[place.topic :]
        return replace(minutes, topics=left)
    topic = minutes.topics[place.topic - 1]
    ones = held(topic, place.kind)
    return _with_list(minutes, place, ones[: place.number - 1] + ones[place.number :])


def with_summary(minutes: Minutes, topic: int, passage: Passage) -> Minutes:
    """The minutes with one more sentence at the end of a topic's summary."""
    one = minutes.topics[topic - 1]
    return _with_topic(minutes, topic, replace(one, summary=(*one.summary, passage)))


def labelled(minutes: Minutes, kind: Kind, number: int) -> Place | None:
    """The place that the document calls D2 or A3; None where it calls none so."""
    counted = 0
    for place in places_of(minutes):
        if place.kind == kind:
            counted += 1
            if counted == number:
                return place
    return None


def label_of(minutes: Minutes, place: Place) -> str:
    """`D2`, `A3` for decisions and actions; "" for the others."""
    if place.kind not in ("d", "a"):
        return ""
    before = sum(len(held(topic, place.kind)) for topic in minutes.topics[: place.topic - 1])
    return f"{place.kind.upper()}{before + place.number}"


def place_in_words(minutes: Minutes, place: Place) -> Text:
    """How people call the place: “decision D2”, “point 3, summary”."""
    match place.kind:
        case "h":
            return say("heading of point {number}", number=place.topic)
        case "d":
            return say("decision {label}", label=label_of(minutes, place))
        case "a":
            return say("action {label}", label=label_of(minutes, place))
        case "x":
            return say("point {number}, disagreements", number=place.topic)
    return say("point {number}, summary", number=place.topic)


def names_of(minutes: Minutes) -> tuple[str, ...]:
    """Everybody whom the minutes name as somebody of the meeting or as an owner, each once."""
    owners = (name for _, action in minutes.actions for name in action.who)
    named = (*minutes.present, *minutes.excused, *minutes.absent, *owners)
    return tuple(dict.fromkeys(one_line(name) for name in named))


def _with_one(minutes: Minutes, place: Place, one: Passage | ActionPoint) -> Minutes:
    ones = list(held(minutes.topics[place.topic - 1], place.kind))
    ones[place.number - 1] = one
    return _with_list(minutes, place, tuple(ones))


def _with_list(minutes: Minutes, place: Place, ones: tuple[Passage | ActionPoint, ...]) -> Minutes:
    topic = minutes.topics[place.topic - 1]
    fields: dict[str, Any] = {_LISTS[place.kind]: ones}
    changed: Topic = replace(topic, **fields)
    return _with_topic(minutes, place.topic, changed)


def _with_topic(minutes: Minutes, number: int, topic: Topic) -> Minutes:
    topics = list(minutes.topics)
    topics[number - 1] = topic
    return replace(minutes, topics=tuple(topics))
