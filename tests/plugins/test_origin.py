"""Where a plugin came from is told by what pip recorded, whatever its author wrote into it."""

from __future__ import annotations

import json
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any, cast

import pytest

from officebot.plugins.origin import MOST_NAMED, Origin, origin_of
from tests.plugins.packages import install


def origin(folder: Path, **told: Any) -> Origin:
    """The origin of the plugin that was installed so."""
    install(folder, direct_url=json.dumps(told) if told else "")
    return read(folder)


def read(folder: Path) -> Origin:
    (known,) = folder.glob("*.dist-info")
    return origin_of(Distribution.at(known))


@pytest.mark.parametrize(
    ("told", "source", "address"),
    [
        ({}, "index", ""),
        ({"url": "file:///srv/visit", "dir_info": {"editable": True}}, "folder", "/srv/visit"),
        ({"url": "file:///srv/visit", "dir_info": {}}, "folder", "/srv/visit"),
        ({"url": "file:///srv/visit.whl", "archive_info": {}}, "file", "/srv/visit.whl"),
        (
            {"url": "https://lea:secret@git.example/visit", "vcs_info": {"vcs": "git", "commit_id": "abc123"}},
            "repository",
            "https://git.example/visit@abc123",
        ),
        ({"url": 7, "dir_info": []}, "index", ""),
    ],
    ids=["by its name", "as it is edited", "from a folder", "from a file", "from a repository", "in no known form"],
)
def test_where_it_came_from_is_told(tmp_path: Path, told: dict[str, Any], source: str, address: str) -> None:
    found = origin(tmp_path, **told)
    assert (found.source, found.address) == (source, address)
    assert found.is_editable == bool(told.get("dir_info") and told["dir_info"].get("editable"))
    assert "secret" not in found.sentence().render("en")


def test_faults_are_reported_where_the_author_wants_them(tmp_path: Path) -> None:
    assert origin(tmp_path).report_to == "https://visits.example/issues"
    (known,) = tmp_path.glob("*.dist-info")
    (known / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: v\nVersion: 1\nAuthor-email: Léa <lea@visits.example>\n"
    )
    assert read(tmp_path).report_to == "Léa <lea@visits.example>"


def test_what_an_author_writes_steers_no_terminal_and_has_an_end(tmp_path: Path) -> None:
    install(tmp_path)
    (known,) = tmp_path.glob("*.dist-info")
    (known / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: v\nVersion: 1\nAuthor: \x1b[2J\u202eLéa" + "a" * 9_000 + "\nSummary: x\n",
        "utf-8",
    )
    author = read(tmp_path).author
    assert author.isprintable()
    assert len(author) < 300


def test_without_a_record_nothing_is_claimed_of_its_files(tmp_path: Path) -> None:
    install(tmp_path)
    (known,) = tmp_path.glob("*.dist-info")
    (known / "RECORD").unlink()
    assert read(tmp_path).changed is None
    assert "no record" in read(tmp_path).check().render("en")


def test_files_that_differ_are_named_and_many_are_counted(tmp_path: Path) -> None:
    package = install(tmp_path)
    for number in range(8):
        (package / f"more{number}.py").write_text("")
    (package / "plugin.toml").unlink()
    found = read(tmp_path)
    assert found.changed is not None
    assert len(found.changed) == 9
    said = found.check().render("en")
    assert "9 of its files" in said
    assert said.count("visit_count/") == MOST_NAMED


def test_compiled_files_that_python_left_there_are_no_change(tmp_path: Path) -> None:
    package = install(tmp_path)
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "__init__.cpython-311.pyc").write_bytes(b"x")
    assert read(tmp_path).changed == ()


def test_what_is_not_said_is_nothing_also_where_another_library_reads_the_metadata(tmp_path: Path) -> None:
    # It comes with other packages on Python 3.11 alone.
    other = pytest.importorskip("importlib_metadata")
    install(tmp_path)
    (found,) = other.distributions(name="visit-count", path=[str(tmp_path)])
    assert origin_of(cast(Distribution, found)).author == "Léa Fontaine"
