"""invoice read: what invoices say."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from officebot.cli.files import complain, sentences_of, source_of
from officebot.cli.output import Column, clean, emit, heading, table, tell
from officebot.cli.table import INVOICE
from officebot.cli.words import argument, command, language, option
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import Text, in_words, quoted, say

if TYPE_CHECKING:
    from officebot.core.invoices.arrived import Arrived
    from officebot.core.invoices.model import Firm, Found, Invoice, VatLine
    from officebot.core.trade.model import TradeLine


@command("read", INVOICE["read"][1])
@argument("files", nargs=-1, required=True, metavar="FILE…")
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object an invoice, with all lines."))
def read(files: tuple[str, ...], as_json: bool) -> None:
    from officebot.connectors.papers.invoices import MEMORY_BYTES, read_invoices_apart
    from officebot.connectors.papers.reading import LARGEST_FILE
    from officebot.connectors.workers import WorkerPool

    failed = False
    with WorkerPool(memory_bytes=MEMORY_BYTES) as workers:
        for name in files:
            try:
                found = read_invoices_apart(*source_of(name, LARGEST_FILE), workers)
            except (UserError, Unavailable) as error:
                from officebot.core.invoices.structured import UnknownFormat

                failed = True
                kind = {"format": "unknown"} if isinstance(error, UnknownFormat) else {}
                complain(name, sentences_of(error), as_json, **kind)
                continue
            for one in found.found:
                _show(name, one, as_json)
            for attached, what in found.unread:
                failed = True
                complain(name, [say("{where}: {what}", where=attached, what=what)], as_json)
    sys.exit(1 if failed else 0)


def _show(name: str, one: Arrived, as_json: bool) -> None:
    if as_json:
        emit({"file": name, **fact(one)})
    else:
        _tell(name, one)


# ── for programs ──────────────────────────────────────────────────────────────────────────────────────────


def fact(one: Arrived) -> dict[str, Any]:
    """The invoice as `--json` gives it: amounts as strings with their decimals, null for what is not said."""
    invoice = one.invoice
    return {
        "format": invoice.format.value,
        "profile": invoice.profile or None,
        "number": invoice.number or None,
        "type": invoice.type_code or None,
        "issue_date": _day(invoice.issued),
        "due_date": _day(invoice.due_date),
        "currency": invoice.currency or None,
        "seller": _firm(invoice.seller),
        "buyer": _firm(invoice.buyer),
        "order_reference": invoice.order_reference or None,
        "preceding": list(invoice.preceding),
        **{name: _amount(getattr(invoice, name)) for name in _AMOUNTS},
        "vat_breakdown": [_rate(line) for line in invoice.breakdown],
        "lines": [_line(line) for line in invoice.document.lines],
        "valid": one.is_valid,
        "problems": problems_of(one),
        "confidence": round(invoice.confidence, 2),
        **({"found": {name: _found(where) for name, where in invoice.found.items()}} if invoice.found else {}),
    }


def _found(where: Found) -> dict[str, Any]:
    return {"words": where.words, "page": where.page, "confidence": round(where.confidence, 2)}


#: The totals by their names, in the order in which they are reckoned.
_AMOUNTS = ("lines_net", "allowances", "charges", "net", "vat", "gross", "prepaid", "rounding", "payable")


def problems_of(one: Arrived) -> list[dict[str, Any]]:
    """What is wrong: first what could not be read or does not agree (OB-READ), then the rules that are broken."""
    reader = language()
    unread = [
        {"rule": "OB-READ", "severity": "error", "text": problem.what.render(reader)}
        for problem in one.invoice.problems
    ]
    rules = [
        {
            "rule": broken.rule,
            "severity": broken.severity.value,
            "text": broken.what.render(reader),
            **({"line": broken.line} if broken.line else {}),
        }
        for broken in one.broken
    ]
    return unread + rules


def _firm(firm: Firm) -> dict[str, Any]:
    said = {"name": firm.name, "vat": firm.vat, "siren": firm.siren, "siret": firm.siret, "iban": firm.iban}
    return {
        **{key: value or None for key, value in said.items()},
        **({"ibans": list(firm.ibans)} if len(firm.ibans) > 1 else {}),
    }


def _rate(line: VatLine) -> dict[str, Any]:
    return {
        "category": line.category or None,
        "rate": _amount(line.rate),
        "taxable": _amount(line.taxable),
        "vat": _amount(line.vat),
        **({"reason": line.reason} if line.reason else {}),
    }


def _line(line: TradeLine) -> dict[str, Any]:
    more = {
        "per": _amount(line.per) if line.per != 1 else None,
        "delivery_date": _day(line.delivery_date),
        "order": line.order,
        "order_line": line.order_line,
        "note": line.note,
    }
    return {
        "line": line.number or None,
        "article": line.article or None,
        "label": line.label or None,
        "quantity": _amount(line.quantity),
        "unit": line.unit or None,
        "price": _amount(line.price),
        "amount": _amount(line.amount),
        **{key: value for key, value in more.items() if value},
    }


def _amount(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


# ── for people ────────────────────────────────────────────────────────────────────────────────────────────


def _tell(name: str, one: Arrived) -> None:
    from officebot.core.trade.model import kind_title

    invoice, reader = one.invoice, language()
    heading(say("{file}: {kind} {number}", file=name, kind=kind_title(invoice.document.kind), number=invoice.number))
    for sentence in _facts(invoice):
        click.echo(clean(sentence.render(reader)))
    if invoice.document.lines:
        table(_COLUMNS, _rows(invoice))
    for sentence in _totals(invoice):
        click.echo(clean(sentence.render(reader)))
    # Warnings are told by “officebot invoice check”: French law alone gives several.
    for problem in (found for found in problems_of(one) if found["severity"] == "error"):
        tell(say("{what} ({rules})", what=quoted(problem["text"]), rules=problem["rule"]))


def _facts(invoice: Invoice) -> Iterator[Text]:
    seller, buyer = invoice.seller, invoice.buyer
    told = (
        (say("From {name}.", name=seller.name), seller.name),
        (say("Its numbers: {numbers}.", numbers=_numbers(seller)), _numbers(seller)),
        (say("To {name}.", name=buyer.name), buyer.name),
        (say("About the order {number}.", number=invoice.order_reference), invoice.order_reference),
        (say("About the invoice {references}.", references=list(invoice.preceding)), invoice.preceding),
        (say("Dated {day}.", day=invoice.issued), invoice.issued),
        (say("To be paid by {day}.", day=invoice.due_date), invoice.due_date),
        (say("To the account {iban}.", iban=list(seller.ibans)), seller.ibans),
        (say("To be paid to {name}.", name=invoice.payee), invoice.payee),
    )
    yield from (sentence for sentence, is_said in told if is_said)
    if invoice.found:
        yield say("Read from its pages, and {percent} % sure: look at it.", percent=round(100 * invoice.confidence))


def _numbers(firm: Firm) -> list[str]:
    named = (("VAT", firm.vat), ("SIREN", firm.siren), ("SIRET", firm.siret))
    reader = language()
    words = {"VAT": say("VAT").render(reader)}
    return [f"{words.get(name, name)} {number}" for name, number in named if number]


def _totals(invoice: Invoice) -> Iterator[Text]:
    currency = invoice.currency
    for line in invoice.breakdown:
        if line.rate is not None and line.vat is not None:
            yield say("VAT at {rate} %: {vat} {currency} on {taxable}.", rate=line.rate, vat=line.vat, currency=currency,
                      taxable=line.taxable)  # fmt: skip
    if invoice.net is not None:
        yield say("Without VAT {total} {currency}.", total=invoice.net, currency=currency)
    if invoice.gross is not None:
        yield say("With VAT {total} {currency}.", total=invoice.gross, currency=currency)
    if invoice.prepaid:
        yield say("Paid before {total} {currency}.", total=invoice.prepaid, currency=currency)
    if invoice.payable is not None:
        yield say("To be paid {total} {currency}.", total=invoice.payable, currency=currency)


_COLUMNS = [
    Column(say("Line"), fixed=True),
    Column(say("Article")),
    Column(say("Label")),
    Column(say("Quantity"), fixed=True),
    Column(say("Price"), fixed=True),
    Column(say("Amount"), fixed=True),
]


def _rows(invoice: Invoice) -> Iterator[list[str]]:
    for line in invoice.document.lines:
        quantity = f"{_shown(line.quantity)} {line.unit}".strip() if line.quantity is not None else ""
        price = _shown(line.price)
        if price and line.per != 1:
            price = f"{price} / {_shown(line.per)}"
        yield [line.number, line.article, line.label, quantity, price, _shown(line.amount)]


def _shown(value: Decimal | None) -> str:
    return "" if value is None else in_words(value, language())
