"""The embedded IMAP server: pymap's protocol over the office's mail store.

Everything runs in one thread and nothing here waits while it changes something, so a command's change is one
transaction, committed before its reply; other connections are told afterwards.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from argparse import Namespace
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from proxyprotocol.sock import SocketInfoLocal
from pymap.backend.mailbox import MailboxDataInterface, MailboxSetInterface
from pymap.backend.session import BaseSession
from pymap.concurrent import Subsystem
from pymap.config import BackendCapability, IMAPConfig
from pymap.exceptions import AuthorizationFailure, InvalidAuth, NotAllowedError
from pymap.flags import FlagOp
from pymap.imap import IMAPServer
from pymap.interfaces.login import IdentityInterface, LoginInterface
from pymap.parsing.message import AppendMessage
from pymap.parsing.response.code import AppendUid, CopyUid
from pymap.parsing.specials import SequenceSet
from pymap.parsing.specials.flag import Flag
from pymap.selected import SelectedMailbox
from pymap.token import AllTokens
from pymap.user import UserMetadata
from pysasl.creds.server import ServerCredentials
from pysasl.hashing import Cleartext

from officebot.testing.imapfolders import Accounts
from officebot.testing.imapmessage import Message


class Session(BaseSession[Message]):
    """What a logged-in client does; each command that changes something is one transaction."""

    def __init__(self, owner: str, config: Config, accounts: Accounts) -> None:
        super().__init__(owner)
        self._config = config
        self._accounts = accounts
        self._folders = accounts.folders(owner)

    @property
    def config(self) -> IMAPConfig:
        return self._config

    @property
    def mailbox_set(self) -> MailboxSetInterface[MailboxDataInterface[Message]]:
        return self._folders

    async def list_mailboxes(
        self, ref_name: str, filter_: str, subscribed: bool = False, selected: SelectedMailbox | None = None
    ) -> tuple[Iterable[tuple[str, str | None, Sequence[bytes]]], SelectedMailbox | None]:
        found, updates = await super().list_mailboxes(ref_name, filter_, subscribed, selected)
        uses = self._folders.special_uses()
        with_uses = [
            (name, delimiter, [*attributes, uses[name].encode()] if name in uses else attributes)
            for name, delimiter, attributes in found
        ]
        return with_uses, updates

    async def append_messages(
        self, name: str, messages: Sequence[AppendMessage], selected: SelectedMailbox | None = None
    ) -> tuple[AppendUid, SelectedMailbox | None]:
        with self._accounts.change():
            return await super().append_messages(name, messages, selected)

    async def copy_messages(
        self, selected: SelectedMailbox, sequence_set: SequenceSet, mailbox: str
    ) -> tuple[CopyUid | None, SelectedMailbox]:
        with self._accounts.change():
            return await super().copy_messages(selected, sequence_set, mailbox)

    async def move_messages(
        self, selected: SelectedMailbox, sequence_set: SequenceSet, mailbox: str
    ) -> tuple[CopyUid | None, SelectedMailbox]:
        with self._accounts.change():
            return await super().move_messages(selected, sequence_set, mailbox)

    async def fetch_messages(
        self, selected: SelectedMailbox, sequence_set: SequenceSet, set_seen: bool
    ) -> tuple[Iterable[tuple[int, Message]], SelectedMailbox]:
        if not set_seen:
            return await super().fetch_messages(selected, sequence_set, set_seen)
        with self._accounts.change():
            return await super().fetch_messages(selected, sequence_set, set_seen)

    async def update_flags(
        self,
        selected: SelectedMailbox,
        sequence_set: SequenceSet,
        flag_set: frozenset[Flag],
        mode: FlagOp = FlagOp.REPLACE,
    ) -> tuple[Iterable[tuple[int, Message]], SelectedMailbox]:
        with self._accounts.change():
            return await super().update_flags(selected, sequence_set, flag_set, mode)

    async def rename_mailbox(
        self, before_name: str, after_name: str, selected: SelectedMailbox | None = None
    ) -> SelectedMailbox | None:
        with self._accounts.change():
            return await super().rename_mailbox(before_name, after_name, selected)


class Config(IMAPConfig):
    """pymap's settings for a server that only this machine reaches."""

    def __init__(self) -> None:
        here = Subsystem.for_asyncio()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        super().__init__(
            Namespace(passlib_cfg=None, proxy_protocol=None),
            host=None,
            port=0,
            tls_enabled=False,
            ssl_context=context,
            hash_context=Cleartext(),
            cpu_subsystem=here,
            subsystem=here,
            bad_command_limit=None,
        )

    @property
    def backend_capability(self) -> BackendCapability:
        return BackendCapability(idle=True, object_id=True, multi_append=True, custom=[b"SPECIAL-USE"])

    @property
    def greeting(self) -> bytes:
        return b"The embedded office is ready."


class Identity(IdentityInterface):
    """Who is logged in."""

    def __init__(self, name: str, login: Login) -> None:
        self._name = name
        self._login = login

    @property
    def name(self) -> str:
        return self._name

    @property
    def roles(self) -> frozenset[str]:
        return frozenset()

    @asynccontextmanager
    async def new_session(self) -> AsyncIterator[Session]:
        yield Session(self._name, self._login.config, self._login.accounts)

    async def new_token(self, *, expiration: datetime | None = None) -> str | None:  # noqa: ARG002  (pymap's interface)
        return None

    async def get(self) -> UserMetadata:
        return UserMetadata(self._login.config, self._name)

    async def set(self, user: UserMetadata) -> int:
        raise NotAllowedError(f"{user.name} is changed by the office.")

    async def delete(self) -> None:
        raise NotAllowedError("Accounts are changed by the office.")


class Login(LoginInterface):
    """Who may log in: the accounts of the store."""

    def __init__(self, config: Config, accounts: Accounts) -> None:
        self.config = config
        self.accounts = accounts
        self._tokens = AllTokens(config)

    @property
    def tokens(self) -> AllTokens:
        return self._tokens

    async def authenticate(self, credentials: ServerCredentials) -> Identity:
        name = credentials.authcid.lower()
        password = self.accounts.store.accounts().get(name)
        user = UserMetadata(self.config, credentials.authcid, password=password)
        if password is None or not credentials.verify(user):
            raise InvalidAuth()
        return Identity(name, self)

    async def authorize(self, authenticated: IdentityInterface, authzid: str) -> Identity:
        if authenticated.name != authzid.lower():
            raise AuthorizationFailure()
        return Identity(authenticated.name, self)


class WholeReplies(asyncio.StreamWriter):
    """Sends what was written when it is drained, at once.

    pymap writes a reply in pieces; a client that idles reads without waiting, and takes half a line for an error.
    """

    def __init__(self, writer: asyncio.StreamWriter, reader: asyncio.StreamReader) -> None:
        protocol = writer.transport.get_protocol()
        super().__init__(writer.transport, protocol, reader, asyncio.get_running_loop())
        self._pending: list[bytes] = []

    def _send(self) -> None:
        whole, self._pending = b"".join(self._pending), []
        if whole:
            super().write(whole)

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self._pending.append(bytes(data))

    async def drain(self) -> None:
        self._send()
        await super().drain()

    def close(self) -> None:
        self._send()
        super().close()


async def start_imap(accounts: Accounts, listener: socket.socket) -> asyncio.Server:
    """Serve IMAP on a bound socket."""
    config = Config()
    config.apply_context()
    server = IMAPServer(Login(config, accounts), config)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await server(reader, WholeReplies(writer, reader), SocketInfoLocal(writer))

    return await asyncio.start_server(connected, sock=listener)
