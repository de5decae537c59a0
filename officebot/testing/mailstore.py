"""The embedded office's mail on disk: one SQLite file, one transaction for each change.

Crash cases: a change is committed before any server answers for it, so a kill at any instant leaves the message
either where it was or where it went, never in both and never in neither. The write-ahead log survives a killed
process (not a cut of power; `synchronous=NORMAL` is enough for a demo and for tests).
"""

from __future__ import annotations

import email.parser
import hashlib
import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

FILE_NAME = "mail.sqlite3"

# RFC 6154 §2: a fresh account has what a mail client expects to find.
SPECIAL_FOLDERS = {"Drafts": "Drafts", "Sent": "Sent", "Trash": "Trash", "Archive": "Archive"}

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS account (address TEXT PRIMARY KEY, password TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS folder (
  id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, name TEXT NOT NULL,
  uidvalidity INTEGER NOT NULL, uidnext INTEGER NOT NULL DEFAULT 1, special TEXT NOT NULL DEFAULT '',
  UNIQUE (account, name));
CREATE TABLE IF NOT EXISTS content (id INTEGER PRIMARY KEY AUTOINCREMENT, size INTEGER NOT NULL, raw BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS message (
  folder INTEGER NOT NULL, uid INTEGER NOT NULL, content INTEGER NOT NULL, received TEXT NOT NULL,
  flags TEXT NOT NULL, PRIMARY KEY (folder, uid)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS message_content ON message (content);
CREATE TABLE IF NOT EXISTS subscription (account TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (account, name));
CREATE TABLE IF NOT EXISTS delivered (
  account TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (account, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sent (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, sender TEXT NOT NULL, recipients TEXT NOT NULL,
  raw BLOB NOT NULL);
"""


@dataclass(slots=True, kw_only=True)
class FolderRow:
    """A folder as it is stored; renaming and appending change it in place."""

    id: int
    account: str
    name: str
    uidvalidity: int
    uidnext: int
    special: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """A message in a folder; its bytes are asked for by `content`."""

    uid: int
    content: int
    size: int
    received: datetime
    flags: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMessage:
    """A message as a test looks at it."""

    uid: int
    received: datetime
    flags: frozenset[str]
    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMail:
    """A mail that somebody handed to the SMTP server, in the order it was accepted."""

    id: int
    at: datetime
    sender: str
    recipients: tuple[str, ...]
    raw: bytes = field(repr=False)


def message_key(raw: bytes) -> str:
    """What tells a message from another: its Message-ID, else a digest of its bytes."""
    header = raw[: 64 * 1024].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    found = email.parser.BytesHeaderParser().parsebytes(header + b"\n\n").get("Message-ID")
    key = "".join(str(found or "").split())
    return key or hashlib.sha256(raw).hexdigest()


class MailStore:
    """The mail of all accounts. Not for several writers: the server process holds the folder's lock."""

    def __init__(self, path: Path, *, reading: bool = False) -> None:
        self._depth = 0
        if reading:
            self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
            return
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        with self.transaction():
            for statement in _SCHEMA.split(";"):
                self._db.execute(statement)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing for what happens inside; an inner one belongs to the outer one."""
        if self._depth == 0:
            self._db.execute("BEGIN IMMEDIATE")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._depth -= 1
            if self._depth == 0:
                self._db.execute("ROLLBACK")
            raise
        self._depth -= 1
        if self._depth == 0:
            self._db.execute("COMMIT")

    # ── accounts and folders ──────────────────────────────────────────────────────────────────────────────

    def accounts(self) -> dict[str, str]:
        """Every account's password, by address."""
        return dict(self._db.execute("SELECT address, password FROM account"))

    def add_account(self, address: str, password: str) -> None:
        """Open an account with INBOX and the special folders, or change the password of one that exists."""
        with self.transaction():
            known = self._db.execute("SELECT 1 FROM account WHERE address = ?", (address,)).fetchone()
            self._db.execute(
                "INSERT INTO account VALUES (?, ?) ON CONFLICT (address) DO UPDATE SET password = excluded.password",
                (address, password),
            )
            if not known:
                self.add_folder(address, "INBOX")
                for name, special in SPECIAL_FOLDERS.items():
                    self.add_folder(address, name, special)
                    self.subscribe(address, name, subscribed=True)

    def folders(self, account: str) -> list[FolderRow]:
        """The account's folders, oldest first."""
        rows = self._db.execute(
            "SELECT id, account, name, uidvalidity, uidnext, special FROM folder WHERE account = ? ORDER BY id",
            (account,),
        )
        names = ("id", "account", "name", "uidvalidity", "uidnext", "special")
        return [FolderRow(**dict(zip(names, row, strict=True))) for row in rows]

    def _new_uidvalidity(self) -> int:
        # RFC 3501 §2.3.1.1: a folder made anew under an old name needs a greater value than the old one had.
        row = self._db.execute("SELECT value FROM meta WHERE key = 'uidvalidity'").fetchone()
        value = int(row[0]) + 1 if row else int(time.time()) & 0x7FFFFFFF
        self._db.execute("INSERT OR REPLACE INTO meta VALUES ('uidvalidity', ?)", (str(value),))
        return value

    def add_folder(self, account: str, name: str, special: str = "") -> FolderRow:
        """Make a folder. Raises sqlite3.IntegrityError when it exists."""
        with self.transaction():
            uidvalidity = self._new_uidvalidity()
            cursor = self._db.execute(
                "INSERT INTO folder (account, name, uidvalidity, special) VALUES (?, ?, ?, ?)",
                (account, name, uidvalidity, special),
            )
        number = int(cursor.lastrowid or 0)
        return FolderRow(id=number, account=account, name=name, uidvalidity=uidvalidity, uidnext=1, special=special)

    def drop_folder(self, folder: FolderRow) -> None:
        """Delete a folder and the messages in it."""
        with self.transaction():
            uids = [row[0] for row in self._db.execute("SELECT uid FROM message WHERE folder = ?", (folder.id,))]
            self.expunge(folder, uids)
            self._db.execute("DELETE FROM folder WHERE id = ?", (folder.id,))

    def rename_folder(self, folder: FolderRow, name: str) -> None:
        """Give a folder another name; its messages, UIDs and UIDVALIDITY stay."""
        with self.transaction():
            self._db.execute("UPDATE folder SET name = ? WHERE id = ?", (name, folder.id))
        folder.name = name

    def subscribe(self, account: str, name: str, *, subscribed: bool) -> None:
        """Note that the account's mail clients show this folder, or no longer do."""
        with self.transaction():
            if subscribed:
                self._db.execute("INSERT OR IGNORE INTO subscription VALUES (?, ?)", (account, name))
            else:
                self._db.execute("DELETE FROM subscription WHERE account = ? AND name = ?", (account, name))

    def subscriptions(self, account: str) -> list[str]:
        """The folders that the account's mail clients show."""
        rows = self._db.execute("SELECT name FROM subscription WHERE account = ? ORDER BY name", (account,))
        return [row[0] for row in rows]

    # ── messages ──────────────────────────────────────────────────────────────────────────────────────────

    def messages(self, folder: FolderRow) -> list[MessageRow]:
        """The folder's messages, by UID."""
        rows = self._db.execute(
            "SELECT m.uid, m.content, c.size, m.received, m.flags FROM message m JOIN content c ON c.id = m.content"
            " WHERE m.folder = ? ORDER BY m.uid",
            (folder.id,),
        )
        return [
            MessageRow(
                uid=uid,
                content=content,
                size=size,
                received=datetime.fromisoformat(received),
                flags=frozenset(flags.split()),
            )
            for uid, content, size, received, flags in rows
        ]

    def content(self, number: int) -> bytes | None:
        """The bytes of a message exactly as they came, or None when they are gone."""
        row = self._db.execute("SELECT raw FROM content WHERE id = ?", (number,)).fetchone()
        return None if row is None else bytes(row[0])

    def _place(self, folder: FolderRow, content: int, received: datetime, flags: Iterable[str]) -> int:
        # The number is taken from the file, not from memory, so that a rolled-back attempt takes none.
        uid = int(self._db.execute("SELECT uidnext FROM folder WHERE id = ?", (folder.id,)).fetchone()[0])
        self._db.execute("UPDATE folder SET uidnext = ? WHERE id = ?", (uid + 1, folder.id))
        self._db.execute(
            "INSERT INTO message VALUES (?, ?, ?, ?, ?)",
            (folder.id, uid, content, received.isoformat(), " ".join(sorted(flags))),
        )
        return uid

    def append(self, folder: FolderRow, raw: bytes, received: datetime, flags: Iterable[str] = ()) -> MessageRow:
        """Put a message at the end of a folder."""
        kept = frozenset(flags)
        with self.transaction():
            cursor = self._db.execute("INSERT INTO content (size, raw) VALUES (?, ?)", (len(raw), raw))
            content = int(cursor.lastrowid or 0)
            uid = self._place(folder, content, received, kept)
        return MessageRow(uid=uid, content=content, size=len(raw), received=received, flags=kept)

    def copy(self, message: MessageRow, to: FolderRow) -> MessageRow:
        """Put the same message into another folder as well."""
        with self.transaction():
            uid = self._place(to, message.content, message.received, message.flags)
        return MessageRow(
            uid=uid, content=message.content, size=message.size, received=message.received, flags=message.flags
        )

    def move(self, message: MessageRow, source: FolderRow, to: FolderRow) -> MessageRow:
        """Put a message into another folder instead."""
        with self.transaction():
            self._db.execute("DELETE FROM message WHERE folder = ? AND uid = ?", (source.id, message.uid))
            return self.copy(message, to)

    def set_flags(self, folder: FolderRow, uid: int, flags: Iterable[str]) -> None:
        """Replace a message's flags and keywords."""
        with self.transaction():
            self._db.execute(
                "UPDATE message SET flags = ? WHERE folder = ? AND uid = ?", (" ".join(sorted(flags)), folder.id, uid)
            )

    def expunge(self, folder: FolderRow, uids: Sequence[int]) -> None:
        """Take messages out for good; their bytes go when no copy needs them."""
        with self.transaction():
            for uid in uids:
                where = (folder.id, uid)
                row = self._db.execute("SELECT content FROM message WHERE folder = ? AND uid = ?", where).fetchone()
                if row is None:
                    continue
                self._db.execute("DELETE FROM message WHERE folder = ? AND uid = ?", where)
                self._db.execute(
                    "DELETE FROM content WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM message WHERE content = ?1)", row
                )

    # ── what came and what went ───────────────────────────────────────────────────────────────────────────

    def note_delivery(self, account: str, raw: bytes) -> bool:
        """Whether this message comes to the account for the first time; asked again, it no longer does."""
        with self.transaction():
            cursor = self._db.execute("INSERT OR IGNORE INTO delivered VALUES (?, ?)", (account, message_key(raw)))
        return cursor.rowcount == 1

    def note_sent(self, sender: str, recipients: Sequence[str], raw: bytes, at: datetime) -> None:
        """Keep a mail that the SMTP server accepted."""
        with self.transaction():
            self._db.execute(
                "INSERT INTO sent (at, sender, recipients, raw) VALUES (?, ?, ?, ?)",
                (at.isoformat(), sender, json.dumps(list(recipients)), raw),
            )

    def sent(self) -> list[SentMail]:
        """The mails that the SMTP server accepted, oldest first."""
        rows = self._db.execute("SELECT id, at, sender, recipients, raw FROM sent ORDER BY id")
        return [
            SentMail(
                id=number,
                at=datetime.fromisoformat(at),
                sender=sender,
                recipients=tuple(json.loads(recipients)),
                raw=bytes(raw),
            )
            for number, at, sender, recipients, raw in rows
        ]
