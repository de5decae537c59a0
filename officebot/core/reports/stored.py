"""The ledger's rows as books of records, and the questions by which mails of a time are counted in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from officebot.core.asking import Is, Linked
from officebot.core.figures import SourceKind
from officebot.core.proposals import OPEN_STATES
from officebot.core.records import Book, Record, flat
from officebot.core.reports.period import stored

KINDS: Mapping[str, SourceKind] = {"mails": "mail", "items": "item", "proposals": "proposal"}
_OPEN = Is("state", "among", tuple(sorted(state.value for state in OPEN_STATES)))
_LISTED = Is("state", "is", "listed")
_READ = Is("state", "is not", "listed")
#: What became of mails, as conditions beside those of `came`.
STATES: Mapping[str, tuple[Is | Linked, ...]] = {
    "handled": (_READ, Linked("proposals", "mail_id", "id", (_OPEN,), is_there=False)),
    "waiting": (_READ, Linked("proposals", "mail_id", "id", (_OPEN,))),
    "listed": (_LISTED,),
}


def came(since: datetime, until: datetime) -> tuple[Is, ...]:
    """The mails that came in as work in [since, until)."""
    return (
        Is("state", "not among", ("baseline", "sent")),
        Is("received", "from", stored(since)),
        Is("received", "before", stored(until)),
    )


def ledger_book(name: str, rows: Iterable[Mapping[str, Any]], file: str, read: str) -> Book:
    """The rows of a book of the ledger ("mails", "items", "proposals") as records."""
    records = [Record(key=_key(name, row), fields=_seen(row)) for row in rows]
    return Book(name=name, kind=KINDS[name], file=file, records=records, read=read)


def _key(book: str, row: Mapping[str, Any]) -> str:
    return f"{row['kind']} {row['key']}" if book == "items" else str(row["id"])


def _seen(row: Mapping[str, Any]) -> dict[str, str]:
    """A row's words; a private mail's own are nobody's."""
    fields = flat(row)
    if fields.get("is_private") in ("1", "true"):
        fields.pop("subject", None)
    return fields
