"""A working day of the sample company: which mails come when, and what its people decide."""

from __future__ import annotations

import base64
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email.utils import format_datetime, parseaddr
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any
from zoneinfo import ZoneInfo

from officebot.core.expressions import expression
from officebot.testing.letters import Enclosure, Letter, compose
from officebot.testing.servers import authserv_id

ZONE = ZoneInfo("Europe/Paris")

# The Monday for which the company's mails are written.
WRITTEN_FOR = date(2026, 11, 23)

_CALENDAR_DATE = expression(r"^((?:DTSTART|DTEND|DTSTAMP|DUE|RECURRENCE-ID|EXDATE)[^:\n]*:)(\d{8})", re.MULTILINE)
_DEEDS = ("approve", "reject", "undo")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptedMail:
    """A mail of the script. `baseline` means that it was there before the day began; what the office sent never was."""

    id: str
    at: datetime
    raw: bytes = field(repr=False)
    baseline: bool
    folder: str = "INBOX"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptedAnswer:
    """What a person decides: approve, reject or undo the proposal of a duty whose key or title holds `match`.

    An empty `match` means the oldest that waits.
    """

    at: datetime
    who: str
    does: str
    duty: str
    match: str
    because: str


class ScriptError(ValueError):
    """The script cannot be played: says which entry, and what is wrong with it."""


def _company() -> Traversable:
    return files("officebot.testing") / "company"


def _entries(place: Traversable, table: str) -> Iterator[Mapping[str, Any]]:
    try:
        content = tomllib.loads(place.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ScriptError(f"{place.name}: {error}") from error
    yield from content.get(table, [])


def _instant(entry: Mapping[str, Any], day: date) -> datetime:
    on = day + timedelta(days=int(entry.get("day", 0)))
    return datetime.combine(on, time.fromisoformat(str(entry["at"])), ZONE)


def _message_id(entry: Mapping[str, Any], day: date) -> str:
    domain = parseaddr(str(entry["from"]))[1].rpartition("@")[2] or "unknown.example"
    return f"<{entry['id']}.{day:%Y%m%d}@{domain}>"


def _thread(entry: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]], day: date) -> list[str]:
    """The Message-IDs of those it answers, oldest first (RFC 5322 §3.6.4)."""
    ids: list[str] = []
    parent = str(entry.get("in_reply_to", ""))
    while parent:
        if parent not in known:
            ids.append(parent if parent.startswith("<") else f"<{parent}@elsewhere.example>")
            break
        found = _message_id(known[parent], day)
        if found in ids:
            raise ScriptError(f"{entry['id']}: answers itself")
        ids.append(found)
        parent = str(known[parent].get("in_reply_to", ""))
    return ids[::-1]


def _trace(entry: Mapping[str, Any], at: datetime, recipient: str) -> dict[str, str]:
    """What the office's own server put on top: whom it takes the mail to be from (RFC 8601), and when it came."""
    server, domain = authserv_id(recipient), parseaddr(str(entry["from"]))[1].rpartition("@")[2].lower()
    verdict = f"spf=pass smtp.mailfrom={domain}; dkim=pass header.d={domain}; dmarc=pass header.from={domain}"
    received = f"from mx.{domain} by {server} with ESMTPS; {format_datetime(at)}"
    return {"Authentication-Results": f"{server}; {verdict}", "Received": received}


def _headers(entry: Mapping[str, Any], at: datetime) -> dict[str, str]:
    own = {str(name): str(value) for name, value in entry.get("headers", {}).items()}
    return {**_trace(entry, at, parseaddr(str(entry["to"][0]))[1]), **own}


def _enclosures(entry: Mapping[str, Any], day: date) -> list[Enclosure]:
    shift = day - WRITTEN_FOR

    def moved(found: re.Match[str]) -> str:
        return f"{found.group(1)}{date.fromisoformat(found.group(2)) + shift:%Y%m%d}"

    return [
        Enclosure(
            name=str(told["name"]),
            kind=str(told["kind"]),
            text=_CALENDAR_DATE.sub(moved, told["text"]) if told["kind"] == "ics" else str(told["text"]),
        )
        for told in entry.get("attachments", [])
    ]


def _whole(entry: Mapping[str, Any]) -> bytes | None:
    """A message given as it is, broken on purpose."""
    if "raw_base64" in entry:
        return base64.b64decode(entry["raw_base64"])
    if "raw" in entry:
        text = str(entry["raw"]).lstrip("\n").replace("\r\n", "\n").replace("\n", "\r\n")
        return text.encode(str(entry.get("raw_charset", "utf-8")))
    return None


def _raw(entry: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]], day: date, at: datetime) -> bytes:
    whole = _whole(entry)
    if whole is not None:
        return whole
    letter = Letter(
        message_id=_message_id(entry, day),
        date=at,
        sender=str(entry["from"]),
        to=entry["to"],
        cc=entry.get("cc", []),
        reply_to=str(entry.get("reply_to", "")),
        subject=str(entry["subject"]),
        body=str(entry.get("body", "")),
        html=str(entry.get("html", "")),
        references=_thread(entry, known, day),
        headers=_headers(entry, at),
        enclosures=_enclosures(entry, day),
    )
    return compose(letter)


def load_mails(day: date = WRITTEN_FOR, company: Traversable | None = None) -> list[ScriptedMail]:
    """The mails of the day and of the days before, in the order they come; the same bytes each time.

    `company` is a folder with `mails/*.toml` (the sample company's otherwise). Raises ScriptError.
    """
    places = sorted((place for place in ((company or _company()) / "mails").iterdir()), key=lambda place: place.name)
    entries = [entry for place in places if place.name.endswith(".toml") for entry in _entries(place, "mail")]
    known = {str(entry.get("id", "")): entry for entry in entries}
    if len(known) != len(entries) or "" in known:
        raise ScriptError("every mail needs an id of its own")
    mails = [_scripted(entry, known, day) for entry in entries]
    return sorted(mails, key=lambda mail: (mail.at, mail.id))


def _scripted(entry: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]], day: date) -> ScriptedMail:
    try:
        at = _instant(entry, day)
        raw = _raw(entry, known, day, at)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise ScriptError(f"{entry['id']}: {error!r}") from error
    folder = str(entry.get("folder", "INBOX"))
    is_baseline = at.date() < day and folder == "INBOX"
    return ScriptedMail(id=str(entry["id"]), at=at, raw=raw, baseline=is_baseline, folder=folder)


def load_answers(day: date = WRITTEN_FOR, company: Traversable | None = None) -> list[ScriptedAnswer]:
    """What people decide on the day, by time; none when the company's `day.toml` is missing. Raises ScriptError."""
    place = (company or _company()) / "day.toml"
    entries: Sequence[Mapping[str, Any]] = list(_entries(place, "person")) if place.is_file() else []
    return sorted((_answer(entry, day) for entry in entries), key=lambda answer: answer.at)


def timeline(day: date = WRITTEN_FOR, company: Traversable | None = None) -> list[ScriptedMail | ScriptedAnswer]:
    """What happens on the day itself, mails and decisions, in order; at the same minute mails come first."""
    mails = [mail for mail in load_mails(day, company) if not mail.baseline]
    happenings: list[ScriptedMail | ScriptedAnswer] = [*mails, *load_answers(day, company)]
    return sorted(happenings, key=lambda happening: happening.at)


def _answer(entry: Mapping[str, Any], day: date) -> ScriptedAnswer:
    if entry.get("does") not in _DEEDS:
        raise ScriptError(f"person at {entry.get('at')}: does is one of {', '.join(_DEEDS)}")
    try:
        return ScriptedAnswer(
            at=_instant(entry, day),
            who=str(entry["who"]),
            does=str(entry["does"]),
            duty=str(entry.get("duty", "")),
            match=str(entry.get("match", "")),
            because=str(entry.get("because", "")),
        )
    except (KeyError, ValueError) as error:
        raise ScriptError(f"person at {entry.get('at')}: {error!r}") from error
