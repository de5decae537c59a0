"""What the dashboard shows of the duty: the prices that were last agreed to, and how many changes wait for a yes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from officebot.sdk import Office, Viewer
from officebot.sdk.panels import Block, Cell, Count, Counts, Panel, Rows, Tone, words_of

from price_watch.duty import KIND, LAST, in_money, remembered
from price_watch.settings import Settings
from price_watch.texts import TITLE, say

#: Whoever answers for one of these sees the office's prices, beside the office's own circle.
WHO = ("stock", "purchasing", "suppliers")
#: So many rows are shown: more nobody reads on a page.
MOST = 50


def show(office: Office, viewer: Viewer, settings: Settings) -> Sequence[Block]:
    """How many prices are watched, what waits, and the last prices by article."""
    if not viewer.may_see_book(None, *WHO):
        return ()
    waiting, _ = office.proposals_for(viewer, KIND, 1)
    kept = [
        (str(fact["article"]), price)
        for key, fact in office.all_remembered(KIND).items()
        if key.startswith(LAST) and isinstance(fact, Mapping) and (price := remembered(fact)) is not None
    ]
    rows = tuple(
        (Cell(words=words_of(article)), Cell(words=in_money(price), is_figure=True))
        for article, price in sorted(kept, key=lambda one: one[0])[:MOST]
    )
    tone: Tone = "warm" if waiting else "good"
    return (
        Counts((
            Count(label=say("Watched prices"), value=say("{count}", count=len(kept))),
            Count(label=say("Changes to decide"), value=say("{count}", count=waiting), tone=tone, to="/waiting"),
        )),
        Rows(title=say("Last prices"), columns=(say("Article"), say("Price")), rows=rows, left=len(kept) - len(rows),
             empty=say("No price is remembered yet.")),
    )  # fmt: skip


PANELS = (Panel(page="stock", title=TITLE, show=show, place=80),)
