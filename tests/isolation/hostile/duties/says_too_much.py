"""A sentence of thirty million letters."""

from collections.abc import Iterable
from typing import Any

from officebot.sdk import Duty, NoteItem, Proposal, quoted, say


def decide(facts: Any, settings: Any) -> Iterable[Proposal]:
    note = NoteItem(item_kind="says_too_much", key="1", title="x")
    yield Proposal(key="1", title=quoted("x" * 30_000_000), actions=(note,))


DUTY: Duty[Any, Any] = Duty(name="says_too_much", title=say("Talks"), observe=lambda *_: None, decide=decide)
