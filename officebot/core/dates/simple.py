"""What a bound or a range is made of: a day, a time, both, or a period."""

from __future__ import annotations

from officebot.core.dates.lexicon import Opens
from officebot.core.dates.moments import moment
from officebot.core.dates.nodes import Node
from officebot.core.dates.periods import period
from officebot.core.dates.reading import Readers, Run, longest

Found = tuple[Node, int]


def simple(run: Run, place: int) -> Found | None:
    """A day, a time, both, or a period at the place: what a bound or a range is made of."""
    return longest(run, place, "simple", _READERS)


_READERS: Readers[Node] = ((Opens.MOMENT, moment), (Opens.PERIOD, period))
