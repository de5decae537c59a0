"""Which supplier, article or budget line people mean by a name; of what is not known, the likes of it are named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from officebot.core.orders.likeness import code_of, words_of
from officebot.core.orders.model import BudgetLine, OrderBook, OrderLine, Supplier
from officebot.core.problems import UserError
from officebot.core.stock.model import Article
from officebot.core.text import Text, one_line, plain, say

_MOST_LIKE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An article that the office has bought or keeps: `stock` where it is kept, `lines` its order lines, the latest first."""

    article: str
    label: str = ""
    unit: str = ""
    stock: Article | None = None
    lines: tuple[OrderLine, ...] = ()

    @property
    def name(self) -> str:
        """What people call it."""
        return self.label or self.article


# ── suppliers ─────────────────────────────────────────────────────────────────────────────────────────────


def supplier_named(words: str, book: OrderBook) -> Supplier:
    """The supplier that is meant: by name, by address, by a part of the name that only one has.

    Raises UserError with near names for nobody, and where several are meant or one stands there with two addresses.
    """
    wanted = plain(words).strip()
    known = suppliers_of(book)
    found = [one for one in known if wanted in (plain(one.name), one.address)]
    found = found or [one for one in known if wanted and set(wanted.split()) <= set(plain(one.name).split())]
    if not found:
        raise UserError(_unknown_supplier(one_line(words, 80), _near(wanted, [one.name for one in known])))
    names = list(dict.fromkeys(one.name for one in found))
    if len(found) > 1 and len({plain(name) for name in names}) == 1:
        raise UserError(
            say("“{name}” stands among the suppliers with {addresses}: keep one of them.", name=found[0].name,
                addresses=[one.address or "—" for one in found])
        )  # fmt: skip
    if len(found) > 1:
        raise UserError(
            say("“{name}” may be {names}: write more of the name.", name=one_line(words, 80), names=names)
        )
    return found[0]


def suppliers_of(book: OrderBook) -> tuple[Supplier, ...]:
    """The suppliers of the book, then those that only its orders name; each with an address, where one is known."""
    written = {plain(line.supplier): line.address for line in book.lines if line.address}
    table = [replace(one, address=one.address or written.get(plain(one.name), "")) for one in book.suppliers]
    there = {plain(one.name) for one in table}
    others: dict[str, Supplier] = {}
    for line in book.lines:
        name = plain(line.supplier)
        if name and name not in there:
            others.setdefault(name, Supplier(name=line.supplier, address=written.get(name, "")))
    return (*_by_house(table), *others.values())


def _by_house(table: Sequence[Supplier]) -> Iterator[Supplier]:
    """Each supplier once: a second row of the same name and address says nothing new."""
    seen: set[tuple[str, str]] = set()
    for one in table:
        key = plain(one.name), one.address
        if key not in seen:
            seen.add(key)
            yield one


def _unknown_supplier(words: str, near: list[str]) -> Text:
    if near:
        return say("“{name}” is no supplier of the order book: there is {names}.", name=words, names=near)
    return say(
        "“{name}” is no supplier of the order book: add it with its address to the table of suppliers.", name=words
    )


# ── articles ──────────────────────────────────────────────────────────────────────────────────────────────


def article_named(words: str, articles: Iterable[Article], lines: Iterable[OrderLine]) -> Known | None:
    """The article that is meant by its number, by the supplier's, or by its whole name; None for one that nobody knows.

    Raises UserError where several are meant.
    """
    known = known_articles(articles, lines)
    wanted, code = plain(words).strip(), code_of(words)
    found = [one for one in known if plain(one.article) == wanted or (code and code_of(one.article) == code)]
    found = found or [one for one in known if plain(one.label) == wanted]
    found = found or [one for one in known if any(plain(line.supplier_article) == wanted for line in one.lines)]
    if len(found) > 1:
        names = [one.article for one in found]
        raise UserError(
            say("“{name}” may be {names}: write the article’s number.", name=one_line(words, 80), names=names)
        )
    return found[0] if found else None


def known_articles(articles: Iterable[Article], lines: Iterable[OrderLine]) -> tuple[Known, ...]:
    """Everything that is kept or was ordered, the stock's first."""
    bought: dict[str, list[OrderLine]] = {}
    for line in lines:
        bought.setdefault(plain(line.article), []).append(line)
    found = []
    for article in articles:
        own = [*bought.pop(plain(article.key), []), *bought.pop(plain(article.label), [])]
        found.append(
            Known(article=article.key, label=article.label, unit=article.unit, stock=article, lines=_latest(own))
        )
    for group in bought.values():
        last = _latest(group)
        unit = next((line.unit for line in last if line.unit), "")
        found.append(Known(article=last[0].article, label=last[0].label, unit=unit, lines=last))
    return tuple(found)


def near_articles(words: str, articles: Iterable[Article], lines: Iterable[OrderLine]) -> list[str]:
    """The likes of an article that is not known: « PAP-A4-80 (Papier A4 80 g) »."""
    told = {
        one.article: f"{one.article} ({one.label})" if one.label else one.article
        for one in known_articles(articles, lines)
    }
    labels = {name: article for article, name in told.items()}
    said = set(words_of(words))
    alike = [name for name in labels if said and said <= set(words_of(name))]
    codes = [told[article] for article in _near(words, list(told))]
    return list(dict.fromkeys([*codes, *alike, *_near(words, list(labels))]))[:_MOST_LIKE]


def _latest(lines: Sequence[OrderLine]) -> tuple[OrderLine, ...]:
    """The latest order first; without a day, what stands lower is later."""
    places = {id(line): place for place, line in enumerate(lines)}
    return tuple(sorted(lines, key=lambda one: (one.ordered_on or date.min, places[id(one)]), reverse=True))


# ── the budget ────────────────────────────────────────────────────────────────────────────────────────────


def budget_named(words: str, budget: Sequence[BudgetLine]) -> str:
    """The key of the budget line that is meant; the words themselves where the book has no budget. Raises UserError."""
    wanted = plain(words).strip()
    found = [line.key for line in budget if wanted in (plain(line.key), plain(line.label))]
    if not budget:
        return one_line(words, 80)
    if not found:
        names = _near(wanted, [line.key for line in budget]) or [line.key for line in budget][:_MOST_LIKE]
        raise UserError(
            say("“{name}” is no line of the budget: there is {names}.", name=one_line(words, 80), names=names)
        )
    if len(set(found)) > 1:
        raise UserError(
            say("“{name}” may be {names}: write the line’s number.", name=one_line(words, 80), names=found)
        )
    return found[0]


def _near(words: str, names: Sequence[str]) -> list[str]:
    """The names that were probably meant, the nearest first."""
    by_plain = {plain(name): name for name in names}
    close = get_close_matches(plain(words[:200]), list(by_plain), n=_MOST_LIKE, cutoff=0.5)
    return [by_plain[name] for name in close]
