"""What a document is about: its lines, each with the order line that it means, or with those that it may mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from officebot.core.orders.model import OrderLine
from officebot.core.text import Text
from officebot.core.trade.model import TradeDocument, TradeKind, TradeLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A document's line with the order line that it is about; None where it is about none, or nobody can tell.

    `candidates` are the lines between which a person must choose, the likelier first. `sureness` is in points. `news` is
    what kind of news the words are by themselves, where that need not be the document's.
    """

    said: TradeLine
    line: OrderLine | None = None
    candidates: tuple[OrderLine, ...] = ()
    sureness: float = 0.0
    reasons: tuple[Text, ...] = ()
    news: TradeKind | None = None

    @property
    def likeliest(self) -> OrderLine | None:
        """The line that is meant, or that a person is asked about first."""
        return self.line or next(iter(self.candidates), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a document is about. `orders` are the orders that it names, as far as that is certain."""

    document: TradeDocument
    lines: tuple[Matched, ...] = ()
    supplier: str = ""
    orders: tuple[str, ...] = ()

    @property
    def certain(self) -> Iterator[tuple[TradeLine, OrderLine]]:
        """The lines that stand by themselves."""
        return ((one.said, one.line) for one in self.lines if one.line is not None)

    @property
    def doubtful(self) -> Iterator[Matched]:
        """The lines that a person must be asked about."""
        return (one for one in self.lines if one.line is None and one.candidates)
