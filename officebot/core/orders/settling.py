"""Which order line stands for a document's line: by itself where it is certain, else asked about with its rivals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import count

from officebot.core.orders.evidence import HEARD, LEAST, TELLING, WORDS, Evidence, Scores
from officebot.core.orders.matches import Matched
from officebot.core.orders.model import OrderLine
from officebot.core.orders.numbers import Sureness
from officebot.core.orders.pool import Key, Pool
from officebot.core.orders.understanding import is_undecided
from officebot.core.orders.whole import Whole
from officebot.core.text import say
from officebot.core.trade.model import TradeKind, TradeLine
from officebot.core.trade.offers.judging import is_beside_goods

#: From the first on a match may stand by itself; so much must the next lie behind.
CERTAIN, _AHEAD = 5.0, 1.0
#: What a letter that speaks of goods in passing is not.
NO_NEWS = (TradeKind.other, TradeKind.order, TradeKind.request, TradeKind.catalogue, TradeKind.quote)


def chosen_of(lines: Sequence[TradeLine], scores: Sequence[Scores], *, is_prose: bool) -> dict[int, list[Evidence]]:
    """The order line of each line, the surest first; several, where one line's words name several articles."""
    # A number a find keeps those that are as sure in their order, and no key need be compared.
    number = count()
    ranked = sorted(
        (-one.points, place, next(number), key)
        for place, found in enumerate(scores)
        for key, one in found.likely.items()
        if one.points >= LEAST
    )
    chosen: dict[int, list[Evidence]] = {}
    taken: dict[Key, list[TradeLine]] = {}
    for _, place, _number, key in ranked:
        one, parts = scores[place].likely[key], taken.get(key, [])
        if parts and not _are_parts([*parts, lines[place]], one.line):
            continue
        if place in chosen:
            # Further articles of one sentence: other words than those that named the first.
            heard = {word for other in chosen[place] for word in other.words}
            is_further = is_prose and lines[place].says == lines[place].label and one.words and not one.words & heard
            if not is_further or one.article < WORDS * HEARD * 1.2 or parts:
                continue
            chosen[place].append(one)
        else:
            chosen[place] = [one]
        taken.setdefault(key, []).append(lines[place])
    return chosen


def _are_parts(lines: Sequence[TradeLine], line: OrderLine) -> bool:
    """Whether lines of a document may be parts of one ordered: all of them together not more than what was ordered."""
    quantities = [one.quantity for one in lines if one.quantity is not None]
    return len(quantities) == len(lines) and sum(map(abs, quantities)) <= line.quantity


def settled(said: TradeLine, best: Evidence, scores: Scores, taken: set[Key], pool: Pool) -> Matched:
    """The line with its best order line; with its rivals too, unless it is certain. What is `taken` is no rival."""
    may_be_twin = not best.is_named or _is_too_much(said, best.line)
    rivals = [
        one
        for key, one in (scores.everything if may_be_twin else scores.likely).items()
        if (one.points >= LEAST and one.points > best.points - _AHEAD) or (may_be_twin and _is_twin(one, best))
        if key not in taken
    ]
    near = [one.line for one in sorted(rivals, key=lambda one: -one.points)]
    reasons, points = best.reasons, best.points
    # An order that is not named is meant where it alone holds the article, in this quantity.
    is_meant = best.is_named or (said.quantity in (best.line.quantity, best.line.open_quantity) and not pool.is_named)
    is_sure = best.article >= WORDS * TELLING and points >= CERTAIN and is_meant and not pool.is_foreign
    is_sure = is_sure and pool.document.kind not in NO_NEWS and not is_undecided(said, pool.document)
    if near or not is_sure:
        return Matched(said=said, candidates=(best.line, *near[:4]), sureness=points, reasons=reasons)
    return Matched(said=said, line=best.line, sureness=points, reasons=reasons)


def is_faint(found: Sequence[Evidence], meant: Whole) -> bool:
    """Whether words that speak of a whole name single articles by chance only, or those that are left out of it."""
    return bool(meant.but) or all(one.article < WORDS * TELLING for one in found)


def _is_twin(one: Evidence, best: Evidence) -> bool:
    """Whether it is the same article in another order: where none is named the quantity alone decides nothing."""
    return one.line.order != best.line.order and one.article >= best.article - 0.3 and one.is_open


def _is_too_much(said: TradeLine, line: OrderLine) -> bool:
    """Whether a quantity is more than a line can take: it may be that of two orders."""
    return said.quantity is not None and said.quantity > line.quantity


def of_both(said: TradeLine, best: Evidence, scores: Scores, taken: set[Key]) -> Iterator[Matched]:
    """The same article in the other orders that the words speak of, each to be asked about."""
    for key, one in scores.everything.items():
        if key not in taken and _is_twin(one, best):
            taken.add(key)
            yield Matched(said=said, candidates=(one.line,), sureness=one.points, reasons=one.reasons)


def coherent(found: Iterable[Matched]) -> Iterator[Matched]:
    """The same, the candidates of the order first that all certain lines of the document are of."""
    kept = list(found)
    orders = {one.line.order for one in kept if one.line is not None}
    for one in kept:
        if len(orders) == 1 and one.candidates:
            first = sorted(one.candidates, key=lambda line: line.order not in orders)
            yield replace(one, candidates=tuple(first))
        else:
            yield one


def eliminated(found: Iterable[Matched], pool: Pool) -> Iterator[Matched]:
    """The same; what no words name may be what is left of the order with these figures: to be asked about."""
    kept = list(found)
    taken = {line.key for one in kept for line in (one.line, *one.candidates) if line is not None}
    orders = {one.line.order for one in kept if one.line is not None}
    orders |= {order for order, sure in pool.orders.items() if sure >= Sureness.short}
    rest = [line for line in pool.lines if line.key not in taken and line.order in orders and line.is_open]
    for one in kept:
        if one.likeliest is not None or pool.document.syntax == "text" or is_beside_goods(one.said):
            yield one
            continue
        fits = sorted(
            ((_figures(one.said, line), line.key, line) for line in rest), key=lambda fit: (-fit[0], fit[1])
        )
        is_clear = fits and fits[0][0] >= 2 and (len(fits) == 1 or fits[0][0] > fits[1][0])
        if not is_clear:
            yield one
            continue
        line = fits[0][2]
        rest.remove(line)
        why = say("The figures are those of “{label}”.", label=line.name)
        yield replace(one, candidates=(line,), sureness=LEAST, reasons=(why,))


def _figures(said: TradeLine, line: OrderLine) -> int:
    """How much quantity and price speak for a line: 2 for the same quantity, 2 for about the same price."""
    price, ours = said.unit_price, line.price
    is_priced = price is not None and ours is not None and ours > 0 and abs(price - ours) <= ours * Decimal("0.15")
    return 2 * (said.quantity is not None and said.quantity in (line.quantity, line.open_quantity)) + 2 * is_priced


def only_asked(one: Matched) -> Matched:
    """The same, but for a person to say yes to."""
    line = one.likeliest
    return Matched(
        said=one.said, candidates=(line,) if line is not None else (), sureness=one.sureness, reasons=one.reasons
    )
