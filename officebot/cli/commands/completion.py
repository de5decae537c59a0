"""completion: what a shell reads so that it completes commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from officebot.cli.table import COMMANDS
from officebot.cli.words import PROGRAM, argument, command

_SHELLS = ("bash", "zsh", "fish")


@command("completion", COMMANDS["completion"][1])
@argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    made = get_completion_class(shell)
    if made is None:
        raise LookupError(f"click knows no shell {shell}")
    # Not click's own source(): it starts a shell to ask for its version, at every start of a shell that reads this.
    one = made(ctx.find_root().command, {}, PROGRAM, f"_{PROGRAM.upper()}_COMPLETE")
    click.echo(one.source_template % one.source_vars(), nl=False)
