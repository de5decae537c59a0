"""What the rows of a paper say of what was ordered, where nobody could tell how the paper is laid out. Always asked about.

Whoever knows what was ordered finds it again on any slip of paper: its number, its words, its quantity beside its price.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.orders.evidence import HEARD, LATER, LEAST, WORDS, Evidence, Ground, scored
from officebot.core.orders.matches import Matched
from officebot.core.orders.model import OrderLine
from officebot.core.orders.numbers import Sureness
from officebot.core.orders.pool import Key, Pool
from officebot.core.text import Text, say
from officebot.core.trade.model import Cells, TradeLine

_MOST_ROWS, _MOST_NUMBERS, _LONGEST = 200, 12, 300
#: 1 419,00 · 3,564.00 · 18 · 0.89: whole numbers with their parts, none inside a word, a day or a time.
_NUMBER = expression(
    r"(?<![\w.,/:-])(?:\d{1,3}(?:[ \u00a0\u202f.,']\d{3}){1,3}|\d{1,9})(?:[.,]\d{1,4})?(?![\w/:]|[.,-]\d)"
)
_PLACE = expression(r"(?:pos(?:ition|te)?|poste|ligne|line|item)s?\.?", re.IGNORECASE)
#: « 1) OK », as people answer a numbered list.
_NUMBERED = expression(r"\s{0,4}(\d{1,2})\)")
#: How much the same quantity, and the same price, say for a line besides its words.
_QUANTITY, _PRICE, _BOTH = 1.2, 1.0, 2.6
_ORDER = 2.5
#: A quantity of one or two stands in every row.
_TELLING = 3


@dataclass(frozen=True, slots=True)
class _Found:
    row: int
    line: OrderLine
    quantity: Decimal | None
    points: float
    reasons: tuple[Text, ...]


def gleaned(
    pool: Pool, rows: Sequence[Cells], taken: Collection[Key] = (), undated: Callable[[str], str] = str
) -> Iterator[Matched]:
    """The ordered lines that rows speak of but those `taken`, each in the row that says most of it, in the rows' order.

    `undated` gives words without those that tell a day: the numbers of these count and name nothing.
    """
    found: list[_Found] = []
    place: int | None = None
    for number, cells in enumerate(rows[:_MOST_ROWS]):
        at = next((column for column, cell in enumerate(cells) if _PLACE.fullmatch(cell.strip())), None)
        if at is not None:
            place = at
            continue
        words = undated("  ".join(cells)[:_LONGEST])
        found += (one for one in _of_row(pool, number, words, _place_in(cells, place)) if one.line.key not in taken)
    yield from _chosen(found, rows)


def _of_row(pool: Pool, number: int, words: str, order_line: str) -> Iterator[_Found]:
    figures = _figures(words)
    said = TradeLine(label=words, says=words, order_line=order_line)
    named = pool.numbers.named(words)
    worded = scored(said, pool)[0]
    likely = {entry.line.key: entry for figure in figures for entry in pool.index.near((), (), (), figure)}
    likely |= {key: pool.index.entry(key) for key in worded}
    for entry in likely.values():
        line = entry.line
        if not entry.is_open and pool.document.kind not in LATER:
            continue
        one = worded.get(line.key)
        quantity = next((one for one in entry.quantities if one in figures), None)
        is_priced = bool(line.price) and any(_is_price(figure, line.price) for figure in figures - {quantity})
        reasons, points = _article(one)
        if quantity is not None and is_priced and quantity >= _TELLING and points < _BOTH:
            reasons, points = (say("The figures are those of “{label}”.", label=line.name),), _BOTH
        if not points:
            continue
        points += (_QUANTITY if quantity is not None else 0) + (_PRICE if is_priced else 0)
        if quantity is not None:
            reasons = (*reasons, say("The quantity is the same."))
        orders = named if any(sure >= Sureness.short for sure in named.values()) else pool.orders
        if orders.get(line.order, Sureness.none) >= Sureness.short:
            points += _ORDER
            reasons = (*reasons, say("It names the order {order}.", order=line.order))
        elif any(sure >= Sureness.short for sure in orders.values()):
            points -= _ORDER
        if points >= LEAST:
            yield _Found(number, line, quantity, points, reasons)


def _article(one: Evidence | None) -> tuple[tuple[Text, ...], float]:
    """What speaks for the article: its number, its place, or words that name it."""
    if one is None or one.ground is Ground.figures or one.article < WORDS * HEARD:
        return (), 0.0
    return one.reasons[:1], one.article


def _chosen(found: Sequence[_Found], rows: Sequence[Cells]) -> Iterator[Matched]:
    taken: set[Key] = set()
    of_row: dict[int, list[_Found]] = {}
    for one in sorted(found, key=lambda one: (-one.points, one.row, one.line.key)):
        others = of_row.get(one.row, [])
        # A row speaks of one article; of the same one in two orders, where it names both.
        is_twin = others and one.line.name == others[0].line.name and one.points >= others[0].points - 0.5
        if one.line.key in taken or (others and not is_twin):
            continue
        taken.add(one.line.key)
        of_row.setdefault(one.row, []).append(one)
    for number in sorted(of_row):
        words = "  ".join(rows[number])[:_LONGEST]
        for one in of_row[number]:
            is_alone = len(of_row[number]) == 1
            said = TradeLine(label=words, says=words, quantity=one.quantity if is_alone else None)
            yield Matched(said=said, candidates=(one.line,), sureness=one.points, reasons=one.reasons)


def _place_in(cells: Cells, place: int | None) -> str:
    told = cells[place].strip() if place is not None and place < len(cells) else ""
    if told.isdecimal() and len(told) <= 3:
        return told
    numbered = _NUMBERED.match(cells[0]) if cells else None
    return numbered[1] if numbered is not None else ""


def _figures(words: str) -> set[Decimal]:
    """The numbers in a row's words; one that may mean two things, as 1.234, is both."""
    found: set[Decimal] = set()
    for written in _NUMBER.findall(words)[:_MOST_NUMBERS]:
        plain = re.sub(r"[ \u00a0\u202f']", "", written)
        head, mark, tail = plain.rpartition("," if plain.rfind(",") > plain.rfind(".") else ".")
        if mark:
            found.add(Decimal(f"{re.sub(r'[.,]', '', head) or '0'}.{tail}"))
            if len(tail) == 3:
                found.add(Decimal(re.sub(r"[.,]", "", plain)))
        else:
            found.add(Decimal(plain))
    return found


def _is_price(figure: Decimal, price: Decimal | None) -> bool:
    return price is not None and abs(figure - price) <= price * Decimal("0.005")
