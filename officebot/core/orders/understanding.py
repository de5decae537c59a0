"""Whether all that a letter says was understood: what it asks, offers instead, prices or dates beside what was read of it.

A letter is entered without a yes only where nothing is left over: who read one sentence of two knows half of the news.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.language import language_of
from officebot.core.orders.matches import Matched
from officebot.core.problems import Problem
from officebot.core.text import say
from officebot.core.trade.model import TradeDocument, TradeKind, TradeLine
from officebot.core.trade.reading.days import Days
from officebot.core.trade.reading.figures import CURRENCY, NUMBER, Writing, number
from officebot.core.trade.reading.folding import folded
from officebot.core.trade.reading.kinds import kind_of_sentence

#: Words with which something is left to us, and with which another thing takes the place of what was ordered.
_ASKS = expression(
    r"\?\s{0,3}$|(?<![a-z])(?:(?:if|unless|in case) (?:you|that|this)|would you|do you|shall we|should we|let us know"
    r"|please advise|happy to (?:swap|change)|si (?:vous|cela|ca|tu)\b|souhaitez|voulez|preferez|dites-nous|(?:nous )?indiquer si"
    r"|sauf (?:avis|contre-?ordre)|(?:could|we can) offer|(?:nous )?vous proposons|pourrions|faut-il|devons-nous)"
)
_SUBSTITUTES = expression(
    r"(?<![a-z])(?:a la place|en remplacement|remplac(?:e|ons|es|ee|ees|ant) (?:par|le|la|les|l')|remplacante?s?\b|instead\b"
    r"|in place of|substitut|alternative|equivalent|replac(?:ed|es|ing) (?:by|with|the)|superseded|successeur|successor|swap)"
)
_QUESTION = expression(r"\?\s{0,3}$")
_PRICES = expression(rf"(?:{CURRENCY.pattern} ?({NUMBER}))|({NUMBER}) ?{CURRENCY.pattern}")
_DIGITS = expression(r"\d+")
_SHARE = expression(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?) ?(?:%|percent|pour ?cent)")
#: A number of things: no part of a name, a day, a time, a length, an address or a sum.
_COUNT = expression(
    r"(?<![\w.,/:'+-])(\d{1,5})(?![\w/:%'-]|[.,]\d| ?(?:€|£|\$|eur|gbp|usd|chf|cm\b|mm\b|kg\b|g\b|ml\b|cl\b|l\b|h\b|am\b|pm\b"
    r"|(?:rue|avenue|boulevard|place|bis|ter|road|street|lane|hours?|heures?|days?|jours?|weeks?|semaines?|minutes?)\b))"
)
_TAX = expression(r"(?<![a-z])(?:tva|vat|tax|remise|discount)")
#: A time of which no day could be made.
_SOME_DAY = expression(
    r"(?<![a-z])(?:debut|courant|mi|fin|early|mid|late|end of|beginning of|in|en)[ -](?:de |d'|in |du )?"
    r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|mois|semaine|annee"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|month|week|the new year)"
    r"|(?:next|new) (?:month|year)|(?:mois|annee) prochaine?"
)
_LEAST_KIND = 1.2
#: So many sentences may stand between what a question is about and the question.
_NEAR = 2


def is_undecided(said: TradeLine, document: TradeDocument) -> bool:
    """Whether what is said of a line waits for a word of ours, or is said of something else in its place."""
    if _SUBSTITUTES.search(folded(f"{said.says} {said.note}")):
        return True
    if document.syntax != "text" or not said.says:
        return False
    place = next((n for n, note in enumerate(document.notes) if said.says in note), -1)
    if place < 0:
        return False
    own, *following = map(folded, document.notes[place : place + 1 + _NEAR])
    return _ASKS.search(own) is not None or any(
        (_QUESTION.search(one) or _SUBSTITUTES.search(one)) is not None for one in (own, *following)
    )


def understood(document: TradeDocument, found: Sequence[Matched], on: date | None) -> TradeDocument:
    """The document; with a problem for the first sentence of a letter that says more than was read of it."""
    if document.syntax != "text" or on is None or all(one.line is None for one in found):
        return document
    words = next(_left_over(document, found, on), "")
    if not words:
        return document
    what = say("It also says “{words}”, which a person must read.", words=words[:200])
    return replace(document, problems=(*document.problems, Problem(where="", what=what)))


def _left_over(document: TradeDocument, found: Sequence[Matched], on: date) -> Iterator[str]:
    spoken = language_of(" ".join(document.notes)[:3_000])
    writing, days = Writing.of(list(document.notes), spoken), Days(on, spoken)
    prices, known = set(_prices_of(document, found)), set(_days_of(document, found))
    counts = set(_counts_of(document, found))
    for words in document.notes:
        plain = folded(words)
        is_more = (
            _QUESTION.search(plain) is not None
            or _SUBSTITUTES.search(plain) is not None
            or (_SHARE.search(plain) is not None and not _TAX.search(plain))
            or any(value not in prices for value in _prices_in(plain, writing))
            or any(one.day > on and one.day not in known for one in days.found(words))
            or _is_bad_news(words)
            or (_SOME_DAY.search(plain) is not None and not days.found(words))
            or any(one[1].lstrip("0") not in counts for one in _COUNT.finditer(days.blanked(plain)))
        )
        if is_more:
            yield words


def _is_bad_news(words: str) -> bool:
    """Whether a sentence by itself tells that something comes later or not at all."""
    best = kind_of_sentence(words).best()
    return best.kind in (TradeKind.delay, TradeKind.cancellation) and best.score >= _LEAST_KIND


def _prices_in(plain: str, writing: Writing) -> Iterator[Decimal]:
    for one in _PRICES.finditer(plain):
        value = number(one[1] or one[2], writing)
        if value is not None:
            yield value.normalize()


def _prices_of(document: TradeDocument, found: Sequence[Matched]) -> Iterator[Decimal]:
    """All amounts that were read of ordered lines, and those that were agreed before."""
    told: list[Decimal | None] = [document.net, document.total]
    for one in found:
        if one.likeliest is not None:
            told += [
                one.said.price,
                one.said.unit_price,
                one.said.amount,
                one.likeliest.price,
                one.likeliest.confirmed_price,
            ]
    yield from (value.normalize() for value in told if value is not None)


def _days_of(document: TradeDocument, found: Sequence[Matched]) -> Iterator[date]:
    """All days that were read of ordered lines, and those that were agreed before."""
    told = [document.delivery_date, document.valid_until, document.issued]
    for one in found:
        if one.likeliest is not None:
            told += [one.said.delivery_date, one.likeliest.due, one.likeliest.promised, one.likeliest.ordered_on]
    yield from (day for day in told if day is not None)


def _counts_of(document: TradeDocument, found: Sequence[Matched]) -> Iterator[str]:
    """All whole numbers that were read of ordered lines, or stand in their names, as they are written in figures."""
    yield from (one for words in (document.number, *document.references) for one in _DIGITS.findall(words))
    for one in found:
        line = one.likeliest
        if line is not None:
            for value in (one.said.quantity, one.said.outstanding, line.quantity, line.open_quantity, line.received):
                yield f"{value.normalize():f}" if value is not None else ""
            yield from _DIGITS.findall(
                f"{line.label} {line.article} {line.supplier_article} {line.order} {one.said.order_line}"
            )
    yield "1"
