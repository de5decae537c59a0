"""A private PostgreSQL of Debian's, for tests of an office whose ledger is there.

One server serves any number of ledgers; a test takes a database of its own, copied from a template that holds the
tables already. It listens on a socket in its folder, where nobody is asked for a password, and on a loopback port,
where everybody is. It keeps nothing through a power cut: `fsync` is off.
"""

from __future__ import annotations

import itertools
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from officebot.testing.dovecot import free_port

_PROGRAMS = Path("/usr/lib/postgresql")
#: Whoever may do anything at the server, and whom the offices are.
ADMIN, OFFICE = "admin", "office"
_HOST = "127.0.0.1"

# Words sorted as people would, which is not how the ledger wants them: what forgets to say so is found out.
_INIT = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=fr", "--encoding=UTF8", "--auth-local=trust",
         "--auth-host=scram-sha-256", "--no-sync", f"--username={ADMIN}")  # fmt: skip
_SETTINGS = {
    "fsync": "off", "full_page_writes": "off", "autovacuum": "off", "max_connections": "200",
    "shared_buffers": "64MB", "jit": "off", "max_wal_size": "1GB",
}  # fmt: skip


def programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs that is here; None where there is none, or no user for it."""
    found = sorted(_PROGRAMS.glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    if not found or (os.getuid() == 0 and _account() is None):
        return None
    return found[-1].parent


def _account() -> pwd.struct_passwd | None:
    """As whom the server runs where we are root, which it refuses to be."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


@dataclass(slots=True)
class Postgres:
    """A server over a folder; `database()` makes a ledger on it, `stop` and `start` are a server that goes away."""

    base: Path
    bin: Path
    port: int = field(default_factory=free_port)
    password: str = field(default_factory=lambda: secrets.token_hex(8))
    _process: subprocess.Popen[bytes] | None = None
    _names: Iterator[int] = field(default_factory=itertools.count)
    _template: str = ""
    _admin: Any = None

    def initialise(self) -> None:
        """Make the server's files. Raises RuntimeError with its own words."""
        account = _account()
        if os.getuid() == 0 and account is not None:
            os.chown(self.base, account.pw_uid, account.pw_gid)
        self._run(["initdb", *_INIT, "-D", str(self.base / "data")])

    def start(self) -> None:
        """Start it and wait until it lets us in; makes the office's login the first time."""
        settings = {**_SETTINGS, "port": str(self.port), "listen_addresses": _HOST,
                    "unix_socket_directories": str(self.base)}  # fmt: skip
        options = [one for name, value in settings.items() for one in ("-c", f"{name}={value}")]
        command = [str(self.bin / "postgres"), "-D", str(self.base / "data"), *options]
        with (self.base / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                             start_new_session=True, **self._identity())  # fmt: skip
        self._admin = self._let_in()
        known = self._admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OFFICE]).fetchone()
        if known is None:
            self.do(f"CREATE ROLE {OFFICE} LOGIN PASSWORD '{self.password}'")

    def stop(self, how: int = signal.SIGINT) -> None:
        """Stop it and wait until it is gone; SIGINT ends all sessions at once, SIGQUIT is a crash."""
        if self._admin is not None:
            self._admin.close()
            self._admin = None
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)
        self._process = None

    def do(self, *statements: str) -> None:
        """Have these done as the server's administrator, each by itself."""
        for statement in statements:
            self._admin.execute(statement)

    def database(self, template: str = "") -> str:
        """A new database of the office's, empty unless it is a copy of another: its name."""
        name = f"office{os.getpid()}_{next(self._names)}"
        copied = f"TEMPLATE {template}" if template else "TEMPLATE template0"
        self.do(f"CREATE DATABASE {name} OWNER {OFFICE} {copied}")
        return name

    def ledger(self) -> str:
        """A new database that holds an empty ledger: its URL."""
        from officebot.engine.ledger import Ledger

        if not self._template:
            made = self.database()
            ledger = Ledger(self.url(made))
            ledger.create()
            ledger.close()
            self._template = made
        return self.url(self.database(self._template))

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self.do(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def url(self, database: str) -> str:
        """Where a database is reached without a password."""
        return f"postgresql://{OFFICE}@/{database}?host={self.base}&port={self.port}"

    def tcp_url(self, database: str, *, port: int | None = None, password: str | None = None) -> str:
        """Where it is reached with one, on loopback, or by another port that leads there."""
        word = self.password if password is None else password
        return f"postgresql://{OFFICE}:{word}@{_HOST}:{port or self.port}/{database}"

    def _let_in(self) -> Any:
        import psycopg

        assert self._process is not None
        deadline = time.monotonic() + 20
        while True:
            try:
                return psycopg.connect(
                    host=str(self.base), port=self.port, user=ADMIN, dbname="postgres", autocommit=True
                )
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(
                        f"PostgreSQL does not start: {(self.base / 'log').read_text()[-500:]}"
                    ) from None
                time.sleep(0.02)

    def _run(self, command: Sequence[str]) -> None:
        done = subprocess.run([str(self.bin / command[0]), *command[1:]], capture_output=True, text=True, timeout=60,
                              check=False, cwd=self.base, **self._identity())  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{command[0]} fails: {done.stderr.strip()[-500:]}")

    @staticmethod
    def _identity() -> dict[str, Any]:
        account = _account()
        if os.getuid() != 0 or account is None:
            return {}
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A started server in a folder of its own, which is removed at the end. Raises RuntimeError where there is none."""
    found = programs()
    if found is None:
        raise RuntimeError("Debian's postgresql is missing")
    # Short: a socket's whole path may have 107 bytes.
    base = Path(tempfile.mkdtemp(prefix="office-pg-", dir="/tmp"))
    server = Postgres(base=base, bin=found)
    try:
        server.initialise()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(base, ignore_errors=True)
