"""Orders: from a need to the delivered line, on the office's own workbook and mail."""

from __future__ import annotations

from officebot.core.text import say
from officebot.duties.orders.decide import decide
from officebot.duties.orders.observe import observe
from officebot.duties.orders.panel import PANELS
from officebot.duties.orders.recognise import recognise, recognise_sent
from officebot.duties.orders.report import report
from officebot.duties.orders.settings import Settings
from officebot.sdk import Duty

DUTY = Duty(
    name="orders",
    title=say("Following orders"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("after mail", "working days 08:30"),
    recogniser=recognise,
    sent_recogniser=recognise_sent,
    report=report,
    panels=PANELS,
)
