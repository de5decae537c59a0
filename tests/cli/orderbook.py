"""A sample office with a workbook of orders on a day that stands still, for the commands about orders."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from click.testing import CliRunner

from officebot.app import App
from officebot.app.demo import CLOCK, make_office
from officebot.cli.root import officebot as root
from officebot.core.proposals import Item
from officebot.engine.ledger import items, marks
from tests.app.embedded import ZONE
from tests.app.offices import Called, edit
from tests.app.ordering import LINES, orders_workbook, stock_workbook

#: A Monday morning.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
PORT = ("Papeteries du Port", "ventes@papeteries-port.example")
OUEST = ("Ouest Bureautique", "ventes@ouest-bureautique.example")


def row(order: str, line: int, firm: tuple[str, str | None], article: tuple[str, str], quantity: Any, price: Any,
        **more: Any) -> tuple[Any, ...]:  # fmt: skip
    """A row of the book; `more` by heading, with _ for blanks."""
    said = {
        "N° commande": order, "Ligne": line, "Fournisseur": firm[0], "E-mail": firm[1], "Référence": article[0],
        "Désignation": article[1], "Qté commandée": quantity, "Unité": "pièce", "PU HT": price,
        **{name.replace("_", " "): value for name, value in more.items()},
    }  # fmt: skip
    return tuple(said.get(heading) for heading in LINES)


ROWS = (
    row("BC-2026-001", 1, PORT, ("STY-BL", "Stylo bleu"), 100, 0.35, Commandé_le=date(2026, 10, 1),
        Livraison_demandée=date(2026, 10, 9), Qté_reçue=100, Reçu_le=date(2026, 10, 13), Prix_confirmé=0.35),
    row("BC-2026-002", 1, PORT, ("CLA-A4", "Classeur A4"), 20, 2.10, Commandé_le=date(2026, 11, 2),
        Livraison_demandée=date(2026, 11, 18), Ligne_budgétaire="606400", **{"Réf._fournisseur": "P-77"}),
    row("BC-2026-002", 2, PORT, ("TON-26A", "Toner noir 26A"), 4, 61.00, Commandé_le=date(2026, 11, 2),
        Livraison_demandée=date(2026, 11, 18), Livraison_confirmée=date(2026, 12, 1), Qté_reçue=1),
    row("BC-2026-003", 1, OUEST, ("TON-26A", "Toner noir 26A"), 2, 59.00, Commandé_le=date(2026, 11, 12),
        Livraison_demandée=date(2026, 11, 20)),
)  # fmt: skip


def make(folder: Path, rows: tuple[tuple[Any, ...], ...] = ROWS, **settings: Any) -> Path:
    """The office in this folder, at `NOW`; nobody has read its mail yet."""
    make_office(folder)
    orders_workbook(folder / "Commandes.xlsx", rows)
    stock_workbook(folder / "Stock.xlsx")
    edit(
        folder,
        workbooks={"orders": {"path": "Commandes.xlsx", "write": True}, "stock": {"path": "Stock.xlsx"}},
        duties={"orders": {"enabled": True, **settings}},
        policy=[
            {"action": "mail.send", "duty": "orders", "amount_over": 150, "then": "ask", "approvals": 2},
            {"action": "mail.send", "then": "ask"},
        ],
    )
    with App(folder) as app, app.ledger.writing() as tx:
        marks.put(tx, CLOCK, NOW.isoformat(), NOW)
    return folder


def orders(*words: str | Path, office: Path, lang: str = "en") -> Called:
    """Call `officebot orders …` on this office."""
    said = ["--office", str(office), "orders", *map(str, words)]
    ended = CliRunner(env={"LANGUAGE": lang}).invoke(root, said, prog_name="officebot")
    return Called(ended.exit_code, ended.stdout, ended.stderr)


def notes(office: Path, *noted: Item) -> None:
    """Items that a duty noted."""
    with App(office) as app, app.ledger.writing() as tx:
        for item in noted:
            items.put(tx, item, NOW)


def items_of(office: Path, kind: str) -> list[Item]:
    """The open items of a kind."""
    with App(office) as app:
        return list(app.office.items(kind))


def journalled(office: Path, what: str) -> list[tuple[str, str]]:
    """Who did so, and to what."""
    from sqlalchemy import select

    from officebot.engine.ledger.schema import journal

    with App(office) as app, app.ledger.reading() as tx:
        found = tx.execute(select(journal).where(journal.c.what == what))
        return [(one.who, one.subject) for one in found]


def change(office: Path, sheet: str, cell: str, value: Any, file: str = "Commandes.xlsx") -> None:
    """A person writes something else into a workbook."""
    path = office / file
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)
