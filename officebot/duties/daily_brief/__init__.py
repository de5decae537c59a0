"""Daily brief: the day on one page, the list of what is left to do, and a draft to the manager."""

from __future__ import annotations

from officebot.core.text import say
from officebot.duties.daily_brief.decide import decide
from officebot.duties.daily_brief.observe import observe
from officebot.duties.daily_brief.settings import Settings
from officebot.sdk import Duty

DUTY = Duty(
    name="daily_brief",
    title=say("The evening's brief"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("mon-fri 17:30",),
)
