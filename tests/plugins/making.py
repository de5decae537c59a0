"""New plugins for tests: rendered into folders, and looked at by the tools that an author has."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from officebot.plugins.making import PARTS, Wishes, names_of, rendered, write_plugin
from officebot.plugins.making.rendering import Part

#: Every choice of parts, from none to all.
CHOICES: tuple[frozenset[Part], ...] = tuple(
    frozenset(chosen) for count in range(len(PARTS) + 1) for chosen in combinations(PARTS, count)
)


def name_of(parts: frozenset[Part]) -> str:
    """A plugin's name that says what it has: `plain-duty`, `with-action-panel`."""
    return "-".join(["with", *sorted(parts)]) if parts else "plain-duty"


def wishes(parts: frozenset[Part] = frozenset(), name: str = "", title: str = "Parcels") -> Wishes:
    """What somebody wishes who answers nothing but the name."""
    return Wishes(
        names=names_of(name or name_of(parts)), title=title, title_fr="Colis", parts=parts, year=2026, author="Ann"
    )


def made(folder: Path, choices: tuple[frozenset[Part], ...] = CHOICES) -> list[Path]:
    """Plugins with these choices of parts, each in a folder of its own."""
    return list(_made(folder, choices))


def _made(folder: Path, choices: tuple[frozenset[Part], ...]) -> Iterator[Path]:
    for parts in choices:
        target = folder / name_of(parts)
        write_plugin(target, rendered(wishes(parts)))
        yield target


def tool(folder: Path, *words: str, seconds: float = 400) -> str:
    """What a tool of Python's says in this folder. Raises AssertionError where it is not content."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    ended = subprocess.run(
        [sys.executable, "-m", *words], cwd=folder, capture_output=True, text=True, timeout=seconds, check=False,
        env={**kept, "LANGUAGE": "en"},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout
