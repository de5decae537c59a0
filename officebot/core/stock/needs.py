"""What to order from whom: the needs of each supplier, filled up to the least order where there is one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from officebot.core.money import cents
from officebot.core.quantities import trimmed
from officebot.core.stock.model import Alert
from officebot.core.stock.outlook import Outlook
from officebot.core.stock.quantities import to_order
from officebot.core.text import Text, say

_URGENCY = {alert: rank for rank, alert in enumerate(Alert)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A line of an order: so much of an article, what it costs (None without a price), and why."""

    article: str
    label: str
    unit: str
    quantity: Decimal
    price: Decimal | None
    amount: Decimal | None
    alert: Alert
    because: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierNeeds:
    """What to order from one supplier, the most pressing line first.

    `amount` is the sum of the lines that have a price, in `currency`; `missing` what the order still lacks to the
    supplier's least amount. `doubts` are what a person should look at before it is sent.
    """

    supplier: str
    lines: tuple[Need, ...]
    amount: Decimal
    currency: str
    missing: Decimal
    doubts: tuple[Text, ...]


def needs(
    outlooks: Iterable[Outlook], least_amounts: Mapping[str, Decimal] | None = None
) -> tuple[SupplierNeeds, ...]:
    """The order for each supplier of whom something is needed, in the order of their names.

    `least_amounts` are those below which a supplier does not deliver. Where the needs of today stay below, articles of
    the same supplier that will be needed next are added, the soonest first. Another currency makes another order.
    """
    wanted, sooner = list[Outlook](), list[Outlook]()
    for outlook in outlooks:
        (wanted if outlook.order_quantity else sooner).append(outlook)
    groups: dict[tuple[str, str], list[Outlook]] = {}
    for outlook in wanted:
        groups.setdefault((outlook.article.supplier, outlook.article.currency), []).append(outlook)
    found = []
    for (supplier, currency), group in sorted(groups.items()):
        beside = [one for one in sooner if (one.article.supplier, one.article.currency) == (supplier, currency)]
        found.append(_needs_of(supplier, currency, group, beside, (least_amounts or {}).get(supplier, Decimal(0))))
    return tuple(found)


def _needs_of(
    supplier: str, currency: str, group: Sequence[Outlook], beside: Sequence[Outlook], least: Decimal
) -> SupplierNeeds:
    lines = [
        _line(one, one.order_quantity, one.reasons[0])
        for one in sorted(group, key=lambda one: (_URGENCY[one.alert], one.run_out or date.max, one.article.key))
    ]
    lines += _filling(lines, beside, least)
    amount = _amount(lines)
    doubts = list(_doubts(supplier, lines))
    missing = max(Decimal(0), least - amount)
    if missing:
        doubts.append(
            say(
                "{supplier} delivers from {least} {currency} on; {missing} {currency} are missing: order more, or wait.",
                supplier=supplier,
                least=trimmed(least),
                missing=trimmed(missing),
                currency=currency,
            )
        )
    return SupplierNeeds(
        supplier=supplier,
        lines=tuple(lines),
        amount=amount,
        currency=currency,
        missing=missing,
        doubts=tuple(doubts),
    )


def _filling(lines: Sequence[Need], beside: Sequence[Outlook], least: Decimal) -> list[Need]:
    """Lines of articles that will be needed next, until the order reaches the least amount; none, where they cannot."""
    added: list[Need] = []
    soonest = sorted(
        (one for one in beside if one.run_out_early is not None and one.lot.price),
        key=lambda one: (one.run_out_early, one.article.key),
    )
    for one in soonest:
        if _amount([*lines, *added]) >= least:
            break
        quantity = to_order(one.article, one.position, one.reorder_point, one.lot.quantity)
        added.append(
            _line(one, quantity, say("Will be needed next; it fills the order up to the supplier’s least amount."))
        )
    return added if _amount([*lines, *added]) >= least else []


def _line(outlook: Outlook, quantity: Decimal, because: Text) -> Need:
    price = outlook.article.price_of(quantity)
    return Need(
        article=outlook.article.key,
        label=outlook.article.label,
        unit=outlook.article.unit,
        quantity=quantity,
        price=price,
        amount=None if price is None else cents(price * quantity),
        alert=outlook.alert,
        because=because,
    )


def _amount(lines: Iterable[Need]) -> Decimal:
    return sum((line.amount for line in lines if line.amount is not None), Decimal(0))


def _doubts(supplier: str, lines: Sequence[Need]) -> Iterable[Text]:
    if not supplier:
        yield say("No supplier is known for {articles}.", articles=[line.label or line.article for line in lines])
    unpriced = [line.label or line.article for line in lines if line.price is None]
    if unpriced:
        yield say("No price is known for {articles}: the sum is without them.", articles=unpriced)
