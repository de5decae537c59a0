"""From what version 0.9 remembered: a bare number a day, and visits without a host."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def counted_by_day(key: str, value: Any) -> Any:
    """A day's count as an object; what 0.9 kept for itself is forgotten."""
    return None if key == "last" else {"count": value}


def with_host(kind: str, source: Mapping[str, Any]) -> Mapping[str, Any]:
    """A visit with a host, nobody's so far."""
    return {"host": "", **source} if kind == "visit" else source
