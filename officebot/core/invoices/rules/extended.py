"""The rules that Factur-X EXTENDED has in the place of EN 16931's (BR-FXEXT): lines below lines, and sums to a cent an item.

A line groups others (GROUP), only tells something (INFORMATION), or is one to be paid (DETAIL, or nothing said: BT-X-8).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from officebot.core.invoices.model import Broken
from officebot.core.invoices.rules import sums
from officebot.core.invoices.rules.categories import CATEGORIES, Category, says_presence, says_taxable
from officebot.core.invoices.rules.mandatory import CHARGE, LINE, LINE_CHARGE
from officebot.core.invoices.rules.reaching import child, some, word
from officebot.core.invoices.rules.sums import cents, total
from officebot.core.invoices.rules.terms import Line, Terms, amount, or_nothing
from officebot.core.money import CENT
from officebot.core.text import say
from officebot.core.trade.structured.elements import Element

#: Rules of the standard that hold for lines to be paid alone, and those that have only another name.
_OF_NORMAL_LINES = ("BR-22", "BR-23", "BR-24", "BR-26", "BR-CO-04")
_OF_CHARGES = ("BR-38", "BR-44")

_NORMAL = (None, "DETAIL")


@dataclass(frozen=True, slots=True)
class _Item:
    """A line with what EXTENDED says besides: what sort of line it is, and which one it stands below ("" for none)."""

    line: Line
    element: Element
    sort: str | None
    parent: str

    @property
    def is_normal(self) -> bool:
        return self.sort in _NORMAL


def extended_broken(root: Element, terms: Terms) -> Iterator[Broken]:
    """Which of EXTENDED's own rules a Cross Industry Invoice breaks."""
    trade = child(root, "SupplyChainTradeTransaction")
    settled = child(trade, "ApplicableHeaderTradeSettlement")
    elements = some(trade, "IncludedSupplyChainTradeLineItem")
    items = [_item(line, element) for line, element in zip(terms.lines, elements, strict=True)]
    yield from _normal(items)
    yield from _charges(terms)
    yield from _below(items)
    yield from _notes(root, items)
    yield from _attributes(items)
    yield from _numbers(root)
    if terms.has_totals:
        yield from _sums(terms, items, settled)
    yield from _categories(items, settled)


def _item(line: Line, element: Element) -> _Item:
    about = child(element, "AssociatedDocumentLineDocument")
    return _Item(line, element, word(about, "LineStatusReasonCode"), word(about, "ParentLineID") or "")


# ── what must be there ────────────────────────────────────────────────────────────────────────────────────


def _normal(items: Iterable[_Item]) -> Iterator[Broken]:
    checks = [one for one in LINE if one.rule in _OF_NORMAL_LINES]
    for item in items:
        if item.is_normal:
            for check in checks:
                if check.is_broken(item.line):
                    yield Broken(rule=f"BR-FXEXT-{_short(check.rule)}", what=check.what, line=item.line.place)


def _short(rule: str) -> str:
    return rule.removeprefix("BR-") if rule.startswith("BR-CO-") else rule


def _charges(terms: Terms) -> Iterator[Broken]:
    adjusted = [
        (CHARGE, [("", one) for one in terms.adjusted(True)]),
        (LINE_CHARGE, [(line.place, one) for line in terms.lines for one in line.adjustments if one.is_charge]),
    ]
    for checks, found in adjusted:
        for check in checks:
            if check.rule in _OF_CHARGES:
                for place, one in found:
                    if check.is_broken(one):
                        yield Broken(rule=f"BR-FXEXT-{check.rule}", what=check.what, line=place)


def _notes(root: Element, items: Iterable[_Item]) -> Iterator[Broken]:
    """Who says what a note is about says something."""
    document = child(root, "ExchangedDocument")
    for one in some(document, "IncludedNote"):
        if _is_empty(one):
            yield Broken(
                rule="BR-FXEXT-01", what=say("A note says what it is about (BT-21), and nothing else (BT-22).")
            )
    for item in items:
        for one in some(child(item.element, "AssociatedDocumentLineDocument"), "IncludedNote"):
            if _is_empty(one):
                what = say("A note of the line says what it is about, and nothing else (BT-127).")
                yield Broken(rule="BR-FXEXT-02", what=what, line=item.line.place)


def _is_empty(note: Element) -> bool:
    says = child(note, "ContentCode") is not None or child(note, "Content") is not None
    return child(note, "SubjectCode") is not None and not says


def _attributes(items: Iterable[_Item]) -> Iterator[Broken]:
    """A property of an item has a name or a code, and one value: as text or as a measure with its unit."""
    for item in items:
        for one in some(child(item.element, "SpecifiedTradeProduct"), "ApplicableProductCharacteristic"):
            if child(one, "Description") is None and child(one, "TypeCode") is None:
                what = say("A property of the item has neither name nor code (BT-160).")
                yield Broken(rule="BR-FXEXT-BR-54-1", what=what, line=item.line.place)
            measure = child(one, "ValueMeasure")
            is_measured = measure is not None and bool(measure.attributes.get("unitCode"))
            if not is_measured if child(one, "Value") is None else measure is not None:
                what = say("A property of the item has no value, or two (BT-161).")
                yield Broken(rule="BR-FXEXT-BR-54-2", what=what, line=item.line.place)


def _numbers(root: Element) -> Iterator[Broken]:
    """The seller alone may give a tax number that is no VAT number."""
    for party in root.within():
        if party.name.endswith("TradeParty") and party.name != "SellerTradeParty":
            for one in some(party, "SpecifiedTaxRegistration", "ID"):
                if one.attributes.get("schemeID") != "VA":
                    what = say("A tax number of another than the seller is not given as a VAT number.")
                    yield Broken(rule="BR-FXEXT-03", what=what)


# ── lines below lines ─────────────────────────────────────────────────────────────────────────────────────


def _below(items: Sequence[_Item]) -> Iterator[Broken]:
    known = {item.line.number for item in items}
    below: dict[str, list[_Item]] = {}
    for item in items:
        below.setdefault(item.parent, []).append(item)
    for item in items:
        if item.parent and not item.sort:
            what = say("The line stands below another, but does not say whether it is one to be paid (BT-X-8).")
            yield Broken(rule="BR-FXEXT-06", what=what, line=item.line.place)
        if item.parent and item.parent not in known:
            what = say("The line stands below line {line}, which there is none of (BT-X-304).", line=item.parent[:40])
            yield Broken(rule="BR-FXEXT-11", what=what, line=item.line.place)
        if item.sort == "GROUP" and item.line.amount:
            yield from _group(item, below.get(item.line.number or "", []))


def _group(item: _Item, below: Sequence[_Item]) -> Iterator[Broken]:
    """A group with an amount: it is what the lines right below it add up to, and groups among them have one too."""
    said, counted = amount(item.line.amount), [one for one in below if one.sort in ("GROUP", "DETAIL")]
    reckoned = cents(total(one.line.amount for one in counted))
    if said != reckoned or any(amount(one.line.amount) is None for one in counted):
        what = say("The group is given as {said}; the lines below it add up to {reckoned} (BT-131).",
                   said=item.line.amount if said is None else said, reckoned=reckoned)  # fmt: skip
        yield Broken(rule="BR-FXEXT-08", what=what, line=item.line.place)
    if any(one.sort == "GROUP" and one.line.amount is None for one in below):
        what = say("The group has an amount, but a group below it has none (BT-131).")
        yield Broken(rule="BR-FXEXT-12", what=what, line=item.line.place)


# ── sums, to a cent for each item that is rounded ─────────────────────────────────────────────────────────


def _sums(terms: Terms, items: Sequence[_Item], settled: Element | None) -> Iterator[Broken]:
    said = terms.totals
    normal = [item for item in items if item.is_normal]
    allowed = [one.amount for one in terms.adjusted(False)]
    charged = [one.amount for one in terms.adjusted(True)]
    lines = cents(total(item.line.amount for item in normal))
    allowances = cents(total(allowed))
    charges = cents(total(charged)) + cents(total(terms.further_charges))
    services = len(charged) + len(terms.further_charges)
    if _is_off(said.lines, lines, len(items)):
        yield Broken(rule="BR-FXEXT-CO-10", what=sums.says_lines(amount(said.lines), lines))
    if (allowed or said.allowances is not None) and _is_off(said.allowances, allowances, len(allowed)):
        yield Broken(rule="BR-FXEXT-CO-11", what=sums.says_allowances(or_nothing(said.allowances), allowances))
    if (charged or said.charges is not None) and _is_off(said.charges, charges, services):
        yield Broken(rule="BR-FXEXT-CO-12", what=sums.says_charges(or_nothing(said.charges), charges))
    rounded = len(normal) + len(allowed) + services
    net = lines - allowances + charges
    if _is_off(said.net, net, rounded):
        yield Broken(rule="BR-FXEXT-CO-13", what=sums.says_net(amount(said.net), net))
    yield from _gross(terms, rounded)
    yield from _payable(terms, settled)


def _is_off(said: str | None, reckoned: Decimal, items: int) -> bool:
    value = amount(said)
    return value is None or abs(value - reckoned) > CENT * items


def _gross(terms: Terms, rounded: int) -> Iterator[Broken]:
    taxes = [one.amount for one in terms.tax_totals if one.currency == terms.currency and one.amount is not None]
    net, gross = amount(terms.totals.net), amount(terms.totals.gross)
    if len(taxes) != 1:
        if not taxes or net != gross:
            yield Broken(rule="BR-FXEXT-CO-15", what=sums.says_taxes(len(taxes)))
    elif net is None or gross is None:
        yield Broken(rule="BR-FXEXT-CO-15", what=sums.NO_NET if net is None else sums.NO_GROSS)
    elif abs(gross - net - or_nothing(taxes[0])) > CENT * rounded:
        yield Broken(rule="BR-FXEXT-CO-15", what=sums.says_gross(gross, net, or_nothing(taxes[0])))


def _payable(terms: Terms, settled: Element | None) -> Iterator[Broken]:
    """What was collected for a third party is to be paid besides (BT-179)."""
    said, due = terms.totals, amount(terms.totals.payable)
    others = total(word(one, "ActualAmount") for one in some(settled, "SpecifiedFinancialAdjustment"))
    reckoned = or_nothing(said.gross) - or_nothing(said.prepaid) + or_nothing(said.rounding) + others
    if due != reckoned:
        yield Broken(rule="BR-FXEXT-CO-16", what=sums.NO_PAYABLE if due is None else sums.says_payable(due, reckoned))


# ── VAT ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Taxed:
    """An amount with its category and rate, and why there is no VAT: the code and the words (BT-120, BT-121)."""

    code: str
    rate: Decimal | None
    why: tuple[str, str]
    amount: Decimal


def _categories(items: Sequence[_Item], settled: Element | None) -> Iterator[Broken]:
    """What uses a category stands in the breakdown, and what stands there is used and adds up."""
    used = [*_taxed_lines(items), *_taxed_charges(settled)]
    shares = some(settled, "ApplicableTradeTax")
    for category in CATEGORIES:
        uses = [one for one in used if one.code == category.code]
        told = [one for one in shares if word(one, "CategoryCode") == category.code]
        if bool(uses) is not bool(told):
            what = says_presence(category, len(told), is_used=bool(uses))
            yield Broken(rule=f"{_rules(category)}-01", what=what)
        for share in told:
            if (word(share, "TypeCode") or "").upper() == "VAT":
                yield from _share(category, share, uses)


def _rules(category: Category) -> str:
    return f"BR-FXEXT-{category.rules.removeprefix('BR-')}"


def _share(category: Category, share: Element, uses: Sequence[_Taxed]) -> Iterator[Broken]:
    """Its taxable amount is what uses it makes, be it with the same reason or with any; the standard rate's VAT is its rate's."""
    rate, said = amount(word(share, "RateApplicablePercent")), amount(word(share, "BasisAmount"))
    of_rate = [one for one in uses if category.code == "O" or one.rate == rate]
    of_reason = [one for one in of_rate if one.why == _why(share)]
    sums_of = [(cents(sum((one.amount for one in some), Decimal(0))), len(some)) for some in (of_reason, of_rate)]
    if said is None or all(abs(said - reckoned) > CENT * count for reckoned, count in sums_of):
        name = f"{_rules(category)}-08b" if category.code != "S" else "BR-FXEXT-S08b"
        what = sums.NO_TAXABLE if said is None else says_taxable(category, said, sums_of[1][0])
        yield Broken(rule=name, what=what)
    vat = amount(word(share, "CalculatedAmount"))
    if category.code != "S" or said is None or rate is None:
        return
    if vat is None or abs(vat - cents(said * rate / 100)) > CENT * len(of_rate):
        what = sums.NO_VAT if vat is None else sums.says_rate(rate, said, vat)
        yield Broken(rule="BR-FXEXT-S-09b", what=what)


def _taxed_lines(items: Sequence[_Item]) -> Iterator[_Taxed]:
    for item in items:
        if item.is_normal:
            for tax in some(child(item.element, "SpecifiedLineTradeSettlement"), "ApplicableTradeTax"):
                yield _taxed(tax, or_nothing(item.line.amount))


def _taxed_charges(settled: Element | None) -> Iterator[_Taxed]:
    for one in some(settled, "SpecifiedTradeAllowanceCharge"):
        sign = 1 if word(one, "ChargeIndicator", "Indicator") in ("true", "1") else -1
        for tax in some(one, "CategoryTradeTax"):
            yield _taxed(tax, sign * or_nothing(word(one, "ActualAmount")))
    for one in some(settled, "SpecifiedLogisticsServiceCharge"):
        for tax in some(one, "AppliedTradeTax"):
            yield _taxed(tax, or_nothing(word(one, "AppliedAmount")))


def _taxed(tax: Element, value: Decimal) -> _Taxed:
    code, rate = word(tax, "CategoryCode") or "", amount(word(tax, "RateApplicablePercent"))
    return _Taxed(code, rate, _why(tax), value)


def _why(tax: Element) -> tuple[str, str]:
    code, words = (" ".join((word(tax, name) or "").split()) for name in ("ExemptionReasonCode", "ExemptionReason"))
    return code, words
