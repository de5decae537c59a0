from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.helpers import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """An engine over a fresh ledger."""
    made = Bench(tmp_path)
    yield made
    made.ledger.close()
