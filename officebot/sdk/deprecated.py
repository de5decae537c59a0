"""What of the SDK is on its way out: since when, until when, and the edit that a plugin's author makes.

A deprecated name lives two minor versions: deprecated in 1.1, it works in 1.1 and in 1.2, and is gone in 1.3. Whoever uses
it meanwhile gets a DeprecationWarning that says the edit.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from officebot.sdk.version import VERSION, parts_of

P = ParamSpec("P")
R = TypeVar("R")
#: How many minor versions a deprecated name works, that of its deprecation among them.
LIVES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecated:
    """One name on its way out. `name` is as authors write it: "Old", "Office.old", "Office.mails(old=)".

    `since` is the version that deprecated it; `home` is where `replacement` is found ("officebot.core.x"), for a name of
    the module; `edit` says in one English sentence what to change: it is shown in a warning, beside code.
    """

    name: str
    since: str
    replacement: str
    edit: str
    home: str = ""

    @property
    def gone_in(self) -> str:
        """The version that no longer has it."""
        major, minor = parts_of(self.since) or (0, 0)
        return f"{major}.{minor + LIVES}"

    @property
    def warning(self) -> str:
        """What the author reads: what, since when, until when, and the edit."""
        return (
            f"{self.name} of officebot.sdk is deprecated since {self.since} and gone in {self.gone_in}: "
            f"use {self.replacement}. {self.edit}"
        )

    def warn(self, levels: int = 2) -> None:
        """Say so to whoever called so many levels above."""
        warnings.warn(self.warning, DeprecationWarning, stacklevel=levels + 1)


#: Every name on its way out. Nothing of 1.0 is.
DEPRECATED: tuple[Deprecated, ...] = ()


def by_name(table: Iterable[Deprecated]) -> Mapping[str, Deprecated]:
    """The entries by their names."""
    return {one.name: one for one in table}


def overdue(table: Iterable[Deprecated], version: str = VERSION) -> list[Deprecated]:
    """Those that this version must no longer have: a release with one of them fails its tests."""
    here = parts_of(version) or (0, 0)
    return [one for one in table if (parts_of(one.gone_in) or (0, 0)) <= here]


def renamed_argument(entry: Deprecated, old: str, new: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """For a function whose keyword argument has a new name: the old one still works, and warns."""

    def decorated(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def called(*args: P.args, **kwargs: P.kwargs) -> R:
            if old in kwargs:
                entry.warn()
                if new in kwargs:
                    raise TypeError(f"{entry.name}: both {old} and {new} are given")
                kwargs[new] = kwargs.pop(old)
            return function(*args, **kwargs)

        return called

    return decorated


def renamed(entry: Deprecated, function: Callable[P, R]) -> Callable[P, R]:
    """The function or method under its old name: `old = renamed(ENTRY, new)`. It does the same, and warns."""

    @wraps(function)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        entry.warn()
        return function(*args, **kwargs)

    return called


def looked_up(name: str, table: Mapping[str, Deprecated], version: str = VERSION, levels: int = 3) -> Any:
    """What stands for a deprecated name of the module, after a warning. Raises AttributeError for any other name.

    `levels` is how far above the import stands: this function is called by the module's `__getattr__`.
    """
    entry = table.get(name)
    if entry is None or not entry.home or overdue([entry], version):
        raise AttributeError(f"module 'officebot.sdk' has no attribute {name!r}")
    from importlib import import_module

    entry.warn(levels)
    return getattr(import_module(entry.home), entry.replacement)
