"""Lines of orders in the sentences and lists of a mail: what is counted, what is only spoken of, « tout sauf … »."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from officebot.core.expressions import expression
from officebot.core.trade.model import Answer, TradeKind, TradeLine
from officebot.core.trade.reading.building import without_tax
from officebot.core.trade.reading.days import Days, arriving
from officebot.core.trade.reading.figures import Writing
from officebot.core.trade.reading.folding import folded
from officebot.core.trade.reading.items import Item, is_unit, items_of
from officebot.core.trade.reading.kinds import kind_of_sentence, titles_in
from officebot.core.trade.reading.pointing import BUT, EXCEPT, REMAINDER, REST, at_lines, of_all
from officebot.core.trade.reading.remaining import is_outstanding, is_remark
from officebot.core.trade.reading.rowed import row_line
from officebot.core.trade.reading.segments import Segment

_RATE = expression(r"(?:tva|vat|tax)[^\d%]{0,14}(\d{1,2}(?:[.,]\d)?) ?%|(\d{1,2}(?:[.,]\d)?) ?% (?:de )?(?:tva|vat)")
_ALL_GROSS = expression(
    r"(?:prix|tarifs|prices?|montants?|amounts?)\b.{0,60}(?:ttc|tva (?:comprise|incluse)|incl(?:uding"
    r"|ude|usive|\.)?.{0,12}(?:vat|tax))"
)
_SUBJECT_END = expression(
    r"(?<![\w'-])(?:won't|isn't|aren't|can't|cannot|haven't|hasn't|is|are|was|were|will|has|have|had|can"
    r"|could|should|would|went|goes?|comes?|left"
    r"|ships?|follows?|arrives?|arrived|ready|came|"
    r"sont|est|sera|seront|ont|a(?= ete)|suivra|suivront|suit|suivent|part|partent|parti|partis|arrive"
    r"|arrivent|passera|ne|n'|vous|seront|aura|aurez|etait|etaient|viendra|viendront|never)(?![\w'-])"
)
_JOINT = expression(
    r"(?:, |; )(?:et |and |mais |but |so |while |tandis que )?| mais | but | while | tandis que "
    r"| and (?=the (?:rest|others?|remain|whole)|our |your )| et (?=le (?:reste|solde)|les autres)"
)
_LEAD = expression(
    r"(?:en revanche|par contre|pour|concernant|quant a|quant aux|s'agissant de|regarding|as for"
    r"|with regard to|about|re|note that|i am afraid(?: that)?|i'm afraid|unfortunately|malheureusement"
    r"|sorry,?|bad news:?|good news:?|bonne nouvelle|mauvaise nouvelle(?: pour)?|desole|also|enfin|so"
    r"|just to say|as discussed|a noter que)(?![a-z])[ ,:]{0,3}"
)
#: What is sent or put off stands behind its verb: « nous vous expédions les lampes », “we have sent the lamps”.
_OBJECT = expression(
    r"(?<![a-z])(?:manque(?:nt)?(?: juste| encore| que)?|completed|carried out|serviced|effectue|realise"
    r"|waiting for|expedions|envoyons|livrons|livrerons|annulons|reportons|confirmons|avons (?:expedie"
    r"|envoye|livre|annule|remis|pose|installe|remplace)|sent(?: out)?|shipped|despatched|dispatched"
    r"|delivered|cancel(?:led)?|deliver|installed|fitted|fit|replaced|pour les?|pour l[a']) ?((?:les "
    r"|la |le |l'|des |your |the |vos |votre )?[a-z][^.,;:!?()\n]{2,70}?)(?= (?:today|yesterday|tomorrow"
    r"|on|by|this|ce|le|hier|demain|qui|that|which|for|dus|in|en|a|par|via|restant)(?![a-z])|[.,;:!?()]"
    r"|$)"
)
_LABELS = expression(
    r"(?:delai|livraison|date|expedition|disponib|total|montant|numero|ref|expected|estimated|delivery"
    r"|despatch|dispatch|eta\b|lead time|carriage"
    r"|price|prix|tracking|payment|paiement|reglement|validite|valid|po\b|order|commande)"
)
_REMAINING = frozenset(
    {"remaining", "the remaining", "rest", "balance", "solde", "reste", "restants", "autres", "others"}
)
_PRONOUNS = expression(
    r"^(?:(?:donc |therefore )?(?:cette|cet|ces|this|that)|donc|nous|je|on|c'est|c'etait|vous|il|elle|ils|elles|ce|c'"
    r"|cela|ca|tu|we|i|you|they|them|these|those|ceux|celles|it|this|that|there|he|she|who|please|if"
    r"|veuillez|merci|the (?:order|delivery|invoice|goods|carrier|driver)|our|your (?:order|account"
    r"|delivery)|la commande|votre commande|le (?:transporteur|chauffeur|livreur)|la livraison|notre"
    r"|what|ce que|(?:un |une |le |la |les |votre |the |a |an |one )?(?:premier |premiere |first "
    r"|nouveau |new )?(?:colis|paquet|camion|livraison|commande|parcel|shipment|delivery|van|lorry|truck"
    r"|cout|prix|delai|tarif|price|cost|montant|total|facture|invoice|paiement|payment|message|mail|bl"
    r"|pallet|palette|consignment|date|day|equipe|l'equipe|team|engineer|technicien|fournisseur|joining"
    r"|instructions|details|paperwork|papers|documents?|tracking|supplier"
    r"|usine|factory|stock))(?![a-z])"
)
_STRONG = frozenset(
    {
        TradeKind.confirmation,
        TradeKind.despatch,
        TradeKind.delay,
        TradeKind.cancellation,
        TradeKind.quote,
        TradeKind.service_report,
        TradeKind.receipt,
        TradeKind.credit_note,
    }
)
_PROMISED = (None, TradeKind.confirmation)
_BAD_NEWS = (TradeKind.delay, TradeKind.cancellation)
_PAST = frozenset({TradeKind.despatch, TradeKind.service_report, TradeKind.receipt})
#: Sentences in which a number may count what is left over.
_GIVES = _PAST | {None, TradeKind.confirmation, TradeKind.delay}
#: Terms that hold prices and no goods: « franco de port dès 150 € ».
_TERMS = expression(
    r"(?<![a-z])(?:franco|free (?:delivery|carriage|shipping) (?:on|over|for|from)|carriage paid"
    r"|minimum (?:order|de commande)|port offert|frais de port offerts|a partir de \d+ ?€|late payment"
    r"|penalites?|registered in|company (?:no|number|reg)|siret|capital (?:de|social))"
)
#: A second thing with a day of its own, between the first day and that.
_ANOTHER = expression(
    r",?\s(?:and|et|,)\s(?:the |our |your |les? |la |l'|vos |votre )[a-z' -]{3,40}? (?:on|by|for|le|pour le|in)? ?(?:the |le )?"
)
_LEAST = 1.2
_ASIDE = expression(r"\([^()]{1,120}\)")


@dataclass(frozen=True, slots=True)
class Said:
    """A line that a text speaks of, the kind that its own sentence has, and whether its words count or price something."""

    line: TradeLine
    kind: TradeKind | None
    is_counted: bool
    is_item: bool
    place: int
    rate: Decimal | None = None


def spoken_lines(segments: Sequence[Segment], writing: Writing, days: Days) -> list[Said]:
    """The lines that a mail's new text speaks of, in order."""
    found: list[Said] = []
    rate, is_gross = _tax(segments)
    for place, segment in enumerate(segments):
        if segment.is_item and _dates_the_list(found, segments, place, days):
            continue
        made = list(_of_segment(segment, place, writing, days))
        if not made:
            made = _of_sentence_before(segments, place, found, days)
        if not made:
            _date_before(found, segment, place, days)
        for said in made:
            line = said.line
            own_rate = said.rate or rate
            if (is_gross or said.line.note == "ttc") and line.price is not None:
                line = (
                    replace(without_tax(line, own_rate), note="")
                    if own_rate
                    else replace(line, price=None, amount=None, note="TTC")
                )
            if found and folded(line.label) in _REMAINING:
                line = replace(line, label=found[-1].line.label)
            if not line.label and not line.note and not line.order_line:
                _complete(found, line)
            else:
                found.append(replace(said, line=line))
    return _merged(_without_remarks(_with_day_of_rest(found), segments))


def _with_day_of_rest(found: Sequence[Said]) -> list[Said]:
    """« Ligne 2 le 27, le reste le 20 » : the day of the rest is that of all that is promised without one."""
    day = next((
        one.line.delivery_date for one in found
        if one.line.note == REST and one.line.delivery_date is not None and one.kind in _PROMISED
    ), None)  # fmt: skip
    if day is None:
        return list(found)
    return [
        replace(one, line=replace(one.line, delivery_date=day))
        if one.line.delivery_date is None and one.kind in _PROMISED and one.line.answer is not Answer.rejected
        else one
        for one in found
    ]


def _dates_the_list(found: list[Said], segments: Sequence[Segment], place: int, days: Days) -> bool:
    """« … : 40 cartons, 12 rouleaux, pour le 25 » : a day alone at the end of a list is that of all that is listed."""
    text = segments[place].text
    said = days.found(text) if len(text) < 40 else []
    if not said or sum(map(str.isalpha, text[: said[0].start])) > 12 or len(text) - said[-1].end > 3:
        return False
    lead, begun = segments[place].lead, False
    for n, one in enumerate(found):
        if lead and segments[one.place].lead == lead and one.line.delivery_date is None:
            found[n], begun = replace(one, line=replace(one.line, delivery_date=said[-1].day)), True
    return begun


def _without_remarks(found: Sequence[Said], segments: Sequence[Segment]) -> list[Said]:
    """What is said, where something is said to have come, without what is only remarked on it in another sentence."""
    if not any(one.kind in _PAST for one in found):
        return list(found)
    return [
        one for one in found
        if one.kind is not None or one.is_item or not is_remark(folded(segments[one.place].text))
    ]  # fmt: skip


def _of_sentence_before(segments: Sequence[Segment], place: int, found: Sequence[Said], days: Days) -> list[Said]:
    """« Elle ne paraîtra pas. Nous annulons donc cette ligne. » : what is cancelled was named by the sentence before."""
    kind = _kind(segments[place].text)
    if kind is not TradeKind.cancellation or not place or any(one.place == place - 1 for one in found):
        return []
    named = _named_only(segments[place - 1], days)
    return [Said(replace(line, answer=Answer.rejected), kind, False, False, place) for line in named]


def _date_before(found: list[Said], segment: Segment, place: int, days: Days) -> None:
    """“We now plan to deliver them w/c 26 October”: the day is that of what the sentence before named."""
    day = days.last(segment.text)
    if day is None or day < days.on or _kind(segment.text) is None:
        return
    for n, one in enumerate(found):
        if one.place >= place - 1 and one.line.delivery_date is None:
            found[n] = replace(one, line=replace(one.line, delivery_date=day))


def _complete(found: list[Said], line: TradeLine) -> None:
    """A number or a price that names nothing belongs to what was named last, if that has none."""
    if found and line.quantity is not None and found[-1].line.quantity is None and found[-1].is_counted:
        found[-1] = replace(found[-1], line=replace(found[-1].line, quantity=line.quantity))
    elif found and line.price is not None and found[-1].line.price is None:
        found[-1] = replace(found[-1], line=replace(found[-1].line, price=line.price, per=line.per))
    if found and line.delivery_date is not None:
        found[-1] = replace(found[-1], line=_put_off(found[-1].line, line.delivery_date))


def _tax(segments: Sequence[Segment]) -> tuple[Decimal | None, bool]:
    """The rate of tax that the text names, and whether all of its prices hold it."""
    for segment in segments:
        plain = folded(segment.text)
        if _ALL_GROSS.search(plain) and not _RATE.search(plain.partition("ttc")[2] if "ttc" in plain else ""):
            return _rate(plain), not any(map(str.isdigit, plain.partition("%")[2])) and _rate(plain) is not None
    rates = {rate for segment in segments if (rate := _rate(folded(segment.text))) is not None}
    return (rates.pop() if len(rates) == 1 else None), False


def _rate(plain: str) -> Decimal | None:
    found = _RATE.search(plain)
    return Decimal((found[1] or found[2]).replace(",", ".")) if found is not None else None


def _of_segment(segment: Segment, place: int, writing: Writing, days: Days) -> Iterator[Said]:
    """The lines of a segment: of a sentence clause by clause, for each may say another thing."""
    if segment.is_item:
        row = row_line(segment.text, writing, days)
        if row is not None:
            yield Said(row, _kind(row.note) if row.note else None, True, True, place)
            return
        yield from _of_clause(segment, place, writing, days, None)
        return
    whole = _kind(segment.text)
    pending: list[Said] = []
    for clause in clauses(segment.text):
        made = list(_of_clause(replace(segment, text=clause), place, writing, days, whole))
        later = days.last(clause) if not made else None
        if later is not None:
            # « … ne nous livre que le 21, vous les aurez donc le 23 » : the later day is the one that counts.
            pending = [replace(one, line=_put_off(one.line, later)) for one in pending]
        pending += made
    yield from pending


def _put_off(line: TradeLine, day: date) -> TradeLine:
    return line if line.delivery_date is None or day <= line.delivery_date else replace(line, delivery_date=day)


def _kind(text: str) -> TradeKind | None:
    # What stands in brackets is said of one thing, not of the sentence.
    own = kind_of_sentence(_ASIDE.sub(" ", text)).best()
    if own.score < _LEAST:
        own = kind_of_sentence(text).best()
    return own.kind if own.score >= _LEAST and own.kind in _STRONG else None


def clauses(sentence: str) -> list[str]:
    """A sentence cut where another subject with a verb of its own begins."""
    plain = folded(sentence)
    found: list[str] = []
    begin = 0
    for joint in _JOINT.finditer(plain):
        behind = plain[joint.end() : joint.end() + 120]
        has_verb = _SUBJECT_END.search(behind) is not None or REMAINDER.match(behind) is not None
        if (
            has_verb
            and joint.start() - begin > 8
            and not BUT.match(behind)
            and plain.count("(", begin, joint.start()) == plain.count(")", begin, joint.start())
        ):
            found.append(sentence[begin : joint.start()])
            begin = joint.end()
    found.append(sentence[begin:])
    return [one.strip() for one in found if one.strip()]


def _of_clause(segment: Segment, place: int, writing: Writing, days: Days, whole: TradeKind | None) -> Iterator[Said]:
    if _TERMS.search(folded(segment.text)):
        return
    kind = _kind(segment.text) or whole
    if kind is TradeKind.confirmation and whole in _PAST:
        # « j'en ai un en stock, il part ce soir » : the stronger of the two.
        kind = whole
    told = of_all(segment.text, days)
    if kind is None and not any(line.delivery_date for line in told):
        told = []
    if (
        told
        and not told[0].note.startswith(EXCEPT)
        and any(item.label and item.quantity for item in items_of(segment.text, writing, days))
    ):
        # “the remaining 8 files”: what is counted is no whole.
        told = []
    if told and kind in _BAD_NEWS and told[0].note.startswith(EXCEPT) and not _is_of_all(segment.text, kind):
        # « validée, sauf les chaises, supprimées du catalogue » : the bad news is of what is left out.
        yield Said(told[0], TradeKind.confirmation, False, False, place)
        left_out = told[1] if len(told) > 1 else TradeLine(label=told[0].note.removeprefix(EXCEPT), says=segment.text)
        is_gone = kind is TradeKind.cancellation
        yield Said(replace(left_out, answer=Answer.rejected) if is_gone else left_out, kind, False, False, place)
        return
    if told:
        for n, line in enumerate(told):
            yield Said(line, kind if not n else TradeKind.delay, False, False, place)
        return
    lines = [*at_lines(segment.text, writing, days)]
    rates: list[Decimal | None] = []
    outstanding: Collection[int] = ()
    if not lines:
        is_past = kind in _PAST
        items = items_of(segment.text, writing, days)
        lines += [_line_of(item, segment, days, is_past=is_past) for item in items]
        rates = [item.rate for item in items]
        outstanding = _outstanding(segment, items) if kind in _GIVES else ()
    is_counted = bool(lines)
    if len(lines) == 1 and not segment.is_item and _is_unit_only(lines[0].label):
        subject = next((one.label for one in _named_only(segment, days)), "")
        lines = [replace(lines[0], label=f"{subject} {lines[0].label}".strip(), says=segment.text.strip(" ."))]
    if not lines and (kind is not None or segment.is_item):
        lines += _named_only(segment, days)
        is_counted = False
    for n, line in enumerate(lines):
        changed = (
            replace(line, answer=Answer.rejected)
            if kind is TradeKind.cancellation and line.answer is Answer.none
            else line
        )
        if n in outstanding:
            later = replace(changed, outstanding=changed.quantity)
            yield Said(later, TradeKind.delay, True, False, place)
            continue
        yield Said(changed, kind, is_counted, segment.is_item, place, rates[n] if n < len(rates) else None)


def _is_of_all(text: str, kind: TradeKind | None) -> bool:
    """Whether the words before those that leave something out say this of all the rest: « tout est annulé sauf … »."""
    but = BUT.search(folded(text))
    return but is not None and _kind(text[: but.start()]) is kind


def _outstanding(segment: Segment, items: Sequence[Item]) -> set[int]:
    """Which of the things that a text counts are still to come, beside others or after them."""
    plain, is_alone = folded(segment.text), segment.is_item and len(items) == 1
    ends = [*(item.start for item in items[1:]), len(plain)]
    return {
        n for n, item in enumerate(items)
        if item.quantity and is_outstanding(plain, item.start, ends[n], is_alone=is_alone)
    }  # fmt: skip


def _is_unit_only(label: str) -> bool:
    words = folded(label).split()
    return len(words) == 1 and is_unit(words[0])


def _line_of(item: Item, segment: Segment, days: Days, *, is_past: bool) -> TradeLine:
    # « tarif passé à 2,49 € au 1er septembre » : what was before is no day of a delivery that is still to come.
    said = [one.day for one in item.days if is_past or one.day >= days.on]
    day = said[-1] if said else (days.last(segment.lead) if segment.lead else None)
    return TradeLine(
        label=item.label, quantity=item.quantity, unit=item.unit, price=item.price, per=item.per, amount=item.amount,
        delivery_date=day, says=item.says, note="ttc" if item.is_gross else "",
    )  # fmt: skip


# ── what is only named ────────────────────────────────────────────────────────────────────────────────────


def _named_only(segment: Segment, days: Days) -> list[TradeLine]:
    """What a sentence speaks of without counting it: the words before its verb, or the whole of an item."""
    text = segment.text.strip()
    day = _day_of_first(text, days) or (days.last(segment.lead) if segment.lead else None)
    if segment.is_item:
        is_title = any(map(str.isdigit, text)) and bool(titles_in(text))
        if is_title or _PRONOUNS.match(folded(text)) or _LABELS.match(folded(text)):
            return []
        return [TradeLine(label=text[:200], says=text[:200], delivery_date=day)]
    plain = folded(text)
    lead = _LEAD.match(plain)
    begin = lead.end() if lead is not None else 0
    verb = _SUBJECT_END.search(plain, begin)
    subject = text[begin : verb.start()].strip(" ,.:-") if verb is not None else ""
    subject = re.split(r", (?=\w+ \w+ \w+)", subject)[-1]
    if not 3 < len(subject) < 90 or _PRONOUNS.match(folded(subject)):
        behind = _OBJECT.search(plain)
        subject = text[behind.start(1) : behind.end(1)].strip(" ,.:-") if behind is not None else ""
        if not 3 < len(subject) < 90 or _PRONOUNS.match(folded(subject)):
            return []
    said = days.found(subject)
    if said and said[0].end - said[0].start > 0.6 * len(subject):
        return []
    return [TradeLine(label=subject, says=text.strip(" ."), delivery_date=day)]


def _day_of_first(text: str, days: Days) -> date | None:
    """The last day of a text; the first one where the next is another thing's: “the tables on 3 May and the lamps on 9 May”."""
    found = arriving(folded(text), days.found(text))
    for one, following in pairwise(found):
        if _ANOTHER.fullmatch(folded(text[one.end : following.start])):
            return one.day
    return max((one.day for one in found), default=None)


# ── said twice ────────────────────────────────────────────────────────────────────────────────────────────


def _merged(found: Sequence[Said]) -> list[Said]:
    """Lines that a later sentence only speaks of again get its day: « les enveloppes le 13 » below a list with prices."""
    kept: list[Said] = []
    for said in found:
        same = None
        if not said.is_counted and said.line.delivery_date is not None and said.line.label:
            same = next((n for n, one in enumerate(kept) if one.is_counted and _shares(one.line, said.line)), None)
        if same is None:
            kept.append(said)
        elif kept[same].line.delivery_date is None:
            kept[same] = replace(kept[same], line=replace(kept[same].line, delivery_date=said.line.delivery_date))
    return kept


def _shares(one: TradeLine, other: TradeLine) -> bool:
    """Whether the main words of one are among those of the other."""
    stems = [word[:5] for word in re.findall(r"[^\W\d_]{4,}", folded(other.label))]
    own = {word[:5] for word in re.findall(r"[^\W\d_]{4,}", folded(one.label))}
    return bool(stems) and all(stem in own for stem in stems)
