"""The kinds of action that come with officebot: one effect each, plain data, no behaviour.

An action says *what* is to happen; a performer (see `officebot.sdk.Performer`) knows how.
Kinds are an open set: a plugin registers its own with `register`. A kind is named by its class alone: `SendMail.kind`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeAlias, TypeVar

from officebot.core.mail import MessageRef, OutgoingMail


class Effect(StrEnum):
    """How far an action reaches: policy's default asks a person for what leaves or spends.

    `NOTES` reaches nothing but officebot's own memory: it is noted also while a new office is observed or paused.
    """

    NOTES = "notes"
    INSIDE = "inside"
    LEAVES = "leaves"
    SPENDS = "spends"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One effect, of a named kind. Subclasses are frozen dataclasses of plain values."""

    kind: ClassVar[str] = ""
    effect: ClassVar[Effect] = Effect.INSIDE

    @property
    def recipients(self) -> tuple[str, ...]:
        """The addresses it reaches, for policy; none for most kinds."""
        return ()

    @property
    def message(self) -> MessageRef | None:
        """The message it changes, if it changes one."""
        return None

    @property
    def carried(self) -> tuple[str, ...]:
        """The paths of those documents of its own proposal that it carries; none for most kinds."""
        return ()


A = TypeVar("A", bound=type[Action])
_KINDS: dict[str, type[Action]] = {}
_ADAPTERS: dict[str, Any] = {}


def register(cls: A) -> A:
    """Make an action's kind known by its name, so that the ledger can read it back. A kind has one class."""
    known = _KINDS.get(cls.kind)
    if not cls.kind or (known is not None and known.__qualname__ != cls.__qualname__):
        raise ValueError(f"action kind {cls.kind!r} is empty or already registered")
    _KINDS[cls.kind] = cls
    return cls


def kinds() -> Mapping[str, type[Action]]:
    """Every registered kind, by name."""
    return dict(_KINDS)


def _adapter(cls: type[Action]) -> Any:
    adapter = _ADAPTERS.get(cls.kind)
    if adapter is None:
        from pydantic import TypeAdapter

        adapter = _ADAPTERS[cls.kind] = TypeAdapter(cls)
    return adapter


def to_json(action: Action) -> dict[str, Any]:
    """The action's values as JSON-ready data; `from_json(action.kind, …)` gives an equal action back."""
    values: dict[str, Any] = _adapter(type(action)).dump_python(action, mode="json")
    return values


def from_json(kind: str, values: Mapping[str, Any]) -> Action:
    """The action of this kind with these values. Raises KeyError for a kind that nobody registered."""
    action: Action = _adapter(_KINDS[kind]).validate_python(dict(values))
    return action


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class FlagMessage(Action):
    """Set and clear IMAP flags and keywords on a message (RFC 3501 §2.3.2)."""

    kind: ClassVar[str] = "mail.flag"
    on: MessageRef
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    @property
    def message(self) -> MessageRef | None:
        return self.on


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class MoveMessage(Action):
    """Move a message to another folder of its account; the folder is made when it is missing."""

    kind: ClassVar[str] = "mail.move"
    on: MessageRef
    to_folder: str

    @property
    def message(self) -> MessageRef | None:
        return self.on


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class DraftMail(Action):
    """Put a mail into the account's Drafts, for a person to send from their own mail client."""

    kind: ClassVar[str] = "mail.draft"
    mail: OutgoingMail

    @property
    def recipients(self) -> tuple[str, ...]:
        return self.mail.recipients

    @property
    def carried(self) -> tuple[str, ...]:
        return self.mail.attached_documents


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class SendMail(Action):
    """Send a mail by the account's SMTP server, once, and never again by itself."""

    kind: ClassVar[str] = "mail.send"
    effect: ClassVar[Effect] = Effect.LEAVES
    mail: OutgoingMail

    @property
    def recipients(self) -> tuple[str, ...]:
        return self.mail.recipients

    @property
    def carried(self) -> tuple[str, ...]:
        return self.mail.attached_documents


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class KeepSentCopy(Action):
    """Put the copy of a sent mail into the account's Sent folder, unless the server already did."""

    kind: ClassVar[str] = "mail.keep_sent"
    mail: OutgoingMail

    @property
    def carried(self) -> tuple[str, ...]:
        return self.mail.attached_documents


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class WriteDocument(Action):
    """Write a document into the office's folder. `path` is relative to it and uses `/`.

    `template` is a file of the office's templates folder, rendered with `data`; "my_plugin:letter.typ" is one of the plugin's
    own, in the folder `templates` of its package, unless the office has one of that name: in its own templates folder, in a
    folder called as the package. Without a template, `content` is the document's text as it is.
    """

    kind: ClassVar[str] = "document.write"
    #: The role of the blob that holds its bytes.
    role: ClassVar[str] = "document"
    path: str
    template: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    content: str = ""
    language: str = "fr"


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class KeepAttachment(Action):
    """Keep what hangs on a mail in the office's folder, byte for byte. `path` is relative to it and uses `/`.

    `sha256` (hexadecimal) says which of the mail's attachments is meant: the one with exactly these bytes.
    """

    kind: ClassVar[str] = "document.keep"
    #: The role of the blob that holds its bytes: they come from outside, and are shown by nothing that parses them.
    role: ClassVar[str] = "attachment"
    on: MessageRef
    sha256: str
    path: str


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class MoveFile(Action):
    """Move a file of the office's folder to another place in it, while it still has the bytes that were read.

    Paths are relative to the folder and use `/`; `sha256` (hexadecimal) is of those bytes. Nothing is written over.
    """

    kind: ClassVar[str] = "file.move"
    path: str
    to: str
    sha256: str


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class NoteItem(Action):
    """Note an item in the ledger: a deadline, a thing waited for, an action point, a call-back."""

    kind: ClassVar[str] = "item.note"
    effect: ClassVar[Effect] = Effect.NOTES
    item_kind: str
    key: str
    title: str
    owner: str = ""
    due: datetime | None = None
    source: Mapping[str, Any] = field(default_factory=dict)
    circle: str = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class AmendItem(NoteItem):
    """Note anew an open item that goes on from what it held: where it holds more by then, nothing is written over.

    `keeps` are the lists of its source that only grow: whatever the item holds in them, this must hold as well.
    """

    kind: ClassVar[str] = "item.amend"
    keeps: tuple[str, ...] = ()


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CloseItem(Action):
    """Close an item of the ledger, with the reason why."""

    kind: ClassVar[str] = "item.close"
    effect: ClassVar[Effect] = Effect.NOTES
    item_kind: str
    key: str
    because: str = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Remember(Action):
    """Remember a fact of the duty's own: JSON by a key, which `Office.remembered` and `Office.all_remembered` read back.

    `duty` is the duty that proposes it, given by officebot: nobody writes over what another duty remembers.
    """

    kind: ClassVar[str] = "fact.remember"
    effect: ClassVar[Effect] = Effect.NOTES
    key: str
    value: Any
    duty: str = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Forget(Action):
    """Forget a fact of the duty's own; one that is not there is forgotten already."""

    kind: ClassVar[str] = "fact.forget"
    effect: ClassVar[Effect] = Effect.NOTES
    key: str
    duty: str = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckUnanswered(Action):
    """Go on only while nobody has answered: the mailbox is read once more first. Stands before a reminder is sent.

    `awaited` are the addresses asked, `message_ids` our mails that asked, `since` (aware) when. With `any_subject`
    whatever those who were asked, or their house, wrote since is an answer, but for the mails with the Message-IDs `known`,
    which somebody has looked at. Where `about` holds numbers, of orders for instance, only what replies to one of
    `message_ids`, names one of these in its subject, or was claimed to be of the kind `spoken`, brings no file and names no
    other number of their form.
    """

    kind: ClassVar[str] = "mail.check_unanswered"
    effect: ClassVar[Effect] = Effect.NOTES
    account: str
    awaited: tuple[str, ...]
    message_ids: tuple[str, ...]
    thread: str
    subject: str
    since: datetime
    any_subject: bool = False
    known: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    spoken: str = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardDraft(Action):
    """Take a draft back that officebot once wrote, while nobody has sent it; `mail` is what was drafted."""

    kind: ClassVar[str] = "mail.discard_draft"
    mail: OutgoingMail


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPerson(Action):
    """Alert a person of the office at once, by the medium that the settings name for them: a telephone, a chat, a screen.

    `to` is their address, lower case; `title` and `body` are plain text in their language.
    """

    kind: ClassVar[str] = "alert.person"
    effect: ClassVar[Effect] = Effect.LEAVES
    to: str
    title: str
    body: str

    @property
    def recipients(self) -> tuple[str, ...]:
        return (self.to,)


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class PutCalendarObject(Action):
    """Put an object into a calendar, or change one; nobody is told of it.

    `text` is the whole object (RFC 5545), all of one `uid`; `etag` is the version it takes the place of, "" where
    none may exist yet; `href` is where that version lies, "" for a new object.
    """

    kind: ClassVar[str] = "calendar.put"
    calendar: str
    uid: str
    text: str
    etag: str = ""
    href: str = ""


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveCalendarObject(Action):
    """Take an object out of a calendar, in the version `etag` that was read at `href`; nobody is told of it."""

    kind: ClassVar[str] = "calendar.remove"
    calendar: str
    uid: str
    href: str
    etag: str


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFree(Action):
    """Go on only while a time is still free: the calendars are read once more first. Stands before an event is entered.

    `owners` are people (addresses) and rooms (names); `start` and `end` are aware; `own` are the UIDs that are no obstacle.
    """

    kind: ClassVar[str] = "calendar.check_free"
    effect: ClassVar[Effect] = Effect.NOTES
    owners: tuple[str, ...]
    start: datetime
    end: datetime
    own: tuple[str, ...] = ()


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class InviteByServer(PutCalendarObject):
    """Put or change an object whose attendees the calendar's server then writes to by itself (RFC 6638)."""

    kind: ClassVar[str] = "calendar.invite"
    effect: ClassVar[Effect] = Effect.LEAVES
    attendees: tuple[str, ...] = ()

    @property
    def recipients(self) -> tuple[str, ...]:
        return self.attendees


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class CancelByServer(RemoveCalendarObject):
    """Take out an object of whose end the calendar's server then tells the attendees by itself (RFC 6638)."""

    kind: ClassVar[str] = "calendar.cancel"
    effect: ClassVar[Effect] = Effect.LEAVES
    attendees: tuple[str, ...] = ()

    @property
    def recipients(self) -> tuple[str, ...]:
        return self.attendees


#: What a cell is to hold, as JSON has it; days in ISO form where the column holds days, formulas never.
CellValue: TypeAlias = "str | bool | int | float | None"


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class SetCells(Action):
    """Set cells of one of the office's workbooks, all or none, while each still shows what was seen in it.

    `workbook` is its name in the settings; `cells` are `(Sheet!B7, before, after)`; those of `days` are to hold days, also
    where no day has stood yet.
    """

    kind: ClassVar[str] = "workbook.set"
    workbook: str
    cells: tuple[tuple[str, CellValue, CellValue], ...]
    days: tuple[str, ...] = ()


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class AppendRows(Action):
    """Append rows to a table of one of the office's workbooks, each as `(heading, value)`.

    `after` is the number of the table's last row when it was decided: rows that say the same below it are these. The
    columns of `days` hold days, also where none has stood in them yet.
    """

    kind: ClassVar[str] = "workbook.append"
    workbook: str
    table: str
    after: int
    rows: tuple[tuple[tuple[str, CellValue], ...], ...]
    days: tuple[str, ...] = ()
