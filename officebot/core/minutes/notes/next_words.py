"""The words by which notes come to speak of the next meeting. Pure."""

from __future__ import annotations

import re

from officebot.core.expressions import expression
from officebot.core.minutes.notes.names import DAYS_OF_WEEK

#: What people call their meetings, in French and in English.
_WHAT = (
    r"(?:reunions?|reu|points?|bureau|conseil|comite|copil|cotech|codir|comex|codep|cs|ca|ag|cse|cvc|cvs|cssct|chsct|"
    r"cm|cr|seance|rdv|rendez-vous|rv|assemblee|session|fois|hebdo|brief|debrief|conseil peda|date|rencontre|atelier|"
    r"coproj|visio|call|colloque|commission|entretien|college|directoire|staff|revue|pleniere|groupe|echange|"
    r"concertation|table ronde|causerie|permanence|caucus|collectif|huis clos)"
)
_MEETING = (
    r"(?:meeting|meetings|mtg|mtgs|meet|call|review|session|committee|ctee|board|standup|stand-up|catch-?up|one|"
    r"huddle|hudl|weekly|monthly|get-together|date|sync|hods?|studio|tea|dtm|cab|trustees|council|forum|panel|"
    r"briefing|debrief|gathering|assembly|agm|retro|check-?in|1:1|sitting|slot|round ?table|working group|time)"
)
#: A day or an hour that stands right behind « next »: nothing else can be meant.
_DAY = (
    r"(?:mon|tues?|wed(?:nes|s)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b|\d{1,2}(?:st|nd|rd|th)?\b|"
    rf"(?:{DAYS_OF_WEEK})\b"
)
_THEN = rf"(?:le |la |au |on )?(?:{_DAY})"
NEXT_CUE = expression(
    rf"\b(?:(?:la |le |date (?:de la |du )?)?proch(?:aine?s?|\.)? (?:{_WHAT}\b(?: [a-z]{{3,15}})?|rdv)|"
    rf"(?:pro|pr)\.? {_WHAT}\b|(?:date )?prochaine?s?(?= ?[:=]| le \d| (?:{_DAY}))|on (?:remet ca|recommence|"
    rf"reprend)(?= {_THEN})|on se (?:revoit|retrouve|voit|reunit|reverra|retrouvera|revoie)|"
    rf"nous nous (?:revoyons|reverrons|retrouvons|retrouverons|reunissons|reunirons|verrons)|rdv (?:le )?(?={_DAY}|le )|"
    rf"(?:rendez-vous|rv) (?:est )?(?:pris |fixe |donne )?(?:le |au )?(?={_DAY})|{_WHAT} suivante?|"
    rf"(?:the )?n(?:e)?xt (?:[a-z']{{2,15}} ){{0,2}}{_MEETING}\b|"
    rf"n(?:e)?xt(?= ?[:=])|date of (?:the )?next(?: meeting| mtg)?|"
    r"(?:we|to|committee|board|group|council|team|meeting) (?:all |will |then )?(?:meets?|sits?|convenes?|gathers?|"
    r"speaks?) (?:again|next)|(?:meets?|sits?|met) (?:again|next)\b|meeting again|back (?:here|again|together) (?=on|at)|"
    r"(?:see you|see everyone) (?:all )?(?:on|at|next)|re-?convenes?|dnm|donm|nm(?= ?[:=]))\b"
)
#: « A+ mercredi 3 mars 14 h », "see you Thurs 9am": how notes take leave until one meets again.
FAREWELL = expression(
    rf"\W{{0,4}}(?:a ?\+|a plus|a bientot|a la prochaine|a|rv|rdv|rendez-vous|suite|reprise|prochain|see "
    rf"(?:you|u|ya)(?: all)?|cu|cya|"
    r"(?:n(?:e)?xt|proch(?:aine?|\.)?) (?!livraison|commande|facture|visite|paie|echeance|formation|envoi|passage|delivery|order|"
    r"invoice|shipment|payment|pay|deadline|training|visit|bus|train|bin|issue|release|step|etape)[a-z-]{3,15}(?: [a-z]{2,12})?|"
    rf"(?:pro|proch|pr)\.? ?:|till|until|again|back|ciao|bye|same again|meet|meeting)[ :,=!-]{{1,3}}(?={_THEN})"
)
#: « next 27/4 7.30 » at the beginning of a line: with an hour behind it, or "same time", a meeting is meant.
BARE_NEXT = expression(rf"\W{{0,4}}(?:next|nxt|prochaine?)[ :,=-]{{1,3}}(?={_DAY})")
#: « DTM 08: 4 November, 2pm », « Réunion n° 15 : mercredi 4/11, 14 h »: a numbered meeting before its day.
NUMBERED_NEXT = expression(
    rf"\W{{0,4}}(?:[a-z][a-z.'-]{{0,15}} ){{1,3}}(?:n[°o]\.? ?|no\.? ?|#)?\d{{1,4}} ?[:=-] {{0,2}}(?:le )?(?={_DAY})"
)
#: The next meeting is spoken of, not fixed: "to bring figures to next meeting", « arbitrage au prochain bureau ».
NOT_FIXED = expression(
    r"\b(?:au|a|du|de|d'ici|avant|before|to|at|by|for|until|pour|lors|the agenda of|ordre du jour|from|in|"
    r"la)\s{1,2}(?:le |la |the |our )?$"
)
_LONGEST = 200
_ANY_DIGIT = expression(r"\d")


#: A next meeting whose day nobody has fixed yet: no task of anybody.
TO_BE_FIXED = expression(
    r"\b(?:a (?:fixer|caler|definir|confirmer|planifier|determiner|prevoir|programmer|preciser)|tbc|tba|tbd|"
    r"to be (?:fixed|confirmed|arranged|set|agreed|announced|decided))\b"
)


def is_following(low: str, start: int, end: int) -> re.Match[str] | None:
    """The words that speak of the next meeting, where a sentence is about it and does not only point at it."""
    found = NEXT_CUE.search(low, start, min(end, start + _LONGEST))
    if found is None or NOT_FIXED.search(low, max(start, found.start() - 20), found.start()):
        return None
    return found if found.start() - start < 40 else None


def is_next_line(low: str) -> bool:
    """Whether a line is about the next meeting and its day: it opens no topic."""
    begun = NEXT_CUE.match(low) or BARE_NEXT.match(low) or NUMBERED_NEXT.match(low)
    return begun is not None and _ANY_DIGIT.search(low, begun.end()) is not None and len(low) < _LONGEST
