"""Mailbox rota, a duty of officebot.

Each mail to the shared mailbox has somebody who answers it, by the rota in a workbook of the office.
"""

from __future__ import annotations

from officebot.sdk import Duty

from mailbox_rota.duty import decide, observe
from mailbox_rota.panel import PANELS
from mailbox_rota.recognise import recognise
from mailbox_rota.report import report
from mailbox_rota.settings import Settings
from mailbox_rota.texts import TITLE

DUTY = Duty(
    name="mailbox_rota",
    title=TITLE,
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("after mail", "mon-fri 08:00"),
    sent_recogniser=recognise,
    report=report,
    panels=PANELS,
)
