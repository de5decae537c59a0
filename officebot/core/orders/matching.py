"""Which line of which order a line of a document is about: matched where it is certain, else asked with candidates.

What counts is said with each match. A line is matched by itself only where its order is named, its article is known by
number or by telling words, and no other line fits nearly as well: a wrong match costs more than a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from officebot.core.orders.hearing import clauses, heard
from officebot.core.orders.likeness import Alike, alike, code_of, weights, words_of
from officebot.core.orders.model import OrderBook, OrderLine
from officebot.core.orders.numbers import OrderNumbers, Sureness
from officebot.core.orders.whole import Whole, whole
from officebot.core.people import PUBLIC_DOMAINS
from officebot.core.text import Text, say
from officebot.core.trade.letter import Letter
from officebot.core.trade.model import TradeDocument, TradeKind, TradeLine
from officebot.core.trade.offers.judging import is_beside_goods
from officebot.core.trade.reading.folding import folded
from officebot.core.trade.reading.kinds import kind_of_message
from officebot.core.trade.reading.verbs import NOT_ORDERS

Key: TypeAlias = tuple[str, int]

#: Evidence in points: which article …
_CODE, _WORDS, _PLACE = 6.0, 5.0, 4.5
#: … which order …
_ORDER = {Sureness.none: 0.0, Sureness.slip: 1.0, Sureness.short: 2.5, Sureness.whole: 4.0}
_OTHER_ORDER, _ONLY_ORDER = -4.0, 1.0
#: … and what agrees besides, or speaks against it.
_QUANTITY, _PRICE, _OVER, _BEFORE, _FIGURES = 1.2, 0.8, -2.0, -5.0, 2.2
#: Below the first a line is none of ours; from the second on a match may stand by itself; so much must the next lie behind.
_LEAST, _CERTAIN, _AHEAD = 1.8, 5.0, 1.0
#: How much words must tell to name an article, and to name it beyond doubt.
_HEARD, _TELLING = 0.28, 0.62
#: Words that tell so much are enough, however long the label is.
_ENOUGH = 2.2
_MOST = 400
_GOODS = (TradeKind.despatch, TradeKind.receipt, TradeKind.service_report)
#: What a letter that speaks of goods in passing is not.
_NO_NEWS = (TradeKind.other, TradeKind.order, TradeKind.request, TradeKind.catalogue, TradeKind.quote)
_LATER = (TradeKind.invoice, TradeKind.credit_note, TradeKind.receipt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A document's line with the order line that it is about; None where it is about none, or nobody can tell.

    `candidates` are the lines between which a person must choose, the likelier first. `sureness` is in points.
    """

    said: TradeLine
    line: OrderLine | None = None
    candidates: tuple[OrderLine, ...] = ()
    sureness: float = 0.0
    reasons: tuple[Text, ...] = ()

    @property
    def likeliest(self) -> OrderLine | None:
        """The line that is meant, or that a person is asked about first."""
        return self.line or next(iter(self.candidates), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a document is about. `orders` are the orders that it names, as far as that is certain."""

    document: TradeDocument
    lines: tuple[Matched, ...] = ()
    supplier: str = ""
    orders: tuple[str, ...] = ()

    @property
    def certain(self) -> Iterator[tuple[TradeLine, OrderLine]]:
        """The lines that stand by themselves."""
        return ((one.said, one.line) for one in self.lines if one.line is not None)

    @property
    def doubtful(self) -> Iterator[Matched]:
        """The lines that a person must be asked about."""
        return (one for one in self.lines if one.line is None and one.candidates)


@dataclass(slots=True)
class _Pool:
    """The lines among which a document's are looked for, and what is known of all of them together."""

    document: TradeDocument
    lines: list[OrderLine]
    weight: Mapping[str, float]
    orders: Mapping[str, Sureness]
    supplier: str
    said_on: date | None
    is_foreign: bool
    open_orders: frozenset[str] = field(init=False)
    is_named: bool = field(init=False)

    def __post_init__(self) -> None:
        self.open_orders = frozenset(line.order for line in self.lines if line.is_open)
        self.is_named = any(sure >= Sureness.short for sure in self.orders.values())


@dataclass(slots=True)
class _Evidence:
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


class Matcher:
    """Matches documents against an order book, which it looks through once."""

    def __init__(self, book: OrderBook) -> None:
        self._numbers = OrderNumbers(line.order for line in book.lines)
        self._by_order: dict[str, list[OrderLine]] = {}
        self._by_address: dict[str, list[OrderLine]] = {}
        self._by_domain: dict[str, list[OrderLine]] = {}
        self._by_name: dict[str, list[OrderLine]] = {}
        self._weights: dict[tuple[Key, ...], Mapping[str, float]] = {}
        known = {one.name.casefold(): one.address for one in book.suppliers}
        for line in book.lines:
            self._by_order.setdefault(line.order, []).append(line)
            name = line.supplier.casefold()
            self._by_name.setdefault(name, []).append(line)
            for address in {line.address, known.get(name, "")} - {""}:
                domain = address.rpartition("@")[2]
                self._by_address.setdefault(address, []).append(line)
                if domain not in PUBLIC_DOMAINS:
                    self._by_domain.setdefault(domain, []).append(line)

    def match(self, document: TradeDocument, letter: Letter) -> Match:
        """The order lines that the document's lines are about; all of an order's, where it speaks of the whole."""
        pool = self._pool(document, letter)
        if not pool.lines or (document.kind is TradeKind.other and not document.lines):
            return Match(document=document, lines=tuple(Matched(said=one) for one in document.lines))
        named = tuple(order for order, sure in pool.orders.items() if sure >= Sureness.short)
        found = list(_eliminated(_coherent(self._assigned(pool)), pool))
        if document.syntax == "text" and document.kind is not TradeKind.other and not letter.has_documents:
            found += self._heard(pool, letter, found)
        return Match(document=document, lines=tuple(found), supplier=pool.supplier, orders=named)

    def listen(self, letter: Letter) -> Match | None:
        """What a letter says in passing of what was ordered, where no document was found in it; None for nothing.

        Only of who is known: a supplier with open lines, or a colleague. Everything in it is to be asked about.
        """
        scores = kind_of_message(letter.subject, [one for one in clauses(letter.new) if not one.endswith("?")])
        kinds = {kind: score for kind, score in scores.of.items() if kind not in _NO_NEWS and score > 0}
        if NOT_ORDERS.search(folded(letter.new[:6_000])):
            return None
        kind = max(kinds, key=lambda one: kinds[one], default=TradeKind.other)
        document = TradeDocument(kind=kind, syntax="text", confidence=0.2)
        pool = self._pool(document, letter)
        if not pool.lines or not (pool.is_named or len(pool.open_orders) <= 3):
            return None
        found = list(self._heard(pool, letter, ()))
        named = tuple(order for order, sure in pool.orders.items() if sure >= Sureness.short)
        return Match(document=document, lines=tuple(found), supplier=pool.supplier, orders=named) if found else None

    def orders_in(self, text: str) -> tuple[str, ...]:
        """The orders that a text names, short or whole."""
        return tuple(order for order, sure in self._numbers.named(text).items() if sure >= Sureness.short)

    # ── among which lines ─────────────────────────────────────────────────────────────────────────────────

    def _pool(self, document: TradeDocument, letter: Letter) -> _Pool:
        theirs = self.lines_of(document, letter)
        orders = self._named(document, letter)
        own = {line.order for line in theirs}
        named = {order: sure for order, sure in orders.items() if order in own or sure is Sureness.whole}
        if letter.is_ours and named:
            # A colleague names orders, whoever they are from.
            theirs, own = [], set()
        orders = named
        beside = [line for order in orders if order not in own for line in self._by_order[order]]
        lines = [*theirs, *beside]
        key = tuple(line.key for line in lines)
        if key not in self._weights:
            self._weights[key] = weights(_label(line) for line in lines)
        return _Pool(
            document=document,
            lines=lines,
            weight=self._weights[key],
            orders=orders,
            supplier=next((line.supplier for line in lines), ""),
            said_on=document.issued or letter.day,
            is_foreign=_is_for_another(document.buyer.name, letter.office),
        )

    def lines_of(self, document: TradeDocument, letter: Letter) -> Sequence[OrderLine]:
        """The lines ordered from whoever speaks, or is spoken to: by their address, their house, else the firm's name."""
        for address in (letter.sender, *letter.to):
            found = self._by_address.get(address) or self._by_domain.get(address.rpartition("@")[2])
            if found:
                return found
        names = [document.supplier.name, letter.sender_name]
        if letter.is_ours:
            names += [letter.subject, letter.new, letter.quoted[:2_000]]
        said = {word for name in names for word in words_of(name)}
        for name, lines in self._by_name.items():
            telling = [word for word in words_of(name) if len(word) >= 4]
            if telling and (said >= set(telling) or (len(telling[0]) >= 5 and telling[0] in said)):
                return lines
        if letter.is_ours:
            return [line for lines in self._by_order.values() for line in lines if line.is_open][:_MOST]
        return ()

    def _named(self, document: TradeDocument, letter: Letter) -> Mapping[str, Sureness]:
        """The orders that the document or its mail names, each with how surely; what it says itself counts first."""
        told: dict[str, Sureness] = {}

        def hear(found: Mapping[str, Sureness]) -> None:
            for order, sure in found.items():
                told[order] = max(sure, told.get(order, Sureness.none))

        said = dict.fromkeys((*document.references, *(line.order for line in document.lines if line.order)))
        for text in [*said][:_MOST]:
            exact = self._numbers.exactly(text)
            hear({exact: Sureness.whole} if exact else self._numbers.named(f"order no {text[:200]}"))
        if told and document.syntax not in ("", "text"):
            return told
        for text in (letter.subject, letter.new, *document.notes[:50]):
            hear(self._numbers.named(text[:20_000]))
        if not any(sure >= Sureness.short for sure in told.values()):
            hear({order: Sureness.short for order in letter.answers if order in self._by_order})
        if not told:
            hear({order: min(sure, Sureness.short) for order, sure in self._numbers.named(letter.quoted).items()})
        return told

    # ── line by line ──────────────────────────────────────────────────────────────────────────────────────

    def _assigned(self, pool: _Pool) -> Iterator[Matched]:
        lines = pool.document.lines[:_MOST]
        scored = [self._scored(one, pool) for one in lines]
        chosen = _chosen(lines, scored, is_prose=pool.document.syntax in ("", "text"))
        taken = {
            one.line.key
            for place, found in chosen.items()
            for one in found
            if not ((meant := whole(lines[place].says or lines[place].label)) and _is_faint(found, meant))
        }
        for place, said in enumerate(lines):
            meant = whole(said.says or said.label)
            if place in chosen and not (meant and _is_faint(chosen[place], meant)):
                for one in chosen[place]:
                    yield self._matched(said, one, scored[place], taken, pool)
                    if _BOTH.search(said.says):
                        yield from _of_both(said, one, scored[place], taken)
                continue
            everything = list(self._whole(said, meant, pool, taken)) if meant is not None else []
            if len(everything) > 1 and said.quantity is not None:
                # A quantity of all of them together is that of none.
                bare = replace(said, quantity=None)
                everything = [replace(_only_asked(one), said=bare) for one in everything]
            taken |= {one.line.key for one in everything if one.line is not None}
            yield from everything or [Matched(said=said)]
        if not lines:
            words = " ".join(pool.document.notes)
            said = TradeLine(delivery_date=pool.document.delivery_date, answer=pool.document.answer, says=words[:300])
            yield from self._whole(said, whole(words) or Whole(False, ""), pool, taken)

    def _scored(self, said: TradeLine, pool: _Pool) -> dict[Key, _Evidence]:
        """What speaks for each line that may be meant."""
        own = self._numbers.exactly(said.order) if said.order else ""
        near = {} if own else self._numbers.named(f"{said.says[:2_000]} {said.note[:2_000]}")
        orders = {own: Sureness.whole} if own else near or pool.orders
        has_order = any(sure >= Sureness.short for sure in orders.values())
        codes = {
            code
            for text in (said.buyer_article, said.seller_article, said.standard_article)
            if (code := code_of(text))
        }
        words = f"{said.label} {said.says}" if said.says and said.says not in said.label else said.label
        loose = {code for word in words.split() if (code := code_of(word.strip("()[].,;:")))}
        places = _places(said)
        found = {}
        for line in pool.lines:
            evidence = _Evidence(line)
            sure = orders.get(line.order, Sureness.none)
            if not self._same_article(said, line, codes | loose, places, words, pool, sure, evidence):
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
        self, said: TradeLine, line: OrderLine, codes: set[str], places: frozenset[int], words: str, pool: _Pool,
        sure: Sureness, evidence: _Evidence,
    ) -> bool:  # fmt: skip
        """Whether it may be the same article; the points for it go into the evidence."""
        own = {code for code in (code_of(line.article), code_of(line.supplier_article)) if code}
        heard = alike(words, _label(line), pool.weight)
        points = _WORDS * _worth(heard)
        why = say("The words are those of “{label}”.", label=line.name)
        if own & codes:
            points, why = max(points, _CODE), say("It has the same article number: {article}.", article=line.article)
        elif line.line in places and (sure or pool.open_orders == {line.order}):
            points, why = max(points, _PLACE), say("It names line {line} of the order.", line=line.line)
        elif points < _WORDS * _HEARD:
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

    def _whole(self, said: TradeLine, meant: Whole, pool: _Pool, taken: set[Key]) -> Iterator[Matched]:
        """Each line of the orders that are named, or of the only open one, but those that are left out."""
        words = f"{said.says} {said.note}".strip()
        orders = self._numbers.named(words)
        named = {order for order, sure in (orders or pool.orders).items() if sure >= Sureness.short}
        if not named:
            # “The order of 120 chairs”: the goods tell which.
            before = words[: -len(meant.but)] if meant.but else words
            told = {
                line.order
                for line in pool.lines
                if line.is_open and _worth(alike(before, _label(line), pool.weight)) >= _HEARD
            }
            meant_orders = told if len(told) == 1 else pool.open_orders if len(pool.open_orders) == 1 else frozenset()
        else:
            meant_orders = named
        is_later = pool.document.kind in _LATER
        lines = [line for line in pool.lines if line.order in meant_orders and (line.is_open or is_later)]
        for line in lines:
            if line.key in taken and (meant.is_rest or pool.document.lines):
                continue
            if meant.but and _worth(alike(meant.but, _label(line), pool.weight)) >= _HEARD:
                continue
            why = say("It speaks of the whole order {order}.", order=line.order)
            one = Matched(said=said, line=line, sureness=_CERTAIN, reasons=(why,))
            # What somebody writes of a whole is never meant to the letter.
            is_sure = bool(named) and pool.document.syntax in ("ubl", "cii")
            yield one if is_sure else _only_asked(one)

    def _heard(self, pool: _Pool, letter: Letter, found: Sequence[Matched]) -> Iterator[Matched]:
        """What the letter says besides of what was ordered: wholes, and articles in passing. Always asked about."""
        taken = {one.key for each in found for one in (each.line, *each.candidates) if one is not None}
        is_later = pool.document.kind in _LATER
        rest = [line for line in pool.lines if line.key not in taken and (line.is_open or is_later)]
        said = [each.said.says or each.said.label for each in found if each.likeliest is not None]
        heard_of = list(heard(letter.new, rest, pool.weight, said))
        by_clause: dict[str, list[OrderLine]] = {}
        for one in heard_of:
            by_clause.setdefault(one.clause, []).append(one.line)
        for clause in clauses(letter.new):
            meant = whole(clause)
            lines = by_clause.get(clause, [])
            if meant is not None and (meant.but or meant.is_plain or not (lines or found)):
                left = {line.key for line in lines} | taken if not meant.but else taken
                for each in self._whole(TradeLine(says=clause, label=clause), meant, pool, left):
                    if each.likeliest is not None and each.likeliest.key not in taken:
                        taken.add(each.likeliest.key)
                        yield _only_asked(each)
            yield from self._said_of(clause, [line for line in lines if line.key not in taken], pool, taken)

    def _said_of(self, clause: str, lines: Sequence[OrderLine], pool: _Pool, taken: set[Key]) -> Iterator[Matched]:
        """The lines that a clause speaks of: of the orders that it names, else that the letter does."""
        orders = self._numbers.named(clause) or pool.orders
        named = [line for line in lines if orders.get(line.order, Sureness.none) >= Sureness.short]
        for line in named or lines:
            if line.key not in taken:
                taken.add(line.key)
                why = say("The letter speaks of “{label}”.", label=line.name)
                yield Matched(
                    said=TradeLine(label=clause, says=clause), candidates=(line,), sureness=_LEAST, reasons=(why,)
                )

    def _matched(
        self, said: TradeLine, best: _Evidence, scored: Mapping[Key, _Evidence], taken: set[Key], pool: _Pool
    ) -> Matched:
        # A line that another of the document's fits better is no rival.
        rivals = sorted(
            (one for key, one in scored.items() if key not in taken), key=lambda one: -one.points
        )  # fmt: skip
        near = [
            one.line
            for one in rivals
            if (one.points >= _LEAST and one.points > best.points - _AHEAD)
            or (_is_twin(one, best) and (not best.is_named or _is_too_much(said, best.line)))
        ]
        reasons, points = tuple(best.reasons), best.points
        # An order that is not named is meant where it alone holds the article, in this quantity.
        is_meant = best.is_named or (
            said.quantity in (best.line.quantity, best.line.open_quantity) and not pool.is_named
        )
        is_sure = best.article >= _WORDS * _TELLING and points >= _CERTAIN and is_meant and not pool.is_foreign
        is_sure = is_sure and pool.document.kind not in _NO_NEWS
        if near or not is_sure:
            return Matched(said=said, candidates=(best.line, *near[:4]), sureness=points, reasons=reasons)
        return Matched(said=said, line=best.line, sureness=points, reasons=reasons)


def _chosen(
    lines: Sequence[TradeLine], scored: Sequence[Mapping[Key, _Evidence]], *, is_prose: bool
) -> dict[int, list[_Evidence]]:
    """The order line of each line, the surest first; several, where one line's words name several articles."""
    ranked = sorted(
        ((one.points, place, key) for place, found in enumerate(scored) for key, one in found.items()),
        key=lambda one: (-one[0], one[1]),
    )
    chosen: dict[int, list[_Evidence]] = {}
    taken: dict[Key, list[TradeLine]] = {}
    for points, place, key in ranked:
        if points < _LEAST:
            break
        one, parts = scored[place][key], taken.get(key, [])
        if parts and not _are_parts([*parts, lines[place]], one.line):
            continue
        if place in chosen:
            # Further articles of one sentence: other words than those that named the first.
            heard = {word for other in chosen[place] for word in other.words}
            is_further = is_prose and lines[place].says == lines[place].label and one.words and not one.words & heard
            if not is_further or one.article < _WORDS * _HEARD * 1.2 or parts:
                continue
            chosen[place].append(one)
        else:
            chosen[place] = [one]
        taken.setdefault(key, []).append(lines[place])
    return chosen


def _agreeing(said: TradeLine, line: OrderLine, pool: _Pool, evidence: _Evidence) -> None:
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
    if not line.is_open and kind not in _LATER:
        evidence.add(_OVER)


def _label(line: OrderLine) -> str:
    return f"{line.label or line.article} {line.unit}"


def _is_faint(found: Sequence[_Evidence], meant: Whole) -> bool:
    """Whether words that speak of a whole name single articles by chance only, or those that are left out of it."""
    return bool(meant.but) or all(one.article < _WORDS * _TELLING for one in found)


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


def _is_for_another(buyer: str, office: str) -> bool:
    """Whether a document is made out to somebody who is not the office."""
    theirs, ours = set(words_of(buyer)), set(words_of(office))
    return bool(theirs and ours) and not theirs & ours


def _worth(heard: Alike) -> float:
    """How surely words name an article, from 0 to 1: by how much of it they say, or by how much they tell."""
    if not heard.told:
        return 0.0
    share = max(heard.covered, 0.85 * min(1.0, heard.told / _ENOUGH))
    return share * heard.told / (heard.told + 0.5 * heard.against)


def _same_price(said: TradeLine, line: OrderLine) -> bool:
    price = said.unit_price
    return price is not None and line.price is not None and abs(price - line.price) <= Decimal("0.005") * line.price


#: Words that speak of the same article in two orders at once.
_BOTH = re.compile(
    r"\b(?:both (?:of your )?orders|two orders|(?:les|des|aux) deux (?:commandes|cdes))\b", re.IGNORECASE
)


def _of_both(said: TradeLine, best: _Evidence, scored: Mapping[Key, _Evidence], taken: set[Key]) -> Iterator[Matched]:
    """The same article in the other orders that the words speak of, each to be asked about."""
    for key, one in scored.items():
        if key not in taken and _is_twin(one, best):
            taken.add(key)
            yield Matched(said=said, candidates=(one.line,), sureness=one.points, reasons=tuple(one.reasons))


def _eliminated(found: Iterable[Matched], pool: _Pool) -> Iterator[Matched]:
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
        yield replace(one, candidates=(line,), sureness=_LEAST, reasons=(why,))


def _figures(said: TradeLine, line: OrderLine) -> int:
    """How much quantity and price speak for a line: 2 for the same quantity, 2 for about the same price."""
    price, ours = said.unit_price, line.price
    is_priced = price is not None and ours is not None and ours > 0 and abs(price - ours) <= ours * Decimal("0.15")
    return 2 * (said.quantity is not None and said.quantity in (line.quantity, line.open_quantity)) + 2 * is_priced


def _coherent(found: Iterable[Matched]) -> Iterator[Matched]:
    """The same, the candidates of the order first that all certain lines of the document are of."""
    kept = list(found)
    orders = {one.line.order for one in kept if one.line is not None}
    for one in kept:
        if len(orders) == 1 and one.candidates:
            first = sorted(one.candidates, key=lambda line: line.order not in orders)
            yield replace(one, candidates=tuple(first))
        else:
            yield one


def _is_twin(one: _Evidence, best: _Evidence) -> bool:
    """Whether it is the same article in another order: where none is named the quantity alone decides nothing."""
    return one.line.order != best.line.order and one.article >= best.article - 0.3 and one.line.is_open


def _is_too_much(said: TradeLine, line: OrderLine) -> bool:
    """Whether a quantity is more than a line can take: it may be that of two orders."""
    return said.quantity is not None and said.quantity > line.quantity


def _only_asked(one: Matched) -> Matched:
    line = one.likeliest
    return Matched(
        said=one.said, candidates=(line,) if line is not None else (), sureness=one.sureness, reasons=one.reasons
    )


def _are_parts(lines: Sequence[TradeLine], line: OrderLine) -> bool:
    """Whether lines of a document may be parts of one ordered: all of them together not more than what was ordered."""
    quantities = [one.quantity for one in lines if one.quantity is not None]
    return len(quantities) == len(lines) and sum(map(abs, quantities)) <= line.quantity
