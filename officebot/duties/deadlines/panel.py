"""The deadlines on the dashboard: of everybody whose the viewer may see, and on the first page what is due by today."""

from __future__ import annotations

from collections.abc import Sequence

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
from officebot.duties.deadlines.ledger import SECTIONS, by_section, is_of, last_moment, text_of
from officebot.duties.deadlines.observe import KIND
from officebot.duties.deadlines.settings import Settings
from officebot.sdk import Office, Panel

_MOST, _MOST_TODAY, _MOST_LOOKED = 50, 10, 100
_TITLES: dict[str, Text] = {
    "overdue": say("Overdue"), "today": say("Due today"), "week": say("Due this week"), "later": say("Later"),
}  # fmt: skip


def mail(office: Office, viewer: Viewer, _settings: Settings) -> Sequence[Block]:
    """The page “Mail”: how many lie where, and the next ones."""
    items = office.items_for(viewer, (KIND,), _MOST)
    sections = _sections(office, viewer)
    people = office.facts.people
    return (
        Counts(tuple(
            Count(label=_TITLES[name], value=say("{count}", count=sections[name]),
                  tone="hot" if name == "overdue" and sections[name] else "warm" if name == "today" and sections[name] else "")
            for name in SECTIONS
        )),
        Rows(
            title=say("Deadlines by day"),
            columns=(say("Due"), say("About"), say("From"), say("Whose")),
            rows=tuple(_row(one, viewer, people) for one in items),
            empty=say("No deadline is open."),
            left=left_of(sum(sections.values()), len(items)),
        ),
    )  # fmt: skip


def _sections(office: Office, viewer: Viewer) -> dict[str, int]:
    """How many deadlines lie in each section, however many there are."""
    found, before = {}, 0
    for name in SECTIONS:
        until = last_moment(name, office.facts.working_time, viewer.today)
        so_far = ItemCount.all_of(office.count_items_for(viewer, (KIND,), until=until), KIND).count
        found[name], before = so_far - before, so_far
    return found


def today(office: Office, viewer: Viewer, _settings: Settings) -> Sequence[Block]:
    """On the first page: this person's, overdue and of today."""
    items = office.items_for(viewer, (KIND,), _MOST_LOOKED, until=viewer.day_end, is_mine=True)
    sections = by_section(
        [one for one in items if is_of(one, viewer.person)], office.facts.working_time, viewer.today
    )
    found = [*sections["today"], *sections["overdue"]]
    if not found:
        return ()
    people = office.facts.people
    return (
        Rows(
            title=say("Due today and overdue"),
            columns=(say("Due"), say("About"), say("From"), say("Whose")),
            rows=tuple(_row(one, viewer, people) for one in found[:_MOST_TODAY]),
            left=left_of(len(found), _MOST_TODAY),
        ),
    )


def _row(item: Item, viewer: Viewer, people: People) -> tuple[Cell, ...]:
    sender = text_of(item, "from_name") or text_of(item, "from")
    return (
        day_cell(viewer.day_of(item.due) if item.due is not None else None, viewer.today),
        Cell(words=words_of(item.title)),
        Cell(words=words_of(sender, 50)),
        Cell(words=names_of([item.owner] if item.owner else [], people)),
    )


PANELS = (
    Panel(page="mail", title=say("Deadlines"), show=mail, place=30),
    Panel(page="today", title=say("Your deadlines"), show=today, place=20),
)
