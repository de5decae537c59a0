"""A mailbox as the intake needs it: its folders, and their messages in batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Event
from typing import Protocol, TypeAlias

from officebot.core.mail import Envelope, Mail, Unreadable

#: A message as it comes from a source.
Message: TypeAlias = Mail | Envelope | Unreadable


class FolderState(Protocol):
    """What a server says of a folder when it is selected (RFC 3501 §7.3.1)."""

    @property
    def uidvalidity(self) -> int: ...
    @property
    def uidnext(self) -> int: ...
    @property
    def exists(self) -> int: ...


class MailSource(Protocol):
    """One account's mail, for reading: messages come in batches, in the order of their UIDs."""

    @property
    def account(self) -> str: ...

    @property
    def folders(self) -> Sequence[str]:
        """The folders that are watched."""
        ...

    def select(self, folder: str) -> FolderState:
        """Open a folder. Raises UserError where there is none, Unavailable without a server."""
        ...

    def uids_from(self, uid: int) -> list[int]:
        """The UIDs of the selected folder from `uid` on, ascending."""
        ...

    def read(self, uids: Sequence[int]) -> Iterator[list[Message]]:
        """The messages of the selected folder with these UIDs; one that vanished meanwhile is left out."""
        ...

    def wait(self, seconds: float, stop: Event) -> bool:
        """Wait for new mail in the folders, at most so long and only until `stop`; whether there may be some."""
        ...

    def is_there(self, folder: str, uid: int) -> bool:
        """Whether the folder holds a message with this UID now; may be asked while `read` is under way."""
        ...
