"""Documents as they are kept in the ledger: JSON-ready data, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from officebot.core.trade.model import TradeDocument

_MOST_LINES, _MOST_NOTES = 300, 20


@lru_cache(maxsize=1)
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(TradeDocument)


def to_json(document: TradeDocument) -> dict[str, Any]:
    """The document's values, without what is wrong with it, which was said when it came; at most 300 lines."""
    bare = replace(document, problems=(), lines=document.lines[:_MOST_LINES], notes=document.notes[:_MOST_NOTES])
    values: dict[str, Any] = _adapter().dump_python(bare, mode="json")
    return values


def from_json(values: Mapping[str, Any]) -> TradeDocument:
    """The document that `to_json` wrote. Raises ValueError for what it did not."""
    document: TradeDocument = _adapter().validate_python(dict(values))
    return document
