"""Where the ledgers of tests are: in SQLite's files, or on a PostgreSQL in whose databases the tests take turns.

A test names its ledger by a file. On PostgreSQL the database's URL stands in a file beside it, so that several engines
over one folder, also those of other processes, meet in one ledger as they do over SQLite's file.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from officebot.engine.ledger import Ledger, open_sqlite, open_url
from officebot.engine.ledger.schema import metadata
from officebot.testing.postgres import ADMIN, Postgres


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
                beside.write_text(url)
            return beside.read_text()

    def give_back(self) -> None:
        """All that was taken is empty again, whoever is still connected to it."""
        for url in self._used:
            name = url.partition("@/")[2].partition("?")[0]
            try:
                self._empty(name)
            except psycopg.Error:  # a test that took its tables apart
                self.server.drop(name)
            else:
                self._free.append(url)
        self._used.clear()

    def _empty(self, name: str) -> None:
        self.server.do(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        with psycopg.connect(host=str(self.server.base), port=self.server.port, user=ADMIN, dbname=name) as admin:
            admin.execute("SET lock_timeout = '5s'")
            for table in reversed(metadata.sorted_tables):
                admin.execute(f"DELETE FROM {table.name}")


_now: Databases | None = None


@contextmanager
def on(databases: Databases) -> Iterator[None]:
    """Meanwhile, ledgers are made in these databases."""
    global _now
    _now = databases
    try:
        yield
    finally:
        _now = None
        databases.give_back()


def url_of(path: Path) -> str:
    """The URL of the ledger that this file stands for."""
    beside = path.with_suffix(".url")
    if beside.exists():
        return beside.read_text()
    return f"sqlite:///{path}" if _now is None else _now.url_for(beside)


def open_ledger(path: Path) -> Ledger:
    """The ledger that this file stands for, made where there is none."""
    url = url_of(path)
    return open_sqlite(path) if url.startswith("sqlite") else open_url(url)
