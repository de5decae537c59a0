"""The office's register of invoices: its columns found by their words, its rows as known invoices, and the row for a new one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from officebot.core.actions import CellValue
from officebot.core.ibans import compact
from officebot.core.invoices.fields import DAYS, NAME, REGISTER, is_credit_word, state_in, state_words, words_of
from officebot.core.invoices.known import KnownInvoice, RegisterState, SupplierId, supplier_of
from officebot.core.invoices.model import Invoice
from officebot.core.problems import Problem
from officebot.core.text import Language, one_line, say
from officebot.core.workbooks.cells import to_json
from officebot.core.workbooks.lines import Line, lines_of
from officebot.core.workbooks.numbers import CURRENCIES
from officebot.core.workbooks.parts import Part, Sheet, find_parts
from officebot.core.workbooks.tables import Table
from officebot.core.workbooks.words import plain

_YES = frozenset(("oui", "yes", "x", "vrai", "true", "ok", "paye", "payee", "paid", "regle", "reglee"))
_MONEY = ("gross", "payable", "net")


@dataclass(frozen=True, slots=True)
class RegisterMap:
    """The register's table and columns; None, and what a person is asked, where there is none."""

    sheet: Sheet | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """The invoices that the register holds, in its order, and what of it could not be read."""

    invoices: tuple[KnownInvoice, ...] = ()
    problems: tuple[Problem, ...] = ()


def find_register(
    tables: Sequence[Table],
    chosen: str = "",
    own: Mapping[str, tuple[str, ...]] | None = None,
) -> RegisterMap:
    """The register among the tables. `chosen` is its table's name, `own` the office's words by field."""
    wanted = {REGISTER: Part(name=NAME, words=words_of(own), score=_score)}
    parts, problems = find_parts(tables, wanted, {REGISTER: chosen} if chosen else None)
    if REGISTER not in parts and not problems:
        what = say(
            "No table looks like an invoice register: it needs columns of invoice numbers, suppliers and amounts."
        )
        problems.append(Problem(where="", what=what))
    return RegisterMap(parts.get(REGISTER), tuple(problems))


def read_register(tables: Sequence[Table], found: RegisterMap) -> Register:
    """The register's rows; nothing where there is none. A row without a number or a supplier is none of ours."""
    table = found.sheet.of(tables) if found.sheet is not None else None
    if found.sheet is None or table is None:
        return Register(problems=found.problems)
    problems: list[Problem] = []
    rows = lines_of(table, found.sheet.columns, problems)
    invoices = tuple(_known(row) for row in rows if row.words("number") and row.words("supplier"))
    return Register(invoices, (*found.problems, *problems))


def row_of(
    invoice: Invoice,
    sheet: Sheet,
    table: Table,
    language: Language,
    *,
    received_on: date,
    due: date | None = None,
    state: RegisterState = RegisterState.entered,
    budget: str = "",
    order: str = "",
    file: str = "",
    period: str = "",
    note: str = "",
) -> tuple[tuple[str, CellValue], ...]:
    """The row as `(heading, value)`, of the columns that the register has, for `AppendRows`; a state in its own words.

    A credit note's amounts are below nothing, but where the register tells them by a word and has none below.
    """
    who = supplier_of(invoice)
    sign = _sign(invoice, sheet, table)
    issued, payable = invoice.issued, invoice.payable if invoice.payable is not None else invoice.gross
    said: dict[str, CellValue] = {
        "received_on": received_on.isoformat(),
        "number": invoice.number,
        "supplier": one_line(who.name),
        "vat_number": who.vat,
        "siren": invoice.seller.siret if _is_of_sirets(sheet) and invoice.seller.siret else who.siren,
        "issued": issued.isoformat() if issued is not None else None,
        "due": due.isoformat() if due is not None else None,
        **{
            field: to_json(sign * abs(amount) if invoice.is_credit else amount) if amount is not None else None
            for field, amount in (
                ("net", invoice.net), ("vat", invoice.vat), ("gross", invoice.gross), ("payable", payable),
            )
        },
        "currency": invoice.currency,
        "order": order or invoice.order_reference,
        "budget": budget,
        "iban": compact(invoice.seller.iban),
        "state": _as_written(state, sheet, table, language),
        "kind": _kind(invoice, language),
        "refers_to": _given_back(invoice),
        "file": file,
        "period": period or (f"{issued:%Y-%m}" if issued is not None else ""),
        "note": note[:200],
    }  # fmt: skip
    return tuple(
        (title, value) for field, title in sheet.columns.items() if (value := said.get(field)) not in (None, "")
    )


def day_columns(sheet: Sheet) -> tuple[str, ...]:
    """The headings of its columns of days, for `AppendRows.days`."""
    return tuple(sheet.columns[field] for field in DAYS if field in sheet.columns)


def missing(sheet: Sheet, row: Sequence[tuple[str, CellValue]], wanted: Sequence[str]) -> Iterator[str]:
    """The wanted fields (“iban”, “due”) that the register has no column for, for a person to note elsewhere."""
    told = {title for title, _ in row}
    return (field for field in wanted if sheet.columns.get(field) not in told)


# ── which table ───────────────────────────────────────────────────────────────────────────────────────────


def _score(sure: Mapping[str, float]) -> float:
    """How much a table is a register: nought without numbers, suppliers and amounts, and something of days or states."""
    money = max(sure.get(field, 0) for field in _MONEY)
    number, supplier = sure.get("number", 0), sure.get("supplier", 0)
    more = [sure.get(field, 0) for field in ("issued", "due", "state", "paid_on", "vat", "received_on", "iban")]
    return 2 * number + supplier + money + sum(more) if number and supplier and money and any(more) else 0


# ── a row ─────────────────────────────────────────────────────────────────────────────────────────────────


def _known(row: Line) -> KnownInvoice:
    amounts = {field: _amount(row, field) for field in ("net", "vat", "gross", "payable")}
    payable = amounts["payable"] if amounts["payable"] is not None else amounts["gross"]
    total = next(
        (one for one in (amounts["gross"], amounts["payable"], amounts["net"]) if one is not None), Decimal(0)
    )
    state, paid_on = _state(row)
    if state is RegisterState.paid and not payable:
        # What is left to pay is nought: what was to pay is what it was over.
        payable = amounts["gross"]
    return KnownInvoice(
        supplier=SupplierId(vat=row.words("vat_number"), siren=_siren(row.words("siren")), name=row.words("supplier")),
        number=row.words("number"), issued=row.day("issued"), payable=payable, currency=_currency(row),
        iban=compact(row.words("iban")), order=row.words("order"), entered_on=row.day("received_on"), state=state,
        due=row.day("due"), net=amounts["net"], vat=amounts["vat"], gross=amounts["gross"], paid_on=paid_on,
        is_credit=total < 0 or is_credit_word(row.words("kind")), refers_to=row.words("refers_to"),
        budget=row.words("budget"), period=row.words("period"), file=row.words("file"), note=row.words("note"),
        cell=row.place("number"),
    )  # fmt: skip


def _amount(row: Line, field: str) -> Decimal | None:
    found = row.amount(field)
    return found.value if found is not None else None


def _state(row: Line) -> tuple[RegisterState, date | None]:
    """The state, and the day of payment; a day, or a yes, in the column of payments is one."""
    written = row.words("paid_on")
    is_yes = bool(written) and (plain(written)[0] in _YES or row.value("paid_on") is True)
    is_no = bool(written) and (plain(written)[0] in ("non", "no") or row.value("paid_on") is False)
    paid_on = row.day("paid_on") if written and not is_yes and not is_no else None
    state = state_in(row.words("state"))
    if state is None:
        state = RegisterState.paid if is_yes or paid_on is not None else RegisterState.entered
    elif (is_yes or paid_on is not None) and state is not RegisterState.refused:
        state = RegisterState.paid
    return state, paid_on


def _currency(row: Line) -> str:
    written = row.words("currency")
    known = next((row.currency(field) for field in _MONEY if row.currency(field)), "")
    return CURRENCIES.get(written.lower(), written.upper()) or known or "EUR"


def _siren(words: str) -> str:
    digits = "".join(one for one in words if one.isalnum())
    return digits[:9] if digits.isdecimal() and len(digits) in (9, 14) else digits


# ── a new row ─────────────────────────────────────────────────────────────────────────────────────────────


def _sign(invoice: Invoice, sheet: Sheet, table: Table) -> int:
    """1 where the register writes credit notes above nothing, and tells them by a word; else -1."""
    if not invoice.is_credit or "kind" not in sheet.columns:
        return -1
    given = [row for row in lines_of(table, sheet.columns, []) if is_credit_word(row.words("kind"))]
    amounts = [amount for row in given for field in _MONEY if (amount := _amount(row, field))]
    return 1 if amounts and min(amounts) > 0 else -1


def _as_written(state: RegisterState, sheet: Sheet, table: Table, language: Language) -> str:
    """The register's own word for a state: the one that stands there most often."""
    written = [row.words("state") for row in lines_of(table, sheet.columns, [])] if "state" in sheet.columns else []
    alike = [words for words in written if words and state_in(words) is state]
    return max(dict.fromkeys(alike), key=alike.count) if alike else state_words(state, language)


def _kind(invoice: Invoice, language: Language) -> str:
    french, english = ("Avoir", "Credit note") if invoice.is_credit else ("Facture", "Invoice")
    return french if language == "fr" else english


def _given_back(invoice: Invoice) -> str:
    """The invoice that a credit note refers to, after its order."""
    others = invoice.document.references[1:]
    return others[0] if invoice.is_credit and others else ""


def _is_of_sirets(sheet: Sheet) -> bool:
    return "siret" in plain(sheet.columns.get("siren", ""))
