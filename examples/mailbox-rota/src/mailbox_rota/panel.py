"""What the dashboard shows of the duty: to everybody how many mails are open, to each only those that are theirs.

How many somebody else has is shown to nobody: a rota shares work out, and measures no one.
"""

from __future__ import annotations

from collections.abc import Sequence

from officebot.sdk import Office, Viewer
from officebot.sdk.panels import Block, Cell, Count, Counts, Panel, Rows, day_cell, words_of

from mailbox_rota.duty import KIND
from mailbox_rota.settings import Settings
from mailbox_rota.texts import TITLE, say

#: So many rows are shown: more nobody reads on a page.
MOST = 50


def show(office: Office, viewer: Viewer, settings: Settings) -> Sequence[Block]:
    """How many mails wait for an answer, and which of them the viewer answers."""
    if settings.account not in viewer.accounts:
        return ()
    open_ones = sum(one.count for one in office.count_items_for(viewer, [KIND]))
    mine = office.items_for(viewer, [KIND], most=MOST, is_mine=True)
    return (
        Counts((Count(label=say("Open mails"), value=say("{count}", count=open_ones)),)),
        Rows(
            title=say("Yours to answer"),
            columns=(say("Mail"), say("Until")),
            rows=tuple(
                (Cell(words=words_of(one.title)), day_cell(viewer.day_of(one.due) if one.due else None, viewer.today))
                for one in mine
            ),
            empty=say("Nothing waits for you."),
        ),
    )


PANELS = (Panel(page="mail", title=TITLE, show=show, place=70),)
