"""The ledger as a database: opened, migrated, read and written in whole transactions.

All that is particular to SQLite stands in this file; what is particular to PostgreSQL in `postgresql`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
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
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool

from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import Text, say
from officebot.engine.ledger import copying, leases, schema

#: The newest migration's name; `migrations` holds the way there.
HEAD = "0006"


class Ledger:
    """The office's shared state. Thread-safe: each transaction has a connection of its own."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        # SQLite lets one write at a time and has the others ask again every 100 ms: our own threads queue instead.
        # With PostgreSQL they need one connection for that, not one each.
        self._turn: AbstractContextManager[object] = RLock()
        #: Called in the thread that has just committed something: it lives.
        self.wrote: Callable[[], None] = lambda: None
        self._engine = _sqlite_engine(url) if self.is_sqlite else _postgresql_engine(url)
        self._reader = self._engine if self.is_sqlite else _reader(self._engine)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that may write: committed whole at the end, or nothing of it."""
        try:
            with self._turn, self._writer() as connection, connection.begin():
                yield connection
            self.wrote()
        except DBAPIError as error:
            self._raise_lost(error)
            raise

    def _writer(self) -> Connection:
        return self._engine.connect().execution_options(officebot_writes=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that sees a single state of the ledger."""
        try:
            with self._reader.connect() as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            self._raise_lost(error)
            raise

    def _raise_lost(self, error: DBAPIError) -> None:
        """Raise Unavailable where the database could not do it just now."""
        if self.is_sqlite:
            if isinstance(error, OperationalError):
                raise _lost(error) from error
            return
        from officebot.engine.ledger import postgresql

        if postgresql.is_lost(error):
            raise postgresql.lost(error) from error

    def create(self) -> None:
        """Make the tables, or bring an older ledger's to this version. Safe when several start at once."""
        with self.writing() as tx:
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
        """A consistent copy as one SQLite ledger, made while others write, then published whole.

        Raises Unavailable where it cannot be written; no half copy is left.
        """
        part = target.with_suffix(".part")
        try:
            _remove(part)
            if self.is_sqlite:
                with self._engine.connect() as connection:
                    raw: Any = connection.connection.driver_connection
                    raw.execute("VACUUM INTO ?", (str(part),))
            else:
                self._copy_rows_to(part)
            with part.open("rb+") as made:
                os.fsync(made.fileno())
            part.replace(target)
            _sync_folder(target.parent)
        except (OSError, sqlite3.Error) as error:
            with suppress(OSError):
                _remove(part)
            sentence = "The ledger's copy cannot be written: {cause}. Free some disk space."
            raise Unavailable("ledger", say(sentence, cause=str(error))) from error
        except BaseException:
            with suppress(OSError):
                _remove(part)
            raise

    def _copy_rows_to(self, part: Path) -> None:
        made = Ledger(f"sqlite:///{part}")
        try:
            made.create()
            with self.reading() as source, made.writing() as target:
                copying.copy_rows(source, target)
            with made._engine.connect() as connection:
                raw: Any = connection.connection.driver_connection
                # One file, without a log beside it.
                raw.execute("PRAGMA journal_mode=DELETE")
        finally:
            made.close()

    def copy_from(self, source: Path, *, instead: bool = False) -> dict[str, int]:
        """Take over all that a copy holds, of this version or an earlier one; the copy stays as it is.

        All or nothing: how many rows of each table there are now. Raises UserError for a file that is no ledger, and
        where this ledger is not empty, unless what it holds is to be replaced.
        """
        with TemporaryDirectory(prefix="officebot-") as folder:
            # A copy of it: an earlier version's is migrated, and whoever has it open is not disturbed.
            held = open_sqlite(_snapshot(source, Path(folder) / "ledger.db"))
            try:
                with held.reading() as theirs, self.writing() as ours:
                    if leases.holder(theirs, "service"):
                        raise UserError(say("That ledger is in use: stop “officebot run” first."))
                    if not instead and not copying.is_empty(ours):
                        raise UserError(say("The office's ledger is not empty: nothing was copied into it."))
                    copying.empty(ours)
                    copying.copy_rows(theirs, ours)
                    return copying.counted(ours)
            finally:
                held.close()

    def shred(self) -> None:
        """Rewrite a ledger, so that its files hold nothing any more of what was deleted or changed.

        Raises Unavailable while others are at work in it: what was deleted is deleted all the same.
        """
        if not self.is_sqlite:
            from officebot.engine.ledger import postgresql

            with self._turn:
                cause = postgresql.rewrite(self._engine)
            if cause:
                raise Unavailable("ledger", _not_shredded(cause))
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

    def place(self) -> str:
        """Where it is, for people: the file, or the database's URL without its password."""
        return str(self._engine.url.render_as_string(hide_password=True)) if not self.is_sqlite else self.url[10:]

    def version(self) -> str:
        """The database and its version: `SQLite 3.40.1`, `PostgreSQL 15.9`."""
        asked = "SELECT sqlite_version()" if self.is_sqlite else "SHOW server_version"
        with self.reading() as tx:
            told = str(tx.execute(text(asked)).scalar_one()).split()[0]
        return f"{'SQLite' if self.is_sqlite else 'PostgreSQL'} {told}"

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()


def open_sqlite(path: Path) -> Ledger:
    """The ledger in this file, made or migrated as needed. Raises UserError for a file that is not a ledger."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ledger = Ledger(f"sqlite:///{path}")
    try:
        ledger.create()
    except DatabaseError as error:
        raise _unsound(path) from error
    path.chmod(0o600)
    return ledger


def _unsound(path: Path) -> UserError:
    sentence = say("This file is not a sound ledger. Restore it from state/backups, or move it away to start anew.")
    return UserError(Problem(where=path.name, what=sentence))


def _snapshot(source: Path, copy: Path) -> Path:
    """A copy of a SQLite ledger as it is now, with what stands in the log beside it."""
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as theirs,
            closing(sqlite3.connect(copy)) as ours,
        ):
            theirs.backup(ours)
    except sqlite3.Error as error:
        raise _unsound(source) from error
    return copy


def open_url(url: str) -> Ledger:
    """The ledger in this database, made or migrated as needed.

    Raises UserError for what a person must mend (a wrong password, no such database), Unavailable where it is away.
    """
    if url.startswith("sqlite"):
        return open_sqlite(Path(url.partition(":///")[2]))
    ledger = Ledger(url)
    from officebot.engine.ledger import postgresql

    try:
        with ledger.reading() as tx:
            postgresql.fit(tx)
        ledger.create()
    except (Unavailable, DBAPIError) as error:
        ledger.close()
        cause = error.__cause__ if isinstance(error, Unavailable) else error
        wrong = postgresql.refused(cause) if isinstance(cause, DBAPIError) else None
        raise wrong or error from error
    except UserError:
        ledger.close()
        raise
    return ledger


def _remove(part: Path) -> None:
    """A half copy, and the log beside it, are gone."""
    for name in (part.name, f"{part.name}-wal", f"{part.name}-shm", f"{part.name}-journal"):
        part.with_name(name).unlink(missing_ok=True)


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


def _postgresql_engine(url: str) -> Engine:
    try:
        from officebot.engine.ledger.postgresql import postgresql_engine
    except ImportError as error:
        sentence = say("A ledger on PostgreSQL needs an extra: install officebot[postgresql].")
        raise UserError(Problem(where="office.toml: ledger.url", what=sentence)) from error
    return postgresql_engine(url)


def _reader(engine: Engine) -> Engine:
    from officebot.engine.ledger.postgresql import READING

    return engine.execution_options(**READING)


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
