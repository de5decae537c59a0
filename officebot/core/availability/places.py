"""How long it takes from one place to another: the office's table, else an estimate; nothing is looked up outside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from officebot.core.expressions import expression

_ONLINE = expression(
    r"https?:|\b(?:teams|zoom|meet|webex|skype|jitsi|online|remote|en ligne|visio\w{0,12}|phone|t[ée]l\w{0,10}|call)\b",
    re.IGNORECASE,
)
_JOURNEY = expression(
    r"^\W*(?:train|tgv|ter|inoui|ouigo|eurostar|thalys|vol|avion|flight|plane|ferry|autocar|coach)\b"
    r"(?:[ \t]+(?:n°|no\.?)?[ \t]*[A-Z]{0,2}[ \t]?\d{1,6})?[ \t:,]*",
    re.IGNORECASE,
)  # fmt: skip
_TOWARDS = expression(r"(?:→|⇒|->|–|—)\s*|\s-\s+|\s(?:à|to|vers|pour)\s+")
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """Minutes between places, both ways; `estimate` is for two places of which the table knows nothing.

    `sites` says on which site a room lies: two rooms of one site are one place.
    """

    minutes: Mapping[frozenset[str], int] = field(default_factory=dict)
    sites: Mapping[str, str] = field(default_factory=dict)
    estimate: timedelta = timedelta(minutes=30)

    @classmethod
    def of(
        cls,
        table: Iterable[tuple[str, str, int]] = (),
        sites: Mapping[str, str] | None = None,
        estimate: timedelta = timedelta(minutes=30),
    ) -> Travel:
        """From lines of a table, (place, place, minutes), and sites by the names of rooms."""
        return cls(
            minutes={frozenset((_known(one), _known(other))): minutes for one, other, minutes in table},
            sites={_known(room): _known(site) for room, site in (sites or {}).items()},
            estimate=estimate,
        )

    def between(self, one: str, other: str) -> timedelta:
        """The time on the way; none where either is unknown, online, or on the same site."""
        if is_nowhere(one) or is_nowhere(other):
            return timedelta(0)
        first, second = self._site(one), self._site(other)
        if first == second:
            return timedelta(0)
        found = self.minutes.get(frozenset((first, second)))
        return self.estimate if found is None else timedelta(minutes=found)

    def _site(self, place: str) -> str:
        name = _known(place)
        if name in self.sites:
            return self.sites[name]
        # "Lyon, 3 rue des Trois-Rois": a place of the table at the start of an address is meant.
        first = name.partition(",")[0].strip()
        if first in self.sites:
            return self.sites[first]
        return first if any(first in pair for pair in self.minutes) else name


def is_nowhere(place: str) -> bool:
    """Whether one need not travel there: no place at all, a call, a link."""
    return not place.strip() or _ONLINE.search(place[:_LONGEST]) is not None


def left_at(place: str, summary: str) -> str:
    """Where somebody is when a meeting at `place` ends: there, but for a journey where its summary says that it goes.

    "Train Nantes-Paris" ends in Paris, wherever its calendar says that it leaves from; a journey that does not say where
    it goes ends nowhere that is known, an empty string.
    """
    begins = _JOURNEY.match(summary[:_LONGEST])
    if begins is None:
        return place
    route = summary[begins.end() : _LONGEST]
    stops = _TOWARDS.split(route)
    if len(stops) == 1 and route.count("-") == 1:
        # With a second hyphen nobody knows which of them is part of a name: Paris-Saint-Malo.
        stops = route.split("-")
    where = stops[-1].split(",")[0].split("(")[0].strip() if len(stops) > 1 else ""
    return where if where[:1].isupper() else ""


def _known(place: str) -> str:
    return " ".join(place[:_LONGEST].casefold().split())
