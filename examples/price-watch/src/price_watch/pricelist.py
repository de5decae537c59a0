"""A supplier's price list, read from whatever a supplier sends as CSV. Pure: bytes in, prices out.

Nothing in the list is believed: its size is bounded, a cell with a formula is no price, and where an article has two
prices it has none. Numbers are read as both languages write them.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, partial
from itertools import islice

from officebot.sdk import UserError
from officebot.sdk.numbers import Amount, Mark, mark_of, read_number

from price_watch.texts import say

#: A page that officebot fetches is no larger; and no office buys from a list of more lines.
LARGEST, MOST_LINES = 5_000_000, 100_000
#: The headings stand in one of the first lines; above them suppliers write their address, or a date.
_HEADING_LINES = 20
#: More lines do not tell more about how the list writes its numbers.
_MARK_LINES = 500
#: Beyond these a "price" is a number of something else.
_HIGHEST, _DECIMALS = Decimal(1_000_000), 4
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
#: What people call the column of articles, and that of prices, without accents; the first that is there is meant.
ARTICLE = (
    "reference", "ref", "article no", "item no", "sku", "code", "article", "item", "product", "produit",
    "designation", "description", "libelle",
)  # fmt: skip
PRICE = (
    "net price", "prix net", "unit price", "prix unitaire", "prix unitaire ht", "pu ht", "price excl vat", "prix ht",
    "price", "prix", "tarif",
)  # fmt: skip
_PLAIN = str.maketrans("éèêëàâîïôûç.,:_-/()", "eeeeaaiiouc        ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What an article costs: an amount in a currency ("" where none is written)."""

    amount: Decimal
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceList:
    """The prices of the articles that were asked for, by their plain names; `doubtful` are those without one."""

    prices: dict[str, Price] = field(default_factory=dict)
    doubtful: tuple[str, ...] = ()


def plain(words: str) -> str:
    """Words as they are compared: small letters, without accents and signs: “Réf.” is “ref”."""
    return " ".join(words[:200].casefold().translate(_PLAIN).split())


def place_of(titles: Sequence[str], known: Collection[str], named: str = "") -> int | None:
    """Where the column is that is called by one of the known words, the first that is there, or as set."""
    told = [plain(title) for title in titles]
    return next((told.index(word) for word in ((plain(named),) if named else known) if word in told), None)


def read(raw: bytes, wanted: Collection[str], article: str = "", price: str = "") -> PriceList:
    """The prices of the wanted articles (plain names). `article` and `price` are headings that the office named.

    Raises UserError, in a sentence, for what is no price list.
    """
    lines = _lines(_text(raw))
    columns = _columns(lines, article, price)
    rest = _rows(lines, columns, wanted)
    mark = mark_of([written for _, written in islice(rest, _MARK_LINES)])
    # Most prices of a long list stand there many times.
    read_once = cache(partial(price_in, mark=mark))
    found: dict[str, Price] = {}
    doubtful: dict[str, None] = {}
    for name, written in rest:
        one = read_once(written)
        if one is None or found.setdefault(name, one) != one:
            doubtful[name] = None
    sure = {name: one for name, one in found.items() if name not in doubtful}
    return PriceList(prices=sure, doubtful=tuple(doubtful))


def price_in(written: str, mark: Mark = "") -> Price | None:
    """The price that is written so; None for a formula, for what may mean two numbers, and for what is no price."""
    found = read_number(written, mark)
    if not isinstance(found, Amount) or found.is_percent or not 0 < found.value < _HIGHEST:
        return None
    amount = round(found.value, _DECIMALS).normalize()
    # A price that is rounded to nothing would be divided by.
    return Price(amount=amount, currency=found.currency) if amount else None


# ── within ────────────────────────────────────────────────────────────────────────────────────────────────


def _text(raw: bytes) -> str:
    if len(raw) > LARGEST:
        raise UserError(say("The price list is larger than {most} bytes: ask the supplier for a shorter one.",
                            most=LARGEST))  # fmt: skip
    named = next((name for mark, name in _BYTE_ORDER_MARKS if raw.startswith(mark)), "")
    try:
        text = raw.decode(named or "utf-8")
    except UnicodeDecodeError:
        # What Excel writes on Windows; every byte is some letter there.
        text = raw.decode("cp1252", "replace")
    if "\0" in text:
        raise UserError(say("The price list is no text: save it as CSV."))
    return text


def _lines(text: str) -> list[list[str]]:
    """The lines as cells. The sign that stands between them is the one that the first lines have most."""
    written = text.splitlines()
    if len(written) > MOST_LINES:
        raise UserError(say("The price list has more than {most} lines: ask the supplier for a shorter one.",
                            most=MOST_LINES))  # fmt: skip
    head = "\n".join(written[:_HEADING_LINES])
    between = max(";\t|,", key=head.count)
    try:
        return list(csv.reader(written, delimiter=between))
    except csv.Error:
        raise UserError(say("The price list cannot be read: save it as CSV.")) from None


def _columns(lines: Sequence[Sequence[str]], article: str, price: str) -> tuple[int, int, int]:
    """The line of the headings, the column of articles and that of prices."""
    for number, titles in enumerate(lines[:_HEADING_LINES]):
        at, cost = place_of(titles, ARTICLE, article), place_of(titles, PRICE, price)
        if at is not None and cost is not None:
            return number, at, cost
    raise UserError(say("The price list has no columns for articles and prices: name them in the settings."))


def _rows(
    lines: Iterable[Sequence[str]], columns: tuple[int, int, int], wanted: Collection[str]
) -> list[tuple[str, str]]:
    """What is written beside each wanted article."""
    head, at, cost = columns
    return list(_beside(islice(lines, head + 1, None), at, cost, wanted))


def _beside(lines: Iterable[Sequence[str]], at: int, cost: int, wanted: Collection[str]) -> Iterator[tuple[str, str]]:
    for cells in lines:
        if len(cells) > max(at, cost) and (name := plain(cells[at])) in wanted:
            yield name, cells[cost]
