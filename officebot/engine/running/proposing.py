"""Proposals on their way into the ledger: prepared, ruled on by policy, each proposed once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection

from officebot.core import actions as kinds
from officebot.core.actions import Action
from officebot.core.numbering import SERIES, Numbering, awaits_number
from officebot.core.people import People
from officebot.core.policy import Agreed, Policy, Ruling
from officebot.core.problems import UserError
from officebot.core.proposals import Proposal, ProposalState
from officebot.core.text import NUMBER_TO_COME, say
from officebot.core.worktime import WorkingTime
from officebot.engine.acting import filling, numbering
from officebot.engine.acting.fact_performer import owned
from officebot.engine.acting.performers import Performers
from officebot.engine.ledger import proposals as rows
from officebot.engine.ledger.proposals import NewAction, NewProposal
from officebot.engine.ledger.types import Encoded, canonical, instant_of
from officebot.engine.record import journal
from officebot.engine.record.journal import Note

#: A question that nobody answers rests for so many times as long as it stood, at most.
_LONGEST_REST = 4
#: The states in which changed content takes a proposal's place.
_REPLACEABLE = (ProposalState.WAITING, ProposalState.APPROVED)
_STATE_OF_VERDICT = {
    "act": ProposalState.APPROVED,
    "ask": ProposalState.WAITING,
    "never": ProposalState.NEVER,
}


class Said(NamedTuple):
    """What a proposal says, as it is stored (canonical JSON), and the hash of its content."""

    title: str
    reason: str
    reasons: str
    consequences: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A proposal that a run made: by which duty, in which run, about which mail; what it says, if that was written."""

    proposal: Proposal
    duty: str
    run_id: int | None
    mail_id: int | None = None
    said: Said | None = None


class Proposer:
    """Prepares proposals and stores them. Preparing reads the world and is done outside any transaction."""

    def __init__(
        self,
        performers: Performers,
        policy: Callable[[], Policy],
        people: People,
        *,
        owners: Mapping[str, str] | None = None,
        circles: Mapping[str, str] | None = None,
        circle: str = "",
        series: Numbering | None = None,
        working: WorkingTime | None = None,
        agreed: Callable[[str, str], Agreed | None] = lambda _key, _duty: None,
    ) -> None:
        """`owners` are the people whose mailboxes the accounts are, `circles` those that decide about their mail.

        `circle` decides what names no other; `series` are the office's numbers without gaps. With `working` the days on
        which nobody works do not count among those on which one may say yes. `agreed` tells what a person agreed to with
        the proposal of a key, by a duty; None where nobody did.
        """
        self._working = working
        self._agreed = agreed
        self._series = series or Numbering()
        self._owners = owners or {}
        self._circles = circles or {}
        self._circle = circle
        self._performers = performers
        self._policy = policy
        self._people = people
        self._ruled_at: datetime | None = None
        self._rules = Policy()
        self._rulings: dict[Hashable, Ruling] = {}

    def fresh(self, tx: Connection, made: Sequence[Made], now: datetime, *, is_wish: bool = False) -> list[Made]:
        """Those whose key is new or whose content changed; the rest were proposed before and stay as they are.

        What nobody answered comes back, ever more rarely: see `asked_again_from`. What a person wishes (`is_wish`) is
        news at once, also where it was refused or taken back before.
        """
        known = rows.versions_of(tx, {one.proposal.key for one in made})
        unique = {one.proposal.key: one for one in made}.values()
        return [
            one
            for one in unique
            if _is_news(
                known.get(one.proposal.key, ()),
                one.said.content if one.said else content_of(one.proposal),
                now,
                is_wish,
            )
        ]

    def prepare(self, made: Made, now: datetime) -> NewProposal:
        """The proposal with its exact bytes, previews, hash and policy's ruling. Raises UserError."""
        proposal = owned(made.proposal, made.duty)
        prepared = filling.prepared(self._performers, proposal.actions, is_numbered=bool(proposal.number_series))
        named = [{role: rows.blob_hash(data) for role, data in one.blobs.items()} for one in prepared]
        stored = tuple(
            NewAction(kind=one.action.kind, params=kinds.to_json(one.action), blobs=hashes, preview=one.preview)
            for one, hashes in zip(prepared, named, strict=True)
        )
        actions = tuple(one.action for one in prepared)
        ruling = self._ruling(proposal if actions == proposal.actions else replace(proposal, actions=actions),
                              made.duty, now)  # fmt: skip
        said = self._said(made, actions)
        told = rows.told_of((one.kind, one.params, one.blobs) for one in stored)
        _check_number(proposal, said, told)
        return NewProposal(
            row=_row(made, *self._addressees(proposal), said, told, ruling, now, self._lapses(proposal, ruling, now)),
            actions=stored,
            blobs={rows.blob_hash(data): data for one in prepared for data in one.blobs.values()},
        )

    def _said(self, made: Made, actions: Sequence[Action]) -> Said:
        """What the proposal says; where a part of it can never be taken back, that too: whoever says yes must know."""
        said = made.said or said_of(made.proposal)
        if not any(action.kind in self._performers.of(action.kind).irreversible for action in actions):
            return said
        warned = [*orjson.loads(said.consequences), say("Once done, this cannot be taken back.").to_json()]
        return said._replace(consequences=canonical(warned))

    def _ruling(self, proposal: Proposal, duty: str, now: datetime) -> Ruling:
        """Policy's ruling; asked once for all proposals of one moment that are alike in what it looks at."""
        if now != self._ruled_at:
            self._ruled_at, self._rules, self._rulings = now, self._policy(), {}
        has_amount = proposal.amount is not None or proposal.amount_is_least
        if has_amount or any(action.recipients for action in proposal.actions):
            agreed = self._agreed(proposal.agreed_by, duty) if proposal.agreed_by else None
            return self._rules.decide(proposal, duty, self._people, now, agreed)
        alike = (
            duty, tuple(type(action) for action in proposal.actions), proposal.confidential, proposal.must_ask,
            proposal.approvals, proposal.expires_after,
        )  # fmt: skip
        if alike not in self._rulings:
            self._rulings[alike] = self._rules.decide(proposal, duty, self._people, now)
        return self._rulings[alike]

    def _lapses(self, proposal: Proposal, ruling: Ruling, now: datetime) -> datetime:
        """Until when one may say yes: as long as policy has it, on days on which somebody works, and no longer than wished."""
        until = (
            self._working.over(now, ruling.expires_after) if self._working is not None else now + ruling.expires_after
        )
        return until if proposal.expires_after is None else min(until, now + proposal.expires_after)

    def _addressees(self, proposal: Proposal) -> tuple[str, str]:
        """The person whose yes is asked and the circle that decides, where the proposal names none."""
        account = proposal.about.account if proposal.about else ""
        owner = proposal.owner or self._owners.get(account, "")
        return owner, proposal.circle or self._circles.get(account, "") or self._circle

    def store(
        self, tx: Connection, prepared: Sequence[NewProposal], now: datetime, *, is_wish: bool = False
    ) -> list[int]:
        """Store prepared proposals and journal them; what they replace is superseded. Their numbers. See `fresh`."""
        versions = rows.versions_of(tx, {one.row["key"] for one in prepared})
        accepted, replaced = [], []
        for one in prepared:
            before = versions.get(one.row["key"], ())
            if before:
                if not _is_news(before, one.row["content"], now, is_wish):
                    continue  # another process was first
                known = before[-1]
                one.row["version"] = known.version + 1
                if known.state in _REPLACEABLE:
                    replaced.append(known.id)
            accepted.append(one)
        superseded = rows.supersede(tx, replaced, _REPLACEABLE)
        numbers = rows.store(tx, accepted)
        journal.write(tx, now, [
            *(Note("officebot", "proposal.superseded", f"proposal:{number}", {}) for number in superseded),
            *(_note(number, one) for number, one in zip(numbers, accepted, strict=True)),
        ])  # fmt: skip
        for number, one in zip(numbers, accepted, strict=True):
            if one.row["state"] == ProposalState.APPROVED:
                numbering.give(tx, self._series, number, one.row["number_series"], "policy", now)
        return numbers


def _is_news(versions: Sequence[Any], content: str, now: datetime, is_wish: bool = False) -> bool:
    """A key that was rejected or taken back stays silent until its content changes; one that expired is asked again in time.

    What a person wishes anew was only silent because of another wish, or because nobody had answered.
    """
    if not versions or versions[-1].content != content:
        return True
    if versions[-1].state == ProposalState.EXPIRED:
        return is_wish or now >= asked_again_from(versions)
    return is_wish and versions[-1].state in (ProposalState.REJECTED, ProposalState.UNDONE)


def asked_again_from(versions: Sequence[Any]) -> datetime:
    """When a question that expired, of which these are the versions, may be asked again: the first time at once.

    Who has twice not answered is left alone with it for as long as it last stood, then for twice and for four times as long.
    """
    last = versions[-1]
    unanswered = list(
        takewhile(lambda one: one.state == ProposalState.EXPIRED and one.content == last.content, reversed(versions))
    )
    created, until = instant_of(last.created), instant_of(last.expires)
    assert created is not None
    assert until is not None, "what never expires is never expired"
    stood = until - created
    return until if len(unanswered) == 1 else until + stood * min(2 ** (len(unanswered) - 2), _LONGEST_REST)


def said_of(proposal: Proposal) -> Said:
    """What the proposal says. Raises TypeError or ValueError for one that the ledger could not store."""
    canonical(proposal.key)
    return Said(
        canonical(proposal.title.to_json()),
        canonical(proposal.reason.to_json()),
        canonical([reason.to_json() for reason in proposal.reasons]),
        canonical([consequence.to_json() for consequence in proposal.consequences]),
        content_of(proposal),
    )


def content_of(proposal: Proposal) -> str:
    """SHA-256 of what a proposal says and does, before it is prepared: the same content is proposed once."""
    said = [
        proposal.title.to_json(),
        [[action.kind, kinds.to_json(action)] for action in proposal.actions],
        str(proposal.amount),
        proposal.owner,
        proposal.confidential,
        *([proposal.number_series] if proposal.number_series else []),
        *([{"amount_is_least": True}] if proposal.amount_is_least else []),
    ]
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def _check_number(proposal: Proposal, said: Said, told: str) -> None:
    """Raises UserError for a placeholder where no number is to come, and where it could never be filled in."""
    words = (told, said.title, said.reason, said.reasons, said.consequences)
    if NUMBER_TO_COME in proposal.key or (not proposal.number_series and any(map(awaits_number, words))):
        raise UserError(
            say("It holds the sign that stands for a number to come, and no number is to be given to it.")
        )
    if proposal.number_series and not SERIES.fullmatch(proposal.number_series):
        raise UserError(say("“{series}” is not a name for a series of numbers: write it as “orders”.",
                            series=proposal.number_series[:80]))  # fmt: skip


def _row(
    made: Made, owner: str, circle: str, said: Said, told: str, ruling: Ruling, now: datetime, lapses: datetime
) -> dict[str, Any]:
    proposal = made.proposal
    state = _STATE_OF_VERDICT[ruling.verdict]
    expires = lapses if state == ProposalState.WAITING else None
    by_policy = ruling.verdict != "ask"
    return {
        "run_id": made.run_id, "mail_id": made.mail_id, "duty": made.duty, "key": proposal.key, "version": 1,
        "hash": rows.hash_in(told),
        "content": said.content, "state": state, "title": Encoded(said.title), "reason": Encoded(said.reason),
        "reasons": Encoded(said.reasons), "consequences": Encoded(said.consequences),
        "ruling": {
            "verdict": ruling.verdict, "because": ruling.because.to_json(),
            **({"amount_is_least": True} if proposal.amount_is_least else {}),
        },
        "approvals_needed": ruling.approvals, "owner": owner, "circle": circle,
        "confidential": proposal.confidential,
        "number_series": proposal.number_series,
        "amount": None if proposal.amount is None else str(proposal.amount),
        "created": now, "expires": expires,
        "decided": now if by_policy else None, "decided_by": "policy" if by_policy else None,
        "because": None, "problem": None,
    }  # fmt: skip


def _note(number: int, one: NewProposal) -> Note:
    row = one.row
    payload = {
        "duty": row["duty"], "key": row["key"], "hash": row["hash"], "state": row["state"],
        "kinds": [action.kind for action in one.actions], "ruling": row["ruling"]["verdict"],
    }  # fmt: skip
    return Note("officebot", "proposal.made", f"proposal:{number}", payload)
