"""Why an offer is recommended, or none is, in sentences with counted amounts; and what could still be asked of whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from officebot.core.money import cents, half_up
from officebot.core.quantities import trimmed
from officebot.core.text import Text, Value, counted, say
from officebot.core.trade.offers.comparing import Choice, Comparison
from officebot.core.trade.offers.model import NOTHING, Judged, Priced

#: Offers so much dearer are not asked again for their price: nobody comes down by a quarter.
_FARTHEST = Decimal("0.25")
#: Fewer points apart than this, the offers are told to be close.
_CLOSE = Decimal(1)
#: Reliabilities that differ by so many percent are told.
_APART = Decimal(3)
#: What is asked to be said, where an offer leaves it open.
_OPEN = {
    "delay": say("when you would deliver"),
    "validity": say("how long your offer holds"),
    "payment": say("your terms of payment"),
    "carriage": say("what carriage costs"),
    "currency": say("the currency of your prices"),
    "vat": say("whether your prices are without VAT"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What could be asked of a supplier in another round.

    `about` is price, line, delay, payment, validity or missing. `figure` is what to aim at: an amount for all or for one
    unit of a line, working days, days to pay. It comes from the other offers: `says` is for the office, `asks` for the
    supplier without any figure of others, `aims` the same with it, for an office that allows that.
    """

    label: str
    about: str
    says: Text
    asks: Text
    aims: Text | None = None
    figure: Decimal | int | date | None = None
    line: str = ""


def reasons(comparison: Comparison) -> tuple[Text, ...]:
    """Why it is recommended, compared with each other offer; why the others are out; what to know besides."""
    chosen = comparison.recommended
    told = [*_chosen(comparison, chosen)] if chosen is not None else [say("No offer can be recommended.")]
    told += _left_out(comparison, chosen)
    if comparison.unoffered:
        names = [one.name for one in comparison.unoffered]
        told.append(say("Nobody offers {articles}: the rest is compared without it.", articles=names))
    if chosen is not None:
        told += _instead(comparison, chosen)
        told += _breaks(comparison, chosen)
    return tuple(told)


def _chosen(comparison: Comparison, chosen: Choice) -> Iterator[Text]:
    currency = comparison.currency
    if chosen.is_split:
        yield from _two(comparison, chosen)
    else:
        yield say(
            "{supplier} is recommended: {total} {currency} in all without VAT, {delay}.",
            supplier=chosen.labels[0], total=chosen.total, currency=currency, delay=_comes(chosen.days),
        )  # fmt: skip
    for other in comparison.choices:
        if other.labels[0] not in chosen.labels:
            yield _beside(chosen, other, currency)
    if not chosen.is_split:
        yield from _kept_word(comparison.offer(chosen.labels[0]))
    second = next((one for one in comparison.choices if one.labels != chosen.labels), None)
    if second is not None and not chosen.is_split and chosen.score.points - second.score.points < _CLOSE:
        yield say(
            "It is close: {points} points, and {second} has {others}.",
            points=_tenths(chosen.score.points), second=second.labels[0], others=_tenths(second.score.points),
        )  # fmt: skip


def _two(comparison: Comparison, chosen: Choice) -> Iterator[Text]:
    names = {one.number: one.name for one in comparison.wanted}
    for label, numbers in chosen.shares:
        yield say(
            "{supplier} is recommended for {articles}.",
            supplier=label, articles=[names[number] for number in numbers],
        )  # fmt: skip
    yield say(
        "Both together: {total} {currency} without VAT, carriage of both counted, {delay}.",
        total=chosen.total, currency=comparison.currency, delay=_comes(chosen.days),
    )  # fmt: skip
    if not comparison.choices:
        yield say("No single offer has all that is wanted.")
        return
    best = comparison.choices[0]
    yield say(
        "That is {saved} {currency} less than {supplier} alone; a second order costs about {cost} {currency}.",
        saved=best.total - chosen.total, currency=comparison.currency, supplier=best.labels[0],
        cost=comparison.habits.order_cost,
    )  # fmt: skip


def _comes(days: int | None) -> Text:
    if days is None:
        return say("no delivery day said")
    if days == 0:
        return say("delivered at once")
    return counted("delivered in {count} working day", "delivered in {count} working days", days)


def _beside(chosen: Choice, other: Choice, currency: str) -> Text:
    """The two, by what they cost and take: “12.40 EUR cheaper in all, delivers 3 working days later”."""
    difference = other.total - chosen.total
    if difference > 0:
        money = say("{amount} {currency} cheaper in all", amount=difference, currency=currency)
    elif difference < 0:
        money = say("{amount} {currency} dearer in all", amount=-difference, currency=currency)
    else:
        money = say("the same price in all")
    ours, theirs = chosen.score.reliability, other.score.reliability
    apart = say("; reliability {ours} % against {theirs} %", ours=round(ours), theirs=round(theirs))
    return say(
        "Compared with {supplier}: {money}, {delay}{more}.",
        supplier=other.labels[0], money=money, delay=_days_apart(chosen.days, other.days),
        more=apart if abs(ours - theirs) >= _APART else Text(""),
    )  # fmt: skip


def _days_apart(ours: int | None, theirs: int | None) -> Text:
    if ours is None and theirs is None:
        return say("neither says when it delivers")
    if ours is None or theirs is None:
        return say("one of the two does not say when it delivers")
    if ours == theirs:
        return say("delivers as soon")
    if ours < theirs:
        return counted("delivers {count} working day earlier", "delivers {count} working days earlier", theirs - ours)
    return counted("delivers {count} working day later", "delivers {count} working days later", ours - theirs)


def _kept_word(one: Judged) -> Iterator[Text]:
    share, cases = _percent(one.reliability.share), one.reliability.cases
    if cases:
        yield counted(
            "Its reliability is reckoned at {share} %, from {count} order: few orders say little.",
            "Its reliability is reckoned at {share} %, from {count} orders.",
            cases, share=share,
        )  # fmt: skip
    else:
        yield say("Nothing is known of its reliability: {share} % is assumed.", share=share)


def _left_out(comparison: Comparison, chosen: Choice | None) -> Iterator[Text]:
    for one in comparison.offers:
        if chosen is not None and one.label in chosen.labels:
            continue
        for note in one.excluded:
            yield say("{supplier} is left out. {why}", supplier=one.label, why=note.says)


def _taken(comparison: Comparison, chosen: Choice) -> Iterator[tuple[str, Priced]]:
    """What would be ordered, with the supplier's label."""
    for label, numbers in chosen.shares:
        yield from ((label, line) for line in comparison.offer(label).lines if line.number in numbers)


def _instead(comparison: Comparison, chosen: Choice) -> Iterator[Text]:
    for label, line in _taken(comparison, chosen):
        if line.is_equivalent:
            yield say(
                "For “{article}”, {supplier} offers something else: “{words}”. Look whether it will do.",
                article=line.pair.wanted.name, supplier=label, words=(line.pair.line.label or line.pair.line.says)[:120],
            )  # fmt: skip


def _breaks(comparison: Comparison, chosen: Choice) -> Iterator[Text]:
    for _, line in _taken(comparison, chosen):
        if line.next_break is not None:
            quantity, amount = line.next_break
            yield say(
                "{quantity} of “{article}” would cost {amount} {currency}: less than the {wanted} that are wanted.",
                quantity=trimmed(quantity), article=line.pair.wanted.name, amount=amount,
                currency=comparison.currency, wanted=trimmed(line.pair.wanted.quantity),
            )  # fmt: skip


# ── another round ─────────────────────────────────────────────────────────────────────────────────────────


def wishes(comparison: Comparison) -> tuple[Wish, ...]:
    """What could be asked of whom, supplier by supplier, with the figures to aim at."""
    found: list[Wish] = []
    usable = [one for one in comparison.offers if one.is_eligible]
    for one in comparison.offers:
        out = {note.what for note in one.excluded}
        if out <= {"expired", "late", "payment", "budget"}:
            found += _of(comparison, one, usable)
    return tuple(found)


def _of(comparison: Comparison, one: Judged, usable: Sequence[Judged]) -> Iterator[Wish]:
    until = one.conditions.valid_until
    if any(note.what == "expired" for note in one.excluded) and until is not None:
        yield Wish(
            label=one.label, about="validity", figure=comparison.today,
            says=say("{supplier}: ask whether the offer still holds; it ended on {day}.", supplier=one.label, day=until),
            asks=say("Does your offer, which ended on {day}, still hold?", day=until),
        )  # fmt: skip
    others = [other for other in usable if other.label != one.label]
    if others:
        yield from _price(comparison, one, others)
        yield from _lines(comparison, one, others)
        yield from _delay(one, others, comparison)
        yield from _payment(one, others)
    for note in one.missing:
        if note.what in _OPEN:
            asked = _OPEN[note.what]
            yield Wish(
                label=one.label, about="missing",
                says=say("{supplier}: {note}", supplier=one.label, note=note.says),
                asks=say("Please tell us {what}.", what=asked),
            )  # fmt: skip


def _price(comparison: Comparison, one: Judged, others: Sequence[Judged]) -> Iterator[Wish]:
    least = min(other.total for other in others)
    if not NOTHING < one.total - least <= one.total * _FARTHEST:
        return
    less = one.total - least
    yield Wish(
        label=one.label, about="price", figure=least,
        says=say(
            "{supplier}: {less} {currency} less ({share} %) would make it as cheap as the cheapest.",
            supplier=one.label, less=less, currency=comparison.currency, share=_percent(less / one.total),
        ),
        asks=say("Could you improve the price of the whole?"),
        aims=say("Could you offer the whole for {aim} {currency}?", aim=least, currency=comparison.currency),
    )  # fmt: skip


def _lines(comparison: Comparison, one: Judged, others: Sequence[Judged]) -> Iterator[Wish]:
    for line in one.lines:
        prices = [price for other in others if (price := _price_of(other, line)) is not None]
        ours = _price_of(one, line)
        if ours is None or not prices or not NOTHING < ours - min(prices) <= ours * _FARTHEST:
            continue
        article, aim = line.pair.wanted.name, rounded(min(prices))
        yield Wish(
            label=one.label, about="line", line=line.number, figure=aim,
            says=say(
                "{supplier}: “{article}” for {aim} {currency} instead of {price}, as offered elsewhere.",
                supplier=one.label, article=article, aim=aim, price=rounded(ours), currency=comparison.currency,
            ),
            asks=say("Could you improve the price of “{article}”?", article=article),
            aims=say(
                "Could you offer “{article}” for {aim} {currency}?",
                article=article, aim=aim, currency=comparison.currency,
            ),
        )  # fmt: skip


def _price_of(one: Judged, line: Priced) -> Decimal | None:
    same = one.line(line.number)
    return same.unit_price if same is not None and not same.is_equivalent else None


def _delay(one: Judged, others: Sequence[Judged], comparison: Comparison) -> Iterator[Wish]:
    days = [other.days for other in others if other.days is not None]
    wanted = comparison.habits.deliver_by
    if one.days is None or not days or one.days <= min(days):
        return
    yield Wish(
        label=one.label, about="delay", figure=min(days),
        says=counted(
            "{supplier}: delivery in {count} working day instead of {days}.",
            "{supplier}: delivery in {count} working days instead of {days}.",
            min(days), supplier=one.label, days=one.days,
        ),
        asks=say("Could you deliver by {day}?", day=wanted) if wanted else say("Could you deliver sooner?"),
        aims=counted(
            "Could you deliver within {count} working day?", "Could you deliver within {count} working days?", min(days)
        ),
    )  # fmt: skip


def _payment(one: Judged, others: Sequence[Judged]) -> Iterator[Wish]:
    days = [other.conditions.payment_days for other in others if other.conditions.payment_days is not None]
    ours = one.conditions.payment_days
    if ours is None or not days or ours >= max(days):
        return
    yield Wish(
        label=one.label, about="payment", figure=max(days),
        says=counted(
            "{supplier}: payment within {count} day instead of {days}.",
            "{supplier}: payment within {count} days instead of {days}.",
            max(days), supplier=one.label, days=ours,
        ),
        asks=say("Could you grant us more time to pay?"),
        aims=counted("Could you grant us {count} day to pay?", "Could you grant us {count} days to pay?", max(days)),
    )  # fmt: skip


# ── figures ───────────────────────────────────────────────────────────────────────────────────────────────


def rounded(price: Decimal) -> Decimal:
    """A unit price with two decimals, four where it needs them."""
    two = cents(price)
    return two if two == price else half_up(price, Decimal("0.0001")) if abs(price) < 1 else two


def _percent(share: Decimal) -> Value:
    """A share in whole percent; small ones with a decimal."""
    percent = share * 100
    return _tenths(percent) if percent < 10 else round(percent)


def _tenths(points: Decimal) -> Decimal:
    return points.quantize(Decimal("0.1"))
