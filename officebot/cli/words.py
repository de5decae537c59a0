"""click's commands and options with help in the reader's language."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from officebot.core.text import Text

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


def option(*names: str, spoken: Text, **kwargs: Any) -> Callable[[F], F]:
    """Give a command an option."""
    return click.option(*names, cls=SpokenOption, spoken=spoken, **kwargs)


argument = click.argument
