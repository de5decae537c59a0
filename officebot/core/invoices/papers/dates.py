"""An invoice's days: when it was issued, and by when it is to be paid, written or reckoned from its terms."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from officebot.core.expressions import expression
from officebot.core.invoices.model import Found
from officebot.core.invoices.papers.days import Order, day_at, days_in, settled
from officebot.core.invoices.papers.places import Said, above, labelled
from officebot.core.text import Text, say
from officebot.core.trade.paper import Row
from officebot.core.trade.reading.folding import folded

_INVOICE = r"(?:facture|factuur|factura|fattura|faktury|invoice|rechnung|note d'honoraires)"
_CREDIT = r"(?:avoir|gutschrift|credit note|note de credit|creditnota)"
#: Names the day of issue and nothing else.
_ISSUED = expression(
    r"(?<![a-z])(?:dates? (?:de |d'|de la |de l'|of |of the )?(?:facture|facturation|l'avoir|avoir|emission|issue"
    r"|invoice|the invoice|document"
    r"|credit note|credit)|(?:invoice|credit note|billing|issue|document)s? date(?: ?/ ?tax point)?|tax point"
    r"|rechnungsdatum|belegdatum"
    r"|gutschriftsdatum|datum der rechnung|ausstellungsdatum|factuurdatum|datum factuur|data (?:fattura|documento"
    r"|wystawienia)|fecha (?:de )?(?:factura|emision)"
    r"|(?:emise?|etablie?|editee?|facturee?|issued|raised|invoiced) (?:le|on|at)|issued)\b"
)
#: “Rechnung 12 vom 3.4.2026”, « Facture n° 12 du 3 avril » : behind the document's own name and number.
_FROM = r"[^.,;]{0,40}? (?:du|vom|von|of|dated|van|del|issued at|issued on|le|z dnia)(?= )"
_TITLED, _CREDIT_TITLED = (expression(r"(?<![a-z])" + name + _FROM) for name in (_INVOICE, _CREDIT))
#: A label of a day that says no more; « Date Zorglub » is the day of something.
_BARE = expression(
    r"^(?:dated?|datum|data|fecha)(?=[ ]?:|[ ]{0,3}(?:$|\d|le\b|the\b))|^le(?= \d)|(?<=, )(?:le|the|den|de)(?= \d)"
)
#: Headings beside which « Date » heads a column of payments or deliveries.
_COLUMN = expression(
    r"montant|amount|betrag|bedrag|quant|qte|prix|price|libelle|descri|designation|payment|paiement|reglement|solde"
)
#: What else a day may be called.
_ELSE = expression(
    r"echeance|due\b|payable|paiement|payment|reglement|regler|payer|zahl|fallig|verval|betal|scadenza|pagamento|vencimiento"
    r"|livraison|livre|deliver|despatch|dispatch|ship|expedition|liefer|leistung|lever|commande|order|bestell|bon de"
    r"|periode|period|valid|valable"
    r"|debut|fin\b|du .{1,30} au|from .{1,30} to|until|jusqu|naissance|birth|associe|liee|origine|original|related"
    r"|d'origine|impression|print"
    r"|check ?(?:in|out)|prestation|intervention|contrat|contract|service|abonnement|echue|virement|prelev"
    r"|sur facture|a compter|termin"
)
_OF_OTHER = expression(r"sur (?:la )?facture|liee|associe|origin|related|commande|order|bestell")
_DUE = expression(
    r"(?<![a-z])(?:(?:date d'|date de l')?echeance|date limite (?:de paiement|de reglement)|(?:payment )?due(?: date"
    r"| on| by|:)?|date due|pay(?:ment)? by"
    r"|payable (?:le|avant le|au plus tard le|by|before|until|on)|(?:a|to be) (?:regler|payer|paid|settled) (?:le"
    r"|avant le|avant|au plus tard le|by|before)"
    r"|reglement (?:le|au plus tard le|avant le)|please (?:pay|remit) (?:by|before|until)|zahlbar bis(?: zum)?"
    r"|fallig(?:keit)?(?:sdatum| am| bis)?"
    r"|zahlungsziel|bis (?:zum|spatestens)|vervaldatum|vervaldag|te betalen voor|betalen voor|uiterlijk|scadenza"
    r"|vencimiento|termin platnosci)\b"
)
_TERMS = expression(
    r"(?<![\d.,])(\d{1,3}) ?(?:j\b|jrs?\b|jours?|days?|tagen?|dagen)( (?:fin de mois|fdm|end of month|eom))?(?: (?:le"
    r"|du) (\d{1,2})\b)?"
)
_NET_DAYS = expression(r"(?<![a-z])net ?(\d{1,3})(?! ?[%.,\d])(?: days)?\b")
_TERM_WORDS = expression(
    r"paiement|payment|reglement|payable|terms|echeance|condition|net\b|zahlbar|zahlung|betal|within|sous|innerhalb|binnen|delai|solde"
)
_NO_TERM = expression(
    r"escompte|skonto|discount|penalit|retard|late|interest|interet|rappel|mahn|acompte|advance|garanti|retour|return"
)
_AT_ONCE = expression(
    r"(?<![a-z])(?:a reception|comptant|paiement immediat|due (?:on|upon) receipt|payable on receipt|sofort (?:fallig"
    r"|zahlbar|ohne abzug)"
    r"|zahlbar sofort|immediately|per direct)\b"
)
_HEAD = 60
_SURE, _LABELLED, _TWICE, _ALONE = 0.95, 0.9, 0.85, 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDay:
    """A day with where it was found; None with a doubt in its place. `how` says how one was reckoned."""

    day: date | None = None
    found: Found | None = None
    doubt: Text | None = None


def issued_on(
    rows: Sequence[Row], order: Order, due: Sequence[tuple[date, ...]], terms: int | None, *, is_credit: bool = False
) -> FoundDay:  # fmt: skip
    """The day of issue. Where its figures may be two days, the due days and the terms in days may settle it."""
    named = [one for one in labelled(rows, _ISSUED, lambda text: day_at(text, order)) if _is_own(one)]
    # A credit note tells the day of the invoice that it takes back in the same words.
    title = _CREDIT_TITLED if is_credit else _TITLED
    named += [one for one in labelled(rows, title, lambda text: day_at(text, order, 4)) if _is_own(one)]
    weight = _LABELLED
    if not named:
        named = [
            one
            for one in labelled(rows[:_HEAD], _BARE, lambda text: day_at(text, order, 4))
            if _is_own(one) and not _COLUMN.search(folded(rows[one.row].text))
        ]
        weight = 0.85
    found = list(dict.fromkeys(one.value for one in named))
    if not found:
        return _unnamed(rows, order, {day for days in due for day in days})
    if len(found) == 1 and len(found[0]) == 2:
        found = [(day,) for day in _by_terms(found[0], due, terms)]
    if len(found) > 1 or len(found[0]) > 1:
        return FoundDay(doubt=_two(say("day of issue"), [day for days in found for day in days]))
    first = named[0]
    sure = _SURE if len(named) > 1 else weight
    return FoundDay(day=found[0][0], found=Found(words=first.words, page=first.page, confidence=sure))


def _is_own(one: Said[tuple[date, ...]]) -> bool:
    """Whether nothing around the label says that this is the day of something else: of an order, of another invoice."""
    words = folded(one.words)
    at = words.find(one.label)
    before, behind = words[max(0, at - 30) : max(0, at)], words[at + len(one.label) :]
    until = re.search(r"\d", behind)
    around = f"{before} {behind[: until.start() if until is not None else 0]}"
    return not _ELSE.search(around) and not _OF_OTHER.search(f"{before.strip()} {one.label}")


def _unnamed(rows: Sequence[Row], order: Order, due: set[date]) -> FoundDay:
    """A day that nothing names: the only one at the top, and one that stands there twice or with no other on the page."""
    top: list[tuple[tuple[date, ...], str, int]] = []
    every: list[tuple[date, ...]] = []
    for place, row in enumerate(rows):
        for piece in row.pieces:
            for one in days_in(piece.text):
                days = settled(one, order)
                every.append(days)
                around = folded(row.text[:200])
                heading = folded(" ".join(other.text for other in list(above(rows, place, piece, 3))[:2]))
                is_else = _ELSE.search(f"{heading} {around}") is not None or bool(due & set(days))
                if place < 25 and not is_else and one.end - one.start > 0.6 * len(piece.text):
                    top.append((days, piece.text, row.page))
    distinct = {days for days, _, _ in top}
    if len(distinct) == 1 and len(top[0][0]) == 1:
        days, words, page = top[0]
        sure = _TWICE if every.count(days) > 1 else _ALONE if set(every) == {days} else 0.0
        if sure:
            return FoundDay(day=days[0], found=Found(words=words[:80], page=page, confidence=sure))
    if distinct:
        return FoundDay(doubt=_two(say("day of issue"), [day for days in distinct for day in days]))
    return FoundDay(doubt=say("The day of issue was not found."))


def _by_terms(days: tuple[date, ...], due: Sequence[tuple[date, ...]], terms: int | None) -> tuple[date, ...]:
    """Of two days the one from which the terms lead to a due day."""
    if terms is None:
        return days
    fitting = {day for day in days for others in due for other in others if other - day == timedelta(days=terms)}
    return tuple(fitting) if len(fitting) == 1 else days


def due_days(rows: Sequence[Row], order: Order) -> list[Said[tuple[date, ...]]]:
    """The days that words call the last for paying."""
    return list(labelled(rows, _DUE, lambda text: day_at(text, order)))


def due_on(said: Sequence[Said[tuple[date, ...]]], rows: Sequence[Row], issued: date | None) -> FoundDay:
    """The day by which to pay: as it is written, else reckoned from the terms and the day of issue."""
    found = list(dict.fromkeys(one.value for one in said))
    if issued is not None:
        found = [tuple(day for day in days if day >= issued) or days for days in found]
        found = list(dict.fromkeys(found))
    if len(found) == 1 and len(found[0]) == 2 and issued is not None:
        found = [(day,) for day in _by_terms_from(found[0], issued, terms_in(rows))]
    if len(found) == 1 and len(found[0]) == 1:
        return FoundDay(day=found[0][0], found=Found(words=said[0].words, page=said[0].page, confidence=_LABELLED))
    if found:
        return FoundDay(doubt=_two(say("due day"), [day for days in found for day in days]))
    return _by_words(rows, issued)


def _by_terms_from(days: tuple[date, ...], issued: date, terms: int | None) -> tuple[date, ...]:
    fitting = tuple(day for day in days if terms is not None and day - issued == timedelta(days=terms))
    return fitting or days


def terms_in(rows: Sequence[Row]) -> int | None:
    """The plain days within which to pay, None where the terms say none, several, or the end of a month."""
    found = {days for days, is_month, _, _ in _terms(rows) if not is_month}
    return found.pop() if len(found) == 1 else None


def _by_words(rows: Sequence[Row], issued: date | None) -> FoundDay:
    """« 30 jours fin de mois », “net 30”, « à réception »: reckoned where one term alone stands there."""
    if issued is None:
        return FoundDay()
    reckoned: dict[date, tuple[str, int]] = {}
    for days, is_month, words, page in _terms(rows):
        day = issued + timedelta(days=days)
        if is_month:
            day = day.replace(day=calendar.monthrange(day.year, day.month)[1])
        reckoned.setdefault(day, (words, page))
    if not reckoned:
        for row in rows:
            plain = folded(row.text[:300])
            if _AT_ONCE.search(plain) and not _NO_TERM.search(plain):
                reckoned.setdefault(issued, (row.text[:80], row.page))
    if len(reckoned) == 1:
        day, (words, page) = reckoned.popitem()
        how = say("Reckoned from the terms “{words}” and the day of issue.", words=words)
        return FoundDay(day=day, found=Found(words=words, page=page, confidence=0.8, how=how))
    if reckoned:
        return FoundDay(doubt=_two(say("due day"), sorted(reckoned)))
    return FoundDay()


def _terms(rows: Sequence[Row]) -> list[tuple[int, bool, str, int]]:
    """The days of each term, whether the month's end follows, its words and its page."""
    found = []
    for row in rows:
        plain = folded(row.text[:300])
        for sentence in re.split(r"\. |; |\|", plain):
            if not _TERM_WORDS.search(sentence) or _NO_TERM.search(sentence):
                continue
            for pattern in (_TERMS, _NET_DAYS):
                for one in pattern.finditer(sentence):
                    groups = one.groups()
                    if len(groups) > 2 and groups[2]:
                        continue  # « le 10 » of the month after: too many ways to reckon it
                    found.append((int(one[1]), len(groups) > 1 and bool(groups[1]), sentence.strip()[:80], row.page))
    return [one for one in found if one[0] <= 180]


def _two(what: Text, days: Sequence[date]) -> Text:
    candidates = ", ".join(day.isoformat() for day in list(dict.fromkeys(days))[:5])
    return say("More than one {what} was found: {candidates}.", what=what, candidates=candidates)
