"""Deadlines that no word calls one: what closes, leaves or is decided by a day, and so makes acting later useless."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from officebot.core.dates import Match
from officebot.core.expressions import expression
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
_VERBS = (
    r"(?:tombe(?:nt)?|expire(?:nt|s)?|ferm(?:e|es|ent|ant|era|eront)|clot(?:ure)?|cloturons|cloturant|"
    r"quitte|repart(?:ent)?|part(?:ent)?|"
    r"partons|pars|parte(?:nt)?|s'arrete|arret(?:e|ons|ent|ee?s?)|"
    r"(?:est|sont) (?:libere|relache|boucle|exigible|fixe|lance|fige|imprime)e?s?|lance(?:nt)?|lancons|"
    r"attribu(?:e|ons|ent)|imprim(?:e|ons|ent)|boucl(?:e|ent|ons)|fige(?:ons|nt)?|charge(?:nt|ons)?|"
    r"depos(?:e|ent|ons)|tranche(?:nt)?|decide(?:nt)?|decidons|arbitre|vote(?:nt)?|statue(?:nt|r)?|siege|"
    r"se reunit|se reunissent|passe(?:nt)?|examine(?:nt)?|prend(?:s|re)? (?:sa|la|leur) decision|choisit|"
    r"rend(?:s|e|ons)?|se prononce(?:nt)?|remet(?:s|tons)?|present(?:e|ent|ons)|transmet(?:s|tons)?|envoie(?:nt)?|"
    r"envoyons|command(?:e|ent|ons)|depart|livr(?:e|ent|ons)|embarque|decolle|prends (?:l'avion|le train)|"
    r"prend l'avion|(?:prend|prends|prennent|prenons) (?:nos|vos|les|mes|leurs|ses|des)|donne (?:sa|leur|la) (?:reponse|"
    r"decision)|a besoin|attend(?:ent|ons|s)?|mise en (?:ligne|page)|mise sous presse|sign(?:e|ent|era|ons)|"
    r"vois|voyons|voit|rencontre|plaide|recois|recevons|vient|viennent|arrive(?:nt)?|"
    r"devant (?:le|la|un) (?:juge|notaire|jury|tribunal|conseil|comite|prefet|ministre)|atterrit|demarre|"
    r"commence a tourner|laps(?:es?|ing)|clos(?:es?|ing)|ends?|leaves|(?:i|we|you|they) leave|leaving|"
    r"go(?:es)?|going|released?|releases|"
    r"shuts?|stops?|runs?|expires?|dies|sails?|ships?|flies|fly|departs?|prints?|files?|decides?|votes?|awards?|"
    r"allocates?|assigns?|signs?|picks?|collects?|cut-?off|gate|due|payable|needs? it|wants? it|hand|submit|"
    r"submission|launch(?:es)?|freez(?:es?|ing)|locks?|boards?|loads?|last (?:slot|place|chance|day|date)|"
    r"on the line|left (?:on|in|for)|reste (?:une|un|deux|trois)|meets|sits|i see|seeing|present|presents|"
    r"presenting|in front of|expects?|coming|comes|next (?:time|one|run|slot|round|collection|departure) is|"
    r"wants?|needs?|sending out|sends? out|post(?:ing|s)?|mailing|publish(?:es|ing)?|upload(?:ing|s)?|announc(?:es?|ing)|"
    r"finali[sz](?:e|es|ing)|submitting|filing|compil(?:e|es|ing)|plac(?:e|es|ing) (?:the|our|an?|my)|ordering|"
    r"to press|to print|issu(?:es?|ing)|briefing|wrap(?:s|ping)? up|hand(?:s|ing) (?:in|over)|"
    r"veut|veulent|reclame|exige|diffuse|publie|finalise|poste|expedie|valide|passe (?:la|une|notre) commande|"
    r"mets en ligne|affiche|annonce|transmets|depot|bouclage|tirage|impression|"
    r"arriv(?:es?|ing|al)|lands?|turns? up|visit(?:s|ing)?|pulls?|drops?|gone|moves? on|takes? (?:our|your|the|all|last)|"
    r"books|rolls|packs?|cuts?|goes? home|going home|rentre(?:nt)? chez)\b"
)
_SHUTS = expression(rf"\b{_VERBS}[^.!?]{{0,44}}$")
#: « Vendredi le relieur ferme son atelier », "Monday they print the menus": what somebody does on the day that begins it.
_THEY_SHUT = expression(
    r"(?: (?:matin|midi|soir|morning|evening|afternoon|night|at \w{1,8}|a \d{1,2} ?h(?: ?\d\d)?))?,? "
    r"(?:(?:je|tu|il|elle|on|nous|vous|ils|elles|i|we|you|he|she|they|it|somebody|someone)"
    r"|(?:(?:le|la|les|mon|ma|mes|notre|nos|son|sa|leur|leurs|un|une|the|my|our|his|her|their|your|a|an) |"
    r"l')[\w'-]{2,16}(?: [\w'-]{2,16})?) "
    rf"(?:me |nous |se |s'|lui |leur )?{_VERBS}"
)
_BEGINS = expression(
    r"(?:^|[,;:(\u2013-]|\b(?:et|and|car|mais|but|because|parce que|que|that|as|since|puisque|or|because|on|le|donc|so|ce))\s*$"
)


#: What happens to whoever does nothing: "after that", « sinon ».
_OR_ELSE = expression(
    r"\b(?:after(?:wards| that| which)|otherwise|or else|else|failing|at which point|"
    r"then (?:it|he|she|they|we|i)\b|and then|if i don't|if we don't|if you don't|if nobody|if not|without|unless|"
    r"until then|reopens?|(?:not |never )?(?:back|again) (?:in|until|till|before)|ne rouvr\w{1,4}|"
    r"non (?:confirme|recu|regle|paye|rendu|signe|etiquete)\w{0,2}|"
    r"(?:not|un)[ -]?(?:confirmed|received|paid|signed|labelled)|sinon|a defaut|faute d|ensuite|apres|passe ce|"
    r"sans (?:reponse|retour|nouvelle|report|quoi|vous|toi)|tant que|"
    r"si (?:vous ne|tu ne|personne|je n|nous n|rien))"
)
#: What the thing is wanted for: « pour le conseil de », "for Tuesday's board".
_FOR_IT = expression(r"\b(?:pour|for)\b(?: \w{1,12}['-]?){0,3} ?(?:(?:de|du|d'|of|on)(?: le| la| the)? ?)?$")
_IS_FOR = expression(
    r"\b(?:il (?:me |nous |te |vous )?(?:le |la |les )?(?:faut|faudrait)|besoin|need|needs|want|wants|get|have|"
    r"ready|send|bring|prepare|envoy\w{1,3}|prepar\w{1,3}|prets?|reserv\w{1,3}|book|order|please|merci de|pouvez|"
    r"peux|could you|can you|would you)\b"
)
#: A day from which or apart from which: nothing is due then.
_NOT_BY = expression(
    r"\b(?:since|from|starting|as of|not before|instead of|rather than|except|but not|was|were|been|last|received|"
    r"dated|depuis|des|a partir d[eu]|au lieu d[eu]|sauf|hors|plutot que|pas avant|etait|ete|recue?s?|"
    r"date(?:e|es)? d[eu]|annonc\w{1,5}|peut attendre|can wait|"
    r"wait (?:for|until|till))(?: (?:the|le|la|les|this|on|ce))?\s?$"
)
#: « jeudi ou vendredi »: a choice of days.
_EITHER = expression(r"\W{0,2}(?:or|ou|and again|and then again|puis de nouveau|et de nouveau)\b")
#: An appointment that is arranged, moved or only told: its time is none by which anything is wanted.
_APPOINTED = expression(
    r"\b(?:meet(?:ing)?|talk|see you|catch up|call with|lunch|dinner|are you free|available|availab\w{1,8}|"
    r"reschedul\w{1,3}|mov(?:e|ed|ing)|postpon\w{1,3}|starts?|opens?|opening|invit\w{1,6}|closed|away|holiday|"
    r"back on|reunion|rendez-vous|rdv|dejeuner|diner|se voir|on se voit|disponib\w{1,5}|dispo|libre|decal\w{1,3}|"
    r"report\w{1,3}|deplac\w{1,3}|commence\w{0,3}|ouvr\w{1,4}|ouverture|absente?s?|conges?|audience|au telephone|"
    r"retrouv\w{1,4})\b"
)
#: Words by which a sentence asks, whatever the model says of it.
ASKS = expression(
    r"\b(?:merci de|merci d'|veuillez|pouvez|pourriez|peux-tu|pourrais|"
    r"il (?:me |nous |te |vous )?(?:faut|faudrait)|besoin d|dites|dis-moi|que fait-on|please|could|can you|"
    r"would you|kindly|need|let (?:me|us)|tell (?:me|us)|"
    r"(?:quelqu'un|qui|on|je|tu|vous) (?:peut|peux|pouvez|pourrait|pourrais|pourriez)|pensez|n'oubliez|"
    r"(?:can|could) (?:i|we|someone|somebody|anyone)|i'd like|i would like|voudrai\w{1,4}|aimerai\w{1,4})\b"
)
#: "See you at Christmas": a feast is a time to act by only where a word such as "before" says so.
_FEASTS = expression(r"christmas|xmas|no[eë]l\b|easter|p[aâ]ques|new year|nouvel an|jour de l'an", re.IGNORECASE)
#: « du 14 au 24 décembre », "between 8 and 12" say how long, not by when.
_FROM_TO = expression(r"\w\W{0,2}(?:\b(?:to|au|à|et|and)\b(?! (?:soir|matin))|[-–])\W{0,2}\w", re.IGNORECASE)
_RANGES = ("daterange", "timerange", "datetimerange")
_LASTS = expression(r"until|till?\b|jusqu", re.IGNORECASE)
#: What makes more of a period than the name of a month, which is no time to act by.
_DEFINITE = expression(
    r"\d|\b(?:fin|end|mi|mid|week|semaine|\w{2,6}day|\w{2,5}di|eom|today|tomorrow|tonight|aujourd|soir|matin)"
)


@dataclass(frozen=True, slots=True)
class _Place:
    """A date among its words: what stands before it in its sentence, what behind, and the sentence."""

    match: Match
    folded: str
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
    return min(good, key=lambda one: end_of(one.latest, local), default=None)


def _is_candidate(match: Match, local: datetime) -> bool:
    """Whether it is a definite day or time that is near; what only lasts until then is none."""
    due = match.latest
    if due is None or match.type in ("set", "duration") or match.role == "past" or not is_definite(match):
        return False
    return local < end_of(due, local) <= local + _NEAR


def is_definite(match: Match) -> bool:
    """Whether it names a day or a time, and neither only a month nor until when something lasts."""
    if (
        _FEASTS.search(match.text)
        or _LASTS.match(match.text)
        or (match.type in _RANGES and _FROM_TO.search(match.text))
    ):
        return False
    return match.type != "daterange" or _DEFINITE.search(match.text.lower()) is not None


def end_of(due: date | datetime | None, local: datetime) -> datetime:
    """The instant, or the end of the day."""
    if isinstance(due, datetime):
        return due if due.tzinfo is not None else due.replace(tzinfo=local.tzinfo)
    return datetime.combine(due or date.max, time(23, 59), tzinfo=local.tzinfo)


def _placed(match: Match, matches: Sequence[Match], reading: Reading) -> _Place:
    sentence = reading.sentence_at(match.start) or Sentence(0, reading.subject_end, False, in_subject=True)
    since = max((one.end for one in matches if one.end <= match.start), default=0)
    folded = reading.text.folded
    before = folded[max(sentence.start, since, match.start - _BEFORE) : match.start].replace("\n", " ")
    behind = folded[match.end : match.end + _BEHIND].replace("\n", " ")
    return _Place(match, folded[match.start : match.end], before, behind, sentence)


def _weight(place: _Place, reading: Reading, asked: Sequence[Sentence], is_meeting: bool) -> float:
    """How much says that acting after the date is useless."""
    if _NOT_BY.search(place.before) or _EITHER.match(place.behind) or place.sentence.in_subject:
        return 0.0
    words = reading.text.folded[place.sentence.start : place.sentence.end]
    total = 0.0
    if _SHUTS.search(place.before) or _is_shut_then(place):
        total += 1.2
    is_for = _FOR_IT.search(place.before) is not None and _IS_FOR.search(words) is not None
    if is_for:
        total += 1.2
    if _is_denied(place.before) or _THEIR_TURN.search(place.before):
        total -= 1.2
    elif _OWN_WORK.search(place.before):
        total += _OWN
    if _OR_ELSE.search(place.behind):
        total += 0.6
    near = nearness(place.sentence, words, reading, asked)
    total += near + _hurry(place, near)
    if _APPOINTED.search(words) and not is_for:
        total -= 1.0
    return total - 0.6 if is_meeting and not _FOR_GOOD.search(place.before) else total


def _is_denied(before: str) -> bool:
    """Whether the words before a date say that nothing happens then."""
    return ("n't" in before or "no" in before or "pas" in before or "plus" in before) and _WONT.search(
        before
    ) is not None


def _is_shut_then(place: _Place) -> bool:
    """Whether the day begins what somebody does then."""
    return _THEY_SHUT.match(place.behind) is not None and _BEGINS.search(place.before) is not None


#: What is printed or shut for good waits for no meeting.
_FOR_GOOD = expression(
    r"\b(?:print\w{0,3}|press|imprim\w{1,4}|impression|boucl\w{1,4}|tirage|clos\w{1,3}|clot\w{0,5}|ferm\w{1,5}|arret\w{1,4})\b"
)
#: « Je fais les badges vendredi », "we interview on Monday": what the writer does then, and needs the thing for.
_OWN_WORK = expression(
    r"\b(?:(?:je|nous|on) (?!suis|sommes|serai|serons|vous|te|t'|pars|reviens|rentre|ne|n'|l'ai|viens|"
    r"passe (?!commande|la |les ))"
    r"(?:me |m'|nous )?[a-z]{3,12} (?:le |la |les |l'|mes |mon |ma |nos |notre |tout )|"
    r"(?:doi(?:s|t|vent)|devons|has to|have to|must) [a-z]{3,14}\b|"
    r"(?:i|we) (?!am|are|was|were|will|have|had|saw|got|see|hope|can|would|could|should|meet|met)[a-z]{3,9} "
    r"(?:the|our|my|everything|all) )[^.!?,]{0,44}$"
)
_OWN = 0.7
#: « Nous livrons vos chaises jeudi », « votre commande sera livrée lundi »: what is done for the reader is awaited.
_THEIR_TURN = expression(
    r"\b(?:livr|deliver|ship|install|expedi|bring|pass(?:e|ons|era)|viend|vien|interv|call|visit)\w{0,5}[^.!?]{0,16}"
    r"\b(?:vos|votre|chez vous|vous|your|you)\b[^.!?]{0,30}$|"
    r"\b(?:sera|seront|will be|est|sont|is|are being) (?:livre|expedie|installe|deliver|shipp|install|dispatch)\w{0,4}\b"
    r"[^.!?]{0,30}$"
)
#: "I shan't be coming on Tuesday", « je ne viens pas mardi ».
_WONT = expression(
    r"\b(?:shan't|won't|will not|isn't|aren't|am not|is not|are not|can't|cannot) (?:be )?(?:able to )?\w{2,12} (?:\w{1,8} )?$|"
    r"\b(?:ne |n')\w{2,12} (?:pas|plus) (?:le )?$"
)
#: "Could you send it on Friday?": what is handed over is wanted on its day.
_HANDS = expression(
    r"\b(?:send|get|have|return|bring|deliver|hand|give|let us have|supply|submit|pay|drop|envoy\w{1,3}|transm\w{2,5}|"
    r"avoir|recevoir|rendre|rendez|apport\w{1,3}|donn\w{1,3}|livr\w{1,3}|depos\w{1,3}|retourn\w{1,3}|renvoy\w{1,3}|"
    r"repond\w{1,3}|reply|answer|confirm\w{0,3}|sign\w{0,3}|valid\w{1,3}|"
    r"faut|faudra|faudrait|besoin|need|wants?|want|pay\w{1,3}|regl\w{1,3}|rappel\w{1,4}|call back)\b[^.!?]{0,60}$"
)
#: « dans 35 mn », "in half an hour": what is counted in minutes or in a few hours.
_IN_MINUTES = expression(r"(?:dans|in|sous|within)\b.{0,24}(?:min\w{0,4}|mn|hours?|heures?|h|hour)", re.IGNORECASE)
_TODAY = expression(r"today|aujourd'hui|tonight|ce soir|cet apres-midi|this (?:afternoon|evening)")
#: What is said of an imminent time, of a day that is handed over by, of today.
_MINUTES, _HANDED, _AT_ONCE = 0.6, 0.4, 0.4


def _hurry(place: _Place, near: float) -> float:
    """What the date itself adds beside something that is asked: counted in minutes, of today, the day to hand over."""
    if not near:
        return 0.0
    if in_minutes(place.match):
        return _MINUTES
    is_asked = near >= _IN_IT
    if is_asked and _TODAY.fullmatch(place.folded):
        return _AT_ONCE
    return _HANDED if is_asked and _HANDS.search(place.before) else 0.0


def in_minutes(match: Match) -> bool:
    """Whether it is counted in minutes or hours from now."""
    return _IN_MINUTES.fullmatch(match.text) is not None


def is_beside_asked(sentence: Sentence, reading: Reading, asked: Sequence[Sentence]) -> bool:
    """Whether the sentence, or one beside it, asks for something."""
    return nearness(sentence, reading.text.folded[sentence.start : sentence.end], reading, asked) > 0


def nearness(sentence: Sentence, words: str, reading: Reading, asked: Sequence[Sentence]) -> float:
    """How near to what is asked the date stands: in its sentence, in the one beside it, or elsewhere."""
    if sentence in asked or ASKS.search(words):
        return _IN_IT
    at = reading.sentences.index(sentence) if sentence in reading.sentences else -9
    beside = [reading.sentences[near] for near in (at - 1, at + 1) if 0 <= near < len(reading.sentences)]
    is_beside = any(
        one in asked or one.is_question or ASKS.search(reading.text.folded, one.start, one.end) for one in beside
    )
    return _BESIDE if is_beside else 0.0


#: « Après vendredi ce sera trop tard »: the last day on which it is not.
_AFTER = expression(r"(?:apres|passe|au-dela du|au dela du|after|past|later than|beyond)\b")
_TOO_LATE = expression(
    r"[^.!?]{0,40}\b(?:trop tard|plus (?:possible|personne|rien|aucun\w?)|ne (?:pourr|pouv|garanti|repond|sera|seront)\w{0,6}|"
    r"sera (?:perdue?|annulee?|refusee?|classee?|rejetee?|caduque?|remise?|vendue?|donnee?)|too late|no longer|nobody|nothing|"
    r"no one|can't|cannot|won't|not be|will be (?:lost|refused|released|cancelled|charged|sold|given)|goes to|gone|"
    r"miss(?:es|ed)?|lose|loses|(?:will |would )?ha(?:ve|s) to wait|will wait|attendr\w{1,4}|sera reporte\w{0,2})\b"
)


def too_late_after(match: Match, folded: str) -> Match:
    """The match as a deadline, where it says that acting after its day is too late; else the match as it is."""
    if match.latest is not None or match.type != "daterange" or len(match.from_) != _DAY_LENGTH:
        return match
    if not _AFTER.match(folded, match.start):
        return match
    if not _TOO_LATE.match(folded, match.end) and not _NOT_BEYOND.search(
        folded, max(0, match.start - _BEFORE), match.start
    ):
        return match
    return replace(match, latest=date.fromisoformat(match.from_), role="deadline")


#: « Je ne pourrai pas attendre au-delà du 4 », "we cannot hold it past Friday".
_NOT_BEYOND = expression(
    r"\b(?:ne |n'|not |cannot |can't |won't |couldn't |unable to )(?:[\w'-]{1,15} ){0,7}"
    r"(?=(?:au-dela|au dela|beyond|past|after|later than|apres|passe)\b|$)$"
)

#: Of a day as it is written: 2026-11-27.
_DAY_LENGTH = 10
