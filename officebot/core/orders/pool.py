"""Among which lines of the order book a document's are looked for: those of whoever speaks, and of the orders it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from officebot.core.orders.index import LineIndex
from officebot.core.orders.likeness import words_of
from officebot.core.orders.model import OrderBook, OrderLine
from officebot.core.orders.numbers import OrderNumbers, Sureness
from officebot.core.people import PUBLIC_DOMAINS
from officebot.core.trade.letter import Letter
from officebot.core.trade.model import Party, TradeDocument

Key: TypeAlias = tuple[str, int]

#: So many lines are looked at, of a document or of the book's open ones.
MOST = 400
#: So many lots of lines are kept with their index: one a supplier, and one for whoever names another's orders besides.
_KEPT = 300


@dataclass(slots=True)
class Pool:
    """The lines among which a document's are looked for, and what is known of all of them together."""

    numbers: OrderNumbers
    document: TradeDocument
    index: LineIndex
    orders: Mapping[str, Sureness]
    supplier: str
    said_on: date | None
    is_foreign: bool
    open_orders: frozenset[str] = field(init=False)
    is_named: bool = field(init=False)

    @property
    def lines(self) -> Sequence[OrderLine]:
        """The lines, those of whoever speaks first."""
        return self.index.lines

    @property
    def is_one_meant(self) -> bool:
        """Whether it is known which order is spoken of: it is named, or the only open one."""
        return self.is_named or len(self.open_orders) == 1

    def __post_init__(self) -> None:
        self.open_orders = frozenset(line.order for line in self.lines if line.is_open)
        self.is_named = any(sure >= Sureness.short for sure in self.orders.values())


class Pools:
    """The lines that documents may be about; the order book is looked through once."""

    def __init__(self, book: OrderBook) -> None:
        self.numbers = OrderNumbers(line.order for line in book.lines)
        self._by_order: dict[str, list[OrderLine]] = {}
        self._by_address: dict[str, list[OrderLine]] = {}
        self._by_domain: dict[str, list[OrderLine]] = {}
        self._by_name: dict[str, list[OrderLine]] = {}
        self._indexes: dict[tuple[Key, ...], LineIndex] = {}
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

    def of(self, document: TradeDocument, letter: Letter) -> Pool:
        """The lines of whoever speaks, and those of others' orders that are named whole.

        A carrier speaks for the supplier whom its notice names: what it says is always asked about.
        """
        theirs = self.lines_of(document, letter)
        carried = self._named_supplier(letter) if not theirs and not letter.is_ours else ()
        theirs = theirs or carried
        own = {line.order for line in theirs}
        told = self._named(document, letter)
        orders = {order: sure for order, sure in told.items() if order in own or sure is Sureness.whole}
        if letter.is_ours and orders:
            # A colleague names orders, whoever they are from.
            theirs, own = [], set()
        beside = [line for order in orders if order not in own for line in self._by_order[order]]
        lines = [*theirs, *beside]
        return Pool(
            numbers=self.numbers,
            document=document,
            index=self._index_of(lines),
            orders=orders,
            supplier=next((line.supplier for line in lines), ""),
            said_on=document.issued or letter.day,
            is_foreign=bool(carried) or _is_for_another(document.buyer, letter),
        )

    def _index_of(self, lines: Sequence[OrderLine]) -> LineIndex:
        key = tuple(line.key for line in lines)
        if key not in self._indexes:
            if len(self._indexes) >= _KEPT:
                self._indexes.clear()
            self._indexes[key] = LineIndex(lines)
        return self._indexes[key]

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
            return [line for lines in self._by_order.values() for line in lines if line.is_open][:MOST]
        return ()

    def _named_supplier(self, letter: Letter) -> Sequence[OrderLine]:
        """The lines of the one supplier whom a stranger's letter names in full; none where it names several."""
        said = {word for line in (letter.subject, *letter.new[:4_000].splitlines()[:80]) for word in words_of(line)}
        found = [
            lines
            for name, lines in self._by_name.items()
            if (telling := [word for word in words_of(name) if len(word) >= 4]) and said >= set(telling)
            if len(telling) > 1 or len(telling[0]) >= 6
        ]
        return found[0] if len(found) == 1 else ()

    def _named(self, document: TradeDocument, letter: Letter) -> Mapping[str, Sureness]:
        """The orders that the document or its mail names, each with how surely; what it says itself counts first."""
        told: dict[str, Sureness] = {}

        def hear(found: Mapping[str, Sureness]) -> None:
            for order, sure in found.items():
                told[order] = max(sure, told.get(order, Sureness.none))

        said = dict.fromkeys((*document.references, *(line.order for line in document.lines if line.order)))
        for text in [*said][:MOST]:
            exact = self.numbers.exactly(text)
            hear({exact: Sureness.whole} if exact else self.numbers.named(f"order no {text[:200]}"))
        if told and document.syntax not in ("", "text"):
            return told
        for text in (letter.subject, letter.new, *document.notes[:50]):
            hear(self.numbers.named(text[:20_000]))
        if not any(sure >= Sureness.short for sure in told.values()):
            hear({order: Sureness.short for order in letter.answers if order in self._by_order})
        if not told:
            hear({order: min(sure, Sureness.short) for order, sure in self.numbers.named(letter.quoted).items()})
        return told


def _is_for_another(buyer: Party, letter: Letter) -> bool:
    """Whether a document is made out to somebody who is not the office: neither its name nor one of its people.

    A mail's own words are made out to whom it was sent: where the office's people are not known, that is one of them.
    """
    theirs, ours = set(words_of(buyer.name)), set(words_of(letter.office))
    if not (theirs and ours) or theirs & ours:
        return False
    if not letter.own and buyer.email:
        return buyer.email not in letter.to
    return letter.own.isdisjoint((buyer.name.casefold().strip(), buyer.email, buyer.email.rpartition("@")[2]))
