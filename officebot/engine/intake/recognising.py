"""What the duties say of a mail and propose about it: asked here, or in the worker that has just read it.

In a worker it costs the service no time, and a duty that hangs or eats memory is ended with the worker.
A duty that cannot be sent there, such as one that runs in a process of its own, is asked here, like all of them where
there is no worker; so is one that looks at more of the office than its facts, which only the service can show.
"""

from __future__ import annotations

import logging
import os
import pickle
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Protocol, cast, runtime_checkable

from officebot.core.mail import Envelope, Mail, MessageRef, Unreadable
from officebot.core.problems import DutyFault, Unavailable, UserError
from officebot.core.proposals import Claim, Proposal
from officebot.core.text import Text, say
from officebot.engine.ledger.mails import StoredClaim
from officebot.engine.ledger.types import canonical
from officebot.engine.running.breakers import Failure
from officebot.engine.running.duties import EnabledDuty
from officebot.engine.running.proposing import Said, said_of
from officebot.sdk import Office, OfficeFacts, Trigger

log = logging.getLogger("officebot.intake")

#: What a worker is to call when it starts, and with each mail that it has read.
SET_UP = "officebot.engine.intake.recognising:set_up"
IN_WORKER = "officebot.engine.intake.recognising:in_worker"
#: By which variable a worker is told where to note whom it asks (`connectors/workers.py`), and in how many bytes.
_NOTED_IN, _NOTED_BYTES = "OFFICEBOT_ASKING_IN", 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """One duty's say over a mail: its proposals, each as it is said and stored, or the problem it had."""

    duty: str
    proposals: tuple[tuple[Proposal, Said], ...] = ()
    problem: Text | None = None
    is_fault: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What a mail was said to be, as it is stored; the problem, where a duty failed.

    `proposed` holds the duties that have decided about it already; `claims` are for those that are still to be asked,
    and left out where there are none. `failures` tells of the recognisers that failed, `left_out` of the duties that were
    not asked because they are stopped, `apart` of those that are still to be asked what the mail is: then nobody decided.
    """

    stored: tuple[StoredClaim, ...]
    problem: Text | None
    claims: tuple[Claim, ...] = ()
    proposed: tuple[Proposed, ...] = ()
    failures: tuple[Failure, ...] = ()
    left_out: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


@runtime_checkable
class RecognisingSource(Protocol):
    """A source of mail whose messages were already looked at when they come."""

    def recognised(self, ref: MessageRef) -> Recognised | None:
        """What the message of the present batch was said to be; None where it was not asked."""
        ...

    def opened(self, ref: MessageRef) -> Mail | Unreadable:
        """The message of the present batch, in full, where only its envelope was handed out."""
        ...


def recognise(
    duties: Iterable[EnabledDuty],
    mail: Mail,
    facts: OfficeFacts,
    now: datetime,
    asking: Callable[[str], object] = str,
) -> Recognised:
    """What these duties say the mail is. Never raises: the mail of which one fails is listed.

    `asking` is told whom each question goes to, before it is put.
    """
    claims: list[Claim] = []
    stored: list[StoredClaim] = []
    problem: Text | None = None
    failures: list[Failure] = []
    for duty in duties:
        asking(duty.name)
        try:
            for claim in duty.recognise(mail, facts, now):
                stored.append(stored_claim(duty.name, claim))
                claims.append(claim)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - listed, whatever it is
            why = not_judged(duty.name, error)
            problem = problem or why
            # A recogniser looks at the mail only: whatever it says is missing is its own fault.
            failures.append(Failure(duty=duty.name, why=why, is_fault=not isinstance(error, Unavailable)))
    return Recognised(stored=tuple(stored), problem=problem, claims=tuple(claims), failures=tuple(failures))


def trigger_of(mail: Mail, claims: tuple[Claim, ...], now: datetime) -> Trigger:
    """What sets the duties in motion that want a mail with these claims."""
    return Trigger(kind="mail", key=f"mail:{mail.ref.account}:{mail.ref.fingerprint}", due=mail.received,
                   now=now, mail=mail, claims=claims)  # fmt: skip


def propose(duty: EnabledDuty, office: Office, trigger: Trigger) -> Proposed:
    """What this duty proposes about the trigger's mail. Never raises: a duty that fails has a problem."""
    try:
        found = duty.propose(office, trigger)
        return Proposed(duty=duty.name, proposals=tuple((one, said_of(one)) for one in found))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - listed, whatever it is
        return Proposed(duty=duty.name, problem=not_judged(duty.name, error), is_fault=_is_own_fault(error))


def _is_own_fault(error: BaseException) -> bool:
    """Whether the duty's code is wrong, and not what it found in the office."""
    return isinstance(error, DutyFault) or not isinstance(error, Unavailable | UserError)


def stored_claim(duty: str, claim: Claim) -> StoredClaim:
    """The claim for the ledger. Raises TypeError or ValueError where it could not store what the claim says."""
    data, reasons = canonical(dict(claim.data)), canonical([reason.to_json() for reason in claim.reasons])
    canonical(claim.kind)
    return StoredClaim(duty, claim.kind, data, reasons)


def not_judged(duty: str, error: BaseException) -> Text:
    """The sentence for a mail over which a duty failed."""
    if isinstance(error, UserError):
        return error.problems[0].what
    if isinstance(error, Unavailable):
        return error.what
    log.error("mail not judged", extra={"duty": duty, "error": type(error).__name__}, exc_info=True)
    return say("The duty “{duty}” failed over this mail ({error}): read it yourself.", duty=duty,
               error=type(error).__name__)  # fmt: skip


# ── in a worker ───────────────────────────────────────────────────────────────────────────────────────────


class _OfficeNeeded(BaseException):
    """A duty wants more of the office than its facts: it is asked in the service. No duty may catch this."""


class _FactsOnly:
    """`sdk.Office` in a worker, which has no ledger: the facts, and nothing else."""

    def __init__(self, facts: OfficeFacts) -> None:
        self.facts = facts

    def __getattr__(self, name: str) -> Any:
        raise _OfficeNeeded(name)


class _Bench:
    """A worker set up for an office: its duties, and which of them turned out to need the service."""

    def __init__(
        self, duties: Sequence[EnabledDuty], facts: OfficeFacts, left_out: tuple[str, ...] = (),
        apart: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self.duties = duties
        self.apart = apart
        self.left_out = left_out
        self.facts = facts
        self.office = cast(Office, _FactsOnly(facts))
        self.in_service: set[str] = set()

    def say(
        self, mail: Mail, now: datetime, broken: Mapping[str, Text] = MappingProxyType({})
    ) -> tuple[Mail | Envelope, Recognised]:
        """What the duties say, but those that are `broken`: over this mail they broke a worker before."""
        duties = [duty for duty in self.duties if duty.name not in broken] if broken else self.duties

        def asking(duty: str) -> None:
            _note_asked(f"{mail.ref.uid} {duty}")

        said = replace(recognise(duties, mail, self.facts, now, asking), left_out=self.left_out)
        if broken:
            failures = [Failure(duty=name, why=why, is_fault=True) for name, why in broken.items()]
            problem = said.problem or failures[0].why
            said = replace(said, problem=problem, failures=(*said.failures, *failures))
        if self.apart:
            # What they say may give other duties a run: nobody decides before.
            return mail, replace(said, apart=self.apart)
        trigger = trigger_of(mail, said.claims, now)
        wanting = [duty for duty in duties if duty.wants(trigger.claims)]
        done = [one for duty in wanting if (one := self._propose(duty, trigger)) is not None]
        if len(done) < len(wanting):
            return mail, replace(said, proposed=tuple(done))
        bare = tuple(_without_words(one) for one in done)
        return envelope_of(mail), replace(said, claims=(), proposed=bare)

    def _propose(self, duty: EnabledDuty, trigger: Trigger) -> Proposed | None:
        if duty.name in self.in_service:
            return None
        if trigger.mail is not None:
            _note_asked(f"{trigger.mail.ref.uid} {duty.name}")
        try:
            return propose(duty, self.office, trigger)
        except _OfficeNeeded:
            self.in_service.add(duty.name)
            return None


def _without_words(one: Proposed) -> Proposed:
    """The same, without the words that `Said` holds as they are stored: they need not travel twice."""
    if not one.proposals:
        return one
    return replace(
        one, proposals=tuple((replace(each, reasons=(), consequences=()), said) for each, said in one.proposals)
    )


def envelope_of(mail: Mail) -> Envelope:
    """What is noted of the mail."""
    return Envelope(ref=mail.ref, received=mail.received, subject=mail.subject, sender=mail.sender,
                    message_id=mail.message_id, size=mail.size, is_private=mail.is_private,
                    in_reply_to=mail.in_reply_to, thread=mail.thread)  # fmt: skip


def for_workers(duties: Iterable[EnabledDuty], facts: OfficeFacts, stopped: Collection[str] = ()) -> bytes | None:
    """What `set_up` needs in a worker; None where no duty can be sent there. Those that are stopped are left out.

    Those that cannot be sent (a plugin in a process of its own) are asked in the service, about each mail.
    """
    asked = [duty for duty in duties if duty.duty.recogniser is not None or duty.takes_mail]
    left_out = tuple(duty.name for duty in asked if duty.name in stopped)
    wanted = [duty for duty in asked if duty.name not in left_out]
    sent = _pickled((wanted, facts, left_out, ()))
    if sent is not None:
        return sent
    here = [duty for duty in wanted if _pickled(duty) is not None]
    apart = tuple(duty.name for duty in wanted if duty not in here)
    return _pickled((here, facts, left_out, apart)) if here else None


def _pickled(found: Any) -> bytes | None:
    try:
        return pickle.dumps(found)
    except (pickle.PicklingError, AttributeError, TypeError):
        return None


_BENCH: list[_Bench] = []


def set_up(sent: bytes) -> None:
    """Make this process ready to recognise for an office."""
    _BENCH[:] = [_Bench(*pickle.loads(sent))]  # noqa: S301 - from the process we work for


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked about a batch of mails: at what time, and of whom not, since they broke a worker before.

    `broken` names those duties with how, for one mail by its UID, or for all (0).
    """

    now: datetime
    broken: tuple[tuple[str, int, Text], ...] = ()

    def of(self, uid: int) -> dict[str, Text]:
        """Those that are not asked about this mail, each with the sentence why."""
        return {duty: why for duty, about, why in self.broken if about in (0, uid)}


def in_worker(found: Mail | Unreadable, asked: Question) -> tuple[Mail | Envelope | Unreadable, Recognised | None]:
    """The message, and what the duties say of it, in a process that was set up.

    Of a mail about which all have had their say only the envelope comes back.
    """
    if not (isinstance(found, Mail) and _BENCH):
        return found, None
    said = _BENCH[0].say(found, asked.now, asked.of(found.ref.uid) if asked.broken else {})
    _note_asked("")
    return said


def _note_asked(whom: str) -> None:
    """Note whom this process is asking about which mail, where whoever started it wants to know: it may be the last sign."""
    if (place := os.environ.get(_NOTED_IN)) is not None:
        os.pwrite(int(place), whom.encode()[:_NOTED_BYTES].ljust(_NOTED_BYTES, b"\0"), 0)
