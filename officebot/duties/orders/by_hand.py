"""What a person asks for at once: an order to be drafted, a need to be noted; what they leave out, the office knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from officebot.core.orders.model import OrderLine, Supplier
from officebot.core.orders.naming import (
    Known,
    article_named,
    budget_named,
    near_articles,
    supplier_named,
)
from officebot.core.orders.requests import quantity_in_words
from officebot.core.orders.spoken import SpokenLine
from officebot.core.problems import UserError
from officebot.core.proposals import Item, Proposal, Reason
from officebot.core.quantities import trimmed
from officebot.core.text import Text, one_line, plain, say
from officebot.core.units import is_another
from officebot.core.workbooks import words
from officebot.duties.orders.needs import decimal_of
from officebot.duties.orders.observe import ASKED, NEED, Facts
from officebot.duties.orders.ordering import Draft, Ordered, order_key, order_proposal
from officebot.duties.orders.settings import Settings
from officebot.sdk import CloseItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody asks for. Empty is “not said”: then it is as the book, the stock and the settings have it."""

    lines: tuple[SpokenLine, ...]
    supplier: str = ""
    by: date | None = None
    place: str = ""
    budget: str = ""
    quote: str = ""
    required: tuple[str, ...] = ()
    wished: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Priced:
    """A line of the draft, in which currency its price is, and where that was read."""

    line: Ordered
    currency: str
    reason: Reason


# ── an order ──────────────────────────────────────────────────────────────────────────────────────────────


def drafted(facts: Facts, settings: Settings, wish: Wish, who: str) -> tuple[Draft, Proposal]:
    """The order that a person asks for, and its proposal, whose key ends with the moment.

    Raises UserError for a supplier without address, for what nobody knows, and for lines in several currencies.
    """
    assert facts.book is not None
    supplier = supplier_named(wish.supplier, facts.book)
    if not supplier.address:
        raise UserError(say("Nobody knows where to write to {supplier}: add the address to {file}.",
                            supplier=supplier.name, file=facts.workbook.file))  # fmt: skip
    _check_day(wish.by, facts.today)
    budget = budget_named(wish.budget, facts.book.budget) if wish.budget else ""
    priced = [_priced(facts, supplier, one, budget) for one in wish.lines]
    work = facts.office.working_time
    draft = Draft(
        supplier=supplier,
        lines=tuple(one.line for one in priced),
        currency=_currency(priced),
        due=wish.by or work.add_working_days(facts.today, settings.deliver_days),
        place=wish.place or settings.deliver_to or facts.office.name,
        quote=one_line(wish.quote, 80),
        reasons=tuple(one.reason for one in priced),
    )
    key = f"{hand_key(draft)}:{facts.now.isoformat()}"
    because = say("{name} asked for it.", name=who)
    return draft, order_proposal(facts, settings, draft, key, because, tuple(_met(facts, draft)))


def hand_key(draft: Draft) -> str:
    """How the keys of proposals of this order begin: the same for the same goods, supplier, day and offer."""
    said = [
        draft.supplier.address, draft.currency, draft.due, draft.place, draft.quote,
        *((one.article, trimmed(one.quantity), one.unit, one.price and trimmed(one.price), one.budget) for one in draft.lines),
    ]  # fmt: skip
    digest = sha256("|".join(map(str, said)).encode()).hexdigest()[:16]
    return order_key(digest, "hand")


def _priced(facts: Facts, supplier: Supplier, said: SpokenLine, budget: str) -> _Priced:
    known = _known(facts, said.article)
    if known is None and said.price is None:
        raise UserError(_unknown_article(facts, said.article))
    article = known or Known(article=said.article)
    theirs = [line for line in article.lines if plain(line.supplier) == plain(supplier.name)]
    price, currency, source = _price(said, article, supplier, theirs)
    line = Ordered(
        article=article.article,
        label=article.label,
        supplier_article=next((one.supplier_article for one in theirs if one.supplier_article), ""),
        quantity=said.quantity,
        unit=article.unit or said.unit if said.price is None else said.unit or article.unit,
        price=price,
        budget=budget or next((one.budget for one in article.lines if one.budget), ""),
    )
    return _Priced(line=line, currency=currency, reason=_why(line, source, said, is_new=known is None))


def _price(
    said: SpokenLine, article: Known, supplier: Supplier, theirs: Sequence[OrderLine]
) -> tuple[Decimal | None, str, str]:
    """The price of one unit, its currency ("" for none), and the cell where it stands: as said, as the stock, as last time."""
    if said.price is not None:
        return said.price, said.currency, ""
    if said.unit and is_another(said.unit, article.unit):
        raise UserError(say("{article} is counted in {ours}, not in {theirs}: write the quantity so, or a price with @.",
                            article=article.name, ours=article.unit, theirs=said.unit))  # fmt: skip
    stock = article.stock
    if stock is not None and plain(stock.supplier) in ("", plain(supplier.name)):
        price = stock.price_of(said.quantity)
        if price is not None:
            return price, stock.currency, stock.source
    for line in theirs:
        price = line.confirmed_price if line.confirmed_price is not None else line.price
        if price is not None:
            return price, line.currency, line.cells.get("price", "")
    return None, "", ""


def _why(line: Ordered, source: str, said: SpokenLine, *, is_new: bool) -> Reason:
    if is_new:
        return Reason(what=say("{article} is neither in the stock nor in an earlier order.", article=line.name))
    if said.price is not None:
        return Reason(what=say("{article}: at the price that was said with it.", article=line.name))
    if line.price is None:
        return Reason(what=say("{article}: the price is not known here.", article=line.name))
    return Reason(what=say("{article}: at the price that was known last.", article=line.name), source=source)


def _known(facts: Facts, words: str) -> Known | None:
    assert facts.book is not None
    return article_named(words, facts.articles, facts.book.lines)


def _unknown_article(facts: Facts, words: str) -> Text:
    assert facts.book is not None
    near = near_articles(words, facts.articles, facts.book.lines)
    if near:
        return say(
            "“{article}” is neither in the stock nor in an earlier order: there is {names}; something new needs a price, "
            "as {article}=QUANTITY@PRICE.", article=words, names=near,
        )  # fmt: skip
    return say(
        "“{article}” is neither in the stock nor in an earlier order: something new needs a price, as "
        "{article}=QUANTITY@PRICE.",
        article=words,
    )


def _currency(priced: Sequence[_Priced]) -> str:
    """The one currency; a price that was said without one is in that of the others."""
    found = sorted({one.currency for one in priced if one.currency})
    if len(found) > 1:
        raise UserError(say("An order has one currency, and these lines have {currencies}.", currencies=found))
    return found[0] if found else "EUR"


def _met(facts: Facts, draft: Draft) -> Iterator[CloseItem]:
    """The needs that people noted, or told in mails, and that this order meets."""
    left = {plain(line.article): line.quantity for line in draft.lines}
    names = {plain(line.name): plain(line.article) for line in draft.lines}
    for item in facts.of_kind(NEED):
        source, quantity = item.source, decimal_of(item.source.get("quantity"))
        wanted = plain(str(source.get("article") or source.get("label", "")))
        article = wanted if wanted in left else names.get(wanted, "")
        is_theirs = plain(str(source.get("supplier", ""))) in ("", plain(draft.supplier.name))
        is_sought = bool(source.get("required") or source.get("wished"))
        if is_theirs and not is_sought and quantity is not None and quantity <= left.get(article, Decimal(0)):
            yield CloseItem(item_kind=NEED, key=item.key, because="ordered")
            left[article] -= quantity


# ── needs ─────────────────────────────────────────────────────────────────────────────────────────────────


def needed(facts: Facts, wish: Wish, address: str, name: str) -> tuple[Item, ...]:
    """The needs that a person notes, as items of the ledger: one for each line. Raises UserError."""
    assert facts.book is not None
    supplier = supplier_named(wish.supplier, facts.book).name if wish.supplier else ""
    _check_day(wish.by, facts.today)
    budget = budget_named(wish.budget, facts.book.budget) if wish.budget else ""
    asked = {str(key) for item in facts.of_kind(ASKED) for key in item.source.get("needs", ())}
    return tuple(_need(facts, wish, one, supplier, budget, asked, address, name) for one in wish.lines)


def _need(
    facts: Facts, wish: Wish, said: SpokenLine, supplier: str, budget: str, asked: set[str], address: str, name: str
) -> Item:
    known = None if wish.required or wish.wished else _known(facts, said.article)
    article = known or Known(article=said.article, unit=said.unit)
    price = _need_price(facts, said, article, supplier)
    quantity = quantity_in_words(said.quantity, said.unit or article.unit, facts.language)
    title = say("{name} needs {quantity} {article}", name=name, quantity=quantity, article=article.name)
    return Item(
        kind=NEED,
        key=need_key((address, plain(article.article), plain(wish.place), plain(supplier)), asked),
        title=title.render(facts.language),
        owner=address,
        source={
            "article": article.article,
            "label": article.label,
            "quantity": str(trimmed(said.quantity)),
            "unit": said.unit or article.unit,
            "supplier": supplier,
            "place": one_line(wish.place, 200),
            "wanted_by": wish.by.isoformat() if wish.by else "",
            "budget": budget,
            "required": list(wish.required),
            "wished": list(wish.wished),
            "person": address,
            **({"price": str(price[0]), "currency": price[1]} if price[0] is not None else {}),
        },
    )


def _need_price(facts: Facts, said: SpokenLine, article: Known, supplier: str) -> tuple[Decimal | None, str]:
    if not supplier or article.stock is not None:
        return None, ""  # the stock's own price counts when it is needed
    assert facts.book is not None
    theirs = [line for line in article.lines if plain(line.supplier) == plain(supplier)]
    price, currency, _ = _price(said, article, supplier_named(supplier, facts.book), theirs)
    return price, currency


def coming(facts: Facts, item: Item) -> tuple[str, ...]:
    """The orders with which the like of it is still to come: until then, no more of it is ordered."""
    assert facts.book is not None
    names = {words.plain(str(item.source.get(one, ""))) for one in ("article", "label")} - {()}
    lines = (line for line in facts.book.open if names & {words.plain(line.article), words.plain(line.label)})
    return tuple(dict.fromkeys(line.order for line in lines))


def need_key(parts: Sequence[str], asked: set[str]) -> str:
    """The key of a need: the same person's need of the same thing is changed, unless offers are asked for already."""
    number = 0
    while True:
        key = sha256("|".join((*parts, str(number))).encode()).hexdigest()[:12]
        if key not in asked:
            return key
        number += 1


def _check_day(day: date | None, today: date) -> None:
    if day is not None and day < today:
        raise UserError(say("{day} is over: name a day that is still to come.", day=day))
