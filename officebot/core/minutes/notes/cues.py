"""The words by which notes show what is decided, refused, only thought of, a rule, a dispute, or still without an owner."""

from __future__ import annotations

from officebot.core.expressions import expression

#: What is said of something that will not be done.
REJECTED = expression(
    r"\b(?:refuse[es]{0,2}|rejete[es]{0,2}|abandonne[es]{0,2}|ecarte[es]{0,2}|pas retenu[es]{0,2}|laisse tomber|"
    r"on oublie|annule[es]{0,2}|"
    r"trop (?:cher|chere|de \w{3,12}|complique|lourd|risque)|plus besoin|pas besoin|pas une priorite|"
    r"pas prioritaire|peut attendre|sans suite|"
    r"nah|nope|no thanks|not again|no interest|too (?:pricey|expensive|dear|costly)|not needed|no longer needed|"
    r"not now|can wait|"
    r"not a priority|dropped|scrapped the|rejected|turned down|ruled out|decided against|hold on that|"
    r"cancelled|canceled|on hold|parked|park it|park that|shelved|ideas? only)\b|[->:?.,]\s{0,3}(?:non|no)\b(?! l| the| d)"
)
#: Something thought of, not undertaken.
IDEA = expression(
    r"^\W{0,4}(?:idees?|ideas?|suggestion|proposition|piste|a discuter|question)\b|"
    r"\b(?:un jour|one day|some ?day|would be (?:lovely|nice|good|great)|ce serait (?:bien|sympa|top)|"
    r"serait (?:bien|sympa)|"
    r"on (?:pourrait|avait pense|pensait|avait envisage)|pourrait[- ]on|pourquoi pas|peut-etre|eventuellement|"
    r"faudrait voir|"
    r"(?:we|you|they|it|one|i|someone|somebody|he|she) (?:could|might)|^\W{0,4}(?:could|might)(?! you)|"
    r"maybe|perhaps|why not|in an ideal world|thought about|thought of|had suggested|"
    r"avait propose|a propose(?! de s'en)|nice to have|wish list|ideas only|(?<!au )plus tard|un de ces (?:jours|quatre)|"
    r"later on|sleep on it|\"sleep on|si possible un jour|reve)\b"
)
#: Something that holds always, or holds for everybody already.
RULE = expression(
    r"\(rappel\b|^\W{0,4}(?:rappel|reminder)\b ?(?::|-|,|que|that|to all|to everyone|a tous)|[-,] (?:rappel|reminder)\b|"
    r"\b(?:c'est (?:la (?:regle|loi)|le reglement)|la regle|reglement interieur|rule stays|the rule|house rule|"
    r"toujours (?:aussi|fermer|porter)|chaque (?:soir|matin|jour|semaine|fois|lundi|mardi|mercredi|jeudi|"
    r"vendredi|mois|nouveau|nouvelle)|"
    r"every (?:day|week|time|morning|evening|month|new|monday|friday|shift|night)|always|at all times|never|"
    r"as usual|comme d'habitude|"
    r"est obligatoire|is mandatory|is compulsory|on l'a deja dit|dixit|by law|it's the law|must (?:always|"
    r"be (?:shut|kept|worn|closed|locked|signed in))|"
    r"doivent (?:toujours )?(?:etre|rester)|reminder to (?:all|everyone)|"
    r"as (?:per|always))\b"
)
CONDITION = expression(
    r"\W{0,4}+(?:(?:et|and|mais|but|sinon|so|ou|or)\s)?(?:si(?! possible)|s'il|s'ils|if|unless|in case|en cas d|"
    r"au cas ou|a moins|otherwise|sinon|"
    r"faute de|a defaut|should (?:we|they|the)|dans le cas)\b"
)
#: What is done already, whatever else is said.
SURELY_DONE = expression(
    r"[✔✓✅☑]|(?<!pas )(?<!not )\b(?:c'est fait|est fait|fait ce matin|fait hier|deja (?:fait|envoye|regle|paye|"
    r"commande)[es]{0,2}|all done|is done|"
    r"that is done|been done|are done|already done|ca y est|c'est regle|is sorted|sorted(?=[.!]?$)|\(done\)|\(fait\))"
)
#: What has happened, whatever the verb.
DONE = expression(
    r"[✔✓✅☑]|\b(?:deja|already|has been|have been|a ete|ont ete|regle[es]{0,2}$|done\)|"
    r"\bdone$|fait\)$|ok fait|termine[es]{0,2}$|completed$|finished$|closed (?:on|mon|tue|wed|thu|fri)|"
    r"in hand since|went in|"
    r"posted already|sent already|"
    r"ont (?:ete|recu|signe)|a (?:signe|paye|recu|verse|valide|change)|was|were|avait|avaient|devait|"
    r"last (?:week|month|year|night))\b"
)
PARTICIPLE = expression(
    r"\b(?:recu[es]{0,2}|passe[es]{0,2}|paye[es]{0,2}|regle[es]{0,2}|envoye[es]{0,2}|remplace[es]{0,2}|"
    r"realise[es]{0,2}|change[es]{0,2}|signe[es]{0,2}|"
    r"verse[es]{0,2}|livre[es]{0,2}|fait[es]{0,2}|repare[es]{0,2}|termine[es]{0,2}|installe[es]{0,2}|"
    r"saisi[es]{0,2}|vendu[es]{0,2}|votee?s?|"
    r"received|paid|fixed|sent|replaced|installed|booked|completed|delivered|repaired|collected|signed|closed|"
    r"done|renewed|finished|"
    r"trialled|fitted)\b"
)
#: Words that make a whole line a decision.
DECIDED = expression(
    r"^\W{0,4}(?:decisions?|decide|acte|dec|decision prise|agreed|resolved|approved|decided|vote|dcs)\b ?[:>-]?|"
    r"\b(?:decide[es]{0,2}|c'est decide|decision prise|acte[es]{0,2}|adopte[es]{0,2}|a l'unanimite|unanimite|"
    r"approuve[es]{0,2}|"
    r"est valide|valide[es]{0,2}$|c'est valide|(?<!n')accepte[es]{0,2}|vote[es]{0,2}(?=[ ,.:(]|$)|ok (?:pour|"
    r"de principe|tout le monde|pr|pour tous)|"
    r"d'accord pour|on (?:garde|reste|maintient|retient|choisit|part sur|prend|ne (?!sait|peut|voit|comprend|"
    r"connait)[a-z]{2,15} (?:pas|plus)|n'(?!a |est )[a-z]{2,15} (?:pas|plus)|"
    r"n'y va pas|fait les deux|laisse|decide|arrete|offre|passe a|valide|repousse|reporte|annule|abandonne|ferme|ouvre)|"
    r"sera payee?|(?<!pas )retenu[es]{0,2}|est reportee?|reporte[es]{0,2} (?:au|a)|glisse(?:nt)? (?:au|a)|"
    r"agreed|(?:all|everyone|everybody|both|most|majority|committee|board|group|\d{1,3}|vote[sd]?) (?:were |"
    r"are |was |is |voted )?in favour|"
    r"unanimous(?:ly)?|nem con|carried\b(?! fwd| forward| over)|approved|accepted|resolved|"
    r"decided|it was decided|go for it|"
    r"going with|went with|we(?:'ll| will) go (?:with|for)|moved (?:to|from|back)|moved \d{1,2}|postponed to|"
    r"brought forward to|"
    r"confirmed|signed off|stays|we(?:'re| are) not|not (?:doing|going)|not again|we keep|keep at|yes we|"
    r"say-so|no (?:more|new) [a-z]{3,})\b|:\s{0,2}(?:oui|yes|ok|valide|adopte)\b\W{0,4}$|= ?ok\b|\bwent w/|"
    r"\b(?:\d{1,2}[-–]\d{1,2})\)"
)
#: Words of a refusal that is a decision: somebody proposed, it is not done.
REFUSED = expression(
    r"[:,>.-]\s{0,2}(?:c'est )?(?:refuse|rejete|abandonne|ecarte)[es]{0,2}\b|\b(?:refuse|rejete|abandonne|"
    r"ecarte)[es]{0,2}\W{0,3}$|"
    r"\b(?:ruled out|rejected|turned down|decided against|nope|not again|"
    r"said no|looked at, no|on ne (?:fait|change|prend) pas|not doing)\b|>\s{0,2}(?:non|no)\b"
)
#: A pending matter is no decision.
UNDECIDED = expression(
    r"\b(?:they|he|she|who|to|will|can|must|should|'ll|board|committee|council|slt|management) decides?\b(?! to)|"
    r"\bleft (?:it )?(?:with|to|up to) |"
    r"\b(?:decidera|tranchera|decideront|trancheront|statuera)\b|"
    r"\b(?:pas (?:encore )?(?:decide|tranche|acte|fixe)\w{0,2}|non tranche|a (?:decider|trancher|valider|voir)|"
    r"en attente|arbitrage|"
    r"not (?:yet )?(?:agreed|decided|settled|confirmed)|undecided|no (?:decision|conclusion)|to be (?:decided|"
    r"agreed|confirmed)|tbc|tbd|"
    r"open|carry (?:fwd|forward)|carried (?:fwd|forward)|left it|come back to it|on en reparle|sera (?:vote|"
    r"decide)\w{0,2}|for decision|to agree|"
    r"to decide|to approve|doit valider|a approuver|vote (?:au|le|on|at)|proposee?)\b|\?\s{0,2}$"
)
#: Where people did not agree.
DISPUTED = expression(
    r"\b(?:pas (?:du tout |trop |vraiment |tout a fait )?d'accord|en desaccord|desaccord|pas (?:de |un "
    r")?consensus|pas tranche|non tranche|pas contente?|"
    r"rale|s'oppose|est contre|"
    r"contre\b(?=[ \"»:,.]{0,3}(?:[\"»:,.]|$))|n'y croit pas|conteste|on en reparle|divergence|"
    r"disagree[sd]?|not agreed?|doesn't (?:buy|agree|really agree)|(?:don't|didn't|not) (?:really |at all |"
    r"quite )?agree|does not agree|won't agree|not agree|"
    r"no (?:consensus|conclusion|agreement)|"
    r"not happy|unhappy|furious|unworkable|went round in circles|left it open|against|objects?|objected|opposes?|no way|"
    r"push(?:ed|es) back|argued|split on|heated)\b"
)
OPINION = expression(
    r"\b(?:trouve|pense|veut|voudrait|voulait|prefere|prefererait|estime|craint|souhaite|propose|dit (?:que|qu'|"
    r"\d)|contre|pour\b|selon|refuse|demande pourquoi|"
    r"wants?|wanted|thinks?|says|said|prefers?|favours?|of the view|feels|for,|against|reckons|would rather|insists)\b"
)
#: Something must be done and nobody is named.
NEEDED_FR = expression(
    r"\b(?:(?:qq'?un|qqn|quelqu'un) (?:doit|devra|devrait|pour|s'en|peut|va)|il (?:faut|faudra|faudrait|"
    r"va falloir)(?! (?:voir|savoir|noter|dire|attendre)\b)|"
    r"(?:faut|faudrait|faudra) (?:bien |aussi |encore |vite |absolument )?(?:(?:le|la|les|lui|leur|nous|en|y|se) |l'|s')?"
    r"(?:que|qu'on|qu'il|penser|[a-z]{3,}r\b)|il (?:nous|leur|lui) (?:faut|faudra)|"
    r"(?:on|nous) (?:doit|devra|devons|devrons|a|avons) (?:encore |aussi |toujours |vite |bien )?(?:(?:a|le|"
    r"la|les|lui|leur|en|y|se) |l'){0,2}"
    r"(?!discuter|voir|savoir|attendre)[a-z]{3,}(?:er|ir|re)\b|"
    r"reste a|penser a|ne pas oublier|personne (?:n'a|ne) (?:pris|"
    r"prend|s'est|veut)|"
    r"a (?:attribuer|designer|repartir)|qui (?:s'en|s'y|s'occupe|peut|veut|se|fait|prend|appelle|va|se charge)|par qui|a qui de|"
    r"pas de volontaire|sans (?:pilote|responsable|porteur)|personne (?:de|pour)|"
    r"(?:pilote|responsable|volontaire|porteur) (?:a|\?)|a pourvoir|on cherche|"
    r"une personne (?:doit|devra)|nul ne)\b|\bpar ?\?|(?<!\ba )(?<!\bde )(?<!\bchez )\bqui ?\?"
)
NEEDED_EN = expression(
    r"^\W{0,4}(?:need|must|have|got) to [a-z]|(?:^|\? )\W{0,4}(?:still )?need (?:\d{1,3}|one|two|three|four|"
    r"five|more|another|extra) |\b(?:some(?:body|one)(?: (?!has|had|was|is|who|"
    r"said)[a-z]{1,12}){0,4} (?:needs|has|has got|should|must|ought|to|"
    r"will|please)\b|any(?:one|body) (?:to|for|free|who can)|who(?:'s| is) [a-z]{3,}ing|(?<!, )(?<![a-z] )who (?:does|will|can|"
    r"is going|wants|takes|[a-z]{3,}s)\b|"
    r"(?:still |urgently )?needs? (?:doing|[a-z]{3,}ing\b|to be [a-z]{3,}(?:ed|en|t|ne)\b|some(?:one|body)|"
    r"an owner|a volunteer)|wants? (?:doing|it done|[a-z]{3,}ing\b)|"
    r"nobody (?:picked|volunteered|took|has taken|offered)|no(?:-one| one) (?:picked|volunteered|took|offered)|"
    r"no (?:name|owner|taker|takers|volunteer|volunteers)\b|"
    r"(?:we|they)(?:'ll)? (?:(?:still|also|really|now|just|urgently) )?(?:need|have|ought|must) (?:to )?|we "
    r"must|we should|need (?:some(?:one|body)|a volunteer|volunteers|a hand) (?:to|for)\b|(?:looking for|"
    r"want) (?:some(?:one|body)|volunteers?) (?:to|for)\b|must remember|don't forget|"
    r"remember to|unassigned|unowned|to be assigned|on whose list|need(?:s)? names?\b|need an? [a-z]{3,}|needs? [a-z]{3,}ing|"
    r"owner (?:tbc|tbd|needed)|still to do|(?<!not )(?<!longer )needed|outstanding:|any volunteers|volunteers? (?:needed|wanted)|"
    r"to be (?!confirmed|decided|agreed|continued|honest|fair|seen|discussed|approved)[a-z]{2,}(?:ed|en|t|d|"
    r"ne)\b)|\bwho'?s? ?\?|\bwho\?|\bwho's turn|whose (?:turn|job)"
)
#: An order of words by which somebody is given something to do.
ASKED = expression(
    r"\b(?:demande(?:r|ra|rons)? a|demande(?:r|ra)? au|on (?:charge|mandate|envoie)|confie(?:r|e)? a|"
    r"delegue(?:r)? a|ask(?:ed|s)?|asking|get|task(?:ed)?|chase|remind) $"
)
BY = expression(
    r"\b(?:par|by|via) (?:le |la |l'|the )?$|\b(?:pilote|resp|responsable|owner|lead|action|charge|qui|who|"
    r"volontaire|affecte a|assigned to|attribue a|for|pour action|pr) ?[:=]? ?$"
)
IS_WHO = expression(r"\b(?:c'est|ce sera|it's|that's|it is|will be) (?:a |pour |for )?$")
TO_BE_DONE = expression(
    r"(?:to ?-?do|todo|a faire|af|ap|actions?(?! en cours)(?: point)?|act|next steps?|reste a faire|follow[- ]?up|suite|"
    r"suites|prochaine etape|nb a faire|tache)"
    r"(?: n?[°#]?\d{1,3})?(?:\s{0,2}(?::|->|=>|-|>)|\s(?!items?\b|points?\b|plan\b)(?=[a-z]))\s{0,3}"
)
#: A mind changed: what stands before is over.
CHANGED = expression(
    r"\b(?:non|no|finalement|en fait|plutot|actually|rather|instead|sorry|scratch that|correction|nope|au final|"
    r"no wait|puis non|en realite)\b"
)

#: A matter put off to another day: nobody is to do anything but to speak of it again.
PUT_OFF = expression(
    r"\b(?:a|sera|seront|on|nous) (?:en |la |le |les |l'|y )?(?:trancher|rediscuter|discuter|reparler|revoir|debattre|arbitrer|"
    r"decider|reposer|reevoquer|rouvrir|reparlera|rediscutera|reverra|reviendra|reparle|rediscute|revoit|revient)\b|"
    r"\b(?:renvoye|reporte|remis|repousse)[es]{0,2} (?:au|a la|a l'|a une?) (?:prochain|proch|autre|prochaine)|"
    r"\b(?:prochaine? fois|plus tard|une autre fois)\W{0,3}$|"
    r"\b(?:discuss|decide|debate|revisit|park|table|defer|raise|talk|speak|think|pick|picked|come|go|carry|carried|look|"
    r"return|leave|review)(?:s|d|ed)?(?: (?:again|it|this|that|them|to|about|at|up|back|over|on|round|forward))*"
    r"(?: (?:next (?:time|meeting|mtg|week|month|year|one|session|call)|later|another (?:time|day)|at (?:the )?next|"
    r"(?:until|till|to) (?:the )?next|in (?:the )?(?:new year|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|"
    r"spring|summer|autumn)))|"
    r"\bback (?:in|next) (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|week|month|time|year|spring|autumn)"
)
#: What is only watched: nothing to be done by a day.
WATCHED = expression(
    r"\b(?:to be (?:kept an eye on|monitored|watched|kept under review)|keep(?:ing)? an eye|worth watching|a surveiller|"
    r"a l'oeil|affaire a suivre)\b"
)
#: Nobody took what was asked for.
NO_TAKER = expression(
    r"^\W{0,4}(?:pas de (?:volontaire|candidat)s?|personne(?: ne (?:veut|peut|se propose))?|aucun volontaire|"
    r"no (?:takers?|volunteers?)|"
    r"nobody(?: (?:volunteered|could|can|wants))?|no one (?:volunteered|could|can))\b"
)
#: A question that is reported.
ASKS_WHETHER = expression(
    r"\b(?:demande(?:nt)? (?:si|s'il)|se demande(?:nt)?|ask(?:s|ed) (?:if|whether|who)|wonder(?:s|ed)?)\b"
)
