"""What a person answers with `--choose` about a budget workbook and its ledgers; nothing here is slow to load."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from officebot.core.budget.choices import Choices
from officebot.core.problems import UserError
from officebot.core.text import say

#: What `--choose` may answer of the workbook; anything else is an account or a name, and the line that it belongs to.
_KEYS = ("sheet", "year", "first_month", "version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """A person's answers: how the workbook is meant, and which accounts belong to which lines."""

    choices: Choices = field(default_factory=Choices)
    accounts: Mapping[str, str] = field(default_factory=dict)


def answers_of(chosen: Sequence[str]) -> Answers:
    """The answers of `KEY=VALUE` words. Raises UserError for what is none."""
    told: dict[str, str] = {}
    accounts: dict[str, str] = {}
    for one in chosen:
        key, mark, value = one.rpartition("=") if one.count("=") > 1 else one.partition("=")
        key, value = key.strip(), value.strip()
        if not mark or not key or not value or not _can_be(key, value):
            raise UserError(
                say("“{chosen}” is no answer: write it like year=2026, or 6063=Supplies.", chosen=one[:60])
            )
        (told if key in _KEYS else accounts)[key] = value
    numbers = {key: int(told.get(key, "0")) for key in ("year", "first_month")}
    choices = Choices(sheet=told.get("sheet", ""), version=told.get("version", ""), **numbers)
    return Answers(choices=choices, accounts=accounts)


def _can_be(key: str, value: str) -> bool:
    """Whether this may be an answer to that question."""
    match key:
        case "year":
            return re.fullmatch("[0-9]{4}", value) is not None
        case "first_month":
            return re.fullmatch("0?[1-9]|1[0-2]", value) is not None
    return True
