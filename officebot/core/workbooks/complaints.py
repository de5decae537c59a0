"""What of a workbook cannot be read, put before whoever keeps it: once, until it is something else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from officebot.core.actions import NoteItem
from officebot.core.problems import Problem
from officebot.core.proposals import Item, Proposal
from officebot.core.text import Language, counted, say

_MOST = 50


def unreadable(
    file: str, problems: Sequence[Problem], *, key: str, item_kind: str, items: Iterable[Item], today: date, language: Language
) -> Proposal | None:  # fmt: skip
    """The proposal to note it as an item of this kind and key; None for no problems, and where `items` holds the same ones.

    The sentences are in `language`, the first fifty of them; the first is the item's title.
    """
    sentences = [one.render(language) for one in problems]
    told = next((item.source.get("problems") for item in items if item.key == key), None)
    if not problems or told == sentences[:_MOST]:
        return None
    return Proposal(
        key=f"{key}:{today}",
        title=counted(
            "Something in {file} cannot be read", "{count} things in {file} cannot be read", len(problems), file=file
        ),
        actions=(
            NoteItem(
                item_kind=item_kind,
                key=key,
                title=say("Mend {file}: {what}", file=file, what=sentences[0]).render(language),
                source={"problems": sentences[:_MOST], "file": file},
            ),
        ),
        reason=say("{where}: {what}", where=file, what=sentences[0]),
    )
