"""What a duty shows on the dashboard: its panel, as data. The frame draws it; no panel writes HTML.

Panels of one page stand together, by their place. A page is named by a word that its address shows; the usual ones have
their titles here, and a duty from elsewhere may open one of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal, TypeAlias

from officebot.core.charts.model import Chart
from officebot.core.people import People, Person
from officebot.core.proposals import Item
from officebot.core.text import Language, Text, one_line, quoted, say

#: The pages that panels fill, in the order of the menu; "today" is the first page of all.
PAGES: Mapping[str, Text] = {
    "today": say("Today"),
    "waiting": say("Waiting for"),
    "mail": say("Mail"),
    "calendar": say("Calendar"),
    "stock": say("Stock and orders"),
    "money": say("Budget and invoices"),
    "meetings": say("Meetings and actions"),
}
#: How much something wants to be looked at: at once, soon, all is well, or nothing of it.
Tone: TypeAlias = Literal["hot", "warm", "good", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who looks, when, and in which language. `zone` is theirs; instants are shown in it.

    `accounts` are the mailboxes whose mail they may see; `office_circle` sees what no other circle is named for. `first`
    is the row at which the page's long table begins, from 0, as they went on in it.
    """

    person: Person
    language: Language
    zone: tzinfo
    now: datetime
    accounts: frozenset[str] = frozenset()
    office_circle: str = ""
    first: int = 0

    @property
    def today(self) -> date:
        """The day it is where they are."""
        return self.now.astimezone(self.zone).date()

    @property
    def day_end(self) -> datetime:
        """The end of the day where they are."""
        return datetime.combine(self.today + timedelta(days=1), time(), self.zone) - timedelta(microseconds=1)

    def day_of(self, instant: datetime) -> date:
        """The day of an instant where they are."""
        return instant.astimezone(self.zone).date()

    def may_see(self, circle: str, owner: str = "") -> bool:
        """Whether something of this circle ("" for everybody's) and owner (address) is shown to them."""
        return is_seen_by(self.person, circle, owner)

    def may_see_item(self, item: Item, *, is_book: bool = False) -> bool:
        """Whether an item is shown to them: one that names them, or their circle's; one without a circle where they may
        see the mail that it comes from, or are of the office's circle. `is_book` for what belongs to a workbook that they
        may see (`may_see_book`)."""
        if _is_named_in(self.person.address, item):
            return True
        if item.circle:
            return item.circle == self.person.circle
        if item.source.get("confidential"):
            return False
        if is_book:
            return True
        account = item.source.get("account") or _account_in(item.source.get("mail"))
        if account:
            return account in self.accounts
        return self.office_circle in ("", self.person.circle)

    def may_see_book(self, keeper: Person | None, *responsibilities: str) -> bool:
        """Whether they see what a workbook of the office holds: its keeper and their circle, the office's circle, and who
        answers for one of these responsibilities."""
        person = self.person
        if keeper is not None and (person.address == keeper.address or person.circle == keeper.circle):
            return True
        is_inner = bool(self.office_circle) and person.circle == self.office_circle
        return is_inner or any(one in person.responsibilities for one in responsibilities)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCount:
    """How many open items of a kind the viewer may see; how many of these are `late`, due before they look, and how many
    are `loose`, without owner or without day.

    Where it was asked by a word of their source, of those that say this `word` ("" for none).
    """

    kind: str = ""
    word: str = ""
    count: int = 0
    late: int = 0
    loose: int = 0

    @staticmethod
    def all_of(counts: Iterable[ItemCount], kind: str) -> ItemCount:
        """Those of a kind together, whatever word they say; a count of none where there are none."""
        same = [one for one in counts if one.kind == kind]
        return ItemCount(
            kind=kind, count=sum(one.count for one in same), late=sum(one.late for one in same),
            loose=sum(one.loose for one in same),
        )  # fmt: skip


def _is_named_in(address: str, item: Item) -> bool:
    """Whether an item is the matter of somebody with this address."""
    source = item.source
    return (
        address in (item.owner, source.get("chair"), source.get("secretary"))
        or _is_among(address, source.get("who"))
        or _is_among(address, source.get("owners"))
        or _is_among(address, source.get("hosts"))
    )


def _is_among(address: str, value: object) -> bool:
    return isinstance(value, list | tuple) and address in value


def _account_in(mail: object) -> object:
    return mail.get("account") if isinstance(mail, Mapping) else ""


def is_seen_by(person: Person, circle: str, owner: str = "") -> bool:
    """Whether a person may see what belongs to a circle ("" is everybody's) or to an owner (address)."""
    return not circle or circle == person.circle or (bool(owner) and owner == person.address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Words in a table or beside a figure. `to` is a place on this dashboard that they lead to, such as "/proposal/3"."""

    words: Text
    to: str = ""
    tone: Tone = ""
    #: Figures stand to the right.
    is_figure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One figure that is looked at rather than read: its name, its value in words, where it leads."""

    label: Text
    value: Text
    tone: Tone = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures side by side."""

    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A table. `empty` is said where it has no row; `left` is how many more there are than are shown.

    `before` and `after` lead to the rows before and after these ("?from=50"), "" where there are none: one table of a
    page, at most, has them.
    """

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: Text = say("Nothing yet.")
    left: int = 0
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart, in the viewer's language already."""

    chart: Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A sentence that stands by itself."""

    words: Text
    tone: Tone = ""


#: What a panel is made of.
Block: TypeAlias = Counts | Rows | Drawing | Notice


#: What a panel says while what it shows is read for the first time.
BEING_READ: tuple[Block, ...] = (Notice(words=say("This is being read: look again in a moment.")),)


def count_words(count: int, looked: int) -> Text:
    """A count of what was looked through for who looks, at most so many: "at least" where there may be more."""
    return say("at least {count}", count=count) if count >= looked else say("{count}", count=count)


def left_of(count: int, shown: int) -> int:
    """How many more there are than are shown."""
    return max(count - shown, 0)


#: The days of the week, short.
_WEEKDAYS = (say("Mon."), say("Tue."), say("Wed."), say("Thu."), say("Fri."), say("Sat."), say("Sun."))


def day_words(day: date | None, today: date) -> Text:
    """A day in a table, short: today, tomorrow, yesterday, else its weekday and date, with the year where it is another."""
    if day is None:
        return say("—")
    near = {0: say("today"), 1: say("tomorrow"), -1: say("yesterday")}.get((day - today).days)
    if near is not None:
        return near
    form = "%d/%m" if day.year == today.year else "%d/%m/%Y"
    return Text("{weekday}\u00a0{date}", (("weekday", _WEEKDAYS[day.weekday()]), ("date", day.strftime(form))))


def day_cell(day: date | None, today: date, *, is_open: bool = True) -> Cell:
    """A day until which something is to be done: over, and still open, is hot and says so; today is warm."""
    if day is None:
        return Cell(words=say("—"))
    tone: Tone = "hot" if is_open and day < today else "warm" if is_open and day == today else ""
    words = day_words(day, today)
    return Cell(words=say("{day}, late", day=words) if tone == "hot" else words, tone=tone)


def words_of(words: str, longest: int = 90) -> Text:
    """Outside words in a table: one line, at most so long."""
    return quoted(one_line(words, longest)) if words.strip() else say("—")


def names_of(addresses: Iterable[str], people: People) -> Text:
    """Who has these addresses: the names of the office's people, others as they are written."""
    told = [known.name if (known := people.at(one)) is not None else one for one in addresses]
    return words_of(", ".join(told[:4]) + (f" +{len(told) - 4}" if len(told) > 4 else ""))
