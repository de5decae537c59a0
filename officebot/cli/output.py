"""What commands print: facts on standard output (JSON or a table), messages for people on standard error."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unicodedata import category

import click

from officebot.cli.words import language
from officebot.core.text import Text, say

#: How wide a table is where nobody looks at a terminal, and how few letters of a column of words are still readable.
_NO_TERMINAL, _WORDS = 160, 22


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
    click.secho(clean(text.render(language())), bold=True)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, and what becomes of it where the terminal is narrow.

    Of `fixed` ones nothing is ever wrapped: numbers, times, states. Those of `detail` then stand below the main one,
    the first that is neither, with their headings.
    """

    title: Text
    fixed: bool = False
    detail: bool = False


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
    """A table in the width of the terminal, or of COLUMNS; a wide one where the output is neither."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as Plain

    width = shutil.get_terminal_size((_NO_TERMINAL, 24)).columns
    cells = [[clean(cell) for cell in row] for row in rows]
    if _needed(columns, cells) > width:
        columns, cells = _folded(columns, cells)
    # Where everybody has room, nothing is drawn between the columns but two spaces.
    made = Table(box=box.SIMPLE_HEAD, header_style="bold", padding=(0, 1, 0, 0), pad_edge=False)
    for column in columns:
        made.add_column(column.title.render(language()), no_wrap=column.fixed, overflow="fold")
    for row in cells:
        # Plain: outside text must not be read as rich's markup.
        made.add_row(*map(Plain, row))
    Console(width=width).print(made)


def _needed(columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> int:
    """How wide a terminal must be for this table to read well: words may be wrapped, but not to shreds."""
    widths = []
    for place, column in enumerate(columns):
        widest = max((len(row[place]) for row in cells), default=0)
        shortest = len(column.title.render(language()))
        widths.append(max(widest if column.fixed else min(widest, _WORDS), shortest) + 2)
    return sum(widths)


def _folded(columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> tuple[list[Column], list[list[str]]]:
    """The table with its details below the main column's words: `From: … · For: …`."""
    reader = language()
    main = next(place for place, column in enumerate(columns) if not (column.fixed or column.detail))
    kept = [place for place, column in enumerate(columns) if not column.detail]
    colon = "\u00a0:" if reader == "fr" else ":"
    folded = []
    for row in cells:
        details = [
            f"{column.title.render(reader)}{colon} {row[place]}"
            for place, column in enumerate(columns)
            if column.detail and row[place]
        ]
        words = "\n".join(part for part in (row[main], " · ".join(details)) if part)
        folded.append([words if place == main else row[place] for place in kept])
    return [columns[place] for place in kept], folded


def clean(words: str) -> str:
    """Outside text without the control and direction characters that could steer a terminal."""
    return "".join(letter if letter in "\n\t" or category(letter)[0] not in "C" else "\ufffd" for letter in words)


def moment(told: str) -> str:
    """A local ISO time as people read it: `2026-11-23 17:30`, without seconds and zone."""
    return told[:16].replace("T", " ")


def local(instant: datetime | None, zone: Any) -> str:
    """An instant as local ISO to the minute; empty for none."""
    return "" if instant is None else instant.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
