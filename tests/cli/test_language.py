"""Everything that a person reads at the terminal is in their language, what click says by itself included."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from officebot.cli.root import officebot as root
from officebot.cli.words import PLACEHOLDERS
from tests.app.offices import Called, officebot

#: Sentences of click for programmers, and for what this command line does not do.
_FOR_NOBODY = re.compile(
    r"deprecat|declaration|Could not determine name|No options defined|defined twice|same flag|must be an iterable"
    r"|prefix character|Invalid start character|UUID|Bash|color|Press any key|Editing failed|Windows error|stream"
    r"|Confirm the action|^d$|Choice\("
)
_SAID_IN = ("core", "exceptions", "formatting", "parser", "types", "termui", "decorators", "utils")
#: English words that stand in no French complaint.
_ENGLISH = re.compile(
    r"(?<![-\w|])(Usage|Commands|Show|Missing|Error|such|Invalid|Try|Got|not|does|requires|value for|NUMBER|COMMAND|TEXT)\b"
)


def called(*words: str, lang: str) -> Called:
    ended = CliRunner(env={"LANGUAGE": lang}).invoke(root, list(words), prog_name="officebot")
    return Called(ended.exit_code, ended.stdout, ended.stderr)


def of_click() -> Iterator[str]:
    """The sentences that the installed click hands to gettext."""
    folder = Path(click.__file__).parent
    for name in _SAID_IN:
        for node in ast.walk(ast.parse((folder / f"{name}.py").read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                said = node.args[0]
                if isinstance(said, ast.Constant) and not _FOR_NOBODY.search(str(said.value)):
                    yield str(said.value)


def commands(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """How each command is called: its group, and its name."""
    context = click.Context(group)
    for name in group.list_commands(context):
        yield (*before, name)
        found = group.get_command(context, name)
        if isinstance(found, click.Group):
            yield from commands(found, (*before, name))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("queu", "Il n'y a pas de commande « queu ». Vouliez-vous dire 'queue' ?"),
        ("why", "Il manque l'argument 'NUMÉRO'."),
        (
            "why x",
            "Valeur refusée pour 'NUMÉRO' : « x » n’est pas un numéro de proposition : « officebot queue » les montre.",
        ),
        ("queue --colour", "Il n'y a pas d'option « --colour »."),
        ("reject 1", "Il manque l'option '--because'."),
        ("reject 1 --because", "L'option « --because » demande une valeur."),
        ("queue --json=1", "L'option « --json » ne prend pas de valeur."),
        ("queue more", "Argument de trop (more)"),
        ("queue more still", "Arguments de trop (more still)"),
        ("--lang de queue", "Valeur refusée pour '--lang' : « de » n'est pas parmi 'fr', 'en'."),
        ("delegate --to a --until tomorrow", "« tomorrow » n’est pas un jour : écrivez-le comme 2026-11-23."),
        ("mail", "Emploi : officebot mail [OPTIONS] COMMANDE [ARGUMENTS]..."),
    ],
)
def test_a_wrong_call_is_refused_in_the_reader_s_language(words: str, said: str) -> None:
    french, english = called(*words.split(), lang="fr"), called(*words.split(), lang="en")
    assert (french.code, french.out) == (english.code, english.out) == (2, "")
    assert said in french.err.replace("\u00a0", " ").replace("\u202f", " ")
    assert not _ENGLISH.search(french.err), french.err
    assert english.err.startswith("Usage: ") or "Error: " in english.err


@pytest.mark.parametrize("words", [(), *commands(root)], ids=" ".join)
def test_help_is_in_the_reader_s_language_down_to_its_headings(words: tuple[str, ...]) -> None:
    french, english = called(*words, "--help", lang="fr").out, called(*words, "--help", lang="en").out
    assert french.startswith("Emploi\u00a0: officebot")
    assert english.startswith("Usage: officebot")
    assert "Montrer cette aide." in french
    assert not _ENGLISH.search(french), french


def test_a_process_speaks_the_language_of_its_environment_and_of_the_option() -> None:
    assert "Il n'y a pas de commande" in officebot("queu", lang="fr").err
    assert "No such command" in officebot("--lang", "en", "queu", lang="fr").err


def test_each_sentence_of_the_installed_click_has_its_french() -> None:
    import gettext

    from officebot.core.text import LOCALE

    french = gettext.translation("messages", str(LOCALE), ["fr"])
    same = {"Options", "%(prog)s, version %(version)s"}
    found = set(of_click())
    assert len(found) > 30
    assert [said for said in sorted(found) if french.gettext(said) == said and said not in same] == []


def test_what_stands_for_values_is_known_wherever_it_is_shown() -> None:
    """CSV, JSONL, UBL, CII, SEQ, MESSAGE-ID and the words of a rule (RFC 5545) are the same in both languages."""
    shown: set[str] = set()
    for words in [(), *commands(root)]:
        usage = called(*words, "--help", lang="en").out
        shown |= set(re.findall(r"(?<![\w-])[A-Z]{3,}(?![\w-])", usage))
    assert shown - set(PLACEHOLDERS) <= {
        "CSV", "JSONL", "JSON", "SEQ", "LANG", "MESSAGE", "IMAP", "SMTP", "TOML", "FREQ", "WEEKLY", "VAT", "EUR", "CII", "UBL",
        "XSLT", "PDF", "MIT",
    }  # fmt: skip
