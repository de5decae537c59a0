"""How long suppliers take: what they promise, and how their deliveries kept it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from officebot.core.stock.model import Article, Order
from officebot.core.stock.usage import Workdays

# How late deliveries are, in relation to the promise, before any is known: most come when promised.
_USUALLY: Mapping[float, float] = {0.0: 0.8, 0.25: 0.1, 0.5: 0.1}
# What is usual weighs as much as so many deliveries; an article's own weigh more than those of its supplier.
_USUAL_WEIGHS, _OWN_WEIGHS, _SUPPLIER_WEIGHS = 6.0, 2.0, 1.0
_LATEST = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadTime:
    """Working days from an order to its delivery, each with its chance; `is_promised` tells whether anybody said so."""

    chances: tuple[tuple[int, float], ...]
    is_promised: bool
    deliveries: int

    @property
    def usual(self) -> int:
        """The days that are not exceeded more often than not."""
        reached = 0.0
        for days, chance in self.chances:
            reached += chance
            if reached >= 0.5:
                return days
        return self.chances[-1][0]


class Deliveries:
    """What is known of deliveries that came: how long each took."""

    def __init__(self, articles: Iterable[Article], orders: Iterable[Order], workdays: Workdays) -> None:
        known = {article.key: article for article in articles}
        # For each supplier and each article: which article, and how many working days its delivery took.
        self._by_supplier: dict[str, list[tuple[str, int]]] = {}
        self._by_article: dict[str, list[int]] = {}
        self._promises = {key: article.lead_time for key, article in known.items()}
        for order in orders:
            article = known.get(order.article)
            if article and order.ordered_on and order.received_on and order.ordered_on <= order.received_on:
                took = max(1, workdays.place(order.received_on) - workdays.place(order.ordered_on))
                self._by_article.setdefault(article.key, []).append(took)
                self._by_supplier.setdefault(article.supplier, []).append((article.key, took))

    def lead_time(self, article: Article, usual: int) -> LeadTime:
        """An article's lead time; without a promise, the middle of what its deliveries took, else `usual` days."""
        own = self._by_article.get(article.key, [])
        promise = article.lead_time
        stated = max(1, promise or _middle(own) or usual)
        weights: dict[float, float] = {late: _USUAL_WEIGHS * share for late, share in _USUALLY.items()}
        for took in own:
            _add(weights, took / stated - 1, _OWN_WEIGHS)
        for key, took in self._by_supplier.get(article.supplier, []) if article.supplier else []:
            promised = self._promises.get(key)
            if promised and key != article.key:
                _add(weights, took / promised - 1, _SUPPLIER_WEIGHS)
        return LeadTime(chances=_in_days(weights, stated), is_promised=promise is not None, deliveries=len(own))


def _add(weights: dict[float, float], late: float, weight: float) -> None:
    late = min(late, _LATEST)
    weights[late] = weights.get(late, 0.0) + weight


def _in_days(weights: Mapping[float, float], stated: int) -> tuple[tuple[int, float], ...]:
    total = sum(weights.values())
    days: dict[int, float] = {}
    for late, weight in weights.items():
        took = max(1, round(stated * (1 + late)))
        days[took] = days.get(took, 0.0) + weight / total
    return tuple(sorted(days.items()))


def _middle(values: Sequence[int]) -> int | None:
    return sorted(values)[len(values) // 2] if values else None
