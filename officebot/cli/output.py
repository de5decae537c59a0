"""What commands print: facts on standard output (JSON or a table), messages for people on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from unicodedata import category

import click

from officebot.cli.words import language
from officebot.core.text import Text, say


def emit(fact: Any) -> None:
    """One JSON value on a line of standard output; what could steer a terminal is escaped."""
    line = json.dumps(fact, ensure_ascii=False)
    if not line.isprintable():
        line = "".join(letter if category(letter)[0] != "C" else json.dumps(letter)[1:-1] for letter in line)
    click.echo(line)


def tell(text: Text) -> None:
    """A sentence for the person, on standard error."""
    click.echo(clean(text.render(language())), err=True)


def no_mails(path: str) -> Text:
    """That a folder of mails holds none: nothing is wrong with it, and it ends with 0."""
    return say("There are no mails in {path}.", path=path)


def heading(text: Text) -> None:
    """A bold line above a table or a list."""
    click.secho(text.render(language()), bold=True)


def table(columns: Sequence[Text], rows: Iterable[Sequence[str]]) -> None:
    """A table in the width of the terminal; plain columns when the output is not one."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as Plain

    reader = language()
    made = Table(*(column.render(reader) for column in columns), box=box.SIMPLE_HEAD, header_style="bold")
    for row in rows:
        # Plain: outside text must not be read as rich's markup.
        made.add_row(*(Plain(clean(cell)) for cell in row))
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(made)


def clean(words: str) -> str:
    """Outside text without the control and direction characters that could steer a terminal."""
    return "".join(letter if letter in "\n\t" or category(letter)[0] not in "C" else "\ufffd" for letter in words)


def local(instant: datetime | None, zone: Any) -> str:
    """An instant as local ISO to the minute; empty for none."""
    return "" if instant is None else instant.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
