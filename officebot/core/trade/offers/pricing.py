"""What an offered line costs for what is wanted: one unit, whole packs, price breaks, discounts; to the cent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from officebot.core.expressions import expression
from officebot.core.money import cents
from officebot.core.text import Text, say
from officebot.core.trade.model import TradeLine
from officebot.core.trade.offers.conditions import conditions_of, folded
from officebot.core.trade.offers.model import Habits, Pair, Priced, Wanted
from officebot.core.trade.offers.packs import Side, factor
from officebot.core.trade.offers.pairing import is_instead
from officebot.core.trade.offers.spans import working_days
from officebot.core.workbooks.numbers import Amount, read_number

_FROM = expression(
    r"(?:\b(?:a partir de|a compter de|des|from|as of|for|pour|>=|≥) ?([0-9]{1,6})|\b([0-9]{1,6}) ?\+)"
    r"(?: [a-z]{1,14}){0,2} ?[:=,a]? ?(?:at )?(?:€|£|\$|eur|gbp)? ?([0-9]{1,6}[.,][0-9]{2,4})(?![0-9])"
)
_SHORT = expression(
    r"\b(?:only|seulement|uniquement|seuls?|just)\b.{0,20}\b(?:available|disponibles?|left|en stock|in stock|restants?)\b"
    r"|\b(?:limited|limite)\w{0,2} (?:to|a)\b|\bdans la limite\b|\bstock limite\b"
)
_PER = expression(r"(?:\b(?:le|par|per|a|the|/) ?|/ ?)(cent|100|hundred|mille|1000|1 000|thousand)\b")
_RATE = expression(r"(?<![\w.,])([0-9]{1,2}(?:[.,][0-9]{1,2})?) ?%")
_DISCOUNT = expression(r"\b(?:remises?|remise|discount|rabais|less|moins|off|reduction)\b")
_FOR_NOTHING = expression(r"\b(?:gratuite?s?|offerte?s?|free|inclus\w{0,2}|compris\w{0,2}|included|no charge)\b")
#: A cent a line is rounding; beyond it quantity × price and the amount say two things.
_ROUNDING = Decimal("0.011")


@dataclass(frozen=True, slots=True)
class _Price:
    """The price of one offered unit, without VAT, from a quantity of offered units on."""

    least: Decimal
    price: Decimal


def priced(pair: Pair, habits: Habits, today: date, vat_factor: Decimal = Decimal(1)) -> Priced:
    """What the pair costs; prices are divided by `vat_factor`, which is 1 for those without VAT."""
    wanted, line = pair.wanted, pair.line
    words = folded(f"{line.label} {line.note} {line.says}")
    per_unit, why = factor(
        Side(wanted.quantity, wanted.unit, (wanted.label,)), Side(line.quantity, line.unit, (line.label, line.note))
    )
    net, doubts = _net_price(line)
    doubts = [*doubts, *([why] if why is not None else [])]
    is_short = _is_short(wanted, line, per_unit, words)
    is_equivalent = is_instead(line)
    days = _days(line, today, habits)
    if net is None or per_unit is None or per_unit <= 0:
        return Priced(
            pair=pair, quantity=wanted.quantity, unit_price=None, amount=None, days=days, is_short=is_short,
            is_equivalent=is_equivalent, doubts=tuple(doubts),
        )  # fmt: skip
    packs = _packs(wanted.quantity, per_unit)
    prices = _prices(line, pair.others, net)
    price = _price_for(prices, packs)
    amount = _amount(line, price, packs, net, vat_factor)
    return Priced(
        pair=pair,
        quantity=packs * per_unit,
        unit_price=price / per_unit / vat_factor,
        amount=amount,
        days=days,
        is_short=is_short,
        is_equivalent=is_equivalent,
        doubts=tuple(doubts),
        next_break=_next_break(prices, packs, per_unit, amount, vat_factor),
    )


def _packs(wanted: Decimal, per_unit: Decimal) -> Decimal:
    """How many offered units hold so much: whole ones where one holds more than one wanted unit."""
    units = wanted / per_unit
    return units.to_integral_value(ROUND_CEILING) if per_unit > 1 else units


# ── the price of one ──────────────────────────────────────────────────────────────────────────────────────


def _net_price(line: TradeLine) -> tuple[Decimal | None, list[Text]]:
    """The price of one offered unit after its own discount, and what is odd about it."""
    price, doubts = _after_discount(line)
    if price is not None and price < 0:
        return None, [say("Its price is below 0.")]
    if price == 0 and not _FOR_NOTHING.search(folded(f"{line.label} {line.note} {line.says}")):
        return None, [say("Its price is 0, and nobody says that it is free.")]
    return price, doubts


def _after_discount(line: TradeLine) -> tuple[Decimal | None, list[Text]]:
    price = _listed(line)
    if line.amount is None or not line.quantity:
        return _discounted(price, line), []
    by_amount = line.amount / line.quantity
    if price is None:
        return by_amount, []
    expected = price * line.quantity
    if abs(expected - line.amount) <= _ROUNDING:
        return price, []
    if line.amount < expected and _has_discount(line):
        return by_amount, []
    doubt = say(
        "{quantity} × {price} is not {amount}: ask which holds.",
        quantity=line.quantity, price=price, amount=line.amount,
    )  # fmt: skip
    return max(price, by_amount), [doubt]


def _listed(line: TradeLine) -> Decimal | None:
    """The listed price of one; of two readings of “per 100” the one that makes the line's amount."""
    one = line.unit_price
    if one is None or line.per != 1:
        return one
    hit = _PER.search(folded(f"{line.unit} {line.note} {line.label}"))
    if hit is None:
        return one
    hundreds = one / (100 if hit[1] in ("cent", "100", "hundred") else 1000)
    if line.amount is None or line.quantity is None:
        return hundreds
    is_each = abs(one * line.quantity - line.amount) <= _ROUNDING
    return one if is_each else hundreds


def _has_discount(line: TradeLine) -> bool:
    words = folded(f"{line.note} {line.says}")
    return bool(_DISCOUNT.search(words) or _RATE.search(words))


def _discounted(price: Decimal | None, line: TradeLine) -> Decimal | None:
    words = folded(f"{line.note} {line.says}")
    rate = _RATE.search(words) if _DISCOUNT.search(words) else None
    if price is None or rate is None:
        return price
    return price * (1 - Decimal(rate[1].replace(",", ".")) / 100)


def _prices(line: TradeLine, others: Sequence[TradeLine], net: Decimal) -> tuple[_Price, ...]:
    """The prices by quantity: the line's own, those in its note, those of further lines for the same thing."""
    found = [_Price(Decimal(0), net)]
    found += [_Price(least, price) for least, price in breaks_in(f"{line.note}\n{line.says}")]
    listed = [one for one in (line, *others) if one.quantity]
    if len(listed) > 1:
        least = min(one.quantity or Decimal(0) for one in listed)
        for one in listed:
            price, _ = _net_price(one)
            if price is not None and one.quantity is not None:
                found.append(_Price(Decimal(0) if one.quantity == least else one.quantity, price))
    return tuple(sorted(found, key=lambda one: (one.least, one.price)))


def breaks_in(text: str) -> Iterator[tuple[Decimal, Decimal]]:
    """The quantities from which another price holds, with it: « dès 100 : 3,90 € », “from 50: £0.85”, “500+ 0.70”."""
    for hit in _FROM.finditer(folded(text[:1000])):
        price = read_number(hit[3], "," if "," in hit[3] else ".")
        if isinstance(price, Amount):
            yield Decimal(hit[1] or hit[2]), price.value


def _price_for(prices: Sequence[_Price], packs: Decimal) -> Decimal:
    reached = [one for one in prices if one.least <= packs]
    return min((one.price for one in reached if one.least == reached[-1].least), default=prices[0].price)


def _amount(line: TradeLine, price: Decimal, packs: Decimal, net: Decimal, vat_factor: Decimal) -> Decimal:
    """The line's own amount where it is for just so many, else quantity × price."""
    if line.amount is not None and line.quantity == packs and price == net:
        return cents(max(line.amount, price * packs) / vat_factor)
    return cents(price * packs / vat_factor)


def _next_break(
    prices: Sequence[_Price], packs: Decimal, per_unit: Decimal, amount: Decimal, vat_factor: Decimal
) -> tuple[Decimal, Decimal] | None:
    """The larger quantity that costs less in all than what is wanted, with its amount; None for none."""
    larger = [
        (one.least * per_unit, cents(one.least * one.price / vat_factor)) for one in prices if one.least > packs
    ]
    cheaper = [one for one in larger if one[1] < amount]
    return min(cheaper, key=lambda one: (one[1], one[0]), default=None)


# ── what is said of the line ──────────────────────────────────────────────────────────────────────────────


def _is_short(wanted: Wanted, line: TradeLine, per_unit: Decimal | None, words: str) -> bool:
    if line.quantity is None or per_unit is None:
        return False
    if line.quantity * per_unit >= wanted.quantity:
        return False
    # A price list says “1”; who has only thirty of fifty says so, or offers just these.
    return bool(_SHORT.search(words)) or line.quantity * per_unit != per_unit


def _days(line: TradeLine, today: date, habits: Habits) -> int | None:
    said = conditions_of([line.note], issued=None, today=today, work=habits.work, stock_days=habits.stock_days).delay
    if said is not None and not said.is_stock:
        return said.days
    if line.delivery_date is not None and line.delivery_date >= today:
        return working_days(today, line.delivery_date, habits.work)
    return said.days if said is not None else None
