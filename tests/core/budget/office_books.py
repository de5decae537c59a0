"""Ten budget workbooks as offices lay them out, made by code, each with what it truly plans; five are French."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter as letter

from tests.core.budget.sheets import ENGLISH, FRENCH

_CENT = Decimal("0.01")


@dataclass(slots=True)
class Made:
    """A workbook with its truth: what each line plans, month by month from `start`, and which lines are income."""

    name: str
    start: date = date(2026, 1, 1)
    lines: dict[str, list[Decimal]] = field(default_factory=dict)
    income: set[str] = field(default_factory=set)
    book: Any = field(default_factory=Workbook)
    chance: Random = field(default_factory=Random)

    def plan(self, label: str, *, size: int = 1, is_income: bool = False, months: int = 12) -> list[float]:
        """Amounts of a line, noted as its truth where they are twelve."""
        base = self.chance.randrange(40, 900) * size
        amounts = [round(base + self.chance.choice([0, 0, 1, 2.5, 0.4]) * base / 4, 2) for _ in range(months)]
        if months == 12:
            self.note(label, amounts, is_income=is_income)
        return amounts

    def note(self, label: str, amounts: Iterable[float], *, is_income: bool = False) -> None:
        """Note a line's truth."""
        self.lines[label] = [Decimal(str(one)).quantize(_CENT) for one in amounts]
        if is_income:
            self.income.add(label)

    def note_parts(self, label: str, parts: Sequence[float], months: int, *, is_income: bool = False) -> None:
        """Note a line whose amounts are for so many months each: evenly, the last month has what is left."""
        made: list[Decimal] = []
        for one in parts:
            whole = Decimal(str(one))
            share = (whole / months).quantize(_CENT, ROUND_HALF_UP)
            made += [*[share] * (months - 1), whole - share * (months - 1)]
        self.lines[label] = made
        if is_income:
            self.income.add(label)

    @property
    def total(self) -> Decimal:
        """What is planned: where there is income too, that less the costs."""
        has_both = 0 < len(self.income) < len(self.lines)
        signs = {label: 1 if label in self.income or not has_both else -1 for label in self.lines}
        return sum((signs[label] * sum(amounts) for label, amounts in self.lines.items()), Decimal())

    def content(self) -> bytes:
        """The workbook's bytes."""
        held = io.BytesIO()
        self.book.save(held)
        return held.getvalue()


def write(sheet: Any, row: int, values: Sequence[Any], column: int = 1, *, bold: bool = False) -> None:
    """Values into a row, from a column on."""
    for place, value in enumerate(values, column):
        if value is not None:
            sheet.cell(row, place, value).font = Font(bold=bold)


def added(*rows: Sequence[float]) -> list[float]:
    """What rows add up to, column by column."""
    return [round(sum(column), 2) for column in zip(*rows, strict=True)]


def sums(sheet: Any, row: int, columns: Iterable[int], first: int, last: int) -> None:
    """Formulas that add up the rows from first to last."""
    for column in columns:
        sheet.cell(row, column, f"=SUM({letter(column)}{first}:{letter(column)}{last})")


# ── five in French ────────────────────────────────────────────────────────────────────────────────────────


def subsidy_form(made: Made) -> None:
    """Charges left, produits right, by headings of accounts that are the sums of what stands below them."""
    sheet = made.book.active
    sheet.title = "Budget projet"
    write(sheet, 1, ["Association Les Passeurs", None, "Exercice 2026"])
    write(sheet, 2, ["Budget prévisionnel de l’action"])
    write(sheet, 4, ["CHARGES", "Montant en euros", "PRODUITS", "Montant en euros"], bold=True)
    sides = (
        (1, False, [("60 – Achats", ["Petit matériel", "Fournitures d’atelier"]),
                    ("61 – Services extérieurs", ["Location de salle", "Assurance"]),
                    ("64 – Charges de personnel", ["Rémunération des personnels", "Charges sociales"])]),
        (3, True, [("70 – Vente de produits finis", ["Billetterie"]),
                   ("74 – Subventions d’exploitation", ["Région", "Commune", "État"]),
                   ("75 – Autres produits de gestion", ["Cotisations"])]),
    )  # fmt: skip
    for column, is_income, groups in sides:
        row, whole = 5, 0.0
        for name, labels in groups:
            amounts = [made.chance.randrange(100, 4000) + 0.5 for _ in labels]
            write(sheet, row, [name, sum(amounts)], column, bold=True)
            for place, (label, amount) in enumerate(zip(labels, amounts, strict=True), row + 1):
                write(sheet, place, [label, amount], column)
                made.note_parts(label, [amount], 12, is_income=is_income)
            row += 1 + len(labels)
            whole += sum(amounts)
        write(sheet, 15, ["TOTAL DES PRODUITS" if is_income else "TOTAL DES CHARGES", whole], column, bold=True)


def cash_plan(made: Made) -> None:
    """Encaissements, décaissements, and balances carried along: sides that only the result tells."""
    sheet = made.book.active
    sheet.title = "Trésorerie 2026"
    write(sheet, 1, ["SARL Bois & Cie : plan de trésorerie 2026"])
    write(sheet, 3, [None, *[one.upper() for one in FRENCH], "TOTAL"])
    write(sheet, 4, ["Solde début de mois"])
    row, totals = 5, []
    sides = (
        ("Encaissements", ["Clients", "Acomptes", "Remboursement de TVA"]),
        ("Décaissements", ["Bois", "Salaires nets", "URSSAF", "Loyer", "Emprunt"]),
    )  # fmt: skip
    for title, labels in sides:
        write(sheet, row, [title], bold=True)
        rows = [made.plan(one, size=4 if title[0] == "E" else 1, is_income=title[0] == "E") for one in labels]
        for place, (label, amounts) in enumerate(zip(labels, rows, strict=True), row + 1):
            write(sheet, place, [label, *amounts, round(sum(amounts), 2)])
        row += len(labels) + 1
        totals.append(added(*rows))
        write(sheet, row, [f"Total {title.lower()}", *totals[-1], round(sum(totals[-1]), 2)], bold=True)
        row += 1
    left = [round(one - other, 2) for one, other in zip(*totals, strict=True)]
    write(sheet, row, ["Variation du mois", *left])
    held = [5_000.0]
    for one in left:
        held.append(round(held[-1] + one, 2))
    write(sheet, 4, held[:12], 2)
    write(sheet, row + 1, ["Solde fin de mois", *held[1:]])


def two_months_each(made: Made) -> None:
    """Columns of two months each, as fees are called for."""
    sheet = made.book.active
    sheet.title = "Appels 2026"
    write(sheet, 1, ["Budget 2026 de la crèche parentale"])
    pairs = ["Janv-févr", "Mars-avril", "Mai-juin", "Juil-août", "Sept-oct", "Nov-déc"]
    write(sheet, 3, ["Dépense", *pairs, "Total annuel"], bold=True)
    rows = []
    for row, label in enumerate(["Repas", "Couches", "Salaires", "Jeux", "Ménage"], 4):
        rows.append(made.plan(label, months=6))
        write(sheet, row, [label, *rows[-1], round(sum(rows[-1]), 2)])
        made.note_parts(label, rows[-1], 2)
    whole = added(*rows)
    write(sheet, 9, ["Total", *whole, round(sum(whole), 2)], bold=True)


def banners_and_checks(made: Made) -> None:
    """Names of groups in banners merged over the whole table, sums by formulas, and rows that check them."""
    sheet = made.book.active
    sheet.title = "BP"
    sheet.merge_cells("A1:O1")
    write(sheet, 1, ["Budget prévisionnel 2026 du musée"])
    write(sheet, 3, ["Réf.", "Nature", *FRENCH, "Année"])
    row, totals = 4, []
    groups = (
        ("EXPOSITIONS", ["Scénographie", "Transport d’œuvres", "Assurance clou à clou"]),
        ("BÂTIMENT", ["Gardiennage", "Climatisation"]), ("COMMUNICATION", ["Affiches", "Site internet"]),
    )  # fmt: skip
    for title, labels in groups:
        write(sheet, row, [title], bold=True)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=15)
        first = row + 1
        for place, label in enumerate(labels, first):
            write(
                sheet,
                place,
                [f"{title[0]}{place - first + 1:02}", label, *made.plan(label), f"=SUM(C{place}:N{place})"],
            )
        row = first + len(labels)
        write(sheet, row, [None, "Sous-total"])
        sums(sheet, row, range(3, 16), first, row - 1)
        totals.append(row)
        row += 2
    write(sheet, row, [None, "TOTAL GÉNÉRAL"])
    write(sheet, row + 1, [None, "Contrôle"])
    for column in range(3, 16):
        sheet.cell(row, column, "=" + "+".join(f"{letter(column)}{one}" for one in totals))
        parts = "-".join(f"{letter(column)}{one}" for one in totals)
        sheet.cell(row + 1, column, f"={letter(column)}{row}-{parts}")


def thousands_in_headings(made: Made) -> None:
    """Units in each heading, empty figures said in words, and what was spent a year before beside each line."""
    sheet = made.book.active
    sheet.title = "Budget DRH"
    write(sheet, 1, ["Direction des ressources humaines"])
    write(sheet, 2, ["Budget 2026"])
    heads = [f"{one} (k€)" for one in FRENCH]
    write(sheet, 4, ["Ligne budgétaire", "Réel 2025 (k€)", *heads, "Total 2026 (k€)", "Commentaire"])
    rows = []
    for row, label in enumerate(["Formation", "Recrutement", "Médecine du travail", "Restauration", "Mutuelle"], 5):
        amounts = [round(made.chance.randrange(5, 300) / 10, 1) for _ in FRENCH]
        if row == 6:
            amounts[7] = 0
        rows.append(amounts)
        shown = [one or "néant" for one in amounts]
        note = "selon contrat" if row == 7 else None
        write(sheet, row, [label, round(sum(amounts) * 0.9, 1), *shown, round(sum(amounts), 1), note])
        made.note(label, [one * 1000 for one in amounts])
    whole = added(*rows)
    write(sheet, 10, ["TOTAL", round(sum(whole) * 0.9, 1), *whole, round(sum(whole), 1)], bold=True)


# ── five in English ───────────────────────────────────────────────────────────────────────────────────────


def tables_by_category(made: Made) -> None:
    """Each category with headings and a subtotal of its own; the whole adds up the subtotals."""
    sheet = made.book.active
    sheet.title = "Annual budget"
    write(sheet, 1, ["ANNUAL BUDGET"])
    write(sheet, 2, ["Year", 2026])
    row, totals = 4, []
    categories = (
        ("Personnel", ["Wages", "Benefits"]), ("Operations", ["Supplies", "Maintenance", "Utilities"]),
        ("Outreach", ["Flyers", "Ads"]),
    )  # fmt: skip
    for title, labels in categories:
        write(sheet, row, [title.upper(), *[one.upper() for one in ENGLISH], "TOTAL"], bold=True)
        first = row + 1
        for place, label in enumerate(labels, first):
            write(sheet, place, [label, *made.plan(label), f"=SUM(B{place}:M{place})"])
        row = first + len(labels)
        write(sheet, row, ["Subtotal"])
        sums(sheet, row, range(2, 15), first, row - 1)
        totals.append(row)
        row += 2
    write(sheet, row, ["TOTAL EXPENSES"], bold=True)
    for column in range(2, 15):
        sheet.cell(row, column, "=" + "+".join(f"{letter(column)}{one}" for one in totals))


def planned_actual_and_apart(made: Made) -> None:
    """A sheet for what is planned, one for what was spent, one for how far apart these are."""
    labels = ["Salaries", "Office lease", "Gas", "Telephone", "Advertising"]
    plans = [made.plan(one) for one in labels]
    names = ("PLANNED EXPENSES", "ACTUAL EXPENSES", "EXPENSE VARIANCES")
    for place, name in enumerate(names):
        sheet = made.book.active if not place else made.book.create_sheet()
        sheet.title = name.title()
        write(sheet, 1, ["Cedar Ltd – detailed expense estimates 2026"])
        write(sheet, 3, [name, *ENGLISH, "YEAR"], bold=True)
        for row, (label, amounts) in enumerate(zip(labels, plans, strict=True), 4):
            spent = [round(one * 1.05, 2) for one in amounts[:5]] + [None] * 7
            apart = [round(one - other, 2) for one, other in zip(amounts[:5], spent[:5], strict=True)]
            write(sheet, row, [label, *(amounts, spent, apart)[place]])
            sheet.cell(row, 14, f"=SUM(B{row}:M{row})")
        write(sheet, 9, ["TOTAL"], bold=True)
        sums(sheet, 9, range(2, 15), 4, 8)


def phases(made: Made) -> None:
    """Columns of three months each that say which, beside what each line is worth in all."""
    sheet = made.book.active
    sheet.title = "Project"
    write(sheet, 1, ["Library refit, project budget"])
    write(sheet, 2, ["All amounts in GBP"])
    write(sheet, 4, ["Ref", "Work", "Jan-Mar 2026", "Apr-Jun 2026", "Jul-Sep 2026", "Oct-Dec 2026", "Whole project"])
    rows = []
    for row, label in enumerate(["Surveys", "Shelving", "Lighting", "Painting", "Removal"], 5):
        rows.append(made.plan(label, size=3, months=4))
        write(sheet, row, [f"W{row - 4}", label, *rows[-1], round(sum(rows[-1]), 2)])
        made.note_parts(label, rows[-1], 3)
    whole = added(*rows)
    write(sheet, 10, [None, "Project total", *whole, round(sum(whole), 2)], bold=True)


def cost_centres(made: Made) -> None:
    """A financial year of dates; holders beside the lines; what was moved, and what a line comes to then, behind."""
    made.start = date(2026, 4, 1)
    sheet = made.book.active
    sheet.title = "School budget"
    write(sheet, 1, ["Hill Academy", None, None, "Budget monitoring 2026/27"])
    days = [date(2026 + (month > 11), month % 12 + 1, 1) for month in range(3, 15)]
    write(sheet, 3, ["Cost centre", "Ledger code", "Description", "Budget holder", *days, "Full year", "Notes"])
    row, rows = 4, []
    centres = (
        ("Science", {"E19": "Lab stock", "E20": "Lab repairs"}), ("Sport", {"E21": "Kit", "E22": "Coaches"}),
        ("Site", {"E30": "Caretaking", "E31": "Grounds"}),
    )  # fmt: skip
    for centre, lines in centres:
        for code, label in lines.items():
            rows.append(made.plan(label))
            note = "term time only" if code == "E22" else None
            write(sheet, row, [centre, code, label, "P. Shah", *rows[-1], round(sum(rows[-1]), 2), note])
            row += 1
    whole = added(*rows)
    write(sheet, row, ["Grand total", None, None, None, *whole, round(sum(whole), 2)], bold=True)


def years_below_each_other(made: Made) -> None:
    """Two rows for each line, one for each year."""
    sheet = made.book.active
    sheet.title = "Compare"
    write(sheet, 1, ["Budget comparison"])
    write(sheet, 3, ["Line", "Year", *ENGLISH, "Total"])
    before, now = [], []
    for place, label in enumerate(["Rent", "Power", "Cleaning", "Insurance"]):
        now.append(made.plan(label))
        before.append([round(one * 0.96, 2) for one in now[-1]])
        for row, year, amounts in ((4 + 2 * place, 2025, before[-1]), (5 + 2 * place, 2026, now[-1])):
            write(sheet, row, [label if year == 2025 else None, year, *amounts, round(sum(amounts), 2)])
    for row, year, rows in ((12, 2025, before), (13, 2026, now)):
        whole = added(*rows)
        write(sheet, row, ["Total" if year == 2025 else None, year, *whole, round(sum(whole), 2)], bold=True)


SHAPES: Sequence[Callable[[Made], None]] = (
    subsidy_form, cash_plan, two_months_each, banners_and_checks, thousands_in_headings,
    tables_by_category, planned_actual_and_apart, phases, cost_centres, years_below_each_other,
)  # fmt: skip


def office_book(shape: Callable[[Made], None]) -> Made:
    """The workbook of a shape, the same each time."""
    made = Made(shape.__name__, chance=Random(shape.__name__))
    shape(made)
    return made
