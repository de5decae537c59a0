"""Which articles run out, for reports."""

from __future__ import annotations

from typing import Any

from officebot.core.asking import Is
from officebot.core.proposals import Item
from officebot.core.reports.period import stored
from officebot.core.reports.tally import Tally
from officebot.core.text import Text, counted, one_line, quoted, say
from officebot.duties.stock.observe import ITEM, KEY
from officebot.sdk import Office, Part, Window

_ARTICLES = f"{KEY}article:"


def report(office: Office, window: Window, _settings: Any) -> Part:
    """The alerts on the stock, as they stand, and those that came in the period."""
    tally = Tally("stock", say("Stock"), window, "items", "item", place=50)
    alerts = [one for one in office.items(ITEM) if one.key.startswith(_ARTICLES)]
    opened = (Is("kind", "is", ITEM), Is("state", "is", "open"), Is("key", "begins", _ARTICLES))
    running_out = tally.state(
        "alerts", say("Articles that run out"), say("Articles noted as running out, and still so."), _named(alerts),
        opened, good="less", weight=62,
    )  # fmt: skip
    late = [one for one in alerts if one.source.get("alert") == "late"]
    too_late = tally.state(
        "late", say("Articles ordered too late"), say("Articles that run out before an order made now can come."),
        _named(late), (*opened, Is("source.alert", "is", "late")), good="less", weight=64,
    )  # fmt: skip
    changed = [one for one in office.changed(ITEM, window.before.since) if one.item.key.startswith(_ARTICLES)]
    tally.flow(
        "over", say("Alerts on the stock that are over"), say("Articles of which there is enough again, in the period."),
        lambda w: [_key(one.item) for one in changed if one.item.state == "closed" and w.holds(one.changed)],
        lambda w: (
            Is("kind", "is", ITEM), Is("state", "is", "closed"), Is("key", "begins", _ARTICLES),
            Is("changed", "from", stored(w.since)), Is("changed", "before", stored(w.until)),
        ),
    )  # fmt: skip
    if late:
        words = counted(
            "{count} article runs out before an order could come: {names}.",
            "{count} articles run out before an order could come: {names}.",
            0,
        )
        tally.need(words, 80, _named(late).values(), count=too_late)
    elif alerts:
        words = counted(
            "{count} article is to be ordered: {names}.", "{count} articles are to be ordered: {names}.", 0
        )
        tally.need(words, 50, _named(alerts).values(), count=running_out)
    return tally.part()


def _key(item: Item) -> str:
    return f"{item.kind} {item.key}"


def _named(items: list[Item]) -> dict[str, Text]:
    return {_key(one): quoted(one_line(str(one.source.get("article") or one.title), 70)) for one in items}
