"""Frauds as they reach an office, French and English, each in a few words of our own."""

from __future__ import annotations

from dataclasses import dataclass

from officebot.core.mail import Attachment, Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A mail in short: who writes, from where, what, and what our server found out about the sender."""

    name: str
    sender: str
    text: str
    subject: str = "Bonjour"
    proof: Proof = Proof.UNKNOWN
    reply_to: str = ""
    in_reply_to: str = ""
    is_list: bool = False
    is_automatic: bool = False
    attachments: tuple[Attachment, ...] = ()


def attached(name: str, media_type: str, *dangers: str) -> Attachment:
    """An attachment as the connector would describe it."""
    return Attachment(
        name=name, media_type=media_type, declared_type=media_type, size=1000, sha256="", part="2", dangers=dangers
    )


P, U, F = Proof.PASSED, Proof.UNPROVEN, Proof.FAILED

FRAUDS: tuple[Case, ...] = (
    # ── a chief who must not be asked ─────────────────────────────────────────────────────────────────────
    Case(name="chief, transfer", sender="Paul Vasseur <direction.vasseur@courrier-libre.example>", proof=P, subject="Dossier en cours",
         text="Lucie,\nJe suis en visio toute la matinée. Il faut solder un acompte de 38 400 € aujourd'hui, je t'envoie le RIB."),
    Case(name="chief, errand", sender="Paul Vasseur <pv2031@inbox-gratuit.example>", subject="Rapide", text="Bonjour Lucie, es-tu au bureau ?"),
    Case(name="chief, cards", sender="P. Vasseur <office8812@mailfast.example>", proof=P, subject="Small thing",
         text="Could you pick up eight gift cards of €100 for a client? Scratch them and send me the codes by return."),
    Case(name="chief, by our own address", sender="Paul Vasseur <p.vasseur@tonnellerie-vasseur.example>", proof=F, subject="Virement",
         text="Peux-tu préparer un virement de 27 950 € pour ce midi ? Je t'envoie les coordonnées du bénéficiaire."),
    Case(name="our own address, nothing proves it", sender="Paul Vasseur <p.vasseur@tonnellerie-vasseur.example>", proof=U, subject="Urgent",
         text="Je suis en réunion, réponds-moi par mail : un virement doit partir ce matin."),
    Case(name="lawyer, acquisition", sender="Me Girondin <cabinet@girondin-legal.example>", proof=P, subject="Opération Cépage",
         text="Votre président m'a désigné pour une acquisition soumise au secret des affaires. N'en parlez à personne. Un premier"
         " virement sera à exécuter dans la journée ; confirmez-moi le solde disponible de vos comptes."),
    Case(name="lawyer, English", sender="Hartley Ross <h.ross@hartley-partners.example>", proof=U, subject="Project Oak",
         text="Your CEO asked me to contact you about a confidential acquisition. Do not discuss this with anyone. I will need a"
         " same day wire of EUR 184,000; tell me the account balances first."),
    Case(name="auditor wants the debtors", sender="Cabinet Lormont <audit@lormont-revision.example>", proof=U, subject="Circularisation",
         text="Merci de nous transmettre ce jour la balance âgée et la liste des factures impayées, avec l'adresse du service"
         " comptable de chaque client. Cette mission est confidentielle, ne mettez personne en copie."),
    Case(name="chief, phone number", sender="Vasseur Paul <ceo.office@quickpost.example>", subject="Hi",
         text="Send me your WhatsApp number please, I need you to handle something discreetly. I can't take calls right now."),
    Case(name="chief, coupons", sender="Direction Vasseur <contact@dirigeant-mail.example>", proof=U, subject="Besoin de vous",
         text="J'ai besoin d'un service discret : pouvez-vous acheter des coupons PCS au tabac et m'envoyer les codes ?"
         " Cela reste entre nous, je vous rembourse demain."),
    # ── changed bank details ──────────────────────────────────────────────────────────────────────────────
    Case(name="supplier's look-alike", sender="Comptabilité <compta@merrains-correzc.example>", proof=P, subject="RE: facture 4471",
         text="Suite à un contrôle fiscal notre compte habituel est indisponible. Veuillez régler la facture 4471 sur ce compte :"
         " FR76 1027 8060 0300 0204 1540 128."),
    Case(name="new RIB", sender="Service clients <gestion@verrerie-du-lac.example>", proof=P, subject="Mise à jour",
         text="Nous vous informons que nous avons changé d'établissement bancaire. Vous trouverez notre nouveau RIB en pièce jointe,"
         " à utiliser pour tous vos prochains règlements."),
    Case(name="RIB, polite", sender="Aurore Michel <aurore.michel@alvea-transport.example>", proof=P, subject="Information fournisseur",
         text="Veuillez noter que nos coordonnées bancaires ont évolué. Merci de ne plus utiliser l'ancien IBAN et de nous confirmer"
         " la bonne prise en compte avant votre prochain paiement."),
    Case(name="English, audit", sender="Accounts <ar@stavely-steel.example>", proof=P, subject="Remittance",
         text="Kindly note that our bank account is currently under audit and cannot receive funds. Please hold all payments until"
         " we forward you the details of our subsidiary's account."),
    Case(name="English, vendor record", sender="Dana Whitlock <dana@northfield-hoops.example>", proof=U, subject="Update",
         text="We have recently moved to a new bank. Please update our vendor record with the attached banking information and"
         " confirm when the outstanding invoice will be paid."),
    Case(name="English, wire instructions", sender="Finance <finance@oakline-coopers.example>", proof=P, subject="Invoice 20911",
         text="Please disregard the wire instructions on the invoice. Use the revised instructions below for this and all"
         " future payments."),
    Case(name="salary", sender="Lucie Andrieu <lucie.andrieu.perso@mailbox-libre.example>", proof=P, subject="RIB",
         text="Bonjour, je viens de changer de banque. Pouvez-vous verser mon salaire de novembre sur le compte ci-joint ?"),
    Case(name="salary, English", sender="Tom Gallagher <tgallagher77@fastmail-free.example>", subject="Payroll",
         text="Hi, I'd like to update my direct deposit before the next pay date. What details do you need from me?"),
    Case(name="landlord", sender="Gérance <gerance@foncia-rives.example>", proof=U, subject="Loyer décembre",
         text="À compter de ce mois, merci d'adresser votre loyer par virement sur le compte suivant, l'ancien étant clôturé :"
         " BE68 5390 0754 7034."),
    Case(name="stored account differs", sender="Merrains de Corrèze <ventes@merrains-correze.example>", proof=P, subject="Facture 880",
         text="Voici nos nouvelles coordonnées bancaires pour la facture 880 : IBAN DE89 3704 0044 0532 0130 00."),
    # ── a password wanted ─────────────────────────────────────────────────────────────────────────────────
    Case(name="quota", sender="Support Messagerie <support@webmail-admin.example>", proof=U, subject="Quota atteint",
         text="Votre boîte aux lettres a atteint 98 % de sa capacité. Augmentez l'espace ici <http://webmail-admin.example/espace>"
         " ou vos messages seront rejetés sous 24 h."),
    Case(name="password expires", sender="IT Helpdesk <helpdesk@it-servicedesk.example>", proof=P, subject="Password expiry notice",
         text="The password for lucie.andrieu@tonnellerie-vasseur.example expires today. Keep your current password here"
         " <https://it-servicedesk.example/keep?u=lucie.andrieu@tonnellerie-vasseur.example>."),
    Case(name="held messages", sender="Mail Server <postmaster@cloud-mailer.example>", proof=U, subject="5 undelivered messages",
         text="You have 5 messages on hold because of a sync error. Release them to your inbox: <http://cloud-mailer.example/release>"),
    Case(name="Microsoft", sender="Microsoft Account Team <no-reply@account-protection.example>", proof=P, subject="Unusual sign-in",
         text="We detected unusual sign-in activity. If this was not you, verify your account <https://account-protection.example/v>."),
    Case(name="shared file", sender="SharePoint Online <share@docs-portal.example>", proof=P, subject="A file was shared with you",
         text="Paul Vasseur shared a file with you: Salaires_2026.xlsx. Open <https://docs-portal.example/f?id=9> and sign in with"
         " your work e-mail. The link expires today."),
    Case(name="voice mail", sender="Voicemail <vm@pbx-notice.example>", proof=U, subject="New voice message 00:43",
         text="You received a new voice message. Listen to it here <http://pbx-notice.example/l?lucie.andrieu> after you log in with"
         " your e-mail password."),
    Case(name="signature", sender="DocuSign <dse@docu-sign-eu.example>", proof=U, subject="Complete: contrat",
         text="Un document est en attente de votre signature. Consulter le document <http://docu-sign-eu.example/d/77>. Ne transférez"
         " pas cet e-mail."),
    Case(name="bank, French", sender="Votre Conseiller <service@espace-securise-client.example>", proof=U, subject="Sécurité de vos comptes",
         text="Cher client, une opération inhabituelle a été relevée. Sans confirmation de vos données sous 48 heures, votre carte sera"
         " bloquée. Confirmer <http://espace-securise-client.example/c>"),
    Case(name="bank, English", sender="Barclays <alerts@secure-notice.example>", subject="Important",
         text="Dear customer, your online banking has been limited. Restore your access within 24 hours: <http://203.0.113.9/barclays/login>"),
    Case(name="PayPal, 2005", sender="service@paypal.com <service@paypal.com>", subject="Account review",
         text="Dear PayPal member, we were unable to verify your billing information. Failure to update your records will result in"
         " account suspension. https://www.paypal.com/cgi-bin/update <http://198.51.100.7/.pp/login.html>"),
    Case(name="eBay", sender="eBay <aw-confirm@ebay.com>", subject="TKO notice",
         text="We regret to inform you that your eBay account could be suspended if you don't re-update your account information."
         " <http://signin-ebay.member-check.example/>"),
    Case(name="tax refund", sender="Direction générale des finances <remboursement@dgfip-services.example>", proof=U, subject="Votre remboursement",
         text="Après les derniers calculs, vous êtes éligible à un remboursement d'impôt de 318,40 €. Remplissez le formulaire"
         " <http://dgfip-services.example/f>."),
    Case(name="health card", sender="Ameli <contact@carte-sante-2026.example>", proof=U, subject="Renouvellement",
         text="Votre nouvelle carte vitale est disponible. Remplissez le formulaire <http://carte-sante-2026.example> pour continuer"
         " à être couvert."),
    Case(name="fine", sender="ANTAI <amende@antai-paiement.example>", subject="Dernier rappel", proof=U,
         text="Vous avez une amende impayée de 35 €. Dernier avis avant majoration, réglez ici <http://antai-paiement.example/p>."),
    Case(name="MFA", sender="Service informatique <mfa@o365-securite.example>", proof=P, subject="Action requise",
         text="La double authentification de votre messagerie expire demain. Scannez le QR code joint et connectez-vous avec vos"
         " identifiants pour éviter la désactivation."),
    Case(name="card data", sender="Netflix <info@abonnement-suspendu.example>", proof=P, subject="Paiement refusé",
         text="Votre abonnement est suspendu car votre paiement a été refusé. Mettez à jour vos informations bancaires"
         " <http://abonnement-suspendu.example/maj>."),
    # ── parcels and small sums ────────────────────────────────────────────────────────────────────────────
    Case(name="parcel, customs", sender="Chronopost <suivi@colis-attente.example>", proof=U, subject="Votre colis",
         text="Votre colis est en attente de paiement des frais de douane de 2,99 €. Payer <http://colis-attente.example/payer>"),
    Case(name="parcel, address", sender="La Poste <info@livraison-colissimo.example>", subject="Livraison impossible", proof=P,
         text="Nous n'avons pas pu livrer votre paquet : adresse incomplète. Confirmez votre adresse <https://livraison-colissimo.example/a>."),
    Case(name="parcel, English", sender="DHL Express <notice@parcel-redelivery.example>", proof=U, subject="Delivery failed",
         text="Your package could not be delivered. Pay the redelivery fee of £1.45 to reschedule: <http://parcel-redelivery.example>"),
    Case(name="prize", sender="Jeu Concours <gain@grand-jeu.example>", proof=P, subject="Félicitations !",
         text="Félicitations, vous avez gagné un téléphone. Cliquez ici <http://grand-jeu.example/g> pour recevoir votre cadeau."),
    # ── fortunes and threats ──────────────────────────────────────────────────────────────────────────────
    Case(name="inheritance", sender="Barrister James Okoro <jokoro@legalmail.example>", reply_to="j.okoro.chambers@inbox-free.example",
         subject="Attention",
         text="I am the barrister of a deceased client who left USD 9.4 million. As you share his surname I seek your consent to"
         " present you as next of kin. Reply for more details."),
    Case(name="widow", sender="Mme Solange K. <solange.k@courriel-libre.example>", subject="Don",
         text="Je suis veuve et atteinte d'une maladie. Mon défunt époux a laissé 2 millions d'euros que je souhaite vous léguer sous"
         " forme de don. Que Dieu vous bénisse."),
    Case(name="loan", sender="Prêt Rapide <offre@credit-entraide.example>", subject="Financement", proof=U,
         text="Offre de prêt entre particuliers sérieux et honnêtes, de 5 000 à 500 000 €, taux de 2 %. Contactez-nous pour bénéficier"
         " d'un virement sous 48 h."),
    Case(name="donation", sender="Charles W. <info@cwfoundation.example>", reply_to="cw.jackson@gmail.com", subject="Donation",
         text="You were chosen among five people for a donation of 2 million dollars from my charity. Get back to me to claim it."),
    Case(name="webcam", sender="anonymous <x77@darkpost.example>", subject="I know you",
         text="I hacked your computer and recorded you through the webcam. Pay 1,200 USD in bitcoin within 48 hours or the video goes to"
         " all your contacts."),
    Case(name="piracy, French", sender="inconnu <r00t@anonyme.example>", subject="Votre sécurité",
         text="J'ai piraté votre appareil et j'ai une vidéo de vous. Versez 900 € en bitcoins ou tous vos contacts la recevront."),
    # ── orders, invoices, registers ───────────────────────────────────────────────────────────────────────
    Case(name="university order", sender="Dr. Alan Pike <orders@uni-brackley.example>", proof=U, reply_to="unibrackley.orders@mailfree.example",
         subject="Purchase enquiry",
         text="We wish to purchase 300 laptops and 500 toner cartridges on net 30 terms. Kindly quote and send your credit application."),
    Case(name="retailer order", sender="Service Achats <achats@carrefour-centrale.example>", proof=U,
         reply_to="achats.carrefour@mail-pro-free.example", subject="Ouverture de compte",
         text="Nous souhaitons une ouverture de compte client avec paiement à 30 jours fin de mois, pour une commande urgente à livrer à"
         " une autre adresse de livraison en Angleterre."),
    Case(name="trademark", sender="Trademark Office <office@tm-register-eu.example>", proof=U, subject="Registration",
         text="Your trademark has been entered in the European trademark register. The publication fee of EUR 1,380 is due in 10 days."),
    Case(name="directory", sender="Annuaire Pro <contact@annuaire-entreprises-fr.example>", proof=U, subject="Vérification",
         text="Merci de vérifier votre fiche dans l'annuaire professionnel et de nous la retourner signée. Redevance annuelle 996 €."),
    Case(name="domain name", sender="Domain Services <notice@domain-renewals.example>", proof=U, subject="Expiration",
         text="Domain expiration notice for tonnellerie-vasseur.example. Amount due 289.00 EUR. Act now, failure to pay may lead to"
         " the loss of your domain."),
    # ── what hangs on it ──────────────────────────────────────────────────────────────────────────────────
    Case(name="program", sender="Facturation <f@relance-express.example>", text="Voir facture jointe.", subject="Facture impayée",
         attachments=(attached("facture.pdf.exe", "application/x-msdownload", "program", "double ending"),)),
    Case(name="page", sender="Scanner <scan@copieur-etage.example>", text="Document numérisé joint.", subject="Scan", proof=P,
         attachments=(attached("scan_2711.html", "text/html", "form"),)),
    Case(name="locked zip", sender="Notaire <etude@notaires-associes-pro.example>", text="Dossier joint. Mot de passe : 7741", proof=P,
         attachments=(attached("dossier.zip", "application/zip", "locked"),)),
    Case(name="disk image", sender="Candidat <a.morin@mailbox.example>", text="Voici mon CV.", subject="Candidature",
         attachments=(attached("cv.iso", "application/x-iso9660-image", "disk image"),)),
    # ── borrowed names and look-alikes ────────────────────────────────────────────────────────────────────
    Case(name="two letters for one", sender="Tom Gallagher <t.gallagher@tonnellerie-vasseur-fr.example>", proof=P, text="Please send me the latest"
         " customer list.", subject="List"),
    Case(name="zero for o", sender="Accueil <accueil@t0nnellerie-vasseur.example>", proof=P, text="Le planning est en ligne."),
    Case(name="contact with billing", sender="Anne Roche <a.roche@merrains-correze-billing.example>", proof=P, text="Merci de noter ce changement."),
    Case(name="an address for a name", sender='"p.vasseur@tonnellerie-vasseur.example" <z9@mx-relay.example>', text="Tu peux regarder ça ?"),
    Case(name="conversation taken over", sender="Ravi Shah <ravi@kilbride-distillers.example>", proof=P, subject="RE: order 5512",
         in_reply_to="<77@kilbride-distiller.example>", text="Please find below the proforma with our updated details."),
)  # fmt: skip
