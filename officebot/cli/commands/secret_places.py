"""secret list, secret set: the places of secrets, and a value typed into one of them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from officebot.cli.opening import called
from officebot.cli.output import Column, emit, table, tell
from officebot.cli.table import SECRET
from officebot.cli.words import argument, command, language, option
from officebot.core.known import closest
from officebot.core.problems import UserError
from officebot.core.text import say

_LARGEST = 20_000


@command("list", SECRET["list"][1])
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object a line."))
def list_places(as_json: bool) -> None:
    from officebot.settings.places import secret_places

    rows = []
    for name, secret in secret_places(Path(called().folder)).items():
        try:
            there, said = bool(secret.peek()), None
        except UserError as error:
            there, said = False, error.problems[0].what
        if as_json:
            emit({"place": name, **secret.where(), "there": there, "said": said.render(language()) if said else ""})
        state = said or (say("is there") if there else say("is missing"))
        rows.append((name, secret.place().render(language()), state.render(language())))
    if not as_json:
        table([Column(say("Secret"), fixed=True), Column(say("Where")), Column(say("State"))], rows)


@command("set", SECRET["set"][1])
@argument("place", metavar="PLACE")
@option(
    "--stdin", "from_stdin", is_flag=True, spoken=say("Read it from standard input, one line, instead of asking.")
)
def set_secret(place: str, from_stdin: bool) -> None:
    from officebot.settings.places import secret_places

    places = secret_places(Path(called().folder))
    secret = places.get(place)
    if secret is None:
        near = closest(place, places)
        raise UserError(
            say("The settings name no secret “{place}”: did you mean {near}?", place=place, near=near)
            if near
            else say(
                "The settings name no secret “{place}”: write one of {known}.", place=place, known=sorted(places)
            )
        )
    if not secret.is_keepable:
        raise UserError(
            say(
                "The settings say that this secret is in {place}: officebot cannot put it there.",
                place=secret.place(),
            )
        )
    secret.keep(_piped() if from_stdin else _typed())
    tell(say("Kept in {place}.", place=secret.place()))


def _piped() -> str:
    return sys.stdin.read(_LARGEST).rstrip("\r\n")


def _typed() -> str:
    """What the person types, unseen. Raises UserError where nobody is at a terminal."""
    if not sys.stdin.isatty():
        # getpass would show it.
        raise UserError(say("Nobody is at a terminal to type the secret: give it with --stdin."))
    question = say("The secret (not shown)").render(language())
    value: str = click.prompt(question, hide_input=True, err=True)
    return value
