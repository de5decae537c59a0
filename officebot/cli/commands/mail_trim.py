"""mail trim: a mail's text taken apart."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officebot.cli.output import clean, emit, heading, no_mails, tell
from officebot.cli.table import MAIL
from officebot.cli.words import argument, command, language, option
from officebot.core.text import say

if TYPE_CHECKING:
    from officebot.connectors.mime.reply import Trimmed
    from officebot.core.mail import Unreadable


@command("trim", MAIL["trim"][1])
@argument("files", nargs=-1, required=True, metavar="FILE…")
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object a line."))
def trim(files: tuple[str, ...], as_json: bool) -> None:
    from officebot.connectors.mime.reply import trim as take_apart

    failed = False
    several = len(files) > 1 or not (files[0] == "-" or Path(files[0]).is_file())
    for name, text in _texts(files):
        if isinstance(text, str):
            _show(name, take_apart(text), as_json, several or name != files[0])
            continue
        failed = True
        if as_json:
            emit({"file": name, "error": text.problem.render(language())})
        else:
            tell(say("{file}: {problem}", file=name, problem=text.problem))
    sys.exit(1 if failed else 0)


def _texts(files: tuple[str, ...]) -> Iterator[tuple[str, str | Unreadable]]:
    from officebot.connectors.mailtexts import read_texts, text_in

    for name in files:
        if name == "-":
            yield name, text_in(name, sys.stdin.buffer.read())
        else:
            found = None
            for found in read_texts(name):
                yield found
            if found is None:
                tell(no_mails(name))


def _show(name: str, found: Trimmed, as_json: bool, several: bool) -> None:
    if as_json:
        file = {"file": name} if several else {}
        emit({**file, "reply": found.reply, "quoted": found.quoted, "signature": found.signature})
        return
    if several:
        click.secho(clean(name), bold=True)
    for title, part in (
        (say("Reply"), found.reply),
        (say("Quoted"), found.quoted),
        (say("Signature"), found.signature),
    ):
        if part:
            heading(title)
            click.echo(f"{clean(part)}\n")
    if not (found.reply or found.quoted or found.signature):
        tell(say("There is no text in {file}.", file=name))
