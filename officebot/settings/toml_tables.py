"""Whole tables put at the end of a TOML file and taken out again, every other letter of it as people wrote it. Pure.

A table that is taken out leaves the file as it was before it was put there. What stands above the next table's head
belongs to that one, and stays.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str, ...]


def with_table(text: str, at: Path, values: Mapping[str, Any]) -> str:
    """The file with one more table at its end; one that stands there already is for others to change."""
    import tomlkit

    made = tomlkit.document()
    for key, value in values.items():
        made[key] = list(value) if isinstance(value, tuple) else value
    head = ".".join(tomlkit.key(one).as_string() for one in at)
    between = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    return f"{text}{between}[{head}]\n{tomlkit.dumps(made)}"


def without_table(text: str, at: Path) -> str:
    """The file without this table and those below it."""
    # Not splitlines: a string may hold signs that it takes for ends of lines.
    lines = text.split("\n")
    heads = [(number, path) for number, line in enumerate(lines) if (path := _head(line)) is not None]
    ends = [*[number for number, _ in heads][1:], len(lines)]
    gone: set[int] = set()
    for (first, path), end in zip(heads, ends, strict=False):
        if path[: len(at)] == at:
            gone |= set(range(_blank_before(lines, first, gone), _last_of(lines, first, end) + 1))
    return "\n".join(line for number, line in enumerate(lines) if number not in gone)


def _head(line: str) -> Path | None:
    """The keys of a table's head; None for any other line."""
    plain = line.strip()
    if not plain.startswith("["):
        return None
    try:
        table: Any = tomllib.loads(plain)
    except tomllib.TOMLDecodeError:
        return None
    keys: list[str] = []
    while isinstance(table, dict) and len(table) == 1:
        ((key, table),) = table.items()
        keys.append(key)
    return tuple(keys)


def _last_of(lines: Sequence[str], first: int, end: int) -> int:
    """The last line of a table's own: what follows it, blank or a comment, is about what comes next."""
    last = end - 1
    while last > first and (not lines[last].strip() or lines[last].lstrip().startswith("#")):
        last -= 1
    return last


def _blank_before(lines: Sequence[str], first: int, gone: set[int]) -> int:
    above = first - 1
    return above if above >= 0 and above not in gone and not lines[above].strip() else first
