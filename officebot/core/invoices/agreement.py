"""Whether the pages of a hybrid invoice show what its XML says: a person reads the one, a machine books the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from officebot.core.invoices.model import Broken, Invoice, Severity
from officebot.core.invoices.paper import figures_of, read_paper_invoice, unreadable
from officebot.core.invoices.papers.days import days_in
from officebot.core.invoices.papers.money import Labelled
from officebot.core.invoices.papers.roles import Role, role_of
from officebot.core.text import Text, say
from officebot.core.trade.known import Known
from officebot.core.trade.paper import Paper
from officebot.core.trade.reading.folding import folded

#: Where nobody says when an invoice was issued, its days are read as seen from here.
_ANY_DAY = date(2026, 1, 1)
_SUMS = (
    ("OB-PDF-TOTAL", "gross", say("total with VAT"), (Role.gross,)),
    ("OB-PDF-PAYABLE", "payable", say("amount to be paid"), (Role.payable,)),
    ("OB-PDF-NET", "net", say("total without VAT"), (Role.net,)),
    ("OB-PDF-VAT", "vat", say("total of the VAT"), (Role.vat,)),
)


def disagreements(invoice: Invoice, paper: Paper) -> tuple[Broken, ...]:
    """What the XML of a hybrid says otherwise than its pages; a warning where the pages cannot be read.

    `invoice` was read from the XML. A sum that the pages show by its name must be the XML's; one that they do not name must
    stand there somewhere. The number and the day of issue must be on the pages, and one of the XML's accounts, where the
    pages name any.
    """
    why = unreadable(paper)
    if why is not None:
        return (Broken(rule="OB-PDF-UNREADABLE", what=why, severity=Severity.warning),)
    page = read_paper_invoice(paper, Known(on=invoice.issued or _ANY_DAY))
    return (*_sums(invoice, page, paper), *_number(invoice, page, paper), *_day(invoice, page, paper), *_account(invoice, page),
            *_currency(invoice, page))  # fmt: skip


def _sums(invoice: Invoice, page: Invoice, paper: Paper) -> Iterator[Broken]:
    """Sums that the pages name otherwise, or do not show at all. Signs are left out: pages of credit notes differ in them."""
    named, shown = figures_of(paper)
    for rule, name, called, roles in _SUMS:
        told: Decimal | None = getattr(invoice, name)
        if told is None:
            continue
        read: Decimal | None = getattr(page, name)
        if read is not None:
            if abs(read) != abs(told):
                yield _sum(rule, called, told, f"{abs(read):.2f}")
        elif name in ("gross", "payable") and not _shows(abs(told), name, named, shown, roles):
            others = ", ".join(f"{abs(one.value):.2f}" for one in _of(named, roles)[:3])
            yield _sum(rule, called, told, others)


def _shows(told: Decimal, name: str, named: list[Labelled], shown: set[Decimal], roles: tuple[Role, ...]) -> bool:
    """Whether the pages may mean this sum: by its name, else anywhere; nothing is asked of pages without figures."""
    called = {abs(one.value) for one in _of(named, roles)}
    if called:
        return told in called or (name == "payable" and told in shown)
    return not shown or told in shown or (name == "payable" and told == 0)


def _of(named: list[Labelled], roles: tuple[Role, ...]) -> list[Labelled]:
    return [one for one in named if role_of(one.label) in roles]


def _sum(rule: str, called: Text, told: Decimal, read: str) -> Broken:
    if read:
        what = say("The XML says {told} as {what}, the pages show {read}: nobody may book it before that is cleared up.",
                   told=f"{told:.2f}", what=called, read=read)  # fmt: skip
    else:
        what = say("The XML says {told} as {what}, the pages show that nowhere.", told=f"{told:.2f}", what=called)
    return Broken(rule=rule, what=what)


def _number(invoice: Invoice, page: Invoice, paper: Paper) -> Iterator[Broken]:
    if not invoice.number or _bare(invoice.number) in _bare(paper.text):
        return
    if page.number:
        what = say(
            "The XML’s invoice number is {told}, the pages show {read}.", told=invoice.number, read=page.number
        )
    else:
        what = say("The XML’s invoice number {told} is not on the pages.", told=invoice.number)
    yield Broken(rule="OB-PDF-NUMBER", what=what)


def _day(invoice: Invoice, page: Invoice, paper: Paper) -> Iterator[Broken]:
    if invoice.issued is None or page.issued == invoice.issued:
        return
    if page.issued is not None:
        what = say("The XML’s day of issue is {told}, the pages show {read}.", told=invoice.issued, read=page.issued)
        yield Broken(rule="OB-PDF-DATE", what=what)
        return
    shown = {day for row in paper.rows for piece in row.pieces for one in days_in(piece.text) for day in one.days}
    if shown and invoice.issued not in shown:
        what = say("The XML’s day of issue {told} is not on the pages.", told=invoice.issued)
        yield Broken(rule="OB-PDF-DATE", what=what)


def _account(invoice: Invoice, page: Invoice) -> Iterator[Broken]:
    told = [re.sub(r"[^A-Z0-9]", "", iban.upper()) for iban in invoice.seller.ibans]
    shown = page.seller.ibans
    if told and shown and not set(told) & set(shown):
        what = say("The XML says to pay to {told}, the pages say {read}: ask the supplier by the telephone number that you know.",
                   told=", ".join(told[:2]), read=", ".join(shown[:2]))  # fmt: skip
        yield Broken(rule="OB-PDF-IBAN", what=what)


def _currency(invoice: Invoice, page: Invoice) -> Iterator[Broken]:
    if invoice.currency and page.currency and invoice.currency != page.currency:
        what = say(
            "The XML’s amounts are in {told}, those of the pages in {read}.",
            told=invoice.currency,
            read=page.currency,
        )
        yield Broken(rule="OB-PDF-CURRENCY", what=what)


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", folded(text))
