"""What the duty sees, and what it proposes.

The last price of an article is the one that the office last said yes to: many small changes are one large change.
Until there is one, it is the price in the workbook.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from typing import Any

from officebot.sdk import (
    Office,
    OfficeFacts,
    OfficeWorkbook,
    Proposal,
    Reason,
    Remember,
    SetCells,
    Text,
    Trigger,
    UserError,
    one_line,
)

from price_watch.pricelist import Price, PriceList, plain, price_in, read
from price_watch.settings import Settings
from price_watch.stocklist import Kept, kept_in
from price_watch.texts import counted, say

KIND = "price_watch"
#: With this begin the keys of the prices that it remembers.
LAST = "last:"
#: So many new articles are remembered at once, and so many changes asked about: the others in the next run.
_MOST_NEW, MOST_ASKED = 200, 50
#: A list is renewed; what nobody answered by then is asked anew from the list of that day.
_ASKED_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The office's workbook, the supplier's prices of its articles, and the last prices by the keys of facts."""

    office: OfficeFacts
    book: OfficeWorkbook
    offered: PriceList = field(default_factory=PriceList)
    last: Mapping[str, Any] = field(default_factory=dict)


def observe(office: Office, trigger: Trigger, settings: Settings) -> Facts:
    """The workbook, the list, and what is remembered. Raises UserError where there is no list that can be read."""
    book = office.workbook(settings.workbook)
    if book.problem is not None:
        raise UserError(book.problem)
    wanted = kept_in(book, settings)
    offered = read(_raw(office, settings.source), wanted, settings.list_article, settings.list_price)
    return Facts(office=office.facts, book=book, offered=offered, last=office.all_remembered(KIND))


def _raw(office: Office, source: str) -> bytes:
    if source.startswith("https://"):
        return office.fetch(source)
    try:
        return office.read_file(source)
    except FileNotFoundError:
        raise UserError(say("There is no price list at {place} yet.", place=one_line(source, 200))) from None


def decide(facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """A question for each price that changed enough; what is seen for the first time is remembered. Pure."""
    known = kept_in(facts.book, settings)
    new: list[Remember] = []
    asked = 0
    for name, offered in sorted(facts.offered.prices.items()):
        article = known.get(name)
        if article is None or _is_other_currency(article, offered):
            continue
        last = remembered(facts.last.get(key_of(name)))
        before = last or article.price
        change = percent(before, offered) if before is not None else None
        if change is not None and is_enough(change, settings):
            asked += 1
            if asked <= MOST_ASKED and before is not None:
                yield _question(facts, settings, article, before, offered)
        elif last is None:
            new.append(_remember(article, offered))
    if new:
        yield _beginning(list(islice(new, _MOST_NEW)))


def is_enough(change: Decimal, settings: Settings) -> bool:
    """Whether somebody is asked about a change of so many percent; about none nobody is, whatever is set."""
    return change != 0 and abs(change) >= settings.percent


def percent(before: Price, after: Price) -> Decimal:
    """By how many percent a price changed, with one decimal: 4.20 to 5.10 is 21.4."""
    return round((after.amount / before.amount - 1) * 100, 1)


def key_of(article: str) -> str:
    """The key of the fact that holds an article's last price: names are outside words, and as long as they like."""
    return LAST + _mark(plain(article))


def remembered(fact: Any) -> Price | None:
    """The price that was remembered so; None where none was."""
    written = fact.get("price") if isinstance(fact, Mapping) else None
    found = price_in(written, ".") if isinstance(written, str) else None
    return Price(amount=found.amount, currency=str(fact.get("currency", ""))) if found is not None else None


def in_money(price: Price) -> Text:
    """A price as people read it, with two decimals at least: 5.10 EUR."""
    cents = round(price.amount, 2)
    shown = cents if cents == price.amount else price.amount
    return (
        say("{amount} {currency}", amount=shown, currency=price.currency)
        if price.currency
        else say("{amount}", amount=shown)
    )


# ── within ────────────────────────────────────────────────────────────────────────────────────────────────


def _question(facts: Facts, settings: Settings, article: Kept, before: Price, offered: Price) -> Proposal:
    name = one_line(article.name, 80)
    change = percent(before, offered)
    sentence = (
        say("The price of {article} rose by {percent} %: {before} → {after}", article=name, percent=change,
            before=in_money(before), after=in_money(offered))
        if change > 0
        else say("The price of {article} fell by {percent} %: {before} → {after}", article=name, percent=-change,
                 before=in_money(before), after=in_money(offered))
    )  # fmt: skip
    cell = (article.cell, article.value, float(offered.amount))
    return Proposal(
        key=f"{KIND}:{_mark(plain(article.name))}",
        title=sentence,
        actions=(SetCells(workbook=facts.book.name, cells=(cell,)), _remember(article, offered)),
        reason=say("The supplier’s list says so; changes from {percent} % on are asked about.",
                   percent=settings.percent),
        reasons=(Reason(what=say("In the list stands"), source=one_line(settings.source, 200),
                        quote=f"{name}: {offered.amount:f} {offered.currency}".strip()),),
        consequences=_left_out(facts),
        expires_after=_ASKED_FOR,
        must_ask=True,
    )  # fmt: skip


def _left_out(facts: Facts) -> tuple[Text, ...]:
    count = len(facts.offered.doubtful)
    if not count:
        return ()
    return (counted("One price of the list is not clear, and was left out.",
                    "{count} prices of the list are not clear, and were left out.", count),)  # fmt: skip


def _beginning(new: list[Remember]) -> Proposal:
    return Proposal(
        # The same articles are remembered once: they are not new when they are.
        key=f"{KIND}:new:{_mark(' '.join(one.key for one in new))}",
        title=counted("Remember the price of one article", "Remember the prices of {count} articles", len(new)),
        actions=tuple(new),
        reason=say("They stand in the list for the first time, or no change was remembered yet."),
    )


def _remember(article: Kept, offered: Price) -> Remember:
    value = {"article": one_line(article.name, 80), "price": f"{offered.amount:f}", "currency": offered.currency}
    return Remember(key=key_of(article.name), value=value)


def _is_other_currency(article: Kept, offered: Price) -> bool:
    """Whether the list says dollars where the office has euros: such prices are not compared."""
    own = article.price.currency if article.price is not None else ""
    return bool(own and offered.currency and own != offered.currency)


def _mark(words: str) -> str:
    return sha256(words.encode("utf-8", "replace")).hexdigest()[:16]
