"""The ledger as a database: opened, migrated, read and written in whole transactions.

All that is particular to SQLite stands in this file.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from threading import RLock
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    create_engine,
    event,
    inspect,
    text,
)
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool

from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import Text, say
from officebot.engine.ledger import schema

#: The newest migration's name; `migrations` holds the way there.
HEAD = "0004"


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
