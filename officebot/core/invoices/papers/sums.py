"""Net, VAT, gross and what is to be paid, taken only where labels and arithmetic agree.

The signs are the words before an amount, that net and VAT make the gross, that the lines make the net, that rate times
base is the VAT, and that the same amount stands there twice. One of them alone fills in nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.invoices.model import Found, VatLine
from officebot.core.invoices.papers.money import Labelled
from officebot.core.invoices.papers.roles import Role, is_beside_the_point, is_tax_included, is_whole_vat, role_of
from officebot.core.money import CENT, cents
from officebot.core.text import Text, say
from officebot.core.trade.reading.folding import folded

#: Each rate is rounded by itself: that far may rate times base be from the VAT.
_ROUNDING = Decimal("0.02")
_ZERO = Decimal(0)
_MOST = 12
_WITHIN = expression(r"(?<![a-z])(?:dont|of which|incl|including|includes|davon|enthalt|darin|waarvan|compris)")
_WITHOUT = expression(
    r"\d ?(?:€|eur|euros|£|gbp|\$|usd)? ?(?:h\.?t\.?|hors taxes?|excl\.? (?:vat|tax)|excluding (?:vat|tax)|ex\.? vat)$"
)
#: So many rows below the total may say what was paid of it.
_BELOW = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """The sums that two signs agree on; None for the others, and `doubts` say why."""

    net: Decimal | None = None
    vat: Decimal | None = None
    gross: Decimal | None = None
    prepaid: Decimal | None = None
    payable: Decimal | None = None
    breakdown: tuple[VatLine, ...] = ()
    found: dict[str, Found] = field(default_factory=dict)
    doubts: tuple[Text, ...] = ()
    #: Whether the page writes them with a minus.
    is_negative: bool = False

    def negated(self) -> Sums:
        """The same with a minus before net, VAT, gross and what is to be paid."""
        lines = tuple(replace(one, taxable=_minus(one.taxable), vat=_minus(one.vat)) for one in self.breakdown)
        return replace(
            self, net=_minus(self.net), vat=_minus(self.vat), gross=_minus(self.gross), prepaid=_minus(self.prepaid),
            payable=_minus(self.payable), breakdown=lines,
        )  # fmt: skip


def _minus(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value


@dataclass(slots=True)
class _Named:
    """The amounts by what they are called, each once, in their order."""

    by: dict[Role, list[Labelled]] = field(default_factory=dict)

    def values(self, *roles: Role) -> list[Decimal]:
        return list(dict.fromkeys(abs(one.value) for role in roles for one in self.by.get(role, ())))[:_MOST]

    def first(self, value: Decimal, *roles: Role) -> Labelled | None:
        return next((one for role in roles for one in self.by.get(role, ()) if abs(one.value) == value), None)

    def count(self, value: Decimal, *roles: Role) -> int:
        return sum(1 for role in roles for one in self.by.get(role, ()) if abs(one.value) == value)


def find_sums(
    amounts: Sequence[Labelled], shown: set[Decimal], lines: Decimal | None, *, is_exempt: bool
) -> Sums:  # fmt: skip
    """The sums among a paper's amounts; `shown` are all of its figures, `lines` what its lines make together.

    `is_exempt` where its words say that no VAT is due. Signs are left out: a credit note gives back what it names.
    """
    named = _named(amounts)
    lines = abs(lines) if lines is not None else None
    rates = _breakdown(amounts)
    triples = _agreeing(named, rates, lines, is_exempt=is_exempt)
    if len(triples) != 1:
        return _refused(named, triples)
    net, vat, gross = triples[0]
    other = [value for value in _sure_grosses(named) if value != gross]
    if other:
        return Sums(doubts=(_two(say("total with VAT"), [gross, *other]),))
    prepaid, payable, doubts = _to_pay(named, gross, shown)
    if payable == gross and gross not in named.values(Role.payable) and _goes_on(amounts, named, gross):
        payable, doubts = None, (_unsure(),)
    found = {
        "net": _found(named, net, Role.net, Role.total), "vat": _found(named, vat, Role.vat),
        "gross": _found(named, gross, Role.gross, Role.payable, Role.total),
    }  # fmt: skip
    if payable is not None:
        found["payable"] = _found(named, payable, Role.payable, Role.gross, Role.total)
    first = named.first(gross, Role.gross, Role.payable, Role.total)
    return Sums(
        is_negative=first is not None and first.value < 0,
        net=net, vat=vat, gross=gross, prepaid=prepaid, payable=payable,
        breakdown=_fitting(rates, net, vat), found=found,
        doubts=doubts,
    )  # fmt: skip


def _named(amounts: Iterable[Labelled]) -> _Named:
    named = _Named()
    for one in amounts:
        role = role_of(one.label)
        if role is Role.none and _WITHOUT.search(folded(one.words)):
            role = Role.net  # « Moule Loire : 3 400,00 EUR HT »: what follows the amount says it
        if role is Role.payable and is_tax_included(one.label):
            named.by.setdefault(Role.gross, []).append(one)
        named.by.setdefault(role, []).append(one)
    return named


def _sure_grosses(named: _Named) -> list[Decimal]:
    """What words with a tax in them call the total: beside it, another total is a contradiction."""
    return list(
        dict.fromkeys(
            abs(one.value)
            for one in named.by.get(Role.gross, ())
            if "total" in one.label and role_of(one.label) is Role.gross and one.value != 0
        )
    )


def _agreeing(
    named: _Named, rates: Sequence[VatLine], lines: Decimal | None, *, is_exempt: bool
) -> list[tuple[Decimal, Decimal, Decimal]]:  # fmt: skip
    """The nets, VATs and grosses that agree; of several those for which most speaks."""
    vats = _vats(named, rates)
    grosses = named.values(Role.gross, Role.payable, Role.total)
    nets = named.values(Role.net, Role.total)
    if set(named.values(Role.vat)) == {_ZERO}:
        # VAT is named and is none: a total that stands there twice is the net as well.
        nets += [gross for gross in grosses if named.count(gross, Role.gross, Role.payable, Role.total) > 1]
    scored: dict[tuple[Decimal, Decimal, Decimal], int] = {}
    for gross in grosses:
        for vat in vats:
            for net in (*nets, *(() if lines is None else (lines,))):
                if net + vat != gross or gross == 0:
                    continue
                if vat == 0 and not _is_free(named, net, gross, lines, is_exempt=is_exempt):
                    continue
                if vat and not named.count(net, Role.net, Role.total) and not _fitting(rates, net, vat):
                    # A net that only the lines make: a line that was not read would pass for the VAT.
                    continue
                score = _score(named, rates, net, vat, gross, lines)
                if score >= 2 and _has_one_sign(named, net, gross):
                    scored[net, vat, gross] = max(score, scored.get((net, vat, gross), 0))
    scored |= {triple: 4 for triple in _inclusive(named) if triple not in scored}
    if not scored:
        return []
    taxed = {triple: score for triple, score in scored.items() if triple[1] != 0} or scored
    best = max(taxed.values())
    return _whole([triple for triple, score in taxed.items() if score == best])


def _whole(triples: list[tuple[Decimal, Decimal, Decimal]]) -> list[tuple[Decimal, Decimal, Decimal]]:
    """Of the sums of each rate and of all together only these."""
    for one in triples if len(triples) > 2 else ():
        others = [other for other in triples if other != one]
        if all(sum((other[part] for other in others), _ZERO) == one[part] for part in range(3)):
            return [one]
    return triples


def _is_free(named: _Named, net: Decimal, gross: Decimal, lines: Decimal | None, *, is_exempt: bool) -> bool:
    """Whether no VAT at all is believable: it is said to be none, and no VAT of anything else stands there."""
    says_none = is_exempt or 0 in named.values(Role.vat)
    return says_none and not any(named.values(Role.vat)) and (net == lines or named.count(gross, *Role) > 1)


def _has_one_sign(named: _Named, net: Decimal, gross: Decimal) -> bool:
    """Whether net and gross are both owed or both given back."""
    signs = {
        one.value > 0
        for value, roles in ((net, (Role.net, Role.total)), (gross, (Role.gross, Role.payable, Role.total)))
        if value and (one := named.first(value, *roles)) is not None
    }
    return len(signs) < 2


def _inclusive(named: _Named) -> Iterator[tuple[Decimal, Decimal, Decimal]]:
    """« dont TVA 20 % » : the VAT within a total, where the rate makes just that of it."""
    for one in named.by.get(Role.vat, ()):
        if one.rate is None or not one.rate or not _WITHIN.search(one.label):
            continue
        vat = abs(one.value)
        for gross in named.values(Role.gross, Role.payable, Role.total):
            if abs(cents(gross * one.rate / (100 + one.rate)) - vat) <= CENT:
                yield gross - vat, vat, gross


def _score(
    named: _Named, rates: Sequence[VatLine], net: Decimal, vat: Decimal, gross: Decimal, lines: Decimal | None
) -> int:  # fmt: skip
    """How many signs agree, beside the arithmetic."""
    labels = (
        bool(named.count(net, Role.net))
        + bool(named.count(vat, Role.vat))
        + bool(named.count(gross, Role.gross, Role.payable))
    )
    totals = bool(named.count(net, Role.total)) + bool(named.count(gross, Role.total))
    by_rates = bool(_fitting(rates, net, vat)) and vat != 0
    return 2 * labels + totals + (2 if by_rates else 0) + (2 if lines == net else 0)


def _vats(named: _Named, rates: Sequence[VatLine]) -> list[Decimal]:
    """What the VAT may be: each that is named, all rates together, none."""
    by_rate: dict[Decimal, Decimal] = {}
    for one in named.by.get(Role.vat, ()):
        if one.rate is not None and not is_whole_vat(one.label):
            by_rate.setdefault(one.rate, abs(one.value))
    shown = sum((line.vat or _ZERO for line in rates), _ZERO)
    return list(dict.fromkeys([*named.values(Role.vat), sum(by_rate.values(), _ZERO), shown, _ZERO]))


def _breakdown(amounts: Sequence[Labelled]) -> list[VatLine]:
    """The VAT of each rate where rate times base makes it, or where its row names it."""
    found: dict[Decimal, VatLine] = {}
    for one in amounts:
        if one.rate is None or one.rate > 30 or role_of(one.label) not in (Role.vat, Role.none, Role.net):
            continue
        base = next((abs(base) for base in one.beside if _makes(abs(base), one.rate, abs(one.value))), None)
        if base is not None or (role_of(one.label) is Role.vat and one.rate not in found):
            found[one.rate] = VatLine(rate=one.rate, taxable=base, vat=abs(one.value))
    return list(found.values())


def _makes(base: Decimal, rate: Decimal, vat: Decimal) -> bool:
    return vat != 0 and abs(cents(base * rate / 100) - vat) <= _ROUNDING


def _fitting(rates: Sequence[VatLine], net: Decimal, vat: Decimal) -> tuple[VatLine, ...]:
    """The breakdown where it makes the VAT; a single rate's base is the net."""
    if not rates or sum((line.vat or _ZERO for line in rates), _ZERO) != vat:
        return ()
    if len(rates) == 1 and rates[0].rate is not None and (vat == 0 or _makes(net, rates[0].rate, vat)):
        return (VatLine(rate=rates[0].rate, taxable=net, vat=vat),)
    if all(line.taxable is not None for line in rates):
        return tuple(rates) if sum((line.taxable or _ZERO for line in rates), _ZERO) == net else ()
    return tuple(rates) if len(rates) > 1 else ()


def _to_pay(
    named: _Named, gross: Decimal, shown: set[Decimal]
) -> tuple[Decimal | None, Decimal | None, tuple[Text, ...]]:  # fmt: skip
    """What was paid before and what is left: labelled and reckoned, or the whole where nothing speaks of a payment."""
    paid, said = named.values(Role.prepaid), named.values(Role.payable)
    if not paid and not (set(said) - {gross}):
        return None, gross, ()
    left = [value for value in said if value != gross]
    together = sum(paid, _ZERO)
    for value in left:
        before = gross - value
        if before > 0 and (before in paid or before == together or before in shown):
            return before, value, ()
    if not left and gross in said and gross not in paid:
        # A deposit is spoken of, and all is still to be paid: an invoice of that deposit.
        return None, gross, ()
    return None, None, (_two(say("amount to be paid"), left) if len(left) > 1 else _unsure(),)


def _goes_on(amounts: Sequence[Labelled], named: _Named, gross: Decimal) -> bool:
    """Whether amounts without a known name follow the total: something may have been paid, or be added."""
    total = named.first(gross, Role.gross, Role.total)
    if total is None:
        return True
    below = [
        one
        for one in amounts
        if total.row < one.row <= total.row + _BELOW and one.page == total.page and one.value != 0
    ]
    return any(
        role_of(one.label) is Role.discount
        or (role_of(one.label) is Role.none and one.rate is None and not is_beside_the_point(one.label))
        for one in below
    )  # fmt: skip


def _unsure() -> Text:
    return say("The {what} is not sure: look at the paper.", what=say("amount to be paid"))


def _refused(named: _Named, triples: Sequence[tuple[Decimal, Decimal, Decimal]]) -> Sums:
    if triples:
        return Sums(doubts=(_two(say("total with VAT"), sorted({gross for _, _, gross in triples})),))
    nets, vats, grosses = named.values(Role.net), named.values(Role.vat), named.values(Role.gross, Role.payable)
    if nets and vats and grosses:
        return Sums(doubts=(say("The sums do not agree: net {net}, VAT {vat}, total {gross}.",
                                net=_listed(nets), vat=_listed(vats), gross=_listed(grosses)),))  # fmt: skip
    alone = _alone(named)
    if alone is not None:
        return alone
    seen = named.values(Role.gross, Role.payable, Role.total)
    if seen:
        return Sums(
            doubts=(
                say("The sums are not sure, nothing else on the page confirms them: {seen}.", seen=_listed(seen)),
            )
        )
    return Sums(doubts=(say("No sums were found."),))


def _alone(named: _Named) -> Sums | None:
    """A total without net or VAT: where what was paid, or is to be paid, is the same, and no other total stands there."""
    grosses = [value for value in named.values(Role.gross) if value != 0]
    if len(grosses) != 1:
        return None
    gross = grosses[0]
    paid, left = named.values(Role.prepaid), named.values(Role.payable)
    only_payable = named.by.get(Role.payable) and all(
        one not in named.by.get(Role.gross, ()) for one in named.by[Role.payable]
    )
    is_twice = (paid == [gross] and left in ([], [_ZERO])) or (left == [gross] and only_payable and not paid)
    if not is_twice:
        return None
    payable = gross if left == [gross] else _ZERO if left == [_ZERO] else None
    found = {"gross": _found(named, gross, Role.gross)}
    if payable is not None:
        found["payable"] = _found(named, payable, Role.payable)
    return Sums(
        gross=gross, payable=payable, prepaid=paid[0] if paid else None, found=found,
        doubts=(say("Net and VAT were not found, only the total of {gross}.", gross=_listed([gross])),),
    )  # fmt: skip


def _two(what: Text, values: Iterable[Decimal]) -> Text:
    return say("More than one {what} was found: {candidates}.", what=what, candidates=_listed(values))


def _listed(values: Iterable[Decimal]) -> str:
    return ", ".join(f"{value:.2f}" for value in list(dict.fromkeys(values))[:5])


def _found(named: _Named, value: Decimal, *roles: Role) -> Found:
    one = named.first(value, *roles)
    if one is None:
        return Found(words="", page=1, confidence=0.85)
    return Found(words=one.words, page=one.page, confidence=0.95 if named.count(value, *roles) > 1 else 0.9)
