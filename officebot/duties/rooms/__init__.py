"""Rooms: requests answered, by whoever must say yes; and rooms that nobody uses given back."""

from __future__ import annotations

from officebot.core.text import say
from officebot.duties.rooms.decide import decide
from officebot.duties.rooms.observe import observe
from officebot.duties.rooms.recognise import REQUEST, recognise
from officebot.duties.rooms.settings import Settings
from officebot.sdk import Duty

DUTY = Duty(
    name="rooms",
    title=say("Looking after rooms"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=(f"mail {REQUEST}", "mon-fri 08:15 working days"),
    recogniser=recognise,
)
