"""A gathering and its contributions, as the ledger's items hold them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from officebot.core.expressions import expression
from officebot.core.text import Language

_MARK = expression(r"\[C-[0-9A-HJKMNP-TV-Z]{8}\]", re.IGNORECASE)
#: How the keys of items and proposals begin.
KEY = "gather:"
#: As many mails and events are kept of one contribution.
_MOST = 60
# Crockford's letters: none is taken for another when somebody types them.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: The place in which files, answers and the page of a gathering lie.
FOLDER = "documents"


class Stage(StrEnum):
    """How far a contribution has come. The last three are never reminded of, nor is a question that waits for us."""

    TO_ASK = "to-ask"
    ASKED = "asked"
    PROMISED = "promised"
    AWAY = "away"
    QUESTION = "question"
    ANSWERED = "answered"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"


#: Stages in which a reminder may be due.
OPEN_STAGES = frozenset({Stage.ASKED, Stage.PROMISED, Stage.AWAY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is asked of somebody: in words, as fields of a template, as files of these kinds (« xlsx », « pdf »)."""

    what: str = ""
    fields: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def wants_words(self) -> bool:
        """Whether a plain answer is all that is wanted."""
        return not self.fields and not self.files

    def to_json(self) -> dict[str, Any]:
        """A JSON object that `from_json` turns back into an equal Ask."""
        return {"what": self.what, "fields": list(self.fields), "files": list(self.files)}

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> Ask:
        """The Ask that `to_json` wrote."""
        return Ask(
            what=str(stored.get("what", "")),
            fields=tuple(map(str, stored.get("fields", ()))),
            files=tuple(map(str, stored.get("files", ()))),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of what somebody sent: when (by the office's clock), from whom, its files' places; `values` are its fields."""

    at: datetime
    sender: str
    mail: str = ""
    quote: str = ""
    files: tuple[str, ...] = ()
    values: Mapping[str, str] | None = None
    #: "kind": a file of another kind than asked; "danger": a file was left aside.
    doubts: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """A JSON object that `from_json` turns back into an equal Version."""
        return {
            "at": self.at.isoformat(), "sender": self.sender, "mail": self.mail, "quote": self.quote,
            "files": list(self.files), "values": dict(self.values or {}), "doubts": list(self.doubts),
        }  # fmt: skip

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> Version:
        """The Version that `to_json` wrote."""
        values = {str(name): str(value) for name, value in (stored.get("values") or {}).items()}
        return Version(
            at=datetime.fromisoformat(str(stored["at"])),
            sender=str(stored.get("sender", "")),
            mail=str(stored.get("mail", "")),
            quote=str(stored.get("quote", "")),
            files=tuple(map(str, stored.get("files", ()))),
            values=values or None,
            doubts=tuple(map(str, stored.get("doubts", ()))),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that was heard of a contribution: the day, what in a word of `Word` or `Stage`, their own words."""

    on: date
    what: str
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What one person is asked for, and what became of it.

    `last` is the day of our last mail to them, `heard` the instant of their last to us; `reminders` were sent, as our
    folder of sent mail shows. No reminder is due before `wait_until`. `sent` are our Message-IDs, `seen` the marks of
    the mails that were followed.
    """

    gathering: str
    address: str
    name: str = ""
    title: str = ""
    ask: Ask = Ask()
    due: date
    language: Language = "fr"
    stage: Stage = Stage.TO_ASK
    asked_on: date | None = None
    last: date | None = None
    heard: datetime | None = None
    reminders: int = 0
    wait_until: date | None = None
    promised_by: date | None = None
    answers: tuple[Version, ...] = ()
    happened: tuple[Happening, ...] = ()
    sent: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The key of its item."""
        return contribution_key(self.gathering, self.address)

    @property
    def mark(self) -> str:
        """What stands in the subjects of mails about it: « [C-7K3Q9ZXA] »."""
        return f"[C-{_code(self.key)}]"

    @property
    def called(self) -> str:
        """The name of whoever is asked, else their address."""
        return self.name or self.address

    @property
    def values(self) -> Mapping[str, str]:
        """The fields that were answered, a later answer before an earlier one."""
        found: dict[str, str] = {}
        for answer in self.answers:
            found.update(answer.values or {})
        return found

    @property
    def missing_fields(self) -> tuple[str, ...]:
        """The fields that were asked for and not answered."""
        return tuple(one for one in self.ask.fields if one not in self.values)

    @property
    def is_here(self) -> bool:
        """Whether something came, and nothing more is waited for."""
        return self.stage is Stage.ANSWERED

    def is_late(self, today: date) -> bool:
        """Whether the day has passed, and nothing came."""
        return self.due < today and self.stage not in (Stage.ANSWERED, Stage.DECLINED)

    def to_json(self) -> dict[str, Any]:
        """A JSON object that `from_json` turns back into an equal Contribution."""
        return {
            "gathering": self.gathering, "address": self.address, "name": self.name, "title": self.title,
            "ask": self.ask.to_json(), "due": self.due.isoformat(), "language": self.language,
            "stage": self.stage.value, "asked_on": _text(self.asked_on), "last": _text(self.last),
            "heard": _text(self.heard), "reminders": self.reminders, "wait_until": _text(self.wait_until),
            "promised_by": _text(self.promised_by), "answers": [one.to_json() for one in self.answers],
            "happened": [[one.on.isoformat(), one.what, one.quote] for one in self.happened[-_MOST:]],
            "sent": list(self.sent[-_MOST:]), "seen": list(self.seen[-_MOST:]),
        }  # fmt: skip

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> Contribution:
        """The Contribution that `to_json` wrote."""
        heard = stored.get("heard")
        return Contribution(
            gathering=str(stored["gathering"]),
            address=str(stored["address"]),
            name=str(stored.get("name", "")),
            title=str(stored.get("title", "")),
            ask=Ask.from_json(stored.get("ask") or {}),
            due=date.fromisoformat(str(stored["due"])),
            language="en" if stored.get("language") == "en" else "fr",
            stage=Stage(str(stored.get("stage", Stage.TO_ASK))),
            asked_on=_day(stored.get("asked_on")),
            last=_day(stored.get("last")),
            heard=datetime.fromisoformat(str(heard)) if heard else None,
            reminders=int(stored.get("reminders", 0)),
            wait_until=_day(stored.get("wait_until")),
            promised_by=_day(stored.get("promised_by")),
            answers=tuple(Version.from_json(one) for one in stored.get("answers", ())),
            happened=tuple(
                Happening(on=date.fromisoformat(str(on)), what=str(what), quote=str(quote))
                for on, what, quote in stored.get("happened", ())
            ),
            sent=tuple(map(str, stored.get("sent", ()))),
            seen=tuple(map(str, stored.get("seen", ()))),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """A document for which contributions are collected: by when, by whom (address), for which template.

    `page` and `notice` name what was shown and said last; `pages` counts how often.
    """

    name: str
    title: str
    due: date
    collector: str = ""
    template: str = ""
    circle: str = ""
    page: str = ""
    pages: int = 0

    @property
    def key(self) -> str:
        """The key of its item."""
        return f"{KEY}{self.name}"

    @property
    def folder(self) -> str:
        """Where its files lie."""
        return f"{FOLDER}/{self.name}"

    def to_json(self) -> dict[str, Any]:
        """A JSON object that `from_json` turns back into an equal Gathering."""
        return {
            "name": self.name, "title": self.title, "due": self.due.isoformat(), "collector": self.collector,
            "template": self.template, "circle": self.circle, "page": self.page, "pages": self.pages,
        }  # fmt: skip

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> Gathering:
        """The Gathering that `to_json` wrote."""
        words = {name: str(stored.get(name, "")) for name in ("collector", "template", "circle", "page")}
        return Gathering(
            name=str(stored["name"]), title=str(stored["title"]), due=date.fromisoformat(str(stored["due"])),
            pages=int(stored.get("pages", 0)), **words,
        )  # fmt: skip


def mark_in(subject: str) -> str:
    """The mark of a contribution in a subject; "" without one."""
    found = _MARK.search(subject)
    return found[0].upper() if found else ""


def contribution_key(gathering: str, address: str) -> str:
    """The key of somebody's item in a gathering."""
    return f"{KEY}{gathering}:{address}"


def _code(key: str) -> str:
    """Eight letters that name a key: 40 bits of its hash."""
    number = int.from_bytes(sha256(key.encode("utf-8", "replace")).digest()[:5], "big")
    return "".join(_LETTERS[number >> shift & 31] for shift in range(35, -1, -5))


def _text(value: date | datetime | None) -> str:
    return value.isoformat() if value is not None else ""


def _day(stored: object) -> date | None:
    return date.fromisoformat(str(stored)) if stored else None
