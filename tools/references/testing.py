"""The page about what plugin authors test with: the office in a box, workbooks of rows, the clock, trials, fixtures."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from officebot.testing import books, box, clock, fixtures, trials
from references import interface, shapes

_HEAD = """\
# What plugin authors test with

`officebot.testing` comes with officebot: what its own tests and its sample office use. How it goes together is told in
[how to test a duty](../how-to/test-a-duty.md). This page is written from the sources by `python tools/reference.py`.

## Fixtures of pytest

`pytest_plugins = ["officebot.testing.fixtures"]` in the tests' `conftest.py` gives:

| fixture | gives |
|---|---|
"""
#: What authors import, by module.
NAMES: dict[Any, tuple[str, ...]] = {
    box: ("OfficeInABox", "DutyFailed"),
    books: ("book",),
    clock: ("VirtualClock",),
    trials: ("Trial",),
}


def page() -> str:
    """The whole of docs/reference/testing.md."""
    rows = [f"| `{name}` | {shapes.cell(told)} |" for name, told in fixture_names().items()]
    return _HEAD + "\n".join([*rows, "", *_modules()])


def fixture_names() -> dict[str, str]:
    """The fixtures that authors get, with what each gives."""
    found = {}
    for name, one in vars(fixtures).items():
        plain = inspect.unwrap(getattr(one, "__wrapped__", one)) if callable(one) else one
        if getattr(plain, "__module__", "") == fixtures.__name__ and inspect.isfunction(plain):
            found[name] = shapes.about(plain)
    return found


def _modules() -> Iterator[str]:
    for module, names in NAMES.items():
        yield f"## `{module.__name__}`\n\n{shapes.about(module)}\n"
        for name in names:
            yield from interface.entry(name, getattr(module, name))
