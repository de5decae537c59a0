"""The sentences that Python sources say, read from their code: for translations, and for who checks them. Pure."""

from __future__ import annotations

import ast
import gc
import string
from collections.abc import Iterator

#: How many sentences stand first in a call: `counted` has one for one thing, and one for several.
SAYING = {"say": 1, "Text": 1, "counted": 2}


def said_in(code: str) -> Iterator[str]:
    """The literals that stand first in `say(…)`, `Text(…)` and `counted(…, …)`, each of both in `say(a if b else c)`,
    and the descriptions of settings.

    Of a name in that place, all literals that the file gives to it. Raises SyntaxError.
    """
    tree = parsed(code)
    given: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                given.setdefault(name_of(target), []).extend(literals(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            # What a setting means is read on its form.
            if name_of(node.func) == "Field":
                yield from (
                    found for one in node.keywords if one.arg == "description" for found in literals(one.value)
                )
            for argument in node.args[: SAYING.get(name_of(node.func), 0)]:
                yield from given.get(argument.id, []) if isinstance(argument, ast.Name) else literals(argument)


def counted_in(code: str) -> Iterator[str]:
    """The sentences of `counted(…, …)`: those that a number may stand in before a plural."""
    for node in ast.walk(parsed(code)):
        if isinstance(node, ast.Call) and name_of(node.func) == "counted":
            yield from (literal for argument in node.args[:2] for literal in literals(argument))


def parsed(code: str) -> ast.Module:
    """The code as a tree. No garbage is collected meanwhile: where something listens to that, Python 3.11 loses count of how
    deep it is, and gives up.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        return ast.parse(code)
    finally:
        if was_on:
            gc.enable()


def has_words(sentence: str) -> bool:
    """Whether there is anything to translate besides names of places and punctuation; quotation marks differ, too."""
    try:
        parts = list(string.Formatter().parse(sentence))
    except ValueError:
        return True
    return any(letter.isalpha() or letter in "“”" for literal, *_ in parts for letter in literal)


def name_of(function: ast.expr) -> str:
    """The last word of what is called or named: `say` of `texts.say`."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def literals(argument: ast.expr) -> Iterator[str]:
    """The texts that an expression may be, where it says so by itself."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from literals(argument.body)
        yield from literals(argument.orelse)
