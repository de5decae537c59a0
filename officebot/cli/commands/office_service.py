"""`officebot service …`: the office is served by the machine's systemd."""

from __future__ import annotations

import os
import pwd
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from officebot.cli.asking import is_yes
from officebot.cli.group import TableGroup
from officebot.cli.opening import called
from officebot.cli.output import emit, tell
from officebot.cli.table import COMMANDS, SERVICE
from officebot.cli.words import command, option
from officebot.core.text import Text, say

if TYPE_CHECKING:
    from officebot.core.systemd import Wanted
    from officebot.settings.load import LoadedOffice

service = TableGroup("service", table=SERVICE, spoken=COMMANDS["service"][1])
_SYSTEM = say("The machine’s own service, for its owner’s user; else yours alone.")
_YES = say("Replace or remove a unit that somebody else wrote or changed, without asking.")


@command("install", SERVICE["install"][1])
@option("--system", is_flag=True, spoken=_SYSTEM)
@option("--dry-run", is_flag=True, spoken=say("Only print the unit."))
@option("--yes", is_flag=True, spoken=_YES)
def install(system: bool, dry_run: bool, yes: bool) -> None:
    from officebot.connectors.systemd import Systemd
    from officebot.core.systemd import unit

    wanted = _wanted(system)
    text = unit(wanted)
    if dry_run:
        click.echo(text, nl=False)
        return
    manager = Systemd(is_system=system)
    manager.check()
    if manager.is_foreign(wanted.name) and not yes:
        _ask(say("{file} was written or changed by somebody else. Replace it?",
                 file=str(manager.place_of(wanted.name))))  # fmt: skip
    manager.install(wanted.name, text)
    tell(say("The office is served from now on, and whenever the machine starts: {file}.",
             file=str(manager.place_of(wanted.name))))  # fmt: skip
    if not system:
        tell(say("It runs while you are logged in. To let it run always: loginctl enable-linger {user}",
                 user=_user_of(os.getuid())))  # fmt: skip


@command("status", SERVICE["status"][1])
@option("--system", is_flag=True, spoken=_SYSTEM)
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def status(system: bool, as_json: bool) -> None:
    from officebot.connectors.systemd import Systemd

    manager, name = Systemd(is_system=system), _wanted(system).name
    manager.check()
    found = manager.status(name)
    active = found.get("ActiveState") == "active"
    if as_json:
        emit({"unit": name, "active": active, "state": found.get("SubState", ""),
              "pid": int(found.get("MainPID") or 0), "restarts": int(found.get("NRestarts") or 0),
              "since": found.get("ExecMainStartTimestamp", ""), "says": found.get("StatusText", "")})  # fmt: skip
    elif found.get("LoadState") == "not-found":
        tell(say("There is no such service: “officebot service install” makes it."))
    elif active:
        tell(say("Served by {unit} since {since}. Started anew by systemd: {restarts}.", unit=name,
                 since=found.get("ExecMainStartTimestamp", ""), restarts=int(found.get("NRestarts") or 0)))  # fmt: skip
    else:
        tell(say("{unit} does not run ({state}). Why: journalctl {whose} -u {unit}", unit=name,
                 state=found.get("SubState", ""), whose="" if system else "--user"))  # fmt: skip
    sys.exit(0 if active else 1)


@command("uninstall", SERVICE["uninstall"][1])
@option("--system", is_flag=True, spoken=_SYSTEM)
@option("--yes", is_flag=True, spoken=_YES)
def uninstall(system: bool, yes: bool) -> None:
    from officebot.connectors.systemd import Systemd

    manager, name = Systemd(is_system=system), _wanted(system).name
    manager.check()
    if manager.is_foreign(name) and not yes:
        _ask(say("{file} was written or changed by somebody else. Remove it?", file=str(manager.place_of(name))))
    if manager.uninstall(name):
        tell(say("The service is stopped and its unit removed. The office and its memory stay as they are."))
    else:
        tell(say("There is no such service: “officebot service install” makes it."))
        sys.exit(1)


def _ask(question: Text) -> None:
    """Ends the command unless a person says yes; where nobody sits, nobody does."""
    if not is_yes(question, say("A unit of somebody else stands there: add --yes to replace or remove it.")):
        sys.exit(1)


def _wanted(system: bool) -> Wanted:
    """What the unit shall run, out of the office's settings; no ledger is opened for it."""
    from officebot.app.installed import installed_duties
    from officebot.core.systemd import Wanted
    from officebot.settings.load import load_office

    loaded = load_office(Path(called().folder), installed_duties(Path(called().folder)))
    return Wanted(
        office=loaded.settings.office.name,
        folder=PurePosixPath(loaded.folder),
        # Not resolved: a virtual environment's python is a link, and is only itself by that name.
        python=PurePosixPath(Path(sys.executable).absolute()),
        writable=tuple(dict.fromkeys(_elsewhere(loaded))),
        user=_user_of(loaded.folder.stat().st_uid) if system else "",
    )


def _elsewhere(loaded: LoadedOffice) -> Iterator[PurePosixPath]:
    """The folders outside the office in which it changes files."""
    for table in loaded.settings.workbooks.values():
        if table.write:
            yield PurePosixPath((loaded.folder / table.path).absolute().parent)
    for calendar in loaded.settings.calendars.values():
        if calendar.path and calendar.write:
            place = (loaded.folder / calendar.path).absolute()
            yield PurePosixPath(place.parent if calendar.kind == "file" else place)


def _user_of(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
