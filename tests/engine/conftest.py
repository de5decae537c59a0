"""Each of the engine's tests takes both kinds of ledger, but for those marked `sqlite`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine import stores
from tests.engine.helpers import Bench

BOTH = ("sqlite", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever may open a ledger runs on both."""
    if "store" in metafunc.fixturenames and not list(metafunc.definition.iter_markers("sqlite")):
        metafunc.parametrize("store", BOTH, indirect=True)


@pytest.fixture(autouse=True)
def store(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where the ledgers of this test are."""
    kind = getattr(request, "param", "sqlite")
    if kind == "sqlite":
        yield kind
        return
    with stores.on(request.getfixturevalue("databases")):
        yield kind


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """An engine over a fresh ledger."""
    made = Bench(tmp_path)
    yield made
    made.ledger.close()
