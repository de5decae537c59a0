"""Which articles to count: what is worth much more often, what was never counted first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate

from officebot.core.quantities import trimmed
from officebot.core.stock.outlook import Outlook
from officebot.core.stock.quantities import DAYS_OF_A_YEAR
from officebot.core.text import Text, say


class Rank(StrEnum):
    """An article's share in what all articles are worth: A makes the first four fifths, B the next 15 %, C the rest."""

    a = "A"
    b = "B"
    c = "C"


_UP_TO: Sequence[tuple[Rank, Decimal]] = ((Rank.a, Decimal("0.80")), (Rank.b, Decimal("0.95")), (Rank.c, Decimal(1)))
#: Days after which an article is to be counted again.
COUNT_EVERY: Mapping[Rank, int] = {Rank.a: 90, Rank.b: 180, Rank.c: 365}


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLine:
    """A line of the count sheet: what the journal says lies there, to be compared with what is found."""

    article: str
    label: str
    unit: str
    rank: Rank
    expected: Decimal
    counted_on: date | None
    due: date
    because: Text


def ranks(outlooks: Sequence[Outlook]) -> Mapping[str, Rank]:
    """The rank of each article by the value of a year's use, and of what lies there if that is more.

    An article without a price is as dear as the middle one of those that have one.
    """
    values = {outlook.article.key: _value(outlook, _usual_price(outlooks)) for outlook in outlooks}
    dearest_first = sorted(values, key=lambda key: (-values[key], key))
    total = sum(values.values(), Decimal(0))
    if not total:
        return dict.fromkeys(values, Rank.c)
    before = accumulate((values[key] for key in dearest_first), initial=Decimal(0))
    return {
        key: next(rank for rank, share in _UP_TO if share == 1 or reached < share * total)
        for key, reached in zip(dearest_first, before, strict=False)
    }


def count_sheet(outlooks: Sequence[Outlook], today: date, most: int | None = None) -> tuple[CountLine, ...]:
    """The articles to count now: those whose journal cannot be right, those never counted, then the longest overdue.

    At most so many lines, where `most` says so.
    """
    found = ranks(outlooks)
    lines = [_count_line(outlook, found[outlook.article.key]) for outlook in outlooks]
    due = [line for line in lines if line.due <= today]
    due.sort(key=lambda line: (line.due, line.rank, line.article))
    return tuple(due[:most])


def _count_line(outlook: Outlook, rank: Rank) -> CountLine:
    counted_on = outlook.on_hand.counted_on
    if outlook.on_hand.doubts:
        due, because = date.min, outlook.on_hand.doubts[0]
    elif counted_on is None:
        due, because = date.min + timedelta(days=1), say("It was never counted.")
    else:
        due = counted_on + timedelta(days=COUNT_EVERY[rank])
        because = say(
            "Rank {rank}: last counted on {day}, to be counted again by {due}.",
            rank=rank.value,
            day=counted_on,
            due=due,
        )
    return CountLine(
        article=outlook.article.key,
        label=outlook.article.label,
        unit=outlook.article.unit,
        rank=rank,
        expected=trimmed(outlook.on_hand.quantity),
        counted_on=counted_on,
        due=due,
        because=because,
    )


def _value(outlook: Outlook, usual: Decimal) -> Decimal:
    price = outlook.article.price_of(Decimal(1)) or usual
    return price * max(outlook.daily_use * DAYS_OF_A_YEAR, outlook.on_hand.quantity)


def _usual_price(outlooks: Sequence[Outlook]) -> Decimal:
    known = sorted(price for one in outlooks if (price := one.article.price_of(Decimal(1))))
    return known[len(known) // 2] if known else Decimal(1)
