"""What makes a variance: whose entries, in which months, and whether prices or quantities did it; three in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import TypeAlias

from officebot.core.budget.model import NOTHING, Entry, Month
from officebot.core.money import cents
from officebot.core.text import Text, counted, named_month, quoted, say

#: So many are named; what moves less than this share of the variance is none.
_NAMED, _LEAST = 3, Decimal("0.1")
#: How much one moves, and its words, which are made for the few that are named.
_Driver: TypeAlias = tuple[Decimal, Callable[[], Text]]


def drivers_of(
    months: Sequence[Month],
    planned: Mapping[Month, Decimal],
    spent: Mapping[Month, Decimal],
    entries: Sequence[Entry],
    before: Sequence[Entry] = (),
) -> tuple[Text, ...]:
    """At most three drivers of the variance of these months, the largest first.

    `entries` are those of the months, `before` those of the same months a year earlier: with these, whoever took more or
    less than then is named; without, whoever took most. Underspent lines name the months in which nothing was booked.
    """
    variance = sum((spent.get(one, NOTHING) - planned.get(one, NOTHING) for one in months), NOTHING)
    if not variance:
        return ()
    found: list[_Driver] = []
    if entries:
        found += _by_name(entries, before, is_over=variance > 0)
    found += _by_month(months, planned, spent, variance, has_entries=bool(entries))
    named = sorted(found, key=lambda one: -one[0])
    return tuple(what() for size, what in named[:_NAMED] if size >= _LEAST * abs(variance))


def _by_name(entries: Sequence[Entry], before: Sequence[Entry], *, is_over: bool) -> list[_Driver]:
    now, then = _sums(entries), _sums(before)
    found: list[_Driver] = []
    if not before:
        if is_over:
            total = sum(now.values(), NOTHING)
            found += [
                (amount, partial(_largest, entries, name, amount, total))
                for name, amount in now.items()
                if amount > 0
            ]
        return found
    for name, amount in now.items():
        change = amount - then.get(name, NOTHING)
        if change and (change > 0) is is_over:
            found.append((abs(change), partial(_changed, entries, before, name, amount)))
    if not is_over:
        found += [
            (amount, partial(_gone, name, amount)) for name, amount in then.items() if name not in now and amount > 0
        ]
    return found


def _largest(entries: Sequence[Entry], name: str, amount: Decimal, total: Decimal) -> Text:
    some = [one for one in entries if _name(one) == name]
    share = round(100 * amount / total) if total > 0 else 100
    if len(some) == 1 and some[0].piece:
        return say(
            "{name}: {amount} by “{piece}”, {share} % of what was spent.",
            name=quoted(name), amount=amount, piece=some[0].piece[:40], share=share,
        )  # fmt: skip
    return counted(
        "{name}: {amount} by {count} entry, {share} % of what was spent.",
        "{name}: {amount} by {count} entries, {share} % of what was spent.",
        len(some), name=quoted(name), amount=amount, share=share,
    )  # fmt: skip


def _gone(name: str, amount: Decimal) -> Text:
    return say("{name}: nothing this year, {before} in these months last year.", name=quoted(name), before=amount)


def _changed(entries: Sequence[Entry], before: Sequence[Entry], name: str, amount: Decimal) -> Text:
    now, then = ([one for one in some if _name(one) == name] for some in (entries, before))
    if not then:
        return say("{name}: {amount}, and nothing in these months last year.", name=quoted(name), amount=amount)
    split = price_and_volume(now, then)
    earlier = _sum(then)
    if split is None:
        return say(
            "{name}: {amount}, after {before} in these months last year.",
            name=quoted(name),
            amount=amount,
            before=earlier,
        )
    price, volume = split
    return say(
        "{name}: {amount}, after {before} last year: {price} by the price, {volume} by the quantity.",
        name=quoted(name), amount=amount, before=earlier, price=price, volume=volume,
    )  # fmt: skip


def price_and_volume(now: Sequence[Entry], then: Sequence[Entry]) -> tuple[Decimal, Decimal] | None:
    """How much of a change the price made, and how much the quantity; None where a quantity is not known.

    The quantity's part is reckoned at the old price, the price's part at the new quantity: together they are the change.
    """
    if any(one.quantity is None for one in (*now, *then)):
        return None
    amount, quantity = _sum(now), sum((one.quantity or NOTHING for one in now), NOTHING)
    old_amount, old_quantity = _sum(then), sum((one.quantity or NOTHING for one in then), NOTHING)
    if not old_quantity or not quantity:
        return None
    volume = cents((quantity - old_quantity) * old_amount / old_quantity)
    return amount - old_amount - volume, volume


def _by_month(
    months: Sequence[Month],
    planned: Mapping[Month, Decimal],
    spent: Mapping[Month, Decimal],
    variance: Decimal,
    *,
    has_entries: bool,
) -> list[_Driver]:
    """The months that went furthest the variance's way."""
    found: list[_Driver] = []
    for month in months:
        plan, real = planned.get(month, NOTHING), spent.get(month, NOTHING)
        if (real - plan > 0) is not (variance > 0) or real == plan:
            continue
        if variance > 0 and has_entries:
            continue
        found.append((abs(real - plan), partial(_of_month, month, plan, real)))
    return found


def _of_month(month: Month, plan: Decimal, real: Decimal) -> Text:
    if not real:
        return say("{month}: nothing was booked, {planned} are planned.", month=_month(month), planned=plan)
    return say("{month}: {spent}, {planned} are planned.", month=_month(month), spent=real, planned=plan)


def _month(month: Month) -> Text:
    """A month in the reader's words."""
    return named_month(month.year, month.month)


def _sums(entries: Sequence[Entry]) -> dict[str, Decimal]:
    """What each name took."""
    found: dict[str, Decimal] = {}
    for one in entries:
        name = _name(one)
        found[name] = found.get(name, NOTHING) + one.amount
    return found


def _name(entry: Entry) -> str:
    """Whose entry it is; else what it is."""
    return entry.supplier or entry.label or entry.piece or entry.code


def _sum(entries: Sequence[Entry]) -> Decimal:
    return sum((one.amount for one in entries), NOTHING)
