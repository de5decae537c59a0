"""What was ever proposed, newest first, searched by words, duty, state and day; reading only."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, select

from officebot.core.text import LANGUAGES, Text, plain
from officebot.engine.ledger import Ledger
from officebot.engine.ledger.schema import mails, proposals
from officebot.engine.record.views import Reader

_COLUMNS = (
    proposals.c.id, proposals.c.created, proposals.c.duty, proposals.c.title, proposals.c.state,
    proposals.c.decided_by, mails.c.subject, mails.c.sender, mails.c.sender_name,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A proposal of any time: what became of it, who decided, and the mail that it was about, if any."""

    id: int
    created: datetime
    duty: str
    title: Text
    state: str
    decided_by: str
    subject: str
    sender: str

    def to_json(self, reader: Reader) -> dict[str, Any]:
        """`{"id", "at", "duty", "title", "state", "decided_by", "subject", "sender"}`."""
        return {
            "id": self.id, "at": reader.instant(self.created), "duty": self.duty,
            "title": self.title.render(reader.language), "state": self.state, "decided_by": self.decided_by,
            "subject": self.subject, "sender": self.sender,
        }  # fmt: skip


def history(
    ledger: Ledger,
    words: str = "",
    *,
    duties: Collection[str] = (),
    states: Collection[str] = (),
    since: datetime | None = None,
    limit: int = 50,
) -> list[Past]:
    """The newest proposals that hold all these words in their title, in either language, or in their mail's subject
    or sender; of these duties, in these states, made since then. Capitals and accents do not count.
    """
    wanted = plain(words).split()
    with ledger.reading() as tx:
        found = (row for row in _rows(tx, duties, states, since) if not wanted or _holds(row, wanted))
        return [_past(row) for row in islice(found, limit)]


def _rows(
    tx: Connection, duties: Collection[str], states: Collection[str], since: datetime | None
) -> Iterator[Row[Any]]:
    query = select(*_COLUMNS).select_from(proposals.outerjoin(mails, mails.c.id == proposals.c.mail_id))
    if duties:
        query = query.where(proposals.c.duty.in_(sorted(duties)))
    if states:
        query = query.where(proposals.c.state.in_(sorted(states)))
    if since is not None:
        query = query.where(proposals.c.created >= since)
    # Read as it is looked through: there may be a hundred thousand.
    newest_first = query.order_by(proposals.c.id.desc()).execution_options(yield_per=200)
    rows: Any = tx.execute(newest_first)
    with rows:
        yield from rows


def _holds(row: Row[Any], wanted: Collection[str]) -> bool:
    title = Text.from_json(row.title)
    told = [*(title.render(language) for language in LANGUAGES), row.subject, row.sender_name, row.sender]
    searched = plain("\n".join(part for part in told if part))
    return all(word in searched for word in wanted)


def _past(row: Row[Any]) -> Past:
    return Past(
        id=row.id, created=row.created, duty=row.duty, title=Text.from_json(row.title), state=row.state,
        decided_by=row.decided_by or "", subject=row.subject or "", sender=row.sender or "",
    )  # fmt: skip
