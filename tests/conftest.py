"""Options and fixtures shared by all tests: whole sweeps or their quick part, mailboxes on real servers."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from officebot.testing.dovecot import Dovecot, DovecotUser, is_installed, running_dovecot
from officebot.testing.postgres import Postgres, programs, running_postgres
from tests.app.days import Lived, finish
from tests.engine import stores

pytest_plugins = ["officebot.testing.fixtures"]

# How long an example takes by the clock on the wall says how busy the machine is; pytest's own limit ends what hangs.
settings.register_profile("officebot", settings(), deadline=None)
settings.load_profile("officebot")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--sweep`: every fault sweep in full. `--pictures`: what the dashboard's pages look like, as files."""
    parser.addoption("--sweep", action="store_true", help="run whole fault sweeps, not their quick part")
    parser.addoption("--guide", action="store_true", help="take the pictures of the guides in docs/guide anew")
    parser.addoption("--pictures", metavar="FOLDER", help="keep pictures of the dashboard's pages in this folder")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without `--sweep`, of the tests marked sweep only those run that have a quick part (fixture `is_sweep`)."""
    if config.getoption("--sweep"):
        return
    long = [item for item in items if item.get_closest_marker("sweep") and not _has_a_quick_part(item)]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


def pytest_collection_finish() -> None:
    """What was collected stays to the end: looking through it again and again would count as the tests' own time."""
    gc.collect()
    gc.freeze()


def _has_a_quick_part(item: pytest.Item) -> bool:
    return "is_sweep" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session")
def is_sweep(request: pytest.FixtureRequest) -> bool:
    """Whether the whole sweep is wanted, not its quick part."""
    return bool(request.config.getoption("--sweep"))


@pytest.fixture(scope="session")
def pictures(request: pytest.FixtureRequest) -> Path | None:
    """The folder for pictures of the pages (`--pictures`), if they are wanted."""
    told = request.config.getoption("--pictures")
    return Path(told) if told else None


def missing(reason: str) -> None:
    """What a test needs is not here: a failure in CI, a loud skip elsewhere."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def dovecot_server() -> Iterator[Dovecot]:
    """One Dovecot for the whole test session; a failure in CI where it is missing, a loud skip elsewhere."""
    if not is_installed():
        missing("Debian's dovecot-imapd is missing, or this user may not start it (root is needed)")
    with running_dovecot() as server:
        yield server


@pytest.fixture
def dovecot(dovecot_server: Dovecot) -> DovecotUser:
    """An empty mailbox on a real Dovecot, for one test."""
    return dovecot_server.user()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL for the whole test session; a failure in CI where it is missing, a loud skip elsewhere."""
    if programs() is None:
        missing("Debian's postgresql is missing")
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def databases(postgres: Postgres) -> stores.Databases:
    """Databases on it that hold an empty ledger each."""
    return stores.Databases(postgres)


@pytest.fixture
def store(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where the ledgers of this test are: `sqlite`, or `postgresql` where the test is parametrised so."""
    kind = str(getattr(request, "param", "sqlite"))
    if kind == "sqlite":
        yield kind
        return
    with stores.on(request.getfixturevalue("databases")):
        yield kind


@pytest.fixture(scope="session")
def lived_day(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """A day of the sample office, lived through once for the whole session: only to be looked at.

    Tests that use it share the mark `xdist_group("day")`, so that one process lives it.
    """
    return finish(Lived(tmp_path_factory.mktemp("day") / "office"))


@pytest.fixture
def sample(lived_day: Lived, tmp_path: Path) -> Path:
    """The sample office in the evening of its day, for one test to change."""
    return Path(shutil.copytree(lived_day.folder, tmp_path / "sample"))
