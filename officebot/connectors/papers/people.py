"""Documents written for people, in whatever file: PDFs, workbooks, pages, texts, and mails with all that hangs on them.

The bytes come from outside: this is the worker's side, see `apart`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import PurePath
from typing import TypeAlias
from zoneinfo import ZoneInfo

from officebot.connectors.mailfiles import is_mail, mail_in
from officebot.connectors.mime.parts import Part
from officebot.connectors.mime.reply import new_text, trim
from officebot.connectors.papers.attached import attachments_of
from officebot.connectors.papers.pages import has_table, paper_of_html, paper_of_lines, text_of_html
from officebot.connectors.papers.pdf import read_pdf
from officebot.connectors.papers.plain import paper_of_text
from officebot.connectors.papers.sheets import papers_of_book
from officebot.connectors.workbooks.reading import read_book
from officebot.core.mail import Mail, Unreadable
from officebot.core.numbering import without_placeholder
from officebot.core.problems import Problem, UserError
from officebot.core.text import Text, say
from officebot.core.trade.known import Known
from officebot.core.trade.letter import Letter
from officebot.core.trade.model import Party, TradeDocument, TradeKind
from officebot.core.trade.paper import Paper
from officebot.core.trade.reading.document import Reading, read_paper
from officebot.core.trade.reading.message import Message, read_message_text

#: Reads the XML of structured documents: `officebot.connectors.papers.edocuments.read_xml_documents`.
XmlReader: TypeAlias = Callable[[bytes], list[TradeDocument]]

_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv"})
_TEXTS = frozenset({".txt", ".text", ".md", ".asc"})
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_MOST_ATTACHMENTS = 40
_LONGEST = 20_000


def read_for_people(data: bytes, name: str, known: Known, read_xml: XmlReader | None = None) -> list[Reading]:
    """The documents in a file. Raises UserError, a sentence, for one that holds none or cannot be read."""
    if is_mail(data[:4096]):
        found = read_mail(data, name, read_xml)
    else:
        found = [reading for reading in _readings(data, name, known, read_xml) if _says_something(reading)]
    if not found:
        raise UserError(Problem(where=name, what=say("No document about goods or services was found in this file.")))
    return found


def _readings(data: bytes, name: str, known: Known, read_xml: XmlReader | None) -> Iterator[Reading]:
    ending = PurePath(name).suffix.lower()
    if b"%PDF-" in data[:1024]:
        yield from _of_pdf(data, name, known, read_xml)
    elif data.lstrip()[:1] == b"<" and _is_page(data, ending):
        yield read_paper(paper_of_html(_decoded(data), name), known)
    elif data[:2] == b"PK" or data[:4] == b"\xd0\xcf\x11\xe0" or ending in _WORKBOOKS:
        yield from _joined([read_paper(paper, known) for paper in papers_of_book(read_book(data, name))])
    elif data.lstrip()[:1] == b"<" or data[:5] == b"\xef\xbb\xbf<?":
        for document in read_xml(data) if read_xml is not None else ():
            yield Reading(document=document, kind_score=9.0)
    elif b"\x00" not in data[:4096]:
        yield from _of_text(_decoded(data), name, known)
    else:
        raise UserError(Problem(where=name, what=_not_readable()))


def _joined(sheets: list[Reading]) -> list[Reading]:
    """The sheets of a workbook as documents: what has neither title nor number of its own goes on with the first."""
    made: list[Reading] = []
    for sheet in sheets:
        first = made[0].document if made else None
        document = sheet.document
        is_own = first is None or not first.lines or document.number not in ("", first.number)
        if first is None or is_own or document.kind not in (first.kind, TradeKind.other):
            made.append(sheet)
        else:
            made[0] = replace(made[0], document=replace(first, lines=(*first.lines, *document.lines)))
    return made


def _of_pdf(data: bytes, name: str, known: Known, read_xml: XmlReader | None) -> Iterator[Reading]:
    """What the XML in the PDF says, which is exact; else what its pages say."""
    found = read_pdf(data, name)
    if read_xml is not None:
        for _, embedded in found.embedded:
            try:
                documents = read_xml(embedded)
            except UserError:
                continue
            if documents:
                yield from (Reading(document=document, kind_score=9.0) for document in documents)
                return
    if found.paper.is_scan:
        raise UserError(Problem(where=name, what=_scanned()))
    yield read_paper(found.paper, known)


def _of_text(text: str, name: str, known: Known) -> Iterator[Reading]:
    paper = paper_of_text(text, name)
    reading = read_paper(paper, known)
    if reading.document.lines:
        yield reading
        return
    told = read_message_text(Message(paper=paper, reply=text), known)
    yield from told or [reading]


def _says_something(reading: Reading) -> bool:
    document = reading.document
    return bool(document.lines) or (document.kind is not TradeKind.other and reading.kind_score >= 1.5)


# ── mails ─────────────────────────────────────────────────────────────────────────────────────────────────


def read_mail(
    data: bytes, name: str, read_xml: XmlReader | None = None, own_domains: frozenset[str] = frozenset()
) -> list[Reading]:
    """The documents of a mail: those that hang on it, in order, then what its own words say; none for a mail about
    something else. An attachment that cannot be read is left out: the mail's own words may still say something."""
    mail = mail_in(name, data)
    if isinstance(mail, Unreadable):
        raise UserError(Problem(where=name, what=mail.problem))
    return read_mail_found(data, mail, read_xml, own_domains)[0]


def read_mail_found(
    data: bytes, mail: Mail, read_xml: XmlReader | None = None, own_domains: frozenset[str] = frozenset()
) -> tuple[list[Reading], tuple[Text, ...]]:
    """The same of a mail whose words were read already, and a sentence for each attachment that could not be read."""
    found, _, unread = read_mail_whole(data, mail, read_xml, own_domains)
    return found, unread


def read_mail_whole(
    data: bytes, mail: Mail, read_xml: XmlReader | None = None, own_domains: frozenset[str] = frozenset()
) -> tuple[list[Reading], list[Reading], tuple[Text, ...]]:
    """The same, between them the papers of which nobody could tell what they are, with what stands on them."""
    known = known_of(mail)
    parts = attachments_of(data)
    attached: list[Reading] = []
    loose: list[Reading] = []
    unread: list[Text] = []
    for part in parts[:_MOST_ATTACHMENTS]:
        try:
            for one in _of_part(part, known, read_xml):
                (attached if _is_document(one) else loose).append(one)
        except UserError as refused:
            unread.append(say("{where}: {what}", where=part.name, what=refused.problems[0].what))
    if len(parts) > _MOST_ATTACHMENTS:
        unread.append(
            say("{count} attachments hang on this mail: only the first {most} were read.",
                count=len(parts), most=_MOST_ATTACHMENTS)
        )  # fmt: skip
    body = read_body(mail, known, has_documents=any(map(_may_be_document, parts)), own_domains=own_domains)
    return [*body, *attached], [one for one in loose if one.document.rows], tuple(unread)


def known_of(mail: Mail) -> Known:
    """What a mail tells beside its documents."""
    to = mail.to[0] if mail.to else None
    return Known(
        on=mail.date.date(),
        subject=mail.subject[:300],
        words=mail.reply[:4_000],
        sender=Party(name=mail.sender.name, email=mail.sender.address),
        buyer=Party(name=to.name, email=to.address) if to is not None else Party(),
    )


def letter_of(
    mail: Mail, received: datetime, *, office: str, is_ours: bool, zone: str, own: frozenset[str] = frozenset()
) -> Letter:
    """What of a mail tells which order is meant; its day is that of the office's zone, `own` are as in `Letter`."""
    _, reply, quoted = _new_of(mail)
    return Letter(
        sender=mail.sender.address,
        sender_name=mail.sender.name,
        subject=mail.subject[:300],
        new=reply[:_LONGEST],
        quoted=quoted[:_LONGEST],
        day=received.astimezone(ZoneInfo(zone)).date(),
        to=tuple(one.address for one in (*mail.to, *mail.cc))[:20],
        is_ours=is_ours,
        office=office,
        own=own,
    )


def read_body(
    mail: Mail, known: Known, *, has_documents: bool = False, own_domains: frozenset[str] = frozenset()
) -> list[Reading]:
    """What the mail's own new words say; `own_domains` are the office's, of whose mails only receipts count."""
    paper, reply, quoted = _new_of(mail)
    recipients = {address.domain for address in (*mail.to, *mail.cc)}
    message = Message(
        paper=paper,
        reply=reply,
        quoted=quoted,
        is_ours=mail.sender.domain in own_domains | recipients,
        is_automatic=mail.is_automatic or mail.is_list,
        has_documents=has_documents,
    )
    return read_message_text(message, known)


def _new_of(mail: Mail) -> tuple[Paper, str, str]:
    """The mail's new text as a paper, with the lines it answers between, and what is quoted below.

    Of two forms the one with a table is read: only there are empty cells known.
    """
    if "<table" in mail.html.lower():
        text = text_of_html(mail.html)
        if has_table(text):
            parts = trim(text)
            return paper_of_lines(new_text(text)), parts.reply, parts.quoted
    parts = trim(mail.text)
    return paper_of_text(new_text(mail.text)), parts.reply, parts.quoted


def _may_be_document(part: Part) -> bool:
    """Whether a part may hold a document: a PDF, a workbook, XML, a page, a text; no picture, no card of an address."""
    content = part.content(6_000)
    return (
        b"%PDF-" in content[:1024] or content[:2] == b"PK" or content.lstrip(b"\xef\xbb\xbf \r\n")[:1] == b"<"
        or content[:4] == b"\xd0\xcf\x11\xe0" or PurePath(part.name).suffix.lower() in _WORKBOOKS | _TEXTS | _PAGES
    )  # fmt: skip


def _of_part(part: Part, known: Known, read_xml: XmlReader | None) -> list[Reading]:
    if not _may_be_document(part):
        return []
    found = list(_readings(part.content(), part.name, known, read_xml))
    return [replace(one, document=replace(one.document, supplier=_supplier(one.document, known))) for one in found]


def _is_document(reading: Reading) -> bool:
    return _says_something(reading) and reading.document.kind is not TradeKind.other


def _supplier(document: TradeDocument, known: Known) -> Party:
    return document.supplier if document.supplier.name else known.sender


# ── bytes ─────────────────────────────────────────────────────────────────────────────────────────────────


def _is_page(data: bytes, ending: str) -> bool:
    start = data.lstrip()[:400].lower()
    return ending in _PAGES or start.startswith((b"<!doctype html", b"<html")) or b"<table" in start


def _decoded(data: bytes) -> str:
    for charset in ("utf-8-sig", "cp1252"):
        try:
            return without_placeholder(data.decode(charset))
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _scanned() -> Text:
    return say("This PDF holds pictures of pages only, no words: ask for one made by a program, or enter it by hand.")


def _not_readable() -> Text:
    return say("This file is no document that can be read: a PDF, a workbook, a page, a text or a mail is.")
