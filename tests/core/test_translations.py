"""Every sentence has its French, with the same places, in a catalogue that is compiled."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from officebot.core.text import say

TOOL = Path(__file__).parents[2] / "tools" / "translations.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["translations"] = module
    spec.loader.exec_module(module)
    return module


def test_every_sentence_has_its_french_and_the_catalogue_is_compiled(tool: ModuleType) -> None:
    report = tool.report(tool.catalogue(), tool.sources())
    assert report.untranslated == (), "python tools/translations.py --update, then write the French"
    assert report.stale == (), "python tools/translations.py --update takes them out"
    assert report.unlike == ()
    assert report.is_compiled, "python tools/translations.py compiles the catalogue"


def test_french_keeps_quotation_marks_and_colons_on_their_line(tool: ModuleType) -> None:
    french = tool.translations(tool.catalogue()).values()
    assert not [words for words in french if "« " in words or " »" in words or " : " in words]
    assert not [words for words in french if "“" in words or "”" in words]


def test_the_compiled_catalogue_is_the_one_that_is_read(tool: ModuleType) -> None:
    assert say("The file {path} is missing.", path="people.csv").render("fr") == "Le fichier people.csv manque."


def test_sentences_are_found_wherever_they_are_said(tool: ModuleType) -> None:
    code = 'say("a {x}" " b", x=1); core.say("c" if x else "d"); Text("e"); say(variable); other("f"); say()'
    assert sorted(tool.said_in(code)) == ["a {x} b", "c", "d", "e"]
    assert sorted(tool.said_in('counted("{count} day", "{count} days", 2); say("a", "no source")')) == [
        "a", "{count} day", "{count} days",
    ]  # fmt: skip
    assert tool.places("{a} and {b}") == {"a", "b"}
    assert not tool.has_words("{a}: {b}")


def test_a_lacking_a_stale_and_an_unlike_translation_are_reported(tool: ModuleType) -> None:
    catalog = tool.Catalog(locale="fr")
    catalog.add("kept {a}", "gardé {b}")
    catalog.add("stale", "périmé")
    catalog.add("empty", "")
    report = tool.report(catalog, ["kept {a}", "empty", "new"])
    assert (report.untranslated, report.stale, report.unlike) == (("empty", "new"), ("stale",), ("kept {a}",))
    assert not report.is_clean


def test_no_sentence_says_several_of_a_number_that_may_be_one(tool: ModuleType) -> None:
    """A number before an English plural stands in `counted`, which has the sentence for one, too."""
    nouns = "mails?|messages|proposals|corrections|deadlines|entries|items|facts|runs|things|days|reminders|people"
    plural = re.compile(rf"\{{(?!count\}})\w+\}} (working )?({nouns})\b")
    said, counted = tool.sources(), set(tool.counted_sources())
    assert [sentence for sentence in said if plural.search(sentence)] == []
    told = {sentence for sentence in said if re.search(rf"\{{count\}} (working )?({nouns})\b", sentence)}
    assert told - counted == set()
