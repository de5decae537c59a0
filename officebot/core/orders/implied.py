"""Lines that are meant without being named: whole orders, the rest of them, and what a letter says in passing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from officebot.core.orders.evidence import HEARD, LATER, LEAST, worth
from officebot.core.orders.hearing import clauses, heard
from officebot.core.orders.index import codes_of, label_of
from officebot.core.orders.labels import Words
from officebot.core.orders.likeness import code_of, words_of
from officebot.core.orders.matches import Matched
from officebot.core.orders.model import OrderLine
from officebot.core.orders.numbers import Sureness
from officebot.core.orders.pool import Key, Pool
from officebot.core.orders.settling import CERTAIN, only_asked
from officebot.core.orders.telling import Teller
from officebot.core.orders.whole import Whole, whole
from officebot.core.text import say
from officebot.core.trade.letter import Letter
from officebot.core.trade.model import TradeKind, TradeLine


def whole_orders(said: TradeLine, meant: Whole, pool: Pool, taken: set[Key]) -> Iterator[Matched]:
    """Each line of the orders that are named, or of the only open one, but those that are left out."""
    words = f"{said.says} {said.note}".strip()
    orders = pool.numbers.named(words)
    named = {order for order, sure in (orders or pool.orders).items() if sure >= Sureness.short}
    if not named:
        # “The order of 120 chairs”: the goods tell which.
        before = words[: -len(meant.but)] if meant.but else words
        named_goods = _named_goods(before, pool)
        told = {line.order for line in pool.lines if line.is_open and words_of(label_of(line)) in named_goods}
        meant_orders = told if len(told) == 1 else pool.open_orders if len(pool.open_orders) == 1 else frozenset()
    else:
        meant_orders = named
    is_later = pool.document.kind in LATER
    is_spoken = pool.document.syntax == "text" and len(named) > 1
    teller = (
        Teller(said.says, pool.said_on, pool.document.kind, pool.index.weight, is_named=True) if is_spoken else None
    )
    lines = [line for line in pool.lines if line.order in meant_orders and (line.is_open or is_later)]
    left_out = _named_goods(meant.but, pool) if meant.but else ()
    codes = {code_of(word.strip("()[].,;:")) for word in meant.but.split()} - {""}
    for line in lines:
        if line.key in taken and (meant.is_rest or pool.document.lines):
            continue
        if words_of(label_of(line)) in left_out or not codes_of(line).isdisjoint(codes):
            continue
        why = say("It speaks of the whole order {order}.", order=line.order)
        one = Matched(said=said, line=line, sureness=CERTAIN, reasons=(why,))
        if teller is not None:
            one = teller.of_order(one, said.says)
        # What somebody writes of a whole is never meant to the letter.
        is_sure = bool(named) and pool.document.syntax in ("ubl", "cii")
        yield one if is_sure else only_asked(one)


def _named_goods(words: str, pool: Pool) -> Collection[Words]:
    """The goods that words name, by the words of their labels."""
    return {label for label, heard in pool.index.alike(words).items() if worth(heard) >= HEARD}


def heard_in(pool: Pool, letter: Letter, found: Sequence[Matched], *, may_be_whole: bool) -> Iterator[Matched]:
    """What the letter says besides of what was ordered: wholes, where these may be meant, and articles in passing.

    Always asked about.
    """
    taken = {one.key for each in found for one in (each.line, *each.candidates) if one is not None}
    is_later = pool.document.kind in LATER
    rest = [line for line in pool.lines if line.key not in taken and (line.is_open or is_later)]
    said = [each.said.says or each.said.label for each in found if each.likeliest is not None]
    teller = Teller(letter.new, pool.said_on, pool.document.kind, pool.index.weight, is_named=pool.is_one_meant)
    heard_of = [
        one
        for text, lines in _by_order(letter.new, rest, pool)
        for one in heard(text, lines, pool.index.names, said, teller.without_days)
    ]
    counted = sum(one.said.quantity is not None for one in found if one.likeliest is not None)
    is_listed = pool.document.kind is TradeKind.despatch and counted > 1
    by_clause: dict[str, list[OrderLine]] = {}
    for one in heard_of:
        by_clause.setdefault(one.clause, []).append(one.line)
    for clause in clauses(letter.new):
        meant = whole(clause) if may_be_whole else None
        lines = by_clause.get(clause, [])
        if meant is not None and is_listed and not meant.is_rest and not meant.but:
            # “Your delivery is complete”, above a list of what came: the list says what all of it is.
            meant = None
        if meant is not None and (meant.but or meant.is_plain or not (lines or found)):
            left = {line.key for line in lines} | taken if not meant.but else taken
            for each in whole_orders(TradeLine(says=clause, label=clause), meant, pool, left):
                if each.likeliest is not None and each.likeliest.key not in taken:
                    taken.add(each.likeliest.key)
                    yield teller.told(only_asked(each), clause)
        for each in _said_of(clause, [line for line in lines if line.key not in taken], pool, taken):
            yield teller.told(each, clause)


def _by_order(text: str, lines: Sequence[OrderLine], pool: Pool) -> Iterator[tuple[str, Sequence[OrderLine]]]:
    """What the text says, and the lines of which; where it speaks of several orders one after the other, of each apart.

    What stands below an order's number is said of that order until another one is named.
    """
    thoughts: list[tuple[str, frozenset[str]]] = []
    about: frozenset[str] = frozenset()
    for clause in clauses(text):
        named = pool.numbers.named(clause)
        about = frozenset(order for order, sure in named.items() if sure >= Sureness.short) or about
        thoughts.append((clause, about))
    orders = {order for _, about in thoughts for order in about}
    if len(orders) < 2:
        yield text, lines
        return
    for order in dict.fromkeys(line.order for line in lines):
        said = [clause for clause, about in thoughts if order in about or not about]
        yield "\n".join(said), [line for line in lines if line.order == order]


def _said_of(clause: str, lines: Sequence[OrderLine], pool: Pool, taken: set[Key]) -> Iterator[Matched]:
    """The lines that a clause speaks of: of the orders that it names, else that the letter does."""
    orders = pool.numbers.named(clause) or pool.orders
    named = [line for line in lines if orders.get(line.order, Sureness.none) >= Sureness.short]
    for line in named or lines:
        if line.key not in taken:
            taken.add(line.key)
            why = say("The letter speaks of “{label}”.", label=line.name)
            yield Matched(
                said=TradeLine(label=clause, says=clause), candidates=(line,), sureness=LEAST, reasons=(why,)
            )
