"""Self-check: a sign of life in the morning, and a word when something is lost."""

from __future__ import annotations

from officebot.core.text import say
from officebot.duties.self_check.decide import decide
from officebot.duties.self_check.observe import observe
from officebot.duties.self_check.settings import Settings
from officebot.sdk import Duty

DUTY = Duty(
    name="self_check",
    title=say("Saying how the office itself is"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("mon-fri 08:00 working days", "every 10 minutes"),
)
