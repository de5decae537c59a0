"""Budget: variances told in time, with where the year will end, and the month's report."""

from __future__ import annotations

from officebot.core.text import say
from officebot.duties.budget.decide import decide
from officebot.duties.budget.observe import observe
from officebot.duties.budget.panel import PANELS
from officebot.duties.budget.report import report
from officebot.duties.budget.settings import Settings
from officebot.sdk import Duty

DUTY = Duty(
    name="budget",
    title=say("Budget"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("working days 08:40",),
    report=report,
    panels=PANELS,
)
