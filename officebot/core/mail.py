"""A mail as duties see it: who wrote what to whom, how far the sender is proven, what hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from officebot.core.text import Text, say

#: What is said of a mail whose From names several, or that has several From fields.
TWO_SENDERS = say("This mail names more than one sender.")


@dataclass(frozen=True, slots=True, order=True)
class MessageRef:
    """Which message: the server's own key (RFC 3501 §2.3.1.1) and a fingerprint that survives a rebuilt folder."""

    account: str
    folder: str
    uidvalidity: int
    uid: int
    fingerprint: str

    def __str__(self) -> str:
        return f"{self.account}/{self.folder}/{self.uidvalidity}/{self.uid}"


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox: the name shown and the address, lower case ("" where none could be read)."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """What stands after the @."""
        return self.address.rpartition("@")[2]

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


class Proof(StrEnum):
    """How far the sender is who the mail says, by our own server's Authentication-Results (RFC 8601).

    UNPROVEN: our server looked and found nothing that speaks for the sender, or another one on the way says that its
    check failed. UNKNOWN: nothing tells whether anybody looked.
    """

    PASSED = "passed"
    FAILED = "failed"
    UNPROVEN = "unproven"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A part that hangs on a mail. `media_type` is judged by the bytes, `declared_type` is what the mail says.

    `dangers` names what its bytes or its name hold that could do harm: see `officebot.core.judging.danger.DANGERS`.
    """

    name: str
    media_type: str
    declared_type: str
    size: int
    sha256: str
    part: str
    dangers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One message, read. Addresses are lower case, `date` is aware (the Date header, else the arrival).

    `text` is the body as plain text; `reply` is what its author newly wrote, without quotes and signature.
    `headers` holds the decoded headers that recognisers may need, by lower-case name, first occurrence.
    A private mail (marked Personnel, Privé, Personal or Private) has headers only: `text` is empty.
    """

    ref: MessageRef
    message_id: str = ""
    subject: str = ""
    sender: Address = Address("", "")
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    date: datetime
    received: datetime
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    text: str = ""
    reply: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    size: int = 0
    proof: Proof = Proof.UNKNOWN
    is_automatic: bool = False
    is_list: bool = False
    is_private: bool = False
    truncated: bool = False
    problems: tuple[Text, ...] = ()
    calendar: str = ""

    @property
    def thread(self) -> str:
        """The Message-ID that began the conversation, as far as the headers tell (RFC 5322 §3.6.4)."""
        return self.references[0] if self.references else self.in_reply_to or self.message_id

    @property
    def source(self) -> str:
        """Where something was read, for a reason: account, folder and Message-ID, which a rebuilt folder keeps."""
        return f"{self.ref.account}/{self.ref.folder}/{self.message_id or self.ref.fingerprint}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What is noted of a mail about which the duties have already had their say: the mail itself was let go."""

    ref: MessageRef
    received: datetime
    subject: str
    sender: Address
    message_id: str
    size: int
    is_private: bool
    in_reply_to: str = ""
    thread: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A message that could not be read: it is listed with its problem and stops nobody."""

    ref: MessageRef
    received: datetime
    problem: Text
    size: int = 0
    subject: str = ""
    sender: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """A mail to be written. Addresses are plain `local@domain`; the body is plain text in `language`.

    `attachments` are (file name, media type, blob hash); `attached_documents` are paths of documents that the same
    proposal writes, and which the mail carries. The Message-ID is made of `key` and words: the same mail has
    the same one however often it is written, so that it is found again and neither drafted nor sent twice.
    `forwards` is a mail of the account that is attached whole, as it came; one marked private never is.
    `invitation` is an iCalendar object with a METHOD (RFC 5546): the mail is then shown as an invitation, an answer to
    one, or a cancellation (RFC 6047).
    """

    account: str
    to: tuple[str, ...]
    subject: str
    body: str
    key: str
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    sender: str = ""
    on_behalf_of: str = ""
    html: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    language: str = "fr"
    attachments: tuple[tuple[str, str, str], ...] = ()
    is_automatic: bool = False
    with_signature: bool = True
    forwards: MessageRef | None = None
    invitation: str = ""
    attached_documents: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """How its Message-ID begins, before the domain: made of key and words, with other words it is another mail.

        Without the words, a second draft under the same key would be taken for the first, which lies there already.
        """
        words: tuple[object, ...] = (
            self.key,
            self.to,
            self.cc,
            self.subject,
            self.body,
            self.html,
            self.in_reply_to,
            self.attachments,
        )
        if self.invitation:
            words = (*words, self.invitation)
        return sha256(repr(words).encode("utf-8", "replace")).hexdigest()[:32]

    @property
    def recipients(self) -> tuple[str, ...]:
        """Everyone it goes to, in order, lower case, each once."""
        return tuple(dict.fromkeys(address.lower() for address in (*self.to, *self.cc, *self.bcc)))
