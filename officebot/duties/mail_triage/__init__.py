"""Mail triage: judges each mail that comes in, flags what is urgent and files what is not work."""

from __future__ import annotations

from officebot.core.text import say
from officebot.duties.mail_triage.decide import decide
from officebot.duties.mail_triage.observe import observe
from officebot.duties.mail_triage.panel import PANELS
from officebot.duties.mail_triage.recognise import recognise
from officebot.duties.mail_triage.report import report
from officebot.duties.mail_triage.settings import Settings
from officebot.sdk import Duty

DUTY = Duty(
    name="mail_triage",
    title=say("Sorting mail"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("mail",),
    recogniser=recognise,
    report=report,
    panels=PANELS,
)
