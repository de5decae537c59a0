"""The invoice for machines in a hybrid PDF: which of the files in it is meant, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from officebot.connectors.papers.xml import read_element
from officebot.core.expressions import expression
from officebot.core.invoices.model import Format, Invoice
from officebot.core.invoices.structured import invoices_in, read_invoice
from officebot.core.problems import Problem, UserError
from officebot.core.text import Text, joined, one_line, say
from officebot.core.trade.structured.elements import Element

#: The names that the standards give to the file, the usual one first; upper and lower case are both in use.
_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")
_ZUGFERD = "zugferd-invoice.xml"
#: Where the PDF's metadata say which standard it follows; ZUGFeRD 1.0 and 2.0 had spaces of their own.
_XMP = expression(rb"urn:(factur-x|zugferd|ferd):pdfa:", re.ASCII | re.IGNORECASE)
#: Of two invoices in one PDF, what must be the same, and what it is called.
_COMPARED: tuple[tuple[str, Text], ...] = (
    ("number", say("number")), ("type_code", say("type")), ("issued", say("day of issue")), ("due_date", say("due date")),
    ("currency", say("currency")), ("net", say("total without tax")), ("vat", say("tax")),
    ("gross", say("total with tax")), ("payable", say("amount to be paid")), ("seller", say("seller")),
    ("buyer", say("buyer")), ("order_reference", say("order")),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """An XML file of the PDF that is an invoice: its name, its bytes, the invoice's element, and what that says."""

    name: str
    data: bytes
    root: Element
    invoice: Invoice


def read_hybrid(data: bytes, files: Sequence[tuple[str, bytes]], name: str) -> tuple[Element, Invoice] | None:
    """The invoice in the PDF with the element that it was read from; None where none of its files is one.

    Raises UserError where the file with a standard's name is damaged, or no invoice.
    """
    candidates = list(_candidates(files, name))
    if not candidates:
        return None
    first = candidates[0]
    problems = tuple(_disagreements(first, candidates[1:]))
    invoice = replace(first.invoice, format=_format(first, data), problems=(*first.invoice.problems, *problems))
    return first.root, invoice


def _candidates(files: Sequence[tuple[str, bytes]], name: str) -> Iterator[_Candidate]:
    """Those with a standard's name first; of the others, which may hold anything, only what is an invoice."""
    for called, content in sorted(files, key=lambda one: _rank(one[0])):
        try:
            elements = invoices_in(read_element(content))
        except UserError as refused:
            if _rank(called) < len(_NAMES):
                what = say("The invoice for machines in this PDF ({name}) cannot be read: {what}",
                           name=one_line(called, 60), what=refused.problems[0].what)  # fmt: skip
                raise UserError(Problem(where=name, what=what)) from refused
            continue
        for root in elements:
            yield _Candidate(name=called, data=content, root=root, invoice=read_invoice(root))


def _rank(called: str) -> int:
    folded = PurePath(called).name.casefold()
    return _NAMES.index(folded) if folded in _NAMES else len(_NAMES)


def _format(chosen: _Candidate, data: bytes) -> Format:
    """By the file's name, else by the PDF's own metadata, else by the XML."""
    if chosen.invoice.format is Format.ubl:
        return Format.ubl
    folded = PurePath(chosen.name).name.casefold()
    if folded in _NAMES:
        return Format.zugferd if folded == _ZUGFERD else Format.factur_x
    said = _XMP.search(data)
    if said is not None:
        return Format.factur_x if said[1].lower() == b"factur-x" else Format.zugferd
    return Format.zugferd if chosen.root.name == "CrossIndustryDocument" else Format.factur_x


def _disagreements(first: _Candidate, others: Sequence[_Candidate]) -> Iterator[Problem]:
    """A second invoice that says something else: nobody can know which one counts."""
    for other in others:
        differ = [what for field, what in _COMPARED if getattr(first.invoice, field) != getattr(other.invoice, field)]
        if differ:
            what = say("This PDF carries two invoices that differ: {first}, which was read, and {other} ({differ}).",
                       first=one_line(first.name, 60), other=one_line(other.name, 60), differ=joined(differ, ", "))  # fmt: skip
            yield Problem(where="", what=what)
