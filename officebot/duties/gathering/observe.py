"""What a gathering is decided from: what is gathered, the mails of both ways, what waits, the letters' texts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from officebot.core.gathering.model import KEY, Contribution, Gathering, mark_in
from officebot.core.gathering.reading import File
from officebot.core.proposals import Item
from officebot.core.schedule import parse
from officebot.core.text import Language, Text, as_language, plain
from officebot.duties.gathering.recognise import CONTRIBUTION
from officebot.duties.gathering.settings import Settings
from officebot.letter_texts import letter_text
from officebot.sdk import Office, OfficeFacts, Proof, SeenMail, Trigger, refused

#: The kinds of the ledger's items.
GATHERING, CONTRIBUTED, NOTICE = "gathering", "contribution", "notice"
#: How far back mails are looked through each morning.
LOOK_BACK = timedelta(days=45)
#: A request that was missed for so long is not sent any more.
_MISSED = timedelta(days=7)
_SHORTEST_TITLE = 8
LETTERS = ("contribution_request", "contribution_reminder", "contribution_no_file")
#: The places that these letters may name.
PLACES = ("salutation", "title", "asked", "due", "collector", "office", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A mail that came or went, with what was read from it; `is_ours` where the office sent it."""

    mail: SeenMail
    is_ours: bool = False
    is_machine: bool = False
    is_proven: bool = True
    back: date | None = None
    bounced: tuple[str, ...] | None = None
    ids: tuple[str, ...] = ()
    text: str = ""
    whole: str = ""
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is gathered, and what happened since, oldest first. `reminds` when it is time for requests and reminders.

    `pending` are the titles, by key, of proposals that wait or are approved, `done` the keys of those that were carried
    out; `begun` are the names of the gatherings of old; `due` which documents of the settings are to be asked for now,
    and since which day; `notices` are the keys of what collectors were told and is open still.
    """

    office: OfficeFacts
    now: datetime
    today: date
    gatherings: Sequence[Gathering] = ()
    contributions: Sequence[Contribution] = ()
    begun: frozenset[str] = frozenset()
    due: Mapping[str, date] = field(default_factory=dict)
    events: Sequence[Event] = ()
    pending: Mapping[str, Text] = field(default_factory=dict)
    done: frozenset[str] = frozenset()
    refused: Mapping[str, Text] = field(default_factory=dict)
    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    notices: frozenset[str] = frozenset()
    reminds: bool = False

    @property
    def language(self) -> Language:
        """The office's, in which its pages are written."""
        return as_language(self.office.language)


def observe(office: Office, trigger: Trigger, settings: Settings) -> Facts:
    """After mail: what came and went. By the clock or by hand: the last weeks, and what is due."""
    now, is_arrival = trigger.now, trigger.kind == "after mail"
    today = office.facts.working_time.local(now).date()
    items = office.items(CONTRIBUTED)
    contributions = [Contribution.from_json(item.source) for item in items]
    live = {one.key: one.title for one in office.proposals(["waiting", "approved"]) if one.key.startswith(KEY)}
    mails = _mails(office, trigger, live, is_arrival=is_arrival) if contributions else []
    events = _events(office, mails, contributions, now)
    # Only a draft that was written is asked for by it: nothing is looked through while nothing is gathered.
    done = (
        [one.key for one in office.proposals(["done"], now - LOOK_BACK) if one.key.startswith(KEY)] if events else []
    )
    return Facts(
        office=office.facts,
        now=now,
        today=today,
        gatherings=[gathering_of(item) for item in office.items(GATHERING)],
        contributions=contributions,
        begun=frozenset(str(item.source.get("name", "")) for item in office.items(GATHERING, "closed")),
        due={} if is_arrival else due_documents(settings, office.facts, now),
        events=events,
        pending=live,
        done=frozenset(done),
        refused=refused(office, KEY),
        texts=texts_of(office),
        notices=frozenset(item.key for item in office.items(NOTICE) if item.key.startswith(KEY)),
        reminds=not is_arrival,
    )


def gathering_of(item: Item) -> Gathering:
    """The gathering that an item holds."""
    return Gathering.from_json(item.source)


def texts_of(office: Office) -> dict[tuple[str, str], str]:
    """The letters by language and name: the office's own, else the shipped ones."""
    return {
        (language, name): letter_text(office, f"{language}/mail/{name}.txt", PLACES)[0]
        for language in ("fr", "en")
        for name in LETTERS
    }


def due_documents(settings: Settings, office: OfficeFacts, now: datetime) -> dict[str, date]:
    """The documents of the settings whose time has come within the last days, each with the day on which it came."""
    working = office.working_time
    found = {}
    for name, document in settings.documents.items():
        fired = parse(document.ask_on).due_between(now - _MISSED, now, working.tz, working)
        if fired and document.ask:
            found[name] = working.local(fired[-1].instant).date()
    return found


def _mails(office: Office, trigger: Trigger, live: Collection[str], *, is_arrival: bool) -> list[SeenMail]:
    """The mails to look at; of an arrival also those about which something waits: what comes changes what it would do."""
    now = trigger.now
    soon = now + timedelta(days=1)
    if is_arrival:
        waits = {key.rpartition(":")[2] for key in live if key.startswith((f"{KEY}whose:", f"{KEY}heard:"))}
        earlier = office.mails(now - LOOK_BACK, soon) if waits else ()
        arrived = office.arrived(trigger)
        return list({mail.id: mail for mail in (*(one for one in earlier if one.mark in waits), *arrived)}.values())
    return [*office.mails(now - LOOK_BACK, soon), *office.sent(now - LOOK_BACK, soon)]


def _events(
    office: Office, mails: Sequence[SeenMail], contributions: Sequence[Contribution], now: datetime
) -> list[Event]:
    """What of these mails may concern somebody who was asked, oldest first."""
    asked = {one.address for one in contributions}
    known = {mark for one in contributions for mark in one.seen} | {
        one for each in contributions for one in each.sent
    }
    ids = {one for each in contributions for one in each.sent}
    marks = {one.mark for one in contributions}
    fresh = [mail for mail in mails if mail.mark not in known and mail.message_id not in known]
    # A request and its answer may be seen at once: whoever answers names the mail or its mark.
    ids |= {mail.message_id for mail in fresh if mail.state == "sent" and mark_in(mail.subject) in marks}
    if not fresh:
        return []
    claims = {
        mail.id: claim.data for mail, claim in office.claims(CONTRIBUTION, now - LOOK_BACK, now + timedelta(days=1))
    }
    found = []
    for mail in sorted(fresh, key=lambda mail: (mail.received, mail.state != "sent", mail.id)):
        if mail.state == "sent":
            if mark_in(mail.subject) in marks or {mail.in_reply_to, mail.thread} & ids:
                found.append(Event(mail=mail, is_ours=True))
            continue
        is_near = mark_in(mail.subject) in marks or bool({mail.in_reply_to, mail.thread} & ids)
        data = claims.get(mail.id, {} if mail.sender.address in asked else None)
        if data is None or not (is_near or mail.sender.address in asked or data.get("bounced") is not None):
            continue
        is_titled = any(is_about(mail.subject, one.title) for one in contributions)
        event = _event(office, mail, data, may_answer=is_near or is_titled or bool(data.get("files")))
        found += [event] if event is not None else []
    return found


def is_about(subject: str, title: str) -> bool:
    """Whether a subject names a document, in whatever words around it."""
    words = plain(title).strip()
    return len(words) >= _SHORTEST_TITLE and words in plain(subject)


def _event(office: Office, mail: SeenMail, data: Mapping[str, Any], *, may_answer: bool) -> Event | None:
    """What was read from a mail; None where its words cannot be had now: it is looked at again in the morning."""
    bounced, back = data.get("bounced"), str(data.get("back") or "")
    files = data.get("files")
    text, whole = str(data.get("text") or ""), str(data.get("whole") or "")
    if may_answer and not text and bounced is None and not data.get("automatic"):
        papers = office.papers(mail)
        if papers.problem is not None and not data.get("files"):
            return None
        letter = papers.letter
        text, whole = letter.new, f"{letter.new}\n{letter.quoted}"
    ids = data.get("ids")
    return Event(
        mail=mail,
        is_machine=bool(data.get("automatic")) or mail.verdict.get("kind") in ("automatic", "newsletter", "fraud"),
        # Where our server vouches for nobody, nothing can be asked of a mail; where it does, only those it vouches for count.
        # Of a mail without a claim nobody knows what the server said.
        is_proven=data.get("proof") in (Proof.PASSED, Proof.UNKNOWN),
        back=date.fromisoformat(back) if back else None,
        bounced=tuple(map(str, bounced)) if isinstance(bounced, list) else None,
        ids=tuple(map(str, ids)) if isinstance(ids, list) else (),
        text=text,
        whole=whole,
        files=tuple(
            File(name=str(one["name"]), media_type=str(one["media_type"]), size=int(one["size"]),
                 sha256=str(one["sha256"]), dangers=tuple(map(str, one.get("dangers", ()))))
            for one in (files if isinstance(files, list) else ())
        ),
    )  # fmt: skip
