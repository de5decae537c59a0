"""Replies: prepares an acknowledgement, in the correspondent's language, for those who wait for an answer."""

from __future__ import annotations

from officebot.core.text import say
from officebot.duties.replies.decide import decide
from officebot.duties.replies.observe import observe
from officebot.duties.replies.panel import PANELS
from officebot.duties.replies.settings import Settings
from officebot.sdk import Duty

DUTY = Duty(
    name="replies",
    title=say("Preparing replies"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("mail",),
    panels=PANELS,
)
