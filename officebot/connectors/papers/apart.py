"""Business documents read in a worker: whatever a file does to its reader, only that worker suffers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from officebot.connectors.file_bytes import file_bytes
from officebot.connectors.papers.reading import LARGEST_FILE, read_documents
from officebot.connectors.workers import WorkerFault, WorkerPool
from officebot.core.mail import Unreadable
from officebot.core.problems import Problem, UserError
from officebot.core.text import say
from officebot.core.trade.letter import Papers
from officebot.core.trade.model import TradeDocument

#: What a worker needs for the largest XML, a million elements; and time for 200 pages.
MEMORY_BYTES = 2_000_000_000
_SECONDS = 60.0
_READ = "officebot.connectors.papers.apart:read_or_refuse"
_READ_MAIL = "officebot.connectors.papers.apart:read_mail_papers"

Refused: TypeAlias = tuple[Problem, ...]
_Payload: TypeAlias = tuple[bytes, datetime, str, bool, str] | tuple[bytes, datetime, str, bool, str, frozenset[str]]


def read_documents_apart(source: Path | bytes, name: str, workers: WorkerPool) -> list[TradeDocument]:
    """The file's documents, read in a worker. Raises UserError as `read_documents` does, also for what no worker survives."""
    data = file_bytes(source, LARGEST_FILE) if isinstance(source, Path) else source
    found: list[TradeDocument] | Refused | WorkerFault = workers.run(_READ, (data, name), _SECONDS)
    if isinstance(found, list):
        return found
    if isinstance(found, tuple):
        raise UserError(found)
    what = say("This document takes too long or too much memory to read: it is damaged, or not made by people.")
    raise UserError(Problem(where=name, what=what))


def read_mail_apart(
    data: bytes, received: datetime, workers: WorkerPool, *, office: str, is_ours: bool, zone: str,
    own: frozenset[str] = frozenset(),
) -> Papers:  # fmt: skip
    """The documents of a mail, read in a worker; where no worker survives it, the problem. `own` are as in `Letter`."""
    payload = (data, received, office, is_ours, zone, own)
    found: Papers | WorkerFault = workers.run(_READ_MAIL, payload, _SECONDS)
    if isinstance(found, Papers):
        return found
    return Papers(
        problem=say("This mail takes too long or too much memory to read: look at what hangs on it yourself.")
    )


def read_mail_papers(payload: _Payload) -> Papers:
    """The worker's side: the mail's documents with what tells which order they are about, or the problem.

    The payload is the mail, when it came, the office's name, whether a colleague sent it, the office's zone, and `own`.
    """
    from officebot.connectors.mailfiles import mail_in
    from officebot.connectors.papers.edocuments import read_xml_documents
    from officebot.connectors.papers.forwards import passed_on
    from officebot.connectors.papers.people import letter_of, read_mail_whole

    data, received, office, is_ours, zone = payload[:5]
    known = payload[5] if len(payload) == 6 else frozenset[str]()
    try:
        mail = mail_in("", data)
        if isinstance(mail, Unreadable):
            return Papers(problem=mail.problem)
        first = passed_on(mail)
        if first is not None and not (is_ours and first.sender == mail.sender):
            mail, is_ours = first, False
        letter = letter_of(mail, received, office=office, is_ours=is_ours, zone=zone, own=known)
        own = frozenset({mail.sender.domain}) if is_ours else frozenset()
        found, loose, unread = read_mail_whole(data, mail, read_xml_documents, own)
        documents = tuple(one.document for one in found)
        has_documents = any(one.syntax != "text" for one in documents)
        return Papers(
            letter=replace(letter, has_documents=has_documents), documents=documents,
            loose=tuple(one.document for one in loose), problem=unread[0] if unread else None,
        )  # fmt: skip
    except UserError as refused:
        return Papers(problem=refused.problems[0].what)


def read_or_refuse(payload: tuple[bytes, str]) -> list[TradeDocument] | Refused:
    """The worker's side: the documents, or the problems."""
    try:
        return read_documents(*payload)
    except UserError as refused:
        return refused.problems
