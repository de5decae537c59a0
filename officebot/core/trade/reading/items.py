"""Things named in a sentence or in an item of a list: how many of what, at which price, until when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.quantities import shortened
from officebot.core.trade.reading.counting import Count, Priced, counts_in, last_only, prices_in
from officebot.core.trade.reading.days import Days, SaidDay, arriving
from officebot.core.trade.reading.figures import Writing
from officebot.core.trade.reading.folding import folded

#: Units and packages, singular: « 30 cases of », « 5 boîtes ».
_UNITS = (
    "kg g t heure hour h jour day "
    "piece pce pc pcs unit unite u box boite bte carton ctn case pack packet paquet pqt lot set jeu kit ream "
    "ramette roll rouleau rlx bottle bouteille flacon can bidon tub pot seau bag sac sack sachet pair paire "
    "sheet feuille plaque pallet palette crate tray tube pad bloc block board length barre bar sleeve tin drum "
    "fut jar copy exemplaire ex licence license user utilisateur poste seat visit visite passage day jour hour "
    "heure session personne person delegate stagiaire participant head metre m m2 m3 kg litre l cube tonne off "
    "each bundle liasse spool bobine colis parcel"
)
UNITS = frozenset(_UNITS.split())
#: Where a name ends: at a verb, a price, a day, or a word that joins sentences.
_NAME_END = expression(
    r"(?<![\w'-])(?:yesterday|today|tomorrow|hier|demain|aujourd'hui|in stock|and (?:shipping|ship|will"
    r"|are)|is|are|was|were|will|has|have|had|can|could|should|would|left|went|go|goes|come"
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
_NAME_BEGIN = expression(
    r"^(?:(?:x|de|d'|du|des|of|the|les|le|la|l'|your|vos|votre|our|nos|more|autres?|other|further"
    r"|remaining|restant(?:e?s)?|new|pcs?|off)\b[ ']?|[-,:*. ]){1,5}"
)
_BEFORE_TRIM = expression(
    r"(?:[-–:,(@=* ]|(?<![a-z])x|\b(?:x|qty|qte|quantite|quantity|pour|for|de|of|by|par|all|les|the|soit|now"
    r"|we have|nous avons))+$"
)
_LEADING = expression(
    r"^(?:(?:happy to do|can do|could do|i can offer|we can offer|for|pour|and|et|also|aussi|so|the|les"
    r"|le|la|l'|your|vos|votre|our|nos|all|both|tous|toutes"
    r"|ainsi que|with|avec|we have|as for|only|just|well as|as)\b[ ']?|[-,:&+*. ]){1,6}"
)


_NO_NAME = expression(
    r"(?:aside|left|off|more|each|altogether|commande(?:e|es|s)?|ordered|prevue?s?|in (?:total|stock"
    r"|hand)|of (?:them|these|those)|out of"
    r"|restants?|en (?:tout|stock)|au total|d'entre|de cote|seulement|only|things?|points?|choses?"
    r"|questions?|lignes?|lines?|items?|orders?|commandes?|livraisons?|deliveries|collections?|options?"
    r"|minutes?|fois|times|x$|tva|vat|ht|ttc)(?![a-z])"
)
_IN_BRACKETS = expression(r" ?\((\d{1,6})\)")
_CODE_IN_BRACKETS = expression(r" ?\((?:réf\.? ?|ref\.? ?)?(?=[^()\d ]{0,20}\d)[\w./-]{3,24}\)", re.IGNORECASE)
_PACKAGES = frozenset(
    {"palette", "pallet", "carton", "coli", "colis", "parcel", "caisse", "crate", "case", "lot", "box", "boite"}
)
_UNIT_WORD = expression(r"[a-z]{1,14}[23]?(?![-'\w])")
_OF = expression(r" (?:de |d'|of |du |des )(?:the |la |les |l')?")
_JOIN_END = expression(r"(?:,| and| et| &| \+| plus) {0,2}$")


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


def items_of(text: str, writing: Writing, days: Days) -> list[Item]:
    """The things that a segment counts or prices, in order; none where it counts nothing."""
    plain = folded(text)
    said = arriving(plain, days.found(text))
    prices = list(prices_in(plain, writing))
    counts = list(
        counts_in(
            plain, writing, [*((one.start, one.end) for one in prices), *((one.start, one.end) for one in said)]
        )
    )
    stops = [one.start for one in prices]
    counts = last_only(plain, counts, min(stops, default=len(plain)))
    made = [_counted(text, plain, counts, n, stops) for n in range(len(counts))]
    items = [item for item in made if item.label]
    if not items and prices and not made:
        named = _first_name(text, plain, prices[0].start)
        if named:
            items = [Item(says=named, label=named, start=0)]
    if not items:
        # « j'en ai mis 200 de côté » : counts what was named before.
        items = made[:1]
    for n, price in enumerate(prices):
        _give(price, items, prices[n + 1 :])
    _give_days(said, items)
    return items


def _counted(text: str, plain: str, counts: Sequence[Count], n: int, stops: Sequence[int]) -> Item:
    """The thing that one number counts: the words behind it, or those before it where only a unit follows."""
    count = counts[n]
    limit = counts[n + 1].start if n + 1 < len(counts) else len(text)
    limit = min((stop for stop in stops if count.end <= stop < limit), default=limit)
    behind, unit, end = _name_behind(text, plain, count.end, limit)
    packed = _IN_BRACKETS.match(plain, end)
    if packed is not None and unit and folded(unit).rstrip("s") in _PACKAGES:
        # « 1 palette de godets (600) »
        count = Count(Decimal(packed[1]), count.start, count.end)
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
    stop = _past_code(text, stop)
    name = text[at:stop].strip(" ,.;:-–")
    if _NO_NAME.match(folded(name)):
        name = ""
    return (name if sum(map(str.isalpha, name)) > (0 if unit else 1) else ""), unit, stop


def _past_code(text: str, stop: int) -> int:
    """Past the number of an article in brackets, which is part of its name."""
    found = _CODE_IN_BRACKETS.match(text, stop)
    return found.end() if found is not None and any(map(str.isalpha, found[0])) else stop


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
        stop = _past_code(text, verb.start())
    name = text[begin:stop].strip(" ,.;:-–(")
    return name if sum(map(str.isalpha, name)) > 1 and len(name) < 120 else ""


_OFFERED = expression(
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


def _give(price: Priced, items: Sequence[Item], further: Sequence[Priced]) -> None:
    """The price goes to the last thing named before it that has none, else to the first behind, if that has no own."""
    before = [item for item in items if item.start <= price.start and item.price is None and item.amount is None]
    behind = [item for item in items if item.start > price.start and item.price is None and item.amount is None]
    if behind and not before:
        end = behind[1].start if len(behind) > 1 else further[-1].end if further else 0
        if any(behind[0].start < other.start < end for other in further):
            # “the lift at £540 a week, and 2 belts at £94”: of what is named without a number.
            return
    item = before[-1] if before else behind[0] if behind else None
    if item is None:
        # Said twice, as « 4,50 € au lieu de 4,15 € » or “£71.20, was £68.40”: the first one holds.
        return
    if price.is_whole:
        item.amount = price.value
        if item.quantity:
            item.price = shortened(price.value / item.quantity)
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
