"""Column types that mean the same in SQLite and PostgreSQL."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ColumnElement
from sqlalchemy.types import TypeDecorator

# Made once: json.dumps makes a new encoder for each value.
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def instant_text(instant: datetime) -> str:
    """An aware datetime as fixed-width UTC text, which sorts as time does."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored as UTC text to the microsecond; naive ones are refused."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("the ledger keeps aware datetimes only")
        return instant_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces: the same value, the same text, the same hash."""
    return _ENCODER.encode(value)


class Json(TypeDecorator[Any]):
    """Any JSON value, stored as canonical text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else canonical(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class JsonText(ColumnElement[str]):
    """The text at this path of a `Json` column's objects, in SQL; null where there is none. Keys are plain words."""

    inherit_cache = False
    type = Text()

    def __init__(self, column: Column[Any], *path: str) -> None:
        self.column = column
        self.path = path


@compiles(JsonText)
def _json_text(element: JsonText, compiler: SQLCompiler, **more: Any) -> str:
    inner = compiler.process(element.column, **more)
    return f"json_extract({inner}, '$.{'.'.join(element.path)}')"


@compiles(JsonText, "postgresql")
def _json_text_of_postgresql(element: JsonText, compiler: SQLCompiler, **more: Any) -> str:
    inner = compiler.process(element.column, **more)
    return f"({inner}::json #>> '{{{','.join(element.path)}}}')"
