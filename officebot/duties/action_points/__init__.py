"""Action points: what meetings decided is followed until it is done; its owners are reminded, and their answers heard."""

from __future__ import annotations

from officebot.core.text import say
from officebot.duties.action_points.decide import decide
from officebot.duties.action_points.observe import observe
from officebot.duties.action_points.panel import PANELS
from officebot.duties.action_points.recognise import recognise
from officebot.duties.action_points.settings import Settings
from officebot.sdk import Duty

DUTY = Duty(
    name="action_points",
    title=say("Following action points"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("after mail", "working days 08:30"),
    recogniser=recognise,
    panels=PANELS,
)
