"""The contributions that are awaited, on the dashboard: by document, who, until when, how far, and what happens next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from officebot.core.gathering.model import Contribution, Gathering, Stage
from officebot.core.gathering.page import state_of
from officebot.core.panels import Block, Cell, Rows, Tone, Viewer, day_cell, day_words, left_of, words_of
from officebot.core.proposals import Item
from officebot.core.text import Text, say
from officebot.duties.gathering.observe import CONTRIBUTED, GATHERING
from officebot.duties.gathering.settings import Settings
from officebot.sdk import Office, Panel

_MOST, _MOST_GATHERINGS = 60, 8


def waiting(office: Office, viewer: Viewer, _settings: Settings) -> Sequence[Block]:
    """The page “Waiting for”: a table for each document that is gathered for."""
    gatherings = [one for item in office.items_for(viewer, (GATHERING,), 50) if (one := _gathering(item)) is not None]
    if not gatherings:
        return ()
    read = [_contribution(item) for item in office.items_for(viewer, (CONTRIBUTED,), 400)]
    told = [one for one in read if one is not None]
    blocks: list[Block] = []
    for gathering in gatherings[:_MOST_GATHERINGS]:
        own = sorted(
            (one for one in told if one.gathering == gathering.name),
            key=lambda one: (one.is_here, one.due, one.called),
        )
        here = sum(one.is_here for one in own)
        blocks.append(
            Rows(
                title=say("{title}: {here} of {count} are here, due {day}", title=words_of(gathering.title), here=here,
                          count=len(own), day=gathering.due),
                columns=(say("Who"), say("Asked on"), say("Due"), say("State"), say("What happens next")),
                rows=tuple(_row(one, viewer.today) for one in own[:_MOST]),
                left=left_of(len(own), _MOST),
            )
        )  # fmt: skip
    return blocks


def _row(one: Contribution, today: date) -> tuple[Cell, ...]:
    tone: Tone = "good" if one.is_here else "hot" if one.is_late(today) else ""
    return (
        Cell(words=words_of(one.called, 60)), Cell(words=day_words(one.asked_on, today)),
        day_cell(one.due, today, is_open=not one.is_here),
        Cell(words=state_of(one, today), tone=tone), Cell(words=_next(one)),
    )  # fmt: skip


def _next(one: Contribution) -> Text:
    match one.stage:
        case Stage.ANSWERED:
            return say("Nothing more")
        case Stage.QUESTION:
            return say("Your answer")
        case Stage.DECLINED | Stage.UNREACHABLE:
            return say("You decide")
        case Stage.TO_ASK:
            return say("The request, after your yes")
        case _:
            if one.wait_until is not None:
                return say("Reminder {number}, not before {day}", number=one.reminders + 1, day=one.wait_until)
            return say("Reminder {number}", number=one.reminders + 1)


def _gathering(item: Item) -> Gathering | None:
    try:
        return Gathering.from_json(item.source)
    except (KeyError, TypeError, ValueError):
        return None


def _contribution(item: Item) -> Contribution | None:
    try:
        return Contribution.from_json(item.source)
    except (KeyError, TypeError, ValueError):
        return None


PANELS = (Panel(page="waiting", title=say("Contributions"), show=waiting, place=20),)
