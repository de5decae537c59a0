"""The topics of several notes of one meeting as one list, nothing said twice. Pure."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from functools import lru_cache

from officebot.core.expressions import expression
from officebot.core.minutes.model import ActionPoint, AgendaPoint, Passage, Topic
from officebot.core.minutes.notes.likeness import likeness, stems
from officebot.core.minutes.notes.marks import folded
from officebot.core.problems import Problem
from officebot.core.text import say

#: How alike two sentences of two files must be to say the same, and two actions of two files, the second of one owner.
_SAME_SENTENCE, _SAME_ACTION, _SAME_OWNED = 0.75, 0.6, 0.34
#: No meeting speaks of more; beyond, an action is not looked for among the earlier ones.
_MOST_COMPARED = 300


def merged(
    drafted: Sequence[Sequence[Topic]], points: Sequence[AgendaPoint], problems: list[Problem]
) -> tuple[Topic, ...]:
    """The topics of all files, those under one heading put together; in the order of the agenda where there is one.

    Of two actions that are only nearly alike and were taken for one, `problems` says so.
    """
    by_subject: dict[int | str, Topic] = {}
    for topic in (topic for topics in drafted for topic in topics):
        subject = topic.point or folded(topic.heading)
        known = by_subject.get(subject)
        by_subject[subject] = topic if known is None else _both(known, topic, problems)
    kept = _once([*by_subject.values()], problems)
    told = [topic for topic in kept if topic.summary or topic.decisions or topic.actions or topic.disagreements]
    return _placed(told, {point.number: place for place, point in enumerate(points)})


def _once(topics: Sequence[Topic], problems: list[Problem]) -> list[Topic]:
    """The topics, an action that a later one repeats (a table at the end) put to the first, whose place it keeps."""
    made: list[Topic] = []
    for topic in topics:
        actions = list(topic.actions)
        for place, earlier in enumerate(made[:_MOST_COMPARED]):
            for action in list(actions):
                if any(_is_same_action(known, action) for known in earlier.actions):
                    made[place] = earlier = replace(earlier, actions=_actions(earlier.actions, (action,), problems))
                    actions.remove(action)
        made.append(replace(topic, actions=tuple(actions)))
    return made


def _placed(told: Sequence[Topic], order: dict[int, int]) -> tuple[Topic, ...]:
    """The topics, those of the agenda in its order, each other behind the one that it followed in the notes."""
    places: list[tuple[int, bool]] = []
    last = -1
    for topic in told:
        last = order.get(topic.point, last)
        places.append((last, topic.point not in order))
    return tuple(topic for _, topic in sorted(zip(places, told, strict=True), key=lambda one: one[0]))


def _both(one: Topic, other: Topic, problems: list[Problem]) -> Topic:
    return replace(
        one,
        summary=_sentences(one.summary, other.summary),
        decisions=_sentences(one.decisions, other.decisions),
        disagreements=_sentences(one.disagreements, other.disagreements),
        actions=_actions(one.actions, other.actions, problems),
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


def _actions(
    one: Sequence[ActionPoint], other: Sequence[ActionPoint], problems: list[Problem]
) -> tuple[ActionPoint, ...]:
    """The actions of both; two that say the same are one, in the fuller words, with the owner and the day of either."""
    kept = list(one)
    for action in other:
        place = next((place for place, known in enumerate(kept) if _is_same_action(known, action)), None)
        if place is None:
            kept.append(action)
        else:
            known = kept[place]
            if not _is_within(known.what, action.what):
                told = say("Taken for one action: “{one}” and “{other}”.", one=known.what, other=action.what)
                problems.append(Problem(where=action.source.file, what=told))
            due = known if known.due is not None else action
            fuller = action if _carried(known.what) < _carried(action.what) else known
            kept[place] = replace(
                fuller,
                who=known.who or action.who,
                due=due.due,
                due_words=due.due_words,
                doubt=known.doubt if known.who else action.doubt,
            )
    return tuple(kept)


def _is_same_action(one: ActionPoint, other: ActionPoint) -> bool:
    """Whether two actions are one: of one file where the shorter lies wholly in the longer, of two where they are alike."""
    is_owned = bool(set(one.who) & set(other.who))
    if is_owned and one.due is not None and other.due is not None and one.due != other.due:
        return False
    if one.source.file == other.source.file:
        return is_owned and _is_within(one.what, other.what)
    first, second = set(_SINGLE.findall(one.what)), set(_SINGLE.findall(other.what))
    if first - second and second - first:
        return False
    same = likeness(stems(one.what), stems(other.what))
    return same >= _SAME_OWNED if is_owned else same >= _SAME_ACTION and not (one.who and other.who)


def _is_within(one: str, other: str) -> bool:
    """Whether all that carries sense in one of two texts stands in the other."""
    first, second = _carried(one), _carried(other)
    return bool(first and second) and (first <= second or second <= first)


@lru_cache(maxsize=8_192)
def _carried(words: str) -> Set[str]:
    """What carries sense in an action: the beginnings of its words, its figures and its single capitals."""
    return stems(words) | set(_SINGLE.findall(words))


#: What tells "lot 1" from "lot 2", « bâtiment A » from « bâtiment B ».
_SINGLE = expression(r"\d{1,9}|\b[A-Z]\b")
