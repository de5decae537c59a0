"""What is told of minutes that came back: changes and questions, each by the place's name in the document. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from officebot.core.minutes.model import Minutes
from officebot.core.minutes.readback.changes import Change, ChangeKind
from officebot.core.minutes.readback.places import Kind, Place, place_in_words, places_of
from officebot.core.text import Text, one_line, say


class Story:
    """The changes and the questions so far."""

    def __init__(self, shown: Minutes) -> None:
        self.changes: list[Change] = []
        self.questions: list[Text] = []
        self._shown = shown

    def number_of(self, place: Place) -> int:
        """The place's number among all of its kind, counted from 1."""
        return self._numbers[place]

    def place_of(self, kind: Kind, number: int) -> Place:
        """The place of this number among all of its kind."""
        return self._places[kind][number - 1]

    @cached_property
    def _places(self) -> dict[Kind, list[Place]]:
        found: dict[Kind, list[Place]] = {}
        for place in places_of(self._shown):
            found.setdefault(place.kind, []).append(place)
        return found

    @cached_property
    def _numbers(self) -> dict[Place, int]:
        return {place: number for places in self._places.values() for number, place in enumerate(places, 1)}

    def tell(self, kind: ChangeKind, place: Place, before: str, after: str) -> None:
        """Note a change of a place that was shown."""
        label = place_in_words(self._shown, place)
        self.changes.append(Change(kind=kind, place=label, before=before, after=after))

    def tell_added(self, kind: Kind, heading: str, words: str) -> None:
        """Note what was added under a heading."""
        heading = one_line(heading, 80)
        labels = {
            "s": say("“{heading}”, summary", heading=heading),
            "d": say("“{heading}”, decisions", heading=heading),
            "a": say("“{heading}”, actions", heading=heading),
            "x": say("“{heading}”, disagreements", heading=heading),
            "h": say("heading of a new point"),
        }
        self.changes.append(Change(kind="added", place=labels[kind], after=words))

    def ask_two(self, place: Place, told: Sequence[str]) -> None:
        """Ask which of two readings of a place is meant."""
        sentence = "{place} was changed in two ways, so it was left as it was: “{one}” and “{other}”."
        label = place_in_words(self._shown, place)
        self.questions.append(say(sentence, place=label, one=one_line(told[0], 300), other=one_line(told[1], 300)))


def out_of_order(numbers: Sequence[int]) -> list[int]:
    """The fewest of the numbers without which the others rise."""
    rising: list[list[int]] = [[]]
    for number in numbers:
        before = [one for one in rising if not one or one[-1] < number]
        rising.append([*max(before, key=_count), number])
    kept = set(max(rising, key=_count))
    return [number for number in numbers if number not in kept]


def _count(numbers: Iterable[int]) -> int:
    return sum(1 for _ in numbers)
