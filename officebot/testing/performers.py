"""A performer for tests: it writes each effect into a file, so that a sweep can count what happened.

performer = RecordingPerformer(tmp_path / "effects.jsonl")
...
assert performer.texts() == ["the first", "the second"]
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from officebot.core.text import quoted, say
from officebot.sdk import (
    Action,
    Done,
    Effect,
    Failed,
    Job,
    MessageRef,
    NotDone,
    Outcome,
    Prepared,
    Uncertain,
    register,
)


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedNote(Action):
    """An effect that stays inside the office: a line in the performer's file. `content` becomes a blob."""

    kind: ClassVar[str] = "test.note"
    text: str
    content: str = ""
    on: MessageRef | None = None

    @property
    def message(self) -> MessageRef | None:
        return self.on


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedLetter(Action):
    """An effect that leaves the office, so that policy asks a person first."""

    kind: ClassVar[str] = "test.letter"
    effect: ClassVar[Effect] = Effect.LEAVES
    text: str
    content: str = ""
    to: tuple[str, ...] = ("someone@elsewhere.example",)

    @property
    def recipients(self) -> tuple[str, ...]:
        return self.to


Answer = Callable[[Job], Outcome | None]


class RecordingPerformer:
    """Performs the two kinds above by appending a line to `path`, on disk before it says so.

    `answer` may return an outcome to give instead of doing it, or raise; None lets it happen.
    It can say afterwards whether a thing happened, unless it is not `repeatable`: then nobody can tell.
    """

    def __init__(
        self,
        path: Path,
        *,
        kinds: Iterable[str] = (RecordedNote.kind, RecordedLetter.kind),
        repeatable: bool = True,
        irreversible: Iterable[str] = (),
        answer: Answer = lambda _job: None,
    ) -> None:
        self.path = path
        self.kinds = frozenset(kinds)
        self.repeatable = repeatable
        self.irreversible = frozenset(irreversible)
        self.answer = answer
        self._writing = threading.Lock()

    def prepare(self, action: Action) -> Prepared:
        """Shows the text, keeps the content as a blob."""
        content: str = getattr(action, "content", "")
        blobs = {"content": content.encode()} if content else {}
        return Prepared(action=action, preview=quoted(getattr(action, "text", "")), blobs=blobs)

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """One line a job: `{"do": "perform", "key", "text", "blobs"}`."""
        return [self.answer(job) or self._did("perform", job) for job in jobs]

    def was_done(self, job: Job) -> Done | NotDone | Uncertain:
        """What the file says."""
        if not self.repeatable:
            return Uncertain(say("Nobody can tell whether it happened."))
        return Done({"line": job.key}) if job.key in self.standing() else NotDone()

    def undo(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """One line a job: `{"do": "undo", "key", "text"}`; none for what a crash left undone, `Failed` if it never was."""
        return [self._take_back(job) for job in jobs]

    # ── what a test asks ──────────────────────────────────────────────────────────────────────────────────

    def effects(self) -> list[dict[str, Any]]:
        """Every whole line of the file, in order."""
        if not self.path.exists():
            return []
        return [json.loads(line) for line in self.path.read_text("utf-8").split("\n")[:-1]]

    def texts(self) -> list[str]:
        """The texts that were performed, in order."""
        return [effect["text"] for effect in self.effects() if effect["do"] == "perform"]

    def standing(self) -> set[str]:
        """The keys of the jobs that were performed and not taken back."""
        found: set[str] = set()
        for effect in self.effects():
            (found.add if effect["do"] == "perform" else found.discard)(effect["key"])
        return found

    def _take_back(self, job: Job) -> Outcome:
        lines = [effect["do"] for effect in self.effects() if effect["key"] == job.key]
        if not lines:
            return Failed(say("It never happened."))
        return Done({"line": job.key}) if lines[-1] == "undo" else self._did("undo", job)

    def _did(self, what: str, job: Job) -> Done:
        blobs = {role: data.decode("utf-8", "replace") for role, data in job.blobs.items()}
        line = {"do": what, "key": job.key, "text": getattr(job.action, "text", ""), "blobs": blobs}
        with self._writing:
            _append(self.path, (json.dumps(line, ensure_ascii=False) + "\n").encode())
        return Done({"line": job.key})


def _append(path: Path, line: bytes) -> None:
    """All of the line on disk, or none of it."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        before = os.fstat(descriptor).st_size
        try:
            if os.write(descriptor, line) != len(line):
                raise OSError("short write")
            os.fsync(descriptor)
        except OSError:
            os.ftruncate(descriptor, before)
            raise
    finally:
        os.close(descriptor)
