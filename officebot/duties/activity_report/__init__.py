"""Activity reports: what the office did in a day, a week, a month, for those who answer for it."""

from __future__ import annotations

from officebot.core.text import say
from officebot.duties.activity_report.decide import decide
from officebot.duties.activity_report.observe import observe
from officebot.duties.activity_report.settings import Settings
from officebot.sdk import Duty

DUTY = Duty(
    name="activity_report",
    title=say("Activity reports"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("working days 07:30",),
)
