"""How an action is carried out: what a performer is, and how its jobs may end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias, runtime_checkable

from officebot.core.actions import Action
from officebot.core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An action made ready to be shown: the exact bytes it will use, by role, and what a person sees of it."""

    action: Action
    preview: Text
    blobs: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One stored action on its way: its key is the same at every try, its blobs are those that were approved.

    `receipt` is what an earlier `Done` said, for undo; `message` is where the message now lies, after the
    bundle's earlier actions moved it.
    """

    id: int
    key: str
    action: Action
    blobs: Mapping[str, bytes] = field(default_factory=dict)
    receipt: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """It happened. The receipt (JSON) says what there is to know, and how to take it back."""

    receipt: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not happen and will not: nothing was changed.

    `is_stale` where the world is not any more as it was when this was decided: the duty looks at the same mail again, and may
    propose something else.
    """

    why: Text
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class Retry:
    """It did not happen, and may later: the world is unavailable. Nothing was changed."""

    why: Text


@dataclass(frozen=True, slots=True)
class Uncertain:
    """Nobody can tell whether it happened: a person is asked, it is never repeated alone."""

    why: Text


@dataclass(frozen=True, slots=True)
class NotDone:
    """Asked after a crash: it certainly did not happen, so it may be performed."""


#: How a job ended.
Outcome: TypeAlias = Done | Failed | Retry | Uncertain


class Performer(Protocol):
    """Carries out the actions of some kinds. The only code that changes the world outside the ledger.

    Outcomes come back one for each job, in the same order. A raised exception counts as `Uncertain`
    for kinds where repeating harms (`repeatable` false), as `Retry` for the others.
    """

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of action it performs."""
        ...

    @property
    def repeatable(self) -> bool:
        """Whether performing an action twice is harmless."""
        ...

    @property
    def irreversible(self) -> frozenset[str]:
        """Those of its kinds that cannot be taken back once done; empty for most performers."""
        ...

    def prepare(self, action: Action) -> Prepared:
        """Render, compose, compute the difference; reads only. Raises UserError when it cannot be done."""
        ...

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Carry the jobs out, all of one kind."""
        ...

    def was_done(self, job: Job) -> Done | NotDone | Uncertain:
        """Asked after a crash between "doing" and "done": look, and say."""
        ...

    def undo(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Take done jobs back. `Failed` says in one sentence why that is impossible."""
        ...


@runtime_checkable
class Foreseeing(Protocol):
    """A performer that can tell beforehand whether jobs can still be taken back, so that a proposal is wholly or not at all."""

    def foresee_undo(self, jobs: Sequence[Job]) -> Sequence[Text | None]:
        """For each of a proposal's jobs, in the order in which `undo` will get them: None, or in one sentence why not.

        Reads only, and is quick. Each job is looked at as the world will be once those before it were taken back. Raises
        Unavailable or UserError.
        """
        ...


@runtime_checkable
class Filling(Protocol):
    """A performer whose bytes are made of an action's words: of a number to come, or of documents that it carries.

    Any other performer's bytes are taken for text, in which the number is put into the placeholder's place.
    """

    def prepare_with(self, action: Action, shown: Action, documents: Mapping[str, bytes]) -> Prepared:
        """As `prepare`, for an action that awaits a number or carries documents of its proposal.

        `shown` is the action with words in the number's place, `documents` are the bytes by path, as they are shown. The
        blobs hold besides what `fill` needs, so that it is approved, too. Raises UserError.
        """
        ...

    def fill(self, action: Action, kept: Mapping[str, bytes], documents: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """The blobs by which the action, its number filled in, is carried out: made of what was approved alone."""
        ...
