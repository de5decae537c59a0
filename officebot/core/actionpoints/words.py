"""The words by which people say how far a thing has come, in French and English; matched in text without accents."""

from __future__ import annotations

import re

from officebot.core.expressions import expression


def _any(*parts: str) -> re.Pattern[str]:
    return re.compile(r"(?<![a-z0-9])(?:" + "|".join(parts) + r")(?![a-z0-9])")


#: It is done, whatever it was. « -é » with its accent, where the writer uses accents: « je termine » is not « terminé ».
DONE = _any(
    "faite?s?", "finie?s?", "closes?", "fait le necessaire", "100 ?%", "done", "completed?", "finished", "closed",
    "sorted", "settled", "dealt with", "taken care of", "all set", "handled", "wrapped up", "resolved",
    "sorted out",
)  # fmt: skip
#: The same with an accent at its end: matched in the words as they were written.
DONE_WITH_ACCENT = expression(
    r"(?<!\w)(?:termin|régl|boucl|clôtur|cloture|achev|effectu|réalis|sold|finalis)ée?s?(?!\w)"
)
DONE_WITHOUT_ACCENT = expression(
    r"\b(?:est|sont|ete|ai|avons|bien|deja|tout|a[0-9]{1,3}|:) (?:termin|regl|boucl|clotur|achev|effectu|realis"
    r"|sold|finalis)ee?s?\b"
    r"|^(?:termin|regl|boucl|clotur|achev|effectu|realis|sold|finalis)ee?s?\b"
)
#: One thing that may have been the point: sent, booked. Enough where the thing is numbered, or « c'est envoyé ».
DID = expression(
    r"(?<!\w)(?:(?:envoy|livr|command|réserv|sign|publi|install|dépos|pay|relanc|diffus|appel|corrig|rédig|class"
    r"|demand|valid|vérifi|imprim|pos|"
    r"contact|rappel|achet|prépar|organis|convoqu|mandat|index|archiv|actualis)ée?s?|transmise?s?|remise?s?"
    r"|mise?s? à jour|à jour|prise?s?|parti(?:e|s|es)?|(?<!bien )reçue?s?|"
    r"écrite?s?|sent|submitted|delivered|ordered|booked|signed|published|shipped|paid|written|fixed|updated"
    r"|up to date|reserved|checked|"
    r"bought|mailed|e-?mailed|posted|printed|filed|contacted|reviewed|approved|uploaded|gone out|went out)(?!\w)"
)
#: Any participle: it counts where it is the point's own verb, « demandés » of "demander".
PARTICIPLE = expression(r"(?<!\w)([a-zà-ÿ]{2,20}(?:ée?s?|ed|is|ise|ises))(?!\w)")
CHECKED = expression(r"[✓✔☑✅]|\[x\]")
PERHAPS_DONE = _any("ok", "okay", "c'est bon", "c est bon", "all good", "that's it", "bon")
#: « en fait », "to be done": the word stands there, and says nothing of the kind.
NOT_DOING = expression(
    r"\b(?:en|au|de|tout a|ca|cela|il|qui|vous avez|tu as|t'as|you|you've|you have|on m'a|a ete mal) (?:fait|envoye"
    r"|transmis|sent|done)\b"
    r"|\bfait(?:es)? (?:que|suite|partie|de|longtemps|peur|du bien|moi|nous|attention|beau|chaud|froid|un mois"
    r"|une semaine)\b"
    r"|\bfait-(?:on|il|elle|ce)\b|\bdone with (?:this|these|that|your|all)\b|\bto be (?:done|sent|finished|closed)\b"
    r"|\bbien fait (?:de|pour)\b|\bwell done\b|\bne fait\b|\bse fait\b|\bce qui (?:est|a ete) fait\b|\bwhat (?:is"
    r"|was|has been) done\b"
    r"|\b(?:calls?|called) (?:it|for|me)\b|\bappelee?s? a\b|\bof sorts\b|\bfait maison\b"
)
#: « considérez que c'est fait », "as good as done": a promise in the clothes of a fact; and conditions.
NOT_YET_FACT = expression(
    r"\b(?:soi(?:t|ent)\b|easier said\b|facile a dire\b|consider(?:ez|e|s)?\b|comme si\b|as good as\b|no sooner\b"
    r"|aussitot dit\b|s'ils? \b|si (?:c'est|tout|ca|je|on|vous|tu|le|la|les|l'|a\d))|(?:^|, )si\b(?! bien| possible)"
)
#: What is said of another time, or of a case.
CONDITION = expression(
    r"\bune fois\b|\bquand\b|\blorsque\b|\bdes que\b|\bapres avoir\b|\bif\b|\bonce\b|\bwhen\b|\bas soon as\b"
    r"|\bafter\b(?! all)|\bso that\b|\bunless\b"
)
#: What must be done, or may be, is not done.
MUST = expression(
    r"\b(?:doit|doivent|devra|devront|peut|peuvent|pourra|pourrait|faut|faudra|faudrait)"
    r" (?:encore )?(?:etre|qu|que|ce soit)?\b(?=.{0,20}\b(?:faite?s?|termine|envoye|regle|etre))"
    r"|\b(?:must|can|could|has to|have to|needs? to|ought to|to) (?:still )?(?:be|get)\b|\bneeds? doing\b"
)
#: Who says so is not sure of it, or has it from others.
HEARSAY = expression(
    r"\bje (?:crois|croyais|pense|pensais|suppose)\b|\bthought\b|\bil me semble\b|\bsauf erreur\b|\bnormalement\b"
    r"|\ben principe\b|\ba priori\b|\bapparemment\b"
    r"|\bdevrai(?:t|ent)\b|\bdoit avoir\b|\bont du\b|\ba du\b|\bparait\b|\b(?:me|m'a|nous a) (?:dit|confirme"
    r"|assure)\b|\bselon\b|\bd'apres\b"
    r"|\bpas sure?\b|\bi (?:think|believe|guess|suppose|assume)\b|\bshould (?:be|have)\b|\bapparently\b"
    r"|\bsupposedly\b|\bas far as i know\b"
    r"|\b(?:tells?|told|says?|said)\b|\bnot sure\b|\bprobably\b|\bperhaps\b|\bmaybe\b|\bmight\b|\bsans doute\b"
    r"|\bpeut-etre\b|\bseems?\b"
)
#: It is not done, or not yet.
NOT_DONE = expression(
    r"\b(?:pas|jamais|point|rien|aucun|toujours pas|plus) (?:encore |tout a fait |completement "
    r"|totalement )?(?:ete |pu |su |eu |le temps)?"
    r"(?:encore )?(?:faite?s?|termine|fini|regle|envoye|transmis|realise|clos|cloture|traite|boucle|commande"
    r"|reserve|signe|achev|pu\b|eu\b|commenc|avanc|pret|le temps|recu)"
    r"|\bn'(?:ai|avons|est|a|ont|etait|y suis) (?:pas|rien|jamais|toujours)\b|\bne (?:suis|sera|serai|sont) pas\b"
    r"|\brien (?:fait|de fait)\b|\bpas encore\b"
    r"|\bnot (?:yet |quite |fully |been |all )?(?:done|finished|completed?|sent|closed|started|ready|there|booked"
    r"|ordered|sorted)\b"
    r"|\b(?:isn't|wasn't|hasn't|haven't|aren't|hadn't|didn't|isnt|hasnt|havent|didnt|not yet|have not|has not"
    r"|is not|did not|couldn't|could not)\b"
    r"|\bnothing (?:done|yet)\b|\bnever\b|\bnowhere near\b|\bfar from\b|\bloin d'\b|\bloin de\b|\bsans avoir\b"
    r"|\breste a faire\b|\bencore a faire\b"
    r"|\bstill to (?:do|be done)\b|\bstill (?:open|pending|outstanding)\b|\btoujours ouverte?\b|\bpas (?:eu"
    r"|trouve) le temps\b|\bno time\b|\bun-?done\b"
)
#: It is announced.
FUTURE = expression(
    r"\b(?:sera|seront|serai|ferai|fera|ferons|feront|aurai|aura|aurons|terminerai|finirai|enverrai|enverra"
    r"|transmettrai|reglerai|"
    r"m'en occuperai|appellerai|passerai|donnerai|livrerai|vais|va|allons|compte|prevois|prevue?s?|repondrai"
    r"|verrai)\b"
    r"(?! (?:hier|deja))|\b(?:will|i'll|we'll|he'll|she'll|it'll|shall|going to|gonna|plan to|intend to|aim to"
    r"|hope to|expect to|am doing|"
    r"be done|be finished|be ready|need until|needs until|get it done|aiming for|try)\b|\bd'ici\b|\bje (?:le|la|les"
    r"|m'y|m'en) (?:fais|mets|occupe)\b"
    r"|\bil me faut\b|\bj'ai besoin de\b|\bj'essaie\b|\bje tacherai\b"
)
#: Another day is given.
MOVED = expression(
    r"\b(?:repousse|reporte|decale|remet|deplace|recule)(?:r|e|s|z|ee|es|ees)?\b|\bplutot\b|\bau plus tard\b"
    r"|\bdelai\b|\bpostpone[ds]?\b"
    r"|\bpush(?:ed)?\b|\bmove[ds]?\b|\bdelay(?:ed)?\b|\bslip(?:s|ped)?\b|\brather\b|\binstead\b|\bextension\b"
    r"|\breschedul\w{0,4}\b"
    r"|\bnouvelle date\b|\bnew date\b"
)
#: It will not be ready before a day: when it will, nobody says.
NOT_BEFORE = expression(
    r"\bpas .{0,20}\bavant\b|\bpas avant\b|\bnot before\b|\bnot until\b|\bwon't .{0,30}(?:before|until)\b"
    r"|\bau plus tot\b|\bat the earliest\b|\bapres le\b"
)
DOING = expression(
    r"\ben cours\b|\bje m'en occupe\b|\bje m'y mets\b|\bj'y travaille\b|\bje suis dessus\b|\bcommence[er]?\b"
    r"|\bentame[er]?\b|\ben bonne voie\b"
    r"|\bca avance\b|\bsuit son cours\b|\blance[er]?\b|\bin progress\b|\bworking on\b|\bon it\b|\bunder ?way\b"
    r"|\bstarted\b|\bbegun\b|\bon track\b"
    r"|\bongoing\b|\bin hand\b|\bon s'en occupe\b|\bj'y suis\b|\ben preparation\b|\bgetting there\b"
)
PARTLY = expression(
    r"\b(?:presque|quasi(?:ment)?|en partie|partiel(?:le|lement)?s?|a moitie|moitie|(?<!a )bientot|almost|nearly"
    r"|partly|partially|half|halfway|mostly|more or less|plus ou moins|en grande partie)\b|\b[1-9]\d? ?%"
)
BLOCKED = expression(
    r"\bbloque[es]?s?\b|\bblocage\b|\ben attente\b|\bj'attends\b|\bnous attendons\b|\bon attend\b|\battends (?:le"
    r"|la|les|un|une|l'|toujours|encore)"
    r"|\bcoince[es]?\b|\bdans l'attente\b|\ben suspens\b|\ba l'arret\b|\bblocked\b|\bstuck\b|\bwaiting (?:for|on)\b"
    r"|\bon hold\b|\bawait(?:ing|s)?\b|\bheld up\b"
    r"|\bdepends? on\b|\bdepend de\b|\bsuspendue?s?\b|\bpending (?!$)"
)
DROPPED = expression(
    r"\bplus d'actualite\b|\bplus (?:lieu|besoin|necessaire|utile|la peine)\b|\bcaduc|\babandonne[es]?s?\b"
    r"|\bannule[es]?s?\b|\bsans objet\b"
    r"|\bno longer (?:needed|relevant|necessary|required|applies)\b|\bobsolete\b|\bcancel(?:l)?ed\b|\bdropped\b"
    r"|\bnot needed\b|\bnot (?:relevant|necessary) any\s?more\b"
    r"|\bno need\b|\bmoot\b|\boverta?ken by events\b|\bn'a plus lieu\b|\ba laisser tomber\b|\bscrapped\b"
)
NOT_MINE = expression(
    r"\bpas (?:a|pour|de) moi\b|\bpas mo[in] (?:point|action|sujet)\b|\bpas moi (?:qui|mais)\b"
    r"|\bpas de mon ressort\b|\bc'est (?:a|pour|plutot) (?!moi\b|bon\b|cause\b|dire\b)"
    r"[a-z'-]{2,20} (?:de|qui|et|ville|[a-z'-]{2,20})|\bc'est (?!fait|bon|a\b|pour\b|en\b|la\b|le\b"
    r"|moi\b)[a-z'-]{2,20}(?: [a-z'-]{2,20})? qui\b|\bvoir avec\b|\bs'adresser a\b"
    r"|\b(?:confie|passe|transfere|delegue|refile)[es]? a\b|\brevient a\b|\bincombe a\b|\bnot (?:mine|me"
    r"|my (?:point|action|job|task|item)|for me|with me)\b"
    r"|\b(?:isn't|is not|wasn't|was not) (?:mine|me|for me|my)\b|\b(?:handed|passed|gave|given|delegated"
    r"|transferred|assigned|reassigned?) (?:it |this |that |these |them )?(?:over )?to\b"
    r"|\b(?:is|that's|it's|belongs to|ask|see|check with|one for|this is) (?:for )?(?:[a-z'-]{2,20}'s)\b"
    r"|\bplease ask\b|\bask (?!me\b|for\b|you\b|whether\b|if\b)[a-z'-]{2,20}\b"
    r"|\bbelongs to\b|\bthat's for\b|\bis (?:looking after|handling|dealing with|taking care of|in charge)\b"
    r"|\bs'en (?:charge|occupe)\b|\bresponsab\w{2,6}\b|\bwrong person\b"
)
#: « je m'en charge » is one's own.
MINE = expression(
    r"\bje m'en (?:charge|occupe)\b|\bi'?(?:ll| will| am)? (?:handle|handling|take care|taking care|deal"
    r"|look after)\b"
)
#: What takes a word back, or only wishes it: beside one of these nothing is surely done.
TAKES_BACK = expression(
    r"\b(?:pas|not|no|non|none|never|jamais|aucune?s?|ni|neither|nor|nothing|rien|sans|without|cannot|wish|hope|want|please"
    r"|veuillez|manque|missing|wrong|mauvaise?s?|erreurs?|errors?|mistakes?|faux|fausse|aimerais|voudrais"
    r"|souhait\w{0,6}|espere|sauf|mal|ailleurs|plus tard)\b|n't\b"
    r"|\bmerci de\b"
)
#: What begins so is set against what was said before.
BUT = expression(
    r"\s{0,3}(?:mais|but|cependant|toutefois|however|par contre|en revanche|il manque|though|although|reste|hormis|except)\b"
)
#: All of it, both of them, what is left.
ALL = expression(
    r"\btout(?:es|s)?(?! a fait| de suite| en| d'abord)\b|\btous\b|\bl'ensemble\b|\bal(?:l|l of)(?: of)?\b(?! good"
    r"| right| set)|\beverything\b|\bevery one\b"
)
BOTH = expression(r"\bles deux\b|\bboth\b|\bthe two\b")
REST = expression(
    r"\ble reste\b|\bles autres\b|\bl'autre\b|\bthe rest\b|\bthe others?\b|\bthe other (?:one|ones|two|points?"
    r"|items?|actions?)\b|\bremaining\b"
)
EXCEPT = expression(
    r"[,;(–-]?\s{0,3}\b(?:sauf|hormis|excepte|a l'exception (?:de|du|des)|a part|mis a part|except(?: for)?"
    r"|apart from|other than|but not|save for|bar)\b"
    r"(?! erreur)",
)
#: Words that only greet or thank: nothing is said of the thing.
COURTESY = expression(
    r"\s{0,3}(?:bonjour|bonsoir|salut|madame|monsieur|chere?s?|cordialement|bien (?:a|cordialement|recu)"
    r"|salutations|merci(?! de [a-z]{2,20}(?:er|ir|re)\b)|dear|hello|hi|hey|kind|best|"
    r"regards|thanks|tout a fait d'accord|d'accord|parfait|super|tres bien|bravo|great|perfect|excellent|well done"
    r"|agreed|fine|thanks|thank you|many thanks|yours|cheers|bonne (?:journee|semaine|soiree)|a bientot|sincerely"
    r"|noted|c'est note|note|ok(?=[,.! ]{0,2}(?:note|merci|thanks|noted|bien|pour moi|parfait|$)))\b"
)
ORDINALS = {
    "premier": 1, "premiere": 1, "1er": 1, "1ere": 1, "first": 1, "1st": 1, "deuxieme": 2, "second": 2, "seconde":
    2, "2e": 2, "2eme": 2, "2nd": 2, "troisieme": 3, "third": 3, "3e": 3, "3eme": 3, "3rd": 3, "quatrieme": 4,
    "fourth": 4, "4e": 4, "4eme": 4, "4th": 4, "cinquieme": 5, "fifth": 5, "5e": 5, "5th": 5, "dernier": -1,
    "derniere": -1, "last": -1,
}  # fmt: skip
#: Words that may stand beside « fait » without saying anything else of it: how, when, by which way.
_BENIGN = """
" ainsi all aussitot autre avant away before best bien bonjour bonne bonsoir both chez chose choses complete
completely completement cordialement correct cote courriel depuis dernier derniere deux deuxieme dossier email enfin
entierement evening finalement finally first friday fully glad good great happily hello heureusement hi info
information infos jeudi job journee last lundi mail mails main maintenant mardi matin meeting merci mercredi midi
mine moment monday morning nouveau oui out own parfait part plaisir pleased post poste premier premiere rappel
recommande regards relance reminder reste reunion right salut second semaine side since so soir soiree sujet super
thank thanks then thing things third three thursday thus totalement tous travail trois troisieme tuesday two
vendredi wednesday week work yes
"""
BENIGN = frozenset(_BENIGN.split())
_TELL_NOTHING = """
a about action actions after ai alors already also an and are as ask at au aujourd aussi aux avec avoir avons been
before bien bon but by c ca ce cela ces cet cette concernant cote d dans de deja des desole desolee desoles did do
does doing donc du elle en encore est et ete etre eu excuse excuses excusez fin for from get go going got had has
have here hier hui i ils in is it item items its j je just l la le les leur lui m ma mais make me mes moi mon my n
ne no non nos not notre nous now numero of ok on one ones ont or ou oui our par pas peu plus point points pour qu
que qui regarding regards rien s sa sans se see sera seront ses si soit sommes sont sorry suis sur t ta tache task
te temps tes that the them there they this time to today tous tout tres tu un une until up very voici voila voir vos
votre vous was we well were will with y yes yesterday you your
"""
#: Words that tell no thing from another.
STOP = frozenset(_TELL_NOTHING.split())
