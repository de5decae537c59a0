"""Looks at the order book, at the documents that came, and at what was noted: needs, offers asked for, reminders sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from officebot.core.budget.model import Report
from officebot.core.budget.standing import Books, standing
from officebot.core.facts import OfficeFacts
from officebot.core.invoices.arrived import INVOICE
from officebot.core.mail import Proof
from officebot.core.orders.fields import LINES
from officebot.core.orders.mapping import OrdersMap, find_orders
from officebot.core.orders.model import OrderBook
from officebot.core.orders.reading import read_orders
from officebot.core.orders.requests import LETTERS as QUOTE_LETTERS
from officebot.core.orders.requests import PLACES, letter_name
from officebot.core.people import Person
from officebot.core.proposals import Item
from officebot.core.stock.fields import ARTICLES, JOURNAL
from officebot.core.stock.mapping import StockMap, find_stock
from officebot.core.stock.model import Article
from officebot.core.stock.reading import read_stock
from officebot.core.text import LANGUAGES, Language, Text, as_language
from officebot.core.trade.letter import Papers
from officebot.core.workbooks.office import OfficeWorkbook
from officebot.core.workbooks.tables import Table
from officebot.duties.orders.made import ASKED_OF, ENTERED, KEY, REFUSED, REPLACED, STATES, Made
from officebot.duties.orders.recognise import LETTER, PAPERS
from officebot.duties.orders.settings import Settings
from officebot.letter_texts import letter_text
from officebot.sdk import Office, SeenMail, Trigger, refused

#: The kinds of the ledger's items: a reminder under way, an offer asked for, a difference that a person decides about,
#: something needed (as `officebot orders need` or a mail says), what the stock asks for, and an invoice that is entered
#: once whoever keeps invoices has been answered.
LATE, ASKED, DIFFERENCE, NEED, STOCK, CHARGE, ANNOUNCED = (
    "order-late", "quotation", "order-difference", "order-need", "stock", "order-charge", "order-goods",
)  # fmt: skip
#: How far back mails are looked through each morning, for answers.
LOOK_BACK = timedelta(days=60)
LETTERS = ("order_late_1", "order_late_2", "order_late_3", "order_difference", "order_sent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A mail that came, with its documents; `is_proven` where our own server vouches for its sender.

    `invoice` says how far whoever keeps invoices is with those of the mail: `ASKED_OF`, `ENTERED` or `REFUSED`; "" where
    nobody keeps them, or made anything of these. `goods` says in the same words what became of goods that are asked about
    with those of their day; "" where they are not, `ASKED_OF` while they wait.
    """

    mail: SeenMail
    papers: Papers
    is_proven: bool = False
    invoice: str = ""
    goods: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The orders on a day. `book` is None where the workbook could not be read or holds no orders."""

    office: OfficeFacts
    now: datetime
    today: date
    workbook: OfficeWorkbook
    found: OrdersMap
    book: OrderBook | None
    stock: OfficeWorkbook | None = None
    stock_map: StockMap | None = None
    events: Sequence[Event] = ()
    #: The mails that came since `LOOK_BACK`, for answers; only in the morning.
    mails: Sequence[SeenMail] = ()
    #: The numbers of those of them that speak of orders or goods, and on which no paper hangs.
    spoken: Collection[int] = ()
    items: Sequence[Item] = ()
    #: The articles of the stock, where there is one.
    articles: Sequence[Article] = ()
    #: What was proposed since `LOOK_BACK`.
    made: Made = field(default_factory=Made)
    #: The subjects of the mails that the office sent, by Message-ID.
    sent: Mapping[str, str] = field(default_factory=dict)
    #: What people rejected or took back: the titles by key.
    refused: Mapping[str, Text] = field(default_factory=dict)
    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    #: How the budget of the whole office stands; None where it keeps none, or it cannot be read.
    budget: Report | None = None
    is_morning: bool = False

    @property
    def language(self) -> Language:
        """The office's, in which its pages are written."""
        return as_language(self.office.language)

    @property
    def lines_table(self) -> Table | None:
        """The table of order lines."""
        sheet = self.found.parts.get(LINES)
        return sheet.of(self.workbook.tables) if sheet is not None else None

    @property
    def journal(self) -> Table | None:
        """The stock's table of movements."""
        sheet = self.stock_map.parts.get(JOURNAL) if self.stock_map is not None else None
        return sheet.of(self.stock.tables) if sheet is not None and self.stock is not None else None

    def of_kind(self, kind: str) -> list[Item]:
        """The open items of a kind."""
        return [item for item in self.items if item.kind == kind]


def observe(office: Office, trigger: Trigger, settings: Settings) -> Facts:
    """After mail: what came. By the clock or by hand: how the orders stand."""
    now = trigger.now
    today = office.facts.working_time.local(now).date()
    is_arrival = trigger.kind == "after mail"
    arrived = [mail for mail in office.arrived(trigger) if mail.state != "sent"] if is_arrival else []
    claimed = _claimed(office, arrived, now)
    if is_arrival and not claimed:
        return _nothing(office, now, today, settings)
    made = Made.of(office.proposals((*STATES, REPLACED), now - LOOK_BACK))
    seen = {mail.id for mail, _ in claimed}
    items = [
        item for kind in (LATE, ASKED, DIFFERENCE, NEED, STOCK, CHARGE, ANNOUNCED) for item in office.items(kind)
    ]
    goods = goods_of(items, made, today)
    claimed = [*_open(office, now, seen, made, items, goods, is_morning=not is_arrival), *claimed]
    invoices = _invoices(office, [mail for mail, _ in claimed], now, made, seen)
    workbook = office.workbook(settings.workbook)
    found = find_orders(workbook.tables, settings.chosen, settings.words)
    book = (
        read_orders(workbook.tables, found).with_contacts(office.facts.contacts.all) if LINES in found.parts else None
    )
    stock = office.workbook(settings.stock)
    stock_map = find_stock(stock.tables) if stock.problem is None else None
    soon = now + timedelta(days=1)
    return Facts(
        office=office.facts,
        now=now,
        today=today,
        workbook=workbook,
        found=found,
        book=book,
        stock=stock if stock.problem is None else None,
        stock_map=stock_map,
        events=[
            Event(
                mail=mail,
                papers=office.papers(mail),
                is_proven=is_proven,
                invoice=invoices.get(mail.id, ""),
                goods=goods.get(mail.mark, ""),
            )
            for mail, is_proven in claimed
        ]
        if book is not None
        else (),
        mails=() if is_arrival else office.mails(now - LOOK_BACK, soon),
        spoken=() if is_arrival else _spoken(office, now - LOOK_BACK, soon),
        articles=read_stock(stock.tables, stock_map, today).stock.articles
        if stock_map is not None and ARTICLES in stock_map.parts
        else (),
        sent={
            mail.message_id: mail.subject for mail in office.sent(now - LOOK_BACK, now + LOOK_BACK) if mail.message_id
        },
        made=made,
        items=items,
        refused=refused(office, KEY),
        texts={
            (language, name): letter_text(office, f"{language}/mail/{name}.txt")[0]
            for language in ("fr", "en")
            for name in LETTERS
        }
        | {
            (language, name): letter_text(office, name, PLACES)[0]
            for language in LANGUAGES
            for letter in QUOTE_LETTERS
            for name in (letter_name(language, letter),)
        },
        budget=_budget(office, settings, today, book, workbook.file),
        is_morning=not is_arrival,
    )


def _budget(office: Office, settings: Settings, today: date, book: OrderBook | None, file: str) -> Report | None:
    """How the budget stands, with all that is ordered."""
    sheets = office.sheets(settings.budget_workbook)
    if sheets.problem is not None or book is None:
        return None
    books = Books(ledgers=[office.sheets(name) for name in settings.ledgers], orders=book.lines, order_book=file)
    return standing(sheets, books, today.replace(day=1)).report


def _claimed(office: Office, arrived: Sequence[SeenMail], now: datetime) -> list[tuple[SeenMail, bool]]:
    """Those of the mails that may hold a document or be a supplier's, and are no fraud; whether their sender is proven."""
    if not arrived:
        return []
    since = min(mail.received for mail in arrived)
    proofs = {
        mail.id: claim.data.get("proof")
        for kind in (PAPERS, LETTER)
        for mail, claim in office.claims(kind, since, now + timedelta(days=1))
    }
    return [
        (mail, proofs[mail.id] == Proof.PASSED)
        for mail in arrived
        if mail.id in proofs and mail.verdict.get("kind") != "fraud"
    ]


def _spoken(office: Office, since: datetime, until: datetime) -> frozenset[int]:
    """The mails that speak of orders or goods by their words alone."""
    return frozenset(mail.id for mail, claim in office.claims(PAPERS, since, until) if not claim.data.get("files"))


def _open(
    office: Office,
    now: datetime,
    but: Collection[int],
    made: Made,
    items: Sequence[Item],
    goods: Mapping[str, str],
    *,
    is_morning: bool,
) -> list[tuple[SeenMail, bool]]:
    """The mails that are decided anew: their documents wait for a yes, or could not be entered, and the book may have
    changed since; or their invoice was decided about. In the morning also those of whose invoice nobody made anything."""
    held = {str(item.source.get("mark")) for item in items if item.kind == CHARGE}
    decided = {mark for mark in held if made.invoice_of(mark) in (ENTERED, REFUSED)}
    left = {mark for mark in held if not made.invoice_of(mark)} if is_morning else set()
    seen = {mark for mark, so_far in goods.items() if so_far in (ENTERED, REFUSED)}
    marks = made.open | decided | left | seen
    if not marks:
        return []
    mails = office.mails(now - LOOK_BACK, now + timedelta(days=1))
    return _claimed(office, [mail for mail in mails if mail.mark in marks and mail.id not in but], now)


def goods_of(items: Sequence[Item], made: Made, today: date) -> Mapping[str, str]:
    """By the mark of each mail whose goods are noted, what was said of them. The only ones of a day that is over are asked
    about by themselves, as those are whose list was refused."""
    noted = [item for item in items if item.kind == ANNOUNCED]
    of_days = Counter(str(item.source.get("day")) for item in noted if not item.source.get("seen"))
    found: dict[str, str] = {}
    for item in noted:
        day = str(item.source.get("day"))
        is_alone = of_days[day] == 1 and day < today.isoformat()
        is_refused = made.state(f"{KEY}came:{day}") in ("rejected", "undone")
        mark = str(item.source.get("mark"))
        found[mark] = ENTERED if item.source.get("seen") else REFUSED if is_alone or is_refused else ASKED_OF
    return found


def _invoices(
    office: Office, mails: Sequence[SeenMail], now: datetime, made: Made, new: Collection[int]
) -> Mapping[int, str]:
    """By the number of each mail on which an invoice may hang, how far whoever keeps invoices is with it (see `Event`).

    Of one that comes just now that is not known yet: it counts as asked about.
    """
    if not mails:
        return {}
    since = min(mail.received for mail in mails)
    claimed = {mail.id for mail, _ in office.claims(INVOICE, since, now + timedelta(days=1))}
    return {
        mail.id: ASKED_OF if mail.id in new else made.invoice_of(mail.mark) for mail in mails if mail.id in claimed
    }


def _nothing(office: Office, now: datetime, today: date, settings: Settings) -> Facts:
    empty = OfficeWorkbook(name=settings.workbook, file="")
    return Facts(office=office.facts, now=now, today=today, workbook=empty, found=OrdersMap({}), book=None)


def keeper(facts: Facts, settings: Settings) -> Person | None:
    """Who looks after orders."""
    return facts.office.people.keeper(settings.keeper)
