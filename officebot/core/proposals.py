"""What a duty proposes: actions with their reason and consequences, and the states they live through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from officebot.core.actions import Action
from officebot.core.mail import MessageRef
from officebot.core.text import Text, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that counted: what, the words quoted, how much, and where it was read."""

    what: Text
    quote: str = ""
    weight: float = 0.0
    source: str = ""

    def to_json(self) -> dict[str, Any]:
        """A JSON object; empty values are left out."""
        stored: dict[str, Any] = {"what": self.what.to_json()}
        if self.quote:
            stored["quote"] = self.quote
        if self.weight:
            stored["weight"] = self.weight
        if self.source:
            stored["source"] = self.source
        return stored

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> Reason:
        """The Reason that `to_json` wrote."""
        return Reason(
            what=Text.from_json(stored["what"]),
            quote=stored.get("quote", ""),
            weight=stored.get("weight", 0.0),
            source=stored.get("source", ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a recogniser says a mail is: a kind, the data read from it, and why."""

    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A small bundle of actions that a duty wants done, in order, all or as far as the first failure.

    `key` is stable: the same key with the same content is proposed once; changed content supersedes.
    `owner` is the address of the person whose yes is asked ("" = any approver of the circle).
    `must_ask` makes it wait for a person's yes even where policy would let it happen at once; `approvals` is how many
    different people must then say yes at least, whatever the policy wants.
    `amount_is_least` says that `amount` is not known in full (a price is missing): policy takes it for more than any limit.
    `number_series` names a series of numbers without gaps ("orders"): the yes gives it the next one, which then stands
    wherever its actions and words hold `NUMBER_TO_COME`.
    `agreed_by` is the key of an earlier proposal of the same duty: whoever said yes to it, as the duty wrote it, agreed to
    this, too, as it said there. What then leaves the office for the same people needs no second yes, except where two people are
    to be asked; what spends always does. A plugin that runs apart cannot say so.
    """

    key: str
    title: Text
    actions: tuple[Action, ...]
    reason: Text = Text("")
    reasons: tuple[Reason, ...] = ()
    consequences: tuple[Text, ...] = ()
    about: MessageRef | None = None
    owner: str = ""
    circle: str = ""
    confidential: bool = False
    amount: Decimal | None = None
    amount_is_least: bool = False
    expires_after: timedelta | None = None
    must_ask: bool = False
    approvals: int = 1
    number_series: str = ""
    agreed_by: str = ""


class ProposalState(StrEnum):
    """proposed → (waiting → approved | rejected | expired | superseded) → doing → done | partly-done | failed → undone.

    `uncertain` waits for a person to say what happened; `never` is what policy forbids.
    """

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    DOING = "doing"
    DONE = "done"
    PARTLY_DONE = "partly-done"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    UNDONE = "undone"
    NEVER = "never"


#: States in which a proposal still needs somebody or something.
OPEN_STATES = frozenset({ProposalState.WAITING, ProposalState.APPROVED, ProposalState.DOING, ProposalState.UNCERTAIN})


class ActionState(StrEnum):
    """The states of one action; for `mail.send` they are the outbox: pending = queued, doing = sending, done = sent."""

    PENDING = "pending"
    DOING = "doing"
    DONE = "done"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    SKIPPED = "skipped"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A fact that duties share: a deadline, a thing waited for, an action point. `due` is aware."""

    kind: str
    key: str
    title: str
    owner: str = ""
    due: datetime | None = None
    source: Mapping[str, Any] = field(default_factory=dict)
    state: str = "open"
    circle: str = ""

    @property
    def is_hidden(self) -> bool:
        """Whether a page that others may see says of it only that it is confidential."""
        return bool(self.circle or self.source.get("confidential"))


_NAMES = {
    "waiting": say("waiting"),
    "approved": say("approved"),
    "rejected": say("rejected"),
    "expired": say("expired"),
    "superseded": say("superseded"),
    "doing": say("being done"),
    "done": say("done"),
    "partly-done": say("partly done"),
    "failed": say("failed"),
    "uncertain": say("uncertain"),
    "undone": say("undone"),
    "never": say("never done"),
    "pending": say("pending"),
    "skipped": say("skipped"),
}


def state_name(state: str) -> Text:
    """The name of a proposal's or an action's state, for people."""
    return _NAMES.get(state, Text("{state}", (("state", state),)))
