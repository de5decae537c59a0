"""The kinds of action by which people are asked by mail, and by which their answers reach the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from officebot.core.actions import Action, Effect, register


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class AskByMail(Action):
    """Remember the code of a mail that asks a person: what each of its numbers means. Stands before the mail is sent.

    `code` is the code's SHA-256, never the code; `questions` are JSON objects (`core.approvals.model.Question`), in the
    order of their numbers from 1; `mail` is the mark of that mail (`OutgoingMail.mark`), by which answers name it.
    """

    kind: ClassVar[str] = "proposal.ask"
    effect: ClassVar[Effect] = Effect.NOTES
    code: str
    person: str
    questions: tuple[Mapping[str, Any], ...]
    until: datetime
    why: str = "digest"
    mail: str = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerByMail(Action):
    """A person's yes, no or later, by a reply that is proven to be theirs, to the numbers of the mail with this code.

    It is a person's own answer, and counts as one given at the page does: therefore it is never held back.
    `mark` and `source` say which mail; `notes` are Texts (JSON) to tell its author besides.
    """

    kind: ClassVar[str] = "proposal.answer"
    effect: ClassVar[Effect] = Effect.NOTES
    code: str
    person: str
    mark: str
    source: str
    account: str
    subject: str
    message_id: str
    yes: tuple[int, ...] = ()
    no: Mapping[str, str] = field(default_factory=dict)
    later: Mapping[str, datetime] = field(default_factory=dict)
    notes: tuple[Mapping[str, Any], ...] = ()


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class TellOutcome(Action):
    """Note that the author of an answer is told what became of it. Stands before that mail is sent."""

    kind: ClassVar[str] = "proposal.told"
    effect: ClassVar[Effect] = Effect.NOTES
    mark: str
