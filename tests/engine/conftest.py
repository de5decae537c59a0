"""Each of the engine's tests takes both kinds of ledger, but for those marked `sqlite`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.helpers import Bench
from tests.engine.stores import BOTH


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever may open a ledger runs on both."""
    if not list(metafunc.definition.iter_markers("sqlite")):
        metafunc.parametrize("store", BOTH, indirect=True)


@pytest.fixture(autouse=True)
def _on_store(store: str) -> None:
    """All of them have one."""


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """An engine over a fresh ledger."""
    made = Bench(tmp_path)
    yield made
    made.ledger.close()
