"""Known invoices as they are kept in the ledger: JSON-ready data, and back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from officebot.core.invoices.known import KnownInvoice


@lru_cache(maxsize=1)
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(KnownInvoice)


def to_json(known: KnownInvoice) -> dict[str, Any]:
    """The invoice's values."""
    values: dict[str, Any] = _adapter().dump_python(known, mode="json")
    return values


def from_json(values: Mapping[str, Any]) -> KnownInvoice | None:
    """The invoice that `to_json` wrote; None for what it did not."""
    try:
        known: KnownInvoice = _adapter().validate_python(dict(values))
    except ValueError:
        return None
    return known
