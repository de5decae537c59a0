"""Writes without end to its standard output and error, signs that steer a terminal among them, then goes on."""

import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from officebot.sdk import Duty, NoteItem, Proposal, say


def decide(facts: Any, settings: Any) -> Iterable[Proposal]:
    for _ in range(200):
        with suppress(OSError):
            print("\x1b]0;owned\x07" + "A" * 100_000)
            sys.stderr.write("\x1b[2J" + "B" * 100_000)
            sys.stderr.flush()
    note = NoteItem(item_kind="screams", key="1", title="done")
    yield Proposal(key="1", title=say("Done"), actions=(note,))


DUTY: Duty[Any, Any] = Duty(name="screams", title=say("Screams"), observe=lambda *_: None, decide=decide)
