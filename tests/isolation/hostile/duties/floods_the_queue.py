"""Proposes without end."""

from collections.abc import Iterable
from itertools import count
from typing import Any

from officebot.sdk import Duty, NoteItem, Proposal, say


def decide(facts: Any, settings: Any) -> Iterable[Proposal]:
    for number in count():
        note = NoteItem(item_kind="floods_the_queue", key=str(number), title="one more")
        yield Proposal(key=str(number), title=say("One more"), actions=(note,))


DUTY: Duty[Any, Any] = Duty(name="floods_the_queue", title=say("Floods"), observe=lambda *_: None, decide=decide)
