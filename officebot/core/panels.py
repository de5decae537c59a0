"""What a duty shows on the dashboard: its panel, as data. The frame draws it; no panel writes HTML.

Panels of one page stand together, by their place. A page is named by a word that its address shows; the usual ones have
their titles here, and a duty from elsewhere may open one of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal, TypeAlias

from officebot.core.charts.model import Chart
from officebot.core.people import Person
from officebot.core.text import Language, Text, say

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
    """Who looks, when, and in which language. `zone` is theirs; instants are shown in it."""

    person: Person
    language: Language
    zone: tzinfo
    now: datetime

    def may_see(self, circle: str, owner: str = "") -> bool:
        """Whether something of this circle ("" for everybody's) and owner (address) is shown to them."""
        return is_seen_by(self.person, circle, owner)


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
    """A table. `empty` is said where it has no row; `left` is how many more there are than are shown."""

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: Text = say("Nothing yet.")
    left: int = 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart, in the viewer's language already."""

    chart: Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A sentence that stands by itself."""

    words: Text
    tone: Tone = ""


Block: TypeAlias = Counts | Rows | Drawing | Notice
