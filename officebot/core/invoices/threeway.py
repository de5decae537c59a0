"""Whether what an invoice charges was ordered at that price and has come: invoice against order and receipt, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from officebot.core.invoices.model import Invoice
from officebot.core.money import CENT, cents
from officebot.core.orders.matches import Match, Matched
from officebot.core.orders.model import OrderLine
from officebot.core.quantities import shortened
from officebot.core.text import Text, one_line, say
from officebot.core.trade.model import TradeKind, TradeLine
from officebot.core.trade.offers.judging import is_beside_goods
from officebot.core.units import is_another

#: Two prices of fractions of a cent are one where the line's sum rounds to the same cent.
_ROUNDING = Decimal("0.005")
_NOTHING = Decimal(0)


class CheckState(StrEnum):
    """How a line, or an invoice, stands against its order; the later weighs more."""

    ok = "ok"
    unclear = "unclear"  # a person must say which order line is meant
    not_received = "not-received"
    unknown_order = "unknown-order"  # it was ordered in no order that the office knows
    differs = "differs"


_WEIGHT = tuple(CheckState)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """By how much an invoice may be above its order: a price by `ratio`, the line by no more than `amount` in all.

    `charges` is how much carriage and fees may be charged that nobody ordered. All amounts are in the order's currency.
    """

    ratio: Decimal = Decimal("0.02")
    amount: Decimal = Decimal("10")
    charges: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A line of the invoice, the order line that it charges, how they stand, and what differs, each with both figures.

    `over` is the money that it charges too much or too early, without VAT; 0 for nothing.
    """

    said: TradeLine
    line: OrderLine | None = None
    state: CheckState = CheckState.ok
    what: tuple[Text, ...] = ()
    over: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreeWay:
    """The whole invoice: its lines, what is said of all of it (charges, the total over the order), and the orders it is of."""

    lines: tuple[Checked, ...] = ()
    what: tuple[Text, ...] = ()
    orders: tuple[str, ...] = ()
    state: CheckState = CheckState.ok
    over: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Finding:
    """Something that is not as ordered."""

    state: CheckState
    what: Text
    over: Decimal = _NOTHING


def checked(invoice: Invoice, matches: Sequence[Match], tolerance: Tolerance | None = None) -> ThreeWay:
    """The invoice against its order lines; `matches` are the Matcher's of its document, among others' of the same mail.

    Two lines that charge one order line add up. What was charged before counts (`OrderLine.invoiced`); a credit note is
    checked against that alone. An invoice whose document is not among the matches is wholly unknown.
    """
    allowed = tolerance or Tolerance()
    match = next((one for one in matches if one.document == invoice.document), None)
    matched = match.lines if match is not None else tuple(Matched(said=said) for said in invoice.document.lines)
    before: dict[tuple[str, int], Decimal] = {}
    lines: list[Checked] = []
    for one in matched:
        lines.append(_line(invoice, one, allowed, before))
        if one.line is not None:
            charged = _quantity(invoice, one.said, one.line)
            before[one.line.key] = before.get(one.line.key, _NOTHING) + (charged or _NOTHING)
    orders = tuple(dict.fromkeys(one.line.order for one in lines if one.line is not None))
    whole = [
        *_charges(invoice, lines, allowed),
        *_total(invoice, matched, lines, allowed),
        *_no_order(invoice, lines),
    ]
    states = [*(one.state for one in lines), *(one.state for one in whole)]
    return ThreeWay(
        lines=tuple(lines), what=tuple(one.what for one in whole), orders=orders,
        state=max(states, key=_WEIGHT.index, default=CheckState.ok),
        over=sum((one.over for one in lines), _NOTHING) + sum((one.over for one in whole), _NOTHING),
    )  # fmt: skip


# ── a line ────────────────────────────────────────────────────────────────────────────────────────────────


def _line(invoice: Invoice, one: Matched, allowed: Tolerance, before: dict[tuple[str, int], Decimal]) -> Checked:
    said, line = one.said, one.line
    if line is None:
        return _without_order(invoice, one)
    found = list(_differences(invoice, said, line, allowed, before.get(line.key, _NOTHING)))
    state = max((finding.state for finding in found), key=_WEIGHT.index, default=CheckState.ok)
    over = sum((finding.over for finding in found), _NOTHING)
    return Checked(said=said, line=line, state=state, what=tuple(finding.what for finding in found), over=over)


def _without_order(invoice: Invoice, one: Matched) -> Checked:
    """A line that no order line is certain for: a charge is looked at with all others, a discount is welcome."""
    if is_beside_goods(one.said):
        return Checked(said=one.said)
    name = _name(one.said)
    if one.candidates:
        what = say("“{line}”: several order lines could be meant; say which.", line=name)
        return Checked(said=one.said, state=CheckState.unclear, what=(what,))
    what = say("“{line}” was not ordered, or in no order that the office knows.", line=name)
    amount = _amount(one.said) or _NOTHING
    over = max(_NOTHING, amount) if not invoice.is_credit else _NOTHING
    return Checked(said=one.said, state=CheckState.unknown_order, what=(what,), over=over)


def _differences(
    invoice: Invoice, said: TradeLine, line: OrderLine, allowed: Tolerance, before: Decimal
) -> Iterator[_Finding]:
    if invoice.currency and line.currency and invoice.currency != line.currency:
        what = say("“{line}”: charged in {said}, ordered in {ordered}.",
                   line=_name(said), said=invoice.currency, ordered=line.currency)  # fmt: skip
        yield _Finding(CheckState.differs, what)
        return
    if said.quantity is not None and is_another(said.unit, line.unit):
        what = say("“{line}”: counted in “{said}”, ordered in “{ordered}”.",
                   line=_name(said), said=said.unit, ordered=line.unit)  # fmt: skip
        yield _Finding(CheckState.differs, what)
        return
    if line.is_cancelled and not invoice.is_credit:
        what = say("“{line}” of {order} was cancelled.", line=_name(said), order=line.order)
        yield _Finding(CheckState.differs, what, max(_NOTHING, _amount(said) or _NOTHING))
        return
    yield from _of_price(invoice, said, line, allowed)
    yield from _of_quantity(invoice, said, line, before)


def _of_price(invoice: Invoice, said: TradeLine, line: OrderLine, allowed: Tolerance) -> Iterator[_Finding]:
    """A price above what was agreed; below is well, and a credit note gives back at any price that is not above."""
    price, agreed = _price(said), _agreed(line)
    if price is None or agreed is None:
        return
    quantity = abs(said.quantity) if said.quantity else Decimal(1)
    over = (price - agreed) * quantity
    is_rounding = abs(price - agreed) <= _ROUNDING and over <= CENT
    if over <= 0 or is_rounding or (price - agreed <= agreed * allowed.ratio and over <= allowed.amount):
        return
    what = say("“{line}”: {said} {currency} each, agreed were {agreed} {currency} ({order}).", line=_name(said),
               said=shortened(price), agreed=shortened(agreed), currency=line.currency, order=line.order)  # fmt: skip
    yield _Finding(CheckState.differs, what, _NOTHING if invoice.is_credit else cents(over))


def _of_quantity(invoice: Invoice, said: TradeLine, line: OrderLine, before: Decimal) -> Iterator[_Finding]:
    """More than what has come and was not charged yet; for a credit note more than what was charged."""
    quantity = _quantity(invoice, said, line)
    if quantity is None:
        return
    if quantity < 0:
        if (line.invoiced or before or "invoiced" in line.cells) and -quantity > max(
            _NOTHING, line.invoiced + before
        ):
            what = say("“{line}”: {said} are given back, charged were {charged} ({order}).",
                       line=_name(said), said=shortened(-quantity), charged=shortened(max(_NOTHING, line.invoiced + before)),
                       order=line.order)  # fmt: skip
            yield _Finding(CheckState.differs, what)
        return
    charged = line.invoiced + before
    price = _price(said) or _agreed(line) or _NOTHING
    if charged + quantity > line.agreed_quantity:
        extra = min(quantity, charged + quantity - line.agreed_quantity)
        what = say("“{line}”: {said} charged and {before} before that, ordered were {ordered} ({order}).",
                   line=_name(said), said=shortened(quantity), before=shortened(charged), ordered=shortened(line.agreed_quantity),
                   order=line.order)  # fmt: skip
        yield _Finding(CheckState.differs, what, cents(extra * price))
    elif line.is_counted and charged + quantity > line.received:
        extra = min(quantity, charged + quantity - line.received)
        if line.is_service:
            what = say("“{line}”: {said} charged and {before} before that, reported as done were {received} ({order}).",
                       line=_name(said), said=shortened(quantity), before=shortened(charged), received=shortened(line.received),
                       order=line.order)  # fmt: skip
        else:
            what = say("“{line}”: {said} charged and {before} before that, received were {received} ({order}).",
                       line=_name(said), said=shortened(quantity), before=shortened(charged), received=shortened(line.received),
                       order=line.order)  # fmt: skip
        yield _Finding(CheckState.not_received, what, cents(extra * price))


# ── the whole ─────────────────────────────────────────────────────────────────────────────────────────────


def _charges(invoice: Invoice, lines: Iterable[Checked], allowed: Tolerance) -> Iterator[_Finding]:
    """Carriage and fees that no order line is for, those of the lines and those of the whole."""
    if invoice.is_credit:
        return
    beside = (_amount(one.said) or _NOTHING for one in lines if one.line is None and is_beside_goods(one.said))
    charges = sum((amount for amount in beside if amount > 0), _NOTHING) + (invoice.charges or _NOTHING)
    if charges > allowed.charges:
        what = say("Carriage and fees of {said} {currency} were not agreed; up to {allowed} are accepted.",
                   said=charges, currency=invoice.currency, allowed=allowed.charges)  # fmt: skip
        yield _Finding(CheckState.differs, what, charges - allowed.charges)


def _total(
    invoice: Invoice, matched: Sequence[Matched], lines: Sequence[Checked], allowed: Tolerance
) -> Iterator[_Finding]:
    """A net total above what is left to charge of its orders, where no line has said so: lines may be summed up on paper."""
    told = {one.line.key: one.line for one in matched if one.line is not None}
    if invoice.is_credit or invoice.net is None or not told or any(one.state is not CheckState.ok for one in lines):
        return
    left = sum(
        ((_agreed(line) or _NOTHING) * max(_NOTHING, line.agreed_quantity - line.invoiced) for line in told.values()),
        _NOTHING,
    )
    if any(_agreed(line) is None for line in told.values()):
        return
    charges = sum(
        (max(_NOTHING, _amount(one.said) or _NOTHING) for one in lines if one.line is None),
        invoice.charges or _NOTHING,
    )
    over = invoice.net - charges - left
    if over > max(CENT, min(allowed.amount * len(told), left * allowed.ratio)):
        what = say("{said} {currency} without VAT and charges, left to charge of the order lines were {left}.",
                   said=cents(invoice.net - charges), currency=invoice.currency, left=cents(left))  # fmt: skip
        yield _Finding(CheckState.differs, what, cents(over))


def _no_order(invoice: Invoice, lines: Sequence[Checked]) -> Iterator[_Finding]:
    """An invoice of no order at all, or of one that is not known."""
    if any(one.line is not None or one.state is CheckState.unclear for one in lines):
        return
    if invoice.order_reference:
        what = say(
            "It names the order {order}, which the office does not know.", order=one_line(invoice.order_reference, 60)
        )
    else:
        what = say("It names no order, and none of the office’s orders fits it.")
    yield _Finding(CheckState.unknown_order, what)


# ── figures ───────────────────────────────────────────────────────────────────────────────────────────────


def _agreed(line: OrderLine) -> Decimal | None:
    return line.price if line.confirmed_price is None else line.confirmed_price


def _price(said: TradeLine) -> Decimal | None:
    """What one costs, by the line's sum where it tells one: a discount of the line is in it."""
    if said.amount is not None and said.quantity:
        each = said.amount / said.quantity
        listed = said.unit_price
        return listed if listed is not None and abs(listed - each) * abs(said.quantity) <= _ROUNDING else each
    return said.unit_price


def _amount(said: TradeLine) -> Decimal | None:
    if said.amount is not None:
        return said.amount
    price = said.unit_price
    return None if price is None else price * (said.quantity if said.quantity is not None else 1)


def _quantity(invoice: Invoice, said: TradeLine, line: OrderLine) -> Decimal | None:
    """How much is charged, below nothing for what is given back; by the sum where no quantity is told."""
    quantity, agreed = said.quantity, _agreed(line)
    if quantity is None and said.amount is not None and agreed:
        quantity = said.amount / agreed
    if quantity is None:
        return None
    is_back = invoice.document.kind is TradeKind.credit_note or (said.amount is not None and said.amount < 0)
    return -abs(quantity) if is_back else quantity


def _name(said: TradeLine) -> str:
    return one_line(said.label or said.says or said.article or said.number, 60)
