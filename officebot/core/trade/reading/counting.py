"""Numbers in sentences: prices with what they are for, and counts of things, told from measures, days and names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.trade.reading.figures import NUMBER, Writing, currency_of, includes_tax, number, per_of

_CURRENCY = r"(?:€|£|\$|(?<![a-z])(?:eur(?:os?)?|gbp|usd|chf)\b)"
_PRICE = expression(
    r"(?:@(?!@)|(?<![a-z])(?:a|at|for|pour|de|is|est|now|price|prix|tarif|passe a|of)) {0,2}"
    + _CURRENCY
    + r"? ?("
    + NUMBER
    + r") ?"
    + _CURRENCY
    + r"|"
    r"@(?!@) {0,2}" + _CURRENCY + r"? ?(" + NUMBER + r")(?! ?(?:mm|cm|m|g|kg|%)\b)|"
    r"" + _CURRENCY + r" ?(" + NUMBER + r")|(?<![\w.,])(" + NUMBER + r") ?" + _CURRENCY
)
_AT_PRICE = expression(
    r"(?<![a-z])(?:a|at|(?:price|prix|tarif)[a-z ]{0,20}) {1,2}(?=[\d .,']{1,12}[.,]\d\d)("
    + NUMBER
    + r")(?![\d/]|\.\d)(?! ?(?:mm|cm|m|g|kg|%|h)\b)"
)
_SIGNS_OF_PRICE = expression(_CURRENCY)
_WHOLE = expression(
    r" ?(?:h\.?t|ttc|net)? ?(?:the lot|all in|in total|altogether|le tout|au total|en tout|l'ensemble"
    r"|for the lot|forfait(?:aire)?)\b"
)
_RATE_BEHIND = expression(r"[^\d\n]{0,16}(?:tva|vat|tax)[^\d%]{0,6}(\d{1,2}(?:[.,]\d)?) ?%")
#: What a number counts when it measures: no quantity of goods.
_MEASURE = expression(
    r" ?(?:(?:mm2?|cm2?|ml|cl|dl|gsm|g/m2|kg|mg|km|mbps|gb|go|tb|to|mhz|ghz|watts?|volts?|pouces?"
    r"|inch(?:es)?|ply|plis|fold|gr?)\b|m\b|l\b|v\b|w\b|h\b|%|''|\"|°|er\b|e\b|eme\b|nd\b|rd\b|th\b|st\b"
    r"|working days?|business days?|jours? ouvre|litres?|l\b|micron|metres?|x ?\d|x\b ?\d|/\d|pages?"
    r"|ans?\b|an\b|years?\b|mois\b|months?\b|days?\b"
    r"|jours?\b|weeks?\b|semaines?\b|hours?\b|heures?\b|am\b|pm\b|colou?rs?\b|volets?\b|:\d|e?me etage)"
)
#: Goods and work that are sold by measure: « 12 kg de grains », “28 hours of cleaning”.
_MEASURED = expression(
    r" ?(?:kg|g|t|tonnes?|m|m2|m3|m²|m³|ml|l|litres?|metres?|heures?|hours?|h|jours?|days?) (?:de |d'|of )[a-z]{3}"
)
_COUNTED = expression(r"(?<![\w.,/:#'°-])(?<!\+\d)(" + NUMBER + r")(?![\w/'°-]|[.,]\d)")
_WORDS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
    "onze": 11, "douze": 12, "quinze": 15, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "cent": 100,
    "one": 1, "both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100,
}  # fmt: skip
_WORD = expression(r"(?<![\w'-])(" + "|".join(_WORDS) + r")(?![\w'-])")
_DOZEN = expression(r" ?(?:dozens?|douzaines?)\b")
_DOZENS = expression(r"(?<![\w'-])(?:a|une|half a|une demi-?) ?(dozen|douzaine)\b")


@dataclass(frozen=True, slots=True)
class Priced:
    """An amount of money: from where to where it stands, for how many it is, and whether it holds the tax.

    `is_whole` is a price for all of it, “£150 the lot”; `rate` a rate of tax that stands right behind it.
    """

    value: Decimal
    start: int
    end: int
    per: Decimal
    currency: str
    is_whole: bool
    is_gross: bool
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A number that counts things, and where it stands."""

    value: Decimal
    start: int
    end: int


def prices_in(plain: str, writing: Writing) -> Iterator[Priced]:
    """The prices in folded words, from left to right."""
    found = [*_PRICE.finditer(plain), *_AT_PRICE.finditer(plain)]
    end_before = -1
    for one in sorted(found, key=lambda match: match.start()):
        if one.start() < end_before:
            continue
        digits = next(group for group in one.groups() if group)
        value = number(digits, writing)
        if value is None:
            continue
        end, per, _ = per_of(plain, one.end())
        sign = _SIGNS_OF_PRICE.search(one[0])
        whole = _WHOLE.match(plain, one.end()) or _WHOLE.match(plain, end)
        rate = _RATE_BEHIND.match(plain, end)
        yield Priced(
            value,
            one.start(),
            max(end, one.end()),
            per,
            currency=currency_of(sign[0]) if sign is not None else "",
            is_whole=whole is not None,
            is_gross=includes_tax(plain[one.start() : end + 12]),
            rate=Decimal(rate[1].replace(",", ".")) if rate is not None else None,
        )
        end_before = end


def counts_in(plain: str, writing: Writing, taken: Sequence[tuple[int, int]]) -> Iterator[Count]:
    """Numbers that count things, in figures or in words: no measures, no days, no prices."""
    found: list[Count] = []
    for one in _COUNTED.finditer(plain):
        is_measure = _MEASURE.match(plain, one.end()) and not _MEASURED.match(plain, one.end())
        if is_measure or _OF_THE_ORDER.match(plain, one.end()) or _is_numbered(plain, one.start()):
            continue
        if _PACKED.search(plain[max(0, one.start() - 16) : one.start()]) or _is_year(plain, one):
            continue
        if len(one[1]) > 1 and one[1][0] == "0" and one[1][1].isdigit():
            # « la BA 089 »
            continue
        if _MONEY.fullmatch(one[1]) and _UNIT_BEHIND.match(plain, one.end()) is None:
            # “hire for two weeks, 260.00, from Monday”
            continue
        value = number(one[1].rstrip(".,"), writing)
        if value is not None and value < 10_000_000:
            dozens = _DOZEN.match(plain, one.end())
            found.append(Count(value * 12 if dozens else value, one.start(), dozens.end() if dozens else one.end()))
    for one in _WORD.finditer(plain):
        if _MEASURE.match(plain, one.end()) is None and _may_count(plain, one):
            dozens = _DOZEN.match(plain, one.end())
            value = Decimal(_WORDS[one[1]])
            found.append(Count(value * 12 if dozens else value, one.start(), dozens.end() if dozens else one.end()))
    found += [
        Count(Decimal(6 if "half" in one[0] or "demi" in one[0] else 12), one.start(), one.end())
        for one in _DOZENS.finditer(plain)
    ]
    found.sort(key=lambda count: count.start)
    yield from _added(plain, _main(plain, [one for one in found if not _is_inside(one, taken)]))


def _is_inside(count: Count, taken: Sequence[tuple[int, int]]) -> bool:
    return any(begin < count.end and count.start < end for begin, end in taken)


def _main(plain: str, counts: Sequence[Count]) -> list[Count]:
    """The counts without those that overlap another, or stand in brackets behind one: « 300 boîtes (200 + 100) »."""
    kept: list[Count] = []
    for count in counts:
        if kept and count.start < kept[-1].end:
            continue
        between = plain[kept[-1].end : count.start] if kept else ""
        if _OUT_OF.fullmatch(between):
            # “30 of the 50 boxes”: so many are meant, and what they are is said behind.
            kept[-1] = Count(kept[-1].value, kept[-1].start, count.end)
            continue
        if kept and not _APART.search(between):
            # « 3 multiprises 6 prises »
            continue
        if kept and "(" in between and ")" not in between.rpartition("(")[2] and "," not in between.partition("(")[0]:
            continue
        if kept and plain.rfind("(", kept[-1].end, count.start) < 0 and _is_bracketed(plain, kept[-1], count):
            continue
        kept.append(count)
    return kept


#: What is written to the cent counts nothing, unless it measures: « 12,50 kg ».
_MONEY = expression(r"[\d .,']*\d[.,]\d\d")
_UNIT_BEHIND = expression(r" ?[a-z²³]")
_OF_THE_ORDER = expression(r" (?:commande(?:e|es|s)?|ordered|prevue?s?)(?![a-z])")
_OUT_OF = expression(r" (?:of|sur|out of|des|from) ?(?:the|your|les|vos|our)? ")
_APART = expression(r"[,;:(+&\n]|\b(?:et|and|plus|ainsi|dont|puis|then|mais|but|sur|out)\b| - | – ")
_AT_END = expression(r"(?:[:=]|[ )]x|[ )]-|[ )]–) ?(" + NUMBER + r")(?: ?[a-z]{1,12}\.?)? ?(?:a|@|at)? ?$")


def last_only(plain: str, counts: Sequence[Count], end: int) -> list[Count]:
    """The count behind a colon or a cross at the end, alone: what stands before it is a name, « classeur 4 anneaux : 12 »."""
    found = _AT_END.search(plain, max(0, end - 40), end)
    if found is None:
        return list(counts)
    last = [count for count in counts if count.start == found.start(1)]
    return last if last and sum(map(str.isalpha, plain[: found.start()])) > 2 else list(counts)


def _is_bracketed(plain: str, before: Count, count: Count) -> bool:
    """Whether both stand in one pair of brackets."""
    opened = plain.rfind("(", 0, before.start)
    return opened >= 0 and ")" not in plain[opened : count.start]


def _added(plain: str, counts: Sequence[Count]) -> Iterator[Count]:
    """The counts, those that a plus joins added up: “12 + 6 soap”."""
    pending: Count | None = None
    for count in counts:
        if pending is not None and plain[pending.end : count.start].strip() == "+":
            pending = Count(pending.value + count.value, pending.start, count.end)
            continue
        if pending is not None:
            yield pending
        pending = count
    if pending is not None:
        yield pending


def _may_count(plain: str, one: re.Match[str]) -> bool:
    """Whether a word counts here: « un » and “one” mostly do not."""
    if one[1] == "both":
        return (
            re.match(
                r" (?:by|of|are|were|in|on|will|have|has|for|at|to)\b|[,.;:]|$", plain[one.end() : one.end() + 8]
            )
            is None
        )
    if one[1] in ("un", "une", "one", "cent", "hundred"):
        before = plain[max(0, one.start() - 12) : one.start()]
        return one[1] in ("un", "une") and re.search(r"(?:expedi|livr|envoy)\w{0,4} $", before) is not None
    return True


_NUMBERED = expression(
    r"(?:(?:commande|cde|order) (?:du|of)|n ?[°o]\.?|nos?\.?|number|#|ref\.?|item|items|ligne|lignes"
    r"|line|lines|pos\.?"
    r"|poste|tel\.?|order"
    r"|orders|commande|cde|po|bl|facture|invoice|devis|page|room|salle|semaine|sem\.?|week|wk\.?|kw"
    r"|art\.?|taille|size|le|t\.|type|classe|class|grade|step|batiment|bat\.?|building|level|etage"
    r"|quarter|q|de la|rue|quai) ?$"
)


_PACKED = expression(
    r"(?:\b(?:dos|lots?|boites?|bte|packs?|box(?:es)?|sets?|sachets?|paquets?|cartons?|cases?|sleeves?"
    r"|pack(?:et)?s|rouleaux?|rolls?|ramettes?|jeux?|bags?|sacs?|format|diametre|version|year|de"
    r"|of) (?:de|of)|\d ?x|\bx/|bte/|[a-z] par|\bpar) ?$"
)


_SINCE = expression(r"(?:since|depuis|in|en|est\.|fondee? en|\(c\)|©) ?$")


def _is_year(plain: str, one: re.Match[str]) -> bool:
    """Whether a year stands there: “since 1968”."""
    is_long = len(one[1]) == 4 and one[1][:2] in ("18", "19", "20")
    return is_long and _SINCE.search(plain[max(0, one.start() - 12) : one.start()]) is not None


def _is_numbered(plain: str, start: int) -> bool:
    """Whether the number names something rather than counts it: « ligne 2 », “order 117”, « taille 14 »."""
    return _NUMBERED.search(plain[max(0, start - 14) : start]) is not None
