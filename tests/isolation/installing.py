"""Plugins for tests: a package with its manifest in a folder, known to Python by the metadata that pip would leave."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

OPEN_QUESTIONS = '''
"""Who still waits for an answer, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from officebot.sdk import Duty, Office, OfficeFacts, Proposal, Reason, SeenMail, Trigger, WriteDocument, say


class Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    most: int = Field(default=100, ge=1, le=1000, description="How many questions are listed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    office: OfficeFacts
    day: datetime
    mails: Sequence[SeenMail]


def observe(office: Office, trigger: Trigger, settings: Settings) -> Facts:
    working = office.facts.working_time
    day = datetime.combine(working.local(trigger.due).date(), time(), tzinfo=working.tz)
    return Facts(office=office.facts, day=day, mails=office.mails(day, trigger.now))


def decide(facts: Facts, settings: Settings) -> Iterable[Proposal]:
    waiting = [mail for mail in facts.mails if mail.verdict.get("reply_expected")][: settings.most]
    if not waiting:
        return ()
    day = facts.day.date()
    rows = [[mail.sender.address, mail.subject] for mail in waiting]
    table = {"sheet": "Open questions", "columns": ["From", "Subject"], "rows": rows}
    return (
        Proposal(
            key=f"open-questions:{day}",
            title=say("List the {count} open questions of {day}", count=len(waiting), day=day),
            actions=(WriteDocument(path=f"archive/lists/{day}-open-questions.xlsx", data=table),),
            reason=say("{count} people wait for an answer.", count=len(waiting)),
            reasons=tuple(Reason(what=say("A reply is expected."), source=str(mail.ref)) for mail in waiting),
        ),
    )


DUTY: Duty[Any, Any] = Duty(
    name="open_questions", title=say("Open questions"), settings=Settings, observe=observe, decide=decide,
    triggers=("mon-fri 17:00 working days",),
)
'''
MANIFEST = """
sdk = "1.0"
[rights]
mail = ["desk/*"]
actions = ["write-document"]
"""


def install(folder: Path, package: str, code: str, manifest: str = "", *, duties: Sequence[str] = ()) -> Path:
    """The folder of a package with this code, installed in `folder`, which is to stand on Python's path."""
    place = folder / package
    place.mkdir(parents=True)
    (place / "__init__.py").write_text(code, encoding="utf-8")
    if manifest:
        (place / "plugin.toml").write_text(manifest, encoding="utf-8")
    known = folder / f"{package}-1.0.dist-info"
    known.mkdir()
    distribution = package.replace("_", "-")
    (known / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
    lines = "".join(f"{name} = {package}:DUTY\n" for name in duties or (package,))
    (known / "entry_points.txt").write_text(f"[officebot.duties]\n{lines}")
    return place


def run(path: Path, *words: str | Path, code: int = 0) -> str:
    """What officebot prints where these plugins are installed; in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(path), "LANGUAGE": "en", "COLUMNS": "200"}
    ended = subprocess.run(
        [sys.executable, "-m", "officebot", *map(str, words)], env=environment, capture_output=True, text=True,
        timeout=90, check=False,
    )  # fmt: skip
    assert ended.returncode == code, ended.stdout + ended.stderr
    return ended.stdout + ended.stderr
