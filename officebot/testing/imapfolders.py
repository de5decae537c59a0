"""The folders of the embedded office as pymap's IMAP server sees them, each change written through to the store."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from pymap.backend.mailbox import MailboxDataInterface, MailboxSetInterface
from pymap.concurrent import Event
from pymap.context import subsystem
from pymap.flags import FlagOp
from pymap.interfaces.message import CachedMessage
from pymap.listtree import ListTree
from pymap.mailbox import MailboxSnapshot
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials import ObjectId
from pymap.parsing.specials.flag import Flag, Recent, Seen, Wildcard, get_system_flags
from pymap.selected import SelectedMailbox, SelectedSet

from officebot.testing.imapmessage import Message, from_flags
from officebot.testing.mailstore import FolderRow, MailStore, MessageRow

_log = logging.getLogger(__name__)
_DELIMITER = "/"


class Snapshot(MailboxSnapshot):
    """A folder's figures; \\* is a permission, not a flag that messages have (RFC 3501 §7.1)."""

    __slots__ = ()

    @property
    def flags(self) -> frozenset[Flag]:
        return super().flags - {Wildcard}


class Folder(MailboxDataInterface[Message]):
    """A folder in memory; each change goes through to the store first."""

    def __init__(self, store: MailStore, row: FolderRow) -> None:
        self.row = row
        self._store = store
        self._selected_set = SelectedSet()
        self._changed: Event = subsystem.get().new_event()
        self._messages = {found.uid: Message(store, found) for found in store.messages(row)}
        self._uidnext = row.uidnext
        self._change_number = 0
        self._changes: OrderedDict[int, int] = OrderedDict()

    @property
    def mailbox_id(self) -> ObjectId:
        return ObjectId(b"F%d" % self.row.id)

    @property
    def readonly(self) -> bool:
        return False

    @property
    def uid_validity(self) -> int:
        return self.row.uidvalidity

    @property
    def permanent_flags(self) -> frozenset[Flag]:
        return (get_system_flags() - {Recent}) | {Wildcard}

    @property
    def selected_set(self) -> SelectedSet:
        return self._selected_set

    def _note(self, uids: Iterable[int]) -> None:
        self._change_number += 1
        for uid in uids:
            self._changes[uid] = self._change_number
            self._changes.move_to_end(uid)
        self._changed.set()

    def _changed_since(self, number: int) -> list[int]:
        changed: list[int] = []
        for uid, when in reversed(self._changes.items()):
            if when <= number:
                break
            changed.append(uid)
        return changed

    async def update_selected(self, selected: SelectedMailbox, *, wait_on: Event | None = None) -> SelectedMailbox:
        seen = selected.mod_sequence
        # A change between two waits of an IDLE has rung already: it is told at once.
        if wait_on is not None and seen == self._change_number:
            await wait_on.or_event(self._changed).wait()
        selected.mod_sequence = self._change_number
        if seen is None:
            selected.add_updates(list(self._messages.values()), [])
            return selected
        uids = self._changed_since(seen)
        there = [self._messages[uid] for uid in uids if uid in self._messages]
        selected.add_updates(there, [uid for uid in uids if uid not in self._messages])
        return selected

    def add(self, row: MessageRow, *, recent: bool) -> Message:
        """Show a message that the store has just taken in."""
        message = Message(self._store, row, recent=recent)
        self._messages[row.uid] = message
        self._uidnext = row.uid + 1
        self._note([row.uid])
        return message

    async def append(self, append_msg: AppendMessage, *, recent: bool = False) -> Message:
        received = append_msg.when or datetime.now(UTC)
        flags = from_flags(append_msg.flag_set)
        return self.add(self._store.append(self.row, bytes(append_msg.literal), received, flags), recent=recent)

    async def copy(self, uid: int, destination: Folder, *, recent: bool = False) -> int | None:
        message = self._messages.get(uid)
        if message is None:
            return None
        return destination.add(self._store.copy(message.row, destination.row), recent=recent).uid

    async def move(self, uid: int, destination: Folder, *, recent: bool = False) -> int | None:
        message = self._messages.get(uid)
        if message is None:
            return None
        row = self._store.move(message.row, self.row, destination.row)
        del self._messages[uid]
        self._note([uid])
        return destination.add(row, recent=recent).uid

    async def get(self, uid: int, cached_msg: CachedMessage) -> Message:
        message = self._messages.get(uid)
        if message is not None:
            return message
        if not isinstance(cached_msg, Message):
            raise TypeError(cached_msg)
        return cached_msg.as_expunged()

    async def update(self, uid: int, cached_msg: CachedMessage, flag_set: frozenset[Flag], mode: FlagOp) -> Message:
        message = await self.get(uid, cached_msg)
        flags = mode.apply(message.permanent_flags, flag_set - {Recent})
        if not message.expunged and flags != message.permanent_flags:
            self._store.set_flags(self.row, uid, from_flags(flags))
            message.permanent_flags = flags
            self._note([uid])
        return message

    async def delete(self, uids: Iterable[int]) -> None:
        gone = [uid for uid in uids if uid in self._messages]
        if gone:
            self._store.expunge(self.row, gone)
            for uid in gone:
                del self._messages[uid]
            self._note(gone)

    async def claim_recent(self, selected: SelectedMailbox) -> None:
        for message in self._messages.values():
            if message.recent:
                message.recent = False
                selected.session_flags.add_recent(message.uid)

    async def cleanup(self) -> None:
        """Nothing to tidy: the store does it with each change."""

    async def snapshot(self) -> MailboxSnapshot:
        messages = list(self._messages.values())
        unseen = [number for number, message in enumerate(messages, 1) if Seen not in message.permanent_flags]
        recent = sum(message.recent for message in messages)
        first = unseen[0] if unseen else None
        flags, session = self.permanent_flags, self.session_flags
        figures = (len(messages), recent, len(unseen), first, self._uidnext)
        return Snapshot(self.mailbox_id, self.readonly, self.uid_validity, flags, session, *figures)


class Folders(MailboxSetInterface[Folder]):
    """The folders of one account."""

    def __init__(self, store: MailStore, account: str) -> None:
        self._store = store
        self._account = account
        self._folders = {row.name: Folder(store, row) for row in store.folders(account)}

    @property
    def delimiter(self) -> str:
        return _DELIMITER

    def special_uses(self) -> dict[str, str]:
        """What the special folders are for, by name (RFC 6154)."""
        return {name: folder.row.special for name, folder in self._folders.items() if folder.row.special}

    async def set_subscribed(self, name: str, subscribed: bool) -> None:
        self._store.subscribe(self._account, name, subscribed=subscribed)

    async def list_subscribed(self) -> ListTree:
        subscribed = [name for name in self._store.subscriptions(self._account) if name in self._folders]
        return ListTree(_DELIMITER).update("INBOX", *subscribed)

    async def list_mailboxes(self) -> ListTree:
        return ListTree(_DELIMITER).update("INBOX", *self._folders)

    def folder(self, name: str) -> Folder:
        """The folder of this name. Raises KeyError."""
        return self._folders["INBOX" if name.upper() == "INBOX" else name]

    async def get_mailbox(self, name: str) -> Folder:
        return self.folder(name)

    def ensure(self, name: str) -> Folder:
        """The folder of this name, made when it is missing."""
        try:
            return self.folder(name)
        except KeyError:
            made = self._folders[name] = Folder(self._store, self._store.add_folder(self._account, name))
            return made

    async def add_mailbox(self, name: str) -> ObjectId:
        if name in self._folders or name.upper() == "INBOX":
            raise ValueError(name)
        return self.ensure(name).mailbox_id

    async def delete_mailbox(self, name: str) -> None:
        self._store.drop_folder(self._folders[name].row)
        del self._folders[name]

    async def rename_mailbox(self, before: str, after: str) -> None:
        tree = await self.list_mailboxes()
        if tree.get(before) is None:
            raise KeyError(before)
        if tree.get(after) is not None:
            raise ValueError(after)
        for old, new in tree.get_renames(before, after):
            folder = self._folders.pop(old)
            self._store.rename_folder(folder.row, new)
            self._folders[new] = folder
            if old == "INBOX":
                # RFC 3501 §6.3.5: renaming INBOX moves its messages and leaves an empty INBOX.
                self.ensure("INBOX")


class Accounts:
    """Every account's folders, shared by all connections."""

    def __init__(self, store: MailStore) -> None:
        self.store = store
        self._folders: dict[str, Folders] = {}

    def is_local(self, address: str) -> bool:
        """Whether the address is an account here."""
        return address.lower() in self.store.accounts()

    def accepts(self, address: str, password: str) -> bool:
        """Whether this is the account's password."""
        return self.store.accounts().get(address.lower()) == password

    def folders(self, address: str) -> Folders:
        """The account's folders."""
        address = address.lower()
        if address not in self._folders:
            self._folders[address] = Folders(self.store, address)
        return self._folders[address]

    @contextmanager
    def change(self) -> Iterator[None]:
        """One transaction around what changes, in the store and in memory.

        When the disk refuses, memory is ahead of it: the process ends, and starts again from the disk.
        """
        try:
            with self.store.transaction():
                yield
        except sqlite3.Error:
            _log.exception("the mail store refused a change")
            os._exit(os.EX_IOERR)

    def drop_in(self, address: str, folder_name: str, raw: bytes, when: datetime) -> None:
        """Put a message into a folder and tell those who look at it."""
        folder = self.folders(address).ensure(folder_name)
        watcher = folder.selected_set.any_selected
        row = self.store.append(folder.row, raw, when)
        folder.add(row, recent=watcher is None)
        if watcher is not None:
            watcher.session_flags.add_recent(row.uid)
