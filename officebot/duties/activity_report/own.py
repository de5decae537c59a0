"""What officebot itself did in a period, and the actions that meetings decided: parts that belong to no other duty."""

from __future__ import annotations

from collections.abc import Iterable

from officebot.core.asking import Is
from officebot.core.proposals import Item
from officebot.core.reports.kinds import CONFIDENTIAL
from officebot.core.reports.model import ChartOf
from officebot.core.reports.period import stored
from officebot.core.reports.tally import Tally, Where
from officebot.core.text import Text, counted, one_line, quoted, say
from officebot.sdk import Office, Part, Window

#: The kind of the ledger's items by which minutes note what somebody is to do.
ACTION = "action"


def actions(office: Office, window: Window) -> Part:
    """The actions from minutes: open, late, closed."""
    tally = Tally("actions", say("Actions from meetings"), window, "items", "item", place=45)
    opened = office.items(ACTION)
    late = [one for one in opened if one.due is not None and one.due < window.now]
    closed = [one for one in office.changed(ACTION, window.before.since) if one.item.state == "closed"]
    is_open = (Is("kind", "is", ACTION), Is("state", "is", "open"))
    still = tally.state(
        "open",
        say("Actions open"),
        say("Actions from minutes that nobody closed."),
        _named(opened),
        is_open,
        weight=66,
    )
    overdue = tally.state(
        "late", say("Actions late"), say("Actions that are open, their day over."), _named(late),
        (*is_open, Is("due", "before", stored(window.now))), good="less", weight=84,
    )  # fmt: skip
    done = tally.flow(
        "closed", say("Actions closed"), say("Actions closed in the period."),
        lambda w: [f"{ACTION} {one.item.key}" for one in closed if w.holds(one.changed)],
        lambda w: (
            Is("kind", "is", ACTION), Is("state", "is", "closed"), Is("changed", "from", stored(w.since)),
            Is("changed", "before", stored(w.until)),
        ),
        good="more", weight=54,
    )  # fmt: skip
    tally.chart(
        ChartOf(name="actions", kind="bar", title=say("Actions from meetings"),
                categories=(say("Actions closed"), say("Actions open"), say("Actions late")),
                series=((say("actions"), (done, still, overdue)),),
                unit=say("actions"), weight=12)
    )  # fmt: skip
    if late:
        words = counted("{count} action is late: {names}.", "{count} actions are late: {names}.", 0)
        tally.need(words, 86, _named(late).values(), count=overdue)
    return tally.part()


def officebot(office: Office, window: Window) -> Part:
    """What officebot proposed, did and took back, and what waits for a yes."""
    tally = Tally("officebot", say("What officebot did"), window, "proposals", "proposal", place=90)
    found = office.decided(window.before.since)
    waiting = [one for one in found if one.state == "waiting"]

    def made(w: Window, *states: str) -> list[str]:
        return [str(one.id) for one in found if w.holds(one.created) and (not states or one.state in states)]

    def where(w: Window, *states: str) -> Where:
        since, until = Is("created", "from", stored(w.since)), Is("created", "before", stored(w.until))
        return (since, until, Is("state", "among", states)) if states else (since, until)

    proposed = tally.flow(
        "proposed", say("Proposals made"), say("What officebot proposed in the period."), lambda w: made(w), where,
        weight=22,
    )  # fmt: skip
    done = tally.flow(
        "done", say("Of these, carried out"), say("What it proposed in the period and was carried out."),
        lambda w: made(w, "done"), lambda w: where(w, "done"),
    )  # fmt: skip
    turned_down = tally.flow(
        "rejected", say("Of these, rejected"), say("What it proposed in the period and a person rejected."),
        lambda w: made(w, "rejected"), lambda w: where(w, "rejected"), good="less",
    )  # fmt: skip
    undone = tally.flow(
        "undone", say("Of these, taken back"), say("What it proposed in the period and was taken back."),
        lambda w: made(w, "undone"), lambda w: where(w, "undone"), good="less",
    )  # fmt: skip
    failed = tally.flow(
        "failed", say("Of these, failed"), say("What it proposed in the period and could not be done, or not wholly."),
        lambda w: made(w, "failed", "partly-done", "uncertain"), lambda w: where(w, "failed", "partly-done", "uncertain"),
        good="less",
    )  # fmt: skip
    open_ones = tally.state(
        "waiting", say("Decisions waiting"), say("Proposals that wait for a person’s yes."),
        [str(one.id) for one in waiting], (Is("state", "is", "waiting"),), good="less", weight=87,
    )  # fmt: skip
    tally.chart(
        ChartOf(
            name="officebot", kind="bar", title=say("What became of the proposals"),
            categories=(say("Proposals made"), say("Of these, carried out"), say("Of these, rejected"),
                        say("Of these, taken back"), say("Of these, failed")),
            series=((say("proposals"), (proposed, done, turned_down, undone, failed)),), unit=say("proposals"), weight=10,
        )
    )  # fmt: skip
    if waiting:
        words = counted(
            "{count} decision waits for a yes: “officebot queue” lists it.",
            "{count} decisions wait for a yes: “officebot queue” lists them.",
            0,
        )
        tally.need(words, 88, count=open_ones)
    return tally.part()


def parts(office: Office, window: Window) -> tuple[Part, ...]:
    """Both parts."""
    return actions(office, window), officebot(office, window)


def _named(items: Iterable[Item]) -> dict[str, Text]:
    return {
        f"{one.kind} {one.key}": CONFIDENTIAL if one.is_hidden else quoted(one_line(one.title, 70)) for one in items
    }
