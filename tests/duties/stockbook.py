"""A French office's stock as a workbook: reckoned from a journal, with a chart, rules of looks, sparklines, a picture."""

from __future__ import annotations

import io
import random
import struct
import zlib
from datetime import date, datetime, time, timedelta
from pathlib import Path

import xlsxwriter

TODAY = date(2026, 11, 26)
HEADINGS = (
    "Référence", "Désignation", "Unité", "Stock actuel", "Stock mini", "Stock maxi", "Délai (jours)", "Conditionnement",
    "PU HT", "Fournisseur", "Valeur", "Tendance",
)  # fmt: skip
#: Key, label, unit, in stock, minimum, target, lead time, pack, price, supplier, mean use a day.
ARTICLES = (
    ("PAP-A4", "Papier A4 80 g", "ramette", 40, 20, 60, 3, 5, 4.10, "Bureau Nord", 2.0),
    ("STY-BL", "Stylo bleu", "pièce", 120, 30, 150, 4, 20, 0.62, "Bureau Nord", 1.5),
    ("CAR-NR", "Cartouche noire", "pièce", 3, 2, 6, 6, 1, 19.5, "Encre Directe", 0.3),
    ("CAF-1K", "Café en grains", "kg", 9, 4, 12, 7, 1, 13.8, "Torréfaction du Port", 0.6),
)
FIRST_ROW = 5


def french_stock(path: Path, *, seed: int = 7, today: date = TODAY) -> Path:
    """Write it, with a year of withdrawals drawn by the seed; the stock of each article is what `ARTICLES` says."""
    moves = _moves(random.Random(seed), today)
    book = xlsxwriter.Workbook(path)
    stock, journal = book.add_worksheet("Stock"), book.add_worksheet("Mouvements")
    bold, euro = book.add_format({"bold": True}), book.add_format({"num_format": '#,##0.00 "€"'})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    red = book.add_format({"bg_color": "#FFC7CE"})
    stock.write(0, 0, "Stock des fournitures", bold)
    last = FIRST_ROW + len(ARTICLES) - 1
    stock.add_table(
        FIRST_ROW - 2, 0, last - 1, 11, {"name": "Fournitures", "columns": [{"header": one} for one in HEADINGS]}
    )
    for number, one in enumerate(ARTICLES, FIRST_ROW):
        row = number - 1
        stock.write_row(row, 0, one[:3])
        sums = [
            f'SUMIFS(Mouvements!D:D,Mouvements!B:B,A{number},Mouvements!C:C,"{kind}")'
            for kind in ("Entrée", "Sortie")
        ]
        stock.write_formula(row, 3, f"={sums[0]}-{sums[1]}", None, one[3])
        stock.write_row(row, 4, one[4:8])
        stock.write_number(row, 8, one[8], euro)
        stock.write_string(row, 9, one[9])
        stock.write_formula(row, 10, f"=D{number}*I{number}", euro, round(one[3] * one[8], 2))
        stock.add_sparkline(row, 11, {"range": f"Stock!D{number}:F{number}", "type": "column"})
    stock.conditional_format(
        FIRST_ROW - 1, 3, last - 1, 3, {"type": "formula", "criteria": f"=$D{FIRST_ROW}<$E{FIRST_ROW}", "format": red}
    )
    columns = [{"header": one} for one in ("Date", "Référence", "Mouvement", "Quantité")]
    journal.add_table(0, 0, len(moves), 3, {"name": "Journal", "columns": columns})
    for row, (when, key, kind, quantity) in enumerate(moves, 1):
        journal.write_datetime(row, 0, datetime.combine(when, time()), day)
        journal.write_row(row, 1, [key, kind, quantity])
    chart = book.add_chart({"type": "column"})
    chart.add_series({"categories": f"=Stock!$B${FIRST_ROW}:$B${last}", "values": f"=Stock!$D${FIRST_ROW}:$D${last}"})
    stock.insert_chart("A15", chart)
    stock.insert_image("N1", "logo.png", {"image_data": io.BytesIO(_picture(80, 30))})
    book.close()
    return path


def _moves(rng: random.Random, today: date) -> list[tuple[date, str, str, int]]:
    found: list[tuple[date, str, str, int]] = []
    day = today - timedelta(days=360)
    begin = day
    while day < today:
        for one in ARTICLES if day.weekday() < 5 else ():
            if rng.random() < 0.5:
                found.append((day, one[0], "Sortie", max(1, round(2 * one[10] * rng.random()))))
        day += timedelta(days=1)
    taken = {one[0]: sum(move[3] for move in found if move[1] == one[0]) for one in ARTICLES}
    return [(begin, one[0], "Entrée", taken[one[0]] + one[3]) for one in ARTICLES] + found


def _picture(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + b"\x1e\x38\x64" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
