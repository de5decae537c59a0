"""Where the ledgers of tests are: in SQLite's files, or on a PostgreSQL in whose databases the tests take turns.

A test names its ledger by a file. On PostgreSQL the database's URL stands in a file beside it, so that several engines
over one folder, also those of other processes, meet in one ledger as they do over SQLite's file.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from officebot.engine.ledger import Ledger, open_sqlite, open_url
from officebot.engine.ledger.schema import metadata
from officebot.testing.postgres import ADMIN, Postgres

#: The kinds of ledger, for `pytest.mark.parametrize("store", BOTH, indirect=True)`.
BOTH = ("sqlite", "postgresql")


class Databases:
    """Databases with the ledger's tables, empty, each used by one test at a time."""

    def __init__(self, server: Postgres) -> None:
        self.server = server
        self._free: list[str] = []
        self._used: list[str] = []
        self._lock = threading.Lock()

    def url_for(self, beside: Path) -> str:
        """The URL that stands in this file; a database is taken where it does not exist yet."""
        with self._lock:
            if not beside.exists():
                url = self._free.pop() if self._free else self.server.ledger()
                self._used.append(url)
                beside.parent.mkdir(parents=True, exist_ok=True)
                # Whole or not at all: others look for it without asking for a turn.
                made = beside.with_suffix(".making")
                made.write_text(url)
                made.replace(beside)
            return beside.read_text()

    def give_back(self, beside: Path | None = None) -> None:
        """What was taken is empty again, whoever is still connected to it: all, or what this file names."""
        for url in [beside.read_text()] if beside is not None else list(self._used):
            try:
                self._empty(name_in(url))
            except psycopg.Error:  # a test that took its tables apart
                self.server.drop(name_in(url))
            else:
                self._free.append(url)
            self._used.remove(url)

    def _empty(self, name: str) -> None:
        self.server.do(f"SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE datname = '{name}'")
        with self._as_admin(name) as admin:
            admin.execute("; ".join(["SET lock_timeout = '5s'", "SET session_replication_role = replica", *_DELETED]))

    def tamper(self, url: str, statements: Sequence[str]) -> None:
        """Change the rows of a ledger as only the server's administrator can."""
        with self._as_admin(name_in(url)) as admin:
            admin.execute("SET session_replication_role = replica")
            for statement in statements:
                admin.execute(statement)

    def bytes_of(self, url: str) -> bytes:
        """What the server's files of a ledger's tables hold."""
        with self._as_admin(name_in(url)) as admin:
            admin.execute("CHECKPOINT")
            found = admin.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
        assert found is not None
        folder = self.server.base / "data" / "base" / str(found[0])
        return b"".join(path.read_bytes() for path in folder.iterdir())

    def _as_admin(self, name: str) -> psycopg.Connection[Any]:
        return psycopg.connect(
            host=str(self.server.base), port=self.server.port, user=ADMIN, dbname=name, autocommit=True
        )


_DELETED = [f"DELETE FROM {table.name}" for table in metadata.sorted_tables]
_now: Databases | None = None
_opened: list[Ledger] = []


@contextmanager
def on(databases: Databases) -> Iterator[None]:
    """Meanwhile, ledgers are made in these databases."""
    global _now
    _now = databases
    try:
        yield
    finally:
        _now = None
        for ledger in _opened:
            ledger.close()
        _opened.clear()
        databases.give_back()


def forget(folder: Path) -> None:
    """The ledger of this folder is not wanted any more."""
    if _now is not None:
        _now.give_back(folder / "ledger.url")


def tamper(ledger: Ledger, *statements: str) -> None:
    """Change what a ledger holds behind its back."""
    if _now is not None:
        _now.tamper(ledger.url, statements)
        return
    with sqlite3.connect(ledger.url.removeprefix("sqlite:///")) as raw:
        for statement in statements:
            raw.execute(statement)


def bytes_of(ledger: Ledger) -> bytes:
    """All that the files of a ledger hold."""
    if _now is not None:
        return _now.bytes_of(ledger.url)
    path = Path(ledger.url.removeprefix("sqlite:///"))
    return b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))


def name_in(url: str) -> str:
    """The database's name in the URL."""
    return url.partition("@/")[2].partition("?")[0]


def url_of(path: Path) -> str:
    """The URL of the ledger that this file stands for."""
    beside = path.with_suffix(".url")
    if beside.exists():
        return beside.read_text()
    return f"sqlite:///{path}" if _now is None else _now.url_for(beside)


def open_ledger(path: Path) -> Ledger:
    """The ledger that this file stands for, made where there is none."""
    url = url_of(path)
    return open_sqlite(path) if url.startswith("sqlite") else kept(open_url(url))


def ledger_at(path: Path) -> Ledger:
    """The ledger that this file stands for, as it is."""
    return kept(Ledger(url_of(path)))


def kept(ledger: Ledger) -> Ledger:
    """A ledger that is closed at the end of the test, if nobody did before."""
    _opened.append(ledger)
    return ledger
