"""How people answer when they are asked to contribute, in French and English: patterns, each linear in the text's length.

All are looked for in plain text: no capitals, no accents, straight apostrophes, single blanks.
"""

from __future__ import annotations

from officebot.core.expressions import expression

ATTACHED = expression(
    r"\b(?:ci-?joint|ci joint|ci-jointe?s?|en piece jointe|en p\.?j\b|pieces? jointes?|joint a ce|je joins"
    r"|^p\.?j\.? ?:|(?:cf\.?|voir|vois) (?:la )?p\.?j\b|jointe? au (?:present )?mail"
    r"|(?:is|are|find|as|see|have|the|please) attach(?:ed|ment)|attached (?:is|are|you|please|file|to)"
    r"|(?:find|see) (?:the|our|my|a) [a-z]{2,20} attached"
    r"|^attached\b|attachment|enclosed"
    r"|dans le fichier joint|le fichier joint)"
)
NOT_ATTACHED = expression(
    r"\b(?:sans (?:la |les )?pieces? jointes?|pas de pieces? jointes?|no attachment|without (?:the |an )?attachment"
    r"|n'(?:ai|avons) pas (?:pu )?(?:ouvrir|recu|trouve)|can'?t open|cannot open|couldn'?t open|(?:your"
    r"|votre) attachment)"
)
NOTHING = expression(
    r"\b(?:rien a (?:signaler|declarer|dire|ajouter|transmettre)|\bras\b|neant|sans objet|pas de changement"
    r"|aucun changement"
    r"|nothing to (?:report|add|declare|send)|no changes?|nil return|none this (?:month|week|year)"
    r"|not applicable)\b"
)
#: "I can't open it": somebody wants to, and needs help.
HINDERED = expression(
    r"\b(?:can'?t|cannot|couldn'?t|(?:un|not )able to|could not|arrive (?:pas|plus) a"
    r"|(?:peux|peut|pouvons|ai|avons|parviens) (?:pas|plus)(?: pu| a)?|impossible (?:d'|de )) ?"
    r"(?:open|access|find|read|see|download|view|log in|ouvrir|acceder|trouver|lire|telecharger|voir|afficher)\b"
)
#: Not yet, not now, not before: what is said so is neither all there is to say nor a refusal.
NOT_YET = expression(
    r"\b(?:yet|still (?:nothing|no|not|waiting|missing)|not (?:now|today|before|until|till)|(?:can'?t|cannot|won'?t) (?:do it )?"
    r"(?:before|until|till|now|today)|for the moment|for now|at the moment|right now|at hand|later today|almost"
    r"|nearly|haven't (?:got|had|finished|received)|pas (?:encore|avant|maintenant|tout de suite)|n'(?:est|a|ai|avons|ont) encore"
    r"|toujours (?:pas|rien)|pour (?:l'instant|le moment)|a ce stade|sous la main|presque|bientot|plus tard"
    r"|(?:peux|pouvons|pourrai|pourrons) pas [a-z' ]{0,40}(?:aujourd'hui|ce matin|maintenant))\b"
)
#: « Je ne peux pas », where neither a day nor praise follows.
DECLINED = expression(
    r"\b(?:ce n'est pas (?:a )?moi|pas de mon ressort|ne (?:me|nous) concerne pas|ne (?:depend"
    r"|releve) pas de (?:moi|nous)"
    r"|(?<!je )(?:voyez|voir|adressez-vous|vois|demandez|demande|contactez) (?:directement |plutot ){0,2}"
    r"(?:avec|a|aupres de|plutot) |je ne (?:pourrai"
    r"|peux|suis) pas"
    r"|nous ne (?:pourrons|pouvons) pas|je ne suis plus|je n'ai pas (?:ces|ce|les|cette|le)|ne travaille plus"
    r"|(?:je|nous|on) ne (?:participer|contribuer|fournir)(?:ai|ons|a) (?:pas|rien)"
    r"|qui s'en (?:occupe|charge)|a pris (?:la suite|ma place)|impossible (?:pour (?:moi|nous)|ce(?:tte)? )"
    r"|(?:took|taken) over|(?:have|'ve) moved to|(?:please )?contact [a-z]{2,20} [a-z]{2,20} instead"
    r"|please contact|changed (?:jobs?|teams?)"
    r"|not (?:for )?me\b|not my (?:job|area|department)|wrong person"
    r"|(?:^|[,;] |please |better |just )ask (?!me\b)(?:instead )?[a-z]{2,20}(?: instead)?\b"
    r"|(?:i|we) (?:can'?t|cannot|won'?t) (?!say\b|complain\b|wait\b|but\b|tell\b|believe\b)|i(?: am|'m) unable"
    r"|i don'?t have (?:these|those|that|this|the|any)"
    r"|no longer (?:in charge|responsible|work))"
)
SENT_BEFORE = expression(
    r"\b(?:(?:deja|bien) (?:envoye|transmis|fourni|adresse|repondu)|(?:l'|les |vous |t')?(?:ai"
    r"|avons) (?:deja )?(?:envoye|transmis)"
    r"|already (?:sent|answered|replied|provided|done)|(?:sent|gave) (?:it|them|you|that)"
    r"|sent (?:this|last) (?:week|month)|c'est fait|i have sent)\b"
)
PROMISE = expression(
    r"\b(?:i'll|i will|we'll|we will|i should (?:have|be able|get)|we should (?:have|be able|get)|(?:i'm|am|are"
    r"|we're) (?:still )?waiting for|i can (?:send|get|have)|you'll (?:have"
    r"|get|receive)"
    r"|you will (?:have|get|receive)|will (?:do|send|follow|be (?:with you|ready))|working on|on it\b|in progress"
    r"|as soon as"
    r"|(?:could|can|may) (?:i|we) (?:have|get|send|take)|(?:give|need) me (?:until|a|some|one|two|till)"
    r"|i need (?:until|till|more time|a few|another)|by (?:monday"
    r"|tuesday|wednesday"
    r"|thursday|friday|tomorrow|tonight|the end|end of)|expect it|going to send|intend to send|hope to (?:send"
    r"|have|finish)"
    r"|je (?:vous |te |t'|l'|les |le |la |m'en |m'y ){0,3}(?:envoie|fais|transmets|adresse|ferai|mets|occupe"
    r"|donne|livre|complete|termine"
    r"|finis|prepare|verifie|regarde|remplis|reviens|reponds|rends|fournis|boucle)|je (?:m'en|m'y) "
    r"|nous (?:vous |le |la "
    r"|les |l'){0,2}(?:envoyons|transmettons|ferons)"
    r"|(?:je|nous|on|vous|tu) (?:vous |te |t'|l'|les |le |la |leur |lui |y |en |m'en |m'y ){0,3}[a-z]{2,20}(?:rai"
    r"|rons|rez|ras|ra)\b"
    r"|(?:on|ce sera|c'est) (?:en cours|pour |fait |pret)|en cours|des que (?:possible|j'ai|je|nous)|au plus vite"
    r"|d'ici (?:a |la |le |au |demain|ce )"
    r"|il me faut (?:jusqu|encore|un)|laissez-moi|laisse-moi|je vais (?:vous |te |le |la |les )?[a-z]{2,20}"
    r"|je (?:vous |te |l'|les |le |la ){0,2}(?:retrouve|cherche|demande|relance|finalise|rassemble|collecte|m'y remets)"
    r"|il faut que je|(?:i'?ll|i|have to|need to|let me) (?:have to )?(?:ask|check)\b|later today"
    r"|ask me (?:again)?|will (?:follow|come)"
    r"|(?:figures?|numbers?|files?|sheet|table|rest|it|answer|reply) (?:comes?|follows?|arrives?)\b"
    r"|(?:chiffres|fichier|tableau|reste|reponse|rapport|document) (?:viennent|vient|suit|suivent|arrive|arrivent)\b"
    r"|(?:can'?t|cannot|won'?t|not|pas) (?:before|until|till|avant)"
    r"|je compte|j'attends|nous attendons|(?:serait-il|est-il) possible de vous|puis-je vous|(?:puis|peux"
    r"|pourrais)-?(?: |-)?je vous|est-ce que je peux vous|vous l'aurez|tu l'auras)"
)
POLITE = expression(
    r"^(?:bonjour|bonsoir|salut|hello|hi|dear|cher|chere|merci|thanks|thank you|cordialement|bien a vous"
    r"|bien cordialement|best|kind"
    r"|regards|bonne (?:journee|reception|soiree)|belle journee|a bientot|ok|d'accord|bien recu|bien note|note"
    r"|noted|c'est note|entendu"
    r"|parfait|understood|received|will do|sure|all right|alright|desole|sorry|excuse|sincerely|yours|have a"
    r"|voici|here (?:it|they|you)"
    r"|please find|veuillez|vous trouverez|sent from|envoye de(?:puis)?)\b"
)
#: Something is handed over: with a file that was asked for and does not hang on the mail, it was forgotten.
HERE = expression(
    r"\b(?:voici|voila|here (?:is|are|it is|they are|you are|you go|comes?)|vous trouverez|tu trouveras)\b"
)
#: A question that asks for nothing but more time.
TIME = expression(
    r"\b(?:(?:could|can|may) (?:i|we) (?:have|get|send|take)|(?:give|need) me|(?:serait-il"
    r"|est-il) possible de vous|puis-je vous"
    r"|(?:peux|pourrais)-?(?: |-)?je vous|je peux vous)\b"
)
