"""One offer, brought to what can be compared: lines paired and priced, carriage and least order, delay, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.money import cents
from officebot.core.text import say
from officebot.core.trade.model import TradeDocument, TradeKind, TradeLine
from officebot.core.trade.offers.conditions import Conditions, Vat, conditions_of, day_after, folded
from officebot.core.trade.offers.model import (
    NOTHING,
    Costs,
    Habits,
    Judged,
    Note,
    Offer,
    Pair,
    Priced,
    Reliability,
    Wanted,
)
from officebot.core.trade.offers.pairing import key, pair_lines
from officebot.core.trade.offers.pricing import priced
from officebot.core.trade.offers.spans import working_days

_CARRIAGE_LINE = expression(
    r"^(?:frais (?:de )?(?:port|livraison|transport|expedition|envoi)|port\b|ports\b|transport\b|livraison\b"
    r"|expedition\b|franco\b"
    r"|forfait (?:port|livraison|transport)|participation aux frais de (?:port|transport)|carriage|delivery\b|shipping|freight"
    r"|postage|p&p|packing and (?:carriage|postage)|emballage et port)"
)
_DISCOUNT_LINE = expression(r"^(?:remise|rabais|ristourne|geste commercial|discount|rebate|reduction|less)\b")
_FEE_LINE = expression(
    r"^(?:eco[- ]?(?:participation|contribution|taxe?|part)|d?eee\b|weee\b"
    r"|frais (?:de )?(?:dossier|gestion|traitement|administratifs)"
    r"|small order|handling|admin(?:istration)? fee|surcharge|supplement carburant|fuel)"
)
#: Below this, the reading of a document is told to be unsure; of its own problems the first are told.
_UNSURE, _MOST_PROBLEMS, _MOST_NAMED = 0.6, 5, 5
_STRUCTURED = frozenset({"ubl", "cii"})
#: The part of the goods beyond which a discount is not believed.
_MOST_DISCOUNT = Decimal("0.9")


def judged(wanted: Sequence[Wanted], offer: Offer, habits: Habits, currency: str, today: date, label: str) -> Judged:
    """The offer as it compares; of what excludes it, only what was found beforehand."""
    document = offer.document
    goods, side = _apart(document.lines, wanted)
    conditions = _conditions(document, today, habits)
    vat, vat_factor, vat_problem = _vat(document, conditions, habits)
    known = {key(number): ours for (supplier, number), ours in habits.known.items() if supplier == offer.supplier}
    paired = pair_lines(wanted, goods, known)
    lines = tuple(priced(pair, habits, today, vat_factor) for pair in paired.sure)
    made = Judged(
        supplier=offer.supplier,
        label=label,
        document=document,
        lines=lines,
        conditions=conditions,
        currency=document.currency or currency,
        vat=vat,
        costs=Costs(goods=NOTHING),
        days=None,
        reliability=habits.reliability.get(offer.supplier, Reliability(share=habits.usual_reliability, cases=0)),
        side=tuple(side),
        vat_factor=vat_factor,
        general_days=_general_days(document, conditions, today, habits),
        extras=(*paired.extras, *(pair.line for pair in paired.alternatives)),
        questions=(
            *_reading(document),
            *_sums(document, conditions, vat),
            *_possible(paired.possible),
            *_beside(paired.alternatives),
            *_doubts(lines),
            *vat_problem,
        ),
        excluded=offer.objections,
        source=offer.source,
    )
    all_lines = frozenset(line.number for line in lines)
    made = replace(made, costs=costs_of(made, all_lines), days=days_of(made, all_lines))
    return replace(made, missing=(*_missing(made, wanted), *offer.open_points))


def excluded(
    one: Judged, wanted: Sequence[Wanted], habits: Habits, currency: str, today: date
) -> Judged:  # fmt: skip
    """The offer with all that speaks against recommending it; `wanted` are the lines that it must have."""
    return replace(one, excluded=(*one.excluded, *_exclusions(one, wanted, habits, currency, today)))


def costs_of(one: Judged, numbers: frozenset[str]) -> Costs:
    """What these lines of an offer cost together, with the carriage and least order of an order so large."""
    lines = [line for line in one.lines if line.number in numbers]
    goods = sum((line.amount for line in lines if line.amount is not None), NOTHING)
    if not lines:
        return Costs(goods=NOTHING)
    said = one.conditions
    discount = cents(goods * _discount(said, one.document, goods)) if said.discount else NOTHING
    if len(lines) == len(one.lines):
        # A discount that is a line of its own is for the order as it was offered.
        less = sum((-(_stated(line) or NOTHING) for line in one.side if _is_discount(line)), NOTHING)
        discount += cents(less / one.vat_factor)
    if discount > goods * _MOST_DISCOUNT:
        # Nobody gives goods away: such a discount is a slip, or bait.
        discount = NOTHING
    after = goods - discount
    fees = sum((cents((_stated(line) or NOTHING) / one.vat_factor) for line in one.side if _is_fee(line)), NOTHING)
    if said.small_fee is not None and (said.fee_below is None or after < said.fee_below):
        fees += cents(said.small_fee)
    return Costs(
        goods=cents(goods),
        discount=cents(discount),
        carriage=_carriage(one, after),
        fees=cents(fees),
        shortfall=cents(max(NOTHING, (said.least_order or NOTHING) - after)),
    )


def days_of(one: Judged, numbers: frozenset[str]) -> int | None:
    """Working days until all of these lines have come: each line's own word, else the offer's; None where one is unknown."""
    days = [line.days if line.days is not None else one.general_days for line in one.lines if line.number in numbers]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


# ── conditions ────────────────────────────────────────────────────────────────────────────────────────────


def _conditions(document: TradeDocument, today: date, habits: Habits) -> Conditions:
    found = conditions_of(
        (*document.terms, *document.notes), issued=document.issued, today=today, work=habits.work,
        stock_days=habits.stock_days,
    )  # fmt: skip
    return replace(found, valid_until=document.valid_until or found.valid_until)


def _apart(lines: Sequence[TradeLine], wanted: Sequence[Wanted]) -> tuple[list[TradeLine], list[TradeLine]]:
    """The goods, and the lines of carriage and fees; nothing that is itself wanted is a fee."""
    asked = {folded(one.label) for one in wanted}
    goods, side = list[TradeLine](), list[TradeLine]()
    for line in lines:
        is_side = is_beside_goods(line) and folded(line.label or line.says) not in asked
        (side if is_side else goods).append(line)
    return goods, side


def is_beside_goods(line: TradeLine) -> bool:
    """Whether a line is carriage, a fee or a discount, and no goods."""
    words = folded(line.label or line.says)
    return bool(_CARRIAGE_LINE.match(words) or _FEE_LINE.match(words)) or _is_discount(line)


def _vat(document: TradeDocument, said: Conditions, habits: Habits) -> tuple[Vat, Decimal, tuple[Note, ...]]:
    """Whether the prices hold VAT, and by what they are divided to be without; arithmetic says more than words."""
    if document.syntax in _STRUCTURED:
        return "excluded", Decimal(1), ()
    total = _all_lines(document)
    if total and document.net and document.total and document.net != document.total:
        # Carriage is a line of its own, or stands only among the sums.
        for whole in (total, total + (said.carriage or NOTHING)):
            if _near(whole, document.net):
                return "excluded", Decimal(1), ()
            if _near(whole, document.total):
                return "included", document.total / document.net, ()
    if total and document.net and document.total is None and _near(total, document.net):
        return "excluded", Decimal(1), ()
    if said.vat != "included":
        return said.vat, Decimal(1), ()
    rate = said.vat_rate if said.vat_rate is not None else habits.vat_rate
    if rate is None:
        return "included", Decimal(1), (Note(what="vat", says=say("Its prices are with VAT, and no rate is said.")),)
    return "included", 1 + rate, ()


def _all_lines(document: TradeDocument) -> Decimal | None:
    """What the lines of a document make together, as they stand; None where one has no amount."""
    known = [amount for line in document.lines if (amount := _stated(line)) is not None]
    return sum(known, NOTHING) if known and len(known) == len(document.lines) else None


def _stated(line: TradeLine) -> Decimal | None:
    if line.amount is not None:
        return line.amount
    if line.unit_price is None:
        return None
    if line.quantity is None:
        # “Carriage EUR 12.00”: what stands beside goods is there once.
        return line.unit_price if is_beside_goods(line) else None
    return cents(line.unit_price * line.quantity)


def _is_discount(line: TradeLine) -> bool:
    """Whether a line takes something off: it says so, and is below nothing."""
    # Not by `_stated`, which asks whether a line stands beside the goods, and so asks this.
    amount = line.amount if line.amount is not None else line.price
    return amount is not None and amount < 0 and _DISCOUNT_LINE.match(folded(line.label or line.says)) is not None


def _near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= Decimal("0.02")


# ── money ─────────────────────────────────────────────────────────────────────────────────────────────────


def _discount(said: Conditions, document: TradeDocument, goods: Decimal) -> Decimal:
    """The share taken off the whole; none where the document's net shows that its lines have it already."""
    if goods < said.discount_from:
        return NOTHING
    total = _all_lines(document)
    has_it = document.net is not None and total is not None and _near(total, document.net)
    return NOTHING if has_it else said.discount


def _carriage(one: Judged, goods: Decimal) -> Decimal:
    said = one.conditions
    if said.free_from is not None and goods >= said.free_from:
        return cents(NOTHING)
    lines = [_stated(line) for line in one.side if not _is_fee(line) and not _is_discount(line)]
    if lines:
        # Carriage below nothing is no discount: nobody pays for bringing.
        return cents(max(NOTHING, sum((cents((each or NOTHING) / one.vat_factor) for each in lines), NOTHING)))
    return cents((said.carriage or NOTHING) / one.vat_factor)


def _is_fee(line: TradeLine) -> bool:
    return _FEE_LINE.match(folded(line.label or line.says)) is not None


def _general_days(document: TradeDocument, said: Conditions, today: date, habits: Habits) -> int | None:
    delay, day = said.delay, document.delivery_date
    # A length runs from the order on; who reads a paper for people has counted it from the paper's own day.
    if delay is not None and not delay.is_stock and document.syntax not in _STRUCTURED:
        return delay.days
    if day is not None and day >= today:
        return working_days(today, day, habits.work)
    return delay.days if delay is not None else None


# ── what is missing, doubtful, out of the question ────────────────────────────────────────────────────────


def _missing(one: Judged, wanted: Sequence[Wanted]) -> Iterator[Note]:
    said = one.conditions
    for asked in wanted:
        line = one.line(asked.number)
        if line is None:
            yield Note(what="line", line=asked.number, says=say("“{article}” is not offered.", article=asked.name))
        elif line.unit_price is None and not line.doubts:
            yield Note(what="price", line=asked.number, says=say("No price for “{article}”.", article=asked.name))
    if one.days is None:
        yield Note(what="delay", says=say("When it delivers is not said."))
    if said.valid_until is None:
        yield Note(what="validity", says=say("How long the offer holds is not said."))
    if not said.payment:
        yield Note(what="payment", says=say("How it is to be paid is not said."))
    is_said = (
        said.carriage is not None
        or said.free_from is not None
        or any(not _is_fee(line) and not _is_discount(line) for line in one.side)
    )
    if said.has_extra_carriage and not is_said:
        yield Note(what="carriage", says=say("Carriage is to be paid, and nobody says how much."))
    elif not is_said:
        yield Note(what="carriage", says=say("Whether carriage is to be paid is not said."))
    if not one.document.currency:
        yield Note(what="currency", says=say("The currency is not said."))
    if not one.vat and one.document.net is None:
        yield Note(what="vat", says=say("Whether the prices are without VAT is not said: they are taken so."))


def _reading(document: TradeDocument) -> Iterator[Note]:
    """What the reading of the document itself leaves open."""
    if document.confidence < _UNSURE:
        share = round(document.confidence * 100)
        yield Note(
            what="reading", says=say("It was read with a sureness of {share} %: look at the document.", share=share)
        )
    for problem in document.problems[:_MOST_PROBLEMS]:
        yield Note(what="document", says=problem.what)


def _sums(document: TradeDocument, said: Conditions, vat: Vat) -> Iterator[Note]:
    """That the document's own sum is not that of its lines, whatever carriage and discount it names."""
    total = _all_lines(document)
    if total is None or document.net is None or vat == "included":
        return
    after = total - cents(total * said.discount)
    if any(_near(one + more, document.net) for one in (total, after) for more in (NOTHING, said.carriage or NOTHING)):
        return
    says = say("Its lines make {lines}, its own total without VAT is {net}: look why.", lines=total, net=document.net)
    yield Note(what="sums", says=says)


def _possible(pairs: Sequence[Pair]) -> Iterator[Note]:
    for pair in pairs:
        words = (pair.line.label or pair.line.says or pair.line.article)[:120]
        yield Note(
            what="line",
            line=pair.wanted.number,
            says=say("Is “{words}” what was asked for as “{article}”?", words=words, article=pair.wanted.name),
        )


def _beside(pairs: Sequence[Pair]) -> Iterator[Note]:
    for pair in pairs:
        words = (pair.line.label or pair.line.says or pair.line.article)[:120]
        says = say("For “{article}” it also offers “{words}”.", article=pair.wanted.name, words=words)
        yield Note(what="alternative", line=pair.wanted.number, says=says)


def _doubts(lines: Sequence[Priced]) -> Iterator[Note]:
    for line in lines:
        for doubt in line.doubts:
            says = say("“{article}”: {doubt}", article=line.pair.wanted.name, doubt=doubt)
            yield Note(what="price", line=line.number, says=says)


def _exclusions(one: Judged, wanted: Sequence[Wanted], habits: Habits, currency: str, today: date) -> Iterator[Note]:
    said = one.conditions
    if one.document.kind not in (TradeKind.quote, TradeKind.catalogue):
        yield Note(what="kind", says=say("It is no offer."))
    if one.currency != currency:
        yield Note(
            what="currency",
            says=say("Its prices are in {theirs}: not compared with {ours}.", theirs=one.currency, ours=currency),
        )
    if said.valid_until is not None and said.valid_until < today:
        yield Note(what="expired", says=say("It held until {day}: ask to have it extended.", day=said.valid_until))
    yield from (note for note in one.questions if note.what == "vat")
    yield from _incomplete(one, wanted)
    equivalents = [line.pair.wanted.name for line in one.lines if line.is_equivalent]
    if equivalents and not habits.allow_equivalents:
        yield Note(what="equivalent", says=say("It offers something else for {articles}.", articles=equivalents))
    yield from _too_late(one, habits, today)
    if habits.budget is not None and one.total > habits.budget:
        over = one.total - habits.budget
        yield Note(
            what="budget",
            says=say("It is {over} {currency} over the budget.", over=over, currency=one.currency),
        )
    if habits.least_payment_days is not None and (said.payment_days or 0) < habits.least_payment_days:
        yield Note(what="payment", says=say("It is to be paid too soon: “{terms}”.", terms=said.payment[:120] or "—"))


def _incomplete(one: Judged, wanted: Sequence[Wanted]) -> Iterator[Note]:
    lacking = [asked for asked in wanted if (line := one.line(asked.number)) is None or line.unit_price is None]
    if lacking:
        why = say("It has no sure price for {articles}.", articles=[asked.name for asked in lacking[:_MOST_NAMED]])
        if len(lacking) > _MOST_NAMED:
            why = say("It has no sure price for {count} of the lines.", count=len(lacking))
        yield Note(what="incomplete", line=lacking[0].number if len(lacking) == 1 else "", says=why)
    for asked in wanted:
        line = one.line(asked.number)
        if line is not None and line.unit_price is not None and line.is_short:
            offered = line.pair.line.quantity
            why = say(
                "It offers {offered} of “{article}”: {wanted} are wanted.",
                offered=offered, article=asked.name, wanted=asked.quantity,
            )  # fmt: skip
            yield Note(what="incomplete", line=asked.number, says=why)


def _too_late(one: Judged, habits: Habits, today: date) -> Iterator[Note]:
    if habits.deliver_by is None:
        return
    if one.days is None:
        yield Note(
            what="late", says=say("It must come by {day}, and when it delivers is not said.", day=habits.deliver_by)
        )
        return
    arrives = day_after(today, one.days, habits.work)
    if arrives > habits.deliver_by:
        yield Note(
            what="late",
            says=say("It would come on {arrives}: after {day}.", arrives=arrives, day=habits.deliver_by),
        )
