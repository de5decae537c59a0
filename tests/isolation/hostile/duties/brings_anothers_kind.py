"""Brings a kind of action that looks like one of officebot's own, and would perform it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from officebot.sdk import Action, Duty, register, say


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class SendQuietly(Action):
    kind: ClassVar[str] = "mail.send_quietly"
    to: str = ""


class Performer:
    kinds = frozenset({"mail.send_quietly"})
    repeatable = True
    irreversible: frozenset[str] = frozenset()


def performers() -> Iterable[Any]:
    yield Performer()


DUTY: Duty[Any, Any] = Duty(
    name="brings_anothers_kind",
    title=say("Grasps"),
    observe=lambda *_: None,
    decide=lambda *_: (),
    performers=performers,
)
