"""The minutes on the dashboard: which are on their way, how far, and what a person must settle."""

from __future__ import annotations

from collections.abc import Sequence

from officebot.core.panels import Block, Cell, ItemCount, Rows, Viewer, day_words, left_of, names_of, words_of
from officebot.core.proposals import Item
from officebot.core.text import Text, say
from officebot.duties.minutes.settings import Settings
from officebot.duties.minutes.state import MINUTES, QUESTION, Standing, standing_of
from officebot.sdk import Office, Panel

_MOST = 30


def page(office: Office, viewer: Viewer, settings: Settings) -> Sequence[Block]:
    """The page “Meetings and actions”."""
    items = office.items_for(viewer, (MINUTES,), 200)
    read = [(item, standing_of(item)) for item in items]
    standings = sorted(
        ((item, one) for item, one in read if one is not None), key=lambda pair: pair[1].start, reverse=True
    )
    return (
        Rows(
            title=say("Minutes in work"),
            columns=(say("Meeting"), say("Held on"), say("Version"), say("What happens next")),
            rows=tuple(_row(item, one, viewer, office, settings) for item, one in standings[:_MOST]),
            empty=say("No minutes are on their way."),
            left=left_of(len(standings), _MOST),
        ),
        *_questions(office, viewer),
    )


def _row(item: Item, one: Standing, viewer: Viewer, office: Office, settings: Settings) -> tuple[Cell, ...]:
    meeting = settings.meetings.get(one.meeting)
    version = say("{count}", count=one.version) if one.version else say("—")
    return (
        Cell(words=words_of(meeting.title if meeting is not None else item.title, 80)),
        Cell(words=day_words(one.day, viewer.today)),
        Cell(words=version),
        Cell(words=_next(one, viewer, meeting.chair if meeting is not None else "", office)),
    )


def _next(one: Standing, viewer: Viewer, chair: str, office: Office) -> Text:
    if one.start > viewer.now:
        return say("The meeting") if one.agenda else say("The agenda")
    if not one.version:
        return say("Its notes are awaited")
    if not chair:
        return say("The chair’s word")
    return say("The word of {chair}", chair=names_of([chair], office.facts.people))


def _questions(office: Office, viewer: Viewer) -> Sequence[Block]:
    items, people = office.items_for(viewer, (QUESTION,), _MOST), office.facts.people
    if not items:
        return ()
    count = ItemCount.all_of(office.count_items_for(viewer, (QUESTION,)), QUESTION).count
    rows = tuple(
        (Cell(words=words_of(one.title, 300), tone="warm"), Cell(words=names_of([one.owner] if one.owner else [], people)))
        for one in items
    )  # fmt: skip
    return (
        Rows(title=say("To settle by a person"), columns=(say("What"), say("Who")), rows=rows,
             left=left_of(count, len(items))),
    )  # fmt: skip


PANELS = (Panel(page="meetings", title=say("Minutes"), show=page, place=20),)
