"""The ledger's rows as they are stored, for a second computation that shares nothing with the first but these."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, text

from officebot.engine.ledger.types import instant_text

# Written out as SQL, not through the tables' types: what these would read wrong, the first computation does, too.
_QUERIES: Mapping[str, str] = {
    "mails": "SELECT id, account, folder, state, received, subject, sender, message_id, in_reply_to, thread, is_private,"
             " verdict FROM mails WHERE received >= :since ORDER BY id",
    "items": "SELECT kind, key, title, owner, due, source, state, circle, changed FROM items"
             " WHERE changed >= :since OR state = 'open' ORDER BY kind, key",
    "proposals": "SELECT id, mail_id, duty, key, state, created, decided, decided_by FROM proposals"
                 " WHERE created >= :since OR decided >= :since"
                 " OR state IN ('waiting', 'approved', 'doing', 'uncertain') ORDER BY id",
}  # fmt: skip
_JSON = ("verdict", "source")


def rows_of(tx: Connection, book: str, since: datetime) -> list[dict[str, Any]]:
    """The rows of a book; JSON is read, all else stays as it is stored."""
    found = tx.execute(text(_QUERIES[book]).bindparams(bindparam("since", instant_text(since))))
    return [_read(dict(row._mapping)) for row in found]


def _read(row: dict[str, Any]) -> dict[str, Any]:
    for name in _JSON:
        if isinstance(row.get(name), str):
            row[name] = json.loads(row[name])
    return row
