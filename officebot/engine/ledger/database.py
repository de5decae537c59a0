"""The ledger as a database: opened, migrated, read and written in whole transactions.

All that is particular to SQLite stands in this file.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from threading import RLock
from typing import Any, TypeAlias

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Connection,
    Dialect,
    Engine,
    Insert,
    Row,
    Select,
    Table,
    bindparam,
    create_engine,
    event,
    insert,
    inspect,
    text,
    update,
)
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import Text, say
from officebot.engine.ledger import schema

#: A statement by the place of all values that are wanted of it: a function of a module, made into SQL once.
StatementIn: TypeAlias = Callable[[BindParameter[Any]], "Select[Any] | UpdateBase"]

_WANTED = "wanted"
_MOST_WANTED = 512

#: The newest migration's name; `migrations/versions` holds the way there.
HEAD = "0001"


class Ledger:
    """The office's shared state. Thread-safe: each transaction has a connection of its own."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        # SQLite lets one write at a time and has the others ask again every 100 ms: our own threads queue instead.
        self._turn: AbstractContextManager[object] = RLock() if self.is_sqlite else nullcontext()
        self._engine = _sqlite_engine(url) if self.is_sqlite else create_engine(url, pool_size=4)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that may write: committed whole at the end, or nothing of it."""
        try:
            with self._turn, self._writer() as connection, connection.begin():
                yield connection
        except OperationalError as error:
            raise _lost(error) from error

    def _writer(self) -> Connection:
        return self._engine.connect().execution_options(officebot_writes=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that sees a single state of the ledger."""
        try:
            with self._engine.connect() as connection, connection.begin():
                yield connection
        except OperationalError as error:
            raise _lost(error) from error

    def create(self) -> None:
        """Make the tables, or bring an older ledger's to this version. Safe when several start at once."""
        with self.writing() as tx:
            self._lock_schema(tx)
            if inspect(tx).has_table("marks"):
                if _version(tx) != HEAD:
                    _migrate(tx)
                return
            schema.metadata.create_all(tx)
            tx.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
            tx.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})

    def check(self) -> list[str]:
        """What the database itself finds wrong with its file; empty when it is sound."""
        if not self.is_sqlite:
            return []
        with self.reading() as tx:
            rows = tx.execute(text("PRAGMA quick_check(20)")).scalars().all()
        return [str(row) for row in rows if row != "ok"]

    def copy_to(self, target: Path) -> None:
        """A consistent copy of a SQLite ledger as one file, made while others write, then published whole.

        Raises Unavailable where it cannot be written; no half copy is left.
        """
        part = target.with_suffix(".part")
        try:
            part.unlink(missing_ok=True)
            with self._engine.connect() as connection:
                raw: Any = connection.connection.driver_connection
                raw.execute("VACUUM INTO ?", (str(part),))
            with part.open("rb+") as made:
                os.fsync(made.fileno())
            part.replace(target)
            _sync_folder(target.parent)
        except (OSError, sqlite3.Error) as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            sentence = "The ledger's copy cannot be written: {cause}. Free some disk space."
            raise Unavailable("ledger", say(sentence, cause=str(error))) from error

    def shred(self) -> None:
        """Rewrite a SQLite ledger, so that its files hold nothing any more of what was deleted or changed.

        Raises Unavailable while others are at work in it: what was deleted is deleted all the same.
        """
        if not self.is_sqlite:
            return
        try:
            with self._turn, self._engine.connect() as connection:
                raw: Any = connection.connection.driver_connection
                raw.execute("VACUUM")
                (is_busy, _, _) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error as error:
            raise Unavailable("ledger", _not_shredded(str(error))) from error
        if is_busy:
            raise Unavailable("ledger", _not_shredded("busy"))

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    def _lock_schema(self, tx: Connection) -> None:
        if not self.is_sqlite:  # SQLite: BEGIN IMMEDIATE already holds the only write lock.
            tx.execute(text("SELECT pg_advisory_xact_lock(7305112)"))


def open_sqlite(path: Path) -> Ledger:
    """The ledger in this file, made or migrated as needed. Raises UserError for a file that is not a ledger."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ledger = Ledger(f"sqlite:///{path}")
    try:
        ledger.create()
    except DatabaseError as error:
        sentence = say(
            "This file is not a sound ledger. Restore it from state/backups, or move it away to start anew."
        )
        raise UserError(Problem(where=path.name, what=sentence)) from error
    path.chmod(0o600)
    return ledger


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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


class _PreparedIn:
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
def _prepare_in(statement: StatementIn, dialect: Dialect) -> _PreparedIn:
    return _PreparedIn(statement(bindparam(_WANTED, expanding=True)).compile(dialect=dialect))


def _sqlite_engine(url: str) -> Engine:
    # Pooled, each used by one thread at a time: when the last connection to a file is closed, SQLite copies its
    # whole log into it, which after each transaction takes longer than the transaction.
    engine = create_engine(
        url, poolclass=QueuePool, pool_size=4, max_overflow=100,
        # The one that worked last comes first: only its cache still holds what the ledger looks like now.
        pool_use_lifo=True,
        connect_args={"timeout": 30, "isolation_level": None, "check_same_thread": False},
    )  # fmt: skip

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, _record: Any) -> None:
        cursor = raw.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        # FULL: a commit survives a power cut, not only a crash of the process.
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        # Pages of 4 KiB: the log is copied into the file when it holds 16 MB, not at every third batch of mails.
        cursor.execute("PRAGMA wal_autocheckpoint=4000")
        cursor.execute("PRAGMA cache_size=-8000")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # IMMEDIATE: take the write lock at once; a deferred one fails with "locked" when it upgrades.
        writes = connection.get_execution_options().get("officebot_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _not_shredded(cause: str) -> Text:
    return say(
        "It is erased, but traces may stand in free space of the ledger's file ({cause}): "
        "stop the service and erase once more.",
        cause=cause,
    )


def _version(tx: Connection) -> str:
    return str(tx.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _migrate(tx: Connection) -> None:
    from officebot.engine.ledger.migrate import upgrade

    upgrade(tx, HEAD)


def _lost(error: OperationalError) -> Exception:
    cause = str(error.orig)
    if "full" in cause or "I/O" in cause or "readonly" in cause:
        return Unavailable("ledger", say("The ledger cannot be written: {cause}. Free some disk space.", cause=cause))
    return Unavailable("ledger", say("The ledger cannot be reached: {cause}.", cause=cause))
