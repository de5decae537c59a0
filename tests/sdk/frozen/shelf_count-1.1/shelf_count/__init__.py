"""Shelf count: what mails count is entered into a workbook."""

from __future__ import annotations

from officebot.sdk import Duty
from shelf_count.duty import decide, observe
from shelf_count.settings import Settings
from shelf_count.texts import say

DUTY = Duty(
    name="shelf_count",
    title=say("Counting the shelves"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("mail",),
)
