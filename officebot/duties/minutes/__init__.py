"""Minutes: a meeting's agenda out, its notes in, a draft to its chair, and what the chair approved to the circle."""

from __future__ import annotations

from officebot.core.text import say
from officebot.duties.minutes.decide import decide
from officebot.duties.minutes.observe import observe
from officebot.duties.minutes.panel import PANELS
from officebot.duties.minutes.recognise import recognise
from officebot.duties.minutes.settings import Settings
from officebot.sdk import Duty

DUTY = Duty(
    name="minutes",
    title=say("Agendas and minutes"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("after mail", "working days 07:50", "every 30 minutes"),
    recogniser=recognise,
    panels=PANELS,
)
