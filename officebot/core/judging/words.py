"""The words that count in a mail, French and English, by what they are a sign of.

They are written as people write them; accents, capitals and hyphens do not matter. The number before a group
is the weight of each of its phrases. A word that is only half a sign stands in no list.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: sign → weight → phrases, separated by commas.
SIGNS: Mapping[str, Mapping[float, str]] = MappingProxyType(
    {
        # ── what kind of mail ─────────────────────────────────────────────────────────────────────────────
        "invoice": {
            2: "facture, factures, avoir, relance, impayé, impayée, impayés, facturation, acompte, règlement, "
            "solde dû, échéance de paiement, virement, invoice, invoices, credit note, remittance, overdue, unpaid, "
            "statement of account, payment, past due, balance due, pro forma, proforma, billing",
            1: "montant, TTC, HT, TVA, payer, payé, rembourser, pay, paid, VAT, refund, amount",
        },
        "order": {
            2: "devis, commande, bon de commande, livraison, livraisons, livrer, expédition, expédié, expédiée, "
            "colis, palette, palettes, réassort, accusé de réception de commande, tarif, quote, quotation, order, "
            "purchase order, delivery, shipment, shipped, dispatch, dispatched, consignment, backorder, parcel, "
            "order confirmation, lead time, price list, avis d'expédition, bon de livraison, transporteur, customs",
            1: "stock, rupture, quantité, référence, échantillons, quantity, samples, pallets, units, cartons",
        },
        "meeting": {
            2: "réunion, rendez-vous, rdv, créneau, créneaux, visio, visioconférence, invitation, agenda, comité, "
            "convocation, déplacer notre, reporter notre, disponibilités, meeting, appointment, "
            "reschedule, calendar, slot, call with, zoom, teams meeting, conference call, are you free, availability, "
            "assemblée générale, video call, lunch, déjeuner, visite, point téléphonique, catch up",
            1: "reporter, décaler, annuler, confirmer, salle, postpone, cancel, confirm, room, visit",
        },
        "complaint": {
            3: "réclamation, mécontent, mécontente, inadmissible, inacceptable, intolérable, insatisfait, insatisfaite, "
            "mise en demeure, avocat, complaint, unacceptable, disappointed, dissatisfied, appalling, not good enough, "
            "very unhappy, let down, lamentable, déçu, déçue, honteux, fed up, compensation, dédommagement",
            2: "défectueux, défectueuse, cassé, cassés, cassée, cassées, rayé, non conforme, erreur de livraison, "
            "remboursement, geste commercial, faulty, defective, broken, damaged, wrong item, scratched, chipped, "
            "ébréché, ébréchés, ébréchée, ébréchées, abîmé, abîmés, abîmée, endommagé",
        },
        "incident": {
            3: "en panne, panne, fuite, inondation, incendie, accident, blessé, blessée, dégât des eaux, "
            "coupure, évacuation, évacué, intrusion, cambriolage, vol annulé, grève, breakdown, broke down, leak, "
            "flood, flooding, outage, injured, injury, evacuated, burst pipe, power cut, flight is cancelled, "
            "flight has been cancelled, evacuation, break in, shattered, inspection du travail, hors service",
            2: "alarme, bloqué, bloquée, arrêt de production, arrêté, alarm, stopped, is down, out of order, stuck, "
            "ne fonctionne plus, ne marche plus, n'arrive plus",
        },
        "hr": {
            3: "congés, congé, arrêt maladie, arrêt de travail, bulletin de paie, bulletins de paie, fiche de paie, "
            "paie, mutuelle, période d'essai, visite médicale, contrat de travail, embauche, recrutement, candidature, "
            "entretien annuel, démission, stagiaire, alternant, sick leave, sick note, payroll, payslip, holiday "
            "request, annual leave, maternity, probation, job application, recruitment, resignation, pension, "
            "médecine du travail, ressources humaines, signed off, parental leave, congé maternité, DSN",
            2: "salarié, salariée, salaire, formation, employee, salary, wages, training, candidat, candidate, CV",
        },
        # ── what is asked ─────────────────────────────────────────────────────────────────────────────────
        "request": {
            2: "pourriez-vous, pouvez-vous, peux-tu, pourrais-tu, merci de, merci de bien vouloir, je vous prie de "
            "bien vouloir, veuillez, nous vous demandons, il me faut, il me faudrait, il nous faut, il nous faudrait, "
            "j'ai besoin, nous avons besoin, j'aurais besoin, nous aurions besoin, je souhaiterais, nous "
            "souhaiterions, je voudrais, serait-il possible, est-il possible, dans l'attente de votre retour, à "
            "retourner, à signer, à nous transmettre, à nous retourner, besoin de votre, votre accord, votre "
            "validation, à valider, en attente de votre, faites-moi parvenir, could you, would you, can you, please "
            "send, please could, please can, please confirm, please let, please sign, please return, please provide, "
            "please find time, I need, we need, I'd need, we'd need, would it be possible, may I ask, I would like, "
            "we would like, I'd like, we'd like, would you mind, let me have, kindly, needs your, need your, your "
            "approval, to be signed, let us have, might you, need you to, please",
            1: "merci d'avance, par avance merci, nous retourner, me retourner, envoyer, transmettre, signer, send, "
            "sign, in advance, look forward to hearing, dites-moi, dites-nous, let me know, let us know, tell me",
        },
        "question": {
            2: "est-ce que, savez-vous, sais-tu, avez-vous, as-tu, quel est, quelle est, quels sont, quelles sont, "
            "où en est, combien, à quelle heure, une question, qui peut, do you, are you, have you, is there, what "
            "is, which one, how many, how much, what time, do we, who can, quick question, a question, is it, shall "
            "we, should we, when will, where is, faut-il, peut-on, y a-t-il, qu'en pensez-vous, what do you think",
        },
        "reply": {
            1: "répondre, réponse, votre retour, un retour, confirmer, confirmation, me dire, nous dire, me confirmer, "
            "nous confirmer, reply, answer, confirm, get back to, hear from you, let me know, let us know, tell me, "
            "tell us, RSVP, dites-moi, dites-nous, tenez-moi, your thoughts, votre avis, votre accord, rappeler, "
            "rappelez, call me, call back",
        },
        # ── how much it presses ───────────────────────────────────────────────────────────────────────────
        "at_once": {
            3: "immédiatement, sur-le-champ, tout de suite, dans l'heure, dans la demi-heure, à l'instant, sans "
            "délai, right now, immediately, right away, within the hour, straight away, at once, this minute, "
            "in the next hour, within half an hour, in the next half hour, vous attend, vous attendent, attend à "
            "l'accueil, sont à l'accueil, est à l'accueil, waiting at, waiting in, is waiting, are waiting, "
            "en ligne et, nous sommes devant, we are standing, is standing, at the gate, à la barrière",
        },
        "urgent": {
            2: "urgent, urgente, urgentes, urgents, urgence, très urgent, en urgence, au plus vite, dès que possible, "
            "le plus tôt possible, le plus rapidement possible, asap, as soon as possible, urgently, urgency, "
            "without delay, pressing, time critical, bloqué, bloquée, bloqués, bloquées, blocked, held up, stuck, "
            "dernier délai, last chance to, dernière minute, last minute, critique, critical, bloquant",
        },
        "today": {
            1: "aujourd'hui, ce matin, cet après-midi, ce soir, ce midi, dans la journée, fin de journée, today, this "
            "morning, this afternoon, tonight, this evening, end of day, close of business, COB, EOD, before you leave, "
            "before you go home, avant de partir",
        },
        "no_hurry": {
            2: "rien d'urgent, pas urgent, aucune urgence, sans urgence, pas pressé, pas de hâte, quand vous pourrez, "
            "quand tu pourras, quand vous aurez un moment, à l'occasion, à votre convenance, prenez votre temps, "
            "no rush, no hurry, not urgent, nothing urgent, when you have a moment, whenever you, at your "
            "convenience, when convenient, take your time, no pressure, in due course, some time, one day, "
            "l'année prochaine, next year, au printemps, à l'automne, cet été, in the spring, in spring, in autumn, "
            "in the summer, in summer, over the winter, no urgency, sans précipitation, un de ces jours",
        },
        "settled": {
            3: "ne tenez pas compte, ne tenez plus compte, sans objet, n'est plus d'actualité, c'est réglé, "
            "tout est réglé, est résolu, est résolue, problème résolu, est clos, est close, est clôturé, est "
            "clôturée, annule ma demande, oubliez ma demande, oubliez mon, plus besoin, rien à faire, aucune action, "
            "c'est bon finalement, finalement c'est bon, please ignore, please disregard, disregard my, ignore my, "
            "no longer need, no longer needed, all sorted, now sorted, is sorted, sorted now, is resolved, been "
            "resolved, no action, nothing to do, nothing needed, no need to, never mind, scrap that, no reply "
            "needed, found it, inutile de, pas besoin de répondre, for your information only, pour information, "
            "for information, FYI, pour info, aucune réponse, je n'ai plus besoin, crisis over",
        },
        "thanks": {
            1: "merci pour, merci beaucoup, merci encore, un grand merci, bien reçu, c'est noté, thank you for, "
            "thanks for, many thanks, thanks again, well received, noted, with thanks, tous nos remerciements",
        },
        # ── what is not work ──────────────────────────────────────────────────────────────────────────────
        "bulk": {
            2: "se désabonner, se désinscrire, désinscription, désabonnement, désinscrire, gérer vos préférences, "
            "voir dans le navigateur, version en ligne, newsletter, lettre d'information, unsubscribe, view in "
            "browser, view in your browser, manage your preferences, email preferences, opt out, mailing list, "
            "you are receiving this, vous recevez cet e-mail, vous recevez ce courriel, vous recevez ce message",
            1: "webinaire, offre exceptionnelle, promotion, promo, soldes, remise exceptionnelle, livre blanc, "
            "webinar, special offer, sale, discount, free trial, white paper, ebook, black friday, % de remise",
        },
        "automatic": {
            3: "message automatique, réponse automatique, ne pas répondre, ne répondez pas, absence du bureau, "
            "message d'absence, absent du bureau, je suis absent, je suis absente, je suis actuellement en congé, "
            "delivery status notification, undeliverable, mail delivery, automatic reply, auto reply, autoreply, out "
            "of office, out of the office, do not reply, automatically generated, généré automatiquement, "
            "notification automatique, delivery failure, returned mail, non remis, annual leave until, no reply",
        },
        # ── the words before a date that make it a deadline ───────────────────────────────────────────────
        "cue": {
            1: "sous, dans un délai de, délai de, within, within the next, dans les, avant, avant le, "
            "avant les, d'ici, d'ici à, d'ici au, d'ici le, d'ici la, au plus tard, au plus tard "
            "le, jusqu'au, jusqu'à, pour le, pour, dernier délai, date limite, échéance, limite le, réponse le, "
            "clôture à, clôture le, ferme à, ferme le, part à, expire le, expire à, attendu pour, attendue pour, "
            "due le, by, before, until, till, no later than, not later than, by the, before the, until the, "
            "deadline, deadline is, due, due on, due by, closes at, closes on, expires at, expires on, prior to, "
            "at the latest, by end of, needed for, needed by, votes at, "
            "vote at, goes to print at, closing at, back by, us by, me by, prints at, leaves at",
        },
        "month": {
            1: "january, february, march, april, may, june, july, august, september, october, november, december",
        },
        # ── when ──────────────────────────────────────────────────────────────────────────────────────────
        "when": {
            1: "aujourd'hui, ce matin, ce midi, midi, cet après-midi, ce soir, dans la journée, demain, demain matin, "
            "demain midi, demain soir, après-demain, lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche, fin "
            "de semaine, la fin de la semaine, semaine prochaine, fin de journée, fin du mois, today, this morning, "
            "noon, midday, lunchtime, this afternoon, tonight, this evening, end of day, end of the day, close of "
            "business, COB, EOD, close of play, tomorrow, tomorrow morning, tomorrow noon, tomorrow evening, monday, "
            "tuesday, wednesday, thursday, friday, saturday, sunday, end of the week, end of week, next week, end of "
            "next week, end of the month, fin de semaine prochaine, la semaine prochaine",
        },
    }
)

#: The signs whose every place counts, because it is what stands near them that matters.
PLACED = frozenset({"cue", "when", "month"})

#: What a person's responsibilities may name (an English word of them) → the words that call for it.
TOPICS: Mapping[str, str] = MappingProxyType(
    {
        "invoices": "facture, factures, invoice, invoices, facturation, billing, credit note, avoir",
        "payments": "virement, paiement, règlement, payment, impayé, overdue, prépaiement, unpaid, relance",
        "bank": "banque, bank, due diligence, RIB, IBAN",
        "budget": "budget, prévisionnel, forecast",
        "tax": "TVA, VAT, impôts, fiscal, fiscale, tax, déclaration",
        "audit": "audit, commissaire aux comptes, commissaires aux comptes, auditor, auditors, expert-comptable",
        "insurance": "assurance, assureur, insurance, insurer, sinistre",
        "suppliers": "fournisseur, fournisseurs, supplier, suppliers",
        "purchasing": "achats, bon de commande, purchase order, approvisionnement, purchasing",
        "orders": "commande, commandes, order, orders",
        "stock": "stock, inventaire, inventory, rupture",
        "deliveries": "livraison, livraisons, livrer, delivery, deliveries, palette, palettes, pallets, conteneur, "
        "quai, transporteur, shipment, freight, colis, parcel",
        "production": "atelier, machine, production, four, furnace, workshop",
        "maintenance": "maintenance, panne, réparation, repair, entretien technique, breakdown, contrôle périodique",
        "safety": "sécurité, accident, incendie, extincteurs, safety, alarm, alarme, évacuation",
        "premises": "bâtiment, locaux, chauffage, fuite, building, premises, heating, leak",
        "IT": "informatique, serveur, ordinateur, réseau, imprimante, logiciel, server, computer, printer, software",
        "recruitment": "recrutement, candidature, candidat, candidate, recruitment, job application, stage, stagiaire",
        "contracts of employment": "contrat de travail, période d'essai, employment contract, probation, embauche",
        "leave": "congés, congé, annual leave, absence, holiday request",
        "sick leave": "arrêt maladie, arrêt de travail, sick leave, sick note, signed off",
        "sickness": "arrêt maladie, arrêt de travail, sick leave, sick note, signed off",
        "payroll": "paie, bulletins de paie, salaire, salaires, payroll, payslip, DSN, mutuelle, prévoyance",
        "training": "formation, formations, training",
        "medical visits": "visite médicale, médecine du travail, medical",
        "staff representatives": "CSE, délégué, représentants du personnel, staff representatives",
        "strategy": "stratégie, strategy, fusion, merger, acquisition",
        "board": "conseil d'administration, board, assemblée générale, actionnaires, shareholders",
        "press": "presse, journaliste, interview, press, journalist, reporter",
        "contracts": "contrat, contract, avenant, bail, lease, agreement",
        "signatures": "signer, signature, sign, signed, parapher",
        "export customers": "export, distributor, distributeur, overseas",
        "quotes to customers": "devis, quote, quotation, request for quotation",
        "trade fairs": "salon, stand, exposition, trade fair, exhibition, booth, exhibitor",
        "price lists": "tarif, tarifs, price list, prices, pricing",
        "agendas": "agenda, calendar, calendrier, créneau, rendez-vous, appointment",
        "meetings": "réunion, meeting, visio, rendez-vous, convocation",
        "rooms": "salle, room",
        "travel": "voyage, billet, billets, train, vol, hôtel, taxi, flight, hotel, ticket, travel, passport",
        "minutes": "compte rendu, procès-verbal, minutes",
        "visitors": "visiteur, visiteurs, accueil, visitor, visitors, reception",
        "documents": "document, documents, dossier, attestation, certificate, letter, lettre, courrier",
    }
)

#: Little words that tell the language; each counts once a text, the most wins.
LITTLE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "fr": "le la les des une un du de et est pour dans vous nous que qui sur avec par pas votre notre vos nos je il "
        "elle ce cette ces au aux ne se sont merci bonjour cordialement madame monsieur mais ou si plus tout bien",
        "en": "the of and to in is for you we that it on with are be this have from your our not will at as would can i "
        "has but or if by an was they dear regards hello thanks please thank hi all any been",
    }
)
