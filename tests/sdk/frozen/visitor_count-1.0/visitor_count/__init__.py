"""Visitor count: who is announced by mail is counted, and gets a badge."""

from __future__ import annotations

from officebot.sdk import Duty, Migration
from visitor_count.commands import commands
from visitor_count.decide import decide, recognise
from visitor_count.migrating import counted_by_day, with_host
from visitor_count.observe import observe
from visitor_count.panel import PANELS
from visitor_count.performing import performers
from visitor_count.settings import Settings
from visitor_count.texts import say

DUTY = Duty(
    name="visitor_count",
    title=say("Counting visitors"),
    settings=Settings,
    observe=observe,
    decide=decide,
    triggers=("mail visit",),
    recogniser=recognise,
    panels=PANELS,
    performers=performers,
    commands=commands,
    migrations=(Migration(fact=counted_by_day, source=with_host),),
)
