"""The examples are plugins that can be published: built as wheels, installed beside officebot's, tested from there."""

from __future__ import annotations

import shutil
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.packaging.building import build, call, lay_sources
from tests.test_wheel import lend

EXAMPLES = Path(__file__).parents[1] / "examples"
NAMES = sorted(one.parent.name for one in EXAMPLES.glob("*/pyproject.toml"))
#: Rules of the check that take seconds; how its tests fail when a rule is turned round takes minutes.
QUICK = (
    "is-named",
    "documents-settings",
    "declares-itself",
    "fitting-rights",
    "sdk-only",
    "both-languages",
    "papers",
)

pytestmark = [pytest.mark.xdist_group("wheel"), pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheels of officebot and of every example; their dependencies are lent, after them."""
    sources = lay_sources(tmp_path_factory.mktemp("source"))
    environment = tmp_path_factory.mktemp("environment")
    call(sys.executable, "-m", "venv", "--without-pip", environment, where=environment)
    place = Path(sysconfig.get_path("purelib", vars={"base": str(environment), "platbase": str(environment)}))
    for number, source in enumerate((sources, *(sources / "examples" / name for name in NAMES))):
        with zipfile.ZipFile(build(source, "wheel", environment / f"dist-{number}")) as archive:
            archive.extractall(place)
    lend(place)
    return environment / "bin" / "python"


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_tested_from_its_wheel(name: str, python: Path, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / name / "tests", tmp_path / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    package = name.replace("-", "_")
    where = call(python, "-c", f"import {package}; print({package}.__file__)", where=tmp_path)
    assert str(python.parent.parent) in where
    options = ("-q", "-p", "officebot.testing.fixtures", "-p", "no:cacheprovider", "--import-mode=importlib")
    call(python, "-m", "pytest", *options, "-o", "pythonpath=tests", "-W", "error", "tests", where=tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_an_examples_sources_keep_the_rules_of_the_check(name: str, python: Path, tmp_path: Path) -> None:
    """Looked at in an environment whose packages are links, as some installers lay them: they are seen in the sandbox."""
    rules = [word for rule in QUICK for word in ("--rule", rule)]
    call(python, "-m", "officebot", "plugin", "check", EXAMPLES / name, *rules, where=tmp_path)


def test_a_fresh_environment_lists_them_as_plugins(python: Path, tmp_path: Path) -> None:
    code = (
        "from officebot.entrypoints import duties\nprint(*sorted(n for n, one in duties().items() if not one.is_own))"
    )
    assert call(python, "-c", code, where=tmp_path).split() == [name.replace("-", "_") for name in NAMES]
