"""The rules of `officebot plugin check`, by the subject they speak of; `RULES` are all of them, bronze first."""

from __future__ import annotations

from officebot.plugins.checking.model import Rule
from officebot.plugins.checking.rules import (
    acting,
    deciding,
    hostile,
    imports,
    languages,
    loading,
    manifest,
    migrating,
    papers,
    rehearsal,
    tests,
    typing,
)

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *loading.RULES, *manifest.RULES, *imports.RULES, *deciding.RULES, *languages.RULES, *acting.RULES,
            *migrating.RULES, *rehearsal.RULES, *hostile.RULES, *tests.RULES, *typing.RULES, *papers.RULES,
        ),
        key=lambda rule: rule.grade.rank,
    )
)  # fmt: skip
