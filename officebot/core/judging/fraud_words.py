"""The words of those who cheat, French and English, by the part each plays in a scheme.

Written as `words.py` is. A sign here is rarely a proof: `schemes.py` says which of them together make one.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: sign → weight → phrases, separated by commas.
FRAUD_SIGNS: Mapping[str, Mapping[float, str]] = MappingProxyType(
    {
        # ── changed bank details ──────────────────────────────────────────────────────────────────────────
        "new_bank": {
            3: "changement de RIB, changement de coordonnées bancaires, changement de nos coordonnées bancaires, "
            "changement de mes coordonnées bancaires, "
            "nouvelles coordonnées bancaires, nouveau RIB, nouveaux RIB, nouvel IBAN, changement d'IBAN, changé de "
            "banque, changement de banque, changeons de banque, modification de nos coordonnées bancaires, "
            "modification de coordonnées bancaires, modification de mon RIB, modification de RIB, modifier mon RIB, "
            "modifier mes coordonnées bancaires, changer mon RIB, changer mes coordonnées bancaires, mettre à jour nos "
            "coordonnées bancaires, mettre à jour mes coordonnées bancaires, nos coordonnées bancaires ont changé, "
            "coordonnées bancaires ont changé, coordonnées bancaires ont été modifiées, mise à jour de mon RIB, mise à "
            "jour de notre RIB, mise à jour du RIB, changement de mon RIB, changement de domiciliation, nouvelle "
            "domiciliation, nouveau compte bancaire, "
            "nouveau compte de règlement, nouvelle banque, compte bancaire a changé, nouvelles références bancaires, "
            "new bank details, our new bank, new banking details, changed our bank, changed bank, change of bank "
            "details, change of bank, change of banking details, change in our bank, change to our bank, change in "
            "bank details, changes to our bank, updated bank details, updated banking details, updated banking "
            "information, new banking information, new bank information, new bank account, new account details, "
            "changed banks, switched banks, moved banks, moved our banking, our bank details have changed, bank details "
            "have changed, banking details have changed, bank account has changed, new IBAN, new sort code, new account "
            "number, updated account details, updated remittance, updated remittance information, updated remittance "
            "details, new remittance, new remittance details, new remittance instructions, updated wire instructions, "
            "new wire instructions, revised wire instructions, revised bank details, revised payment instructions, "
            "new payment instructions, updated payment instructions, updated payment details, new payment details, "
            "new beneficiary, change my direct deposit, update my direct deposit, change my bank, update my bank, "
            "switch my direct deposit, change of account, changed our account, amended bank details",
        },
        # Near a word of "changes" these are as good; see `NEAR`.
        "bank": {
            1: "RIB, IBAN, coordonnées bancaires, compte bancaire, comptes bancaires, domiciliation bancaire, bank "
            "details, banking details, bank account, EUR account, euro account, GBP account, USD account, sort code, "
            "SWIFT, remittance details, remittance information, wire instructions, compte figurant, compte de "
            "règlement, direct deposit, routing number, account number, our bank, notre banque, beneficiary account",
            0.6: "nouveau compte, new account, notre compte, our account, payment details, payment instructions",
        },
        "changes": {
            1: "a changé, ont changé, avons changé, a été modifié, a été modifiée, ont été modifiées, ne plus utiliser, "
            "n'utilisez plus, plus utiliser, n'est plus valable, n'est plus valide, n'est plus actif, n'est plus en "
            "service, clôturé, clôturée, fermé, dorénavant, désormais, à compter de ce jour, à partir de ce jour, "
            "annule et remplace, remplace, remplacent, en audit, sous audit, changement, ancien RIB, ancien compte, "
            "ancien, prochains règlements, prochain règlement, futurs règlements, prochains virements, prochains "
            "paiements, prochain virement, tous vos règlements, has changed, have changed, changed, no "
            "longer, old account, old bank, closed, "
            "under audit, being audited, annual audit, under review, instead, replace, replaces, previous account, "
            "former account, frozen, future payments, all payments, next payment, upcoming payments, from now on, "
            "going forward, with immediate effect, effective immediately, this and all, supersedes, issues with "
            "our, on our vendor file, vendor record",
        },
        "updates": {
            1: "mise à jour, mettre à jour, nouveau, nouvel, nouvelle, nouvelles, new, updated, update, change, changer, "
            "modifier",
        },
        "salary": {
            1: "mon salaire, ma paie, mon virement de salaire, virement de salaire, versement de mon salaire, prochaine "
            "paie, ma rémunération, mes salaires, my salary, my payroll, my pay, my paycheck, my wages, direct deposit, "
            "next payroll, next pay, fiche de paie, bulletin de paie, la paie, payroll",
        },
        # ── a chief who must not be asked ─────────────────────────────────────────────────────────────────
        "secrecy": {
            1.5: "confidentialité absolue, n'en parlez à personne, ne parlez à personne, ne parlez de ceci à personne, n'en "
            "parle à personne, n'en parlez pas, n'en parle pas, ne pas en parler, discrétion absolue, plus grande "
            "discrétion, discrétion totale, plus stricte confidentialité, toute discrétion, totale discrétion, rester "
            "discret, rester discrète, reste entre nous, restent entre nous, rester entre nous, entre toi et moi, "
            "entre vous et moi, strictement entre nous, garder le secret, garder cela pour vous, garde ça pour toi, "
            "gardez cela pour vous, ne rien dire, ne dis rien, ne dites rien, sans en parler, toute indiscrétion, "
            "soumise au secret, soumis au secret, soumise au secret professionnel, opération confidentielle, "
            "transaction confidentielle, dossier ultra confidentiel, sensible et confidentiel, keep this between us, "
            "keep it between us, between you and me, stays between us, stay between us, do not tell, don't tell, do not "
            "discuss, don't discuss, not to discuss, do not mention, don't mention, without mentioning, must remain "
            "secret, keep it quiet, keep this quiet, keep it to yourself, keep this to yourself, discreet, discreetly, "
            "complete discretion, utmost discretion, full discretion, strict discretion, your discretion, absolute "
            "confidentiality, utmost confidentiality, utmost secrecy, speak of this to no one, tell no one, not a word, "
            "confidential acquisition, confidential transaction, strictest confidence, do not share this, do not "
            "involve, sans passer par, without going through, ne pas informer, n'informez, ne mettez personne en copie, "
            "nobody else in copy, sans mettre en copie",
            1: "strictement confidentiel, strictement confidentielle, strictly confidential, discrétion, discretion, "
            "highly confidential, très confidentiel, top secret, surprise, entre nous, between us",
        },
        "hidden": {
            1: "je suis en réunion, je suis en conférence, en conférence, je suis en rendez-vous, pas joignable, "
            "injoignable, ne m'appelez pas, ne m'appelle pas, ne pas m'appeler, inutile de m'appeler, pas par téléphone, "
            "pas disponible par téléphone, pas répondre au téléphone, ne peux pas téléphoner, ne peux pas parler, ne "
            "peux pas prendre d'appel, peux pas prendre d'appels, je monte dans l'avion, je prends l'avion, uniquement "
            "par mail, uniquement par e-mail, seulement par mail, exclusivement par mail, exclusivement par e-mail, par "
            "retour de mail uniquement, "
            "passons par mail, réponds-moi ici, répondez-moi ici, répondez uniquement, I'm in a meeting, I am in a "
            "meeting, in back to back meetings, tied up in meetings, in meetings, in a conference, can't talk, cannot "
            "talk, can't speak, cannot speak, cannot take calls, can't take calls, can't take a call, no calls, don't "
            "call, do not call, please don't ring, phone is off, reception is bad, bad reception, unreachable by phone, "
            "not reachable by phone, not reachable, reach me by phone, boarding, about to board, only by email, by "
            "email only, via email only, email me back only, reply only to this, only through this email, only via this "
            "email, limited access to phone",
        },
        "feeler": {
            1: "es-tu disponible, es-tu dispo, êtes-vous disponible, tu es disponible, tu es dispo, vous êtes disponible, "
            "es-tu au bureau, êtes-vous au bureau, tu es au bureau, tâche à te confier, tâche à vous confier, mission "
            "à te confier, mission à vous confier, service à te demander, service à vous demander, besoin d'un service, "
            "j'ai besoin de toi, besoin que tu t'occupes, are you available, are you at your desk, are you in the "
            "office, are you around, are you free, you at your desk, quick favor, quick favour, do me a favor, do me a "
            "favour, small favour, need a favor, need a favour, need your help with, quick task, small task, a task for "
            "you, urgent task, errand, handle something for me, got a minute, something for me discreetly, run for me, "
            "pouvez-vous traiter, peux-tu traiter, traiter une opération",
        },
        "phone": {
            1: "numéro de portable, numéro de mobile, votre portable, ton portable, numéro whatsapp, ton numéro, votre numéro "
            "personnel, portable personnel, your mobile number, your cell, cell number, cell phone number, mobile "
            "phone number, your personal number, personal cell, your whatsapp, whatsapp",
        },
        "transfer": {
            1: "virement, virements, transfert de fonds, transfert, compte séquestre, séquestre, wire, wire transfer, "
            "bank transfer, transfer, transfer the funds, escrow, escrow account, initiate a payment, process a "
            "payment, process a transfer, make a payment, same day payment, payment today, faster payment, chaps, "
            "paiement à effectuer, règlement à effectuer, paiement confidentiel, crypto, bitcoin, fonds, funds, "
            "opération bancaire, "
            "payment sent today, payment go out, règlement urgent, paiement urgent, advance payment",
        },
        "harvest": {
            1.5: "solde des comptes, solde disponible, soldes bancaires, soldes disponibles, solde de nos comptes, solde "
            "de chacun, trésorerie disponible, habilitées à signer, ont la signature, pouvoirs bancaires, account "
            "balances, available balance, balance of our accounts, balances of, list of unpaid, aged receivables, aging "
            "report, ageing report, aged debtors, balance âgée, liste des clients débiteurs, w 2, copies of all "
            "payslips, liste des salariés avec, all employees' payslips",
        },
        "gift": {
            2: "cartes cadeaux, carte cadeau, chèques cadeaux, cartes prépayées, carte prépayée, recharges pcs, tickets "
            "neosurf, coupons pcs, coupons transcash, coupons de recharge, gift cards, gift card, e-gift, voucher codes, "
            "vouchers, prepaid cards, steam cards, apple cards, amazon cards, itunes cards, google play cards",
        },
        "codes": {
            1.5: "photos des codes, photo des codes, codes au dos, grattes les codes, gratter les codes, grattez les codes, "
            "grattes, gratte, gratter, grattez, envoyer les codes, envoies les codes, envoyez les codes, envoie-moi les "
            "codes, m'envoies les photos, scratch the back, scratch off, scratch them, scratch, pictures of the codes, "
            "photo of the codes, photos of the codes, send me the codes, send the codes, email me the codes, codes on "
            "the back, picture of each, photo of each, pictures of the back",
        },
        "insists": {
            0.5: "urgent, urgente, urgence, très urgent, de toute urgence, au plus vite, sans délai, immédiatement, dès "
            "réception, dans l'heure, avant la clôture, tout retard, toutes affaires cessantes, en priorité absolue, "
            "aujourd'hui, ce matin, avant midi, ce soir, asap, urgently, immediately, right away, at once, straight "
            "away, without delay, within the hour, before close, today, this morning, before noon, any delay, time "
            "sensitive, of the essence",
        },
        # ── a password wanted ─────────────────────────────────────────────────────────────────────────────
        "bait": {
            2: "compte sera suspendu, compte a été suspendu, compte suspendu, compte est suspendu, compte bloqué, "
            "compte sera bloqué, compte a été bloqué, compte est bloqué, compte sera désactivé, compte sera "
            "fermé, compte a été limité, compte sera supprimé, compte a été restreint, compte est restreint, "
            "boîte sera fermée, boîte sera suspendue, boîte mail sera, boîte est pleine, boîte mail est pleine, "
            "boîte aux lettres est pleine, messagerie est pleine, messagerie est saturée, boîte est saturée, "
            "messagerie sera suspendue, messagerie sera désactivée, messagerie sera bloquée, quota dépassé, "
            "quota atteint, quota de votre, espace de stockage est plein, stockage est saturé, vérifier votre "
            "compte, vérifiez votre compte, validez votre compte, valider votre compte, réactiver votre compte, "
            "réactivez votre compte, débloquer votre compte, confirmez votre identité, confirmer votre "
            "identité, confirmez vos identifiants, confirmer vos identifiants, confirmez vos informations, "
            "vérifiez vos informations, mot de passe expire, mot de passe va expirer, mot de passe a expiré, "
            "mot de passe expirera, mot de passe arrive à expiration, conserver votre mot de passe, conserver "
            "le même mot de passe, garder votre mot de passe, saisissez vos identifiants, saisir vos "
            "identifiants, avec votre mot de passe, votre mot de passe de messagerie, messages en attente de "
            "livraison, messages sont bloqués, messages bloqués, messages en quarantaine, libérer vos messages, "
            "activité inhabituelle, connexion inhabituelle, activité suspecte, connexion suspecte, tentative de "
            "connexion, votre carte vitale, renouveler votre carte vitale, account will be closed, account will "
            "be suspended, account will be deactivated, account will be terminated, account will be limited, "
            "account will be locked, account will be disabled, account will be deleted, account has been "
            "suspended, account has been limited, account has been locked, account has been restricted, account "
            "is limited, account is suspended, account is on hold, account suspended, account limited, account "
            "locked, account suspension, limited your account, suspend your account, suspended your account, "
            "locked your account, restricted your account, restore your account, reactivate your account, "
            "restore access, restore your access, regain access, mailbox will be, mailbox is full, mailbox is "
            "almost full, mailbox has exceeded, mailbox has reached, mailbox quota, exceeded its storage, "
            "exceeded your storage, storage is full, storage limit, email quota, undelivered messages, incoming "
            "messages are, messages on hold, messages are on hold, messages are held, release your messages, "
            "release messages, deliver messages, verify your account, verify your identity, verify your "
            "information, verify your mailbox, verify account, validate your account, validate your email, "
            "validate your mailbox, update your mailbox, confirm your account, confirm your identity, confirm "
            "your password, confirm your mailbox, password expires, password will expire, password has expired, "
            "password is about to expire, password expiry, password expiration, update your records, keep your "
            "password, keep same password, keep current password, keep the same password, keep my password, "
            "unusual activity, unusual sign in, unusual login, suspicious activity, suspicious login, "
            "suspicious sign in, unauthorized login, unauthorised login, unauthorized access, unauthorized "
            "activity, unauthorized transaction, unauthorized use, attempted to log in, tried to log in, login "
            "attempt, sign in attempt, e-mail password, email password, mailbox password, sign in to view, log "
            "in to view, login to view, log in with your, sign in with your, login with your, to avoid "
            "suspension, to avoid closure, to avoid deactivation, to avoid interruption, avoid losing, lose "
            "access, loss of access",
        },
        # What honest services say as well.
        "soft_bait": {
            1: "account information, your records, billing information, online banking, security alert, security "
            "update, security measure, log in to your account, login to your account, sign in to your account, "
            "access to your account, mettre à jour vos informations, mettez à jour vos informations, vérifier "
            "vos informations, update your details, update your information, update your account, new sign in, "
            "confirm your information, confirm your details, verify your email, verify your e-mail, confirm "
            "your email, confirmer vos informations, nouvelle connexion détectée, someone tried, pending "
            "messages, mailbox storage, e-mails en attente, avec vos identifiants, account verification, update "
            "your payment, update your billing",
        },
        "shared": {
            1.5: "sent you a document, sent you a file, shared a document, shared a file, shared a folder, shared an invoice "
            "with you, document shared, shared with you, document to review and sign, document awaiting your signature, "
            "awaiting your signature, document waiting, pending document, secure document, secure message, encrypted "
            "message, protected document, protected message, view document, review document, view the document, open "
            "document, open the document, access document, view shared, download document, view invoice, new voicemail, "
            "new voice message, voice message, missed call, new fax, fax message, e fax, document sécurisé, message "
            "sécurisé, document partagé, a partagé un document, a partagé un fichier, vous a partagé, partagé avec vous, "
            "vous a envoyé un document, vous a envoyé un fichier, document en attente, en attente de votre signature, "
            "document à signer, document vous attend, message vocal, nouveau message vocal, nouveau fax, consulter le "
            "document, ouvrir le document, afficher le document, voir le document, accéder au document, télécharger le "
            "document, télécharger la facture",
        },
        "credential": {
            0.7: "mot de passe, mots de passe, identifiants, identifiant, code secret, code pin, numéro de carte, coordonnées "
            "de carte, informations bancaires, données bancaires, connectez-vous, se connecter, password, passcode, "
            "credentials, login, log in, sign in, username, user name, pin, ssn, social security, card number, credit card, "
            "mailbox, webmail, boîte mail, messagerie, espace client, espace personnel",
        },
        "account": {0.4: "compte, account, comptes, accounts, carte, abonnement, subscription"},
        "threat": {
            1: "expire, expirera, expires, expired, expirer, expiré, expiration, suspendu, suspendue, suspension, bloqué, "
            "bloquée, désactivé, désactivée, désactiver, désactivation, deactivated, deactivation, disabled, "
            "suspended, terminated, termination, limited access, restricted, supprimé définitivement, permanently, "
            "définitivement, sous 24 heures, sous 24 h, sous 48 heures, sous 48 h, dans les 24 heures, within 24 hours, "
            "within 48 hours, within 12 hours, in 24 hours, 24 hrs, expire today, expires today, expire aujourd'hui, "
            "dernier rappel, dernier avis, final notice, final warning, last warning, final reminder, last reminder, "
            "poursuites, legal action, pénalité, will be lost, on hold, en attente",
        },
        "click": {
            0.7: "cliquez ici, cliquer ici, cliquez sur, en cliquant, cliquant sur, cliquer sur, click here, click the "
            "link, click below, click on, clicking, click to, bouton ci-dessous, button below, lien ci-dessous, lien "
            "suivant, link below, following link, lien sécurisé, secure link, here to, se connecter ici, login here, "
            "log in here, sign in here, verify now, update now, confirm now, act now, get started, open attachment, "
            "open the attached, ouvrez la pièce jointe, via the link, par ce lien, follow the link, following the link, "
            "visit the link, press here, tap here, scan the qr, scannez le qr, qr code",
        },
        "faceless": {
            0.7: "cher client, chère cliente, cher utilisateur, cher abonné, cher membre, cher contribuable, madame "
            "monsieur cher client, dear customer, dear user, dear client, dear member, valued customer, dear valued, "
            "dear account, dear email user, dear subscriber, dear cardholder, dear beneficiary, dear friend, dear "
            "sir madam, dear winner, dear paypal, dear ebay, dear beloved, hello dear, dear account holder, attention "
            "user, dear webmail, dear mailbox",
        },
        # ── a small fee, a large sum ──────────────────────────────────────────────────────────────────────
        "parcel": {
            1: "colis, paquet, livraison, parcel, package, delivery, shipment, expédition, courrier recommandé, envoi",
        },
        "fee": {
            1.5: "frais de traitement, frais de livraison, frais de port, frais de douane, frais de réexpédition, frais de "
            "dédouanement, frais de dossier, frais de relivraison, frais d'affranchissement, droits de douane, taxes "
            "douanières, réglez les frais, régler les frais, € à régler, handling fee, delivery fee, redelivery fee, "
            "release fee, customs fee, customs charge, customs duty, shipping fee, clearance fee, unpaid fee, small "
            "fee, pay the fee, processing fee, transfer fee, unpaid toll, toll fee",
        },
        "stuck": {
            1: "colis est bloqué, colis bloqué, colis est en attente, colis en attente, colis est retenu, n'a pas pu être "
            "livré, pas pu être livré, pas pu livrer, n'a pas pu être distribué, pas pu être remis, reprogrammer la "
            "livraison, reprogrammer votre livraison, confirmer votre adresse, parcel is held, parcel is on hold, "
            "package is on hold, package is held, is being held, could not be delivered, unable to deliver, failed "
            "delivery, delivery failed, delivery attempt, missed delivery, reschedule delivery, reschedule your "
            "delivery, confirm your address, incomplete address, adresse incomplète",
        },
        "refund": {
            1.5: "remboursement en attente, remboursement d'impôt, remboursement de, en votre faveur, percevoir votre "
            "remboursement, recevoir votre remboursement, éligible à un remboursement, trop perçu, tax refund, refund "
            "of, eligible for a refund, receive your refund, claim your refund, your refund, outstanding refund",
        },
        "prize": {
            1.5: "vous avez gagné, heureux gagnant, loterie, tirage au sort, cadeau vous attend, you have won, you've won, you "
            "won, lottery, selected to receive, sweepstakes, jackpot, claim your prize, claim your reward, free gift",
            0.7: "félicitations, gagnant, récompense, winner, prize, congratulations, been selected, claim your",
        },
        "sum": {
            1: "million, millions, million dollars, million de dollars, million d'euros, usd, us dollars, united states "
            "dollars, percent of the, of the total sum, atm card, compensation fund, loan offer, offre de prêt, taux de 2, "
            "donation, western union, moneygram, don de",
        },
        "fortune": {
            1: "next of kin, héritage, héritier, inheritance, deceased, défunt, feu mon, late husband, late "
            "father, my late, beneficiary, bénéficiaire, barrister, foreign partner, foreign account, business "
            "proposal, business proposition, donate, "
            "god bless, almighty, que dieu, faire don, legs, orphelin, transfer this fund, transfer of this, "
            "contract payment, over invoiced, unclaimed, dormant account, security company, trunk box, consignment box, "
            "diplomat, nigeria, lagos, sierra leone, ivory coast, côte d'ivoire, zimbabwe, burkina, congo, of kin, "
            "humanitarian, philanthropist, charity, orphanage, your assistance, this transaction, mutual benefit, "
            "confidential business, fund transfer, prêt entre particuliers, "
            "investment partner, invest in your country, reply for more details, "
            "utmost good faith, trustworthy, "
            "humbly, my client, surprise to you, you may be surprised",
        },
        "extortion": {
            1.5: "bitcoin, bitcoins, btc, bitcoin wallet, webcam, recorded you, vidéo de vous, i hacked, been hacked, piraté "
            "votre, j'ai piraté, accès à votre ordinateur, full access to your, access to your device, infected your, "
            "malware on, trojan, masturbat, adult sites, sites pour adultes, sites pornographiques, porn, all your "
            "contacts, tous vos contacts, hacked your, your secret",
        },
        # ── orders and invoices that nobody asked for ─────────────────────────────────────────────────────
        "credit_order": {
            1: "net 30, net 30 days, net 60, trade references, credit terms, credit application, kindly quote, kindly "
            "source, do you carry, do you accept, off site store, our forwarder, our freight forwarder, purchase on "
            "credit, purchase order will, délai de paiement de 30 jours, paiement à 30 jours fin, paiement à 45 jours, "
            "ligne de crédit, commande urgente, nouvelle adresse de livraison, autre adresse de livraison, adresse de "
            "livraison différente, ouverture de compte client, hard drives, disques durs, toner cartridges, external "
            "hard, cartouches de toner, very urgent, credit card payment, our courier, my shipper, my shipping agent",
        },
        "register": {
            2: "register of trademarks, trademark register, trade mark register, registre des marques, publication de votre "
            "marque, publication of your trademark, publication of your trade mark, trademark publication, business "
            "directory, company register, european business, european company, annuaire professionnel, annuaire des "
            "entreprises, répertoire des entreprises, registre des entreprises, registre des sociétés, domain name "
            "expiration, domain expiration, domain registration expires, search engine registration, domain "
            "notification, expiration de votre nom de domaine, mise en conformité, registre d'accessibilité, affichage "
            "obligatoire, affichages obligatoires, insertion gratuite",
        },
        "register_fee": {
            1: "insertion fee, registration fee, publication fee, frais d'enregistrement, frais d'inscription, frais de "
            "publication, redevance, montant dû, montant à régler, à régler, amount due, payment, paiement, règlement, "
            "total, eur",
        },
        # ── bulk that nobody asked for ────────────────────────────────────────────────────────────────────
        "spam": {
            1: "viagra, cialis, weight loss, lose weight, human growth hormone, mortgage, mortgages, refinance, "
            "refinancing, lowest rates, credit report, bad credit, out of debt, debt free, debt consolidation, life "
            "insurance, make money, earn money, extra income, extra money, extra cash, work from home, home based "
            "business, work at home, financial freedom, be your own boss, get rich, unlimited income, mlm, "
            "stock alert, stock pick, "
            "investors, risk free, no obligation, no cost, money back guarantee, 100 free, 100 guaranteed, absolutely "
            "free, act now, limited time, order now, buy now, while supplies last, this is not spam, not spam, not an "
            "unsolicited, to be removed, removed from our, remove in the subject, remove me, bulk email, bulk "
            "emailing, email addresses, opt in list, dear friend, once in a lifetime, hot singles, adult, xxx, teens, "
            "casino, casinos, online pharmacy, prescription, meds, university diplomas, diploma, cable descrambler, "
            "satellite, toner, ink cartridges, free quote, "
            "free quotes, per month, no risk, no experience, income, wealth, "
            "millionaire, systemworks, guaranteed, amazing, click here, free, special offer, gagnez de l'argent, "
            "revenus complémentaires, perdre du poids, sans engagement, rachat de crédit, rencontres, "
            "argent facile, panneaux solaires gratuits, isolation à 1",
        },
        # ── what speaks for a mail ────────────────────────────────────────────────────────────────────────
        "warns": {
            1: "tentative de fraude, tentatives de fraude, tentative d'escroquerie, tentatives d'escroquerie, arnaque, "
            "arnaques, hameçonnage, phishing, faux mail, faux mails, faux courriels, mails frauduleux, mail frauduleux, "
            "courriel frauduleux, message frauduleux, messages frauduleux, faux conseillers, faux virements, soyez "
            "vigilant, soyez vigilants, restez vigilant, restez vigilants, vigilance, méfiez-vous, ne cliquez pas, ne "
            "cliquez sur aucun, ne répondez pas à ce, usurpation, se faire passer, se fait passer, fraud attempt, "
            "attempted fraud, fraud alert, fraud awareness, scam, scams, scammers, fraudsters, fake emails, fake email, "
            "bogus email, beware, be vigilant, do not click, don't click, never click, never ask you, will never ask, ne "
            "vous demanderons jamais, ne demande jamais, ne vous demandera jamais, impersonating, spoofed, fraude au "
            "président, suspicious email, mail suspect, mail douteux, cybermalveillance, signal spam",
        },
        "fallen": {
            3: "j'ai cliqué, j'ai donné mon mot de passe, j'ai saisi mon mot de passe, j'ai entré mon mot de passe, j'ai tapé "
            "mon mot de passe, j'ai donné mes identifiants, j'ai fait le virement, j'ai envoyé les codes, j'ai payé la "
            "fausse, le virement est déjà parti, I clicked, I've clicked, I entered my password, I typed my password, I "
            "gave my password, I gave them, I sent the codes, I made the transfer, I have already paid, I've already "
            "paid, we have already paid, we paid the fake",
        },
        "thankful": {
            1: "merci, remercie, remercier, remerciements, grand merci, thank you, thanks, grateful, touched",
        },
        "asks": {
            1: "peux-tu, pouvez-vous, pourrais-tu, pourriez-vous, merci de, veuillez, j'ai besoin, il me faut, il faudrait, "
            "envoie-moi, envoyez-moi, transmettez-moi, transmets-moi, paye, payer, régler, règlement, acheter, achète, "
            "could you, can you, would you, please send, please pay, I need, I want you, kindly, need you to, "
            "facture, invoice, paiement, payment, mot de passe, password, réponds-moi, répondez-moi, get back to me, "
            "reply, let me know, confirme-moi, confirmez-moi",
        },
    }
)

#: Signs whose every place counts, because they must stand near each other.
FRAUD_PLACED = frozenset({"bank", "changes", "updates", "salary"})
