"""The words around a date that say what it is there for, as expressions over folded text (`roles` asks them)."""

from __future__ import annotations

from officebot.core.expressions import expression

#: How far before and behind a date its cue may stand.
BEFORE, BEHIND, SENTENCE = 44, 40, 160
#: How far before "until" it may stand what holds.
HOLDING = 70
GAP = r"\W{0,4}(?:\w{1,14}\W{1,3}){0,3}$"
STRONG = (
    r"\b(?:avant(?! qu)|au plus tard|date limite|echeances?|dernier delai|dead-?lines?|butoir|"
    r"delais?|limites?|cloture|(?<!il est )(?<!elle est )(?<!ils sont )(?<!suis )(?<!sommes )attendue?s?|exigibles?|"
    r"payables?|idealement|de preference|dans l'ideal|dernier jour|depots?|remise|"
    r"be with (?:me|us)|on my desk|in (?:my|our|their|his|her) hands|sur (?:mon|son|leur|notre) bureau|en mains?|"
    r"(?:sans|faute de|a defaut de) (?:nouvelles?|reponse|retour|avis|confirmation|validation|accord|paiement|reglement|"
    r"signature|instructions?|contre-ordre)|"
    r"a (?:nous |me |leur |lui |vous )?(?:faire|rendre|remettre|retourner|renvoyer|envoyer|regler|payer|verser|signer|"
    r"valider|deposer|fournir|transmettre|"
    r"passer|prendre|commander|reserver|retirer|recuperer|completer|donner|adresser|restituer|terminer|boucler|confirmer|"
    r"communiquer|solder|declarer|saisir|produire)|"
    r"d'ici|imperativement|expire(?:nt|s)?|"
    r"(?<!i'm )(?<!i am )(?<!e's )(?<!he is )(?<!we're )(?<!we are )due(?! to\b)|before|no later than|within|last day|final day|"
    r"(?<!e's )(?<!he is )(?<!they're )(?<!they are )expected|hear nothing|don't hear|heard nothing|haven't heard|"
    r"(?:failing|without|absent) (?:(?:an?|your|any) )?(?:reply|answer|response|payment|confirmation|instructions?|approval)|"
    r"to be (?:placed|ordered|paid|returned|handed in|signed|filed|submitted|sent|collected)|"
    r"ideally|preferably|needed|cut-?off|closing date|closes?|latest|"
    r"rsvp|needs? to be (?:in|done|ready|back))\b" + GAP
)
#: "Before my driver sets off at 7 tomorrow", « avant que l'équipe ne reparte lundi »: what happens then has its day behind it.
BEFORE_THAT = expression(
    r"(?<!\bday )(?<!\bweek )(?<!\byear )(?<!\bnight )(?<!\bas )(?<!\bever )\b(?:before|avant que|avant qu')\W"
    r"(?:(?!and |et |but |mais |or |ou |so |then )[a-z0-9'-]{1,14} ){2,7}$"
)
#: « Il est impératif que votre accord signé nous parvienne lundi », "it is vital that we have it on Monday".
VITAL = expression(
    r"\b(?:il est (?:absolument |donc )?(?:imperatif|indispensable|essentiel|necessaire|crucial|vital|primordial) (?:qu[e'] ?|"
    r"de |d')|"
    r"it is (?:absolutely |therefore )?(?:essential|vital|imperative|crucial|necessary) (?:that|for|to)\b)[^.!?;:]{0,90}$"
)
#: « Sans décision de votre part au 3 mars »: what is wanted, and by whom, stands before its day.
WITHOUT = expression(
    r"\b(?:sans|faute d[e'] ?|a defaut d[e'] ?)(?: ?\w{1,12}){1,2} (?:ecrite? )?de (?:votre|ta|leur|sa) part\W{1,3}"
    r"(?:(?:au|a|le|pour|d'ici)\W(?:la\W)?)?$"
)
#: "By country to end November" is no deadline: what stands between "by" and its day is a part of the day's name.
BY = (
    r"\bby\W{1,3}(?:(?:the|our|my|his|her|their|your|this|next|around|about|or|say)\W{1,3}){0,2}"
    r"(?:(?:close|end|start|latest|time|evening|morning|opening|beginning|middle)\W{1,3}(?:\w{1,14}\W{1,3}){0,3})?$"
)
#: « Vos notes devront être dans le logiciel fin janvier »: what must be somewhere, or gone, by then.
MUST = (
    r"\b(?:(?:faut qu[e'][^.!?;]{1,30}(?:soi(?:t|ent)|parte(?:nt)?)|(?:doi(?:t|vent)|devr(?:a|ont)) (?:plus )?"
    r"(?:nous |me |leur |y |lui )?(?:etre|avoir|parvenir|arriver|partir|rester|revenir|figurer|sortir|quitter))"
    r"|\bfau(?:t|dra|drait) (?:absolument |imperativement )?qu[e'] ?[^.!?;]{1,16}(?:ai(?:t|e|ent)|ayons|ayez|recoi\w{1,4}|"
    r"revienn\w{1,3}|arriv\w{1,3}|sach\w{1,4}|dispos\w{1,4}|rend\w{1,4}|sign\w{1,4}|envo\w{1,5}|donn\w{1,4}|regl\w{1,4})\b"
    r"|\b(?:je|nous|on) (?:dois|devons|doit) (?:recevoir|avoir|disposer|connaitre|savoir)\b"
    r"|\b(?:i|we) (?:must|need to|have to) (?:have|receive|know|get)\b"
    r"|(?:must|has to|have to|needs? to) (?:have (?:been )?|not )?"
    r"(?:be (?!mov|resched|postpon|disc)|reach|arrive|leave|go |land|get to|come |stay|remain))"
    r"[^.!?;:]{0,50}$"
)
#: « Jusqu'à l'ouverture des plis, jeudi 26 ».
UNTIL_IT = expression(
    r"\b(?:jusqu'(?:a|au) ?|until |till )(?:l'|la |le |les |the )?(?:[\w'-]{2,14} ){0,4}[\w'-]{3,14}, ?(?:(?:le|on) )?$"
)
#: « La remise des offres est fixée au vendredi 4 »: the end of something, told by its name, has its day behind a verb.
CLOSING = (
    r"\b(?:remise|depots?|cloture|date limite|echeance|limite|bouclage|derni(?:er|ere)s? (?:commandes?|inscriptions?|"
    r"levee|tournee|passage|ramassage|enlevement|collecte|navette|creneau)|"
    r"dead-?line|cut[- ]?off|closing date|submissions?|last (?:orders?|entries|bookings?|post|call|collection|pick-?up|"
    r"round|run|slot))\b[^.!?;]{0,40}"
    r"(?:\b(?:est|sont|sera|se fera|aura lieu|is|are|on|au|pour le|reste|will be)|:)\W{1,2}"
    r"(?:(?:fixee?s?|prevue?s?|set|always|still|now|avancee?s?)\W)?(?:(?:not|non pas|pas)\W(?:[\w:]{1,10}\W){1,4}(?:but|mais)\W)?"
    r"(?:(?:au|a|le|for|on|the|this)\W)?$"
)
#: « Les demandes se font entre le 1er et le 18 »: a time in which something is handed in ends with its last day.
WINDOW = expression(
    r"\b(?:inscri\w{1,6}|demandes?|depots?|candidatures?|campagne|saisie|saisir|declarations?|reservations?|votes?|"
    r"complet\w{1,4}|rempli\w{1,4}|questionnaires?|formulaires?|retraits?|retirer|fill|complete|collect|collection|"
    r"register|registrations?|applications?|apply|enrol\w{0,5}|submissions?|bookings?|voting|entries|window|nominations?)\b"
    r"[^.!?]{0,60}$"
)
RANGE = expression(r"(?:entre|between|from|du|de)\b")
#: "Opens on 18 December and closes on 10 January": how long something may be seen.
OPENS = expression(
    r"\b(?:opens?|open|starts?|runs?|begins?|ouvre\w{0,3}|commence\w{0,3}|debute\w{0,3})\b[^.!?]{0,30}$"
)
AND_CLOSES = expression(
    r"\W{0,3}(?:(?:and|et|to|until|jusqu'au|au)\W)?(?:(?:it|il|elle)\W)?(?:closes?|ends?|finishes|ferme\w{0,2}|se termine|finit|"
    r"s'acheve)?(?:\W(?:on|le|the)){0,2}\W"
)
#: « Le comptable voudrait vos justificatifs vendredi »: the thing itself is wanted, on its day.
WANTS_IT = expression(
    r"\b(?:il (?:me |nous |lui |leur )?(?:le |la |les )(?:faut|faudra|faudrait)|(?:i|we|he|she|they) (?:need|want|wants|needs) "
    r"(?:it|them|this|that|those|these))\b[^.!?;,]{0,24}$|"
    r"\b(?:voudrai(?:s|t|ent)|souhait(?:e|ent|erai\w{1,3})|veu(?:t|x|lent)|aimerai(?:s|t|ent)|attend(?:s|ent|ons)?|"
    r"il (?:me |nous |lui |leur |vous )?(?:faut|faudra|faudrait)|besoin de|wants?|would like|'d like|needs?|requires?|expects?) "
    r"(?:vos|votre|ton|ta|tes|tous|toutes|your|all|everything|tout|l(?:es|e|a) |l'|the )[^.!?;,]{0,40}$"
)
#: « vendredi avant la fermeture », « demain à la première heure », "Thursday, close of play".
ENDS_SO = expression(
    r"premiere heure|first thing|\bcob\b|\beod\b|close of|fin de journee|end of (?:the )?day|"
    r"\bavant\b|\bbefore\b"
)
#: « Je pourrais passer te voir cette semaine ? »: who wants to meet says when, not by when.
MEET = expression(
    r"\b(?:(?:te|vous|se|nous|me) (?:voir|rencontrer|parler|recevoir|appeler)|(?:see|meet|talk|speak|catch up)\b|"
    r"free|libres?|dispo)"
)
#: « Règlement au 31 décembre »: terms of payment.
TERMS = r"\b(?:reglement|paiement|solde|payment|settlement|net)\W{1,3}(?:au|le|fin|on|at)?\W{0,2}$"
#: "Nothing is decided before June", « n'arrêtera rien avant juin »: until then nobody needs to do anything.
NOTHING_BEFORE = expression(
    r"(?:\b(?:ne |n')(?:\w{1,12} )?\w{2,14}(?:ra|ront|rons|rai|rait|raient|peut|peuvent|sommes|sont|est) "
    r"(?:rien|pas|plus|aucun\w{0,2}|personne)(?: \w{1,14}){0,3}\s?|"
    r"\b(?:pas|plus|jamais|rien|personne|aucun\w{0,2} \w{2,14}) (?:\w{2,14} ){0,2}|"
    r"\b(?:won't|will not|can't|cannot|isn't|aren't|shan't|unlikely|not|nothing|nobody|never)(?: \w{1,12}){0,4}\s)$"
)
IF = expression(r"\b(?:si|s'il|if|unless|sauf|faute|tant|hear|heard|oubli\w{1,3}|forget|later|tard)\b")
BEFORE_IT = expression(r"(?:avant|before|d'ici|until|jusqu|prior)")
#: « Le compte rendu peut attendre la semaine prochaine ».
CAN_WAIT = expression(
    r"\b(?:can|could|may|will|peut|peuvent|pourra\w{0,3}) (?:\w{1,8} )?(?:wait|attendre|stay|rester)\b[^.!?;]{0,20}$"
)
#: « d'ici 2030 »: a year alone is an aim, not a day by which a mail is answered.
YEAR_ALONE = expression(r"\D{0,12}\b(?:19|20)\d\d|(?:this |cette |the |l')(?:year|annee|season|saison)")
#: What goes on until a day without being offered: a lease, a contract, a warranty.
GOES_ON = expression(
    r"\b(?:bail|baux|contrat|abonnement|garantie|marche|mandat|convention|assurance|police|lease|contract|tenancy|"
    r"subscription|warranty|guarantee|policy|cover|licen[cs]e|insurance)\b[^.!?]{0,40}"
    r"\b(?:court|courent|dure|prolonge\w{0,2}|runs?|lasts?|ends?)\b"
)
#: « soit le samedi 5, disons le vendredi 4 »: said better, it is the same deadline.
RATHER = expression(
    r"\W{1,4}(?:(?:ou|or|et|and) )?(?:disons|mettons|plutot|mieux encore|voire|soit|let's say|say|call it|better still|"
    r"or rather|rather|preferably|ideally|idealement|de preference)\W{1,3}(?:(?:le|the|on|by|avant)\W)?"
)
#: "In the next three hours": what is counted from now by these words.
NEXT_FEW = expression(
    r"(?:next|coming|prochaine?s)?\W?(?:\d{1,3}|an?|une?|few|couple|two|three|four|five|six|seven|eight|ten|deux|trois|"
    r"quatre|cinq|dix|half)\b.{0,12}\b(?:hours?|minutes?|mins?|days?|heures?|minutes|jours?|weeks?|semaines?)\b"
)
IN_THE = expression(r"\b(?:in|within|over|inside)(?: the)?\W$|\b(?:dans|sous|durant) les\W$")
WEAK = expression(r"(?:^|\W)(?:pour|for)\W{1,3}(?:(?:le|la|ce|the|this|mon|demain)\W{1,2})?$")
BEHIND_IT = expression(
    r"^\W{0,3}(?:au plus tard|dernier delai|derniere limite|dernier carat|delai de rigueur|(?:grand )?maxi?(?:mum)?\b|"
    r"pile\b|imperativement|at the (?:very )?(?:latest|outside)|latest\b|tops\b|sans faute|without fail|"
    r"is (?:the|my|our|your) (?:very |absolute |real )?(?:dead-?line|latest|cut-?off|last|final)|is when|"
    r"(?:,? ?c')?(?:est|sera) (?:le|la|mon|ma|notre|votre) (?:tout |toute )?(?:dernier|derniere|date (?:limite|butoir)|"
    r"echeance)|deadline|if (?:at all )?possible|si possible|"
    r"(?:ce )?serait (?:bien|ideal|parfait|mieux|top|super|preferable|bon)\b(?! (?:pour|de) (?:moi|nous|lui|se|nos))|"
    r"(?:would|'d) be (?:great|good|fine|perfect|ideal|lovely|best|handy|helpful|wonderful|better)\b"
    r"(?! for (?:me|us|him|her|them|our|my)))"
)
WANTED = expression(
    r"\b(?:merci de|priere de|merci d'|veuillez|pouvez|pourriez|peux-tu|peux tu|pourrais|il (?:me |"
    r"nous |te |vous )?(?:faut|faudrait)|besoin|(?:on|je|tu|nous) (?:peux|peut|pourrait) (?:avoir|esperer|compter)|"
    r"(?:can|could|may) (?:i|we) (?:have|get|see)|"
    r"je voudrais|j'attends|nous attendons|envoye[rz]|transmet\w{0,4}|rendre|remettre|repond\w{0,4}|"
    r"reponse|confirm\w{0,4}|valid\w{0,4}|signe\w{0,2}|"
    r"please|could you|can you|would you|need|must|have to|send|reply|answer|confirm|submit|"
    r"return|let (?:me|us) (?:know|have)|ready|kindly)"
)
EVENT = expression(
    r"\b(?:reunion|rendez-?vous|rdv|rencontre|entretien|visite|assemblee|seminaire|salon|"
    r"formation|livraison|conference|visio|appel|dejeuner|diner|"
    r"invit\w{0,6}|aura lieu|se tiendra|auront lieu|anniversaire|conges?|absente?s?|ferme\w{0,3}|"
    r"vacances|atelier|point|codir|"
    r"meeting|call|appointment|visit|conference|lunch|dinner|workshop|training|delivery|"
    r"takes place|holiday|out of office|away|closed|flight|"
    r"webinar|interview|session|launch|fair|kick-?off)\b"
)
OF = expression(r"\b(?:de|du|d'|of|for|from|since|depuis|recue?s?|received|sent|envoyee?s?)\W{1,2}$")
ASKED = expression(
    r"\b(?:merci de|priere de|merci d'|veuillez|pouvez[ -]vous|pourriez[ -]vous|peux[ -]tu|pourrais[ -]tu|tu pourra[is]s?|"
    r"(?:vous|tu|quelqu'un|qui|on|je) (?:pouvez|pourriez|peux|peut|pourrait|pourrais) (?!se |nous |pas )|"
    r"(?:can|could|would|will|might) (?:someone|somebody|anyone|anybody|one of you)|(?:can|could|may) (?:i|we) (?:have|get)|"
    r"who can|(?:wants?|needs?) (?:it|an?|the|your|our|this|them|to (?:know|have|see))|needs your|"
    r"(?:attend|attendent|veut|veulent|voudrait|reclame|exige) (?:une?|la|le|les|l'|votre|vos|ta|ton|nos|notre|des)|"
    r"il (?:me |nous |te |vous )?(?:faut|faudrait)|"
    r"(?<!merci )\b(?:stp|svp|s'il te plait|s'il vous plait|pls)\b|"
    r"(?:vous|tu) (?:me |nous )(?:dites|dis|confirmez|confirmes|envoyez|envoies|repondez|reponds)|"
    r"(?:dites|dis|confirmez|confirme|envoyez|envoie|repondez|reponds|rappelez|rappelle)-(?:moi|nous)|"
    r"(?:je|on|nous) (?:dois|doit|devons|veux|voudrais|voudrions|souhaite|souhaitons)|besoin d|please|could you|"
    r"can you|would you|will you|kindly|i need|we need|you need|need to know|"
    r"(?:if|unless) (?:you|somebody|someone|they|we) |let (?:me|us|him|her|them)|tell (?:me|us)|ring (?:me|us)|"
    r"call (?:me|us)|send (?:me|us)|must be|has to be|have to be|needs to)\b"
)
#: What the sender, or somebody else, will do by then is nothing that the office owes.
PROMISED = expression(
    r"\b(?:vous (?:recevrez|trouverez|serez|aurez)|nous (?:vous )?(?:livr|enver|expedi|reviend|"
    r"rappel|tiend)\w{2,8}|je (?:vous |te )?(?:rappelle|envoie|reviens|"
    r"repasse|rappellerai|enverrai|reviendrai)|sera (?:livre|expedie|envoye|remis|transmis|adresse|communique)e?s?|"
    r"\b(?:probable|likely|estimee?s?)\W|seront (?:livre|"
    r"expedie|envoye)e?s|"
    r"\bj(?:e |')(?:vous |te |le |la |les |l'|lui |leur |y |en )?(?!aur|devr|voudr|souhaiter|aimer|ser|pourr)[a-z]{1,11}rai\b|"
    r"(?:we|i|they|he|she)(?:'ll| will| shall) (?:be |have |get |send|call|ship|deliver|come|"
    r"let)|you(?:'ll| will) (?:receive|get|find|have)|"
    r"will be (?:sent|delivered|shipped|posted|back|published|announced|issued|refunded|installed|ready for you|with you)|"
    r"\bwill (?:receive|arrive|get their|get your)|should (?:arrive|reach you|be with you|be there)|"
    r"\b(?:we|i)(?:'m| am|'re| are)? (?:hope|hoping|aim|aiming|plan|planning|intend|going) to (?!hear|have your|receive|get)|"
    r"\b(?:j'espere|nous esperons|nous comptons|nous pensons|on espere|on pense|je pense|je compte) (?!recevoir|avoir|sur)|"
    r"\b(?:recevr|livrer|enverr|arriver|parviendr|expedier|publier|affich|installer|passer|viendr|reviendr|rembourser|"
    r"rappeler|contacter|repondr)(?:ai|a|ont|ons|it|aient)\b(?! pas))[^.!?;]{0,60}$"
)
#: « Merci d'avoir attendu jusqu'à minuit »: that is over.
HAVING = expression(
    r"\b(?:avoir|having|avait|avaient|avions|ayant) (?:\w{2,10} )?\w{3,12}(?:e|es|i|is|u|us|it|ed)\b[^.!?]{0,40}$"
)
#: « Prélevé le 1er du mois », "will be debited on 1 January": it happens without anybody.
BY_ITSELF = expression(
    r"\b(?:preleve\w{0,2}|automatiquement|debited|automatically|(?:prelevement|direct debit) (?:du|le|on|prevu\w?|aura lieu))\b"
    r"[^.!?;]{0,40}$"
)
BY_DEBIT = expression(
    r"\W{0,3}(?:\w{1,8} ){0,2}(?:prelevement|preleve\w{0,2}|direct debit|automatiquement|automatically)\b"
)
#: Until a day a thing is held, open or left to the reader: "the price is firm until", « vous avez jusqu'à ». All else,
#: such as who is away or what is parked until then, only lasts.
UNTIL = expression(r"(?:until|till|til|jusqu)\b")
HELD = expression(
    r"\b(?:you (?:have|can|may)|you've|can be|may be|we can|i can|hold|holds|held|keep|keeps|kept|valid|firm|open|"
    r"send|receive|takes?|reply|return|deliver|confirm|let|reserved?|available|wait|waits|extend(?:ed)?|giv(?:e|es|en)|gave|"
    r"leaves? (?:you|us|me)|accept(?:s|ed)?|register|order(?:s|ed)?|entries|applications?|submissions?|offer|"
    r"guaranteed?|stands?|apply|avez|as|auras|aurez|ai|avons|dispos\w{1,4}|laiss\w{1,4}|valables?|valid\w{1,2}|"
    r"reserv\w{1,4}|bloqu\w{1,3}|gard\w{1,3}|tien\w{1,3}|tenu\w{0,2}|maint\w{2,5}|ouvert\w{0,2}|accept\w{1,4}|"
    r"attend\w{0,3}|possible|peu(?:t|x|vent)|pouvez|inscri\w{1,6}|conserv\w{1,4}|en option|court|reste(?:nt)?|"
    r"recu\w{0,3}|recev\w{2,4}|recoi\w{1,4}|pren(?:d|ds|ons|nent)|rembours\w{1,4}|recevable\w{0,2}|command\w{1,5}|"
    r"depos\w{1,4}|candidat\w{1,6}|postul\w{1,3}|souscri\w{1,5}|echang\w{1,4}|"
    r"retir\w{1,4}|modifi\w{1,4}|annul\w{1,5}|profit\w{1,3}|free of charge|refund\w{0,5}|cancel|change|collect|claim)\b"
)
THROUGH = expression(r"\b(?:through|thru)(?: the)?\W$")
#: "Tomorrow is fine", « demain suffira »: behind what is soon.
SUITS = expression(
    r"\W{1,2}(?:(?:is|will be|would be) (?:fine|ok|okay|soon enough|early enough|time enough|enough|perfect|great)\b|(?:will|"
    r"would) do\b|"
    r"(?:me |nous )?(?:suffit|suffira|convient|ira|conviendra|conviendrait)\b|(?:c'est|ce sera|ca sera|ca) (?:tres )?"
    r"(?:bien|bon|parfait|va|ira|suffit|suffira)\b)(?! (?:for|pour))"
)
#: « demain », "this week", "on Friday": a day alone is a deadline where its sentence asks for something.
SOON = expression(
    r"(?:today|tonight|tomorrow|(?:the )?day after tomorrow|this (?:morning|afternoon|evening|week|month)|aujourd'hui|"
    r"(?:apres-?)?demain|ce (?:soir|matin|mois|jour)|cet(?:te)? (?:apres-midi|semaine))\b"
)
#: « vous disposez de dix jours », "you have two weeks": a length that is counted from now.
GIVEN = expression(
    r"\b(?:dispos\w{1,3} (?:de |d'un delai d[e'] ?)?|delai (?:de |d')|vous avez |vous laisse\w{0,2} |"
    r"il (?:vous |nous |te |me )?reste(?:nt)? (?:plus que )?|you(?:'ve| have) got |you've |there (?:are|is) |"
    r"leaves? (?:you|us|me) |you have |gives? you |we have |give (?:me|us) )(?:encore |only |\w{1,8} )?$|"
    r"\b(?:hold|keep|reserve|holding|keeping)(?: (?:it|them|this|that|these|those|one|you|aside|"
    r"the \w{2,12})){0,2}(?: for you)? for "
    r"(?:only |just |the next |another )?$|"
    r"\b(?:je|nous|on) (?:peux |pouvons |peut )?(?:te |vous )?(?:l[ae] |les |l')?(?:gard|reserv|bloqu|tien|"
    r"maintien)\w{0,4}\b[^.!?;,]{0,20}?"
    r"(?:pendant |durant |pour |encore )?$|"
    r"\b(?:options?|offres?|devis|prix|tarifs?|liens?|places?|date|offers?|quotes?|prices?|links?|codes?|seats?|rooms?)\b"
    r" (?:(?:est|sont|is|are|reste|restent|remains?) )?(?:encore |only |still )?"
    r"(?:valable|valide|garantie?|reservee?|bloquee?|gardee?|ouverte?|valid|open|good|held|kept|reserved|firm)s? "
    r"(?:for |pendant |durant |pour |only |encore )?$"
)
#: So long a thing may be held for somebody; what is valid for years is no offer.
LONGEST_HOLD = 45 * 86400
#: « Bloqué depuis deux semaines » is no time to come.
SO_FAR = ("depuis", "since", "il y a", "for the last", "for the past")
#: What is handed over, answered or paid: a day counted from now is a deadline for it.
HANDED = expression(
    r"\b(?:let (?:me|us) have|require|requires|send|return|supply|provide|repl(?:y|ies)|respon(?:d|se)|answer|"
    r"submit|hear from|pay|sign|confirm|envoy\w{1,3}|faire parvenir|transm\w{2,5}|retourn\w{1,3}|repon\w{1,4}|"
    r"regl\w{1,5}|fourni\w{0,3}|parvenir|adress\w{1,3}|confirm\w{1,3}|sign\w{1,3})\b"
)
#: « Renvoie l'invitation ce soir »: what is sent may be about a meeting.
SENT_BACK = expression(r"\b(?:r?envo(?:ie|ies|yer|yez)|transmets|transmettez|send|resend|forward)\b[^.!?]{1,30}$")
COUNTED = expression(r"(?:in|dans)\b|\w{1,10}(?: \w{1,10}){1,2} (?:from (?:today|now|the date)|a compter d)")
ABSENT = expression(
    r"\b(?:absente?s?|conges?|vacances|ferme\w{0,3}|indisponible|out of (?:the )?office|on leave|away|closed|"
    r"holiday|skiing|travelling|(?<!go )(?<!goes )(?<!gone )(?<!set )(?<!sets )(?<!send )(?<!cut )(?<!cut-)off"
    r"(?: (?:until|till|from|on|sick))?)\W{1,3}(?:\w{1,12}\W{1,2}){0,4}$"
)
BREAK = expression(r"[.!?…]\s|\n\s*\n")
#: Each is asked of every date: together they cost half.
CALLED = expression("|".join((STRONG, BY, TERMS)))
FIXED = expression("|".join((MUST, CLOSING)))
WEEKDAY = expression(
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)
#: What has been done, and no more than a small word before its day.
HAPPENED = expression(
    r"(?:\b(?:ai|as|a|avons|avez|ont)\W(?:ete\W|bien\W|deja\W|tout\W|eu\W|pas\W){0,2}\w{1,12}(?:e|es|ee|ees|i|is|ie|ies|u|us|"
    r"ue|ues|it|its|ite|ites|"
    r"is|ise|ises|ert|erte|erts)\b|"
    r"\b(?:suis|es|est|sommes|etes|sont|etaient|etait)\W(?:bien\W|deja\W|tous\W|toutes\W|pas\W){0,2}"
    r"(?:parti|arrive|venu|passe|rentre|revenu|tombe|alle|sorti|entre|reste)e?s?\b|"
    r"\b(?:was|were|had been|has been|have been) (?:sent|delivered|shipped|received|collected|paid|signed|posted|dropped|"
    r"returned)|"
    r"\b(?<!have )(?<!be )(?<!get )(?:arrived|left|went|came|got here|received|shipped|delivered|met|spoke|rang|phoned|called|"
    r"wrote)"
    r")(?: (?:here|in|it|them|you|us|me|him|her|off|out|back|vous|nous|le))?\W(?:on |le |this |last )?$"
)
NEAREST = 12
BUT = expression(r"\W{1,2}(?:but|mais)\W(?:(?:on|by|le|du|au|for)\W)?(?:the\W)?")
NOT = expression(r"\b(?:not|no longer|pas|plus)\W(?:(?:on|by|le|du|au|for)\W)?(?:the\W)?$")
