"""The office's mail connectors, made from its settings: sessions, readers, performers, and their one pool of workers."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from officebot.app.signed_in import SignedIn
from officebot.connectors.imap.account import ImapAccount
from officebot.connectors.imap.session import ImapSession
from officebot.connectors.imap.source import MailboxSource
from officebot.connectors.workers import WorkerPool
from officebot.core.clock import Clock
from officebot.core.mail import MessageRef, OutgoingMail
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import say
from officebot.engine.intake.asking import Asking
from officebot.engine.intake.recognising import SET_UP
from officebot.sdk import Performer
from officebot.settings.load import LoadedOffice
from officebot.settings.office import AccountTable, ServerTable

if TYPE_CHECKING:
    from officebot.connectors.mime.framing import Frame
    from officebot.connectors.smtp import SmtpAccount
    from officebot.testing.embedded import EmbeddedOffice


#: A full mailbox is read by so many processes at once; the usual single mail by one.
_MOST_WORKERS = 2
#: A larger mail is told of, not attached.
_LARGEST_FORWARD = 10_000_000
_FORWARDED = "forwarded"


class Post:
    """Mail in and out. Connections are opened when first used and kept; close it, or use it with `with`."""

    def __init__(
        self,
        loaded: LoadedOffice,
        clock: Clock,
        servers: EmbeddedOffice | None = None,
        whereabouts: Callable[[MessageRef], MessageRef | None] | None = None,
        recognising: bytes | None = None,
        blob_of: Callable[[str], bytes | None] = lambda _: None,
    ) -> None:
        """`whereabouts` tells where a message was put; `blob_of` gives the bytes kept under a hash, for attachments."""
        self._loaded = loaded
        self._whereabouts = whereabouts
        self._blob_of = blob_of
        self._servers = servers
        self._clock = clock
        self._stack = ExitStack()
        self._recognising = recognising is not None
        at_start = (SET_UP, recognising) if self._recognising else None
        self._workers = WorkerPool(size=min(_MOST_WORKERS, os.cpu_count() or 1), at_start=at_start)
        self._acting: dict[str, ImapSession] = {}
        #: The sign-ins of the accounts that take no password.
        self.signed_in = SignedIn(loaded.folder)
        self._locks = {name: threading.RLock() for name in loaded.settings.mail.accounts}

    def renew(self, recognising: bytes | None) -> None:
        """Let the workers recognise with other facts from now on."""
        if self._recognising and recognising is not None:
            self._workers.renew((SET_UP, recognising))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for session in self._acting.values():
            session.close()
        self._workers.close()
        self._stack.close()

    @contextmanager
    def source(self, account: str) -> Iterator[MailboxSource]:
        """A mailbox for reading, over a connection of its own."""
        table = self._table(account)
        with ImapSession(self.imap_account(account)) as session:
            asking = Asking(self._clock.now) if self._recognising else None
            yield MailboxSource(
                session,
                self._workers,
                account,
                table.imap.folders,
                batch=self._loaded.settings.mail.batch,
                poll_seconds=table.imap.poll_seconds,
                authserv_ids=frozenset(table.authserv_ids),
                then=asking.then if asking is not None else lambda: None,
                again=asking.again if asking is not None else None,
            )

    @contextmanager
    def acting(self, account: str) -> Iterator[ImapSession]:
        """The connection over which a mailbox is changed; one thread a time, opened anew when it broke."""
        self._table(account)
        with self._locks[account]:
            session = self._acting.get(account)
            if session is None:
                session = self._acting[account] = ImapSession(self.imap_account(account))
            try:
                yield session
            except Unavailable:
                self._acting.pop(account, None)
                session.close()
                raise

    def performers(self) -> list[Performer]:
        """Those that change mailboxes and send mail."""
        from officebot.connectors.imap.discarding import DraftDiscarder
        from officebot.connectors.imap.performers import MailboxPerformer
        from officebot.connectors.smtp import SmtpPerformer

        senders = {name: self._sender(name) for name, table in self._accounts() if table.smtp is not None}
        return [
            MailboxPerformer(
                self.acting,
                self.compose,
                self._whereabouts,
                drafter=self.compose_draft,
                shared=[name for name, table in self._accounts() if table.shared],
                framer=self,
            ),
            DraftDiscarder(self.acting, self.compose),
            SmtpPerformer(
                senders,
                self.acting,
                self.compose,
                redirect_all_to=self._loaded.settings.trust.redirect_all_to,
                framer=self,
            ),
        ]

    def check_sending(self, account: str) -> None:
        """Connect to the account's server for sending. Raises Unavailable or UserError with what to do."""
        from officebot.connectors.smtp import connect

        connect(self._sender(account)).close()

    def compose_draft(self, mail: OutgoingMail) -> bytes:
        """A draft's exact bytes: its blind copies stand in it, for the mail program that sends it to take them out."""
        return self.compose(mail, with_bcc=True)

    def compose(self, mail: OutgoingMail, *, with_bcc: bool = False) -> bytes:
        """The exact bytes of a mail to be written from one of the office's accounts.

        Raises UserError for an attachment whose bytes are not kept, and for an author who is not the account's.
        """
        frame = self.frame(mail)
        original = self.original(mail.forwards) if mail.forwards is not None else None
        if original is not None:
            # As a file, not as message/rfc822: its bytes come from anybody, and are not parsed here.
            whole = (say("original mail").render(mail.language) + ".eml", "application/octet-stream", _FORWARDED)
            mail = replace(mail, attachments=(*mail.attachments, whole))
        return self.framed(mail, frame, {_FORWARDED: original or b""}, with_bcc=with_bcc)

    def frame(self, mail: OutgoingMail) -> Frame:
        """What stands around the mail if it is composed now. Raises UserError for an author who is not the account's."""
        from officebot.connectors.mime.framing import Frame

        table = self._table(mail.account)
        self._check_author(mail, table)
        return Frame(
            date=self._loaded.working_time.local(self._clock.now()),
            from_address=table.address,
            from_name=table.display_name or self._name_of(table),
            signature=self._loaded.signatures.get(mail.account, "") if mail.with_signature else "",
        )

    def framed(
        self, mail: OutgoingMail, frame: Frame, files: Mapping[str, bytes], *, with_bcc: bool = False
    ) -> bytes:
        """The exact bytes of a mail within what stands around it; `files` are bytes beside those that are kept."""
        from officebot.connectors.mime.compose import compose

        attachments = {
            blob: files[blob] if blob in files else self._attached(name, blob) for name, _, blob in mail.attachments
        }
        return compose(
            mail,
            date=frame.date,
            from_address=frame.from_address,
            from_name=frame.from_name,
            signature=frame.signature,
            attachments=attachments,
            with_bcc=with_bcc,
        )

    def _name_of(self, table: AccountTable) -> str:
        """Whose name stands before the address: its owner's; the office's where several people work in it."""
        if table.shared:
            return self._loaded.settings.office.name
        owner = self._loaded.people.at(table.owner) if table.owner else None
        return owner.name if owner else ""

    def _check_author(self, mail: OutgoingMail, table: AccountTable) -> None:
        """A mail is sent as one of the account's own addresses, or on behalf of somebody of the office."""
        own = {address.lower() for address in (table.address, *table.aliases)}
        if mail.sender and mail.sender.lower() not in own:
            raise UserError(
                say("{address} is not an address of the account “{account}”: add it to its aliases.",
                    address=mail.sender, account=mail.account)
            )  # fmt: skip
        if mail.on_behalf_of and mail.on_behalf_of.lower() not in own and not self._is_ours(mail.on_behalf_of):
            raise UserError(
                say("Nobody of the office has the address {address}: no mail is written on their behalf.",
                    address=mail.on_behalf_of)
            )  # fmt: skip

    def _is_ours(self, address: str) -> bool:
        accounts = (table for _, table in self._accounts())
        return self._loaded.people.at(address) is not None or any(
            address.lower() in (table.address, *table.aliases) for table in accounts
        )

    def original(self, ref: MessageRef) -> bytes | None:
        """A mail as it came; None where it is gone, too large, or marked private. Raises Unavailable."""
        from officebot.connectors.imap.whereabouts import Finder
        from officebot.connectors.mime.marks import is_private_header
        from officebot.connectors.mime.parts import cut

        with self.acting(ref.account) as session:
            place = Finder(self._whereabouts).locate(session, [ref]).get(ref)
            if place is None:
                return None
            session.select(place.folder)
            raw = session.fetch_whole(place.uid)
        if raw is None or len(raw) > _LARGEST_FORWARD or is_private_header(cut(raw)[0]):
            return None
        return raw

    def _attached(self, name: str, blob: str) -> bytes:
        data = self._blob_of(blob)
        if data is None:
            raise UserError(
                say("The file “{name}”, to be attached to a mail, is not kept: make the mail anew.", name=name)
            )
        return data

    def imap_account(self, name: str) -> ImapAccount:
        """How the mailbox is reached."""
        table = self._table(name)
        imap = table.imap
        return ImapAccount(
            name=name,
            host=imap.host,
            port=self._servers.imap_port if self._servers else imap.port_number,
            security=imap.security,
            user=imap.user,
            password=imap.password.reveal if imap.password is not None else "",
            token=self.signed_in.token_of(name, imap),
            address=table.address,
            ca_file=self._file(imap),
            timeout=float(imap.timeout_seconds),
            keywords=table.keywords,
            drafts=table.drafts,
            sent=table.sent,
            trash=table.trash,
            archive=table.archive,
        )

    def _sender(self, name: str) -> SmtpAccount:
        from officebot.connectors.smtp import SmtpAccount

        table = self._table(name)
        smtp = table.smtp
        assert smtp is not None
        return SmtpAccount(
            name=name,
            host=smtp.host,
            port=self._servers.smtp_port if self._servers else smtp.port_number,
            security=smtp.security,
            user=smtp.user,
            password=smtp.password.reveal if smtp.password is not None else "",
            token=self.signed_in.token_of(name, smtp),
            address=table.address,
            ca_file=self._file(smtp),
            timeout=float(smtp.timeout_seconds),
        )

    def _accounts(self) -> list[tuple[str, AccountTable]]:
        return list(self._loaded.settings.mail.accounts.items())

    def _table(self, name: str) -> AccountTable:
        try:
            return self._loaded.settings.mail.accounts[name]
        except KeyError:
            raise UserError(say("There is no account “{name}” in office.toml.", name=name)) from None

    def _file(self, server: ServerTable) -> str:
        return str(Path(self._loaded.folder) / server.ca_file) if server.ca_file else ""
