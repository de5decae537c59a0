"""A plugin stands on the SDK alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from officebot.core.text import quoted, say
from officebot.plugins.checking.model import Found, Grade, Rule, failed_by
from officebot.plugins.checking.subject import Source, Subject
from officebot.sdk import deprecated

_ALLOWED = ("officebot.sdk",)


def imports_the_sdk_only(subject: Subject) -> Found:
    """Of officebot it imports `officebot.sdk` and what is in it, and nothing else."""
    return failed_by([
        say("{file}:{line}: it imports {name}.", file=source.path, line=line, name=name)
        for source in subject.sources
        for line, name in _imported(source)
        if name.partition(".")[0] == "officebot" and not any(name == one or name.startswith(f"{one}.") for one in _ALLOWED)
    ])  # fmt: skip


def uses_nothing_deprecated(subject: Subject) -> Found:
    """It uses no name of the SDK that is on its way out."""
    leaving = deprecated.by_name(deprecated.DEPRECATED)
    return failed_by([
        say("{file}:{line}: {name} is gone in version {version} of the SDK: {edit}", file=source.path, line=line, name=name,
            version=leaving[name].gone_in, edit=quoted(leaving[name].edit))
        for source in subject.sources
        for line, name in _named(source)
        if name in leaving
    ])  # fmt: skip


def _named(source: Source) -> Iterator[tuple[int, str]]:
    """The names that a file takes from the SDK, and the methods it calls on what it calls `office`, as "Office.mails"."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and node.module == "officebot.sdk":
            yield from ((node.lineno, one.name) for one in node.names)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "office":
            yield node.lineno, f"Office.{node.attr}"


def _imported(source: Source) -> Iterator[tuple[int, str]]:
    """The modules that a file imports, also inside functions and by their name as text."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, one.name) for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            if node.module == "officebot":
                yield from ((node.lineno, f"officebot.{one.name}") for one in node.names)
            else:
                yield node.lineno, node.module
        elif isinstance(node, ast.Call) and _is_import(node.func) and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield node.lineno, first.value


def _is_import(function: ast.expr) -> bool:
    name = (
        function.id
        if isinstance(function, ast.Name)
        else function.attr
        if isinstance(function, ast.Attribute)
        else ""
    )
    return name in ("import_module", "__import__")


RULES = (
    Rule(
        id="sdk-only",
        grade=Grade.BRONZE,
        asks=say("Of officebot it imports the SDK only."),
        why=say("The SDK is what stays the same from version to version; the rest may move any day."),
        mend=say("Import the name from “officebot.sdk”; where it is missing there, ask for it."),
        look=imports_the_sdk_only,
    ),
    Rule(
        id="up-to-date",
        grade=Grade.GOLD,
        asks=say("It uses no name of the SDK that is on its way out."),
        why=say("What is deprecated works for two minor versions, and then stops."),
        mend=say("Make the edit that is said beside each name."),
        look=uses_nothing_deprecated,
    ),
)
