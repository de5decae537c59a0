"""What a plugin may see, propose and reach: rights as it declares them and as the office agreed to them. Pure.

A right has one written form, in `plugin.toml`'s meaning and in the settings: "mail desk/INBOX", "item visit",
"workbook stock", "calendars", "file incoming/prices/*", "network prices.example", "action set-cells". What is not given
is not there: a plugin without rights sees who works in the office and when, and its own notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Literal, TypeAlias, get_args
from urllib.parse import urlsplit

from officebot.core.actions import kinds
from officebot.core.approvals.actions import AnswerByMail, AskByMail, TellOutcome
from officebot.core.expressions import expression
from officebot.core.mail import MessageRef
from officebot.core.problems import UserError
from officebot.core.text import Text, say

#: How a plugin runs: in a process of its own behind bubblewrap, in one without it, or in officebot's own process.
Runs: TypeAlias = Literal["sandbox", "process", "trusted"]
RUNS: tuple[Runs, ...] = get_args(Runs)
_LONGEST = 200
_WORD = expression(r"[^\s\x00-\x1f\x7f]{1,200}")
_HOST = expression(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::[0-9]{1,5})?")
_HUMP = expression(r"(?<=[a-z])(?=[A-Z])")
#: Where nothing may be read whatever was agreed to: passwords, the ledger, and the settings that name both.
_CLOSED = ("secrets", "state", "office.toml")
#: Kinds by which people's answers reach the desk: no plugin proposes them, whatever was agreed to.
NEVER_PROPOSED = frozenset({AskByMail.kind, AnswerByMail.kind, TellOutcome.kind})

#: Kinds of items that officebot's own duties note: a plugin's duty of such a name would own them.
OWN_ITEMS = frozenset({
    "action", "action-heard", "action-reminder", "agenda-point", "budget", "call-back", "deadline", "invoice", "meeting",
    "minutes", "minutes-question", "notice", "order-charge", "order-difference", "order-goods", "order-late", "order-need",
    "quotation", "refused", "report", "stock", "waiting-for",
})  # fmt: skip
_DUTY = expression(r"[A-Za-z][A-Za-z0-9_-]{0,79}")


class Sphere(StrEnum):
    """What a right is about."""

    MAIL = "mail"
    ITEM = "item"
    WORKBOOK = "workbook"
    CALENDARS = "calendars"
    FILE = "file"
    NETWORK = "network"
    ACTION = "action"


@dataclass(frozen=True, slots=True, order=True)
class Right:
    """One right: what it is about, and which of that; `str(right)` is how it is written."""

    sphere: Sphere
    what: str = ""

    def __str__(self) -> str:
        return f"{self.sphere} {self.what}" if self.what else str(self.sphere)

    @staticmethod
    def parse(written: str) -> Right:
        """The right that is written so. Raises UserError with what is allowed."""
        word, _, what = written.strip().partition(" ")
        if word not in set(Sphere):
            known = [str(one) for one in Sphere]
            raise UserError(say("“{read}” is no right: begin with one of {known}.", read=written[:80], known=known))
        right = Right(Sphere(word), what.strip())
        problem = right.problem()
        if problem is not None:
            raise UserError(problem)
        return right

    def problem(self) -> Text | None:
        """What is wrong with it as it is written; None where nothing is."""
        read = str(self)[:80]
        if self.sphere is Sphere.CALENDARS:
            return say("“{read}” is no right: write “calendars” alone.", read=read) if self.what else None
        # Folders of mailboxes and files have names with spaces in them.
        spaced = self.sphere in (Sphere.MAIL, Sphere.FILE, Sphere.WORKBOOK, Sphere.ITEM)
        whole = self.what.replace(" ", "_") if spaced else self.what
        if len(self.what) > _LONGEST or not _WORD.fullmatch(whole):
            return say("“{read}” is no right: say of what, in one line of {most} letters at most.", read=read,
                       most=_LONGEST)  # fmt: skip
        if self.sphere is Sphere.MAIL and not all(self.what.partition("/")):
            return say("“{read}” is no right: write the account and the folder, as “mail desk/INBOX”.", read=read)
        if self.sphere is Sphere.FILE and not is_path(self.what):
            return say("“{read}” is no right: write a path in the office's folder, as “file incoming/prices/*”.",
                       read=read)  # fmt: skip
        if self.sphere is Sphere.NETWORK and not _HOST.fullmatch(self.what):
            return say("“{read}” is no right: write one host, as “network prices.example”.", read=read)
        if self.sphere is Sphere.ACTION and kind_of(self.what) in NEVER_PROPOSED:
            return say("“{read}” is no right: what people answer is not proposed by plugins.", read=read)
        return None

    def sentence(self) -> Text:
        """What whoever agrees to it gives away."""
        match self.sphere:
            case Sphere.MAIL:
                return say("It may read the mails in {what}, and what was read in them.", what=self.what)
            case Sphere.ITEM:
                return say("It may read, note and close items of the kind “{what}”.", what=self.what)
            case Sphere.WORKBOOK:
                return say("It may read the workbook “{what}”.", what=self.what)
            case Sphere.CALENDARS:
                return say("It may read the calendars and rooms; of private appointments only when they are.")
            case Sphere.FILE:
                return say("It may read the files {what} of the office's folder.", what=self.what)
            case Sphere.NETWORK:
                return say("It may have pages of {what} fetched by officebot.", what=self.what)
            case _:
                return say("It may propose actions of the kind “{what}”.", what=self.what)


@dataclass(frozen=True)
class Rights:
    """Rights that are given, and what they allow."""

    given: frozenset[Right] = frozenset()

    def __iter__(self) -> Iterator[Right]:
        return iter(sorted(self.given))

    def __bool__(self) -> bool:
        return bool(self.given)

    @cached_property
    def _of(self) -> Mapping[Sphere, tuple[str, ...]]:
        return {one: tuple(sorted(right.what for right in self.given if right.sphere is one)) for one in Sphere}

    def of(self, sphere: Sphere) -> tuple[str, ...]:
        """What the rights about this name, in alphabetical order."""
        return self._of[sphere]

    def written(self) -> list[str]:
        """Each as it is written, in order."""
        return [str(one) for one in self]

    def only(self, agreed: Rights) -> Rights:
        """Those of them that were agreed to as well."""
        return Rights(self.given & agreed.given)

    def beyond(self, agreed: Rights) -> Rights:
        """Those of them that nobody agreed to yet."""
        return Rights(self.given - agreed.given)

    def may_see(self, ref: MessageRef) -> bool:
        """Whether the mails of this message's folder may be seen."""
        place = f"{ref.account}/{ref.folder}"
        return any(_fits_folder(one, place) for one in self.of(Sphere.MAIL))

    def may_write_from(self, account: str) -> bool:
        """Whether mails of this account may be written: it may see mails of it."""
        return any(_fits(one.partition("/")[0], account) for one in self.of(Sphere.MAIL))

    def may_note(self, kind: str) -> bool:
        """Whether items of this kind may be read and noted; a plugin's own notes are asked of nobody (`is_own`)."""
        return kind in self.of(Sphere.ITEM)

    def may_use_workbook(self, name: str) -> bool:
        """Whether this workbook may be read."""
        return name in self.of(Sphere.WORKBOOK)

    @property
    def calendars(self) -> bool:
        """Whether calendars and rooms may be read."""
        return Right(Sphere.CALENDARS) in self.given

    def may_read_file(self, path: str) -> bool:
        """Whether this file of the office's folder may be read: never a password, the ledger or the settings."""
        return is_path(path) and any(_fits_path(one, path) for one in self.of(Sphere.FILE))

    def may_fetch_from(self, host: str) -> bool:
        """Whether pages of this host ("prices.example", or with its port where that is not 443) may be fetched."""
        return host.lower() in self.of(Sphere.NETWORK)

    def may_propose(self, kind: str) -> bool:
        """Whether actions of this kind may be proposed."""
        return kind not in NEVER_PROPOSED and any(kind_of(one) == kind for one in self.of(Sphere.ACTION))


NO_RIGHTS = Rights()


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What the office agreed to for a plugin: how it runs, and which rights it has. Without an answer: no rights."""

    runs: Runs = "sandbox"
    rights: Rights = field(default=NO_RIGHTS)


def parsed(written: Iterable[str]) -> Rights:
    """The rights that are written so. Raises UserError for the first that is none."""
    return Rights(frozenset(Right.parse(one) for one in written))


def kind_of(word: str) -> str:
    """The kind of action that is meant: "set-cells" is `SetCells`, which is of the kind "workbook.set"."""
    return _by_words().get(word, word)


def word_of(kind: str) -> str:
    """How an action's kind is written in a right: "set-cells" for "workbook.set"; a plugin's own kind as it is."""
    return next((word for word, known in _by_words().items() if known == kind), kind)


def is_own(word: str, duty: str) -> bool:
    """Whether a name (a kind of item, a namespace) belongs to this duty: its own name, or one below it."""
    plain = word.replace("-", "_")
    return plain == duty or plain.startswith((f"{duty}.", f"{duty}:", f"{duty}/"))


def unfit(duty: str) -> Text | None:
    """Why no plugin's duty may have this name, which is a part of paths and owns what is called by it; None if it may."""
    if not _DUTY.fullmatch(duty):
        return say("A duty has a name of letters, digits and “_”: “{duty}” is none.", duty=duty[:80])
    if any(is_own(one, duty.replace("-", "_")) for one in OWN_ITEMS):
        return say("No plugin's duty may be called “{duty}”: officebot's own duties note items of that name.",
                   duty=duty)  # fmt: skip
    return None


def host_of(url: str) -> str:
    """The host of an address as rights name it: with its port where that is not 443; "" for what is no address."""
    try:
        split = urlsplit(url)
        port = split.port
    except ValueError:
        return ""
    if split.scheme != "https" or not split.hostname or split.username is not None or len(url) > 2_000:
        return ""
    return split.hostname if port in (None, 443) else f"{split.hostname}:{port}"


def is_path(path: str) -> bool:
    """Whether this is a plain path in the office's folder that may be read by anybody at all."""
    parts = path.split("/")
    if any(part in ("", ".", "..") for part in parts) or "\\" in path or not path.isprintable():
        return False
    return parts[0].casefold() not in _CLOSED and "*" not in parts[0]


def _by_words() -> dict[str, str]:
    """officebot's own kinds by their words; a plugin's go by their kind."""
    own = {kind: cls for kind, cls in kinds().items() if cls.__module__.startswith("officebot.core.")}
    return {_HUMP.sub("-", cls.__name__).lower(): kind for kind, cls in own.items()}


def _fits_folder(pattern: str, place: str) -> bool:
    """Whether "desk/*" means this account and folder: the star of the folder spans folders below it."""
    account, _, folder = pattern.partition("/")
    at_account, _, at_folder = place.partition("/")
    return _fits(account, at_account) and _fits(folder, at_folder)


def _fits_path(pattern: str, path: str) -> bool:
    """Whether a pattern means this file: its star spans no folder."""
    wanted, parts = pattern.split("/"), path.split("/")
    return len(wanted) == len(parts) and all(map(_fits, wanted, parts))


def _fits(pattern: str, word: str) -> bool:
    """Whether the word is the pattern, with anything in the place of each star; linear in the word."""
    first, *rest = pattern.split("*")
    if not rest:
        return word == pattern
    *middle, last = rest
    if len(word) < len(first) + len(last) or not (word.startswith(first) and word.endswith(last)):
        return False
    at, end = len(first), len(word) - len(last)
    for piece in middle:
        found = word.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True
