"""Invoices: suppliers' invoices entered, compared with what was ordered, held where something is wrong; never paid."""

from __future__ import annotations

from officebot.core.text import say
from officebot.duties.invoices.decide import decide
from officebot.duties.invoices.observe import observe
from officebot.duties.invoices.panel import PANELS
from officebot.duties.invoices.recognise import recognise
from officebot.duties.invoices.report import report
from officebot.duties.invoices.settings import Settings
from officebot.sdk import Duty

DUTY = Duty(
    name="invoices",
    title=say("Suppliers’ invoices"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("after mail", "working days 08:20"),
    recogniser=recognise,
    report=report,
    panels=PANELS,
)
