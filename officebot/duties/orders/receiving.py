"""The goods of a day: what suppliers said on it that they delivered, asked about together on the next working morning.

A yes says that all of it was seen; it is then entered mail by mail. After a no each mail is asked about by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from officebot.core.actions import CloseItem
from officebot.core.orders.following import Step
from officebot.core.orders.matches import Match
from officebot.core.proposals import Item, Proposal, Reason
from officebot.core.quantities import trimmed
from officebot.core.text import counted, say
from officebot.duties.orders.differing import GOODS
from officebot.duties.orders.made import ASKED_OF, KEY
from officebot.duties.orders.observe import ANNOUNCED, Event, Facts, keeper
from officebot.duties.orders.settings import Settings
from officebot.sdk import NoteItem

_MOST = 60


def can_wait_for_the_day(settings: Settings, event: Event, matches: Sequence[Match], made: Sequence[Step]) -> bool:
    """Whether the mail brings nothing but goods as they were ordered, and nobody has said yet whether they came."""
    documents = [match.document for match in matches if any(match.certain)]
    is_plain = all(one.kind in GOODS and not one.problems for one in documents)
    return (
        settings.goods == "day"
        and event.goods in ("", ASKED_OF)
        and is_plain
        and not any(step.differences for step in made)
    )


def announced(
    facts: Facts, settings: Settings, event: Event, made: Sequence[Step], supplier: str, day: date
) -> Proposal:
    """The goods of a mail, noted until a person said whether they came."""
    lines = [say("{quantity} {article} ({order})", quantity=trimmed(step.came), article=step.before.name,
                 order=step.before.order).render(facts.language) for step in made[:_MOST]]  # fmt: skip
    owner = keeper(facts, settings)
    title = say("{supplier} delivers {what}", supplier=supplier, what="; ".join(lines[:5]))
    note = NoteItem(
        item_kind=ANNOUNCED, key=_key(event.mail.mark), title=title.render(facts.language)[:500],
        owner=owner.address if owner is not None else "",
        source={"mail": event.mail.source, "mark": event.mail.mark, "day": day.isoformat(), "supplier": supplier,
                "lines": lines, "orders": sorted({step.before.order for step in made})},
    )  # fmt: skip
    return Proposal(key=_key(event.mail.mark), title=title, actions=(note,), about=event.mail.ref,
                    reason=say("What came is asked about once for the whole day."))  # fmt: skip


def came(facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """In the morning: of each day before, what was announced on it, for one yes."""
    if settings.goods != "day" or not facts.office.working_time.is_working_day(facts.today):
        return
    unseen = [item for item in facts.of_kind(ANNOUNCED) if not item.source.get("seen")]
    for day in sorted({str(item.source.get("day")) for item in unseen}):
        items = sorted((item for item in unseen if item.source.get("day") == day), key=lambda item: item.key)
        is_over = day < facts.today.isoformat() and facts.made.state(list_key(day)) not in ("rejected", "undone")
        if is_over and len(items) > 1:
            yield _list(day, items)


def _list(day: str, items: Sequence[Item]) -> Proposal:
    suppliers = ", ".join(dict.fromkeys(str(item.source.get("supplier")) for item in items))
    return Proposal(
        key=list_key(day),
        title=counted("Did what was announced on {day} come? {count} delivery: {suppliers}",
                      "Did what was announced on {day} come? {count} deliveries: {suppliers}", len(items),
                      day=date.fromisoformat(day), suppliers=suppliers),
        actions=tuple(NoteItem(item_kind=ANNOUNCED, key=item.key, title=item.title, owner=item.owner,
                               source={**item.source, "seen": True}) for item in items[:_MOST]),
        reason=say("Goods are entered once somebody has seen them."),
        reasons=tuple(Reason(what=say("{supplier}: {what}", supplier=item.source.get("supplier", ""), what=str(line)),
                             source=str(item.source.get("mail", "")))
                      for item in items for line in item.source.get("lines", ()))[:_MOST],
        consequences=(say("A yes enters all of it; after a no each delivery is asked about by itself."),),
        owner=items[0].owner,
        must_ask=True,
    )  # fmt: skip


def noted_no_more(facts: Facts, event: Event) -> Iterator[Proposal]:
    """What was noted of goods that are in the book by now, or that somebody refused to enter."""
    key = _key(event.mail.mark)
    if facts.made.is_settled(event.mail.mark) and any(item.key == key for item in facts.of_kind(ANNOUNCED)):
        reason = say("Somebody said whether the goods came.")
        yield Proposal(
            key=f"{KEY}goods-over:{event.mail.mark}", title=reason, reason=reason, about=event.mail.ref,
            actions=(CloseItem(item_kind=ANNOUNCED, key=key, because="decided"),),
        )  # fmt: skip


def list_key(day: str) -> str:
    """The key of the question about a day's goods."""
    return f"{KEY}came:{day}"


def _key(mark: str) -> str:
    return f"{KEY}goods:{mark}"
