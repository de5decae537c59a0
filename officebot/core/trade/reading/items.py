"""Things named in a sentence or in an item of a list: how many of what, at which price, until when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from officebot.core.trade.reading.days import Days, SaidDay
from officebot.core.trade.reading.figures import NUMBER, Writing, currency_of, includes_tax, number, per_of
from officebot.core.trade.reading.folding import folded

_CURRENCY = r"(?:€|£|\$|eur(?:os?)?\b|gbp\b|usd\b|chf\b)"
_PRICE = re.compile(
    r"(?:@|(?<![a-z])(?:a|at|for|pour|de|is|est|now|price|prix|tarif|passe a|of)) {0,2}"
    + _CURRENCY
    + r"? ?("
    + NUMBER
    + r") ?"
    + _CURRENCY
    + r"|"
    r"@ {0,2}" + _CURRENCY + r"? ?(" + NUMBER + r")(?! ?(?:mm|cm|m|g|kg|%)\b)|"
    r"" + _CURRENCY + r" ?(" + NUMBER + r")|(?<![\w.,])(" + NUMBER + r") ?" + _CURRENCY
)
_AT_PRICE = re.compile(
    r"(?<![a-z])(?:a|at|(?:price|prix|tarif)[a-z ]{0,20}) {1,2}(?=[\d .,']{1,12}[.,]\d\d)("
    + NUMBER
    + r")(?![\d/.])(?! ?(?:mm|cm|m|g|kg|%|h)\b)"
)
_SIGNS_OF_PRICE = re.compile(_CURRENCY)
_WHOLE = re.compile(
    r" ?(?:h\.?t|ttc|net)? ?(?:the lot|all in|in total|altogether|le tout|au total|en tout|l'ensemble"
    r"|for the lot|forfait(?:aire)?)\b"
)
_RATE_BEHIND = re.compile(r"[^\d\n]{0,16}(?:tva|vat|tax)[^\d%]{0,6}(\d{1,2}(?:[.,]\d)?) ?%")
#: What a number counts when it measures: no quantity of goods.
_MEASURE = re.compile(
    r" ?(?:(?:mm2?|cm2?|ml|cl|dl|gsm|g/m2|kg|mg|km|mbps|gb|go|tb|to|mhz|ghz|watts?|volts?|pouces?"
    r"|inch(?:es)?|ply|plis|fold|gr?)\b|m\b|l\b|v\b|w\b|h\b|%|''|\"|°|er\b|e\b|eme\b|nd\b|rd\b|th\b|st\b"
    r"|litres?|l\b|micron|metres?|x ?\d|x\b ?\d|/\d|pages?|ans?\b|an\b|years?\b|mois\b|months?\b|days?\b"
    r"|jours?\b|weeks?\b|semaines?\b|hours?\b|heures?\b|am\b|pm\b|colou?rs?\b|volets?\b|:\d|e?me etage)"
)
_COUNTED = re.compile(r"(?<![\w.,/:#'°-])(?<!\+\d)(" + NUMBER + r")(?![\w/'°-]|[.,]\d)")
_WORDS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
    "onze": 11, "douze": 12, "quinze": 15, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "cent": 100,
    "one": 1, "both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100,
}  # fmt: skip
_WORD = re.compile(r"(?<![\w'-])(" + "|".join(_WORDS) + r")(?![\w'-])")
_DOZEN = re.compile(r" ?(?:dozens?|douzaines?)\b")
_DOZENS = re.compile(r"(?<![\w'-])(?:a|une|half a|une demi-?) ?(dozen|douzaine)\b")
#: Units and packages, singular: « 30 cases of », « 5 boîtes ».
_UNITS = (
    "piece pce pc pcs unit unite u box boite bte carton ctn case pack packet paquet pqt lot set jeu kit ream "
    "ramette roll rouleau rlx bottle bouteille flacon can bidon tub pot seau bag sac sack sachet pair paire "
    "sheet feuille plaque pallet palette crate tray tube pad bloc block board length barre bar sleeve tin drum "
    "fut jar copy exemplaire ex licence license user utilisateur poste seat visit visite passage day jour hour "
    "heure session personne person delegate stagiaire participant head metre m m2 m3 kg litre l cube tonne off "
    "each bundle liasse spool bobine colis parcel"
)
UNITS = frozenset(_UNITS.split())
#: Where a name ends: at a verb, a price, a day, or a word that joins sentences.
_NAME_END = re.compile(
    r"(?<![\w'-])(?:is|are|was|were|will|has|have|had|can|could|should|would|left|went|go|goes|come"
    r"|comes|ship|ships|shipped|sent|to be|being|follow|follows|at|@|on|by|from|for delivery|with our"
    r"|in the|due|now|but|which|that|who|because|as|until|price|ready|there|here|put|set aside|remain"
    r"|arrive|arrived|expected|available"
    r"|sont|est|sera|seront|ont|a ete|etait|etaient|avait|suivra|suivront|part|partent|partis?|arrive"
    r"|arrivent|passe|passera|le|au|aux|chez|par|pour|sur|dans|depuis|avec|mais|car|qui|que|dont"
    r"|en (?:rupture|stock|semaine|attente|livraison|commande)|dispo|disponibles?|livres?|livrees?"
    r"|expedies?|reserves?|reservees?|a (?:partir|suivre|repro)|deja|restent|manquent|prevus?|prevues?"
    r"|tarif|prix|seulement|ok\b|only|left over|left|you|vous|then|please)(?![\w'])|[;:!?()@=]"
    r"|, (?!\w+e?s? (?:de|of)\b)| - | – | — |\.\s|\.$"
)
_NAME_BEGIN = re.compile(
    r"^(?:(?:x|de|d'|du|des|of|the|les|le|la|l'|your|vos|votre|our|nos|more|autres?|other|further"
    r"|remaining|restant(?:e?s)?|new|pcs?|off)\b[ ']?|[-,:*. ]){1,5}"
)
_BEFORE_TRIM = re.compile(
    r"(?:[-–:,(@=*x ]|\b(?:x|qty|qte|quantite|quantity|pour|for|de|of|by|par|all|les|the|soit|now"
    r"|we have|nous avons))+$"
)
_LEADING = re.compile(
    r"^(?:(?:for|pour|and|et|also|aussi|so|the|les|le|la|l'|your|vos|votre|our|nos|all|both|tous|toutes"
    r"|ainsi que|with|avec|we have|as for|only|just|well as|as)\b[ ']?|[-,:&+*. ]){1,6}"
)


_NO_NAME = re.compile(
    r"(?:aside|left|off|more|each|altogether|in (?:total|stock|hand)|of (?:them|these|those)|out of"
    r"|restants?|en (?:tout|stock)|au total|d'entre|de cote|seulement|only|things?|points?|choses?"
    r"|questions?|lignes?|lines?|items?|orders?|commandes?|livraisons?|deliveries|collections?|options?"
    r"|minutes?|fois|times|x$|tva|vat|ht|ttc)(?![a-z])"
)
_IN_BRACKETS = re.compile(r" ?\((\d{1,6})\)")
_PACKAGES = frozenset(
    {"palette", "pallet", "carton", "coli", "colis", "parcel", "caisse", "crate", "case", "lot", "box", "boite"}
)
_UNIT_WORD = re.compile(r"[a-z]{1,14}[23]?(?![-'\w])")
_OF = re.compile(r" (?:de |d'|of |du |des )(?:the |la |les |l')?")
_JOIN_END = re.compile(r"(?:,| and| et| &| \+| plus) {0,2}$")


@dataclass(slots=True)
class Item:
    """A thing that is named: with how many, at which price, by when, each where it is said."""

    says: str
    label: str
    quantity: Decimal | None = None
    unit: str = ""
    price: Decimal | None = None
    per: Decimal = Decimal(1)
    amount: Decimal | None = None
    currency: str = ""
    is_gross: bool = False
    rate: Decimal | None = None
    days: list[SaidDay] = field(default_factory=list)
    start: int = 0


@dataclass(frozen=True, slots=True)
class _Priced:
    value: Decimal
    start: int
    end: int
    per: Decimal
    currency: str
    is_whole: bool
    is_gross: bool
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class _Count:
    value: Decimal
    start: int
    end: int


def items_of(text: str, writing: Writing, days: Days) -> list[Item]:
    """The things that a segment counts or prices, in order; none where it counts nothing."""
    plain = folded(text)
    said = days.found(text)
    prices = list(_prices(plain, writing))
    counts = list(
        _counts(plain, writing, [*((one.start, one.end) for one in prices), *((one.start, one.end) for one in said)])
    )
    stops = [one.start for one in prices]
    counts = _last_only(plain, counts, min(stops, default=len(plain)))
    made = [_counted(text, plain, counts, n, stops) for n in range(len(counts))]
    items = [item for item in made if item.label]
    if not items and prices and not made:
        named = _first_name(text, plain, prices[0].start)
        if named:
            items = [Item(says=named, label=named, start=0)]
    if not items:
        # « j'en ai mis 200 de côté » : counts what was named before.
        items = made[:1]
    for price in prices:
        _give(price, items)
    _give_days(said, items)
    return items


def _prices(plain: str, writing: Writing) -> Iterator[_Priced]:
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
        yield _Priced(
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


def _counts(plain: str, writing: Writing, taken: Sequence[tuple[int, int]]) -> Iterator[_Count]:
    """Numbers that count things, in figures or in words: no measures, no days, no prices."""
    found: list[_Count] = []
    for one in _COUNTED.finditer(plain):
        if _MEASURE.match(plain, one.end()) or _is_numbered(plain, one.start()):
            continue
        if _PACKED.search(plain[max(0, one.start() - 16) : one.start()]):
            continue
        value = number(one[1].rstrip(".,"), writing)
        if value is not None and value < 10_000_000:
            dozens = _DOZEN.match(plain, one.end())
            found.append(_Count(value * 12 if dozens else value, one.start(), dozens.end() if dozens else one.end()))
    for one in _WORD.finditer(plain):
        if _MEASURE.match(plain, one.end()) is None and _may_count(plain, one):
            dozens = _DOZEN.match(plain, one.end())
            value = Decimal(_WORDS[one[1]])
            found.append(_Count(value * 12 if dozens else value, one.start(), dozens.end() if dozens else one.end()))
    found += [
        _Count(Decimal(6 if "half" in one[0] or "demi" in one[0] else 12), one.start(), one.end())
        for one in _DOZENS.finditer(plain)
    ]
    found.sort(key=lambda count: count.start)
    yield from _added(plain, _main(plain, [one for one in found if not _is_inside(one, taken)]))


def _is_inside(count: _Count, taken: Sequence[tuple[int, int]]) -> bool:
    return any(begin < count.end and count.start < end for begin, end in taken)


def _main(plain: str, counts: Sequence[_Count]) -> list[_Count]:
    """The counts without those that overlap another, or stand in brackets behind one: « 300 boîtes (200 + 100) »."""
    kept: list[_Count] = []
    for count in counts:
        if kept and count.start < kept[-1].end:
            continue
        between = plain[kept[-1].end : count.start] if kept else ""
        if kept and not _APART.search(between):
            # « 3 multiprises 6 prises »
            continue
        if kept and "(" in between and ")" not in between.rpartition("(")[2] and "," not in between.partition("(")[0]:
            continue
        if kept and plain.rfind("(", kept[-1].end, count.start) < 0 and _is_bracketed(plain, kept[-1], count):
            continue
        kept.append(count)
    return kept


_APART = re.compile(r"[,;:(+&\n]|\b(?:et|and|plus|ainsi|dont|puis|then|mais|but|sur|out)\b| - | – ")
_AT_END = re.compile(r"(?:[:=]|[ )]x|[ )]-|[ )]–) ?(" + NUMBER + r")(?: ?[a-z]{1,12}\.?)? ?(?:a|@|at)? ?$")


def _last_only(plain: str, counts: Sequence[_Count], end: int) -> list[_Count]:
    """The count behind a colon or a cross at the end, alone: what stands before it is a name, « classeur 4 anneaux : 12 »."""
    found = _AT_END.search(plain, max(0, end - 40), end)
    if found is None:
        return list(counts)
    last = [count for count in counts if count.start == found.start(1)]
    return last if last and sum(map(str.isalpha, plain[: found.start()])) > 2 else list(counts)


def _is_bracketed(plain: str, before: _Count, count: _Count) -> bool:
    """Whether both stand in one pair of brackets."""
    opened = plain.rfind("(", 0, before.start)
    return opened >= 0 and ")" not in plain[opened : count.start]


def _added(plain: str, counts: Sequence[_Count]) -> Iterator[_Count]:
    """The counts, those that a plus joins added up: “12 + 6 soap”."""
    pending: _Count | None = None
    for count in counts:
        if pending is not None and plain[pending.end : count.start].strip() == "+":
            pending = _Count(pending.value + count.value, pending.start, count.end)
            continue
        if pending is not None:
            yield pending
        pending = count
    if pending is not None:
        yield pending


def _may_count(plain: str, one: re.Match[str]) -> bool:
    """Whether a word counts here: « un » and “one” mostly do not."""
    if one[1] in ("un", "une", "one", "cent", "hundred"):
        before = plain[max(0, one.start() - 12) : one.start()]
        return one[1] in ("un", "une") and re.search(r"(?:expedi|livr|envoy)\w{0,4} $", before) is not None
    return True


_NUMBERED = re.compile(
    r"(?:n ?[°o]\.?|nos?\.?|number|#|ref\.?|item|items|ligne|lignes|line|lines|pos\.?|poste|tel\.?|order"
    r"|orders|commande|cde|po|bl|facture|invoice|devis|page|room|salle|semaine|sem\.?|week|wk\.?|kw"
    r"|art\.?|taille|size|le|t\.|type|classe|class|grade|step|batiment|bat\.?|building|level|etage"
    r"|quarter|q|de la|rue|quai) ?$"
)


_PACKED = re.compile(
    r"(?:\b(?:dos|lots?|boites?|bte|packs?|box(?:es)?|sets?|sachets?|paquets?|cartons?|cases?|sleeves?"
    r"|pack(?:et)?s|rouleaux?|rolls?|ramettes?|jeux?|bags?|sacs?|format|diametre|version|year|de"
    r"|of) (?:de|of)|\d ?x|\bx/|bte/|[a-z] par|\bpar) ?$"
)


def _is_numbered(plain: str, start: int) -> bool:
    """Whether the number names something rather than counts it: « ligne 2 », “order 117”, « taille 14 »."""
    return _NUMBERED.search(plain[max(0, start - 14) : start]) is not None


def _counted(text: str, plain: str, counts: Sequence[_Count], n: int, stops: Sequence[int]) -> Item:
    """The thing that one number counts: the words behind it, or those before it where only a unit follows."""
    count = counts[n]
    limit = counts[n + 1].start if n + 1 < len(counts) else len(text)
    limit = min((stop for stop in stops if count.end <= stop < limit), default=limit)
    behind, unit, end = _name_behind(text, plain, count.end, limit)
    packed = _IN_BRACKETS.match(plain, end)
    if packed is not None and unit and folded(unit).rstrip("s") in _PACKAGES:
        # « 1 palette de godets (600) »
        count = _Count(Decimal(packed[1]), count.start, count.end)
    if behind:
        says = text[count.start : end].strip(" ,.;:")
        return Item(says=says, label=behind, quantity=count.value, unit=unit, start=count.start)
    floor = counts[n - 1].end if n else 0
    before = _name_before(text, plain, count.start, floor)
    return Item(
        says=text[max(floor, 0) : max(end, count.end)].strip(" ,.;:-"),
        label=before,
        quantity=count.value,
        unit=unit,
        start=count.start,
    )


def _name_behind(text: str, plain: str, start: int, limit: int) -> tuple[str, str, int]:
    """The name behind a number, the unit before it, and where the name ends; an empty name where only a unit stands there."""
    at = start
    while at < limit and plain[at] in " x*":
        at += 1
    end = _NAME_END.search(plain, at, limit)
    stop = end.start() if end is not None else limit
    words = plain[at:stop]
    joined = _JOIN_END.search(words)
    if joined is not None:
        stop = at + joined.start()
        words = plain[at:stop]
    begin = _NAME_BEGIN.match(words)
    at += begin.end() if begin is not None else 0
    unit, at = _unit_at(text, plain, at, stop)
    name = text[at:stop].strip(" ,.;:-–")
    if _NO_NAME.match(folded(name)):
        name = ""
    return (name if sum(map(str.isalpha, name)) > (0 if unit else 1) else ""), unit, stop


def _unit_at(text: str, plain: str, at: int, stop: int) -> tuple[str, int]:
    """The unit that begins here with « de » or “of” behind it, or alone; and where the name goes on."""
    word = _UNIT_WORD.match(plain, at, stop)
    if word is None or not is_unit(word[0]):
        return "", at
    of = _OF.match(plain, word.end(), stop)
    rest = plain[word.end() : stop].strip(" ,.;:-")
    if of is not None:
        return text[word.start() : word.end()], of.end()
    if not rest:
        return text[word.start() : word.end()], stop
    # « 40 ramettes A4 » : the unit is the name too.
    return text[word.start() : word.end()], at


def is_unit(word: str) -> bool:
    """Whether a folded word is a unit or a package, singular or plural."""
    return word in UNITS or word.rstrip("s") in UNITS or (word.endswith("es") and word[:-2] in UNITS)


def _name_before(text: str, plain: str, end: int, floor: int = 0) -> str:
    """The name before a number or a price: back to where the sentence or the thing before it ends."""
    words = plain[floor:end]
    trimmed = _BEFORE_TRIM.search(words)
    stop = floor + (trimmed.start() if trimmed is not None else len(words))
    begin = max(
        (
            plain.rfind(sign, floor, stop) + len(sign)
            for sign in (". ", "; ", ": ", "! ", "? ", " - ", ", ", " and ", " et ")
            if plain.rfind(sign, floor, stop) >= 0
        ),
        default=floor,
    )
    lead = _LEADING.match(plain[begin:stop])
    begin += lead.end() if lead is not None else 0
    verb = _NAME_END.search(plain, begin, stop)
    if verb is not None and sum(map(str.isalpha, plain[begin : verb.start()])) > 2:
        stop = verb.start()
    name = text[begin:stop].strip(" ,.;:-–(")
    return name if sum(map(str.isalpha, name)) > 1 and len(name) < 120 else ""


_OFFERED = re.compile(
    r"(?<![a-z])(?:offer|propose[rz]?|proposons|supply|fournir|remplace|replace)[a-z ]{0,30}? (?:is|est"
    r"|sont|are|par|by|with|le|la|the|du|un|une|a) (?:the |le |la |our |notre |un |une )?"
)


def _first_name(text: str, plain: str, end: int) -> str:
    """What a sentence prices without counting it: its first words that name, not what describes them before the price."""
    offered = _OFFERED.search(plain, 0, end)
    parts = re.split(r", | - | – ", text[offered.end() if offered is not None else 0 : end])
    for part in parts[:-1]:
        name = _name_before(part, folded(part), len(part))
        if name and " " in name:
            return name
    return _name_before(text, plain, end)


# ── prices and days to their things ───────────────────────────────────────────────────────────────────────


def _give(price: _Priced, items: Sequence[Item]) -> None:
    """The price goes to the last thing named before it that has none, else to the first behind."""
    before = [item for item in items if item.start <= price.start and item.price is None and item.amount is None]
    behind = [item for item in items if item.start > price.start and item.price is None and item.amount is None]
    item = before[-1] if before else behind[0] if behind else None
    if item is None:
        # Said twice, as « 4,50 € au lieu de 4,15 € » or “£71.20, was £68.40”: the first one holds.
        return
    if price.is_whole:
        item.amount = price.value
        if item.quantity:
            item.price = (price.value / item.quantity).quantize(Decimal("0.0001")).normalize()
    else:
        item.price, item.per = price.value, price.per
    item.currency, item.is_gross, item.rate = price.currency, price.is_gross, price.rate


def _give_days(said: Sequence[SaidDay], items: Sequence[Item]) -> None:
    """Each day goes to the last thing named before it; one before them all goes to all."""
    for day in said:
        before = [item for item in items if item.start <= day.start]
        if before:
            before[-1].days.append(day)
        else:
            for item in items:
                item.days.append(day)
    # « 30 lampes et 12 blocs le 15 octobre » : the day at the end is that of all that have none.
    later: list[SaidDay] = []
    for item in reversed(items):
        if item.days:
            later = item.days
        elif later and said and said[-1].start > items[-1].start:
            item.days = list(later)
