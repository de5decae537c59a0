"""Deadlines that no word calls one: what closes, leaves or is decided by a day, and so makes acting later useless."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from officebot.core.dates import Match
from officebot.core.judging.reading import Reading, Sentence

#: What lies further ahead is a plan, not what a mail waits for.
_NEAR = timedelta(days=45)
#: So much must speak for a date.
_ENOUGH = 1.0
_BEFORE, _BEHIND = 70, 90
#: What a date counts that stands in a sentence that asks, or in one beside it.
_IN_IT, _BESIDE = 0.7, 0.4
#: No mail has more dates than this that are worth weighing.
_MOST = 12

#: A door that shuts: something ends, leaves, is decided, printed or handed in at that time, or somebody is there.
_SHUTS = re.compile(
    r"\b(?:tombe(?:nt)?|expire(?:nt|s)?|ferme(?:nt)?|clot(?:ure)?|cloturons|quitte|repart(?:ent)?|part(?:ent)?|"
    r"partons|pars|parte(?:nt)?|s'arrete|arret(?:e|ons|ent|ee?s?)|"
    r"(?:est|sont) (?:libere|relache|boucle|exigible|fixe|lance|fige|imprime)e?s?|lance(?:nt)?|lancons|"
    r"attribu(?:e|ons|ent)|imprim(?:e|ons|ent)|boucl(?:e|ent|ons)|fige(?:ons|nt)?|charge(?:nt|ons)?|"
    r"depos(?:e|ent|ons)|tranche(?:nt)?|decide(?:nt)?|decidons|arbitre|vote(?:nt)?|statue(?:nt|r)?|siege|"
    r"se reunit|se reunissent|passe(?:nt)?|examine(?:nt)?|prend(?:s|re)? (?:sa|la|leur) decision|choisit|"
    r"rend(?:s|e|ons)?|se prononce(?:nt)?|remet(?:s|tons)?|present(?:e|ent|ons)|transmet(?:s|tons)?|envoie(?:nt)?|"
    r"envoyons|command(?:e|ent|ons)|depart|livr(?:e|ent|ons)|embarque|decolle|prends (?:l'avion|le train)|"
    r"prend l'avion|a besoin|attend(?:ent|ons|s)?|mise en (?:ligne|page)|mise sous presse|sign(?:e|ent|era|ons)|"
    r"vois|voyons|voit|rencontre|plaide|recois|recevons|vient|viennent|arrive(?:nt)?|"
    r"devant (?:le|la|un) (?:juge|notaire|jury|tribunal|conseil|comite|prefet|ministre)|atterrit|demarre|"
    r"commence a tourner|laps(?:es?|ing)|clos(?:es?|ing)|ends?|leaves?|leaving|go(?:es)?|going|released?|releases|"
    r"shuts?|stops?|runs?|expires?|dies|sails?|ships?|flies|fly|departs?|prints?|files?|decides?|votes?|awards?|"
    r"allocates?|assigns?|signs?|picks?|collects?|cut-?off|gate|due|payable|needs? it|wants? it|hand|submit|"
    r"submission|launch(?:es)?|freez(?:es?|ing)|locks?|boards?|loads?|last (?:slot|place|chance|day|date)|"
    r"on the line|left (?:on|in|for)|reste (?:une|un|deux|trois)|meets|sits|i see|seeing|present|presents|"
    r"presenting|in front of|expects?|coming|comes|next (?:time|one|run|slot|round|collection|departure) is|"
    r"arriv(?:es?|ing|al)|lands?|turns? up|visit(?:s|ing)?|pulls?|drops?|gone|moves? on)\b[^.!?]{0,44}$"
)
#: What happens to whoever does nothing: "after that", « sinon ».
_OR_ELSE = re.compile(
    r"\b(?:after(?:wards| that| which)|otherwise|or else|else|failing|at which point|"
    r"then (?:it|he|she|they|we|i)\b|and then|if i don't|if we don't|if you don't|if nobody|if not|without|unless|"
    r"until then|sinon|a defaut|faute d|ensuite|apres|passe ce|"
    r"sans (?:reponse|retour|nouvelle|report|quoi|vous|toi)|tant que|"
    r"si (?:vous ne|tu ne|personne|je n|nous n|rien))"
)
#: What the thing is wanted for: « pour le conseil de », "for Tuesday's board".
_FOR_IT = re.compile(r"\b(?:pour|for)\b(?: \w{1,12}['-]?){0,3} ?(?:(?:de|du|d'|of|on)(?: le| la| the)? ?)?$")
_IS_FOR = re.compile(
    r"\b(?:il (?:me |nous |te |vous )?(?:le |la |les )?(?:faut|faudrait)|besoin|need|needs|want|wants|get|have|"
    r"ready|send|bring|prepare|envoy\w{1,3}|prepar\w{1,3}|prets?|reserv\w{1,3}|book|order|please|merci de|pouvez|"
    r"peux|could you|can you|would you)\b"
)
#: A day from which or apart from which: nothing is due then.
_NOT_BY = re.compile(
    r"\b(?:since|from|starting|as of|not before|instead of|rather than|except|but not|was|were|been|last|received|"
    r"dated|depuis|des|a partir d[eu]|au lieu d[eu]|sauf|hors|plutot que|pas avant|etait|ete|recue?s?|"
    r"date(?:e|es)? d[eu]|annonc\w{1,5}|peut attendre|can wait|"
    r"wait (?:for|until|till))(?: (?:the|le|la|les|this|on|ce))?\s?$"
)
#: « jeudi ou vendredi »: a choice of days.
_EITHER = re.compile(r"\W{0,2}(?:or|ou)\b")
#: An appointment that is arranged, moved or only told: its time is none by which anything is wanted.
_APPOINTED = re.compile(
    r"\b(?:meet(?:ing)?|talk|see you|catch up|call with|lunch|dinner|are you free|available|availab\w{1,8}|"
    r"reschedul\w{1,3}|mov(?:e|ed|ing)|postpon\w{1,3}|starts?|opens?|opening|invit\w{1,6}|closed|away|holiday|"
    r"back on|reunion|rendez-vous|rdv|dejeuner|diner|se voir|on se voit|disponib\w{1,5}|dispo|libre|decal\w{1,3}|"
    r"report\w{1,3}|deplac\w{1,3}|commence\w{0,3}|ouvr\w{1,4}|ouverture|absente?s?|conges?|audience|au telephone|"
    r"retrouv\w{1,4})\b"
)
_ASKS = re.compile(
    r"\b(?:merci de|merci d'|veuillez|pouvez|pourriez|peux-tu|pourrais|"
    r"il (?:me |nous |te |vous )?(?:faut|faudrait)|besoin d|dites|dis-moi|que fait-on|please|could|can you|"
    r"would you|kindly|need|let (?:me|us)|tell (?:me|us))\b"
)
_LASTS = re.compile(r"until|till?\b|jusqu", re.IGNORECASE)
#: What makes more of a period than the name of a month, which is no time to act by.
_DEFINITE = re.compile(
    r"\d|\b(?:fin|end|mi|mid|week|semaine|\w{2,6}day|\w{2,5}di|eom|today|tomorrow|tonight|aujourd|soir|matin)"
)


@dataclass(frozen=True, slots=True)
class _Place:
    """A date among its words: what stands before it in its sentence, what behind, and the sentence."""

    match: Match
    before: str
    behind: str
    sentence: Sentence


def quiet_deadline(
    matches: Sequence[Match], reading: Reading, asked: Sequence[Sentence], local: datetime, *, is_meeting: bool
) -> Match | None:
    """The earliest of the dates ahead that acting later would miss; None where hardly anything says so.

    `asked` are the sentences that ask; `is_meeting` tells that the mail is about an appointment, whose time is no deadline.
    """
    ahead = [one for one in matches if _is_candidate(one, local)][:_MOST]
    good = [one for one in ahead if _weight(_placed(one, matches, reading), reading, asked, is_meeting) >= _ENOUGH]
    return min(good, key=lambda one: _end(one.latest, local), default=None)


def _is_candidate(match: Match, local: datetime) -> bool:
    """Whether it is a definite day or time that is near; what only lasts until then is none."""
    due = match.latest
    if due is None or match.type in ("set", "duration") or match.role == "past" or _LASTS.match(match.text):
        return False
    if match.type == "daterange" and not _DEFINITE.search(match.text.lower()):
        return False
    return local < _end(due, local) <= local + _NEAR


def _end(due: date | datetime | None, local: datetime) -> datetime:
    if isinstance(due, datetime):
        return due if due.tzinfo is not None else due.replace(tzinfo=local.tzinfo)
    return datetime.combine(due or date.max, time(23, 59), tzinfo=local.tzinfo)


def _placed(match: Match, matches: Sequence[Match], reading: Reading) -> _Place:
    sentence = reading.sentence_at(match.start) or Sentence(0, reading.subject_end, False, in_subject=True)
    since = max((one.end for one in matches if one.end <= match.start), default=0)
    folded = reading.text.folded
    before = folded[max(sentence.start, since, match.start - _BEFORE) : match.start].replace("\n", " ")
    return _Place(match, before, folded[match.end : match.end + _BEHIND].replace("\n", " "), sentence)


def _weight(place: _Place, reading: Reading, asked: Sequence[Sentence], is_meeting: bool) -> float:
    """How much says that acting after the date is useless."""
    if _NOT_BY.search(place.before) or _EITHER.match(place.behind) or place.sentence.in_subject:
        return 0.0
    words = reading.text.folded[place.sentence.start : place.sentence.end]
    total = 0.0
    if _SHUTS.search(place.before):
        total += 1.2
    is_for = _FOR_IT.search(place.before) is not None and _IS_FOR.search(words) is not None
    if is_for:
        total += 1.2
    if _OR_ELSE.search(place.behind):
        total += 0.6
    total += _nearness(place.sentence, words, reading, asked)
    if _APPOINTED.search(words) and not is_for:
        total -= 1.0
    return total - 0.6 if is_meeting else total


def _nearness(sentence: Sentence, words: str, reading: Reading, asked: Sequence[Sentence]) -> float:
    """How near to what is asked the date stands: in its sentence, in the one beside it, or elsewhere."""
    if sentence in asked or _ASKS.search(words):
        return _IN_IT
    at = reading.sentences.index(sentence) if sentence in reading.sentences else -9
    beside = [reading.sentences[near] for near in (at - 1, at + 1) if 0 <= near < len(reading.sentences)]
    is_beside = any(
        one in asked or one.is_question or _ASKS.search(reading.text.folded, one.start, one.end) for one in beside
    )
    return _BESIDE if is_beside else 0.0
