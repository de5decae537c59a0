"""What a duty sees of the desk: what waits for whom, what was asked by mail, and how answers by mail ended. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from officebot.core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A proposal that waits for a yes or no.

    `deciders` are the addresses of those who may decide it, `given` of those whose yes it has already (and for whom they
    gave it), `later` those who do not want to see it now. `urgency` is that of the mail it is about.
    """

    id: int
    hash: str
    duty: str
    title: Text
    reason: Text
    consequences: tuple[Text, ...]
    previews: tuple[Text, ...]
    recipients: tuple[str, ...]
    amount: Decimal | None
    created: datetime
    expires: datetime | None
    owner: str
    circle: str
    is_confidential: bool
    approvals_needed: int
    deciders: tuple[str, ...]
    given: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    urgency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A proposal that was asked about by mail and waits no more: how it ended, by whom (a journal's name), when."""

    id: int
    title: Text
    state: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One number of a mail: which proposal with which content, for whom it is decided, and whether the page only may."""

    proposal: int
    hash: str
    principal: str
    page_only: bool = False

    def to_json(self) -> dict[str, Any]:
        """A JSON object."""
        return {"id": self.proposal, "hash": self.hash, "for": self.principal, "page": self.page_only}

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> Question:
        """The Question that `to_json` wrote."""
        return Question(proposal=stored["id"], hash=stored["hash"], principal=stored["for"], page_only=stored["page"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A mail that asked a person: its code's hash, its numbers in order, until when an answer is good, and why it went.

    `why` is "digest", "reminder" or "passed on"; `mail` is how that mail's Message-ID begins, "" where nobody kept it.
    """

    code: str
    person: str
    questions: tuple[Question, ...]
    created: datetime
    until: datetime
    why: str
    mail: str = ""

    def has(self, proposal_id: int) -> bool:
        """Whether it asked about this proposal."""
        return any(one.proposal == proposal_id for one in self.questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One number of an answer: what was wanted, whether it took effect, and the sentence for the person."""

    number: int
    title: Text
    wanted: str
    took: bool
    said: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """An answer by mail that was carried out, and of which its author is to be told: `mark` is the mail's."""

    mark: str
    person: str
    account: str
    subject: str
    message_id: str
    told: tuple[Told, ...]
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """All of it. `delegates` are by whom a person lets others act now; `page` is the dashboard's address."""

    waiting: Sequence[Waiting] = ()
    decided: Sequence[Decided] = ()
    asked: Sequence[Asked] = ()
    outcomes: Sequence[Outcome] = ()
    delegates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: str = ""

    def asked_by(self, code: str) -> Asked | None:
        """The mail that bore the code with this hash."""
        return next((one for one in self.asked if one.code == code), None)
