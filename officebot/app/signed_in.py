"""The accounts that one signs in to by tokens: made from the settings, one keeper of tokens for each sign-in."""

from __future__ import annotations

import fcntl
import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from officebot.core.problems import UserError
from officebot.core.text import say
from officebot.settings.oauth import OauthTable
from officebot.settings.office import AccountTable, ServerTable
from officebot.settings.secret import Secret

if TYPE_CHECKING:
    from officebot.connectors.oauth.exchange import Line
    from officebot.connectors.oauth.tokens import Client, Grant, TokenKeeper


class SecretStore:
    """The place of a grant, as the settings name it (connectors.oauth.tokens.Store)."""

    def __init__(self, place: Secret, folder: Path) -> None:
        """`folder` is the office's, for the lock."""
        self._place = place
        key = hashlib.sha256(repr(place).encode()).hexdigest()[:16]
        self._lock = folder / "state" / f"sign-in-{key}.lock"

    def read(self) -> str:
        """What was kept; "" for nothing yet. Raises UserError."""
        return self._place.peek()

    def write(self, value: str) -> None:
        """Keep it, whole or not at all. Raises UserError."""
        self._place.keep(value)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Held by one process at a time; let go with the process that holds it, killed or not."""
        try:
            self._lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            raise UserError(
                say("The file {path} cannot be written: make room, or give yourself the right to its folder.",
                    path=str(self._lock))
            ) from None  # fmt: skip
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


class SignedIn:
    """The keepers of tokens; those of the same place and program are one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._keepers: dict[tuple[object, ...], TokenKeeper] = {}

    def token_of(self, account: str, table: ServerTable) -> Callable[[str], str] | None:
        """What gives this server its tokens; None where it takes a password, or nobody logs in."""
        if table.oauth is None:
            return None
        oauth = table.oauth
        return lambda refused: self._keeper(account, oauth).token(refused)

    def keep(self, oauth: OauthTable, grant: Grant) -> None:
        """Keep what a sign-in obtained. Raises UserError."""
        store = SecretStore(oauth.token, self._folder)
        with store.locked():
            store.write(grant.to_text())

    def _keeper(self, account: str, oauth: OauthTable) -> TokenKeeper:
        from officebot.connectors.oauth.tokens import TokenKeeper

        with self._lock:
            key = (oauth.token, oauth.issuer, oauth.client_id, oauth.scopes)
            if key not in self._keepers:
                store = SecretStore(oauth.token, self._folder)
                line = line_of(account, oauth, self._folder)
                self._keepers[key] = TokenKeeper(client_of(oauth), store, line, account=account)
            return self._keepers[key]


def sign_ins(table: AccountTable) -> list[tuple[ServerTable, OauthTable]]:
    """The sign-ins that an account needs, with a server of each: one where reading and sending share it."""
    servers = [server for server in (table.imap, table.smtp) if server is not None]
    found: dict[Secret, tuple[ServerTable, OauthTable]] = {}
    for server in servers:
        if server.oauth is not None:
            found.setdefault(server.oauth.token, (server, server.oauth))
    return list(found.values())


def client_of(oauth: OauthTable) -> Client:
    """The program as its issuer knows it."""
    from officebot.connectors.oauth.tokens import Client

    return Client(
        issuer=oauth.issuer,
        id=oauth.client_id,
        secret=oauth.client_secret.reveal if oauth.client_secret is not None else None,
        scopes=oauth.scopes,
    )


def line_of(account: str, oauth: OauthTable, folder: Path) -> Line:
    """How the issuer is reached."""
    from officebot.connectors.oauth.exchange import Line

    return Line(name=account, ca_file=str(folder / oauth.ca_file) if oauth.ca_file else "")
