"""The first run of a new office: its mailbox is tried before anything is saved, and its last month looked at, reading only."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson

from officebot.app import App
from officebot.app.post import Post
from officebot.connectors.imap.session import ImapSession
from officebot.core.clock import SystemClock
from officebot.core.mail import Unreadable
from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import Text, say
from officebot.engine.intake.mail_source import Message
from officebot.settings.new import Answers, write_new_office
from officebot.settings.office import ServiceTable

LOOK_BACK = timedelta(days=30)
#: Of a full mailbox, so many of the newest mails are looked at: somebody waits.
MOST_LOOKED_AT = 500
_MOST_SHOWN = 15
_URGENT = ("now", "today")
_ASKS = frozenset({"request", "question", "meeting", "complaint", "incident", "order"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What the mailbox and the calendar server say: folders, calendars as (name, address), and what is wrong."""

    folders: tuple[str, ...] = ()
    calendars: tuple[tuple[str, str], ...] = ()
    problem: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One mail of the look back. Of a private one only its head was read: `subject` is "" then."""

    received: datetime
    sender: str
    subject: str
    urgency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the last month holds: what would have stood on top, what waits for an answer, and how much there was."""

    seen: int = 0
    private: int = 0
    urgent: tuple[Found, ...] = ()
    waiting: tuple[Found, ...] = ()
    problem: Text | None = None


def tried(answers: Answers, calendar_url: str = "") -> Tried:
    """Sign in to the mailbox, and to the calendar server where there is one; nothing is kept of it."""
    try:
        with tempfile.TemporaryDirectory(prefix="officebot-") as aside:
            loaded = write_new_office(Path(aside) / "office", answers)
            with Post(loaded, SystemClock()) as post:
                with ImapSession(post.imap_account("desk")) as session:
                    folders = tuple(one.name for one in session.folders() if one.can_be_opened)
                if answers.smtp_host:
                    post.check_sending("desk")
        calendars = _calendars(answers, calendar_url) if calendar_url else ()
    except Unavailable as lost:
        return Tried(problem=lost.what)
    except UserError as error:
        return Tried(problem=_said(error.problems[0]))
    return Tried(folders=folders, calendars=calendars)


def made(folder: Path, answers: Answers, tried_of: Tried, folders: Sequence[str], calendars: Sequence[str]) -> None:
    """Write the office with the folders and calendars that were chosen among those found."""
    kept = tuple(one for one in tried_of.folders if one in folders) or ("INBOX",)
    chosen = tuple(one for one in tried_of.calendars if one[1] in calendars)
    write_new_office(folder, replace(answers, folders=kept, calendars=chosen, port=_port()))


def _port() -> int:
    """0 where the dashboard's usual port is free; else one that is: the first run must not end at another's door."""
    with socket.socket() as tried:
        try:
            tried.bind(("127.0.0.1", ServiceTable.model_fields["port"].default))
        except OSError:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                return int(free.getsockname()[1])
    return 0


def look_back(app: App) -> Look:
    """What the mailboxes received in the last month, judged as triage judges; nothing is changed, noted or marked read."""
    since, looks = app.clock.now() - LOOK_BACK, []
    for account in app.settings.mail.accounts:
        try:
            looks.append(_look(app, account, since))
        except Unavailable as lost:
            looks.append(Look(problem=lost.what))
        except UserError as error:
            looks.append(Look(problem=_said(error.problems[0])))
    return Look(
        seen=sum(one.seen for one in looks), private=sum(one.private for one in looks),
        urgent=_top(one for look in looks for one in look.urgent),
        waiting=_top(one for look in looks for one in look.waiting),
        problem=next((one.problem for one in looks if one.problem is not None), None),
    )  # fmt: skip


def _look(app: App, account: str, since: datetime) -> Look:
    seen = private = 0
    urgent, waiting = [], []
    with app.post.source(account) as source:
        for folder in source.folders:
            source.select(folder)
            uids = source.uids_from(1)[-MOST_LOOKED_AT:]
            flags = source.flags(uids)
            for message in (one for batch in source.read(uids) for one in batch):
                if message.received < since or isinstance(message, Unreadable):
                    continue
                seen += 1
                private += message.is_private
                verdict = _verdict(source.recognised(message.ref))
                one = _found(message, verdict)
                if verdict.get("urgency") in _URGENT:
                    urgent.append(one)
                answered = "\\Answered" in flags.get(message.ref.uid, frozenset())
                if verdict.get("reply_expected") and verdict.get("kind") in _ASKS and not answered:
                    waiting.append(one)
    return Look(seen=seen, private=private, urgent=tuple(urgent), waiting=tuple(waiting))


def _found(message: Message, verdict: dict[str, Any]) -> Found:
    assert not isinstance(message, Unreadable)
    is_private = message.is_private
    sender = message.sender.name or message.sender.address
    return Found(received=message.received, sender="" if is_private else sender,
                 subject="" if is_private else message.subject,
                 urgency=str(verdict.get("urgency") or ""))  # fmt: skip


def _verdict(recognised: Any) -> dict[str, Any]:
    """What triage said of a mail; {} where it said nothing."""
    for claim in getattr(recognised, "stored", ()):
        if claim.kind == "triage":
            read: dict[str, Any] = orjson.loads(str(claim.data))
            return read
    return {}


def _top(found: Iterator[Found]) -> tuple[Found, ...]:
    """The most urgent first, then the newest; so many as are shown."""
    newest = sorted(found, key=lambda one: one.received, reverse=True)
    return tuple(sorted(newest, key=lambda one: one.urgency != "now"))[:_MOST_SHOWN]


def _calendars(answers: Answers, url: str) -> tuple[tuple[str, str], ...]:
    from officebot.connectors.calendars.dav import Dav
    from officebot.connectors.calendars.discovery import calendars_at
    from officebot.connectors.http import Http, Site
    from officebot.connectors.workers import WorkerPool

    site = Site(
        name="calendar", url=url, user=answers.calendar_user or answers.user or answers.address,
        password=lambda: answers.calendar_password or answers.password, timeout=20.0, anywhere=True,
    )  # fmt: skip
    with WorkerPool() as workers:
        found = calendars_at(Dav(Http(site), workers))
    parts = urlsplit(url)
    return tuple((name or path, f"{parts.scheme}://{parts.netloc}{path}") for path, name in found.items())


def _said(problem: Problem) -> Text:
    return say("{where}: {what}", where=problem.where, what=problem.what) if problem.where else problem.what
