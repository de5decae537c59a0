"""What a sentence tells of an ordered line that it speaks of in passing: which news, how many, at which price, for when.

Who knows what was ordered tells a size in a label from a quantity. All of it is only asked about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.language import language_of
from officebot.core.orders.hearing import clauses
from officebot.core.orders.index import codes_of
from officebot.core.orders.likeness import code_of, share_of, tells, words_of
from officebot.core.orders.matches import Matched
from officebot.core.orders.model import OrderLine
from officebot.core.trade.model import TradeKind, TradeLine
from officebot.core.trade.reading.counting import prices_in
from officebot.core.trade.reading.days import Days, SaidDay, arriving, only_leaves
from officebot.core.trade.reading.figures import Writing
from officebot.core.trade.reading.folding import folded
from officebot.core.trade.reading.items import Item, items_of
from officebot.core.trade.reading.kinds import kind_of_sentence
from officebot.core.trade.reading.remaining import is_outstanding

K = TradeKind
#: What a clause may be news of, whatever the rest of its letter is about.
_NEWS = (K.confirmation, K.despatch, K.delay, K.cancellation, K.service_report)
_GOODS = (K.despatch, K.receipt, K.service_report)
_LEAST_KIND = 1.2
#: A price so many times another one is that of something else.
_FAR_PRICE = 3
_WORD = expression(r"[^\W_]+(?:[-/][^\W_]+)*")
_LONGEST = 600
_DELIVERY = expression(
    r"(?:la |the |our |notre |votre |your |date (?:de |d')?)?(?:(?:estimated|expected|planned|scheduled) )?"
    r"(?:delivery|livraison|eta\b|arrivee|arrival)(?![a-z])"
)
#: What is said before the day on which goods are here.
_HERE = expression(
    r"(?<![a-z])(?:vous (?:les|l'|la|le)? ?(?:aurez|recevrez)|chez (?:vous|toi)|livr|deliver|with you)"
)
#: « 1) OK », as people answer a numbered list: nothing is counted by that number.
_NUMBERED = expression(r"\s{0,4}\(?\d{1,2}[).]\s")


class Teller:
    """Reads the clauses of one letter; `weight` says how much each word of the order book tells."""

    def __init__(
        self, letter: str, on: date | None, kind: TradeKind, weight: Mapping[str, float], *, is_named: bool
    ) -> None:
        """`is_named` is whether the letter names an order: only then is a bare day or price a promise."""
        self._may_promise, self._weight, self._kind = kind is K.other and is_named, weight, kind
        spoken = language_of(letter[:3_000])
        language = spoken if spoken in ("fr", "en") else "fr"
        self._days = Days(on, language) if on is not None else None
        self._writing = Writing(language=language)
        self._spare = self._said_of_all(letter)

    def _said_of_all(self, letter: str) -> date | None:
        """The day of a thought that names delivery and no goods: « Livraison le 24/11 »."""
        if self._days is None:
            return None
        for clause in clauses(letter):
            found = self._days.found(clause[:_LONGEST]) if _DELIVERY.match(folded(clause)) else ()
            if found and found[-1].day >= self._days.on:
                return found[-1].day
        return None

    def told(self, one: Matched, clause: str) -> Matched:
        """The line that is asked about, with what the clause tells of it; its `news` where that is not the letter's own."""
        line, text = one.likeliest, clause[:_LONGEST]
        if line is None or self._days is None:
            return one
        plain = folded(text)
        place = self._place(plain, line)
        found = arriving(plain, self._days.found(text))
        day = _day_of(plain, found, place) or (self._spare if self._may_promise else None)
        item = self._item(text, line)
        news = self._news(plain)
        said = self._with_figures(one.said, item, plain, line)
        if (
            news is None
            and self._may_promise
            and (said.price is not None or (day is not None and day >= self._days.on))
        ):
            news = K.confirmation
        if news is None and self._kind is K.cancellation:
            # What one sentence cancels is not what another speaks of.
            news = K.confirmation
        if said.delivery_date is None and day is not None and (news in _GOODS or day >= self._days.on):
            said = replace(said, delivery_date=day)
        is_ahead = day is not None and day > self._days.on and not only_leaves(plain)
        if is_ahead and (news or self._kind) in _GOODS:
            # What comes on a day that is still ahead has not come.
            news = K.confirmation
        return replace(one, said=said, news=news)

    def without_days(self, words: str) -> str:
        """The words with blanks where they tell a day."""
        return self._days.blanked(words) if self._days is not None else words

    def of_order(self, one: Matched, words: str) -> Matched:
        """The line, which is meant with its order, for the day that stands next to that order's number."""
        text, line = words[:_LONGEST], one.likeliest
        place = folded(text).find(folded(line.order)) if line is not None else -1
        if place < 0 or self._days is None:
            return one
        day = _day_of(folded(text), arriving(folded(text), self._days.found(text)), place)
        return one if day is None else replace(one, said=replace(one.said, delivery_date=day))

    def _news(self, plain: str) -> TradeKind | None:
        best = kind_of_sentence(plain).best()
        return best.kind if best.kind in _NEWS and best.score >= _LEAST_KIND else None

    def _place(self, plain: str, line: OrderLine) -> int:
        """Where a text names a line: at the last of the words that tell most of it; at its order's number, else at 0."""
        own = words_of(line.label or line.article)
        codes = codes_of(line)
        best, place = 0.0, 0
        order = plain.find(folded(line.order))
        if order >= 0:
            best, place = 0.01, order
        for word in _WORD.finditer(plain):
            if code_of(word[0]) in codes:
                return word.start()
            said = words_of(word[0].partition("'")[0])
            told = max((tells(w, self._weight) * share_of(w, s) for w in own for s in said), default=0.0)
            if told and told >= best - 0.01:
                best, place = max(best, told), word.start()
        return place

    def _item(self, text: str, line: OrderLine) -> Item | None:
        """The thing that a text counts or prices and that is this line; the only one that it counts where none is named."""
        if self._days is None:
            return None
        begin = _NUMBERED.match(text)
        items = items_of(text[begin.end() :] if begin is not None else text, self._writing, self._days)
        own = set(words_of(f"{line.label or line.article}"))
        codes = codes_of(line)
        fits = [
            (sum(tells(word, self._weight) for word in own & set(words_of(item.says))), -n)
            for n, item in enumerate(items)
        ]
        for item in items:
            if any(code_of(word.strip("().,;:")) in codes for word in item.says.split()):
                return item
        best = max(fits, default=(0.0, 0))
        return items[-best[1]] if best[0] > 0 else None

    def _with_figures(self, said: TradeLine, item: Item | None, plain: str, line: OrderLine) -> TradeLine:
        """The line with the quantity and the price of the thing that is meant, where nothing was read yet."""
        if said.price is None and (item is None or item.price is None):
            said = self._with_price(said, plain, line)
        if item is None:
            return said
        sizes = {Decimal(word) for word in words_of(line.label) if word.replace(".", "", 1).isdigit()}
        is_size = item.quantity in sizes and item.quantity not in (line.quantity, line.open_quantity)
        begin = plain.find(folded(item.says))
        is_later = begin >= 0 and is_outstanding(plain, begin, len(plain), is_alone=True)
        if said.quantity is None and item.quantity is not None and not is_size and not is_later:
            said = replace(said, quantity=item.quantity, unit=item.unit)
        if said.price is None and item.price is not None:
            said = replace(said, price=item.price, per=item.per)
        return said

    def _with_price(self, said: TradeLine, plain: str, line: OrderLine) -> TradeLine:
        """The line with the price that stands next behind its name, as « le plateau est passé à 16,40 € »."""
        place, ours = self._place(plain, line), line.price
        found = next((one for one in prices_in(plain, self._writing) if one.start > place and not one.is_whole), None)
        if found is None or ours is None or not ours / _FAR_PRICE < found.value / found.per < ours * _FAR_PRICE:
            return said
        return replace(said, price=found.value, per=found.per)


def _day_of(plain: str, found: Sequence[SaidDay], place: int) -> date | None:
    """The day behind a place on which the goods are here, else the next behind it, else the last before it."""
    behind = [one for one in found if one.start >= place]
    ends = [place, *(one.end for one in behind)]
    for end, one in zip(ends, behind, strict=False):
        if len(behind) > 1 and _HERE.search(plain, end, one.start):
            return one.day
    if behind:
        return behind[0].day
    return found[-1].day if found else None
