"""What was asked for, where nobody says so: the lines of the offers themselves, those for the same thing as one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from officebot.core.trade.model import TradeDocument, TradeLine
from officebot.core.trade.offers.comparing import in_people_s_order
from officebot.core.trade.offers.judging import is_beside_goods
from officebot.core.trade.offers.model import Offer, Wanted
from officebot.core.trade.offers.packs import pack_in, unit_of
from officebot.core.trade.offers.pairing import SURE, fitness

_ONE = Decimal(1)


def wanted_from(offers: Sequence[Offer]) -> tuple[Wanted, ...]:
    """The goods of the offer with most lines, then those that only others have; carriage and fees are none.

    Quantities are those offered; a pack whose content is said counts in pieces only where another offer does.
    """
    found: list[Wanted] = []
    for offer in sorted(in_people_s_order(offers), key=lambda one: -len(one.document.lines)):
        seen: list[str] = []
        for line in offer.document.lines:
            if is_beside_goods(line) or not (line.label or line.article or line.says):
                continue
            same = _same(found, line)
            if same is None:
                found.append(_wanted(line, len(found) + 1))
            elif same.number not in seen:
                seen.append(same.number)
                found[int(same.number) - 1] = _in_smaller_units(same, line)
    return tuple(found)


def wanted_of(document: TradeDocument) -> tuple[Wanted, ...]:
    """What a request of ours asks for, line by line."""
    lines = [line for line in document.lines if not is_beside_goods(line)]
    return tuple(_wanted(line, number) for number, line in enumerate(lines, 1))


def _wanted(line: TradeLine, number: int) -> Wanted:
    return Wanted(
        number=str(number),
        article=line.buyer_article,
        standard_article=line.standard_article,
        label=line.label or line.says or line.article,
        quantity=line.quantity or _ONE,
        unit=line.unit,
    )


def _same(found: Sequence[Wanted], line: TradeLine) -> Wanted | None:
    fits = [(fitness(one, line, {})[0], -int(one.number), one) for one in found]
    best = max(fits, key=lambda one: one[:2], default=None)
    return best[2] if best is not None and best[0] >= SURE else None


def _in_smaller_units(wanted: Wanted, line: TradeLine) -> Wanted:
    """The wanted line; in the other's units where they are the content of its packs: 2 boxes of 250 are 500."""
    held = pack_in(wanted.unit, wanted.label)
    if held is None or line.quantity is None or unit_of(line.unit) == unit_of(wanted.unit):
        return wanted
    if wanted.quantity * held.content != line.quantity:
        return wanted
    return Wanted(
        number=wanted.number,
        article=wanted.article or line.buyer_article,
        standard_article=wanted.standard_article or line.standard_article,
        label=line.label or wanted.label,
        quantity=line.quantity,
        unit=line.unit,
    )
