"""Proposals on their way through the executor: what is left of each, and how it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Row

from officebot.core.proposals import ActionState, ProposalState
from officebot.engine.ledger.proposals import Ended
from officebot.engine.record.journal import Note

#: A yes that could not be carried out for so long is not a yes any more.
LAPSES_AFTER = timedelta(hours=72)
#: After one of these, nothing more is done of a proposal, whatever its row says.
_THE_END = frozenset(
    f"proposal.{end}" for end in ("done", "failed", "partly-done", "undone", "withdrawn", "rejected", "expired",
                                  "superseded")
)  # fmt: skip


class Result(NamedTuple):
    """How an action stands."""

    id: int
    kind: str
    state: str
    receipt: Any


@dataclass(slots=True)
class Bundle:
    """A proposal on its way: its row, its actions as they are stored, and those that are left, in order.

    `stopped` once its present action did not end well; `gone` once the proposal is no longer to be done; `ended` is how
    the actions ended that were tried, by their numbers; `concluded` once that is written down of the whole proposal.
    """

    row: Row[Any]
    stored: list[Row[Any]]
    actions: list[Row[Any]]
    position: int = 0
    stopped: bool = False
    gone: bool = False
    concluded: bool = False
    ended: dict[int, Ended] = field(default_factory=dict)

    @property
    def next(self) -> Row[Any] | None:
        """The action that is to be carried out now; None where there is none."""
        is_left = self.position < len(self.actions) and not self.stopped and not self.gone
        return self.actions[self.position] if is_left else None

    @property
    def results(self) -> list[Result]:
        """How its actions stand, in order: as they were read, and what came of those that were tried since.

        Nobody else changes them meanwhile: whoever acts has the lease.
        """
        last = ((one, self.ended.get(one.id, one)) for one in self.stored)
        return [Result(one.id, one.kind, str(end.state), end.receipt) for one, end in last]


def has_lapsed(bundle: Bundle, now: datetime) -> bool:
    """Whether a person's yes is days old, and what is next of it was tried in vain."""
    row = bundle.row
    if row.decided is None or row.decided_by == "policy" or now - row.decided <= LAPSES_AFTER:
        return False
    return bool(bundle.actions) and bundle.actions[0].attempts > 0


def is_approved(row: Row[Any], given: Sequence[str], story: Sequence[tuple[str, Any]]) -> bool:
    """Whether policy, or as many people as are needed, said yes to this very content, and it has not ended since.

    The journal must agree with the row: who changes one of them alone gets nothing done.
    """
    if any(what in _THE_END for what, _ in story):
        return False
    if row.decided_by == "policy":
        return any(what == "proposal.made" and _agrees(told, row.hash, "act") for what, told in story)
    lapses = [number for number, (what, _) in enumerate(story) if what == "approval.lapsed"]
    since = story[lapses[-1] :] if lapses else story
    told_so = sum(what == "proposal.approved" and _agrees(told, row.hash) for what, told in since)
    return bool(min(told_so, sum(one == row.hash for one in given)) >= row.approvals_needed)


def _agrees(told: Any, content: str, ruling: str = "") -> bool:
    """Whether a journal entry names this content and ruling; one whose payload was erased cannot be asked."""
    return told is None or bool(told.get("hash") == content and told.get("ruling", "") == ruling)


def by_proposal(actions: Sequence[Row[Any]]) -> dict[int, list[Row[Any]]]:
    """The actions of each proposal, by its number."""
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for action in actions:
        found[action.proposal_id].append(action)
    return found


def left_of(actions: Sequence[Row[Any]]) -> list[Row[Any]] | None:
    """What is still to be done of a proposal, in order: nothing after a failure, None while one is in doubt."""
    left = [action for action in actions if action.state != ActionState.DONE]
    if not left or left[0].state == ActionState.PENDING:
        return left
    return None if left[0].state == ActionState.DOING else []


def is_due(action: Row[Any], now: datetime) -> bool:
    """Whether the action need not wait any longer."""
    return action.not_before is None or bool(action.not_before <= now)


def state_after(states: Sequence[str]) -> ProposalState:
    """What a proposal's state is, given those of its actions in order."""
    if all(state == ActionState.DONE for state in states):
        return ProposalState.DONE
    if ActionState.UNCERTAIN in states:
        return ProposalState.UNCERTAIN
    if ActionState.FAILED in states or ActionState.PENDING not in states:
        return ProposalState.PARTLY_DONE if ActionState.DONE in states else ProposalState.FAILED
    return ProposalState.DOING if ActionState.DONE in states else ProposalState.APPROVED


def note_of(row: Row[Any], state: ProposalState, actions: Sequence[Result]) -> Note:
    """What the journal keeps of a proposal's end: its actions with their receipts."""
    payload = {
        "duty": row.duty,
        "hash": row.hash,
        "actions": [{"kind": one.kind, "state": one.state, "receipt": one.receipt} for one in actions],
    }
    return Note("officebot", f"proposal.{state}", f"proposal:{row.id}", payload)
