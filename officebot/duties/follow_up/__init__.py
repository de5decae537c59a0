"""Follow-up: what we owe others and what others owe us, and a reminder when an answer is late."""

from __future__ import annotations

from officebot.core.text import say
from officebot.duties.follow_up.decide import decide
from officebot.duties.follow_up.observe import observe
from officebot.duties.follow_up.panel import PANELS
from officebot.duties.follow_up.recognise import recognise, recognise_sent
from officebot.duties.follow_up.report import report
from officebot.duties.follow_up.settings import Settings
from officebot.sdk import Duty

DUTY = Duty(
    name="follow_up",
    title=say("Following up"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("after mail", "working days 09:00"),
    recogniser=recognise,
    sent_recogniser=recognise_sent,
    report=report,
    panels=PANELS,
)
