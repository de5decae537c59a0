"""What the office's recurring meetings need: an agenda, a draft of what was said, what its chair wants, the minutes."""

from __future__ import annotations

from collections.abc import Iterable

from officebot.core.proposals import Proposal
from officebot.duties.minutes.agenda import agendas, points
from officebot.duties.minutes.answering import answers
from officebot.duties.minutes.drafting import drafts
from officebot.duties.minutes.observe import Facts
from officebot.duties.minutes.settings import Settings
from officebot.duties.minutes.waiting import waiting


def decide(facts: Facts, settings: Settings) -> Iterable[Proposal]:
    """Points and answers as they come, drafts when notes came; in the morning agendas and reminders besides."""
    yield from points(facts, settings)
    if not facts.account:
        return
    yield from drafts(facts, settings)
    yield from answers(facts, settings)
    if facts.is_morning:
        yield from agendas(facts, settings)
        yield from waiting(facts, settings)
