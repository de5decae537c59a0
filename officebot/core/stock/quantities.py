"""How much to order at once: what costs least in a year, in whole packs, at least what the supplier sells."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from officebot.core.stock.model import Article, StockPolicy

#: Working days of a year, by which a day's use becomes a year's.
DAYS_OF_A_YEAR = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """The usual order: how much, what a unit costs then, and whether a lower price made it larger."""

    quantity: Decimal
    price: Decimal | None
    is_for_the_price: bool = False


def in_packs(quantity: Decimal, article: Article) -> Decimal:
    """The least number of whole packs that holds so much, and the supplier's least order, in units."""
    pack = article.pack_size if article.pack_size > 0 else Decimal(1)
    wanted = max(quantity, article.minimum_order, pack)
    return (wanted / pack).to_integral_value(ROUND_CEILING) * pack


def usual_lot(article: Article, daily_use: float, policy: StockPolicy) -> Lot:
    """The order that costs least in a year: ordering, keeping in stock, and the price with its breaks.

    Without a price or a cost of ordering it covers the policy's `cover_days`. No lot covers more than
    `most_cover_days`, but for one pack or the supplier's least order.
    """
    if daily_use <= 0:
        quantity = in_packs(Decimal(0), article)
        return Lot(quantity=quantity, price=article.price_of(quantity))
    most = in_packs(_units(daily_use * policy.most_cover_days), article)
    plain = min(most, in_packs(_economic(article, daily_use, policy), article))
    breaks = [in_packs(one.quantity, article) for one in article.price_breaks if one.quantity > plain]
    candidates = [plain, *(quantity for quantity in breaks if quantity <= most)]
    best = min(candidates, key=lambda quantity: (_yearly_cost(article, quantity, daily_use, policy), quantity))
    return Lot(quantity=best, price=article.price_of(best), is_for_the_price=best > plain)


def to_order(article: Article, position: Decimal, reorder_point: Decimal, lot: Decimal) -> Decimal:
    """What to order now: up to the office's target where it has one, else the lot; always beyond the reorder point."""
    missing = reorder_point - position
    if article.target is not None and article.target > reorder_point:
        return in_packs(article.target - position, article)
    quantity = in_packs(max(lot, missing), article)
    if position + quantity <= reorder_point:
        quantity = in_packs(missing + article.pack_size, article)
    return quantity


def _economic(article: Article, daily_use: float, policy: StockPolicy) -> Decimal:
    """The economic order quantity (Harris, F. W., 1913)."""
    price = article.price_of(Decimal(1))
    keeping = float(policy.holding_rate * price) if price else 0.0
    if keeping <= 0 or policy.order_cost <= 0:
        return _units(daily_use * policy.cover_days)
    return _units(math.sqrt(2 * float(policy.order_cost) * daily_use * DAYS_OF_A_YEAR / keeping))


def _yearly_cost(article: Article, quantity: Decimal, daily_use: float, policy: StockPolicy) -> Decimal:
    """Buying, ordering, and keeping half a lot, for a year."""
    yearly = _units(daily_use * DAYS_OF_A_YEAR)
    price = article.price_of(quantity) or Decimal(0)
    return price * yearly + policy.order_cost * yearly / quantity + policy.holding_rate * price * quantity / 2


def _units(quantity: float) -> Decimal:
    return Decimal(str(round(quantity, 6)))
