"""What a mail that the office itself wrote asks of others, and what it promises them, in French and English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from officebot.core.dates import Match, deadline_of, find_dates
from officebot.core.expressions import expression
from officebot.core.judging.evidence import Vocabulary, fold
from officebot.core.language import language_of
from officebot.core.mail import Mail
from officebot.core.worktime import WorkingTime

_LONGEST_TEXT, _LONGEST_SENTENCE, _MOST_SENTENCES = 8_000, 600, 120
_ENDS = expression(r"[.!?…](?=\s|$)|\n[ \t]{0,20}(?:\n|[-*•])|\n(?=[A-ZÀ-Ý0-9])")
_SIGNS: Mapping[str, Mapping[float, str]] = {
    # Sentences that look like questions or requests, and ask for nothing.
    "courtesy": {
        1: "n'hésitez pas, n'hésite pas, si vous avez des questions, si vous avez d'autres questions, si vous avez la "
        "moindre question, pour toute question, si besoin, en cas de question, en cas de besoin, à votre disposition, à "
        "ta disposition, comment allez-vous, comment vas-tu, ça va, veuillez agréer, veuillez croire, veuillez recevoir, "
        "veuillez trouver, veuillez noter, je vous prie d'agréer, merci de votre message, merci pour votre message, merci "
        "pour votre mail, merci de votre réponse, merci pour votre réponse, merci pour votre retour, merci de votre retour, "
        "merci de votre patience, merci de votre compréhension, pas besoin de répondre, inutile de répondre, "
        "don't hesitate, do not hesitate, feel free, if you have any questions, if you have any further questions, any "
        "questions, should you have, should you need, if you need, let me know if you, let us know if you, let me "
        "know if I can, let us know if we can, let me know if there is anything, let us know if there is anything, how are "
        "you, hope "
        "you are, hope this, please find, please note, please accept, please disregard, please ignore, thank you for "
        "your, thanks for your, no need to reply, no need to answer",
    },
    "request": {
        1: "pourriez-vous, pouvez-vous, pourrais-tu, peux-tu, merci de, merci d'avance, merci de bien vouloir, par avance "
        "merci, veuillez, je vous prie de, je vous remercie de, nous vous remercions de, je vous saurais gré de, je vous "
        "serais reconnaissant, je vous serais reconnaissante, vous serait-il possible, serait-il possible, est-il possible, "
        "dites-moi, dites-nous, dis-moi, tenez-moi, tenez-nous, tiens-moi, faites-moi, faites-nous, fais-moi, "
        "donnez-moi, donnez-nous, donne-moi, envoyez-moi, envoyez-nous, envoie-moi, confirmez-moi, confirmez-nous, "
        "confirme-moi, rappelez-moi, rappelez-nous, transmettez-moi, transmettez-nous, dans l'attente de votre, dans "
        "l'attente de vos, dans l'attente de ta, en attente de votre, en attente de vos, j'attends votre, j'attends vos, "
        "j'attends ta, nous attendons votre, nous attendons vos, il me faut, il me faudrait, il nous faut, il nous "
        "faudrait, j'ai besoin, j'aurais besoin, nous avons besoin, nous aurions besoin, nous souhaiterions savoir, nous "
        "souhaiterions recevoir, nous souhaiterions obtenir, je souhaiterais savoir, je souhaiterais recevoir, "
        "j'aimerais savoir, j'aimerais avoir, j'aimerais recevoir, could you, can you, would you, will you, may I ask, "
        "might you, please, kindly, let me know, let us know, let me have, let us have, I need, we need, I would need, we "
        "would need, I'd appreciate, we'd appreciate, I would appreciate, we would appreciate, would be grateful, "
        "look forward to hearing, looking forward to hearing, look forward to your, looking forward to your, look "
        "forward to receiving, awaiting your, await your, waiting for your, get back to me, get back to us, keep me posted, "
        "keep us posted, "
        "give me a call, give us a call, call me, call us, why don't you, I would like more, we would like more, send me, "
        "send us, tell me, tell us, would like to know, would like to have, would like to receive",
    },
    # First person, and what is to come: the author binds themselves where a "before" stands with it.
    "promise": {
        1: "nous livrons, I will, I'll, we will, we'll, I shall, we shall, I am going to, I'm going to, we are going to, "
        "we're going to, I can get, I can have, we can get, we can have, I expect to, we expect to, I intend to, we intend "
        "to, I plan to, we plan to, we aim to, vous serez, you will hear, you'll hear",
    },
    # Something is given: any date with it is promised.
    "gives": {
        1: "je m'engage, nous nous engageons, vous aurez, vous recevrez, tu auras, tu recevras, je vous envoie, je vous "
        "l'envoie, je te l'envoie, je t'envoie, je vous transmets, je vous adresse, je vous rappelle, je te rappelle, je "
        "vous réponds, je te réponds, je vous confirme, je vous communique, je vous fais parvenir, je vous fais suivre, je "
        "vous tiens informé, je vous tiens informée, je reviens vers vous, je reviens vers toi, je vous fais un retour, "
        "nous vous envoyons, nous vous transmettons, nous vous adressons, nous vous livrons, nous vous confirmons, nous "
        "revenons vers vous, nous vous faisons parvenir, je vous enverrai, nous vous enverrons, je vous rappellerai, nous "
        "vous rappellerons, je vous répondrai, nous vous répondrons, nous vous livrerons, I'll send, we'll send, I will "
        "send, we will send, I can send, we can send, I'll call, we'll call, I will call, we will call, I'll get back, "
        "we'll get back, I will get back, we will get back, we will deliver, we'll deliver, I promise, we promise, we "
        "commit, you will have, you'll have, you will get, you'll get, you will receive, you'll receive",
    },
}
# « je vous enverrai », « nous livrerons », « on te rappellera » in flat text.
_FUTURE = expression(
    r" (?:j|je|nous|on) (?:(?:vous|te|t|le|la|les|l|lui|leur|y|en) ){0,2}[a-z]{2,20}(?:rai|rons|ra) "
)


@cache
def _words() -> Vocabulary:
    return Vocabulary(_SIGNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What a mail of ours says. `asks` and `promises` are its own sentences, "" where it does not.

    `asked_by` and `promised_by` are local ISO, to the minute or the day; "" where no date is told with it.
    """

    language: str
    asks: str = ""
    asked_by: str = ""
    promises: str = ""
    promised_by: str = ""
    when: str = ""


def read_outgoing(mail: Mail, working: WorkingTime) -> Outgoing:
    """What this mail of ours asks and promises; nothing is read from a private one."""
    text = (mail.reply or mail.text)[:_LONGEST_TEXT]
    if mail.is_private or not text.strip():
        return Outgoing(language="other")
    sentences = [(one, _signs(one)) for one in _sentences(text)]
    asking = next((one for one, signs in sentences if _asks(one, signs)), "")
    promise, promised_by, when = _promise(sentences, mail.date, working)
    asked_by = ""
    for one, signs in sentences:
        if asking and not asked_by and not _is_promise(one, signs):
            asked_by, words = _date_in(one, mail.date, working)
            when = when or words
    return Outgoing(
        language=language_of(text), asks=asking, asked_by=asked_by, promises=promise,
        promised_by=promised_by, when=when,
    )  # fmt: skip


def _sentences(text: str) -> Iterator[str]:
    start = 0
    count = 0
    for end in _ENDS.finditer(text):
        piece = " ".join(text[start : end.end()].split())
        start = end.end()
        if piece:
            count += 1
            yield piece[:_LONGEST_SENTENCE]
        if count >= _MOST_SENTENCES:
            return
    last = " ".join(text[start : start + _LONGEST_SENTENCE].split())
    if last:
        yield last


def _signs(sentence: str) -> set[str]:
    """What kinds of words stand in the sentence; "promise" also for a future in the first person."""
    text = fold(sentence)
    found = {hit.sign for hit in _words().find(text)}
    return found | {"promise"} if _FUTURE.search(text.flat) else found


def _asks(sentence: str, signs: set[str]) -> bool:
    return "courtesy" not in signs and ("request" in signs or _is_question(sentence))


def _is_question(sentence: str) -> bool:
    return sentence.endswith("?") and len(sentence.split()) > 1


def _is_promise(sentence: str, signs: set[str]) -> bool:
    return bool({"promise", "gives"} & signs) and not sentence.endswith("?")


def _promise(sentences: Iterable[tuple[str, set[str]]], sent: datetime, working: WorkingTime) -> tuple[str, str, str]:
    """The first sentence that promises something by a date, that date, and the words it was read from."""
    for one, signs in sentences:
        if _is_promise(one, signs):
            found, words = _date_promised(one, sent, working, is_given="gives" in signs)
            if found:
                return one, found, words
    return "", "", ""


def _date_in(sentence: str, sent: datetime, working: WorkingTime) -> tuple[str, str]:
    """Until when the sentence wants something, as local ISO, and the words; ("", "") without a date to come."""
    local = working.local(sent)
    found = deadline_of(sentence, find_dates(sentence, local, "mixed", working=working), local)
    if found is None or found.role != "deadline":
        return "", ""
    written = _ahead(found, local)
    return (written, found.text) if written else ("", "")


def _date_promised(sentence: str, sent: datetime, working: WorkingTime, *, is_given: bool) -> tuple[str, str]:
    """The same for a promise: the earliest "by then"; where something is given, any day: « vous le recevrez vendredi »."""
    local = working.local(sent)
    matches = find_dates(sentence, local, "mixed", working=working)
    meant = (one for one in matches if is_given or (one.type.endswith("range") and not one.from_))
    told = [(written, one.text) for one in meant if (written := _ahead(one, local))]
    return min(told, default=("", ""))


def _ahead(match: Match, local: datetime) -> str:
    """The latest instant or day of a date that is still to come within two years, as local ISO; else ""."""
    latest = match.latest
    if latest is None or match.role == "past":
        return ""
    day = latest.date() if isinstance(latest, datetime) else latest
    if not local.date() <= day <= local.date() + timedelta(days=730):
        return ""
    if isinstance(latest, datetime) and match.has_time:
        return latest.replace(tzinfo=None).isoformat(timespec="minutes")
    return day.isoformat()
