"""Checks a plugin rule by rule, and keeps the grade for `officebot plugin list`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import closing
from datetime import datetime
from pathlib import Path

import orjson

from officebot.core.problems import UserError
from officebot.core.text import say
from officebot.plugins.checking.model import Report, Rule, Verdict
from officebot.plugins.checking.rules import RULES
from officebot.plugins.checking.subject import subject_at


def check(folder: Path, only: Collection[str] = (), begun: Callable[[Rule], None] | None = None) -> Report:
    """What the rules find of the plugin whose project lies in `folder`: all of them, or those of these ids.

    `begun` is told each rule before it is looked at. Raises UserError where the folder holds no plugin, or for an id that
    no rule has.
    """
    unknown = sorted(set(only) - {rule.id for rule in RULES})
    if unknown:
        raise UserError(
            say("There is no rule “{name}”: “officebot plugin check --rules” lists them.", name=unknown[0])
        )
    subject = subject_at(folder.resolve())
    verdicts = []
    with closing(subject):
        for rule in RULES:
            if only and rule.id not in only:
                continue
            if begun is not None:
                begun(rule)
            verdicts.append(Verdict(rule, rule.look(subject)))
    return Report(distribution=subject.distribution, version=subject.version, verdicts=tuple(verdicts))


def keep(report: Report, state: Path, now: datetime) -> None:
    """Writes the grade below the office's folder `state`, where `officebot plugin list` finds it."""
    place = state / "plugins"
    place.mkdir(parents=True, exist_ok=True)
    told = {
        "distribution": report.distribution, "version": report.version, "grade": str(report.grade),
        "failed": [one.rule.id for one in report.verdicts if one.is_broken], "checked": now.isoformat(),
    }  # fmt: skip
    name = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in report.distribution)
    (place / f"{name.strip('.') or 'unnamed'}.json").write_bytes(orjson.dumps(told))
