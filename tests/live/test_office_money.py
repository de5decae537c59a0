"""A month of suppliers' mail over a real mailbox: the register and the budget right to the cent, what is wrong held."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from email.message import EmailMessage
from email.utils import format_datetime
from getpass import getuser
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import typst

from officebot.connectors.imap.account import ImapAccount
from officebot.connectors.imap.session import ImapSession
from officebot.testing.dovecot import DovecotUser, free_port
from tests.app.offices import Called, make_office, officebot
from tests.app.ordering import LINES
from tests.core.invoices.cases import french, grouped
from tests.core.invoices.samples import cii_invoice, ubl_invoice

pytestmark = pytest.mark.live

SERVER = "mail.office.example"
REGISTER = (
    "Reçue le", "N° facture", "Fournisseur", "N° TVA", "Date facture", "Échéance", "Montant HT", "TVA", "Montant TTC",
    "À payer", "Devise", "N° commande", "Ligne budgétaire", "IBAN", "État", "Payée le", "Période", "Fichier", "Remarque",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Firm:
    """A supplier as the office knows it."""

    name: str
    address: str
    vat: str
    iban: str
    phone: str


PAPER = Firm("Papeterie Durand", "compta@papeterie-durand.example", "FR 32 123456782", french(), "+33 2 40 55 99 01")
BOILER = Firm(
    "Thermo Ouest", "factures@thermo-ouest.example", "FR 40 303265045", french("10278", "03610"), "+33 2 51 55 70 12"
)
LORRY = Firm(
    "Transports Lebrun",
    "facturation@lebrun.example",
    "FR 83 404833048",
    french("14706", "00119"),
    "+33 2 97 55 31 08",
)
ANOTHER = french(account="00099988877")

PEOPLE = f"""name,address,role,language,circle,responsibilities,login
Ann Assistant,desk@office.example,assistant,en,direction,mailbox owner,{getuser()}
Sophie Delmas,sophie@office.example,finance,fr,direction,,
"""
#: Order, line, whose, what, how many, at what price, for which line of the budget; all of it has come.
ORDERS = (
    ("BC-2026-0042", PAPER, "Papier A4", 40, "4.15", "606400"),
    ("BC-2026-0043", BOILER, "Visite de la chaudière", 1, "480.00", "615600"),
    ("BC-2026-0044", LORRY, "Course Nantes", 6, "95.50", "624100"), ("BC-2026-0045", PAPER, "Fauteuil", 2, "310.00", "606400"),
    ("BC-2026-0046", BOILER, "Filtre", 10, "21.30", "615600"),
)  # fmt: skip
#: A line of the budget with what is planned each month, and what was spent in each until October.
PLAN = {
    "606400": ("Fournitures de bureau", "420.00", "395.40"), "615600": ("Maintenance", "610.00", "488.00"),
    "624100": ("Transports", "700.00", "981.25"), "613200": ("Locations", "1500.00", "1500.00"),
}  # fmt: skip
MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


def bill(firm: Firm, number: str, order: str, count: int, price: str, *, form: str = "ubl", **more: Any) -> str:
    """An invoice of one line at 20 %; `gross` as it should be unless it is told, `iban` the firm's unless it is."""
    net = count * Decimal(price)
    tax = (net / 5).quantize(Decimal("0.01"))
    sums = {
        "net": f"{net:.2f}",
        "vat": f"{tax:.2f}",
        "gross": f"{net + tax:.2f}",
        "payable": more.get("payable", f"{net + tax:.2f}"),
    }
    make = ubl_invoice if form == "ubl" else cii_invoice
    days = ("2026-11-12", "2026-12-12") if form == "ubl" else ("20261112", "20261212")
    lines = ((str(count), price, f"{net:.2f}", "20"),)
    xml = make(number=number, issued=days[0], due=days[1], lines=lines, totals=sums, **more.get("form_of", {}))
    # The samples name two rates; this one has one.
    xml = re.sub(r"<TaxSubtotal>(?:(?!</TaxSubtotal>).)*<Percent>5\.5</Percent>.*?</TaxSubtotal>", "", xml)
    xml = re.sub(r"<ApplicableTradeTax><CalculatedAmount>-0\.55.*?</ApplicableTradeTax>", "", xml)
    xml = xml.replace("190.69", sums["net"]).replace("38.14", sums["vat"])
    what = next(one[2] for one in ORDERS if one[0] == order)
    return (
        xml.replace("BC-2026-0042", order).replace("Article 1", what).replace("R1<", f"R{order[-2:]}<")
        .replace("Papeterie Durand", firm.name).replace("FR 32 123456782", firm.vat)
        .replace("FR76 3000 6000 0112 3456 7890 189", grouped(more.get("iban", firm.iban)))
    )  # fmt: skip


def page(firm: Firm, number: str, order: str, count: int, price: str) -> bytes:
    """The same as a page for people."""
    net = count * Decimal(price)
    vat = net / 5

    def shown(amount: Decimal) -> str:
        return f"{amount:,.2f} €".replace(",", " ").replace(".", ",")

    source = f"""
= {firm.name}
N° TVA : {firm.vat}

*Facture n° {number}* #h(1fr) Date de facture : 12/11/2026 \\
Votre commande : {order} \\
Client : Test Office

#table(columns: 4, [Désignation], [Qté], [PU HT], [Montant HT],
  [Course Nantes], [{count}], [{shown(Decimal(price))}], [{shown(net)}])

Total HT : {shown(net)} \\
TVA 20 % : {shown(vat)} \\
Total TTC : {shown(net + vat)} \\
Net à payer : {shown(net + vat)}

Échéance : 12/12/2026. Règlement par virement, IBAN {grouped(firm.iban)}
"""
    made: bytes = typst.compile(source.encode())
    return made


class Month:
    """The office with its three workbooks and its mailbox."""

    def __init__(self, folder: Path, user: DovecotUser) -> None:
        self.folder, self._number = folder, 0
        self.office = make_office(
            folder, user, smtp_port=free_port(),  # nothing is sent: what is to go out waits
            workbooks={
                "invoices": {"path": "Factures.xlsx", "write": True}, "orders": {"path": "Commandes.xlsx", "write": True},
                "budget": {"path": "Budget 2026.xlsx"}, "ledger": {"path": "Grand livre.xlsx"},
            },
            duties={
                "invoices": {
                    "enabled": True, "ledgers": ["ledger"], "accounts": {"by_budget": {one: one for one in PLAN}},
                },
                "orders": {"enabled": True, "ledgers": ["ledger"]}, "budget": {"enabled": True, "ledgers": ["ledger"]},
            },
            mail={"hold_seconds": 0, "accounts": {"desk": {"authserv_ids": [SERVER], "smtp": {"user": None, "password": None}}}},
        )  # fmt: skip
        (folder / "people.csv").write_text(PEOPLE, "utf-8")
        contacts = "".join(
            f"supplier,{one.name},{one.address},fr,,{one.phone},{one.iban}\n" for one in (PAPER, BOILER, LORRY)
        )
        (folder / "contacts.csv").write_text(
            "kind,name,addresses,language,form_of_address,phone,iban\n" + contacts, "utf-8"
        )
        self._workbooks()
        self._account = ImapAccount(name="desk", host=user.host, port=user.imap_port, security="none", user=user.user,
                                    password=user.password, address="desk@office.example")  # fmt: skip
        self.run("once")

    def _workbooks(self) -> None:
        book = openpyxl.Workbook()
        book.active.title = "Factures"
        book.active.append(REGISTER)
        book.save(self.folder / "Factures.xlsx")
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "Commandes"
        sheet.append(LINES)
        for number, firm, what, count, price, line in ORDERS:
            day = date(2026, 11, 3)
            code = f"R{number[-2:]}"
            sheet.append((number, 1, firm.name, firm.address, code, what, code, count, "pièce", float(price), date(2026, 10, 20),
                          day, day, None, None, count, day, None, "reçue", line))  # fmt: skip
        firms = book.create_sheet("Fournisseurs")
        firms.append(("Fournisseur", "E-mail", "Langue", "Produits", "Format"))
        for one in (PAPER, BOILER, LORRY):
            firms.append((one.name, one.address, "fr", "", ""))
        book.save(self.folder / "Commandes.xlsx")
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "Budget 2026"
        sheet.append(("Compte", "Ligne", *MONTHS, "Total"))
        for code, (name, planned, _) in PLAN.items():
            sheet.append((code, name, *[float(planned)] * 12, float(planned) * 12))
        book.save(self.folder / "Budget 2026.xlsx")
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append(("Date", "Compte", "Libellé", "Tiers", "Débit", "Crédit"))
        for month in range(1, 11):
            for code, (name, _, spent) in PLAN.items():
                sheet.append((date(2026, month, 15), code, name, "Divers", float(spent), None))
        book.save(self.folder / "Grand livre.xlsx")

    def run(self, *words: str, code: int = 0) -> Called:
        called = officebot(*words, office=self.office, seconds=300)
        assert called.code == code, called
        return called

    def comes(
        self, firm: Firm | None, content: str | bytes | None, *, words: str = "Bonjour, voici notre facture."
    ) -> None:
        """A mail, proven by our own server where it is a firm's."""
        self._number += 1
        address = firm.address if firm else "lea@client.example"
        domain = address.rpartition("@")[2]
        mail = EmailMessage()
        if firm:
            proofs = f"spf=pass smtp.mailfrom={domain}; dkim=pass header.d={domain}; dmarc=pass header.from={domain}"
            mail["Authentication-Results"] = f"{SERVER}; {proofs}"
        mail["Message-ID"] = f"<{self._number}@{domain}>"
        mail["From"], mail["To"], mail["Subject"] = (
            address,
            "desk@office.example",
            "Facture" if firm else "Une question",
        )
        mail["Date"] = format_datetime(datetime.now(UTC))
        mail.set_content(words)
        if content is not None:
            is_pdf = isinstance(content, bytes)
            data = content if isinstance(content, bytes) else content.encode()
            mail.add_attachment(data, maintype="application", subtype="pdf" if is_pdf else "xml",
                                filename=f"facture-{self._number}.{'pdf' if is_pdf else 'xml'}")  # fmt: skip
        with ImapSession(self._account) as session:
            session.append("INBOX", mail.as_bytes().replace(b"\n", b"\r\n"), (), when=datetime.now(UTC))

    def rows(self) -> dict[str, dict[str, Any]]:
        """The register's rows by the numbers of their invoices."""
        sheet = openpyxl.load_workbook(self.folder / "Factures.xlsx", data_only=True)["Factures"]
        head, *rows = sheet.iter_rows(values_only=True)
        return {str(row[1]): dict(zip(map(str, head), row, strict=True)) for row in rows if row[1] is not None}

    def waiting(self, duty: str) -> dict[int, str]:
        """What waits of a duty: its number, and all that a person is shown."""
        ids = [one["id"] for one in self.run("queue", "--json").facts if one["duty"] == duty]
        return {one: self.run("show", str(one)).out for one in ids}


@pytest.fixture
def month(tmp_path: Path, dovecot: DovecotUser) -> Month:
    return Month(tmp_path / "office", dovecot)


def test_a_month_of_invoices_is_right_to_the_cent_and_what_is_wrong_is_held_with_its_reason(month: Month) -> None:
    month.comes(PAPER, bill(PAPER, "F-2026-118", "BC-2026-0042", 40, "4.15"))
    month.comes(BOILER, bill(BOILER, "TO-771", "BC-2026-0043", 1, "480.00", form="cii"))
    month.comes(LORRY, page(LORRY, "L26-0917", "BC-2026-0044", 6, "95.50"))
    month.comes(None, None, words="Bonjour,\n\nà quelle heure ouvrez-vous lundi ?\n\nLéa")
    month.comes(
        PAPER, bill(PAPER, "F-2026-125", "BC-2026-0045", 2, "310.00", iban=ANOTHER), words="Notez notre nouveau RIB."
    )
    month.comes(
        PAPER, bill(PAPER, "F-2026-118", "BC-2026-0042", 40, "4.15", form="cii"), words="Pour rappel, notre facture."
    )
    month.comes(BOILER, bill(BOILER, "TO-780", "BC-2026-0046", 10, "21.30", payable="265.50"))
    month.comes(LORRY, "<Invoice", words="Voici la facture.")
    month.comes(LORRY, None, words="Bonjour,\n\nvotre chauffeur habituel change lundi.\n\nM. Lebrun")
    month.run("once")
    month.run("orders", "draft", "--supplier", LORRY.name, "--line", "Course Nantes=20@95.50", "--budget", "624100")
    held = month.waiting("invoices")
    by_number = {
        number: (one, told)
        for number in ("F-2026-118", "TO-771", "L26-0917", "F-2026-125", "TO-780")
        for one, told in held.items()
        if number in told
    }
    assert month.rows() == {}
    # Over its line of the budget: 12 × 700.00 planned, 10 × 981.25 spent, 6 × 95.50 with this invoice.
    assert "1,985.50" in by_number["L26-0917"][1]
    assert "HELD, call first" in by_number["F-2026-125"][1]
    assert "265.50" in by_number["TO-780"][1]
    [order] = [told for told in month.waiting("orders").values() if "Course Nantes" in told]
    assert "over the budget" in order
    for number in ("F-2026-118", "TO-771", "L26-0917"):
        month.run("approve", str(by_number[number][0]))
    month.run("once")
    rows = month.rows()
    told = {
        number: (row["Montant HT"], row["TVA"], row["À payer"], row["Ligne budgétaire"])
        for number, row in rows.items()
    }
    assert told == {
        "F-2026-118": (166, 33.2, 199.2, "606400"), "TO-771": (480, 96, 576, "615600"), "L26-0917": (573, 114.6, 687.6, "624100"),
    }  # fmt: skip
    books = month.folder / "novembre.txt"
    month.run(
        "invoice", "export", "--from", "2026-11-01", "--until", "2026-11-30", "--format", "fec", "--out", str(books)
    )
    ledgers = [word for one in (month.folder / "Grand livre.xlsx", books) for word in ("--actuals", str(one))]
    told = month.run(
        "budget", "report", str(month.folder / "Budget 2026.xlsx"), *ledgers, "--period", "2026-11", "--json"
    )
    [report] = told.facts
    assert {one["code"]: one["actual"] for one in report["lines"]} == {
        "606400": "166.00", "615600": "480.00", "624100": "573.00", "613200": "0.00",
    }  # fmt: skip
    assert report["totals"]["ytd"]["actual"] == "34865.50"
    out = month.folder / "report.docx"
    month.run(
        "budget", "report", str(month.folder / "Budget 2026.xlsx"), *ledgers, "--period", "2026-11", "--out", str(out)
    )
    assert out.read_bytes()[:2] == b"PK"
