"""Fixtures shared by all tests: mailboxes on real servers."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from officebot.testing.dovecot import Dovecot, DovecotUser, is_installed, running_dovecot

pytest_plugins = ["officebot.testing.fixtures"]


@pytest.fixture(scope="session")
def dovecot_server() -> Iterator[Dovecot]:
    """One Dovecot for the whole test session; a failure in CI where it is missing, a loud skip elsewhere."""
    if not is_installed():
        reason = "Debian's dovecot-imapd is missing, or this user may not start it (root is needed)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with running_dovecot() as server:
        yield server


@pytest.fixture
def dovecot(dovecot_server: Dovecot) -> DovecotUser:
    """An empty mailbox on a real Dovecot, for one test."""
    return dovecot_server.user()
