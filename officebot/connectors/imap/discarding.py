"""Takes back a draft that is no longer wanted, while nobody has sent it: it moves to the bin.

| cut off … | then |
|---|---|
| before or in the MOVE | `Retry`: the next try finds the draft where it lies, or finds it gone, which is as well |
"""

from __future__ import annotations

from collections.abc import Sequence

from officebot.connectors.imap.performers import Composer, Sessions
from officebot.connectors.imap.session import ImapSession, MissingFolder, Refused
from officebot.connectors.mime.fingerprint import message_id_of
from officebot.connectors.mime.parts import cut
from officebot.core.actions import Action, DiscardDraft
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import say
from officebot.sdk import Done, Failed, Job, NotDone, Outcome, Prepared, Retry, Uncertain


class DraftDiscarder:
    """Performs `mail.discard_draft`. A draft that was sent, moved or deleted meanwhile is left alone."""

    kinds = frozenset({DiscardDraft.kind})
    repeatable = True
    irreversible: frozenset[str] = frozenset()

    def __init__(self, sessions: Sessions, composer: Composer) -> None:
        self._sessions = sessions
        self._composer = composer

    def prepare(self, action: Action) -> Prepared:
        """Says in which mailbox."""
        if not isinstance(action, DiscardDraft):
            raise TypeError(action.kind)
        return Prepared(action=action, preview=say("Take the draft back, if it still lies in the drafts of {account}.",
                                                   account=action.mail.account))  # fmt: skip

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Move each draft that is there to the bin."""
        return [self._moved(job, "drafts", "trash") for job in jobs]

    def was_done(self, _job: Job) -> Done | NotDone | Uncertain:
        """Not done: looking again is harmless."""
        return NotDone()

    def undo(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Bring back what was taken away."""
        return [self._moved(job, "trash", "drafts") if job.receipt.get("moved") else Done() for job in jobs]

    def _moved(self, job: Job, start: str, end: str) -> Outcome:
        action = job.action
        assert isinstance(action, DiscardDraft)
        try:
            with self._sessions(action.mail.account) as session:
                return Done(
                    {"moved": self._move(session, message_id_of(cut(self._composer(action.mail))[0]), start, end)}
                )
        except Unavailable as lost:
            return Retry(lost.what)
        except UserError as problem:
            return Failed(problem.problems[0].what)
        except Refused as refusal:
            return Retry(say("The mail server refused the change ({answer}).", answer=refusal.code or "NO"))

    def _move(self, session: ImapSession, identity: str, start: str, end: str) -> bool:
        drafts, trash = session.special("drafts"), session.special("trash")
        places = {"drafts": drafts, "trash": trash}
        try:
            there = session.find_message_id(places[start], identity)
        except MissingFolder:
            return False
        if there:
            session.ensure_folder(places[end])
            session.select(places[start])
            session.move(there[:1], places[end])
        return bool(there)
