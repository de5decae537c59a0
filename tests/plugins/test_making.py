"""A new plugin is at once what its author may show: its tests pass, its types hold, it is laid out as it should be."""

from __future__ import annotations

import ast
import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from officebot.cli.root import officebot
from officebot.core.problems import UserError
from officebot.isolation import manifest
from officebot.plugins.making import PARTS, Wishes, names_of, rendered, write_plugin
from officebot.plugins.texts import update
from officebot.sdk.version import VERSION
from tests.plugins.making import CHOICES, made, tool, wishes

ROOT = Path(__file__).parents[2]

# ── what it may be called ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("written", ["open-questions", "open_questions"])
def test_a_name_is_written_as_a_distribution_and_as_a_package(written: str) -> None:
    names = names_of(written)
    assert (names.distribution, names.package) == ("open-questions", "open_questions")
    assert (names.words, names.title) == ("open questions", "Open questions")


@pytest.mark.parametrize(
    ("written", "why"),
    [
        pytest.param("", "cannot be a plugin's name", id="nothing"),
        pytest.param("Parcels", "small letters", id="a capital"),
        pytest.param("3d-print", "a letter first", id="a digit first"),
        pytest.param("colis-à-part", "without accents", id="an accent"),
        pytest.param("two words", "hyphens", id="a space"),
        pytest.param("../elsewhere", "hyphens", id="a path"),
        pytest.param("a--b", "hyphens", id="two hyphens"),
        pytest.param("parcels-", "hyphens", id="a hyphen at the end"),
        pytest.param("ab", "3 to 40", id="too short"),
        pytest.param("a" * 41, "3 to 40", id="too long"),
        pytest.param("a" * 100_000, "small letters", id="far too long"),
        pytest.param("import", "a word of Python's own", id="a word of Python's"),
        pytest.param("match", "a word of Python's own", id="a word that Python has at times"),
        pytest.param("json", "a module of Python's own", id="a module of Python's"),
        pytest.param("officebot", "officebot's own", id="officebot"),
        pytest.param("officebot-parcels", "officebot's own", id="one that begins with officebot"),
        pytest.param("tests", "Python's tools", id="a folder that every plugin has"),
        pytest.param("pydantic", "package “pydantic” here already", id="an installed package"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_what_to_write(written: str, why: str) -> None:
    with pytest.raises(UserError, match=why):
        names_of(written)


def test_a_name_that_a_duty_has_is_refused_with_whose_it_is() -> None:
    with pytest.raises(UserError, match="duty “goods” already, from parcels-and-goods"):
        names_of("goods", {"goods": "parcels-and-goods"})


def test_names_of_forty_letters_are_just_short_enough() -> None:
    assert names_of("a" * 40).package == "a" * 40


# ── what it holds ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("parts", CHOICES, ids=lambda parts: "-".join(sorted(parts)) or "none")
def test_every_choice_of_parts_is_python_without_a_trace_of_a_template(parts: frozenset[str]) -> None:
    files = rendered(wishes(frozenset(one for one in PARTS if one in parts)))
    for path, text in files.items():
        assert "{%" not in text, path
        assert "{{" not in text.replace("${{ matrix", ""), path
        assert text == text.lstrip("\n"), path
        if path.endswith(".py"):
            ast.parse(text)
    have = {
        name for name in ("action", "recognise", "panel", "report") if any(f"/{name}.py" in path for path in files)
    }
    assert have == {{"recogniser": "recognise"}.get(part, part) for part in parts}


def test_each_sentence_of_every_choice_has_its_french_as_plugin_texts_would_write_it(tmp_path: Path) -> None:
    for folder in made(tmp_path):
        (catalogue,) = folder.rglob("fr.po")
        before = catalogue.read_text("utf-8")
        found = update(folder)
        assert found.is_clean, folder
        assert all(one.french for one in found.entries)
        assert catalogue.read_text("utf-8") == before


@pytest.mark.parametrize("parts", [CHOICES[0], CHOICES[-1]], ids=["no parts", "all parts"])
def test_its_manifest_declares_what_its_duty_needs_and_no_more(parts: frozenset[str]) -> None:
    files = rendered(wishes(frozenset(one for one in PARTS if one in parts), name="parcels"))
    said = manifest.of_text(files["src/parcels/plugin.toml"].encode())
    own = ["action parcels.pin"] if parts else []
    assert said.rights.written() == ["action note-item", *own, "mail desk/INBOX"]
    assert said.sdk == VERSION


def test_its_distribution_names_its_duty_its_licence_and_its_author() -> None:
    project = tomllib.loads(rendered(wishes(name="open-questions"))["pyproject.toml"])["project"]
    assert project["entry-points"]["officebot.duties"] == {"open_questions": "open_questions:DUTY"}
    assert (project["name"], project["license"], project["authors"]) == ("open-questions", "MIT", [{"name": "Ann"}])


def test_without_a_licence_it_is_kept_from_being_published() -> None:
    kept = Wishes(names=names_of("parcels"), title="Parcels", title_fr="Colis", license="none", year=2026)
    files = rendered(kept)
    assert "All rights reserved" in files["LICENSE"]
    assert "Private :: Do Not Upload" in files["pyproject.toml"]


@pytest.mark.parametrize(
    "title",
    ["", " Parcels", "two\nlines", 'a "quote"', "{place}", "back\\slash", "x" * 61, "\u202egnp", "<b>", "`run`"],
)
def test_a_title_that_would_break_its_files_is_refused(title: str) -> None:
    with pytest.raises(UserError, match="cannot stand in the plugin's files"):
        wishes(title=title)


# ── where it is put ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("there", ["a folder", "a file", "a link to nothing"])
def test_what_is_there_already_is_left_as_it_is(tmp_path: Path, there: str) -> None:
    target = tmp_path / "parcels"
    if there == "a folder":
        target.mkdir()
    elif there == "a file":
        target.write_text("mine")
    else:
        target.symlink_to(tmp_path / "nowhere")
    with pytest.raises(UserError, match="is there already"):
        write_plugin(target, {"README.md": "new"})
    assert [one.name for one in tmp_path.iterdir()] == ["parcels"]


def test_a_place_that_cannot_be_written_is_said_and_nothing_stays(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot be written"):
        write_plugin(tmp_path / "file" / "parcels", {"README.md": "new"})


# ── the command ───────────────────────────────────────────────────────────────────────────────────────────


def test_the_command_makes_it_and_says_what_comes_next(tmp_path: Path) -> None:
    called = [
        "plugin",
        "new",
        "green-slips",
        "--into",
        str(tmp_path),
        "--with",
        "panel",
        "--title-fr",
        "Bons",
        "--json",
    ]
    ended = CliRunner().invoke(officebot, ["--lang", "en", *called])
    assert ended.exit_code == 0, ended.output
    fact = json.loads(ended.stdout)
    assert (fact["distribution"], fact["duty"]) == ("green-slips", "green_slips")
    assert sorted(fact["files"]) == sorted(
        str(path.relative_to(tmp_path / "green-slips")) for path in Path(fact["folder"]).rglob("*") if path.is_file()
    )
    assert "pip install -e '.[test]'" in ended.stderr
    texts = (tmp_path / "green-slips/src/green_slips/texts.py").read_text("utf-8")
    assert 'TITLE = say("Green slips")' in texts


def test_a_name_that_cannot_be_is_a_sentence_and_no_traceback(tmp_path: Path) -> None:
    ended = CliRunner().invoke(officebot, ["plugin", "new", "stock", "--into", str(tmp_path)])
    assert ended.exit_code == 1
    assert "There is a duty “stock” already, from officebot" in ended.stderr
    assert list(tmp_path.iterdir()) == []


# ── what its author's tools say ───────────────────────────────────────────────────────────────────────────


@pytest.mark.sweep
@pytest.mark.timeout(3600)
def test_the_tools_are_content_with_every_choice_of_parts(tmp_path: Path, is_sweep: bool) -> None:
    """Its style, its types, its tests, its grade; in the ordinary run with no part and with all of them, ungraded."""
    choices = CHOICES if is_sweep else (CHOICES[0], CHOICES[-1])
    for folder in made(tmp_path, choices):
        tool(folder, "ruff", "check", "--no-cache", ".")
        tool(folder, "ruff", "format", "--no-cache", "--check", ".")
        # The cache stays from run to run: officebot's own types are reckoned once.
        tool(folder, "mypy", "--cache-dir", str(ROOT / ".mypy_cache" / "plugins"))
        if is_sweep:
            assert (
                json.loads(tool(folder, "officebot", "plugin", "check", "--json").splitlines()[-1])["grade"] == "gold"
            )
        else:
            assert " passed" in tool(folder, "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly")


@pytest.mark.parametrize("name", ["zab", "z" * 40], ids=["a short name", "a long name"])
def test_its_style_holds_for_short_and_for_long_names(tmp_path: Path, name: str) -> None:
    longest = wishes(CHOICES[-1], name=name, title="T" * 60)
    write_plugin(tmp_path / "plugin", rendered(longest))
    tool(tmp_path / "plugin", "ruff", "check", "--no-cache", ".")
    tool(tmp_path / "plugin", "ruff", "format", "--no-cache", "--check", ".")
