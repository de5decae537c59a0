"""Calendar coordination: meetings agreed on by mail, invitations entered and answered, holds set and freed."""

from __future__ import annotations

from officebot.core.text import say
from officebot.duties.calendar_coordination.decide import decide
from officebot.duties.calendar_coordination.observe import observe
from officebot.duties.calendar_coordination.panel import PANELS
from officebot.duties.calendar_coordination.recognise import ANSWER, INVITATION, WISH, recognise
from officebot.duties.calendar_coordination.settings import Settings
from officebot.sdk import Duty

DUTY = Duty(
    name="calendar_coordination",
    title=say("Coordinating calendars"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=(f"mail {WISH}", f"mail {ANSWER}", f"mail {INVITATION}", "mon-fri 08:20 working days"),
    recogniser=recognise,
    panels=PANELS,
)
