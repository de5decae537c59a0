"""Groups of commands that are imported only when they are called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from officebot.cli.words import Spoken, language
from officebot.core.text import Text, say

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class TableGroup(Spoken, click.Group):
    """A group whose commands stand in a table: name → (module:attribute, sentence)."""

    def __init__(
        self,
        *args: Any,
        table: Mapping[str, tuple[str, Text]] | None = None,
        spoken: Text | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.table: Mapping[str, tuple[str, Text]] = table if table is not None else {}
        self.spoken = spoken if spoken is not None else Text("")

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now."""
        if cmd_name not in self.table:
            return None
        module, _, attribute = self.table[cmd_name][0].partition(":")
        found: click.Command = getattr(import_module(module), attribute)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called; of one that is not there, the likes of it are named."""
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            raise click.exceptions.NoSuchCommand(
                error.command_name, possibilities=self.list_commands(ctx), ctx=ctx
            ) from None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """What a shell may go on with: names out of the table, without importing any command."""
        from click.shell_completion import CompletionItem

        reader = language()
        named = [
            CompletionItem(name, help=sentence.render(reader))
            for name, (_, sentence) in self.table.items()
            if name.startswith(incomplete)
        ]
        return [*named, *self.complete_options(ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with their sentences, in the reader's language."""
        reader = language()
        with formatter.section(say("Commands").render(reader)):
            formatter.write_dl([(name, sentence.render(reader)) for name, (_, sentence) in self.table.items()])
