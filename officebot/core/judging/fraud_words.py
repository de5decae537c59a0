"""The words of those who cheat, French and English, by the part each plays in a scheme.

Written as `words.py` is. A sign here is rarely a proof: `schemes.py` says which of them together make one.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: sign → weight → phrases, separated by commas.
FRAUD_SIGNS: Mapping[str, Mapping[float, str]] = MappingProxyType(
    {
        # The broad words of a chief's fraud: three kinds of them from a stranger are enough.
        "move": {
            1: "virement, virements, versement, versements, verser, transfert, transfer, transfers, wire, payment, "
            "payments, paiement, paiements, payer, pay, payee, règlement, régler, fonds, funds, acompte, deposit, "
            "opération bancaire, opération à, bénéficiaire, beneficiary, avancer, avance, remit, remittance, en "
            "banque, à la banque, avec la banque, the bank, bank balance, trésorerie, treasury, western union, "
            "moneygram, mandat cash, compte, account, push through, invoice will follow, facture suivra, virement "
            "international, international payment, international transfer, faire partir, sortir, somme, montant, "
            "amount, beneficiary details, payee details, iban, rib, swift, coordonnées du bénéficiaire, wire it, "
            "chèque, cheque, espèces, cash, crédit, invoice, facture, proforma",
        },
        "hush": {
            1: "confidentiel, confidentielle, confidentiels, confidentiality, confidentialité, confidential, "
            "confidentially, discret, discrète, discrétion, discreet, discretion, secret, secrète, secrecy, aucun "
            "mot, pas un mot, sans en parler, entre nous, between us, avant l'annonce, annonce officielle, before "
            "the announcement, announcement, rien dire, à personne, no one, nobody, quiet, private, privately, "
            "personne ne doit, ne doit être au courant, not to be shared, sensible, sensitive, keep this, garde "
            "ça, ne passer que, sans passer par, off the record, between you and me, exclusive, inside "
            "information, information privilégiée, surprise, n'en parle, ne parle, ne dites, ne mentionne, "
            "without telling, no one else, personne d'autre, uniquement toi, only you",
        },
        "deal": {
            1: "rachat, racheter, acquisition, acquérir, fusion, merger, takeover, acquire, acquiring, buyout, "
            "concurrent, competitor, opa, amf, closing, deal, due diligence, filiale, subsidiary, étranger, "
            "abroad, overseas, offshore, prise de participation, protocole, letter of intent, avocat, lawyer, "
            "solicitor, notaire, maître",
        },
        "push": {
            1: "urgent, urgente, urgence, urgently, aujourd'hui, today, ce matin, this morning, ce midi, before "
            "noon, avant midi, immédiatement, immediately, tout de suite, right away, asap, dans l'heure, "
            "cut-off, cut off, avant la fermeture, before close, sans attendre, au plus vite, ce soir, "
            "rapidement, quickly, now, maintenant, hier, dès réception, upon receipt, on receipt, sans délai, "
            "without delay, before the end of the day, avant la fin de la journée",
        },
        "away": {
            1: "en réunion, in a meeting, in meetings, en comité, en conférence, conference, en déplacement, "
            "travelling, traveling, à l'étranger, vol, flight, avion, plane, boarding, injoignable, unreachable, "
            "pas joignable, par mail, par e-mail, by email, by e-mail, par écrit, can't talk, cannot talk, ne "
            "peux pas parler, phone, téléphone, bloquée à l'étranger, bloqué à l'étranger, stranded, stuck in, "
            "volé mon sac, stolen, off the phone, avec les commissaires, avec les auditeurs, avec des clients, "
            "with clients, with the board, en rendez-vous, au tribunal, at a conference, que par ce mail, par ce "
            "mail, through this email, this email only, via this mail, on this email, hospital, hôpital, stuck "
            "at, exclusivement, exclusively, uniquement ici, only here, accusez réception, m'accuser réception, "
            "no need to phone, no need to ring, reception only",
        },
        "orders": {
            1: "I need you to, need you to, I want you to, would like you to, peux-tu, pourras-tu, tu peux, tu "
            "pourras, il faut que tu, j'ai besoin que, occupe-toi, occupez-vous, fais, faites, set up, arrange, "
            "process, procéder, procède, procédez, effectuer, effectue, effectuez, exécuter, execute, initiate, "
            "handle, traiter, traite, make a, make the, contacter, contacte, contactez, m'avancer, lend me, peux "
            "tu m'avancer, émettre, émets, émettez, confirmer que tu, préparer, prépare, préparez, lancer, lance, "
            "lancez, valider, valide, validez, envoyer, envoie, send, can you send, release, libérer, make sure, "
            "please pay, get this paid, have this paid, organise, organiser, débloquer, honorer, à honorer, "
            "honour, donnez suite, donner suite, settle, solder, s'acquitter, acquitter, transmettre les "
            "références, donne suite",
        },
        # ── changed bank details ──────────────────────────────────────────────────────────────────────────
        "new_bank": {
            3: "changé d'établissement bancaire, changeons d'établissement bancaire, changé de compte, changer de "
            "compte, changement de compte bancaire, nouvelles informations bancaires, coordonnées bancaires "
            "actualisées, coordonnées bancaires mises à jour, RIB mis à jour, RIB actualisé, new banking partner, "
            "change of remittance, new account for future payments, changed our banking, changement de RIB, "
            "changement de coordonnées bancaires, changement de nos coordonnées bancaires, changement de mes "
            "coordonnées bancaires, nouvelles coordonnées bancaires, nouveau RIB, nouveaux RIB, nouvel IBAN, "
            "changement d'IBAN, changé de banque, changement de banque, changeons de banque, modification de nos "
            "coordonnées bancaires, modification de coordonnées bancaires, modification de mon RIB, modification "
            "de RIB, modifier mon RIB, modifier mes coordonnées bancaires, changer mon RIB, changer mes "
            "coordonnées bancaires, mettre à jour nos coordonnées bancaires, mettre à jour mes coordonnées "
            "bancaires, nos coordonnées bancaires ont changé, coordonnées bancaires ont changé, coordonnées "
            "bancaires ont été modifiées, mise à jour de mon RIB, mise à jour de notre RIB, mise à jour du RIB, "
            "changement de mon RIB, changement de domiciliation, nouvelle domiciliation, nouveau compte bancaire, "
            "nouveau compte de règlement, nouvelle banque, compte bancaire a changé, nouvelles références "
            "bancaires, new bank details, our new bank, new banking details, changed our bank, changed bank, "
            "change of bank details, change of bank, change of banking details, change in our bank, change to our "
            "bank, change in bank details, changes to our bank, updated bank details, updated banking details, "
            "updated banking information, new banking information, new bank information, new bank account, new "
            "account details, changed banks, switched banks, moved banks, moved our banking, our bank details "
            "have changed, bank details have changed, banking details have changed, bank account has changed, new "
            "IBAN, new sort code, new account number, updated account details, updated remittance, updated "
            "remittance information, updated remittance details, new remittance, new remittance details, new "
            "remittance instructions, updated wire instructions, new wire instructions, revised wire "
            "instructions, revised bank details, revised payment instructions, new payment instructions, updated "
            "payment instructions, updated payment details, new payment details, new beneficiary, change my "
            "direct deposit, update my direct deposit, change my bank, update my bank, switch my direct deposit, "
            "change of account, changed our account, amended bank details, to a new bank, with a new bank, using "
            "a new bank, nouveau relevé d'identité bancaire, modification RIB, changement RIB, modification IBAN, "
            "changement IBAN, modification coordonnées bancaires, changement coordonnées bancaires, mise à jour "
            "RIB, mise à jour coordonnées bancaires, banking update, bank update, bank details update, update of "
            "our bank, change in banking, nouveaux comptes bancaires, new wire details, new ACH",
        },
        # Near a word of "changes" these are as good; see `NEAR`.
        "weak_bank": {
            0.7: "a bank in, banque en, payment account, compte de paiement, facture rectifiée, revised invoice, "
            "facture corrigée, our bank, notre banque, our new account, notre nouveau compte, nouveau compte, new "
            "account, notre compte, our account, payment details, payment instructions, new bank, account in, "
            "compte en, one in the attachment, euro one, the polish one, compte joint, compte en pièce jointe, "
            "compte mentionné",
        },
        "bank": {
            1: "relevé d'identité bancaire, our details, nos coordonnées, account with another bank, compte chez, "
            "compte nickel, compte revolut, compte n26, another bank, une autre banque, autre banque, different "
            "bank, autre compte, another account, different account, un compte, bank coordinates, coordonnées de "
            "paiement, bank info, payment coordinates, our bank account, notre compte bancaire, our account "
            "details, banking information, bank information, établissement bancaire, informations bancaires, "
            "références bancaires, compte suivant, compte ci-dessous, compte ci-joint, compte ci-après, compte "
            "indiqué, sur ce compte, following account, account below, account stated, to this account, "
            "subsidiary's account, wiring instructions, remittance account, RIB, IBAN, coordonnées bancaires, "
            "compte bancaire, comptes bancaires, domiciliation bancaire, bank details, banking details, bank "
            "account, EUR account, euro account, GBP account, USD account, sort code, SWIFT, remittance details, "
            "remittance information, wire instructions, compte figurant, compte de règlement, direct deposit, "
            "routing number, account number, beneficiary account, collections account, collection account, "
            "holding account, compte de la filiale, compte de notre filiale, compte de recouvrement, enregistrer "
            "le compte, compte bénéficiaire, compte bancaire suivant, account number below, bank account below, "
            "compte IBAN",
        },
        "changes": {
            1: "amend, amended, précédent, ne doit plus, à retenir, opened an account, have opened, ouvert un "
            "compte, j'ai fermé, avons ouvert, avons fermé, à prendre en compte, prise en compte, s'appliquera, "
            "remplacera, à utiliser, à privilégier, désormais sur, prochaine échéance, prochaines factures, "
            "prochaine facture, next invoice, next run, before you release, before you pay, prochain versement, "
            "prochains versements, from this month, dès ce mois, this month onwards, are different, different "
            "from, now uses, now use, en lieu et place, et non sur, and not to the, incident technique, technical "
            "issue, technical issues, technical problem, differs from, différent, différents, différentes, a "
            "évolué, ont évolué, évolué, indisponible, n'est plus disponible, plus disponible, ne pas régler, ne "
            "réglez pas, ne payez pas, ne rien régler, hold all payments, hold payment, hold off, cannot receive, "
            "unable to receive, not able to receive, can't receive, disregard, revised, moved to, étant clôturé, "
            "étant fermé, l'ancien, suspendez, suspendre le paiement, do not pay, do not use, stop using, we are "
            "switching, have switched, a changé, ont changé, avons changé, a été modifié, a été modifiée, ont été "
            "modifiées, ne plus utiliser, n'utilisez plus, plus utiliser, n'est plus valable, n'est plus valide, "
            "n'est plus actif, n'est plus en service, clôturé, clôturée, fermé, dorénavant, désormais, à compter "
            "de ce jour, à partir de ce jour, annule et remplace, remplace, remplacent, en audit, sous audit, "
            "changement, ancien RIB, ancien compte, ancien, prochains règlements, prochain règlement, futurs "
            "règlements, prochains virements, prochains paiements, prochain virement, tous vos règlements, has "
            "changed, have changed, changed, no longer, old account, old bank, closed, under audit, being "
            "audited, annual audit, under review, instead, replace, replaces, previous account, former account, "
            "frozen, future payments, all payments, next payment, upcoming payments, from now on, going forward, "
            "with immediate effect, effective immediately, this and all, supersedes, issues with our, on our "
            "vendor file, vendor record, réorganisation, centralisés, centralisées, les suivantes, temporarily "
            "closed, temporarily, kindly route, route your, reconciliation, in lieu, at the moment, blocked, "
            "bloqué, saisi, inspection, tax inspection, contrôle fiscal, affacturage, factoring, subrogation, "
            "filiale, sister company, partenaire, partner in, migré, migration, migrating, migrated, transféré, "
            "transférés, restructuration, restructuring, fusion, merged, following our merger, no more, plus ce "
            "compte, other account, provisoirement, provisional, interim, intermediary, was hacked, hacked, "
            "piraté, piratée, compromised, compromis, fraude sur, en tenir compte, d'en tenir compte, take note, "
            "update your system, mettre à jour vos fichiers, mettre à jour votre fichier, update your files, "
            "update your records accordingly, accordingly",
        },
        "updates": {
            1: "mise à jour, mettre à jour, nouveau, nouvel, nouvelle, nouvelles, new, updated, update, change, "
            "changer, modifier",
        },
        "salary": {
            1: "ma prochaine paie, mon prochain salaire, mon prochain virement, ma fiche de paie, mes paies, next "
            "salary, my next salary, salary payment, salary account, mon salaire, ma paie, mon virement de "
            "salaire, virement de salaire, versement de mon salaire, prochaine paie, ma rémunération, mes "
            "salaires, my salary, my payroll, my pay, my paycheck, my wages",
        },
        # ── a chief who must not be asked ─────────────────────────────────────────────────────────────────
        "secrecy": {
            1.5: "only you and i, know about it, personne d'autre, au courant que, nobody else knows, no one else "
            "knows, seuls toi, on your discretion, sur votre discrétion, sur ta discrétion, ta discrétion, votre "
            "discrétion, confidential until, secret des affaires, confidentialité absolue, n'en parlez à "
            "personne, ne parlez à personne, ne parlez de ceci à personne, n'en parle à personne, n'en parlez "
            "pas, n'en parle pas, ne pas en parler, discrétion absolue, plus grande discrétion, discrétion "
            "totale, plus stricte confidentialité, toute discrétion, totale discrétion, rester discret, rester "
            "discrète, reste entre nous, restent entre nous, rester entre nous, entre toi et moi, entre vous et "
            "moi, strictement entre nous, garder le secret, garder cela pour vous, garde ça pour toi, gardez cela "
            "pour vous, ne rien dire, ne dis rien, ne dites rien, sans en parler, toute indiscrétion, soumise au "
            "secret, soumis au secret, soumise au secret professionnel, opération confidentielle, transaction "
            "confidentielle, dossier ultra confidentiel, sensible et confidentiel, keep this between us, keep it "
            "between us, between you and me, stays between us, stay between us, do not tell, don't tell, do not "
            "discuss, don't discuss, not to discuss, do not mention, don't mention, without mentioning, must "
            "remain secret, keep it quiet, keep this quiet, keep it to yourself, keep this to yourself, discreet, "
            "discreetly, complete discretion, utmost discretion, full discretion, strict discretion, your "
            "discretion, absolute confidentiality, utmost confidentiality, utmost secrecy, speak of this to no "
            "one, tell no one, not a word, confidential acquisition, confidential transaction, strictest "
            "confidence, do not share this, do not involve, sans passer par, without going through, ne pas "
            "informer, n'informez, ne mettez personne en copie, nobody else in copy, sans mettre en copie",
            1: "strictement confidentiel, strictement confidentielle, strictly confidential, discrétion, discretion, "
            "highly confidential, très confidentiel, top secret, surprise, entre nous, between us",
        },
        "hidden": {
            1: "on s'écrit ici, écris-moi ici, écrivez-moi ici, je ne peux pas parler, par écrit uniquement, only "
            "you, toi et moi, vous et moi, ne peux pas téléphoner, no need to call, pas la peine d'appeler, dès "
            "que tu me réponds, dès que vous me répondez, je suis en réunion, je suis en conférence, en "
            "conférence, je suis en rendez-vous, pas joignable, injoignable, ne m'appelez pas, ne m'appelle pas, "
            "ne pas m'appeler, inutile de m'appeler, pas par téléphone, pas disponible par téléphone, pas "
            "répondre au téléphone, ne peux pas parler, ne peux pas prendre d'appel, peux pas prendre d'appels, "
            "je monte dans l'avion, je prends l'avion, uniquement par mail, uniquement par e-mail, seulement par "
            "mail, exclusivement par mail, exclusivement par e-mail, par retour de mail uniquement, passons par "
            "mail, réponds-moi ici, répondez-moi ici, répondez uniquement, I'm in a meeting, I am in a meeting, "
            "in back to back meetings, tied up in meetings, in meetings, in a conference, can't talk, cannot "
            "talk, can't speak, cannot speak, cannot take calls, can't take calls, can't take a call, no calls, "
            "don't call, do not call, please don't ring, phone is off, reception is bad, bad reception, "
            "unreachable by phone, not reachable by phone, not reachable, reach me by phone, boarding, about to "
            "board, only by email, by email only, via email only, email me back only, reply only to this, only "
            "through this email, only via this email, limited access to phone",
        },
        "feeler": {
            1: "as-tu un moment, avez-vous un moment, as-tu une minute, avez-vous une minute, tu as un moment, have "
            "a minute, do you have a minute, do you have a moment, are you busy, peux-tu t occuper, passer ça, "
            "es-tu disponible, es-tu dispo, êtes-vous disponible, tu es disponible, tu es dispo, vous êtes "
            "disponible, es-tu au bureau, êtes-vous au bureau, tu es au bureau, tâche à te confier, tâche à vous "
            "confier, mission à te confier, mission à vous confier, service à te demander, service à vous "
            "demander, besoin d'un service, j'ai besoin de toi, besoin que tu t'occupes, are you available, are "
            "you at your desk, are you in the office, are you around, are you free, you at your desk, quick "
            "favor, quick favour, do me a favor, do me a favour, small favour, need a favor, need a favour, need "
            "your help with, quick task, small task, a task for you, urgent task, errand, handle something for "
            "me, got a minute, something for me discreetly, run for me, pouvez-vous traiter, peux-tu traiter, "
            "traiter une opération, run an errand, course à faire, une course, petit service, rendre service, "
            "rendre un service, rends-moi service, I need a favour, I need a favor",
        },
        "phone": {
            1: "numéro de portable, numéro de mobile, votre portable, ton portable, numéro whatsapp, ton numéro, "
            "votre numéro personnel, portable personnel, your mobile number, your cell, cell number, cell phone "
            "number, mobile phone number, your personal number, personal cell, your whatsapp, whatsapp",
        },
        "transfer": {
            1: "down payment, paiement fournisseur, règlement fournisseur, passer un règlement, règlement à passer, "
            "opération à passer, leave your account, leave our account, passer ça avec la banque, acompte, "
            "upfront payment, payment abroad, supplier abroad, fournisseur étranger, virement, virements, "
            "transfert de fonds, transfert, compte séquestre, séquestre, wire, wire transfer, bank transfer, "
            "transfer, transfer the funds, escrow, escrow account, initiate a payment, process a payment, process "
            "a transfer, make a payment, same day payment, payment today, faster payment, chaps, paiement à "
            "effectuer, règlement à effectuer, paiement confidentiel, crypto, bitcoin, fonds, funds, opération "
            "bancaire, payment sent today, payment go out, règlement urgent, paiement urgent, advance payment",
        },
        "harvest": {
            1.5: "solde des comptes, solde disponible, soldes bancaires, soldes disponibles, solde de nos comptes, "
            "solde de chacun, trésorerie disponible, habilitées à signer, ont la signature, pouvoirs bancaires, "
            "account balances, available balance, balance of our accounts, balances of, list of unpaid, aged "
            "receivables, aging report, ageing report, aged debtors, balance âgée, liste des clients débiteurs, w "
            "2, copies of all payslips, liste des salariés avec, all employees' payslips",
        },
        "gift": {
            2: "cartes cadeaux, carte cadeau, chèques cadeaux, cartes prépayées, carte prépayée, recharges pcs, "
            "tickets neosurf, coupons pcs, coupons transcash, coupons de recharge, gift cards, gift card, e-gift, "
            "voucher codes, vouchers, prepaid cards, steam cards, apple cards, amazon cards, itunes cards, google "
            "play cards",
        },
        "codes": {
            1.5: "photos des codes, photo des codes, codes au dos, grattes les codes, gratter les codes, grattez les "
            "codes, grattes, gratte, gratter, grattez, envoyer les codes, envoies les codes, envoyez les codes, "
            "envoie-moi les codes, m'envoies les photos, scratch the back, scratch off, scratch them, scratch, "
            "pictures of the codes, photo of the codes, photos of the codes, send me the codes, send the codes, "
            "email me the codes, codes on the back, picture of each, photo of each, pictures of the back",
        },
        "insists": {
            0.5: "urgent, urgente, urgence, très urgent, de toute urgence, au plus vite, sans délai, immédiatement, "
            "dès réception, dans l'heure, avant la clôture, tout retard, toutes affaires cessantes, en priorité "
            "absolue, aujourd'hui, ce matin, avant midi, ce soir, asap, urgently, immediately, right away, at "
            "once, straight away, without delay, within the hour, before close, today, this morning, before noon, "
            "any delay, time sensitive, of the essence",
        },
        # ── a password wanted ─────────────────────────────────────────────────────────────────────────────
        "bait": {
            2: "recovery phrase, seed phrase, phrase de récupération, wallet must be, with your company e-mail, with "
            "your company email, with your work e-mail, with your work email, avec votre adresse professionnelle, "
            "log in with, n'est plus actif, sera fermée définitivement, ligne sera coupée, service sera coupé, "
            "sera désactivée, sera désactivé, opération inhabituelle, opération suspecte, transaction suspecte, "
            "transaction inhabituelle, confirmation de vos données, confirmer vos données, confirmez vos données, "
            "carte sera bloquée, carte bancaire sera bloquée, carte est suspendue, données seront supprimées, "
            "éviter la désactivation, éviter la suspension, éviter la fermeture, éviter le blocage, éviter toute "
            "interruption, paiement a été refusé, abonnement est suspendu, abonnement a été suspendu, double "
            "authentification expire, double authentification de votre, re-update, failure to update, unable to "
            "verify, could not verify, will be rejected, seront rejetés, card will be blocked, card has been "
            "blocked, subscription has been suspended, payment was declined, payment has been declined, unusual "
            "transaction, suspicious transaction, sync error, synchronization error, erreur de synchronisation, "
            "compte sera suspendu, compte a été suspendu, compte suspendu, compte est suspendu, compte bloqué, "
            "compte sera bloqué, compte a été bloqué, compte est bloqué, compte sera désactivé, compte sera "
            "fermé, compte a été limité, compte sera supprimé, compte a été restreint, compte est restreint, "
            "boîte sera fermée, boîte sera suspendue, boîte mail sera, boîte est pleine, boîte mail est pleine, "
            "boîte aux lettres est pleine, messagerie est pleine, messagerie est saturée, boîte est saturée, "
            "messagerie sera suspendue, messagerie sera désactivée, messagerie sera bloquée, quota dépassé, quota "
            "atteint, quota de votre, espace de stockage est plein, stockage est saturé, vérifier votre compte, "
            "vérifiez votre compte, validez votre compte, valider votre compte, réactiver votre compte, réactivez "
            "votre compte, débloquer votre compte, confirmez votre identité, confirmer votre identité, confirmez "
            "vos identifiants, confirmer vos identifiants, confirmez vos informations, vérifiez vos informations, "
            "mot de passe expire, mot de passe va expirer, mot de passe a expiré, mot de passe expirera, mot de "
            "passe arrive à expiration, conserver votre mot de passe, conserver le même mot de passe, garder "
            "votre mot de passe, saisissez vos identifiants, saisir vos identifiants, avec votre mot de passe, "
            "votre mot de passe de messagerie, messages en attente de livraison, messages sont bloqués, messages "
            "bloqués, messages en quarantaine, libérer vos messages, activité inhabituelle, connexion "
            "inhabituelle, activité suspecte, connexion suspecte, tentative de connexion, votre carte vitale, "
            "renouveler votre carte vitale, account will be closed, account will be suspended, account will be "
            "deactivated, account will be terminated, account will be limited, account will be locked, account "
            "will be disabled, account will be deleted, account has been suspended, account has been limited, "
            "account has been locked, account has been restricted, account is limited, account is suspended, "
            "account is on hold, account suspended, account limited, account locked, account suspension, limited "
            "your account, suspend your account, suspended your account, locked your account, restricted your "
            "account, restore your account, reactivate your account, restore access, restore your access, regain "
            "access, mailbox will be, mailbox is full, mailbox is almost full, mailbox has exceeded, mailbox has "
            "reached, mailbox quota, exceeded its storage, exceeded your storage, storage is full, storage limit, "
            "email quota, undelivered messages, incoming messages are, messages on hold, messages are on hold, "
            "messages are held, release your messages, release messages, deliver messages, verify your account, "
            "verify your identity, verify your information, verify your mailbox, verify account, validate your "
            "account, validate your email, validate your mailbox, update your mailbox, confirm your account, "
            "confirm your identity, confirm your password, confirm your mailbox, password expires, password will "
            "expire, password has expired, password is about to expire, password expiry, password expiration, "
            "update your records, keep your password, keep same password, keep current password, keep the same "
            "password, keep my password, unusual activity, unusual sign in, unusual login, suspicious activity, "
            "suspicious login, suspicious sign in, unauthorized login, unauthorised login, unauthorized access, "
            "unauthorized activity, unauthorized transaction, unauthorized use, attempted to log in, tried to log "
            "in, login attempt, sign in attempt, e-mail password, email password, mailbox password, sign in to "
            "view, log in to view, login to view, log in with your, sign in with your, login with your, to avoid "
            "suspension, to avoid closure, to avoid deactivation, to avoid interruption, avoid losing, lose "
            "access, loss of access",
        },
        # What honest services say as well.
        "soft_bait": {
            1: "carte vitale, moyen de paiement, informations bancaires, données personnelles, mettre à jour votre "
            "dossier, payment method, personal information, account details, account information, your records, "
            "billing information, online banking, security alert, security update, security measure, log in to "
            "your account, login to your account, sign in to your account, access to your account, mettre à jour "
            "vos informations, mettez à jour vos informations, vérifier vos informations, update your details, "
            "update your information, update your account, new sign in, confirm your information, confirm your "
            "details, verify your email, verify your e-mail, confirm your email, confirmer vos informations, "
            "nouvelle connexion détectée, someone tried, pending messages, mailbox storage, e-mails en attente, "
            "avec vos identifiants, account verification, update your payment, update your billing",
        },
        "shared": {
            1.5: "reçu un fax, un fax de, fax entrant, incoming fax, nouveaux fichiers, vous a envoyé 2 fichiers, vous "
            "a envoyé 3 fichiers, fichiers reçus, télécharger vos fichiers, download your files, get your files, "
            "letter is ready, open the letter, play message, écouter le message, consulter le message, lire le "
            "message sécurisé, scanned document, document numérisé, remittance advice attached, payment advice "
            "attached, sent you a document, sent you a file, shared a document, shared a file, shared a folder, "
            "shared an invoice with you, document shared, shared with you, document to review and sign, document "
            "awaiting your signature, awaiting your signature, document waiting, pending document, secure "
            "document, secure message, encrypted message, protected document, protected message, view document, "
            "review document, view the document, open document, open the document, access document, view shared, "
            "download document, view invoice, new voicemail, new voice message, voice message, missed call, new "
            "fax, fax message, e fax, document sécurisé, message sécurisé, document partagé, a partagé un "
            "document, a partagé un fichier, vous a partagé, partagé avec vous, vous a envoyé un document, vous a "
            "envoyé un fichier, document en attente, en attente de votre signature, document à signer, document "
            "vous attend, message vocal, nouveau message vocal, nouveau fax, consulter le document, ouvrir le "
            "document, afficher le document, voir le document, accéder au document, télécharger le document, "
            "télécharger la facture",
        },
        "credential": {
            0.7: "mot de passe, mots de passe, identifiants, identifiant, code secret, code pin, numéro de carte, "
            "coordonnées de carte, informations bancaires, données bancaires, connectez-vous, se connecter, "
            "password, passcode, credentials, login, log in, sign in, username, user name, pin, ssn, social "
            "security, card number, credit card, mailbox, webmail, boîte mail, messagerie, espace client, espace "
            "personnel",
        },
        "account": {0.4: "compte, account, comptes, accounts, carte, abonnement, subscription"},
        "threat": {
            1: "expire, expirera, expires, expired, expirer, expiré, expiration, suspendu, suspendue, suspension, "
            "bloqué, bloquée, désactivé, désactivée, désactiver, désactivation, deactivated, deactivation, "
            "disabled, suspended, terminated, termination, limited access, restricted, supprimé définitivement, "
            "permanently, définitivement, sous 24 heures, sous 24 h, sous 48 heures, sous 48 h, dans les 24 "
            "heures, within 24 hours, within 48 hours, within 12 hours, in 24 hours, 24 hrs, expire today, "
            "expires today, expire aujourd'hui, dernier rappel, dernier avis, final notice, final warning, last "
            "warning, final reminder, last reminder, poursuites, legal action, pénalité, will be lost, on hold, "
            "en attente",
        },
        "click": {
            0.7: "remplissez le formulaire, compléter le formulaire, complétez le formulaire, remplir le formulaire, "
            "fill out the form, fill in the form, complete the form, scan the code, cliquez ici, cliquer ici, "
            "cliquez sur, en cliquant, cliquant sur, cliquer sur, click here, click the link, click below, click "
            "on, clicking, click to, bouton ci-dessous, button below, lien ci-dessous, lien suivant, link below, "
            "following link, lien sécurisé, secure link, here to, se connecter ici, login here, log in here, sign "
            "in here, verify now, update now, confirm now, act now, get started, open attachment, open the "
            "attached, ouvrez la pièce jointe, via the link, par ce lien, follow the link, following the link, "
            "visit the link, press here, tap here, scan the qr, scannez le qr, qr code, clique aqui, haga clic, "
            "haz clic, klicken sie, klicken sie hier, klik hier, clicca qui, clique no botão, acesse, acceda, "
            "hier klicken, über den link, via onderstaande link, enlace, siguiente enlace, link abaixo",
        },
        "faceless": {
            0.7: "cher client, chère cliente, cher utilisateur, cher abonné, cher membre, cher contribuable, madame "
            "monsieur cher client, dear customer, dear user, dear client, dear member, valued customer, dear "
            "valued, dear account, dear email user, dear subscriber, dear cardholder, dear beneficiary, dear "
            "friend, dear sir madam, dear winner, dear paypal, dear ebay, dear beloved, hello dear, dear account "
            "holder, attention user, dear webmail, dear mailbox, estimado cliente, prezado cliente, caro cliente, "
            "sehr geehrter kunde, lieber kunde, geachte klant, beste klant, gentile cliente, olá, estimado "
            "usuario, prezado usuário, prezado",
        },
        # Other ways than a link.
        "dial": {
            1: "call our support, call our, call us at, call us on, call us immediately, call this number, call the "
            "number, call back, give us a call, toll free, helpline, hotline, numéro vert, appelez le, appelez "
            "notre, appelez immédiatement, appelez-nous au, rappelez le, rappeler le, rappelez-nous, contactez le "
            "0, contactez notre support, contact our billing, reply yes, répondez oui, répondez à ce mail, "
            "répondez à ce message, reply to this email, reply with your, répondez avec, répondre avec, contactez "
            "notre, contact our",
        },
        # What was supposedly bought, so that one calls.
        "renewed": {
            1: "was renewed, has been renewed, been renewed for, auto-renewal, automatic renewal, renewed for, will "
            "be charged, was charged, has been charged, been debited, will be debited, antivirus, norton, mcafee, "
            "geek squad, a été renouvelé, a été renouvelée, a été débité, a été débitée, sera débité, sera "
            "débitée, débité de, charged to your, order total, your purchase of",
        },
        # Any four of these together pull at the reader, in whatever words; see `schemes.py`.
        "access": {
            1: "compte, comptes, account, accounts, mot de passe, password, mailbox, boîte mail, boîte aux lettres, "
            "messagerie, licence, license, abonnement, subscription, wallet, portefeuille, carte, card, accès, "
            "access, votre ligne, profil, profile, identité, identity, clé digitale, authentification, "
            "authentication, sécurité, security, stockage, storage, session, webmail, email address, e-mail "
            "address, adresse e-mail, adresse mail, votre adresse, espace client, espace personnel, identifiants, "
            "credentials, certificat, espace en ligne, online access, e-mail account, email account, votre "
            "service, votre dossier, recovery phrase, phrase de récupération, your business, votre domaine, nom "
            "de domaine, your domain, domain name, hébergement, hosting, listing, your listing, espace, espace "
            "sécurisé, portail, portal, point relais, prélèvement, moyen de paiement, payment method, signature, "
            "charte, policy, politique, salariés, employees, staff, licence Office, cloud, sauvegarde, backup, "
            "votre situation, your information, vos informations, vos données, your data, coordonnées, conta, "
            "cuenta, konto, rekening, senha, contraseña, passwort, kennwort, wachtwoord, postfach, buzón, caixa "
            "de correio, tarjeta, cartão, karte, acesso, acceso, zugang, toegang, conto, carta di credito, "
            "assinatura, suscripción, abonnement verlängern",
        },
        "loss": {
            1: "expire, expires, expired, expiré, expirée, expirera, expiration, suspendu, suspendue, suspendus, "
            "suspension, suspended, bloqué, bloquée, bloqués, blocage, blocked, désactivé, désactivée, "
            "désactivation, deactivated, deactivation, disabled, fermé, fermée, fermés, fermeture, closed, "
            "closure, coupé, coupée, coupure, gelé, gelés, frozen, locked, restricted, restriction, restreint, "
            "supprimé, supprimés, supprimée, suppression, deleted, deletion, interrompu, interrompue, "
            "interruption, interrupted, terminated, termination, n'est plus actif, n'est plus active, n'est plus "
            "valide, n'est plus valable, plus à jour, arrive à son terme, arrive à terme, arrive à échéance, "
            "pénalité, pénalités, majoration, poursuites, perdre, lose, losing, lost, refusé, refusée, rejeté, "
            "rejetés, declined, rejected, failed, échoué, échec, incomplet, incomplète, compromised, compromis, "
            "compromise, unauthorized, unauthorised, non autorisé, non autorisée, inhabituel, inhabituelle, "
            "unusual, suspicious, suspect, suspecte, mise à niveau, upgrade, upgraded, faute de quoi, sans quoi, "
            "à défaut, failure to, otherwise, limited access, on hold, cancelled, annulé, annulée, impayé, "
            "impayée, unpaid, overdue, non reconnu, unrecognised, unrecognized, anomalie, irrégularité, incident, "
            "breach, cesseront, cessera, stop working, will stop, removed, retiré, retirée, redevable, "
            "contravention, infraction, impossible, impossibles, passé ce délai, dernière relance, mise en "
            "demeure, obligatoire, mandatory, required, requise, requis, unless, sauf si, avant fermeture, n'a pu "
            "être, n'a pas pu, not verified, non vérifié, unverified, sans réponse, sans paiement, sans "
            "règlement, sans action, without action, if you do not, if you don't, if this was not you, si ce "
            "n'est pas vous, didn't authorise, not you, missed, manqué, portée à, débranché, arrêté, outdated, "
            "obsolète, quarantine, quarantaine, waiting, en attente, held, retenus, retenu, bloquer, session "
            "expirée, not delivered, undelivered, bloqueada, bloqueado, bloccato, gesperrt, geblokkeerd, "
            "suspensa, suspendida, suspenso, sospeso, eingeschränkt, läuft ab, abgelaufen, verloopt, verlopen, "
            "vencida, expirado, expirou, expirada, cancelada, cancelado, desativada, desactivada, gelöscht, "
            "verwijderd, recusado, rechazado, abgelehnt, fehlgeschlagen, ungewöhnliche, verdächtige, inusual, "
            "incomum, pendente, pendiente",
        },
        "do": {
            1: "réactivez, réactiver, reconnectez, reconnectez-vous, reconnecter, connectez, connectez-vous, "
            "revalider, revalidez, validez, valider, vérifiez, vérifier, confirmez, confirmer, complétez, "
            "compléter, régularisez, régulariser, renouvelez, renouveler, synchroniser, synchronisez, "
            "synchronised, synchronized, synchronize, enter your, enter the, saisissez, saisir, renseignez, "
            "renseigner, mettez à jour, mettre à jour, update, verify, validate, confirm, restore, restaurer, "
            "restaurez, renew, reactivate, unlock, débloquez, débloquer, déverrouiller, activate, activez, "
            "activer, log in, sign in, login, cancel, annuler, annulez, visualiser, visualisez, authenticate, "
            "authentifiez, authentifier, identifiez, identifiez-vous, secure your, review, recover, récupérer, "
            "récupérez, réglez, régler, payez, payer, pay, acknowledge, resolve, restez connecté, keep my, keep "
            "your, conserver, libérer, release, retrieve, programmer, suivez, suivez ce lien, follow this, "
            "signez, signer, sign, lire et signer, confirmez-le, re-confirm, reconfirm, re-confirmez, inscrivez, "
            "transmettez, envoyez, provide, submit, soumettre, soumettez, répondez, register, enregistrez, "
            "enregistrer, dispute, rebook, choose, choisir, opt, migrer, migrate, upgrade, mettre à niveau, "
            "s'identifier, verifique, verificar, verifica, bestätigen, bestätigen sie, bevestig, bevestigen, "
            "aktualisieren, aktualisieren sie, actualizar, actualice, atualizar, atualize, confirme, confirmar, "
            "conferma, controleer, reactivar, reativar, desbloquear, regularizar, regularize, pagar, bezahlen, "
            "betaal",
        },
        "hurry": {
            1: "urgent, urgente, sans délai, immédiatement, aujourd'hui, ce soir, avant ce soir, sans tarder, "
            "demain, minutes, maintenant, dès maintenant, dès que possible, dernier rappel, dernier avis, sous 24 "
            "heures, sous 24 h, sous 48 heures, sous 48 h, dans les 24 heures, dans les 48 heures, 24 h, 48 h, "
            "heures, avant vendredi, avant lundi, au plus vite, urgently, immediately, today, tonight, tomorrow, "
            "now, asap, as soon as possible, within 24 hours, within 48 hours, within 12 hours, 24 hours, 48 "
            "hours, hours, before friday, before monday, final notice, last reminder, final reminder, last "
            "warning, right away, définitivement, permanently, sofort, dringend, hoje, hoy, heute, vandaag, 24 "
            "horas, 48 horas, 24 stunden, 48 stunden, 24 uur, 48 uur, imediatamente, inmediatamente, umgehend, zo "
            "snel mogelijk, letzte mahnung, último aviso, laatste herinnering",
        },
        "thing": {
            1: "document, documents, fichier, fichiers, file, files, message, messages, courrier, bulletin, relevé, "
            "lettre, letter, contrat, contract, invoice, facture, fax, voicemail, message vocal, colis, parcel, "
            "package, paquet, envoi, shipment, livraison, delivery, commande, order, pli, recommandé, statement, "
            "report, rapport, attachment, pièce jointe, e-mails, emails, photos, devis, quote, purchase order, "
            "proposal, dossier, folder, payslip, fiche de paie, receipt, transaction, opération, paiement, "
            "payment, purchase, achat, pakket, paket, paquete, encomenda, pacote, entrega, sendung, lieferung, "
            "bezorging, pacco, fatura, factura, rechnung, factuur, fattura, nachricht, bericht, mensagem, "
            "mensaje, documento, dokument, bestand, datei, bestelling, pedido, boleto, nota fiscal",
        },
        "look": {
            1: "ouvrir, ouvrez, open, lire, lisez, read, voir, view, consulter, consultez, accéder, accédez, access, "
            "télécharger, téléchargez, download, visualiser, visualisez, écouter, écoutez, listen, preview, "
            "afficher, affichez, display, suivre, track, retrieve, récupérer, récupérez, recevoir, receive, "
            "obtenir, get it, rebook, reschedule, reprogrammer, reprogrammez, dispute, contester, contestez, "
            "claim, réclamer, réclamez, demander",
        },
        "identify": {
            1: "identification, identifiez-vous, s'identifier, authentifiez-vous, authentification requise, mot de "
            "passe, password, identifiants, credentials, log in, login, sign in, connectez-vous, se connecter, "
            "connexion requise, code secret, code reçu, code sms, numéro de carte, card number, card details, "
            "coordonnées de carte, coordonnées bancaires, bank details, pin, security code, cryptogramme, date de "
            "naissance, date of birth, social security number, company e-mail, work email, work e-mail, chiffré, "
            "chiffrés, encrypted, sécurisé, sécurisée, secure, protected, protégé",
        },
        "due": {
            1: "€ à payer, à payer, à régler, reste à payer, frais, taxe, taxes, tva, douane, douanes, customs, fee, "
            "fees, charge, duty, amende, fine, penalty, toll, péage, stationnement, unpaid, impayé, impayée, due, "
            "solde, somme, montant, amount, gbp, eur, usd, 0 99 €, 1 99 €, majorée, redevable, relance, "
            "prélèvement, invoice due, paiement de, payment of, taxa, zoll, zollgebühren, gebühr, gebühren, "
            "invoerkosten, verzendkosten, multa, dívida, deuda, débito, tasa, betaling, zahlung, pagamento, pago, "
            "offener betrag",
        },
        "gain": {
            1: "remboursement, remboursé, remboursée, refund, refunded, rebate, trop-perçu, trop perçu, aide, prime, "
            "allocation, indemnité, droit à, éligible, eligible, entitled, bénéficier, subvention, cashback, bon "
            "d'achat, voucher, récompense, reward, cadeau, gift, gagné, gagnant, remportez, remporté, tiré au "
            "sort, tirée au sort, won, winner, prize, bonus, grant, compensation, dédommagement, augmentation de "
            "salaire, salary increase, pay rise, salary review, vous est dû, dû à, régularisation, vous revient, "
            "en attente de versement, awaiting payment to you, pending payment, bourse, chèque énergie, crédit "
            "d'impôt, tax credit, rückerstattung, erstattung, reembolso, reembolsado, terugbetaling, rimborso, "
            "gewonnen, gewinner, ganador, premio, prêmio, pontos, puntos, punkte, beloning, cupom, promoção, "
            "resgate, resgatar",
        },
        # ── a small fee, a large sum ──────────────────────────────────────────────────────────────────────
        "parcel": {
            1: "colis, paquet, livraison, parcel, package, delivery, shipment, expédition, courrier recommandé, "
            "envoi",
        },
        "fee": {
            1.5: "reste due, reste dû, somme de, balance due, small amount, petit montant, frais restants, outstanding "
            "amount, frais de traitement, frais de livraison, frais de port, frais de douane, frais de "
            "réexpédition, frais de dédouanement, frais de dossier, frais de relivraison, frais "
            "d'affranchissement, droits de douane, taxes douanières, réglez les frais, régler les frais, € à "
            "régler, handling fee, delivery fee, redelivery fee, release fee, customs fee, customs charge, "
            "customs duty, shipping fee, clearance fee, unpaid fee, small fee, pay the fee, processing fee, "
            "transfer fee, unpaid toll, toll fee",
        },
        "stuck": {
            1: "colis est bloqué, colis bloqué, colis est en attente, colis en attente, colis est retenu, n'a pas pu "
            "être livré, pas pu être livré, pas pu livrer, n'a pas pu être distribué, pas pu être remis, "
            "reprogrammer la livraison, reprogrammer votre livraison, confirmer votre adresse, parcel is held, "
            "parcel is on hold, package is on hold, package is held, is being held, could not be delivered, "
            "unable to deliver, failed delivery, delivery failed, delivery attempt, missed delivery, reschedule "
            "delivery, reschedule your delivery, confirm your address, incomplete address, adresse incomplète",
        },
        "refund": {
            2: "trop-versé de, trop versé, pour être remboursé, demande de remboursement en ligne, overpaid, "
            "overpayment, remboursement d'impôt, remboursement d'impôts, éligible à un remboursement, percevoir "
            "votre remboursement, recevoir votre remboursement, en votre faveur, tax refund, eligible for a "
            "refund, claim your refund, receive your refund",
            1: "remboursement en attente, remboursement de, trop perçu, refund of, your refund, outstanding refund",
        },
        "weak_prize": {
            0.7: "lottery, loterie, jackpot, sweepstakes, tirage au sort, félicitations, gagnant, récompense, winner, "
            "prize, congratulations, been selected, claim your",
        },
        "prize": {
            1.5: "winning notice, address won, email address won, e-mail address won, won the, vous avez gagné, "
            "heureux gagnant, cadeau vous attend, you have won, you've won, you won, selected to receive, claim "
            "your prize, claim your reward, free gift",
        },
        "sum": {
            1: "million de, milliards, euro million, thousand dollars, 250 000 €, 500 000 €, abandoned sum, huge "
            "sum, large sum, somme de, the sum of, 5 million, 5m, lottery, loterie, award, usd, dollars, million "
            "united states, une somme importante, offre de prêt entre particuliers, offre de crédit, million "
            "euros, million pounds, millions d'euros, millions de dollars, million usd, million, millions, "
            "million dollars, million de dollars, million d'euros, us dollars, united states dollars, percent of "
            "the, of the total sum, atm card, compensation fund, loan offer, offre de prêt, taux de 2, donation, "
            "western union, moneygram, don de, amount of, bequest, estate of, succession de, un montant de",
        },
        "fortune": {
            1: "huissier, remportez, tiré au sort, tirée au sort, adresse électronique a été, dying woman, cancer, "
            "for the poor, les pauvres, widow, veuf, orphans, orphelins, mon mari, my husband, answer me, "
            "contactez notre, notre huissier, ancient, héritier, héritiers, fonds bloqués, blocked funds, "
            "abandoned, abandonnée, foreigner, foreign customer, died, without family, no family, sans héritier, "
            "of the money, is for you, pour vous récompenser, je suis mourant, share the, percentage, claims "
            "agent, your consent, international draw, second category, winning notice, e-mail address won, name "
            "address and phone, ticket number, cote d ivoire, burkina faso, ghana, benin, bénin, togo, abidjan, "
            "cotonou, south africa, syria, afghanistan, military, gold bars, soldier, léguer, veuve, maladie "
            "incurable, bequeath, terminally, chosen, randomly selected, lucky, get back to me, sérieux et "
            "honnête, sérieux et honnêtes, offre de prêt entre particuliers, offre de prêt, offre de crédit, "
            "prêts de, personal loan, business loan, unsecured loan, loans from, next of kin, héritage, "
            "inheritance, deceased, défunt, feu mon, late husband, late father, my late, beneficiary, "
            "bénéficiaire, barrister, foreign partner, foreign account, business proposal, business proposition, "
            "donate, god bless, almighty, que dieu, faire don, legs, orphelin, transfer this fund, transfer of "
            "this, contract payment, over invoiced, unclaimed, dormant account, security company, trunk box, "
            "consignment box, diplomat, nigeria, lagos, sierra leone, ivory coast, côte d'ivoire, zimbabwe, "
            "burkina, congo, of kin, humanitarian, philanthropist, charity, orphanage, your assistance, this "
            "transaction, mutual benefit, confidential business, fund transfer, prêt entre particuliers, "
            "investment partner, invest in your country, reply for more details, utmost good faith, trustworthy, "
            "humbly, my client, surprise to you, you may be surprised, benefactor, bienfaiteur, will of, in the "
            "will, named in, processing charge, copy of your passport, testament, bequest, bequeathed, late "
            "benefactor, copie de votre pièce d'identité, executor, exécuteur testamentaire, trust fund, probate, "
            "unclaimed estate, next beneficiary, apportionment, your share, your percentage, officials, minister, "
            "ministry, government official, invest, in your country, investir dans votre pays, votre part, "
            "ministère, vast sum, portfolio, overseas account, repatriate, oil company, gold dust, mine d'or",
        },
        "extortion": {
            1.5: "watching you, your camera, ta webcam, votre caméra, votre webcam, filmé, filmée, recording, the "
            "recording, recordings, enregistrement de vous, en bitcoin, in bitcoin, in bitcoins, cryptocurrency, "
            "monero, usdt, ransom, rançon, vos données seront publiées, we will publish, leak your, publish your, "
            "vos fichiers sont chiffrés, compromised months ago, device was compromised, private footage, "
            "intimate, footage, btc to, to my wallet, mon portefeuille, images compromettantes, vidéos "
            "compromettantes, delete everything, spyware, logiciel espion, keylogger, bitcoin, bitcoins, btc, "
            "bitcoin wallet, webcam, recorded you, vidéo de vous, i hacked, been hacked, piraté votre, j'ai "
            "piraté, accès à votre ordinateur, full access to your, access to your device, infected your, malware "
            "on, trojan, masturbat, adult sites, sites pour adultes, sites pornographiques, porn, all your "
            "contacts, tous vos contacts, hacked your, your secret, everybody you know, everyone you know, the "
            "clip, those sites, pervert, perverted, your family and friends, vos proches, votre entourage, video "
            "of you, see the video, tous vos proches, know what you did, sites you visit, sites que vous visitez",
        },
        # Those who pose as the law.
        "police": {
            1: "poursuites judiciaires, poursuites pénales, mandat, infraction, infractions, convocation, "
            "gendarmerie, brigade, interpol, europol, police judiciaire, arrest warrant, warrant, summons, "
            "tribunal, court order, pédopornographie, cyber-infraction, mandat d'arrêt, huissier de justice, "
            "procureur, prosecutor, legal proceedings, criminal, garde à vue, sexuel, mineurs, exhibition",
        },
        # ── orders and invoices that nobody asked for ─────────────────────────────────────────────────────
        "credit_order": {
            1: "net 45, net 45 days, payment net, 45 days net, 30 days net, credit requirements, credit account, "
            "kindly confirm, to our warehouse, can supply, purchase orders on, open an account with you, our "
            "usual terms, terms of payment net, net 30, net 30 days, net 60, trade references, credit terms, "
            "credit application, kindly quote, kindly source, do you carry, do you accept, off site store, our "
            "forwarder, our freight forwarder, purchase on credit, purchase order will, délai de paiement de 30 "
            "jours, paiement à 30 jours fin, paiement à 45 jours, ligne de crédit, commande urgente, nouvelle "
            "adresse de livraison, autre adresse de livraison, adresse de livraison différente, ouverture de "
            "compte client, hard drives, disques durs, toner cartridges, external hard, cartouches de toner, very "
            "urgent, credit card payment, our courier, my shipper, my shipping agent",
        },
        "register": {
            2: "publication of your trade mark, registration of your mark, registration of your trademark, "
            "accessibilité handicapés, document unique, register of trademarks, trademark register, trade mark "
            "register, registre des marques, publication de votre marque, publication of your trademark, "
            "trademark publication, business directory, company register, european business, european company, "
            "annuaire professionnel, annuaire des entreprises, répertoire des entreprises, registre des "
            "entreprises, registre des sociétés, domain name expiration, domain expiration, domain registration "
            "expires, search engine registration, domain notification, expiration de votre nom de domaine, "
            "registre d'accessibilité, affichage obligatoire, affichages obligatoires, insertion gratuite",
            1: "our database, mise en conformité, en conformité, conformité rgpd, rgpd, trade mark, registre, "
            "register, business listing, your listing, your business listing, annual verification, maps listing, "
            "référencement, fiche d'établissement, fiche entreprise, votre fiche, vérification annuelle, pages "
            "jaunes, web directory, guide des entreprises, portail des entreprises, marque, marques, bon à tirer, "
            "parution, encart, votre parution, guide professionnel, reconduite, insertion, édition 2027, "
            "publication",
        },
        "register_fee": {
            1: "sous peine d'une amende, amende, sanction, sanctions, pay within, payable, frais de dossier, "
            "insertion fee, registration fee, publication fee, frais d'enregistrement, frais d'inscription, frais "
            "de publication, redevance, montant dû, montant à régler, à régler, amount due, payment, paiement, "
            "règlement, total, eur, annual verification, to stay visible, removed from, sera retirée, frais "
            "annuels, annual fee, contribution obligatoire, tarif, a year, par an",
        },
        # ── bulk that nobody asked for ────────────────────────────────────────────────────────────────────
        "spam": {
            1: "viagra, cialis, weight loss, lose weight, human growth hormone, mortgage, mortgages, refinance, "
            "refinancing, lowest rates, credit report, bad credit, out of debt, debt free, debt consolidation, "
            "life insurance, make money, earn money, extra income, extra money, extra cash, work from home, home "
            "based business, work at home, financial freedom, be your own boss, get rich, unlimited income, mlm, "
            "stock alert, stock pick, investors, risk free, no obligation, no cost, money back guarantee, 100 "
            "free, 100 guaranteed, absolutely free, act now, limited time, order now, buy now, while supplies "
            "last, this is not spam, not spam, not an unsolicited, to be removed, removed from our, remove in the "
            "subject, remove me, bulk email, bulk emailing, email addresses, opt in list, dear friend, once in a "
            "lifetime, hot singles, adult, xxx, teens, casino, casinos, online pharmacy, prescription, meds, "
            "university diplomas, diploma, cable descrambler, satellite, toner, ink cartridges, free quote, free "
            "quotes, per month, no risk, no experience, income, wealth, millionaire, systemworks, guaranteed, "
            "amazing, click here, free, special offer, gagnez de l'argent, revenus complémentaires, perdre du "
            "poids, sans engagement, rachat de crédit, rencontres, argent facile, panneaux solaires gratuits, "
            "isolation à 1",
        },
        # What opens a locked attachment.
        "unlock": {
            1: "mot de passe, password, passcode, code d'ouverture, code d'accès, le code est, code de lecture, code "
            "pin, access code, unlock code, the code is, clé d'ouverture, mdp, pwd",
        },
        # ── what speaks for a mail ────────────────────────────────────────────────────────────────────────
        "warns": {
            1: "tentative de fraude, tentatives de fraude, tentative d'escroquerie, tentatives d'escroquerie, "
            "arnaque, arnaques, hameçonnage, phishing, faux mail, faux mails, faux courriels, mails frauduleux, "
            "mail frauduleux, courriel frauduleux, message frauduleux, messages frauduleux, faux conseillers, "
            "faux virements, soyez vigilant, soyez vigilants, restez vigilant, restez vigilants, vigilance, "
            "méfiez-vous, ne cliquez pas, ne cliquez sur aucun, ne répondez pas à ce, usurpation, se faire "
            "passer, se fait passer, fraud attempt, attempted fraud, fraud alert, fraud awareness, scam, scams, "
            "scammers, fraudsters, fake emails, fake email, bogus email, beware, be vigilant, do not click, don't "
            "click, never click, never ask you, will never ask, ne vous demanderons jamais, ne demande jamais, ne "
            "vous demandera jamais, impersonating, spoofed, fraude au président, suspicious email, mail suspect, "
            "mail douteux, cybermalveillance, signal spam",
        },
        "fallen": {
            3: "j'ai cliqué, j'ai donné mon mot de passe, j'ai saisi mon mot de passe, j'ai entré mon mot de passe, "
            "j'ai tapé mon mot de passe, j'ai donné mes identifiants, j'ai fait le virement, j'ai envoyé les "
            "codes, j'ai payé la fausse, le virement est déjà parti, I clicked, I've clicked, I entered my "
            "password, I typed my password, I gave my password, I gave them, I sent the codes, I made the "
            "transfer, I have already paid, I've already paid, we have already paid, we paid the fake, I was had, I've "
            "been had, I was tricked, I was fooled, I fell for, we fell for, I was conned, I paid it, I paid them, I paid "
            "the invoice, I sent the money, I replied with, I answered with, I opened the attachment, I opened the file, "
            "I gave the code, I gave him the, I bought the cards, I released the payment, the payment has gone, the wire "
            "went, the money has gone, je me suis fait avoir, on s'est fait avoir, je me suis fait piéger, "
            "je suis tombée dans, je suis tombé dans, j'ai payé, nous avons payé, on a payé, j'ai viré, j'ai validé le "
            "virement, j'ai transmis mes, j'ai répondu avec, j'ai ouvert la pièce jointe, j'ai ouvert le fichier, j'ai "
            "communiqué le code, j'ai donné le code, j'ai donné les codes, j'ai acheté les cartes, l'argent est parti, "
            "le virement est parti, j'ai renseigné mes",
        },
        # What is said of a payment or a click that should not have been.
        "undone": {
            1: "I was had, I've been had, I was tricked, I was fooled, I fell for, we fell for, I was conned, wrong account, "
            "fake page, fake site, fake invoice, fake supplier, fake address, changed nothing, not changed anything, "
            "never changed their, was not them, wasn't them, was not him, wasn't him, not from him, recall the transfer, "
            "recall the payment, hacked, fraudulent, je me suis fait avoir, on s'est fait avoir, je me suis "
            "fait piéger, mauvais compte, faux site, fausse page, fausse facture, faux fournisseur, faux RIB, n'ont rien "
            "changé, n'a rien changé, n'ont jamais changé, ce n'était pas lui, ce n'était pas elle, ce n'était pas eux, "
            "n'était pas de lui, rappeler le virement, rappel du virement, annuler le virement, rappel de fonds, piraté, "
            "piratée, frauduleux, frauduleuse",
        },
        # Said by everybody: here so that the words inside are not taken for something else.
        "plain": {
            0: "mêmes coordonnées bancaires, même RIB, même IBAN, same bank details, same bank account, ne changent "
            "pas, ne change pas, sans changement, no change to our bank details, bank details remain, bank "
            "details are unchanged, account manager, new account manager, your account manager, our account "
            "manager, account executive, compte Instagram, compte client, compte rendu, nouveau compte rendu, "
            "compte tenu, sur le compte que nous connaissons, bank holiday, bank holidays, new bank holiday, "
            "compte habituel, RIB habituel, RIB inchangé, remain unchanged, are unchanged, restent inchangées, "
            "est inchangé, our bank details are unchanged, coordonnées bancaires restent inchangées, any change of "
            "account, every change of account, any change of bank details, every change of bank details, any change to "
            "our bank details, aucun changement de RIB, tout changement de RIB, aucun changement de coordonnées "
            "bancaires, tout changement de coordonnées bancaires, do not change account, never change our bank details, "
            "do not change our bank details, swift copy, copy of the swift, copie swift, avis swift",
        },
        "thankful": {
            1: "merci, remercie, remercier, remerciements, grand merci, thank you, thanks, grateful, touched",
        },
        "asks": {
            1: "peux-tu, pouvez-vous, pourrais-tu, pourriez-vous, merci de, veuillez, j'ai besoin, il me faut, il "
            "faudrait, envoie-moi, envoyez-moi, transmettez-moi, transmets-moi, paye, payer, régler, règlement, "
            "acheter, achète, could you, can you, would you, please send, please pay, I need, I want you, kindly, "
            "need you to, facture, invoice, paiement, payment, mot de passe, password, réponds-moi, répondez-moi, "
            "get back to me, reply, let me know, confirme-moi, confirmez-moi",
        },
    }
)

#: Signs whose every place counts, because they must stand near each other.
FRAUD_PLACED = frozenset(
    {"bank", "weak_bank", "changes", "updates"}
    | {"access", "loss", "do", "look", "thing", "identify", "due", "gain", "hurry"}
    | {"move", "hush", "deal", "push", "away", "orders"}
)
