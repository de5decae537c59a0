"""A connection to one mailbox: reading marks nothing as read, and only a moved original is ever expunged."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from officebot.connectors.imap import arguments, fetch
from officebot.connectors.imap.account import ImapAccount
from officebot.connectors.imap.answers import FolderState, code, copied, folder_state, search_result
from officebot.connectors.imap.arguments import Safe, UnsafeArgument
from officebot.connectors.imap.commands import Connection, InFlight, Refused
from officebot.connectors.imap.fetch import RawHeader, RawText
from officebot.connectors.imap.folders import Folder, Names, SpecialUse, read_list, with_uses
from officebot.connectors.mime.fingerprint import fingerprint, fingerprint_of, message_id_of
from officebot.connectors.mime.headers import fields
from officebot.core.problems import Problem, UserError
from officebot.core.text import say

# RFC 2177: a server may drop an IDLE after 30 minutes; it is renewed before 29.
_IDLE_RENEWAL = 25 * 60.0
_POLLING = 20.0
_FINGERPRINT_ITEMS = b"(UID BODY.PEEK[HEADER])"
_IDENTITY_ITEMS = b"(UID FLAGS BODY.PEEK[HEADER.FIELDS (MESSAGE-ID DATE FROM SUBJECT)])"


class MissingFolder(UserError):
    """A folder that the account does not have."""

    def __init__(self, account: str, folder: str) -> None:
        super().__init__(
            Problem(
                where=account,
                what=say(
                    "The folder “{folder}” cannot be found: create it, or change the setting that names it.",
                    folder=folder,
                ),
            )
        )


class ImapSession(Connection):
    """A logged-in mailbox. Not for several threads; any method may raise Unavailable, after which it is closed."""

    def __init__(self, account: ImapAccount) -> None:
        self._names: Names | None = None
        self._folders: list[Folder] | None = None
        self._selected: FolderState | None = None
        super().__init__(account)

    # ── folders ───────────────────────────────────────────────────────────────────────────────────────────

    def folders(self) -> list[Folder]:
        """All folders of the account, with their special uses."""
        if self._folders is None:
            listed = read_list(self._command("LIST", b'""', b"*").lines)
            self._folders = with_uses(listed, self._spelling())
        return list(self._folders)

    def special(self, use: SpecialUse) -> str:
        """The folder for drafts, sent mail … : the account's own choice, the server's, or a well-known name."""
        chosen = str(getattr(self.account, use, "") or "")
        found = chosen or next((folder.name for folder in self.folders() if folder.use == use), "")
        return (
            found or {"drafts": "Drafts", "sent": "Sent", "trash": "Trash", "archive": "Archive", "junk": "Junk"}[use]
        )

    def ensure_folder(self, folder: str) -> bool:
        """Make the folder unless it is there; whether it was made."""
        name = self._mailbox(folder)
        if any(known.name == folder for known in self.folders()) or folder.upper() == "INBOX":
            return False
        self._folders = None
        try:
            self._command("CREATE", name)
        except Refused:
            # Another program may have made it since we listed; then it is listed now.
            if any(known.name == folder for known in self.folders()):
                return False
            raise
        with contextlib.suppress(Refused):
            self._command("SUBSCRIBE", name)
        return True

    def select(self, folder: str, *, again: bool = False) -> FolderState:
        """Open a folder; without `again`, one that is open already stays as it is. Raises MissingFolder."""
        if self._selected is not None and self._selected.folder == folder and not again:
            return self._selected
        name = self._mailbox(folder)
        self._selected = None
        try:
            reply = self._command("SELECT", name)
        except Refused as refusal:
            raise MissingFolder(self.account.name, folder) from refusal
        self._selected = self._with_uidnext(folder_state(folder, reply.lines, self.account.keywords))
        return self._selected

    def _with_uidnext(self, state: FolderState) -> FolderState:
        """The folder's state, looked up where the server does not say which UID comes next (RFC 3501 §6.3.1)."""
        if state.uidnext:
            return state
        return replace(state, uidnext=max(self.uids_from(1), default=0) + 1)

    # ── reading ───────────────────────────────────────────────────────────────────────────────────────────

    def uids_from(self, first: int = 1) -> list[int]:
        """The UIDs from `first` on in the open folder, ascending."""
        start = arguments.uid(first)
        self._has_news = False
        reply = self._command("UID SEARCH", b"UID", b"%d:*" % start)
        # "N:*" means at least the last message, even if its UID is below N (RFC 3501 §6.4.8).
        return sorted(number for number in search_result(reply.lines) if number >= start)

    def fetch_headers(self, uids: Iterable[int]) -> list[RawHeader]:
        """Flags, arrival, size and whole header of messages, by UID; those that are gone are left out."""
        return fetch.headers(self._fetch(uids, fetch.HEADER_ITEMS))

    def fetch_texts(self, uids: Iterable[int], limit_bytes: int) -> list[RawText]:
        """The first `limit_bytes` of the bodies, by UID."""
        return fetch.texts(self._fetch(uids, _text_items(limit_bytes)))

    def fetch_whole(self, uid: int) -> bytes | None:
        """A message's exact bytes, or None when it is gone."""
        found = fetch.texts(self._fetch([uid], b"(UID BODY.PEEK[])"), b"BODY[]")
        return found[0].text if found else None

    def fetch_fingerprints(self, uids: Iterable[int]) -> dict[int, str]:
        """The fingerprints of messages; those that are gone are left out."""
        found = fetch.texts(self._fetch(uids, _FINGERPRINT_ITEMS), b"BODY[HEADER]")
        return {number: fingerprint(header) for number, header in found}

    def uidvalidity(self, folder: str) -> int:
        """The UIDVALIDITY of any folder, 0 where there is no such folder; the open folder stays open."""
        if self._selected is not None and self._selected.folder == folder:
            return self._selected.uidvalidity
        name = self._mailbox(folder)
        try:
            lines = self._command("STATUS", name, b"(UIDVALIDITY)").lines
        except Refused:
            return 0
        found = (re.search(rb"UIDVALIDITY (\d{1,10})", line.text, re.IGNORECASE) for line in lines)
        return next((int(match.group(1)) for match in found if match), 0)

    def fetch_identities(self, uids: Iterable[int]) -> dict[int, tuple[frozenset[str], str]]:
        """Flags and fingerprint of messages; whole headers are fetched only of those without a Message-ID."""
        found: dict[int, tuple[frozenset[str], str]] = {}
        bare: dict[int, frozenset[str]] = {}
        for number, flags, header in fetch.identities(self._fetch(uids, _IDENTITY_ITEMS)):
            block = fields(header)
            if any(name == "message-id" and value for name, value in block):
                found[number] = (flags, fingerprint_of(header, block))
            else:
                bare[number] = flags
        if bare:
            for uid, mark in self.fetch_fingerprints(bare).items():
                found[uid] = (bare[uid], mark)
        return found

    def fetch_flags(self, uids: Iterable[int]) -> dict[int, frozenset[str]]:
        """The flags of messages; those that are gone are left out."""
        found: dict[int, frozenset[str]] = {}
        for line in self._fetch(uids, b"(UID FLAGS)"):
            values = fetch.items(line)
            number = values.get(b"UID") if values else None
            if values and isinstance(number, bytes) and number.isdigit():
                found[int(number)] = fetch.flags(values.get(b"FLAGS", []))
        return found

    def iter_batches(
        self,
        uids: Sequence[int],
        *,
        size: int = 500,
        limit_bytes: int = 262_144,
        may_open: Callable[[RawHeader], bool] | None = None,
    ) -> Iterator[list[tuple[RawHeader, RawText | None]]]:
        """The messages in batches, headers first, then the bodies of those that `may_open` allows (all without it).

        The next batch is on its way while the caller handles the one it got. The caller may use the session
        meanwhile, but must not open another folder.
        """
        folder = self._selected
        batches = [uids[start : start + size] for start in range(0, len(uids), size)]
        opened: tuple[list[RawHeader], list[InFlight]] | None = None
        coming = self._send_fetch(batches[0], fetch.HEADER_ITEMS) if batches else []
        for index in range(len(batches)):
            if self._selected is not folder:
                raise RuntimeError("another folder was opened while messages were read")
            if opened is None:
                opened, coming = self._open(coming, batches, index, limit_bytes, may_open)
            found, bodies = opened
            texts = {text.uid: text for text in fetch.texts(self._receive_all(bodies))}
            opened = None
            if index + 1 < len(batches):
                opened, coming = self._open(coming, batches, index + 1, limit_bytes, may_open)
            yield [(header, texts.get(header.uid)) for header in found]

    def find_message_id(self, folder: str, message_id: str) -> list[int]:
        """The UIDs of the messages in a folder whose Message-ID is exactly this; opens the folder.

        Servers search for parts of words, so each find is looked at. An id that cannot be put into a command
        safely is never found.
        """
        self.select(folder)
        try:
            wanted = arguments.text(message_id, "Message-ID")
        except UnsafeArgument:
            return []
        if not message_id.strip("<> "):
            return []
        reply = self._command("UID SEARCH", b"HEADER", b"Message-ID", wanted)
        candidates = search_result(reply.lines)
        headers = fetch.texts(self._fetch(candidates, _FINGERPRINT_ITEMS), b"BODY[HEADER]")
        return [number for number, header in headers if message_id_of(header) == message_id]

    # ── changing ──────────────────────────────────────────────────────────────────────────────────────────

    def store(self, uids: Iterable[int], add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        """Set and clear flags, one command for each direction."""
        wanted = tuple(uids)
        for sign, names in ((b"+FLAGS.SILENT", tuple(add)), (b"-FLAGS.SILENT", tuple(remove))):
            if names:
                listed = arguments.flag_list(names)
                for numbers in arguments.uid_sets(wanted):
                    self._command("UID STORE", numbers, sign, listed)

    def move(self, uids: Iterable[int], to: str) -> dict[int, int | None]:
        """Move messages to a folder of the same account; old UID → new UID, None where the server is silent.

        Without MOVE (RFC 6851) they are copied, and the originals removed by UID EXPUNGE (RFC 4315). A server
        that has neither is refused: a plain EXPUNGE would remove what others have marked.
        """
        target = self._mailbox(to)
        wanted = sorted({arguments.uid(number) for number in uids})
        moved: dict[int, int | None] = {}
        for numbers in arguments.uid_sets(wanted):
            if self.has("MOVE"):
                reply = self._command("UID MOVE", numbers, target)
            elif self.has("UIDPLUS"):
                reply = self._command("UID COPY", numbers, target)
                self._expunge(numbers)
            else:
                raise UserError(
                    Problem(
                        where=self.account.name,
                        what=say(
                            "This mail server can neither MOVE nor UID EXPUNGE, so messages cannot be moved safely: "
                            "file them by hand, or ask who runs the server."
                        ),
                    )
                )
            moved.update(copied(reply))
        return {number: moved.get(number) for number in wanted}

    def remove_copied(self, uids: Iterable[int]) -> None:
        """Finish a move by copying that was cut off: expunge originals that the caller has seen at their destination."""
        for numbers in arguments.uid_sets(uids):
            self._expunge(numbers)

    def _expunge(self, numbers: Safe) -> None:
        self._command("UID STORE", numbers, b"+FLAGS.SILENT", b"(\\Deleted)")
        self._command("UID EXPUNGE", numbers)

    def append(self, folder: str, raw: bytes, flags: Iterable[str] = (), when: datetime | None = None) -> int | None:
        """Put a message into a folder; its UID where the server tells it (UIDPLUS)."""
        literal = arguments.message(raw)
        parts: list[bytes] = [self._mailbox(folder), arguments.flag_list(flags)]
        if when is not None:
            parts.append(arguments.date_time(when))
        reply = self._command("APPEND", *parts, literal=literal)
        if self._selected is not None and self._selected.folder == folder:
            self._selected = None
        found = code(reply, b"APPENDUID")
        numbers = found.split()[1:] if found else []
        return int(numbers[0]) if numbers and numbers[0].isdigit() else None

    # ── waiting ───────────────────────────────────────────────────────────────────────────────────────────

    def noop(self) -> bool:
        """Keep the connection alive; whether the open folder got new messages."""
        self._command("NOOP")
        news, self._has_news = self._has_news, False
        return news

    def idle_wait(self, seconds: float) -> bool:
        """Wait for new messages in the open folder: True as soon as there are some, False after so long."""
        deadline = time.monotonic() + seconds
        while not self._has_news and (left := deadline - time.monotonic()) > 0:
            if self.has("IDLE"):
                self._idle(min(left, _IDLE_RENEWAL))
            else:
                time.sleep(min(left, _POLLING))
                self._command("NOOP")
        news, self._has_news = self._has_news, False
        return news

    # ── names ─────────────────────────────────────────────────────────────────────────────────────────────

    def _mailbox(self, folder: str) -> Safe:
        """The folder's name as the server spells it; looked at before it is spelled, for it may come from anybody."""
        arguments.mailbox(folder)
        return arguments.mailbox(self._spelling().to_server(folder))

    def _spelling(self) -> Names:
        if self._names is None:
            listed = read_list(self._command("LIST", b'""', b'""').lines)
            delimiter = listed[0][1] if listed else "/"
            self._names = Names(delimiter=delimiter, prefix=self._personal_prefix())
        return self._names

    def _personal_prefix(self) -> str:
        """`INBOX.` on servers that keep all folders under INBOX (RFC 2342), else nothing."""
        if not self.has("NAMESPACE"):
            return ""
        for line in self._command("NAMESPACE").lines:
            match = re.match(rb'\* NAMESPACE \(\("(INBOX[./])"', line.text, re.IGNORECASE)
            if match:
                return match.group(1).decode("ascii")
        return ""

    def _open(
        self,
        coming: list[InFlight],
        batches: Sequence[Sequence[int]],
        index: int,
        limit_bytes: int,
        may_open: Callable[[RawHeader], bool] | None,
    ) -> tuple[tuple[list[RawHeader], list[InFlight]], list[InFlight]]:
        """Take a batch's headers, ask for its bodies, and for the headers of the batch after it."""
        found = fetch.headers(self._receive_all(coming))
        allowed = [header.uid for header in found if may_open is None or may_open(header)]
        bodies = self._send_fetch(allowed, _text_items(limit_bytes))
        following = self._send_fetch(batches[index + 1], fetch.HEADER_ITEMS) if index + 1 < len(batches) else []
        return (found, bodies), following


def _text_items(limit_bytes: int) -> bytes:
    return b"(UID BODY.PEEK[TEXT]<0.%b>)" % arguments.size(limit_bytes)


__all__ = [
    "FolderState",
    "ImapAccount",
    "ImapSession",
    "MissingFolder",
    "RawHeader",
    "RawText",
    "Refused",
    "Safe",
]
