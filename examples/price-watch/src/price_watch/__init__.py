"""Price watch, a duty of officebot.

A supplier's list is compared with the office's prices; who said yes to a new price finds it in the workbook.
"""

from __future__ import annotations

from officebot.sdk import Duty

from price_watch.duty import decide, observe
from price_watch.panel import PANELS
from price_watch.settings import Settings
from price_watch.texts import TITLE

DUTY = Duty(
    name="price_watch",
    title=TITLE,
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("mon-fri 07:30", "file incoming/prices/prices.csv"),
    panels=PANELS,
)
