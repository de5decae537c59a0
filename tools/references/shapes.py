"""How classes and functions of the code read on a page: signatures, fields, docstrings."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

_LONG = re.compile(r"\b(?:[a-z_]+\.)+(?=[A-Z])|\bdatetime\.(?=date|time)|~")
_AHEAD = re.compile(r"'([A-Z]\w*|datetime)'")


def about(thing: Any) -> str:
    """The whole docstring as Markdown; nothing for one that Python wrote itself."""
    text = inspect.getdoc(thing) or ""
    return "" if text.startswith(f"{getattr(thing, '__name__', '')}(") else text


def first(thing: Any) -> str:
    """The first paragraph of the docstring in one line."""
    return " ".join(about(thing).partition("\n\n")[0].split())


def cell(words: str) -> str:
    """Words that stand in a table's cell."""
    return " ".join(words.split()).replace("|", "\\|")


def hint(annotation: Any) -> str:
    """A type as an author writes it."""
    if annotation is inspect.Parameter.empty:
        return ""
    words = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return _AHEAD.sub(r"\1", _LONG.sub("", words)).replace("typing.", "").replace("NoneType", "None")


def fields(cls: type) -> Iterator[tuple[str, str, str]]:
    """Name, type and default of each field of a dataclass; "" where one must be given."""
    for one in dataclasses.fields(cls):
        yield one.name, hint(one.type), _default(one)


def table(cls: type) -> str:
    """The fields of a dataclass as a table; nothing for a class without any."""
    rows = [
        f"| `{name}` | `{cell(said)}` | {f'`{cell(default)}`' if default else '**needed**'} |"
        for name, said, default in (fields(cls) if dataclasses.is_dataclass(cls) else ())
    ]
    return "\n".join(["| field | type | default |", "|---|---|---|", *rows]) + "\n" if rows else ""


def _default(one: dataclasses.Field[Any]) -> str:
    if one.default is not dataclasses.MISSING:
        return _value(one.default)
    if one.default_factory is not dataclasses.MISSING:
        return _value(one.default_factory())
    return ""


def _value(value: Any) -> str:
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, frozenset) and value:
        return f"frozenset({{{', '.join(sorted(map(repr, value)))}}})"
    plain = isinstance(value, (str, int, float, bool, tuple, dict, frozenset, type(None)))
    return repr(value) if plain else f"{type(value).__name__}()" if "Text" in type(value).__name__ else "…"


def signature(name: str, function: Any) -> str:
    """`name(argument: type = …) -> type`, as it is called: without self."""
    found = inspect.signature(function)
    kept = [
        one.replace(annotation=one.annotation) for one in found.parameters.values() if one.name not in ("self", "cls")
    ]
    parts, starred = [], False
    for one in kept:
        if one.kind is inspect.Parameter.KEYWORD_ONLY and not starred:
            parts.append("*")
            starred = True
        star = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}.get(one.kind, "")
        starred = starred or star == "*"
        told = hint(one.annotation)
        default = "" if one.default is inspect.Parameter.empty else f" = {_value(one.default)}"
        parts.append(f"{star}{one.name}{f': {told}' if told else ''}{default}")
    back = hint(found.return_annotation)
    return f"{name}({', '.join(parts)}){f' -> {back}' if back else ''}"


def methods(cls: type) -> Iterator[tuple[str, Any]]:
    """What a class itself lets one call or read, by name, in the order of its source."""
    for name, member in vars(cls).items():
        if name.startswith("_"):
            continue
        plain = member.__func__ if isinstance(member, (staticmethod, classmethod)) else member
        if inspect.isfunction(plain) or isinstance(plain, property):
            yield name, plain
