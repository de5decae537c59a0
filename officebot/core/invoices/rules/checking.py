"""What a rule is here: its official id, the sentence for people, and when it is broken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from officebot.core.invoices.model import Broken, Severity
from officebot.core.invoices.rules.terms import Terms
from officebot.core.text import Text

Subject = TypeVar("Subject")


@dataclass(frozen=True, slots=True)
class Check(Generic[Subject]):
    """A rule about one thing: the invoice, a line, a party. `is_broken` says whether that thing breaks it."""

    rule: str
    what: Text
    is_broken: Callable[[Subject], bool]
    severity: Severity = Severity.error


@dataclass(frozen=True, slots=True)
class Group(Generic[Subject]):
    """Rules about things of one sort: where they are, each with the line that it is in ("" for none)."""

    things: Callable[[Terms], Iterable[tuple[str, Subject]]]
    checks: tuple[Check[Subject], ...]

    def broken(self, terms: Terms) -> Iterator[Broken]:
        """What each of them breaks."""
        for line, thing in self.things(terms):
            for check in self.checks:
                if check.is_broken(thing):
                    yield Broken(rule=check.rule, what=check.what, severity=check.severity, line=line)

    @property
    def rules(self) -> Iterator[str]:
        """The ids of its rules."""
        return (check.rule for check in self.checks)


def whole(terms: Terms) -> Iterator[tuple[str, Terms]]:
    """The invoice itself."""
    yield "", terms
