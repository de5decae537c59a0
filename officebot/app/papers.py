"""The business documents of mails: fetched from the mailbox when a duty asks, read in a process apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Self

from officebot.core.facts import OfficeFacts
from officebot.core.mail import MessageRef
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import Text, say
from officebot.core.trade.letter import Papers
from officebot.sdk import SeenMail

if TYPE_CHECKING:
    from officebot.connectors.workers import WorkerPool

#: Of how many mails the documents are remembered: several duties may ask for the same.
_KEPT = 50


class MailPapers:
    """Reads the documents of mails. `original` fetches a mail's bytes; `facts` tells who is of the office."""

    def __init__(self, original: Callable[[MessageRef], bytes | None], facts: Callable[[], OfficeFacts]) -> None:
        self._original, self._facts = original, facts
        self._workers: WorkerPool | None = None
        self._known: dict[str, Papers] = {}

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

    def _read(self, mail: SeenMail) -> Papers:
        from officebot.connectors.papers.apart import MEMORY_BYTES, read_mail_apart
        from officebot.connectors.workers import WorkerPool

        try:
            data = self._original(mail.ref)
        except Unavailable as lost:
            return Papers(problem=lost.what)
        except UserError as refused:
            return Papers(problem=refused.problems[0].what)
        if data is None:
            return Papers(problem=_gone())
        if self._workers is None:
            self._workers = WorkerPool(memory_bytes=MEMORY_BYTES)
        facts = self._facts()
        return read_mail_apart(
            data, mail.received, self._workers, office=facts.name, zone=facts.working_time.zone,
            is_ours=facts.people.inside(mail.sender.address),
        )  # fmt: skip


def _gone() -> Text:
    return say("This mail is gone, too large, or marked private: its documents are not read.")
