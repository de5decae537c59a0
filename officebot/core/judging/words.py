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
        # ── what is asked ─────────────────────────────────────────────────────────────────────────────────
        "request": {
            2: "pourriez-vous, pouvez-vous, peux-tu, pourrais-tu, pourras-tu, tu peux, tu pourras, vous pourrez, "
            "vous voudrez bien, merci de, merci de bien vouloir, je vous prie de bien vouloir, "
            "je vous remercie de bien vouloir, nous vous remercions de bien vouloir, veuillez, "
            "nous vous demandons, je vous demande, il me faut, il me faudrait, il nous faut, il nous faudrait, "
            "il vous appartient, j'ai besoin, nous avons besoin, j'aurais besoin, nous aurions besoin, "
            "je souhaiterais, nous souhaiterions, je voudrais, nous voudrions, j'aimerais, nous aimerions, "
            "serait-il possible, est-il possible, dans l'attente de votre retour, dans l'attente de vos, "
            "dans l'attente de votre, à retourner, à signer, à renvoyer, à compléter, à remplir, "
            "à nous transmettre, à nous retourner, à me retourner, besoin de votre, votre accord, "
            "votre validation, à valider, en attente de votre, faites-moi, faites-nous, fais-moi, "
            "accepteriez-vous, auriez-vous, aurais-tu, puis-je, reconnaissant de, saurions gré, saurais gré, "
            "il manque, il nous manque, il me manque, manque encore, reste incomplet, dossier incomplet, "
            "pensez à, pense à, n'oubliez pas, n'oublie pas, envoie-moi, envoyez-moi, envoyez-nous, donne-moi, "
            "donnez-moi, appelle-moi, appelez-moi, rappelle-moi, rappelez-moi, rappelez-nous, confirme-moi, "
            "confirmez-moi, confirmez-nous, il faut que, il faudrait, vous disposez de, vous disposez d'un, "
            "à défaut, faute de quoi, sans réponse, sans retour, sans nouvelles de, je compte sur, occupe-toi, "
            "me suffit, me suffira, suffira, serait bien, vous avez jusqu, je vous laisse jusqu, "
            "tenir à ma disposition, tenir à disposition, accord de principe, could you, would you, can you, "
            "will you, please send, please could, please can, please confirm, please let, please sign, "
            "please return, please provide, please find time, I need, we need, I'd need, we'd need, "
            "I still need, we still need, would it be possible, may I ask, I would like, we would like, "
            "I'd like, we'd like, would you mind, let me have, kindly, needs your, need your, your approval, "
            "to be signed, let us have, might you, need you to, please, if you could, grateful if, be grateful, "
            "appreciate if, would appreciate, appreciate your, do the needful, be sure to, make sure, "
            "don't forget, remember to, is missing, are missing, still missing, you have until, we ask you, "
            "I must ask, we'd be glad, look forward to your, would love, must be, needs to be, has to be, "
            "any chance, could someone, can someone, could anybody",
            1: "merci d'avance, par avance merci, nous retourner, me retourner, envoyer, transmettre, signer, "
            "compléter, send, sign, in advance, look forward to hearing, dites-moi, dites-nous, dis-moi, "
            "let me know, let us know, tell me, préviens, prévenez, vérifie, vérifiez, réserve, réservez, "
            "required, requested, dès réception",
        },
        "question": {
            2: "est-ce que, savez-vous, sais-tu, sauriez-vous, avez-vous, as-tu, quel est, quelle est, quels sont, "
            "quelles sont, où en est, où en sont, combien, à quelle heure, une question, qui peut, qui s'occupe, "
            "do you, are you, have you, does the, does it, does that, is there, are there, what is, what are, "
            "which one, which of, how many, how much, how long, what time, do we, who can, quick question, "
            "a question, is it, shall we, shall I, should we, when will, where is, faut-il, peut-on, y a-t-il, "
            "qu'en pensez-vous, que proposez-vous, what do you think, vous avez jamais, have you ever, i wonder, "
            "i was wondering, je me demande, je me demandais, any idea, une idée de",
        },
        "reply": {
            1: "répondre, réponse, votre retour, un retour, confirmer, confirmation, confirmez, me dire, nous dire, "
            "me confirmer, nous confirmer, nous indiquer, m'indiquer, me faire savoir, nous faire savoir, "
            "nous communiquer, reply, answer, confirm, get back to, come back to me, hear from you, let me know, "
            "let us know, tell me, tell us, RSVP, dites-moi, dites-nous, dis-moi, dites nous, tenez-moi, "
            "tiens-moi, your thoughts, votre avis, votre accord, rappeler, rappelez, call me, call back, "
            "feu vert, go-ahead",
        },
        # ── how much it presses ───────────────────────────────────────────────────────────────────────────
        "at_once": {
            3: "sent le gaz, odeur de gaz, fuite de gaz, saigne beaucoup, étincelles, eau partout, on évacue, "
            "faut-il évacuer, smell of gas, smells of gas, gas leak, is bleeding, sparks, water everywhere, "
            "do we evacuate, immédiatement, sur-le-champ, tout de suite, dans l'heure, dans la demi-heure, à l'instant, "
            "sans délai, right now, immediately, right away, within the hour, straight away, at once, "
            "this minute, in the next hour, within half an hour, in the next half hour, vous attend, "
            "vous attendent, t'attend, t'attendent, attend à l'accueil, attendent à l'accueil, sont à l'accueil, "
            "est à l'accueil, waiting at, waiting in, waiting outside, is waiting, are waiting, en ligne et, "
            "est en ligne, sont en ligne, en ligne depuis, en visio depuis, nous sommes en visio, "
            "nous sommes en salle, nous sommes connectés, sommes devant, suis devant, nous sommes devant, "
            "we are standing, is standing, i'm standing, are standing, at the gate, at your gate, at the door, "
            "at your door, à la barrière, au portail, à votre portail, à la porte, sur le quai, "
            "on the call since, we're on the call, on the other line, on hold, sur l'autre ligne, "
            "au bout du fil, any minute, d'une minute à l'autre, in ten minutes, in five minutes, "
            "in twenty minutes, dans dix minutes, dans cinq minutes, dans vingt minutes, dans un quart d'heure, "
            "depuis vingt minutes, depuis dix minutes, depuis une demi-heure, for twenty minutes, "
            "for ten minutes, can't wait, cannot wait, ne peut pas attendre, hold the line, "
            "pompiers sont en route, pompiers arrivent, ambulance, fire brigade, pouring, de l'eau coule, "
            "en ce moment même, as we speak, they're sitting, is sitting now, en pleine réunion, "
            "coming through the ceiling, porte close, no one is here, nobody is here, il n'y a personne, "
            "dropped us, nous a laissés, nous a déposés, wrong address, wrong town, mauvaise adresse, "
            "sous la pluie, in the rain, in the snow, où êtes-vous, where are you, where are we, off shift, "
            "quitte son bureau, leaves her desk, dans une demi-heure, in half an hour, in forty minutes, "
            "dans une heure, in an hour, au secours, mayday, ring me now, appelez-moi vite, mène nulle part, "
            "ne mène nulle part, gives an error, are in the room, sommes en salle, sont en salle, "
            "écran reste noir, a cliqué, j'ai cliqué, i clicked, call the bank, appeler la banque",
        },
        "urgent": {
            2: "urgent, urgente, urgentes, urgents, urgence, très urgent, en urgence, au plus vite, "
            "dès que possible, le plus tôt possible, le plus rapidement possible, asap, as soon as possible, "
            "urgently, urgency, without delay, pressing, time critical, bloqué, bloquée, bloqués, bloquées, "
            "blocked, held up, stuck, dernier délai, last chance to, dernière minute, last minute, critique, "
            "critical, bloquant, on hold at, la nuit même, avant de fermer, avant de partir, plus le temps, "
            "no time left, running out, dernière limite, dernier rappel, final reminder, first thing tomorrow, "
            "demain première heure, demain matin, tomorrow morning, tomorrow at, demain à",
        },
        "today": {
            1: "aujourd'hui, ce matin, cet après-midi, ce soir, ce midi, cette nuit, dans la journée, "
            "fin de journée, ce jour, today, this morning, this afternoon, tonight, this evening, end of day, "
            "close of business, COB, EOD, before you leave, before you go home, avant de partir, tout à l'heure, "
            "dans la matinée, dans l'après-midi",
        },
        "tomorrow": {
            1: "demain, tomorrow, après-demain, first thing, overnight",
        },
        "no_hurry": {
            2: "rien d'urgent, pas urgent, aucune urgence, sans urgence, pas pressé, pas de hâte, "
            "quand vous pourrez, rien ne presse, ne presse pas, pas pressée, quand tu pourras, "
            "quand vous aurez un moment, quand tu auras, à l'occasion, à votre convenance, prenez votre temps, "
            "prends ton temps, no rush, no hurry, not urgent, nothing urgent, when you have a moment, "
            "when you get a chance, whenever you, at your convenience, at your leisure, when convenient, "
            "take your time, no pressure, in due course, some time, at some point, one day, sans précipitation, "
            "un de ces jours, un jour, no urgency, in no hurry, not this year, pas cette année, pas avant, "
            "curiosity, curiosité, just a thought, simple suggestion, une idée, une suggestion",
            1: "l'année prochaine, l'an prochain, next year, au printemps, à l'automne, cet été, in the spring, "
            "in spring, this spring, next spring, in autumn, in the summer, in summer, over the winter, "
            "in the new year, après les fêtes, after the holidays, à la rentrée, courant janvier, début janvier, "
            "in january, en janvier, en février, in february, en mars, in march, au printemps prochain, 2028, "
            "dans les prochains mois, over the coming months",
        },
        "settled": {
            3: "sans objet, n'est plus d'actualité, c'est réglé, tout est réglé, est résolu, est résolue, "
            "problème résolu, est clos, est close, est clôturé, est clôturée, rien à faire, "
            "rien d'autre à faire, aucune action, aucune démarche, tout est rentré, est réparé, c'est réparé, "
            "est arrivé à bon port, tout est en ordre, on peut refermer, inutile de répondre, "
            "inutile de rappeler, pas besoin de répondre, surtout ne répondez pas, n'attends pas de réponse, "
            "aucune réponse, rien à préparer, sans action, simple information, désolé pour le bruit, "
            "désolé pour le dérangement, all sorted, now sorted, is sorted, sorted now, is resolved, "
            "been resolved, no action, no further action, nothing to do, nothing for you to do, nothing needed, "
            "nothing you need to do, nothing to prepare, no reply needed, no answer needed, no need to reply, "
            "no need to answer, found it, crisis over, is closed, has been closed, all clear, "
            "sorry for the fuss, sorry for the noise, don't worry about it, you can stop",
            2: "pour information, for your information, for your information only, for information, FYI, pour info, "
            "pour mémoire, nothing to pay, for the record, just so you know, juste pour te dire, "
            "juste pour vous dire, pour que tu saches",
        },
        "withdrawn": {
            3: "ne tenez pas compte, ne pas tenir compte, ne tenez plus compte, annule ma demande, "
            "annulons notre demande, oubliez ma demande, oublie ma demande, oubliez mon, oublie mon, "
            "plus besoin, c'est bon finalement, finalement c'est bon, je n'ai plus besoin, "
            "nous n'avons plus besoin, laisse tomber, laissez tomber, n'envoyez rien, n'envoie rien, "
            "plus rien à, ne vous en occupez plus, ne t'en occupe plus, litige est clos, incident est clos, "
            "l'affaire est close, affaire classée, please ignore, please disregard, disregard my, ignore my, "
            "no longer need, no longer needed, never mind, scrap that, don't send anything, stop sending, "
            "nothing more to send, no need to send, no need to do anything, forget it, forget about it, "
            "forget my, matter is closed, is sorted after all, false alarm, fausse alerte, mauvais destinataire, "
            "wrong recipient, sent in error, envoyé par erreur",
        },
        # What tells and asks nothing.
        "tells": {
            2: "nous avons le plaisir de vous annoncer, nous avons le plaisir de vous informer, "
            "nous avons le plaisir de vous faire part, je vous informe, nous vous informons, "
            "je tenais à vous informer, veuillez noter, vous trouverez ci-joint, veuillez trouver ci-joint, "
            "vous trouverez le, bonne lecture, reste à votre disposition, restons à votre disposition, "
            "nous vous confirmons, je vous confirme, accusons réception, avons bien reçu, avons bien noté, "
            "seront fermés, sera fermé, sera fermée, fermeture annuelle, à compter de, à compter du, "
            "à partir du, sera à l'écoute, prendra contact, en bonne santé, est arrivé, sont partis, "
            "sont parties, est parti, meilleurs voeux, joyeuses fêtes, belles fêtes, bonne année, a été accepté, "
            "a été acceptée, est en ligne, sont en ligne, est réglée, please find attached, "
            "please find enclosed, we are pleased to, i am pleased to, we're happy to, this is to inform, "
            "this is to let you know, happy reading, will introduce, has been granted, has been approved, "
            "we confirm, i confirm, is closed on, are closed, our offices close, will be closed, warm wishes, "
            "season's greetings, happy holidays, happy new year, let you know that, heads up, heads-up, "
            "just a note, quick note, a quick note, a short note, have received, has arrived, have arrived, "
            "is on its way, well done, bravo, félicitations, congratulations, in line with, conforme à, "
            "conformes à, no cost, sans frais pour vous, comme prévu, as planned",
        },
        "thanks": {
            1: "merci pour, merci beaucoup, merci encore, un grand merci, bien reçu, c'est noté, thank you for, "
            "thanks for, many thanks, thanks again, well received, noted, with thanks, tous nos remerciements",
        },
        # ── what is not work ──────────────────────────────────────────────────────────────────────────────
        "bulk": {
            2: "se désabonner, se désinscrire, désinscription, désabonnement, désinscrire, gérer vos préférences, "
            "voir dans le navigateur, version en ligne, newsletter, lettre d'information, unsubscribe, "
            "view in browser, view in your browser, manage your preferences, email preferences, opt out, "
            "mailing list, you are receiving this, vous recevez cet e-mail, vous recevez ce courriel, "
            "vous recevez ce message",
            1: "webinaire, offre exceptionnelle, promotion, promo, soldes, remise exceptionnelle, livre blanc, "
            "webinar, special offer, sale, discount, free trial, white paper, ebook, black friday, % de remise",
        },
        "automatic": {
            3: "message automatique, réponse automatique, ne pas répondre, ne répondez pas, absence du bureau, "
            "message d'absence, absent du bureau, je suis absent, je suis absente, "
            "je suis actuellement en congé, delivery status notification, undeliverable, mail delivery, "
            "automatic reply, auto reply, autoreply, out of office, out of the office, do not reply, "
            "automatically generated, généré automatiquement, notification automatique, delivery failure, "
            "returned mail, non remis, annual leave until, no reply",
        },
        # ── the words before a date that make it a deadline ───────────────────────────────────────────────
        "cue": {
            1: "sous, dans un délai de, délai de, within, within the next, dans les, avant, avant le, avant les, "
            "d'ici, d'ici à, d'ici au, d'ici le, d'ici la, au plus tard, au plus tard le, jusqu'au, jusqu'à, "
            "pour le, pour, dernier délai, date limite, échéance, limite le, réponse le, clôture à, clôture le, "
            "ferme à, ferme le, part à, expire le, expire à, attendu pour, attendue pour, due le, by, before, "
            "until, till, no later than, not later than, by the, before the, until the, deadline, deadline is, "
            "due, due on, due by, closes at, closes on, expires at, expires on, prior to, at the latest, "
            "by end of, needed for, needed by, votes at, vote at, goes to print at, closing at, back by, us by, "
            "me by, prints at, leaves at",
        },
        "month": {
            1: "january, february, march, april, may, june, july, august, september, october, november, december",
        },
        # ── when ──────────────────────────────────────────────────────────────────────────────────────────
        "when": {
            1: "aujourd'hui, ce matin, ce midi, midi, cet après-midi, ce soir, dans la journée, demain, "
            "demain matin, demain midi, demain soir, après-demain, lundi, mardi, mercredi, jeudi, vendredi, "
            "samedi, dimanche, fin de semaine, la fin de la semaine, semaine prochaine, fin de journée, "
            "fin du mois, today, this morning, noon, midday, lunchtime, this afternoon, tonight, this evening, "
            "end of day, end of the day, close of business, COB, EOD, close of play, tomorrow, tomorrow morning, "
            "tomorrow noon, tomorrow evening, monday, tuesday, wednesday, thursday, friday, saturday, sunday, "
            "end of the week, end of week, next week, end of next week, end of the month, "
            "fin de semaine prochaine, la semaine prochaine",
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
