"""The topics of several notes of one meeting as one list, nothing said twice. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from officebot.core.minutes.likeness import likeness, stems
from officebot.core.minutes.marks import folded
from officebot.core.minutes.model import ActionPoint, AgendaPoint, Passage, Topic

#: How alike two sentences of two files must be to say the same, and two actions of one owner.
_SAME_SENTENCE, _SAME_ACTION, _SAME_OWNED = 0.75, 0.6, 0.34
#: No meeting speaks of more; beyond, an action is not looked for among the earlier ones.
_MOST_COMPARED = 300


def merged(drafted: Sequence[Sequence[Topic]], points: Sequence[AgendaPoint]) -> tuple[Topic, ...]:
    """The topics of all files, those under one heading put together; in the order of the agenda where there is one."""
    by_subject: dict[int | str, Topic] = {}
    for topic in (topic for topics in drafted for topic in topics):
        subject = topic.point or folded(topic.heading)
        known = by_subject.get(subject)
        by_subject[subject] = topic if known is None else _both(known, topic)
    order = {point.number: place for place, point in enumerate(points)}
    kept = _once([*by_subject.values()])
    told = [topic for topic in kept if topic.summary or topic.decisions or topic.actions or topic.disagreements]
    places = {id(topic): place for place, topic in enumerate(told)}
    return tuple(sorted(told, key=lambda topic: _place(topic, order, told, places)))


def _once(topics: Sequence[Topic]) -> list[Topic]:
    """The topics, an action that a later one repeats (a table at the end) put to the first, whose place it keeps."""
    made: list[Topic] = []
    for topic in topics:
        actions = list(topic.actions)
        for place, earlier in enumerate(made[:_MOST_COMPARED]):
            for action in list(actions):
                if any(_is_same_action(known, action) for known in earlier.actions):
                    made[place] = earlier = replace(earlier, actions=_actions(earlier.actions, (action,)))
                    actions.remove(action)
        made.append(replace(topic, actions=tuple(actions)))
    return made


def _place(topic: Topic, order: dict[int, int], told: Sequence[Topic], places: dict[int, int]) -> tuple[int, int]:
    """A topic of the agenda has the agenda's place; another stands behind the one it followed in the notes."""
    if topic.point in order:
        return order[topic.point], -1
    place = places[id(topic)]
    before = next((one for one in reversed(told[:place]) if one.point in order), None)
    return (order[before.point] if before is not None else -1), place


def _both(one: Topic, other: Topic) -> Topic:
    return replace(
        one,
        summary=_sentences(one.summary, other.summary),
        decisions=_sentences(one.decisions, other.decisions),
        disagreements=_sentences(one.disagreements, other.disagreements),
        actions=_actions(one.actions, other.actions),
    )


def _sentences(one: Sequence[Passage], other: Sequence[Passage]) -> tuple[Passage, ...]:
    """The sentences of both; of another file only those that the first does not hold."""
    added = [
        passage
        for passage in other
        if not any(
            passage.source.file != kept.source.file
            and likeness(stems(passage.text), stems(kept.text)) >= _SAME_SENTENCE
            for kept in one
        )
    ]
    return (*one, *added)


def _actions(one: Sequence[ActionPoint], other: Sequence[ActionPoint]) -> tuple[ActionPoint, ...]:
    """The actions of both; two that say the same are one, with the owner and the day of either."""
    kept = list(one)
    for action in other:
        place = next((place for place, known in enumerate(kept) if _is_same_action(known, action)), None)
        if place is None:
            kept.append(action)
        else:
            known = kept[place]
            due = known if known.due is not None else action
            kept[place] = replace(
                known,
                who=known.who or action.who,
                due=due.due,
                due_words=due.due_words,
                doubt=known.doubt if known.who else action.doubt,
            )
    return tuple(kept)


def _is_same_action(one: ActionPoint, other: ActionPoint) -> bool:
    same = likeness(stems(one.what), stems(other.what))
    if one.who and other.who and set(one.who) & set(other.who):
        least = _SAME_OWNED if one.source.file != other.source.file else _SAME_ACTION
        return same >= least and (one.due is None or other.due is None or one.due == other.due)
    return same >= _SAME_ACTION and not (one.who and other.who) and one.source.file != other.source.file
