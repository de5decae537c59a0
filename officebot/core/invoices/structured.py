"""Structured invoices out of XML elements: which are there, whatever envelope holds them, and what each says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from officebot.core.invoices.model import Invoice
from officebot.core.invoices.structured_cii import read_cii_invoice
from officebot.core.invoices.structured_ubl import read_ubl_invoice
from officebot.core.problems import Problem, UserError
from officebot.core.text import Text, one_line, say
from officebot.core.trade.model import TradeKind, kind_title
from officebot.core.trade.structured import cii, ubl
from officebot.core.trade.structured.documents import documents_in
from officebot.core.trade.structured.elements import Element

_KINDS = (TradeKind.invoice, TradeKind.credit_note)
#: No invoice that an office gets was written before, and none is dated further ahead: programs write 1900 for “no day”.
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
#: A telephone bill of a large firm has some thousands.
MOST_LINES = 20_000
_LINES = ("InvoiceLine", "CreditNoteLine")


class UnknownFormat(UserError):
    """The file can be read, but in no format that invoices are read in."""


def invoices_in(root: Element) -> tuple[Element, ...]:
    """The invoices and credit notes that the element is or holds, in their order: an envelope (SBDH) may hold several.

    Raises UserError, a sentence that says what it is instead, where there is none; UnknownFormat where nobody could tell.
    """
    documents = documents_in(root)
    found = tuple(one for one in documents if _kind(one) in _KINDS)
    if found:
        return found
    if documents:
        kind = kind_title(_kind(documents[0]))
        what = say("This is no invoice but another document ({kind}): “officebot orders read” reads it.", kind=kind)
        raise UserError(Problem(where="", what=what))
    raise UnknownFormat(Problem(where="", what=_what_else(root)))


def _what_else(root: Element) -> Text:
    # EDIFACT's messages have such roots where somebody wrote them as XML.
    if root.name.startswith("M_") and root.name.isupper():
        return edifact()
    return say("This XML file is no invoice that is known: it is a “{name}”.", name=one_line(root.name, 60))


def edifact() -> Text:
    """That a message of UN/EDIFACT is not read."""
    return say("This is an EDIFACT message, which is not read here: ask for UBL, CII or Factur-X.")


def read_invoice(root: Element) -> Invoice:
    """What the invoice says, as exactly as it is written; what cannot be read is among its problems.

    Raises UserError for one with more lines than any invoice has.
    """
    if _count_of_lines(root) > MOST_LINES:
        what = say("This invoice has more than {most} lines: it is not read.", most=MOST_LINES)
        raise UserError(Problem(where="", what=what))
    invoice = read_ubl_invoice(root) if ubl.is_ubl(root) else read_cii_invoice(root)
    problems = (*invoice.problems, *_odd_days(invoice))
    # Both readers may stumble over the same value.
    return replace(invoice, problems=tuple(dict.fromkeys(problems)))


def _kind(root: Element) -> TradeKind:
    return ubl.kind_of(root) if ubl.is_ubl(root) else cii.kind_of(root)


def _count_of_lines(root: Element) -> int:
    if ubl.is_ubl(root):
        return sum(1 for child in root.children if child.name in _LINES)
    return len(cii.line_elements(root))


def _odd_days(invoice: Invoice) -> Iterator[Problem]:
    """Days that are none of our time."""
    for day, what in (
        (invoice.issued, say("The invoice is dated {day}, which cannot be.", day=invoice.issued)),
        (invoice.due_date, say("It is to be paid by {day}, which cannot be.", day=invoice.due_date)),
    ):
        if day is not None and not _is_of_our_time(day):
            yield Problem(where="", what=what)


def _is_of_our_time(day: date) -> bool:
    return _FIRST_YEAR <= day.year <= _LAST_YEAR
