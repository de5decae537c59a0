"""The replies that were prepared and wait for a yes, on the dashboard."""

from __future__ import annotations

from collections.abc import Sequence

from officebot.core.panels import Block, Cell, Rows, Viewer, day_words, left_of
from officebot.core.text import say
from officebot.duties.replies.settings import Settings
from officebot.sdk import Office, Panel

_MOST = 20


def mail(office: Office, viewer: Viewer, _settings: Settings) -> Sequence[Block]:
    """The page “Mail”: what was written for the viewer to send."""
    count, found = office.proposals_for(viewer, "replies", _MOST)
    return (
        Rows(
            title=say("Replies that wait for a yes"),
            columns=(say("Reply"), say("Prepared on")),
            rows=tuple(
                (Cell(words=one.title, to=f"/proposal/{one.id}"), Cell(words=day_words(viewer.day_of(one.created), viewer.today)))
                for one in found
            ),
            empty=say("No reply waits."),
            left=left_of(count, len(found)),
        ),
    )  # fmt: skip


PANELS = (Panel(page="mail", title=say("Replies"), show=mail, place=20),)
