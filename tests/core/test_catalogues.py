"""Plugins' translations: read strictly, each plugin's own, and never in the way of a sentence."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.catalogues import BadCatalogue, domain_of, entries, folder_of, is_plain, translations_in
from officebot.core.text import Text, say
from officebot.sdk import texts
from tests.speed import within

HEAD = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n\n'


def po(*pairs: tuple[str, str], before: str = "") -> str:
    return HEAD + "\n".join(f'{before}msgid "{source}"\nmsgstr "{french}"\n' for source, french in pairs)


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Path]:
    """A folder in which packages are found."""
    sys.path.insert(0, str(tmp_path))
    yield tmp_path
    sys.path.remove(str(tmp_path))


def package(folder: Path, name: str, french: str) -> None:
    (folder / name / "locale").mkdir(parents=True)
    (folder / name / "__init__.py").write_text("raise RuntimeError('imported')\n")
    (folder / name / "locale" / "fr.po").write_text(french, "utf-8")


def test_a_plugin_is_heard_in_french_without_being_imported(installed: Path) -> None:
    package(
        installed, "badge_one", po(("Held for {person}", "Gardé pour {person}"), ("{count} badge", "{count} insigne"))
    )
    ours, several = texts("badge_one.decide")
    assert ours("Held for {person}", person="Claire").render("fr") == "Gardé pour Claire"
    assert ours("Held for {person}", person="Claire").render("en") == "Held for Claire"
    assert several("{count} badge", "{count} badges", 1).render("fr") == "1 insigne"
    assert several("{count} badge", "{count} badges", 2).render("fr") == "2 badges"
    assert "badge_one" not in sys.modules


def test_plugins_and_officebot_do_not_change_each_others_words(installed: Path) -> None:
    package(installed, "badge_two", po(("waiting", "à l’affût"), ("Mine", "À moi")))
    assert Text("waiting", domain="badge_two").render("fr") == "à l’affût"
    assert say("waiting").render("fr") == "en attente"
    assert Text("Mine", domain="badge_other").render("fr") == "Mine"
    assert say("{title} again", title=Text("Mine", domain="badge_two")).render("fr") == "À moi again"


def test_a_sentence_keeps_its_plugin_when_it_is_stored(installed: Path) -> None:
    package(installed, "badge_three", po(("Mine", "À moi")))
    said = Text("Mine", domain="badge_three")
    assert Text.from_json(said.to_json()) == said
    assert said.to_json() == {"text": "Mine", "domain": "badge_three"}
    assert said.written("fr") == "À moi"
    assert "domain" not in say("Mine").to_json()


@pytest.mark.parametrize("domain", ["badge_that_is_gone", "..", "os.path", "a/b", "", "json", "é", "x" * 500])
def test_where_there_is_no_such_plugin_it_is_said_in_english(domain: str) -> None:
    assert Text("Nobody translates this", domain=domain).render("fr") == "Nobody translates this"


def test_only_a_top_package_is_looked_for() -> None:
    assert folder_of("officebot") is not None
    assert folder_of("officebot.sdk") is None


def test_officebots_own_modules_have_no_domain() -> None:
    assert domain_of("officebot.duties.replies") == ""
    assert domain_of("officebots.duty") == "officebots"


@pytest.mark.parametrize(
    "french",
    [
        pytest.param(po(("Held for {person}", "")), id="not translated yet"),
        pytest.param(po(("Held for {person}", "Gardé {person}"), before="#, fuzzy\n"), id="to be looked at again"),
        pytest.param(po(("Held for {person}", "Gardé")), id="with a place less"),
        pytest.param(po(("Held for {person}", "Gardé {person} {other}")), id="with a place more"),
        pytest.param(po(("Held for {person}", "Gardé {person:999999999}")), id="with a width that fills the memory"),
        pytest.param(po(("Held for {person}", "Gardé {person.__class__}")), id="with a way into the value"),
        pytest.param(po(("Held for {person}", "Gardé {person!r}")), id="with a conversion"),
        pytest.param(po(("Held for {person}", "Gardé {person")), id="with a brace that stays open"),
    ],
)
def test_a_translation_that_does_not_fit_is_left_out(french: str) -> None:
    assert translations_in(french) == {}


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ('msgid "a"\nmsgstr "b\n', 2),
        ('msgid "a"\nmsgid "b"\n', 2),
        ('msgstr "b"\n', 1),
        ('msgid "a"\n', 2),
        ('msgid "a"\nmsgid_plural "b"\n', 2),
        ('msgctxt "x"\n', 1),
        ('"alone"\n', 1),
        ('msgid "a\\x41"\nmsgstr "b"\n', 1),
        ("msgid a\n", 1),
        (f'msgid "{"a" * 10_001}"\nmsgstr ""\n', 3),
    ],
)
def test_what_is_not_understood_is_said_with_its_line(written: str, line: int) -> None:
    with pytest.raises(BadCatalogue) as bad:
        list(entries(written))
    assert bad.value.line == line


def test_strings_over_several_lines_are_one() -> None:
    (one,) = entries('#. badge/decide.py\n#, fuzzy\nmsgid ""\n"A \\"long\\" "\n"one\\n"\nmsgstr "Une longue\\n"\n')
    assert (one.source, one.french, one.is_fuzzy, one.place) == (
        'A "long" one\n',
        "Une longue\n",
        True,
        "badge/decide.py",
    )


def test_a_sentence_that_would_fill_the_memory_is_shown_as_it_is() -> None:
    assert Text("{x:999999999}", (("x", "1"),)).render("en") == "{x:999999999} (x=1)"
    assert Text("{x.__class__}", (("x", "1"),)).render("en") == "{x.__class__} (x=1)"
    assert Text("{x!r}", (("x", "1"),)).render("fr") == "{x!r} (x=1)"
    assert is_plain("Held for {person} {{so}}")


@given(st.text(max_size=300))
def test_no_text_is_worse_than_refused(written: str) -> None:
    for text in (written, f'msgid "{written}"\nmsgstr "{written}"\n'):
        with suppress(BadCatalogue):
            assert all(one.source for one in entries(text))


@pytest.mark.parametrize(
    "hostile",
    [
        'msgid "' + "\\\\" * 50_000,
        '"' * 100_000,
        "msgid " * 20_000,
        'msgid ""\n' + '"a"\n' * 25_000,
        "{" * 100_000,
        'msgid "' + "{" * 9_000 + '"\nmsgstr "x"\n',
    ],
)
def test_a_hostile_file_is_read_in_no_time(hostile: str) -> None:
    def run() -> None:
        with suppress(BadCatalogue):
            translations_in(hostile)
        is_plain(hostile)

    within(0.25, run)
