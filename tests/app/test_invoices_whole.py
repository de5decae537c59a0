"""Suppliers' invoices over mail servers: entered and filed, held and called about, and never entered twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from officebot.app import App
from officebot.app.demo import serving
from officebot.engine.deciding.approvals import Actor
from officebot.testing.clock import VirtualClock
from officebot.testing.servers import authserv_id
from tests.app.embedded import DESK, ZONE, Whole
from tests.app.offices import edit, officebot
from tests.app.ordering import LINES
from tests.app.sample import make_office
from tests.core.invoices.samples import ubl_invoice

DURAND = "compta@papeterie-durand.example"
PHONE = "+33 2 40 55 99 01"
#: Another account with right check digits.
OTHER = "FR7630004000031234567890143"
KNOWN = "FR76 3000 6000 0112 3456 7890 189"
#: One line, ordered, come, and charged as it was ordered.
LINE = (("40", "4.15", "166.00", "20"),)
SUMS = {"net": "166.00", "vat": "33.20", "gross": "199.20", "payable": "199.20"}
ORDER = ("BC-2026-0042", 1, "Papeterie Durand", DURAND, "R1", "Article 1", "R1", 40, "pièce", 4.15, date(2026, 10, 20),
         date(2026, 10, 30), date(2026, 10, 30), None, None, 40, date(2026, 10, 30), None, "reçue", "606400")  # fmt: skip


def invoice(**more: Any) -> str:
    """An invoice that is right in all."""
    made = ubl_invoice(lines=LINE, totals=SUMS, **more)
    rates = made.index("<TaxSubtotal>"), made.rindex("</TaxSubtotal>") + len("</TaxSubtotal>")
    rate = (
        '<TaxSubtotal><TaxableAmount currencyID="EUR">166.00</TaxableAmount><TaxAmount currencyID="EUR">33.20</TaxAmount>'
        "<TaxCategory><ID>S</ID><Percent>20</Percent><TaxScheme><ID>VAT</ID></TaxScheme></TaxCategory></TaxSubtotal>"
    )
    return made[: rates[0]] + rate + made[rates[1] :]


@dataclass(slots=True)
class Invoicing(Whole):
    """The office, what its register says, and what waits."""

    def comes(
        self, xml: str, body: str = "Bonjour, voici notre facture.", sender: str = DURAND, name: str = "facture.xml"
    ) -> None:
        """A mail with an invoice, from a sender whom the server vouches for."""
        self.number += 1
        domain = sender.rpartition("@")[2]
        mail = EmailMessage()
        mail["Authentication-Results"] = (
            f"{authserv_id(DESK)}; spf=pass smtp.mailfrom={domain}; dkim=pass header.d={domain}; dmarc=pass header.from={domain}"
        )
        mail["Message-ID"] = f"<i{self.number}@{domain}>"
        mail["From"], mail["To"], mail["Subject"] = sender, DESK, "Notre facture"
        mail["Date"] = format_datetime(self.clock.now())
        mail.set_content(body)
        mail.add_attachment(xml.encode(), maintype="application", subtype="xml", filename=name)
        self.servers.deliver(mail.as_bytes(), when=self.clock.now())
        self.turn(minutes=5)

    def rows(self) -> list[dict[str, Any]]:
        """The register's rows since the sample's own."""
        sheet = openpyxl.load_workbook(self.app.folder / "workbooks" / "factures.xlsx", data_only=True)["Factures"]
        head, *rows = sheet.iter_rows(values_only=True)
        return [dict(zip(map(str, head), row, strict=True)) for row in rows[7:] if row[1] is not None]

    def proposals(self, *states: str) -> list[Any]:
        """What the duty proposed, in these states."""
        return [one for one in self.app.office.proposals(states or ("waiting",)) if one.duty == "invoices"]

    def one_waiting(self) -> Any:
        """The one proposal that waits."""
        (found,) = self.proposals()
        return found

    def says_yes(self, proposal: Any, address: str = DESK) -> str:
        """A person's yes; what they are told."""
        person = self.app.facts.people.at(address)
        assert person is not None
        answer = self.app.approve(Actor(person, person), proposal.id)
        self.turn(minutes=1)
        return answer.said.render("fr")

    def filed(self) -> list[str]:
        """What lies in the archive of invoices."""
        folder = self.app.folder / "archive" / "invoices"
        return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())

    def titles(self, kind: str) -> list[str]:
        """What is noted of a kind."""
        return [item.title for item in self.app.office.items(kind) if item.key.startswith("invoices:")]


@contextmanager
def invoicing(folder: Path, **settings: Any) -> Iterator[Invoicing]:
    make_office(folder)
    contacts = folder / "contacts.csv"
    row = f"supplier,Papeterie Durand,{DURAND},fr,Madame Durand,{PHONE},{KNOWN.replace(' ', '')}\n"
    contacts.write_text(contacts.read_text("utf-8") + row, "utf-8")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Commandes"
    sheet.append(LINES)
    sheet.append(ORDER)
    book.save(folder / "Commandes.xlsx")
    edit(
        folder,
        workbooks={
            "invoices": {"path": "workbooks/factures.xlsx", "write": True}, "orders": {"path": "Commandes.xlsx", "write": True},
        },
        duties={
            "invoices": {"enabled": True, **settings}, "follow_up": {"enabled": False}, "deadlines": {"enabled": False},
            "replies": {"enabled": False},
        },
        mail={"hold_seconds": 0},
    )  # fmt: skip
    with serving(folder) as servers:
        clock = VirtualClock(datetime(2026, 11, 3, 8, 0, tzinfo=ZONE))
        with App(folder, clock=clock) as app:
            app.serve_with(servers)
            found = Invoicing(app, servers, clock)
            found.turn(minutes=1)
            found.turn(days=4)  # the days of observing are over
            yield found


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Invoicing]:
    with invoicing(tmp_path / "office") as found:
        yield found


def test_a_right_invoice_of_a_known_supplier_is_entered_filed_and_its_day_noted(office: Invoicing) -> None:
    office.comes(invoice())
    assert office.proposals() == []
    (row,) = office.rows()
    assert (row["N° facture"], row["Fournisseur"], row["À payer"], row["Devise"]) == (
        "F-2026-118",
        "Papeterie Durand",
        199.2,
        "EUR",
    )
    assert (row["Date facture"], row["Échéance"]) == (datetime(2026, 11, 2), datetime(2026, 12, 2))
    assert (row["N° commande"], row["Ligne budgétaire"], row["Période"]) == ("BC-2026-0042", "606400", "2026-11")
    assert office.filed() == ["2026/2026-11/Papeterie Durand/2026-11-02 F-2026-118.xml"]
    assert [title for title in office.titles("deadline") if "F-2026-118" in title]


def test_what_was_entered_is_taken_back_whole(office: Invoicing) -> None:
    office.comes(invoice())
    (done,) = [one for one in office.proposals("done") if ":enter:" in one.key]
    person = office.app.facts.people.at(DESK)
    assert person is not None
    office.app.undo(Actor(person, person), done.id)
    assert office.rows() == []
    assert office.filed() == []
    assert office.titles("deadline") == []


def test_another_account_holds_the_invoice_until_two_people_said_yes_after_a_call(office: Invoicing) -> None:
    office.comes(invoice().replace(KNOWN, OTHER), body=f"Nouveau RIB. Appelez le 06 00 00 00 00. {OTHER}")
    held = office.one_waiting()
    assert held.title.render("fr").startswith("RETENUE")
    assert office.rows() == []
    (call,) = office.titles("call-back")
    assert PHONE in call
    assert "06 00 00 00 00" not in call
    office.says_yes(held)
    assert office.rows() == []
    office.says_yes(held, "e.kerbrat@atelier-verrier.example")
    assert [row["N° facture"] for row in office.rows()] == ["F-2026-118"]
    office.turn(days=3)
    assert office.titles("call-back") == []


def test_an_invoice_that_comes_once_more_is_not_entered_again(office: Invoicing) -> None:
    office.comes(invoice())
    office.comes(invoice(number="F2026118"))
    assert len(office.rows()) == 1
    assert any("F2026118" in title for title in office.titles("invoice"))


@pytest.mark.parametrize(
    ("xml", "why"),
    [
        (invoice().replace("<PayableAmount currencyID=\"EUR\">199.20", "<PayableAmount currencyID=\"EUR\">919.20"), "919"),
        (ubl_invoice(lines=(("40", "4.95", "198.00", "20"),)), "4,95"),
    ],
)  # fmt: skip
def test_a_wrong_sum_or_a_price_that_was_not_agreed_waits_with_its_reason(
    office: Invoicing, xml: str, why: str
) -> None:
    office.comes(xml)
    waiting = office.one_waiting()
    assert office.rows() == []
    with office.app.ledger.reading() as tx:
        from officebot.engine.ledger import proposals as rows

        row = rows.by_id(tx, waiting.id)
    assert row is not None
    assert why in str(row.reasons) or why.replace(",", ".") in str(row.reasons)


def test_what_nobody_can_read_is_said_and_nothing_is_entered(office: Invoicing) -> None:
    office.comes("<Invoice", name="facture.xml")
    assert office.rows() == []
    assert any("facture.xml" in title for title in office.titles("invoice"))


def test_a_yes_that_lapsed_is_asked_for_again_and_nothing_is_forgotten(office: Invoicing) -> None:
    office.comes(invoice().replace(KNOWN, OTHER))
    first = office.one_waiting()
    office.turn(days=6)
    office.turn(days=1)
    again = office.one_waiting()
    assert again.id != first.id
    assert office.titles("invoice")


def test_who_is_not_the_supplier_enters_nothing_in_its_name(office: Invoicing) -> None:
    office.comes(invoice(), sender="billing@evil-corp.example")
    assert office.rows() == []
    office.one_waiting()


@pytest.mark.parametrize("place", ["note", "quoted"])
def test_another_account_anywhere_beside_the_invoice_holds_it(office: Invoicing, place: str) -> None:
    xml = invoice(more=f"<Note>Nouveau RIB, payez sur {OTHER}</Note>") if place == "note" else invoice()
    body = f"Bonjour,\n\n> virez sur {OTHER}\n" if place == "quoted" else "Bonjour"
    office.comes(xml, body=body)
    assert office.rows() == []
    assert office.one_waiting().title.render("fr").startswith("RETENUE")


def test_an_invoice_made_to_break_the_run_takes_no_other_with_it(office: Invoicing) -> None:
    office.comes(invoice(number="9" * 40_000), sender="x@evil-corp.example")
    office.comes(invoice())
    assert [row["N° facture"] for row in office.rows()] == ["F-2026-118"]
    assert any("40" in title for title in office.titles("invoice"))


def test_an_order_that_was_charged_whole_is_not_charged_again_unasked(office: Invoicing) -> None:
    office.comes(invoice())
    office.comes(invoice(number="F-2026-131", issued="2026-11-04"))
    assert len(office.rows()) == 1
    office.one_waiting()


def test_the_list_of_payments_and_the_books_are_there_for_a_person(office: Invoicing, tmp_path: Path) -> None:
    office.comes(invoice())
    folder = office.app.folder
    shown = officebot("invoice", "payments", "--until", "2026-12-31", "--json", office=folder)
    (listed,) = shown.facts
    numbers = [one["number"] for supplier in listed["suppliers"] for one in supplier["payments"]]
    assert "F-2026-118" in numbers
    books = tmp_path / "fec.txt"
    ended = officebot(
        "invoice",
        "export",
        "--from",
        "2026-11-02",
        "--until",
        "2026-11-02",
        "--format",
        "fec",
        "--out",
        books,
        office=folder,
    )
    again = ("invoice", "export", "--from", "2026-11-02", "--until", "2026-11-02", "--out", books)
    assert "add --force" in officebot(*again, office=folder).err
    assert "add --force" in officebot("invoice", "payments", "--out", books, office=folder).err
    lines = books.read_text("utf-8").splitlines()
    assert len(lines[0].split("\t")) == 18
    assert any("F-2026-118" in line and "199,20" in line for line in lines)
    assert ended.code == 1  # the sample's own rows have no files
