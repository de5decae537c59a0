"""Bundles whose parts depend on one another: mails that carry documents of theirs, and numbers that are still to come.

Both are settled here and nowhere else. When a proposal is prepared, its documents come first, and the mails that carry
them after; in the place of a number stand words, and what the bytes are made of is kept and approved with them. When
it is carried out, the number is filled in once, in all of the bundle; from then on the same bytes serve at each try.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from officebot.core import actions as kinds
from officebot.core.actions import Action, WriteDocument
from officebot.core.numbering import awaits_number, with_number
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import NUMBER_TO_COME, Text, number_to_come, say
from officebot.engine.acting.performers import Performers
from officebot.engine.ledger import proposals as rows
from officebot.engine.ledger.filled import Filled
from officebot.engine.record.journal import Note
from officebot.sdk import Filling, Prepared

log = logging.getLogger("officebot.executor")

#: What the journal says of a bundle whose number was filled in; its payload's hash is of what is then carried out.
FILLED = "proposal.filled"


def prepared(performers: Performers, actions: Sequence[Action], *, is_numbered: bool) -> list[Prepared]:
    """The actions made ready, in order, each with what it carries of the others. Raises UserError."""
    if not is_numbered and not any(action.carried for action in actions):
        return [performers.of(action.kind).prepare(action) for action in actions]
    made: dict[int, Prepared] = {}
    documents: dict[str, bytes] = {}
    for place in _documents_first(actions):
        shown = _shown(actions[place])
        made[place] = _prepared(performers, actions[place], shown, documents)
        if isinstance(shown, WriteDocument):
            documents[shown.path] = made[place].blobs[WriteDocument.role]
    return [made[place] for place in range(len(actions))]


def _documents_first(actions: Sequence[Any]) -> list[int]:
    return sorted(range(len(actions)), key=lambda place: not isinstance(actions[place], WriteDocument))


def _shown(action: Action) -> Action:
    """The action as it is shown before the yes: words in the place of the number."""
    values = kinds.to_json(action)
    if not awaits_number(values):
        return action
    mail = values.get("mail")
    language = str((mail if isinstance(mail, Mapping) else values).get("language", "en"))
    return kinds.from_json(action.kind, with_number(values, number_to_come(language)))


def _prepared(performers: Performers, action: Action, shown: Action, documents: Mapping[str, bytes]) -> Prepared:
    performer = performers.of(action.kind)
    if not isinstance(performer, Filling) or (shown is action and not action.carried):
        return performer.prepare(action)
    return performer.prepare_with(action, shown, documents)


# ── when the number is known ──────────────────────────────────────────────────────────────────────────────


class NotFilled(Exception):
    """The number cannot be filled in now: why. It is tried again."""

    def __init__(self, why: Text) -> None:
        super().__init__(str(why))
        self.why = why


def is_open(stored: Sequence[Row[Any]]) -> bool:
    """Whether a number is still to be filled in, in any of a proposal's actions."""
    return any(one.filled is None and awaits_number(one.params) for one in stored)


def filled_in(
    performers: Performers, stored: Sequence[Row[Any]], number: str, held: Mapping[str, bytes]
) -> tuple[dict[int, Filled], dict[str, bytes]]:
    """What of a bundle changes with its number, by the actions' ids, and the bytes that this names, by their hashes.

    `held` are the bytes that were approved. Raises NotFilled.
    """
    changed: dict[int, Filled] = {}
    data: dict[str, bytes] = {}
    documents: dict[str, bytes] = {}
    actions = [_with_number(one, number) for one in stored]
    for place in _documents_first(actions):
        row, action = stored[place], actions[place]
        kept: Mapping[str, bytes] = {role: held[name] for role, name in row.blobs.items()}
        blobs = kept
        if awaits_number(row.params) or action.carried:
            blobs = _blobs(performers, action, kept, documents, number)
            named = {role: rows.blob_hash(content) for role, content in blobs.items()}
            changed[row.id] = Filled(params=with_number(row.params, number), blobs=named)
            data.update((named[role], content) for role, content in blobs.items())
        if isinstance(action, WriteDocument):
            documents[action.path] = blobs[WriteDocument.role]
    return changed, data


def _with_number(row: Row[Any], number: str) -> Action:
    try:
        return kinds.from_json(row.kind, with_number(row.params, number))
    except (KeyError, ValueError) as error:
        sentence = say("Nothing here performs “{kind}”: enable the duty that brings it.", kind=row.kind)
        raise NotFilled(sentence) from error


def _blobs(
    performers: Performers, action: Action, kept: Mapping[str, bytes], documents: Mapping[str, bytes], number: str
) -> Mapping[str, bytes]:
    """The action's bytes with the number: made by its performer, or by putting it into the text that they are."""
    try:
        performer = performers.of(action.kind)
        if isinstance(performer, Filling):
            return performer.fill(action, kept, documents)
    except (Unavailable, UserError) as refused:
        raise NotFilled(refused.what if isinstance(refused, Unavailable) else refused.problems[0].what) from refused
    except (Exception, SystemExit) as error:
        log.error("filling failed", extra={"kind": action.kind, "error": type(error).__name__}, exc_info=True)
        fault = say("The part that does this failed ({error}): its log says more.", error=type(error).__name__)
        raise NotFilled(fault) from error
    return {role: data.replace(NUMBER_TO_COME.encode(), number.encode()) for role, data in kept.items()}


def hash_of(parts: Mapping[int, Filled]) -> str:
    """SHA-256 of what was filled in, by the actions' ids."""
    return rows.hash_of((str(number), one.params, one.blobs) for number, one in sorted(parts.items()))


def note_of(proposal_id: int, parts: Mapping[int, Filled]) -> Note:
    """What the journal keeps of it: whoever changes what was filled in gets nothing done."""
    return Note("officebot", FILLED, f"proposal:{proposal_id}", {"hash": hash_of(parts)})


def is_as_filled(stored: Sequence[Row[Any]], story: Sequence[tuple[str, Any]]) -> bool:
    """Whether what stands filled in is what the journal says was; true of a bundle in which nothing was."""
    parts = {one.id: Filled(params=one.filled["params"], blobs=one.filled["blobs"])
             for one in stored if one.filled is not None}  # fmt: skip
    told = [payload for what, payload in story if what == FILLED]
    if not parts or not told:
        return not parts and not told
    return told[-1] is None or told[-1].get("hash") == hash_of(parts)


def blobs_of(stored: Iterable[Any]) -> Iterator[str]:
    """The hashes of all bytes that these actions name, approved and filled in."""
    for one in stored:
        yield from one.blobs.values()
        if one.filled is not None:
            yield from one.filled["blobs"].values()
