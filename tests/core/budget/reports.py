"""Budgets and ledgers made at random, read as files are, with their cells for the second computation."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from officebot.connectors.second_reader import FileAgain, SecondReading
from officebot.core.budget.actuals import read_ledger
from officebot.core.budget.model import Budget, Report
from officebot.core.budget.trace import Basis, trace
from officebot.core.budget.variance import Question, report_with_basis
from officebot.core.figures import Figures
from officebot.core.workbooks.cells import Value
from tests.core.budget.sheets import FRENCH, grid, read

BUDGET, LEDGER, ORDERS = "budget.xlsx", "ledger.csv", "orders.csv"
_NAMES = (
    "Fournitures",
    "Énergie",
    "Loyer",
    "Téléphone",
    "Formation",
    "Publicité",
    "Entretien",
    "Logiciels",
    "Assurances",
)
_WHO = ("Bureau Plus", "Électricité du Sud", "Immo Centre", "Conseil & Fils")
_READ = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A report with all that it was made of, and its files' cells as they are read again."""

    budget: Budget
    report: Report
    before: Report
    basis: Basis
    figures: Figures
    second: SecondReading


def made(seed: int, lines: int = 0, month: int = 0, *, with_income: bool = False) -> Made:
    """A report of a random budget: groups, sums among the lines, credits, orders, two years of entries."""
    chance = random.Random(seed)
    rows, codes = _budget_rows(chance, lines or chance.randint(4, 9), with_income=with_income)
    ledger, orders = _ledger_rows(chance, codes, with_income=with_income), _order_rows(chance, codes)
    period = date(2026, month or chance.randint(2, 11), 1)
    budget = read(grid(rows), name=BUDGET)
    spent = read_ledger(LEDGER, {"": dict(enumerate(ledger, 1))})
    ordered = read_ledger(ORDERS, {"": dict(enumerate(orders, 1))})
    report, basis = report_with_basis(budget, spent, ordered, asked=Question(period=period))
    before, _ = report_with_basis(
        budget, spent, ordered, asked=Question(period=period.replace(month=period.month - 1))
    )
    second = SecondReading(
        files={
            BUDGET: again(BUDGET, rows, "Budget 2026"),
            LEDGER: again(LEDGER, ledger),
            ORDERS: again(ORDERS, orders),
        }
    )
    figures = trace(report, basis, second)
    return Made(budget=budget, report=report, before=before, basis=basis, figures=figures, second=second)


def again(name: str, rows: list[list[Value]], sheet: str = "") -> FileAgain:
    """A file's rows as a second reader gives them: words."""
    words = {
        number: [None if one is None or one == "" else str(one) for one in row] for number, row in enumerate(rows, 1)
    }
    return FileAgain(name=name, sha256=f"{len(rows):064x}", read_at=_READ, rows={sheet: words})


def _budget_rows(chance: random.Random, lines: int, *, with_income: bool) -> tuple[list[list[Value]], list[str]]:
    rows: list[list[Value]] = [["Code", "Libellé", *(f"{one} 2026" for one in FRENCH), "Total"]]
    codes: list[str] = []
    if with_income:
        codes.append("706000")
        rows.append(["706000", "Ventes", *_months(chance, 900_000), None])
    left = lines
    while left:
        own = min(left, chance.randint(1, 4))
        rows.append([None, f"Charges {len(rows)}"])
        first = len(rows)
        for _ in range(own):
            codes.append(str(606000 + 10 * len(codes)))
            name = f"{_NAMES[len(codes) % len(_NAMES)]} {len(codes)}"
            rows.append([codes[-1], name, *_months(chance, chance.choice((9_000, 90_000, 400_000)))])
        if chance.random() < 0.7:
            sums = [round(sum(float(str(row[place])) for row in rows[first:]), 2) for place in range(2, 14)]
            rows.append([None, "Sous-total", *sums])
        left -= own
    return rows, codes


def _months(chance: random.Random, most: int) -> list[Value]:
    return [chance.randint(0, most) / 100 for _ in range(12)]


def _ledger_rows(chance: random.Random, codes: list[str], *, with_income: bool) -> list[list[Value]]:
    rows: list[list[Value]] = [["Date", "Compte", "Libellé", "Fournisseur", "Pièce", "Débit", "Crédit"]]
    for number in range(chance.randint(60, 160)):
        day = date(2025, 1, 1) + timedelta(days=chance.randrange(690))
        code = chance.choice(codes)
        is_credit = (chance.random() < 0.08) is not (with_income and code == "706000")
        amount = _french(chance.randint(100, 300_000))
        both = ["", amount] if is_credit else [amount, ""]
        rows.append([f"{day:%d/%m/%Y}", code, f"Facture {number}", chance.choice(_WHO), f"F{number}", *both])
    return rows


def _order_rows(chance: random.Random, codes: list[str]) -> list[list[Value]]:
    rows: list[list[Value]] = [["Commande", "Date", "Code budgétaire", "Fournisseur", "Montant HT"]]
    for number in range(chance.randint(1, 6)):
        code = chance.choice([one for one in codes if one != "706000"])
        day = f"{chance.randint(1, 28):02}/{chance.randint(9, 12):02}/2026"
        rows.append([f"BC{number}", day, code, chance.choice(_WHO), _french(chance.randint(100, 90_000))])
    return rows


def _french(cents: int) -> str:
    return f"{Decimal(cents) / 100:.2f}".replace(".", ",")
