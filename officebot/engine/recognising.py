"""What the duties' recognisers say of a mail: asked here, or in the worker that has just read it.

In a worker it costs the service no time, and a recogniser that hangs or eats memory is ended with the worker.
A duty that cannot be sent there is asked here, like all of them where there is no worker.
"""

from __future__ import annotations

import logging
import pickle
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from officebot.core.mail import Mail, MessageRef, Unreadable
from officebot.core.problems import Unavailable, UserError
from officebot.core.proposals import Claim
from officebot.core.text import Text, say
from officebot.engine.duties import EnabledDuty
from officebot.engine.ledger.types import canonical
from officebot.sdk import OfficeFacts

log = logging.getLogger("officebot.intake")

#: What a worker is to call when it starts, and with each mail that it has read.
SET_UP = "officebot.engine.recognising:set_up"
IN_WORKER = "officebot.engine.recognising:in_worker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What a mail was said to be, each claim with the duty that makes it; the problem, where a duty failed."""

    claims: tuple[tuple[str, Claim], ...]
    problem: Text | None


@runtime_checkable
class RecognisingSource(Protocol):
    """A source of mail whose messages were already looked at when they come."""

    def recognised(self, ref: MessageRef) -> Recognised | None:
        """What the message of the present batch was said to be; None where it was not asked."""
        ...


def recognise(duties: Iterable[EnabledDuty], mail: Mail, facts: OfficeFacts, now: datetime) -> Recognised:
    """What these duties say the mail is. Never raises: the mail of which one fails is listed."""
    claims: list[tuple[str, Claim]] = []
    problem: Text | None = None
    for duty in duties:
        try:
            claims.extend((duty.name, _storable(claim)) for claim in duty.recognise(mail, facts, now))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - listed, whatever it is
            problem = problem or not_judged(duty.name, error)
    return Recognised(claims=tuple(claims), problem=problem)


def _storable(claim: Claim) -> Claim:
    """The claim. Raises TypeError or ValueError where the ledger could not store what it says."""
    canonical([claim.kind, dict(claim.data), [reason.to_json() for reason in claim.reasons]]).encode()
    return claim


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


def for_workers(duties: Iterable[EnabledDuty], facts: OfficeFacts) -> bytes | None:
    """What `set_up` needs in a worker; None where a duty cannot be sent there."""
    asked = [duty for duty in duties if duty.duty.recogniser is not None]
    try:
        return pickle.dumps((asked, facts))
    except (pickle.PicklingError, AttributeError, TypeError):
        return None


_DUTIES: list[EnabledDuty] = []
_FACTS: list[OfficeFacts] = []


def set_up(sent: bytes) -> None:
    """Make this process ready to recognise for an office."""
    duties, facts = pickle.loads(sent)  # noqa: S301 - from the process we work for
    _DUTIES[:], _FACTS[:] = duties, [facts]


def in_worker(found: Mail | Unreadable, now: datetime) -> Recognised | None:
    """`recognise` in a process that was set up."""
    return recognise(_DUTIES, found, _FACTS[0], now) if isinstance(found, Mail) and _FACTS else None
