"""Sentences that steer a terminal, turn the reading direction, reach into objects, or grow without end."""

from collections.abc import Iterable
from typing import Any

from officebot.sdk import Duty, NoteItem, Proposal, Text, say

WORDS = {
    "terminal": Text("\x1b]0;owned\x07 all is well \u202egnitteL"),
    "reach": Text("{who.__class__.__mro__}", (("who", "x"),)),
    "width": Text("{who:>2000000000}", (("who", "x"),)),
    "brace": Text("{who", (("who", "x"),)),
    "surrogate": Text("\ud800"),
}


def decide(word: Any, settings: Any) -> Iterable[Proposal]:
    note = NoteItem(item_kind="says_hostile_words", key="1", title="x")
    yield Proposal(key="1", title=WORDS[word], actions=(note,))


DUTY: Duty[Any, Any] = Duty(
    name="says_hostile_words",
    title=say("Talks"),
    observe=lambda office, trigger, settings: trigger.key,
    decide=decide,
)
