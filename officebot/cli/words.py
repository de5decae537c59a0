"""click's commands and options with help in the reader's language."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from officebot.core.text import Text, say

F = TypeVar("F", bound=Callable[..., Any])


def language() -> str:
    """The reader's language: `--lang`, else the environment's, else English."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").lower()
        if value.startswith(("fr", "en")):
            return value[:2]
    return "en"


class SpokenOption(click.Option):
    """An option whose help is a Text."""

    def __init__(self, *args: Any, spoken: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._spoken = spoken

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option's line in `--help`, in the reader's language."""
        self.help = self._spoken.render(language())
        return super().get_help_record(ctx)


class SpokenCommand(click.Command):
    """A command whose help is a Text."""

    spoken: Text = Text("")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The command's sentence in `--help`, in the reader's language."""
        self.help = self.spoken.render(language())
        super().format_help_text(ctx, formatter)


def command(name: str, spoken: Text) -> Callable[[Callable[..., Any]], SpokenCommand]:
    """Make a command of a function; its sentence is the one of `cli.table`."""

    def make(function: Callable[..., Any]) -> SpokenCommand:
        made = click.command(name, cls=SpokenCommand)(function)
        made.spoken = spoken
        return made

    return make


class SpokenGroup(click.Group):
    """A group of commands whose help is a Text, and whose commands are listed with theirs."""

    spoken: Text = Text("")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The group's sentence in `--help`, in the reader's language."""
        self.help = self.spoken.render(language())
        super().format_help_text(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its commands with their sentences, in the reader's language."""
        reader = language()
        names = self.list_commands(ctx)
        rows = [(name, getattr(self.commands[name], "spoken", Text("")).render(reader)) for name in names]
        with formatter.section(say("Commands").render(reader)):
            formatter.write_dl(rows)


def group(name: str, spoken: Text) -> SpokenGroup:
    """An empty group of commands; its sentence is the one of `cli.table`."""
    made = SpokenGroup(name)
    made.spoken = spoken
    return made


def option(*names: str, spoken: Text, **kwargs: Any) -> Callable[[F], F]:
    """Give a command an option."""
    return click.option(*names, cls=SpokenOption, spoken=spoken, **kwargs)


argument = click.argument
