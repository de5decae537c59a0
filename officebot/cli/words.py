"""click's commands and options with help in the reader's language."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from officebot.core.expressions import expression
from officebot.core.text import LOCALE, Language, Text, as_language, say

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

F = TypeVar("F", bound=Callable[..., Any])


def language() -> Language:
    """The reader's language: `--lang`, else the environment's, else English."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").lower()
        if value.startswith(("fr", "en")):
            return as_language(value)
    return "en"


#: What the program is called, by people and by their shells.
PROGRAM = "officebot"

#: What stands for a value in `--help` and in complaints.
PLACEHOLDERS = {
    "OPTIONS": say("OPTIONS"), "COMMAND": say("COMMAND"), "ARGS": say("ARGS"), "NUMBER": say("NUMBER"),
    "NUMBERS": say("NUMBERS"), "TEXT": say("TEXT"), "NAME": say("NAME"), "DIR": say("DIR"),
    "SHEET": say("SHEET"), "CELL": say("CELL"), "VALUE": say("VALUE"), "TABLE": say("TABLE"), "TIME": say("TIME"),
    "DATE": say("DATE"), "ADDRESS": say("ADDRESS"), "FILE": say("FILE"), "PATH": say("PATH"), "HASH": say("HASH"),
    "INTEGER": say("INTEGER"), "DUTY": say("DUTY"), "DOMAIN": say("DOMAIN"), "LIST": say("LIST"),
    "STATE": say("STATE"), "COUNT": say("COUNT"), "WORDS": say("WORDS"), "WORD": say("WORD"), "DAY": say("DAY"),
    "COUNTRY": say("COUNTRY"), "MINUTES": say("MINUTES"), "NEW": say("NEW"), "PLACE": say("PLACE"), "RANGE": say("RANGE"),
    "RULE": say("RULE"), "ZONE": say("ZONE"), "ARTICLE": say("ARTICLE"), "QUANTITY": say("QUANTITY"),
    "SERIES": say("SERIES"), "PRICE": say("PRICE"), "MONTH": say("MONTH"), "KIND": say("KIND"),
    "PERIOD": say("PERIOD"), "PERSON": say("PERSON"), "TEMPLATE": say("TEMPLATE"), "DATA": say("DATA"),
}  # fmt: skip
_PLACEHOLDER = expression(r"\b[A-Z]{3,20}\b")


def in_reader_s_words(called: str) -> str:
    """How something is called, with what stands for values in the reader's language: `[OPTIONS] NUMÉRO`."""
    reader = language()
    return _PLACEHOLDER.sub(lambda found: PLACEHOLDERS.get(found[0], Text(found[0])).render(reader), called)


def speak_click() -> None:
    """Let click's own headings and complaints be in the reader's language: they are gettext's domain “messages”."""
    from gettext import bindtextdomain

    bindtextdomain("messages", str(LOCALE))


#: What a ledger can count: SQLite's and PostgreSQL's whole numbers have 63 bits.
_LONGEST_NUMBER = 18


def is_near(day: date) -> bool:
    """Whether sums of days can be reckoned from it without leaving all calendars."""
    return 1900 <= day.year < 9000


class Day(click.ParamType[date]):
    """A day of the calendar, as 2026-11-23."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a complaint in the reader's language where it is none."""
        if isinstance(value, date):
            return value
        try:
            found = date.fromisoformat(value)
        except ValueError:
            complaint = say("“{value}” is no day: write it like 2026-11-23.", value=value)
            self.fail(complaint.render(language()), param, ctx)
        if not is_near(found):
            complaint = say("“{value}” lies beyond the calendars here: name a day from 1900 to 8999.", value=value)
            self.fail(complaint.render(language()), param, ctx)
        return found


class ProposalNumber(click.ParamType[int]):
    """The number of a proposal, as `queue` shows it."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; a complaint in the reader's language for what no proposal can have."""
        if isinstance(value, int):
            return value
        if not value.isdecimal() or not value.isascii() or not 0 < len(value) <= _LONGEST_NUMBER:
            complaint = say("“{value}” is no number of a proposal: “officebot queue” shows them.", value=value[:40])
            self.fail(complaint.render(language()), param, ctx)
        return int(value)


class Whole(click.IntRange):
    """A whole number within bounds, told as people tell them."""

    def _describe_range(self) -> str:
        """The bounds as `--help` shows them: `5–1440`."""
        return f"{self.min}–{self.max}"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; a complaint in the reader's language for one that is too small or too large."""
        found = click.INT.convert(value, param, ctx)
        if self.min is not None and found < self.min:
            complaint = say("{read} is too small: write {bound} or more.", read=str(found), bound=str(self.min))
            self.fail(complaint.render(language()), param, ctx)
        if self.max is not None and found > self.max:
            complaint = say("{read} is too large: write {bound} or less.", read=str(found), bound=str(self.max))
            self.fail(complaint.render(language()), param, ctx)
        return found


class SpokenOption(click.Option):
    """An option whose help is a Text."""

    def __init__(self, *args: Any, spoken: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._spoken = spoken

    def make_metavar(self, ctx: click.Context) -> str:
        """What stands for its value, in the reader's words."""
        return in_reader_s_words(super().make_metavar(ctx))

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option's line in `--help`, in the reader's language."""
        self.help = self._spoken.render(language())
        return super().get_help_record(ctx)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[Any]]:
        """What a shell may go on with for its value."""
        return _values(self, ctx, incomplete)


class SpokenArgument(click.Argument):
    """An argument that is called in the reader's words."""

    def make_metavar(self, ctx: click.Context) -> str:
        """What stands for it."""
        return in_reader_s_words(super().make_metavar(ctx))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[Any]]:
        """What a shell may go on with for its value."""
        return _values(self, ctx, incomplete)


def _values(parameter: click.Parameter, ctx: click.Context, incomplete: str) -> list[CompletionItem[Any]]:
    from officebot.cli.completing import values

    known = values(parameter, incomplete)
    return known if known is not None else click.Parameter.shell_complete(parameter, ctx, incomplete)


class Spoken(click.Command):
    """A command or group whose help is a Text."""

    spoken: Text = Text("")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """How it is called, in the reader's words."""
        return [in_reader_s_words(piece) for piece in super().collect_usage_pieces(ctx)]

    def complete_options(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """The options that a shell may go on with, with their sentences in the reader's language."""
        for parameter in self.get_params(ctx):
            if isinstance(parameter, SpokenOption):
                parameter.get_help_record(ctx)
        return click.Command.shell_complete(self, ctx, incomplete)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """What a shell may go on with."""
        return self.complete_options(ctx, incomplete)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option --help; click makes it once, in the language of that moment."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = say("Show this message and exit.").render(language())
        return found

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its sentence in `--help`, in the reader's language."""
        self.help = self.spoken.render(language())
        super().format_help_text(ctx, formatter)


def command(name: str, spoken: Text) -> Callable[[Callable[..., Any]], Spoken]:
    """Make a command of a function; its sentence is the one of `cli.table`."""

    def make(function: Callable[..., Any]) -> Spoken:
        made = click.command(name, cls=Spoken)(function)
        made.spoken = spoken
        return made

    return make


def option(*names: str, spoken: Text, **kwargs: Any) -> Callable[[F], F]:
    """Give a command an option."""
    return click.option(*names, cls=SpokenOption, spoken=spoken, **kwargs)


def argument(*names: str, **kwargs: Any) -> Callable[[F], F]:
    """Give a command an argument."""
    return click.argument(*names, cls=SpokenArgument, **kwargs)
