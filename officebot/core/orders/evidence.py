"""What speaks for each order line that a line of a document may be about, in points, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from officebot.core.expressions import expression
from officebot.core.orders.index import Entry
from officebot.core.orders.likeness import Alike, code_of
from officebot.core.orders.model import OrderLine
from officebot.core.orders.numbers import Sureness
from officebot.core.orders.pool import Key, Pool
from officebot.core.text import Text, say
from officebot.core.trade.model import TradeKind, TradeLine

#: Evidence in points: which article …
_CODE, WORDS, _PLACE = 6.0, 5.0, 4.5
#: … which order …
_ORDER = {Sureness.none: 0.0, Sureness.slip: 1.0, Sureness.short: 2.5, Sureness.whole: 4.0}
_OTHER_ORDER, _ONLY_ORDER = -4.0, 1.0
#: … and what agrees besides, or speaks against it.
_QUANTITY, _PRICE, _OVER, _BEFORE, _FIGURES = 1.2, 0.8, -2.0, -5.0, 2.2
#: Below this a line is none of ours.
LEAST = 1.8
#: More than all that may speak for a line besides its article and its order.
_BESIDES = _QUANTITY + _PRICE + 0.01
#: How far a price may be off and be the same, be much the same, or be another's.
_SAME, _ALIKE, _OTHER = Decimal("0.005"), Decimal("0.15"), Decimal("0.6")
#: How much words must tell to name an article, and to name it beyond doubt.
HEARD, TELLING = 0.28, 0.62
#: Words that tell so much are enough, however long the label is.
_ENOUGH = 2.2
_GOODS = (TradeKind.despatch, TradeKind.receipt, TradeKind.service_report)
#: What may speak of lines that are not open any more.
LATER = (TradeKind.invoice, TradeKind.credit_note, TradeKind.receipt)


class Ground(StrEnum):
    """By what an article is known."""

    code = "code"
    place = "place"
    words = "words"
    figures = "figures"


@dataclass(slots=True)
class Evidence:
    """What speaks for one order line: points in all, those for the article alone, and why.

    `is_named` where its order is named, `is_only` where no other order is open, `is_quantity` where the quantity is the same.
    """

    line: OrderLine
    ground: Ground
    article: float
    points: float
    words: frozenset[str]
    is_open: bool
    is_named: bool = False
    is_only: bool = False
    is_quantity: bool = False

    @property
    def reasons(self) -> tuple[Text, ...]:
        """What speaks for it, in words."""
        found = [_of_article(self.ground, self.line)]
        if self.is_named:
            found.append(say("It names the order {order}.", order=self.line.order))
        elif self.is_only:
            found.append(say("No other order of this supplier is open."))
        return (*found, say("The quantity is the same.")) if self.is_quantity else tuple(found)


def _of_article(ground: Ground, line: OrderLine) -> Text:
    match ground:
        case Ground.code:
            return say("It has the same article number: {article}.", article=line.article)
        case Ground.place:
            return say("It names line {line} of the order.", line=line.line)
        case Ground.words:
            return say("The words are those of “{label}”.", label=line.name)
        case Ground.figures:
            return say("The figures are those of “{label}”.", label=line.name)


class Scores:
    """What speaks for the order lines that a line of a document may be about.

    `likely` holds all that have `LEAST` points, and more; `everything` those besides for whose article anything speaks.
    """

    def __init__(self, said: TradeLine, pool: Pool) -> None:
        self._said, self._pool = said, pool
        self.likely, self._is_all = scored(said, pool, LEAST)

    @cached_property
    def everything(self) -> Mapping[Key, Evidence]:
        """All of them; it costs more, and is looked at where an order is not named, or a quantity is that of two."""
        return self.likely if self._is_all else scored(self._said, self._pool)[0]


def scored(said: TradeLine, pool: Pool, least: float | None = None) -> tuple[dict[Key, Evidence], bool]:
    """What speaks for each line that may be meant but those that cannot reach `least` points; whether none was left out."""
    own = pool.numbers.exactly(said.order) if said.order else ""
    near = {} if own else pool.numbers.named(f"{said.says[:2_000]} {said.note[:2_000]}")
    orders = {own: Sureness.whole} if own else near or pool.orders
    has_order = any(sure >= Sureness.short for sure in orders.values())
    words = f"{said.label} {said.says}" if said.says and said.says not in said.label else said.label
    heard = pool.index.alike(words)
    codes, places = _codes(said, words), _places(said)
    only_open = next(iter(pool.open_orders)) if len(pool.open_orders) == 1 else None
    found, is_all = {}, True
    has_figures = said.quantity is not None and said.unit_price is not None
    for entry in pool.index.near(heard, codes, places, said.quantity if has_figures else None):
        alike, is_code = heard.get(entry.words), not codes.isdisjoint(entry.codes)
        if (
            alike is None
            and not is_code
            and entry.line.line not in places
            and not (has_figures and _same_price(said, entry.line))
        ):
            continue  # Of most lines near by nothing is said at all.
        sure = orders.get(entry.line.order, Sureness.none)
        is_only = entry.line.order == only_open
        is_place = entry.line.line in places and bool(sure or is_only)
        is_named = sure >= Sureness.short
        of_order = 0.0 if is_named else _OTHER_ORDER if has_order else _ONLY_ORDER if is_only else 0.0
        if least is not None and of_order < 0 and not is_code and not is_place:
            # Most lines are of orders that are not named: what words alone say of them is seldom enough.
            article = max(WORDS * worth(alike) if alike is not None else 0.0, _FIGURES)
            if article + _ORDER[sure] + of_order + _BESIDES < least:
                is_all = False
                continue
        one = _same_article(said, entry, alike, is_code, is_place, sure)
        if one is None:
            continue
        one.is_named, one.is_only = is_named, is_only and not has_order
        one.points += _ORDER[sure]
        one.points += of_order
        _agreeing(said, entry, pool, one)
        found[entry.line.key] = one
    return found, is_all


def _codes(said: TradeLine, words: str) -> set[str]:
    """The numbers of articles that a line says, in their fields or among its words."""
    told = (said.buyer_article, said.seller_article, said.standard_article)
    return {
        code for one in (*told, *(word.strip("()[].,;:") for word in words.split())) if (code := code_of(one))
    }  # fmt: skip


def _same_article(
    said: TradeLine, entry: Entry, heard: Alike | None, is_code: bool, is_place: bool, sure: Sureness
) -> Evidence | None:
    """What speaks for its being the same article; None where nothing does."""
    points = WORDS * worth(heard) if heard is not None else 0.0
    ground = Ground.words
    if is_code:
        points, ground = max(points, _CODE), Ground.code
    elif is_place:
        points, ground = max(points, _PLACE), Ground.place
    elif points < WORDS * HEARD:
        # Words that name nothing: the same figures in the order that it names may still tell.
        if said.quantity is None or said.quantity not in entry.quantities:
            return None
        is_priced = _same_price(said, entry.line)
        if not is_priced and not (sure and points):
            return None
        points, ground = _FIGURES if is_priced else points + 0.4, Ground.figures
    told = heard.words if heard is not None else frozenset[str]()
    return Evidence(entry.line, ground, points, points, told, entry.is_open)


def _agreeing(said: TradeLine, entry: Entry, pool: Pool, evidence: Evidence) -> None:
    """What agrees besides the article and the order, or speaks against them."""
    kind, line = pool.document.kind, entry.line
    if said.quantity is not None:
        if said.quantity in entry.quantities:
            evidence.is_quantity = True
            evidence.points += _QUANTITY
        elif kind in _GOODS and said.quantity > entry.quantities[1]:
            evidence.points += _OVER / 2
    price, ours = said.unit_price, line.price
    if price is not None and ours:
        off = abs(price - ours) / ours
        evidence.points += _PRICE if off < _SAME else _PRICE / 2 if off < _ALIKE else 0
        evidence.points -= _PRICE if off > _OTHER else 0
    if pool.said_on is not None and line.ordered_on is not None and pool.said_on < line.ordered_on:
        evidence.points += _BEFORE
    if not entry.is_open and kind not in LATER:
        evidence.points += _OVER


_PLACES = expression(
    r"(?:\b(?:lignes?|items?|postes?|pos|lines?)[ .:°n]{1,3}|^)(\d{1,3})((?:\s?(?:,|et|and|&)\s?\d{1,3}){0,8})(?![\d.,/x-])",
    re.IGNORECASE,
)


def _places(said: TradeLine) -> frozenset[int]:
    """The places of order lines that a line names: its own reference, “items 1 and 2”, or nothing but a number."""
    if said.order_line:
        is_place = said.order_line.isdecimal() and len(said.order_line) <= 6
        return frozenset({int(said.order_line)}) if is_place else frozenset()
    words = (said.says or said.label).strip()
    found = _PLACES.search(words)
    if found is None or (found.start() == 0 and found[0] == found[1] != words and found[0][0].isdigit()):
        return frozenset()
    return frozenset(int(one) for one in re.findall(r"\d{1,3}", found[1] + found[2]))


def worth(heard: Alike) -> float:
    """How surely words name an article, from 0 to 1: by how much of it they say, or by how much they tell."""
    if not heard.told:
        return 0.0
    share = max(heard.covered, 0.85 * min(1.0, heard.told / _ENOUGH))
    return share * heard.told / (heard.told + 0.5 * heard.against)


def _same_price(said: TradeLine, line: OrderLine) -> bool:
    price = said.unit_price
    return price is not None and line.price is not None and abs(price - line.price) <= _SAME * line.price
