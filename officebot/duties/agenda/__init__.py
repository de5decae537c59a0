"""Agenda: each morning one page for each person: today, tomorrow, what conflicts, what is due, what waits for a yes."""

from __future__ import annotations

from officebot.core.text import say
from officebot.duties.agenda.decide import decide
from officebot.duties.agenda.observe import observe
from officebot.duties.agenda.panel import PANELS
from officebot.duties.agenda.report import report
from officebot.duties.agenda.settings import Settings
from officebot.sdk import Duty

DUTY = Duty(
    name="agenda",
    title=say("The day's agenda"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("mon-fri 07:30 working days",),
    report=report,
    panels=PANELS,
)
