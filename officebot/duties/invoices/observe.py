"""Looks at the invoices that came, at the register, the orders and the budget they are compared with, and what waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from officebot.core.budget.model import Report
from officebot.core.budget.standing import Books, standing
from officebot.core.facts import OfficeFacts
from officebot.core.invoices.arrived import INVOICE, MailInvoices
from officebot.core.invoices.known import KnownInvoice
from officebot.core.invoices.register import Register, RegisterMap, find_register, read_register
from officebot.core.mail import Proof
from officebot.core.orders.fields import LINES
from officebot.core.orders.mapping import find_orders
from officebot.core.orders.model import OrderBook
from officebot.core.orders.reading import read_orders
from officebot.core.people import Person
from officebot.core.proposals import Item
from officebot.core.text import Language, as_language
from officebot.core.workbooks.office import OfficeWorkbook
from officebot.core.workbooks.tables import Table
from officebot.duties.invoices.settings import Settings
from officebot.sdk import Office, SeenMail, Trigger

#: How the keys of proposals and items begin.
KEY = "invoices:"
#: The kinds of the ledger's items: an invoice that waits for a person, a call to make before one is paid, a day to pay by.
WAITING, CALL, DUE = "invoice", "call-back", "deadline"
#: How far back mails are looked for whose invoices wait.
LOOK_BACK = timedelta(days=120)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A mail that came, with its invoices; `is_proven` where our own server vouches for its sender.

    `is_counted` where its invoice was entered into the order book already.
    """

    mail: SeenMail
    invoices: MailInvoices
    is_proven: bool = False
    is_counted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The invoices on a day. `orders` is None where the office keeps no orders, or they cannot be read."""

    office: OfficeFacts
    now: datetime
    today: date
    workbook: OfficeWorkbook
    found: RegisterMap
    register: Register = field(default_factory=Register)
    orders: OrderBook | None = None
    #: How the budget stands; None where the office keeps none, or it cannot be read.
    budget: Report | None = None
    events: Sequence[Event] = ()
    items: Sequence[Item] = ()
    #: The keys of what was entered, refused or taken back: nobody is asked again.
    settled: frozenset[str] = frozenset()
    #: The keys of what waits for a yes.
    waiting: frozenset[str] = frozenset()
    is_morning: bool = False

    @property
    def language(self) -> Language:
        """The office's, in which its pages are written."""
        return as_language(self.office.language)

    @property
    def table(self) -> Table | None:
        """The register's table."""
        return self.found.sheet.of(self.workbook.tables) if self.found.sheet is not None else None

    def came(self, event: Event) -> date:
        """The day, in the office's zone, on which a mail came."""
        return self.office.working_time.local(event.mail.received).date()

    def of_kind(self, kind: str) -> list[Item]:
        """The open items of a kind that are ours."""
        return [item for item in self.items if item.kind == kind and item.key.startswith(KEY)]


def observe(office: Office, trigger: Trigger, settings: Settings) -> Facts:
    """After mail: what came. By the clock or by hand: what waits, decided anew, and what is due."""
    now = trigger.now
    today = office.facts.working_time.local(now).date()
    is_arrival = trigger.kind == "after mail"
    arrived = [mail for mail in office.arrived(trigger) if mail.state != "sent"] if is_arrival else []
    items = [item for kind in (WAITING, CALL, DUE) for item in office.items(kind)]
    claimed = _claimed(office, arrived, now)
    if is_arrival and not claimed:
        empty = OfficeWorkbook(name=settings.workbook, file="")
        return Facts(office=office.facts, now=now, today=today, workbook=empty, found=RegisterMap(None))
    if not is_arrival:
        claimed = _open(office, items, now)
    workbook = office.workbook(settings.workbook)
    found = find_register(workbook.tables, settings.table, settings.words)
    counted = _counted(office, now) if claimed else frozenset()
    register = read_register(workbook.tables, found)
    orders, order_book = _orders(office, settings) if claimed else (None, "")
    return Facts(
        office=office.facts,
        now=now,
        today=today,
        workbook=workbook,
        found=found,
        register=register,
        orders=orders,
        budget=_budget(office, settings, today, register, workbook.file, orders, order_book) if claimed else None,
        events=[
            Event(mail=mail, invoices=office.invoices(mail), is_proven=is_proven, is_counted=mail.mark in counted)
            for mail, is_proven in claimed
        ],
        items=items,
        settled=frozenset(
            one.key
            for one in office.proposals(("approved", "doing", "done", "rejected", "undone"), now - LOOK_BACK)
            if one.key.startswith(KEY)
        ),
        waiting=frozenset(one.key for one in office.proposals(("waiting",)) if one.key.startswith(KEY)),
        is_morning=not is_arrival,
    )


def _claimed(office: Office, mails: Sequence[SeenMail], now: datetime) -> list[tuple[SeenMail, bool]]:
    """Those of the mails on which an invoice may hang, and whether their sender is proven; frauds too: they are held."""
    if not mails:
        return []
    since = min(mail.received for mail in mails)
    proofs = {
        mail.id: claim.data.get("proof") for mail, claim in office.claims(INVOICE, since, now + timedelta(days=1))
    }
    return [(mail, proofs[mail.id] == Proof.PASSED) for mail in mails if mail.id in proofs]


def _open(office: Office, items: Sequence[Item], now: datetime) -> list[tuple[SeenMail, bool]]:
    """The mails whose invoices wait for a person: what they are compared with may have changed, and a yes may have lapsed."""
    marks = {str(item.source.get("mark")) for item in items if item.kind == WAITING and item.key.startswith(KEY)}
    if not marks:
        return []
    mails = office.mails(now - LOOK_BACK, now + timedelta(days=1))
    return _claimed(office, [mail for mail in mails if mail.mark in marks], now)


def _counted(office: Office, now: datetime) -> frozenset[str]:
    """The marks of the mails whose documents the order book holds already: what they charge is among “invoiced” there."""
    entered = office.proposals(("approved", "doing", "done"), now - LOOK_BACK)
    return frozenset(one.key.split(":")[2] for one in entered if one.key.startswith("orders:read:"))


def _orders(office: Office, settings: Settings) -> tuple[OrderBook | None, str]:
    """The order book, and its file's name; None where there is none."""
    workbook = office.workbook(settings.orders)
    if workbook.problem is not None:
        return None, workbook.file
    found = find_orders(workbook.tables)
    if LINES not in found.parts:
        return None, workbook.file
    return read_orders(workbook.tables, found).with_contacts(office.facts.contacts.all), workbook.file


def _budget(
    office: Office,
    settings: Settings,
    today: date,
    register: Register,
    file: str,
    orders: OrderBook | None,
    book: str,
) -> Report | None:
    """How the budget stands this month, with what is ordered and what was entered since the books were last exported."""
    sheets = office.sheets(settings.budget)
    if sheets.problem is not None:
        return None
    books = Books(
        ledgers=[office.sheets(name) for name in settings.ledgers], invoices=register.invoices, register=file,
        orders=orders.lines if orders is not None else (), order_book=book,
    )  # fmt: skip
    return standing(sheets, books, today.replace(day=1)).report


def keeper(facts: Facts, settings: Settings) -> Person | None:
    """Who keeps the invoices."""
    return facts.office.people.keeper(settings.keeper)


def history_of(facts: Facts, but: str) -> list[KnownInvoice]:
    """What is known before the invoices of a mail: the register's, and those of other mails that wait for a person."""
    waiting = [item for item in facts.of_kind(WAITING) if item.source.get("mark") != but]
    return [*facts.register.invoices, *(known for item in waiting if (known := known_of(item)) is not None)]


def known_of(item: Item) -> KnownInvoice | None:
    """The invoice of an item that waits, as `source_of` wrote it; None for one that cannot be read any more."""
    from officebot.core.invoices.storing import from_json

    stored = item.source.get("invoice")
    return from_json(stored) if isinstance(stored, Mapping) else None
