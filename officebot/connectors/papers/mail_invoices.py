"""The invoices of a mail for a duty: each with its file, what could not be read, and all words that came with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from officebot.connectors.mailfiles import mail_in
from officebot.connectors.mime.parts import Part
from officebot.connectors.mime.reply import trim
from officebot.connectors.papers.attached import attachments_of
from officebot.connectors.papers.invoices import may_be_invoice, read_invoices
from officebot.connectors.papers.texts import words_of_file
from officebot.connectors.workers import WorkerFault, WorkerPool
from officebot.core.invoices.arrived import Arrived, MailInvoices
from officebot.core.mail import Unreadable
from officebot.core.problems import UserError
from officebot.core.text import Text, say
from officebot.core.trade.model import Party
from officebot.core.trade.reading.document import Known

_READ = "officebot.connectors.papers.mail_invoices:read_mail_invoices"
_SECONDS = 60.0
_MOST_ATTACHMENTS = 40
#: So many letters of a mail's and its files' words are looked through, for accounts to pay to.
_LONGEST = 60_000


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
    words = "\n".join((mail.subject, trim(mail.text).reply or mail.text, *_words(parts[:_MOST_ATTACHMENTS])))
    return MailInvoices(found=tuple(found), words=words[:_LONGEST], unread=tuple(unread))


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


def _words(parts: list[Part]) -> Iterator[str]:
    """What stands in the files beside the invoices' own fields: a workbook may name another account."""
    for part in parts:
        try:
            yield words_of_file(part.content(), part.name)[:_LONGEST]
        except UserError:
            continue


def _too_many(count: int) -> Text:
    return say("{count} attachments hang on this mail: only the first {most} were read.", count=count,
               most=_MOST_ATTACHMENTS)  # fmt: skip
