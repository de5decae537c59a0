"""What version 0.1 stored, as this one stores it."""

from __future__ import annotations

from typing import Any


def with_count(key: str, value: Any) -> Any:
    """A day's visits: once a bare number, now with a name."""
    return {"count": int(value)}
