"""The service's sign of life: a lease that is renewed at every heartbeat."""

from __future__ import annotations

from typing import Any

from officebot.core.text import Text
from officebot.engine.ledger import Ledger, leases

SERVICE = "service"
#: How the name begins under which a running service tells of a plugin: it is not out of reach, but says a sentence.
PLUGIN = "plugin "
#: Where a server keeps the ledger, several services may share the office; each has a place of its own.
_PLACES = (SERVICE, "service 2", "service 3", "service 4")


def beat(ledger: Ledger, owner: str, data: dict[str, Any]) -> bool:
    """Show that the service lives; False when others of this office hold all places there are."""
    with ledger.writing() as tx:
        # Its own place first: another that became free meanwhile is for whoever comes next.
        places = sorted(_places(ledger), key=lambda place: not leases.is_held_by(tx, place, owner))
        return any(leases.take(tx, place, owner, data) for place in places)


def stopped(ledger: Ledger, owner: str) -> None:
    """Say that the service ends."""
    with ledger.writing() as tx:
        for place in _places(ledger):
            leases.release(tx, place, owner)


def services(ledger: Ledger) -> list[dict[str, Any]]:
    """What each running service wrote beside its heartbeat (`pid`, `port`, `at`, `lost`)."""
    with ledger.reading() as tx:
        held = [leases.holder(tx, place) for place in _places(ledger)]
    return [one[1] for one in held if one]


def service(ledger: Ledger) -> dict[str, Any] | None:
    """The same of the first one; None when none runs."""
    return next(iter(services(ledger)), None)


def lost(ledger: Ledger) -> dict[str, Text]:
    """The sources that a running service cannot reach just now, each with the sentence why."""
    told = {source: why for one in services(ledger) for source, why in (one.get("lost") or {}).items()}
    return {source: Text.from_json(why) for source, why in told.items()}


def _places(ledger: Ledger) -> tuple[str, ...]:
    return _PLACES[:1] if ledger.is_sqlite else _PLACES
