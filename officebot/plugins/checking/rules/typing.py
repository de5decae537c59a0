"""The plugin is typed."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path

from officebot.core.text import quoted, say
from officebot.plugins.checking.model import Found, Grade, Rule, failed_by, not_applicable
from officebot.plugins.checking.patience import patience
from officebot.plugins.checking.probing import confined, environment
from officebot.plugins.checking.reckoned import lay_known
from officebot.plugins.checking.subject import Subject

SECONDS = 120


def is_typed(subject: Subject) -> Found:
    """`mypy --strict` finds nothing in the package; it reads the sources and runs none of them.

    Python itself would: a `sitecustomize.py` of the project, were it where modules are imported from (-I).
    """
    if importlib.util.find_spec("mypy") is None:
        return not_applicable(say("mypy is not installed here: install it to have this looked at."))
    with tempfile.TemporaryDirectory(prefix="officebot-check-") as scratch:
        # A configuration of ours: the project's own could name plugins of mypy, which are code.
        (Path(scratch) / "mypy.ini").write_text("[mypy]\nstrict = True\n")
        mypy = [sys.executable, "-I", "-m", "mypy", "--config-file", "mypy.ini", "--no-error-summary"]
        lay_known(mypy, Path(scratch), "cache", patience(SECONDS))
        kind = "-p" if (subject.root / subject.package).is_dir() else "-m"
        command = confined([*mypy, "--cache-dir", "cache", kind, subject.package], subject, Path(scratch))
        try:
            ended = subprocess.run(
                command, cwd=scratch, env=environment(Path(scratch)) | {"MYPYPATH": str(subject.root)},
                capture_output=True, text=True, timeout=patience(SECONDS), check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return failed_by([say("It did not end within {seconds} seconds.", seconds=int(patience(SECONDS)))])
    if ended.returncode == 0:
        return failed_by([])
    lines = [line.replace(f"{subject.folder}/", "") for line in ended.stdout.splitlines() if ": error:" in line]
    return failed_by(
        [quoted(line[:200]) for line in lines] or [quoted(ended.stderr.strip()[-200:] or ended.stdout[-200:])]
    )


RULES = (
    Rule(
        id="typed",
        grade=Grade.GOLD,
        asks=say("Its types are complete: “mypy --strict” finds nothing."),
        why=say("The next version of the SDK then tells you what to change, before anybody runs it."),
        mend=say("Run “mypy --strict” and mend what it says."),
        look=is_typed,
    ),
)
