"""Dispatch: brings each mail to whoever must see it: an alert at once, forwarded, or in the morning's digest."""

from __future__ import annotations

from officebot.core.text import say
from officebot.duties.dispatch.decide import decide
from officebot.duties.dispatch.observe import observe
from officebot.duties.dispatch.recognise import recognise
from officebot.duties.dispatch.settings import Settings
from officebot.sdk import Duty

DUTY = Duty(
    name="dispatch",
    title=say("Passing on"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("after mail", "working days 08:00"),
    recogniser=recognise,
)
