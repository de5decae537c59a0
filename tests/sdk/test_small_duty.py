"""A duty in 30 lines: the one on the page of examples is taken from there, and runs; what does not fit is found by mypy."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

from officebot.sdk import Address, MessageRef, NoSettings, SeenMail

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "sdk-examples.md"


def smallest() -> str:
    """The code of the smallest duty, from the page."""
    (code,) = re.findall(r"^```python unread_ones\.py\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return str(code)


def test_a_duty_fits_in_thirty_lines_and_decides() -> None:
    code = smallest()
    assert len([line for line in code.splitlines() if line.strip()]) <= 30
    module = sys.modules["unread_ones"] = ModuleType("unread_ones")
    exec(compile(code, "unread_ones.py", "exec"), module.__dict__)
    duty = module.DUTY
    assert duty.settings is NoSettings
    mail = SeenMail(
        ref=MessageRef("desk", "INBOX", 7, 1, "mail 1"), subject="A question", sender=Address("", "emily@finch.example"),
        received=datetime(2026, 11, 23, 8, 0, tzinfo=UTC), state="listed", verdict={},
    )  # fmt: skip
    (proposal,) = duty.decide([mail, replace(mail, state="handled")], NoSettings())
    assert proposal.actions[0].data["rows"] == [["emily@finch.example", "A question"]]
    assert not list(duty.decide([], NoSettings()))


def test_what_does_not_fit_is_found_by_a_type_checker(tmp_path: Path) -> None:
    (tmp_path / "fits.py").write_text((ROOT / "tests" / "sdk" / "typed.txt").read_text("utf-8"), "utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--follow-imports=silent", "--show-error-codes",
         "--cache-dir", str(ROOT / ".mypy_cache" / "sdk"), "fits.py"],
        cwd=tmp_path, capture_output=True, text=True, timeout=110, check=False,
    )  # fmt: skip
    lines = (tmp_path / "fits.py").read_text("utf-8").splitlines()
    wanted = {
        number: found[1] for number, line in enumerate(lines, 1) if (found := re.search(r"# wrong: (\S+)", line))
    }
    told = dict(re.findall(r"^fits\.py:(\d+): error: .*\[([\w-]+)\]$", ended.stdout, re.MULTILINE))
    assert {int(number): code for number, code in told.items()} == wanted, ended.stdout + ended.stderr
