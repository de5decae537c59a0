"""What sentences of mails say about orders, in French and in English: folded words, what they tell, and how surely.

Words are looked for where one begins; what follows them is free unless `\\b` says otherwise.
"""

from __future__ import annotations

import re

from officebot.core.expressions import expression
from officebot.core.trade.model import TradeKind

_K = TradeKind
_DAYS = r"lundi|mardi|mercredi|jeudi|vendredi|samedi|ce (?:soir|matin|jour)|cet|aujourd|demain|le \d"
_SAID: tuple[tuple[TradeKind, float, tuple[str, ...]], ...] = (
    (_K.confirmation, 2.2, (
        r"confirm(?:ons|er|e|ees?|es|ed|ing|ation)?\b", r"accus(?:ons|e) (?:bonne )?reception", r"bonne note",
        r"c'est note", r"est note", r"prenons note", r"bien enregistre", r"acknowledge", r"reserv(?:es?|ees?)\b",
        r"bloque(?:e|s|es)?\b", r"c'est (?:bon|ok|d'accord)", r"d'accord pour", r"no problem",
        r"as (?:agreed|promised|ordered)", r"comme (?:promis|convenu)", r"conforme a votre commande",
    )),
    (_K.confirmation, 1.8, (
        r"(?:bien )?recu (?:ce jour )?votre (?:bon de )?commande", r"received your (?:order|po)",
        r"re your (?:po|order)", r"merci (?:pour|de) (?:votre|la|cette) commande",
        r"thank(?:s| you) for (?:your|the) (?:order|po|booking)", r"pour votre (?:bon de )?commande",
    )),
    (_K.confirmation, 1.3, (
        r"(?:peut|pou(?:vons|rrons)) (?:vous )?(?:les? )?livrer", r"ok pour", r"vous livr(?:ons|erons)",
        r"livraison (?:prevue|le|sous|en|semaine|confirmee)", r"passera\b", r"ok (?:for|le)\b", r"interviendra", r"aura lieu",
        r"sera (?:la|present|livre|chez)", r"seront livre", r"vous les aurez", r"prevue? (?:le|pour|en)",
        r"(?:peux|pouvons) (?:vous )?(?:faire|fournir|proposer)", r"vous (?:fais|faisons|mets|mettons)\b",
        r"arriver(?:a|ont)\b", r"tu auras", r"en stock", r"in stock", r"ready\b", r"delivery (?:on|by|will|is)",
        r"booked", r"scheduled",
        r"will (?:be delivered|deliver|come|be with you|arrive|attend|supply|visit|be there|bring)",
        r"we have you down", r"can (?:deliver|supply|come|do)", r"with you (?:on|by)",
    )),
    (_K.despatch, 2.0, (
        r"expedi(?:e|ee|es|ees|ons)\b", r"(?:est|sont|sont bien|est bien|etait|vient de) parti",
        rf"parti(?:e|s|es)? (?:hier|par|{_DAYS})",
        r"remis(?:e|es)? (?:au|a notre|a) (?:transporteur|chauffeur|la poste)", r"en cours d'acheminement",
        r"en cours de livraison", r"a quitte", r"ont quitte", r"en route", r"chronopost", r"colissimo",
        r"par la poste", r"(?:a|ont|vient d'|viennent d')(?: bien)? ?ete (?:livre|expedie|envoye|remis|depose)",
        rf"livre[es]{{0,2}} (?:hier|en entier|{_DAYS})",
        r"(?:vous|on) (?:les |la |le )?(?:deposons|deposera|depose)", r"(?:de|di)spatched", r"shipped",
        r"ships? (?:today|tomorrow|on)", r"posted\b", r"posting (?:them|it)", r"(?:by|in the) post\b",
        r"(?:has|have|were|was|been|being) (?:sent|picked|handed|collected|delivered|left|loaded)",
        r"went (?:out|by)", r"going out", r"left (?:today|yesterday|our|this|on|the)",
        r"on (?:its|their|the) (?:way|van|lorry|truck)", r"out for delivery",
        r"delivered (?:today|yesterday|on|this)", r"sent (?:today|yesterday|out|this)",
        r"(?:we|drivers?|carrier|colleagues?|team|courier|van|fitters?|(?<![^\W\d_])[^\W\d_]{2,20}s)(?: have| has)?"
        r"(?: just)? delivered\b(?! by)",
        r"avons (?:\w{2,16}ment )?(?:livre|depose|expedie|envoye|remis)\b", r"(?:a|ont) (?:bien )?(?:livre|depose)\b",
        r"(?:livraison|depose|remise|expedition) (?:faite|effectuee|realisee|terminee)\b",
        r"(?:delivery|drop|collection) (?:made|done|complete)", r"delivered(?:[.,;!]|$)",
        r"courier", r"tracking", r"handed (?:to|over|in)", r"drop?ped (?:off|round|them|it)",
        r"did come\b", r"came (?:today|this|yesterday|in\b)",
        r"(?:driver|courier|carrier|van|lorry) (?:have |has )?(?:just )?(?:left|dropped|brought)",
        r"(?:vien(?:s|t|nent)|venons) de (?:vous |te |les? |la )?(?:deposer|livrer|remettre|laisser|apporter)",
        rf"(?:depose|remis|laisse|apporte)(?:e|es|s)? (?:chez|a l'|a la|a votre|au comptoir|aux|dans|devant|en main|contre"
        rf"|hier|{_DAYS})",
        r"depose(?:e|es|s)(?![a-z])",
        r"(?:van|lorry|driver|courier) (?:brings?|has)\b",
    )),
    (_K.despatch, 1.0, (r"colis\b", r"palettes?\b", r"parcels?\b", r"consignment", r"pallets?\b")),
    (_K.despatch, 1.6, (
        rf"part(?:ent)? (?:{_DAYS})", r"passage (?:du|de notre) (?:camion|chauffeur|livreur)",
        rf"livrons (?:{_DAYS})", r"shipping (?:today|tomorrow|on|mon|tue|wed|thu|fri)",
        r"we (?:will )?load\b", r"loading on", r"will be loaded", r"loaded (?:on|today)", r"leaves? (?:here|us) on",
        r"chargement", r"enlevement prevu", r"en meme temps que",
    )),
    (_K.delay, 2.0, (
        r"retard\b", r"retardee?s?", r"en rupture", r"rupture\b", r"epuise(?:e|s|es)?\b",
        r"report(?:ee?s?)\b", r"decal(?:er|ee?s?)", r"repouss", r"reprogramm", r"au plus tot", r"pas avant",
        r"mauvaise nouvelle", r"en reimpression", r"plus tard que",
        r"ne (?:sera|seront|serons|pourra|pourront|nous|sont|pourrons) .{0,30}(?:avant|que le|livre)",
        r"en attente de", r"nouvelle date", r"nouveau delai", r"suivr(?:a|ont)", r"pas encore",
        r"comptez (?:semaine|le|sur|environ|une|deux)", r"qui manquent", r"indisponible jusqu", r"d'ici la",
    )),
    (_K.delay, 1.7, (
        r"delay(?:ed|s)?\b", r"held up", r"won't (?:be|arrive|come|ship)", r"late\b", r"later than",
        r"back ?-?order(?:s|ed)?", r"postponed?",
        r"rescheduled?", r"pushed back", r"slipp(?:ed|ing)", r"not (?:be )?(?:ready|available) (?:until|before)",
        r"not (?:\w{3,12} )?yet", r"not (?:before|until)", r"out of stock", r"run out of", r"new date",
        r"now (?:plan|expect|due|arriv|leave)", r"will follow", r"outstanding", r"to follow", r"running behind",
        r"afraid", r"apologi[sz]e for the delay", r"separately", r"built to order",
    )),
    (_K.cancellation, 2.4, (
        r"annul(?:ons|er|ee?s?|ation)\b",
        r"ne (?:pourrons|pouvons|peux|pourrai) (?:pas|plus) (?:vous |t'|te )?(?:l'|les? |la |en )?(?:livrer|fournir|honorer)",
        r"n'est plus (?:fabrique|disponible|commercialise|produit)", r"plus au catalogue", r"dans l'impossibilite",
        r"arret(?:ee?)? de (?:fabrication|production|commercialisation)", r"supprim(?:ons|ee?s?)\b",
        r"article supprime", r"cancel(?:led|ling|lation|ed)?\b", r"discontinued",
        r"no longer (?:made|available|in our range|supplied|produced|stocked?)", r"cannot supply", r"can't supply",
        r"unable to supply", r"take .{0,40} off (?:your|the) (?:job|order)", r"obsolete", r"withdrawn",
        r"removed? .{0,30}from (?:your|the) order", r"end of life",
    )),
    (_K.change, 1.1, (
        r"passe(?:nt)? (?:a|de) \d", r"hausse\b", r"augment", r"remplac", r"a la place", r"new price",
        r"price (?:increase|rise|change)",
        r"substitut", r"replaced?\b",
    )),
    (_K.quote, 1.8, (
        r"notre (?:meilleure? )?(?:offre|prix|devis|proposition)", r"vous propos(?:ons|e|er)", r"devis",
        r"tarif (?:est|serait)", r"nous pouvons vous proposer", r"prix (?:seraient|serait)", r"offre valable",
        r"valable jusqu", r"our (?:best )?(?:offer|price|quote|quotation)", r"can offer", r"quote\b", r"quotation",
        r"would (?:be|cost)", r"could offer", r"valid (?:for|until)", r"prices? (?:valid|are as follows)",
        r"instead is the", r"alternative",
    )),
    (_K.receipt, 1.5, (
        r"(?:bien |avons |ai |a ete |on a |est |sont )?recu(?:e|s|es)?\b", r"receptionne", r"livraison recue",
        r"deball", r"(?:y|est|sont) (?:la|sont)\b", r"(?:est|sont) arrive", r"il manque", r"on a compte",
        r"j'ai compte", r"compte avec", r"received\b", r"unpacked", r"turned up", r"arrived\b",
        r"(?:all|everything) (?:here|there|arrived|present)", r"have been\.", r"i count", r"counted", r"signed for",
        r"checked in", r"missing from",
    )),
    (_K.service_report, 2.2, (
        r"intervention (?:effectuee|realisee|terminee|du)", r"travaux (?:termines|effectues|realises)",
        r"est termine", r"visite effectuee",
        r"(?:a|ont) ete (?:realise|effectue|remplace|nettoye|controle|verifie|pose|installe|termine)",
        r"passage effectue", r"prestation (?:effectuee|realisee|terminee)",
        r"avons (?:effectue|realise|termine|remplace|procede|nettoye)",
        r"(?:work|visit|job|service|collection|installation|cleaning|clean|training|inspection)"
        r" (?:was |has been |is |now )?(?:done|completed?|carried out|finished)",
        r"(?:done|completed|carried out|finished|serviced|installed|fitted) (?:today|yesterday|on|this|in full)",
        r"has been (?:serviced|completed|carried out|installed|fitted|cleaned)",
        r"we (?:have )?(?:completed|finished|carried out|serviced|installed|cleaned)",
    )),
    (_K.invoice, 1.6, (
        r"(?:votre|notre|la|une|cette) facture", r"facture (?:ci-jointe|jointe|en (?:piece|annexe))",
        r"facturer(?:ons)?", r"(?:your|our|the|an) invoice", r"invoice (?:attached|enclosed|is attached)",
        r"invoiced",
    )),
    (_K.credit_note, 1.6, (
        r"avoir (?:de|sera|ci-joint|en piece)", r"un avoir\b", r"credit note", r"will credit", r"we credit",
    )),
)  # fmt: skip
#: The words of one kind, how much they say for it, and the kind.
VERBS: tuple[tuple[re.Pattern[str], float, TradeKind], ...] = tuple(
    (expression(rf"(?<![a-z])(?:{'|'.join(words)})"), weight, kind) for kind, weight, words in _SAID
)
_ELSE = (
    # Who asks us to confirm on a page of theirs has confirmed nothing.
    "(?:click|cliquez|connectez-vous|log ?in|sign in|rendez-vous sur|suivez ce lien)[^.]{0,100}(?:confirm|valid|review|approv)",
    "desinscri", "se desabonner", "unsubscribe", "opt out", "newsletter", "view (?:this )?in (?:your )?browser",
    r"jusqu'a -?\d{1,2} ?%", r"\d{1,2} ?% off", r"-\d{1,2} ?% sur", "code promo", "promo code",
    "offre valable dans la limite", "webinar", "webinaire", "soldes", "black friday", "competition", "concours",
    "out of (?:the )?office", "absente? (?:du bureau|jusqu)", "automatic reply", "reponse automatique",
    "annual leave", "en conges", "reste impayee?", "sauf erreur de notre part", "remains unpaid", "still unpaid",
    "overdue", "echue? le", "statement of account", "relance", "arriere", "mise en demeure",
    "kindly arrange payment", "merci de regulariser", "late payment", "portes ouvertes", "open day", "recrut",
    "enquete de satisfaction", "survey", "nouveau catalogue", "new catalogue",
)  # fmt: skip
#: What speaks against any document about an order.
NOT_ORDERS = expression(rf"(?<![a-z])(?:{'|'.join(_ELSE)})")
