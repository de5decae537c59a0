"""Whether words name something to do, or what somebody thinks of it. Pure."""

from __future__ import annotations

import re

from officebot.core.expressions import expression
from officebot.core.minutes.notes.cues import DONE
from officebot.core.minutes.notes.names import each
from officebot.core.minutes.notes.verbs import is_english_base, is_infinitive

OPINION_START = expression(
    r"[\"'«£€$]|(?:non|oui|ok|d'accord|pas|contre|pour(?! le \d|\s[a-z]{2,}r\b)|trop|il|elle|ils|elles|on|ce|"
    r"c'est|ca|yes|no|not|agree[sd]?|it|it's|"
    r"they|we|he|she|that|this|too|wants?|thinks?|unworkable|nope|nah|fine|happy|ras|excuse[es]{0,2}|"
    r"absent[es]{0,2}|present[es]{0,2}|for|against|"
    r"abst\w{0,9}|apologies|je (?:signe|veux|pense)|favorable|merci|bravo|thanks|done|fait|nothing|rien|park|"
    r"\d+ ?(?:[%€£h]|left|blockers?|in|of|for|pour|contre))(?![a-z])"
)


FINITE = expression(
    r"\b(?:is|are|was|were|has|had|isn't|aren't|est|sont|ont|etait|avait|n'est|a ete|left|went|came|said|says|"
    r"dit|jamais|ne|il manque|on perd|"
    r"ils|elles|they|would|could|arrives?|comes|starts|finishes|opens|closes|commence|booked)\b"
)


_FILLER = expression(
    r"(?:[\s,.;:!()\[\]{}/\"'*_…–—-]|\b(?:svp|stp|please|pls|plz|merci|thanks|asap|urgent|ok|aussi|too|also|le|"
    r"la|by|before|avant|d'ici|on|pour(?= (?:le\b|$))|"
    r"cette|this|au plus tard|latest|then|puis|finalement|actually|elle|sait|pas|encore|lol|fin|de|et|and|du|au|"
    r"to|do|will|it)\b)+$"
)


_A_INF = expression(
    r"(?:^|[\s,:;(>-])(?:a|reste a|pour action :?) (?:(?:le|la|les|lui|leur|nous|en|y|re) |l')?([a-z]{4,25})\b"
)


_NOT_TO_DO = each(
    "voir suivre noter savoir venir partir craindre discuter revoir prevoir attendre esperer dire l'etude confirmer "
    "preciser faire reparler rediscuter signaler declarer redire"
) - {"faire", "prevoir", "confirmer", "preciser", "suivre"}


_FIRST = expression(
    r"(?:[\s*_\"'(.>-]|->|=>|puis |ensuite |et |donc |aussi |then |and |also |please |pls |svp |merci de |"
    r"ne pas oublier (?:de |d')?|penser a |don't forget to |remember to ){0,6}"
)


_WORD = expression(r"[a-z]+")


_NO_OBJECT = each(
    "is was were of has had are will from went in on at ok good came due up down as for by looks seems done per "
    "needed sheet received sent"
)


#: Verbs that begin names of things, too: "paint quote", "report deadline".
_NOUNS_TOO = each(
    "paint plant print record report label lock tape design test plan cost stock price pilot survey return "
    "store work change water "
    "budget sponsor archive quote rent deposit forecast audit interview market project feed refund witness "
    "craft stage stand shop table"
)


_DETERMINED = each(
    "the a an all our your their his her my this that these those it them him each every to back "
    "some any new both more with off"
)


_PARTICLES = each("in on up for from to into out with round back at")


_PHRASAL = each(
    "look talk speak ring find follow sort set sign write reply get go check liaise put draw come carry work wait "
    "move respond report apply push"
)


#: Orders that need no object: "half empty. restock".
_ALONE = each(
    "book chase order hire advertise restock replace repair reorder renew refill rebook remind investigate clarify escalate"
)


_NEXT_WORD = expression(r"[\s*_]{0,3}([a-z']+|[:\d£$€%])")


def is_task(words: str, language: str) -> bool:
    """Whether words begin with what is to be done: an infinitive, « à relancer », "to send", a plain English verb."""
    place = _FIRST.match(words)
    words = words[place.end() :] if place else words
    first = _WORD.match(words)
    if first is None:
        return False
    if language == "en":
        if first[0] in ("to", "will", "shall", "must") and len(words) > first.end() + 3:
            return True
        return _is_imperative(words, first)
    if is_infinitive(first[0]):
        return True
    clitic = re.match(r"(?:a |de |d')?(?:(?:le|la|les|lui|leur|en|y|re|se|nous) |l'|s')?([a-z]+)", words)
    return (
        clitic is not None
        and clitic[1] != first[0]
        and is_infinitive(clitic[1])
        and clitic[1] not in _NOT_TO_DO
        and ("," not in words or "jamais" not in words)
    )


def _is_imperative(words: str, first: re.Match[str]) -> bool:
    if not is_english_base(first[0]):
        return False
    following = _NEXT_WORD.match(words, first.end())
    if following is None:
        return first[0] in _ALONE and words[first.end() :].strip() == ""
    if first[0] in _PHRASAL and following[1] in _PARTICLES:
        return True
    if first[0] in _NOUNS_TOO and following[1] not in _DETERMINED and not following[1][:1].isdigit():
        return False
    return (
        following[1] not in _NO_OBJECT
        and following[1][:1] not in ":£$€%"
        and not (following[1].isdigit() and first[0] in ("report", "test"))
    )


def is_talk_before(task: str) -> bool:
    """Whether the words before a trailing name tell or judge: then the name only says who spoke."""
    return bool(
        FINITE.search(task) or DONE.search(task) or OPINION_START.match(task.strip(" *_")) or len(task.split()) > 14
    )


def is_to_do(words: str) -> bool:
    """Whether « à faire » stands in the words."""
    return any(
        is_infinitive(one[1])
        and one[1] not in _NOT_TO_DO
        and not words[max(0, one.start() - 6) : one.start()].endswith(("rien", "pas"))
        for one in _A_INF.finditer(words)
    )


def only_filler(words: str) -> bool:
    return not words.strip() or (_FILLER.match(words[:120]) is not None and len(words) <= 120)
