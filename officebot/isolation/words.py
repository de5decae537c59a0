"""Sentences and words that come from a plugin's process: shown, stored, and never more than words.

A sentence's source is filled by `str.format_map`: a place such as `{a.b}` or `{a:>99999999}` would reach into officebot or
eat its memory. Only plain places are let through, and no sign that steers a terminal or turns the reading direction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from string import Formatter
from typing import Any

from officebot.core.expressions import expression
from officebot.core.text import Text, Value, visible

#: So long a sentence may be, and what fills one of its places; so many places it has.
_LONGEST_SOURCE, _LONGEST_VALUE, _MOST_VALUES, _DEEPEST = 4_000, 20_000, 40, 4


_PLACE = expression(r"[A-Za-z0-9_.<>-]{1,60}:[0-9]{1,6} [A-Za-z0-9_.<>]{1,60}")


class BadShape(ValueError):
    """What a plugin's process said is not what it was asked for."""


def checked_text(stored: Mapping[str, Any]) -> Text:
    """The sentence that was written by `Text.to_json`, without what could do harm. Raises BadShape."""
    return _checked(Text.from_json(stored), 0)


def _checked(text: Text, depth: int) -> Text:
    if depth > _DEEPEST or len(text.values) > _MOST_VALUES:
        raise BadShape("a sentence that is nested too deeply")
    values: list[tuple[str, Value]] = []
    for name, value in text.values:
        if not name.isidentifier() or len(name) > 60:
            raise BadShape("a sentence with a place that has no plain name")
        values.append((name, _value(value, depth)))
    return replace(text, source=_source(text.source), values=tuple(values), several=_source(text.several))


def _source(source: str) -> str:
    if len(source) > _LONGEST_SOURCE:
        raise BadShape("a sentence without end")
    try:
        places = list(Formatter().parse(source))
    except ValueError:
        raise BadShape("a sentence with a brace that is never closed") from None
    for _, name, spec, conversion in places:
        if name is not None and (not name.isidentifier() or spec or conversion):
            raise BadShape("a sentence with a place that has no plain name")
    return clean(source)


def _value(value: Value, depth: int) -> Value:
    if isinstance(value, Text):
        return _checked(value, depth + 1)
    if isinstance(value, str):
        return _cut(value)
    if isinstance(value, list):
        return [_cut(one) for one in value[:_MOST_VALUES]]
    if isinstance(value, int) and abs(value) > 10**30:
        raise BadShape("a number without end")
    return value


def _cut(words: str) -> str:
    words.encode()
    return words if len(words) <= _LONGEST_VALUE else words[:_LONGEST_VALUE] + "…"


def clean(words: str) -> str:
    """The words without what steers a terminal; the sign for a number to come stays, it is looked at elsewhere."""
    words.encode()
    return visible(words)


def places_in(told: Any) -> list[str]:
    """Where an exception of a plugin passed, as a log may hold it: "file.py:12 function", at most twenty, nothing else."""
    found = told if isinstance(told, list) else []
    return [one for one in found[-20:] if isinstance(one, str) and _PLACE.fullmatch(one)]
