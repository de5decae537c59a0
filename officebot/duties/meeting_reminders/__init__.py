"""Meeting reminders: who has not answered our invitation is asked once more, in time, by a person's leave."""

from __future__ import annotations

from officebot.core.text import say
from officebot.duties.meeting_reminders.decide import decide
from officebot.duties.meeting_reminders.observe import observe
from officebot.duties.meeting_reminders.settings import Settings
from officebot.sdk import Duty

DUTY = Duty(
    name="meeting_reminders",
    title=say("Reminding of meetings"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("mon-fri 09:15 working days",),
)
