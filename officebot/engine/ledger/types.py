"""Column types that mean the same in SQLite and PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Boolean, Column, String, Text, literal
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ColumnElement
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import TypeDecorator, TypeEngine

from officebot.core.expressions import expression

# Only what JSON knows: a datetime or a dataclass is its author's slip, and is refused.
_OPTIONS = (
    orjson.OPT_SORT_KEYS
    | orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_SUBCLASS
)


def words(length: int | None = None) -> TypeEngine[str]:
    """Text that is sorted by its characters' numbers in both databases, whatever language PostgreSQL sorts by.

    The length tells readers how long it may be: SQLite does not look at it, PostgreSQL is not told.
    """
    plain: TypeEngine[str] = Text() if length is None else String(length)
    return plain.with_variant(_BY_CHARACTER, "postgresql")


_BY_CHARACTER = Text(collation="C")


@lru_cache(maxsize=1024)
def instant_text(instant: datetime) -> str:
    """An aware datetime as fixed-width UTC text, which sorts as time does."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


class Encoded(str):
    """JSON that is `canonical` already: stored as it is."""

    __slots__ = ()


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored as UTC text to the microsecond; naive ones are refused."""

    impl = String(27)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return _stored_as(dialect, String(27))

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], str | None]:
        """Straight to the text: asked for every value of every row."""
        return _instant_bound

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return _instant_bound(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], datetime | None]:
        """Straight to the datetime, in the same way."""
        return instant_of

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return instant_of(value)


def instant_of(stored: str | None) -> datetime | None:
    """The datetime that is stored so; None where there is none."""
    return None if stored is None else datetime.fromisoformat(stored)


def _instant_bound(value: datetime | None) -> str | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("the ledger keeps aware datetimes only")
    return instant_text(value)


def _stored_as(dialect: Dialect, plain: TypeEngine[str]) -> TypeEngine[Any]:
    return dialect.type_descriptor(_BY_CHARACTER if dialect.name == "postgresql" else plain)


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces: the same value, the same text, the same hash.

    Raises TypeError for what JSON or UTF-8 cannot hold, and for whole numbers beyond 64 bits.
    """
    try:
        return orjson.dumps(value, option=_OPTIONS).decode()
    except TypeError:
        # Keys that are numbers, texts of a class of their own: read back as what they will be.
        return orjson.dumps(json.loads(json.dumps(value)), option=_OPTIONS).decode()


class Json(TypeDecorator[Any]):
    """Any JSON value, stored as canonical text."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return _stored_as(dialect, Text())

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], str | None]:
        """Straight to the text: asked for every value of every row."""
        return _json_bound

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return _json_bound(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], Any]:
        """Straight to the value, in the same way."""
        return value_of

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return value_of(value)


def value_of(stored: str | None) -> Any:
    """The JSON value that is stored so; None where there is none."""
    return None if stored is None else orjson.loads(stored)


def _json_bound(value: Any) -> str | None:
    if value is None or type(value) is Encoded:
        return value
    return canonical(value)


_WORD = expression(r"[A-Za-z_][A-Za-z0-9_]{0,59}")
#: What tells one of the elements below from another, so that SQLAlchemy makes each statement into SQL once.
_OF_PATH = [("column", InternalTraversal.dp_clauseelement), ("path", InternalTraversal.dp_plain_obj)]
_OF_KEY = [("column", InternalTraversal.dp_clauseelement), ("key", InternalTraversal.dp_string)]
_OF_TEXT = [*_OF_KEY, ("text", InternalTraversal.dp_clauseelement)]


def _plain_word(key: str) -> str:
    """The key, which becomes a part of the statement. Raises ValueError for what is no plain word."""
    if not _WORD.fullmatch(key):
        raise ValueError("a key of stored JSON is looked up by a plain word only")
    return key


class JsonText(ColumnElement[str]):
    """The text at this path of a `Json` column's objects, in SQL; null where there is none. Keys are plain words."""

    inherit_cache = True
    type = Text()
    _traverse_internals = _OF_PATH

    def __init__(self, column: Column[Any], *path: str) -> None:
        self.column = column
        self.path = tuple(map(_plain_word, path))


class JsonUnset(ColumnElement[bool]):
    """Whether a `Json` column's objects hold nothing under this key, or null, or false. The key is a plain word."""

    inherit_cache = True
    type = Boolean()
    _traverse_internals = _OF_KEY

    def __init__(self, column: Column[Any], key: str) -> None:
        self.column = column
        self.key = _plain_word(key)


class JsonLists(ColumnElement[bool]):
    """Whether a `Json` column's objects hold, under this key, a list of which this text is one. The key is a plain word.

    SQLite reads a text of the list up to its first NUL.
    """

    inherit_cache = True
    type = Boolean()
    _traverse_internals = _OF_TEXT

    def __init__(self, column: Column[Any], key: str, text: str) -> None:
        self.column = column
        self.key = _plain_word(key)
        self.text = literal(text, Text())


@compiles(JsonText)
def _json_text(element: JsonText, compiler: SQLCompiler, **more: Any) -> str:
    inner = compiler.process(element.column, **more)
    return f"json_extract({inner}, '$.{'.'.join(element.path)}')"


@compiles(JsonText, "postgresql")
def _json_text_of_postgresql(element: JsonText, compiler: SQLCompiler, **more: Any) -> str:
    return f"(({_readable(element.column, compiler, more)})::json #>> '{{{','.join(element.path)}}}') COLLATE \"C\""


@compiles(JsonUnset)
def _json_unset(element: JsonUnset, compiler: SQLCompiler, **more: Any) -> str:
    inner = compiler.process(element.column, **more)
    return f"coalesce(json_type({inner}, '$.{element.key}'), 'null') IN ('null', 'false')"


@compiles(JsonUnset, "postgresql")
def _json_unset_of_postgresql(element: JsonUnset, compiler: SQLCompiler, **more: Any) -> str:
    # As JSON, a text that reads "false" has its quotes.
    value = f"({_readable(element.column, compiler, more)})::json -> '{element.key}'"
    return f"coalesce(({value})::text, 'null') IN ('null', 'false')"


@compiles(JsonLists)
def _json_lists(element: JsonLists, compiler: SQLCompiler, **more: Any) -> str:
    inner, text = compiler.process(element.column, **more), compiler.process(element.text, **more)
    path = f"'$.{element.key}'"
    return (
        f"(json_type({inner}, {path}) = 'array' AND EXISTS "  # noqa: S608 - no word of it is from outside
        f"(SELECT 1 FROM json_each({inner}, {path}) AS one WHERE one.type = 'text' AND one.value = {text}))"
    )


@compiles(JsonLists, "postgresql")
def _json_lists_of_postgresql(element: JsonLists, compiler: SQLCompiler, **more: Any) -> str:
    value = f"(({_readable(element.column, compiler, more)})::jsonb -> '{element.key}')"
    text = compiler.process(element.text, **more)
    return f"(jsonb_typeof({value}) = 'array' AND {value} @> to_jsonb(CAST({text} AS text)))"


def _readable(column: Column[Any], compiler: SQLCompiler, more: Any) -> str:
    """The JSON of a column as PostgreSQL reads it."""
    inner = compiler.process(column, **more)
    # PostgreSQL reads no JSON in which a text holds NUL, though it keeps it: for looking, a mark stands in its place.
    # The backslashes before it come in pairs, each pair a backslash of the text itself.
    return (
        rf"CASE WHEN position('\u0000' IN {inner}) = 0 THEN {inner} "
        rf"ELSE regexp_replace({inner}, '(?<!\\)((?:\\\\)*)\\u0000', '\1\\ufffd', 'g') END"
    )
