"""How a visitor comes onto the list: a line of a file, known again by its mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from door_list.texts import say
from officebot.sdk import Action, Done, Failed, Job, NotDone, Outcome, Performer, Prepared, Uncertain, register


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class ListVisitor(Action):
    """Put a visitor on the list."""

    kind: ClassVar[str] = "door_list.visitor"
    address: str
    mark: str


class Lister:
    """Writes the list: a line a visitor, the mark first."""

    kinds = frozenset({ListVisitor.kind})
    repeatable = True
    irreversible: frozenset[str] = frozenset()

    def __init__(self, place: Path) -> None:
        self._place = place

    def prepare(self, action: Action) -> Prepared:
        """What will stand on the list."""
        visitor = _visitor(action)
        return Prepared(
            action=action, preview=say("{address} stands on the list at the door.", address=visitor.address)
        )

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Write each visitor who does not stand there yet."""
        for job in jobs:
            visitor = _visitor(job.action)
            if not self._stands(visitor):
                self._write([*self._lines(), f"{visitor.mark} {visitor.address}"])
        return [Done() for _ in jobs]

    def was_done(self, job: Job) -> Done | NotDone | Uncertain:
        """Whether the visitor stands on the list."""
        return Done() if self._stands(_visitor(job.action)) else NotDone()

    def undo(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Take the visitors' lines away again."""
        for job in jobs:
            visitor = _visitor(job.action)
            if not self._stands(visitor):
                return [Failed(say("The list was changed by somebody else.")) for _ in jobs]
            self._write([line for line in self._lines() if not line.startswith(f"{visitor.mark} ")])
        return [Done() for _ in jobs]

    def _stands(self, visitor: ListVisitor) -> bool:
        return any(line.startswith(f"{visitor.mark} ") for line in self._lines())

    def _lines(self) -> list[str]:
        return self._place.read_text("utf-8").splitlines() if self._place.exists() else []

    def _write(self, lines: Sequence[str]) -> None:
        if lines:
            self._place.write_text("\n".join(lines) + "\n", "utf-8")
        else:
            self._place.unlink(missing_ok=True)


def _visitor(action: Action) -> ListVisitor:
    if not isinstance(action, ListVisitor):
        raise TypeError(action.kind)
    return action


def performers() -> Iterable[Performer]:
    """Who writes the list."""
    return (Lister(Path("door-list.txt")),)
