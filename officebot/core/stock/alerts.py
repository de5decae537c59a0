"""What an article asks for, and the sentences that say why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from officebot.core.quantities import rounded, trimmed
from officebot.core.stock.delays import LeadTime
from officebot.core.stock.demand import Demand
from officebot.core.stock.methods import Method, method_name
from officebot.core.stock.model import Alert, Article, Order
from officebot.core.stock.quantities import Lot
from officebot.core.stock.runout import RunOut
from officebot.core.stock.shelf import OnHand
from officebot.core.text import Text, counted, say

# With fewer withdrawals than these, use is little known, and that is said.
_FEW = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """All that decides about one article on a day. `reckoned` is the reorder point from use alone.

    `used_soon` is what is expected to be used until orders are decided next and the days after; `arrives` the day on
    which an order of today would come.
    """

    article: Article
    shelf: OnHand
    on_order: Decimal
    demand: Demand
    daily_use: Decimal
    lead_time: LeadTime
    reckoned: Decimal
    service: float | None
    used_soon: Decimal
    ends: RunOut
    runs_out: date | None
    runs_out_early: date | None
    arrives: date
    overdue: tuple[Order, ...]

    @property
    def position(self) -> Decimal:
        """What lies there and what is under way."""
        return self.shelf.quantity + self.on_order

    @property
    def reorder_point(self) -> Decimal:
        """The higher one of what use asks for and what the office wants at the least."""
        return max(self.reckoned, self.article.minimum or Decimal(0))

    @property
    def is_due(self) -> bool:
        """Whether it is time to order: at the reckoned point or below, or below the office's own minimum."""
        minimum = self.article.minimum
        return (self.demand.is_known and self.position <= self.reckoned) or (
            minimum is not None and self.position < minimum
        )

    @property
    def is_late(self) -> bool:
        """Whether the shelf is more likely than not to be empty before an order of today comes."""
        return self.demand.is_known and self.ends.likely is not None and self.ends.likely < self.lead_time.usual

    @property
    def is_soon(self) -> bool:
        """Whether it will be time to order in the days to come."""
        return self.demand.is_known and self.position - self.used_soon <= self.reorder_point


def alert_of(situation: Situation) -> Alert:
    """The most pressing thing that the article asks for."""
    if situation.is_late:
        return Alert.late
    if situation.is_due:
        return Alert.order
    return Alert.watch if situation.is_soon or situation.overdue else Alert.none


def reasons_of(situation: Situation, quantity: Decimal, lot: Lot) -> tuple[Text, ...]:
    """The sentences behind the alert, the most telling first."""
    return (
        *_shortage(situation),
        *_levels(situation),
        *_order(situation, quantity, lot),
        *_use(situation),
        *_deliveries(situation),
        *situation.shelf.doubts,
    )


def _shortage(situation: Situation) -> Iterator[Text]:
    if situation.is_late and situation.runs_out is not None:
        if situation.ends.likely == 0:
            yield say("The shelf is empty; what is ordered today comes on {arrives}.", arrives=situation.arrives)
        else:
            yield say(
                "The shelf is likely to be empty on {runs_out}; what is ordered today comes on {arrives}.",
                runs_out=situation.runs_out,
                arrives=situation.arrives,
            )
    elif situation.runs_out is not None and situation.runs_out_early is not None:
        yield say(
            "What is there and what is on order lasts until about {runs_out}, one time in ten only until {early}.",
            runs_out=situation.runs_out,
            early=situation.runs_out_early,
        )


def _levels(situation: Situation) -> Iterator[Text]:
    position, point = trimmed(situation.position), trimmed(situation.reckoned)
    if situation.demand.is_known and situation.position <= situation.reckoned:
        yield say(
            "{position} there or on order: at the reorder point of {point} or below.", position=position, point=point
        )
    elif situation.demand.is_known:
        yield say("{position} there or on order: above the reorder point of {point}.", position=position, point=point)
    minimum = situation.article.minimum
    if minimum is not None and situation.position < minimum:
        yield say(
            "{position} there or on order: below the office’s minimum of {minimum}.",
            position=position,
            minimum=trimmed(minimum),
        )
    elif minimum is not None and situation.demand.is_known and minimum < situation.reckoned:
        yield say(
            "The office’s minimum of {minimum} is less than use asks for ({point}).",
            minimum=trimmed(minimum),
            point=trimmed(situation.reckoned),
        )


def _order(situation: Situation, quantity: Decimal, lot: Lot) -> Iterator[Text]:
    if quantity:
        if lot.is_for_the_price and quantity == lot.quantity:
            yield say(
                "{quantity} are ordered, since their lower price is worth keeping them.", quantity=trimmed(quantity)
            )
        elif situation.article.target is not None:
            yield say(
                "{quantity} are ordered, up to the office’s target of {target}, in whole packs.",
                quantity=trimmed(quantity),
                target=trimmed(situation.article.target),
            )
    elif situation.is_late and situation.on_order:
        yield say("{on_order} are on order: ask the supplier to hurry.", on_order=trimmed(situation.on_order))


def _use(situation: Situation) -> Iterator[Text]:
    choice, count = situation.demand.choice, situation.demand.withdrawals
    if choice.method is Method.unknown:
        yield say("Nothing was taken yet: only the office’s own levels count.")
    elif choice.method is Method.stopped:
        yield say("Nothing was taken for so long that it seems no longer used: nothing is ordered for it.")
    else:
        yield say(
            "{daily} are used on a working day, reckoned as {method}.",
            daily=rounded(situation.daily_use),
            method=method_name(choice.method),
        )
        if choice.error is not None:
            yield say(
                "Error of that reckoning: {error} (1 is to expect the same as before).", error=round(choice.error, 2)
            )
        if count < _FEW:
            yield counted(
                "Only {count} day with a withdrawal is known: little can be said.",
                "Only {count} days with a withdrawal are known: little can be said.",
                count,
            )


def _deliveries(situation: Situation) -> Iterator[Text]:
    lead_time = situation.lead_time
    if not lead_time.is_promised and not lead_time.deliveries:
        yield counted(
            "No lead time is known: {count} working day is assumed.",
            "No lead time is known: {count} working days are assumed.",
            lead_time.usual,
        )
    for order in situation.overdue:
        if order.due is None:
            yield say("{quantity} should have come by now: ask the supplier.", quantity=trimmed(order.quantity))
        else:
            yield say(
                "{quantity} should have come on {due}: ask the supplier.",
                quantity=trimmed(order.quantity),
                due=order.due,
            )
