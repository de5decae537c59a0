"""Approvals by mail: who decides is asked at set hours, answers by reply, and is told what became of it."""

from __future__ import annotations

from officebot.core.text import say
from officebot.duties.approvals.decide import decide
from officebot.duties.approvals.observe import observe
from officebot.duties.approvals.recognise import ANSWER, recognise
from officebot.duties.approvals.settings import Settings
from officebot.sdk import Duty

DUTY = Duty(
    name="approvals",
    title=say("Approvals by mail"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("mon-fri 08:30 14:00 working days", f"mail {ANSWER}", "after answer", "every 15 minutes"),
    recogniser=recognise,
)
