"""An office after a busy quarter: mails, items, proposals in a real ledger, meetings, an order book, a register of invoices.

Made from a seed by this file's own rules; what reports say of it can be counted without the code under test.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from officebot.core.agendas import CalendarObject, OfficeCalendar, Room
from officebot.core.facts import OfficeFacts
from officebot.core.mail import Address, MessageRef
from officebot.core.people import Contacts, People, Person
from officebot.core.proposals import Item
from officebot.core.reports.page import Reader
from officebot.core.reports.period import Kind, Period, last_complete
from officebot.core.reports.report import Report
from officebot.core.text import say
from officebot.core.workbooks.grids import Book, Grid
from officebot.core.workbooks.office import OfficeWorkbook
from officebot.core.workbooks.sheets import OfficeSheets
from officebot.core.workbooks.tables import find_tables
from officebot.core.worktime import WorkingTime
from officebot.duties.activity_report.observe import report_of
from officebot.duties.agenda import DUTY as AGENDA
from officebot.duties.budget import DUTY as BUDGET
from officebot.duties.deadlines import DUTY as DEADLINES
from officebot.duties.follow_up import DUTY as FOLLOW_UP
from officebot.duties.invoices import DUTY as INVOICES
from officebot.duties.mail_triage import DUTY as TRIAGE
from officebot.duties.orders import DUTY as ORDERS
from officebot.duties.stock import DUTY as STOCK
from officebot.engine.ledger import Ledger, items, mails, open_sqlite
from officebot.engine.ledger.mails import JUDGED, LISTED, SENT, Noted
from officebot.engine.ledger.schema import proposals
from officebot.engine.ledger.types import canonical
from officebot.engine.running.duties import EnabledDuty
from officebot.engine.running.office import OfficeReader

ZONE = ZoneInfo("Europe/Paris")
#: Tuesday 1 December 2026, half past seven: November is over, and so is its last whole week.
NOW = datetime(2026, 12, 1, 7, 30, tzinfo=ZONE)
NADIA = Person(
    name="Nadia Ferrand", address="nadia@office.example", circle="direction", responsibilities=("mailbox owner",)
)
ETIENNE = Person(name="Étienne Kerbrat", address="etienne@office.example", circle="direction", role="directeur")
RACHEL = Person(name="Rachel Ashworth", address="rachel@office.example", language="en", circle="direction")
KINDS = (
    "request",
    "question",
    "meeting",
    "order",
    "invoice",
    "information",
    "newsletter",
    "automatic",
    "complaint",
    "",
)
URGENCIES = ("now", "today", "week", "later", "none")
SUPPLIERS = ("Papeteries du Port", "Ouest Bureautique", "Sablières de l’Erdre", "Hartley & Sons <Ltd>", "Verre & Co")
SUBJECTS = ("Devis pour 40 vitraux", "Livraison du 12", "Question sur la facture", "Visite de l’atelier", "Broken panes",
            "Réunion du comité", "Price list 2027", "Bail commercial", "<b>Promo</b> & co", "Contrat d’entretien")  # fmt: skip
ORDER_HEADS = ("N° commande", "Ligne", "Fournisseur", "Référence", "Désignation", "Qté commandée", "Unité", "PU HT",
               "Commandé le", "Livraison demandée", "Livraison confirmée", "Qté confirmée", "Qté reçue", "Reçu le",
               "Statut")  # fmt: skip
INVOICE_HEADS = ("Reçue le", "N° facture", "Fournisseur", "Date de facture", "Échéance", "Montant HT", "TVA", "Montant TTC",
                 "Statut")  # fmt: skip
FACTS = OfficeFacts(
    name="Atelier Verrier SAS", people=People([NADIA, ETIENNE, RACHEL]), contacts=Contacts([]),
    working_time=WorkingTime(zone="Europe/Paris", hours={}, country="FR"), language="fr", account="desk",
)  # fmt: skip


@dataclass(slots=True)
class BusyOffice:
    """An office that can be read as duties do, and the books that lie in it."""

    reader: OfficeReader
    ledger: Ledger
    shelf: Shelf
    orders: list[list[Any]] = field(default_factory=list)
    invoices: list[list[Any]] = field(default_factory=list)

    def report(self, kind: Kind = "monthly", now: datetime = NOW, period: Period | None = None) -> Report:
        """The report of the last period of a kind that is over, or of this one."""
        return report_of(self.reader, period or last_complete(kind, now.date(), FACTS.working_time), now)


class Shelf:
    """Workbooks and calendars as they are handed to duties."""

    def __init__(self, books: Mapping[str, Book], calendars: Sequence[OfficeCalendar]) -> None:
        self.books, self.kept = books, calendars

    def workbook(self, name: str) -> OfficeWorkbook:
        book = self.books.get(name)
        if book is None:
            return OfficeWorkbook(
                name=name, file=name, problem=say("The settings name no workbook “{name}”.", name=name)
            )
        return OfficeWorkbook(name=name, file=book.name, sha256="ab" * 32, tables=find_tables(book).tables)

    def sheets(self, name: str) -> OfficeSheets:
        book = self.books.get(name)
        if book is None:
            return OfficeSheets(
                name=name, file=name, problem=say("The settings name no workbook “{name}”.", name=name)
            )
        return OfficeSheets(name=name, file=book.name, sha256="ab" * 32, book=book)

    def calendars(self, of: Collection[str] | None = None) -> Sequence[OfficeCalendar]:
        return self.kept

    def rooms(self) -> Sequence[Room]:
        return []


def enabled() -> dict[str, EnabledDuty]:
    """The duties that tell something for reports, with their plain settings."""
    duties = (TRIAGE, FOLLOW_UP, DEADLINES, AGENDA, STOCK, ORDERS, INVOICES, BUDGET)
    return {one.name: EnabledDuty(duty=one, settings=one.settings(), schedules=()) for one in duties}


@contextmanager
def busy_office(folder: Path, seed: int = 1, size: int = 400) -> Iterator[BusyOffice]:
    """The office of a seed, with about so many mails in ten weeks."""
    chance = random.Random(seed)
    ledger = open_sqlite(folder / f"ledger-{seed}.db")
    orders, invoices = order_rows(chance), invoice_rows(chance)
    books = {
        "orders": book("commandes.xlsx", "Commandes", [ORDER_HEADS, *orders]),
        "invoices": book("factures.xlsx", "Factures", [INVOICE_HEADS, *invoices]),
    }
    shelf = Shelf(books, [calendar_of(chance, ETIENNE), calendar_of(chance, RACHEL)])
    reader = OfficeReader(ledger, FACTS, folder, shelf, shelf)
    reader.duties = enabled()
    try:
        fill(ledger, chance, size)
        yield BusyOffice(reader=reader, ledger=ledger, shelf=shelf, orders=orders, invoices=invoices)
    finally:
        ledger.close()


def fill(ledger: Ledger, chance: random.Random, size: int) -> None:
    """Mails that came and were answered, what was noted of them, what was proposed."""
    with ledger.writing() as tx:
        noted = [_mail(number, chance) for number in range(1, size + 1)]
        answers = [
            _answer(one, number, chance) for number, one in enumerate(noted, size + 1) if chance.random() < 0.4
        ]
        numbers = mails.note(tx, [*noted, *answers], NOW)
        tx.execute(insert(proposals), [_proposal(n, chance, list(numbers.values())) for n in range(1, size // 2 + 2)])
    _items(ledger, chance)


def _mail(number: int, chance: random.Random) -> Noted:
    kind = chance.choice(KINDS)
    verdict: dict[str, Any] = {"kind": kind, "urgency": chance.choice(URGENCIES), "act": True} if kind else {}
    if chance.random() < 0.05:
        verdict["confidential"] = True
    state = LISTED if chance.random() < 0.015 else JUDGED
    return Noted(
        ref=MessageRef("desk", "INBOX", 1, number, f"f{number}"), received=_moment(chance),
        subject=f"{chance.choice(SUBJECTS)} ({number})", sender=Address("Paul", "paul@client.example"),
        message_id=f"<m{number}@client.example>", state=state, verdict=canonical(verdict) if verdict else None,
    )  # fmt: skip


def _answer(to: Noted, number: int, chance: random.Random) -> Noted:
    return Noted(
        ref=MessageRef("desk", "Sent", 1, number, f"s{number}"),
        received=to.received + timedelta(minutes=chance.randrange(3, 6000)), subject=f"Re: {to.subject}",
        sender=Address("Nadia", NADIA.address), message_id=f"<s{number}@office.example>", in_reply_to=to.message_id,
        state=SENT,
    )  # fmt: skip


def _moment(chance: random.Random) -> datetime:
    """An instant of the last ten weeks, mostly in working hours."""
    day = NOW.date() - timedelta(days=chance.randrange(0, 70))
    hour = chance.randrange(8, 19) if chance.random() < 0.9 else chance.randrange(0, 24)
    at = datetime.combine(day, time(hour, chance.randrange(60)), tzinfo=ZONE)
    return min(at, NOW - timedelta(minutes=5))


def _proposal(number: int, chance: random.Random, numbers: list[int]) -> dict[str, Any]:
    state = chance.choices(("done", "waiting", "rejected", "undone", "failed", "expired"), (70, 4, 8, 4, 3, 6))[0]
    made = _moment(chance)
    return {
        "id": number, "run_id": None, "mail_id": chance.choice(numbers) if chance.random() < 0.5 else None, "duty": "replies",
        "key": f"k{number}", "version": 1, "content": "c", "hash": "h", "state": state,
        "title": say("Answer “{subject}”", subject=chance.choice(SUBJECTS)).to_json(), "reason": {}, "reasons": [],
        "consequences": [], "ruling": {}, "approvals_needed": 1, "owner": "", "circle": "", "confidential": False,
        "amount": None, "created": made, "expires": None, "decided": made + timedelta(hours=2) if state == "done" else None,
        "decided_by": None, "because": None, "problem": None, "number_series": "",
    }  # fmt: skip


def _items(ledger: Ledger, chance: random.Random) -> None:
    """Deadlines, answers awaited, actions, stock and budget alerts, invoices held: noted, some of them closed since."""
    wanted = (("deadline", 40, ""), ("waiting-for", 18, ""), ("owed", 14, ""), ("action", 16, ""), ("stock", 6, "stock:article:"),
              ("budget", 4, "budget:"), ("invoice", 3, "invoices:"), ("call-back", 2, "invoices:"))  # fmt: skip
    for kind, most, begin in wanted:
        for number in range(chance.randrange(most // 2, most + 1)):
            due = NOW + timedelta(days=chance.randrange(-40, 20), hours=chance.randrange(10))
            item = Item(
                kind=kind, key=f"{begin}{number:03d}", title=f"{chance.choice(SUBJECTS)} n° {number}",
                due=due if begin == "" else None, circle="finance" if chance.random() < 0.08 else "",
                source={"alert": chance.choice(("late", "order") if kind == "stock" else ("over", "watch")),
                        "article": f"Verre {number} mm", "line": f"Fournitures {number}"},
            )  # fmt: skip
            with ledger.writing() as tx:
                items.put(tx, item, _moment(chance))
                if chance.random() < 0.5:
                    items.set_state(tx, kind, item.key, "closed", _moment(chance))


def order_rows(chance: random.Random) -> list[list[Any]]:
    """Lines of the order book: ordered, confirmed, received in part or wholly, late, cancelled."""
    rows: list[list[Any]] = []
    for number in range(chance.randrange(18, 45)):
        ordered = NOW.date() - timedelta(days=chance.randrange(1, 75))
        due = ordered + timedelta(days=chance.randrange(5, 40))
        quantity, state = chance.randrange(1, 60), chance.random()
        confirmed = due + timedelta(days=chance.randrange(0, 8)) if chance.random() < 0.6 else None
        came = quantity if state < 0.45 else chance.randrange(0, quantity) if state < 0.6 else 0
        received_on = min(due, NOW.date() - timedelta(days=1)) if came else None
        rows.append([
            f"BC-2026-{number // 3 + 1:04d}", number % 3 + 1, chance.choice(SUPPLIERS), f"REF-{number:03d}",
            f"Verre trempé {number} mm", quantity, "u", round(chance.uniform(0.5, 900), 2), ordered, due, confirmed,
            quantity if chance.random() < 0.2 else None, came, received_on, "annulée" if state > 0.95 else "en cours",
        ])  # fmt: skip
    return rows


def invoice_rows(chance: random.Random) -> list[list[Any]]:
    """Rows of the register."""
    rows: list[list[Any]] = []
    for number in range(chance.randrange(12, 40)):
        came = NOW.date() - timedelta(days=chance.randrange(0, 75))
        net = round(chance.uniform(20, 4000), 2)
        vat = round(net * 0.2, 2)
        rows.append([came, f"F{number:04d}", chance.choice(SUPPLIERS), came - timedelta(days=2), came + timedelta(days=30), net,
                     vat, round(net + vat, 2), chance.choice(("à payer", "payée"))])  # fmt: skip
    return rows


def book(name: str, sheet: str, rows: Sequence[Sequence[Any]]) -> Book:
    """A workbook with one sheet of these rows, as it would be read."""
    told = {number: [_cell(one) for one in row] for number, row in enumerate(rows, 1)}
    return Book(name=name, kind="xlsx", grids=(Grid(sheet=sheet, rows=told),))


def _cell(value: Any) -> Any:
    return float(value) if isinstance(value, int) else value


def calendar_of(chance: random.Random, person: Person) -> OfficeCalendar:
    """Meetings that happen once or each week, some cancelled, private, moved or alone."""
    texts = [_meeting(number, chance, person) for number in range(chance.randrange(8, 20))]
    objects = tuple(
        CalendarObject(calendar=person.local_part, href=f"{n}.ics", etag="1", text=text)
        for n, text in enumerate(texts)
    )
    return OfficeCalendar(name=person.local_part, person=person.address, objects=objects)


def _meeting(number: int, chance: random.Random, person: Person) -> str:
    day = NOW.date() - timedelta(days=chance.randrange(-12, 70))
    start = f"{day:%Y%m%d}T{chance.randrange(8, 18):02d}{chance.choice(('00', '30'))}00"
    lines = [f"UID:{number}-{person.local_part}@office", f"DTSTART;TZID=Europe/Paris:{start}", "DURATION:PT1H",
             f"SUMMARY:{chance.choice(SUBJECTS)}".replace(",", "\\,")]  # fmt: skip
    if chance.random() < 0.8:
        lines.append(f"ATTENDEE;CN={person.name}:mailto:{person.address}")
    if chance.random() < 0.1:
        lines.append("STATUS:CANCELLED")
    if chance.random() < 0.15:
        lines.append("CLASS:PRIVATE")
    repeated = chance.random()
    if repeated < 0.2:
        lines.append(f"RRULE:FREQ=WEEKLY;COUNT={chance.randrange(2, 12)}")
    elif repeated < 0.3:
        lines.append("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH")
    elif repeated < 0.35:
        lines.append("RRULE:FREQ=MONTHLY;COUNT=4")
    elif repeated < 0.4:
        lines.append(f"RRULE:FREQ=DAILY;UNTIL={day + timedelta(days=5):%Y%m%d}T220000Z")
    if 0.1 < repeated < 0.2:
        lines.append(f"EXDATE;TZID=Europe/Paris:{day + timedelta(days=7):%Y%m%d}T{start[9:]}")
    body = "\r\n".join(lines)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\n{body}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


def reader(language: str = "fr", name: str = "Étienne Kerbrat") -> Reader:
    """Who reads the report."""
    return Reader(name=name, language="fr" if language == "fr" else "en")


def day_of(told: date | datetime | None) -> date | None:
    """The day of a cell."""
    return told.date() if isinstance(told, datetime) else told
