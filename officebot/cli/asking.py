"""Questions that a person answers with yes or no, in French or in English."""

from __future__ import annotations

import sys

import click

from officebot.cli.output import clean, tell
from officebot.cli.words import language
from officebot.core.problems import UserError
from officebot.core.text import Text, say

#: Whatever language the question is in: hands type what they are used to.
_YES, _NO = frozenset({"o", "oui", "y", "yes"}), frozenset({"n", "no", "non"})
#: How often an answer that is neither is asked about again: what runs into a pipe need not end.
_TRIES = 3


def is_yes(question: Text, nobody: Text | None = None) -> bool:
    """Whether the person says yes; an empty answer is a no, and so is what is neither for the third time.

    Raises UserError where the input ends and nobody sits at a terminal: `nobody` says what to do then.
    """
    # What stands in the brackets is typed: each language has its own letters, the usual answer is the large one.
    hint = say("[y/N]").render(language())
    for _ in range(_TRIES):
        answer = _typed(f"{clean(question.render(language()))} {hint}", nobody).strip().casefold()
        if not answer or answer in _NO:
            return False
        if answer in _YES:
            return True
        tell(say("Answer yes or no: y or n."))
    return False


def _typed(question: str, nobody: Text | None) -> str:
    try:
        return str(click.prompt(question, err=True, default="", show_default=False))
    except click.Abort:
        if sys.stdin.isatty():
            raise
    click.echo(err=True)
    raise UserError(nobody or say("Nobody is there to be asked: add --yes, if that is what you want."))
