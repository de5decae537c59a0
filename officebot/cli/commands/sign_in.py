"""sign-in: the first token for a mailbox that takes no password."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officebot.cli.opening import called
from officebot.cli.output import tell
from officebot.cli.table import COMMANDS
from officebot.cli.words import argument, command, language, option
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import say

if TYPE_CHECKING:
    from officebot.connectors.oauth.signing_in import SigningIn
    from officebot.connectors.oauth.tokens import Grant


@command("sign-in", COMMANDS["sign-in"][1])
@argument("account", metavar="NAME")
@option("--device", is_flag=True, spoken=say("By a code that you type on any other machine; not for Google."))
@option("--paste", is_flag=True, spoken=say("By a browser on another machine, whose last address you paste here."))
@option("--no-open", is_flag=True, spoken=say("Only say the address; open no browser."))
def sign_in(account: str, device: bool, paste: bool, no_open: bool) -> None:
    from officebot.app.installed import installed_duties
    from officebot.app.signed_in import SignedIn, client_of, line_of, sign_ins
    from officebot.connectors.oauth.signing_in import SigningIn
    from officebot.settings.load import load_office

    if device and paste:
        raise UserError(say("--device and --paste are two ways: take one."))
    loaded = load_office(Path(called().folder), installed_duties(Path(called().folder)))
    table = loaded.settings.mail.accounts.get(account)
    if table is None:
        raise UserError(say("There is no account “{name}” in office.toml.", name=account))
    wanted = sign_ins(table)
    if not wanted:
        raise UserError(
            say("The account “{account}” is entered by a password: its settings hold no oauth.", account=account)
        )
    for server, oauth in wanted:
        try:
            signing = SigningIn(client_of(oauth), line_of(account, oauth, loaded.folder), hint=server.user)
            if device:
                grant = signing.by_code(_show_code)
            else:
                grant = _pasted(signing) if paste else _by_browser(signing, opens=not no_open)
        except Unavailable as lost:
            raise UserError(lost.what) from None
        SignedIn(loaded.folder).keep(oauth, grant)
        tell(say("Signed in as {user}; kept in {place}.", user=server.user, place=oauth.token.place()))
    _try(account)


def _show_code(address: str, code: str) -> None:
    tell(say("On any machine, open {address} and type the code {code}; here, wait.", address=address, code=code))


def _by_browser(signing: SigningIn, *, opens: bool) -> Grant:
    from officebot.connectors.oauth.signing_in import Loopback

    closing = say("You are signed in. This window may be closed.").render(language())
    with Loopback(signing.issuer.redirect_host, closing=closing) as door:
        question = signing.begin(door.redirect)
        tell(say("Sign in in your browser, at this address; it is open for ten minutes:"))
        click.echo(question.address)
        if opens:
            click.launch(question.address)
        came_back = door.wait(question)
        if not came_back:
            raise UserError(say("Nobody signed in within the time: begin anew."))
        return signing.finish(question, came_back)


def _pasted(signing: SigningIn) -> Grant:
    """As by a browser, but no door waits: the last address, which leads nowhere, is copied by hand."""
    from officebot.connectors.oauth.signing_in import NOWHERE

    question = signing.begin(f"http://{signing.issuer.redirect_host}:{NOWHERE}/")
    tell(say("Open this address in a browser on any machine, and sign in:"))
    click.echo(question.address)
    tell(say("In the end the browser finds no page. Copy the address that it then shows, and paste it here:"))
    came_back = sys.stdin.readline(20_000)
    if not came_back.strip():
        raise UserError(say("Nobody signed in within the time: begin anew."))
    return signing.finish(question, came_back)


def _try(account: str) -> None:
    """Enter the mailbox once: somebody may have signed in as another person than the settings say."""
    from officebot.cli.opening import opened

    with opened() as app:
        try:
            with app.post.source(account) as source:
                for folder in source.folders:
                    source.select(folder)
            if app.settings.mail.accounts[account].smtp is not None:
                app.post.check_sending(account)
        except Unavailable as lost:
            raise UserError(lost.what) from None
    tell(say("The mailbox “{account}” lets us in.", account=account))
