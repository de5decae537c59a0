"""The invoices of a mail for a duty: each with its file, what could not be read, and all words that came with them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from officebot.connectors.mailfiles import mail_in
from officebot.connectors.mime.parts import Part
from officebot.connectors.papers.attached import attachments_of
from officebot.connectors.papers.invoices import may_be_invoice, read_invoices
from officebot.connectors.papers.pages import text_of_html
from officebot.connectors.papers.pdf import read_embedded
from officebot.connectors.papers.texts import words_of_file
from officebot.connectors.papers.xml import looks_like_xml, read_element
from officebot.connectors.workers import WorkerFault, WorkerPool
from officebot.core.invoices.arrived import Arrived, MailInvoices
from officebot.core.mail import Unreadable
from officebot.core.problems import UserError
from officebot.core.text import Text, say
from officebot.core.trade.known import Known
from officebot.core.trade.model import Party
from officebot.core.trade.structured.elements import Element

_READ = "officebot.connectors.papers.mail_invoices:read_mail_invoices"
_SECONDS = 60.0
_MOST_ATTACHMENTS = 40
#: What mail programs add by themselves: signatures of mails, and keys.
_WORDLESS = frozenset(
    f"application/{name}" for name in ("pkcs7-signature", "x-pkcs7-signature", "pgp-signature", "pgp-keys")
)
#: So many letters of a mail's and its files' words are looked through, for accounts to pay to.
_LONGEST, _MOST_WORDS = 200_000, 400_000


def read_mail_invoices_apart(
    data: bytes, received: datetime, workers: WorkerPool, *, zone: str, office: str
) -> MailInvoices:
    """The invoices of a mail, read in a worker; where no worker survives it, the problem."""
    found: MailInvoices | WorkerFault = workers.run(_READ, (data, received, zone, office), _SECONDS)
    if isinstance(found, MailInvoices):
        return found
    return MailInvoices(
        problem=say("This mail takes too long or too much memory to read: look at what hangs on it yourself.")
    )


def read_mail_invoices(payload: tuple[bytes, datetime, str, str]) -> MailInvoices:
    """The worker's side: the mail's invoices, or the problem."""
    data, received, zone, office = payload
    try:
        mail = mail_in("", data)
        if isinstance(mail, Unreadable):
            return MailInvoices(problem=mail.problem)
        known = Known(
            on=received.astimezone(ZoneInfo(zone)).date(), subject=mail.subject[:300], buyer=Party(name=office)
        )
        parts = attachments_of(data)
        found, unread = _read(parts[:_MOST_ATTACHMENTS], known)
    except UserError as refused:
        return MailInvoices(problem=refused.problems[0].what)
    if len(parts) > _MOST_ATTACHMENTS:
        unread.append(("", _too_many(len(parts))))
    words = [mail.subject, mail.text, text_of_html(mail.html[:_LONGEST]) if mail.html else ""]
    unseen: list[str] = []
    for part in parts[:_MOST_ATTACHMENTS]:
        words.append(part.name)
        told = _words(part)
        if told is None:
            unseen.append(part.name)
        else:
            words.append(told)
    return MailInvoices(
        found=tuple(found), words="\n".join(words)[:_MOST_WORDS], unseen=tuple(unseen), unread=tuple(unread)
    )


def _read(parts: list[Part], known: Known) -> tuple[list[Arrived], list[tuple[str, Text]]]:
    found: list[Arrived] = []
    unread: list[tuple[str, Text]] = []
    for part in parts:
        content = part.content()
        if not may_be_invoice(content, part.name):
            continue
        try:
            found += read_invoices(content, part.name, known)
        except UserError as refused:
            unread.append((part.name, refused.problems[0].what))
    return found, unread


def _words(part: Part) -> str | None:
    """What stands in a file beside the invoice's own fields: a workbook, or a note in the data, may name another account.

    None for a file whose words cannot be read here; pictures have none.
    """
    content = part.content()
    if part.content_type.main.startswith("image/") or part.content_type.main in _WORDLESS:
        return ""
    try:
        if looks_like_xml(content):
            return words_of_element(read_element(content))[:_LONGEST]
        told = words_of_file(content, part.name)
        hidden = [words_of_element(read_element(data)) for _, data in _embedded(content, part.name)]
    except UserError:
        return None
    return "\n".join((told, *hidden))[:_LONGEST] if told or hidden else None


def _embedded(content: bytes, name: str) -> list[tuple[str, bytes]]:
    if b"%PDF-" not in content[:1024]:
        return []
    return [(called, data) for called, data in read_embedded(content, name) if looks_like_xml(data)]


def words_of_element(root: Element) -> str:
    """All words of an XML document, a line an element."""
    return "\n".join(one.text for one in root.within() if one.text.strip())


def _too_many(count: int) -> Text:
    return say("{count} attachments hang on this mail: only the first {most} were read.", count=count,
               most=_MOST_ATTACHMENTS)  # fmt: skip
