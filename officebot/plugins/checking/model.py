"""What a check says: rules, what was found of each, and the grade that follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from officebot.core.text import Text, say

if TYPE_CHECKING:
    from officebot.plugins.checking.subject import Subject


class Grade(StrEnum):
    """How good a plugin is shown to be; each grade asks all that the ones before it ask."""

    NONE = "none"
    BRONZE = "bronze"
    SILVER = "silver"
    GOLD = "gold"

    @property
    def rank(self) -> int:
        """0 for none to 3 for gold."""
        return list(Grade).index(self)

    @property
    def spoken(self) -> Text:
        """The grade in the reader's language."""
        return _SPOKEN[self]


_SPOKEN = {
    Grade.NONE: say("no grade"),
    Grade.BRONZE: say("bronze"),
    Grade.SILVER: say("silver"),
    Grade.GOLD: say("gold"),
}


class Outcome(StrEnum):
    """How a rule ended. `NOT_APPLICABLE`: the plugin has nothing of what the rule speaks of."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found, with its evidence: places, figures, words."""

    outcome: Outcome
    evidence: tuple[Text, ...] = ()


def passed(*evidence: Text) -> Found:
    """The plugin keeps the rule."""
    return Found(Outcome.PASSED, evidence)


def not_applicable(*evidence: Text) -> Found:
    """The rule says nothing of this plugin."""
    return Found(Outcome.NOT_APPLICABLE, evidence)


def failed_by(faults: Sequence[Text], *, at_most: int = 8) -> Found:
    """Failed with these faults, the first of them, or passed where there are none."""
    if not faults:
        return passed()
    more = len(faults) - at_most
    shown = (*faults[:at_most], say("… and {count} more.", count=more)) if more > 0 else tuple(faults)
    return Found(Outcome.FAILED, shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing that is asked of a plugin: what, why, and what to do where it is not so."""

    id: str
    grade: Grade
    asks: Text
    why: Text
    mend: Text
    look: Callable[[Subject], Found]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule and what it found."""

    rule: Rule
    found: Found

    @property
    def is_broken(self) -> bool:
        """Whether the plugin breaks the rule."""
        return self.found.outcome is Outcome.FAILED

    def to_json(self, language: str) -> dict[str, Any]:
        """The rule's id, grade and outcome, the evidence and, where it is broken, what to do, in this language."""
        told: dict[str, Any] = {
            "rule": self.rule.id,
            "grade": str(self.rule.grade),
            "outcome": str(self.found.outcome),
            "asks": self.rule.asks.render(language),
            "evidence": [one.render(language) for one in self.found.evidence],
        }
        if self.is_broken:
            told |= {"why": self.rule.why.render(language), "mend": self.rule.mend.render(language)}
        return told


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a check found of a plugin, rule by rule, bronze first."""

    distribution: str
    version: str
    verdicts: tuple[Verdict, ...]

    @property
    def grade(self) -> Grade:
        """The highest grade up to which no rule is broken."""
        broken = [verdict.rule.grade.rank for verdict in self.verdicts if verdict.is_broken]
        return list(Grade)[min(broken) - 1] if broken else Grade.GOLD
