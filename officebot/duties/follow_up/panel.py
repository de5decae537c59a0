"""What others owe the office and what it owes them, on the dashboard: who, what, since when, and what happens next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from officebot.core.panels import (
    Block,
    Cell,
    Count,
    Counts,
    ItemCount,
    Rows,
    Viewer,
    day_cell,
    day_words,
    left_of,
    names_of,
    words_of,
)
from officebot.core.people import People
from officebot.core.proposals import Item
from officebot.core.text import Text, counted, say
from officebot.duties.follow_up.observe import OWED, WAITING
from officebot.duties.follow_up.settings import Settings
from officebot.sdk import Office, Panel

_MOST, _MOST_TODAY, _MOST_LOOKED = 50, 8, 100


def waiting(office: Office, viewer: Viewer, settings: Settings) -> Sequence[Block]:
    """The page “Waiting for”: both sides of the book."""
    people = office.facts.people
    counts = office.count_items_for(viewer, (WAITING, OWED))
    awaited, owed = ItemCount.all_of(counts, WAITING), ItemCount.all_of(counts, OWED)
    theirs, ours = (office.items_for(viewer, (kind,), _MOST) for kind in (WAITING, OWED))
    return (
        Counts((
            _count(say("Answers awaited"), awaited.count),
            _count(say("Answers overdue"), awaited.late, is_late=True),
            _count(say("Answers that we owe"), owed.count),
            _count(say("Of these, late"), owed.late, is_late=True),
        )),
        Rows(
            title=say("What others owe us"),
            columns=(say("About"), say("From whom"), say("Since"), say("Due"), say("What happens next")),
            rows=tuple(_awaited(one, viewer, people, settings) for one in theirs),
            empty=say("Nothing is waited for."),
            left=left_of(awaited.count, len(theirs)),
        ),
        Rows(
            title=say("What we owe others"),
            columns=(say("About"), say("To whom"), say("Since"), say("Answer by"), say("Who answers")),
            rows=tuple(_owed(one, viewer, people) for one in ours),
            empty=say("Nobody waits for an answer of ours."),
            left=left_of(owed.count, len(ours)),
        ),
    )  # fmt: skip


def today(office: Office, viewer: Viewer, _settings: Settings) -> Sequence[Block]:
    """On the first page: the answers that this person owes today or owed before."""
    mine = [
        one
        for one in office.items_for(viewer, (OWED,), _MOST_LOOKED, until=viewer.day_end, is_mine=True)
        if viewer.person.address in (one.owner, *one.source.get("who", ()))
    ]
    if not mine:
        return ()
    people = office.facts.people
    return (
        Rows(
            title=say("To answer by today"),
            columns=(say("About"), say("To whom"), say("Answer by")),
            rows=tuple(
                (
                    Cell(words=words_of(one.title), to="/page/waiting"),
                    Cell(words=_with(one, people)),
                    _due(one, viewer),
                )
                for one in mine[:_MOST_TODAY]
            ),
            left=left_of(len(mine), _MOST_TODAY),
        ),
    )


def _count(label: Text, count: int, *, is_late: bool = False) -> Count:
    return Count(label=label, value=say("{count}", count=count), tone="hot" if is_late and count else "")


def _awaited(item: Item, viewer: Viewer, people: People, settings: Settings) -> tuple[Cell, ...]:
    return (
        Cell(words=words_of(item.title)), Cell(words=_with(item, people)), _since(item, viewer), _due(item, viewer),
        Cell(words=_next(item, viewer, settings)),
    )  # fmt: skip


def _owed(item: Item, viewer: Viewer, people: People) -> tuple[Cell, ...]:
    return (
        Cell(words=words_of(item.title)), Cell(words=_with(item, people)), _since(item, viewer), _due(item, viewer),
        Cell(words=names_of([item.owner] if item.owner else [], people)),
    )  # fmt: skip


def _with(item: Item, people: People) -> Text:
    name = str(item.source.get("name") or "")
    return words_of(name, 60) if name else names_of([str(one) for one in item.source.get("with", ())], people)


def _since(item: Item, viewer: Viewer) -> Cell:
    try:
        first = datetime.fromisoformat(str(item.source.get("first", "")))
    except ValueError:
        return Cell(words=say("—"))
    return Cell(words=day_words(viewer.day_of(first), viewer.today))


def _due(item: Item, viewer: Viewer) -> Cell:
    return day_cell(viewer.day_of(item.due) if item.due is not None else None, viewer.today)


def _next(item: Item, viewer: Viewer, settings: Settings) -> Text:
    """What the duty does next about something that others owe."""
    written = int(item.source.get("reminders", 0))
    if written >= settings.most_reminders:
        return counted(
            "Call them: {count} reminder was written", "Call them: {count} reminders were written", written
        )
    try:
        away = date.fromisoformat(str(item.source.get("away_until", "")))
    except ValueError:
        away = None
    if away is not None and away > viewer.today:
        return say("Away until {day}; then reminder {number}", day=day_words(away, viewer.today), number=written + 1)
    if item.due is not None and viewer.day_of(item.due) > viewer.today:
        return say(
            "Reminder {number} after {day}", number=written + 1, day=day_words(viewer.day_of(item.due), viewer.today)
        )
    return say("Reminder {number} is due", number=written + 1)


PANELS = (
    Panel(page="waiting", title=say("Answers"), show=waiting, place=10),
    Panel(page="today", title=say("Answers of yours"), show=today, place=40),
)
