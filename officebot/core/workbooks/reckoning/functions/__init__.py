"""The functions of formulas, by their English names; what is not here is never reckoned."""

from __future__ import annotations

from collections.abc import Mapping

from officebot.core.workbooks.reckoning.calls import Function
from officebot.core.workbooks.reckoning.functions import (
    aggregates,
    criteria,
    days,
    finding,
    logic,
    money,
    numbers,
    texts,
)

FUNCTIONS: Mapping[str, Function] = {
    **aggregates.FUNCTIONS,
    **criteria.FUNCTIONS,
    **numbers.FUNCTIONS,
    **logic.FUNCTIONS,
    **finding.FUNCTIONS,
    **texts.FUNCTIONS,
    **days.FUNCTIONS,
    **money.FUNCTIONS,
}
