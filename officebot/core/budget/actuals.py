"""What was spent or ordered, out of ledgers and lists: each row an entry with its cell; what cannot be read is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import chain, compress, repeat
from typing import Any, TypeAlias, TypeVar

from officebot.core.budget.headings import read_heading
from officebot.core.budget.model import Entry, Source, of_columns
from officebot.core.expressions import expression
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
        "Date facture", "Date de facture", "Invoice date", "Jour", "Day", "Date pièce", "Entry date", "Date opération", "Mois",
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
        "CompteLib", "Intitulé du compte", "Libellé du compte", "Libellé compte", "Account name", "Name of the account",
        "Intitulé", "Catégorie", "Category",
    ),
    "label": (
        "EcritureLib", "Libellé", "Libellé écriture", "Libellé de l'écriture", "Description", "Details", "Narrative", "Memo",
        "Objet", "Désignation", "Label", "Wording", "Text", "Article", "Item",
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
        "Reference", "Réf", "Référence", "Ref", "Commande", "N° commande", "Order", "PO", "PO number", "Order no",
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
_HEADINGS_WITHIN, _MOST_NAMED = 40, 20
_AMOUNTS = ("debit", "credit", "amount", "open")
#: The columns of words, in the order in which an entry takes them.
_TEXTS = ("budget_code", "account", "label", "account_label", "group", "supplier", "piece", "currency")
_BLANK = ("", "-")
_ACCOUNT = expression(r"\d{3,10}(?:\.0)?|[A-Z]{0,3}\d{1,6}(?:[-./]\d{1,6}){0,3}")
_CREDIT_SIDES = frozenset(("c", "cr", "credit", "crédit", "h"))
_OFF = frozenset(("annule", "annulee", "cancelled", "canceled", "refuse", "refusee", "rejected", "abandonne"))


_Read = TypeVar("_Read")
_NO_ENTRIES: tuple[Sequence[Any], ...] = ((),) * (len(Entry._fields) + 1)
#: An amount and its currency as in ISO 4217, "" where none is written; of a sheet there are a hundred thousand.
_Money: TypeAlias = tuple[Decimal, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What a file tells. `is_balanced` where each amount stands on two accounts, as in a whole ledger."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()
    is_balanced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """A ledger column by column, as quick to read and to hand on as a hundred thousand entries are not.

    `values` are the columns in the order of an entry's fields, with sheets and cells in the place of its source.
    """

    values: tuple[Sequence[Any], ...]
    problems: tuple[Problem, ...]
    is_balanced: bool

    def ledger(self, file: str) -> Ledger:
        """The ledger itself, of the file of this name."""
        *columns, sheets, cells = self.values
        sources = of_columns(Source, repeat(file, len(cells)), sheets, cells)
        return Ledger(
            entries=tuple(of_columns(Entry, *columns, sources)), problems=self.problems, is_balanced=self.is_balanced
        )


def read_ledger(file: str, sheets: Mapping[str, Mapping[int, Sequence[Value]]]) -> Ledger:
    """The entries on the sheets of a file; sheets without dates and amounts are passed over."""
    return read_columns(file, sheets).ledger(file)


def read_columns(file: str, sheets: Mapping[str, Mapping[int, Sequence[Value]]]) -> Columns:
    """The same, column by column."""
    parts: list[tuple[Sequence[Any], ...]] = []
    problems: list[Problem] = []
    has_sides = is_fec = False
    found = False
    for sheet, rows in sheets.items():
        head = _heading(rows)
        if head is None:
            continue
        found = True
        reader = _Reader(file, sheet, rows, *head)
        parts.append(reader.columns())
        problems += reader.problems
        has_sides = has_sides or "credit" in reader.places or "side" in reader.places
        is_fec = is_fec or "CompteNum" in rows[head[0]]
    if not found:
        what = say(
            "No entries are found: a ledger needs columns of days, of accounts or budget lines, and of amounts."
        )
        problems.append(Problem(where=file, what=what))
    values = (
        parts[0] if len(parts) == 1 else tuple([*chain(*some)] for some in zip(*parts, strict=True)) or _NO_ENTRIES
    )
    _, codes, _, amounts, *_ = values
    rest = sum(amounts, Decimal())
    is_balanced = is_fec or (has_sides and abs(rest) < 1 and any(code[:1] in "45" for code in set(codes) if code))
    return Columns(values=values, problems=tuple(problems), is_balanced=is_balanced)


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


def _each(read: Callable[[Value], _Read], cells: Sequence[Value]) -> Iterator[_Read]:
    """What each cell says, in their order; what several say alike is read once."""
    return map({cell: read(cell) for cell in dict.fromkeys(cells)}.__getitem__, cells)


class _Reader:
    """One sheet, column by column; places are those of its columns, by field."""

    def __init__(
        self, file: str, sheet: str, rows: Mapping[int, Sequence[Value]], head: int, places: dict[str, int]
    ) -> None:
        self.file, self.sheet, self.rows, self.head, self.places = file, sheet, rows, head, places
        self._mark, self._order = self._habits()
        self._bad: list[tuple[int, str, Value]] = []
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
                    (numbers if field in _AMOUNTS else days).append(value)
        mark = mark_of(numbers)
        return mark, order_of(days) or ("dmy" if mark != "." else "")

    # ── the columns ───────────────────────────────────────────────────────────────────────────────────────────

    def columns(self) -> tuple[Sequence[Any], ...]:
        """The entries from top to bottom, column by column: see `Columns`."""
        numbers = [number for number in self.rows if number > self.head]
        width = max(self.places.values()) + 1
        rows = [self._wide(self.rows[number], width) for number in numbers]
        amounts = self._amounts(numbers, rows)
        days = self._days_of(numbers, rows, amounts)
        # A row without a day, or one called off, is no entry: `_days_of` gives none where there is no amount either.
        is_entry = [day is not None for day in days]
        codes, accounts, labels, named, groups, suppliers, pieces, currencies = (
            [*compress(self._texts(rows, field), is_entry)] for field in _TEXTS
        )
        spent = [one for one, day in zip(amounts, days, strict=True) if one is not None and day is not None]
        cells = [f"{self._letters}{number}" for number in compress(numbers, is_entry)]
        quantities = compress(self._read_column(rows, "quantity"), is_entry)
        return (
            [*compress(days, is_entry)], [code or account for code, account in zip(codes, accounts, strict=True)], labels,
            [value for value, _ in spent], named, groups, suppliers, pieces,
            [one[0] if one is not None else None for one in quantities],
            [own or (_currency(said) if said else "") for (_, own), said in zip(spent, currencies, strict=True)],
            [self.sheet] * len(cells), cells,
        )  # fmt: skip

    @property
    def problems(self) -> list[Problem]:
        """What could not be read, from top to bottom."""
        found = [
            Problem(
                where=f"{self.file}: {self._sheet}{column_name(self.places.get(field, 0) + 1)}{number}",
                what=_said_of(field, value),
            )
            for number, field, value in sorted(self._bad, key=lambda one: one[0])[:_MOST_NAMED]
        ]
        if len(self._bad) > _MOST_NAMED:
            what = counted(
                "{count} more row could not be read.",
                "{count} more rows could not be read.",
                len(self._bad) - _MOST_NAMED,
            )
            found.append(Problem(where=f"{self.file}: {self.sheet}", what=what))
        return found

    @staticmethod
    def _wide(row: Sequence[Value], width: int) -> Sequence[Value]:
        return row if len(row) >= width else [*row, *[None] * (width - len(row))]

    def _column(self, rows: Sequence[Sequence[Value]], field: str) -> Sequence[Value]:
        """The column's cells; nothing in any where there is no such column."""
        place = self.places.get(field)
        if place is None:
            return [None] * len(rows)
        cells = [row[place] for row in rows]
        # A yes or no is no number, but equal to one.
        return (
            [str(one) if isinstance(one, bool) else one for one in cells] if bool in set(map(type, cells)) else cells
        )

    def _texts(self, rows: Sequence[Sequence[Value]], field: str) -> Iterator[str]:
        if field not in self.places:
            return repeat("", len(rows))
        cells = self._column(rows, field)
        # Most are texts: these are read here, of which there are tens of thousands.
        read = {cell: cell.strip()[:200] if type(cell) is str else _words(cell) for cell in dict.fromkeys(cells)}
        return map(read.__getitem__, cells)

    def _read_column(self, rows: Sequence[Sequence[Value]], field: str) -> list[_Money | None]:
        return list(_each(self._number, self._column(rows, field)))

    # ── amounts ───────────────────────────────────────────────────────────────────────────────────────────────

    def _amounts(self, numbers: Sequence[int], rows: Sequence[Sequence[Value]]) -> list[_Money | None]:
        """What each row costs; None, and a problem, for what cannot be read."""
        if "debit" in self.places or "credit" in self.places:
            spent, given = (self._named(numbers, rows, field) for field in ("debit", "credit"))
            return [one if less is None else _booked(one, less) for one, less in zip(spent, given, strict=True)]
        if "open" in self.places:
            return self._named(numbers, rows, "open")
        found = self._named(numbers, rows, "amount")
        if "side" in self.places:
            sides = (plain(one) in _CREDIT_SIDES for one in self._texts(rows, "side"))
            found = [_negative(one) if turned else one for one, turned in zip(found, sides, strict=True)]
        elif "invoiced" in self.places:
            found = list(map(_less, found, self._read_column(rows, "invoiced")))
        return found

    def _named(self, numbers: Sequence[int], rows: Sequence[Sequence[Value]], field: str) -> list[_Money | None]:
        """The column's amounts; what is none is named."""
        cells = self._column(rows, field)
        found = list(_each(self._number, cells))
        self._bad += [
            (number, field, value)
            for number, value, one in zip(numbers, cells, found, strict=True)
            if one is None and value is not None and value not in _BLANK
        ]
        return found

    def _number(self, value: Value) -> _Money | None:
        if type(value) is float:
            # As `decimal_of` does, for tens of thousands.
            return Decimal(f"{value:.15g}"), ""
        if isinstance(value, str):
            return self._of_text(value)
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            return decimal_of(value), ""
        return None

    def _of_text(self, text: str) -> _Money | None:
        swapped = text.replace(",", ".") if self._mark == "," else text
        if (
            len(text) < 20
            and swapped.replace(".", "", 1).removeprefix("-").isdecimal()
            and self._mark
            and swapped.isascii()
        ):
            try:
                return Decimal(swapped), ""
            except InvalidOperation:
                return None
        found = read_number(text, self._mark)
        return (
            (found.value, found.currency)
            if isinstance(found, Amount) and not found.unit and not found.is_percent
            else None
        )

    # ── days ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _days_of(
        self, numbers: Sequence[int], rows: Sequence[Sequence[Value]], amounts: Sequence[_Money | None]
    ) -> list[date | None]:
        """The day of each row; None for a row of sums or what was called off, and, with a problem, for what is no day."""
        days, pieces, expected = (self._column(rows, field) for field in ("date", "piece_date", "expected"))
        said = [self._column(rows, field) for field in ("label", "account", "budget_code", "account_label")]
        is_told = "status" in self.places
        off = [plain(one) in _OFF for one in self._texts(rows, "status")] if is_told else [False] * len(rows)
        read = {cell: self._day(cell) for cell in dict.fromkeys(chain(days, pieces, expected))}
        found = [*map(read.__getitem__, days)]
        unclear = [
            place
            for place, (amount, day, due, is_off) in enumerate(zip(amounts, found, expected, off, strict=True))
            if amount is None or day is None or due is not None or is_off
        ]
        for place in unclear:
            found[place] = None
            if amounts[place] is None or off[place]:
                continue
            raw = days[place]
            if raw is None or raw == "":
                raw = pieces[place]
                if (raw is None or raw == "") and _sums_up(*(_words(column[place]) for column in said)):
                    continue
            due = expected[place]
            found[place] = (read[due] if due is not None and due != "" else None) or read[raw]
            if found[place] is None:
                self._bad.append((numbers[place], "date", raw))
        return found

    def _day(self, value: Value) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date) or value is None:
            return value
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


def _said_of(field: str, value: Value) -> Text:
    if field == "date":
        return say("“{value}” is no day: this row is left out.", value=str(value or "")[:40])
    return say("“{value}” is no amount: this row is left out.", value=str(value)[:40])


def _booked(debit: _Money | None, credit: _Money) -> _Money:
    """What stands in debit less what stands in credit."""
    value, currency = credit
    if debit is None:
        return -value, currency
    return (debit[0] - value, debit[1] or currency) if value or currency else debit


def _negative(amount: _Money | None) -> _Money | None:
    return None if amount is None else (-amount[0], amount[1])


def _less(amount: _Money | None, billed: _Money | None) -> _Money | None:
    return amount if amount is None or billed is None else (amount[0] - billed[0], amount[1])


def _sums_up(label: str, account: str, budget_code: str, named: str) -> bool:
    """Whether a row without a day is one of sums: it says nothing, or that it is a total."""
    said = label or account or budget_code or named
    return not said or any(map(is_total, (said, budget_code, account)))


def _words(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.strip()[:200] if isinstance(value, str) else str(value)[:200]


def _currency(words: str) -> str:
    return CURRENCIES.get(words.casefold(), words.upper()[:3] if len(words) == 3 else "")
