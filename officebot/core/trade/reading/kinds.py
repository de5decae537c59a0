"""What kind of document a paper is, by the words of its titles; and what a mail says, by its verbs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from officebot.core.trade.model import TradeKind
from officebot.core.trade.paper import Paper
from officebot.core.trade.reading.folding import folded

K = TradeKind
#: Words of titles, folded. Where two match at one place the longer one counts.
TITLES: tuple[tuple[re.Pattern[str], TradeKind], ...] = tuple(
    # « BL26-40987 » and “DN80” are numbers and names, no titles: only words stand before one.
    (re.compile(rf"(?<![a-z0-9])(?:{words})(?![a-z0-9])"), kind)
    for words, kind in (
        (
            r"devis|offres? de prix|offre commerciale|notre offre|offre n|offre|pro ?-?forma(?: invoice)?"
            r"|facture pro ?-?forma"
         r"|proposition(?: commerciale| de prix| tarifaire)?|cotation|quotation|quote|offer|estimate", K.quote),
        (r"accuses? (?:de )?reception(?: de (?:votre )?commande)?|a\.?r\.?c\.?|ar de (?:votre )?commande"
             r"|confirmations? (?:de |d')?(?:votre |la |une )?(?:commande|reservation|rendez-vous|intervention"
             r"|livraison)?s?"
             r"|commandes? confirmees?|(?:sales )?order (?:confirmation|acknowledge?ment)"
             r"|acknowledge?ment(?: of (?:your )?order)?"
         r"|order ack|sales order(?: confirmation| acknowledge?ment)?|confirmation of (?:your )?(?:order|booking)"
         r"|order response|reponse a (?:la |votre )?commande|booking confirm(?:ed|ation)|confirmation"
         r"|situation de (?:vos|votre) commandes?|etat de (?:vos|votre) commandes?|carnet de commandes?"
         r"|order (?:status|book)|open orders?|orderbook|commande client", K.confirmation),
        (r"bons? de livraison|bordereaux? (?:de livraison|d'expedition|d'envoi)|avis d'expedition|avis de livraison"
         r"|note de livraison|delivery (?:notes?|dockets?|tickets?|slips?|advice)|packing (?:slip|list|note)"
             r"|de?i?spatch (?:notes?|advice)|shipping (?:notice|note|confirmation|advice|list)|advice note"
             r"|docket|(?:trade counter )?ticket|loading list|liste de chargement"
             r"|shipment (?:notice|confirmation|notification)|liste de colisage|lettre de voiture|avis de passage"
             r"|passage du camion|bl n|b\.l\.|bl|expedition|dn"
             r"|proof of delivery|pod|packing|load(?:ing)? (?:sheet|list)|delivery to site|feuille de route"
             r"|colisage|ticket de livraison|consignment note|delivery confirmation"
         , K.despatch),
        (r"factures?|factuur|rechnung|invoices?|tax invoice|vat invoice|invoice summary", K.invoice),
        (r"facture d'avoir|avoirs?|notes? de credit|credit notes?|credit memo", K.credit_note),
        (r"bons? d'intervention|rapports? d'intervention|fiche d'intervention|attachement(?: de travaux)?"
         r"|compte[- ]rendu (?:d'intervention|de visite|d'entretien|de maintenance)|pv de reception(?: de travaux)?"
             r"|proces[- ]verbal de (?:reception|recette)|feuille d'emargement|feuille de presence"
             r"|attestation (?:de (?:fin de )?(?:formation|stage|presence|travaux)|d'assiduite)"
             r"|service (?:report|record|sheet|visit report)|job (?:sheet|card|report)"
             r"|work(?:s)? (?:order )?report|visit report"
             r"|engineer'?s? (?:report|job sheet)|collection (?:report|note)|timesheet|completion (?:certificate"
             r"|report|note)"
         r"|certificate of (?:completion|attendance)|maintenance report|rapport de (?:visite|maintenance|nettoyage)"
         r"|bon de travail|fiche de travaux|attestation d'intervention", K.service_report),
        (r"bons? de commande|purchase orders?", K.order),
        (r"bons? de reception|goods received note|grn|goods receipt", K.receipt),
        (r"annulations?|avis d'annulation|cancellation(?: notice)?", K.cancellation),
        (
            r"avis de retard|retard de livraison|delay(?:ed)? (?:notice|notification)|back ?orders?(?: (?:notice"
            r"|list|report))?|avis de report|reliquats?|outstanding (?:items|orders?|goods)"
            r"|items (?:still )?to (?:come|follow)|restes? a livrer|articles en attente"
        , K.delay),
        (r"modification de (?:votre )?commande|change notice|order change|avenant", K.change),
        (r"demande de (?:prix|devis)|request for quotation|appel d'offres?|rfq", K.request),
        (
            r"relances?|rappels?|mise en demeure|releves? de compte|statement(?: of account)?|remittance advice"
            r"|payment reminder"
         r"|overdue|reminder|catalogue|tarifs? 20\d\d|price list|newsletter|avis de paiement", K.other),
    )
)  # fmt: skip
_TITLE_WEIGHT = 5.0
#: A title that only stands somewhere in a longer sentence says less.
_MENTION_WEIGHT = 1.2
_LEAST_TITLE = 1.5
_LOOKED_AT = 14
_LONGEST_TITLE = 60
_MOST_TEXT = 12_000


@dataclass(frozen=True, slots=True)
class Judged:
    """A kind, how much speaks for it, and the words that do; `lead` is by how much it leads over the next one."""

    kind: TradeKind
    score: float = 0.0
    words: str = ""
    lead: float = 0.0


def judged(scores: Mapping[TradeKind, float], words: Mapping[TradeKind, str]) -> Judged:
    """The kind with the highest score."""
    if not scores:
        return Judged(TradeKind.other)
    ordered = sorted(scores, key=lambda kind: -scores[kind])
    best = ordered[0]
    second = scores[ordered[1]] if len(ordered) > 1 else 0.0
    return Judged(best, scores[best], words.get(best, ""), scores[best] - second)


class Scores:
    """Adds up what speaks for each kind."""

    def __init__(self) -> None:
        self.of: dict[TradeKind, float] = {}
        self.words: dict[TradeKind, str] = {}

    def add(self, kind: TradeKind, weight: float, words: str) -> None:
        """So much more for the kind, because of these words; of the same words twice the second counts a third."""
        factor = 0.34 if kind in self.of else 1.0
        self.of[kind] = self.of.get(kind, 0.0) + weight * factor
        self.words.setdefault(kind, words.strip())

    def add_titles(self, text: str, weight: float) -> None:
        """What the titles in some words say; those at the beginning more than those further on."""
        for start, words, kind in titles_in(text):
            is_first = start < 4
            is_alone = len(words) > 0.6 * len(text.strip())
            self.add(kind, weight * (1.0 if is_first else 0.45) * (1.4 if is_alone else 1.0), words)

    def keep(self, kinds: Iterable[TradeKind]) -> None:
        """Nothing for any other kind than these."""
        kept = set(kinds)
        self.of = {kind: score for kind, score in self.of.items() if kind in kept}

    def best(self) -> Judged:
        """The kind with the most."""
        return judged(self.of, self.words)


def titles_in(text: str) -> list[tuple[int, str, TradeKind]]:
    """The titles in some words: where, which words, which kind; none lies in another."""
    plain = folded(text[:_MOST_TEXT])
    found = [(one.start(), one.end(), kind) for pattern, kind in TITLES for one in pattern.finditer(plain)]
    found.sort(key=lambda one: (one[0], -one[1]))
    kept: list[tuple[int, int, TradeKind]] = []
    for one in found:
        if not kept or one[0] >= kept[-1][1]:
            kept.append(one)
    return [(start, text[start:end], kind) for start, end, kind in kept]


def kind_of_paper(paper: Paper, end: int, subject: str = "", words: str = "", *, has_lines: bool = False) -> Judged:
    """What a paper is, by its titles above the row `end`, and by the name of its file.

    For one that has lines and no title, the subject and the words of the mail that it came with tell.
    """
    scores = Scores()
    for place, row in enumerate(paper.rows[: min(end, _LOOKED_AT)]):
        nearness = 1.0 - 0.04 * place
        for piece in row.pieces:
            # What is longer is a sentence that mentions something; an order that is referred to is no title.
            weight = _TITLE_WEIGHT if len(piece.text) <= _LONGEST_TITLE else _MENTION_WEIGHT
            if _refers(piece.text, place):
                continue
            scores.add_titles(piece.text, weight * nearness)
    name = re.sub(r"[_.-]+|(?<=[a-z])(?=[A-Z0-9])", " ", paper.name.rpartition(".")[0])
    scores.add_titles(name, 2.0)
    if has_lines or scores.best().score >= _LEAST_TITLE:
        scores.add_titles(subject, 1.5)
    if has_lines and scores.best().score < _LEAST_TITLE:
        for kind, weight in kind_of_message("", words.split("\n")).of.items():
            scores.add(kind, 0.5 * weight, "")
    return scores.best()


_REFERS = re.compile(
    r"(?:votre|vos|your|v/|customer|client|selon|suivant|as per|ref)\b.{0,20}(?:commande|order|devis"
    r"|offre|quote|quotation|bl)\b|^(?:commande|order|bl|devis) (?:n|no|du|of)\b.{0,12}\d"
)


def _refers(text: str, place: int) -> bool:
    """Whether the words name another document, as « votre commande n° 12 » or « selon devis du 3 mai » do."""
    plain = folded(text[:200])
    if place < 3 and re.match(r"(?:devis|bl)\b", plain):
        return False
    return _REFERS.match(plain) is not None and not re.match(r"confirm|accus|acknow|reponse", plain)


# ── sentences of mails ────────────────────────────────────────────────────────────────────────────────────


def _verbs(*pairs: tuple[str, float, TradeKind]) -> tuple[tuple[re.Pattern[str], float, TradeKind], ...]:
    return tuple((re.compile(rf"(?<![a-z])(?:{words})"), weight, kind) for words, weight, kind in pairs)


VERBS = _verbs(
    # ── confirmed ──
    (
        r"confirm(?:ons|e|ees?|es|ed|ing|ation)?\b|accus(?:ons|e) (?:bonne )?reception|bonne note|c'est note"
        r"|est note|prenons note"
         r"|bien enregistre|acknowledge|reserv(?:es?|ees?)\b|c'est (?:bon|ok|d'accord)|d'accord pour"
         r"|no problem|as agreed"
     , 2.2, K.confirmation),
    (
        r"(?:bien )?recu (?:ce jour )?votre (?:bon de )?commande|received your (?:order|po)|merci (?:pour"
        r"|de) (?:votre|la|cette) commande|thank(?:s| you) for (?:your|the) (?:order|po|booking)"
        r"|thanks for the order"
     r"|re your (?:po|order)|pour votre (?:bon de )?commande", 1.8, K.confirmation),
    (r"pou(?:vons|rrons) (?:vous )?livrer|vous livr(?:ons|erons)|livraison (?:prevue|le|sous|en|semaine|confirmee)"
         r"|passera\b|interviendra|aura lieu|sera (?:la|present|livre|chez)|seront livre|vous les aurez"
         r"|prevue? (?:le|pour|en)"
         r"|will (?:be delivered|deliver|come|be with you|arrive|attend|supply|visit|be there)|can (?:deliver"
         r"|supply|come|do)"
         r"|in stock|en stock|ready (?:on|by)?|delivery (?:on|by|will|is)|booked|scheduled|we have you down"
         r"|tu auras"
     , 1.3, K.confirmation),
    # ── sent ──
    (
        r"expedi(?:e|ee|es|ees|ons)\b|(?:est|sont|sont bien|est bien|etait|vient de) (?:eux |elles )?parti"
        r"|parti(?:e|s|es)? (?:ce|hier|aujourd|lundi|mardi|mercredi|jeudi|vendredi|par|cet|le)"
         r"|remis(?:e|es)? (?:au|a notre|a) (?:transporteur|chauffeur|la poste)|en cours d'acheminement"
         r"|a quitte|ont quitte"
         r"|(?:a|ont|vient d'|viennent d')(?: bien)? ?ete (?:livre|expedie|envoye|remis|depose)"
         r"|livre[es]{0,2} (?:ce|hier|cet|aujourd|le|en entier|lundi|mardi|mercredi|jeudi|vendredi)"
         r"|(?:vous|on) (?:les |la |le )?(?:deposons|deposera|depose)|en route|colis|chronopost|colissimo"
         r"|en cours de livraison"
     , 2.0, K.despatch),
    (
        r"part(?:ent)? (?:demain|ce soir|ce matin|cet|aujourd|lundi|mardi|mercredi|jeudi|vendredi|samedi"
        r"|le \d)|passage (?:du|de notre) (?:camion|chauffeur|livreur)"
         r"|we (?:will )?load|loading on|will be loaded|loaded (?:on|today)|chargement|enlevement prevu"
     , 1.6, K.despatch),
    (
        r"(?:de|di)spatched|shipped|ships? (?:today|tomorrow|on)|(?:has|have|were|was|been|being) (?:sent"
        r"|picked|handed|collected|delivered|left|loaded)"
         r"|went out|going out|left (?:today|yesterday|our|this|on|the)|on (?:its|their|the) way"
         r"|out for delivery|delivered (?:today|yesterday|on|this)"
         r"|sent (?:today|yesterday|out|this)|parcels?\b|consignment|pallets?\b|courier|tracking|handed to"
         r"|dropped off"
     , 2.0, K.despatch),
    # ── late ──
    (
        r"retard\b|retardee?s?|en rupture|rupture de stock|report(?:ee?s?)\b|decal(?:er|ee?s?)|repouss"
        r"|reprogramm|au plus tot|pas avant"
         r"|mauvaise nouvelle|en reimpression|ne (?:sera|seront|serons|pourra|pourront|nous|sont"
         r"|pourrons) .{0,30}(?:avant|que le|livre)"
         r"|plus tard que|en attente de|nouvelle date|nouveau delai|suivr(?:a|ont)|pas encore"
         r"|comptez (?:semaine|le|sur|environ|une|deux)|qui manquent|indisponible jusqu"
     , 2.0, K.delay),
    (
        r"delay(?:ed|s)?\b|held up|late\b|later than|back ?-?ordered?|postponed?|rescheduled?|pushed back"
        r"|slipp(?:ed|ing)|not (?:be )?(?:ready|available) (?:until|before)"
         r"|not (?:\w{3,12} )?yet|not (?:before|until)|out of stock|new date|now (?:plan|expect|due|arriv)"
         r"|will follow|outstanding|to follow|running behind"
     r"|afraid|apologi[sz]e for the delay|will be with you .{0,20}instead", 1.7, K.delay),
    # ── not at all ──
    (
        r"annul(?:ons|er|ee?s?|ation)\b|ne (?:pourrons|pouvons) (?:pas|plus) (?:vous )?(?:livrer|fournir"
        r"|honorer)|n'est plus (?:fabrique|disponible|commercialise|produit)"
         r"|plus au catalogue|arret(?:ee?)? de (?:fabrication|production|commercialisation)|supprim(?:ons"
         r"|ee?s?)\b|article supprime"
     r"|dans l'impossibilite", 2.4, K.cancellation),
    (
        r"cancel(?:led|ling|lation|ed)?\b|discontinued|no longer (?:made|available|in our range|supplied"
        r"|produced|stocked?)|cannot supply|can't supply|unable to supply"
         r"|take .{0,40} off (?:your|the) (?:job|order)|removed? .{0,30}from (?:your|the) order|obsolete"
         r"|withdrawn|end of life"
     , 2.4, K.cancellation),
    # ── offered ──
    (
        r"notre (?:meilleure? )?(?:offre|prix|devis|proposition)|vous propos(?:ons|e|er)|devis|tarif (?:est"
        r"|serait)|nous pouvons vous (?:proposer|faire)"
     r"|prix (?:seraient|serait)|offre valable|valable jusqu", 1.8, K.quote),
    (
        r"our (?:best )?(?:offer|price|quote|quotation)|can offer|quote\b|quotation|would (?:be|cost)"
        r"|could offer|valid (?:for|until)|prices? (?:valid|are as follows)"
     r"|instead is the|alternative", 1.8, K.quote),
    # ── received ──
    (
        r"(?:bien |avons |ai |a ete |on a |est |sont )?recu(?:e|s|es)?\b|receptionne|livraison recue"
        r"|est arrivee? (?:ce|hier|aujourd)|il manque|on a compte|j'ai compte|compte avec"
    , 1.5, K.receipt),
    (
        r"received\b|arrived (?:today|this|yesterday|safely)|(?:all|everything) (?:here|there|arrived"
        r"|present)|have been\.|i count|counted|signed for|checked in|missing from"
    , 1.5, K.receipt),
    # ── done ──
    (
        r"intervention (?:effectuee|realisee|terminee|du)|(?:a|ont) ete (?:realise|effectue|remplace|nettoye"
        r"|controle|verifie|pose|installe|termine)"
         r"|travaux (?:termines|effectues|realises)|prestation (?:effectuee|realisee|terminee)"
         r"|avons (?:effectue|realise|termine|remplace|procede|nettoye)|est termine|visite effectuee"
         r"|passage effectue"
     , 2.2, K.service_report),
    (
        r"(?:work|visit|job|service|collection|installation|cleaning|clean|training|inspection) (?:was "
        r"|has been |is |now )?(?:done|completed?|carried out|finished)"
         r"|(?:done|completed|carried out|finished|serviced|installed|fitted) (?:today|yesterday|on|this"
         r"|in full)|has been (?:serviced|completed|carried out|installed|fitted|cleaned)"
         r"|we (?:have )?(?:completed|finished|carried out|serviced|installed|cleaned)"
     , 2.2, K.service_report),
    # ── billed ──
    (
        r"(?:votre|notre|la|une|cette) facture|facture (?:ci-jointe|jointe|en (?:piece|annexe))"
        r"|facturer(?:ons)?"
    , 1.6, K.invoice),
    (r"(?:your|our|the|an) invoice|invoice (?:attached|enclosed|is attached)|invoiced", 1.6, K.invoice),
    (r"avoir (?:de|sera|ci-joint|en piece)|un avoir\b|credit note|will credit|we credit", 1.6, K.credit_note),
)  # fmt: skip
#: What speaks against any document about an order.
NOT_ORDERS = re.compile(
        r"(?<![a-z])(?:desinscri|se desabonner|unsubscribe|opt out|newsletter"
        r"|view (?:this )?in (?:your )?browser|jusqu'a -?\d{1,2} ?%|\d{1,2} ?% off"
        r"|-\d{1,2} ?% sur|code promo|promo code|offre valable dans la limite|webinar|webinaire|soldes"
        r"|black friday|competition|concours"
    r"|out of (?:the )?office|absente? (?:du bureau|jusqu)|automatic reply|reponse automatique|annual leave|en conges"
        r"|reste impayee?|sauf erreur de notre part|remains unpaid|still unpaid|overdue|echue? le"
        r"|statement of account|relance|arriere|mise en demeure"
        r"|kindly arrange payment|merci de regulariser|late payment|portes ouvertes|open day|recrut"
        r"|enquete de satisfaction|survey|nouveau catalogue|new catalogue)"
)  # fmt: skip


_ADVERBS = re.compile(
    r" (?:still|also|already|just|all|both|therefore|however|hopefully|probably|indeed|bien|deja"
    r"|egalement|aussi|donc|toutefois|eux|elles|encore|tous|toutes|normalement)(?= )"
)


def kind_of_sentence(sentence: str) -> Scores:
    """What a sentence's verbs say."""
    scores = Scores()
    plain = _ADVERBS.sub("", folded(sentence[:1_000]))
    for pattern, weight, kind in VERBS:
        found = pattern.search(plain)
        if found is not None:
            scores.add(kind, weight, found[0])
    return scores


def kind_of_message(subject: str, sentences: Iterable[str]) -> Scores:
    """What a mail is by its subject's titles and by the verbs of its sentences, the first ones counting most."""
    scores = Scores()
    scores.add_titles(re.sub(r"^(?:(?:re|fwd?|tr|aw|ref) ?: ?)+", "", subject, flags=re.IGNORECASE), 2.5)
    for place, sentence in enumerate(sentences):
        if place >= 60:
            break
        own = kind_of_sentence(sentence)
        for kind, weight in own.of.items():
            scores.add(kind, weight * max(0.5, 1.0 - 0.08 * place), own.words[kind])
    return scores
