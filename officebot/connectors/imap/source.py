"""A mailbox as the intake reads it: messages in batches, each read from its bytes in a worker."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from threading import Event
from typing import Any, NamedTuple, TypeAlias

from officebot.connectors.imap.fetch import RawHeader, RawText
from officebot.connectors.imap.session import FolderState, ImapSession
from officebot.connectors.mime.fingerprint import fingerprint_of
from officebot.connectors.mime.headers import fields
from officebot.connectors.mime.marks import is_private_header
from officebot.connectors.mime.parts import Poison
from officebot.connectors.mime.read import read_message
from officebot.connectors.workers import Again, Then, WorkerFault, WorkerPool
from officebot.core.mail import Envelope, Mail, MessageRef, Unreadable
from officebot.core.text import say

Message: TypeAlias = Mail | Envelope | Unreadable

#: Enough of a body for its text; what hangs on it is fetched when a duty asks for it.
TEXT_BYTES = 262_144
SECONDS_EACH = 5.0
READ_LETTER = "officebot.connectors.imap.source:read_letter"


class Letter(NamedTuple):
    """One message on its way to a worker."""

    account: str
    folder: str
    uidvalidity: int
    uid: int
    header: bytes
    text: bytes
    flags: frozenset[str]
    received: datetime
    size: int
    authserv_ids: frozenset[str]


def read_letter(letter: Letter) -> Mail | Unreadable:
    """The message read; runs in a worker, for its bytes come from anybody."""
    block = fields(letter.header)
    mark = fingerprint_of(letter.header, block)
    ref = MessageRef(letter.account, letter.folder, letter.uidvalidity, letter.uid, mark)
    try:
        return read_message(
            ref,
            letter.header,
            letter.text,
            letter.flags,
            letter.received,
            letter.size,
            authserv_ids=letter.authserv_ids,
            truncated=len(letter.text) >= TEXT_BYTES,
            block=block,
        )
    except Poison as poison:
        return Unreadable(ref=ref, received=letter.received, problem=poison.problem, size=letter.size)


class MailboxSource:
    """One account's mail, for reading. Not for several threads."""

    def __init__(
        self,
        session: ImapSession,
        workers: WorkerPool,
        account: str,
        folders: Sequence[str],
        *,
        batch: int,
        poll_seconds: float,
        authserv_ids: frozenset[str],
        then: Callable[[], Then | None] = lambda: None,
        again: Again | None = None,
    ) -> None:
        self.account = account
        self.folders = tuple(folders)
        self._session = session
        self._workers = workers
        self._batch = batch
        self._poll_seconds = poll_seconds
        self._authserv_ids = authserv_ids
        self._then = then
        self._again = again
        self._found: dict[MessageRef, Any] = {}
        self._letters: dict[int, Letter] = {}
        self._state: FolderState | None = None
        self._sent = ""

    @property
    def sent_folder(self) -> str:
        """The folder of sent mail, as the account, the server or custom names it; "" where there is none.

        Of its mails `then` is not asked: they did not come in.
        """
        name = self._session.special("sent")
        self._sent = name if any(folder.name == name for folder in self._session.folders()) else ""
        return self._sent

    def select(self, folder: str) -> FolderState:
        """Open a folder. Raises MissingFolder, Unavailable."""
        self._state = self._session.select(folder, again=True)
        return self._state

    def uids_from(self, uid: int) -> list[int]:
        """The UIDs of the open folder from `uid` on, ascending."""
        return self._session.uids_from(uid)

    def read(self, uids: Sequence[int]) -> Iterator[list[Message]]:
        """The messages with these UIDs, read in the workers while the next are fetched."""
        coming: deque[Callable[[], list[Message]]] = deque()
        for batch in self._session.iter_batches(
            uids,
            size=self._batch,
            limit_bytes=TEXT_BYTES,
            may_open=lambda header: not is_private_header(header.header),
        ):
            letters = [self._letter(header, text) for header, text in batch]
            if not letters:
                continue
            coming.append(self._reading(letters))
            if len(coming) > self._workers.size:
                yield coming.popleft()()
        while coming:
            yield coming.popleft()()

    def wait(self, seconds: float, stop: Event) -> bool:
        """Wait for new mail: by IDLE in one watched folder, by looking again where there are several."""
        if stop.is_set():
            return False
        if len(self.folders) == 1:
            return self._session.idle_wait(seconds)
        stop.wait(min(seconds, self._poll_seconds))
        return True

    def interrupt(self) -> None:
        """From another thread: end a wait at once."""
        self._session.interrupt()

    def fingerprints(self, uids: Sequence[int]) -> dict[int, str]:
        """The fingerprints of messages of the open folder; those that are gone are left out."""
        return self._session.fetch_fingerprints(uids)

    def flags(self, uids: Sequence[int]) -> dict[int, frozenset[str]]:
        """The flags of messages of the open folder; those that are gone are left out."""
        return self._session.fetch_flags(uids)

    def is_there(self, folder: str, uid: int) -> bool:
        """Whether the open folder holds a message with this UID now."""
        return self._state is not None and self._state.folder == folder and bool(self._session.fetch_flags([uid]))

    def recognised(self, ref: MessageRef) -> Any:
        """What `then` said of a message of the batch that was handed out last; None where it was not asked."""
        return self._found.get(ref)

    def opened(self, ref: MessageRef) -> Mail | Unreadable:
        """A message of the batch that was handed out last, in full, where only its envelope was."""
        letter = self._letters[ref.uid]
        found = self._workers.run(READ_LETTER, letter, SECONDS_EACH)
        one: Mail | Unreadable = _unreadable(letter, found) if isinstance(found, WorkerFault) else found
        return one

    def _letter(self, header: RawHeader, text: RawText | None) -> Letter:
        if self._state is None:
            raise RuntimeError("no folder is open")
        return Letter(
            account=self.account,
            folder=self._state.folder,
            uidvalidity=self._state.uidvalidity,
            uid=header.uid,
            header=header.header,
            text=text.text if text is not None else b"",
            flags=header.flags,
            received=header.internal_date,
            size=header.size,
            authserv_ids=self._authserv_ids,
        )

    def _reading(self, letters: Sequence[Letter]) -> Callable[[], list[Message]]:
        """Start reading in a worker; the function returned waits for the result."""
        is_sent = self._state is not None and self._state.folder == self._sent
        then = None if is_sent else self._then()
        coming = self._workers.start_batch(
            READ_LETTER, letters, SECONDS_EACH, then, None if then is None else self._again
        )

        def wait() -> list[Message]:
            self._found.clear()
            self._letters = {letter.uid: letter for letter in letters}
            return [self._read(letter, found, then) for letter, found in zip(letters, coming(), strict=True)]

        return wait

    def _read(self, letter: Letter, found: Any, then: Then | None) -> Message:
        if isinstance(found, WorkerFault):
            return _unreadable(letter, found)
        one: Message
        one, said = found if then is not None else (found, None)
        if said is not None:
            self._found[one.ref] = said
        return one


def _unreadable(letter: Letter, fault: WorkerFault) -> Unreadable:
    """A message on which a worker broke: kept out of every parser from now on."""
    ref = MessageRef(letter.account, letter.folder, letter.uidvalidity, letter.uid, _safe_fingerprint(letter.header))
    what = say("Reading this mail took too much time or memory ({fault}): open it with care.", fault=fault.kind)
    return Unreadable(ref=ref, received=letter.received, problem=what, size=letter.size)


def _safe_fingerprint(header: bytes) -> str:
    """A fingerprint that needs no parsing."""
    import hashlib

    return hashlib.sha256(header[:65_536]).hexdigest()[:32]
