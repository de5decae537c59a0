"""All that is particular to PostgreSQL: how a ledger there is reached, written one at a time, and what its errors mean.

The cases. Several processes write at once: each takes the one lock of the database first, so that all see what the
one before left, and none ever fails for another's sake (docs/decisions/0024). A process hangs amid its writing: the
server lets go of what it holds after IDLE_SECONDS, and the others have asked again meanwhile. The connection is lost
before a transaction: a new one is made. Amid one: nothing of it is kept. At its very end: nobody can tell, as after
a crash, and what was begun is found again as after one.
"""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.types.string import StrDumperUnknown, TextLoader
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError, ProgrammingError

from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import Text, say
from officebot.engine.ledger.schema import metadata

#: The oldest server that is known to do all that is asked of it.
OLDEST = 130000
#: So long a write waits for the others' to end, as with SQLite.
WAIT_SECONDS = 30
#: A process that says nothing for so long amid a transaction hangs or is cut off: its transaction is undone.
IDLE_SECONDS = 60
_CONNECT_SECONDS = 10
#: The office's one lock for writing, among those that others may use in the same database.
_LOCK = 7305112

_SESSION = (
    f"SET SESSION lock_timeout = '{WAIT_SECONDS}s'",
    f"SET SESSION idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'",
    # A commit survives a crash of the server, whatever its administrator has chosen for others.
    "SET SESSION synchronous_commit = on",
    # Its words are looked into (see `refused`), and shown.
    "SET SESSION client_encoding = 'UTF8'",
)
#: A server that is gone without a word is noticed within a minute.
_CONNECT = {
    "connect_timeout": _CONNECT_SECONDS, "application_name": "officebot", "keepalives": 1, "keepalives_idle": 20,
    "keepalives_interval": 5, "keepalives_count": 4, "tcp_user_timeout": 40_000,
}  # fmt: skip

# PostgreSQL keeps no NUL in texts, and mails do hold some: written as ESCAPE + "0", ESCAPE itself as ESCAPE + "1".
_ESCAPE = "\U0010ffff"


class _TextDumper(StrDumperUnknown):
    def dump(self, obj: str) -> Any:
        return super().dump(escaped(obj))


class _TextLoader(TextLoader):
    def load(self, data: Any) -> Any:
        loaded = super().load(data)
        return unescaped(loaded) if isinstance(loaded, str) and _ESCAPE in loaded else loaded


def escaped(words: str) -> str:
    """A text as PostgreSQL can keep it."""
    if "\0" not in words and _ESCAPE not in words:
        return words
    return words.replace(_ESCAPE, f"{_ESCAPE}1").replace("\0", f"{_ESCAPE}0")


def unescaped(words: str) -> str:
    """The text that was kept so."""
    return words.replace(f"{_ESCAPE}0", "\0").replace(f"{_ESCAPE}1", _ESCAPE)


def postgresql_engine(url: str) -> Engine:
    """The connections to a ledger on PostgreSQL. Raises UserError for a URL that names no such ledger."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise _not_a_url() from None
    if parsed.get_backend_name() != "postgresql" or not parsed.database:
        raise _not_a_url()
    engine = create_engine(
        parsed.set(drivername="postgresql+psycopg"), pool_size=4, max_overflow=12, pool_timeout=WAIT_SECONDS,
        # Asked before each use whether it still lives: a server that was restarted costs nobody an error.
        pool_pre_ping=True, pool_use_lifo=True, connect_args=_CONNECT,
    )  # fmt: skip

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, _record: Any) -> None:
        raw.autocommit = True
        raw.execute("; ".join(_SESSION))
        raw.autocommit = False
        raw.adapters.register_dumper(str, _TextDumper)
        for name in ("text", "varchar"):
            raw.adapters.register_loader(name, _TextLoader)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("officebot_writes"):
            # Each statement after this sees all that was committed before: nobody else commits until we end.
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")

    return engine


#: How a transaction that only reads is begun: it sees a single state, and can change nothing.
READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def _not_a_url() -> UserError:
    sentence = say("This is not a PostgreSQL database's URL: write it as postgresql://user@server/name.")
    return UserError(Problem(where="office.toml: ledger.url", what=sentence))


def is_lost(error: DBAPIError) -> bool:
    """Whether the server could not do it just now, rather than that it was asked for what cannot be."""
    if isinstance(error, (OperationalError, InterfaceError)) or error.connection_invalidated:
        return True
    # 25: a transaction ended from outside, a server that only reads for now.
    return (_state_of(error) or "").startswith("25")


def lost(error: DBAPIError) -> Unavailable:
    """What is said of it: one sentence."""
    state, cause = _state_of(error), _cause(error)
    if state == "53100":
        return Unavailable("ledger", say("The ledger cannot be written: {cause}. Free some disk space.", cause=cause))
    if state == "55P03":
        sentence = say("The ledger is busy: another officebot has been writing for {seconds} seconds.",
                       seconds=WAIT_SECONDS)  # fmt: skip
        return Unavailable("ledger", sentence)
    return Unavailable("ledger", say("The ledger cannot be reached: {cause}.", cause=cause))


def refused(error: DBAPIError) -> UserError | None:
    """What a person must mend before the ledger can be opened at all; None where it is only away."""
    state, cause = _state_of(error), _cause(error)
    # Who is refused while connecting is told in the server's own language, without its number.
    told = cause.lower()
    if "password" in told or "mot de passe" in told or "pg_hba.conf" in told or (state or "").startswith("28"):
        sentence = say("The database lets this user not in: look at [ledger] url and password. It says: {cause}.",
                       cause=cause)  # fmt: skip
    elif state == "3D000" or "does not exist" in told or "n’existe pas" in told or "n'existe pas" in told:
        sentence = say("There is no such database or user: look at [ledger] url. The server says: {cause}.",
                       cause=cause)  # fmt: skip
    elif isinstance(error, ProgrammingError):
        sentence = say("The ledger's tables cannot be made or used in this database: give its user the right, or "
                       "another database. The server says: {cause}.", cause=cause)  # fmt: skip
    else:
        return None
    return UserError(Problem(where="office.toml: ledger.url", what=sentence))


def fit(tx: Connection) -> None:
    """Raise UserError where this server or database is not fit for a ledger."""
    version = int(tx.execute(text("SHOW server_version_num")).scalar_one())
    why = unfit(version, str(tx.execute(text("SHOW server_encoding")).scalar_one()))
    if why is not None:
        raise UserError(Problem(where="office.toml: ledger.url", what=why))


def unfit(version: int, encoding: str) -> Text | None:
    """Why a server of this version (as `server_version_num`) and encoding cannot hold a ledger; None if it can."""
    if version < OLDEST:
        return say("This is PostgreSQL {found}: officebot needs {oldest} or a later one.",
                   found=version // 10000, oldest=OLDEST // 10000)  # fmt: skip
    if encoding != "UTF8":
        return say("This database keeps its texts as {encoding}: make one with ENCODING 'UTF8'.", encoding=encoding)
    return None


def rewrite(engine: Engine) -> str:
    """Rewrite all tables without what was deleted or changed in them; why that could not be done, or "".

    What the server keeps for itself (its log for recovery, archives of it) is its administrator's.
    """
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # Rows that somebody may still be looking at would be kept.
            if connection.exec_driver_sql(_LOOKING).scalar_one():
                return "busy"
            for table in metadata.sorted_tables:
                connection.exec_driver_sql(f"VACUUM (FULL) {table.name}")
    except DBAPIError as error:
        return _cause(error)
    return ""


_LOOKING = (
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xmin IS NOT NULL"
)


def _state_of(error: DBAPIError) -> str | None:
    return error.orig.sqlstate if isinstance(error.orig, psycopg.Error) else None


def _cause(error: DBAPIError) -> str:
    """The server's own words, the first line that says something: they hold no password."""
    original = error.orig
    told = original.diag.message_primary if isinstance(original, psycopg.Error) else None
    if not told:
        lines = [line.strip() for line in str(original).splitlines() if line.strip()]
        # "connection failed: …" comes first, what the server said stands at the end of the line.
        told = next((line.partition("FATAL:")[2] or line for line in lines), type(original).__name__)
    return told.strip().rstrip(".")
