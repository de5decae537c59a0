"""The words and forms by which an earlier mail is known within a text, in the languages of mail programs."""

from __future__ import annotations

import re

from officebot.core.expressions import expression

# To write, as mail programs of many languages say it above a quote.
_WRITING = (
    r"wrote|writes?|a écrit|a ecrit|écrivait|écrit|schrieb|schreibt|geschrieben|escribió|escribio|va escriure"
    r"|ha scritto|scriveva|escreveu|escribiu|schreef|schrijft|skrev|skriver|skrifaði|kirjoitti|napisał\(a\)|napisała?"
    r"|napísala?|napsala?|napsal\(a\)|написала?|написал\(а\)|пишет|писала?|написа|пише|írta|a scris|napisao|napisala"
    r"|yazdı|έγραψε|menulis|viết|kirjutas|rakstīja|rašė|parašė|כתב|كتب|写道|寫道|書きました|님이 작성"
)
# Most signs begin none of them: one look says so, where as many as there are words would be tried.
_BEGINS = "".join(sorted({words[0] for words in _WRITING.split("|")}))
WROTE = expression(
    rf"(?<![^\W\d_])(?=[{re.escape(_BEGINS)}])(?:{_WRITING})(?![^\W\d_])|写道|寫道|님이 작성", re.IGNORECASE
)
WROTE_ALONE = expression(rf"[>\s]*+(?:{_WRITING})?\s?[:：]\s*", re.IGNORECASE)
# The last words of the above, to pass over most lines without looking further.
_WRITING_LAST = (
    "wrote write writes écrit ecrit écrivait schrieb schreibt geschrieben escribió escribio escriure"
    " scritto scriveva escreveu escribiu schreef schrijft skrev skriver skrifaði kirjoitti napisał(a)"
    " napisał napisała napísal napísala napsal napsala napsal(a) написал написала написал(а) пишет писал"
    " писала написа пише írta scris napisao napisal napisala yazdı έγραψε menulis viết kirjutas rakstīja"
    " rašė parašė כתב كتب"
)
WRITING_WORDS = frozenset(_WRITING_LAST.split())
# Up to three words and a number: "On Mon, Aug 19", "Le 3 mars", "El jueves, 21", "2013/7/20", "2016年".
DATE_BEGINS = expression(r"[\s(\[\"]{0,4}(?:[^\W\d_][\w'’-]{0,14}[.,]{0,2}\s{1,3}){0,3}\d")
DATE = expression(
    r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}\s?[:h]\s?\d{2}(?!\d)|(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2}"
)
FULL_DATE = expression(
    r"\s{0,4}(?:\d{4}[-/.年년]\s?\d{1,2}|\d{1,2}[-/. ]\s?[^\W\d_]{3,10}\.?,?\s\d{4}|\d{1,2}[./]\d{1,2}[./]\d{2,4})"
)
ADDRESS = expression(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}\.[\w.-]{2,80}")
QUOTING = expression(r"(?:quoting|zitat von|citando a?|citat|citeren|quoth)\s.{2,120}[:：]$", re.IGNORECASE)

_COPYING = (
    r"original|origine|d['’]origine|forward(?:ed)?|fwd|transféré|transfere|réexpédié|réacheminé|ursprüngliche|weitergeleitete?"
    r"|weitergeleitet|reenviado|encaminhada?|inoltrato|originale|doorgestuurd|oorspronkelijke?k?|ursprungligt|vidarebefordrat"
    r"|opprinnelig|videresendt|oprindelig|alkuperäinen|välitetty|oryginalna|przekazana|исходное|пересылаемое|původní|přeposlaná"
    r"|原始|转发|轉寄|元のメッセージ|転送|원본|전달"
)
_COPYING_BEGINS = "".join(sorted({words[0] for words in _COPYING.split("|")}))
COPIED = expression(
    rf"(?<![^\W\d_])(?=[{re.escape(_COPYING_BEGINS)}])(?:{_COPYING})(?![^\W\d_])|原始|转发|轉寄|転送|원본",
    re.IGNORECASE,
)
FORWARDED_BY = expression(
    r"-{3,}\s?(?:forwarded by|forwarded message|transféré par|réacheminé par|transmis par|weitergeleitet von|reenviado por"
    r"|inoltrato da)\s",
    re.IGNORECASE,
)
FORWARD_BEGINS = expression(
    r"(?:begin forwarded message|début du message (?:réexpédié|transféré)|anfang der weitergeleiteten (?:e-?mail|nachricht)"
    r"|inicio del mensaje reenviado|inizio messaggio inoltrato|início da mensagem (?:encaminhada|reencaminhada)"
    r"|begin doorgestuurd bericht|vidarebefordrat brev|start på videresendt besked)\s?[:：]",
    re.IGNORECASE,
)

# The fields of a head, as mail programs of many languages name them.
_NAMES = {
    "from": "from,de,von,da,van,från,fra,od,от,от кого,expéditeur,lähettäjä,nadawca,remitente,mittente,kimden,feladó,"
    "发件人,寄件者,差出人,보낸 사람",
    "date": "sent,date,envoyé,envoyé le,date d'envoi,gesendet,datum,enviado,enviado el,enviada em,enviado em,enviada,fecha,"
    "data,inviato,inviata,inviato il,verzonden,skickat,sendt,dato,lähetetty,wysłano,wysłane,дата,отправлено,odesláno,"
    "gönderildi,tarih,elküldve,dátum,päivämäärä,发送时间,日期,发件日期,送信日時,日付,보낸 날짜,날짜",
    "to": "to,à,a,an,para,aan,till,til,do,komu,кому,pour,destinataire,destinataires,destinatario,vastaanottaja,kime,"
    "címzett,收件人,宛先,받는 사람",
    "cc": "cc,bcc,cci,copie,copie à,kopie,kopia,kopi,dw,копия,抄送,副本,참조",
    "subject": "subject,objet,sujet,betreff,asunto,assunto,oggetto,onderwerp,ämne,emne,aihe,temat,тема,předmět,tárgy,konu,"
    "主题,主旨,件名,제목",
    "more": "reply-to,répondre à,risposta,rispondi a,antwort an,responder a,antwoord aan,sent by,envoyé par,importance,"
    "priority,priorité,attachments,pièces jointes,attachment,pièce jointe,anlagen,adjuntos,organization,newsgroups,"
    "posted at,conversation,reply to",
}
FIELDS = {name: kind for kind, names in _NAMES.items() for name in names.split(",")}
FIELD = expression(r"[\s|]{0,12}[*_]{0,2}([^\W\d_][\w '’-]{0,20}?)\s?[*_]{0,2}\s?[:：]")
# Lotus Notes shows some fields with their value on the line below.
LABELS = frozenset({"to", "cc", "bcc", "subject", "pour", "objet", "à", "an", "kopie", "betreff", "thema"})
# A text without any of these, and without a line that ends with a colon or an angle, holds no earlier mail; most
# texts are asked nothing more. It begins with a line end, so that the search skips from one to the next.
_HEADED = [name for kind in ("from", "subject") for name in _NAMES[kind].split(",")]
_INITIALS = "".join(sorted({name[0] for name in _HEADED}))
MAY_BEGIN = expression(
    r"\n[^\S\n]{0,12}+(?:-{2}|_{9}"
    rf"|[|*_]{{0,2}}+[^\S\n]?(?=[{_INITIALS}])(?:{'|'.join(_HEADED)})[^\S\n]?[*_]{{0,2}}+[^\S\n]?[:：\n])",
    re.IGNORECASE,
)
