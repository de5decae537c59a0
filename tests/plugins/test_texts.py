"""A plugin's French follows its sources: new sentences come in, what people translated stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from officebot.cli.root import officebot
from officebot.core.catalogues import Entry, entries, translations_in
from officebot.core.problems import UserError
from officebot.plugins.texts import file_of, texts_of, update

CODE = """
from badge_maker.texts import say, counted
TITLE = say("Badges of the day")
WORDS = counted("{count} badge", "{count} badges", 3)
most: int = Field(default=3, description="How many badges are printed.")
PATH = say("{a}: {b}", a=1, b=2)
"""
FRENCH = file_of([Entry(source="Badges of the day", french="Insignes du jour", place="x.py")])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "badge_maker" / "locale").mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "badge-maker"\nversion = "1.0"\n'
        '[project.entry-points."officebot.duties"]\nbadge_maker = "badge_maker:DUTY"\n'
    )
    (tmp_path / "badge_maker" / "__init__.py").write_text(CODE)
    (tmp_path / "badge_maker" / "locale" / "fr.po").write_text(FRENCH, "utf-8")
    return tmp_path


def test_new_sentences_come_in_and_what_was_translated_stays() -> None:
    found = texts_of({"badge_maker/__init__.py": CODE}, FRENCH)
    assert [one.source for one in found.entries] == [
        "Badges of the day", "{count} badge", "{count} badges", "How many badges are printed.",
    ]  # fmt: skip
    assert found.entries[0].french == "Insignes du jour"
    assert [one.source for one in found.untranslated] == [one.source for one in found.entries[1:]]
    assert found.gone == 0


def test_the_french_of_a_changed_sentence_is_to_be_looked_at_and_not_shown() -> None:
    found = texts_of({"x.py": CODE.replace("Badges of the day", "Badges of this day")}, FRENCH)
    (one,) = found.doubtful
    assert (one.source, one.french, found.gone) == ("Badges of this day", "Insignes du jour", 1)
    assert translations_in(file_of(found.entries)) == {}
    assert not found.is_clean


def test_french_with_other_places_is_said() -> None:
    found = texts_of({"x.py": 'say("For {name}")'}, file_of([Entry(source="For {name}", french="Pour {nom}")]))
    assert [one.source for one in found.unlike] == ["For {name}"]


@given(st.lists(st.tuples(st.text(min_size=1, max_size=40), st.text(max_size=40), st.booleans()), max_size=5))
def test_what_is_written_is_read_back(pairs: list[tuple[str, str, bool]]) -> None:
    made = [Entry(source=source, french=french, is_fuzzy=fuzzy, place="a.py") for source, french, fuzzy in pairs]
    assert list(entries(file_of(made))) == made


def test_the_file_is_brought_in_step_once(project: Path) -> None:
    assert len(update(project, is_check=True).untranslated) == 3
    assert (project / "badge_maker" / "locale" / "fr.po").read_text("utf-8") == FRENCH
    update(project)
    first = (project / "badge_maker" / "locale" / "fr.po").read_text("utf-8")
    assert 'msgid "How many badges are printed."\nmsgstr ""' in first
    update(project)
    assert (project / "badge_maker" / "locale" / "fr.po").read_text("utf-8") == first


def test_a_file_that_is_none_is_said_with_its_line_and_left_alone(project: Path) -> None:
    file = project / "badge_maker" / "locale" / "fr.po"
    file.write_text('msgid "a"\nmsgstr b\n')
    with pytest.raises(UserError) as told:
        update(project)
    assert told.value.problems[0].where == "badge_maker/locale/fr.po:2"
    assert file.read_text() == 'msgid "a"\nmsgstr b\n'


def test_the_command_lists_what_is_left_and_says_so_by_its_exit(project: Path) -> None:
    called = CliRunner(env={"LANGUAGE": "fr"}).invoke(officebot, ["plugin", "texts", str(project)])
    assert called.exit_code == 1
    assert "Pas encore de français" in called.output
    asked = CliRunner().invoke(officebot, ["plugin", "texts", str(project), "--check", "--json"])
    assert json.loads(asked.stdout)["untranslated"][0] == "{count} badge"
    done = file_of(Entry(source=one.source, french=one.source) for one in update(project).entries)
    (project / "badge_maker" / "locale" / "fr.po").write_text(done, "utf-8")
    assert CliRunner().invoke(officebot, ["plugin", "texts", str(project), "--check"]).exit_code == 0
