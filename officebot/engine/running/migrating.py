"""What a duty remembered, brought to the version of its code: once, whole or not at all.

Each duty has so many migrations; how many of them were carried out stands in the ledger. What a step makes is reckoned before
the transaction, from what was read; the transaction then finds everything as it was read, or it is reckoned again.

The crash cases. Before the transaction is committed: nothing has happened, the next start begins anew. After it: the version
stands there with all that it brought, and nothing is done twice. Two processes that start at once: the second finds the
version, and leaves it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, select, update

from officebot.core.actions import AmendItem, NoteItem
from officebot.core.problems import Unavailable
from officebot.core.text import Text, say
from officebot.engine.ledger import Ledger, marks
from officebot.engine.ledger.schema import actions, items, proposals
from officebot.engine.ledger.types import canonical
from officebot.engine.record import journal
from officebot.engine.record.journal import Note
from officebot.engine.running.duties import EnabledDuty
from officebot.engine.running.patience import within
from officebot.sdk import Migration

log = logging.getLogger("officebot.migrations")

#: Where the versions stand, among the ledger's facts: how many migrations were carried out, by duty.
VERSIONS = "officebot versions"
#: No duty's steps take longer; nothing is locked meanwhile.
SECONDS = 60.0
#: Somebody else may write at the same time, but hardly this often.
_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What a duty has in the ledger: its facts by key, and the `source` of each item that it noted, by kind and key."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    sources: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)


def migrated(ledger: Ledger, duties: Mapping[str, EnabledDuty], now: datetime) -> dict[str, EnabledDuty]:
    """The duties, what each remembers brought to its code; one for which that cannot be is held, with the reason."""
    with ledger.reading() as tx:
        versions = marks.facts_of(tx, VERSIONS)
    return {name: _brought(ledger, duty, versions.get(name, 0), now) for name, duty in duties.items()}


def _brought(ledger: Ledger, duty: EnabledDuty, version: int, now: datetime) -> EnabledDuty:
    try:
        for _ in range(_TRIES):
            if version == len(duty.duty.migrations):
                return duty
            if version > len(duty.duty.migrations):
                return replace(duty, held=_too_new(duty.name))
            version = _bring(ledger, duty, version, now)
        raise TimeoutError
    except Unavailable:
        raise
    except Exception as error:
        log.error("migration failed", extra={"duty": duty.name, "error": type(error).__name__}, exc_info=True)
        return replace(duty, held=_failed(duty.name, error))


def _too_new(duty: str) -> Text:
    return say(
        "What the duty “{duty}” remembers was written by a newer version of it: install that version again. It does not run.",
        duty=duty,
    )  # fmt: skip


def _failed(duty: str, error: Exception) -> Text:
    return say(
        "What the duty “{duty}” remembers could not be brought to its new version ({error}): all is as it was, and it does not "
        "run. Install the version before it, or one that mends this; the log says more.",
        duty=duty, error=type(error).__name__,
    )  # fmt: skip


def _bring(ledger: Ledger, duty: EnabledDuty, version: int, now: datetime) -> int:
    """Bring it from this version to that of the code; the version that then stands there. See above."""
    with ledger.reading() as tx:
        before = _stored(tx, duty.name)
    steps = duty.duty.migrations[version:]
    after = within(SECONDS, lambda: stepped(before, steps), duty.name)
    with ledger.writing() as tx:
        stands: int = marks.fact(tx, VERSIONS, duty.name) or 0
        if stands != version or _stored(tx, duty.name) != before:
            return stands  # somebody wrote meanwhile
        _write(tx, duty.name, before, after, now)
        marks.put_fact(tx, VERSIONS, duty.name, version + len(steps))
        if before != Stored():  # else the duty has only just come
            told = {"from": version, "to": version + len(steps)}
            told |= {"facts": len(before.facts), "items": len(before.sources)}
            journal.write(tx, now, [Note("officebot", "duty.migrated", f"duty:{duty.name}", told)])
    return version + len(steps)


def stepped(stored: Stored, steps: tuple[Migration, ...]) -> Stored:
    """What is stored after these steps. Raises what they raise, and TypeError for what is no JSON."""
    for step in steps:
        facts = {key: _fact(step, key, value) for key, value in stored.facts.items()}
        sources = {place: _source(step, place[0], source) for place, source in stored.sources.items()}
        stored = Stored(facts={key: value for key, value in facts.items() if value is not None}, sources=sources)
    return stored


def _fact(step: Migration, key: str, value: Any) -> Any:
    return value if step.fact is None else _json(step.fact(key, _json(value)))


def _source(step: Migration, kind: str, source: Mapping[str, Any]) -> Mapping[str, Any]:
    if step.source is None:
        return source
    made = _json(step.source(kind, _json(source)))
    if not isinstance(made, dict):
        raise TypeError("the source of an item is an object")
    return made


def _json(value: Any) -> Any:
    """The value as the ledger gives it back: a copy, so that no step changes what was read."""
    return orjson.loads(canonical(value))


def _stored(tx: Connection, duty: str) -> Stored:
    """What the duty has stored. An item is its own where a proposal of it noted it."""
    query = (
        select(actions.c.params)
        .join(proposals, proposals.c.id == actions.c.proposal_id)
        .where(proposals.c.duty == duty, actions.c.kind.in_([NoteItem.kind, AmendItem.kind]))
    )
    noted = {(one["item_kind"], one["key"]) for one in tx.execute(query).scalars()}
    held = tx.execute(
        select(items.c.kind, items.c.key, items.c.source).where(items.c.kind.in_({kind for kind, _ in noted}))
    )
    return Stored(
        facts=marks.facts_of(tx, marks.namespace_of(duty)),
        sources={(kind, key): source for kind, key, source in held if (kind, key) in noted},
    )


def _write(tx: Connection, duty: str, before: Stored, after: Stored, now: datetime) -> None:
    namespace = marks.namespace_of(duty)
    for key, value in before.facts.items():
        if key not in after.facts:
            marks.remove_fact(tx, namespace, key)
        elif after.facts[key] != value:
            marks.put_fact(tx, namespace, key, after.facts[key])
    for (kind, key), source in after.sources.items():
        if source != before.sources[kind, key]:
            where = (items.c.kind == kind, items.c.key == key)
            tx.execute(update(items).where(*where).values(source=dict(source), changed=now))
