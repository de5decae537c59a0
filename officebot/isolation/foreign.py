"""Kinds of action that a plugin brings, where its code runs elsewhere: their values as data, their reach as it was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from officebot.core.actions import Action, Effect, kinds, register
from officebot.core.expressions import expression
from officebot.core.mail import MessageRef
from officebot.core.problems import UserError
from officebot.core.text import say

#: How a plugin's kinds are written: its own word, a dot, what it does.
_KIND = expression(r"[a-z][a-z0-9_-]{0,40}(?:\.[a-z0-9_-]{1,40}){1,3}")
#: Beside an action's own values: whom it reaches, and which message it changes.
_TO, _ON = "$to", "$on"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignAction(Action):
    """An action of a plugin's own kind: `values` are as its class writes them, `to` whom it reaches, `on` which message.

    The ledger stores what the plugin's class would store, so that either reads it back.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    to: tuple[str, ...] = ()
    on: MessageRef | None = None

    @property
    def recipients(self) -> tuple[str, ...]:
        return self.to

    @property
    def message(self) -> MessageRef | None:
        return self.on

    @classmethod
    def read(cls, stored: Any) -> ForeignAction:
        """The action whose values are stored so."""
        if not isinstance(stored, Mapping):
            raise ValueError("no values")
        to, on = stored.get(_TO, ()), stored.get(_ON)
        if not isinstance(to, list | tuple) or not all(isinstance(one, str) for one in to):
            raise ValueError("no addresses")
        ref = MessageRef(**on) if isinstance(on, Mapping) else None
        own = {key: value for key, value in stored.items() if key not in (_TO, _ON)}
        return cls(values=own, to=tuple(one.lower() for one in to), on=ref)

    @staticmethod
    def written(action: ForeignAction) -> dict[str, Any]:
        """What is stored of it."""
        return {**action.values, **reach_of(action)}

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        writing = core_schema.plain_serializer_function_ser_schema(ForeignAction.written)
        return core_schema.no_info_plain_validator_function(cls.read, serialization=writing)


def reach_of(action: Action) -> dict[str, Any]:
    """Whom an action reaches and which message it changes, beside its values."""
    told: dict[str, Any] = {}
    if action.recipients:
        told[_TO] = list(action.recipients)
    ref = action.message
    if ref is not None:
        told[_ON] = {"account": ref.account, "folder": ref.folder, "uidvalidity": ref.uidvalidity, "uid": ref.uid,
                     "fingerprint": ref.fingerprint}  # fmt: skip
    return told


def without_reach(values: Mapping[str, Any]) -> dict[str, Any]:
    """A stored action's own values."""
    return {key: value for key, value in values.items() if key not in (_TO, _ON)}


def is_officebots(kind: str) -> bool:
    """Whether a kind is one of officebot's own, or of the same family: "mail.burn" is no plugin's to name."""
    family = kind.partition(".")[0]
    return any(
        known == kind or known.partition(".")[0] == family
        for known, cls in kinds().items()
        if cls.__module__.partition(".")[0] == "officebot" and not issubclass(cls, ForeignAction)
    )


#: Which package brings a kind: no other may say how far it reaches, or perform it.
_BROUGHT_BY: dict[str, str] = {}


def make_known(kind: str, effect: Effect, duty: str, package: str = "") -> type[Action]:
    """The class that stands for a plugin's kind of action, registered. Raises UserError where the kind is not its own.

    What it does reaches at least as far as the office's inside: a plugin cannot call a deed a note. `package` brings it
    (without one: the duty): duties of one package share their kinds, those of two plugins do not.
    """
    if not _KIND.fullmatch(kind) or is_officebots(kind):
        sentence = say("The duty “{duty}” brings actions of the kind “{kind}”, not its own: name them as “{own}.…”.",
                       duty=duty, kind=kind[:80], own=duty)  # fmt: skip
        raise UserError(sentence)
    known = kinds().get(kind)
    bringer = package or duty
    reach = Effect.INSIDE if effect is Effect.NOTES else effect
    if known is not None and (not issubclass(known, ForeignAction) or _BROUGHT_BY.get(kind) != bringer):
        raise UserError(say("Two plugins bring actions of the kind “{kind}”: disable one of them.", kind=kind))
    _BROUGHT_BY[kind] = bringer
    if known is not None:
        # A new version of it may reach elsewhere.
        known.effect = reach
        return known
    name = f"ForeignAction[{kind}]"
    made = type(name, (ForeignAction,), {"__slots__": (), "__module__": __name__, "kind": kind, "effect": reach})
    return register(made)
