"""The stock as a workbook tells it: articles, movements and orders, each with its cell; what cannot be read is said."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from officebot.core.problems import Problem
from officebot.core.stock.fields import ARTICLES, JOURNAL, ORDERS
from officebot.core.stock.mapping import StockMap
from officebot.core.stock.model import Article, Movement, MovementKind, Order, PriceBreak, Stock, StockPolicy
from officebot.core.text import Text, say
from officebot.core.workbooks.lines import Line, lines_of
from officebot.core.workbooks.numbers import Amount
from officebot.core.workbooks.parts import Sheet
from officebot.core.workbooks.tables import Table
from officebot.core.workbooks.words import plain

_KINDS: Mapping[MovementKind, tuple[str, ...]] = {
    MovementKind.delivery: (
        "entrée", "livraison", "réception", "reçu", "achat", "in", "delivery", "receipt", "received",
    ),
    MovementKind.withdrawal: ("sortie", "retrait", "prélèvement", "consommation", "pris", "out", "withdrawal", "issue", "used"),
    MovementKind.counted: ("inventaire", "comptage", "compté", "count", "counted", "stocktake", "inventory"),
    MovementKind.correction: ("correction", "ajustement", "régularisation", "casse", "perte", "adjustment", "loss"),
}  # fmt: skip
_LOSSES = frozenset(word for words in ("casse", "perte", "loss", "broken") for word in plain(words))
_KIND_WORDS = {plain(word): kind for kind, words in _KINDS.items() for word in words}


@dataclass(frozen=True, slots=True)
class StockRead:
    """A stock with all that could not be read of it, each problem with its cell."""

    stock: Stock
    problems: tuple[Problem, ...]


def read_stock(
    tables: Sequence[Table],
    found: StockMap,
    today: date,
    policy: StockPolicy | None = None,
    unreckoned: Collection[str] = (),
) -> StockRead:
    """The stock on a day. Figures of a formula count as what they show; an empty cell is reckoned from the journal.

    `unreckoned` are sheets with formulas that show nothing yet: an article of theirs whose stock is empty is not known.
    """
    reader = _Reader(tables, found, today, unreckoned)
    articles = tuple(reader.articles())
    movements = tuple(reader.movements())
    orders = tuple(reader.orders())
    stock = Stock(
        articles=articles,
        movements=(*movements, *reader.counts),
        orders=(*reader.outstanding, *orders),
        policy=policy or StockPolicy(),
    )
    return StockRead(stock, (*found.problems, *reader.problems))


class _Reader:
    def __init__(self, tables: Sequence[Table], found: StockMap, today: date, unreckoned: Collection[str]) -> None:
        self.today, self.problems, self._unreckoned = today, list[Problem](), unreckoned
        self.counts, self.outstanding = list[Movement](), list[Order]()
        self._parts = {
            part: (sheet, table)
            for part, sheet in found.parts.items()
            for table in tables
            if (table.name, table.sheet) == (sheet.table, sheet.sheet)
        }
        self._keys: dict[tuple[str, ...], str] = {}
        self._units: dict[str, str] = {}
        self._counted: set[str] = set()

    def articles(self) -> Iterator[Article]:
        currencies: dict[str, int] = {}
        seen: dict[str, str] = {}
        for line in self._lines(ARTICLES):
            key = line.words("reference") or line.words("article")
            if not key:
                continue
            place = line.place("reference") or line.place("article")
            if key in seen:
                self._say(
                    place, say("“{key}” stands here and at {other}: this row is left out.", key=key, other=seen[key])
                )
                continue
            seen[key] = place
            article = self._article(line, key, currencies)
            for name in (key, article.label):
                if name:
                    self._keys.setdefault(plain(name), key)
            self._units[key] = article.unit
            if line.value("on_hand") is None and line.table.sheet in self._unreckoned:
                what = say("What lies there is not known: open the workbook in your spreadsheet program and save it.")
                self._say(line.place("on_hand"), what)
                continue
            if line.words("on_hand") and key not in self._counted:
                continue  # what lies there is told, but not so that it can be reckoned with: its cell was named
            yield article

    def _article(self, line: Line, key: str, currencies: dict[str, int]) -> Article:
        price = line.amount("price")
        currency = (price.currency if price else "") or line.currency("price") or "EUR"
        breaks: tuple[PriceBreak, ...] = ()
        if price is not None:
            if currencies and currency not in currencies:
                usual = max(currencies, key=lambda one: currencies[one])
                what = say(
                    "The price is in {currency}, the others in {usual}: write it in {usual}; until then it is left out.",
                    currency=currency,
                    usual=usual,
                )
                self._say(line.place("price"), what)
            else:
                currencies[currency] = currencies.get(currency, 0) + 1
                breaks = (PriceBreak(quantity=Decimal(0), price=price.value),)
        days = line.amount("lead_time")
        pack = line.amount("pack")
        made = Article(
            key=key,
            label=line.words("article") if line.words("reference") else "",
            unit=line.words("unit"),
            supplier=line.words("supplier"),
            lead_time=_days(days),
            pack_size=pack.value if pack is not None and pack.value > 0 else Decimal(1),
            minimum_order=_value(line.amount("minimum_order")) or Decimal(0),
            price_breaks=breaks,
            minimum=_value(line.amount("minimum")),
            target=_value(line.amount("target")),
            currency=currency if breaks else "EUR",
            source=line.place("on_hand") or line.place("article"),
        )
        here = line.amount("on_hand")
        if here is not None and self._same_unit(line.place("on_hand"), here, made.unit):
            count = Movement(
                day=self.today,
                article=key,
                quantity=here.value,
                kind=MovementKind.counted,
                source=line.place("on_hand"),
            )
            self.counts.append(count)
            self._counted.add(key)
        coming = line.amount("on_order")
        if coming is not None and coming.value > 0 and ORDERS not in self._parts:
            self.outstanding.append(Order(article=key, quantity=coming.value, source=line.place("on_order")))
        return made

    def movements(self) -> Iterator[Movement]:
        for line in self._lines(JOURNAL):
            key = self._known(line)
            day = line.day("date")
            if not key or day is None:
                continue
            if day > self.today:
                self._say(line.place("date"), say("This day is yet to come: the movement is left out."))
                continue
            for quantity, kind, place in self._moved(line, self._units.get(key, "")):
                yield Movement(day=day, article=key, quantity=quantity, kind=kind, source=place)

    def _moved(self, line: Line, unit: str) -> Iterator[tuple[Decimal, MovementKind, str]]:
        came, went = line.amount("came_in"), line.amount("went_out")
        if came is not None or went is not None:
            if came is not None and came.value:
                yield came.value, MovementKind.delivery, line.place("came_in")
            if went is not None and went.value:
                yield -abs(went.value), MovementKind.withdrawal, line.place("went_out")
            return
        amount = line.amount("quantity")
        if amount is None:
            return
        place = line.place("quantity")
        if not self._same_unit(place, amount, unit) or not self._same_unit(place, amount, unit, line.words("unit")):
            return
        kind = self._kind(line, amount.value)
        if kind is MovementKind.withdrawal or (kind is MovementKind.correction and _is_loss(line.words("movement"))):
            yield -abs(amount.value), kind, place
        elif kind is not None:
            yield amount.value, kind, place

    def _kind(self, line: Line, quantity: Decimal) -> MovementKind | None:
        words = line.words("movement")
        if not words:
            return MovementKind.delivery if quantity > 0 else MovementKind.withdrawal
        found = kind_of_words(words)
        if found is None:
            what = say(
                "“{words}” is no movement that is known: write delivery, withdrawal, count or correction.",
                words=words,
            )
            self._say(line.place("movement"), what)
        return found

    def orders(self) -> Iterator[Order]:
        for line in self._lines(ORDERS):
            key = self._known(line)
            amount = line.amount("quantity")
            if not key or amount is None:
                continue
            yield Order(
                article=key, quantity=amount.value, ordered_on=line.day("ordered_on"), due=line.day("expected_on"),
                received_on=line.day("received_on"), source=line.place("quantity"),
            )  # fmt: skip

    def _known(self, line: Line) -> str:
        names = [name for name in (line.words("reference"), line.words("article")) if name]
        for name in names:
            if (key := self._keys.get(plain(name))) is not None:
                return key
        if names:
            place = line.place("reference") or line.place("article")
            self._say(place, say("“{article}” is no article of the stock: this row is left out.", article=names[0]))
        return ""

    def _same_unit(self, place: str, amount: Amount, unit: str, told: str = "") -> bool:
        """Whether a quantity is told in the article's unit; where it is not, that is said."""
        own = told or amount.unit
        if not own or not unit or plain(own) == plain(unit):
            return True
        what = say(
            "The quantity is in “{unit}”, the article is kept in “{own}”: the quantity is left out.",
            unit=own,
            own=unit,
        )
        self._say(place, what)
        return False

    def _say(self, where: str, what: Text) -> None:
        self.problems.append(Problem(where=where, what=what))

    def _lines(self, part: str) -> Iterator[Line]:
        if part in self._parts:
            sheet, table = self._parts[part]
            yield from lines_of(table, sheet.columns, self.problems)


def _is_loss(words: str) -> bool:
    """Whether a correction takes away, whatever its sign."""
    return any(word in _LOSSES for word in plain(words))


def kind_of_words(words: str) -> MovementKind | None:
    """The kind of movement that a journal's word means, in French or English; None for one that is not known."""
    said = plain(words)
    return _KIND_WORDS.get(said) or next((_KIND_WORDS[(word,)] for word in said if (word,) in _KIND_WORDS), None)


def _value(amount: Amount | None) -> Decimal | None:
    return amount.value if amount is not None and amount.value >= 0 else None


def _days(amount: Amount | None) -> int | None:
    if amount is None or not 0 <= amount.value <= 730:
        return None
    # Calendar words count as such: two weeks are ten working days.
    unit = next(iter(plain(amount.unit)), "")
    times = {"semaine": 5, "week": 5, "moi": 21, "mois": 21, "month": 21}.get(unit, 1)
    return int(amount.value * times)


def sheets_of(found: StockMap) -> Iterator[tuple[str, Sheet]]:
    """The parts in the order in which people think of them."""
    for part in (ARTICLES, JOURNAL, ORDERS):
        if part in found.parts:
            yield part, found.parts[part]
