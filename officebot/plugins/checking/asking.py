"""What the rules ask of a plugin's process: each question is asked once for all rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

from officebot.core.text import Text, quoted, say
from officebot.plugins.checking import probing
from officebot.plugins.checking.holding import Answer, NoAnswer
from officebot.plugins.checking.model import Found, failed_by
from officebot.plugins.checking.subject import Subject

#: A duty is loaded so often, for the time that it takes.
LOADS = 3
#: What was noticed while a plugin ran, as people call it.
_NOTICED = {
    "chance": say("chance"), "clock": say("clock"), "environment": say("environment"), "file": say("file"),
    "native code": say("native code"), "network": say("network"), "process": say("process"),
}  # fmt: skip


def noticed(duty: str, seen: Iterable[tuple[str, str]]) -> list[Text]:
    """What a duty did besides, one sentence each: of which kind, and what and where."""
    return [
        say("{duty}: {kind}, {what}", duty=duty, kind=_NOTICED.get(kind, quoted(kind)), what=what)
        for kind, what in seen
    ]


class Answers:
    """The answers of one plugin: by duty and question, each asked when the first rule wants it."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._loads: dict[str, list[Answer]] = {}
        self._tried: dict[tuple[str, str, str], Answer] = {}

    def loads(self, duty: str) -> list[Answer]:
        """Several loads of a duty, each in a process of its own."""
        if duty not in self._loads:
            # The first one compiles, and counts for everything but its time.
            self._loads[duty] = [self._ask(duty, "load") for _ in range(LOADS + 1)]
        return self._loads[duty]

    def tried(self, duty: str, question: str, seed: str = "0") -> Answer:
        """The answer to a question about samples."""
        key = (duty, question, seed)
        if key not in self._tried:
            self._tried[key] = self._ask(duty, question, seed=seed, samples=str(self._subject.samples))
        return self._tried[key]

    def _ask(self, duty: str, question: str, **more: Any) -> Answer:
        module, _, attribute = self._subject.entries[duty].partition(":")
        return probing.ask(self._subject, question, name=duty, module=module, attribute=attribute or "DUTY", **more)


_ANSWERS: WeakKeyDictionary[Subject, Answers] = WeakKeyDictionary()


def answers(subject: Subject) -> Answers:
    """The answers that were given of this plugin, and those that still will be."""
    found = _ANSWERS.get(subject)
    if found is None:
        found = _ANSWERS[subject] = Answers(subject)
    return found


def told(subject: Subject, duty: str) -> Mapping[str, Any] | None:
    """What a duty said of itself when it was loaded; None where it cannot be loaded."""
    first = answers(subject).loads(duty)[0]
    if isinstance(first, NoAnswer) or "error" in first:
        return None
    found: Mapping[str, Any] = first["duty"]
    return found if found.get("is_duty") else None


def trouble(answer: Answer, duty: str) -> Text | None:
    """Why an answer tells nothing: the process ended, or the plugin raised; None where it tells."""
    if isinstance(answer, NoAnswer):
        return say("{duty}: {why}", duty=duty, why=answer.why)
    if "error" in answer:
        return say("{duty}: {why}", duty=duty, why=quoted(str(answer["error"])))
    return None


def without_samples(subject: Subject) -> Found | None:
    """A failure where the plugin gives nothing to try it with."""
    if subject.samples is not None:
        return None
    return failed_by([say("There is no “tests/facts.py” with a function “facts”: nothing could be tried.")])
