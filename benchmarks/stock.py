"""The stock policy beside fixed levels (s,S) chosen in hindsight, over the second year of made-up articles.

    python benchmarks/stock.py              200 articles from each of five seeds
    python benchmarks/stock.py --quick      40 articles from one seed
    python benchmarks/stock.py --seeds 6 7  other seeds
    python benchmarks/stock.py --drift 0.15 each article's level moves by some 15 % between the years

Both take over the same shelf with the same orders under way on the first day of the second year, decide each evening,
order in whole packs; what is not there is owed and handed out when it comes. The fixed levels are, for each article, those
that would have served 98 % of the first year with the least stock: they have seen that year before it began. The
policy has seen at each evening what was asked for until then, and how long the first year's deliveries took.
"""

from __future__ import annotations

import argparse
import sys
import time
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.common import table
from benchmarks.stock_articles import LAST, TURN, Made, make_articles, working_days
from officebot.core.stock.balancing import balanced, keeping_costs
from officebot.core.stock.delays import Deliveries, LeadTime
from officebot.core.stock.demand import Demand, demand_of
from officebot.core.stock.levels import Curve, curve_of
from officebot.core.stock.model import Article, Order
from officebot.core.stock.seasons import season_of_all
from officebot.core.stock.usage import Usage, Workdays
from officebot.core.worktime import WorkingTime

SERVICE = 0.98
SUPPLIERS = 12
#: How many packs may lie between the two fixed levels; beside these, a single unit.
GAPS = (1, 2, 3, 4, 6, 8, 12, 16)
#: The policy looks at the weeks ahead each week, and learns from what was asked for every four weeks, in working days:
#: daily would change little and take many times as long.
EVERY, LEARNS = 5, 20


@dataclass(slots=True, kw_only=True)
class Shelf:
    """One article's stock: below zero what is owed; what is under way by the day it comes."""

    lies: int
    coming: dict[int, int] = field(default_factory=dict)

    def copy(self) -> Shelf:
        """The same, to go on from independently."""
        return Shelf(lies=self.lies, coming=dict(self.coming))


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What a span of days came to: units asked for and served at once, mean stock, orders, cycles and those short."""

    asked: int
    served: int
    stock: float
    orders: tuple[tuple[int, int], ...]
    short_cycles: int

    @property
    def fill(self) -> float:
        """The share of what was asked for that was served at once."""
        return self.served / self.asked if self.asked else 1.0


def live(made: Made, days: range, shelf: Shelf, decide: Callable[[int, int], int]) -> Passed:
    """Live through the days; `decide` gets the day and the position each evening and says how much to order."""
    position = shelf.lies + sum(shelf.coming.values())
    asked = served = stock = short_cycles = 0
    is_short = False
    orders: list[tuple[int, int]] = []
    for day in days:
        if day in shelf.coming:
            shelf.lies += shelf.coming.pop(day)
            short_cycles += is_short
            is_short = False
        if wanted := made.asked[day]:
            there = min(wanted, max(0, shelf.lies))
            asked, served = asked + wanted, served + there
            is_short |= there < wanted
            shelf.lies -= wanted
            position -= wanted
        if ordered := decide(day, position):
            comes = day + made.takes[day]
            shelf.coming[comes] = shelf.coming.get(comes, 0) + ordered
            position += ordered
            orders.append((day, comes))
        stock += max(0, shelf.lies)
    return Passed(
        asked=asked,
        served=served,
        stock=stock / len(days),
        orders=tuple(orders),
        short_cycles=short_cycles + is_short,
    )


# ── fixed levels, in hindsight ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Order at `low` or below, up to `high` at least, in whole packs."""

    low: int
    high: int
    pack: int

    def decide(self, _day: int, position: int) -> int:
        """How much to order."""
        return -((position - self.high) // self.pack) * self.pack if position <= self.low else 0


def best_levels(made: Made, year: range) -> tuple[Levels, Passed, Shelf]:
    """The levels that serve the year with the least stock, what it came to, and the shelf at its end.

    What a year does at one lower level it does at any, moved by the difference, since orders follow the distance from
    it. So each distance of the two levels is lived through once, and the least lower level that serves found by halving.
    """
    found: tuple[int, Levels] | None = None
    for gap in sorted({1, *(packs * made.pack for packs in GAPS)}):
        moved = Moved.of(made, year, gap)
        low = moved.least(SERVICE)
        stock = moved.stock(low)
        if found is None or stock < found[0]:
            found = (stock, Levels(low=low, high=low + gap, pack=made.pack))
    assert found is not None
    levels = found[1]
    shelf = Shelf(lies=levels.high)
    return levels, live(made, year, shelf, levels.decide), shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A year at levels so far apart, as it is at the lower level of nought: what lies there (below zero: is owed).

    `before` are the stock and what is asked for on days with use, `evenings` the stock at each day's end. A lower level
    of n has n more of each.
    """

    before: Sequence[tuple[int, int]]
    evenings: Sequence[int]

    @staticmethod
    def of(made: Made, year: range, gap: int) -> Moved:
        """The year lived through once, from a full shelf on."""
        lies = position = gap
        coming: dict[int, int] = {}
        before, evenings = [], []
        for day in year:
            lies += coming.pop(day, 0)
            if wanted := made.asked[day]:
                before.append((lies, wanted))
                lies -= wanted
                position -= wanted
            if position <= 0:
                ordered = -((position - gap) // made.pack) * made.pack
                comes = day + made.takes[day]
                coming[comes] = coming.get(comes, 0) + ordered
                position += ordered
            evenings.append(lies)
        return Moved(before=before, evenings=evenings)

    def fill(self, low: int) -> float:
        """The share of what is asked for that is served at once."""
        asked = sum(wanted for _, wanted in self.before)
        served = sum(min(wanted, max(0, lies + low)) for lies, wanted in self.before)
        return served / asked if asked else 1.0

    def stock(self, low: int) -> int:
        """What lies there at the ends of all days together."""
        return sum(max(0, lies + low) for lies in self.evenings)

    def least(self, service: float) -> int:
        """The least lower level, from -1 on, that serves so much; what is served never shrinks with it."""
        enough = sum(wanted for _, wanted in self.before)
        return bisect_left(range(-1, enough + 1), service, key=self.fill) - 1


# ── the policy ────────────────────────────────────────────────────────────────────────────────────────────


class OurPolicy:
    """officebot's policy for all articles, which knows what was asked for until the evening on which it decides."""

    def __init__(self, articles: Sequence[Made], workdays: Workdays, lead_times: Mapping[str, LeadTime]) -> None:
        self._articles, self._workdays, self._lead_times = articles, workdays, lead_times
        self._costs = keeping_costs({made.key: made.price for made in articles})
        self._demands: Mapping[str, Demand] = {}
        self._curves: dict[tuple[str, float], Curve | None] = {}
        self._learned = 0

    def reorder_points(self, day: int) -> Mapping[str, int]:
        """Those of all articles on an evening; evenings are asked for in order."""
        if not self._demands or day >= self._learned + LEARNS:
            self._learn(day)
        curves: dict[str, Curve] = {}
        for made in self._articles:
            curve = self._curve(made, day)
            if curve is not None:
                curves[made.key] = curve
        places = balanced(curves, self._costs, SERVICE)
        return {key: int(curves[key].units(place)) for key, place in places.items()}

    def _learn(self, day: int) -> None:
        known = {
            made.key: Usage(first=0, amounts=[float(amount) for amount in made.asked[: day + 1]])
            for made in self._articles
        }
        shared = season_of_all(known.values(), self._workdays)
        self._demands = {
            key: demand_of(usage, self._workdays, shared, self._lead_times[key].usual + 1)
            for key, usage in known.items()
        }
        self._learned = day
        self._curves.clear()

    def _curve(self, made: Made, day: int) -> Curve | None:
        lead_time, demand = self._lead_times[made.key], self._demands[made.key]
        months = self._workdays.months[day + 1 : day + lead_time.usual + 2]
        factor, doubt = demand.season.over(months), demand.season.doubt_over(months)
        kept = made.key, factor
        if kept not in self._curves:
            self._curves[kept] = curve_of(
                demand, factor, lead_time, review_days=1, lot=Decimal(made.pack), doubt=doubt
            )
        return self._curves[kept]


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """One article's reorder points, by the evening on which they were reckoned."""

    made: Made
    first: int
    every: int
    points: Sequence[int]

    def decide(self, day: int, position: int) -> int:
        """How much to order."""
        low, pack = self.points[(day - self.first) // self.every], self.made.pack
        return ((low - position) // pack + 1) * pack if position <= low else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One article's second year under both."""

    price: float
    fixed: Passed
    ours: Passed


def compare(seed: int, count: int, drift: float = 0.0, every: int = EVERY) -> list[Compared]:
    """The second year of so many articles under both policies; `drift` is how far levels move between the years."""
    days = working_days()
    turn = sum(day < TURN for day in days)
    first_year, second_year = range(turn), range(turn, len(days))
    workdays = Workdays(WorkingTime(), days[0], LAST + timedelta(days=120))
    articles = make_articles(seed, count, days, drift)
    chosen = [best_levels(made, first_year) for made in articles]
    lead_times = _lead_times(articles, [passed for _, passed, _ in chosen], workdays, turn)
    policy = OurPolicy(articles, workdays, lead_times)
    points = [policy.reorder_points(day) for day in second_year[::every]]
    found = []
    for made, (levels, _, shelf) in zip(articles, chosen, strict=True):
        followed = Followed(made=made, first=turn, every=every, points=[week.get(made.key, -1) for week in points])
        fixed = live(made, second_year, shelf.copy(), levels.decide)
        ours = live(made, second_year, shelf.copy(), followed.decide)
        found.append(Compared(price=made.price, fixed=fixed, ours=ours))
    return found


def _lead_times(
    articles: Sequence[Made], passed: Sequence[Passed], workdays: Workdays, turn: int
) -> Mapping[str, LeadTime]:
    """What the promises and the deliveries of the first year tell about each article."""
    known = [
        Article(key=made.key, supplier=f"S{number % SUPPLIERS}", lead_time=made.lead_days)
        for number, made in enumerate(articles)
    ]
    orders = [
        Order(
            article=made.key,
            quantity=Decimal(1),
            ordered_on=workdays.days[ordered],
            received_on=workdays.days[comes],
        )
        for made, year in zip(articles, passed, strict=True)
        for ordered, comes in year.orders
        if comes < turn
    ]
    deliveries = Deliveries(known, orders, workdays)
    return {article.key: deliveries.lead_time(article, 5) for article in known}


# ── figures ───────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a policy came to over all articles."""

    fill_of_articles: float
    fill_of_units: float
    cycles: float
    stock: float
    value: float
    orders: int

    @staticmethod
    def of(passed: Sequence[tuple[float, Passed]]) -> Figures:
        """The figures of each article's price and year."""
        years = [year for _, year in passed]
        orders = sum(len(year.orders) for year in years)
        return Figures(
            fill_of_articles=sum(year.fill for year in years) / len(years),
            fill_of_units=sum(year.served for year in years) / sum(year.asked for year in years),
            cycles=1 - sum(year.short_cycles for year in years) / orders,
            stock=sum(year.stock for year in years),
            value=sum(price * year.stock for price, year in passed),
            orders=orders,
        )


def figures(compared: Sequence[Compared]) -> tuple[Figures, Figures]:
    """Those of the fixed levels, and ours."""
    return (
        Figures.of([(one.price, one.fixed) for one in compared]),
        Figures.of([(one.price, one.ours) for one in compared]),
    )


def rows_of(seed: int, compared: Sequence[Compared]) -> list[tuple[str, ...]]:
    """Two lines of the table."""
    fixed, ours = figures(compared)
    return [
        (
            str(seed), name, f"{one.fill_of_articles:.2%}", f"{one.fill_of_units:.2%}", f"{one.cycles:.2%}",
            f"{one.stock:,.0f}", f"{one.stock / fixed.stock:.2f}", f"{one.value / fixed.value:.2f}",
            f"{one.orders:,}",
        )
        for name, one in (("fixed", fixed), ("policy", ours))
    ]  # fmt: skip


HEADING = (
    "seed", "levels", "served, mean of articles", "of all units", "cycles without shortage", "mean stock", "stock ratio",
    "value ratio", "orders",
)  # fmt: skip


def main() -> None:
    """Measure what the arguments ask for and print it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="40 articles from the first seed")
    options.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    options.add_argument("--drift", type=float, default=0.0, help="levels move by so much between the years, as 0.15")
    options.add_argument("--articles", type=int, default=200)
    chosen = options.parse_args()
    seeds, count = (chosen.seeds[:1], 40) if chosen.quick else (chosen.seeds, chosen.articles)
    rows = [HEADING]
    for seed in seeds:
        started = time.process_time()
        rows += rows_of(seed, compare(seed, count, chosen.drift))
        print(f"{table(rows[-2:])}\n{time.process_time() - started:.0f} s", file=sys.stderr, flush=True)
    print(table(rows))


if __name__ == "__main__":
    main()
