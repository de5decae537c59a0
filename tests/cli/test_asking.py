"""Questions answered with yes or no: in the words of either language, whatever language they are in."""

from __future__ import annotations

import ast
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import officebot
from officebot.cli.asking import is_yes
from officebot.core.problems import UserError
from officebot.core.text import say


def asked(typed: str, lang: str = "en") -> Result:
    """What a command answers that asks one question."""

    @click.command()
    def command() -> None:
        click.echo(f"said {is_yes(say('Is all of it right?'))}")

    return CliRunner(env={"LANGUAGE": lang}).invoke(command, input=typed)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("word", ["o", "oui", "y", "yes", "OUI", " Yes "])
def test_each_word_for_yes_is_a_yes_in_both_languages(word: str, lang: str) -> None:
    assert asked(f"{word}\n", lang).stdout == "said True\n"


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("word", ["n", "non", "no", "NON", ""])
def test_each_word_for_no_and_an_empty_answer_are_a_no(word: str, lang: str) -> None:
    assert asked(f"{word}\n", lang).stdout == "said False\n"


@pytest.mark.parametrize(("lang", "hint"), [("fr", "Tout est-il juste\xa0? [o/N]: "), ("en", "right? [y/N]: ")])
def test_the_hint_shows_the_letters_of_the_readers_language(lang: str, hint: str) -> None:
    assert hint in asked("n\n", lang).stderr


def test_what_is_neither_is_asked_about_again_and_is_a_no_in_the_end() -> None:
    again = asked("peut-être\noui\n", "fr")
    assert again.stdout == "said True\n"
    assert "Répondez par oui ou par non" in again.stderr
    assert asked("ja\nja\nja\nyes\n").stdout == "said False\n"


def test_where_nobody_is_there_a_sentence_says_what_to_do() -> None:
    refused = asked("")
    assert isinstance(refused.exception, UserError)
    assert "--yes" in str(refused.exception)


def confirming(source: str) -> list[int]:
    """The lines at which click's own question is used, which knows English letters alone."""
    return [
        one.lineno
        for one in ast.walk(ast.parse(source))
        if (isinstance(one, ast.Attribute) and one.attr in ("confirm", "confirmation_option"))
        or (
            isinstance(one, ast.ImportFrom)
            and one.module == "click"
            and "confirm" in {name.name for name in one.names}
        )
    ]


def test_no_command_asks_by_clicks_own_question() -> None:
    sources = Path(officebot.__file__).parent.rglob("*.py")
    found = {path.name: lines for path in sources if (lines := confirming(path.read_text("utf-8")))}
    assert found == {}, "ask by officebot.cli.asking.is_yes"
    assert confirming("import click\nclick.confirm('?')\n") == [2]
    assert confirming("from click import confirm\n") == [1]
