"""What documents call themselves, in French and in English: folded words of titles, and the kind that each names."""

from __future__ import annotations

import re

from officebot.core.expressions import expression
from officebot.core.trade.model import TradeKind

_K = TradeKind
_NAMES: tuple[tuple[TradeKind, tuple[str, ...]], ...] = (
    (_K.quote, (
        "devis", "offres? de prix", "offre commerciale", "notre offre", "offre", "pro ?-?forma(?: invoice)?",
        "facture pro ?-?forma",
        "proposition(?: commerciale| de prix| tarifaire)?", "cotation", "quotation", "quote", "offer", "estimate",
    )),
    (_K.confirmation, (
        "accuses? (?:de )?reception(?: de (?:votre )?commande)?", r"a\.?r\.?c\.?", "ar de (?:votre )?commande",
        "confirmations? (?:de |d')?(?:votre |la |une )?(?:commande|reservation|rendez-vous|intervention|livraison)?s?",
        "commandes? confirmees?", "(?:sales )?order (?:confirmation|acknowledge?ment)",
        "acknowledge?ment(?: of (?:your )?order)?",
        "order ack", "sales order(?: confirmation| acknowledge?ment)?",
        "confirmation of (?:your )?(?:order|booking)", "order response",
        "reponse a (?:la |votre )?commande", "booking confirm(?:ed|ation)", "confirmation",
        "(?:situation|etat) de (?:vos|votre) commandes?",
        "carnet de commandes?", "order (?:status|book|sheet)", "open orders?", "orderbook", "commande client",
    )),
    (_K.despatch, (
        "bons? de livraison", "bordereaux? (?:de livraison|d'expedition|d'envoi)", "avis d'expedition",
        "avis de (?:livraison|passage)",
        "note de livraison", "delivery (?:notes?|dockets?|tickets?|slips?|advice|confirmation)",
        "packing(?: slip| list| note)?",
        "de?i?spatch (?:notes?|advice)", "shipping (?:notice|note|confirmation|advice|list)", "advice note", "docket",
        "(?:trade counter )?ticket", "load(?:ing)? (?:sheet|list)", "liste de (?:chargement|colisage)", "colisage",
        "ticket de livraison",
        "shipment (?:notice|confirmation|notification)", "lettre de voiture", "bl n", r"b\.l\.", "bl",
        "expedition", "dn", "proof of delivery",
        "pod", "consignment note", "delivery to site", "feuille de route",
    )),
    (_K.invoice, ("factures?", "factuur", "rechnung", "invoices?", "tax invoice", "vat invoice", "invoice summary")),
    (_K.credit_note, ("facture d'avoir", "avoirs?", "notes? de credit", "credit notes?", "credit memo")),
    (_K.service_report, (
        "bons? d'intervention", "rapports? d'intervention", "fiche d'intervention", "attachement(?: de travaux)?",
        "compte[- ]rendu (?:d'intervention|de visite|d'entretien|de maintenance)", "pv de reception(?: de travaux)?",
        "proces[- ]verbal de (?:reception|recette)", "feuille d'emargement", "feuille de presence",
        "attestation d'intervention",
        "attestation (?:de (?:fin de )?(?:formation|stage|presence|travaux)|d'assiduite)",
        "service (?:report|record|sheet|visit report)",
        "job (?:sheet|card|report)", "work(?:s)? (?:order )?report", "visit report",
        "engineer'?s? (?:report|job sheet)",
        "collection (?:report|note)", "timesheet", "completion (?:certificate|report|note)",
        "certificate of (?:completion|attendance)",
        "maintenance report", "rapport de (?:visite|maintenance|nettoyage)", "bon de travail", "fiche de travaux",
    )),
    (_K.order, ("bons? de commande", "purchase orders?")),
    (_K.receipt, ("bons? de reception", "goods received note", "grn", "goods receipt")),
    (_K.cancellation, ("annulations?", "avis d'annulation", "cancellation(?: notice)?")),
    (_K.delay, (
        "avis de retard", "retard de livraison", "delay(?:ed)? (?:notice|notification)",
        "back ?orders?(?: (?:notice|list|report))?",
        "avis de report", "reliquats?", "outstanding (?:items|orders?|goods)",
        "items (?:still )?to (?:come|follow)", "restes? a livrer",
        "articles en attente",
    )),
    (_K.change, (
        "modification de (?:votre )?commande", "change notice", "order change", "change of (?:booking|order)", "avenant",
    )),
    (_K.request, ("demande de (?:prix|devis)", "request for quotation", "appel d'offres?", "rfq")),
    (_K.other, (
        "relances?", "rappels?", "mise en demeure", "releves? de compte", "statement(?: of account)?",
        "remittance advice",
        "payment reminder", "overdue", "reminder", "catalogue", r"tarifs? 20\d\d", "price list", "newsletter",
        "avis de paiement",
    )),
)  # fmt: skip
#: « BL26-40987 » and “DN80” are numbers and names, no titles: only words stand before one. Of two at one place the longer counts.
TITLES: tuple[tuple[re.Pattern[str], TradeKind], ...] = tuple(
    (expression(rf"(?<![a-z0-9])(?:{'|'.join(words)})(?![a-z0-9])"), kind) for kind, words in _NAMES
)
