"""Decides what is proposed: what answers say of the points; in the morning the reminders, the silent, the unsettled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from officebot.core.proposals import Proposal
from officebot.duties.action_points.hearing import hear
from officebot.duties.action_points.observe import Facts
from officebot.duties.action_points.reminders import reminders, silent
from officebot.duties.action_points.settings import Settings
from officebot.duties.action_points.unsettled import unsettled


def decide(facts: Facts, settings: Settings) -> Iterable[Proposal]:
    """The proposals about all that came; in the morning of a working day, the letters of the day."""
    yield from hear(facts, settings)
    if facts.is_morning and facts.office.working_time.is_working_day(facts.today):
        yield from _morning(facts, settings)


def _morning(facts: Facts, settings: Settings) -> Iterator[Proposal]:
    yield from silent(facts, settings)
    if facts.office.account:
        yield from reminders(facts, settings)
        yield from unsettled(facts, settings)
