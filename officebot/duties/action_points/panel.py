"""The action points on the dashboard, by owner and due day; one's own on the first page.

Nobody is counted: how many points a person has, or has late, is no figure that an office keeps of people (TRUST 40).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from officebot.core.minutes.following import ACTION, Followed, followed
from officebot.core.panels import (
    Block,
    Cell,
    Count,
    Counts,
    ItemCount,
    Rows,
    Viewer,
    day_cell,
    left_of,
    names_of,
    words_of,
)
from officebot.core.people import People
from officebot.core.proposals import Item
from officebot.core.text import Text, say
from officebot.duties.action_points.settings import Settings
from officebot.sdk import Office, Panel

_MOST, _MOST_TODAY, _MOST_LOOKED = 60, 8, 100
_STATES: dict[str, Text] = {
    "": say("open"), "doing": say("under way"), "partly": say("partly done"), "blocked": say("blocked"),
}  # fmt: skip


def page(office: Office, viewer: Viewer, _settings: Settings) -> Sequence[Block]:
    """The page “Meetings and actions”: every point that the viewer may see."""
    points, people = _points(office.items_for(viewer, (ACTION,), _MOST, order="owners"), office), office.facts.people
    all_of = ItemCount.all_of(office.count_items_for(viewer, (ACTION,)), ACTION)
    yesterday = viewer.day_end - timedelta(days=1)
    late = ItemCount.all_of(office.count_items_for(viewer, (ACTION,), until=yesterday), ACTION).count
    by_owner = sorted(points, key=lambda one: (_name(one, people).casefold(), one.due or date.max, one.key))
    return (
        Counts((
            Count(label=say("Action points open"), value=say("{count}", count=all_of.count)),
            Count(label=say("Late"), value=say("{count}", count=late), tone="hot" if late else "good"),
            Count(label=say("Without owner or day"), value=say("{count}", count=all_of.loose),
                  tone="warm" if all_of.loose else ""),
        )),
        Rows(
            title=say("Action points by owner and day"),
            columns=(say("Whose"), say("What"), say("Due"), say("State"), say("From the meeting")),
            rows=tuple(_row(one, people, viewer) for one in by_owner),
            empty=say("No action point is open."),
            left=left_of(all_of.count, len(points)),
        ),
    )  # fmt: skip


def today(office: Office, viewer: Viewer, _settings: Settings) -> Sequence[Block]:
    """On the first page: the viewer's own, due this day or before."""
    due = office.items_for(viewer, (ACTION,), _MOST_LOOKED, until=viewer.day_end, is_mine=True)
    mine = [one for one in _points(due, office) if viewer.person.address in one.owners]
    if not mine:
        return ()
    return (
        Rows(
            title=say("Action points due"),
            columns=(say("What"), say("Due"), say("From the meeting")),
            rows=tuple(
                (Cell(words=words_of(one.what, 120), to="/page/meetings"), day_cell(one.due, viewer.today),
                 Cell(words=words_of(one.meeting_title, 60)))
                for one in mine[:_MOST_TODAY]
            ),
            left=left_of(len(mine), _MOST_TODAY),
        ),
    )  # fmt: skip


def _points(items: Sequence[Item], office: Office) -> list[Followed]:
    """The points, without what happened to them, which no table tells."""
    working = office.facts.working_time
    return [followed(replace(item, source={**item.source, "history": ()}), working) for item in items]


def _name(one: Followed, people: People) -> str:
    known = people.at(one.owners[0]) if one.owners else None
    if known is not None:
        return known.name
    return one.who[0] if one.who else ""


def _row(one: Followed, people: People, viewer: Viewer) -> tuple[Cell, ...]:
    who = names_of(one.owners, people) if one.owners else words_of(", ".join(one.who), 60)
    return (
        Cell(words=who),
        Cell(words=words_of(one.what, 160)),
        day_cell(one.due, viewer.today),
        Cell(words=_STATES.get(one.status, _STATES[""]), tone="warm" if one.status == "blocked" else ""),
        Cell(words=words_of(one.meeting_title, 60)),
    )


PANELS = (
    Panel(page="meetings", title=say("Action points"), show=page, place=10),
    Panel(page="today", title=say("Your action points"), show=today, place=30),
)
