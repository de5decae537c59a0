"""A rule that a document breaks, and what a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from officebot.core.text import Text
from officebot.core.trade.structured.elements import Element

Flag: TypeAlias = Literal["fatal", "warning"]


@dataclass(frozen=True, slots=True)
class Failure:
    """A broken rule: its id ("" for plain arithmetic), what is wrong, and the number of the line, "" for the whole.

    A `fatal` one lets the receiver refuse the document, a `warning` does not.
    """

    rule: str
    what: Text
    flag: Flag = "fatal"
    where: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check found: what is wrong, and the number of the line."""

    what: Text
    line: str = ""


Check: TypeAlias = Callable[[Element], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a transaction: its number there, as R004, and what checks it."""

    number: str
    check: Check
    flag: Flag = "fatal"


def judged(rules: Iterable[Rule], prefix: str, document: Element) -> Iterator[Failure]:
    """What is found of these rules; their ids start with the prefix."""
    for rule in rules:
        for fault in rule.check(document):
            yield Failure(f"{prefix}-{rule.number}" if rule.number else "", fault.what, rule.flag, fault.line)
