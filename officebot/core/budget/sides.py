"""Which lines of a budget are income and which are costs, and how each side writes its amounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from officebot.core.budget.fields import INCOME, INCOME_ALONE, INCOME_LINES, word_set, words
from officebot.core.budget.model import NOTHING, BudgetLine
from officebot.core.language import language_of

#: Classes of the French chart of accounts that no line of a budget has: stocks, third parties, money, in kind.
_OTHER_CLASSES = frozenset("34589")
#: Words before the name of a side that leave it what it is: “Autres produits”, “Operating income”.
_BEFORE = word_set(
    "autre autres other total operating earned i ii iii iv v a b c les des de of our fundraising trading"
)
#: Words after it that make it something else: “Produits d’entretien”, “Income tax”.
_AFTER = word_set("entretien entretiens tax taxes alimentaires consommables menagers protection assurance")


def are_french_accounts(codes: Iterable[str], text: str) -> bool:
    """Whether codes are those of the French chart, where class 7 is income: no other classes, and no English words."""
    classes = {code[0] for code in codes if code.isdecimal() and len(code) > 1}
    return "7" in classes and not classes & _OTHER_CLASSES and language_of(text) != "en"


def is_income(code: str, label: str, group: Sequence[str], *, is_french_chart: bool, side: str = "") -> bool:
    """Whether a line is income: by its account, its groups, by a result reckoned of it (`side`), or by its name."""
    if is_french_chart and code.isdecimal() and len(code) > 1 and code[0] in "67":
        return code[0] == "7"
    if any(map(_names_income, group)):
        return True
    if side:
        return side == "income"
    said = words(label)
    return bool(said) and (said[0] in INCOME_LINES or (len(said) == 1 and said[0] in INCOME_ALONE)) and not group


def _names_income(group: str) -> bool:
    said = words(group)
    while said and said[0] in _BEFORE:
        said = said[1:]
    return bool(said) and said[0] in INCOME and not set(said) & _AFTER


def with_signs(lines: Sequence[BudgetLine]) -> list[BudgetLine]:
    """The lines with both sides above zero, where a sheet writes one of them below: `(500)` for what is spent.

    A budget that plans all its lines below zero writes costs so.
    """
    sides = [[one for one in lines if one.is_income is is_in] for is_in in (True, False)]
    sums = [sum((_sum(one) for one in side), NOTHING) for side in sides]
    turned: set[bool] = set()
    if sums[0] * sums[1] < 0:
        turned = {sums[0] < 0}
    elif not sums[0] and len(sides[1]) > 1 and all(_sum(one) <= 0 for one in sides[1]) and sums[1]:
        turned = {False}
    return [_turned(one) if one.is_income in turned else one for one in lines]


def _sum(line: BudgetLine) -> Decimal:
    return sum(line.months.values(), NOTHING)


def _turned(line: BudgetLine) -> BudgetLine:
    months, actual, committed = (
        {month: -amount for month, amount in some.items()} for some in (line.months, line.actual, line.committed)
    )
    return replace(line, months=months, actual=actual, committed=committed)
