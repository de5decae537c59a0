"""A mail read once more, from its bytes, in a worker: what was decided about it is decided anew."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from officebot.core.mail import Mail, MessageRef

if TYPE_CHECKING:
    from officebot.connectors.workers import WorkerPool

_SECONDS = 10.0


class Stored(NamedTuple):
    """A mail as the mailbox has it: where it lies, all its bytes, when it came, and whose checks of its sender are believed."""

    ref: MessageRef
    data: bytes
    received: datetime
    authserv_ids: frozenset[str]


def read_again_apart(stored: Stored, workers: WorkerPool) -> Mail | None:
    """The mail, read in a process apart; None where none survives it, or it must not be read."""
    found = workers.run("officebot.connectors.mime.again:read_again", stored, _SECONDS)
    return found if isinstance(found, Mail) else None


def read_again(stored: Stored) -> Mail | None:
    """The mail of these bytes, at its place; None for one that must not be read further."""
    from officebot.connectors.mime.parts import Poison, cut
    from officebot.connectors.mime.read import read_message

    header, body = cut(stored.data)
    size = len(stored.data)
    try:
        return read_message(
            stored.ref, header, body, frozenset(), stored.received, size, authserv_ids=stored.authserv_ids
        )
    except Poison:
        return None
