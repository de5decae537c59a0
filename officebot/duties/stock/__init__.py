"""Stock: the office's own workbook watched, shortages told before they come, movements entered from mails."""

from __future__ import annotations

from officebot.core.text import say
from officebot.duties.stock.decide import decide
from officebot.duties.stock.observe import observe
from officebot.duties.stock.panel import PANELS
from officebot.duties.stock.report import report
from officebot.duties.stock.settings import Settings
from officebot.sdk import Duty

DUTY = Duty(
    name="stock",
    title=say("Looking after the stock"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("mail", "mon-fri 08:00 working days"),
    report=report,
    panels=PANELS,
)
