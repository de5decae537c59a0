"""The service's sign of life: a lease that is renewed at every heartbeat."""

from __future__ import annotations

from typing import Any

from officebot.core.text import Text
from officebot.engine.ledger import Ledger, leases

SERVICE = "service"


def beat(ledger: Ledger, owner: str, data: dict[str, Any]) -> bool:
    """Show that the service lives; False when another service of this office holds the place."""
    with ledger.writing() as tx:
        return leases.take(tx, SERVICE, owner, data)


def stopped(ledger: Ledger, owner: str) -> None:
    """Say that the service ends."""
    with ledger.writing() as tx:
        leases.release(tx, SERVICE, owner)


def service(ledger: Ledger) -> dict[str, Any] | None:
    """What the running service wrote beside its heartbeat (`pid`, `port`, `at`, `lost`); None when none runs."""
    with ledger.reading() as tx:
        held = leases.holder(tx, SERVICE)
    return held[1] if held else None


def lost(ledger: Ledger) -> dict[str, Text]:
    """The sources that the running service cannot reach just now, each with the sentence why."""
    told = (service(ledger) or {}).get("lost") or {}
    return {source: Text.from_json(why) for source, why in told.items()}
