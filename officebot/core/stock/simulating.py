"""What would happen in the next days under the policy: lived through many times with chances from a seed."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate

from officebot.core.money import cents
from officebot.core.stock.model import Article, Stock
from officebot.core.stock.outlook import Room
from officebot.core.stock.quantities import to_order
from officebot.core.workbooks.cells import to_json
from officebot.core.worktime import WorkingTime

#: How often the days are lived through: figures are means over these.
RUNS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleAhead:
    """What became of an article: means over the runs; `shortage_chance` is the share of runs in which it ran short."""

    article: str
    orders: float
    ordered: float
    shortage_chance: float
    served: float
    mean_stock: float
    lowest_stock: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierAhead:
    """What a supplier is sent: orders, articles of one day being one, and their amount, means over the runs."""

    supplier: str
    currency: str
    orders: float
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAhead:
    """The stock at the end of a working day: its value where prices are known, and how many articles are gone."""

    day: date
    value: Decimal
    empty: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """The days ahead, as they may pass."""

    articles: tuple[ArticleAhead, ...]
    suppliers: tuple[SupplierAhead, ...]
    curve: tuple[DayAhead, ...]

    def to_row(self) -> dict[str, object]:
        """The simulation as `stock simulate --json` prints it: shares and means to four places."""
        return {name: [_row(one) for one in getattr(self, name)] for name in ("articles", "suppliers", "curve")}


def _row(one: ArticleAhead | SupplierAhead | DayAhead) -> dict[str, object]:
    values = asdict(one)
    return {name: round(value, 4) if isinstance(value, float) else to_json(value) for name, value in values.items()}


def simulate(
    stock: Stock, today: date, work: WorkingTime, *, days: int = 90, seed: int = 0, runs: int = RUNS
) -> Simulation:
    """The next `days` days lived through `runs` times; the same seed gives the same, whatever machine.

    Use is drawn from what is known today, deliveries from how long they take; orders follow the reorder points, which
    follow the season.
    """
    room = Room(stock, today, work)
    end = room.workdays.place(today + timedelta(days=days + 1))
    places = range(room.now, min(end, len(room.workdays)))
    points = _points_by_month(room, places)
    lives = [_Life.of(room, article, points, places) for article in stock.articles]
    passed = [[life.live(_generator(seed, run, life.article.key)) for run in range(runs)] for life in lives]
    return Simulation(
        articles=tuple(_article_ahead(life, some) for life, some in zip(lives, passed, strict=True)),
        suppliers=_suppliers_ahead(lives, passed, runs),
        curve=_curve(room, lives, passed, places, runs),
    )


def _generator(seed: int, run: int, article: str) -> random.Random:
    """Chances of one run of one article, whatever other articles there are."""
    return random.Random(f"{seed}/{run}/{article}")  # noqa: S311 - chances of use, no secret


def _points_by_month(room: Room, places: range) -> Mapping[int, Mapping[str, Decimal]]:
    """The reorder points of each month that the days touch, as they are before its first day."""
    found: dict[int, Mapping[str, Decimal]] = {}
    for place in places:
        month = room.workdays.months[place]
        if month not in found:
            found[month] = {key: point for key, (point, _) in room.reorder_points(place).items()}
    return found


@dataclass(slots=True, kw_only=True)
class _Passed:
    """One run of one article: stock at each day's end, orders by day, what was asked for and served."""

    stock: list[float] = field(default_factory=list)
    orders: dict[int, Decimal] = field(default_factory=dict)
    asked: float = 0.0
    served: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Life:
    """An article, ready to be lived through."""

    article: Article
    lies: float
    comes: Mapping[int, float]
    lot: Decimal
    points: Sequence[Decimal]
    factors: Sequence[float]
    rates: Sequence[tuple[float, float]]
    sizes: Sequence[float]
    step: float
    waits: Sequence[tuple[int, float]]

    @staticmethod
    def of(room: Room, article: Article, points: Mapping[int, Mapping[str, Decimal]], places: range) -> _Life:
        demand = room.demands[article.key]
        months = [room.workdays.months[place] for place in places]
        least = article.minimum or Decimal(0)
        return _Life(
            article=article,
            lies=float(room.shelf(article).quantity),
            comes={later - 1: quantity for later, quantity in room.arrivals(article)[0].items()},
            lot=room.lots[article.key].quantity,
            points=[max(least, points[month].get(article.key, Decimal(0))) for month in months],
            factors=[demand.season.index[month] for month in months],
            rates=demand.rates,
            sizes=list(accumulate(demand.sizes)),
            step=demand.step,
            waits=room.lead_times[article.key].chances,
        )

    def live(self, rng: random.Random) -> _Passed:
        """One run. What cannot be served is owed, and handed out when a delivery comes."""
        passed, lies, comes = _Passed(), self.lies, dict(self.comes)
        rate = _drawn(self.rates, rng)
        for day, (factor, point) in enumerate(zip(self.factors, self.points, strict=True)):
            lies += comes.pop(day, 0.0)
            wanted = self._wanted(rate * factor, rng)
            there = min(wanted, max(0.0, lies))
            lies -= wanted
            passed.asked += wanted
            passed.served += there
            position = Decimal(str(round(lies + sum(comes.values()), 6)))
            if self._is_due(position, point):
                quantity = to_order(self.article, position, point, self.lot)
                later = day + _waited(self.waits, rng)
                comes[later] = comes.get(later, 0.0) + float(quantity)
                passed.orders[day] = quantity
            passed.stock.append(max(0.0, lies))
        return passed

    def _is_due(self, position: Decimal, point: Decimal) -> bool:
        if not self.factors or self.rates[-1][1] <= 0:
            return self.article.minimum is not None and position < self.article.minimum
        return position <= point

    def _wanted(self, chance: float, rng: random.Random) -> float:
        if rng.random() >= chance:
            return 0.0
        return min(bisect_right(self.sizes, rng.random()), len(self.sizes) - 1) * self.step


def _drawn(rates: Sequence[tuple[float, float]], rng: random.Random) -> float:
    """One of the rates that the history leaves possible."""
    drawn = rng.random()
    for weight, rate in rates:
        drawn -= weight
        if drawn < 0:
            return rate
    return rates[-1][1]


def _waited(waits: Sequence[tuple[int, float]], rng: random.Random) -> int:
    drawn = rng.random()
    for days, chance in waits:
        drawn -= chance
        if drawn < 0:
            return days
    return waits[-1][0]


# ── means over the runs ───────────────────────────────────────────────────────────────────────────────────


def _article_ahead(life: _Life, passed: Sequence[_Passed]) -> ArticleAhead:
    runs = len(passed)
    asked = sum(one.asked for one in passed)
    return ArticleAhead(
        article=life.article.key,
        orders=sum(len(one.orders) for one in passed) / runs,
        ordered=float(sum(sum(one.orders.values()) for one in passed)) / runs,
        shortage_chance=sum(one.served < one.asked for one in passed) / runs,
        served=sum(one.served for one in passed) / asked if asked else 1.0,
        mean_stock=sum(sum(one.stock) / max(1, len(one.stock)) for one in passed) / runs,
        lowest_stock=sum(min(one.stock, default=life.lies) for one in passed) / runs,
    )


def _suppliers_ahead(
    lives: Sequence[_Life], passed: Sequence[Sequence[_Passed]], runs: int
) -> tuple[SupplierAhead, ...]:
    days: dict[tuple[str, str], set[tuple[int, int]]] = {}
    amounts: dict[tuple[str, str], Decimal] = {}
    for life, some in zip(lives, passed, strict=True):
        key = (life.article.supplier, life.article.currency)
        for run, one in enumerate(some):
            for day, quantity in one.orders.items():
                days.setdefault(key, set()).add((run, day))
                amount = quantity * (life.article.price_of(quantity) or Decimal(0))
                amounts[key] = amounts.get(key, Decimal(0)) + amount
    return tuple(
        SupplierAhead(
            supplier=supplier,
            currency=currency,
            orders=len(days[supplier, currency]) / runs,
            amount=cents(amounts[supplier, currency] / runs),
        )
        for supplier, currency in sorted(days)
    )


def _curve(
    room: Room, lives: Sequence[_Life], passed: Sequence[Sequence[_Passed]], places: range, runs: int
) -> tuple[DayAhead, ...]:
    prices = [float(life.article.price_of(Decimal(1)) or 0) for life in lives]
    found = []
    for at, place in enumerate(places):
        value = sum(
            price * one.stock[at] for price, some in zip(prices, passed, strict=True) for one in some if price
        )  # fmt: skip
        empty = sum(one.stock[at] <= 0 for some in passed for one in some)
        found.append(
            DayAhead(
                day=room.workdays.days[place],
                value=cents(Decimal(str(value / runs))),
                empty=empty / runs,
            )
        )
    return tuple(found)
