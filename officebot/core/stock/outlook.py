"""What lies ahead for every article: how long it lasts, when and how much to order, and the sentences that say why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from officebot.core.stock.alerts import Situation, alert_of, reasons_of
from officebot.core.stock.balancing import balanced, keeping_costs
from officebot.core.stock.delays import Deliveries, LeadTime
from officebot.core.stock.demand import Demand, demand_of, without_use
from officebot.core.stock.levels import Curve, curve_of
from officebot.core.stock.model import Alert, Article, Movement, MovementKind, Order, Stock
from officebot.core.stock.quantities import Lot, to_order, usual_lot
from officebot.core.stock.runout import RunOut, run_out
from officebot.core.stock.seasons import season_of_all
from officebot.core.stock.shelf import OnHand, by_article, on_hand
from officebot.core.stock.usage import Usage, Workdays, usage_of
from officebot.core.text import Text
from officebot.core.workbooks.cells import to_json
from officebot.core.worktime import WorkingTime

#: Working days that are looked ahead, about two years.
AHEAD = 500
_AHEAD_CALENDAR_DAYS = 760
# What is older says little of today, and may be a year that somebody mistyped.
_BACK_CALENDAR_DAYS = 5 * 366
_FOUR_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """One article's future. Quantities in its unit, days as dates; `run_out` is None beyond two years or without use.

    `service` is the share of what is asked for that the reorder point is expected to serve, None without known use.
    """

    article: Article
    on_hand: OnHand
    on_order: Decimal
    demand: Demand
    daily_use: Decimal
    lead_time: LeadTime
    run_out: date | None
    run_out_early: date | None
    run_out_late: date | None
    reorder_point: Decimal
    service: float | None
    lot: Lot
    order_quantity: Decimal
    alert: Alert
    reasons: tuple[Text, ...]

    @property
    def position(self) -> Decimal:
        """What lies there and what is under way."""
        return self.on_hand.quantity + self.on_order

    def to_row(self) -> dict[str, object]:
        """The article as `stock report --json` prints it."""
        return {
            "key": self.article.key,
            "label": self.article.label,
            "on_hand": to_json(self.on_hand.quantity),
            "on_order": to_json(self.on_order),
            "daily_use": float(self.daily_use),
            "method": self.demand.choice.method.value,
            "error": None if self.demand.choice.error is None else round(self.demand.choice.error, 3),
            "run_out": to_json(self.run_out),
            "run_out_early": to_json(self.run_out_early),
            "reorder_point": to_json(self.reorder_point),
            "order_quantity": to_json(self.order_quantity),
            "supplier": self.article.supplier,
            "alert": self.alert.value,
            "sources": [*filter(None, (self.article.source,)), *self.on_hand.sources],
        }


def look_ahead(stock: Stock, today: date, work: WorkingTime) -> tuple[Outlook, ...]:
    """The outlook of every article at the end of `today`, in the order of the stock."""
    return tuple(Room(stock, today, work).outlooks())


class Room:
    """A stock room on a day, with what was learned from its journal."""

    def __init__(self, stock: Stock, today: date, work: WorkingTime) -> None:
        first = min((one.day for one in stock.movements), default=today)
        first = max(min(first, today), today - timedelta(days=_BACK_CALENDAR_DAYS))
        self.stock, self.today, self.work = stock, today, work
        self.workdays = Workdays(work, first, today + timedelta(days=_AHEAD_CALENDAR_DAYS))
        self.now = self.workdays.place(today + timedelta(days=1))
        movements = by_article(stock.movements)
        self._movements: Mapping[str, Sequence[Movement]] = movements
        self._open: dict[str, list[Order]] = {}
        for order in stock.orders:
            if order.received_on is None or order.received_on > today:
                self._open.setdefault(order.article, []).append(order)
        deliveries = Deliveries(stock.articles, stock.orders, self.workdays)
        usual = stock.policy.usual_lead_time
        self.lead_times = {article.key: deliveries.lead_time(article, usual) for article in stock.articles}
        self.demands = self._learned()
        self.lots = {
            article.key: usual_lot(article, self.demands[article.key].choice.daily_use, stock.policy)
            for article in stock.articles
        }

    def _learned(self) -> Mapping[str, Demand]:
        usages: dict[str, Usage] = {}
        for article in self.stock.articles:
            taken = [one for one in self._movements.get(article.key, []) if one.kind is not MovementKind.correction]
            usages[article.key] = usage_of(taken, self.workdays, self.today)
        shared = season_of_all(usages.values(), self.workdays)
        return {
            key: demand_of(usage, self.workdays, shared, self._covered(key)) if usage.amounts else without_use()
            for key, usage in usages.items()
        }

    def _covered(self, key: str) -> int:
        """The working days that an order decided today must cover."""
        return self.lead_times[key].usual + self.stock.policy.review_days

    def reorder_points(self, at: int) -> Mapping[str, tuple[Decimal, float]]:
        """For each article with known use, the reorder point before the day numbered `at`, and the service expected."""
        curves: dict[str, Curve] = {}
        for article in self.stock.articles:
            demand = self.demands[article.key]
            months = self.workdays.months[at : at + self._covered(article.key)]
            curve = curve_of(
                demand,
                demand.season.over(months),
                self.lead_times[article.key],
                review_days=self.stock.policy.review_days,
                lot=self.lots[article.key].quantity,
                doubt=demand.season.doubt_over(months),
            )
            if curve is not None:
                curves[article.key] = curve
        costs = keeping_costs({key: float(lot.price or 0) for key, lot in self.lots.items()})
        places = balanced(curves, costs, self.stock.policy.service)
        return {key: (curves[key].units(place), 1 - curves[key].unserved[place]) for key, place in places.items()}

    def outlooks(self) -> list[Outlook]:
        """The outlook of every article."""
        points = self.reorder_points(self.now)
        return [
            self._outlook(article, *points.get(article.key, (Decimal(0), None))) for article in self.stock.articles
        ]

    def shelf(self, article: Article) -> OnHand:
        """What lies there of an article."""
        return on_hand(self._movements.get(article.key, []), self.today)

    def arrivals(self, article: Article) -> tuple[Mapping[int, float], list[Order]]:
        """What comes on which working day from today, today being 0, and the orders that should have come already."""
        comes: dict[int, float] = {}
        overdue = []
        for order in self._open.get(article.key, []):
            due = order.due or self._expected(order, article)
            if due < self.today:
                overdue.append(order)
            else:
                day = max(1, self.workdays.place(due) - self.now + 1)
                comes[day] = comes.get(day, 0.0) + float(order.quantity)
        return comes, overdue

    def _expected(self, order: Order, article: Article) -> date:
        """The day on which an order without a due day should come."""
        start = self.workdays.place(max(order.ordered_on or self.today, self.workdays.days[0]))
        return self.day(start - self.now + 1 + self.lead_times[article.key].usual) or self.today

    def day(self, later: int | None) -> date | None:
        """The working day so many after today, today itself being 0."""
        if later is None or later == 0:
            return None if later is None else self.today
        return self.workdays.days[min(max(0, self.now + later - 1), len(self.workdays) - 1)]

    def _outlook(self, article: Article, reckoned: Decimal, service: float | None) -> Outlook:
        demand, lead_time = self.demands[article.key], self.lead_times[article.key]
        shelf, lot = self.shelf(article), self.lots[article.key]
        comes, overdue = self.arrivals(article)
        months = self.workdays.months[self.now : self.now + AHEAD]
        ends = run_out(demand, float(shelf.quantity), comes, months)
        on_order = sum((order.quantity for order in self._open.get(article.key, [])), Decimal(0))
        situation = self._situation(article, shelf, on_order, reckoned, service, ends, overdue)
        quantity = Decimal(0)
        if situation.is_due:
            quantity = to_order(article, situation.position, situation.reorder_point, lot.quantity)
        return Outlook(
            article=article,
            on_hand=shelf,
            on_order=on_order,
            demand=demand,
            daily_use=situation.daily_use,
            lead_time=lead_time,
            run_out=self.day(ends.likely),
            run_out_early=self.day(ends.early),
            run_out_late=self.day(ends.late),
            reorder_point=situation.reorder_point,
            service=service,
            lot=lot,
            order_quantity=quantity,
            alert=alert_of(situation),
            reasons=reasons_of(situation, quantity, lot),
        )

    def _situation(
        self, article: Article, shelf: OnHand, on_order: Decimal, reckoned: Decimal, service: float | None,
        ends: RunOut, overdue: Sequence[Order],
    ) -> Situation:  # fmt: skip
        demand, lead_time = self.demands[article.key], self.lead_times[article.key]
        soon = demand.expected(self.workdays.months[self.now : self.now + self.stock.policy.review_days + 4])
        return Situation(
            article=article,
            shelf=shelf,
            on_order=on_order,
            demand=demand,
            daily_use=Decimal(str(demand.choice.daily_use)).quantize(_FOUR_PLACES),
            lead_time=lead_time,
            reckoned=reckoned,
            service=service,
            used_soon=Decimal(str(soon)).quantize(_FOUR_PLACES),
            ends=ends,
            runs_out=self.day(ends.likely),
            runs_out_early=self.day(ends.early),
            arrives=self.day(lead_time.usual) or self.today,
            overdue=tuple(overdue),
        )
