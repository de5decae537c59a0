"""Offers compared: what each costs and takes for what is wanted, and which one to take, by a score that can be followed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import combinations

from officebot.core.money import cents
from officebot.core.text import say
from officebot.core.trade.offers.conditions import day_after, folded
from officebot.core.trade.offers.judging import costs_of, days_of, excluded, judged
from officebot.core.trade.offers.model import NOTHING, Habits, Judged, Note, Offer, Score, Wanted
from officebot.core.trade.offers.sound import sound

_HUNDRED = Decimal(100)
#: What of an offer's shortcomings a second supplier can make good.
_MENDED_BY_ANOTHER = frozenset({"incomplete", "budget"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What may be ordered: from one supplier, or from two; `shares` are the labels with the wanted lines of each.

    `total` is without VAT; of two suppliers `counted` has the cost of a second order besides.
    """

    shares: tuple[tuple[str, tuple[str, ...]], ...]
    total: Decimal
    counted: Decimal
    days: int | None
    score: Score

    @property
    def labels(self) -> tuple[str, ...]:
        """The suppliers' labels."""
        return tuple(label for label, _ in self.shares)

    @property
    def is_split(self) -> bool:
        """Whether it takes two orders."""
        return len(self.shares) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The wanted lines, the offers in the order of people's lists, and what is recommended (None for nothing).

    `choices` are what single offers could be taken, the best first. `unoffered` are wanted lines that nobody offers:
    the rest is compared without them.
    """

    today: date
    currency: str
    habits: Habits
    wanted: tuple[Wanted, ...]
    offers: tuple[Judged, ...]
    choices: tuple[Choice, ...]
    recommended: Choice | None
    unoffered: tuple[Wanted, ...] = ()

    def offer(self, label: str) -> Judged:
        """The offer of that label. Raises KeyError for none."""
        for one in self.offers:
            if one.label == label:
                return one
        raise KeyError(label)

    def best_for(self, number: str) -> Decimal | None:
        """The least amount for a wanted line among the offers that can be recommended, else among all."""
        for group in ([one for one in self.offers if not _is_out(one)], self.offers):
            amounts = [
                line.amount
                for one in group
                if (line := one.line(number)) is not None and line.amount is not None and not line.is_short
                and one.currency == self.currency
            ]  # fmt: skip
            if amounts:
                return min(amounts)
        return None


def compare(wanted: Sequence[Wanted], offers: Sequence[Offer], habits: Habits, today: date) -> Comparison:
    """The offers compared for what is wanted, by what the office knows and prefers. Their order decides nothing."""
    offers = [replace(offer, document=sound(offer.document)) for offer in offers]
    currency = _currency(offers, habits)
    first = [judged(wanted, offer, habits, currency, today, label) for label, offer in _labelled(offers)]
    priced = {line.number for one in first for line in one.lines if line.unit_price is not None}
    needed = [one for one in wanted if one.number in priced] or list(wanted)
    found = [excluded(one, needed, habits, currency, today) for one in first]
    found = [_unless_replaced(one, found) for one in found]
    choices = _ranked(found, needed, habits, today)
    return Comparison(
        today=today,
        currency=currency,
        habits=habits,
        wanted=tuple(wanted),
        offers=tuple(found),
        choices=choices,
        recommended=_recommended(found, needed, choices, habits, today),
        unoffered=tuple(one for one in wanted if one not in needed),
    )


def _labelled(offers: Sequence[Offer]) -> list[tuple[str, Offer]]:
    """Each offer by its supplier's name; of several by one supplier with the number too, in an order of their own."""
    times = Counter(offer.supplier for offer in offers)
    seen = Counter[str]()
    found = list[tuple[str, Offer]]()
    for offer in in_people_s_order(offers):
        label = offer.supplier
        if times[offer.supplier] > 1:
            seen[offer.supplier] += 1
            label = f"{offer.supplier} ({offer.document.number or seen[offer.supplier]})"
            if any(label == other for other, _ in found):
                label = f"{label} {seen[offer.supplier]}"
        found.append((label, offer))
    return found


def in_people_s_order(offers: Sequence[Offer]) -> list[Offer]:
    """The offers by their suppliers' names, in whatever order they came."""
    return sorted(offers, key=_place)


def _place(offer: Offer) -> tuple[str, str, str, str, str]:
    document = offer.document
    return folded(offer.supplier), offer.supplier, str(document.issued or ""), document.number, repr(document)


def _currency(offers: Sequence[Offer], habits: Habits) -> str:
    """In which currency is compared: the office's where somebody offers in it, else that of most offers."""
    named = Counter(offer.document.currency for offer in offers if offer.document.currency)
    if not named or habits.currency in named:
        return habits.currency or "EUR"
    return min(named, key=lambda one: (-named[one], one))


def _is_out(one: Judged) -> bool:
    return any(note.what not in _MENDED_BY_ANOTHER for note in one.excluded)


def _unless_replaced(one: Judged, found: Sequence[Judged]) -> Judged:
    """The offer; excluded where the same supplier offered the same lines again, later."""
    ours = {line.number for line in one.lines}
    for other in found:
        is_later = (other.document.issued or date.min) > (one.document.issued or date.min)
        if other.supplier == one.supplier and is_later and ours <= {line.number for line in other.lines}:
            note = Note(what="replaced", says=say("A later offer takes its place: {offer}.", offer=other.label))
            return replace(one, excluded=(*one.excluded, note))
    return one


# ── the score ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Measure:
    """What the score is measured against: the least total and the day behind which points are lost."""

    least: Decimal
    free_days: int
    unknown_days: int

    def score(self, total: Decimal, days: int | None, reliability: Decimal, habits: Habits) -> Score:
        """The points of a choice. Another total always makes another score, where price has a weight."""
        price = _HUNDRED * self.least / total if total else _HUNDRED
        behind = max(0, (self.unknown_days if days is None else days) - self.free_days)
        delay = max(NOTHING, _HUNDRED - habits.day_costs * behind)
        weights = habits.weights
        whole = weights.price + weights.delay + weights.reliability
        points = weights.price * price + weights.delay * delay + weights.reliability * reliability * _HUNDRED
        return Score(points=points / (whole or 1), price=price, delay=delay, reliability=reliability * _HUNDRED)


def _measure(found: Sequence[Judged], habits: Habits, today: date) -> _Measure:
    eligible = [one for one in found if one.is_eligible] or list(found)
    days = [one.days for one in eligible if one.days is not None]
    wanted_in = 0
    if habits.wanted_by is not None:
        while day_after(today, wanted_in + 1, habits.work) <= habits.wanted_by and wanted_in < 400:
            wanted_in += 1
    unknown = max([habits.unknown_days, *days])
    least = min((one.total for one in eligible if one.total > 0), default=Decimal(1))
    return _Measure(least, max(wanted_in, min(days, default=unknown)), unknown)


def _ranked(found: Sequence[Judged], needed: Sequence[Wanted], habits: Habits, today: date) -> tuple[Choice, ...]:
    """Each offer that can be recommended, the best first; equals by total, payment, then name."""
    measure = _measure(found, habits, today)
    numbers = tuple(one.number for one in needed)
    made = []
    for one in found:
        if one.is_eligible:
            score = measure.score(one.total, one.days, one.reliability.share, habits)
            choice = Choice(
                shares=((one.label, numbers),), total=one.total, counted=one.total, days=one.days, score=score
            )
            made.append((-score.points, one.total, -(one.conditions.payment_days or 0), one.label, choice))
    return tuple(choice for *_, choice in sorted(made, key=lambda one: one[:4]))


# ── two suppliers ─────────────────────────────────────────────────────────────────────────────────────────


def _recommended(
    found: Sequence[Judged], needed: Sequence[Wanted], choices: Sequence[Choice], habits: Habits, today: date
) -> Choice | None:
    """The best single offer; two, where they save more than carriage and a second order cost, or where none is whole."""
    best = choices[0] if choices else None
    measure = _measure(found, habits, today)
    splits = sorted(
        _splits(found, needed, measure, habits, today), key=lambda one: (-one.score.points, one.counted, one.labels)
    )
    if not splits:
        return best
    if best is None or (splits[0].counted < best.total and splits[0].score.points > best.score.points):
        return splits[0]
    return best


def _splits(
    found: Sequence[Judged], needed: Sequence[Wanted], measure: _Measure, habits: Habits, today: date
) -> Iterator[Choice]:
    usable = [one for one in found if not _is_out(one) and one.lines]
    if any(one.is_eligible for one in found):
        # What carriage costs twice must be known, to say that two orders save more.
        usable = [one for one in usable if all(note.what != "carriage" for note in one.missing)]
    if len(needed) < 2:
        return
    for one, other in combinations(usable, 2):
        if one.supplier == other.supplier:
            continue
        shares = _shared(one, other, needed)
        if shares is None:
            continue
        total = cents(sum((costs_of(which, numbers).total for which, numbers in shares), NOTHING))
        days = [days_of(which, numbers) for which, numbers in shares]
        longest = max(known) if len(known := [day for day in days if day is not None]) == 2 else None
        if not _fits(total, longest, habits, today):
            continue
        reliability = min(which.reliability.share for which, _ in shares)
        yield Choice(
            shares=tuple((which.label, _in_order(numbers, needed)) for which, numbers in shares),
            total=total,
            counted=total + habits.order_cost,
            days=longest,
            score=measure.score(total + habits.order_cost, longest, reliability, habits),
        )  # fmt: skip


def _in_order(numbers: frozenset[str], needed: Sequence[Wanted]) -> tuple[str, ...]:
    return tuple(one.number for one in needed if one.number in numbers)


def _fits(total: Decimal, days: int | None, habits: Habits, today: date) -> bool:
    if habits.budget is not None and total > habits.budget:
        return False
    if habits.deliver_by is None:
        return True
    return days is not None and day_after(today, days, habits.work) <= habits.deliver_by


def _shared(
    one: Judged, other: Judged, needed: Sequence[Wanted]
) -> tuple[tuple[Judged, frozenset[str]], tuple[Judged, frozenset[str]]] | None:
    """The lines parted between two suppliers so that all costs least; None where a line is with neither, or one has all.

    Each line goes to the cheaper; then single lines change sides as long as that makes the whole cheaper, which
    carriage and least orders may.
    """
    sides: dict[str, int] = {}
    free: list[str] = []
    for asked in needed:
        amounts = (_usable_amount(one, asked.number), _usable_amount(other, asked.number))
        if amounts == (None, None):
            return None
        if amounts[0] is None or amounts[1] is None:
            sides[asked.number] = 0 if amounts[1] is None else 1
        else:
            sides[asked.number] = 0 if amounts[0] <= amounts[1] else 1
            free.append(asked.number)
    best = _whole(one, other, sides)
    for _ in range(len(free)):
        turned = [(_whole(one, other, {**sides, number: 1 - sides[number]}), number) for number in free]
        if not turned or min(turned)[0] >= best:
            break
        best, number = min(turned)
        sides[number] = 1 - sides[number]
    if len(set(sides.values())) < 2:
        return None
    return (one, _with(sides, 0)), (other, _with(sides, 1))


def _usable_amount(one: Judged, number: str) -> Decimal | None:
    line = one.line(number)
    return None if line is None or line.is_short else line.amount


def _whole(one: Judged, other: Judged, sides: Mapping[str, int]) -> Decimal:
    return costs_of(one, _with(sides, 0)).total + costs_of(other, _with(sides, 1)).total


def _with(sides: Mapping[str, int], side: int) -> frozenset[str]:
    return frozenset(number for number, which in sides.items() if which == side)
