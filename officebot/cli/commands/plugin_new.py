"""`officebot plugin new`: a new plugin's folder, with a duty that works from the first minute."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from officebot.cli.output import emit, tell
from officebot.cli.table import PLUGIN
from officebot.cli.words import argument, command, language, option
from officebot.core.text import Text, counted, say

_PARTS = ("action", "recogniser", "panel", "report")
_LICENSES = ("MIT", "BSD-2-Clause", "none")


@command("new", PLUGIN["new"][1])
@argument("name", metavar="NAME")
@option("--title", metavar="TEXT", spoken=say("What the duty is called, in English."))
@option("--title-fr", metavar="TEXT", spoken=say("What the duty is called, in French."))
@option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    metavar="DIR",
    spoken=say("The folder in which the plugin's own folder is made (else this one)."),
)
@option(
    "--with",
    "parts",
    type=click.Choice(_PARTS),
    multiple=True,
    spoken=say("What it is to have beside its duty; it may be given several times."),
)
@option("--author", metavar="TEXT", default="", spoken=say("Who writes it."))
@option(
    "--license", "terms", type=click.Choice(_LICENSES), default="MIT", spoken=say("Under which terms it is shared.")
)
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def new(
    name: str, title: str | None, title_fr: str | None, into: Path, parts: Sequence[str], author: str, terms: str,
    as_json: bool,
) -> None:  # fmt: skip
    from officebot.plugins.making import (
        LICENSES,
        PARTS,
        Wishes,
        installed_duties,
        names_of,
        rendered,
        write_plugin,
    )

    names = names_of(name, installed_duties())
    english = title if title is not None else _asked(say("What is the duty called, in English?"), names.title)
    french = title_fr if title_fr is not None else _asked(say("What is the duty called, in French?"), english)
    wishes = Wishes(
        names=names,
        title=english,
        title_fr=french,
        author=author,
        license=next(one for one in LICENSES if one == terms),
        parts=frozenset(one for one in PARTS if one in parts),
        year=date.today().year,  # noqa: DTZ011 - the year on the author's own calendar
    )
    folder = into / names.distribution
    made = rendered(wishes)
    write_plugin(folder, made)
    if as_json:
        emit({"folder": str(folder), "distribution": names.distribution, "duty": names.package, "files": list(made)})
    tell(
        counted("Made: {count} file in {folder}.", "Made: {count} files in {folder}.", len(made), folder=str(folder))
    )
    tell(say("Now go there, install it and run its tests: cd {folder}; pip install -e '.[test]'; pytest",
             folder=str(folder)))  # fmt: skip


def _asked(question: Text, otherwise: str) -> str:
    """What the person at the terminal answers; the usual, where nobody is there or nothing is said."""
    if not sys.stdin.isatty():
        return otherwise
    return str(click.prompt(question.render(language()), err=True, default=otherwise))
