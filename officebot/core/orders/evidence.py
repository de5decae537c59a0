"""What speaks for each order line that a line of a document may be about, in points, each with its reason."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from officebot.core.orders.likeness import Alike, alike, code_of
from officebot.core.orders.model import OrderLine
from officebot.core.orders.numbers import Sureness
from officebot.core.orders.pool import Key, Pool, label_of
from officebot.core.text import Text, say
from officebot.core.trade.model import TradeKind, TradeLine

#: Evidence in points: which article …
_CODE, WORDS, _PLACE = 6.0, 5.0, 4.5
#: … which order …
_ORDER = {Sureness.none: 0.0, Sureness.slip: 1.0, Sureness.short: 2.5, Sureness.whole: 4.0}
_OTHER_ORDER, _ONLY_ORDER = -4.0, 1.0
#: … and what agrees besides, or speaks against it.
_QUANTITY, _PRICE, _OVER, _BEFORE, _FIGURES = 1.2, 0.8, -2.0, -5.0, 2.2
#: How much words must tell to name an article, and to name it beyond doubt.
HEARD, TELLING = 0.28, 0.62
#: Words that tell so much are enough, however long the label is.
_ENOUGH = 2.2
_GOODS = (TradeKind.despatch, TradeKind.receipt, TradeKind.service_report)
#: What may speak of lines that are not open any more.
LATER = (TradeKind.invoice, TradeKind.credit_note, TradeKind.receipt)


@dataclass(slots=True)
class Evidence:
    """What speaks for one order line: points in all, those for the article alone, and why."""

    line: OrderLine
    points: float = 0.0
    article: float = 0.0
    words: frozenset[str] = frozenset()
    is_named: bool = False
    reasons: list[Text] = field(default_factory=list)

    def add(self, points: float, why: Text | None = None) -> None:
        self.points += points
        if why is not None:
            self.reasons.append(why)


def scored(said: TradeLine, pool: Pool) -> dict[Key, Evidence]:
    """What speaks for each line that may be meant."""
    own = pool.numbers.exactly(said.order) if said.order else ""
    near = {} if own else pool.numbers.named(f"{said.says[:2_000]} {said.note[:2_000]}")
    orders = {own: Sureness.whole} if own else near or pool.orders
    has_order = any(sure >= Sureness.short for sure in orders.values())
    codes = {
        code for text in (said.buyer_article, said.seller_article, said.standard_article) if (code := code_of(text))
    }
    words = f"{said.label} {said.says}" if said.says and said.says not in said.label else said.label
    loose = {code for word in words.split() if (code := code_of(word.strip("()[].,;:")))}
    places = _places(said)
    found = {}
    for line in pool.lines:
        evidence = Evidence(line)
        sure = orders.get(line.order, Sureness.none)
        if not _same_article(said, line, codes | loose, places, words, pool, sure, evidence):
            continue
        evidence.add(_ORDER[sure])
        if sure >= Sureness.short:
            evidence.is_named = True
            evidence.reasons.append(say("It names the order {order}.", order=line.order))
        elif has_order:
            evidence.add(_OTHER_ORDER)
        elif pool.open_orders == {line.order}:
            evidence.add(_ONLY_ORDER, say("No other order of this supplier is open."))
        _agreeing(said, line, pool, evidence)
        found[line.key] = evidence
    return found


def _same_article(
    said: TradeLine, line: OrderLine, codes: set[str], places: frozenset[int], words: str, pool: Pool,
    sure: Sureness, evidence: Evidence,
) -> bool:  # fmt: skip
    """Whether it may be the same article; the points for it go into the evidence."""
    own = {code for code in (code_of(line.article), code_of(line.supplier_article)) if code}
    heard = alike(words, label_of(line), pool.weight)
    points = WORDS * worth(heard)
    why = say("The words are those of “{label}”.", label=line.name)
    if own & codes:
        points, why = max(points, _CODE), say("It has the same article number: {article}.", article=line.article)
    elif line.line in places and (sure or pool.open_orders == {line.order}):
        points, why = max(points, _PLACE), say("It names line {line} of the order.", line=line.line)
    elif points < WORDS * HEARD:
        # Words that name nothing: the same figures in the order that it names may still tell.
        if said.quantity is None or said.quantity not in (line.quantity, line.open_quantity):
            return False
        is_priced = _same_price(said, line)
        if not is_priced and not (sure and points):
            return False
        points, why = (
            _FIGURES if is_priced else points + 0.4,
            say("The figures are those of “{label}”.", label=line.name),
        )
    evidence.article, evidence.words = points, heard.words
    evidence.add(points, why)
    return True


def _agreeing(said: TradeLine, line: OrderLine, pool: Pool, evidence: Evidence) -> None:
    """What agrees besides the article and the order, or speaks against them."""
    kind = pool.document.kind
    if said.quantity is not None:
        if said.quantity in (line.quantity, line.open_quantity):
            evidence.add(_QUANTITY, say("The quantity is the same."))
        elif kind in _GOODS and said.quantity > line.open_quantity:
            evidence.add(_OVER / 2)
    price, ours = said.unit_price, line.price
    if price is not None and ours:
        off = abs(price - ours) / ours
        evidence.add(_PRICE if off < Decimal("0.005") else _PRICE / 2 if off < Decimal("0.15") else 0)
        evidence.add(-_PRICE if off > Decimal("0.6") else 0)
    if pool.said_on is not None and line.ordered_on is not None and pool.said_on < line.ordered_on:
        evidence.add(_BEFORE)
    if not line.is_open and kind not in LATER:
        evidence.add(_OVER)


_PLACES = re.compile(
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
    return price is not None and line.price is not None and abs(price - line.price) <= Decimal("0.005") * line.price
