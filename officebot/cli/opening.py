"""The office that a command works on."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from officebot.app import App
    from officebot.cli.root import Called


def called() -> Called:
    """How officebot was called."""
    found: Called = click.get_current_context().obj
    return found


@contextmanager
def opened(role: str = "cli", at: str = "") -> Iterator[App]:
    """The office named by `--office`, closed at the end; it lives at the local time `at`, where given.

    Raises UserError with all that is wrong with it, and where nobody is called as `--as` says, or gave no delegation:
    also for commands that only show something.
    """
    from officebot.app import App

    # What the service writes into its log is no business of whoever typed a command: they get sentences.
    logging.getLogger("officebot").addHandler(logging.NullHandler())
    principal = called().principal
    with App(Path(called().folder), role=role, at=at) as app:
        if principal is not None:
            app.answer(principal)
        yield app
