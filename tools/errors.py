"""Finds every sentence that officebot says about something wrong, for docs/reference/errors.md."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import translations

ROOT = Path(__file__).parents[1]
_ERRORS_HEAD = """\
# Every error

What officebot says when something is wrong, in English and French, and where in the sources it is said. `{places}` are
filled in. What is between typographic quotes is what was read. This page is written from the sources by
`python tools/reference.py`.

The command line puts `officebot:` before each and ends with 1; nothing that is said here loses anything: what can be done
goes on, and what could not be done is tried again, listed, or asked about.
"""
_PARTS = {
    "settings": "In the settings",
    "cli": "At the command line",
    "app": "Opening and serving an office",
    "engine": "Deciding and acting",
    "connectors": "Mail servers, mails and documents",
    "duties": "Duties",
    "sdk": "The interface of plugins",
    "isolation": "Plugins in a process of their own",
    "plugins": "What is done with plugins",
    "core": "Schedules, calendars and invitations",
    "web": "The page in the browser",
    "testing": "The sample office's servers",
}

_TELLING = frozenset(
    {"UserError", "Unavailable", "Problem", "Wrong", "Failed", "Retry", "Uncertain", "Unreadable", "TakenOver", "Work",
     "Finding", "add", "at", "listed", "_run", "_Run", "tell_problem", "Refused", "MissingFolder", "UnsafeArgument",
     "NotDone", "MailFile", "NotATime", "Doubt"}
)  # fmt: skip
_DOUBTING = ("_cannot", "_refus", "_not_", "_too_")
_WELL = frozenset({"{count} enabled", "{count} message", "{count} messages"})
_NOT_ERRORS = (
    "officebot/cli/table.py",
    "officebot/settings/new.py",
    "officebot/testing/company",
    "officebot/web/pages",
)


def errors_page() -> str:
    """The whole of docs/reference/errors.md."""
    french = translations.translations(translations.catalogue())
    found = sentences()
    parts = [_ERRORS_HEAD]
    for folder, title in _PARTS.items():
        rows = [(said, place) for said, place in found.items() if Path(place).parts[1] == folder]
        if not rows:
            continue
        parts.append(f"## {title}\n\n| English | French | said in |\n|---|---|---|")
        parts += [
            f"| {cell(said)} | {cell(french.get(said, ''))} | `{place.removeprefix('officebot/')}` |"
            for said, place in rows
        ]
        parts.append("")
    return "\n".join(parts)


@cache
def sentences() -> dict[str, str]:
    """Every sentence said about something that is wrong, with the file that says it first."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "officebot").rglob("*.py")):
        place = str(path.relative_to(ROOT))
        if place.startswith(_NOT_ERRORS):
            continue
        for said in errors_in(path.read_text("utf-8")):
            if translations.has_words(said) and " " in said and said not in _WELL:
                found.setdefault(said, place)
    return found


def errors_in(code: str) -> list[str]:
    """The sentences of a module that are raised, or handed to what stands for a failure, also by a detour.

    The detours: a variable of the same function, and functions of the module whose Text is raised or handed on.
    """
    tree = ast.parse(code)
    functions = {one.name: one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
    trees: list[ast.AST] = [one for one in ast.walk(tree) if _is_telling(one)]
    seen: set[str] = set()
    found: dict[str, None] = {}
    while trees:
        part = trees.pop(0)
        found |= dict.fromkeys(_said(part))
        for name in sorted({_called(one) for one in ast.walk(part)} - seen - {""}):
            seen.add(name)
            if name in functions and _gives_text(functions[name]):
                trees += functions[name].body
        for owner in functions.values():
            if any(inner is part for inner in ast.walk(owner)):
                trees += _assigned(owner, part, seen)
    return list(found)


def _is_telling(node: ast.AST) -> bool:
    if isinstance(node, ast.Raise | ast.ExceptHandler):
        return True
    if isinstance(node, ast.FunctionDef):
        return node.name.startswith(_DOUBTING)
    if isinstance(node, ast.Assign):
        return any(isinstance(to, ast.Attribute) and to.attr == "kept" for to in node.targets)
    if not isinstance(node, ast.Call):
        return False
    return _name(node.func) in _TELLING or (
        _name(node.func) == "Answer" and bool(node.args) and _is_false(node.args[0])
    )


def _is_false(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Constant) and argument.value is False


def _called(node: ast.AST) -> str:
    return _name(node.func) if isinstance(node, ast.Call) else ""


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _gives_text(function: ast.FunctionDef) -> bool:
    given = ast.unparse(function.returns) if function.returns else ""
    return "Text" in given or given in ("UserError", "Problem", "Unavailable")


def _assigned(owner: ast.FunctionDef, part: ast.AST, seen: set[str]) -> Iterator[ast.AST]:
    """The values of the variables that a part of a function names."""
    names = {one.id for one in ast.walk(part) if isinstance(one, ast.Name)}
    for one in ast.walk(owner):
        if isinstance(one, ast.Assign) and any(isinstance(to, ast.Name) and to.id in names for to in one.targets):
            mark = f"{owner.name}:{one.lineno}"
            if mark not in seen:
                seen.add(mark)
                yield one


def _said(part: ast.AST) -> Iterator[str]:
    for node in ast.walk(part):
        if isinstance(node, ast.Call) and _name(node.func) in ("say", "Text", "counted"):
            for argument in node.args[: 2 if _name(node.func) == "counted" else 1]:
                yield from _literals(argument)
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and _is_sentence(node.targets):
            yield from _literals(node.value)


def _is_sentence(targets: list[ast.expr]) -> bool:
    return any(isinstance(one, ast.Name) and one.id == "sentence" for one in targets)


def _literals(argument: ast.expr) -> Iterator[str]:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from _literals(argument.body)
        yield from _literals(argument.orelse)


def cell(words: str) -> str:
    """The words as a cell of a Markdown table."""
    return words.replace("|", "\\|").replace("\n", " ")
