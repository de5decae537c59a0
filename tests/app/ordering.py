"""The sample office with a workbook of orders and a small stock, for tests of the whole."""

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

from officebot.app import App
from officebot.app.demo import serving
from officebot.engine.deciding.approvals import Actor
from officebot.testing.clock import VirtualClock
from tests.app.embedded import DESK, MORNING, Whole
from tests.app.offices import edit
from tests.app.sample import make_office

LINES = (
    "N° commande", "Ligne", "Fournisseur", "E-mail", "Référence", "Désignation", "Réf. fournisseur", "Qté commandée",
    "Unité", "PU HT", "Commandé le", "Livraison demandée", "Livraison confirmée", "Qté confirmée", "Prix confirmé",
    "Qté reçue", "Reçu le", "Qté facturée", "Statut", "Ligne budgétaire",
)  # fmt: skip
SUPPLIERS = (
    ("Papeteries du Port", "ventes@papeteries-port.example", "fr", "papier, stylo, classeur", ""),
    ("Ouest Bureautique", "ventes@ouest-bureautique.example", "fr", "papier, toner", "Order-X"),
    ("Hartley Paper Ltd", "sales@hartley-paper.example", "en", "papier, paper", "Peppol"),
)


def orders_workbook(path: Path, rows: tuple[tuple[Any, ...], ...] = ()) -> Path:
    """A workbook with a table of orders, one of suppliers and one of the budget, as an office would keep it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Commandes"
    sheet.append(LINES)
    for row in rows:
        sheet.append(row)
    firms = book.create_sheet("Fournisseurs")
    firms.append(("Fournisseur", "E-mail", "Langue", "Produits", "Format"))
    for firm in SUPPLIERS:
        firms.append(firm)
    budget = book.create_sheet("Budget")
    budget.append(("Code", "Libellé", "Prévu", "Réalisé"))
    budget.append(("606400", "Fournitures de bureau", 12000, 8400))
    book.save(path)
    return path


def stock_workbook(path: Path, on_hand: int = 3) -> Path:
    """A stock with one article that runs out, and its journal."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Stock"
    sheet.append(
        ("Référence", "Désignation", "Unité", "En stock", "Stock mini", "Stock cible", "Délai (jours)", "PU HT")
    )
    sheet.append(("PAP-A4-80", "Papier A4 80 g", "ramette", on_hand, 20, 60, 5, 4.20))
    journal = book.create_sheet("Mouvements")
    journal.append(("Date", "Référence", "Mouvement", "Quantité"))
    for day in range(2, 28, 3):
        journal.append((date(2026, 10, day), "PAP-A4-80", "Sortie", 6))
    book.save(path)
    return path


@dataclass(slots=True)
class Ordering(Whole):
    """The office, and what its workbooks say."""

    def writes(
        self, sender: str, subject: str, body: str, *, answers: str = "", attached: tuple[tuple[str, bytes], ...] = ()
    ) -> str:
        """A mail of a supplier or a colleague, with files; its Message-ID."""
        self.number += 1
        mail = EmailMessage()
        mail["Message-ID"] = identity = f"<o{self.number}@{sender.rpartition('@')[2].rstrip('>')}>"
        mail["From"], mail["To"], mail["Subject"] = sender, DESK, subject
        mail["Date"] = format_datetime(self.clock.now())
        if answers:
            mail["In-Reply-To"] = mail["References"] = answers
        mail.set_content(body)
        for name, data in attached:
            kind = "pdf" if name.endswith(".pdf") else "octet-stream"
            mail.add_attachment(data, maintype="application", subtype=kind, filename=name)
        self.servers.deliver(mail.as_bytes(), when=self.clock.now())
        return identity

    @property
    def folder(self) -> Path:
        """The office's folder."""
        return self.app.folder

    def rows(self, sheet: str = "Commandes", file: str = "Commandes.xlsx") -> list[dict[str, Any]]:
        """The rows of a sheet as it is now."""
        found = openpyxl.load_workbook(self.folder / file, data_only=True)[sheet]
        head, *rows = found.iter_rows(values_only=True)
        return [dict(zip(map(str, head), row, strict=True)) for row in rows if any(one is not None for one in row)]

    def proposals(self, *states: str) -> list[Any]:
        """What the duty proposed, in these states, the latest last."""
        return [one for one in self.app.office.proposals(states or ("waiting",)) if one.duty == "orders"]

    def waiting(self, words: str) -> Any:
        """The one proposal that waits and whose title holds these words."""
        found = [one for one in self.proposals() if words in one.title.render("fr")]
        assert len(found) == 1, [one.title.render("fr") for one in self.proposals()]
        return found[0]

    def says_yes(self, proposal: Any, who: str = "n.ferrand") -> str:
        """A person's yes; what they are told."""
        people = {"n.ferrand": DESK, "e.kerbrat": "e.kerbrat@atelier-verrier.example"}
        person = self.app.facts.people.at(people[who])
        assert person is not None
        answer = self.app.approve(Actor(person, person), proposal.id)
        return answer.said.render("fr")

    def takes_back(self, proposal: Any, who: str = DESK) -> None:
        """A person takes a proposal back."""
        person = self.app.facts.people.at(who)
        assert person is not None
        state, said = self.app.undo(Actor(person, person), proposal.id)
        assert state == "undone", said

    def sent_to(self, address: str) -> list[EmailMessage]:
        """The mails that reached an address, oldest first."""
        import email
        import email.policy

        return [
            email.message_from_bytes(one.raw, policy=email.policy.default)
            for one in self.servers.sent_mails()
            if address in one.recipients
        ]


def _known(contacts: Path) -> None:
    """Write the suppliers among the contacts, but those who stand there."""
    known = contacts.read_text("utf-8")
    rows = (
        f"supplier,{name},{address},{language},,,\n"
        for name, address, language, *_ in SUPPLIERS
        if address not in known
    )
    contacts.write_text(known + "".join(rows), "utf-8")


@contextmanager
def ordering(
    folder: Path,
    rows: tuple[tuple[Any, ...], ...] = (),
    at: datetime = MORNING,
    *,
    on_hand: int = 60,
    **settings: Any,
) -> Iterator[Ordering]:
    """The office at this time; `rows` are its order lines, `on_hand` what is left of its paper."""
    make_office(folder)
    orders_workbook(folder / "Commandes.xlsx", rows)
    stock_workbook(folder / "Stock.xlsx", on_hand)
    _known(folder / "contacts.csv")
    edit(
        folder,
        workbooks={
            "orders": {"path": "Commandes.xlsx", "write": True}, "stock": {"path": "Stock.xlsx", "write": True},
        },
        duties={
            "orders": {"enabled": True, **settings}, "stock": {"enabled": True, "tell": "none"},
            "follow_up": {"enabled": False}, "deadlines": {"enabled": False}, "replies": {"enabled": False},
        },
        mail={"hold_seconds": 0},
        policy=[
            {"action": "mail.send", "duty": "orders", "amount_over": 150, "then": "ask", "approvals": 2},
            {"action": "mail.send", "then": "ask"},
        ],
    )  # fmt: skip
    with serving(folder) as servers:
        clock = VirtualClock(at)
        with App(folder, clock=clock) as app:
            app.serve_with(servers)
            found = Ordering(app, servers, clock)
            found.turn(minutes=1)
            yield found
