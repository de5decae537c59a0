"""What an offer says beside its prices: carriage, least order, discount, VAT, delay, validity, payment; in two languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal, TypeAlias

from officebot.core.dates import find_dates
from officebot.core.expressions import expression
from officebot.core.text import plain
from officebot.core.trade.offers.spans import Span, spans_in, working_days
from officebot.core.workbooks.numbers import Amount, read_number
from officebot.core.worktime import WorkingTime

Vat: TypeAlias = Literal["", "excluded", "included"]

#: So many clauses of so many letters are looked at: more is a contract, to be read by a person.
_MOST, _LONGEST, _MOST_TERMS = 400, 400, 60
#: So many days from today an offer cannot have been written.
_FAR = 3_650
_CLAUSE = expression(r"[\n\r;•·|]|\. (?=[A-ZÀ-Ý])|, (?!(?:sinon|otherwise|else|below|en dessous|autrement|au-del)\b)")
#: In a row of a printed offer several conditions may stand side by side.
_BESIDE = expression(
    r"  (?! )(?=(?:d[ée]lai|livraison|validit[ée]|valable|paiement|r[èe]glement|franco|frais|offre|conditions|minimum"
    r"|delivery|lead|valid|payment|carriage|shipping|terms|prices?|prix|tva|vat)\b)",
    re.IGNORECASE,
)
_BARE_END = expression(r"([0-9][0-9 ]{0,9}[.,][0-9]{2})$")
_MONEY = expression(
    r"(?:(?<![\w.,])([€£$]|eur|gbp|chf|usd) ?([0-9][0-9 .,]{0,14}))"
    r"|(?<![\w.,])([0-9][0-9 .,]{0,14}?) ?(€|£|\$|eur\b|euros?\b|gbp\b|chf\b|usd\b)"
)
_PERCENT = expression(r"(?<![\w.,])([0-9]{1,2}(?:[.,][0-9]{1,2})?) ?(?:%|p\. ?cent|pour ?cent|percent|per cent)")
_ABOVE = expression(
    r"\b(?:a partir de|a compter de|des|au[- ]dela de|superieure?s? a|de plus de|over|above|from|exceeding|more than)\s"
)
_BELOW = expression(r"\b(?:inferieure?s? a|de moins de|en dessous de|au-dessous de|jusqu'a|below|under|less than)\s")
_CARRIAGE = expression(
    r"\b(?:franco|port|ports|transport|livraison|livre|livree|expedition|acheminement|carriage|shipping|delivery"
    r"|delivered|freight|postage|p&p)\b"
)
_FREE = expression(
    r"\bfranco\b|\bgratuite?s?\b|\bofferte?s?\b|\binclus\w{0,2}\b|\bcompris\w{0,2}\b|\bincluded\b|\bincl\b|\bfree\b"
    r"|\bcarriage paid\b|\bport paye\b|\bddp\b|\bdap\b|\binclusive\b|\bno charge\b"
)
_EXTRA = expression(
    r"\ben sus\b|\ben plus\b|\bnon (?:inclus|compris)\w{0,2}\b|\bhors (?:port|frais|transport)\b|\bnot included\b|\bextra\b"
    r"|\bexcluded\b|\bexcl\b|\bexcluding\b|\bport du\b|\bcarriage forward\b|\bex works\b|\bexw\b|\bdepart usine\b|\bplus\b"
)
_LEAST = expression(
    r"\bminimum de (?:commande|facturation)\b|\b(?:commande|facturation|montant) (?:mini(?:mum|mal|male)?)\b"
    r"|\bmini(?:mum)? (?:de )?commande\b|\bmin(?:imum)?\.? order\b|\bmoq\b|\border minimum\b"
)
_FEE = expression(
    r"\b(?:frais|supplement|forfait) (?:de |pour )?(?:petites? commandes?|traitement|gestion|dossier|preparation)\b"
    r"|\bsmall[- ]order\b|\bhandling (?:fee|charge)\b|\badministration (?:fee|charge)\b|\bsurcharge\b"
)
_DISCOUNT = expression(r"\b(?:remises?|discount|rabais|ristourne|reduction|rebate)\b")
_PRICES = expression(r"\b(?:prix|tarifs?|prices?|rates?|devis|quote|quotation|offre|offer|montants?|amounts?)\b")
_SUM = expression(r"\b(?:total|totaux|net a payer|a payer|amount due|to pay)\b")
_VAT_IN = expression(
    r"\bttc\b|\btva (?:comprise|incluse)\b|\btaxes? (?:comprises?|incluses?)\b|\bvat included\b"
    r"|\b(?:inc|incl|including|inclusive)\.? (?:of )?vat\b|\btax included\b"
)
_VAT_OUT = expression(
    r"\bht\b|\bhors (?:taxes?|tva)\b|\btva en sus\b|\b(?:ex|exc|excl|excluding|exclusive)\.? (?:of )?vat\b|\bplus vat\b"
    r"|\+ ?vat\b|\bnet of vat\b|\bvat (?:extra|excluded)\b|\bbefore vat\b|\bexcludes? vat\b"
)
_VAT_RATE = expression(
    r"\b(?:tva|vat)\b[^0-9\n]{0,14}([0-9]{1,2}(?:[.,][0-9]{1,2})?) ?%"
    r"|([0-9]{1,2}(?:[.,][0-9]{1,2})?) ?% (?:de )?(?:tva|vat)\b"
)
_DELAY = expression(
    r"\bdelais?\b|\blivr\w{1,9}\b|\bexpedi\w{1,9}\b|\bdeliver\w{0,4}\b|\blead[ -]?times?\b|\bd[ei]spatch\w{0,4}\b|\bships?\b"
    r"|\bshipp\w{2,4}\b|\bdispo\w{0,11}\b|\bavailab\w{2,6}\b|\bstock\b|\bsous\b|\bwithin\b|\bdepart\b|\bready\b|\bturnaround\b"
    r"|\bfabrication\b|\bmise a disposition\b|\breappro\w{0,15}\b"
)
_NO_DELAY = expression(
    r"\bpaiements?\b|\bpayment\b|\bnet\b|\breglements?\b|\bvalable\b|\bvalidite\b|\bvalid\w{0,5}\b|\bgaranti\w{0,2}\b"
    r"|\bwarrant\w{1,3}\b|\bguarantee\w{0,2}\b|\bfactur\w{1,6}\b|\binvoic\w{1,4}\b|\becheance\b|\bretours?\b|\breturns?\b|\bpayable\b"
)
_IN_STOCK = expression(
    r"\b(?:ex|en|in|from|sur)[ -]stock\b|\bdisponibles? (?:immediatement|de suite|sur stock)\b|\bdisponibilite immediate\b"
    r"|\b(?:immediately|readily) available\b|\bavailable (?:immediately|now)\b|\boff the shelf\b|\bimmediate delivery\b"
)
_NO_STOCK = expression(
    r"\brupture\b|\bout of stock\b|\bnot (?:currently )?in stock\b|\b(?:pas|plus) en stock\b|\bhors stock\b"
)
_WEEK = expression(r"\b(?:semaine|sem|week|wk|w)\.? ?(?:no |n° ?|nr )?([0-5]?[0-9])\b(?! ?(?:jours|days|h\b))")
_VALID = expression(
    r"\bvalables?\b|\bvalidite\b|\bvalid\w{0,5}\b|\bopen for\b|\boffer (?:ends|expires|stands)\b|\bprix fermes?\b"
    r"|\boffre (?:ferme|maintenue)\b|\bexpir\w{1,4}\b|\bprices? (?:held|firm|fixed)\b|\bholds? until\b"
    r"|\b(?:good|firm) until\b|\bmaintenue?s? jusqu\w{1,3}\b"
)
_PAYMENT = expression(
    r"\bpaiements?\b|\bpayments?\b|\breglements?\b|\bpayable\b|\bnet\b|\becheance\b|\bfin de mois\b|\bend of month\b|\beom\b"
    r"|\bcomptant\b|\bacomptes?\b|\bdeposit\b|\bon receipt\b|\bcash\b|\bpro ?forma\b|\bprepa\w{3,8}\b|\bterms\b"
    r"|\bsolde\b|\bbalance\b|\bfdm\b"
)
_BALANCE = expression(r"\b(?:solde|balance|reste|remainder)\b")
#: Words that tell how to pay only where no delivery is spoken of: « délai 3 semaines à la commande ».
_PAYMENT_TOO = expression(r"\ba reception\b|\bin advance\b|\bd'avance\b|\ba la commande\b|\bwith order\b")
_AT_ONCE = expression(
    r"\ba reception\b|\bcomptant\b|\bon receipt\b|\bcash\b|\bcod\b|\bimmediate payment\b"
    r"|\b(?:up)?on delivery\b|\ba la livraison\b"
)
_BEFORE = expression(
    r"\bpro ?forma\b|\bin advance\b|\bd'avance\b|\bprepa\w{3,8}\b|\ba la commande\b|\bwith order\b|\bacompte de 100\b"
)
_PAID = expression(r"\bpa(?:iement|yment)|\breglement|\bacompte|\bdeposit")
_MONTH_END = expression(r"\bfin de mois\b|\bfdm\b|\bend of (?:the )?month\b|\beom\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """When it comes: working days from the order on, the words that say so; `is_stock` where only stock is spoken of."""

    days: int
    words: str
    is_stock: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What was read; None is “not said”. Amounts are in the offer's currency, rates are shares of one.

    Carriage is nought from `free_from` on. `has_extra_carriage`: it is to be paid, and nobody says how much.
    `small_fee` is added to orders below `fee_below`. A discount holds from `discount_from` on.
    """

    carriage: Decimal | None = None
    free_from: Decimal | None = None
    has_extra_carriage: bool = False
    least_order: Decimal | None = None
    small_fee: Decimal | None = None
    fee_below: Decimal | None = None
    discount: Decimal = Decimal(0)
    discount_from: Decimal = Decimal(0)
    vat: Vat = ""
    vat_rate: Decimal | None = None
    delay: Delay | None = None
    valid_until: date | None = None
    payment: str = ""
    payment_days: int | None = None
    is_prepaid: bool = False


def conditions_of(
    texts: Iterable[str], *, issued: date | None, today: date, work: WorkingTime, stock_days: int = 2
) -> Conditions:
    """What the sentences of an offer say. Delays are counted from `today`, validity from the day of the offer.

    What is “in stock” without a length takes `stock_days`.
    """
    found = Conditions()
    # A day that no office has ever seen is a slip: validity counts from today then.
    first = issued if issued is not None and abs((today - issued).days) < _FAR else today
    for clause in clauses(texts):
        found = _with(found, clause, _Seen(first, today, work, stock_days))
    return found


def terms_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Those of the texts, as they stand, that speak of carriage, delay, validity, payment, discount, VAT or a least order."""
    return tuple(dict.fromkeys(text[:_LONGEST].strip() for text in texts if _speaks(folded(text[:_LONGEST]))))[
        :_MOST_TERMS
    ]


def _speaks(words: str) -> bool:
    return any(
        pattern.search(words)
        for pattern in (_CARRIAGE, _LEAST, _FEE, _DISCOUNT, _VAT_RATE, _VAT_IN, _VAT_OUT, _DELAY, _VALID, _PAYMENT)
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """From when, and by whose calendar, a clause is read."""

    issued: date
    today: date
    work: WorkingTime
    stock_days: int


def clauses(texts: Iterable[str]) -> Iterator[str]:
    """The clauses of the texts, each at most so long."""
    count = 0
    for text in texts:
        parts = (one for row in _CLAUSE.split(text[: _LONGEST * 20]) for one in _BESIDE.split(row))
        for part in parts:
            clause = part.strip(" -–*\t.,:")[:_LONGEST]
            if clause:
                count += 1
                if count > _MOST:
                    return
                yield clause


def _with(found: Conditions, clause: str, seen: _Seen) -> Conditions:
    """What is known, and what this clause adds to it; what was said first stays."""
    words = folded(clause)
    found = _with_vat(found, words)
    if _LEAST.search(words) and (amounts := _money(words)):
        return replace(found, least_order=found.least_order or amounts[0][1])
    if _FEE.search(words) and (amounts := _money(words)):
        return _with_fee(found, words, amounts)
    if _DISCOUNT.search(words) and (rate := _PERCENT.search(words)):
        amounts = _money(words)
        return replace(
            found,
            discount=found.discount or _decimal(rate[1]) / 100,
            discount_from=found.discount_from or (amounts[0][1] if amounts and _ABOVE.search(words) else Decimal(0)),
        )
    if _VALID.search(words) and not _is_payment(words):
        until = _until(clause, words, seen)
        return replace(found, valid_until=found.valid_until or until)
    if _is_payment(words) and not _IN_STOCK.search(words):
        return _with_payment(found, clause, words)
    if _CARRIAGE.search(words):
        found = _with_carriage(found, words)
    delay = _delay(clause, words, seen)
    # A length in figures says more than “in stock”.
    if delay is not None and (found.delay is None or (found.delay.is_stock and not delay.is_stock)):
        found = replace(found, delay=delay)
    return found


def _is_payment(words: str) -> bool:
    return bool(_PAYMENT.search(words)) or (bool(_PAYMENT_TOO.search(words)) and not _DELAY.search(words))


def folded(text: str) -> str:
    """As the patterns here read: lower case, no accents, one kind of apostrophe and blank."""
    return plain(text.replace("’", "'").replace("\u202f", " ").replace("\u00a0", " "))


# ── money ─────────────────────────────────────────────────────────────────────────────────────────────────


def _money(words: str) -> list[tuple[int, Decimal]]:
    """The amounts with a currency beside them, each with its place."""
    found = []
    for hit in _MONEY.finditer(words):
        # The sign stands before where the comma parts thousands, and behind where it stands before decimals.
        value = read_number((hit[2] or hit[3]).strip(" .,"), "." if hit[2] else ",")
        if isinstance(value, Amount):
            found.append((hit.start(), value.value))
    return found


def _decimal(written: str) -> Decimal:
    return Decimal(written.replace(",", "."))


def _with_vat(found: Conditions, words: str) -> Conditions:
    rate = _VAT_RATE.search(words)
    if rate and found.vat_rate is None:
        found = replace(found, vat_rate=_decimal(rate[1] or rate[2]) / 100)
    # « Total TTC » speaks of the sum at the foot, which has VAT in every offer.
    if _SUM.search(words):
        return found
    if _VAT_IN.search(words) and (_PRICES.search(words) or len(words) < 30):
        return replace(found, vat=found.vat or "included")
    if _VAT_OUT.search(words) and not found.vat:
        return replace(found, vat="excluded")
    return found


def _with_carriage(found: Conditions, words: str) -> Conditions:
    if found.carriage is not None or found.free_from is not None:
        return found
    amounts = _money(words)
    if not amounts and (bare := _BARE_END.search(words)):
        value = read_number(bare[1])
        amounts = [(bare.start(), value.value)] if isinstance(value, Amount) else []
    is_free, is_extra = bool(_FREE.search(words)), bool(_EXTRA.search(words))
    above = _ABOVE.search(words)
    if is_free and above and amounts:
        least = next((value for place, value in amounts if place >= above.end() - 1), amounts[-1][1])
        others = [value for _, value in amounts if value != least]
        return replace(found, free_from=least, carriage=others[0] if others else None)
    if is_extra and not amounts:
        return replace(found, has_extra_carriage=True)
    if is_free and not is_extra:
        return replace(found, carriage=Decimal(0))
    return replace(found, carriage=amounts[0][1]) if amounts else found


def _with_fee(found: Conditions, words: str, amounts: Sequence[tuple[int, Decimal]]) -> Conditions:
    below = _BELOW.search(words)
    limit = next((value for place, value in amounts if below and place >= below.end() - 1), None)
    fee = next((value for _, value in amounts if value != limit), None)
    if fee is None or found.small_fee is not None:
        return found
    return replace(found, small_fee=fee, fee_below=limit)


# ── days ──────────────────────────────────────────────────────────────────────────────────────────────────


def _delay(clause: str, words: str, seen: _Seen) -> Delay | None:
    if _NO_DELAY.search(words):
        return None
    spans = spans_in(words)
    is_said = _DELAY.search(words) is not None
    # « 5 jours ouvrés » alone, among the terms, is when it comes.
    is_bare = bool(spans) and (spans[0].is_working or spans[0].unit == "week") and len(words) < 40
    if not is_said and not is_bare:
        return None
    if spans:
        days = max(_in_working_days(span, seen) for span in spans)
        return Delay(days=days, words=clause)
    is_in_stock = _IN_STOCK.search(words) is not None and _NO_STOCK.search(words) is None
    if is_in_stock and not any(letter.isdigit() for letter in words):
        return Delay(days=seen.stock_days, words=clause, is_stock=True)
    if (day := _day_in(clause, words, seen.today, seen)) is not None:
        return Delay(days=working_days(seen.today, day, seen.work), words=clause)
    return Delay(days=seen.stock_days, words=clause, is_stock=True) if is_in_stock else None


def _in_working_days(span: Span, seen: _Seen) -> int:
    return span.in_working_days(seen.today, seen.work)


def _day_in(clause: str, words: str, at: date, seen: _Seen) -> date | None:
    """The last day that a clause names, a week's being its Friday; None for none, and for those that are over."""
    week = _WEEK.search(words)
    if week and 1 <= int(week[1]) <= 53:
        return _friday(int(week[1]), at)
    found = find_dates(clause, datetime.combine(at, time(9)), "mixed", working=seen.work)
    days = [one for match in found if (one := _as_day(match.latest)) is not None and one >= at]
    return max(days, default=None)


def _as_day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _friday(week: int, at: date) -> date | None:
    for year in (at.year, at.year + 1):
        try:
            day = date.fromisocalendar(year, week, 5)
        except ValueError:
            continue
        if day >= at:
            return day
    return None


def _until(clause: str, words: str, seen: _Seen) -> date | None:
    spans = spans_in(words)
    if spans:
        return spans[0].after(seen.issued, seen.work)
    # Seen from the day of the offer: what it says of a day that is over by now is said, too.
    return _day_in(clause, words, seen.issued, seen)


def _with_payment(found: Conditions, clause: str, words: str) -> Conditions:
    """With the terms of payment; behind a deposit, the balance says the days."""
    if found.payment and (found.payment_days is not None or not _BALANCE.search(words)):
        return found
    spans = spans_in(words)
    is_part = _PERCENT.search(words) is not None and not spans
    is_prepaid = bool(_BEFORE.search(words)) and not spans and not is_part
    days: int | None = None
    if spans:
        # By the end of the month is half a month later, on the mean.
        days = spans[0].in_days() + (15 if _MONTH_END.search(words) else 0)
    elif is_prepaid or (_AT_ONCE.search(words) and not is_part):
        days = 0
    elif _MONTH_END.search(words):
        days = 15
    if days is None and not _PAID.search(words):
        return found
    payment = f"{found.payment}, {clause}" if found.payment else clause
    return replace(found, payment=payment, payment_days=days, is_prepaid=is_prepaid)


def day_after(today: date, days: int, work: WorkingTime) -> date:
    """The day on which something comes that takes so many working days."""
    return work.add_working_days(today, days) if any(work.hours.values()) else today + timedelta(days=days)
