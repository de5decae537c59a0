"""What the dashboard shows: how many visitors were counted, and the visits that are to come."""

from __future__ import annotations

from collections.abc import Sequence

from officebot.sdk import Office
from officebot.sdk.panels import Block, Cell, Count, Counts, Panel, Rows, Viewer, words_of
from visitor_count.settings import Settings
from visitor_count.texts import say


def show(office: Office, viewer: Viewer, settings: Settings) -> Sequence[Block]:
    """The day's count, and what is noted of it."""
    counted = office.remembered("visitor_count", viewer.today.isoformat()) or {"count": 0}
    items = [one for one in office.items("visit") if viewer.may_see_item(one)]
    rows = tuple(
        (Cell(words=words_of(one.title)), Cell(words=words_of(str(one.source.get("host", ""))))) for one in items
    )
    return (
        Counts((Count(label=say("Visitors today"), value=say("{count}", count=counted["count"])),)),
        Rows(title=say("Visits"), columns=(say("Announced"), say("Host")), rows=rows),
    )


PANELS = (Panel(page="today", title=say("Visitors"), show=show, place=80),)
