"""What pydantic found wrong, as problems that a person understands: where, what was read, what is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from tomllib import TOMLDecodeError
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from officebot.core.expressions import expression
from officebot.core.known import closest
from officebot.core.problems import Problem
from officebot.core.text import Text, say
from officebot.settings.fields import Wrong
from officebot.settings.toml_words import not_toml

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

_LONGEST_SHOWN = 120
_AT_LINE = expression(r"(.*) \(at line (\d+), column (\d+)\)", re.DOTALL)


def problems_of(
    error: ValidationError, model: type[BaseModel], file: str, under: Sequence[str | int] = ()
) -> list[Problem]:
    """One problem for each error, placed as "office.toml: mail.accounts.desk.port" (entries count from 1)."""
    return [
        Problem(where=place(file, (*under, *details["loc"])), what=in_one_line(_sentence(details, model)))
        for details in error.errors(include_url=False)
    ]


def place(file: str, keys: Iterable[str | int]) -> str:
    """Where a setting stands: `place("office.toml", ("policy", 0, "then"))` is "office.toml: policy[1].then"."""
    dotted = ""
    for key in keys:
        if isinstance(key, int):
            dotted += f"[{key + 1}]"
        elif key != "[key]":
            dotted += f".{_shown(key)}" if dotted else _shown(key)
    return f"{file}: {dotted}" if dotted else file


def in_one_line(sentence: Text) -> Text:
    """The sentence with what was read cut short and free of line breaks, so that a problem stays one line."""
    values = ((name, _shown(value) if isinstance(value, str) else value) for name, value in sentence.values)
    return replace(sentence, values=tuple(values))


def syntax_problem(file: str, error: TOMLDecodeError) -> Problem:
    """Where a file stops being TOML, and how."""
    found = _AT_LINE.fullmatch(str(error))
    if found is None:
        return Problem(where=file, what=say("The file is not valid TOML: {why}.", why=not_toml(str(error))))
    what = say("The file is not valid TOML from here on: {why}.", why=not_toml(found[1]))
    at = say("line {line}, column {column}", line=found[2], column=found[3])
    return Problem(where=file, at=at, what=what)


def nested_too_deeply() -> Text:
    """What is said of a file whose brackets stand in each other so often that nobody can have meant it."""
    return say("The file is nested too deeply: look for a bracket that was opened again and again.")


def unknown(key: str, known: Iterable[str]) -> Text:
    """The sentence about a key that nobody knows, with the one that was probably meant."""
    known = sorted(known)
    near = closest(key, known)
    if near:
        return say("This key is unknown: did you mean {near}?", near=near)
    return say("This key is unknown: take it out, or write one of {known}.", known=known)


def _sentence(details: ErrorDetails, model: type[BaseModel]) -> Text:
    context: Mapping[str, Any] = details.get("ctx", {})
    read, error = details["input"], context.get("error")
    if isinstance(error, Wrong):
        return error.what
    match details["type"]:
        case "extra_forbidden":
            return unknown(str(details["loc"][-1]), _keys_beside(model, details["loc"]))
        case "missing":
            return say("This is missing: write it.")
        case "literal_error" | "enum":
            return say("“{read}” is not allowed here: write {allowed}.", read=_shown(read), allowed=_allowed(context))
        case "greater_than_equal" | "less_than_equal" | "greater_than" | "less_than":
            bound = next(value for name, value in context.items() if name in ("ge", "le", "gt", "lt"))
            return _out_of_bounds(details["type"], _shown(read), str(bound))
        case "string_pattern_mismatch":
            return say("“{read}” does not have the form that is needed here.", read=_shown(read))
        case "string_too_long" | "too_long":
            return say("This is too long: write at most {most}.", most=str(context.get("max_length", "")))
        case "string_too_short" | "too_short":
            return say("This is empty: fill it in.")
    expected = _EXPECTED.get(details["type"].rpartition("_")[0])
    if expected is not None:
        return say("{read} was read where {expected} is expected.", read=_kind(read), expected=expected)
    return say("This value is not allowed: {why}.", why=details["msg"])


def _out_of_bounds(kind: str, read: str, bound: str) -> Text:
    if kind == "greater_than_equal":
        return say("{read} is too small: write {bound} or more.", read=read, bound=bound)
    if kind == "less_than_equal":
        return say("{read} is too large: write {bound} or less.", read=read, bound=bound)
    if kind == "greater_than":
        return say("{read} is too small: write more than {bound}.", read=read, bound=bound)
    return say("{read} is too large: write less than {bound}.", read=read, bound=bound)


def _allowed(context: Mapping[str, Any]) -> str:
    return str(context.get("expected", "")).replace("'", '"').replace(" or ", ", ")


_EXPECTED = {
    "string": say("a text in quotes"),
    "int": say("a whole number"),
    "int_from": say("a whole number"),
    "float": say("a number"),
    "decimal": say("an amount"),
    "bool": say("true or false"),
    "tuple": say("a list in [ ]"),
    "list": say("a list in [ ]"),
    "set": say("a list in [ ]"),
    "frozen_set": say("a list in [ ]"),
    "dict": say("a table"),
    "mapping": say("a table"),
    "model": say("a table"),
    "model_attributes": say("a table"),
    "date": say("a day, as 2026-12-24"),
    "date_from_datetime": say("a day, as 2026-12-24"),
    "time": say("a time, as 09:00"),
    "is_instance": say("something else"),
    "is_instance_of": say("something else"),
}


def _kind(read: Any) -> Text:
    """What was read, by its kind only: a misplaced value may be a secret."""
    if isinstance(read, bool):
        return say("true or false")
    if isinstance(read, int | float):
        return say("a number")
    if isinstance(read, str):
        return say("a text in quotes")
    if isinstance(read, Mapping):
        return say("a table")
    if isinstance(read, list | tuple):
        return say("a list in [ ]")
    return say("a date or time")


def _shown(read: object) -> str:
    words = str(read)
    words = "".join(letter if letter.isprintable() else "�" for letter in words)
    return words if len(words) <= _LONGEST_SHOWN else words[:_LONGEST_SHOWN] + "…"


def _keys_beside(model: type[BaseModel], location: Sequence[str | int]) -> Iterable[str]:
    """The keys that the table around this place knows."""
    found: Any = model
    for key in location[:-1]:
        if fields := getattr(found, "model_fields", None):
            found = fields[key].annotation if key in fields else None
        elif get_origin(found) in (dict, list, tuple):
            found = next((part for part in reversed(get_args(found)) if part is not ...), None)
        found = _without_none(found)
    return list(getattr(found, "model_fields", ()))


def _without_none(annotation: Any) -> Any:
    """`Model` for `Model | None` and for `Annotated[Model, …]`."""
    if get_origin(annotation) is Annotated:
        return _without_none(get_args(annotation)[0])
    parts = [part for part in get_args(annotation) if part is not NoneType]
    return parts[0] if get_origin(annotation) in (Union, UnionType) and len(parts) == 1 else annotation
