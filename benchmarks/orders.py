"""Documents of suppliers matched and followed in an order book of 10,000 open lines, beside difflib over all lines.

    python benchmarks/orders.py                    500 documents, the plain baseline for the first 20 of them
    python benchmarks/orders.py --documents 100    fewer
    python benchmarks/orders.py --orders 400       a smaller book: five lines an order
    python benchmarks/orders.py --orders 100 --lines 20 --suppliers 1    one supplier with 2,000 open lines

Half the documents are mails whose text is the confirmation, half mails with a UBL confirmation on them. Each is read from its
bytes as the service's worker does, matched, and followed to the cells that it changes. All figures are processor time in
this process. The book is read from an .xlsx, which the service does once a run, as it makes the matcher; both stand apart.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import SequenceMatcher
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import xlsxwriter

from benchmarks.common import percentile, table
from officebot.connectors.papers.apart import read_mail_papers
from officebot.connectors.workbooks.reading import read_book
from officebot.core.orders.following import cells, steps
from officebot.core.orders.mapping import find_orders
from officebot.core.orders.matching import Matcher
from officebot.core.orders.model import OrderBook, OrderLine
from officebot.core.orders.reading import read_orders
from officebot.core.trade.letter import Papers
from officebot.core.workbooks.tables import find_tables

_TODAY = date(2026, 11, 26)
_AT = datetime(2026, 11, 26, 9, tzinfo=UTC)
_GOODS = (
    "Papier A4", "Papier A3", "Stylo bille", "Classeur à levier", "Toner", "Chaise visiteur", "Lampe de bureau", "Écran",
    "Clavier", "Souris", "Cahier", "Enveloppe", "Marqueur", "Agrafeuse", "Corbeille", "Armoire basse", "Gant nitrile", "Câble",
)  # fmt: skip
_LOOKS = ("bleu", "noir", "rouge", "vert", "gris", "blanc", "jaune")
_HEADINGS = (
    "N° commande", "Ligne", "Fournisseur", "E-mail", "Référence", "Désignation", "Qté commandée", "Unité", "PU HT",
    "Commandé le", "Livraison demandée", "Livraison confirmée", "Qté confirmée", "Prix confirmé", "Qté reçue", "Statut",
)  # fmt: skip
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A mail made for the measurement, and the lines of the book that it confirms."""

    data: bytes
    keys: frozenset[tuple[str, int]]


def workbook(path: Path, orders: int, lines: int, suppliers: int, rng: random.Random) -> None:
    """Write the order book: so many lines an order, the orders shared out among the suppliers."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Commandes")
    sheet.write_row(0, 0, _HEADINGS)
    for number in range(orders):
        firm = number % suppliers
        for place in range(1, lines + 1):
            row = number * lines + place
            goods, look = rng.choice(_GOODS), rng.choice(_LOOKS)
            sheet.write_row(row, 0, [
                f"BC-2026-{number + 1:05}", place, f"Fournitures Maison{firm:03}", f"ventes@maison{firm:03}.example",
                f"R{rng.randrange(10**6):06}", f"{goods} {look} {rng.randrange(10, 99)} mm", rng.randrange(2, 90), "pièce",
                rng.randrange(100, 9000) / 100,
            ])  # fmt: skip
            sheet.write_datetime(row, 9, date(2026, 11, 20))
            sheet.write_datetime(row, 10, date(2026, 12, 10))
    book.close()


def book_of(path: Path) -> OrderBook:
    """The order book, as the duty reads it."""
    tables = find_tables(read_book(path, path.name)).tables
    return read_orders(tables, find_orders(tables))


def mails(book: OrderBook, count: int, rng: random.Random) -> Iterator[Made]:
    """Confirmations of orders of the book: text and UBL in turn."""
    orders: dict[str, list[OrderLine]] = {}
    for line in book.lines:
        orders.setdefault(line.order, []).append(line)
    for number, order in enumerate(rng.choices(sorted(orders), k=count)):
        lines = orders[order]
        mail = EmailMessage()
        mail["From"], mail["To"] = lines[0].address, "bureau@office.example"
        mail["Subject"], mail["Message-ID"] = f"Confirmation de la commande {order}", f"<{number}@made.example>"
        mail["Date"] = _AT
        if number % 2:
            mail.set_content("Bonjour,\n\nVous trouverez ci-joint notre confirmation.\n\nCordialement\n")
            mail.add_attachment(_ubl(order, number, lines), maintype="application", subtype="xml", filename="ar.xml")
        else:
            rows = "\n".join(f"- {line.quantity:f} {line.name} à {line.price:f} € HT" for line in lines)
            mail.set_content(
                f"Bonjour,\n\nNous confirmons votre commande {order} :\n\n{rows}\n\nLivraison le 10 décembre 2026.\n"
            )
        yield Made(data=mail.as_bytes(), keys=frozenset(line.key for line in lines))


def _ubl(order: str, number: int, lines: Sequence[OrderLine]) -> bytes:
    """An order response that accepts each line."""
    rows = "".join(
        f"<cac:OrderLine><cac:LineItem><cbc:ID>{line.line}</cbc:ID><cbc:LineStatusCode>5</cbc:LineStatusCode>"
        f'<cbc:Quantity unitCode="C62">{line.quantity:f}</cbc:Quantity><cac:Price><cbc:PriceAmount currencyID="EUR">'
        f"{line.price:f}</cbc:PriceAmount></cac:Price><cac:Item><cbc:Name>{line.name}</cbc:Name>"
        f"<cac:BuyersItemIdentification><cbc:ID>{line.article}</cbc:ID></cac:BuyersItemIdentification></cac:Item>"
        f"</cac:LineItem><cac:OrderLineReference><cbc:LineID>{line.line}</cbc:LineID></cac:OrderLineReference></cac:OrderLine>"
        for line in lines
    )
    space = "urn:oasis:names:specification:ubl:schema:xsd:"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><OrderResponse xmlns="{space}OrderResponse-2" '
        f'xmlns:cac="{space}CommonAggregateComponents-2" xmlns:cbc="{space}CommonBasicComponents-2">'
        f"<cbc:ID>AR-{number}</cbc:ID><cbc:IssueDate>2026-11-26</cbc:IssueDate>"
        f"<cbc:OrderResponseCode>AP</cbc:OrderResponseCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>"
        f"<cac:OrderReference><cbc:ID>{order}</cbc:ID></cac:OrderReference>{rows}</OrderResponse>"
    ).encode()


def timed(run: Callable[[], _Made]) -> tuple[_Made, float]:
    """What comes of it, and the milliseconds of processor time that it took."""
    began = time.process_time()
    made = run()
    return made, (time.process_time() - began) * 1000


def followed(matcher: Matcher, papers: Papers) -> frozenset[tuple[str, int]]:
    """The lines that stand by themselves, after what they change was written down as cells."""
    found = [matcher.match(one, papers.letter) for one in papers.documents]
    cells(steps(found, _TODAY), "fr")
    return frozenset(line.key for match in found for _, line in match.certain)


def by_difflib(book: OrderBook, papers: Papers) -> frozenset[tuple[str, int]]:
    """The plain way: for each line of a document the likest label of the whole book."""
    said = [line.label for one in papers.documents for line in one.lines if line.label]
    found = []
    for label in said:
        judge = SequenceMatcher(b=label, autojunk=False)

        def likeness(line: OrderLine, judge: SequenceMatcher[str] = judge) -> float:
            judge.set_seq1(line.name)
            return judge.ratio()

        found.append(max(book.lines, key=likeness).key)
    return frozenset(found)


def _row(name: str, times: Sequence[float], right: str = "", wrong: str = "") -> tuple[str, ...]:
    figures = (percentile(times, 0.5), percentile(times, 0.95), max(times))
    return (name, str(len(times)), *(f"{one:.1f}" for one in figures), right, wrong)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, default=500)
    options.add_argument("--orders", type=int, default=2000)
    options.add_argument("--lines", type=int, default=5, help="lines an order")
    options.add_argument("--suppliers", type=int, default=200)
    options.add_argument("--plain", type=int, default=20, help="documents for the baseline")
    chosen = options.parse_args()
    rng = random.Random(6)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Commandes.xlsx"
        workbook(path, chosen.orders, chosen.lines, chosen.suppliers, rng)
        book, reading = timed(lambda: book_of(path))
    matcher, building = timed(lambda: Matcher(book))
    made = list(mails(book, chosen.documents, rng))
    read: list[float] = []
    matched: list[float] = []
    wanted = right = wrong = 0
    papers = []
    for one in made:
        found, took = timed(partial(read_mail_papers, (one.data, _AT, "Atelier", False, "Europe/Paris")))
        papers.append(found)
        keys, more = timed(partial(followed, matcher, found))
        read.append(took)
        matched.append(more)
        wanted, right, wrong = wanted + len(one.keys), right + len(keys & one.keys), wrong + len(keys - one.keys)
    plain: list[float] = []
    plain_wanted = plain_right = plain_wrong = 0
    for one, found in list(zip(made, papers, strict=True))[: chosen.plain]:
        keys, took = timed(partial(by_difflib, book, found))
        plain.append(took)
        plain_wanted, plain_right = plain_wanted + len(one.keys), plain_right + len(keys & one.keys)
        plain_wrong += len(keys - one.keys)
    both = [one + other for one, other in zip(read, matched, strict=True)]
    rows = [
        ("CPU ms", "documents", "median", "p95", "max", "lines right", "lines wrong"),
        _row("mail read", read),
        _row("matched and followed", matched),
        _row("both", both, f"{right} of {wanted}", str(wrong)),
        _row("… those of text", both[::2]),
        _row("… those of UBL", both[1::2]),
        _row("difflib over all lines", plain, f"{plain_right} of {plain_wanted}", str(plain_wrong)),
    ]
    print(
        f"{len(book.lines)} open lines: workbook read in {reading:.0f} ms, matcher made in {building:.1f} ms (once a run)\n"
    )
    print(table(rows))


if __name__ == "__main__":
    main()
