"""The group `officebot`: its options, its commands by name, and what a person is told when something fails."""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import click

from officebot.cli.group import TableGroup
from officebot.cli.table import COMMANDS
from officebot.cli.words import SpokenOption, language, speak_click
from officebot.core.text import say

#: What a write says where nothing more fits: the disk, or what one person may take of it.
_FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """How officebot was called: which office, for whom, in which language."""

    folder: str
    principal: str | None
    language: str


class Root(TableGroup):
    """All commands, and those that an installed duty brings."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now."""
        found = super().get_command(ctx, cmd_name)
        # A shell that only asks how a line may go on runs no plugin's code.
        if found is not None or ctx.resilient_parsing:
            return found
        return _of_a_duty(cmd_name, str(ctx.params.get("folder") or "."))

    def main(self, args: Sequence[str] | None = None, *words: Any, **kwargs: Any) -> Any:
        """Run, and say what went wrong in a sentence: a traceback is for faults of ours only."""
        from officebot.core.problems import Unavailable, UserError

        speak_click()
        try:
            try:
                return super().main(args, *words, **kwargs)
            finally:
                # Now, while somebody can still be told that it did not fit; at the end of the process it is too late.
                if sys.stdout is not None:
                    sys.stdout.flush()
        except UserError as error:
            _say(error.render(language()))
        except Unavailable as lost:
            _say(lost.what.render(language()))
        except OSError as error:
            if error.errno in _FULL:
                _say(
                    say("There is no room left to write to: make room on the disk, and try again.").render(language())
                )
            elif error.errno != errno.EPIPE:
                raise
            # What is left must not be written once more at the end of the process.
            with suppress(OSError):
                sys.stdout.close()
        sys.exit(1)


@click.group(
    cls=Root,
    table=COMMANDS,
    spoken=say("The back-office assistant: it proposes, says why, acts once, and can take it back."),
)
@click.option(
    "--office",
    "folder",
    envvar="OFFICEBOT_OFFICE",
    default=".",
    metavar="DIR",
    cls=SpokenOption,
    spoken=say("The office's folder (else OFFICEBOT_OFFICE, else this folder)."),
)
@click.option(
    "--as",
    "principal",
    metavar="NAME",
    cls=SpokenOption,
    spoken=say("Act for this person, who recorded a delegation to you."),
)
@click.option(
    "--lang",
    type=click.Choice(["fr", "en"]),
    cls=SpokenOption,
    spoken=say("The language of messages (else that of LANG)."),
)
@click.version_option(package_name="officebot", cls=SpokenOption, spoken=say("Show the version and exit."))
@click.pass_context
def officebot(ctx: click.Context, folder: str, principal: str | None, lang: str | None) -> None:
    ctx.obj = Called(folder=folder, principal=principal, language=lang or language())


def _of_a_duty(name: str, folder: str) -> click.Command | None:
    """The command group that an installed duty brings under its own name; of a plugin only where the office trusts it.

    Its commands would run in this very process, with all that whoever calls them may do.
    """
    from pathlib import Path

    from officebot.app.installed import Installed
    from officebot.core.problems import UserError

    installed = Installed(Path(folder).absolute())
    if name not in set(installed):
        return None
    if not installed.is_trusted(name):
        sentence = say("“{name}” is a plugin's, and runs in a process of its own: its commands are carried out only where "
                       "the office trusts it (runs = \"trusted\").", name=name)  # fmt: skip
        raise UserError(sentence)
    duty = installed.duty(name)
    group: click.Command | None = duty.commands() if duty.commands is not None else None
    return group


def _say(sentences: str) -> None:
    for line in sentences.splitlines():
        click.echo(f"officebot: {line}", err=True)
