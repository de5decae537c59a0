"""Expressions that are made at their first use: they find what compiled ones find, and none of the package is broken."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import officebot
from officebot.core.expressions import Expression, expression


def test_it_finds_what_a_compiled_one_finds() -> None:
    ours, theirs = expression(r"(?P<day>\d+)\.\d", re.IGNORECASE), re.compile(r"(?P<day>\d+)\.\d", re.IGNORECASE)
    text = "1.2 and 33.4"
    assert [one.span() for one in ours.finditer(text)] == [one.span() for one in theirs.finditer(text)]
    assert (ours.sub("-", text), ours.split(text), ours.findall(text)) == (
        theirs.sub("-", text),
        theirs.split(text),
        theirs.findall(text),
    )
    assert (ours.pattern, ours.flags, ours.groups, dict(ours.groupindex)) == (
        theirs.pattern,
        theirs.flags,
        theirs.groups,
        dict(theirs.groupindex),
    )
    assert expression(rb"a+").fullmatch(b"aaa")


def test_it_is_made_once_and_only_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    compiled = re.compile
    monkeypatch.setattr(re, "compile", lambda *told: made.append(told) or compiled(*told))
    one = expression("a")
    assert one.pattern == "a"
    assert made == []
    assert one.search("ba")
    assert one.match("ab")
    assert made == [("a", 0)]


def test_what_is_wrong_with_one_is_told_at_its_first_use() -> None:
    one = expression("(")
    with pytest.raises(re.error):
        one.search("")


def test_what_no_expression_has_is_no_attribute_of_it() -> None:
    one = expression("a")
    assert not hasattr(one, "__len__")
    assert not hasattr(one, "nothing")


def held(value: object, depth: int = 0) -> Iterator[Expression[str] | Expression[bytes]]:
    if isinstance(value, Expression):
        yield value
    elif depth < 3 and isinstance(value, dict):
        for one in value.values():
            yield from held(one, depth + 1)
    elif depth < 3 and isinstance(value, tuple | list | frozenset | set):
        for one in value:
            yield from held(one, depth + 1)


def test_every_expression_of_the_package_can_be_made() -> None:
    names = [one.name for one in pkgutil.walk_packages(officebot.__path__, "officebot.")]
    modules = [importlib.import_module(one) for one in names if not one.endswith(("__main__", "migrations.env"))]
    every = [one for module in modules for value in list(vars(module).values()) for one in held(value)]
    assert len(every) > 1_000
    for one in every:
        assert one.flags is not None
