"""The rules of each VAT category (EN 16931-1 BR-S, BR-Z, BR-E, BR-AE, BR-IC, BR-G, BR-O, BR-AF, BR-AG, BR-B).

They are alike: what uses a category stands in the breakdown (…-01), needs the seller's tax number (…-02 to -04), has the
category's rate (…-05 to -07), and adds up to the breakdown's taxable amount (…-08), VAT (…-09) and reason (…-10).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from officebot.core.invoices.model import Broken
from officebot.core.invoices.rules.sums import NO_TAXABLE, NO_VAT, cents, says_rate
from officebot.core.invoices.rules.terms import Adjustment, Line, Party, Share, Tax, Terms, amount
from officebot.core.text import Text, say

#: What a category's rate must be.
_Rate = Literal["above zero", "any", "zero", "none"]
#: What must be known of the seller, and of the buyer.
_Known = Literal["registered", "vat", "none"]


@dataclass(frozen=True, slots=True)
class Category:
    """A VAT category: its code (UNTDID 5305), how its rules are called, and what they ask for."""

    code: str
    rules: str
    called: Text
    rate: _Rate
    seller: _Known = "registered"
    buyer: Literal["", "vat", "vat or legal"] = ""

    @property
    def is_taxed(self) -> bool:
        """Whether there is VAT by rate: S, L and M may stand in the breakdown several times, once a rate."""
        return self.rate in ("above zero", "any")

    @property
    def gives_reason(self) -> bool:
        """Whether the breakdown must tell why there is no VAT; the others must not."""
        return not self.is_taxed and self.code != "Z"


CATEGORIES = (
    Category("S", "BR-S", say("standard rate (S)"), "above zero"),
    Category("Z", "BR-Z", say("zero rate (Z)"), "zero"),
    Category("E", "BR-E", say("exempt (E)"), "zero"),
    Category("AE", "BR-AE", say("reverse charge (AE)"), "zero", "registered", "vat or legal"),
    Category("K", "BR-IC", say("intra-community supply (K)"), "zero", "vat", "vat"),
    Category("G", "BR-G", say("export outside the EU (G)"), "zero", "vat"),
    Category("O", "BR-O", say("not subject to VAT (O)"), "none", "none"),
    Category("L", "BR-AF", say("Canary Islands IGIC (L)"), "any"),
    Category("M", "BR-AG", say("Ceuta and Melilla IPSI (M)"), "any"),
)


def categories_broken(terms: Terms) -> Iterator[Broken]:
    """Which rules of its VAT categories the invoice breaks."""
    uses = _Uses(terms)
    for category in CATEGORIES:
        used = uses.of(category.code)
        if used.is_any or (category.code == "S" and used.is_told):
            yield from _presence(category, used, terms)
            yield from _numbers(category, used, terms)
            yield from _rates(category, used)
            yield from _shares(category, used, terms)
    yield from _intra_community(terms, uses)
    yield from _alone(uses)
    yield from _split_payment(terms, uses)


# ── where categories are used ─────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Used:
    """Where one category is used: lines, allowances and charges with the category, and the breakdown's lines."""

    lines: list[tuple[Line, Tax]]
    allowances: list[tuple[Adjustment, Tax]]
    charges: list[tuple[Adjustment, Tax]]
    shares: list[Share]
    #: What lines, charges and allowances of the code add up to, by rate; whatever tax they say that it is of.
    sums: dict[Decimal | None, Decimal]
    #: How many lines of the breakdown have the code, whatever tax they say that it is of.
    told: int = 0

    @property
    def is_any(self) -> bool:
        return bool(self.lines or self.allowances or self.charges or self.shares)

    @property
    def is_told(self) -> bool:
        """Whether the code stands anywhere, be it without the tax that it is of."""
        return bool(self.sums) or self.told > 0

    @property
    def is_used(self) -> bool:
        """Whether anything but the breakdown uses it."""
        return bool(self.lines or self.allowances or self.charges)


class _Uses:
    """The uses of all categories, gathered once."""

    def __init__(self, terms: Terms) -> None:
        self._found: dict[str, _Used] = {}
        for line in terms.lines:
            for tax in line.taxes:
                used = self.of(tax.code)
                used.sums[amount(tax.rate)] += amount(line.amount) or 0
                if tax.is_vat or terms.is_cii:
                    used.lines.append((line, tax))
        for one in terms.adjustments:
            for tax in one.taxes:
                if one.is_charge is None:
                    continue
                used = self.of(tax.code)
                value = amount(one.amount) or Decimal(0)
                used.sums[amount(tax.rate)] += value if one.is_charge else -value
                if tax.is_vat or terms.is_cii:
                    (used.charges if one.is_charge else used.allowances).append((one, tax))
        for share in terms.shares:
            self.of(share.tax.code).told += 1
            if share.tax.is_vat or terms.is_cii:
                self.of(share.tax.code).shares.append(share)

    def of(self, code: str) -> _Used:
        """Where this category is used."""
        return self._found.setdefault(code, _Used([], [], [], [], defaultdict(Decimal)))

    def others(self, code: str) -> Iterator[_Used]:
        """Where any other is."""
        return (used for other, used in self._found.items() if other != code)


# ── …-01 to …-04 ──────────────────────────────────────────────────────────────────────────────────────────


def _presence(category: Category, used: _Used, terms: Terms) -> Iterator[Broken]:
    """Who uses a category breaks it down: once, those that are taxed at least once."""
    # The standard rate counts whatever tax it is said to be of.
    is_standard = category.code == "S"
    count, is_used = (used.told, bool(used.sums)) if is_standard else (len(used.shares), used.is_used)
    # A line of the breakdown that nothing uses is told by UBL's checks of taxed categories, and by CII's of the others.
    may_be_unused = terms.is_cii is category.is_taxed
    is_right = (count > 0 if category.is_taxed else count == 1) and (is_used or may_be_unused)
    if is_right:
        return
    yield Broken(rule=f"{category.rules}-01", what=says_presence(category, count, is_used=is_used))


def says_presence(category: Category, count: int, *, is_used: bool) -> Text:
    """Of a category that stands so many times in the breakdown, and is used or not."""
    if not count:
        return say("VAT category “{category}” is used, but the breakdown of the VAT has no line for it (BG-23).",
                   category=category.called)  # fmt: skip
    if not is_used:
        return say("The breakdown of the VAT has a line for category “{category}”, which nothing uses (BG-23).",
                   category=category.called)  # fmt: skip
    return say("The breakdown of the VAT has {count} lines for category “{category}”, where it takes one (BG-23).",
               count=count, category=category.called)  # fmt: skip


def _numbers(category: Category, used: _Used, terms: Terms) -> Iterator[Broken]:
    """The tax numbers that a category needs, or forbids."""
    if category.seller == "none":
        is_right = not (terms.seller.vat or _vat(terms.representative) or terms.buyer.vat)
        what = say("Category “{category}” is used: then neither seller nor buyer give a VAT number (BT-31, BT-48, BT-63).",
                   category=category.called)  # fmt: skip
    else:
        is_right = _knows_seller(category, terms) and _knows_buyer(category, terms)
        what = say("VAT category “{category}” is used, but a tax number is missing: {whose}.",
                   category=category.called, whose=_whose(category))  # fmt: skip
    if is_right:
        return
    for number, found in enumerate((used.lines, used.allowances, used.charges), 2):
        if found:
            yield Broken(rule=f"{category.rules}-{number:02}", what=what)


def _vat(party: Party | None) -> bool:
    return party is not None and bool(party.vat)


def _knows_seller(category: Category, terms: Terms) -> bool:
    own = terms.seller.vat if category.seller == "vat" else terms.seller.is_registered
    return bool(own) or _vat(terms.representative)


def _knows_buyer(category: Category, terms: Terms) -> bool:
    if category.buyer == "vat or legal":
        return bool(terms.buyer.vat or terms.buyer.legal)
    return bool(terms.buyer.vat) or not category.buyer


def _whose(category: Category) -> Text:
    if category.buyer == "vat":
        return say("the VAT numbers of seller and buyer (BT-31, BT-48)")
    if category.buyer:
        return say("the seller’s tax number (BT-31, BT-32), and the buyer’s VAT or register number (BT-48, BT-47)")
    if category.seller == "vat":
        return say("the VAT number of the seller or of its representative (BT-31, BT-63)")
    return say("that of the seller or of its representative (BT-31, BT-32, BT-63)")


# ── …-05 to …-07 ──────────────────────────────────────────────────────────────────────────────────────────


def _rates(category: Category, used: _Used) -> Iterator[Broken]:
    for line, tax in used.lines:
        if not _is_rate(category, tax):
            yield Broken(rule=f"{category.rules}-05", what=_rate_sentence(category, tax), line=line.place)
    for number, found in enumerate((used.allowances, used.charges), 6):
        for _, tax in found:
            if not _is_rate(category, tax):
                yield Broken(rule=f"{category.rules}-{number:02}", what=_rate_sentence(category, tax))


def _is_rate(category: Category, tax: Tax) -> bool:
    rate = amount(tax.rate)
    if category.rate == "none":
        return tax.rate is None
    if rate is None:
        return False
    return {"above zero": rate > 0, "any": rate >= 0, "zero": rate == 0}[category.rate]


def _rate_sentence(category: Category, tax: Tax) -> Text:
    rate = amount(tax.rate)
    if rate is None:
        return say("VAT category “{category}” has no rate.", category=category.called)
    if category.rate == "none":
        return say(
            "VAT category “{category}” has a rate, {rate} %, where there is none.",
            category=category.called,
            rate=rate,
        )
    return say("VAT category “{category}” does not go with {rate} %.", category=category.called, rate=rate)


# ── …-08 to …-10 ──────────────────────────────────────────────────────────────────────────────────────────


def _shares(category: Category, used: _Used, terms: Terms) -> Iterator[Broken]:
    for share in used.shares:
        yield from _taxable(category, used, share, terms)
        yield from _tax(category, share, terms)
        if share.is_reasoned is not category.gives_reason:
            yield Broken(rule=f"{category.rules}-10", what=_reason_sentence(category))


def _reason_sentence(category: Category) -> Text:
    if category.gives_reason:
        return say("The breakdown of VAT category “{category}” does not tell why there is no VAT (BT-120, BT-121).",
                   category=category.called)  # fmt: skip
    return say("The breakdown of VAT category “{category}” tells why there is no VAT, though it is taxed (BT-120, BT-121).",
               category=category.called)  # fmt: skip


def _taxable(category: Category, used: _Used, share: Share, terms: Terms) -> Iterator[Broken]:
    """The taxable amount is what lines, charges and allowances make: of the same rate, where there are rates."""
    said, rate = amount(share.taxable), amount(share.tax.rate)
    if category.is_taxed and rate is None:
        return
    if said is None:
        yield Broken(rule=f"{category.rules}-08", what=NO_TAXABLE)
        return
    reckoned = used.sums.get(rate, Decimal(0)) if category.is_taxed else sum(used.sums.values(), Decimal(0))
    # The two syntaxes' official checks tolerate roundings of less than one unit where the other does not.
    is_loose = category.is_taxed is not terms.is_cii and category.code != "O"
    is_right = abs(said - reckoned) < 1 if is_loose else said == reckoned
    if category.code == "S" and not terms.is_cii and rate not in used.sums:
        is_right = False
    if not is_right:
        yield Broken(rule=f"{category.rules}-08", what=says_taxable(category, said, reckoned))


def says_taxable(category: Category, said: Decimal, reckoned: Decimal) -> Text:
    """Of a taxable amount that is another than what uses the category makes."""
    return say("The taxable amount of VAT category “{category}” is given as {said}; lines, charges and allowances make "
               "{reckoned} (BT-116).", category=category.called, said=said, reckoned=reckoned)  # fmt: skip


def _tax(category: Category, share: Share, terms: Terms) -> Iterator[Broken]:
    vat, taxable, rate = amount(share.amount), amount(share.taxable), amount(share.tax.rate)
    if vat is None or (category.is_taxed and taxable is None):
        yield Broken(rule=f"{category.rules}-09", what=NO_VAT if vat is None else NO_TAXABLE)
        return
    if not category.is_taxed:
        if vat != 0:
            yield Broken(rule=f"{category.rules}-09", what=say("VAT category “{category}” has no VAT; {vat} is given (BT-117).",
                                                               category=category.called, vat=vat))  # fmt: skip
        return
    if terms.is_cii and category.code != "S":
        return
    if rate is None or taxable is None or abs(abs(vat) - cents(abs(taxable) * rate / 100)) >= 1:
        yield Broken(rule=f"{category.rules}-09", what=says_rate(rate, taxable, vat))


# ── what single categories ask for besides ────────────────────────────────────────────────────────────────


def _intra_community(terms: Terms, uses: _Uses) -> Iterator[Broken]:
    if not uses.of("K").shares:
        return
    is_dated = any(one.start is not None or one.end is not None or one.is_coded for one in terms.periods)
    if not terms.has_delivery_date and not is_dated:
        yield Broken(
            rule="BR-IC-11",
            what=say("An intra-community supply needs the day of the delivery (BT-72) or a period (BG-14)."),
        )
    if not terms.delivery_country:
        yield Broken(
            rule="BR-IC-12", what=say("An intra-community supply needs the country of the delivery (BT-80).")
        )


def _alone(uses: _Uses) -> Iterator[Broken]:
    """What is not subject to VAT stands alone: nothing else in the same invoice is."""
    if not uses.of("O").shares:
        return
    others = tuple(uses.others("O"))
    what = say("Something is not subject to VAT: then nothing in the invoice has another VAT category.")
    found = (
        any(used.shares for used in others),
        any(used.lines for used in others),
        any(used.allowances for used in others),
        any(used.charges for used in others),
    )
    for number, is_broken in enumerate(found, 11):
        if is_broken:
            yield Broken(rule=f"BR-O-{number}", what=what)


def _split_payment(terms: Terms, uses: _Uses) -> Iterator[Broken]:
    """Italy's split payment, code B."""
    if not uses.of("B").is_told:
        return
    if any(country != "IT" for country in terms.countries):
        yield Broken(rule="BR-B-01", what=say("Split payment (B) is for invoices within Italy only."))
    if uses.of("S").is_told:
        yield Broken(rule="BR-B-02", what=say("Split payment (B) and the standard rate (S) exclude each other."))
