"""What the document as it was sent shows of the minutes: an office's own template may show less, and elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from officebot.core.minutes.model import Minutes
from officebot.core.minutes.readback.document import Returned
from officebot.core.minutes.readback.matching import Found, Shown, showings_of
from officebot.core.minutes.readback.places import Kind, Place
from officebot.core.minutes.readback.words import folded, likeness
from officebot.core.text import Language

#: Of the places that were shown, at least so many are found in a document that is these minutes.
_LEAST_FOUND, _LEAST_ALIKE = 0.4, 0.3


def is_of(found: Sequence[Found], before: Sequence[Found] | None, shown: Minutes, language: Language) -> bool:
    """Whether the document is of these minutes; of the places that it was sent with, where that is known."""
    showings = showings_of(shown, language) if before is None else showings_in(before)
    wanted = {one.place for one in showings}
    there = {
        one.shown.place
        for one in found
        if one.shown is not None and (not one.shown.text or likeness(one.text, one.shown.text) >= _LEAST_ALIKE)
    }
    return bool(wanted) and len(there) >= _LEAST_FOUND * len(wanted)


def showings_in(found: Iterable[Found]) -> Iterator[Shown]:
    """The showings that were found, in the order of the document."""
    return (one.shown for one in found if one.shown is not None)


def homes(before: Iterable[Found]) -> Iterator[tuple[Place, int]]:
    """The places that were sent, each with the point under whose heading it stood; 0 for none."""
    topic = 0
    for one in showings_in(before):
        if one.place.kind == "h":
            topic = one.place.topic
        if one.showing == "item":
            yield one.place, topic


def usual(found: Sequence[Found]) -> Mapping[Kind, frozenset[str]]:
    """Where the document shows decisions and actions: below their points, at a glance, or both."""
    shown = list(showings_in(found))
    kinds: tuple[Kind, ...] = ("d", "a")
    return {kind: frozenset(one.showing for one in shown if one.place.kind == kind) for kind in kinds}


def words_sent(sent: Returned | None) -> frozenset[str]:
    """All that stood in the document that went out, folded."""
    return frozenset(folded(block.text) for block in sent.blocks) if sent is not None else frozenset()
