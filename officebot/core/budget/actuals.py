"""What was spent or ordered, out of ledgers and lists: each row an entry with its cell; what cannot be read is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from officebot.core.budget.headings import read_heading
from officebot.core.budget.model import Entry, Source
from officebot.core.problems import Problem
from officebot.core.text import Text, counted, plain, say
from officebot.core.workbooks.cells import Area, Value, column_name
from officebot.core.workbooks.days import Order, order_of, read_day
from officebot.core.workbooks.meanings import columns_meaning
from officebot.core.workbooks.numbers import CURRENCIES, Amount, Mark, decimal_of, mark_of, read_number
from officebot.core.workbooks.tables import Column, Table
from officebot.core.workbooks.words import is_total

#: field → what its column is called; the names of the French file of entries (FEC) stand with them.
WORDS: Mapping[str, tuple[str, ...]] = {
    "date": (
        "EcritureDate", "Date", "Date comptable", "Date d'écriture", "Date écriture", "Posting date", "Transaction date",
        "Date facture", "Date de facture", "Invoice date", "Jour", "Date pièce", "Entry date", "Date opération", "Mois",
        "Month", "Période", "Period", "Date de commande", "Order date", "Date commande", "Date d'engagement", "Ordered on",
    ),
    "expected": (
        "Livraison prévue", "Date prévue", "Échéance prévue", "Expected", "Expected date", "Due", "Due date", "Échéance",
        "Delivery date", "Date de livraison", "Mois prévu", "Expected month", "Facturation prévue",
    ),
    "budget_code": (
        "Code budgétaire", "Budget code", "Ligne budgétaire", "Budget line", "Poste budgétaire", "Poste", "Imputation",
        "Imputation budgétaire", "Line",
    ),
    "account": (
        "CompteNum", "Compte", "N° compte", "N° de compte", "Compte général", "Account", "Account code", "Account no",
        "Account number",
        "N/C", "A/C", "Acct", "GL", "GL code", "GL account", "Nominal code", "Nominal", "Code",
        "Numéro de compte", "Compte comptable",
    ),
    "account_label": (
        "CompteLib", "Intitulé du compte", "Libellé du compte", "Libellé compte", "Account name", "Intitulé",
        "Catégorie", "Category",
    ),
    "label": (
        "EcritureLib", "Libellé", "Libellé écriture", "Libellé de l'écriture", "Description", "Details", "Narrative", "Memo",
        "Objet", "Désignation", "Label", "Text", "Article", "Item",
    ),
    "supplier": (
        "CompAuxLib", "Fournisseur", "Tiers", "Nom du tiers", "Supplier", "Vendor", "Payee", "Nom fournisseur", "Supplier name",
        "Counterparty",
    ),
    "debit": ("Debit", "Débit", "Montant débit", "Dr", "Debit amount", "Débit (€)"),
    "credit": ("Credit", "Crédit", "Montant crédit", "Cr", "Credit amount", "Crédit (€)"),
    "open": (
        "Reste à facturer", "Reste à recevoir", "Remaining", "Open amount", "Outstanding", "Reste engagé", "Reste",
        "Solde engagé",
    ),
    "amount": (
        "Montant HT", "Montant", "Amount", "Net amount", "Montant net", "Net", "Value", "Total HT", "Montant engagé", "Committed",
        "Committed amount", "Engagé", "Amount EUR", "Montant EUR", "Montant (€)", "Total",
    ),
    "invoiced": ("Déjà facturé", "Facturé", "Invoiced", "Invoiced amount", "Montant facturé"),
    "side": ("Sens", "D/C", "DC", "Debit/Credit", "Dr/Cr", "Débit/Crédit"),
    "piece": (
        "PieceRef", "Pièce", "N° pièce", "N° de pièce", "N° facture", "Facture", "Invoice", "Invoice no", "Document", "Voucher",
        "Reference", "Réf", "Référence", "Ref", "Commande", "N° commande", "Order", "PO", "PO number", "Order no", "EcritureNum",
    ),
    "quantity": ("Quantité", "Qté", "Qty", "Quantity"),
    "currency": ("Devise", "Idevise", "Currency", "Monnaie"),
    "group": (
        "Service", "Département", "Department", "Section", "Section analytique", "Centre de coût", "Cost centre", "Cost center",
        "Direction", "Analytique", "Groupe", "Group", "Team",
    ),
    "status": ("Statut", "État", "Status", "State"),
    "piece_date": ("PieceDate", "ValidDate", "DateLet", "Date de valeur", "Value date"),
}  # fmt: skip
_HEADINGS_WITHIN = 40
_ACCOUNT = re.compile(r"\d{3,10}(?:\.0)?|[A-Z]{0,3}\d{1,6}(?:[-./]\d{1,6}){0,3}")
_CREDIT_SIDES = frozenset(("c", "cr", "credit", "crédit", "h"))
_OFF = frozenset(("annule", "annulee", "cancelled", "canceled", "refuse", "refusee", "rejected", "abandonne"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What a file tells. `is_balanced` where each amount stands on two accounts, as in a whole ledger."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()
    is_balanced: bool = False


def read_ledger(file: str, sheets: Mapping[str, Mapping[int, Sequence[Value]]]) -> Ledger:
    """The entries on the sheets of a file; sheets without dates and amounts are passed over."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    has_sides = is_fec = False
    found = False
    for sheet, rows in sheets.items():
        head = _heading(rows)
        if head is None:
            continue
        found = True
        reader = _Reader(file, sheet, rows, *head)
        entries += reader.entries()
        problems += reader.problems
        has_sides = has_sides or "credit" in reader.places or "side" in reader.places
        is_fec = is_fec or "CompteNum" in rows[head[0]]
    if not found:
        what = say(
            "No entries are found: a ledger needs columns of days, of accounts or budget lines, and of amounts."
        )
        problems.append(Problem(where=file, what=what))
    rest = sum((one.amount for one in entries), Decimal())
    is_balanced = is_fec or (has_sides and abs(rest) < 1 and any(one.code[:1] in "45" for one in entries if one.code))
    return Ledger(entries=tuple(entries), problems=tuple(problems), is_balanced=is_balanced)


def _heading(rows: Mapping[int, Sequence[Value]]) -> tuple[int, dict[str, int]] | None:
    """The row of the headings, and the places of the columns by field."""
    for number in list(rows)[:_HEADINGS_WITHIN]:
        titles = [" ".join(value.split()) if isinstance(value, str) else "" for value in rows[number]]
        if sum(map(bool, titles)) < 3:
            continue
        area = Area(number, 1, number, 1)
        columns = tuple(Column(title=title or f"\0{place}", area=area) for place, title in enumerate(titles))
        table = Table(name="", sheet="", area=area, columns=columns, rows=())
        places = {field: one.place for field, one in columns_meaning(table, WORDS).columns.items()}
        has_amount = places.keys() & {"amount", "debit", "credit", "open"}
        has_line = places.keys() & {"account", "budget_code", "account_label", "label"}
        if not places.keys() & {"date", "expected", "piece_date"} or not has_amount:
            continue
        own = None if places.keys() & {"account", "budget_code"} else _code_place(rows, number, places)
        if own is not None:
            places["account"] = own
        if has_line or own is not None:
            return number, places
    return None


def _code_place(rows: Mapping[int, Sequence[Value]], head: int, places: Mapping[str, int]) -> int | None:
    """The column of accounts where no heading says so: codes that come again and again."""
    below = [row for number, row in rows.items() if number > head][:1_000]
    for place in range(max(map(len, below), default=0)):
        held = [str(row[place]) for row in below if place < len(row) and row[place] is not None]
        codes = [one for one in held if _ACCOUNT.fullmatch(one)]
        if place not in places.values() and len(codes) > 0.9 * len(below) and 2 * len(set(codes)) < len(codes):
            return place
    return None


class _Reader:
    """One sheet; places are those of its columns, by field."""

    def __init__(
        self, file: str, sheet: str, rows: Mapping[int, Sequence[Value]], head: int, places: dict[str, int]
    ) -> None:
        self.file, self.sheet, self.rows, self.head, self.places = file, sheet, rows, head, places
        self.problems: list[Problem] = []
        self._mark, self._order = self._habits()
        self._days: dict[Value, date | None] = {}
        self._amounts: dict[str, Amount | None] = {}
        self._bad = 0
        field = next((one for one in ("amount", "open", "debit", "credit") if one in places), "date")
        self._sheet = f"{sheet}!" if sheet else ""
        self._letters = column_name(places.get(field, 0) + 1)

    def _habits(self) -> tuple[Mark, Order]:
        """How this sheet writes decimals and days, by its first thousand rows."""
        numbers: list[str] = []
        days: list[str] = []
        for number in list(self.rows)[:1_000]:
            row = self.rows[number]
            for field, place in self.places.items():
                value = row[place] if place < len(row) else None
                if isinstance(value, str) and number > self.head:
                    (numbers if field in ("debit", "credit", "amount", "open") else days).append(value)
        mark = mark_of(numbers)
        return mark, order_of(days) or ("dmy" if mark != "." else "")

    def entries(self) -> Iterator[Entry]:
        """The entries from top to bottom."""
        for number, row in self.rows.items():
            if number <= self.head:
                continue
            entry = self._entry(number, row)
            if entry is not None:
                yield entry
        if self._bad > 20:
            what = counted(
                "{count} more row could not be read.", "{count} more rows could not be read.", self._bad - 20
            )
            self.problems.append(Problem(where=f"{self.file}: {self.sheet}", what=what))

    def _entry(self, number: int, row: Sequence[Value]) -> Entry | None:
        amount = self._amount(number, row)
        if amount is None:
            return None
        value, words, has = self._value, self._words, self.places
        label, account = words(row, "label"), words(row, "account")
        budget_code = words(row, "budget_code") if "budget_code" in has else ""
        named = words(row, "account_label") if "account_label" in has else ""
        raw = value(row, "date")
        if raw is None or raw == "":
            raw = value(row, "piece_date")
            said = label or account or budget_code or named
            if (raw is None or raw == "") and (not said or any(map(is_total, (said, budget_code, account)))):
                return None  # a row of sums
        if "status" in has and plain(words(row, "status")) in _OFF:
            return None
        expected = value(row, "expected") if "expected" in has else None
        day = (self._day(expected) if expected is not None and expected != "" else None) or self._day(raw)
        if day is None:
            self._say(number, "date", say("“{value}” is no day: this row is left out.", value=str(raw or "")[:40]))
            return None
        quantity = self._number(value(row, "quantity")) if "quantity" in has else None
        return Entry(
            day=day, code=budget_code or account, label=label, amount=amount.value, account=named,
            group=words(row, "group") if "group" in has else "",
            supplier=words(row, "supplier") if "supplier" in has else "",
            piece=words(row, "piece") if "piece" in has else "",
            quantity=quantity.value if quantity is not None else None,
            currency=amount.currency or (_currency(words(row, "currency")) if "currency" in has else ""),
            source=Source(file=self.file, sheet=self.sheet, cell=f"{self._letters}{number}"),
        )  # fmt: skip

    def _amount(self, number: int, row: Sequence[Value]) -> Amount | None:
        """What it costs; None, and a problem, for what cannot be read."""
        if "debit" in self.places or "credit" in self.places:
            debit, credit = self._read(number, row, "debit"), self._read(number, row, "credit")
            if debit is None and credit is None:
                return None
            value = (debit.value if debit else Decimal()) - (credit.value if credit else Decimal())
            currency = (debit.currency if debit else "") or (credit.currency if credit else "")
            return Amount(value=value, currency=currency)
        if "open" in self.places:
            return self._read(number, row, "open")
        found = self._read(number, row, "amount")
        if found is None:
            return None
        if "side" in self.places and plain(self._words(row, "side")) in _CREDIT_SIDES:
            return Amount(value=-found.value, currency=found.currency)
        if "invoiced" in self.places and (billed := self._number(self._value(row, "invoiced"))) is not None:
            return Amount(value=found.value - billed.value, currency=found.currency)
        return found

    def _read(self, number: int, row: Sequence[Value], field: str) -> Amount | None:
        value = self._value(row, field)
        if value is None or value in ("", "-"):
            return None
        found = self._number(value)
        if found is None:
            self._say(number, field, say("“{value}” is no amount: this row is left out.", value=str(value)[:40]))
        return found

    def _number(self, value: Value) -> Amount | None:
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            return Amount(value=decimal_of(value))
        if not isinstance(value, str):
            return None
        if value not in self._amounts:
            self._amounts[value] = self._of_text(value)
        return self._amounts[value]

    def _of_text(self, text: str) -> Amount | None:
        swapped = text.replace(",", ".") if self._mark == "," else text
        if (
            len(text) < 20
            and swapped.replace(".", "", 1).removeprefix("-").isdecimal()
            and self._mark
            and swapped.isascii()
        ):
            try:
                return Amount(value=Decimal(swapped))
            except InvalidOperation:
                return None
        found = read_number(text, self._mark)
        return found if isinstance(found, Amount) and not found.unit and not found.is_percent else None

    def _day(self, value: Value) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date) or value is None:
            return value
        if value not in self._days:
            self._days[value] = self._day_of(value)
        return self._days[value]

    def _day_of(self, value: Value) -> date | None:
        written = str(int(value)) if isinstance(value, int | float) else str(value).strip()
        if len(written) == 8 and written.isdecimal():
            try:
                return date(int(written[:4]), int(written[4:6]), int(written[6:]))
            except ValueError:
                return None
        read = read_day(written, self._order)
        if isinstance(read, datetime):
            return read.date()
        if isinstance(read, date):
            return read
        said = read_heading(value)
        return date(said.year, said.month, 1) if said.month and said.year else None

    def _value(self, row: Sequence[Value], field: str) -> Value:
        place = self.places.get(field)
        return row[place] if place is not None and place < len(row) else None

    def _words(self, row: Sequence[Value], field: str) -> str:
        value = self._value(row, field)
        if value is None:
            return ""
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return value.strip()[:200] if isinstance(value, str) else str(value)[:200]

    def _say(self, number: int, field: str, what: Text) -> None:
        self._bad += 1
        if self._bad <= 20:
            place = self.places.get(field, 0)
            self.problems.append(
                Problem(where=f"{self.file}: {self._sheet}{column_name(place + 1)}{number}", what=what)
            )


def _currency(words: str) -> str:
    return CURRENCIES.get(words.casefold(), words.upper()[:3] if len(words) == 3 else "")
