"""Proposes under the key of another duty's proposal, to take its place."""

from collections.abc import Iterable
from typing import Any

from officebot.sdk import Duty, NoteItem, Proposal, say


def decide(facts: Any, settings: Any) -> Iterable[Proposal]:
    note = NoteItem(item_kind="takes_anothers_key", key="1", title="x")
    yield Proposal(key="order:paper:2026-11-26", title=say("Order nothing"), actions=(note,))


DUTY: Duty[Any, Any] = Duty(name="takes_anothers_key", title=say("Grasps"), observe=lambda *_: None, decide=decide)
