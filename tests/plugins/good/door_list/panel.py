"""What the dashboard shows of the door list."""

from __future__ import annotations

from collections.abc import Sequence

from door_list.settings import Settings
from door_list.texts import say
from officebot.sdk import Office, Viewer
from officebot.sdk.panels import Block, Cell, Panel, Rows, words_of


def show(office: Office, viewer: Viewer, settings: Settings) -> Sequence[Block]:
    """The visits that are noted, to those who may see them."""
    visits = office.items_for(viewer, ["visit"])
    rows = tuple((Cell(words=words_of(one.title)),) for one in visits)
    return (Rows(title=say("Visits"), columns=(say("Who"),), rows=rows, empty=say("Nobody is announced.")),)


PANELS = (Panel(page="door-list", title=say("Door list"), show=show),)
