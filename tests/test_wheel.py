"""The wheel holds all that the program needs: the demo lives through its day from an installed one."""

from __future__ import annotations

import json
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.packaging.building import build, call, lay_sources

ROOT = Path(__file__).parents[1]

pytestmark = [pytest.mark.xdist_group("wheel"), pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from what git would hand out."""
    return build(lay_sources(tmp_path_factory.mktemp("source")), "wheel", tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel in it; what the wheel depends on is lent by this one, after it on the path."""
    environment = tmp_path_factory.mktemp("environment")
    call(sys.executable, "-m", "venv", "--without-pip", environment, where=environment)
    place = Path(sysconfig.get_path("purelib", vars={"base": str(environment), "platbase": str(environment)}))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    lend(place)
    return environment / "bin" / "python"


def lend(place: Path) -> None:
    """This environment's packages, but officebot itself, which is installed here from its sources."""
    for package in Path(sysconfig.get_path("purelib")).iterdir():
        if package.suffix != ".pth" and "officebot" not in package.name and not (place / package.name).exists():
            (place / package.name).symlink_to(package)


def test_settings_templates_translations_and_the_sample_company_travel_inside(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for part in (
        "officebot/data/config/office.toml",
        "officebot/data/config/people.csv",
        "officebot/data/templates/fr/",
        "officebot/data/templates/en/",
        "officebot/locale/fr/LC_MESSAGES/officebot.mo",
        "officebot/testing/company/mails/",
        "officebot/testing/company/day.toml",
        "officebot/web/templates/today.html",
        "officebot/engine/ledger/migrations/",
    ):
        assert any(name.startswith(part) for name in names), part
    assert not [name for name in names if name.startswith(("tests/", "docs/", "benchmarks/"))]


def test_the_demo_lives_through_its_day_from_the_installed_wheel(installed: Path, tmp_path: Path) -> None:
    where = call(installed, "-c", "import officebot; print(officebot.__file__)", where=tmp_path)
    assert str(installed.parent.parent) in where
    lived = call(installed, "-m", "officebot", "demo", "office", "--once", "--json", where=tmp_path)
    totals = json.loads(lived.splitlines()[-1])
    assert totals["received"] == totals["handled"] + totals["waiting"] + totals["listed"] >= 200
    assert all(Path(file).is_absolute() or (tmp_path / file).is_file() for file in totals["files"])


def test_the_installed_program_has_its_version_and_its_duties(installed: Path, tmp_path: Path) -> None:
    code = (
        "from importlib.metadata import entry_points, version\n"
        "assert version('officebot')\n"
        "print(*sorted(one.name for one in entry_points(group='officebot.duties')))\n"
        "print(*(one.name for one in entry_points(group='console_scripts', name='officebot')))"
    )
    told = call(installed, "-c", code, where=tmp_path).splitlines()
    named = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["officebot.duties"]
    assert told == [" ".join(sorted(named)), "officebot"]
