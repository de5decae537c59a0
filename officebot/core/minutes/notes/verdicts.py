"""What makes a sentence of notes a decision beside the plain words: verdicts, votes, refusals, codes, what "we" now do. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from officebot.core.expressions import expression
from officebot.core.minutes.notes.cues import DECIDED, REFUSED, UNDECIDED

#: What is settled, said of it as a fact.
_SETTLED_FR = tuple(
    expression(pattern)
    for pattern in (
        (
            r"\b(?:on a|c'est|je|j'ai|est|il|elle|patron|direction) tranche[es]{0,2}\b|"
            r"^\W{0,4}(?:tranche|arbitrage|verdict|conclusion retenue)[es]{0,2} ?[:=]|"
            r"\barbitrage (?:rendu|final)|"
            r"\b(?:il est|il a ete|c'est|est|etait) (?:convenu|arrete|entendu|acquis|boucle|decide|acte|approuve|"
            r"adopte|confirme|ok|bon pour)[es]{0,2}\b(?! par la)|"
            r"\b(?:affaire|marche|accord) conclue?\b|"
            r"\baccord (?:de tous|unanime|general|des deux|de tout le monde)|"
            r"\bunanimes?\b|"
            r"\bdecision (?:de la|du|de l'|des|unanime|collective|finale)\b|"
            r"\bd'un commun accord\b|"
            r"\b(?:est|sont|reste|restent|sera|seront|a ete) (?:bien |donc |finalement )?(?:choisi|maintenu|conserve|"
            r"garde|retenu|retire|inchange|supprime|annule|suspendu|fixe|porte a|ramene a|donne a|cede|reconduit|"
            r"prolonge|ajourne)[es]{0,2}\b(?! par la)"
        ),
        (
            r"\bchoix .{0,40}\b(?:fait|arrete|retenu)[es]{0,2}\b|"
            r"\babandon (?:de|du|des|d')|"
            r"\binterdit[es]{0,2}\b.{0,40}\b(?:jusqu|desormais|dorenavant|des)|"
            r"\breporte[es]{0,2} (?:d'|de |a |au |en )|"
            r"\b(?:on|nous|alors|et) (?:oublie|laisse tomber|y va)\b|"
            r"\blaissee?s? tomber\b|"
            r"\bon va (?:pas|plus)\b|"
            r"\b(?:a compter d|a partir d|des le|desormais|dorenavant|avec effet).{0,60}\b(?:obligatoire|interdit|"
            r"sera|seront|passe|passent|ouvre|ouvrons|ferme)\w{0,3}\b|"
            r"\bsans exception\b|"
            r"\bmeme (?:chose|regle|systeme|formule|tarif|prix) (?:que|qu')"
        ),
        (
            r"\bdit (?:oui|ok|banco)\b|"
            r"\bfeu vert\b|"
            r"\bbanco\b|"
            r"\b(?:garde|maintenu|inchange|supprime|abandonne|retire|retenu|entendu|boucle|convenu|acte|approuve|"
            r"rejete|refuse|reconduit|ajourne|suspendu)[es]{0,2}\W{0,4}$|"
            r"(?:=|,)\s{0,2}(?:vu|adopte|entendu|valide|unanime|tranche)[es]{0,2}\W{0,4}$|"
            r"\b(?:pas|plus) (?:cette annee|cette fois|question|de changement)\b|"
            r"\bhors de question que|"
            r"\(clos\)|"
            r"\bok (?:patron|direction|chef|client|proprio|proprietaire|nous|tous|tt le monde|les deux|mairie|bureau|ca)\b"
        ),
    )
)
_SETTLED_EN = tuple(
    expression(pattern)
    for pattern in (
        (
            r"\b(?:it is|it was)\W{0,3}$|"
            r"\bthat(?:'s| is) that\b|"
            r"\b(?:done )?deal\b\W{0,3}$|"
            r"\bdone arguing\b|"
            r"\bcase closed\b|"
            r"\bfinal (?:answer|word|decision)\b|"
            r"\blast word\b|"
            r"\b(?:has |have |is |was |all |that's |that )settled\b|"
            r"\bsettled (?:it|on|that|then)\b|"
            r"\bsettled\W{0,3}$|"
            r"\b(?:has |have )?ruled\b(?! out of)"
        ),
        (
            r"\bno more (?:to be said|discussion|debate|arguing)\b|"
            r"\bwon (?:over|out|the day)\b|"
            r"\b(?:was|were|is|are|been|offer|and) declined\b|"
            r"(?<!not )\b(?:we|so we|they|and) (?:have )?(?:dropped|binned|scrapped|shelved|ditched|killed|abandoned|"
            r"chose|picked|opted|plumped)\b|"
            r"\baccepts?\b(?=\W|$)(?! (?:the )?(?:cards?|payments?))|"
            r"\bmin(?:ute)?s?\b.{0,40}\b(?:signed|taken as read|passed|adopted)\b|"
            r"\btaken as read\b|"
            r"[-–:;,>.] {0,3}no (?:comment|objections?|change|sale|deal)\b|"
            r"[-–:.>] {1,3}not (?!yet|sure|clear|convinced|keen|happy|ready|certain|working|available|known|good|bad|"
            r"great|back|in |on |at |so |too |very )[a-z]{3,}|"
            r"\bwe(?:'re| are) (?:not|going (?:to the|to a|with|for)|keeping|closing|dropping|staying|switching|"
            r"scrapping|stopping|sticking|cancelling|raising|moving to)\b|"
            r"\bgiving notice\b"
        ),
        (
            r"\b(?:we|they) (?:won't|will not|shan't|shall not|aren't|said yes|said no|say yes|say no)\b|"
            r"\b(?:said|says) (?:yes|no) to\b|"
            r"\b(?:moves?|goes|rises?|drops?|falls?|slips?|changes?|switch(?:es)?|comes? down|stays?) (?:up |"
            r"down )?(?:from [^.;]{1,25} )?(?:to|at) (?:[£$€]? ?\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|"
            r"weekly|monthly|fortnightly|daily|mon|tue|wed|thu|fri|sat|sun)|"
            r"\beffective (?:immediately|from|today|now|\d)|"
            r"\bwith immediate effect\b|"
            r"\bout of (?:use|bounds|service) until\b|"
            r"\b(?:omitted|deleted|removed|struck) from\b|"
            r"\bgo(?:es|ing)? (?:live|ahead)\b|"
            r"\b(?:hands up|show of hands)\b|"
            r"\b(?:was|were|motion) (?:carried|lost|defeated|passed)\b|"
            r"(?:^|[.:;,] )lost\b\W{0,3}$"
        ),
        (
            r"\bapprovals?, no\b|"
            r"\babstentions?\b|"
            r"\bok(?:ay)?(?:'?d)? (?:all|by all|by everyone|w/ all|with all|with everyone|from all)\b|"
            r"\bok(?:ay)?'?d\b|"
            r", (?:dropped|binned|scrapped|shelved|ditched|abandoned)\W{0,3}$|"
            r"\bsaid (?:it|this|that) (?:stays|goes)\b|"
            r"\bshuts? (?:from |\d)|"
            r"\bkeep it\b\W{0,3}$|"
            r"\bship(?: it)?\W{0,3}$|"
            r"\bnobody (?:moaned|objected|disagreed|against)\b|"
            r"\b(?:no|not),? (?:no|insurance|never|thanks)\b"
        ),
    )
)
#: « on baisse à 89k », « on en prend 1 »: what one now does with a figure, a choice or a way.
_WE_NOW = expression(
    r"\bon (?:en |y |s'|se )?(?:baisse|monte|augmente|plafonne|fixe|limite|passe|reste|revient|part|bascule) "
    r"(?:a|au|aux|en|de|des|sur|avec|pour|dans|par|sans)\b|"
    r"\bon (?:en |y |s'|se )?(?:prend|arrete|supprime|renonce|vise|ouvre|ferme|garde|conserve|remplace|maintient|"
    r"coupe|double|reduit)\b|"
    r"\bon attend\W{0,3}$"
)
#: « on invite pas le préfet », « on le vend pas »: not done any more.
_WE_DO_NOT = expression(
    r"\bon (?:ne |n'|n' ?)?(?:y |en |le |la |les |l'|se |s'|lui |leur )?"
    r"(?!sait|peut|voit|comprend|connait|a\b|est|etait|avait|doit|veut|trouve|pense|croit|arrive|dirait|aura|pourra|"
    r"fera|sera)"
    r"[a-z]{2,15} (?:pas|plus)\b"
)
#: A participle that disposes of something, at the end of a clause or before what it comes to: « décalée au 14 ».
_DISPOSED = expression(
    r"\b(?:annule|supprime|refuse|rejete|adopte|approuve|valide|accepte|acte|enterine|fixe|maintenu|decale|repousse|avance|"
    r"reporte|deplace|reconduit|abandonne|retenu|choisi|elu|reelu|nomme|designe|prolonge|gele|plafonne|ratifie|vote|scinde|"
    r"ajourne|suspendu)e?s?(?:\W{0,3}$|[,;:(.]| (?:a|au|aux|en|jusqu|d'|de \d|pour|tels?|telles?|comme|a l')\b)|"
    r"\b(?:cancelled|canceled|dropped|scrapped|postponed|refused|rejected|declined|shelved|binned|axed|vetoed|adopted|"
    r"ratified|"
    r"endorsed|frozen|elected|re-elected|appointed|co-opted)\b(?:\W{0,3}$|[,;:(]| (?:to|until|till|as|chair|secretary|"
    r"treasurer)\b)|"
    r"\b(?:elected|appointed) [a-z]{4,}\W{0,3}$"
)
#: Short ways of settling, and rules that begin.
_SHORTLY = expression(
    r"\bstatu[st]? quo\b|^\W{0,4}exit (?:le|la|les|l')|^\W{0,4}consensus ?:|\b(?:new|nouvelle) (?:rule|regle) ?:|"
    r"\bthumbs down\b|\bce sera (?:le|la|les|l')|\bva pour (?:le|la|les|l')|\b(?:on|nous|le groupe|l'equipe) (?:opt|"
    r"privilegi|mutualis)\w{1,3}\b|"
    r"\bpoint acquis\b|\b(?:ne|n') ?(?:sera|seront) plus\b|\b(?:is|are) off\W{0,3}$|\bit'?ll be\W{0,3}$|"
    r"^\W{0,4}(?:no|pas de) [^.;:]{3,40} (?:this year|cette annee)\W{0,3}$|"
    r"\b(?:waived|abolished|raised|lowered|renewed|chosen|locked|introduced|discontinued|halved|doubled)\b"
    r"(?:\W{0,3}$|:| (?:to|for|until|by|at)\b)|"
    r"\b(?:bloque|divise|double|renouvele|mutualise|privilegie|confirme|conserve)e?s?(?:\W{0,3}$| (?:par deux|a \d|"
    r"pour \d|jusqu))"
)
#: What a board does when it decides.
_BODY = expression(
    r"\b(?:ca|bureau|conseil|comite|commission|assemblee|ag|direction|syndicat|jury|codir|copil|on|nous|board|"
    r"committee|council|trustees|"
    r"partners|governors|members|meeting|panel|team|we|all|everyone)\b (?:a |ont |has |have |unanimously |a l'unanimite )?"
    r"(?:donne(?:nt)? (?:son|leur) accord|enterine|approuve|adopte|mandate|autorise|refuse|rejette|ratifie|entine|"
    r"retient|choisit|"
    r"tranche|approved?|approves|agrees|authorised?|authorises|ratified|ratifies|endorsed|endorses|voted|resolved|"
    r"rejects|rejected|"
    r"vetoed|opted|chose|chooses|elected|elects|declined|backed|backs)\b|\bquitus\b|"
    r"\bnous (?:fermons|ouvrons|gardons|conservons|arretons|supprimons|prenons|choisissons|retenons|renoncons|"
    r"maintenons|reportons|"
    r"adoptons|fixons|refusons|acceptons|validons|limitons|restons|partons sur)\b"
)
#: A noun that is a verdict, a green light, a sentence that begins with what was chosen.
_NAMED_VERDICT = expression(
    r"^\W{0,4}(?:validation|accord|refus|adoption|approbation|abandon|maintien|annulation|suppression|report|reconduction) "
    r"(?:de |du |des |d'|sur |pour |donne)|^\W{0,4}choix (?:de |du |des |d')[^:]{2,40}:|\bfeu vert\b|"
    r"\bgreen[- ]?light\b|\bgo[- ]ahead\b|"
    r"\bthumbs up\b|\bgiven the nod\b|^\W{0,4}(?:no[- ]?)?go (?:pour|sur|for|on)\b|[:=–-] ?(?:no[- ]?)?go\W{0,3}$|"
    r"\bc'est (?:oui|non|go|bon pour)\b|\btout le monde est (?:d'accord|ok|pour)\b|"
    r"\b(?:everyone|everybody|all) (?:is |are |was |were )?(?:happy|fine|ok|agreed|in favour|on board|"
    r"content) (?:with|on|for|to)\b|"
    r"^\W{0,4}(?:plumped|opted|chose|picked|settled|vetoed|voted|agreed|decided)\b|\b(?:choisi|retenu)e?s? (?:est|:)|"
    r"[:,–-] {0,2}(?:accord|refus|agreed|approved|valide|adopte|accepte|ok|yes|oui|banco)[es]{0,2}\W{0,3}$|: (?:oui|"
    r"non|yes|no),|"
    r"\b(?:desormais|dorenavant|from now on|henceforth|going forward|with effect from|as of \d|as from)\b|"
    r"\b(?:ne change(?:nt|ra|ront)? (?:pas|rien)|reste(?:nt|ra)? (?:identique|inchange|tel|en l'etat|pareil|comme)|"
    r"stays? as|remains? as|unchanged)|"
    r"^\W{0,4}(?:no|pas de|pas d') ?[a-z]+ (?:this (?:year|time)|cette (?:annee|fois))\b|\baucune? .{3,30} ne sera\b|"
    r"\bno [a-z]+ will be\b"
)
#: Terms of the house (prices, hours, ceilings) and the figure that they now have.
_TERMS = expression(
    r"\b(?:cotisations?|tarifs?|prix|loyer|forfait|primes?|plafond|quotas?|horaires?|taux|montant|abonnement|remise|"
    r"frais|permanence|"
    r"reunions?|fees?|subs|subscription|price|rate|rent|cap|limit|bonus|hours|mileage|membership|tickets?|deposit|"
    r"discount|allowance)\b"
    r".{0,30}?\b(?:passe|passent|passera|reste|restent|monte|montent|descend|fixee?s?|maintenue?s?|sera|seront|stays?|"
    r"goes|go|up|set|"
    r"held|frozen|capped|raised|cut|reduced|now|at|remains?) .{0,12}\d"
)
_WILL_BE = expression(
    r"\b(?:sera|seront) (?:rembourse|offert|accorde|limite|reserve|ferme|ouvert|facture|verse|supprime|remplace|"
    r"gratuit|interdit|"
    r"obligatoire|donne|prise? en charge)[es]{0,2}\b|\bwill (?:now|no longer|henceforth) |"
    r"\bwill be (?:refunded|paid|limited|closed|free|charged|capped|reimbursed|discontinued|kept|dropped)\b|"
    r"\b(?:office|shop|school|club|bureau|magasin|agence|cabinet|accueil|boutique|atelier|"
    r"library)\b.{0,12}\b(?:closed|shut|fermee?s?)\b"
    r".{0,3}(?:between|entre|from|du|over|\d)"
)
#: What "we" now do or do not, without saying "we".
_BARE_WILL = expression(
    r"^\W{0,4}(?:(?:we'?ll|we will|let's|we) )?(?:stick|stay|proceed|press on|carry on|go|sticking|staying|"
    r"going) (?:with|ahead)\b|"
    r"^\W{0,4}(?:we'?ll |we )?keep(?:ing)? (?:the |our )(?:current|existing|same|old|present)|^\W{0,4}let's not\b|"
    r"\bwe (?:stop|drop|keep|close|end|cancel|scrap)\b|"
    r"^\W{0,4}(?:not|no longer) (?!attending|joining|working|going|happening|coming|answering|responding|looking|"
    r"feeling|talking|sleeping|paying|being|having|doing well)"
    r"[a-z]{3,12}ing\b|^\W{0,4}(?:we )?won't (?!start|work|open|close|turn|fit|come|answer|pay|know|be\b|have|get)[a-z]{3,}|"
    r"^[^.;:]{3,50} to (?:stop|continue|remain|stay|end|cease)\W{0,3}(?:$|as|at|for)|\bhappy to proceed\b"
)
#: A question or a proposal and its answer in one sentence, or right before: « … ? Non. », "bouncy castle no, insurance".
_ANSWERED = expression(
    r"(?:\?|=|\.|[-–]|>)\s{0,3}\"?(?:c'est |alors |donc )?(?:non|no|nope|nah|never|oui|yes|yep|jamais|"
    r"niet)\b[^a-z]{0,4}(?:$|\.|,|\()|:\s{0,3}(?:non|no|oui|yes)\W{0,3}$|"
    r"\b(?:no|non)(?: (?:no|non))+\b|(?:bof|meh|well|hmm), (?:non|no)\b|\b[a-z]{3,} no, [a-z]{3,}(?: [a-z]+)?\W{0,3}$|"
    r"= ?(?:non|oui|no|yes|ok|go|no go)\b"
)
_VOTE = expression(
    r"\((?:\d{1,2} ?[-–] ?\d{1,2})(?:\)|, ?[a-z]{1,3} (?:against|contre|abst))|"
    r"\b(?:pour|for|in favour|oui|yes|ayes?)[ ,:]{1,3}\d{1,3}\b.{0,20}\b(?:contre|against|no|noes|nays?|"
    r"non)[ ,:]{1,3}\d{1,3}|"
    r"\b\d{1,3} (?:voix )?(?:pour|for|in favour|oui|yes|ayes?)\b.{0,20}\b(?:\d{1,3}|aucune?|no|none|"
    r"zero) (?:voix )?(?:contre|against|abst)|"
    r"\b(?:vote|voted|votes|hands|motion|carried|adopte|scrutin)\b.{0,25}\b\d{1,2} ?[-–] ?\d{1,2}\b|"
    r"\b\d{1,2} ?[-–] ?\d{1,2}\b.{0,15}(?:=>|carried|adopte|abstention|vote)"
)
#: So surely a verdict that no name beside it makes it somebody's task.
_SURE = expression(
    r"\b(?:affaire|marche) conclue?\b|\best (?:choisi|retenu|elu|nomme|reconduit|designe)[es]{0,2}\b|\b(?:said|says|"
    r"dit|a dit|disent) (?:yes|oui|no to|non a)\b|"
    r"\b(?:was|were|is) (?:chosen|elected|appointed|re-elected|co-opted|declined|refused|rejected|approved|carried|"
    r"defeated)\b|: accept\b|"
    r"\btout le monde est (?:d'accord|ok|pour)\b|\bit is\W{0,3}$|\bje tranche\b|\b(?:it|that)'s (?:settled|final|decided)\b"
)
#: « Validé par la mairie : … », "approved by the board: …", « on est tombés d'accord : … ».
_RULED_BY = expression(
    r"^\W{0,4}(?:valide|acte|accepte|approuve|vote|adopte|decide|arbitre|tranche|confirme|refuse|agreed|approved|confirmed|accepted|"
    r"decided|signed off|ok'?d|refused|rejected)[es]{0,2} (?:par|by|avec|with) [^:]{2,40}:|"
    r"\b(?:tombe[es]{0,2}|se sont mis|s'est mise?|sommes|mis|mettent) (?:tous )?d'accord\b(?! pour (?:en|y) )|"
    r"\b(?:dates?|horaires?|lieu|prix|tarif|choix|salle|theme) (?:bloque|cale|arrete|fixe|retenu|choisi|pose)e?s? ?:|"
    r"\b(?:came to|reached|we have|got) (?:an |full )?agreement\b|\bsettled (?:on|for)\b"
)
_RULED = expression(
    r"^\W{0,4}(?:arbitrage|verdict|decisions?|decided|resolved|dec|agreed|acte|"
    r"conclusion)\b ?(?:n[°o] ?\d{1,4} ?)?[:=>-]"
)
#: One who may say so says "ok": « Gilles ok pour … », "Tracey ok'd".
_OKED = expression(
    r"^ (?:(?:is|est|was|donne son|gives) )?(?:ok|o\.k\.|okay|d'accord|accord)(?:'?d)?\b(?! to\b)(?! (?:de|"
    r"pour) (?:s'|se |y |en |l'|le |la |les )?(?:en |y )?[a-z]{2,12}(?:er|ir|re)\b)"
)
#: A heading under which every line is a decision.
DECISIONS_HEADING = expression(
    r"^\W{0,4}(?:releve (?:de|des) |les |liste des |main |key )?(?:decisions?(?: (?:prises?|actees?|made|taken))?|"
    r"resolutions?|agreed|decided|"
    r"ce qui (?:est|a ete) (?:acte|decide)|what (?:was|we) (?:agreed|decided)|points? actes?)\W{0,4}$"
)
#: A vote or a matter that is only announced.
_ANNOUNCED = expression(
    r"\b(?:soumis(?:e|es)? au vote|put to (?:the|a) vote|(?:cat|a|au|to|prochain|the) vote\b|cast (?:a |your )?vote|"
    r"mettre au vote|pas d'accord|"
    r"agree(?:d)? to disagree|not resolved|unresolved|en suspens|not decided|no verdict|nobody (?:agreed|decided)|"
    r"on verra|we'll see|wait and see|on n'en parle (?:pas|plus)|rien de|"
    r"nothing (?:agreed|decided|settled)|attendue?s?|a obtenir|awaited|pending|"
    r"(?:aimerait|voudrait|souhaite|souhaiterait) qu)\b|\b[a-z] ?= ?[a-z]{3,20}.{0,6}\b[a-z] ?= ?[a-z]{3,}|"
    # What others settled, or before this meeting.
    r"\b(?:agreed|accepted|approved|signed off|votee?s?|acceptee?s?|validee?s?)\b.{0,30}\b(?:yesterday|hier|"
    r"last (?:week|month|night|year)|"
    r"par le (?:ca|cse|conseil|maire|client|siege)|(?:ca|cse|conseil|ag) (?:le|du) \d)"
)
_AIMED = expression(
    r"\b(?:aimerait|voudrait|souhaiterait|would like|wd like|hopes?|wishes|wants?|veut|voulait|demandait|propose|"
    r"proposes|suggests?)\b"
)
#: Figures that a legend of codes gives: lines « D  … » are decisions.
_CODES = expression(r"(?m)^[ \t>*•-]{0,6}(?:\d{1,2}[.)] ?)?([A-Z])(?:[ \t]{2,}|[ \t]{0,2}[:–—|-][ \t]{1,2}|\t)(?=\S)")
_LEGEND = expression(r"\bd ?[=:-] ?(?:decid|decis)")
_LEAST_CODES, _LONGEST_OK = 3, 30
#: Of a sentence no more is looked at.
_LONGEST = 20_000


#: Participles tell what was, what was not and what would be, too.
_UNREAL = expression(
    r"\b(?:pas|nul|aucune?|jamais|encore|serait|seraient|avait|avaient|si|en cas|deja|already|yesterday|hier|ils ont|"
    r"elles ont|"
    r"not|never|if|would|had|last (?:week|month|year))\b|\bs'est\b"
)
_DISPOSING = (_WE_NOW, _WE_DO_NOT, _NAMED_VERDICT, _TERMS, _WILL_BE, _BARE_WILL)


#: Who sets terms that others only take note of.
_OUTSIDE = expression(
    r"\b(?:supplier|landlord|bank|insurers?|provider|vendor|fournisseur|prestataire|banque|bailleur|proprio|proprietaire|"
    r"assureur|assurance|edf|engie)s?\b(?: [a-z']+){0,2} (?:put|puts|raised|raises|increased|increases|ups|hiked|wants|monte|"
    r"augmente|passe|demande|releve)"
)


def is_settled(low: str) -> bool:
    """Whether the words of a sentence say that something is decided or refused, and not only that it is to be."""
    low = low[:_LONGEST]
    if _ANNOUNCED.search(low) is not None:
        return False
    if _RULED_BY.search(low) is not None and " pas " not in low:
        return True
    if DECIDED.search(low) is not None or REFUSED.search(low) is not None or _VOTE.search(low) is not None:
        return True
    if any(pattern.search(low) is not None for pattern in (*_SETTLED_FR, *_SETTLED_EN, _ANSWERED)):
        return True
    if _AIMED.search(low) is not None or _OUTSIDE.search(low) is not None:
        return False
    return any(pattern.search(low) is not None for pattern in _DISPOSING) or (
        _UNREAL.search(low) is None
        and (_SHORTLY.search(low) is not None or _DISPOSED.search(low) is not None or _BODY.search(low) is not None)
    )


def is_sure(low: str) -> bool:
    """Whether it is settled whoever is named in it."""
    return (_SURE.search(low) is not None or _VOTE.search(low) is not None) and _ANNOUNCED.search(low) is None


def is_oked(low: str, ends: Iterable[int], end: int) -> bool:
    """Whether one of those whose names end at the places says "ok" right behind."""
    return any(_OKED.match(low[place : min(end, place + _LONGEST_OK)]) is not None for place in ends)


def is_pending(low: str) -> bool:
    """Whether a sentence says that its matter is still open."""
    if _RULED.match(low) is not None or "arbitrage rendu" in low:
        return False
    return (UNDECIDED.search(low) is not None and _ANSWERED.search(low) is None) or _ANNOUNCED.search(low) is not None


def decision_lines(text: str) -> frozenset[int]:
    """Where the lines begin that a code of the notes calls decisions: `D`, beside other letters or with a legend."""
    found = list(_CODES.finditer(text[:100_000]))
    letters = [one[1] for one in found]
    has_legend = _LEGEND.search(text[:2_000].lower().replace("é", "e")) is not None
    is_code = letters.count("D") >= 1 and (has_legend or (len(set(letters)) > 1 and len(letters) >= _LEAST_CODES))
    return frozenset(one.end() for one in found if one[1] == "D") if is_code else frozenset()
