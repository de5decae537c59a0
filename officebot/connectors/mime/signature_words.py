"""The words by which signatures, device lines and legal notices are known, in the languages of European offices."""

from __future__ import annotations

import re

from officebot.core.expressions import expression

#: What stands alone on a line above a name, in lower case and without its mark.
CLOSINGS = frozenset(
    phrase.strip()
    for phrases in (
        # French
        "cordialement,bien cordialement,très cordialement,cordialement vôtre,merci cordialement,à vous,bien à vous,bien à toi",
        "sincères salutations,meilleures salutations,cordiales salutations,salutations,salutations distinguées,bises,bisous",
        "salutations cordiales,salutations respectueuses,respectueusement,amicalement,bien amicalement,amitiés,sincèrement",
        "cdlt,cdt,crdlt,bav,à toi,avec mes remerciements,avec mes salutations,avec mes sincères salutations,bien sincèrement",
        "bonne journée,bonne soirée,bonne semaine,bonne fin de journée,bonne réception,excellente journée,belle journée",
        "bonne journée à vous,bonne journée à toi,bonne journée à tous,belle journée à vous,bonne fin de semaine",
        "bon week-end,bon weekend,à bientôt,à demain,à lundi,à plus,à plus tard,à tout à l'heure,merci et bonne journée",
        "merci,merci beaucoup,merci encore,merci à vous,merci à toi,merci d'avance,d'avance merci,merci par avance",
        "en te remerciant d'avance,en vous remerciant,en vous remerciant d'avance,en vous remerciant par avance,un grand merci",
        # English
        "regards,best regards,kind regards,kindest regards,warm regards,warmest regards,with kind regards,with best regards",
        "with warm regards,many regards,best,all the best,all best,best wishes,with best wishes,kind wishes,warmly,cheers",
        "thanks,many thanks,thanks again,thanks a lot,thanks so much,thanks in advance,thanks very much,thanks and regards",
        "thanks and best regards,thanks and kind regards,thank you,thank you again,thank you so much,thank you in advance",
        "thank you very much,thanking you,thanking you in advance,with thanks,thx,tks,ta,take care,yours,love,cordially",
        "yours sincerely,yours truly,yours faithfully,yours ever,sincerely,sincerely yours,very truly yours,respectfully",
        "respectfully yours,have a good day,have a great day,have a nice day,have a good weekend,have a great weekend",
        "have a good one,have a lovely weekend,talk soon,see you,see you soon,see you then,see you there,rgds,br,brgds",
        # German, Spanish, Italian, Portuguese, Dutch, Nordic
        "mit freundlichen grüßen,mit freundlichen grüssen,mit besten grüßen,freundliche grüße,viele grüße,liebe grüße,vg,lg,mfg",
        "beste grüße,herzliche grüße,schöne grüße,grüße,gruß,hochachtungsvoll,danke,vielen dank,danke und gruß,mit lieben grüßen",
        "saludos,un saludo,saludos cordiales,un cordial saludo,atentamente,gracias,muchas gracias,un abrazo,abrazos",
        "cordiali saluti,distinti saluti,saluti,grazie,grazie mille,un saluto,atenciosamente,cumprimentos,obrigado,obrigada",
        "met vriendelijke groet,met vriendelijke groeten,vriendelijke groet,groet,groeten,groetjes,mvg,bedankt,alvast bedankt",
        "med vänlig hälsning,med vänliga hälsningar,mvh,hälsningar,med venlig hilsen,venlig hilsen,vennlig hilsen,hilsen,vh",
    )
    for phrase in phrases.split(",")
)
#: How the long formulas begin that end a French letter.
FORMULA = expression(
    r"(?:(?:je|nous) vous prie(?:ons|z)? (?:d['’]agréer|de (?:croire|recevoir|bien vouloir))|nous vous prions"
    r"|veuillez (?:agréer|recevoir|croire)|recevez,|agréez,|dans cette attente, (?:je|nous) vous pri)",
    re.IGNORECASE,
)

_DEVICE = (
    r"i-?phone|i-?pad|i-?pod|ios|android|mobil\w{0,12}|phone|t[ée]l[ée]phone|telefon\w{0,6}|tel[eé]fono|telem[óo]vel|handy"
    r"|smartphone|samsung|galaxy|huawei|htc|nokia|black ?berry|lumia|xperia|pixel|oneplus|xiaomi|redmi|alcatel|motorola"
    r"|outlook|yahoo|gmail|mailbox|airmail|sparrow|thunderbird|proton\w{0,5}|windows|tablet\w{0,3}|laptop|bluemail|k-9"
    r"|aquamail|newton|polymail|zimbra|gerät|dispositivo|celular|móvil|cell|aol|icloud|hotmail|appli(?:cation)? mail"
    r"|mail(?=\]| for | pour | für )"
)
_SENT = (
    r"sent|envoyé|envoye|expédié|gesendet|enviado|enviada|inviato|inviata|verzonden|verstuurd|skickat|sendt|lähetetty"
    r"|wysłane|wysłano|отправлено|odesláno|gönderildi|trimis"
)
_BY = (
    r"from|via|with|by|using|de|du|depuis|à partir de|avec|von|mit|aus|desde|con|da|dal|dalla|do|met|vanaf|från|med|fra|z|ze"
    r"|с|din|através do"
)
#: A line that says with what a mail was sent: "Envoyé de mon iPhone", "Sent with Airmail".
SENT_WITH = expression(
    rf"[\W_]{{0,4}}(?:{_SENT})\s(?:{_BY})\s"
    rf"(?:(?:my|mon|ma|mein|meinem|mi|mio|meu|mijn|min|mojego)\s.{{1,80}}"
    rf"|.{{0,40}}?(?<![^\W_])(?:{_DEVICE})(?![^\W_]).{{0,120}})$",
    re.IGNORECASE,
)
#: "Anne from mobile".
FROM_DEVICE = expression(
    rf"(?:[\w.'’-]{{1,20}} ){{0,2}}(?:from|via|depuis|von) (?:my |mon |meinem )?(?:{_DEVICE})(?: [\w.-]{{1,10}}){{0,2}}[.!)]?$",
    re.IGNORECASE,
)
#: "via mobile", below a name.
VIA_DEVICE = expression(rf"(?:from|via|depuis) (?:my |mon )?(?:{_DEVICE})\W{{0,2}}", re.IGNORECASE)
#: Languages that say it last, or write without blanks.
SENT_LAST = ("gesendet", "傳送", "发送", "送信", "보냄", "送信されました")
SENT_FIRST = ("发自", "從我", "発信")
GET_PROGRAM = expression(
    r"(?:get|télécharge[rz]|obtenir|obtenez|holen sie sich|ottieni|scarica|descargar|obtener|baixar|obter|download|hämta)"
    r" \[?(?:outlook|blue ?mail|yahoo|proton|gmail|spark|mailbird)",
    re.IGNORECASE,
)

#: Four of these kinds of words in one paragraph at the end make it a notice that lawyers wrote.
LEGAL = tuple(
    expression(pattern)
    for pattern in (
        r"confiden[tc]i|vertraulich|privileged|riservat",
        r"intended|destin[ée]|destinataire|addressee|recipient|empfänger|destinatari",
        r"e-?mail|message|courriel|attachment|pièces? jointe|nachricht|mensaje|messaggio|transmission|communication",
        r"if you (?:are not|have received|received)|si vous (?:n['’]êtes pas|avez reçu|recevez)|si vous l['’]avez reçu"
        r"|falls sie|in error|par erreur|irrtümlich",
        r"disclaimer|avertissement|notice|liab|responsab|haftung|sanction|virus|unauthori[sz]ed|prohibited|interdite?",
        r"notif|avert|inform|delete|détrui|supprimer|destroy|vernichten|löschen|retourner|return it",
    )
)
#: Of each such notice at least one of these holds: asked before the patterns are. All in lower case.
LEGAL_SIGNS = (
    "confiden", "vertraul", "privileged", "riservat", "intended", "destin", "addressee", "recipient", "empfänger",
)  # fmt: skip
GREEN_SIGNS = ("print", "imprim", "environ", "planet", "preserve")
GREEN = expression(
    r"(?:before|avant d['’]) ?(?:printing|imprimer|you print)|consider the environment|think before you print"
    r"|pensez à l['’]environnement|n['’]imprimez (?:ce|que)|planet|preserve our"
)
