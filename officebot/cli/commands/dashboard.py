"""dashboard: a link by which the person logged in enters the dashboard, once."""

from __future__ import annotations

import click

from officebot.cli.opening import called, opened
from officebot.cli.output import emit, tell
from officebot.cli.table import COMMANDS
from officebot.cli.words import command, option
from officebot.core.problems import UserError
from officebot.core.text import say


@command("dashboard", COMMANDS["dashboard"][1])
@option("--open", "opens", is_flag=True, spoken=say("Open it in this machine’s browser."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def dashboard(opens: bool, as_json: bool) -> None:
    from officebot.engine import health
    from officebot.engine.deciding import access

    with opened() as app:
        if called().principal is not None:
            raise UserError(say("Enter as yourself: there, your own page lets you act for somebody."))
        who = app.answer(None)
        if health.service(app.ledger) is None:
            raise UserError(say("Nothing serves the dashboard: start “officebot run” first."))
        link = f"{app.dashboard_address()}/enter?code={access.make_entry(app.ledger, who.person)}"
    if as_json:
        emit({"link": link, "person": who.person.address, "minutes": int(access.ENTER_FOR.total_seconds() // 60)})
        return
    click.echo(link)
    tell(
        say(
            "For {person}, once, within {minutes} minutes. Choose a password there, and you need no link again.",
            person=who.person.name,
            minutes=int(access.ENTER_FOR.total_seconds() // 60),
        )
    )
    if opens:
        click.launch(link)
