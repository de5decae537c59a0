"""What makes a sentence of notes a decision beside the plain words: verdicts, votes, refusals, codes, what "we" now do. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from officebot.core.minutes.cues import DECIDED, REFUSED, UNDECIDED

#: What is settled, said of it as a fact.
_SETTLED_FR = re.compile(
    r"\b(?:on a|c'est|je|j'ai|est|il|elle|patron|direction) tranche[es]{0,2}\b|^\W{0,4}(?:tranche|arbitrage|verdict|"
    r"conclusion retenue)[es]{0,2} ?[:=]|"
    r"\barbitrage (?:rendu|final)|"
    r"\b(?:il est|il a ete|c'est|est|etait) (?:convenu|arrete|entendu|acquis|boucle|decide|acte|approuve|adopte|"
    r"confirme|ok|bon pour)[es]{0,2}\b"
    r"(?! par la)|\b(?:affaire|marche|accord) conclue?\b|\baccord (?:de tous|unanime|general|des deux|"
    r"de tout le monde)|\bunanimes?\b|"
    r"\bdecision (?:de la|du|de l'|des|unanime|collective|finale)\b|\bd'un commun accord\b|"
    r"\b(?:est|sont|reste|restent|sera|seront|a ete) (?:bien |donc |finalement )?(?:choisi|maintenu|conserve|garde|"
    r"retenu|retire|inchange|supprime|annule|"
    r"suspendu|fixe|porte a|ramene a|donne a|cede|reconduit|prolonge|ajourne)[es]{0,2}\b(?! par la)|"
    r"\bchoix .{0,40}\b(?:fait|arrete|retenu)[es]{0,2}\b|\babandon (?:de|du|des|d')|"
    r"\binterdit[es]{0,2}\b.{0,40}\b(?:jusqu|desormais|dorenavant|des)|\breporte[es]{0,2} (?:d'|de |a |au |en )|"
    r"\b(?:on|nous|alors|et) (?:oublie|laisse tomber|y va)\b|\blaissee?s? tomber\b|\bon va (?:pas|plus)\b|"
    r"\b(?:a compter d|a partir d|des le|desormais|dorenavant|avec effet).{0,60}\b(?:obligatoire|interdit|sera|seront|"
    r"passe|passent|ouvre|ouvrons|ferme)\w{0,3}\b|"
    r"\bsans exception\b|\bmeme (?:chose|regle|systeme|formule|tarif|prix) (?:que|qu')|\bdit (?:oui|ok|banco)\b|"
    r"\bfeu vert\b|\bbanco\b|"
    r"\b(?:garde|maintenu|inchange|supprime|abandonne|retire|retenu|entendu|boucle|convenu|acte|approuve|rejete|"
    r"refuse|reconduit|"
    r"ajourne|suspendu)[es]{0,2}\W{0,4}$|(?:=|,)\s{0,2}(?:vu|adopte|entendu|valide|unanime|tranche)[es]{0,2}\W{0,4}$|"
    r"\b(?:pas|plus) (?:cette annee|cette fois|question|de changement)\b|\bhors de question que|\(clos\)|"
    r"\bok (?:patron|direction|chef|client|proprio|proprietaire|nous|tous|tt le monde|les deux|mairie|bureau|ca)\b"
)
_SETTLED_EN = re.compile(
    r"\b(?:it is|it was)\W{0,3}$|\bthat(?:'s| is) that\b|\b(?:done )?deal\b\W{0,3}$|\bdone arguing\b|\bcase closed\b|"
    r"\bfinal (?:answer|word|decision)\b|"
    r"\blast word\b|\b(?:has |have |is |was |all |that's |that )settled\b|\bsettled (?:it|on|that|then)\b|"
    r"\bsettled\W{0,3}$|\b(?:has |have )?ruled\b(?! out of)|"
    r"\bno more (?:to be said|discussion|debate|arguing)\b|\bwon (?:over|out|the day)\b|\b(?:was|were|is|are|been|"
    r"offer|and) declined\b|"
    r"(?<!not )\b(?:we|so we|they|and) (?:have )?(?:dropped|binned|scrapped|shelved|ditched|killed|abandoned|chose|"
    r"picked|opted|plumped)\b|"
    r"\baccepts?\b(?=\W|$)(?! (?:the )?(?:cards?|payments?))|"
    r"\bmin(?:ute)?s?\b.{0,40}\b(?:signed|taken as read|passed|adopted)\b|\btaken as read\b|"
    r"[-–:;,>.] {0,3}no (?:comment|objections?|change|sale|deal)\b|[-–:.>] {1,3}not (?!yet|sure|clear|convinced|keen|"
    r"happy|ready|certain|"
    r"working|available|known|good|bad|great|back|in |on |at |so |too |very )[a-z]{3,}|"
    r"\bwe(?:'re| are) (?:not|going (?:to the|to a|with|for)|keeping|closing|dropping|staying|switching|scrapping|"
    r"stopping|sticking|"
    r"cancelling|raising|moving to)\b|\bgiving notice\b|\b(?:we|they) (?:won't|will not|shan't|shall not|aren't|"
    r"said yes|said no|say yes|say no)\b|"
    r"\b(?:said|says) (?:yes|no) to\b|\b(?:moves?|goes|rises?|drops?|falls?|slips?|changes?|switch(?:es)?|comes? down|"
    r"stays?) (?:up |down )?"
    r"(?:from [^.;]{1,25} )?(?:to|at) (?:[£$€]? ?\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|weekly|monthly|"
    r"fortnightly|daily|mon|tue|wed|thu|fri|sat|sun)|"
    r"\beffective (?:immediately|from|today|now|\d)|\bwith immediate effect\b|\bout of (?:use|bounds|service) until\b|"
    r"\b(?:omitted|deleted|removed|struck) from\b|"
    r"\bgo(?:es|ing)? (?:live|ahead)\b|\b(?:hands up|show of hands)\b|\b(?:was|were|motion) (?:carried|lost|defeated|"
    r"passed)\b|(?:^|[.:;,] )lost\b\W{0,3}$|"
    r"\bapprovals?, no\b|\babstentions?\b|\bok(?:ay)?(?:'?d)? (?:all|by all|by everyone|w/ all|with all|with everyone|"
    r"from all)\b|\bok(?:ay)?'?d\b|"
    r", (?:dropped|binned|scrapped|shelved|ditched|abandoned)\W{0,3}$|\bsaid (?:it|this|that) (?:stays|goes)\b|"
    r"\bshuts? (?:from |\d)|\bkeep it\b\W{0,3}$|\bship(?: it)?\W{0,3}$|\bnobody (?:moaned|objected|disagreed|against)\b|"
    r"\b(?:no|not),? (?:no|insurance|never|thanks)\b"
)
#: « on baisse à 89k », « on en prend 1 »: what one now does with a figure, a choice or a way.
_WE_NOW = re.compile(
    r"\bon (?:en |y |s'|se )?(?:baisse|monte|augmente|plafonne|fixe|limite|passe|reste|revient|part|bascule) "
    r"(?:a|au|aux|en|de|des|sur|avec|pour|dans|par|sans)\b|"
    r"\bon (?:en |y |s'|se )?(?:prend|arrete|supprime|renonce|vise|ouvre|ferme|garde|conserve|remplace|maintient|"
    r"coupe|double|reduit)\b|"
    r"\bon attend\W{0,3}$"
)
#: « on invite pas le préfet », « on le vend pas »: not done any more.
_WE_DO_NOT = re.compile(
    r"\bon (?:ne |n'|n' ?)?(?:y |en |le |la |les |l'|se |s'|lui |leur )?"
    r"(?!sait|peut|voit|comprend|connait|a\b|est|etait|avait|doit|veut|trouve|pense|croit|arrive|dirait|aura|pourra|"
    r"fera|sera)"
    r"[a-z]{2,15} (?:pas|plus)\b"
)
#: A question or a proposal and its answer in one sentence, or right before: « … ? Non. », "bouncy castle no, insurance".
_ANSWERED = re.compile(
    r"(?:\?|=|\.|[-–]|>)\s{0,3}\"?(?:c'est |alors |donc )?(?:non|no|nope|nah|never|oui|yes|yep|jamais|"
    r"niet)\b[^a-z]{0,4}(?:$|\.|,|\()|:\s{0,3}(?:non|no|oui|yes)\W{0,3}$|"
    r"\b(?:no|non)(?: (?:no|non))+\b|(?:bof|meh|well|hmm), (?:non|no)\b|\b[a-z]{3,} no, [a-z]{3,}(?: [a-z]+)?\W{0,3}$|"
    r"= ?(?:non|oui|no|yes|ok|go|no go)\b"
)
_VOTE = re.compile(
    r"\((?:\d{1,2} ?[-–/] ?\d{1,2})(?:\)|, ?[a-z]{1,3} (?:against|contre|abst))|"
    r"\b(?:pour|for|in favour|oui|yes|ayes?)[ ,:]{1,3}\d{1,3}\b.{0,20}\b(?:contre|against|no|noes|nays?|"
    r"non)[ ,:]{1,3}\d{1,3}|"
    r"\b\d{1,3} (?:voix )?(?:pour|for|in favour|oui|yes|ayes?)\b.{0,20}\b(?:\d{1,3}|aucune?|no|none|"
    r"zero) (?:voix )?(?:contre|against|abst)|"
    r"\b(?:vote|voted|votes|hands|motion|carried|adopte|scrutin)\b.{0,25}\b\d{1,2} ?[-–] ?\d{1,2}\b|"
    r"\b\d{1,2} ?[-–] ?\d{1,2}\b.{0,15}(?:=>|carried|adopte|abstention|vote)"
)
#: So surely a verdict that no name beside it makes it somebody's task.
_SURE = re.compile(
    r"\b(?:affaire|marche) conclue?\b|\best (?:choisi|retenu|elu|nomme|reconduit|designe)[es]{0,2}\b|\b(?:said|says|"
    r"dit|a dit|disent) (?:yes|oui|no to|non a)\b|"
    r"\b(?:was|were|is) (?:chosen|elected|appointed|re-elected|co-opted|declined|refused|rejected|approved|carried|"
    r"defeated)\b|: accept\b|"
    r"\bit is\W{0,3}$|\bje tranche\b|\b(?:it|that)'s (?:settled|final|decided)\b"
)
_RULED = re.compile(
    r"^\W{0,4}(?:arbitrage|verdict|decisions?|decided|resolved|dec|agreed|acte|"
    r"conclusion)\b ?(?:n[°o] ?\d{1,4} ?)?[:=>-]|.{0,200}\barbitrage rendu\b"
)
#: One who may say so says "ok": « Gilles ok pour … », "Tracey ok'd".
_OKED = re.compile(
    r"^ (?:(?:is|est|was|donne son|gives) )?(?:ok|o\.k\.|okay|d'accord|accord)(?:'?d)?\b(?! to\b)(?! (?:de|pour) (?:s'|se |y |en |l'|le |la |les )?(?:en |y )?[a-z]{2,12}(?:er|ir|re)\b)"
)
#: A heading under which every line is a decision.
DECISIONS_HEADING = re.compile(
    r"^\W{0,4}(?:releve (?:de|des) |les |liste des |main |key )?(?:decisions?(?: (?:prises?|actees?|made|taken))?|"
    r"resolutions?|agreed|decided|"
    r"ce qui (?:est|a ete) (?:acte|decide)|what (?:was|we) (?:agreed|decided)|points? actes?)\W{0,4}$"
)
#: A vote or a matter that is only announced.
_ANNOUNCED = re.compile(
    r"\b(?:soumis(?:e|es)? au vote|put to (?:the|a) vote|(?:cat|a|au|to|prochain|the) vote\b|cast (?:a |your )?vote|"
    r"mettre au vote|pas d'accord|"
    r"agree(?:d)? to disagree|not resolved|unresolved|en suspens|not decided|no verdict|nobody (?:agreed|decided)|"
    r"on verra|we'll see|wait and see|on n'en parle (?:pas|plus)|"
    r"(?:aimerait|voudrait|souhaite|souhaiterait) qu)\b|\b[a-z] ?= ?[a-z]{3,20}.{0,6}\b[a-z] ?= ?[a-z]{3,}|"
    # What others settled, or before this meeting.
    r"\b(?:agreed|accepted|approved|signed off|votee?s?|acceptee?s?|validee?s?)\b.{0,30}\b(?:yesterday|hier|"
    r"last (?:week|month|night|year)|"
    r"par le (?:ca|cse|conseil|maire|client|siege)|(?:ca|cse|conseil|ag) (?:le|du) \d)"
)
_AIMED = re.compile(
    r"\b(?:aimerait|voudrait|souhaiterait|would like|wd like|hopes?|wishes|wants?|veut|voulait|demandait|propose|"
    r"proposes|suggests?)\b"
)
#: Figures that a legend of codes gives: lines « D  … » are decisions.
_CODES = re.compile(r"(?m)^[ \t>*•-]{0,6}(?:\d{1,2}[.)] ?)?([A-Z])(?:[ \t]{2,}|[ \t]{0,2}[:–—|-][ \t]{1,2}|\t)(?=\S)")
_LEGEND = re.compile(r"\bd ?[=:-] ?(?:decid|decis)")
_LEAST_CODES, _LONGEST_OK = 3, 30


def is_settled(low: str) -> bool:
    """Whether the words of a sentence say that something is decided or refused, and not only that it is to be."""
    if _ANNOUNCED.search(low) is not None:
        return False
    if DECIDED.search(low) is not None or REFUSED.search(low) is not None or _VOTE.search(low) is not None:
        return True
    if (
        _SETTLED_FR.search(low) is not None
        or _SETTLED_EN.search(low) is not None
        or _ANSWERED.search(low) is not None
    ):
        return True
    return _AIMED.search(low) is None and (_WE_NOW.search(low) is not None or _WE_DO_NOT.search(low) is not None)


def is_sure(low: str) -> bool:
    """Whether it is settled whoever is named in it."""
    return (_SURE.search(low) is not None or _VOTE.search(low) is not None) and _ANNOUNCED.search(low) is None


def is_oked(low: str, ends: Iterable[int], end: int) -> bool:
    """Whether one of those whose names end at the places says "ok" right behind."""
    return any(_OKED.match(low[place : min(end, place + _LONGEST_OK)]) is not None for place in ends)


def is_pending(low: str) -> bool:
    """Whether a sentence says that its matter is still open."""
    if _RULED.match(low) is not None:
        return False
    return (UNDECIDED.search(low) is not None and _ANSWERED.search(low) is None) or _ANNOUNCED.search(low) is not None


def decision_lines(text: str) -> frozenset[int]:
    """Where the lines begin that a code of the notes calls decisions: `D`, beside other letters or with a legend."""
    found = list(_CODES.finditer(text[:100_000]))
    letters = [one[1] for one in found]
    has_legend = _LEGEND.search(text[:2_000].lower().replace("é", "e")) is not None
    is_code = letters.count("D") >= 1 and (has_legend or (len(set(letters)) > 1 and len(letters) >= _LEAST_CODES))
    return frozenset(one.end() for one in found if one[1] == "D") if is_code else frozenset()
