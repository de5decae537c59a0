"""Invoices out of bytes: XML, the XML that a hybrid PDF carries, the pages of a PDF that carries none, and mails.

Bytes from outside are read in a worker, by the functions that end in `_apart`; the others are the worker's side. How pages
for people are read is loaded with the first PDF: XML needs none of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath
from typing import TypeAlias

from officebot.connectors.file_bytes import file_bytes
from officebot.connectors.mailfiles import is_mail
from officebot.connectors.papers.reading import LARGEST_FILE, today
from officebot.connectors.papers.xml import looks_like_xml, read_element
from officebot.connectors.workers import WorkerFault, WorkerPool
from officebot.core.invoices.arrived import Arrived, MailInvoices
from officebot.core.invoices.judging import judge
from officebot.core.invoices.model import Broken, Invoice, Severity
from officebot.core.invoices.structured import UnknownFormat, edifact, invoices_in, read_invoice
from officebot.core.problems import Problem, UserError
from officebot.core.text import Text, say
from officebot.core.trade.known import Known
from officebot.core.trade.paper import Paper
from officebot.core.trade.structured.elements import Element

#: What a worker needs for the largest invoice that is read; a bomb in a PDF ends it sooner.
MEMORY_BYTES = 600_000_000
#: An invoice of 10,000 lines has 400,000 elements.
_MOST_ELEMENTS = 500_000
_SECONDS = 10.0
_READ = "officebot.connectors.papers.invoices:read_or_refuse"
_MOST_ATTACHMENTS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """An invoice with the element that it was read from, and the pages that show it; None for what there is not.

    `why` is why the pages of a hybrid cannot be read.
    """

    invoice: Invoice
    root: Element | None = None
    paper: Paper | None = None
    why: Text | None = None


#: The problems of a file, and whether its format is none that is known.
Refused: TypeAlias = tuple[tuple[Problem, ...], bool]


def read_invoices_apart(source: Path | bytes, name: str, workers: WorkerPool) -> MailInvoices:
    """The invoices of the file or mail, with what each breaks, read in a worker; what hangs on a mail and could not be read
    is among its `unread`.

    Raises UserError as `read_invoices` does, also for what no worker survives; Unavailable for a file that fails.
    """
    data = file_bytes(source, LARGEST_FILE) if isinstance(source, Path) else source
    found: MailInvoices | Refused | WorkerFault = workers.run(_READ, (data, name, today()), _SECONDS)
    if isinstance(found, MailInvoices):
        return found
    if isinstance(found, WorkerFault):
        what = say("This document takes too long or too much memory to read: it is damaged, or not made by people.")
        raise UserError(Problem(where=name, what=what))
    problems, is_unknown = found
    raise UnknownFormat(problems) if is_unknown else UserError(problems)


def read_or_refuse(payload: tuple[bytes, str, date]) -> MailInvoices | Refused:
    """The worker's side: the invoices, or the problems."""
    data, name, on = payload
    known = Known(on=on)
    try:
        if not _is_readable(data) and is_mail(data[:4096]):
            return _of_mail(data, known)
        return MailInvoices(found=tuple(read_invoices(data, name, known)))
    except UserError as refused:
        return refused.problems, isinstance(refused, UnknownFormat)


def read_invoices(data: bytes, name: str, known: Known) -> list[Arrived]:
    """The invoices of a file that is no mail, in their order, with its name and hash: an envelope (SBDH) may hold several.

    Raises UserError, a sentence, for one that holds none or cannot be read; UnknownFormat where nobody could tell.
    """
    return [_arrived(data, name, one, known.on) for one in _read(data, name, known)]


def elements_in(data: bytes, name: str, known: Known) -> tuple[Element, ...]:
    """The invoices of a file as elements, where it has such: for who judges them another way; none of a mail.

    Raises UserError as `read_invoices` does.
    """
    if not _is_readable(data) and is_mail(data[:4096]):
        return ()
    return tuple(one.root for one in _read(data, name, known) if one.root is not None)


def _arrived(data: bytes, name: str, one: _Read, on: date) -> Arrived:
    broken = judge(one.root, one.invoice, on) if one.root is not None else ()
    return Arrived(
        invoice=one.invoice,
        file=name,
        sha256=hashlib.sha256(data).hexdigest(),
        broken=(*broken, *_of_pages(one)),
        is_pdf=_is_pdf(data),
    )


def _of_pages(one: _Read) -> tuple[Broken, ...]:
    """What the pages of a hybrid show otherwise than its XML; a warning where they cannot be read."""
    if one.why is not None:
        return (Broken(rule="OB-PDF-UNREADABLE", what=one.why, severity=Severity.warning),)
    if one.root is None or one.paper is None:
        return ()
    from officebot.core.invoices.agreement import disagreements

    return disagreements(one.invoice, one.paper)


def _read(data: bytes, name: str, known: Known) -> Iterator[_Read]:
    """The invoices of a file that is no mail."""
    if looks_like_xml(data):
        for root in invoices_in(read_element(data, _MOST_ELEMENTS)):
            yield _Read(invoice=read_invoice(root), root=root)
    elif _is_pdf(data):
        yield _of_pdf(data, name, known)
    else:
        raise UnknownFormat(Problem(where=name, what=_what_else(data)))


def _of_pdf(data: bytes, name: str, known: Known) -> _Read:
    """What the XML in the PDF says, which is exact, with its pages beside; else what its pages say."""
    from officebot.connectors.papers.hybrid import read_hybrid
    from officebot.connectors.papers.pdf import read_embedded, read_pdf
    from officebot.core.invoices.paper import read_paper_invoice, unreadable

    found = read_hybrid(data, read_embedded(data, name), name)
    if found is not None:
        return _beside_pages(*found, data, name)
    paper = read_pdf(data, name).paper
    why = unreadable(paper)
    if why is not None:
        raise UserError(Problem(where=name, what=why))
    return _Read(invoice=read_paper_invoice(paper, known), paper=paper)


def _beside_pages(root: Element, invoice: Invoice, data: bytes, name: str) -> _Read:
    """The invoice that the XML is, whatever may be wrong with the pages."""
    from officebot.connectors.papers.pdf import read_pdf

    try:
        return _Read(invoice=invoice, root=root, paper=read_pdf(data, name).paper)
    except UserError as refused:
        return _Read(invoice=invoice, root=root, why=refused.problems[0].what)


def _what_else(data: bytes) -> Text:
    """What a file is that is neither XML nor PDF."""
    start = data[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not data:
        return say("This file is empty.")
    if start.startswith((b"UNA", b"UNB+", b"UNH+")):
        return edifact()
    if start[:1] == b"<":
        return say("This is a web page or other XML, no invoice: ask for UBL, CII or Factur-X.")
    return say("This file is no invoice that can be read: UBL, CII, Factur-X, ZUGFeRD and other PDFs are.")


# ── mails ─────────────────────────────────────────────────────────────────────────────────────────────────


def _of_mail(data: bytes, known: Known) -> MailInvoices:
    """The invoices that hang on a mail, and what else may be one. Raises UserError where nothing is."""
    from officebot.connectors.papers.attached import attachments_of

    found: list[Arrived] = []
    unread: list[tuple[str, Text]] = []
    for part in attachments_of(data)[:_MOST_ATTACHMENTS]:
        content = part.content()
        if not may_be_invoice(content, part.name):
            continue
        try:
            found += read_invoices(content, part.name, known)
        except UserError as refused:
            unread += [(part.name, problem.what) for problem in refused.problems]
    if not found and not unread:
        raise UserError(Problem(where="", what=say("No invoice hangs on this mail.")))
    return MailInvoices(found=tuple(found), unread=tuple(unread))


def may_be_invoice(data: bytes, name: str) -> bool:
    """Whether what hangs on a mail may hold an invoice: XML or a PDF, or what is called so."""
    return _is_readable(data) or PurePath(name).suffix.lower() in (".xml", ".pdf")


def _is_readable(data: bytes) -> bool:
    return looks_like_xml(data) or _is_pdf(data)


def _is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:1024]
