"""A plugin's own templates: found in its package, the office's of the same name first, and nothing else is reached."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from officebot.connectors.documents import DocumentPerformer
from officebot.connectors.plugin_templates import whereabouts
from officebot.core.problems import UserError
from officebot.sdk import NUMBER_TO_COME, Job, WriteDocument


@pytest.fixture
def plugin(tmp_path: Path) -> Iterator[Path]:
    """A package that would complain if it were imported, with a template for each language and one for both."""
    folder = tmp_path / "site" / "badge_maker"
    (folder / "templates" / "fr").mkdir(parents=True)
    (folder / "__init__.py").write_text("raise RuntimeError('imported')\n")
    (folder / "secret.txt").write_text("not a template")
    (folder / "templates" / "list.txt").write_text("Badges for {{ name }}")
    (folder / "templates" / "fr" / "list.txt").write_text("Insignes pour {{ name }}")
    sys.path.insert(0, str(tmp_path / "site"))
    yield folder
    sys.path.remove(str(tmp_path / "site"))


def document(template: str = "badge_maker:list.txt", language: str = "en", name: str = "Claire") -> WriteDocument:
    return WriteDocument(path="documents/list.txt", template=template, data={"name": name}, language=language)


def performer(tmp_path: Path) -> DocumentPerformer:
    return DocumentPerformer(tmp_path / "office", [tmp_path / "office" / "templates"])


def made(tmp_path: Path, action: WriteDocument) -> str:
    return performer(tmp_path).prepare(action).blobs["document"].decode()


def test_a_plugins_template_is_filled_in_in_the_readers_language(plugin: Path, tmp_path: Path) -> None:
    assert made(tmp_path, document()) == "Badges for Claire"
    assert made(tmp_path, document(language="fr")) == "Insignes pour Claire"
    assert "badge_maker" not in sys.modules


def test_the_offices_own_of_the_same_name_comes_first(plugin: Path, tmp_path: Path) -> None:
    own = tmp_path / "office" / "templates" / "badge_maker"
    own.mkdir(parents=True)
    (own / "list.txt").write_text("Ours: {{ name }}")
    assert made(tmp_path, document()) == "Ours: Claire"


def test_it_is_kept_for_a_number_to_come_and_written(plugin: Path, tmp_path: Path) -> None:
    asked = document(name=NUMBER_TO_COME)
    ready = performer(tmp_path).prepare_with(asked, document(name="number to come"), {})
    (plugin / "templates" / "list.txt").write_text("changed since")
    filled = performer(tmp_path).fill(document(name="BC-7"), ready.blobs, {})
    job = Job(id=1, key="j", action=document(name="BC-7"), blobs=filled)
    performer(tmp_path).perform([job])
    assert (tmp_path / "office" / "documents" / "list.txt").read_text() == "Badges for BC-7"


@pytest.mark.parametrize(
    "template",
    [
        "badge_maker:../secret.txt", "badge_maker:/etc/hostname", "badge_maker:a/../../secret.txt", "badge_maker:",
        "badge_maker:.", "badge_maker:a\\..\\secret.txt", ":list.txt", "a.b:list.txt", "badge_maker:list.txt:more",
        "badge_maker:a//b", "no_such_plugin:list.txt", "badge_maker:missing.txt", "badge_maker:\x00",
    ],
)  # fmt: skip
def test_nothing_else_is_reached(plugin: Path, tmp_path: Path, template: str) -> None:
    with pytest.raises(UserError):
        made(tmp_path, document(template))


@pytest.mark.parametrize(
    "template", ["badge_maker:../secret.txt", "badge_maker:a/./b", "badge_maker:...", "badge_maker: /x"]
)
def test_a_name_that_leads_elsewhere_is_refused_before_anything_is_looked_for(plugin: Path, template: str) -> None:
    with pytest.raises(UserError):
        whereabouts(template, [])


def test_a_name_without_a_plugin_is_looked_for_as_ever(tmp_path: Path) -> None:
    assert whereabouts("letter.typ", [tmp_path]) == ("letter.typ", [tmp_path])
    assert whereabouts("", [tmp_path]) == ("", [tmp_path])
