"""Its tests exist, pass, and fail when a rule of the duty is turned round."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from weakref import WeakKeyDictionary

from officebot.core.text import Text, quoted, say
from officebot.plugins.checking.asking import told
from officebot.plugins.checking.bounding import few_processes
from officebot.plugins.checking.model import Found, Grade, Rule, failed_by, not_applicable, passed
from officebot.plugins.checking.probing import began_too_many, confined, environment
from officebot.plugins.checking.subject import Source, Subject
from officebot.plugins.checking.turning import Turned, turned

SECONDS = 60
#: So many turned rules are tried, spread over all that there are.
TRIED = 8
#: This share of them must make a test fail.
CAUGHT = 0.75
#: Runs of the tests side by side.
AT_ONCE = 2
_STANDING: WeakKeyDictionary[Subject, Text | None] = WeakKeyDictionary()


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
    with ThreadPoolExecutor(AT_ONCE) as pool:
        passes = list(pool.map(lambda one: _passes_turned(subject, *one), chosen))
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
    found = _STANDING.get(subject, "unknown")
    if isinstance(found, str):
        with tempfile.TemporaryDirectory(prefix="officebot-check-") as scratch:
            found = _STANDING[subject] = _run(subject, _copied(subject, Path(scratch)), Path(scratch))
    return found


def _passes_turned(subject: Subject, source: Source, change: Turned) -> bool:
    with tempfile.TemporaryDirectory(prefix="officebot-check-") as scratch:
        copy = _copied(subject, Path(scratch))
        (copy / source.path).write_text(change.source, "utf-8")
        return _run(subject, copy, Path(scratch)) is None


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


def _copied(subject: Subject, scratch: Path) -> Path:
    copy = scratch / "project"
    left_out = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "*.egg-info", "node_modules")
    shutil.copytree(subject.folder, copy, symlinks=True, ignore=left_out)
    return copy


def _run(subject: Subject, copy: Path, scratch: Path) -> Text | None:
    """Runs the tests of a copy; None where they pass, else what pytest said last."""
    root = copy / subject.root.relative_to(subject.folder)
    variables = environment(subject, scratch)
    variables["PYTHONPATH"] = f"{root}:{copy}:{variables['PYTHONPATH']}"
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--no-header", str(copy)]
    child = subprocess.Popen(confined(command, subject, scratch), cwd=copy, env=variables, text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
    with child, few_processes(child.pid) as too_many:
        try:
            out, err = child.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            return say("The tests did not end within {seconds} seconds.", seconds=SECONDS)
    if too_many.is_set():
        return began_too_many()
    if child.returncode == 0:
        return None
    lines = [line for line in out.splitlines() if line.strip()]
    return quoted((lines[-1] if lines else err.strip()[-200:])[:200])


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
