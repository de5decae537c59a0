"""Whoever builds officebot gets the same bytes, wherever and whenever; a source archive is enough to build from."""

from __future__ import annotations

import os
import shutil
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.packaging.building import build, call, lay_sources
from tests.packaging.tools import ROOT

pytestmark = [pytest.mark.xdist_group("wheel"), pytest.mark.timeout(300)]
#: What a machine may have otherwise.
_ELSEWHERE = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "77", "LANGUAGE": "fr"}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of sources."""
    return lay_sources(tmp_path_factory.mktemp("sources"))


@pytest.fixture(scope="module")
def sdist(here: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source archive built there."""
    return build(here, "sdist", tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def wheel(here: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built there."""
    return build(here, "wheel", tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def unpacked(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive unpacked elsewhere, each file of another time and with fewer rights."""
    with tarfile.open(sdist) as archive:
        archive.extractall(place := tmp_path_factory.mktemp("elsewhere"), filter="data")
    (source,) = place.iterdir()
    for number, file in enumerate(sorted(file for file in source.rglob("*") if file.is_file())):
        file.chmod(0o600)
        os.utime(file, (1_000_000_000 + number, 1_000_000_000 + number))
    return source


def test_two_source_archives_are_the_same_to_the_byte(sdist: Path, unpacked: Path, tmp_path: Path) -> None:
    assert build(unpacked, "sdist", tmp_path, **_ELSEWHERE).read_bytes() == sdist.read_bytes()


def test_two_wheels_are_the_same_to_the_byte(wheel: Path, unpacked: Path, tmp_path: Path) -> None:
    assert build(unpacked, "wheel", tmp_path, **_ELSEWHERE).read_bytes() == wheel.read_bytes()


def test_one_more_byte_in_the_sources_makes_another_wheel(wheel: Path, unpacked: Path, tmp_path: Path) -> None:
    source = shutil.copytree(unpacked, tmp_path / "source")
    (source / "officebot" / "one_more.py").write_text("")
    assert build(source, "wheel", tmp_path / "dist").read_bytes() != wheel.read_bytes()


def test_the_source_archive_holds_what_building_and_testing_need(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for part in ("Makefile", "pyproject.toml", "mkdocs.yml", "requirements/test.lock", "tools/sbom.py", ".ci/run",
                 "officebot/py.typed", "CHANGELOG.md", "LICENSE", "docs/developers.md"):  # fmt: skip
        assert part in names, part
    assert not [name for name in names if "__pycache__" in name or name.startswith((".git/", ".venv", "dist/"))]


def test_pip_installs_the_wheel_without_a_network(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "installed"
    call(
        sys.executable, "-m", "pip", "install", "--isolated", "--disable-pip-version-check", "--no-cache-dir", "--quiet",
        "--no-index", "--no-deps", "--target", place, wheel, where=tmp_path,
    )  # fmt: skip
    for part in ("bash-completion/completions/officebot", "zsh/site-functions/_officebot",
                 "fish/vendor_completions.d/officebot.fish"):  # fmt: skip
        assert "_OFFICEBOT_COMPLETE" in (place / "share" / part).read_text()
    told = call(place / "bin" / "officebot", "completion", "bash", where=tmp_path, PYTHONPATH=str(place))
    assert told == (place / "share" / "bash-completion" / "completions" / "officebot").read_text()


@pytest.mark.parametrize("page", ["README.md", "docs/how-to/install-pipx.md"])
def test_each_extra_is_told_of_where_installing_is(page: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    text = (ROOT / page).read_text("utf-8")
    assert [extra for extra in project["optional-dependencies"] if extra != "test" and f"`{extra}`" not in text] == []


def test_a_wheel_tells_type_checkers_that_it_is_typed(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert "officebot/py.typed" in archive.namelist()
        (about,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        told = archive.read(about).decode()
    extras = {line.partition(": ")[2] for line in told.splitlines() if line.startswith("Provides-Extra: ")}
    assert {"alerts", "demo", "documents", "keyring", "papers", "pdf", "postgresql", "schematron"} <= extras
