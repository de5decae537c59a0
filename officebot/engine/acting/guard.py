"""The guard against mass damage: a plan that changes too much of what is not new stops and asks. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from officebot.core.text import Text, say

#: Below this many changes a share of a folder says nothing: one of five messages is a fifth of it.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of what is not new may change without a person: so many, or this share of a folder."""

    items: int = 20
    share: float = 0.1


@dataclass(frozen=True, slots=True)
class Change:
    """One planned change of a message that is not new since the last balance."""

    proposal_id: int
    account: str
    folder: str


def stopped(
    plan: Iterable[Change],
    already: Mapping[tuple[str, str], int],
    sizes: Mapping[tuple[str, str], int],
    limits: Limits,
) -> dict[int, Text]:
    """The proposals to stop, each with the sentence that says why.

    `already` counts the changes carried out alone since the last balance, `sizes` the folders' messages,
    both by (account, folder). A folder over its limit stops as a whole, whatever came first.
    """
    by_folder: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in plan:
        by_folder[change.account, change.folder].append(change)
    found: dict[int, Text] = {}
    for place, changes in by_folder.items():
        count = len(changes) + already.get(place, 0)
        if not _is_too_much(count, sizes.get(place, 0), limits):
            continue
        why = say(
            "This would change {count} older messages of “{folder}” at once: more than the guard allows alone.",
            count=count, folder=place[1],
        )  # fmt: skip
        found.update({change.proposal_id: why for change in changes})
    return found


def looks_emptied(size_before: int, size_now: int, limits: Limits) -> bool:
    """Whether a source that held much suddenly holds nothing: a lost share, a broken link, a wrong setting."""
    return size_now == 0 and size_before >= limits.items


def _is_too_much(count: int, size: int, limits: Limits) -> bool:
    if count > limits.items:
        return True
    return count >= FEWEST and size > 0 and count > size * limits.share
