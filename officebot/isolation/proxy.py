"""The office as a plugin's process sees it: each question goes to the service, which answers what the rights give."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from types import GenericAlias
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from officebot.core.problems import UserError
from officebot.core.text import Text
from officebot.isolation.shapes import from_json

if TYPE_CHECKING:
    from officebot.core.facts import OfficeFacts
    from officebot.core.panels import ItemCount
    from officebot.sdk import (
        Claim,
        Item,
        Look,
        Looked,
        MailInvoices,
        MailNotes,
        OfficeCalendar,
        OfficeSheets,
        OfficeWorkbook,
        Papers,
        PromisedTime,
        Returned,
        Room,
        SeenItem,
        SeenMail,
        SeenProposal,
        Trigger,
        Viewer,
        Window,
    )

#: Asks the service: the method of the office, its arguments by place and by name.
Ask: TypeAlias = Callable[[str, Sequence[Any], Mapping[str, Any]], Any]
#: What is slow to read is read again after so many seconds.
_FRESH_SECONDS = 300.0


class Refused(UserError):
    """The office did not agree to this."""

    def __init__(self, what: Text) -> None:
        super().__init__(what)
        self.what = what


class ProxyOffice:
    """`sdk.Office`, asked across."""

    def __init__(self, ask: Ask, facts: OfficeFacts) -> None:
        self._ask = ask
        self.facts = facts

    def _asked(self, wanted: Any, name: str, *args: Any, **named: Any) -> Any:
        return from_json(wanted, self._ask(name, args, named))

    def _one(self, wanted: str, name: str, *args: Any, **named: Any) -> Any:
        """A value of a class of the SDK, which is loaded now: a duty that never asks for it does not wait for it."""
        return self._asked(_named(wanted), name, *args, **named)

    def _many(self, wanted: str, name: str, *args: Any, **named: Any) -> Any:
        return self._asked(several(_named(wanted)), name, *args, **named)

    def mails(self, since: datetime, until: datetime) -> Sequence[SeenMail]:
        """The mails received in [since, until) that may be seen."""
        return self._mails("mails", since, until)

    def arrived(self, trigger: Trigger) -> Sequence[SeenMail]:
        """Those of the mails that set off this run that may be seen."""
        del trigger  # the service knows why it runs
        return self._mails("arrived")

    def sent(self, since: datetime, until: datetime) -> Sequence[SeenMail]:
        """The mails sent in [since, until) that may be seen."""
        return self._mails("sent", since, until)

    def _mails(self, name: str, *args: Any) -> tuple[SeenMail, ...]:
        return cast("tuple[SeenMail, ...]", self._many("SeenMail", name, *args))

    def claims(self, kind: str, since: datetime, until: datetime) -> Sequence[tuple[SeenMail, Claim]]:
        """The claims of a kind about mails that may be seen."""
        found: Sequence[tuple[SeenMail, Claim]] = self._asked(
            several(GenericAlias(tuple, (_named("SeenMail"), _named("Claim")))), "claims", kind, since, until
        )
        return found

    def proposals(self, states: Iterable[str], since: datetime | None = None) -> Sequence[SeenProposal]:
        """This duty's own proposals in these states."""
        return self._proposals("proposals", list(states), since)

    def decided(self, since: datetime) -> Sequence[SeenProposal]:
        """This duty's own proposals that were made or decided since then."""
        return self._proposals("decided", since)

    def _proposals(self, name: str, *args: Any) -> tuple[SeenProposal, ...]:
        return cast("tuple[SeenProposal, ...]", self._many("SeenProposal", name, *args))

    def proposals_for(self, viewer: Viewer, duty: str, most: int = 50) -> tuple[int, Sequence[SeenProposal]]:
        """Its own proposals that wait, as who looks may see them."""
        del viewer  # the service knows who looks
        found: tuple[int, Sequence[SeenProposal]] = self._asked(
            GenericAlias(tuple, (int, several(_named("SeenProposal")))), "proposals_for", duty, most
        )
        return found

    def items(self, kind: str | None = None, state: str = "open") -> Sequence[Item]:
        """The items that may be read."""
        return cast("tuple[Item, ...]", self._many("Item", "items", kind, state))

    def items_for(
        self, viewer: Viewer, kinds: Collection[str], most: int = 300, *, is_book: bool = False,
        until: datetime | None = None, is_mine: bool = False, keys: str = "", order: str = "",
    ) -> Sequence[Item]:  # fmt: skip
        """The items that may be read, and that who looks may see."""
        del viewer
        asked = {"is_book": is_book, "until": until, "is_mine": is_mine, "keys": keys, "order": order}
        return cast("tuple[Item, ...]", self._many("Item", "items_for", list(kinds), most, **asked))

    def count_items_for(
        self, viewer: Viewer, kinds: Collection[str], *, is_book: bool = False, until: datetime | None = None,
        is_mine: bool = False, keys: str = "", word: str = "",
    ) -> Sequence[ItemCount]:  # fmt: skip
        """How many those are."""
        del viewer
        asked = {"is_book": is_book, "until": until, "is_mine": is_mine, "keys": keys, "word": word}
        from officebot.core.panels import ItemCount

        wanted = several(ItemCount)
        return cast("tuple[ItemCount, ...]", self._asked(wanted, "count_items_for", list(kinds), **asked))

    def changed(self, kind: str, since: datetime) -> Sequence[SeenItem]:
        """The items of a kind that were changed since then, if they may be read."""
        return cast("tuple[SeenItem, ...]", self._many("SeenItem", "changed", kind, since))

    def looked(self, look: Look[Looked], settings: Any) -> Looked | None:
        """What was made of it, here; made anew after some minutes."""
        kept = _LOOKED.get((look, repr(settings)))
        if kept is None or time.monotonic() - kept[0] > _FRESH_SECONDS:
            made = look(cast(Any, self), settings, datetime.now(UTC))
            kept = _LOOKED[(look, repr(settings))] = (time.monotonic(), made)
        return cast("Looked", kept[1])

    def remembered(self, namespace: str, key: str) -> Any:
        """This duty's own fact, or None."""
        return self._asked(Any, "remembered", namespace, key)

    def all_remembered(self, namespace: str) -> Mapping[str, Any]:
        """All of this duty's own facts by key."""
        return cast(Mapping[str, Any], self._asked(dict[str, Any], "all_remembered", namespace))

    def calendars(self, of: Collection[str] | None = None) -> Sequence[OfficeCalendar]:
        """The calendars, if they may be read."""
        wanted = None if of is None else list(of)
        return cast("tuple[OfficeCalendar, ...]", self._many("OfficeCalendar", "calendars", wanted))

    def rooms(self) -> Sequence[Room]:
        """The rooms, if they may be read."""
        return cast("tuple[Room, ...]", self._many("Room", "rooms"))

    def promised(self) -> Sequence[PromisedTime]:
        """The times that proposals need, if calendars may be read."""
        return cast("tuple[PromisedTime, ...]", self._many("PromisedTime", "promised"))

    def workbook(self, name: str) -> OfficeWorkbook:
        """The workbook, if it may be read."""
        return cast("OfficeWorkbook", self._one("OfficeWorkbook", "workbook", name))

    def sheets(self, name: str) -> OfficeSheets:
        """Its cells, if it may be read."""
        return cast("OfficeSheets", self._one("OfficeSheets", "sheets", name))

    def papers(self, mail: SeenMail) -> Papers:
        """The documents of a mail that was shown."""
        return cast("Papers", self._one("Papers", "papers", mail.ref))

    def invoices(self, mail: SeenMail) -> MailInvoices:
        """The invoices that hang on a mail that was shown."""
        return cast("MailInvoices", self._one("MailInvoices", "invoices", mail.ref))

    def notes(self, mail: SeenMail) -> MailNotes:
        """What came for minutes with a mail that was shown."""
        return cast("MailNotes", self._one("MailNotes", "notes", mail.ref))

    def notes_in(self, folder: str) -> MailNotes:
        """What lies for minutes in a folder, if its files may be read."""
        return cast("MailNotes", self._one("MailNotes", "notes_in", folder))

    def word_document(self, path: str) -> Returned | None:
        """A Word document, if it may be read."""
        return cast("Returned | None", self._asked(_named("Returned") | None, "word_document", path))

    def read_file(self, path: str) -> bytes:
        """A file, if it may be read. Raises FileNotFoundError."""
        return cast(bytes, self._asked(bytes, "read_file", path))

    def fetch(self, url: str) -> bytes:
        """A page of a host that was agreed to."""
        return cast(bytes, self._asked(bytes, "fetch", url))

    def code(self, what: str) -> str:
        """A code of this duty's own."""
        return cast(str, self._asked(str, "code", what))

    def health(self) -> Any:
        """Refused: how the office is belongs to nobody's rights."""
        return self._asked(Any, "health")

    def desk(self, now: datetime) -> Any:
        """Refused: what waits for whom belongs to nobody's rights."""
        return self._asked(Any, "desk", now)

    def stored_rows(self, book: str, since: datetime) -> Any:
        """Refused: the ledger's own rows belong to nobody's rights."""
        return self._asked(Any, "stored_rows", book, since)

    def reported(self, window: Window) -> Any:
        """Refused: what other duties tell belongs to nobody's rights."""
        del window
        return self._asked(Any, "reported")


def several(wanted: Any) -> Any:
    """The type of a tuple of any length."""
    return GenericAlias(tuple, (wanted, ...))


def _named(name: str) -> Any:
    import officebot.sdk

    return getattr(officebot.sdk, name)


_LOOKED: dict[Any, tuple[float, Any]] = {}
