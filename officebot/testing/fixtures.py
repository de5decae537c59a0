"""pytest fixtures for plugin authors: `pytest_plugins = ["officebot.testing.fixtures"]` in a conftest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from officebot.testing.clock import VirtualClock
from officebot.testing.embedded import EmbeddedOffice

if TYPE_CHECKING:
    from officebot.testing.box import OfficeInABox


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[EmbeddedOffice]:
    """Fresh mail and calendar servers with one mailbox, for one test."""
    with EmbeddedOffice(tmp_path / "servers") as office:
        yield office


@pytest.fixture
def virtual_clock() -> VirtualClock:
    """A clock that shows Monday 23 November 2026, 08:00 in Paris, and stands still."""
    return VirtualClock(datetime(2026, 11, 23, 7, 0, tzinfo=UTC))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[OfficeInABox]:
    """A whole office for one test: `officebot.testing.box` says what it can do."""
    # All of officebot, which tests of something small need not import.
    from officebot.testing.box import OfficeInABox

    with OfficeInABox(tmp_path) as box:
        yield box
