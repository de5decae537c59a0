"""Offers to carry out what officebot carries out itself."""

from collections.abc import Iterable
from typing import Any

from officebot.sdk import Duty, say


class Performer:
    kinds = frozenset({"mail.send"})
    repeatable = True
    irreversible: frozenset[str] = frozenset()


def performers() -> Iterable[Any]:
    yield Performer()


DUTY: Duty[Any, Any] = Duty(
    name="performs_anothers_kind",
    title=say("Grasps"),
    observe=lambda *_: None,
    decide=lambda *_: (),
    performers=performers,
)
