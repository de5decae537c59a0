"""How suppliers kept their word: on time, in full, at the agreed price, how soon they answer; few cases say little."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from officebot.core.orders.model import OrderLine
from officebot.core.text import Text, counted, say
from officebot.core.trade.offers.model import Reliability
from officebot.core.trade.offers.spans import working_days
from officebot.core.worktime import WorkingTime

#: What is usual stands for so many orders: a supplier's own must outweigh it.
_USUAL, _USUAL_WEIGHS = Decimal("0.80"), Decimal(6)
#: What each part counts in the reliability: what comes late or not at all does the most harm.
_PARTS = {"on_time": Decimal("0.6"), "quantity": Decimal("0.2"), "price": Decimal("0.2")}
_HUNDREDTH, _TENTH = Decimal("0.01"), Decimal("0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many cases; `estimate` leans to what is usual, the more the fewer cases there are.

    A case is an order: of three lines, of which two came on time, two thirds of it did.
    """

    kept: Decimal
    cases: int

    @property
    def estimate(self) -> Decimal:
        """The share as it is best expected of the next order."""
        return (self.kept + _USUAL * _USUAL_WEIGHS) / (self.cases + _USUAL_WEIGHS)

    @property
    def seen(self) -> Decimal | None:
        """The share as it was; None without a case."""
        return self.kept / self.cases if self.cases else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request to a supplier: when it was sent, and when the answer came (None: not yet)."""

    supplier: str
    asked_on: date
    answered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """What is known of a supplier. `mean_delay` is working days behind the promised day, early ones being none.

    `answer_days` are working days to an answer, of `answers` that came; `unanswered` are requests without any.
    """

    supplier: str
    orders: int
    lines: int
    on_time: Share
    quantity: Share
    price: Share
    mean_delay: Decimal | None
    answer_days: Decimal | None
    answers: int
    unanswered: int

    @property
    def reliability(self) -> Reliability:
        """The estimates together, 0 to 1; from the orders whose day is known."""
        parts = {"on_time": self.on_time, "quantity": self.quantity, "price": self.price}
        share = sum((_PARTS[name] * part.estimate for name, part in parts.items()), Decimal(0))
        return Reliability(share=share.quantize(_HUNDREDTH), cases=self.on_time.cases)


def scorecards(
    lines: Iterable[OrderLine], today: date, work: WorkingTime, asked: Iterable[Asked] = ()
) -> dict[str, Scorecard]:
    """Every supplier of whom something is known. A line whose day is over and that has not come is late as of today."""
    ordered: dict[str, list[OrderLine]] = {}
    for line in lines:
        if line.supplier and not line.is_cancelled:
            ordered.setdefault(line.supplier, []).append(line)
    requests: dict[str, list[Asked]] = {}
    for one in asked:
        requests.setdefault(one.supplier, []).append(one)
    return {
        name: _scorecard(name, ordered.get(name, []), requests.get(name, []), today, work)
        for name in sorted(ordered.keys() | requests.keys())
    }


def reliabilities(cards: Mapping[str, Scorecard]) -> dict[str, Reliability]:
    """What the comparing of offers takes from the scorecards."""
    return {name: card.reliability for name, card in cards.items()}


def _scorecard(
    name: str, lines: Sequence[OrderLine], asked: Sequence[Asked], today: date, work: WorkingTime
) -> Scorecard:
    late = {line.key: behind for line in lines if (behind := _behind(line, today, work)) is not None}
    answers = [working_days(one.asked_on, one.answered_on, work) for one in asked if one.answered_on is not None]
    return Scorecard(
        supplier=name,
        orders=len({line.order for line in lines}),
        lines=len(lines),
        on_time=_share((line.order, late[line.key] == 0) for line in lines if line.key in late),
        quantity=_share((line.order, _is_in_full(line)) for line in lines if _is_settled(line)),
        price=_share((line.order, line.confirmed_price == line.price) for line in lines if _has_prices(line)),
        mean_delay=_mean(list(late.values())),
        answer_days=_mean(answers),
        answers=len(answers),
        unanswered=len(asked) - len(answers),
    )


def _behind(line: OrderLine, today: date, work: WorkingTime) -> int | None:
    """Working days behind the promised day; None where no day was said, or it is not over yet."""
    expected = line.expected
    if expected is None:
        return None
    if line.is_open:
        return working_days(expected, today, work) if expected < today else None
    if line.received_on is None:
        return None
    return working_days(expected, line.received_on, work)


def _is_settled(line: OrderLine) -> bool:
    return line.received > 0 and not line.is_open


def _is_in_full(line: OrderLine) -> bool:
    return line.received == line.quantity


def _has_prices(line: OrderLine) -> bool:
    return line.price is not None and line.confirmed_price is not None


def _share(cases: Iterable[tuple[str, bool]]) -> Share:
    by_order: dict[str, list[bool]] = {}
    for order, is_kept in cases:
        by_order.setdefault(order, []).append(is_kept)
    kept = sum((Decimal(sum(one)) / len(one) for one in by_order.values()), Decimal(0))
    return Share(kept=kept, cases=len(by_order))


def _mean(days: Sequence[int]) -> Decimal | None:
    return (Decimal(sum(days)) / len(days)).quantize(_TENTH) if days else None


def told(card: Scorecard) -> tuple[Text, ...]:
    """The scorecard in sentences, each with how many cases it rests on."""
    return tuple(_told(card))


def _told(card: Scorecard) -> Iterator[Text]:
    if card.on_time.cases:
        yield counted(
            "On time: {seen} % of {count} order, {share} % reckoned with what is usual.",
            "On time: {seen} % of {count} orders, {share} % reckoned with what is usual.",
            card.on_time.cases, seen=_percent(card.on_time.seen), share=_percent(card.on_time.estimate),
        )  # fmt: skip
    if card.mean_delay:
        yield say("Mean delay behind the promised day, in working days: {days}.", days=card.mean_delay)
    if card.quantity.cases:
        yield counted(
            "In full: {seen} % of {count} order.", "In full: {seen} % of {count} orders.",
            card.quantity.cases, seen=_percent(card.quantity.seen),
        )  # fmt: skip
    if card.price.cases:
        yield counted(
            "At the agreed price: {seen} % of {count} order.", "At the agreed price: {seen} % of {count} orders.",
            card.price.cases, seen=_percent(card.price.seen),
        )  # fmt: skip
    if card.answer_days is not None:
        yield counted(
            "Mean time to an answer, in working days: {days}, by {count} answer.",
            "Mean time to an answer, in working days: {days}, by {count} answers.",
            card.answers, days=card.answer_days,
        )  # fmt: skip
    if card.unanswered:
        yield counted("{count} request was not answered.", "{count} requests were not answered.", card.unanswered)
    if not card.on_time.cases:
        yield say("No delivery is known yet: {share} % is assumed.", share=_percent(card.reliability.share))


def _percent(share: Decimal | None) -> int:
    return round((share or Decimal(0)) * 100)
