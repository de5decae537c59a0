"""A mailbox in memory that answers as `MailSource` asks: UIDs, UIDVALIDITY, moves by hand, losses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Event

from officebot.core.text import say
from officebot.sdk import Address, Mail, MessageRef, Unavailable, Unreadable
from tests.engine.helpers import MONDAY


@dataclass(frozen=True, slots=True)
class State:
    """What `select` says."""

    uidvalidity: int
    uidnext: int
    exists: int


@dataclass(slots=True)
class Folder:
    """One folder: messages by UID."""

    uidvalidity: int = 1
    uidnext: int = 1
    messages: dict[int, Mail | Unreadable] = field(default_factory=dict)


class FakeMail:
    """One account's mail. `cut_after` makes the connection break after so many batches."""

    account = "desk"

    def __init__(self, *folders: str, batch: int = 3) -> None:
        self.boxes = {name: Folder() for name in folders or ("INBOX",)}
        self.batch = batch
        self.cut_after: int | None = None
        self._open = "INBOX"

    @property
    def folders(self) -> Sequence[str]:
        return tuple(self.boxes)

    def select(self, folder: str) -> State:
        self._open = folder
        box = self.boxes[folder]
        return State(box.uidvalidity, box.uidnext, len(box.messages))

    def uids_from(self, uid: int) -> list[int]:
        return sorted(number for number in self.boxes[self._open].messages if number >= uid)

    def read(self, uids: Sequence[int]) -> Iterator[list[Mail | Unreadable]]:
        for count, start in enumerate(range(0, len(uids), self.batch)):
            if count == self.cut_after:
                raise Unavailable("desk", say("The line is cut."))
            box = self.boxes[self._open]
            yield [
                replace(box.messages[uid], ref=self._ref(uid))
                for uid in uids[start : start + self.batch]
                if uid in box.messages
            ]

    def wait(self, seconds: float, stop: Event) -> bool:
        return False

    def is_there(self, folder: str, uid: int) -> bool:
        return uid in self.boxes[folder].messages

    # ── what a test does to it ────────────────────────────────────────────────────────────────────────────

    def receive(
        self, *names: str, folder: str = "INBOX", at: datetime = MONDAY, size: int = 100, private: bool = False
    ) -> None:
        """Messages arrive; a name is subject and identity, one that begins with "broken" cannot be read."""
        for name in names:
            ref = MessageRef(self.account, folder, 0, 0, f"fp-{name}")
            message: Mail | Unreadable = Mail(
                ref=ref, subject=name, sender=Address("", "someone@elsewhere.example"), date=at, received=at,
                size=size, is_private=private,
            )  # fmt: skip
            if name.startswith("broken"):
                message = Unreadable(ref=ref, received=at, problem=say("It cannot be read."))
            self._add(folder, message)

    def move(self, name: str, folder: str, to: str) -> None:
        """Somebody moves a message by hand."""
        box = self.boxes[folder]
        uid = next(uid for uid, one in box.messages.items() if one.ref.fingerprint == f"fp-{name}")
        self._add(to, box.messages.pop(uid))

    def rebuild(self, folder: str = "INBOX", uidvalidity: int = 2) -> None:
        """The server rebuilds a folder: every UID is another one."""
        box = self.boxes[folder]
        kept = list(box.messages.values())
        box.uidvalidity, box.uidnext, box.messages = uidvalidity, 1, {}
        for message in kept:
            self._add(folder, message)

    def empty(self, folder: str = "INBOX") -> dict[int, Mail | Unreadable]:
        """The folder suddenly shows nothing; what it held."""
        box = self.boxes[folder]
        held, box.messages = box.messages, {}
        return held

    def _add(self, folder: str, message: Mail | Unreadable) -> None:
        box = self.boxes[folder]
        box.messages[box.uidnext] = message
        box.uidnext += 1

    def _ref(self, uid: int) -> MessageRef:
        box = self.boxes[self._open]
        return MessageRef(self.account, self._open, box.uidvalidity, uid, box.messages[uid].ref.fingerprint)
