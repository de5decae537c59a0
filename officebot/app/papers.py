"""The business documents of mails: fetched from the mailbox when a duty asks, read in a process apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from officebot.core.facts import OfficeFacts
from officebot.core.invoices.arrived import MailInvoices
from officebot.core.mail import Mail, MessageRef
from officebot.core.minutes.arrived import MailNotes
from officebot.core.minutes.readback.document import Returned
from officebot.core.people import People
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import Text, say
from officebot.core.trade.letter import Papers
from officebot.sdk import SeenMail

if TYPE_CHECKING:
    from officebot.connectors.mime.showing import ShownMail
    from officebot.connectors.workers import WorkerPool

#: Of how many mails the documents are remembered: several duties may ask for the same.
_KEPT = 50
_SECONDS = 30.0


class MailPapers:
    """Reads the documents of mails. `original` fetches a mail's bytes; `facts` tells who is of the office.

    `believed` gives the servers whose checks of a sender are believed, by the mailbox's name.
    """

    def __init__(
        self,
        original: Callable[[MessageRef], bytes | None],
        facts: Callable[[], OfficeFacts],
        believed: Callable[[str], frozenset[str]],
    ) -> None:
        self._original, self._facts, self._believed = original, facts, believed
        self._workers: WorkerPool | None = None
        self._known: dict[str, Papers] = {}
        self._last: tuple[tuple[str, str], bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._workers is not None:
            self._workers.close()

    def papers(self, mail: SeenMail) -> Papers:
        """The documents of a mail that came, or the problem with it."""
        key = f"{mail.ref.account}:{mail.ref.fingerprint}"
        if key not in self._known:
            found = self._read(mail)
            if found.problem is None or found.documents:
                self._known[key] = found
                while len(self._known) > _KEPT:
                    del self._known[next(iter(self._known))]
            return found
        return self._known[key]

    def mail(self, ref: MessageRef, received: datetime) -> Mail:
        """The mail itself, read once more. Raises Unavailable, and UserError for one that is gone, private, or unreadable."""
        from officebot.connectors.mime.again import Stored, read_again_apart

        data = self._original(ref)
        if data is None:
            raise UserError(_gone())
        found = read_again_apart(Stored(ref, data, received, self._believed(ref.account)), self.workers())
        if found is None or found.is_private:
            raise UserError(_gone())
        return found

    def invoices(self, mail: SeenMail) -> MailInvoices:
        """The invoices that hang on a mail that came, or the problem with it."""
        from officebot.connectors.papers.mail_invoices import read_mail_invoices_apart

        data = self._bytes_of(mail.ref)
        if isinstance(data, Text):
            return MailInvoices(problem=data)
        facts = self._facts()
        zone = facts.working_time.zone
        return read_mail_invoices_apart(data, mail.received, self.workers(), zone=zone, office=facts.name)

    def notes(self, mail: SeenMail) -> MailNotes:
        """What came with a mail for minutes, or the problem with it."""
        from officebot.connectors.papers.mail_notes import read_mail_notes_apart

        data = self._bytes_of(mail.ref)
        if isinstance(data, Text):
            return MailNotes(problem=data)
        return read_mail_notes_apart(data, mail.received, self.workers())

    def notes_in(self, folder: Path, under: str) -> MailNotes:
        """What lies for minutes in a folder of the office."""
        from officebot.connectors.papers.mail_notes import read_folder_apart

        return read_folder_apart(folder, under, self.workers())

    def word_document(self, data: bytes, name: str) -> Returned | None:
        """A Word document, None where it cannot be read."""
        from officebot.connectors.minutes_files import document_apart

        try:
            return document_apart(data, name, self.workers())
        except UserError:
            return None

    def attached(self, ref: MessageRef, sha256: str) -> bytes | None:
        """The bytes of the mail's attachment with this SHA-256, None where it has none or is gone."""
        data = self._bytes_of(ref)
        if isinstance(data, Text):
            return None
        found = self.workers().run("officebot.connectors.papers.attached:attachment_with", (data, sha256), _SECONDS)
        return found if isinstance(found, bytes) else None

    def shown(self, ref: MessageRef, received: datetime) -> ShownMail:
        """A mail as its page shows it, or the problem with it; never one that is marked private."""
        from officebot.connectors.mime.showing import ShownMail, show_apart

        data = self._bytes_of(ref)
        if isinstance(data, Text):
            return ShownMail(problem=data)
        return show_apart(data, received, self.workers(), self._believed(ref.account))

    def _read(self, mail: SeenMail) -> Papers:
        from officebot.connectors.papers.apart import read_mail_apart

        data = self._bytes_of(mail.ref)
        if isinstance(data, Text):
            return Papers(problem=data)
        facts = self._facts()
        return read_mail_apart(
            data, mail.received, self.workers(), office=facts.name, zone=facts.working_time.zone,
            is_ours=facts.people.inside(mail.sender.address), own=_known_as(facts.people),
        )  # fmt: skip

    def workers(self) -> WorkerPool:
        """The workers that read documents, started when they are first needed."""
        from officebot.connectors.papers.apart import MEMORY_BYTES
        from officebot.connectors.workers import WorkerPool

        if self._workers is None:
            self._workers = WorkerPool(memory_bytes=MEMORY_BYTES)
        return self._workers

    def _bytes_of(self, ref: MessageRef) -> bytes | Text:
        """The mail as it came, or why it is not to be had. The last one is kept: several duties ask one after the other."""
        key = (ref.account, ref.fingerprint)
        # Taken once: another thread may ask for another mail between two looks at it.
        last = self._last
        if last is not None and last[0] == key:
            return last[1]
        try:
            data = self._original(ref)
        except Unavailable as lost:
            return lost.what
        except UserError as refused:
            return refused.problems[0].what
        if data is None:
            return _gone()
        self._last = (key, data)
        return data


def _gone() -> Text:
    return say("This mail is gone, too large, or marked private: its documents are not read.")


def _known_as(people: People) -> frozenset[str]:
    """All that tells the office's people in the head of a mail, in small letters: addresses, domains, names."""
    own = (
        *people.domains,
        *people.aliases,
        *(word for one in people.all for word in (one.address, one.name.casefold())),
    )
    return frozenset(own) - {""}
