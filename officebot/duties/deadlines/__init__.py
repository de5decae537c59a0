"""Deadlines: one list of every dated promise that mail brings, as items, as a calendar and every morning."""

from __future__ import annotations

from officebot.core.text import say
from officebot.duties.deadlines.decide import decide
from officebot.duties.deadlines.observe import observe
from officebot.duties.deadlines.panel import PANELS
from officebot.duties.deadlines.recognise import recognise, recognise_sent
from officebot.duties.deadlines.report import report
from officebot.duties.deadlines.settings import Settings
from officebot.sdk import Duty

DUTY = Duty(
    name="deadlines",
    title=say("Deadlines"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("after mail", "mon-fri 07:30"),
    recogniser=recognise,
    sent_recogniser=recognise_sent,
    report=report,
    panels=PANELS,
)
