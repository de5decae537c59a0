"""Calendar feeds by secret address: made, listed, taken back, and read by whoever has the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from officebot.core.approvals.codes import LENGTH
from officebot.core.feeds import KINDS, feed_of
from officebot.core.problems import UserError
from officebot.core.text import one_line, say
from officebot.engine.deciding import codes
from officebot.engine.ledger import items
from officebot.engine.record import journal
from officebot.engine.record.journal import Note

if TYPE_CHECKING:
    from officebot.app import App
    from officebot.engine.deciding.approvals import Actor

PURPOSE = "feed"
#: A calendar program is set up once and forgotten: the address is good until it is taken back, or for ten years.
GOOD_FOR = timedelta(days=3650)
#: Twice a code's letters: 136 bits, for a secret that lives so long and may be tried from afar.
_LENGTH = 2 * LENGTH
_DIGITS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A secret address that was given out: its number, what its owner calls it, since when, whether only their own."""

    number: str
    name: str
    created: datetime
    mine: bool


def add(app: App, who: Actor, name: str, *, mine: bool = False) -> str:
    """Make a secret address for a person: the secret, told this once and kept by its hash only."""
    secret, now = codes.new_code() + codes.new_code(), app.clock.now()
    with app.ledger.writing() as tx:
        data = {"name": one_line(name, 80), "mine": mine}
        codes.keep(tx, secret, PURPOSE, who.principal.address, data, now, now + GOOD_FOR)
        journal.write(
            tx, now, [Note(who.name, "feed.added", f"person:{who.principal.address}", {"name": data["name"]})]
        )
    return secret


def address_of(app: App, secret: str) -> str:
    """Where a calendar program finds it: at the dashboard's address."""
    return f"{app.dashboard_address()}/feed/{secret}.ics"


def of(app: App, who: Actor) -> Sequence[Feed]:
    """The addresses of this person, oldest first."""
    with app.ledger.reading() as tx:
        kept = codes.of_purpose(tx, PURPOSE)
    return [
        Feed(number=one.hash[:_DIGITS], name=str(one.data.get("name", "")), created=one.created,
             mine=bool(one.data.get("mine")))
        for one in kept if one.person == who.principal.address
    ]  # fmt: skip


def remove(app: App, who: Actor, number: str) -> None:
    """Take an address back. Raises UserError where this person has none of this number."""
    now = app.clock.now()
    with app.ledger.writing() as tx:
        found = [
            one.hash
            for one in codes.of_purpose(tx, PURPOSE)
            if one.person == who.principal.address and one.hash[:_DIGITS] == number.lower()
        ]
        if len(found) != 1:
            raise UserError(say("You have no feed {number}: “officebot feed list” lists them.", number=number[:20]))
        codes.drop(tx, found[0], PURPOSE)
        journal.write(
            tx, now, [Note(who.name, "feed.removed", f"person:{who.principal.address}", {"number": number})]
        )


def read(app: App, secret: str) -> bytes | None:
    """The calendar behind a secret address; None where there is none, it has run out, or its person has left."""
    if len(secret) != _LENGTH or not secret.isascii():
        return None
    now = app.clock.now()
    with app.ledger.reading() as tx:
        code = codes.find(tx, secret, PURPOSE)
        person = app.facts.people.at(code.person) if code is not None and code.until > now else None
        if code is None or person is None:
            return None
        since = datetime(1970, 1, 1, tzinfo=UTC)
        found = [one for kind in KINDS for one in items.changed(tx, kind, since)]
    return feed_of(person, found, app.facts.working_time, app.facts.name, mine=bool(code.data.get("mine")))
