"""What a duty sees of the office: why it runs, mails, proposals and items as the ledger remembers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from officebot.core.mail import Address, Mail, MessageRef
from officebot.core.proposals import Claim, Item
from officebot.core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """Why a run takes place.

    `kind` is "schedule", "interval", "mail", "after mail", "after answer", "file", "start" or "manual"; `key` is unique for the
    duty; `due` is the aware instant it was due; `mail` and `claims` are given for mail, `path` for a changed
    file. For "after mail", `Office.arrived` gives the mails.
    """

    kind: str
    key: str
    due: datetime
    now: datetime
    is_late: bool = False
    mail: Mail | None = None
    claims: tuple[Claim, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenMail:
    """A mail as the ledger remembers it: enough for a report, without its body.

    `state` is "handled", "waiting" or "listed", or "sent" for one that the office wrote; `verdict` is the data
    of triage's claim. `thread` is the Message-ID that began the conversation, as far as the headers tell.
    """

    ref: MessageRef
    subject: str
    sender: Address
    received: datetime
    state: str
    verdict: Mapping[str, Any]
    problem: Text | None = None
    id: int = 0
    message_id: str = ""
    in_reply_to: str = ""
    thread: str = ""

    @property
    def source(self) -> str:
        """Where something was read, for a reason: account, folder and Message-ID, which a rebuilt folder keeps."""
        return f"{self.ref.account}/{self.ref.folder}/{self.message_id or self.ref.fingerprint}"

    @property
    def mark(self) -> str:
        """The mail in a proposal's key: 20 hexadecimal digits, the same however often it is looked at or filed."""
        return sha256((self.message_id or self.ref.fingerprint).encode("utf-8", "replace")).hexdigest()[:20]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenProposal:
    """A proposal as a report shows it; of a confidential one, a page that others may see says only that it is one."""

    id: int
    duty: str
    title: Text
    state: str
    created: datetime
    owner: str
    key: str = ""
    is_confidential: bool = False
    decided: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenItem:
    """An item of the ledger, and when it was last changed: for a closed one, when it was closed."""

    item: Item
    changed: datetime
