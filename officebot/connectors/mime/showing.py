"""A mail as its page shows it: its text, its HTML cleaned, what hangs on it. Read in a worker, from its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from officebot.core.mail import Address, Attachment, MessageRef, Proof
from officebot.core.text import Text, say

if TYPE_CHECKING:
    from officebot.connectors.workers import WorkerPool

#: A page stays below 100 KB, whatever is in the mail.
_MOST_TEXT, _MOST_HTML = 25_000, 35_000
_MOST_FILES, _MOST_PEOPLE = 50, 50
_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMail:
    """What a mail says. `html` is cleaned, and "" where it has none; `problem` where it cannot be shown."""

    text: str = ""
    html: str = ""
    sender: Address = Address("", "")
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    proof: Proof = Proof.UNKNOWN
    is_cut: bool = False
    problems: tuple[Text, ...] = ()
    problem: Text | None = None


def show_apart(
    data: bytes, received: datetime, workers: WorkerPool, authserv_ids: frozenset[str] = frozenset()
) -> ShownMail:
    """The mail of these bytes, read in a process apart; with a problem where none survives it."""
    found = workers.run("officebot.connectors.mime.showing:read_shown", (data, received, authserv_ids), _SECONDS)
    if isinstance(found, ShownMail):
        return found
    return ShownMail(problem=say("This mail cannot be read: look at it in your mail program, with care."))


def read_shown(payload: tuple[bytes, datetime, frozenset[str]]) -> ShownMail:
    """The mail of these bytes; of a private one nothing."""
    from officebot.connectors.mime.clean_html import clean_html
    from officebot.connectors.mime.parts import Poison, cut
    from officebot.connectors.mime.read import read_message

    data, received, authserv_ids = payload
    header, body = cut(data)
    try:
        ref = MessageRef("", "", 0, 0, "")
        mail = read_message(ref, header, body, frozenset(), received, len(data), authserv_ids=authserv_ids)
    except Poison as poison:
        return ShownMail(problem=poison.problem)
    if mail.is_private:
        return ShownMail(problem=say("This mail is marked private: it is not shown."))
    text = mail.text.encode("utf-8", "replace")[:_MOST_TEXT].decode("utf-8", "ignore")
    return ShownMail(
        text=text, html=clean_html(mail.html, _MOST_HTML) if mail.html else "", sender=mail.sender,
        to=mail.to[:_MOST_PEOPLE], cc=mail.cc[:_MOST_PEOPLE], reply_to=mail.reply_to[:_MOST_PEOPLE],
        attachments=mail.attachments[:_MOST_FILES], proof=mail.proof, is_cut=len(text) < len(mail.text),
        problems=mail.problems,
    )  # fmt: skip
