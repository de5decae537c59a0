"""Leases: who may do a thing alone just now, until when, and what happens when the holder is gone.

The cases. Two processes ask at once: the row's update decides, one gets it. The holder dies: on the same
machine its successor sees that the process is gone and takes over at once; from another machine it waits
until the lease has run out. The holder hangs past its time: its next renewal fails and it must stop.
"""

from __future__ import annotations

import os
import secrets
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from officebot.engine.ledger.schema import leases

LEASE = timedelta(seconds=60)


def real_now() -> datetime:
    """The machine's own time: leases are between processes, whatever clock the office lives by."""
    return datetime.now(UTC)


def make_owner(role: str = "") -> str:
    """A name for this process that tells its host, process id and start, so that others can see if it lives."""
    return f"{socket.gethostname()}:{os.getpid()}:{_process_start(os.getpid())}:{role}:{secrets.token_hex(4)}"


def is_gone(owner: str) -> bool:
    """Whether the owner is certainly dead: a process of this machine that no longer runs."""
    host, _, rest = owner.partition(":")
    pid, _, rest = rest.partition(":")
    start, _, _ = rest.partition(":")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    return _process_start(int(pid)) != start


def take(tx: Connection, name: str, owner: str, data: Any = None) -> bool:
    """Take or renew a lease for LEASE from now; False when somebody else holds it."""
    now = real_now()
    held = tx.execute(select(leases).where(leases.c.name == name).with_for_update()).one_or_none()
    until = now + LEASE
    if held is None:
        tx.execute(insert(leases), {"name": name, "owner": owner, "until": until, "data": data})
        return True
    if held.owner != owner and held.until > now and not is_gone(held.owner):
        return False
    tx.execute(update(leases).where(leases.c.name == name).values(owner=owner, until=until, data=data))
    return True


def release(tx: Connection, name: str, owner: str) -> None:
    """Give a lease back, if it is still ours."""
    tx.execute(delete(leases).where(leases.c.name == name, leases.c.owner == owner))


def is_held_by(tx: Connection, name: str, owner: str) -> bool:
    """Whether the owner has this lease."""
    return tx.execute(select(leases.c.owner).where(leases.c.name == name)).scalar() == owner


def holder(tx: Connection, name: str) -> tuple[str, Any] | None:
    """Who holds the lease and what they wrote beside it; None when nobody alive does."""
    held = tx.execute(select(leases).where(leases.c.name == name)).one_or_none()
    if held is None or held.until <= real_now() or is_gone(held.owner):
        return None
    return held.owner, held.data


def _process_start(pid: int) -> str:
    try:
        # proc(5): field 3 is the state, field 22 the start time; the command in field 2 may hold spaces and ")".
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return "?" if fields[0] in "ZX" else fields[19]
    except (OSError, IndexError):
        return "?" if not _is_running(pid) else "-"


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
