"""Follows a page as its reader does: runs its commands, and puts its blocks where they belong in the files it names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import tomlkit

_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ENTRY = re.compile(r'^msgid (".*")\nmsgstr (".*")$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a page: its language, the file that it belongs to ("" for commands), its lines."""

    language: str
    file: str
    text: str


def blocks(page: str) -> Iterator[Block]:
    """The blocks of a page, in their order."""
    return (Block(found[1], found[2] or "", found[3]) for found in _BLOCK.finditer(page))


def follow(folder: Path, block: Block) -> None:
    """Put a block into its file."""
    path = folder / block.file
    before = path.read_text("utf-8")
    into = {"python": _into_python, "toml": _into_toml, "po": _into_catalogue}[block.language]
    path.write_text(into(before, block.text), "utf-8")


def added(before: str, after: str) -> list[str]:
    """The lines that somebody wrote to make the one of the other, without the empty ones."""
    old, new = before.splitlines(), after.splitlines()
    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [
        line for kind, _, _, first, last in changes if kind != "equal" for line in new[first:last] if line.strip()
    ]


# ── Python ────────────────────────────────────────────────────────────────────────────────────────────────


def _into_python(before: str, block: str) -> str:
    for node in ast.parse(block).body:
        before = _put(before, node, _source(block, node))
    return before


def _put(before: str, node: ast.stmt, source: str) -> str:
    lines = before.splitlines()
    there = next((one for one in ast.parse(before).body if _name(one) == _name(node)), None)
    if (
        isinstance(node, ast.ClassDef)
        and there is not None
        and all(isinstance(one, ast.AnnAssign) for one in node.body)
    ):
        assert there.end_lineno is not None
        lines[there.end_lineno : there.end_lineno] = source.splitlines()[1:]
    elif there is not None:
        assert there.end_lineno is not None
        lines[_first(there, lines) : there.end_lineno] = source.splitlines()
    else:
        at = _place(before, node, lines)
        lines[at:at] = [*source.splitlines(), *([] if _is_import(node) else ["", ""])]
    return "\n".join(lines) + "\n"


def _name(node: ast.stmt) -> str:
    match node:
        case ast.FunctionDef() | ast.ClassDef():
            return node.name
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name
    return ast.unparse(node)


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def _first(node: ast.stmt, lines: list[str]) -> int:
    """Where it begins, its decorators and the comments above it counted, from 0."""
    decorators = getattr(node, "decorator_list", [])
    at = min([node.lineno, *(one.lineno for one in decorators)]) - 1
    while at and lines[at - 1].startswith("#"):
        at -= 1
    return at


def _source(block: str, node: ast.stmt) -> str:
    lines = block.splitlines()
    return "\n".join(lines[_first(node, lines) : node.end_lineno])


def _place(before: str, node: ast.stmt, lines: list[str]) -> int:
    """Where something new is put: an import after the first one, anything else before the first class or function."""
    body = ast.parse(before).body
    if _is_import(node):
        return next(one.end_lineno for one in body if _is_import(one) and one.end_lineno is not None)
    return next(_first(one, lines) for one in body if isinstance(one, ast.ClassDef | ast.FunctionDef))


# ── TOML and catalogues ───────────────────────────────────────────────────────────────────────────────────


def _into_toml(before: str, block: str) -> str:
    document = tomlkit.parse(before)
    _merge(document, tomlkit.parse(block))
    return tomlkit.dumps(document)


def _merge(into: MutableMapping[str, Any], wanted: Mapping[str, Any]) -> None:
    for name, value in wanted.items():
        if isinstance(value, Mapping) and name in into:
            _merge(into[name], value)
        else:
            into[name] = value


def _into_catalogue(before: str, block: str) -> str:
    for entry in _ENTRY.finditer(block):
        known = re.search(rf"^msgid {re.escape(entry[1])}\nmsgstr .*$", before, re.MULTILINE)
        if known is not None:
            before = before[: known.start()] + entry[0] + before[known.end() :]
        else:
            before = f"{before.rstrip()}\n\n{entry[0]}\n"
    return before
