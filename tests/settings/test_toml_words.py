"""What is not TOML is said in the reader's words, whatever Python's own reader says of it."""

from __future__ import annotations

import re
import tomllib

import pytest

from officebot.settings.complaints import syntax_problem
from officebot.settings.toml_words import not_toml
from tests.settings.conftest import Folder


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("[office", "not closed"),
        ("[[policy]", "not closed"),
        ("[office]\n[office]", "twice"),
        ("a = 1\na = 2", "twice"),
        ("a = { b = 1 }\n[a.c]", "twice"),
        ("[[a]]\n[a]", "twice"),
        ("a = { b = 1, b = 2 }", "twice"),
        ("= 3", "a key is missing"),
        ("a.= 3", "a key is missing"),
        ("name Bell", "equals sign"),
        ("a = 1 b = 2", "a line of its own"),
        ("a = Bell", "lacks its quotes"),
        ("a =", "a value is missing"),
        ("a = [1, 2", "last bracket"),
        ("a = { b = 1", "brace"),
        ('a = "Bell', "quote at its end"),
        ("a = 'Bell", "quote at its end"),
        ('a = """Bell', "quote at its end"),
        ("a = '''Bell", "quote at its end"),
        ('a = "C:\\Mail"', "doubled"),
        ('a = "\\uZZZZ"', "doubled"),
        ('a = "\\ud800"', "doubled"),
        ('a = "one\ntwo"', "in one line"),
        ("a = 1 # \x01", "may not stand here"),
        ("a = 2026-02-30", "no such date"),
    ],
)
def test_each_mistake_has_words_of_its_own(written: str, told: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as refused:
        tomllib.loads(written)
    assert told in syntax_problem("office.toml", refused.value).render()


def test_a_message_that_nobody_knows_stays_out_of_what_is_said() -> None:
    assert not_toml("Colourless green ideas").render() == "something there cannot be read"


def test_lines_and_columns_are_said_in_the_readers_language(folder: Folder) -> None:
    folder.office("[office]")
    (english,), (french,) = folder.complaints("en"), folder.complaints("fr")
    assert english.startswith("office.toml: line 16, column 8: ")
    assert re.match(r"office\.toml: .*16.*8", french)
