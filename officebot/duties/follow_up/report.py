"""What was waited for and answered in a period, for reports: the office as a whole, never a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from officebot.core.asking import Ask, Is, Linked
from officebot.core.proposals import Item
from officebot.core.reports.kinds import CONFIDENTIAL
from officebot.core.reports.period import stored
from officebot.core.reports.tally import Tally, Where
from officebot.core.text import Text, counted, one_line, quoted, say
from officebot.duties.follow_up.observe import OWED, WAITING
from officebot.sdk import Office, Part, SeenMail, Window


def report(office: Office, window: Window, _settings: Any) -> Part:
    """Answers of the office, and what it waits for."""
    tally = Tally("answers", say("Answers"), window, "mails", "mail", place=20)
    _answered(tally, office, window)
    tally.kind, tally.book = "item", "items"
    _waiting(tally, office, window)
    return tally.part()


def _answered(tally: Tally, office: Office, window: Window) -> None:
    """How many mails were answered, and how soon: the median of the whole office, never of a person."""
    before, end = window.before, max(window.now, window.until)
    sent = (
        Is("state", "is", "sent"),
        Is("received", "from", stored(before.since)),
        Is("received", "before", stored(end)),
    )
    answer = Linked("mails", "in_reply_to", "message_id", sent)
    came = {w.period: [one for one in office.mails(w.since, w.until) if one.message_id] for w in (window, before)}
    first = _first_answers(office.sent(before.since, end))

    def waits(w: Window) -> dict[str, Decimal]:
        return {
            str(one.id): Decimal((at - one.received).total_seconds() // 60)
            for one in came[w.period]
            if (at := _after(first.get(one.message_id, ()), one.received)) is not None
        }

    def where(w: Window) -> Where:
        return (
            Is("state", "not among", ("baseline", "sent")),
            Is("received", "from", stored(w.since)),
            Is("received", "before", stored(w.until)),
            Is("message_id", "filled"),
        )

    tally.flow(
        "answered", say("Mails answered"), say("Mails that came in and that the office answered since."),
        lambda w: [str(one.id) for one in came[w.period] if one.message_id in first],
        lambda w: (*where(w), answer), good="more", weight=55,
    )  # fmt: skip
    if not waits(window) and not waits(before):
        return
    tally.waits(
        "wait", say("Time until the answer, half of them sooner"),
        say("The middle of the times between a mail’s coming and the office’s first answer."), waits,
        lambda w: Ask(book="mails", where=where(w), made="median wait", of="received", answer=answer),
        good="less", weight=65,
    )  # fmt: skip


def _first_answers(sent: Sequence[SeenMail]) -> dict[str, list[datetime]]:
    found: dict[str, list[datetime]] = {}
    for one in sent:
        if one.in_reply_to:
            found.setdefault(one.in_reply_to, []).append(one.received)
    return found


def _after(answers: Sequence[datetime], received: datetime) -> datetime | None:
    return min((at for at in answers if at >= received), default=None)


def _waiting(tally: Tally, office: Office, window: Window) -> None:
    """What others owe the office, and what it owes them, as things stand."""
    waiting, owed = office.items(WAITING), office.items(OWED)
    late = [one for one in waiting if one.due is not None and one.due < window.now]
    tally.state(
        "waiting", say("Answers awaited"), say("What others owe the office, noted and open."), _named(waiting),
        _open(WAITING), weight=35,
    )  # fmt: skip
    overdue = tally.state(
        "overdue", say("Answers overdue"), say("What others owe the office, open, its day over."), _named(late),
        (*_open(WAITING), Is("due", "before", stored(window.now))), good="less", weight=60,
    )  # fmt: skip
    tally.state(
        "owed", say("Answers that we owe"), say("What the office owes others, noted and open."), _named(owed),
        _open(OWED), good="less", weight=58,
    )  # fmt: skip
    closed = office.changed(WAITING, window.before.since)
    tally.flow(
        "came", say("Awaited answers that came"), say("What others owed the office, closed in the period."),
        lambda w: [_key(one.item) for one in closed if one.item.state == "closed" and w.holds(one.changed)],
        lambda w: (
            Is("kind", "is", WAITING), Is("state", "is", "closed"), Is("changed", "from", stored(w.since)),
            Is("changed", "before", stored(w.until)),
        ),
        good="more",
    )  # fmt: skip
    if late:
        words = counted(
            "{count} answer is overdue: {names}.", "{count} answers are overdue: {names}.", 0
        )  # fmt: skip
        tally.need(words, 55, _named(late).values(), count=overdue)


def _open(kind: str) -> Where:
    return Is("kind", "is", kind), Is("state", "is", "open")


def _key(item: Item) -> str:
    return f"{item.kind} {item.key}"


def _named(items: Sequence[Item]) -> dict[str, Text]:
    return {_key(one): CONFIDENTIAL if one.is_hidden else quoted(one_line(one.title, 70)) for one in items}
