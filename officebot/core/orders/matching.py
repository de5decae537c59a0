"""Which line of which order a line of a document is about: matched where it is certain, else asked with candidates.

What counts is said with each match. A line is matched by itself only where its order is named, its article is known by
number or by telling words, and no other line fits nearly as well: a wrong match costs more than a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from officebot.core.expressions import expression
from officebot.core.orders.announced import announced
from officebot.core.orders.compared import compared
from officebot.core.orders.evidence import Scores
from officebot.core.orders.gleaning import gleaned
from officebot.core.orders.hearing import clauses
from officebot.core.orders.implied import heard_in, whole_orders
from officebot.core.orders.matches import Match, Matched
from officebot.core.orders.model import OrderBook, OrderLine
from officebot.core.orders.numbers import Sureness
from officebot.core.orders.packs import in_our_units
from officebot.core.orders.pool import MOST, Pool, Pools
from officebot.core.orders.settling import (
    NO_NEWS,
    chosen_of,
    coherent,
    eliminated,
    is_faint,
    of_both,
    only_asked,
    settled,
)
from officebot.core.orders.telling import Teller
from officebot.core.orders.understanding import understood
from officebot.core.orders.whole import Whole, whole
from officebot.core.trade.letter import Letter
from officebot.core.trade.model import TradeDocument, TradeKind, TradeLine
from officebot.core.trade.reading.folding import folded
from officebot.core.trade.reading.kinds import kind_of_message
from officebot.core.trade.reading.segments import sentences
from officebot.core.trade.reading.verbs import NOT_ORDERS
from officebot.core.trade.speaking import order_words

#: Words that speak of the same article in two orders at once.
_BOTH = expression(
    r"\b(?:both (?:of your )?orders|two orders|(?:les|des|aux) deux (?:commandes|cdes))\b", re.IGNORECASE
)


#: What somebody passes on without a word of their own.
_PASSED_ON = expression(r"\s{0,4}(?:fwd?|tr|wg)\s?:", re.IGNORECASE)
#: What stands between two goods of one sentence.
_AND = expression(r"\s(?:and|et|ainsi que|as well as|plus|\+|&)\s|[,;]\s", re.IGNORECASE)


class Matcher:
    """Matches documents against an order book, which it looks through once."""

    def __init__(self, book: OrderBook) -> None:
        self._pools = Pools(book)

    def match(self, document: TradeDocument, letter: Letter) -> Match:
        """The order lines that the document's lines are about; all of an order's, where it speaks of the whole."""
        pool = self._pools.of(document, letter)
        if not pool.lines or (document.kind is TradeKind.other and not document.lines):
            return Match(document=document, lines=tuple(Matched(said=one) for one in document.lines))
        if document.syntax == "text" and _is_their_receipt(document.kind, letter, pool):
            return Match(document=document, lines=(), supplier=pool.supplier)
        named = tuple(order for order, sure in pool.orders.items() if sure >= Sureness.short)
        is_of_order = _is_of_order(pool, letter)
        found = list(eliminated(coherent(_assigned(pool, is_of_order=is_of_order)), pool))
        if document.rows and not any(one.likeliest for one in found):
            found += gleaned(pool, document.rows)
        if document.syntax == "text" and document.kind is not TradeKind.other and not letter.has_documents:
            found += heard_in(pool, letter, found, may_be_whole=is_of_order)
            found += _gleaned_in(pool, letter, found)
        if document.syntax == "text":
            found = _compared(found, letter)
        found = [announced(_in_our_units(one), document) for one in found]
        document = understood(document, found, pool.said_on)
        return Match(document=document, lines=tuple(found), supplier=pool.supplier, orders=named)

    def listen(self, letter: Letter) -> Match | None:
        """What a letter says in passing of what was ordered, where no document was found in it; None for nothing.

        Only of who is known: a supplier with open lines, or a colleague. Everything in it is to be asked about.
        """
        scores = kind_of_message(letter.subject, [one for one in clauses(letter.new) if not one.endswith("?")])
        kinds = {kind: score for kind, score in scores.of.items() if kind not in NO_NEWS and score > 0}
        kind = max(kinds, key=lambda one: kinds[one], default=TradeKind.other)
        document = TradeDocument(kind=kind, syntax="text", confidence=0.2)
        pool = self._pools.of(document, letter)
        if not pool.lines or not (pool.is_named or len(pool.open_orders) <= 3):
            return None
        if _is_their_receipt(kind, letter, pool):
            return None
        if not pool.is_named and NOT_ORDERS.search(folded(letter.new[:6_000])):
            return None
        found = list(heard_in(pool, letter, (), may_be_whole=_is_of_order(pool, letter)))
        found += _gleaned_in(pool, letter, found)
        found = [announced(one, document) for one in _compared(found, letter)]
        named = tuple(order for order, sure in pool.orders.items() if sure >= Sureness.short)
        return Match(document=document, lines=tuple(found), supplier=pool.supplier, orders=named) if found else None

    def glean(self, paper: TradeDocument, letter: Letter) -> Match | None:
        """What a paper that nobody could make out says of what was ordered; None for nothing. All is to be asked about."""
        pool = self._pools.of(paper, letter)
        if not pool.lines or not (pool.is_named or len(pool.open_orders) <= 3):
            return None
        found = tuple(gleaned(pool, paper.rows))
        named = tuple(order for order, sure in pool.orders.items() if sure >= Sureness.short)
        return Match(document=paper, lines=found, supplier=pool.supplier, orders=named) if found else None

    def orders_in(self, text: str) -> tuple[str, ...]:
        """The orders that a text names, short or whole."""
        return tuple(order for order, sure in self._pools.numbers.named(text).items() if sure >= Sureness.short)

    def lines_of(self, document: TradeDocument, letter: Letter) -> Sequence[OrderLine]:
        """The lines ordered from whoever speaks, or is spoken to: by their address, their house, else the firm's name."""
        return self._pools.lines_of(document, letter)


def _is_their_receipt(kind: TradeKind, letter: Letter, pool: Pool) -> bool:
    """Whether a supplier says that something has arrived, and names no order: it arrived with them, and came from us."""
    return kind is TradeKind.receipt and not letter.is_ours and not pool.is_named and not pool.is_foreign


def _gleaned_in(pool: Pool, letter: Letter, found: Sequence[Matched]) -> Iterator[Matched]:
    """What clauses of a letter say besides of ordered lines, by their words, numbers, places and figures, each good apart."""
    taken = {one.likeliest.key for one in found if one.likeliest is not None}
    text = letter.new
    if not found and _PASSED_ON.match(letter.subject):
        text = f"{text}\n{letter.quoted}"
    counted = [one.said for one in found if one.likeliest is not None and one.said.quantity is not None]
    known = [_plain(one.says or one.label) for one in counted]
    parts = {part: one for one in clauses(text) for part in _AND.split(one)}
    # What was understood of one line says nothing of another.
    rows = [(one,) for one in parts if not _is_known(_plain(one), known)]
    teller = Teller(text, pool.said_on, pool.document.kind, pool.index.weight, is_named=pool.is_one_meant)
    for one in gleaned(pool, rows, taken, teller.without_days):
        yield teller.told(one, parts.get(one.said.says, one.said.says))


def _compared(found: Sequence[Matched], letter: Letter) -> list[Matched]:
    """The same, each held against what its sentence says of the quantity that was ordered."""
    spoken = sentences(letter.new)
    return [compared(one, _sentence_of(one, spoken)) for one in found]


def _sentence_of(one: Matched, spoken: Sequence[str]) -> str:
    """The whole sentence in which a line is spoken of, line ends taken for blanks."""
    words = " ".join((one.said.says or one.said.label).split())
    flat = (" ".join(sentence.split()) for sentence in spoken)
    return next((sentence for sentence in flat if words and words in sentence), words)


def _in_our_units(one: Matched) -> Matched:
    line = one.likeliest
    return one if line is None else replace(one, said=in_our_units(one.said, line))


def _is_order(said: TradeLine, pool: Pool) -> bool:
    """Whether a sentence that counts nothing begins with an order's number, and so speaks of the order."""
    first = next(iter(said.label.split()), "").strip(".,:;")
    is_bare = said.quantity is None and said.price is None and pool.document.syntax == "text"
    return is_bare and len(first) >= 4 and bool(pool.numbers.exactly(first))


def _plain(words: str) -> str:
    """Words as they are compared: small letters, single blanks, no marks around them."""
    return " ".join(folded(words).split()).strip(" .,;:-")


def _is_known(part: str, known: Sequence[str]) -> bool:
    """Whether words are those of a line that was counted, or most of them."""
    return any(
        one and ((part in one and len(part) >= 0.6 * len(one)) or (one in part and len(one) >= 0.6 * len(part)))
        for one in known
    )


def _is_of_order(pool: Pool, letter: Letter) -> bool:
    """Whether a letter may speak of a whole order: it names one, or at least says a word of orders."""
    return pool.is_named or pool.document.syntax != "text" or order_words(f"{letter.subject}\n{letter.new}") != ""


def _assigned(pool: Pool, *, is_of_order: bool) -> Iterator[Matched]:
    lines = pool.document.lines[:MOST]
    found = [Scores(one, pool) for one in lines]
    chosen = chosen_of(lines, found, is_prose=pool.document.syntax in ("", "text"))
    taken = {
        one.line.key
        for place, several in chosen.items()
        for one in several
        if not ((meant := whole(lines[place].says or lines[place].label)) and is_faint(several, meant))
    }
    for place, said in enumerate(lines):
        meant = whole(said.says or said.label)
        if place in chosen and not (meant and is_faint(chosen[place], meant)):
            if _is_order(said, pool):
                # “PO-12 on 3 May, for the lamps come from abroad”: the order comes then, not the lamps alone.
                yield from whole_orders(said, Whole(True, ""), pool, taken)
            for one in chosen[place]:
                yield settled(said, one, found[place], taken, pool)
                if _BOTH.search(said.says):
                    yield from of_both(said, one, found[place], taken)
            continue
        everything = list(whole_orders(said, meant, pool, taken)) if meant is not None else []
        if len(everything) > 1 and said.quantity is not None:
            # A quantity of all of them together is that of none.
            bare = replace(said, quantity=None)
            everything = [replace(only_asked(one), said=bare) for one in everything]
        if not everything and _is_order(said, pool):
            everything = list(whole_orders(said, Whole(True, ""), pool, taken))
        taken |= {one.line.key for one in everything if one.line is not None}
        yield from everything or [Matched(said=said)]
    if not lines and is_of_order:
        words = " ".join(pool.document.notes)
        said = TradeLine(delivery_date=pool.document.delivery_date, answer=pool.document.answer, says=words[:300])
        yield from whole_orders(said, whole(words) or Whole(False, ""), pool, taken)
