"""`officebot plugin texts`: the French of a plugin's sentences kept in step with its sources."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officebot.cli.output import emit, tell
from officebot.cli.table import PLUGIN
from officebot.cli.words import argument, command, option
from officebot.core.text import Text, counted, say

if TYPE_CHECKING:
    from officebot.plugins.texts import Texts


@command("texts", PLUGIN["texts"][1])
@argument("path", required=False, default=".", metavar="[PATH]", type=click.Path(path_type=Path))
@option("--check", "is_check", is_flag=True, spoken=say("Write nothing."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def show_texts(path: Path, is_check: bool, as_json: bool) -> None:
    from officebot.plugins.texts import update

    found = update(path, is_check=is_check)
    if as_json:
        emit({
            "sentences": len(found.entries), "untranslated": [one.source for one in found.untranslated],
            "doubtful": [one.source for one in found.doubtful], "unlike": [one.source for one in found.unlike],
        })  # fmt: skip
    else:
        for one in _told(found):
            tell(one)
    if not found.is_clean:
        sys.exit(1)


def _told(found: Texts) -> list[Text]:
    """A line for each sentence that somebody must look at, and the count."""
    lines = [say("No French yet: {words} ({place})", words=one.source, place=one.place) for one in found.untranslated]
    lines += [say("Look at it again: {words} ({place})", words=one.source, place=one.place) for one in found.doubtful]
    lines += [say("Other places than its source: {words} ({place})", words=one.source, place=one.place)
              for one in found.unlike]  # fmt: skip
    return [*lines, counted("{count} sentence", "{count} sentences", len(found.entries))]
