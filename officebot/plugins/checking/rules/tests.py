"""Its tests exist, pass, and fail when a rule of the duty is turned round."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from weakref import WeakKeyDictionary

from officebot.core.text import Text, quoted, say
from officebot.plugins.checking.asking import told
from officebot.plugins.checking.holding import Held, NoAnswer
from officebot.plugins.checking.model import Found, Grade, Rule, failed_by, not_applicable, passed
from officebot.plugins.checking.probing import confined, environment
from officebot.plugins.checking.subject import Source, Subject
from officebot.plugins.checking.turning import Turned, turned

SECONDS = 60
#: So many turned rules are tried, spread over all that there are.
TRIED = 8
#: This share of them must make a test fail.
CAUGHT = 0.75
_STANDING: WeakKeyDictionary[Subject, Text | None] = WeakKeyDictionary()
_TRYING: WeakKeyDictionary[Subject, Held] = WeakKeyDictionary()


def has_tests(subject: Subject) -> Found:
    """There are tests, and they pass as they stand."""
    if importlib.util.find_spec("pytest") is None:
        return not_applicable(say("pytest is not installed here: install it to have this looked at."))
    if not subject.tests:
        return failed_by([say("There is no file “test_….py”.")])
    ended = _as_it_stands(subject)
    return passed() if ended is None else failed_by([ended])


def has_tests_that_fail(subject: Subject) -> Found:
    """Of rules of the duty that are turned round, one at a time in a copy, three of four make a test fail."""
    if importlib.util.find_spec("pytest") is None:
        return not_applicable(say("pytest is not installed here: install it to have this looked at."))
    if not subject.tests or _as_it_stands(subject) is not None:
        return failed_by([say("Its tests do not pass as they stand.")])
    chosen = _spread([(source, one) for source in _deciding(subject) for one in turned(source.tree)])
    if not chosen:
        return not_applicable(say("There is no rule in it that could be turned round."))
    passes = [_run(subject, {"file": source.path, "source": change.source}) is None for source, change in chosen]
    missed = [
        say("{file}:{line}: {change}, and no test fails.", file=source.path, line=change.line, change=change.told)
        for (source, change), is_missed in zip(chosen, passes, strict=True)
        if is_missed
    ]
    caught = len(chosen) - len(missed)
    share = say("{caught} of {count} turned rules were noticed.", caught=caught, count=len(chosen))
    if caught < CAUGHT * len(chosen):
        return failed_by([share, *missed])
    return passed(share, *missed)


def _as_it_stands(subject: Subject) -> Text | None:
    """What pytest said of the tests as they stand; None where they pass. Run once for both rules."""
    if subject not in _STANDING:
        _STANDING[subject] = _run(subject, {})
    return _STANDING[subject]


def _deciding(subject: Subject) -> Iterator[Source]:
    """The files that hold what the duties decide."""
    modules = {said["decide"][0] for duty in subject.entries if (said := told(subject, duty)) is not None}
    for source in subject.sources:
        path = Path(source.path).with_suffix("")
        parts = path.relative_to(subject.root.relative_to(subject.folder)).parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name in modules:
            yield source


def _spread(found: list[tuple[Source, Turned]]) -> list[tuple[Source, Turned]]:
    if len(found) <= TRIED:
        return found
    return [found[int(i * len(found) / TRIED)] for i in range(TRIED)]


def _run(subject: Subject, change: Mapping[str, str]) -> Text | None:
    """Runs the tests of a copy with this change; None where they pass, else what pytest said last."""
    running = _trying(subject)
    ended = running.ask(change, SECONDS)
    if isinstance(ended, NoAnswer):
        return ended.why
    return None if ended.get("code") == 0 else quoted(running.last_words())


def _trying(subject: Subject) -> Held:
    """The process in which the tests of this plugin run, on a copy."""
    if subject not in _TRYING:
        scratch = subject.folder_apart()
        copy = scratch / "project"
        words = [sys.executable, "-P", "-m", "officebot.plugins.checking.trying"]
        root = copy / subject.root.relative_to(subject.folder)
        _TRYING[subject] = Held(
            lambda out: confined([*words, str(out), str(subject.folder), str(copy)], subject, scratch), str(scratch),
            environment(scratch, before=(root, copy)), lambda: None,
        )  # fmt: skip
        subject.kept.callback(_TRYING[subject].close)
    return _TRYING[subject]


RULES = (
    Rule(
        id="tested",
        grade=Grade.BRONZE,
        asks=say("It has tests, and they pass."),
        why=say("Who installs it cannot read it all; the tests are read for them."),
        mend=say("Write a test for each thing that “decide” decides, and one for what it leaves alone."),
        look=has_tests,
    ),
    Rule(
        id="tests-can-fail",
        grade=Grade.SILVER,
        asks=say("When a rule of the duty is turned round, a test fails."),
        why=say("A test that cannot fail shows nothing."),
        mend=say("Write the test that tells the turned rule from the right one."),
        look=has_tests_that_fail,
    ),
)
