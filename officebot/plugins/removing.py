"""Removing a plugin: out of the settings, then out of the ledger and the office's folder, without a trace.

What stays are the journal's own lines, the history of the settings, and backups. The crash cases. Between the settings
and the ledger: the plugin does nothing any more; removing it again erases the rest.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from officebot.app.installed import Installed
from officebot.core.problems import UserError
from officebot.core.text import Text, counted, say
from officebot.engine.erasing.duties import Held, forget
from officebot.engine.lease import ExecutorLease
from officebot.entrypoints import normalised
from officebot.plugins.agreeing import without
from officebot.plugins.listing import added, forget_files, installed, kept_files
from officebot.settings.changing import Keeper
from officebot.settings.load import OFFICE_FILE

if TYPE_CHECKING:
    from officebot.app import App
    from officebot.engine.deciding.approvals import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """A plugin that is to go: its name, the duties it brings or brought, and whether its code is still installed."""

    name: str
    duties: tuple[str, ...]
    is_installed: bool


def leaving(folder: Path, name: str) -> Leaving:
    """The plugin of this name, or that brings the duty of this name; also one whose code is gone already.

    Raises UserError where neither the environment nor the office knows it.
    """
    there = Installed(folder)
    for one in installed():
        if normalised(name) == one.name or name in one.duties:
            before = added(folder, one.name)
            brought = {*one.duties, *(before.duties if before is not None else ())}
            # A duty of the same name that another brings, and does here, is not this one's.
            own = [
                duty for duty in brought if duty not in there or normalised(there.plugin_of(duty) or "") == one.name
            ]
            return Leaving(name=one.name, duties=tuple(sorted(own)), is_installed=True)
    written = _written(folder)
    known = added(folder, normalised(name))
    if known is not None:
        return Leaving(name=normalised(name), duties=known.duties, is_installed=False)
    duties = tuple(
        one for one in (written.get("duties") or {}) if normalised(one) == normalised(name) and one not in there
    )
    if duties or normalised(name) in (written.get("plugins") or {}):
        return Leaving(name=normalised(name), duties=duties, is_installed=False)
    raise UserError(say("Neither is a plugin “{name}” installed, nor do the settings name one.", name=name))


def disable(folder: Path, one: Leaving, who: str, now: datetime) -> bool:
    """Take its tables out of office.toml; whether there were any. Raises UserError where a rule of policy names its duties."""
    keeper = Keeper(folder=folder, duties=Installed(folder))
    content = keeper.read(OFFICE_FILE)
    _check_policy(_written(folder), one.duties)
    data = without(keeper, content, one.name, one.duties)
    if data == content.data:
        return False
    keeper.save(OFFICE_FILE, content.hash, data, who, f"plugin {one.name}", now)
    return True


def erase(app: App, one: Leaving, who: Actor) -> Held:
    """Erase what the ledger and the office's folder keep of it; what was erased of the ledger."""
    lease = ExecutorLease(app.ledger, app.owner)
    found = forget(app.ledger, lease, one.duties, who, one.name, app.clock.now())
    forget_files(app.folder, one.name, one.duties)
    return found


def summary(app: App, one: Leaving, found: Held) -> Text:
    """What would be erased, counted."""
    return say(
        "Of “{name}”: {proposals} ({waiting}), {runs}, {items}, {facts}, {claims}, {files}.",
        name=one.name,
        proposals=counted("{count} proposal", "{count} proposals", len(found.proposals)),
        waiting=counted("{count} of them waits and will be withdrawn", "{count} of them wait and will be withdrawn",
                        len(found.pending)),
        runs=counted("{count} run", "{count} runs", found.runs),
        items=counted("{count} item", "{count} items", len(found.items)),
        facts=counted("{count} fact", "{count} facts", len(found.facts)),
        claims=counted("{count} judgement on a mail", "{count} judgements on mails", found.claims),
        files=counted("{count} file", "{count} files", len(list(kept_files(app.folder, one.name, one.duties)))),
    )  # fmt: skip


def afterwards(one: Leaving, found: Held) -> list[Text]:
    """What stays, and what a person may do now."""
    said = []
    if found.numbered:
        said.append(counted("{count} proposal holds a number without gaps: it stays.",
                            "{count} proposals hold numbers without gaps: they stay.", len(found.numbered)))  # fmt: skip
    said.append(
        say("What it did in mailboxes, calendars and workbooks stays done; the journal says that it happened.")
    )
    if one.is_installed:
        said.append(say("“pip uninstall {name}” takes its code away.", name=one.name))
    return said


def _check_policy(written: dict[str, Any], duties: Sequence[str]) -> None:
    rules = written.get("policy")
    naming = [
        number
        for number, rule in enumerate(rules if isinstance(rules, list) else [], 1)
        if isinstance(rule, dict) and rule.get("duty") in duties
    ]
    if naming:
        raise UserError(say("Rules of policy name its duties: take the rules {numbers} of [[policy]] out first.",
                            numbers=[str(number) for number in naming]))  # fmt: skip


def _written(folder: Path) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / OFFICE_FILE).read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        return {}
