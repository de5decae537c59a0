"""Statements that are prepared once and executed for many values: what a batch of mails needs most of its time for.

What SQLAlchemy does itself, with the same SQL and the same types, but it is not compiled anew for each batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Connection,
    Dialect,
    Insert,
    Row,
    Select,
    Table,
    bindparam,
    insert,
    update,
)
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from officebot.engine.ledger import schema

#: A statement by the place of all values that are wanted of it: a function of a module, made into SQL once.
StatementIn: TypeAlias = Callable[[BindParameter[Any]], "Select[Any] | UpdateBase"]

_WANTED = "wanted"
_MOST_WANTED = 512
#: How many values a statement of SQLAlchemy's names at once: each is a word of its SQL.
_FEW = 500

V = TypeVar("V")

_RAISED = (
    update(schema.sequences)
    .where(schema.sequences.c.name == bindparam("series"))
    .values(value=schema.sequences.c.value + bindparam("by", type_=BigInteger))
    .returning(schema.sequences.c.value)
)


def next_number(tx: Connection, name: str, count: int = 1) -> int:
    """The first of `count` consecutive numbers of a series that starts at 1 and has no gaps.

    The row is locked until the transaction ends: a rolled-back transaction gives its numbers back.
    """
    raise_it = _prepare(_RAISED, tx.dialect, ())
    value = tx.exec_driver_sql(raise_it.sql, raise_it.values({"series": name, "by": count})).scalar()
    if value is None:
        tx.execute(insert(schema.sequences), {"name": name, "value": count})
        return 1
    return int(value) - count + 1


def insert_many(tx: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert all rows, which name the same columns, with one prepared statement; nothing for no rows."""
    if rows:
        execute_many(tx, _insert_into(table), rows)


def execute_many(tx: Connection, statement: UpdateBase, rows: Sequence[dict[str, Any]]) -> None:
    """Execute one statement for each row of values, all with the same names; nothing for no rows.

    What SQLAlchemy's own executemany does, but the statement is compiled once for all batches: for short rows
    that is half of the time.
    """
    if rows:
        prepared = _prepare(statement, tx.dialect, tuple(rows[0]))
        tx.exec_driver_sql(prepared.sql, prepared.all_values(rows))


def select_in(tx: Connection, query: StatementIn, wanted: Iterable[Any], **more: Any) -> Iterator[Row[Any]]:
    """The rows of a query for any number of wanted values, or those that an update returns.

    `more` fills the other places that the statement names.

    As the driver gives them: for columns of numbers and text, and for JSON and instants as they are stored. What
    SQLAlchemy does itself, but the statement is compiled once for all calls: for a batch that is half of the time.
    """
    for sql, values in _portions(tx, query, wanted, more):
        yield from tx.exec_driver_sql(sql, values)


def update_in(tx: Connection, statement: StatementIn, wanted: Iterable[Any], **more: Any) -> None:
    """Change the same of all rows that are wanted, with one statement for many of them; as `select_in`."""
    for sql, values in _portions(tx, statement, wanted, more):
        tx.exec_driver_sql(sql, values)


def _portions(
    tx: Connection, statement: StatementIn, wanted: Iterable[Any], more: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    values = list(wanted)
    for start in range(0, len(values), _MOST_WANTED):
        some = values[start : start + _MOST_WANTED]
        # A few lengths only, which the driver knows again; the last value fills them up, which changes nothing.
        length = 1 << (len(some) - 1).bit_length()
        prepared = _prepare_in(statement, tx.dialect)
        yield prepared.sql_for(length), prepared.values_of(some + some[-1:] * (length - len(some)), more)


def in_parts(values: Iterable[V]) -> Iterator[list[V]]:
    """The values in their order, few enough at a time for one statement that names each; nothing for none."""
    wanted = list(values)
    return (wanted[start : start + _FEW] for start in range(0, len(wanted), _FEW))


class _Prepared:
    """A statement as the driver takes it."""

    def __init__(self, compiled: SQLCompiler) -> None:
        self.sql = compiled.string
        self._is_positional = compiled.positional
        # Values that the statement itself holds; every value of an insert is a row's own.
        defaults = {
            column.key: column.default.arg
            for column in compiled.insert_prefetch
            if isinstance(column.default, ScalarElementColumnDefault)
        }
        own = {name: value for name, value in compiled.params.items() if not compiled.binds[name].required}
        self._fixed = {**own, **defaults}
        names = compiled.positiontup or list(compiled.params)
        types = [compiled.binds[name].type.dialect_impl(compiled.dialect) for name in names]
        processors = [of.bind_processor(compiled.dialect) for of in types]
        self._names = names
        self._processed = [(place, one) for place, one in enumerate(processors) if one is not None]
        # itemgetter gives a tuple from two names on.
        self._read = itemgetter(*names) if len(names) > 1 else lambda row: (row[names[0]],)

    def values(self, row: Mapping[str, Any]) -> Any:
        """A row's values for the driver, in the order or by the names that it wants."""
        return self.all_values([row])[0]

    def all_values(self, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
        """The same of each row; a column at a time, for most hold one value all along, such as the time."""
        fixed = self._fixed
        columns: list[Sequence[Any]] = list(
            zip(*(self._read({**fixed, **row} if fixed else row) for row in rows), strict=True)
        )
        for place, process in self._processed:
            columns[place] = _processed(columns[place], process)
        found = list(zip(*columns, strict=True))
        return found if self._is_positional else [dict(zip(self._names, one, strict=True)) for one in found]


class PreparedIn:
    """A statement for any number of wanted values: compiled once, with one place that stands for all of them."""

    def __init__(self, compiled: SQLCompiler) -> None:
        self._template = compiled.string
        self._is_positional = compiled.positional
        self._names = list(compiled.positiontup or compiled.params)
        self._processors = {
            name: process
            for name in self._names
            if (process := compiled.binds[name].type.dialect_impl(compiled.dialect).bind_processor(compiled.dialect))
        }
        # Values that the statement itself holds.
        self._own = {name: value for name, value in compiled.params.items() if not compiled.binds[name].required}
        self._places: dict[int, str] = {}

    def sql_for(self, count: int) -> str:
        """The statement with places for so many values."""
        if count not in self._places:
            names = [f"%({_WANTED}_{number})s" for number in range(count)]
            places = ["?"] * count if self._is_positional else names
            self._places[count] = self._template.replace(f"__[POSTCOMPILE_{_WANTED}]", ", ".join(places))
        return self._places[count]

    def values_of(self, wanted: Sequence[Any], more: Mapping[str, Any]) -> Any:
        """The wanted values and the others for the driver, in the order or by the names that it wants."""
        others = {**self._own, **more}
        read = {
            name: process(others[name]) if (process := self._processors.get(name)) else others[name]
            for name in self._names
            if name != _WANTED
        }
        if self._is_positional:
            return tuple(one for name in self._names for one in (wanted if name == _WANTED else (read[name],)))
        return {**read, **{f"{_WANTED}_{number}": one for number, one in enumerate(wanted)}}


def _processed(column: Sequence[Any], process: Callable[[Any], Any]) -> Sequence[Any]:
    first = column[0]
    if all(one is first for one in column):
        return (process(first),) * len(column)
    return [process(one) for one in column]


@lru_cache(maxsize=64)
def _insert_into(table: Table) -> Insert:
    return insert(table)


@lru_cache(maxsize=128)
def _prepare(statement: UpdateBase, dialect: Dialect, names: tuple[str, ...]) -> _Prepared:
    return _Prepared(statement.compile(dialect=dialect, column_keys=list(names)))


@lru_cache(maxsize=128)
def _prepare_in(statement: StatementIn, dialect: Dialect) -> PreparedIn:
    return PreparedIn(statement(bindparam(_WANTED, expanding=True)).compile(dialect=dialect))
