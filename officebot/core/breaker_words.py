"""What people read of a duty that was stopped: one sentence what happened, one what becomes of it. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from officebot.core.breaker import Breaker
from officebot.core.people import People
from officebot.core.text import Text, counted, say


def happened(one: Breaker, local: Callable[[datetime], datetime]) -> Text:
    """Why it was stopped: "It failed 5 times in a row, and was stopped on Monday 23 November, 08:00. The last time: …"."""
    assert one.since is not None
    return counted(
        "It failed, and was stopped on {since}. {why}",
        "It failed {count} times in a row, and was stopped on {since}. The last time: {why}",
        one.failures,
        since=local(one.since),
        why=one.why,
    )


def becomes(one: Breaker, local: Callable[[datetime], datetime], people: People) -> Text:
    """What becomes of it if nobody does anything."""
    if one.left_off:
        person = people.at(one.left_off)
        who = person.name if person is not None else one.left_off
        return say("{who} left it off: it does nothing until somebody lets it try again.", who=who)
    assert one.again is not None
    return say("It is tried once more, by itself, after {again}.", again=local(one.again))
