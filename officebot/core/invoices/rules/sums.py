"""Whether the amounts of an invoice add up (EN 16931-1 BR-CO-10 to BR-CO-17), and have two decimals at most (BR-DEC)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_FLOOR, Decimal

from officebot.core.invoices.model import Broken
from officebot.core.invoices.rules.terms import Adjustment, Line, Share, Terms, Totals, Word, amount, or_nothing
from officebot.core.money import CENT
from officebot.core.text import Text, say

_HALF = Decimal("0.005")
#: No amount of this world is greater, and none so great has its cents kept.
_MOST = Decimal(10**20)
_HUNDRED = Decimal(100)


#: What is missing, told in the same words by the rules that ask for it and by those that reckon with it.
NO_LINES = say("The sum of the lines is missing (BT-106).")
NO_NET = say("The total without VAT is missing (BT-109).")
NO_GROSS = say("The total with VAT is missing (BT-112).")
NO_PAYABLE = say("The amount to be paid is missing (BT-115).")
NO_TAXABLE = say("A line of the VAT breakdown has no taxable amount (BT-116).")
NO_VAT = say("A line of the VAT breakdown has no amount of VAT (BT-117).")


# ── what is said of a sum that is another, by whichever rule ──────────────────────────────────────────────


def says_lines(said: Decimal | None, reckoned: Decimal) -> Text:
    """Of the sum of the lines; None where it is missing."""
    if said is None:
        return NO_LINES
    return say("The sum of the lines is given as {said}; they add up to {reckoned} (BT-106).",
               said=said, reckoned=reckoned)  # fmt: skip


def says_allowances(said: Decimal, reckoned: Decimal) -> Text:
    """Of the sum of the allowances."""
    return say("The sum of the allowances is given as {said}; they make {reckoned} (BT-107).",
               said=said, reckoned=reckoned)  # fmt: skip


def says_charges(said: Decimal, reckoned: Decimal) -> Text:
    """Of the sum of the charges."""
    return say(
        "The sum of the charges is given as {said}; they make {reckoned} (BT-108).", said=said, reckoned=reckoned
    )


def says_net(said: Decimal | None, reckoned: Decimal) -> Text:
    """Of the total without VAT; None where it is missing."""
    if said is None:
        return NO_NET
    return say("The total without VAT is given as {said}; lines, allowances and charges make {reckoned} (BT-109).",
               said=said, reckoned=reckoned)  # fmt: skip


def says_taxes(count: int) -> Text:
    """Of a VAT that is not given once."""
    return say(
        "The VAT in the invoice’s currency must be given once (BT-110); it is given {count} times.", count=count
    )


def says_gross(said: Decimal, net: Decimal, vat: Decimal) -> Text:
    """Of the total with VAT."""
    return say("The total with VAT is given as {said}; {net} and {vat} of VAT make {reckoned} (BT-112).",
               said=said, net=net, vat=vat, reckoned=cents(net + vat))  # fmt: skip


def says_payable(said: Decimal, reckoned: Decimal) -> Text:
    """Of the amount to be paid."""
    return say("The amount to be paid is given as {said}; total, prepayment and rounding make {reckoned} (BT-115).",
               said=said, reckoned=reckoned)  # fmt: skip


def says_rate(rate: Decimal | None, taxable: Decimal | None, vat: Decimal) -> Text:
    """Of a VAT that is not its rate's."""
    return say("{rate} % of {taxable} is not {vat} of VAT (BT-117).", rate=rate, taxable=taxable, vat=vat)


# ── sums ──────────────────────────────────────────────────────────────────────────────────────────────────


def cents(value: Decimal) -> Decimal:
    """The amount rounded to the cent, halves upwards also below zero.

    Not as `officebot.core.money` rounds: the rules of EN 16931 are schematrons, which say `round(… * 10 * 10) div 100`, and
    XPath's round (fn:round) takes a half towards positive infinity. Whoever holds an invoice against them must do the same.
    """
    return (value + _HALF).quantize(CENT, ROUND_FLOOR) if abs(value) < _MOST else value


def total(words: Iterable[Word]) -> Decimal:
    """The sum of those that are numbers."""
    return sum((found for word in words if (found := amount(word)) is not None), Decimal(0))


def sums_broken(terms: Terms) -> Iterator[Broken]:
    """Which totals are not what they are reckoned from; what is missing is none, and told in the same words as elsewhere."""
    if terms.has_totals:
        for check in (_lines, _allowances, _charges, _net):
            yield from check(terms)
    yield from _gross(terms)
    if terms.has_totals:
        yield from _payable(terms)
    yield from _taxes(terms)
    yield from _rates(terms)


def _lines(terms: Terms) -> Iterator[Broken]:
    said, reckoned = amount(terms.totals.lines), cents(total(line.amount for line in terms.lines))
    if said is None:
        yield Broken(rule="BR-CO-10", what=NO_LINES)
    elif said != reckoned:
        yield Broken(rule="BR-CO-10", what=says_lines(said, reckoned))


def _allowances(terms: Terms) -> Iterator[Broken]:
    found = [one.amount for one in terms.adjusted(False)]
    reckoned = cents(total(found))
    if _differs(terms.totals.allowances, reckoned, bool(found)):
        yield Broken(rule="BR-CO-11", what=says_allowances(or_nothing(terms.totals.allowances), reckoned))


def _charges(terms: Terms) -> Iterator[Broken]:
    found = [*(one.amount for one in terms.adjusted(True)), *terms.further_charges]
    reckoned = cents(total(found))
    if _differs(terms.totals.charges, reckoned, bool(found)):
        yield Broken(rule="BR-CO-12", what=says_charges(or_nothing(terms.totals.charges), reckoned))


def _differs(said: Word, reckoned: Decimal, is_there: bool) -> bool:
    """A sum must be given where there is something to sum, and be right where it is given."""
    value = amount(said)
    return is_there if value is None else value != reckoned


def _net(terms: Terms) -> Iterator[Broken]:
    sums = terms.totals
    lines, net = amount(sums.lines), amount(sums.net)
    if lines is None or net is None:
        yield Broken(rule="BR-CO-13", what=NO_NET if net is None else NO_LINES)
        return
    reckoned = cents(lines - or_nothing(sums.allowances) + or_nothing(sums.charges))
    if net != reckoned:
        yield Broken(rule="BR-CO-13", what=says_net(net, reckoned))


def _gross(terms: Terms) -> Iterator[Broken]:
    sums = terms.totals
    net, gross = amount(sums.net), amount(sums.gross)
    if terms.currency is None:
        return
    taxes = [one for one in terms.tax_totals if one.currency == terms.currency and one.amount is not None]
    if terms.is_cii and net == gross:
        return
    if len(taxes) != 1:
        yield Broken(rule="BR-CO-15", what=says_taxes(len(taxes)))
        return
    if net is None or gross is None:
        if terms.has_totals or not terms.is_cii:
            yield Broken(rule="BR-CO-15", what=NO_NET if net is None else NO_GROSS)
        return
    vat = or_nothing(taxes[0].amount)
    if gross != cents(net + vat):
        yield Broken(rule="BR-CO-15", what=says_gross(gross, net, vat))


def _payable(terms: Terms) -> Iterator[Broken]:
    sums = terms.totals
    due, gross = amount(sums.payable), amount(sums.gross)
    if due is None or gross is None:
        yield Broken(rule="BR-CO-16", what=NO_GROSS if gross is None else NO_PAYABLE)
        return
    reckoned = gross - or_nothing(sums.prepaid) + or_nothing(sums.rounding)
    if cents(due) != cents(reckoned):
        yield Broken(rule="BR-CO-16", what=says_payable(due, reckoned))


def _taxes(terms: Terms) -> Iterator[Broken]:
    """The VAT is the sum of the breakdown, in each currency that has one."""
    for one in terms.tax_totals:
        said, reckoned = amount(one.amount), cents(total(share.amount for share in one.shares))
        is_told = bool(one.shares) or (terms.is_cii and one.currency == (terms.currency or ""))
        if said is None:
            # CII's breakdown stands by itself: without a total there is nothing that it must be.
            if is_told and not (terms.is_cii and one.amount is None):
                yield Broken(rule="BR-CO-14", what=say("The VAT is missing (BT-110)."))
        elif is_told and said != reckoned:
            yield Broken(rule="BR-CO-14", what=say("The VAT is given as {said}; its breakdown adds up to {reckoned} (BT-110).",
                                                   said=said, reckoned=reckoned))  # fmt: skip


def _rates(terms: Terms) -> Iterator[Broken]:
    for share in terms.shares:
        rate = amount(share.tax.rate) if share.tax.is_vat else None
        taxable, vat = amount(share.taxable), amount(share.amount)
        if vat is None:
            yield Broken(rule="BR-CO-17", what=NO_VAT)
        elif not _is_tax_of(taxable, rate, vat, terms.is_cii):
            yield Broken(rule="BR-CO-17", what=says_rate(rate, taxable, vat))


def _is_tax_of(taxable: Decimal | None, rate: Decimal | None, vat: Decimal, with_whole: bool) -> bool:
    """Whether the VAT is the rate's, to less than one unit of the currency; CII allows a whole one."""
    if rate is None or _whole(rate) == 0:
        return _whole(vat) == 0
    if taxable is None:
        return False
    off = abs(abs(vat) - cents(abs(taxable) * rate / _HUNDRED))
    return off <= 1 if with_whole else off < 1


def _whole(value: Decimal) -> Decimal:
    return (value + Decimal("0.5")).to_integral_value(ROUND_FLOOR)


# ── two decimals ──────────────────────────────────────────────────────────────────────────────────────────


def is_fine(word: Word) -> bool:
    """Whether the amount has two decimals at most."""
    return word is None or len(word.partition(".")[2]) <= 2


_TOTALS: tuple[tuple[str, Callable[[Totals], Word], Text], ...] = (
    ("BR-DEC-09", lambda of: of.lines, say("the sum of the lines (BT-106)")),
    ("BR-DEC-10", lambda of: of.allowances, say("the sum of the allowances (BT-107)")),
    ("BR-DEC-11", lambda of: of.charges, say("the sum of the charges (BT-108)")),
    ("BR-DEC-12", lambda of: of.net, say("the total without VAT (BT-109)")),
    ("BR-DEC-14", lambda of: of.gross, say("the total with VAT (BT-112)")),
    ("BR-DEC-16", lambda of: of.prepaid, say("what was paid already (BT-113)")),
    ("BR-DEC-17", lambda of: of.rounding, say("the rounding (BT-114)")),
    ("BR-DEC-18", lambda of: of.payable, say("the amount to be paid (BT-115)")),
)
_SHARES: tuple[tuple[str, Callable[[Share], Word], Text], ...] = (
    ("BR-DEC-19", lambda of: of.taxable, say("a taxable amount (BT-116)")),
    ("BR-DEC-20", lambda of: of.amount, say("an amount of VAT (BT-117)")),
)
#: By what they belong to, and whether they are charges: the rules of the amount and of what it is taken of.
_ADJUSTMENTS: dict[tuple[bool, bool], tuple[tuple[str, Callable[[Adjustment], Word], Text], ...]] = {
    (False, False): (
        ("BR-DEC-01", lambda of: of.amount, say("an allowance (BT-92)")),
        ("BR-DEC-02", lambda of: of.base, say("what an allowance is taken of (BT-93)")),
    ),
    (False, True): (
        ("BR-DEC-05", lambda of: of.amount, say("a charge (BT-99)")),
        ("BR-DEC-06", lambda of: of.base, say("what a charge is taken of (BT-100)")),
    ),
    (True, False): (
        ("BR-DEC-24", lambda of: of.amount, say("an allowance of the line (BT-136)")),
        ("BR-DEC-25", lambda of: of.base, say("what an allowance of the line is taken of (BT-137)")),
    ),
    (True, True): (
        ("BR-DEC-27", lambda of: of.amount, say("a charge of the line (BT-141)")),
        ("BR-DEC-28", lambda of: of.base, say("what a charge of the line is taken of (BT-142)")),
    ),
}


def decimals_broken(terms: Terms) -> Iterator[Broken]:
    """Which amounts have more than two decimals."""
    for rule, word, called in _TOTALS:
        if not is_fine(word(terms.totals)):
            yield _broken(rule, called)
    yield from _tax_decimals(terms)
    for share in terms.shares:
        yield from (_broken(rule, called) for rule, word, called in _SHARES if not is_fine(word(share)))
    for one in terms.adjustments:
        yield from _adjustment_decimals(one, "")
    for line in terms.lines:
        yield from _line_decimals(line)


def _tax_decimals(terms: Terms) -> Iterator[Broken]:
    for one in terms.tax_totals:
        if is_fine(one.amount):
            continue
        if one.currency == terms.currency:
            yield _broken("BR-DEC-13", say("the VAT (BT-110)"))
        elif one.currency == terms.tax_currency:
            yield _broken("BR-DEC-15", say("the VAT in the currency of the accounts (BT-111)"))


def _line_decimals(line: Line) -> Iterator[Broken]:
    if not is_fine(line.amount):
        yield _broken("BR-DEC-23", say("the line’s amount (BT-131)"), line.place)
    for one in line.adjustments:
        yield from _adjustment_decimals(one, line.place)


def _adjustment_decimals(one: Adjustment, line: str) -> Iterator[Broken]:
    if one.is_charge is None:
        return
    for rule, word, called in _ADJUSTMENTS[bool(line), one.is_charge]:
        if not is_fine(word(one)):
            yield _broken(rule, called, line)


def _broken(rule: str, called: Text, line: str = "") -> Broken:
    return Broken(rule=rule, what=say("An amount has more than two decimals: {amount}.", amount=called), line=line)
