"""How the budget stands, for reports: the lines that crossed their limits. The budget's own report says the rest."""

from __future__ import annotations

from typing import Any

from officebot.core.asking import Is
from officebot.core.proposals import Item
from officebot.core.reports.tally import Tally
from officebot.core.text import Text, counted, one_line, quoted, say
from officebot.duties.budget.observe import ALERT, KEY
from officebot.sdk import Office, Part, Window


def report(office: Office, window: Window, _settings: Any) -> Part:
    """The budget lines in alert, as they stand."""
    tally = Tally("budget", say("Budget"), window, "items", "item", place=80)
    alerts = [one for one in office.items(ALERT) if one.key.startswith(KEY)]
    opened = (Is("kind", "is", ALERT), Is("state", "is", "open"), Is("key", "begins", KEY))
    over = [one for one in alerts if one.source.get("alert") == "over"]
    watched = [one for one in alerts if one.source.get("alert") == "watch"]
    too_much = tally.state(
        "over", say("Budget lines over their limit"), say("Lines told as over their budget, and not recovered."),
        _named(over), (*opened, Is("source.alert", "is", "over")), good="less", weight=78,
    )  # fmt: skip
    tally.state(
        "watch", say("Budget lines to watch"), say("Lines told as likely to pass their budget, and not recovered."),
        _named(watched), (*opened, Is("source.alert", "is", "watch")), good="less", weight=28,
    )  # fmt: skip
    if over:
        words = counted(
            "{count} budget line is over its limit: {names}.",
            "{count} budget lines are over their limit: {names}.",
            0,
        )
        tally.need(words, 81, _named(over).values(), count=too_much)
    return tally.part()


def _named(items: list[Item]) -> dict[str, Text]:
    return {f"{one.kind} {one.key}": quoted(one_line(str(one.source.get("line") or one.title), 70)) for one in items}
