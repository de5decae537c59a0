"""Minutes as a chair sent them back, corrected in Word: what was changed is put in, and said; what has no place is asked.

The document is taken as it stands, tracked changes accepted. Each part is changed whole or not at all. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from officebot.core.minutes.model import ActionPoint, Minutes, Passage, Source, Topic
from officebot.core.minutes.page import spoken
from officebot.core.minutes.readback.actions import Reader, changed_action, new_action
from officebot.core.minutes.readback.changes import Change, Corrected
from officebot.core.minutes.readback.document import Returned
from officebot.core.minutes.readback.head import corrected_head
from officebot.core.minutes.readback.matching import Found, matched
from officebot.core.minutes.readback.places import (
    Kind,
    Place,
    action_at,
    held,
    names_of,
    place_in_words,
    places_of,
    words_at,
)
from officebot.core.minutes.readback.sent import homes, is_of, showings_in, usual, words_sent
from officebot.core.minutes.readback.story import Story, out_of_order
from officebot.core.minutes.readback.words import folded, is_nothing, is_other_part, same, section_of
from officebot.core.text import Language, Text, one_line, say

_MOST_QUESTIONS = 40
_KINDS: tuple[Kind, ...] = ("s", "d", "a", "x")


def read_back(
    shown: Minutes,
    returned: Returned,
    *,
    sent: Returned | None = None,
    language: Language | None = None,
    at: date | None = None,
    people: Sequence[str] = (),
    version: int | None = None,
) -> Corrected:
    """The minutes as the returned document has them, each change in a sentence, and all that is not clear as questions.

    `sent` is the document that went out, read in the same way: with it, words of the template are told apart from words
    that were written in. `at` is the day of the answer, from which days are reckoned; `people` are further names that may be
    meant; `version` is the one that was to be validated: a correction of another one changes nothing.
    """
    reader = language or shown.language
    if version is not None and returned.version is not None and returned.version != version:
        return Corrected(minutes=shown, questions=(_other_version(returned, version),))
    found = matched(returned, shown, reader)
    before = matched(sent, shown, reader) if sent is not None else None
    if not is_of(found, before, shown, reader):
        question = say("“{file}” resembles the minutes too little: nothing was changed.", file=returned.name)
        return Corrected(minutes=shown, questions=(question,))
    making = _Making(
        shown,
        found,
        sent,
        before,
        Reader(reader, at or shown.date, (*names_of(shown), *people), returned.name),
        reader,
    )
    return making.corrected(returned)


def _other_version(returned: Returned, version: int) -> Text:
    return say(
        "“{file}” is version {read} of the minutes, but version {version} is to be validated: nothing was changed.",
        file=returned.name, read=str(returned.version), version=str(version),
    )  # fmt: skip


@dataclass(slots=True)
class _Topic:
    """A topic while it is put together; `number` is that of the one it was, 0 for a new one."""

    number: int
    heading: str
    ones: dict[Kind, list[tuple[int, Passage | ActionPoint]]] = field(
        default_factory=lambda: {kind: [] for kind in _KINDS}
    )


class _Making:
    """The minutes while they are put together from the blocks, in the order in which these stand."""

    def __init__(
        self,
        shown: Minutes,
        found: Sequence[Found],
        sent: Returned | None,
        before: Sequence[Found] | None,
        reader: Reader,
        language: Language,
    ) -> None:
        self._shown = shown
        self._found = found
        self._reader = reader
        self._language: Language = language
        self._topics: list[_Topic] = []
        self._story = Story(shown)
        self._seen: dict[Place, list[Found]] = {}
        for one in found:
            if one.shown is not None:
                self._seen.setdefault(one.shown.place, []).append(one)
        self._showings = usual(found if before is None else before)
        #: What the office's template shows of the minutes; None where that is not known.
        self._sent = None if before is None else {one.place for one in showings_in(before)}
        self._homes = dict(homes(before or ()))
        self._known = words_sent(sent)
        self._is_told = sent is not None

    def corrected(self, returned: Returned) -> Corrected:
        """All of it."""
        head = corrected_head(self._shown, self._found, self._known, self._reader, self._language)
        self._story.changes += head.changes
        self._story.questions += head.questions
        self._walk(head.used)
        self._keep_what_is_asked()
        self._keep_what_was_not_shown()
        self._note_removed()
        self._note_moved()
        for comment in returned.comments:
            self._story.questions.append(
                say("{person} remarks on “{about}”: “{words}”", person=one_line(comment.author) or "?",
                    about=one_line(comment.about, 120), words=one_line(comment.text, 400))
            )  # fmt: skip
        minutes = replace(head.minutes, topics=tuple(self._made()))
        if minutes.topics == self._shown.topics:
            minutes = replace(minutes, topics=self._shown.topics)
        return Corrected(
            minutes=minutes,
            changes=tuple(self._story.changes),
            questions=tuple(self._story.questions[:_MOST_QUESTIONS]),
        )

    # ── from block to block ───────────────────────────────────────────────────────────────────────────────

    def _walk(self, used: frozenset[int]) -> None:
        section: Kind | None = None
        is_among_items = False
        for number, one in enumerate(self._found):
            if one.shown is not None:
                if one.shown.showing == "item":
                    section = self._place(one)
                    is_among_items = True
                elif one.shown.place not in self._in_items():
                    self._of_glance(one)
            elif number in used or not self._is_news(one):
                if one.block.level:
                    section = section_of(one.block.text)
                    is_among_items = is_among_items and (section is not None or one.block.level > 2)
            elif one.block.level:
                section, is_among_items = self._new_heading(one, is_among_items)
            else:
                self._new_block(one, section or "s", is_among_items)

    def _in_items(self) -> set[Place]:
        return {one.shown.place for one in self._found if one.shown is not None and one.shown.showing == "item"}

    def _is_news(self, one: Found) -> bool:
        """Whether the words were written in: not the template's, and not nothing."""
        if (
            is_nothing(one.block.text)
            or one.block.is_header
            or (one.block.kind == "row" and not any(one.block.cells))
        ):
            return False
        if folded(one.block.text) in self._known:
            return False
        if one.block.level and (section_of(one.block.text) or is_other_part(one.block.text)):
            return False
        return self._is_told or (bool(self._topics) and (one.block.kind == "paragraph" or bool(one.cells)))

    def _place(self, one: Found) -> Kind:
        """Put a place where it stands now; the section that it opens."""
        assert one.shown is not None
        place = one.shown.place
        if place.kind == "h":
            known = next((topic for topic in self._topics if topic.number == place.topic), _Topic(place.topic, ""))
            known.heading = self._heading(one, place)
            self._topics = [*(topic for topic in self._topics if topic is not known), known]
            return "s"
        topic = self._topic_for(place)
        kept = self._action(place) if place.kind == "a" else self._passage(place)
        if kept is not None:
            topic.ones[place.kind].append((self._story.number_of(place), kept))
            if topic.number != place.topic:
                self._story.tell("moved", place, words_at(self._shown, place), topic.heading)
        return place.kind

    def _topic_for(self, place: Place) -> _Topic:
        """The point under which it stands; its own where the template lists such places elsewhere, all actions at the end."""
        if self._homes.get(place, place.topic) != place.topic:
            return self._topics_by_number(place.topic)
        if not self._topics:
            self._topics.append(_Topic(place.topic, self._shown.topics[place.topic - 1].heading))
        return self._topics[-1]

    def _heading(self, one: Found, place: Place) -> str:
        was = self._shown.topics[place.topic - 1].heading
        assert one.shown is not None
        if same(one.text, one.shown.text) or not one.text.strip():
            return was
        self._story.tell("changed", place, was, one.text)
        return one_line(one.text, 500)

    def _passage(self, place: Place) -> Passage | None:
        """The passage as it reads now; None where its words were taken out."""
        was = held(self._shown.topics[place.topic - 1], place.kind)[place.number - 1]
        assert isinstance(was, Passage)
        told = [words for found in self._seen[place] if (words := self._told(found, was)) is not None]
        new = list(dict.fromkeys(words for words in told if not same(words, was.text)))
        if any(not words for words in new):
            return None
        if len(new) > 1:
            self._story.ask_two(place, new)
            return was
        if not new:
            return was
        self._story.tell("changed", place, was.text, new[0])
        return replace(was, text=new[0])

    def _told(self, one: Found, was: Passage) -> str | None:
        """The words of one showing, without who said them; None for one that reads as it did."""
        assert one.shown is not None
        if same(one.text, one.shown.text):
            return None
        said = one_line(one.text, 20_000)
        before = spoken(was, self._language)[: -len(was.text)] if one.shown.place.kind == "x" else ""
        if before and folded(said).startswith(folded(before)):
            said = said[len(before) :].strip() if same(said[: len(before)], before) else said
        return said

    def _action(self, place: Place) -> ActionPoint | None:
        """The action as its rows read now; None where it was taken out."""
        was = action_at(self._shown, place)
        made = changed_action(was, self._seen[place], self._reader)
        label = place_in_words(self._shown, place)
        if made.question is not None:
            self._story.questions.append(say("{place}: {question}", place=label, question=made.question))
            return was
        if made.is_gone:
            return None
        self._story.changes += made.changes_of(label)
        return made.action

    def _of_glance(self, one: Found) -> None:
        """A place that is only found at a glance: in another template that is all there is; in ours it was taken out below."""
        assert one.shown is not None
        place = one.shown.place
        if "item" in self._showings_of(place):
            return
        topic = self._topics_by_number(place.topic)
        kept = self._action(place) if place.kind == "a" else self._passage(place)
        if kept is not None:
            topic.ones[place.kind].append((self._story.number_of(place), kept))

    def _showings_of(self, place: Place) -> frozenset[str]:
        return self._showings.get(place.kind, frozenset({"item"}))

    def _topics_by_number(self, number: int) -> _Topic:
        found = next((one for one in self._topics if one.number == number), None)
        if found is None:
            found = _Topic(number, self._shown.topics[number - 1].heading)
            before = [at for at, one in enumerate(self._topics, 1) if 0 < one.number < number]
            self._topics.insert(before[-1] if before else 0, found)
        return found

    # ── what is new ───────────────────────────────────────────────────────────────────────────────────────

    def _new_heading(self, one: Found, is_among_items: bool) -> tuple[Kind | None, bool]:
        if not is_among_items or one.block.level != self._level():
            self._ask(one)
            return None, False
        heading = one_line(one.text, 500)
        self._topics.append(_Topic(0, heading))
        place = say("heading of a new point")
        self._story.changes.append(Change(kind="added", place=place, after=heading))
        return "s", True

    def _level(self) -> int:
        levels = [one.block.level for one in self._found if one.shown is not None and one.shown.place.kind == "h"]
        return levels[0] if levels else 2

    def _new_block(self, one: Found, section: Kind, is_among_items: bool) -> None:
        if not is_among_items or not self._topics:
            self._ask(one)
        elif one.block.kind == "row":
            self._new_row(one)
        elif section == "a":
            self._ask(one)
        else:
            words = one_line(one.text, 20_000)
            self._topics[-1].ones[section].append((0, Passage(text=words, source=self._source(one))))
            self._story.tell_added(section, self._topics[-1].heading, words)

    def _new_row(self, one: Found) -> None:
        if not one.cells:
            self._ask(one)
            return
        made = new_action(one, self._source(one), self._reader)
        if made is None:
            self._ask(one)
            return
        self._topics[-1].ones["a"].append((0, made))
        parts = (made.what, ", ".join(made.who), one.cells.get("due", "") if made.due is not None else "")
        self._story.tell_added("a", self._topics[-1].heading, " · ".join(part for part in parts if part))

    def _source(self, one: Found) -> Source:
        """Where the words stand in the document that came back, counted as `Returned.text` counts."""
        start = 0
        for other in self._found:
            if other is one:
                break
            start += len(other.block.text) + 1
        return Source(file=self._reader.file, start=start, end=start + len(one.block.text))

    def _ask(self, one: Found) -> None:
        words = one_line(one.block.text, 300)
        self._story.questions.append(
            say("Where does this belong? It was written into the document: “{words}”.", words=words)
        )

    # ── what is gone, what stands elsewhere ───────────────────────────────────────────────────────────────

    def _keep_what_is_asked(self) -> None:
        """What was taken out at one of the two places where it was shown is not gone: it is asked."""
        for place in places_of(self._shown):
            shown = {one.shown.showing for one in self._seen.get(place, ()) if one.shown is not None}
            missing = self._showings_of(place) - shown
            if not shown or not missing or place.kind not in ("a", "d"):
                continue
            words = one_line(words_at(self._shown, place), 200)
            self._story.questions.append(
                say("{place} was taken out at one of its two places: is it to go? “{words}”",
                    place=place_in_words(self._shown, place), words=words)
            )  # fmt: skip
            if "item" in missing:
                self._put_back(place)

    def _keep_what_was_not_shown(self) -> None:
        """What the office's template does not show stays as it was: nobody could take it out."""
        for place in places_of(self._shown):
            if self._sent is None or place in self._sent:
                continue
            topic = self._topics_by_number(place.topic)
            if place.kind != "h":
                number, ones = self._story.number_of(place), topic.ones[place.kind]
                before = [at for at, (other, _) in enumerate(ones, 1) if 0 < other < number]
                was = held(self._shown.topics[place.topic - 1], place.kind)[place.number - 1]
                ones.insert(before[-1] if before else 0, (number, was))

    def _put_back(self, place: Place) -> None:
        """Keep it below its point, as it reads at its other place."""
        was = held(self._shown.topics[place.topic - 1], place.kind)[place.number - 1]
        one = (self._action(place) if place.kind == "a" else self._passage(place)) or was
        ones = self._topics_by_number(place.topic).ones[place.kind]
        ones.append((self._story.number_of(place), one))
        ones.sort(key=lambda pair: pair[0] or 10**9)

    def _note_removed(self) -> None:
        there = {
            (kind, number) for topic in self._topics for kind in _KINDS for number, _ in topic.ones[kind] if number
        }
        headings = {topic.number for topic in self._topics}
        for place in places_of(self._shown):
            is_there = (
                place.topic in headings if place.kind == "h" else (place.kind, self._story.number_of(place)) in there
            )
            if not is_there:
                self._story.tell("removed", place, words_at(self._shown, place), "")

    def _note_moved(self) -> None:
        """What stands in another order than it did, as few of them as possible."""
        for topic in self._topics:
            for kind in _KINDS:
                own = [
                    number
                    for number, _ in topic.ones[kind]
                    if number and self._story.place_of(kind, number).topic == topic.number
                ]
                for number in out_of_order(own):
                    self._story.tell(
                        "moved",
                        self._story.place_of(kind, number),
                        words_at(self._shown, self._story.place_of(kind, number)),
                        "",
                    )
        for number in out_of_order([topic.number for topic in self._topics if topic.number]):
            place = Place("h", number)
            self._story.tell("moved", place, words_at(self._shown, place), "")

    def _made(self) -> Iterator[Topic]:
        for topic in self._topics:
            was = self._shown.topics[topic.number - 1] if topic.number else Topic(heading="")
            lists = {kind: tuple(one for _, one in topic.ones[kind]) for kind in _KINDS}
            yield replace(
                was,
                heading=topic.heading,
                summary=tuple(one for one in lists["s"] if isinstance(one, Passage)),
                decisions=tuple(one for one in lists["d"] if isinstance(one, Passage)),
                actions=tuple(one for one in lists["a"] if isinstance(one, ActionPoint)),
                disagreements=tuple(one for one in lists["x"] if isinstance(one, Passage)),
            )
