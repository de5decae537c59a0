"""What a date is there for: a deadline, an event, something past, or only a mention."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from officebot.core.dates.match import Match

#: How far before and behind a date its cue may stand.
_BEFORE, _BEHIND, _SENTENCE = 44, 40, 160
#: How far before "until" it may stand what holds.
_HOLDING = 70
_GAP = r"\W{0,4}(?:\w{1,14}\W{1,3}){0,3}$"
_STRONG = re.compile(
    r"\b(?:avant(?! qu)|au plus tard|date limite|echeance|dernier delai|dead-?line|"
    r"delai|limite|cloture|attendue?s?|exigible|payable|idealement|de preference|dans l'ideal|dernier jour|depots?|remise|"
    r"be with (?:me|us)|on my desk|in (?:my|our|their|his|her) hands|sur (?:mon|son|leur|notre) bureau|en mains?|"
    r"sans (?:nouvelles?|reponse|retour|avis)|faute de (?:nouvelles?|reponse|retour)|"
    r"a (?:rendre|remettre|retourner|envoyer|regler|payer|signer|valider)|d'ici|imperativement|expire(?:nt|s)?|"
    r"due|by|before|no later than|within|last day|final day|expected|hear nothing|don't hear|heard nothing|"
    r"(?:failing|without) (?:an?|your) (?:reply|answer)|ideally|preferably|needed|cut-?off|closing date|closes?|latest|"
    r"rsvp|needs? to be (?:in|done|ready|back))" + _GAP
)
_WEAK = re.compile(r"(?:^|\W)(?:pour|for)\W{1,3}(?:(?:le|la|ce|the|this|mon|demain)\W{1,2})?$")
_BEHIND_IT = re.compile(
    r"^\W{0,3}(?:au plus tard|dernier delai|delai de rigueur|maxi?(?:mum)?\b|pile\b|imperativement|"
    r"at the (?:very )?latest|latest\b|sans faute|without fail|"
    r"is (?:the|my|our|your) (?:dead-?line|latest|cut-?off|last|final)|is when|"
    r"est (?:le|la|mon|ma|notre) (?:dernier|derniere|date limite|echeance)|deadline|grand maximum|"
    r"if (?:at all )?possible|si possible|ce serait bien|would be (?:great|good|fine|perfect))"
)
_WANTED = re.compile(
    r"\b(?:merci de|priere de|merci d'|veuillez|pouvez|pourriez|peux-tu|peux tu|pourrais|il (?:me |"
    r"nous |te |vous )?(?:faut|faudrait)|besoin|"
    r"je voudrais|j'attends|nous attendons|envoye[rz]|transmet\w{0,4}|rendre|remettre|repond\w{0,4}|"
    r"reponse|confirm\w{0,4}|valid\w{0,4}|signe\w{0,2}|"
    r"please|could you|can you|would you|need|must|have to|send|reply|answer|confirm|submit|"
    r"return|let (?:me|us) (?:know|have)|ready|kindly)"
)
_EVENT = re.compile(
    r"\b(?:reunion|rendez-?vous|rdv|rencontre|entretien|visite|assemblee|seminaire|salon|"
    r"formation|livraison|conference|visio|appel|dejeuner|diner|"
    r"invit\w{0,6}|aura lieu|se tiendra|auront lieu|anniversaire|conges?|absente?s?|ferme\w{0,3}|"
    r"vacances|atelier|point|codir|"
    r"meeting|call|appointment|visit|conference|lunch|dinner|workshop|training|delivery|"
    r"takes place|holiday|out of office|away|closed|flight|"
    r"webinar|interview|session|launch|fair|kick-?off)\b"
)
_OF = re.compile(r"\b(?:de|du|d'|of|for|from|since|depuis|recue?s?|received|sent|envoyee?s?)\W{1,2}$")
_ASKED = re.compile(
    r"\b(?:merci de|priere de|merci d'|veuillez|pouvez[ -]vous|pourriez[ -]vous|peux[ -]tu|pourrais[ -]tu|tu pourra[is]s?|"
    r"il (?:me |nous |te |vous )?(?:faut|faudrait)|"
    r"(?:vous|tu) (?:me |nous )(?:dites|dis|confirmez|confirmes|envoyez|envoies|repondez|reponds)|"
    r"(?:dites|dis|confirmez|confirme|envoyez|envoie|repondez|reponds|rappelez|rappelle)-(?:moi|nous)|"
    r"(?:je|on|nous) (?:dois|doit|devons|veux|voudrais|voudrions|souhaite|souhaitons)|besoin d|please|could you|"
    r"can you|would you|will you|kindly|i need|we need|you need|need to know|"
    r"(?:if|unless) (?:you|somebody|someone|they|we) |let (?:me|us|him|her|them)|tell (?:me|us)|ring (?:me|us)|"
    r"call (?:me|us)|send (?:me|us)|must be|has to be|have to be|needs to)\b"
)
#: What the sender, or somebody else, will do by then is nothing that the office owes.
_PROMISED = re.compile(
    r"\b(?:vous (?:recevrez|trouverez|serez|aurez)|nous (?:vous )?(?:livr|enver|expedi|reviend|"
    r"rappel|tiend)\w{2,8}|je (?:vous |te )?(?:rappelle|envoie|reviens|"
    r"repasse|rappellerai|enverrai|reviendrai)|sera (?:livre|expedie|envoye)e?s?|seront (?:livre|"
    r"expedie|envoye)e?s|"
    r"(?:we|i|they|he|she)(?:'ll| will| shall) (?:be |have |get |send|call|ship|deliver|come|"
    r"let)|you(?:'ll| will) (?:receive|get|find|have)|"
    r"will be (?:sent|delivered|shipped|posted|back))"
)
#: Until a day a thing is held, open or left to the reader: "the price is firm until", « vous avez jusqu'à ». All else,
#: such as who is away or what is parked until then, only lasts.
_UNTIL = re.compile(r"(?:until|till|til|jusqu)\b")
_HELD = re.compile(
    r"\b(?:you (?:have|can|may)|you've|can be|may be|we can|i can|hold|holds|held|keep|keeps|kept|valid|firm|open|"
    r"send|reply|return|deliver|confirm|let|reserved?|available|wait|waits|extend(?:ed)?|giv(?:e|es|en)|gave|"
    r"leaves? (?:you|us|me)|accept(?:s|ed)?|register|order(?:s|ed)?|entries|applications?|submissions?|offer|"
    r"guaranteed?|stands?|apply|avez|as|auras|aurez|ai|avons|dispos\w{1,4}|laiss\w{1,4}|valables?|valid\w{1,2}|"
    r"reserv\w{1,4}|bloqu\w{1,3}|gard\w{1,3}|tien\w{1,3}|tenu\w{0,2}|maint\w{2,5}|ouvert\w{0,2}|accept\w{1,4}|"
    r"attend\w{0,3}|possible|peu(?:t|x|vent)|pouvez|inscri\w{1,6}|conserv\w{1,4}|en option|court|reste(?:nt)?)\b"
)
_THROUGH = re.compile(r"\b(?:through|thru)(?: the)?\W$")
#: « demain », "this week", "on Friday": a day alone is a deadline where its sentence asks for something.
_SOON = re.compile(
    r"(?:today|tonight|tomorrow|(?:the )?day after tomorrow|this (?:morning|afternoon|evening|week|month)|aujourd'hui|"
    r"(?:apres-?)?demain|ce (?:soir|matin|mois|jour)|cet(?:te)? (?:apres-midi|semaine))\b"
)
#: « vous disposez de dix jours », "you have two weeks": a length that is counted from now.
_GIVEN = re.compile(
    r"\b(?:dispos\w{1,3} (?:de |d'un delai de )?|delai de |vous avez |vous laisse\w{0,2} |"
    r"il (?:vous |nous |te |me )?reste(?:nt)? (?:plus que )?|you(?:'ve| have) got |you've |there (?:are|is) |"
    r"leaves? (?:you|us|me) |you have |gives? you |we have |give (?:me|us) )(?:encore |only |\w{1,8} )?$"
)
#: What is handed over, answered or paid: a day counted from now is a deadline for it.
_HANDED = re.compile(
    r"\b(?:let (?:me|us) have|require|requires|send|return|supply|provide|repl(?:y|ies)|respon(?:d|se)|answer|"
    r"submit|hear from|pay|sign|confirm|envoy\w{1,3}|faire parvenir|transm\w{2,5}|retourn\w{1,3}|repon\w{1,4}|"
    r"regl\w{1,5}|fourni\w{0,3}|parvenir|adress\w{1,3}|confirm\w{1,3}|sign\w{1,3})\b"
)
_COUNTED = re.compile(r"(?:in|dans)\b|\w{1,10}(?: \w{1,10}){1,2} (?:from (?:today|now|the date)|a compter d)")
_ABSENT = re.compile(
    r"\b(?:absente?s?|conges?|vacances|ferme\w{0,3}|indisponible|out of (?:the )?office|on leave|away|closed|"
    r"holiday|skiing|travelling|off(?: (?:until|till|from|on|sick))?)\W{1,3}(?:\w{1,12}\W{1,2}){0,4}$"
)
_BREAK = re.compile(r"[.!?…]\s|\n\s*\n")


def with_roles(matches: Sequence[Match], folded: str, at: datetime) -> tuple[Match, ...]:
    """The matches, each with what it is there for; `folded` is their text without capitals and accents."""
    told: list[Match] = []
    for one in matches:
        found = role(one, folded, at, told[-1].end if told else 0)
        told.append(one if found == one.role else replace(one, role=found))
    return tuple(told)


def role(match: Match, folded: str, at: datetime, since: int = 0) -> str:
    """deadline, event, past or mention, from the words around the date; those before `since` belong to another one."""
    if is_past(match, at):
        return "past"
    before = sentence_before(folded, match.start, since)
    if is_asked(match, folded, before):
        return "deadline"
    if match.type in ("set", "duration"):
        return "mention"
    is_event = _EVENT.search(before) or _EVENT.search(folded[match.end : match.end + _BEHIND])
    return "event" if is_event else "mention"


def sentence_before(folded: str, start: int, since: int = 0) -> str:
    """What stands before the date in its sentence, and behind the date before it."""
    slice_ = folded[max(since, start - _SENTENCE) : start]
    if not any(sign in slice_ for sign in ".!?…\n"):
        return slice_
    ends = [found.end() for found in _BREAK.finditer(slice_)]
    return slice_[ends[-1] :] if ends else slice_


def is_asked(match: Match, folded: str, before: str) -> bool:
    """Whether words before, in or behind the date say that something is wanted by then."""
    if match.latest is None or not _is_wanted(match, folded, before):
        return False
    is_until = _UNTIL.match(folded, match.start) is not None
    if _PROMISED.search(before) or (_ABSENT.search(before) and (is_until or not _ASKED.search(before))):
        return False
    return not is_until or _HELD.search(before[-_HOLDING:]) is not None


def _is_wanted(match: Match, folded: str, before: str) -> bool:
    """Whether the words ask for something by then, whoever owes it."""
    if match.role == "deadline":
        return True
    is_counted = match.type in ("date", "datetime") and _COUNTED.match(folded, match.start, match.end)
    if is_counted and _HANDED.search(before):
        return True
    near = before[-_BEFORE:]
    if match.type == "duration":
        return bool(_GIVEN.search(near))
    if _BEHIND_IT.match(folded[match.end : match.end + _BEHIND]):
        return True
    if "thr" in near and _THROUGH.search(near) and _HELD.search(before[-_HOLDING:]):
        return True
    if (
        _SOON.match(folded, match.start)
        and _ASKED.search(before)
        and not _OF.search(near)
        and not _EVENT.search(before)
    ):
        return True
    if _STRONG.search(near):
        return True
    if "for" not in near and "pour" not in near:
        return False
    return _WEAK.search(near) is not None and (bool(_WANTED.search(before)) or before.strip() in _ALONE)


#: All that stands before the date in a sentence such as « Pour vendredi ce serait bien ».
_ALONE = frozenset({"pour", "pour le", "for", "for the"})


def is_past(match: Match, at: datetime) -> bool:
    """Whether it is over at the instant of reading."""
    if match.latest is None:
        return False
    return is_before(match.latest, at)


def is_before(one: date | datetime, at: datetime) -> bool:
    """Whether a day or an instant lies before the instant; a day is over when the next one begins."""
    if isinstance(one, datetime):
        if (one.tzinfo is None) != (at.tzinfo is None):
            one, at = one.replace(tzinfo=None), at.replace(tzinfo=None)
        return one < at
    return one < at.date()
