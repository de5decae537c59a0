"""The service's sign of life: a lease that is renewed at every heartbeat."""

from __future__ import annotations

from typing import Any

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
    """What the running service wrote beside its heartbeat (`pid`, `port`, `since`); None when none runs."""
    with ledger.reading() as tx:
        held = leases.holder(tx, SERVICE)
    return held[1] if held else None
