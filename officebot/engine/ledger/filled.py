"""Proposals with the number that was to come: told in what people see, filled in in what is carried out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, update

from officebot.core.numbering import awaits_number, with_number
from officebot.engine.ledger import proposals as rows
from officebot.engine.ledger.schema import actions, proposals


def tell_number(tx: Connection, proposal_id: int, number: str) -> None:
    """Let the words that people see of a proposal say the number it was given; what was approved stays as it is."""
    row = rows.by_id(tx, proposal_id)
    assert row is not None
    shown = {name: getattr(row, name) for name in ("title", "reason", "reasons", "consequences")}
    if awaits_number(shown):
        tx.execute(update(proposals).where(proposals.c.id == proposal_id).values(**with_number(shown, number)))
    for action in rows.actions_of(tx, [proposal_id]):
        if awaits_number(action.preview):
            preview = with_number(action.preview, number)
            tx.execute(update(actions).where(actions.c.id == action.id).values(preview=preview))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """An action with its number: its values, and the hashes of its bytes by role."""

    params: Mapping[str, Any]
    blobs: Mapping[str, str]


def fill(tx: Connection, filled: Mapping[int, Filled], data: Mapping[str, bytes]) -> None:
    """Keep these actions with their numbers filled in, and the bytes they name."""
    rows.store_blobs(tx, data)
    for number, one in filled.items():
        kept = {"params": one.params, "blobs": one.blobs}
        tx.execute(update(actions).where(actions.c.id == number).values(filled=kept))


def as_done(action: Any) -> Filled:
    """What of a stored action (its row) is carried out: with its number, where one was to come and was given."""
    if action.filled is not None:
        return Filled(params=action.filled["params"], blobs=action.filled["blobs"])
    return Filled(params=action.params, blobs=action.blobs)
