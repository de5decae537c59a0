"""How long somebody stays signed in at the dashboard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLimits:
    """How long a session lasts: without use, at most, and for how long a password given counts for what spends money."""

    idle: timedelta = timedelta(hours=8)
    longest: timedelta = timedelta(days=7)
    proof: timedelta = timedelta(minutes=10)
