"""Everything a plugin author imports: what a duty is, what it may read, and how an action is performed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar, runtime_checkable

from officebot.core.actions import (
    Action,
    AlertPerson,
    AmendItem,
    AppendRows,
    CancelByServer,
    CheckFree,
    CheckUnanswered,
    CloseItem,
    DiscardDraft,
    DraftMail,
    Effect,
    FlagMessage,
    InviteByServer,
    KeepAttachment,
    KeepSentCopy,
    MoveFile,
    MoveMessage,
    NoteItem,
    PutCalendarObject,
    RemoveCalendarObject,
    SendMail,
    SetCells,
    WriteDocument,
    register,
)
from officebot.core.agendas import CalendarObject, OfficeCalendar, Room
from officebot.core.approvals.actions import AnswerByMail, AskByMail, TellOutcome
from officebot.core.approvals.model import Desk
from officebot.core.facts import OfficeFacts
from officebot.core.invoices.arrived import MailInvoices
from officebot.core.known import Known, Unfit
from officebot.core.mail import Address, Attachment, Mail, MessageRef, OutgoingMail, Proof, Unreadable
from officebot.core.minutes.arrived import MailNotes
from officebot.core.minutes.readback_document import Returned
from officebot.core.panels import Block, ItemCount, Viewer
from officebot.core.people import Contact, Contacts, People, Person
from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.proposals import Claim, Item, Proposal, Reason
from officebot.core.reports.model import Part
from officebot.core.reports.period import Window
from officebot.core.text import NUMBER_TO_COME, Text, counted, quoted, say
from officebot.core.trade.letter import Papers
from officebot.core.wellbeing import Sign
from officebot.core.workbooks.office import OfficeWorkbook
from officebot.core.workbooks.sheets import OfficeSheets
from officebot.core.worktime import WorkingTime

if TYPE_CHECKING:
    import click
    from pydantic import BaseModel

# ── what a duty sees ──────────────────────────────────────────────────────────────────────────────────────


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


#: What a `Look` makes.
Looked = TypeVar("Looked")
#: Reads the office for a panel, in the background, with the duty's settings and the time.
Look: TypeAlias = Callable[["Office", Any, datetime], Looked]


class Office(Protocol):
    """What a duty may read while it observes. Reading only; nothing here has an effect."""

    @property
    def facts(self) -> OfficeFacts: ...

    def mails(self, since: datetime, until: datetime) -> Sequence[SeenMail]:
        """The mails received in [since, until), oldest first, private ones without subject."""
        ...

    def arrived(self, trigger: Trigger) -> Sequence[SeenMail]:
        """The mails that set off a run "after mail", those that the office sent among them, oldest first."""
        ...

    def sent(self, since: datetime, until: datetime) -> Sequence[SeenMail]:
        """The mails that the office sent in [since, until), oldest first, private ones without subject."""
        ...

    def claims(self, kind: str, since: datetime, until: datetime) -> Sequence[tuple[SeenMail, Claim]]:
        """What recognisers said of the mails that came or were sent in [since, until): each claim with its mail."""
        ...

    def proposals(self, states: Iterable[str], since: datetime | None = None) -> Sequence[SeenProposal]:
        """The proposals in these states, oldest first."""
        ...

    def items(self, kind: str | None = None, state: str = "open") -> Sequence[Item]:
        """The shared items of the ledger, by due date, those without one last."""
        ...

    def items_for(
        self, viewer: Viewer, kinds: Collection[str], most: int = 300, *, is_book: bool = False,
        until: datetime | None = None, is_mine: bool = False, keys: str = "", order: str = "",
    ) -> Sequence[Item]:  # fmt: skip
        """The open items of these kinds that who looks may see, by due date, those without one last; at most so many.

        `is_book` where they belong to a workbook that the viewer may see (`Viewer.may_see_book`); `until` leaves out what
        is due later or on no day, `is_mine` what does not name the viewer, `keys` what has a key that begins otherwise.
        `order` sorts them by this text of their source first.
        """
        ...

    def count_items_for(
        self, viewer: Viewer, kinds: Collection[str], *, is_book: bool = False, until: datetime | None = None,
        is_mine: bool = False, keys: str = "", word: str = "",
    ) -> Sequence[ItemCount]:  # fmt: skip
        """How many those are, however many, by kind; with `word` by this text of their source too. None is read for it."""
        ...

    def proposals_for(self, viewer: Viewer, duty: str, most: int = 50) -> tuple[int, Sequence[SeenProposal]]:
        """How many proposals of a duty wait for a yes that who looks may see, and the oldest of them."""
        ...

    def looked(self, look: Look[Looked], settings: Any) -> Looked | None:
        """What `look` last made of what is slow to read (workbooks, calendars), for who looks at a page: nobody waits.

        It is called in the background, with the office, the settings and the time, when somebody asks and what it made
        before is some minutes old; None while that is for the first time, or where it failed.
        """
        ...

    def remembered(self, namespace: str, key: str) -> Any:
        """A duty's own fact (JSON), or None."""
        ...

    def calendars(self, of: Collection[str] | None = None) -> Sequence[OfficeCalendar]:
        """The calendars as they are now, in the order of the settings; with `of`, those of these addresses and rooms.

        Nothing is raised: one that cannot be read has a `problem`, and the objects of the last reading.
        """
        ...

    def rooms(self) -> Sequence[Room]:
        """The rooms, and the equipment that is lent out, in the order of the settings."""
        ...

    def workbook(self, name: str) -> OfficeWorkbook:
        """One of the office's workbooks as it is now, by its name in the settings.

        Nothing is raised: one that cannot be read, or that nobody named, has a `problem`.
        """
        ...

    def sheets(self, name: str) -> OfficeSheets:
        """The cells of one of the office's workbooks as people laid them out, for what is no plain table: a budget.

        Nothing is raised: one that cannot be read, or that nobody named, has a `problem`.
        """
        ...

    def papers(self, mail: SeenMail) -> Papers:
        """The business documents of a mail that came: its own text, and what hangs on it, fetched anew and read apart.

        Nothing is raised: a mail that is gone, marked private, or cannot be read has a `problem`.
        """
        ...

    def invoices(self, mail: SeenMail) -> MailInvoices:
        """The invoices that hang on a mail that came, with the rules they break and the mail's own words, read apart.

        Nothing is raised: a mail that is gone, marked private, or cannot be read has a `problem`.
        """
        ...

    def notes(self, mail: SeenMail) -> MailNotes:
        """What came with a mail for minutes, and its author's new words: notes, transcripts, agendas, corrected drafts.

        Nothing is raised: a mail that is gone, marked private, or cannot be read has a `problem`.
        """
        ...

    def notes_in(self, folder: str) -> MailNotes:
        """What lies for minutes in a folder below `incoming/`, by its path relative to the office's folder.

        Nothing is raised; a folder that is not there holds nothing.
        """
        ...

    def health(self) -> Sequence[Sign]:
        """How the office itself is just now: disk, clock, certificates, what is out of reach, backup, balance, journal."""
        ...

    def word_document(self, path: str) -> Returned | None:
        """A Word document of the office's folder as its paragraphs, rows and marks; None where it cannot be read."""
        ...

    def read_file(self, path: str) -> bytes:
        """A file of the office's folder, by its path relative to it. Raises FileNotFoundError."""
        ...

    def changed(self, kind: str, since: datetime) -> Sequence[SeenItem]:
        """The items of a kind, open or closed, that were changed since then, and when: for reports."""
        ...

    def decided(self, since: datetime) -> Sequence[SeenProposal]:
        """The proposals that were made or decided since then, and all that are still open, oldest first."""
        ...

    def desk(self, now: datetime) -> Desk:
        """What waits for whom to decide, what was asked of them by mail, and how answers by mail ended."""
        ...

    def code(self, what: str) -> str:
        """A code for something that nobody can guess, the same whenever it is asked for: a mail is answered by it."""
        ...

    def stored_rows(self, book: str, since: datetime) -> Sequence[Mapping[str, Any]]:
        """The ledger's own rows of "mails", "items" or "proposals" as they are stored, for a second computation.

        Instants are UTC text, what is stored as JSON is read. Mails that came, items that were changed and proposals that
        were made or decided since then, and all that is still open.
        """
        ...

    def reported(self, window: Window) -> tuple[Sequence[Part], Sequence[Text]]:
        """What each enabled duty tells for a report, and a sentence for each that could not."""
        ...


def refused(office: Office, prefix: str) -> Mapping[str, Text]:
    """What people rejected or took back of the proposals whose keys begin so: the title by key, the latest one's.

    The ledger keeps silent about them until their content changes; a duty that goes on from what it proposes (an item
    in a list, a reminder) leaves them out, too, while they would say the same.
    """
    return {one.key: one.title for one in office.proposals(["rejected", "undone"]) if one.key.startswith(prefix)}


class Recogniser(Protocol):
    """Says what a mail is. Pure: the mail, the office's facts, the duty's settings and the time in, claims out."""

    def __call__(self, mail: Mail, facts: OfficeFacts, settings: Any, now: datetime, /) -> Iterable[Claim]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What a duty shows on a page of the dashboard (`core/panels.py`): blocks, for who looks, with its settings.

    `page` is one of `PAGES`, or a word of the duty's own, and then `title` names the page in the menu. Panels of a page
    come by `place`. `show` reads the office and has no effect; it must leave out what the viewer may not see
    (`Viewer.may_see`), and answer within a tenth of a second: it is asked each time somebody looks.
    """

    page: str
    title: Text
    show: Callable[[Office, Viewer, Any], Sequence[Block]]
    place: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A plugin. `observe` reads the office into facts; `decide` turns facts into proposals and is pure.

    `triggers` are the default schedules ("mon-fri 08:00", "every 15 minutes", "mail", "mail invoice",
    "after mail", "file NAME", "start"); the office's settings may replace them. `settings` is a pydantic model; a method
    `unfit(known: Known) -> Iterator[Unfit]` of it says which people, rooms or accounts that it names are not there.
    `recogniser` is asked of what comes in, `sent_recogniser` of what the office itself sent. `report` tells what the duty
    did in a period, for reports that managers read (`core/reports/`): from the office, the window, its settings; None for
    an office that keeps nothing it could tell of. `panels` are what it shows on the dashboard.
    """

    name: str
    title: Text
    settings: type[BaseModel]
    observe: Callable[[Office, Trigger, Any], Any]
    decide: Callable[[Any, Any], Iterable[Proposal]]
    triggers: tuple[str, ...] = ()
    recogniser: Recogniser | None = None
    sent_recogniser: Recogniser | None = None
    report: Callable[[Office, Window, Any], Part | None] | None = None
    panels: tuple[Panel, ...] = ()
    performers: Callable[[], Iterable[Performer]] | None = None
    commands: Callable[[], click.Group] | None = None


# ── how an action is carried out ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An action made ready to be shown: the exact bytes it will use, by role, and what a person sees of it."""

    action: Action
    preview: Text
    blobs: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One stored action on its way: its key is the same at every try, its blobs are those that were approved.

    `receipt` is what an earlier `Done` said, for undo; `message` is where the message now lies, after the
    bundle's earlier actions moved it.
    """

    id: int
    key: str
    action: Action
    blobs: Mapping[str, bytes] = field(default_factory=dict)
    receipt: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """It happened. The receipt (JSON) says what there is to know, and how to take it back."""

    receipt: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not happen and will not: nothing was changed."""

    why: Text


@dataclass(frozen=True, slots=True)
class Retry:
    """It did not happen, and may later: the world is unavailable. Nothing was changed."""

    why: Text


@dataclass(frozen=True, slots=True)
class Uncertain:
    """Nobody can tell whether it happened: a person is asked, it is never repeated alone."""

    why: Text


@dataclass(frozen=True, slots=True)
class NotDone:
    """Asked after a crash: it certainly did not happen, so it may be performed."""


Outcome: TypeAlias = Done | Failed | Retry | Uncertain


class Performer(Protocol):
    """Carries out the actions of some kinds. The only code that changes the world outside the ledger.

    Outcomes come back one for each job, in the same order. A raised exception counts as `Uncertain`
    for kinds where repeating harms (`repeatable` false), as `Retry` for the others.
    """

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of action it performs."""
        ...

    @property
    def repeatable(self) -> bool:
        """Whether performing an action twice is harmless."""
        ...

    @property
    def irreversible(self) -> frozenset[str]:
        """Those of its kinds that cannot be taken back once done; empty for most performers."""
        ...

    def prepare(self, action: Action) -> Prepared:
        """Render, compose, compute the difference; reads only. Raises UserError when it cannot be done."""
        ...

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Carry the jobs out, all of one kind."""
        ...

    def was_done(self, job: Job) -> Done | NotDone | Uncertain:
        """Asked after a crash between "doing" and "done": look, and say."""
        ...

    def undo(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Take done jobs back. `Failed` says in one sentence why that is impossible."""
        ...


@runtime_checkable
class Foreseeing(Protocol):
    """A performer that can tell beforehand whether jobs can still be taken back, so that a proposal is wholly or not at all."""

    def foresee_undo(self, jobs: Sequence[Job]) -> Sequence[Text | None]:
        """For each of a proposal's jobs, in the order in which `undo` will get them: None, or in one sentence why not.

        Reads only, and is quick. Each job is looked at as the world will be once those before it were taken back. Raises
        Unavailable or UserError.
        """
        ...


@runtime_checkable
class Filling(Protocol):
    """A performer whose bytes are made of an action's words: of a number to come, or of documents that it carries.

    Any other performer's bytes are taken for text, in which the number is put into the placeholder's place.
    """

    def prepare_with(self, action: Action, shown: Action, documents: Mapping[str, bytes]) -> Prepared:
        """As `prepare`, for an action that awaits a number or carries documents of its proposal.

        `shown` is the action with words in the number's place, `documents` are the bytes by path, as they are shown. The
        blobs hold besides what `fill` needs, so that it is approved, too. Raises UserError.
        """
        ...

    def fill(self, action: Action, kept: Mapping[str, bytes], documents: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """The blobs by which the action, its number filled in, is carried out: made of what was approved alone."""
        ...


__all__ = [
    "NUMBER_TO_COME",
    "Action",
    "Address",
    "AlertPerson",
    "AmendItem",
    "AnswerByMail",
    "AppendRows",
    "AskByMail",
    "Attachment",
    "CalendarObject",
    "CancelByServer",
    "CheckFree",
    "CheckUnanswered",
    "Claim",
    "CloseItem",
    "Contact",
    "Contacts",
    "Desk",
    "DiscardDraft",
    "Done",
    "DraftMail",
    "Duty",
    "Effect",
    "Failed",
    "Filling",
    "FlagMessage",
    "Foreseeing",
    "InviteByServer",
    "Item",
    "ItemCount",
    "Job",
    "KeepAttachment",
    "KeepSentCopy",
    "Known",
    "Mail",
    "MailInvoices",
    "MailNotes",
    "MessageRef",
    "MoveFile",
    "MoveMessage",
    "NotDone",
    "NoteItem",
    "Office",
    "OfficeCalendar",
    "OfficeFacts",
    "OfficeSheets",
    "OfficeWorkbook",
    "Outcome",
    "OutgoingMail",
    "Panel",
    "Papers",
    "Part",
    "People",
    "Performer",
    "Person",
    "Prepared",
    "Problem",
    "Proof",
    "Proposal",
    "PutCalendarObject",
    "Reason",
    "Recogniser",
    "RemoveCalendarObject",
    "Retry",
    "Returned",
    "Room",
    "SeenItem",
    "SeenMail",
    "SeenProposal",
    "SendMail",
    "SetCells",
    "TellOutcome",
    "Text",
    "Trigger",
    "Unavailable",
    "Uncertain",
    "Unfit",
    "Unreadable",
    "UserError",
    "Viewer",
    "Window",
    "WorkingTime",
    "WriteDocument",
    "counted",
    "quoted",
    "refused",
    "register",
    "say",
]
