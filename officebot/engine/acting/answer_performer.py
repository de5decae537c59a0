"""Performs `mail.check_unanswered`: looks once more whether an answer has come, before a reminder goes on its way.

The crash case: looking changes nothing, so it is repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import Connection

from officebot.core.actions import Action, CheckUnanswered
from officebot.core.clock import Clock
from officebot.core.conversations import Asked, Came, answers
from officebot.core.people import PUBLIC_DOMAINS, People
from officebot.core.text import say
from officebot.engine.ledger import Ledger, mails
from officebot.sdk import Done, Failed, Job, NotDone, Outcome, Prepared, SeenMail

#: Kinds of verdict and of claims that are nobody's answer.
_NOT_PEOPLE = frozenset({"newsletter", "automatic", "fraud"})
_MACHINES = ("away", "bounce")
#: A program may put its copy into the folder of sent mail long after the mail itself has left.
_CLOCKS_DIFFER = timedelta(days=2)


class AnswerPerformer:
    """Lets a bundle go on while nobody has answered, else ends it there: nothing is sent."""

    kinds = frozenset({CheckUnanswered.kind})
    repeatable = True
    irreversible: frozenset[str] = frozenset()

    def __init__(self, ledger: Ledger, people: People, clock: Clock, take_in: Callable[[str], object]) -> None:
        """`take_in` reads all that is new in an account's mailbox; it raises Unavailable without a server."""
        self._ledger = ledger
        self._people = people
        self._clock = clock
        self._take_in = take_in

    def prepare(self, action: Action) -> Prepared:
        """Says for whose answer is looked."""
        if not isinstance(action, CheckUnanswered):
            raise TypeError(action.kind)
        preview = say("Go on only if {awaited} has not answered.", awaited=", ".join(action.awaited))
        return Prepared(action=action, preview=preview)

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Read the mailboxes once more, then look for each job. Raises Unavailable: it is tried again."""
        checks = [job.action for job in jobs if isinstance(job.action, CheckUnanswered)]
        for account in sorted({check.account for check in checks}):
            self._take_in(account)
        return [self._looked(check) for check in checks]

    def was_done(self, _job: Job) -> Done | NotDone:
        """Not done: looking again is harmless, and needed."""
        return NotDone()

    def undo(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """There is nothing to take back."""
        return [Done() for _ in jobs]

    def _looked(self, check: CheckUnanswered) -> Outcome:
        asked = Asked(awaited=frozenset(check.awaited), message_ids=frozenset(check.message_ids), thread=check.thread,
                      subject=check.subject, since=check.since, any_subject=check.any_subject, about=check.about)  # fmt: skip
        ids = [one for one in (*check.message_ids, check.thread) if one]
        with self._ledger.reading() as tx:
            soon = self._clock.now() + timedelta(days=1)
            houses = {one.rpartition("@")[2] for one in check.awaited} - PUBLIC_DOMAINS if check.any_subject else ()
            near = mails.of_conversation(tx, ids, check.awaited, check.since - _CLOCKS_DIFFER, soon, houses)
            machines = mails.claimed_as(tx, [mail.id for mail in near], _MACHINES)
            spoken = self._spoken(tx, near, check)
        news = [mail for mail in near if not mail.message_id or mail.message_id not in check.known]
        if any(answers(self._came(mail, mail.id in machines, mail.id in spoken), asked) for mail in news):
            return Failed(say("An answer has come: nothing is sent."))
        return Done()

    def _spoken(self, tx: Connection, near: Sequence[SeenMail], check: CheckUnanswered) -> frozenset[int]:
        """The mails that a recogniser claimed to speak of what was asked about, and on which no file hangs."""
        if not check.spoken:
            return frozenset()
        soon = self._clock.now() + timedelta(days=1)
        found = mails.claimed(tx, check.spoken, check.since - _CLOCKS_DIFFER, soon)
        among = {mail.id for mail in near}
        return frozenset(mail.id for mail, claim in found if mail.id in among and not claim.data.get("files"))

    def _came(self, mail: SeenMail, is_machine: bool, is_spoken: bool) -> Came:
        return Came(
            sender=mail.sender.address,
            received=mail.received,
            in_reply_to=mail.in_reply_to,
            thread=mail.thread,
            subject=mail.subject,
            is_machine=is_machine or mail.verdict.get("kind") in _NOT_PEOPLE,
            is_ours=self._people.inside(mail.sender.address),
            is_spoken=is_spoken,
        )
