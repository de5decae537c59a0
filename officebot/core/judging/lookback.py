"""Deadlines that point at a date told elsewhere: « le comité est jeudi, il me faut les chiffres avant »."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from officebot.core.dates import Match
from officebot.core.expressions import expression
from officebot.core.judging.quiet import ASKS, end_of, is_definite
from officebot.core.judging.reading import Reading, Sentence

#: What lies further ahead is too far to be meant by "then".
_NEAR = timedelta(days=120)
#: So far before "then" its date may stand, in letters.
_REACH = 260
#: So far behind it, which is rarer: « la veille de sa visite, prévue vendredi ».
_CLOSE = 40
_CHOICE = expression(r"\b(?:either|or|ou|soit)\b")
#: No mail points back more often than is worth looking at.
_MOST = 6

_EVENTS_EN = (
    r"(?:meeting|call|board|visit|hearing|trip|flight|talk|event|show|committee|session|interview|appointment|audit|"
    r"inspection|delivery|launch|departure|holidays?|leave|fair|vote|start|opening|conference|review|presentation|exam|"
    r"wedding|ceremony|move|course|journey|surgery|operation|auction|ballot|training|workshop|kick-?off|game|match)"
)
_EVENTS_FR = (
    r"(?:reunion|comite|conseil|rendez-vous|rdv|audience|visite|appel|point|entretien|depart|arrivee|venue|passage|"
    r"conges?|vacances|voyage|vol|salon|seance|commission|assemblee|ag|codir|livraison|controle|inspection|audit|"
    r"lancement|ouverture|demarrage|debut|soutenance|presentation|demenagement|mariage|ceremonie|formation|stage|vote|"
    r"tirage|impression|bouclage|oral|examen|intervention|chantier|travaux|operation|jury|atelier|deplacement|match)"
)
#: Words that point at a time told before or behind them.
_THEN = expression(
    r"\b(?:(?:before|by|ahead of) (?:then|that(?: (?:date|day|time|point|" + _EVENTS_EN + r"))?)\b|beforehand\b|"
    r"(?:ahead of|in time for) (?:it|that|this)\b|in time(?=\s{0,2}[.!?,;]|$)|"
    r"before (?:i|we|he|she|they|it) (?:go|leav|fl[iy]|meet|start|begin|clos|open|sit|set off|head|travel|depart|present|"
    r"do|vot|decid|print|ship|sail|com|arriv|happen|tak|lapse|expir|sign)\w{0,4}\b|"
    r"(?:before|ahead of|in time for) (?:the|my|our|his|her|their|this) " + _EVENTS_EN + r"\b|"
    r"d'ici la(?=\s{0,2}[,.;:!?)]|\s{1,3}(?:le|les|des|vos|votre|une?|pour|que|si|je|nous|vous|tu|et|ou)\b|\s{0,3}$)|"
    r"avant (?:cela|ca|cette (?:date|echeance|heure|rencontre|" + _EVENTS_FR + r")|ce (?:jour|moment|delai|" + _EVENTS_FR +
    r"))\b|(?<!pas )avant(?=\s{0,2}(?:[.!?;,)\n]|$|si possible|svp|s'il vous|stp))|au prealable\b|auparavant\b|a temps\b|"
    r"pour (?:cette date|ce jour-la|ce jour la)\b|avant qu(?:e |')(?:il|elle|on|je|nous|ils|elles|ca|le|la|les)\b|"
    r"avant (?:(?:la|le|mon|ma|son|sa|notre|leur|leurs|mes|ses|les) |l')" + _EVENTS_FR + r"\b|"
    r"(?P<eve>(?:la |l'avant-)veille\b(?! au)|the (?:day|night|evening) before\b))"
)  # fmt: skip
#: One of these stands in all of them: looked for first, since hardly any mail has one.
_HINTS = (
    "avant",
    "before",
    "by th",
    "d'ici la",
    "ahead of",
    "in time",
    "au prealable",
    "auparavant",
    "a temps",
    "pour ce",
    "veille",
)
#: What somebody says of himself by then: « d'ici là, je reste à votre disposition », "I'll call you before then".
_OF_OURS = expression(
    r"\b(?:je (?:reste|vous (?:appelle|rappelle|envoie|enverrai|rappellerai|tiens|recontacte)|reviens)|"
    r"nous (?:restons|vous (?:enverrons|rappellerons|tiendrons|recontacterons))|bonne|bon|i'll|i will|we'll|we will|"
    r"you'll|you will|vous recevrez)\b"
)
_WANTS = expression(
    r"\b(?:il (?:me |nous |te |vous |leur |lui )?(?:le |la |les )?(?:faut|faudrait|faudra)|besoin|doi(?:s|t|vent)|devr\w{1,5}|"
    r"need|needs|needed|must|has to|have to|want|wants|veut|veulent|like to have|would like|'d like|aimerai\w{1,4}|"
    r"voudrai\w{1,4}|souhait\w{1,6}|attend\w{0,3}|send|reply|answer|sign|confirm|envoy\w{1,3}|renvoy\w{1,3}|repond\w{1,3}|"
    r"signe[rz]|merci|pourrai(?:t|ent)|serait (?:prudent|utile|bon|bien)|can i|could i|may i|make sure|"
    r"pensez|pense|n'oublie\w{0,2}|an? (?:\w{3,8} ){0,2}(?:line|word|yes|reply|answer|note|call|nod)|un (?:\w{3,8} )?(?:mot|"
    r"oui|coup de fil)|"
    r"une (?:\w{3,8} )?(?:reponse|ligne|confirmation))\b"
)


def looked_back(
    matches: Sequence[Match], reading: Reading, asked: Sequence[Sentence], local: datetime
) -> Match | None:
    """The earliest date ahead that "before then" of a sentence that asks points at; None where nothing does."""
    if not matches:
        return None
    folded = reading.text.folded
    if not any(word in folded for word in _HINTS):
        return None
    found = []
    for count, then in enumerate(_THEN.finditer(folded, reading.subject_end)):
        if count >= _MOST:
            break
        sentence = reading.sentence_at(then.start())
        if sentence is None or not _is_asked(sentence, reading, asked):
            continue
        length = _length_before(then.start(), matches)
        others = [one for one in matches if one is not length]
        meant = _meant(then.start(), then.end(), sentence, others, reading, local)
        if meant is not None:
            found.append(_eve(meant) if then["eve"] else _earlier(meant, length))
    return min(found, key=lambda one: end_of(one.latest, local), default=None)


def _is_asked(sentence: Sentence, reading: Reading, asked: Sequence[Sentence]) -> bool:
    """Whether the sentence wants something of the reader."""
    folded = reading.text.folded
    if sentence in asked or ASKS.search(folded, sentence.start, sentence.end):
        return True
    wants = _WANTS.search(folded, sentence.start, sentence.end) is not None
    return wants and _OF_OURS.search(folded, sentence.start, sentence.end) is None


def _meant(
    start: int, end: int, sentence: Sentence, matches: Sequence[Match], reading: Reading, local: datetime
) -> Match | None:
    """The date that is pointed at: the nearest before, in this sentence or one of the two before it; else one behind."""
    if any(one.start <= start < one.end or 0 <= one.start - end <= 2 for one in matches):
        return None  # It has a date of its own.
    first = max(0, reading.sentences.index(sentence) - 2) if sentence in reading.sentences else 0
    since = max(reading.sentences[first].start, start - _REACH)
    ahead = [one for one in matches if _is_ahead(one, local)]
    before = [one for one in ahead if since <= one.start and one.end <= start]
    limit = min(sentence.end, end + _CLOSE)
    behind = [
        one for one in ahead if end <= one.start < limit and not _CHOICE.search(reading.text.folded, end, one.end + 4)
    ]
    return before[-1] if before else behind[0] if behind else None


def _length_before(start: int, matches: Sequence[Match]) -> Match | None:
    """The length that says how long before: « une demi-heure avant »."""
    return next((one for one in matches if one.type == "duration" and 0 <= start - one.end <= 1), None)


def _earlier(meant: Match, length: Match | None) -> Match:
    """The time that is meant, or the one that is so much earlier."""
    if length is None or not length.seconds or meant.latest is None:
        return meant
    back = timedelta(seconds=length.seconds)
    if not isinstance(meant.latest, datetime) and back < _DAY:
        return meant
    return replace(meant, latest=meant.latest - back)


_DAY = timedelta(days=1)


def joined(matches: Sequence[Match], folded: str) -> list[Match]:
    """The matches, a time and the day told behind it as one: "7 pm on the 3rd", « 14 h le 12 »."""
    made: list[Match] = []
    for one in matches:
        last = made[-1] if made else None
        if last is not None and _is_day_of(last, one, folded):
            made[-1] = _on_day(last, one, folded)
        else:
            made.append(one)
    return made


_CLOSING = expression(
    r"(?:(?:by|before|avant|en|a) )?(?:the )?(?:cob|eod|close of (?:business|play|trading)|end of (?:the )?(?:day|play|business)|"
    r"fin de (?:la )?journee|premiere heure)"
)
_ON = expression(r"[ ,]{1,2}(?:(?:on|le|this|ce|du|of)\b)?[ ]?(?:the )?")


def _is_day_of(last: Match, one: Match, folded: str) -> bool:
    """Whether the day that is `one` is that of the time before it."""
    is_time = last.type == "time" or (last.type == "timerange" and not last.from_)
    is_time = is_time or _CLOSING.fullmatch(folded, last.start, last.end) is not None
    return is_time and one.type == "date" and _ON.fullmatch(folded, last.end, one.start) is not None


def _on_day(last: Match, one: Match, folded: str) -> Match:
    """The time on its day; a deadline where either is one."""
    if not isinstance(last.latest, datetime) or one.latest is None or isinstance(one.latest, datetime):
        return one
    at = datetime.combine(one.latest, last.latest.timetz())
    role = "deadline" if last.role == "deadline" else one.role
    between = folded[last.end : one.start]
    return replace(last, text=f"{last.text}{between}{one.text}", end=one.end, latest=at, type="datetime", role=role)


def _is_ahead(match: Match, local: datetime) -> bool:
    """Whether it is a day or a time to come, and no length, no repetition and no long period."""
    due = match.latest
    if due is None or match.type in ("set", "duration") or match.role == "past" or not is_definite(match):
        return False
    return local < end_of(due, local) <= local + _NEAR


def _eve(match: Match) -> Match:
    """The day before the date."""
    due = match.latest
    day = due.date() if isinstance(due, datetime) else due
    return replace(match, latest=day - timedelta(days=1), has_time=False) if day is not None else match
