"""Where the minutes of one occasion stand, as their item in the ledger keeps it: agenda, versions shown, mails read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from officebot.core.minutes.model import Minutes
from officebot.core.minutes.storing import from_stored, to_stored
from officebot.core.proposals import Item
from officebot.duties.minutes.occasions import KEY

#: The kinds of the ledger's items: minutes on their way, a point for an agenda, something that a person must settle.
MINUTES, POINT, QUESTION = "minutes", "agenda-point", "minutes-question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far an occasion's minutes have got. `version` is the last that the chair was shown, 0 while there is none.

    `subjects` are those of the mails that showed a version, by version from 1; `mails` the marks of the mails that are in
    it already; `since` is when the last thing came that changed it.
    """

    meeting: str
    day: date
    start: datetime
    version: int = 0
    minutes: Minutes | None = None
    agenda: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    since: datetime | None = None
    document: str = ""
    place: str = ""

    @property
    def name(self) -> str:
        """The meeting and its day in keys, as `Occasion.name`."""
        return f"{self.meeting}:{self.day.isoformat()}"

    @property
    def key(self) -> str:
        """The item's key."""
        return f"{KEY}{self.name}"

    @property
    def mark(self) -> str:
        """Of the version that was shown: other words are another version, whatever its number."""
        return mark_of(self.minutes) if self.minutes is not None else ""

    def to_source(self) -> dict[str, Any]:
        """As the item keeps it."""
        return {
            "meeting": self.meeting,
            "date": self.day.isoformat(),
            "start": self.start.isoformat(),
            "version": self.version,
            "minutes": to_stored(self.minutes) if self.minutes is not None else None,
            "agenda": list(self.agenda),
            "subjects": list(self.subjects),
            "mails": list(self.mails),
            "files": list(self.files),
            "since": self.since.isoformat() if self.since is not None else None,
            "document": self.document,
            "place": self.place,
        }


def mark_of(minutes: Minutes) -> str:
    """SHA-256 (hexadecimal) of what minutes say."""
    return sha256(json.dumps(to_stored(minutes), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def standing_of(item: Item) -> Standing | None:
    """What an item keeps; None for one that cannot be read any more."""
    source = item.source
    try:
        since = source.get("since")
        stored = source.get("minutes")
        return Standing(
            meeting=str(source["meeting"]),
            day=date.fromisoformat(str(source["date"])),
            start=datetime.fromisoformat(str(source["start"])),
            version=int(source.get("version", 0)),
            minutes=from_stored(stored) if isinstance(stored, Mapping) else None,
            agenda=_words(source, "agenda"),
            subjects=_words(source, "subjects"),
            mails=_words(source, "mails"),
            files=_words(source, "files"),
            since=datetime.fromisoformat(str(since)) if since else None,
            document=str(source.get("document", "")),
            place=str(source.get("place", "")),
        )
    except (KeyError, TypeError, ValueError):
        return None


def _words(source: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = source.get(name)
    return tuple(map(str, found)) if isinstance(found, list | tuple) else ()
