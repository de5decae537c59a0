"""`officebot plugin add`: what a plugin asks for, shown to whoever may agree to it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from officebot.cli.asking import is_yes
from officebot.cli.opening import called, opened
from officebot.cli.output import tell
from officebot.cli.table import PLUGIN
from officebot.cli.words import argument, command, option
from officebot.core.text import say
from officebot.isolation.rights import RUNS

if TYPE_CHECKING:
    from officebot.isolation.rights import Runs


@command("add", PLUGIN["add"][1])
@argument("name", metavar="NAME")
@option("--runs", type=click.Choice(RUNS), spoken=say("Where it runs; in a sandbox, if nothing is said."))
@option("--yes", is_flag=True, spoken=say("Agree without being asked."))
def add(name: str, runs: Runs | None, yes: bool) -> None:
    from officebot.plugins.agreeing import agree, need_right, offer
    from officebot.plugins.listing import named

    plugin = named(name)
    with opened() as app:
        who = app.answer(called().principal)
        need_right(who)
        made = offer(app, plugin, runs)
        for sentence in made.told():
            tell(sentence)
        if not made.is_news:
            tell(say("All of this was agreed to already."))
            return
        question = say("Do you agree? The plugin then works with these rights, and no others")
        if not yes and not is_yes(question):
            tell(say("Nothing was changed."))
            sys.exit(1)
        agree(app, made, who)
    tell(say("“{name}” is added. A running service takes it in by itself.", name=plugin.name))
