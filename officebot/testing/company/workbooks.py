"""The sample company's workbooks: its stock, its budget, its orders and its invoices, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from officebot.core.expressions import expression

#: What a workbook says of its making: always the same, so that the files are the same.
_MADE = datetime(2026, 11, 20, 17, 0)  # noqa: DTZ001 - a workbook's dates have no zone
_ZIP_DATE = (2026, 11, 20, 17, 0, 0)
_SAVED_AT = expression(rb"(<dcterms:modified\b[^<>]*>)[^<>]*(</dcterms:modified>)")

_HEADING = PatternFill("solid", fgColor="1F4E5F")
_ALARM = PatternFill("solid", bgColor="F8C9C4")
_SOON = PatternFill("solid", bgColor="FBE8B5")
_EUROS = '#,##0.00 "€"'
_WHOLE_EUROS = '#,##0 "€"'
_DAY = "dd/mm/yyyy"

_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")

_STOCK_COLUMNS = (
    "Référence", "Désignation", "Unité", "Emplacement", "Quantité", "Minimum",
    "Fournisseur", "Délai (jours)", "Prix HT", "Valeur HT", "À commander",
)  # fmt: skip
#: Reference, name, unit, place, quantity, minimum, supplier, days to deliver, price.
_STOCK: tuple[tuple[str, str, str, str, float, float, str, int, float], ...] = (
    ("MAT-001", "Sable extra-siliceux lavé séché", "t", "Silo 1", 9.4, 12, "Sablières de l'Erdre", 5, 114.70),
    ("MAT-002", "Carbonate de soude dense", "t", "Silo 2", 3.1, 4, "Soudes et Carbonates de l'Ouest", 8, 412.00),
    ("MAT-003", "Carbonate de potasse", "t", "Travée A1", 0.4, 0.5, "Soudes et Carbonates de l'Ouest", 15, 1890.00),
    ("MAT-004", "Borax", "t", "Travée A1", 0.6, 0.3, "Soudes et Carbonates de l'Ouest", 8, 1020.00),
    ("MAT-005", "Silice de haute pureté (export)", "t", "Travée A2", 2.2, 1.5, "Northgate Silica Ltd", 21, 386.00),
    ("MAT-006", "Oxyde de cobalt", "kg", "Armoire C", 1.8, 1, "Soudes et Carbonates de l'Ouest", 12, 74.50),
    ("MAT-007", "Oxyde de cuivre", "kg", "Armoire C", 6, 3, "Soudes et Carbonates de l'Ouest", 12, 31.20),
    ("MAT-008", "Sélénium", "kg", "Armoire C", 0.7, 1, "Soudes et Carbonates de l'Ouest", 20, 118.00),
    ("MAT-009", "Calcin blanc trié", "t", "Cour nord", 5.5, 2, "Sablières de l'Erdre", 5, 62.00),
    ("OUT-010", "Canne à souffler 140 cm", "pièce", "Atelier 1", 11, 6, "Moules et Outillages Fradin", 30, 148.00),
    ("OUT-011", "Pontil acier", "pièce", "Atelier 1", 9, 6, "Moules et Outillages Fradin", 30, 96.00),
    ("OUT-012", "Fers à bouteilles", "pièce", "Atelier 1", 5, 4, "Moules et Outillages Fradin", 25, 132.00),
    ("OUT-013", "Moule fonte Estuaire", "pièce", "Atelier 2", 2, 1, "Moules et Outillages Fradin", 40, 3150.00),
    ("OUT-014", "Mould 431 (jug 0.75)", "pièce", "Atelier 2", 0, 1, "Hartley Moulds Ltd", 25, 2450.30),
    ("OUT-015", "Meule diamantée 200 mm", "pièce", "Taille", 3, 4, "Moules et Outillages Fradin", 18, 265.00),
    ("OUT-016", "Bande abrasive grain 400", "pièce", "Taille", 42, 30, "Moules et Outillages Fradin", 10, 4.90),
    ("OUT-017", "Poudre de cérium", "kg", "Taille", 12, 8, "Northgate Silica Ltd", 21, 27.40),
    ("FOU-018", "Brûleur gaz 45 kW", "pièce", "Maintenance", 1, 2, "Thermofour Maintenance", 20, 1240.00),
    ("FOU-019", "Thermocouple de voûte type S", "pièce", "Maintenance", 2, 2, "Thermofour Maintenance", 14, 315.00),
    ("FOU-020", "Brique réfractaire 230 x 114", "pièce", "Cour nord", 180, 100, "Thermofour Maintenance", 25, 8.60),
    ("EMB-021", "Coffret carafe deux couleurs", "pièce", "Quai", 310, 500, "Cartonnages Bertho", 15, 1.84),
    ("EMB-022", "Étui photophore", "pièce", "Quai", 140, 400, "Cartonnages Bertho", 12, 0.72),
    ("EMB-023", "Caisse américaine 60 x 40", "pièce", "Quai", 620, 300, "Cartonnages Bertho", 8, 1.12),
    ("EMB-024", "Papier de soie 50 x 75", "ramette", "Quai", 26, 15, "Cartonnages Bertho", 8, 11.90),
    ("EMB-025", "Palette Europe", "pièce", "Quai", 48, 40, "Transports Guéguen", 3, 14.00),
    ("SEC-026", "Gants anti-chaleur taille 10", "paire", "Magasin", 4, 10, "Ouest Bureautique", 6, 32.50),
    ("SEC-027", "Lunettes de protection teintées", "pièce", "Magasin", 0, 12, "Ouest Bureautique", 6, 9.80),
    ("BUR-028", "Papier A4 80 g", "ramette", "Magasin", 7, 20, "Ouest Bureautique", 3, 4.35),
    ("BUR-029", "Toner noir OB-3391", "pièce", "Magasin", 1, 1, "Ouest Bureautique", 4, 78.00),
    ("BUR-030", "Café en grains", "kg", "Magasin", 0, 5, "Ouest Bureautique", 3, 14.20),
)

#: Line, owner, the year's budget, the share that falls in winter (0.5 is even), what October had drifted to.
_BUDGET: tuple[tuple[str, str, int, float, float], ...] = (
    ("Matières premières", "Malik Hamdani", 264_000, 0.50, 1.03),
    ("Gaz et électricité", "Malik Hamdani", 186_000, 0.57, 1.11),
    ("Emballages", "Malik Hamdani", 58_000, 0.60, 0.98),
    ("Transports", "Malik Hamdani", 71_000, 0.55, 1.04),
    ("Entretien des fours", "Malik Hamdani", 48_000, 0.50, 1.22),
    ("Outillage", "Malik Hamdani", 36_000, 0.50, 0.91),
    ("Salaires et charges", "Gwenaëlle Pichon", 1_842_000, 0.50, 1.00),
    ("Formation", "Gwenaëlle Pichon", 21_000, 0.45, 0.74),
    ("Salons et expositions", "Rachel Ashworth", 64_000, 0.62, 1.06),
    ("Déplacements", "Rachel Ashworth", 33_000, 0.50, 1.17),
    ("Traduction et catalogues", "Rachel Ashworth", 14_000, 0.52, 0.95),
    ("Honoraires", "Sophie Delmas", 42_000, 0.50, 1.09),
    ("Assurances", "Sophie Delmas", 39_000, 0.50, 1.00),
    ("Informatique", "Sophie Delmas", 27_000, 0.50, 1.05),
    ("Frais de bureau", "Nadia Ferrand", 12_000, 0.50, 0.88),
    ("Réceptions et visites", "Nadia Ferrand", 9_500, 0.58, 1.13),
)

_ORDER_COLUMNS = (
    "Commande", "Date", "Fournisseur", "Article", "Unité", "Commandé", "Prix HT", "Montant HT",
    "Livraison prévue", "Reçu", "Facture", "État",
)  # fmt: skip
#: Number, ordered on, supplier, article, unit, ordered, price, expected on, received, invoice.
_ORDERS = """\
BC-26-0371;2026-10-26;Sablières de l'Erdre;Sable extra-siliceux;t;14.2;114.70;2026-11-12;14.2;26-4410
BC-26-0372;2026-10-27;Ouest Bureautique;Papier A4 80 g;ramette;40;4.35;2026-10-30;40;OB-77120
BC-26-0374;2026-10-29;Thermofour Maintenance;Thermocouple de voûte;pièce;1;315.00;2026-11-10;1;TF-9021
BC-26-0375;2026-11-02;Cartonnages Bertho;Caisse américaine 60 x 40;pièce;600;1.12;2026-11-13;600;CB-5519
BC-26-0376;2026-11-02;Moules et Outillages Fradin;Moule fonte Loire;pièce;1;3400.00;2026-11-24;0;1093
BC-26-0379;2026-11-05;Northgate Silica Ltd;Silice de haute pureté;t;3;386.00;2026-11-20;2.2;
BC-26-0381;2026-11-09;Cartonnages Bertho;Étui photophore (C-6620);pièce;800;0.72;2026-11-25;0;
BC-26-0382;2026-11-10;Gaz de Loire;Contrôle du détendeur;forfait;1;420.00;2026-11-18;1;
BC-26-0383;2026-11-12;Shannon Freight;Cork, 6 palettes;palette;6;142.00;2026-11-24;0;
BC-26-0384;2026-11-13;Lingua Bridge Translation;Catalogue 2027, français-anglais;page;64;38.00;2026-12-04;0;
BC-26-0385;2026-11-16;Brightwell Exhibitions;Raccordement du stand H14;forfait;1;960.00;2027-01-19;0;
BC-26-0386;2026-11-17;Transports Guéguen;Paris, 5 palettes;palette;5;93.60;2026-11-19;5;TG-20261123-07
BC-26-0388;2026-11-19;Soudes et Carbonates de l'Ouest;Carbonate de soude dense;t;8;412.00;2026-11-27;0;
BC-26-0388;2026-11-19;Soudes et Carbonates de l'Ouest;Carbonate de potasse;t;0.5;1890.00;2026-12-04;0;
BC-26-0388;2026-11-19;Soudes et Carbonates de l'Ouest;Borax;t;0.3;1020.00;2026-11-27;0;
BC-26-0389;2026-11-20;Ouest Bureautique;Toner noir OB-3391;pièce;2;78.00;2026-11-25;0;
"""


_INVOICE_COLUMNS = (
    "Reçue le", "N° facture", "Fournisseur", "N° TVA", "Date facture", "Échéance", "Montant HT", "TVA", "Montant TTC",
    "À payer", "Devise", "N° commande", "Ligne budgétaire", "IBAN", "État", "Payée le", "Période", "Fichier", "Remarque",
)  # fmt: skip
#: Received on, number, supplier, issued on, due on, without VAT, VAT, order, budget line, paid on.
_INVOICES = """\
2026-10-12;26-4311;Sablières de l'Erdre;2026-10-09;2026-11-08;1628.74;325.75;BC-26-0358;Matières premières;2026-11-05
2026-10-15;OB-76880;Ouest Bureautique;2026-10-14;2026-11-13;174.00;34.80;BC-26-0361;Frais de bureau;2026-11-12
2026-10-28;CB-5466;Cartonnages Bertho;2026-10-27;2026-11-26;672.00;134.40;BC-26-0364;Emballages;
2026-11-03;OB-77120;Ouest Bureautique;2026-11-02;2026-12-02;174.00;34.80;BC-26-0372;Frais de bureau;
2026-11-13;TF-9021;Thermofour Maintenance;2026-11-12;2026-12-12;315.00;63.00;BC-26-0374;Entretien des fours;
2026-11-16;26-4410;Sablières de l'Erdre;2026-11-13;2026-12-13;1628.74;325.75;BC-26-0371;Matières premières;
2026-11-17;CB-5519;Cartonnages Bertho;2026-11-16;2026-12-16;672.00;134.40;BC-26-0375;Emballages;
"""


def write_workbooks(folder: Path) -> list[Path]:
    """The four workbooks, written into an existing folder: stock, budget, orders, invoices."""
    made = {
        "stock.xlsx": _stock(), "budget-2026.xlsx": _budget(), "commandes.xlsx": _orders(), "factures.xlsx": _invoices(),
    }  # fmt: skip
    for name, book in made.items():
        (folder / name).write_bytes(_bytes(book))
    return [folder / name for name in made]


def _stock() -> Workbook:
    book, sheet = _new("Stock", _STOCK_COLUMNS)
    last = len(_STOCK) + 1
    for line, (*told, supplier, days, price) in enumerate(_STOCK, 2):
        formulas = (f"=E{line}*I{line}", f'=IF(E{line}<F{line},F{line}*2-E{line},"")')
        _row(sheet, line, (*told, supplier, days, price, *formulas))
        for column in "IJ":
            sheet[f"{column}{line}"].number_format = _EUROS
    _row(sheet, last + 2, ("", "Valeur du stock", *[""] * 7, f"=SUM(J2:J{last})"))
    sheet[f"J{last + 2}"].number_format = _EUROS
    sheet[f"B{last + 2}"].font = sheet[f"J{last + 2}"].font = Font(bold=True)
    sheet.conditional_formatting.add(f"E2:E{last}", FormulaRule(formula=["$E2<$F2"], fill=_ALARM))
    sheet.conditional_formatting.add(f"E2:E{last}", FormulaRule(formula=["$E2<$F2*1.2"], fill=_SOON))
    _checked(sheet, f"E2:F{last}", "decimal", "0", "Une quantité ne peut pas être négative.")
    sheet.add_chart(_stock_chart(sheet, last), "M2")
    _widths(sheet, (12, 34, 9, 13, 10, 10, 32, 12, 12, 14, 13))
    return book


def _stock_chart(sheet: Any, last: int) -> BarChart:
    chart = BarChart()
    chart.type, chart.title, chart.height, chart.width = "bar", "Quantité et minimum", 16, 18
    chart.add_data(Reference(sheet, min_col=5, max_col=6, min_row=1, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=2, min_row=2, max_row=last))
    return chart


def _budget() -> Workbook:
    columns = ("Ligne", "Responsable", *_MONTHS, "Année")
    book, planned = _new("Budget", columns)
    actual, gap = book.create_sheet("Réalisé"), book.create_sheet("Écart")
    for sheet in (actual, gap):
        _head(sheet, columns)
    for line, (name, owner, year, winter, drift) in enumerate(_BUDGET, 2):
        months = _spread(year, winter)
        spent = [round(month * (1 + (drift - 1) * (number + 1) / 10)) for number, month in enumerate(months[:10])]
        _row(planned, line, (name, owner, *months, f"=SUM(C{line}:N{line})"))
        _row(actual, line, (name, owner, *spent, None, None, f"=SUM(C{line}:N{line})"))
        _row(gap, line, (name, owner, *_gaps(line), f"=SUM(C{line}:N{line})"))
    for sheet in (planned, actual, gap):
        _totals(sheet, len(_BUDGET) + 1)
    gap.conditional_formatting.add(
        f"C2:O{len(_BUDGET) + 1}", CellIsRule(operator="greaterThan", formula=["500"], fill=_ALARM)
    )
    gap.add_chart(_gap_chart(gap), "B21")
    return book


def _spread(year: int, winter: float) -> list[int]:
    """The year's amount by month, in whole euros that add up: the six cold months share the winter's part."""
    cold = (0, 1, 2, 9, 10, 11)
    months = [round(year * (winter if number in cold else 1 - winter) / 6) for number in range(12)]
    months[11] += year - sum(months)
    return months


def _gaps(line: int) -> list[str]:
    """Actual less planned, blank for a month that is not over."""
    letters = [get_column_letter(number) for number in range(3, 15)]
    return [f"=IF('Réalisé'!{at}{line}=\"\",\"\",'Réalisé'!{at}{line}-Budget!{at}{line})" for at in letters]


def _totals(sheet: Any, last: int) -> None:
    letters = [get_column_letter(number) for number in range(3, 16)]
    _row(sheet, last + 1, ("Total", "", *[f"=SUM({at}2:{at}{last})" for at in letters]))
    for row in sheet.iter_rows(min_row=2, max_row=last + 1, min_col=3, max_col=15):
        for cell in row:
            cell.number_format = _WHOLE_EUROS
    for cell in sheet[last + 1]:
        cell.font = Font(bold=True)
    _widths(sheet, (26, 19, *[11] * 12, 14))


def _gap_chart(sheet: Any) -> LineChart:
    chart = LineChart()
    total = len(_BUDGET) + 2
    chart.title, chart.height, chart.width = "Écart total par mois", 8, 22
    chart.add_data(Reference(sheet, min_col=3, max_col=14, min_row=total), from_rows=True, titles_from_data=False)
    chart.set_categories(Reference(sheet, min_col=3, max_col=14, min_row=1))
    return chart


def _orders() -> Workbook:
    book, sheet = _new("Commandes", _ORDER_COLUMNS)
    orders = [_order(line) for line in _ORDERS.splitlines()]
    last = len(orders) + 1
    for line, (*told, price, due, received, invoice) in enumerate(orders, 2):
        state = f'=IF(J{line}>=F{line},IF(K{line}="","Reçue","Facturée"),IF(J{line}>0,"Partielle","Attendue"))'
        _row(sheet, line, (*told, price, f"=F{line}*G{line}", due, received, invoice, state))
        for column, shape in (("B", _DAY), ("I", _DAY), ("G", _EUROS), ("H", _EUROS)):
            sheet[f"{column}{line}"].number_format = shape
    sheet.conditional_formatting.add(
        f"A2:L{last}", FormulaRule(formula=["AND($J2<$F2,$I2<DATE(2026,11,23))"], fill=_ALARM)
    )
    _checked(sheet, f"J2:J{last}", "decimal", "0", "Une quantité reçue ne peut pas être négative.")
    _widths(sheet, (13, 12, 32, 34, 10, 11, 12, 14, 16, 9, 17, 12))
    return book


def _order(line: str) -> tuple[object, ...]:
    """A line of the table above, with its dates and amounts."""
    number, day, supplier, article, unit, amount, price, due, received, invoice = line.split(";")
    dates = date.fromisoformat(day), date.fromisoformat(due)
    return number, dates[0], supplier, article, unit, float(amount), float(price), dates[1], float(received), invoice


def _invoices() -> Workbook:
    book, sheet = _new("Factures", _INVOICE_COLUMNS)
    lines = [line.split(";") for line in _INVOICES.splitlines()]
    for line, (came, number, supplier, issued, due, net, vat, order, budget, paid) in enumerate(lines, 2):
        dates = [date.fromisoformat(day) for day in (came, issued, due)]
        gross = round(float(net) + float(vat), 2)
        _row(
            sheet, line,
            (dates[0], number, supplier, "", dates[1], dates[2], float(net), float(vat), gross, gross, "EUR", order, budget,
             "", "Payée" if paid else "Saisie", date.fromisoformat(paid) if paid else "", f"{dates[1]:%Y-%m}"),
        )  # fmt: skip
        for column, shape in (*((one, _DAY) for one in "AEFP"), *((one, _EUROS) for one in "GHIJ")):
            sheet[f"{column}{line}"].number_format = shape
    sheet.conditional_formatting.add(
        f"A2:S{len(lines) + 1}", FormulaRule(formula=['AND($P2="",$F2<DATE(2026,11,30))'], fill=_SOON)
    )
    _widths(sheet, (12, 14, 30, 18, 12, 12, 12, 11, 12, 12, 8, 13, 22, 30, 10, 12, 10, 40, 30))
    return book


# ── how a workbook of the house looks ─────────────────────────────────────────────────────────────────────


def _new(title: str, columns: Sequence[str]) -> tuple[Workbook, Any]:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    _head(sheet, columns)
    return book, sheet


def _head(sheet: Any, columns: Sequence[str]) -> None:
    _row(sheet, 1, columns)
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEADING
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.freeze_panes = "C2"
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = "1:1"


def _row(sheet: Any, line: int, values: Sequence[object]) -> None:
    for number, value in enumerate(values, 1):
        if value is not None and value != "":
            sheet.cell(line, number, value)


def _widths(sheet: Any, widths: Sequence[int]) -> None:
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def _checked(sheet: Any, cells: str, kind: str, least: str, refusal: str) -> None:
    rule = DataValidation(type=kind, operator="greaterThanOrEqual", formula1=least, error=refusal)
    sheet.add_data_validation(rule)
    rule.add(cells)


def _bytes(book: Workbook) -> bytes:
    """The workbook as a file whose parts bear one fixed date, so that it is the same each time."""
    book.properties.creator = "Atelier Verrier SAS"
    book.properties.created = book.properties.modified = _MADE
    saved, fixed = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _with_fixed_date(content)
            new.writestr(zipfile.ZipInfo(name, _ZIP_DATE), content, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def _with_fixed_date(core: bytes) -> bytes:
    """The core properties without the moment of saving, which the library sets whatever one says.

    Where it declares the names of its fields depends on which XML library it found: on the root, or on each field.
    """
    made = _MADE.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return _SAVED_AT.sub(lambda found: found[1] + made + found[2], core)
