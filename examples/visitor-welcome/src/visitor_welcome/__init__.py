"""Visitor welcome, a duty of officebot.

Who comes to the office today stands on a list for the reception, with badges to be printed.
"""

from __future__ import annotations

from officebot.sdk import Duty

from visitor_welcome.duty import decide, observe
from visitor_welcome.settings import Settings
from visitor_welcome.texts import TITLE

DUTY = Duty(
    name="visitor_welcome",
    title=TITLE,
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("mon-fri 07:30", "every 30 minutes"),
)
