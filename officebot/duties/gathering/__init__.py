"""Gathering: what a document needs from several people is asked for, reminded of, and collected from their answers."""

from __future__ import annotations

from officebot.core.text import say
from officebot.duties.gathering.decide import decide
from officebot.duties.gathering.observe import observe
from officebot.duties.gathering.panel import PANELS
from officebot.duties.gathering.recognise import recognise, recognise_sent
from officebot.duties.gathering.settings import Settings
from officebot.sdk import Duty

DUTY = Duty(
    name="gathering",
    title=say("Gathering contributions"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("after mail", "working days 08:45"),
    recogniser=recognise,
    sent_recogniser=recognise_sent,
    panels=PANELS,
)
