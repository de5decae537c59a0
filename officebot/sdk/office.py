"""What a duty may read while it observes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    from datetime import datetime

    from officebot.core.agendas import OfficeCalendar, PromisedTime, Room
    from officebot.core.approvals.model import Desk
    from officebot.core.facts import OfficeFacts
    from officebot.core.invoices.arrived import MailInvoices
    from officebot.core.minutes.arrived import MailNotes
    from officebot.core.minutes.readback.document import Returned
    from officebot.core.panels import ItemCount, Viewer
    from officebot.core.proposals import Claim, Item
    from officebot.core.reports.model import Part
    from officebot.core.reports.period import Window
    from officebot.core.text import Text
    from officebot.core.trade.letter import Papers
    from officebot.core.wellbeing import Sign
    from officebot.core.workbooks.office import OfficeWorkbook
    from officebot.core.workbooks.sheets import OfficeSheets
    from officebot.sdk.seen import SeenItem, SeenMail, SeenProposal, Trigger

#: What a `Look` makes.
Looked = TypeVar("Looked")
#: Reads the office for a panel, in the background, with the duty's settings and the time.
Look: TypeAlias = Callable[["Office", Any, "datetime"], Looked]


class Office(Protocol):
    """What a duty may read while it observes. Reading only; nothing here has an effect."""

    @property
    def facts(self) -> OfficeFacts:
        """What hardly changes: who is who, when the office works, in which language it writes."""
        ...

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

    def remembered(self, duty: str, key: str) -> Any:
        """What a duty remembered under this key (JSON), or None: see `Remember`. `duty` is its name."""
        ...

    def all_remembered(self, duty: str) -> Mapping[str, Any]:
        """All that a duty remembers, by key, in the order of the keys."""
        ...

    def calendars(self, of: Collection[str] | None = None) -> Sequence[OfficeCalendar]:
        """The calendars as they are now, in the order of the settings; with `of`, those of these addresses and rooms.

        Nothing is raised: one that cannot be read has a `problem`, and the objects of the last reading.
        """
        ...

    def rooms(self) -> Sequence[Room]:
        """The rooms, and the equipment that is lent out, in the order of the settings."""
        ...

    def promised(self) -> Sequence[PromisedTime]:
        """The times that proposals need to be free (`CheckFree`) which wait, or are approved and not carried out yet.

        No calendar shows them. In no order.
        """
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

    def fetch(self, url: str) -> bytes:
        """The page at an https address whose host the plugin declared, and the office agreed to ("network" in its rights).

        Raises UserError for another host, or a page that is not there; Unavailable where it may be there later.
        """
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
