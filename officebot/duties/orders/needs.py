"""What is needed and not ordered yet: what the stock asks for, what people asked for; by supplier and place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from hashlib import sha256

from officebot.core.money import cents
from officebot.core.orders.likeness import words_of
from officebot.core.orders.model import OrderBook, Supplier
from officebot.core.proposals import Item
from officebot.core.stock.model import Article
from officebot.core.workbooks.words import plain
from officebot.duties.orders.observe import ASKED, NEED, STOCK, Facts
from officebot.duties.orders.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """Something that is needed. `key` is the item's; `price` is for one unit, None where nobody knows it.

    `required` and `wished` are properties of something that is still to be found; `why` is the reason in the office's words,
    `source` the cell or the mail that says so, or who does.
    """

    key: str
    kind: str
    article: str
    label: str = ""
    quantity: Decimal = Decimal(1)
    unit: str = ""
    supplier: str = ""
    supplier_article: str = ""
    price: Decimal | None = None
    currency: str = "EUR"
    place: str = ""
    wanted_by: date | None = None
    required: tuple[str, ...] = ()
    wished: tuple[str, ...] = ()
    budget: str = ""
    why: str = ""
    source: str = ""

    @property
    def name(self) -> str:
        """What people call it."""
        return self.label or self.article

    @property
    def amount(self) -> Decimal | None:
        """What it costs, as far as a price is known."""
        return None if self.price is None else cents(self.price * self.quantity)

    @property
    def is_sought(self) -> bool:
        """Whether it is described, not named: candidates are to be compared."""
        return bool(self.required or self.wished)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What is needed from one supplier ("" for one that is still to be found) at one place."""

    supplier: str
    place: str
    currency: str
    needs: tuple[Needed, ...]

    @property
    def amount(self) -> Decimal | None:
        """What all of it costs; None where a price is not known."""
        amounts = [need.amount for need in self.needs]
        return None if None in amounts else sum((one for one in amounts if one is not None), Decimal(0))

    @property
    def digest(self) -> str:
        """Tells this group from others, for as long as the same things are needed in the same quantity."""
        said = "|".join(f"{need.key}={need.quantity.normalize()}" for need in self.needs)
        return sha256(f"{self.supplier}|{self.place}|{said}".encode()).hexdigest()[:16]


def needs_of(facts: Facts) -> tuple[Needed, ...]:
    """Everything that is needed, is not asked for, and of which no line is open in the order book."""
    assert facts.book is not None
    asked = {str(key) for item in facts.of_kind(ASKED) for key in item.source.get("needs", ())}
    coming = {name for line in facts.book.open for name in (plain(line.article), plain(line.label)) if name}
    articles = {article.key: article for article in facts.articles}
    found = [
        need
        for item in facts.items
        if item.kind in (STOCK, NEED) and item.key not in asked
        if (need := _needed(item, articles)) is not None
        if not ({plain(need.article), plain(need.label)} - {()}) & coming
    ]
    return tuple(found)


def _needed(item: Item, articles: dict[str, Article]) -> Needed | None:
    source = item.source
    quantity = decimal_of(source.get("quantity"))
    key = str(source.get("article", "")) or str(source.get("label", ""))
    if not key or quantity is None or quantity <= 0:
        return None
    article = articles.get(key)
    price = article.price_of(quantity) if article is not None else decimal_of(source.get("price"))
    return Needed(
        key=item.key,
        kind=item.kind,
        article=key,
        label=(article.label if article is not None else "") or str(source.get("label", "")),
        quantity=quantity,
        unit=(article.unit if article is not None else "") or str(source.get("unit", "")),
        supplier=str(source.get("supplier", "")) or (article.supplier if article is not None else ""),
        price=price,
        currency=article.currency if article is not None else str(source.get("currency", "") or "EUR"),
        place=str(source.get("place", "")),
        wanted_by=_day(source.get("wanted_by") or source.get("run_out")),
        required=tuple(map(str, source.get("required", ()))),
        wished=tuple(map(str, source.get("wished", ()))),
        budget=str(source.get("budget", "")),
        why=item.title,
        source=next(iter(map(str, source.get("cells", ()))), str(source.get("mail") or source.get("person", ""))),
    )


def decimal_of(value: object) -> Decimal | None:
    """A number as an item keeps it; None for what is none."""
    try:
        found = Decimal(str(value)) if value not in (None, "") else None
    except InvalidOperation:
        return None
    return found if found is None or found.is_finite() else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def grouped(needs: Iterable[Needed], book: OrderBook, settings: Settings) -> tuple[Group, ...]:
    """The needs by supplier, place and currency; of no known supplier those that the same firms sell.

    Something that is sought stands alone.
    """
    groups: dict[tuple[str, str, str, str], list[Needed]] = {}
    for need in needs:
        one = Group(supplier=need.supplier, place=need.place, currency=need.currency, needs=(need,))
        firms = "|".join(sorted(firm.name for firm in sellers(one, book, settings))) if not need.supplier else ""
        apart = need.key if need.is_sought else firms
        groups.setdefault((need.supplier, need.place, need.currency, apart), []).append(need)
    return tuple(
        Group(supplier=supplier, place=place, currency=currency, needs=tuple(group))
        for (supplier, place, currency, _), group in sorted(groups.items())
    )


def sellers(group: Group, book: OrderBook, settings: Settings) -> tuple[Supplier, ...]:
    """Who may be asked: the supplier that is known for it, then whoever sells such goods; at most as the settings say."""
    known = book.supplier(group.supplier) if group.supplier else None
    first = [known] if known is not None and known.address else []
    wanted = {
        word for need in group.needs for word in words_of(f"{need.article} {need.name} {' '.join(need.required)}")
    }
    others = [one for one in book.suppliers if one.address and one not in first and _sells(one, wanted)]
    return tuple([*first, *others][: settings.offers])


def _sells(supplier: Supplier, wanted: set[str]) -> bool:
    return any(words and set(words) <= wanted for goods in supplier.goods if (words := words_of(goods)))


def wanted_by(group: Group, facts: Facts, settings: Settings) -> date:
    """The day on which the goods are wanted: the soonest of its needs. A person's day counts, also where it is later than
    usual; the stock's is the one on which it runs out, so it only counts where it is sooner.
    """
    usual = facts.office.working_time.add_working_days(facts.today, settings.deliver_days)
    return min(_wanted(need, facts.today, usual) for need in group.needs)


def _wanted(need: Needed, today: date, usual: date) -> date:
    if need.wanted_by is None or need.wanted_by <= today:
        return usual
    return need.wanted_by if need.kind == NEED else min(need.wanted_by, usual)


def place_of(group: Group, facts: Facts, settings: Settings) -> str:
    """Where the goods are brought."""
    return group.place or settings.deliver_to or facts.office.name


def unknown(groups: Sequence[Group], book: OrderBook, settings: Settings) -> Iterator[Group]:
    """The groups that nobody is known to sell."""
    return (group for group in groups if not sellers(group, book, settings))
