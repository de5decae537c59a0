"""`officebot plugin remove`: a plugin out of the settings, the ledger and the office's folder."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from officebot.cli.asking import is_yes
from officebot.cli.opening import called, opened
from officebot.cli.output import tell
from officebot.cli.table import PLUGIN
from officebot.cli.words import argument, command, option
from officebot.core.text import say


@command("remove", PLUGIN["remove"][1])
@argument("name", metavar="NAME")
@option("--yes", is_flag=True, spoken=say("Remove it without being asked."))
def remove(name: str, yes: bool) -> None:
    from officebot.app import login
    from officebot.engine.erasing import duties
    from officebot.plugins import removing
    from officebot.plugins.agreeing import need_right

    # Whole, for what is checked aside: seen from another folder, “.” is another office.
    folder = Path(called().folder).absolute()
    one = removing.leaving(folder, name)
    if not one.is_installed:
        # An office that names duties whose code is gone cannot be opened: its settings come first.
        removing.disable(folder, one, login(), datetime.now(UTC))
    with opened() as app:
        who = app.answer(called().principal)
        need_right(who)
        tell(removing.summary(app, one, duties.held(app.ledger, one.duties)))
        question = say("This cannot be taken back. Remove the plugin and erase all of this")
        if not yes and not is_yes(question):
            tell(say("Nothing was changed."))
            sys.exit(1)
        removing.disable(folder, one, who.name, app.clock.now())
        found = removing.erase(app, one, who)
    tell(say("“{name}” is removed.", name=one.name))
    for sentence in removing.afterwards(one, found):
        tell(sentence)
