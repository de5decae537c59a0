"""The plugin's own kind of action: a badge is put where the printer finds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from officebot.sdk import Action, Done, Failed, Job, NotDone, Outcome, Performer, Prepared, Uncertain, register
from visitor_count.texts import counted, say


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class PutBadge(Action):
    """Put a badge for so many visitors into the folder that the printer watches."""

    kind: ClassVar[str] = "visitor_count.badge"
    folder: str
    name: str
    count: int


class BadgePerformer:
    """Performs `visitor_count.badge`. Putting the same badge twice is harmless; undo takes it away while it is unchanged."""

    kinds = frozenset({PutBadge.kind})
    repeatable = True
    irreversible: frozenset[str] = frozenset()

    def prepare(self, action: Action) -> Prepared:
        """The badge's bytes, and how many it is for."""
        badge = _badge(action)
        preview = counted("Print a badge for {count} visitor", "Print badges for {count} visitors", badge.count)
        return Prepared(action=action, preview=preview, blobs={"badge": f"BADGES {badge.count}\n".encode()})

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Put the badges into the folder."""
        return [self._put(job) for job in jobs]

    def was_done(self, job: Job) -> Done | NotDone | Uncertain:
        """Whether the badge lies there."""
        place = _place(job)
        return Done({}) if place.is_file() and place.read_bytes() == job.blobs["badge"] else NotDone()

    def undo(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Take the badges away."""
        return [self._take_away(job) for job in jobs]

    def _put(self, job: Job) -> Outcome:
        place = _place(job)
        if not place.parent.is_dir():
            return Failed(say("There is no folder {folder}.", folder=str(place.parent)))
        place.write_bytes(job.blobs["badge"])
        return Done({"name": place.name})

    def _take_away(self, job: Job) -> Outcome:
        place = _place(job)
        if place.is_file() and place.read_bytes() != job.blobs["badge"]:
            return Failed(say("The badge {name} was changed since.", name=place.name))
        place.unlink(missing_ok=True)
        return Done({})


def performers() -> Iterator[Performer]:
    """What performs this plugin's actions."""
    yield BadgePerformer()


def _badge(action: Action) -> PutBadge:
    if not isinstance(action, PutBadge):
        raise TypeError(action.kind)
    return action


def _place(job: Job) -> Path:
    badge = _badge(job.action)
    return Path(badge.folder) / badge.name
