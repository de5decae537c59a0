"""What is proposed about the stock: what to order before it runs out, what a mail moved, what a month used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from officebot.core.proposals import Proposal
from officebot.core.quantities import trimmed
from officebot.core.stock.model import Alert
from officebot.core.stock.outlook import Outlook, look_ahead
from officebot.core.text import Text, counted, say
from officebot.core.workbooks.complaints import unreadable
from officebot.duties.stock.movements import movements
from officebot.duties.stock.observe import ITEM, KEY, Facts
from officebot.duties.stock.pages import month_page, needs_page
from officebot.duties.stock.settings import Settings
from officebot.duties.stock.telling import how_many, keeper, mails
from officebot.sdk import Action, CloseItem, NoteItem, Problem, Reason

_PRESSING = (Alert.late, Alert.order)


def decide(facts: Facts, settings: Settings) -> Iterable[Proposal]:
    """In the morning the shortages ahead, and on the first working day of a month the last one; else what a mail says."""
    if facts.mail is not None:
        if settings.withdrawals == "internal":
            yield from movements(facts)
        return
    problem = _problem(facts)
    if problem is not None:
        yield problem
    if facts.read is None:
        return
    outlooks = look_ahead(facts.read.stock, facts.today, facts.office.working_time)
    yield from _needs(facts, settings, outlooks)
    yield from _settled(facts, outlooks)
    if settings.monthly == "document" and _begins_month(facts):
        yield _month(facts, outlooks)


def _problem(facts: Facts) -> Proposal | None:
    """A workbook that cannot be read, or rows that cannot."""
    return unreadable(facts.workbook.file, _problems(facts), key=f"{KEY}problems", item_kind=ITEM, items=facts.items,
                      today=facts.today, language=facts.language)  # fmt: skip


def _problems(facts: Facts) -> list[Problem]:
    if facts.workbook.problem is not None:
        return [Problem(where="", what=facts.workbook.problem)]
    return list(facts.read.problems if facts.read is not None else facts.found.problems)


def _needs(facts: Facts, settings: Settings, outlooks: tuple[Outlook, ...]) -> Iterator[Proposal]:
    """The list, and the mail about it: on the day on which there is something new in it."""
    pressing = [one for one in outlooks if one.alert in _PRESSING]
    known = {(item.source.get("article"), item.source.get("alert")) for item in facts.items}
    if all((one.article.key, one.alert.value) in known for one in pressing):
        return
    language = facts.language
    notes = tuple(
        NoteItem(
            item_kind=ITEM,
            key=f"{KEY}article:{one.article.key}",
            title=_what_to_order(one).render(language),
            due=None,
            source={
                "article": one.article.key,
                "alert": one.alert.value,
                "quantity": str(one.order_quantity),
                "supplier": one.article.supplier,
                "run_out": one.run_out_early.isoformat() if one.run_out_early else "",
                "cells": list(one.on_hand.sources[:5]),
            },
        )
        for one in pressing
    )
    pages: tuple[Action, ...] = (needs_page(facts, outlooks),) if settings.needs == "document" else ()
    first = pressing[0]
    reason = say("{article}: {why}", article=first.article.label or first.article.key, why=first.reasons[0])
    yield Proposal(
        key=f"{KEY}needs:{facts.today}",
        title=how_many(pressing),
        actions=(*notes, *pages),
        reason=reason,
        reasons=tuple(
            Reason(
                what=say("{article}: {why}", article=one.article.label or one.article.key, why=why),
                source=next(iter(one.on_hand.sources), ""),
            )
            for one in pressing
            for why in one.reasons
        )[:60],
    )
    person = keeper(facts, settings)
    mail = tuple(mails(facts, settings, pressing))
    if person is not None and mail:
        title = say("Tell {name} what runs out", name=person.name)
        yield Proposal(key=f"{KEY}told:{facts.today}", title=title, actions=mail, reason=reason)


def _what_to_order(one: Outlook) -> Text:
    name = one.article.label or one.article.key
    if not one.order_quantity:
        return say("{article}: {why}", article=name, why=one.reasons[0])
    quantity, unit = trimmed(one.order_quantity), one.article.unit
    if not unit:
        return say("Order {article}: {quantity}", article=name, quantity=quantity)
    return say("Order {article}: {quantity} {unit}", article=name, quantity=quantity, unit=unit)


def _settled(facts: Facts, outlooks: tuple[Outlook, ...]) -> Iterator[Proposal]:
    """What was noted and is no longer so."""
    enough = {f"{KEY}article:{one.article.key}" for one in outlooks if one.alert not in _PRESSING}
    over = [item for item in facts.items if item.key in enough]
    if not _problems(facts):
        # All was read: what is not there has left the stock, and nothing is wrong with the workbook.
        there = {f"{KEY}article:{one.article.key}" for one in outlooks}
        over += [item for item in facts.items if item.key not in there and not item.key.startswith(f"{KEY}hand:")]
    if over:
        yield Proposal(
            key=f"{KEY}settled:{facts.today}",
            title=counted("{count} alert on the stock is over", "{count} alerts on the stock are over", len(over)),
            actions=tuple(CloseItem(item_kind=ITEM, key=item.key, because="stock") for item in over),
            reason=say("There is enough again, or the workbook was mended."),
        )


def _begins_month(facts: Facts) -> bool:
    first = facts.today.replace(day=1)
    work = facts.office.working_time
    return work.is_working_day(facts.today) and not any(
        work.is_working_day(first.replace(day=day)) for day in range(1, facts.today.day)
    )


def _month(facts: Facts, outlooks: tuple[Outlook, ...]) -> Proposal:
    page, month = month_page(facts, outlooks)
    return Proposal(
        key=f"{KEY}month:{month}",
        title=say("Write up the stock of {month}", month=month),
        actions=(page,),
        reason=say("A new month begins."),
    )
