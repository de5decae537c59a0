"""What the tests of pages share: one Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.web.chromium import running_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium for a module; each test opens windows of its own.

    Not for the whole session: what drives it keeps an event loop in this thread, beside which no other test could run one.
    """
    with running_chromium() as browser:
        yield browser
