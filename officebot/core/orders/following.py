"""What a supplier's document means for the order book: what it changes there, and where it differs from what was ordered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from officebot.core.actions import CellValue
from officebot.core.orders.matches import Match, Matched
from officebot.core.orders.model import OrderLine, state_title
from officebot.core.text import Language, Text, say
from officebot.core.trade.model import Answer, TradeDocument, TradeKind, TradeLine
from officebot.core.units import is_another, kind_of

#: A price may differ by half a percent, or by half a cent where that is no more than a twentieth of it: roundings of packs
#: and hundreds.
_ROUNDING, _HALF_CENT, _TWENTIETH = Decimal("0.005"), Decimal("0.005"), Decimal("0.05")


class What(StrEnum):
    """In what a document differs from the order."""

    price = "price"
    quantity = "quantity"
    date = "date"
    unit = "unit"
    currency = "currency"
    cancelled = "cancelled"
    more = "more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What was ordered and what is said: a person decides. `is_worse` where it costs more, comes later or is less."""

    line: OrderLine
    what: What
    ordered: Decimal | date | str | None
    said: Decimal | date | str | None
    is_worse: bool = True

    @property
    def sentence(self) -> Text:
        """It in words."""
        name, order = self.line.name, self.line.order
        match self.what:
            case What.price:
                return say("{article} ({order}): {said} {currency} instead of {ordered}", article=name, order=order,
                           said=self.said, currency=self.line.currency, ordered=self.ordered)  # fmt: skip
            case What.quantity:
                return say("{article} ({order}): {said} instead of {ordered}", article=name, order=order,
                           said=self.said, ordered=self.ordered)  # fmt: skip
            case What.date:
                return say("{article} ({order}): on {said} instead of {ordered}", article=name, order=order,
                           said=self.said, ordered=self.ordered)  # fmt: skip
            case What.unit:
                return say("{article} ({order}): counted in “{said}” instead of “{ordered}”", article=name, order=order,
                           said=self.said, ordered=self.ordered)  # fmt: skip
            case What.currency:
                return say("{article} ({order}): priced in {said} instead of {ordered}", article=name, order=order,
                           said=self.said, ordered=self.ordered)  # fmt: skip
            case What.cancelled:
                return say("{article} ({order}): will not be delivered", article=name, order=order)
            case _:
                return say("{article} ({order}): {said} more than what was ordered", article=name, order=order,
                           said=self.said)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a document does to a line of the book: the line as it was and as it is then, and how they differ from the order.

    `came` is what came with it. `is_certain` where nobody needs to be asked which line is meant.
    """

    before: OrderLine
    after: OrderLine
    came: Decimal = Decimal(0)
    differences: tuple[Difference, ...] = ()
    is_certain: bool = True
    reasons: tuple[Text, ...] = ()


_CONFIRMS = (TradeKind.confirmation, TradeKind.agreement, TradeKind.change, TradeKind.delay, TradeKind.cancellation)


#: What says the same thing of a line: a delivery note and the letter around it are one delivery.
_SAME_NEWS: tuple[tuple[TradeKind, ...], ...] = (
    _CONFIRMS,
    (TradeKind.despatch, TradeKind.receipt, TradeKind.service_report),
    (TradeKind.invoice,),
    (TradeKind.credit_note,),
)


def steps(matches: Iterable[Match], on: date) -> tuple[Step, ...]:
    """What the documents of a mail do to the lines that they are about; `on` is the day on which it is known.

    A confirmation sets what was promised, a delivery note what came, an invoice what was charged. A line that nobody can
    place does nothing: it is asked about (`Match.doubtful`). Two parts of one line in a document add up; what the letter
    repeats of the documents that hang on it, or a second form of the same document, does not.
    """
    found: dict[tuple[str, int], Step] = {}
    told: dict[tuple[tuple[str, int], int], tuple[str, int]] = {}
    ordered = sorted(matches, key=lambda match: match.document.syntax == "text")
    for place, match in enumerate(ordered):
        for one in match.lines:
            document = match.document if one.news is None else _with_news(match.document, one.news)
            news = next((number for number, kinds in enumerate(_SAME_NEWS) if document.kind in kinds), None)
            if one.line is None or news is None:
                continue
            teller = told.setdefault((one.line.key, news), (document.number, place))
            if teller[1] != place and (document.syntax == "text" or teller[0] == document.number):
                continue
            before = found[one.line.key].after if one.line.key in found else one.line
            step = _step(document, one, before, on)
            if step is not None:
                found[one.line.key] = _after(found.get(one.line.key), step)
    return tuple(found[key] for key in sorted(found))


def _with_news(document: TradeDocument, news: TradeKind) -> TradeDocument:
    """The document as one of other news: the day on which goods came is none that is promised."""
    is_promise = news in _CONFIRMS and document.kind not in _CONFIRMS
    return replace(document, kind=news, delivery_date=None if is_promise else document.delivery_date)


def _after(earlier: Step | None, step: Step) -> Step:
    if earlier is None:
        return step
    return replace(
        step,
        before=earlier.before,
        came=earlier.came + step.came,
        differences=(*earlier.differences, *step.differences),
    )


def _step(document: TradeDocument, one: Matched, before: OrderLine, on: date) -> Step | None:
    said, kind = one.said, document.kind
    if kind in _CONFIRMS:
        return _confirmed(document, said, before, on, one.reasons)
    if kind in (TradeKind.despatch, TradeKind.receipt, TradeKind.service_report):
        return _came(document, said, before, on, one.reasons)
    if kind in (TradeKind.invoice, TradeKind.credit_note):
        return _charged(document, said, before, one.reasons)
    return None


def _confirmed(
    document: TradeDocument, said: TradeLine, before: OrderLine, on: date, reasons: tuple[Text, ...]
) -> Step:
    if document.kind is TradeKind.cancellation or said.answer is Answer.rejected:
        gone = Difference(line=before, what=What.cancelled, ordered=before.quantity, said=None)
        return Step(before=before, after=before, differences=(gone,), reasons=reasons)
    promised = said.delivery_date or document.delivery_date or before.promised
    quantity, price = said.quantity, said.unit_price
    if document.kind is TradeKind.delay:
        quantity = price = None
        if promised is not None and promised <= on:
            # The day of the letter, or of what came with it: what is late comes later.
            promised = before.promised
    if _is_other_unit(said, before):
        unit = Difference(line=before, what=What.unit, ordered=before.unit, said=said.unit)
        return Step(before=before, after=replace(before, promised=promised), differences=(unit,), reasons=reasons)
    if price is not None and _is_other_money(document, before):
        money = Difference(line=before, what=What.currency, ordered=before.currency, said=document.currency)
        return Step(before=before, after=replace(before, promised=promised), differences=(money,), reasons=reasons)
    if quantity is not None and before.received and quantity == before.open_quantity:
        # What is still to come is confirmed, not that the whole is no more than that.
        quantity = None
    if (
        promised is None
        and quantity is None
        and price is None
        and document.kind in (TradeKind.confirmation, TradeKind.agreement)
    ):
        # It agrees with everything: what was asked for is what is promised.
        promised = before.due
    after = replace(
        before,
        promised=promised,
        confirmed_quantity=before.confirmed_quantity if quantity is None else quantity,
        confirmed_price=before.confirmed_price if price is None else price.normalize(),
    )
    return Step(before=before, after=after, differences=tuple(differences(before, after)), reasons=reasons)


def differences(before: OrderLine, after: OrderLine) -> Iterator[Difference]:
    """How what is promised differs from what was agreed until then: what was ordered, or what was confirmed since."""
    price, ours = after.confirmed_price, before.price if before.confirmed_price is None else before.confirmed_price
    if price is not None and ours is not None and _is_other_price(price, ours):
        yield Difference(line=before, what=What.price, ordered=ours, said=price, is_worse=price > ours)
    quantity, agreed = after.confirmed_quantity, before.agreed_quantity
    if quantity is not None and quantity != agreed:
        yield Difference(line=before, what=What.quantity, ordered=agreed, said=quantity, is_worse=quantity < agreed)
    day = before.expected
    if after.promised is not None and day is not None and after.promised != day:
        yield Difference(line=before, what=What.date, ordered=day, said=after.promised, is_worse=after.promised > day)


def _is_other_price(price: Decimal, ours: Decimal) -> bool:
    return abs(price - ours) > max(min(_HALF_CENT, ours * _TWENTIETH), ours * _ROUNDING)


def _came(
    document: TradeDocument, said: TradeLine, before: OrderLine, on: date, reasons: tuple[Text, ...]
) -> Step | None:
    if _is_other_unit(said, before):
        unit = Difference(line=before, what=What.unit, ordered=before.unit, said=said.unit)
        return Step(before=before, after=before, differences=(unit,), reasons=reasons)
    came = before.open_quantity if said.quantity is None else said.quantity
    if came <= 0:
        return None
    found: list[Difference] = []
    if before.received + came > before.agreed_quantity:
        over = before.received + came - before.agreed_quantity
        found.append(Difference(line=before, what=What.more, ordered=before.agreed_quantity, said=over))
    day = said.delivery_date or document.delivery_date or on
    after = replace(before, received=before.received + came, received_on=min(day, on))
    return Step(before=before, after=after, came=came, differences=tuple(found), reasons=reasons)


def _charged(document: TradeDocument, said: TradeLine, before: OrderLine, reasons: tuple[Text, ...]) -> Step | None:
    if _is_other_unit(said, before):
        unit = Difference(line=before, what=What.unit, ordered=before.unit, said=said.unit)
        return Step(before=before, after=before, differences=(unit,), reasons=reasons)
    if said.unit_price is not None and _is_other_money(document, before):
        money = Difference(line=before, what=What.currency, ordered=before.currency, said=document.currency)
        return Step(before=before, after=before, differences=(money,), reasons=reasons)
    is_credit = document.kind is TradeKind.credit_note or (said.quantity is not None and said.quantity < 0)
    if said.quantity is not None:
        quantity = abs(said.quantity)
    else:
        quantity = before.invoiced if is_credit else max(Decimal(0), before.received - before.invoiced)
    found: list[Difference] = []
    price, agreed = said.unit_price, before.confirmed_price or before.price
    if price is not None and agreed is not None and _is_other_price(price, agreed):
        found.append(Difference(line=before, what=What.price, ordered=agreed, said=price, is_worse=price > agreed))
    if is_credit and quantity > before.invoiced:
        found.append(
            Difference(line=before, what=What.quantity, ordered=before.invoiced, said=quantity, is_worse=False)
        )
    invoiced = max(Decimal(0), before.invoiced + (-quantity if is_credit else quantity))
    if not is_credit and invoiced > before.received:
        found.append(Difference(line=before, what=What.quantity, ordered=before.received, said=invoiced))
    return Step(before=before, after=replace(before, invoiced=invoiced), differences=tuple(found), reasons=reasons)


def _is_other_unit(said: TradeLine, line: OrderLine) -> bool:
    """Whether a quantity is told in packs where we count pieces, or the other way round."""
    if said.quantity is None or not is_another(said.unit, line.unit):
        return False
    # Of a « carton double cannelure » that is counted in pieces, a carton is one.
    is_article = kind_of(line.unit) == "piece" and kind_of(said.unit) in {
        kind_of(word) for word in line.label.split()
    }
    return not is_article


def _is_other_money(document: TradeDocument, line: OrderLine) -> bool:
    """Whether a document's prices are in another currency than the order's: such prices are not compared."""
    return bool(document.currency and line.currency) and document.currency != line.currency


#: The fields of a line that a document may change, by the workbook's field.
_FIELDS = ("promised", "confirmed_quantity", "confirmed_price", "received", "received_on", "invoiced")


def cells(made: Iterable[Step], language: Language) -> tuple[tuple[str, CellValue, CellValue], ...]:
    """What the steps change in the workbook: (cell, what it shows, what it is to show); cells that are not there left out.

    Days are in ISO form; states are written in the office's language.
    """
    found: list[tuple[str, CellValue, CellValue]] = []
    for step in made:
        for field in _FIELDS:
            was, is_now = getattr(step.before, field), getattr(step.after, field)
            if was != is_now and field in step.before.cells:
                found.append(
                    (step.before.cells[field], _shown(was, field, step.before), _shown(is_now, field, step.after))
                )
        if "status" in step.before.cells and step.before.state is not step.after.state:
            state = state_title(step.after.state).render(language)
            found.append((step.before.cells["status"], step.before.status or None, state))
    return tuple(found)


def _shown(value: date | Decimal | None, field: str, line: OrderLine) -> CellValue:
    if value is None or (not value and field in line.blank):
        return None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat()


def days_of(made: Iterable[Step]) -> tuple[str, ...]:
    """The cells among them that hold days."""
    return tuple(
        cell
        for step in made
        for field in ("promised", "received_on")
        if (cell := step.before.cells.get(field)) is not None
    )


def unwritable(made: Iterable[Step]) -> Mapping[str, tuple[Step, ...]]:
    """What changes and has no column in the workbook: the steps by field, for a person to note."""
    found: dict[str, list[Step]] = {}
    for step in made:
        for field in _FIELDS:
            if getattr(step.before, field) != getattr(step.after, field) and field not in step.before.cells:
                found.setdefault(field, []).append(step)
    return {field: tuple(ones) for field, ones in found.items()}
