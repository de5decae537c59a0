"""The words of an office's matters, French and English, by what they are a sign of: what kind of mail, how private.

They are written as in `words.py`: accents, capitals and hyphens do not matter, the number before a group is the weight
of each of its phrases. A phrase may stand under several signs; of two that begin at one place the longer is found.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: sign → weight → phrases, separated by commas.
MATTERS: Mapping[str, Mapping[float, str]] = MappingProxyType(
    {
        "invoice": {
            3: "balance of, is due at, due at the end, réglé deux fois, réglée deux fois, tout est soldé, "
            "est soldé, votre virement, notre prélèvement, prélèvement rejeté, rejeté notre, discount no longer, "
            "escompte, conditions de règlement, late payment, payments were late, retard de règlement, "
            "à quarante-cinq jours, à trente jours, thirty days, net 30, extrait de compte, lettre de relance, "
            "statement for, quarterly statement, ristourne, remise de fin d'année, notes de débit, debit note, "
            "mandat administratif, chorus pro, refacturer, facture, factures, facture impayée, "
            "factures impayées, note d'honoraires, appel de fonds, relevé de compte, avis de virement, "
            "avis de paiement, ordre de virement, mandat SEPA, note de crédit, un avoir, l'avoir, note de frais, "
            "notes de frais, pénalités de retard, appel de cotisation, trop-perçu, double paiement, bon à payer, "
            "relance facture, retard de paiement, délai de paiement, échéance de paiement, mise en recouvrement, "
            "solde dû, solde restant dû, facturation, invoice, invoices, credit note, remittance advice, "
            "statement of account, overdue invoice, past due, outstanding balance, balance due, direct debit, "
            "payment terms, expense report, expense claim, expenses claim, proof of payment, paid twice, "
            "duplicate payment, accounts payable, accounts receivable, pro forma invoice, billing, dunning, "
            "open items, remittance",
            2: "adhésion, membership, bénéficiaire, beneficiary, les fonds, the funds, à payer, to pay, taxe, "
            "impôt, tax return, déclaration de tva, prepay, paiement d'avance, encaissement, chèque de, "
            "carte bancaire, frais bancaires, budget prévu, notre règlement, coupure bancaire, second signature, "
            "seconde signature, seconde validation, double signature, virement, virements, règlement, impayé, "
            "impayée, impayés, acompte, arrhes, prélèvement, échéancier, cotisation, quittance, encours, "
            "refacturation, rembourser, remboursement, échue, échu, relance, relances, payment, payments, "
            "overdue, unpaid, bank transfer, deposit, refund, proforma, pro forma, subscription fee, "
            "membership dues, reimbursement, reimburse, letter of credit, payée, payé, payer, paid, pay the",
            1: "TVA, TTC, HT, montant, VAT, amount, RIB, IBAN, paiement, receipt, cheque, chèque",
        },
        "order": {
            3: "another 600, same again, re-order, reorder, sold out, catalogue for, trade catalogue, "
            "terms and catalogue, tender, our tender, appel à la concurrence, consultation fournisseurs, "
            "prise de commande, date d'enlèvement, hayon, valeur en douane, code tarifaire, ramassage, tournée, "
            "expédier, transporteur refuse, booking confirmed, booking is confirmed, reservation confirmed, "
            "réservation est confirmée, confirmation de réservation, livraison garantie, port en lourd, "
            "mise à disposition, bon d'enlèvement, arrivage, tonnes de, tonnes en, la teinte, les épreuves, "
            "bon de commande, votre commande, notre commande, ma commande, sa commande, commande n, la commande, "
            "confirmation de commande, accusé de réception de commande, devis, demande de prix, "
            "demande de devis, offre de prix, cotation, délai de livraison, bon de livraison, avis d'expédition, "
            "réassort, réapprovisionnement, rupture de stock, purchase order, your order, our order, my order, "
            "this order, the order, order number, order confirmation, quotation, request for quotation, rfq, "
            "quote, quote for, lead time, out of stock, backorder, consignment, bill of lading, dispatch note, "
            "minimum order, delivery date, delivery note, commodity code, hs code, price enquiry, price inquiry, "
            "unit price, prix unitaire, meilleur prix, best price",
            2: "commande, commandes, commander, livraison, livraisons, livrer, livré, livrée, livrés, livrées, "
            "livrez, livrons, livre le, expédition, expédié, expédiée, expédiés, colis, palette, palettes, "
            "conteneur, transporteur, enlèvement, enlever, réapprovisionner, recommander, douane, dédouanement, "
            "franco de port, bon à tirer, order, orders, ordered, reorder, delivery, deliveries, deliver, "
            "delivered, shipment, shipped, shipping, dispatch, dispatched, parcel, pallet, pallets, container, "
            "carrier, haulier, customs, waybill, tracking, estimate, restock, incoterms, price list, "
            "liste de prix, tarif, tarifs, réserver la marchandise, appel d'offres",
            1: "stock, rupture, quantité, quantités, référence, références, échantillon, échantillons, exemplaires, "
            "tonnes, cartons, camion, quantity, samples, sample, pieces, units, copies, truck, tonnage, batch, "
            "warehouse, entrepôt, dépôt",
        },
        "meeting": {
            3: "quelle date, quelle heure vous, nous vous proposons le, je vous propose le, nous pourrions venir, "
            "we could come, could we meet, can we meet, one-to-one, 1:1, choisissez votre créneau, est reporté, "
            "est reportée, sont reportés, instead of two, which is easier, either morning, libre mardi, "
            "libre jeudi, free on, un rendez-vous, votre venue, vous recevoir le, changement de salle, "
            "change of room, avancée à, décalée à, moved to, has been moved, puis-je passer, may i come, "
            "can i come by, autre date, another date, other date, proposer une date, créneau, créneaux, "
            "seriez-vous disponible, êtes-vous disponible, es-tu disponible, es-tu libre, êtes-vous libre, "
            "vos disponibilités, tes disponibilités, disponibilités, je bloque, bloquer une date, "
            "bloquez la date, on se cale, on cale, caler une, caler un, trouver une date, trouver un moment, "
            "déplacer notre, décaler notre, reporter notre, avancer notre, report de notre, "
            "confirmer votre présence, confirmer votre participation, confirmer votre venue, "
            "votre participation, point téléphonique, faire un point, faire le point, assemblée générale, "
            "assemblée, convocation, réserver la date, merci d'accepter, accepter l'invitation, appointment, "
            "reschedule, postpone our, move our, push our, availability, are you available, "
            "would you be available, are you free, be free, find a time, set up a call, schedule a call, "
            "calendar invite, calendar invitation, pencil in, pencilled in, save the date, hold the date, "
            "holding an hour, hold an hour, confirm your attendance, rsvp, come and see you, does that suit, "
            "work for you, works for you, suit you, suits you, half an hour, time slot, put in the diary, "
            "date de rendez-vous, fixer un rendez-vous, convenir d'un, convenir d'une, prendre rendez-vous",
            2: "pilotage, portes ouvertes, open day, tenir une table, un point jeudi, entretien, entretiens, "
            "rendez-vous du, ceremony, cérémonie, inauguration, soirée, evening event, réception, buffet, "
            "colloque, symposium, congrès, salon, journée d'étude, journée portes, audition, vous en êtes, "
            "on se retrouve, préparation, sera des nôtres, vous joindre à nous, nous vous accueillons, "
            "tour de table, table ronde, round table, briefing, débriefing, revue annuelle, review meeting, "
            "quarterly review, rapid call, se caler, hang out, get-together, un café, coffee, réunion, réunions, "
            "rendez-vous, rdv, visio, visioconférence, décaler, reporter, report, invitation, agenda, "
            "ordre du jour, déjeuner, dîner, petit-déjeuner, séminaire, comité de direction, codir, "
            "vous rencontrer, nous rencontrer, passer vous voir, nous recevoir, me recevoir, vous recevoir, "
            "serez des nôtres, votre présence, on se voit, se voir, entretien téléphonique, une demi-heure, "
            "meeting, meetings, postpone, slot, calendar, diary, video call, conference call, quick call, "
            "preparation call, call with, zoom, teams, webex, lunch, dinner, breakfast, catch up, kickoff, "
            "kick-off, attend, attendance, join us, would you join, in town, visit you, drop by, site visit, "
            "invite you, get together, meet up, are you joining, visite de l'usine, inscription, "
            "places are limited, rencontre, rencontrer, agm, annual general meeting",
            1: "annuler, confirmer, salle, visite, participer, comité, cancel, room, visit, agenda for, workshop, "
            "conference, conférence, panel, committee, call",
        },
        "complaint": {
            3: "troisième livraison, de suite, quelles mesures, what measures, notice of claim, claim under, "
            "dorure part, s'efface, s'effacent, se décolle, se décollent, part au doigt, rubs off, peels off, "
            "falls apart, chagrinée, chagriné, agacé, agacée, lassé, lassée, annoyed, upset, let us down, "
            "perdent deux heures, pas à la hauteur, not up to, below standard, échangé, me les changer, "
            "remplacement gratuit, replace it, replace them, a replacement, à votre charge, se moque du monde, "
            "inutilisable, unusable, don't close, doesn't close, do not close, won't close, ne ferme pas, "
            "ne ferment pas, ne collent pas, ne colle pas, ne s'ouvre pas, à l'envers, upside down, "
            "back to front, pages manquantes, page manquante, il manque une page, il manque des pages, "
            "missing page, missing pages, illisible, vous conviendrez, plus jamais, never again, pas acceptable, "
            "je tenais à vous le dire, quelle déception, très mécontents, i expected better, we expected better, "
            "not what we ordered, n'est pas ce que, réclamation, mécontent, mécontente, inadmissible, "
            "inacceptable, intolérable, insatisfait, insatisfaite, scandaleux, mise en demeure, "
            "geste commercial, dédommagement, porter plainte, mauvaise qualité, à vos frais, me moquez, "
            "se moque de, très déçu, très déçue, déçu, déçue, déception, honteux, une honte, lamentable, "
            "deuxième fois, troisième fois, ras le bol, pas content, pas contente, pas satisfait, "
            "pas satisfaite, nous refusons, je refuse, complaint, complain, unacceptable, disappointed, "
            "very disappointing, disappointing, dissatisfied, appalling, not good enough, very unhappy, "
            "let down, fed up, compensation, goodwill gesture, poor quality, at your expense, "
            "not what i ordered, second time, third time, shameful, disgrace, furious, letter before action, "
            "make this right, reject the, we reject, we refuse, unhappy with, formal complaint, qualité baisse",
            2: "j'ai acheté, i bought, ma papetière, ma libraire, client depuis, cliente depuis, customer for, "
            "ans que j'achète, toujours le même modèle, photo jointe, photos jointes, pictures attached, "
            "i enclose a photograph, perplexe, défectueux, défectueuse, cassé, cassés, cassée, cassées, rayé, "
            "fendu, fendue, non conforme, non conformes, erreur de livraison, remboursement, préjudice, plainte, "
            "défaut, défauts, abîmé, abîmés, abîmée, endommagé, endommagés, ébréché, ébréchés, ébréchée, "
            "ébréchées, service après-vente, toujours rien reçu, toujours pas reçu, faulty, defective, defect, "
            "broken, damaged, wrong item, wrong colour, scratched, chipped, cracked, still haven't received, "
            "still waiting for my, refund, waste of, apology, nuisance, litige, dispute, faux, mal collé, "
            "mal imprimé, misprint, misprinted, se décolle, come apart, fell apart",
            1: "erreur, retard, excuses, late again, wrong, sav, solution, voisins, bruit",
        },
        "incident": {
            3: "sent le gaz, odeur de gaz, fuite de gaz, saigne, saignent, étincelles, électrocuté, évanoui, évanouie, "
            "explosion, eau partout, produit renversé, on évacue, faut-il évacuer, smell of gas, smells of gas, "
            "gas leak, bleeding, sparks, electrocuted, unconscious, water everywhere, pipe burst, spilled, "
            "do we evacuate, sent le brûlé, de la fumée, calé en travers, en travers de, défaut matériel, redémarrer, "
            "tordu la cheville, cheville, s'est foulé, me suis tordu, me suis blessé, foulure, entorse, brûlure, "
            "burning smell, smells of smoke, sprained, twisted my, hardware fault, restart your server, "
            "wrong on the press, stop the press, arrêtez la presse, arrêter la machine, mauvais logo, "
            "wrong logo, rupture d'alimentation, données perdues, lost data, data loss, est vide et, "
            "ne s'imprime plus, n'imprime plus, won't print, ne répond pas, no heating, pas de chauffage, "
            "accès distants, interruption de service, service interruption, outage tonight, perte de connexion, "
            "est en feu, brûle, on fire, s'effondre, inondée, bouchée, fuit, fuient, dégât, dégâts, cambrioleur, "
            "effraction, vitre cassée, broken window, rats, souris dans, punaises, est mort pour de bon, "
            "est morte, a coulé, en rade, rend l'âme, a rendu l'âme, gave up for good, gone for good, is dead, "
            "has died, at zero, de travers, à plat, en carafe, ne s'allume plus, ne tourne plus, "
            "ne chauffe plus, s'est arrêtée, s'est arrêté, in the ditch, overheated, surchauffe, court circuit, "
            "plus de lumière, effondré, cassé net, a lâché, jammed, panne de courant, mot de passe sur une page, "
            "envoie des messages toute seule, sending mails by itself, en panne, panne, fuite, inondation, "
            "inondé, incendie, fumée, accident, accident du travail, blessé, blessée, s'est blessé, s'est coupé, "
            "s'est coupée, dégât des eaux, coupure, court-circuit, pompiers, samu, ambulance, malaise, "
            "évacuation, évacué, intrusion, cambriolage, cambriolé, piratage, piraté, rançongiciel, vol annulé, "
            "train supprimé, train annulé, hors service, à l'arrêt, est arrêtée, ne démarre plus, "
            "plus de réseau, plus de courant, plus d'électricité, plus d'internet, plus d'eau, "
            "plus de chauffage, inspection du travail, inspecteur du travail, inspectrice du travail, "
            "rappel de produit, rappel de lot, ne peux pas venir, je suis coincé, je suis coincée, breakdown, "
            "broke down, leak, leaking, flood, flooding, flooded, outage, power cut, no power, smoke, "
            "fire brigade, injured, injury, fainted, collapsed, evacuated, evacuation, burst pipe, "
            "flight is cancelled, flight has been cancelled, flight was cancelled, train is cancelled, "
            "will not operate, break in, burglary, hacked, ransomware, shattered, product recall, "
            "stopped working, won't start, can't come in, cannot come in, stuck in the lift, out of order, "
            "cyberattaque, data breach, fuite de données",
            2: "est mort, a disparu, disparue, vandalisé, graffiti, perdu les clés, lost the keys, "
            "panne d'oreiller, clock stopped, bloquées, coincé, coincée, en retard de deux heures, delayed, "
            "diverted, grounded, alarme, bloqué, bloquée, arrêt de production, arrêté, arrêtée, "
            "ne fonctionne plus, ne marche plus, n'arrive plus, ne répond plus, plus d'accès, page blanche, "
            "grève, hôpital, urgences, chute, tombé, tombée, absent ce matin, malade, me remplacer, "
            "remplacer au pied levé, volé, volée, ascenseur, alarm, stopped, is down, are down, stuck, "
            "not working, doesn't work, blank page, strike, hospital, recall, hurt, off sick, ill, cover for me, "
            "stand in for me, overbooked, stolen, cancelled, locked out, supprimé, déraillé",
            1: "sécurité, annulé, annulée, défaillance, safety, dépannage, réparateur, plombier, plumber, repair",
        },
        "hr": {
            3: "saisie sur rémunération, saisie sur salaire, rémunération, télétravail, télétravailler, "
            "télétravaille, remote working, licence renewal, caces, habilitation, habilitations, fin d'arrêt, "
            "prolongation d'arrêt, accident de trajet, tension dans l'équipe, parle de partir, "
            "ne s'adressent plus, droit individuel, bilan de compétences, vae, compte personnel de formation, "
            "chèque vacances, titres restaurant, tickets restaurant, prime de fin d'année, treizième mois, "
            "intéressement, participation des salariés, nouvelle recrue, new starter, new joiner, leavers, "
            "period of notice, exit interview, entretien professionnel, entretiens professionnels, "
            "entretiens annuels, entretiens de fin d'année, poste vacant, votre poste, mon poste, mon contrat, "
            "temps plein, contrat à durée, cdd, cdi, job offer, mutuelle d'entreprise, retraite, "
            "départ en retraite, retirement, parental, garde d'enfant, enfant malade, sick child, "
            "médecine préventive, l'essai de, essai de notre, quitter la maison, quitter l'entreprise, "
            "leaving the company, handing in my notice, je devrai partir, préavis, mutation, mes heures sup, "
            "avis écrits, conseil de discipline, retour de congé, returning from leave, back from leave, "
            "temps partiel, part-time, unfit for work, mi-temps, augmentation de salaire, cover for her leave, "
            "congés, congé, arrêt maladie, arrêt de travail, bulletin de paie, bulletins de paie, fiche de paie, "
            "bulletin de salaire, paie, mutuelle, prévoyance, période d'essai, fin d'essai, visite médicale, "
            "visite de reprise, contrat de travail, embauche, recrutement, candidature, candidatures, "
            "lettre de motivation, entretien annuel, entretien préalable, entretien d'embauche, démission, "
            "démissionner, licenciement, rupture conventionnelle, sanction, avertissement, stagiaire, "
            "convention de stage, alternant, alternance, apprenti, inaptitude, médecine du travail, "
            "médecin du travail, ressources humaines, congé maternité, congé paternité, maternité, dsn, rtt, "
            "solde de tout compte, certificat de travail, attestation employeur, heures supplémentaires, "
            "titre de séjour, mi-temps thérapeutique, registre du personnel, plan de formation, "
            "taxe d'apprentissage, opco, sick leave, sick note, signed off, payroll, payslip, holiday request, "
            "leave request, annual leave, maternity, paternity, parental leave, probation, job application, "
            "cover letter, recruitment, resignation, resign, notice period, grievance, disciplinary, redundancy, "
            "pay rise, overtime, occupational health, work permit, employment contract, employment reference, "
            "apprentice, internship, human resources, tutrice, tuteur",
            2: "collaborateur, collaboratrice, votre salariée, votre salarié, votre ancien salarié, vos équipes, "
            "vos salariés, your staff, your employee, colleague's leave, arrêt, medical certificate, heures, "
            "horaires, disponible immédiatement, je recherche un poste, intègre l'équipe, salarié, salariée, "
            "salaire, salaires, formation, candidat, candidate, CV, prime, augmentation, cse, prud'hommes, "
            "poste à pourvoir, affiliation, employee, salary, wages, training, candidates, bonus, pension, "
            "trainee, intern, vacancy, staff, references for, referee, remaining holidays, days off, "
            "jours de congé, télétravail, remote work, intérimaire, intérim, headcount",
            1: "équipe, personnel, absence, planning, handover, poste",
        },
        "private": {
            3: "bisous, gros bisous, je t'embrasse, on t'embrasse, je vous embrasse, ma chérie, mon chéri, maman, "
            "papa, mamie, papi, tata, tonton, crémaillère, chez moi, chez nous dimanche, hugs, love you, "
            "lots of love, mum, mom, dad, grandma, grandpa, the kids, babysitter, xoxo, xx, family dinner, "
            "repas de famille",
            2: "est né, est née, elle est née, a girl, a boy, croissants, viennoiseries, faire-part, condoléances, "
            "nos condoléances, les fleurs, un vélo, à boire, beer, beers, pot de, climbing, footing, match de, "
            "anniversaire de, gâteau, cake, help yourselves, servez-vous, partante, se retrouve chez, bises, "
            "les enfants, ma soeur, mon frère, ma fille, mon fils, mon mari, ma femme, tes parents, vos parents, "
            "raclette, apéro, barbecue, pique-nique, chorale, yoga, my sister, my brother, my daughter, my son, "
            "my husband, my wife, birthday, wedding, mariage, baptême, anniversaire, vacances, school run, "
            "dentist, dentiste, covoit, covoiturage, à la maison, at home, week-end chez",
        },
        "selling": {
            3: "rejoignez nos experts, nos experts, our experts, découvrir nos solutions, notre plateforme, "
            "our platform, see how in, book a demo, you can opt out, opt out at any time, cadeaux d'affaires, "
            "corporate gifts, code cadeau, inscription gratuite, invitation gratuite, free registration, "
            "ne plus recevoir, pour ne plus, hours a week with, are already, webinar replay, dernier jour pour, "
            "offre réservée, offre valable, notre outil, our tool, worth a chat, worth a quick chat, "
            "firms like yours, companies like yours, entreprises comme la vôtre, i noticed you, "
            "j'ai vu que vous, je vous montre en, répondez oui, just say later, gagnez du temps, étude de cas, "
            "case study, a quick question about your, your print budget, perdre une heure, "
            "prise de rendez-vous en ligne, réservez une démo, en quelques clics, in just a few clicks, "
            "clé en main, code promo, profitez, découvrez notre, découvrez nos, essai gratuit, offre spéciale, "
            "livre blanc, au sommaire, dans ce numéro, lire en ligne, répondez stop, nos profils, free trial, "
            "special offer, in this issue, early bird, limited time, save up to, read online, reply stop, "
            "following up on my previous, bump this, the right person, double your, doubler vos, augmentez vos, "
            "boost your, boostez, livraison offerte, free shipping, réservez votre place, save your seat, "
            "offre de lancement, black friday, soldes privées, cyber monday, % off, catalogue entreprises",
            2: "découvrez, inscrivez-vous, démonstration gratuite, une démonstration, nos solutions, "
            "notre solution, nos conseillers, our solution, our advisers, a demo, book now, sign up, discount, "
            "promotion, remise, saviez-vous, did you know, webinaire, webinar, leads, n'attendez plus, hurry, "
            "newsletter, je me permets de vous relancer, aide les dirigeants, help companies like",
        },
        # Whether others than those who must should read it.
        "discreet": {
            3: "confidentiel, confidentielle, confidentialité, confidential, confidentiality, in confidence, "
            "discrètement, à ne pas diffuser, ne pas transférer, do not forward, entre nous, between us, "
            "sous embargo, salaire, salaires, salary, augmentation, pay rise, fiche de paie, bulletin de paie, "
            "bulletins de paie, payslip, arrêt maladie, arrêt de travail, sick note, sick leave, signed off, "
            "inaptitude, médical, médicale, medical, licenciement, dismissal, rupture conventionnelle, sanction, "
            "disciplinary, grievance, entretien préalable, démission, resignation, candidature, job application, "
            "période d'essai, probation, prud'hommes, tribunal, contentieux, avocat, avocate, litige, "
            "mise en demeure, lawyer, solicitor, litigation, lawsuit, court, settlement, without prejudice, "
            "legal action, audience, fusion, acquisition, cession, rachat, merger, takeover, due diligence, nda, "
            "accord de confidentialité, accident du travail, maternité, maternity, grossesse, pregnant, "
            "handicap, affiliation, mutuelle, health insurance, maladie professionnelle, letter before action, "
            "heads of terms, lettre d'intention, letter of intent, valorisation, data room, board pack, "
            "séquestre, escrow, garde à vue, enquête interne, harcèlement, harassment, dénonciation, "
            "whistleblower, saisie sur salaire, cancer, opération",
            2: "virement, virements, RIB, IBAN, relevés de compte, bank details, bank statements, "
            "conseil d'administration, board meeting, candidat, candidate, candidates, CV, maladie, hôpital, "
            "hospital, blessé, blessée, injured, doctor, médecin, prêt, emprunt, loan, découvert, overdraft, "
            "budget, prévisionnel, comptes, actionnaire, actionnaires, shareholder, shareholders, notaire, "
            "dispute, plainte, trésorerie, cash flow, forecast, absence, licences, délégués, personal data, "
            "données personnelles, mot de passe, password, passport, passeport, prime, bonus, évaluation, "
            "appraisal, salarié, salariée, congé, congés, contrat de travail, employment contract, references for",
            1: "banque, bank, contrat, contract, embauche, paie, payroll, accident, santé, health",
        },
    }
)

#: Words without one of which, and without a number, a text names no time.
OF_TIME = (
    "jour jours semaine semaines mois heure heures quinzaine huitaine janvier fevrier mars avril mai juin "
    "juillet aout septembre octobre novembre decembre matin day days week weeks month months hour hours "
    "minutes noel christmas easter soir midi night morning evening fin debut end oclock clock one two "
    "three four five six seven eight nine ten eleven twelve une deux trois quatre"
)
