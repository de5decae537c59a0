"""Something sought against a specification: which candidate has which property, by its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from officebot.core.expressions import expression
from officebot.core.money import cents
from officebot.core.orders.likeness import words_of
from officebot.core.text import Text, one_line, say
from officebot.core.trade.model import TradeDocument, TradeLine
from officebot.core.trade.offers.comparing import Comparison, compare
from officebot.core.trade.offers.conditions import clauses, folded
from officebot.core.trade.offers.judging import is_beside_goods
from officebot.core.trade.offers.model import Habits, Note, Offer, Wanted
from officebot.core.trade.offers.sound import sound

#: What is sought is one line, by this number.
SOUGHT = "1"


class State(StrEnum):
    """What a candidate says of a property."""

    met = "met"
    not_met = "not met"
    not_said = "not said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Specification:
    """What is sought, in the office's words: « garantie 3 ans minimum », “at least 27 inches”, « sans fil »."""

    title: str
    required: tuple[str, ...] = ()
    wished: tuple[str, ...] = ()
    quantity: Decimal = Decimal(1)
    unit: str = ""

    @property
    def properties(self) -> tuple[str, ...]:
        """All properties, the required ones first."""
        return (*self.required, *self.wished)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Whether a candidate has a property, and its words that say so ("" where it says nothing)."""

    words: str
    is_required: bool
    state: State
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An offer against the specification, property by property."""

    label: str
    findings: tuple[Finding, ...]

    @property
    def is_fit(self) -> bool:
        """Whether no required property is known to lack."""
        return all(one.state is not State.not_met for one in self.findings if one.is_required)


def compare_sought(
    specification: Specification, offers: Sequence[Offer], habits: Habits, today: date
) -> tuple[Comparison, tuple[Candidate, ...]]:
    """The offers compared as wholes, and the table of candidates and properties in the same order.

    A required property that is not met excludes a candidate; one that is not said is left open, and asked for.
    """
    wanted = Wanted(
        number=SOUGHT,
        article=SOUGHT,
        label=specification.title,
        quantity=specification.quantity,
        unit=specification.unit,
    )
    offers = [replace(offer, document=sound(offer.document)) for offer in offers]
    lumps = [_against(specification, offer) for offer in offers]
    comparison = compare([wanted], lumps, habits, today)
    whole = [(lump.document, offer.document) for lump, offer in zip(lumps, offers, strict=True)]
    table = tuple(
        Candidate(
            label=one.label,
            findings=findings(specification, next(own for lump, own in whole if lump is one.document)),
        )
        for one in comparison.offers
    )
    return comparison, table


def _against(specification: Specification, offer: Offer) -> Offer:
    found = findings(specification, offer.document)
    lacking = [one for one in found if one.is_required and one.state is State.not_met]
    unsaid = [one for one in found if one.is_required and one.state is State.not_said]
    return replace(
        offer,
        document=_as_one(offer.document, _lump(specification, offer.document)),
        objections=(
            *offer.objections,
            *(Note(what="property", says=_lacks(one)) for one in lacking),
        ),
        open_points=(
            *offer.open_points,
            *(Note(what="property", says=say("“{property}” is not said.", property=one.words)) for one in unsaid),
        ),
    )


def _lacks(one: Finding) -> Text:
    return say("“{property}” is not met: “{quote}”.", property=one.words, quote=one.quote)


def _as_one(document: TradeDocument, lump: TradeLine) -> TradeDocument:
    return replace(document, lines=(lump, *(line for line in document.lines if is_beside_goods(line))))


def _lump(specification: Specification, document: TradeDocument) -> TradeLine:
    """All goods and services of an offer as one line: its amount, or none where one of them has no price."""
    goods = [line for line in document.lines if not is_beside_goods(line)]
    amounts = [_amount(line) for line in goods]
    known = [one for one in amounts if one is not None]
    total = sum(known, Decimal(0)) if known and len(known) == len(amounts) else None
    if not goods:
        total = document.net
    days = [line.delivery_date for line in goods if line.delivery_date is not None]
    return TradeLine(
        buyer_article=SOUGHT,
        label=one_line("; ".join(line.label or line.says for line in goods), 400) or specification.title,
        quantity=specification.quantity,
        unit=specification.unit,
        amount=total,
        delivery_date=max(days, default=None),
    )


def _amount(line: TradeLine) -> Decimal | None:
    if line.amount is not None:
        return line.amount
    return cents(line.unit_price * (line.quantity or 1)) if line.unit_price is not None else None


# ── properties ────────────────────────────────────────────────────────────────────────────────────────────

_MEASURE = expression(
    r"(?<![\w.,])([0-9]{1,7}(?:[.,][0-9]{1,3})?)[ -]?(%|\"|°c?|[a-z]{1,10}(?:/[a-z0-9]{1,4})?[0-9]?)?"
)
_LEAST = expression(
    r"[>≥]|\b(?:au moins|mini(?:mum|male?)?|min|plus de|at least|or more|ou plus|et plus|more than|superieure? a|from|over)\b"
)
_MOST = expression(
    r"[<≤]|\b(?:au plus|maxi(?:mum|male?)?|max|moins de|jusqu'a|at most|up to|not? more than|inferieure? a|less than|under"
    r"|ne depass\w{2,4} pas)\b"
)
_NOT = expression(r"\b(?:sans|without|no|not|non|pas|hors|excluding|excluded|exclue?s?|except|ni|aucune?|never)\b")
_OPTION = expression(
    r"\b(?:en option|optionnel\w{0,2}|optional|as an option|available separately|en supplement|at extra cost)\b"
)
_INCLUDED = expression(r"\b(?:compris\w{0,2}|inclus\w{0,4}|included|offerte?s?|gratuite?s?|free)\b")
_INCLUDING = frozenset(
    re.findall(r"\w+", "compri compris comprise comprises inclu inclus incluse included offert offerte free")
)
_SCALE = {
    "mm": ("mm", "1"), "cm": ("mm", "10"), "m": ("mm", "1000"), "metre": ("mm", "1000"), "metres": ("mm", "1000"),
    "pouce": ("inch", "1"), "pouces": ("inch", "1"), "inch": ("inch", "1"), "inches": ("inch", "1"), '"': ("inch", "1"),
    "in": ("inch", "1"), "g": ("g", "1"), "kg": ("g", "1000"), "w": ("w", "1"), "kw": ("w", "1000"),
    "watts": ("w", "1"), "go": ("gb", "1"), "gb": ("gb", "1"), "to": ("gb", "1000"), "tb": ("gb", "1000"),
    "jour": ("day", "1"), "jours": ("day", "1"), "day": ("day", "1"), "days": ("day", "1"), "h": ("hour", "1"),
    "heure": ("hour", "1"), "heures": ("hour", "1"), "hour": ("hour", "1"), "hours": ("hour", "1"),
    "mois": ("month", "1"), "month": ("month", "1"), "months": ("month", "1"), "an": ("month", "12"),
    "ans": ("month", "12"), "annee": ("month", "12"), "annees": ("month", "12"), "year": ("month", "12"),
    "years": ("month", "12"), "l": ("l", "1"), "litre": ("l", "1"), "litres": ("l", "1"), "personnes": ("person", "1"),
    "people": ("person", "1"), "persons": ("person", "1"), "personne": ("person", "1"),
}  # fmt: skip
_COMPARING = frozenset(re.findall(
    r"\w+",
    "moin plus mini minimum minimale maxi maximum maximale min max least most more less than up superieur superieure inferieur"
    " inferieure jusqu over under au et ou or at no not non san sans without pas avec from",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Measure:
    """A number in the smallest unit of its kind."""

    value: Decimal
    kind: str


def findings(specification: Specification, document: TradeDocument) -> tuple[Finding, ...]:
    """What the document says of each property, the required ones first."""
    told = list(clauses(_texts(document)))
    found = []
    for place, words in enumerate(specification.properties):
        state, quote = _judged(words, told)
        is_required = place < len(specification.required)
        found.append(Finding(words=words, is_required=is_required, state=state, quote=quote))
    return tuple(found)


def _texts(document: TradeDocument) -> Iterator[str]:
    for line in document.lines:
        yield from (line.label, line.note)
        if line.says != line.label:
            yield line.says
    yield from document.notes
    yield from document.terms


def _judged(words: str, told: Sequence[str]) -> tuple[State, str]:
    """What the clauses say of a property; who says it in one place need not in another."""
    plain = folded(words)
    measure = _first(plain)
    names = frozenset(words_of(_MEASURE.sub(" ", plain) if measure else plain)) - _COMPARING
    said = [_one(plain, names, measure, clause) for clause in told]
    for state in (State.met, State.not_met):
        quote = next((one_line(clause, 160) for clause, one in zip(told, said, strict=True) if one is state), None)
        if quote is not None:
            return state, quote
    return State.not_said, ""


def _one(plain: str, names: frozenset[str], measure: _Measure | None, clause: str) -> State:
    said = folded(clause)
    heard = frozenset(words_of(said))
    if measure is not None:
        if names and not _covers(names, heard, Decimal("0.5")):
            return State.not_said
        same = [one for one in _measures(said) if one.kind == measure.kind]
        if not same:
            return State.not_said
        return State.met if any(_holds(plain, one.value, measure.value) for one in same) else State.not_met
    is_to_be_included = _INCLUDED.search(plain) is not None
    names = names - _INCLUDING if is_to_be_included else names
    if not names or not _covers(names, heard, Decimal(1)):
        return State.not_said
    if _OPTION.search(said):
        return State.not_met
    if is_to_be_included and not _INCLUDED.search(said):
        return State.not_said
    return State.met if bool(_NOT.search(said)) == bool(_NOT.search(plain)) else State.not_met


def _covers(names: frozenset[str], heard: frozenset[str], share: Decimal) -> bool:
    return len([one for one in names if _is_heard(one, heard)]) >= len(names) * share


def _is_heard(word: str, heard: frozenset[str]) -> bool:
    if word in heard:
        return True
    return len(word) >= 5 and any(other[:5] == word[:5] for other in heard)


def _holds(plain: str, value: Decimal, bound: Decimal) -> bool:
    if _MOST.search(plain):
        return value <= bound
    if _LEAST.search(plain):
        return value >= bound
    return value == bound


def _first(plain: str) -> _Measure | None:
    return next(iter(_measures(plain)), None)


def _measures(plain: str) -> Iterator[_Measure]:
    for hit in _MEASURE.finditer(plain):
        unit = hit[2] or ""
        kind, factor = _SCALE.get(unit, (unit, "1"))
        yield _Measure(Decimal(hit[1].replace(",", ".")) * Decimal(factor), kind)
