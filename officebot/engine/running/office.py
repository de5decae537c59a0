"""The office as a duty reads it while it observes: facts, mails, proposals, items, files. Reading only."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Row

from officebot.core.agendas import OfficeCalendar, PromisedTime, Room
from officebot.core.approvals.model import Desk
from officebot.core.invoices.arrived import MailInvoices
from officebot.core.minutes.arrived import MailNotes
from officebot.core.minutes.readback.document import Returned
from officebot.core.panels import ItemCount, Viewer
from officebot.core.problems import UserError
from officebot.core.schedule import Kind
from officebot.core.text import Text, say
from officebot.core.trade.letter import Papers
from officebot.core.wellbeing import Sign
from officebot.core.workbooks.office import OfficeWorkbook
from officebot.core.workbooks.sheets import OfficeSheets
from officebot.engine.deciding.asked import desk_of
from officebot.engine.deciding.codes import derived_code
from officebot.engine.ledger import Ledger, items, mails, marks, queued, raw, seen_items
from officebot.engine.ledger import proposals as rows
from officebot.engine.ledger.seen_items import Wanted
from officebot.engine.running import reporting
from officebot.engine.running.duties import EnabledDuty
from officebot.engine.running.promises import Promises, stored_promises
from officebot.sdk import (
    Claim,
    Item,
    Look,
    Looked,
    OfficeFacts,
    Part,
    SeenItem,
    SeenMail,
    SeenProposal,
    Trigger,
    Window,
)


class Calendars(Protocol):
    """Where calendars are read from."""

    def calendars(self, of: Collection[str] | None = None) -> Sequence[OfficeCalendar]:
        """All of them, or those of these people and rooms."""
        ...

    def rooms(self) -> Sequence[Room]:
        """The rooms and the equipment."""
        ...


class Workbooks(Protocol):
    """Where workbooks are read from."""

    def workbook(self, name: str) -> OfficeWorkbook:
        """The workbook of that name, or the problem with it."""
        ...

    def sheets(self, name: str) -> OfficeSheets:
        """Its cells as they are laid out, or the problem with it."""
        ...


class PaperReader(Protocol):
    """Where the documents of mails are read."""

    def papers(self, mail: SeenMail) -> Papers:
        """The documents of a mail, or the problem with it."""
        ...

    def invoices(self, mail: SeenMail) -> MailInvoices:
        """The invoices that hang on a mail, or the problem with it."""
        ...

    def notes(self, mail: SeenMail) -> MailNotes:
        """What came with a mail for minutes, or the problem with it."""
        ...

    def notes_in(self, folder: Path, under: str) -> MailNotes:
        """What lies for minutes in a folder of the office."""
        ...

    def word_document(self, data: bytes, name: str) -> Returned | None:
        """A Word document, None where it cannot be read."""
        ...


class Background(Protocol):
    """What reads in the background, so that nobody who looks at a page waits."""

    def found(self, look: Look[Looked], settings: Any) -> Looked | None:
        """What `look` made last; None where there is nothing yet."""
        ...


#: So many open items are read for who looks: more nobody reads on a page.
_SCANNED = 2_000


class OfficeReader:
    """`sdk.Office` over the ledger, the office's folder, its calendars, workbooks and mails (None: it has none)."""

    def __init__(
        self,
        ledger: Ledger,
        facts: OfficeFacts,
        folder: Path,
        calendars: Calendars | None = None,
        workbooks: Workbooks | None = None,
        papers: PaperReader | None = None,
    ) -> None:
        #: The duties that the office has enabled, for reports; none until they are known.
        self.duties: Mapping[str, EnabledDuty] = {}
        #: What reads in the background for pages; None outside the service and the commands.
        self.lookout: Background | None = None
        #: The dashboard's address, as mails name it; "" until it is known.
        self.page: Callable[[], str] = lambda: ""
        #: What gives the secret by which codes are derived; one of its own until the office's is known.
        self.secret: Callable[[], bytes] = partial(bytes, secrets.token_bytes(32))
        #: What looks at the office itself; nothing until it is known.
        self.look: Callable[[], Sequence[Sign]] = lambda: ()
        #: What fetches pages from hosts; nothing until it is known, and from nowhere until plugins have the right.
        self.fetcher: Callable[[str, Collection[str]], bytes] = _no_fetcher
        #: The hosts of those plugins that run in this very process.
        self.hosts: Collection[str] = ()
        #: The times that proposals need which are not stored yet.
        self.promises = Promises()
        self._papers = papers
        self._calendars = calendars
        self._workbooks = workbooks
        self._ledger = ledger
        self._facts = facts
        self._folder = folder.resolve()

    @property
    def facts(self) -> OfficeFacts:
        """Who is who, and when the office works."""
        return self._facts

    def renew(self, facts: OfficeFacts) -> None:
        """Know other facts from now on."""
        self._facts = facts

    def mails(self, since: datetime, until: datetime) -> Sequence[SeenMail]:
        """The mails received in [since, until), oldest first."""
        with self._ledger.reading() as tx:
            return mails.seen(tx, since, until)

    def arrived(self, trigger: Trigger) -> Sequence[SeenMail]:
        """The mails that set off a run "after mail", oldest first; none for another kind of run."""
        first, _, last = trigger.path.partition("-")
        if trigger.kind != Kind.ARRIVALS or not (first.isdecimal() and last.isdecimal()):
            return []
        with self._ledger.reading() as tx:
            return mails.numbered(tx, int(first), int(last))

    def sent(self, since: datetime, until: datetime) -> Sequence[SeenMail]:
        """The mails that the office sent in [since, until), oldest first."""
        with self._ledger.reading() as tx:
            return mails.sent(tx, since, until)

    def claims(self, kind: str, since: datetime, until: datetime) -> Sequence[tuple[SeenMail, Claim]]:
        """The claims of this kind, each with its mail, of what came or was sent in [since, until)."""
        with self._ledger.reading() as tx:
            return mails.claimed(tx, kind, since, until)

    def proposals(self, states: Iterable[str], since: datetime | None = None) -> Sequence[SeenProposal]:
        """The proposals in these states, oldest first."""
        with self._ledger.reading() as tx:
            return [_seen(row) for row in rows.in_states(tx, states, since)]

    def items(self, kind: str | None = None, state: str = "open") -> Sequence[Item]:
        """The shared items, by due date."""
        with self._ledger.reading() as tx:
            return items.find(tx, kind, state)

    def items_for(
        self, viewer: Viewer, kinds: Collection[str], most: int = 300, *, is_book: bool = False,
        until: datetime | None = None, is_mine: bool = False, keys: str = "", order: str = "",
    ) -> Sequence[Item]:  # fmt: skip
        """The open items of these kinds that who looks may see, by due date, or first by a text of their source."""
        wanted = Wanted(kinds=kinds, keys=keys, until=until, is_mine=is_mine, is_book=is_book)
        with self._ledger.reading() as tx:
            found = seen_items.seen_by(tx, viewer, wanted, min(_SCANNED, most), order)
        # The query knows the rule too; what is shown is held against the rule itself.
        return [one for one in found if viewer.may_see_item(one, is_book=is_book)]

    def count_items_for(
        self, viewer: Viewer, kinds: Collection[str], *, is_book: bool = False, until: datetime | None = None,
        is_mine: bool = False, keys: str = "", word: str = "",
    ) -> Sequence[ItemCount]:  # fmt: skip
        """How many those are, by kind and by a word of their source."""
        wanted = Wanted(kinds=kinds, keys=keys, until=until, is_mine=is_mine, is_book=is_book)
        with self._ledger.reading() as tx:
            return seen_items.count_seen_by(tx, viewer, wanted, word)

    def proposals_for(self, viewer: Viewer, duty: str, most: int = 50) -> tuple[int, Sequence[SeenProposal]]:
        """The proposals of a duty that wait, as who looks may see them, oldest first."""
        person = viewer.person
        with self._ledger.reading() as tx:
            count, found = queued.waiting_for(tx, person.circle, person.address, viewer.now, 0, most, duty=duty)
        return count, [_seen(row) for row in found]

    def looked(self, look: Look[Looked], settings: Any) -> Looked | None:
        """What was made of it last; made at once where nothing looks in the background."""
        if self.lookout is None:
            return look(self, settings, datetime.now(self._facts.working_time.tz))
        return self.lookout.found(look, settings)

    def remembered(self, duty: str, key: str) -> Any:
        """A duty's own fact, or None."""
        with self._ledger.reading() as tx:
            return marks.fact(tx, marks.namespace_of(duty), key)

    def all_remembered(self, duty: str) -> Mapping[str, Any]:
        """All of a duty's own facts by key."""
        with self._ledger.reading() as tx:
            return marks.facts_of(tx, marks.namespace_of(duty))

    def calendars(self, of: Collection[str] | None = None) -> Sequence[OfficeCalendar]:
        """The calendars as they are now, or those of these people and rooms."""
        return self._calendars.calendars(of) if self._calendars is not None else []

    def rooms(self) -> Sequence[Room]:
        """The rooms and the equipment."""
        return self._calendars.rooms() if self._calendars is not None else []

    def promised(self) -> Sequence[PromisedTime]:
        """The times that proposals need, stored or on their way."""
        with self._ledger.reading() as tx:
            return [*stored_promises(tx), *self.promises.all()]

    def workbook(self, name: str) -> OfficeWorkbook:
        """The workbook of that name, or the problem with it."""
        if self._workbooks is not None:
            return self._workbooks.workbook(name)
        return OfficeWorkbook(name=name, file=name, problem=say("The settings name no workbook “{name}”.", name=name))

    def sheets(self, name: str) -> OfficeSheets:
        """The cells of the workbook of that name as they are laid out, or the problem with it."""
        if self._workbooks is not None:
            return self._workbooks.sheets(name)
        return OfficeSheets(name=name, file=name, problem=say("The settings name no workbook “{name}”.", name=name))

    def papers(self, mail: SeenMail) -> Papers:
        """The documents of a mail, or the problem with it."""
        if self._papers is not None:
            return self._papers.papers(mail)
        return Papers(problem=say("This mail cannot be opened here."))

    def invoices(self, mail: SeenMail) -> MailInvoices:
        """The invoices that hang on a mail, or the problem with it."""
        if self._papers is not None:
            return self._papers.invoices(mail)
        return MailInvoices(problem=say("This mail cannot be opened here."))

    def notes(self, mail: SeenMail) -> MailNotes:
        """What came with a mail for minutes, or the problem with it."""
        if self._papers is not None:
            return self._papers.notes(mail)
        return MailNotes(problem=say("This mail cannot be opened here."))

    def notes_in(self, folder: str) -> MailNotes:
        """What lies for minutes in a folder below `incoming/`; nothing for another folder."""
        parts = folder.split("/")
        if self._papers is None or parts[0] != "incoming" or any(part in ("", ".", "..") for part in parts):
            return MailNotes()
        return self._papers.notes_in(self._folder, folder)

    def health(self) -> Sequence[Sign]:
        """How the office itself is just now."""
        return self.look()

    def word_document(self, path: str) -> Returned | None:
        """A Word document of the office's folder, None where it cannot be read."""
        try:
            data = self.read_file(path)
        except OSError:
            return None
        return self._papers.word_document(data, path.rpartition("/")[2]) if self._papers is not None else None

    def changed(self, kind: str, since: datetime) -> Sequence[SeenItem]:
        """The items of a kind that were changed since then."""
        with self._ledger.reading() as tx:
            return [SeenItem(item=item, changed=changed) for item, changed in items.changed(tx, kind, since)]

    def decided(self, since: datetime) -> Sequence[SeenProposal]:
        """The proposals that were made or decided since then, and those still open."""
        with self._ledger.reading() as tx:
            return [_seen(row) for row in queued.since(tx, since)]

    def desk(self, now: datetime) -> Desk:
        """What waits for whom, what was asked by mail, how answers by mail ended."""
        return desk_of(self._ledger, self._facts.people, now, self.page())

    def code(self, what: str) -> str:
        """A code for something that nobody can guess, the same whenever it is asked for."""
        return derived_code(self.secret(), what)

    def stored_rows(self, book: str, since: datetime) -> Sequence[Mapping[str, Any]]:
        """The ledger's rows as they are stored."""
        with self._ledger.reading() as tx:
            return raw.rows_of(tx, book, since)

    def reported(self, window: Window) -> tuple[Sequence[Part], Sequence[Text]]:
        """What the duties tell for a report, and a sentence for each that could not."""
        return reporting.parts_of(self.duties.values(), self, window)

    def fetch(self, url: str) -> bytes:
        """The page at an https address of a host that a trusted plugin may reach."""
        return self.fetch_from(url, self.hosts)

    def fetch_from(self, url: str, hosts: Collection[str]) -> bytes:
        """The page at an https address of one of these hosts."""
        return self.fetcher(url, hosts)

    def read_file(self, path: str) -> bytes:
        """A file of the office's folder; one outside it, or behind a link that leads outside, is not found.

        Nor are passwords and the ledger, by whatever link.
        """
        target = (self._folder / path).resolve()
        closed = any(target.is_relative_to(self._folder / one) for one in ("secrets", "state"))
        if closed or not target.is_relative_to(self._folder):
            raise FileNotFoundError(path)
        return target.read_bytes()


def _no_fetcher(url: str, _hosts: Collection[str]) -> bytes:
    raise UserError(say("Nothing can be fetched here: {url}", url=url[:200]))


def _seen(row: Row[Any]) -> SeenProposal:
    return SeenProposal(
        id=row.id, duty=row.duty, title=Text.from_json(row.title), state=row.state, created=row.created,
        owner=row.owner, key=row.key, is_confidential=bool(row.confidential), decided=row.decided,
    )  # fmt: skip
