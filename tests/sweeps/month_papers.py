"""The papers of the month: the order book it is about, and what suppliers write about its lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl

from tests.core.invoices.samples import ubl_invoice

#: Who delivers: name, address, language, account, as in the sample's contacts.
SUPPLIERS = (
    ("Cartonnages Bertho", "commandes@cartonnages-bertho.example", "fr", "FR7615589228400641772814040"),
    ("Sablières de l'Erdre", "compta@sablieres-erdre.example", "fr", "FR7630003014470002041883728"),
    ("Moules et Outillages Fradin", "atelier@fradin-outillage.example", "fr", "FR7610278371810001120480177"),
    ("Ouest Bureautique", "ventes@ouest-bureautique.example", "fr", "FR7614706001197300451298873"),
)
_ARTICLES = ("Étui photophore", "Caisse américaine", "Sable lavé", "Moule fonte", "Papier A4 80 g", "Toner noir")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One line of the order book."""

    number: str
    supplier: tuple[str, str, str, str]
    article: str
    quantity: int
    price: Decimal
    on: date
    due: date
    received: int

    @property
    def firm(self) -> tuple[str, str, str]:
        """Who writes about it."""
        return self.supplier[:3]

    @property
    def amount(self) -> Decimal:
        """What it costs without tax."""
        return self.quantity * self.price


@dataclass(slots=True)
class Orders:
    """The month's orders, and which of them somebody has already written about."""

    all: list[Order]
    _told: dict[str, int] = field(default_factory=dict)

    def awaited(self) -> Order | None:
        """The next that nobody confirmed."""
        return self._next("awaited", [one for one in self.all if not one.received])

    def sent(self) -> Order | None:
        """The next that is delivered."""
        return self._next("sent", [one for one in self.all if not one.received])

    def charged(self) -> Order | None:
        """The next that came and was not charged."""
        return self._next("charged", [one for one in self.all if one.received])

    def _next(self, name: str, among: list[Order]) -> Order | None:
        place = self._told.get(name, 0)
        self._told[name] = place + 1
        return among[place] if place < len(among) else None


def month_orders(first: date) -> Orders:
    """Two hundred orders: half came before the month, half are awaited in it."""
    made: list[Order] = []
    for number in range(200):
        came = number % 2 == 0
        on = first - timedelta(days=20 - number % 12)
        due = first - timedelta(days=3) if came else first + timedelta(days=4 + number % 40)
        quantity = 10 + number % 37
        made.append(
            Order(number=f"BC-26-{1000 + number}", supplier=SUPPLIERS[number % 8 // 2], article=f"{_ARTICLES[number % 6]} "
                  f"n° {number}", quantity=quantity, price=Decimal(200 + 7 * (number % 41)) / 100, on=on, due=due,
                  received=quantity if came else 0)
        )  # fmt: skip
    return Orders(made)


def write_orders(path: Path, orders: Orders, first: date, written_for: date) -> None:
    """Put the orders below those of the sample's workbook, whose own dates are moved to the month."""
    book = openpyxl.load_workbook(path)
    sheet = book["Commandes"]
    for row in sheet.iter_rows(min_row=2, max_row=sheet.max_row):
        for cell in row:
            if hasattr(cell.value, "year"):
                cell.value = cell.value - (written_for - first)
    for line, one in enumerate(orders.all, sheet.max_row + 1):
        values = (one.number, one.on, one.supplier[0], one.article, "pièce", one.quantity, float(one.price),
                  f"=F{line}*G{line}", one.due, one.received, None, "Reçue" if one.received else "Attendue")  # fmt: skip
        for column, value in enumerate(values, 1):
            if value is not None:
                sheet.cell(line, column, value)
    book.save(path)


def confirmation_text(order: Order, when: date) -> str:
    """A supplier's confirmation in words."""
    return (
        f"Bonjour,\n\nNous confirmons votre commande {order.number} : {order.quantity} pièces {order.article} à "
        f"{str(order.price).replace('.', ',')} € HT. Livraison confirmée le {when:%d/%m/%Y}.\n\nCordialement,\n"
        f"{order.supplier[0]}"
    )


def delivery_text(order: Order, day: date) -> str:
    """A delivery note's page."""
    return (
        f"{order.supplier[0]}\nBON DE LIVRAISON\nCommande : {order.number}\nDate : {day:%d/%m/%Y}\n\n"
        f"Désignation   Quantité livrée\n{order.article}   {order.quantity}\n"
    )


def _sums(order: Order) -> tuple[Decimal, Decimal]:
    tax = (order.amount * Decimal("0.2")).quantize(Decimal("0.01"))
    return tax, order.amount + tax


def invoice_xml(order: Order, number: str, day: date, *, wrong: bool = False, account: str = "") -> str:
    """An invoice as data; `wrong` asks for a hundred euros more than its lines."""
    name, _, _, known = order.supplier
    tax, gross = _sums(order)
    payable = gross + (100 if wrong else 0)
    made = ubl_invoice(
        number=number, issued=str(day), due=str(day + timedelta(days=30)),
        lines=((str(order.quantity), str(order.price), str(order.amount), "20"),),
        totals={"net": str(order.amount), "vat": str(tax), "gross": str(gross), "payable": str(payable)},
    )  # fmt: skip
    first, last = made.index("<TaxSubtotal>"), made.rindex("</TaxSubtotal>") + len("</TaxSubtotal>")
    rate = (
        f'<TaxSubtotal><TaxableAmount currencyID="EUR">{order.amount}</TaxableAmount><TaxAmount currencyID="EUR">{tax}'
        "</TaxAmount><TaxCategory><ID>S</ID><Percent>20</Percent><TaxScheme><ID>VAT</ID></TaxScheme></TaxCategory></TaxSubtotal>"
    )
    made = made[:first] + rate + made[last:]
    changed = {"Papeterie Durand": name, "Article 1": order.article, "BC-2026-0042": order.number,
               "FR76 3000 6000 0112 3456 7890 189": account or known}  # fmt: skip
    for before, after in changed.items():
        made = made.replace(before, after)
    return made


def make_invoice_page(order: Order, number: str, day: date) -> str:
    """An invoice as a page."""
    tax, gross = _sums(order)

    def money(amount: Decimal) -> str:
        return f"{amount:.2f}".replace(".", ",") + " EUR"

    return (
        f"{order.supplier[0]}\nFACTURE\nFacture n° : {number}\nDate de facture : {day:%d/%m/%Y}\n"
        f"Date d'échéance : {day + timedelta(days=30):%d/%m/%Y}\nVotre commande : {order.number}\n\n"
        f"Désignation   Quantité   PU HT   Montant HT\n{order.article}   {order.quantity}   {money(order.price)}   "
        f"{money(order.amount)}\n\nTotal HT   {money(order.amount)}\nTVA 20 %   {money(tax)}\nTotal TTC   {money(gross)}\n"
        f"Net à payer   {money(gross)}\nIBAN : {order.supplier[3]}\n"
    )
