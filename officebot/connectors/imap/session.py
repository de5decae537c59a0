"""A connection to one mailbox: reading marks nothing as read, and only a moved original is ever expunged."""

from __future__ import annotations

import base64
import contextlib
import re
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Self

from officebot.connectors.imap import arguments, fetch
from officebot.connectors.imap.account import ImapAccount, connect
from officebot.connectors.imap.arguments import Safe, UnsafeArgument
from officebot.connectors.imap.fetch import RawHeader, RawText
from officebot.connectors.imap.folders import Folder, Names, SpecialUse, read_list, with_uses
from officebot.connectors.imap.wire import Broken, Line, Reply, Wire
from officebot.connectors.mime.fingerprint import fingerprint, message_id_of
from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import say

# RFC 2177: a server may drop an IDLE after 30 minutes; it is renewed before 29.
_IDLE_RENEWAL = 25 * 60.0
_POLLING = 20.0
_FINGERPRINT_ITEMS = b"(UID BODY.PEEK[HEADER])"
_IDENTITY_ITEMS = b"(UID FLAGS BODY.PEEK[HEADER.FIELDS (MESSAGE-ID DATE FROM SUBJECT)])"
_PASSING = frozenset({"UNAVAILABLE", "INUSE", "LIMIT"})
_CODE = re.compile(rb"\[([A-Z-]+)(?: ([^\]]*))?\]", re.IGNORECASE)


class Refused(Exception):
    """The server said NO or BAD to a command; nothing of it was done."""

    def __init__(self, command: str, reply: Reply) -> None:
        code = _CODE.match(reply.text)
        self.code = code.group(1).decode("ascii").upper() if code else ""
        super().__init__(f"{command}: {reply.status} {self.code}".strip())

    @property
    def is_passing(self) -> bool:
        """Whether the server says that the same command may succeed later (RFC 5530 §3)."""
        return self.code in _PASSING


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderState:
    """What SELECT says of a folder. `highestmodseq` is None where the server does not count changes."""

    folder: str
    uidvalidity: int
    uidnext: int
    exists: int
    permanent_flags: frozenset[str] = frozenset()
    keywords_allowed: bool = False
    highestmodseq: int | None = None


@dataclass(slots=True)
class _InFlight:
    """A command that was sent and whose reply has not been asked for yet; `item` is what a FETCH asks for."""

    tag: bytes
    name: str
    item: bytes = b""
    lines: list[Line] = field(default_factory=list)
    reply: Reply | None = None

    def asked_for(self, line: Line) -> bool:
        """Whether the response holds what this FETCH asks for, and no other command that is on its way."""
        return bool(self.item) and any(self.item in chunk.upper() for chunk in line.chunks)


class ImapSession:
    """A logged-in connection. Not for several threads; any method may raise Unavailable, after which it is closed."""

    def __init__(self, account: ImapAccount) -> None:
        self.account = account
        self._client = connect(account)
        self._wire = Wire(self._client.socket())
        self._number = 0
        self._in_flight: list[_InFlight] = []
        self._capabilities: frozenset[bytes] = frozenset()
        self._names: Names | None = None
        self._folders: list[Folder] | None = None
        self._selected: FolderState | None = None
        self._has_news = False
        self.is_closed = False
        try:
            self._log_in()
        except BaseException:
            self._drop()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ── folders ───────────────────────────────────────────────────────────────────────────────────────────

    def has(self, capability: str) -> bool:
        """Whether the server announces a capability, such as "MOVE"."""
        return capability.encode("ascii").upper() in self._capabilities

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
        self._selected = _folder_state(folder, reply.lines, self.account.keywords)
        return self._selected

    # ── reading ───────────────────────────────────────────────────────────────────────────────────────────

    def uids_from(self, first: int = 1) -> list[int]:
        """The UIDs from `first` on in the open folder, ascending."""
        start = arguments.uid(first)
        self._has_news = False
        reply = self._command("UID SEARCH", b"UID", b"%d:*" % start)
        # "N:*" means at least the last message, even if its UID is below N (RFC 3501 §6.4.8).
        return sorted(number for number in _search_result(reply.lines) if number >= start)

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
        for line in self._fetch(uids, _IDENTITY_ITEMS):
            values = fetch.items(line) or {}
            number = values.get(b"UID")
            header = next((value for name, value in values.items() if name.startswith(b"BODY[")), None)
            if not isinstance(number, bytes) or not number.isdigit() or not isinstance(header, bytes):
                continue
            flags = fetch.flags(values.get(b"FLAGS", []))
            if message_id_of(header):
                found[int(number)] = (flags, fingerprint(header))
            else:
                bare[int(number)] = flags
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
        opened: tuple[list[RawHeader], list[_InFlight]] | None = None
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
        candidates = _search_result(reply.lines)
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
            moved.update(_copied(reply))
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
        code = _code(reply, b"APPENDUID")
        numbers = code.split()[1:] if code else []
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

    def interrupt(self) -> None:
        """From another thread: break the connection, so that whoever waits on it gets Unavailable at once."""
        with contextlib.suppress(OSError):
            self._client.socket().shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Log out and close; never raises."""
        if self.is_closed:
            return
        with contextlib.suppress(OSError, Unavailable, Refused, UnsafeArgument):
            if not self._in_flight:
                self._wire.send(b"ZZ LOGOUT\r\n")
        self._drop()

    # ── commands ──────────────────────────────────────────────────────────────────────────────────────────

    def _log_in(self) -> None:
        account = self.account
        try:
            user, secret = account.user, account.secret()
            if (user + secret).isascii():
                self._command("LOGIN", arguments.text(user, "user name"), arguments.text(secret, "password"))
            else:
                plain = base64.b64encode(f"\0{user}\0{secret}".encode())
                self._command("AUTHENTICATE PLAIN", literal=plain, is_sasl=True)
        except Refused as refusal:
            if refusal.is_passing:
                raise Unavailable(
                    account.name, say("{host} cannot let anyone in just now.", host=account.host)
                ) from refusal
            raise UserError(
                Problem(
                    where=account.name,
                    what=say(
                        "{host} refuses the user name or the password of {user}: correct them, "
                        "or ask who runs the server whether programs need a password of their own.",
                        host=account.host,
                        user=account.user,
                    ),
                )
            ) from refusal
        for line in self._command("CAPABILITY").lines:
            words = line.text.upper().split()
            if words[1:2] == [b"CAPABILITY"]:
                self._capabilities = frozenset(words[2:])

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
        coming: list[_InFlight],
        batches: Sequence[Sequence[int]],
        index: int,
        limit_bytes: int,
        may_open: Callable[[RawHeader], bool] | None,
    ) -> tuple[tuple[list[RawHeader], list[_InFlight]], list[_InFlight]]:
        """Take a batch's headers, ask for its bodies, and for the headers of the batch after it."""
        found = fetch.headers(self._receive_all(coming))
        allowed = [header.uid for header in found if may_open is None or may_open(header)]
        bodies = self._send_fetch(allowed, _text_items(limit_bytes))
        following = self._send_fetch(batches[index + 1], fetch.HEADER_ITEMS) if index + 1 < len(batches) else []
        return (found, bodies), following

    def _fetch(self, uids: Iterable[int], items: bytes) -> list[Line]:
        return self._receive_all(self._send_fetch(uids, items))

    def _send_fetch(self, uids: Iterable[int], items: bytes) -> list[_InFlight]:
        asked = re.search(rb"BODY\.PEEK(\[[A-Z]*)", items)
        item = b"BODY" + asked.group(1) if asked else b""
        return [self._send("UID FETCH", (numbers, items), item) for numbers in arguments.uid_sets(uids)]

    def _receive_all(self, flights: Iterable[_InFlight]) -> list[Line]:
        return [line for flight in flights for line in self._receive(flight).lines]

    def _command(self, name: str, *parts: bytes, literal: bytes | None = None, is_sasl: bool = False) -> Reply:
        """Send a command and wait for its completion. Raises Refused for NO and BAD."""
        if literal is None:
            return self._receive(self._send(name, parts))
        self._settle()
        marked = parts if is_sasl else (*parts, b"{%d}" % len(literal))
        flight = self._send(name, marked)
        with self._unbroken():
            while self._in_flight:
                line = self._wire.line()
                text = line.chunks[0]
                if text.startswith(b"+"):
                    self._wire.send(literal + b"\r\n")
                    break
                if text.startswith(flight.tag + b" "):
                    self._in_flight.remove(flight)
                    status, _, rest = text[len(flight.tag) + 1 :].strip().partition(b" ")
                    raise Refused(name, Reply(status.decode("ascii", "replace"), rest, []))
        return self._receive(flight)

    def _send(self, name: str, parts: Iterable[bytes], item: bytes = b"") -> _InFlight:
        if self.is_closed:
            raise self._lost()
        self._number += 1
        flight = _InFlight(b"A%d" % self._number, name, item)
        line = arguments.command_line(flight.tag, (name.encode("ascii"), *parts))
        with self._unbroken():
            self._wire.send(line)
        self._in_flight.append(flight)
        return flight

    def _receive(self, flight: _InFlight) -> Reply:
        """The reply to a command; replies to commands sent before it are kept for whoever asks for them."""
        while flight.reply is None:
            self._take()
        if flight.reply.status != "OK":
            raise Refused(flight.name, flight.reply)
        return flight.reply

    def _settle(self) -> None:
        """Take in all replies that are still on their way."""
        while self._in_flight:
            self._take()

    def _take(self) -> None:
        """Read until one of the commands on their way is completed.

        A server may work on several at once (RFC 3501 §5.5), so that their responses mingle: each goes to the
        command that asked for it.
        """
        if not self._in_flight:
            raise self._lost()
        with self._unbroken():
            while True:
                line = self._wire.line()
                tag, _, rest = line.chunks[0].partition(b" ")
                if tag == b"*":
                    self._route(line, rest)
                    continue
                done = next((flight for flight in self._in_flight if flight.tag == tag), None)
                if done is None:
                    raise Broken("the server answers out of turn")
                break
        status, _, text = rest.strip().partition(b" ")
        done.reply = Reply(status.decode("ascii", "replace").upper(), text, done.lines)
        self._in_flight.remove(done)
        if done.name != "SELECT":
            self._note_news(done.lines)

    def _route(self, line: Line, rest: bytes) -> None:
        if rest[:4].upper() == b"BYE ":
            raise Broken("the server says goodbye")
        owner = next((flight for flight in self._in_flight if flight.asked_for(line)), None)
        if owner is None:
            owner = next((flight for flight in self._in_flight if not flight.item), self._in_flight[0])
        owner.lines.append(line)

    def _idle(self, seconds: float) -> None:
        """One IDLE (RFC 2177), ended as soon as new messages are announced."""
        self._settle()
        flight = self._send("IDLE", ())
        with self._unbroken():
            deadline = time.monotonic() + seconds
            while not self._has_news and (left := deadline - time.monotonic()) > 0 and self._wire.wait(left):
                line = self._wire.line()
                if line.text.startswith(flight.tag + b" "):
                    # Refused: from now on this connection asks from time to time.
                    self._in_flight.remove(flight)
                    self._capabilities -= {b"IDLE"}
                    return
                self._note_news([line])
            self._wire.send(b"DONE\r\n")
            while not (line := self._wire.line()).text.startswith(flight.tag + b" "):
                self._note_news([line])
            self._in_flight.remove(flight)

    def _note_news(self, lines: Iterable[Line]) -> None:
        """Remember an announcement of new messages, in whichever reply it came."""
        if any(line.chunks[0].endswith(b" EXISTS\r\n") for line in lines):
            self._has_news = True

    @contextlib.contextmanager
    def _unbroken(self) -> Iterator[None]:
        """Turn a broken connection into Unavailable, and close."""
        try:
            yield
        except OSError as error:
            self._drop()
            raise self._lost() from error

    def _lost(self) -> Unavailable:
        return Unavailable(
            self.account.name, say("The connection to {host} was lost; it is tried again.", host=self.account.host)
        )

    def _drop(self) -> None:
        self.is_closed = True
        self._in_flight.clear()
        with contextlib.suppress(OSError):
            self._client.socket().close()
        with contextlib.suppress(OSError):
            self._client.shutdown()


def _text_items(limit_bytes: int) -> bytes:
    return b"(UID BODY.PEEK[TEXT]<0.%b>)" % arguments.size(limit_bytes)


def _folder_state(folder: str, lines: Iterable[Line], keywords: str) -> FolderState:
    numbers = {b"UIDVALIDITY": 0, b"UIDNEXT": 0, b"EXISTS": 0}
    modseq: int | None = None
    permanent: frozenset[str] | None = None
    seen: frozenset[str] = frozenset()
    for line in lines:
        text = line.text
        if match := re.match(rb"\* (\d{1,10}) EXISTS", text, re.IGNORECASE):
            numbers[b"EXISTS"] = int(match.group(1))
        elif match := re.match(rb"\* OK \[(UIDVALIDITY|UIDNEXT) (\d{1,10})\]", text, re.IGNORECASE):
            numbers[match.group(1).upper()] = int(match.group(2))
        elif match := re.match(rb"\* OK \[HIGHESTMODSEQ (\d{1,20})\]", text, re.IGNORECASE):
            modseq = int(match.group(1))
        elif match := re.match(rb"\* OK \[PERMANENTFLAGS \(([^)]*)\)\]", text, re.IGNORECASE):
            permanent = frozenset(match.group(1).decode("ascii", "replace").split())
        elif match := re.match(rb"\* FLAGS \(([^)]*)\)", text, re.IGNORECASE):
            seen = frozenset(match.group(1).decode("ascii", "replace").split())
    # RFC 3501 §7.1: without PERMANENTFLAGS all flags of FLAGS are to be taken as permanent.
    flags = seen if permanent is None else permanent
    allowed = "\\*" in flags if keywords == "auto" else keywords == "yes"
    return FolderState(
        folder=folder,
        uidvalidity=numbers[b"UIDVALIDITY"],
        uidnext=numbers[b"UIDNEXT"],
        exists=numbers[b"EXISTS"],
        permanent_flags=flags,
        keywords_allowed=allowed,
        highestmodseq=modseq,
    )


def _search_result(lines: Iterable[Line]) -> list[int]:
    found: list[int] = []
    for line in lines:
        words = line.text.split()
        if words[1:2] and words[1].upper() == b"SEARCH":
            found.extend(int(word) for word in words[2:] if word.isdigit())
    return sorted(found)


def _code(reply: Reply, name: bytes) -> bytes | None:
    """The arguments of a response code, in the completion or in an untagged OK (MOVE sends it there)."""
    for text in (reply.text, *(line.text.removeprefix(b"* OK ") for line in reply.lines)):
        match = _CODE.match(text)
        if match and match.group(1).upper() == name:
            return match.group(2) or b""
    return None


def _copied(reply: Reply) -> dict[int, int]:
    """Old UID → new UID from COPYUID (RFC 4315 §3)."""
    words = (_code(reply, b"COPYUID") or b"").split()
    if len(words) != 3:
        return {}
    before, after = _expand(words[1]), _expand(words[2])
    return dict(zip(before, after, strict=True)) if len(before) == len(after) else {}


def _expand(numbers: bytes) -> list[int]:
    found: list[int] = []
    for part in numbers.split(b","):
        first, _, last = part.partition(b":")
        if not first.isdigit() or (last and not last.isdigit()):
            return []
        low, high = sorted((int(first), int(last or first)))
        if high - low > 100_000:
            return []
        found.extend(range(low, high + 1))
    return found


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
