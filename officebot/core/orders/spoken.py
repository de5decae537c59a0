"""A line of goods as people name it on a command line: PAP-A4=40, or PAP-A4=40@4.20 with a price."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from officebot.core.problems import UserError
from officebot.core.text import Text, one_line, plain, say
from officebot.core.workbooks.numbers import Amount, read_number

#: More than this is a slip of the hand.
_MOST = Decimal(10**9)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenLine:
    """So much of something; the unit and the price (for one unit, without VAT) where they were said."""

    article: str
    quantity: Decimal
    unit: str = ""
    price: Decimal | None = None
    currency: str = ""


def read_lines(written: Iterable[str], *, may_price: bool = False) -> tuple[SpokenLine, ...]:
    """The lines. Raises UserError for one that is none, or whose article was named before."""
    found: dict[str, SpokenLine] = {}
    for words in written:
        line = _line(words, may_price=may_price)
        name = plain(line.article)
        if name in found:
            raise UserError(
                say("“{article}” is named twice: write it once, with the whole quantity.", article=line.article)
            )
        found[name] = line
    return tuple(found.values())


def _line(words: str, *, may_price: bool) -> SpokenLine:
    article, _, said = words.rpartition("=")
    article = one_line(article.strip(), 120)
    count, at, cost = said.partition("@")
    quantity, price = _number(count), _number(cost) if at else None
    is_priced = price is not None and 0 <= price.value <= _MOST and not price.is_percent
    if not article or quantity is None or quantity.is_percent or (at and not (may_price and is_priced)):
        raise UserError(_none(words, may_price=may_price))
    if not 0 < quantity.value <= _MOST:
        raise UserError(
            say(
                "“{line}” is no line: in ARTICLE=QUANTITY, the quantity must be more than 0.",
                line=one_line(words, 80),
            )
        )
    return SpokenLine(
        article=article,
        quantity=quantity.value,
        unit=quantity.unit,
        price=price.value if price is not None else None,
        currency=price.currency if price is not None else "",
    )


def _number(written: str) -> Amount | None:
    """A number in figures; words such as « douze » would be taken for a name here."""
    found = read_number(written.strip()) if any(one.isdigit() for one in written) else None
    return found if isinstance(found, Amount) else None


def _none(words: str, *, may_price: bool) -> Text:
    line = one_line(words, 80)
    if may_price:
        return say(
            "“{line}” is no line: write ARTICLE=QUANTITY, or ARTICLE=QUANTITY@PRICE, as PAP-A4=40@4.20.", line=line
        )
    return say("“{line}” is no line: write ARTICLE=QUANTITY, as PAP-A4=40.", line=line)
