"""Which deadlines were met, missed and are to come, for reports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from officebot.core.asking import Is
from officebot.core.proposals import Item
from officebot.core.reports.kinds import CONFIDENTIAL
from officebot.core.reports.model import ChartOf
from officebot.core.reports.period import stored
from officebot.core.reports.tally import Tally, Where
from officebot.core.text import Text, counted, one_line, quoted, say
from officebot.duties.deadlines.observe import KIND
from officebot.sdk import Office, Part, Window

#: How far ahead deadlines count as coming.
AHEAD = timedelta(days=7)


def report(office: Office, window: Window, _settings: Any) -> Part:
    """The period's deadlines, and how they stand."""
    tally = Tally("deadlines", say("Deadlines"), window, "items", "item", place=30)
    opened = office.items(KIND)
    closed = [one for one in office.changed(KIND, window.before.since) if one.item.state == "closed"]
    now, soon = window.now, window.now + AHEAD
    met = tally.flow(
        "met", say("Deadlines met"), say("Deadlines that were closed in the period, not after their day."),
        lambda w: [
            _key(one.item) for one in closed if w.holds(one.changed) and one.item.due and one.changed <= one.item.due
        ],
        lambda w: (*_closed_in(w), Is("changed", "not after", than="due")), good="more", weight=52,
    )  # fmt: skip
    after = tally.flow(
        "after", say("Deadlines closed too late"), say("Deadlines that were closed in the period, after their day."),
        lambda w: [
            _key(one.item) for one in closed if w.holds(one.changed) and one.item.due and one.changed > one.item.due
        ],
        lambda w: (*_closed_in(w), Is("changed", "after", than="due")), good="less", weight=30,
    )  # fmt: skip
    late = _named(one for one in opened if one.due is not None and one.due < now)
    missed = tally.state(
        "late", say("Deadlines missed and open"), say("Deadlines that are open, their day over."), late,
        (*_open(), Is("due", "before", stored(now))), good="less", weight=85,
    )  # fmt: skip
    coming = _named(one for one in opened if one.due is not None and now <= one.due < soon)
    next_ones = tally.state(
        "coming", say("Deadlines of the next seven days"), say("Deadlines that are open and due in the next seven days."),
        coming, (*_open(), Is("due", "from", stored(now)), Is("due", "before", stored(soon))), weight=70,
    )  # fmt: skip
    tally.chart(
        ChartOf(
            name="deadlines", kind="bar", title=say("Deadlines"),
            categories=(say("Deadlines met"), say("Deadlines closed too late"), say("Deadlines missed and open"),
                        say("Deadlines of the next seven days")),
            series=((say("deadlines"), (met, after, missed, next_ones)),), unit=say("deadlines"), weight=15,
        )
    )  # fmt: skip
    if late:
        words = counted(
            "{count} deadline is missed and still open: {names}.",
            "{count} deadlines are missed and still open: {names}.",
            0,
        )
        tally.need(words, 90, late.values(), count=missed)
    if coming:
        words = counted(
            "{count} deadline comes in the next seven days: {names}.",
            "{count} deadlines come in the next seven days: {names}.",
            0,
        )
        tally.need(words, 40, coming.values(), count=next_ones)
    return tally.part()


def _open() -> Where:
    return Is("kind", "is", KIND), Is("state", "is", "open")


def _closed_in(window: Window) -> Where:
    return (
        Is("kind", "is", KIND), Is("state", "is", "closed"), Is("changed", "from", stored(window.since)),
        Is("changed", "before", stored(window.until)),
    )  # fmt: skip


def _key(item: Item) -> str:
    return f"{item.kind} {item.key}"


def _named(items: Iterable[Item]) -> dict[str, Text]:
    return {_key(one): CONFIDENTIAL if one.is_hidden else quoted(one_line(one.title, 70)) for one in items}
